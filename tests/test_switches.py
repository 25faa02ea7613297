"""Mechanisms are switched off by numbers that exist, each to a value that it may have."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sim.case.asked import arm_of

sys.path.insert(0, str(Path(__file__).parent.parent / "experiments" / "mechanisms"))

import switches

ALL = switches.switches()


@pytest.mark.parametrize("name", ALL)
def test_a_switch_is_a_scenario(name: str) -> None:
    assert arm_of("zambara", ALL[name]).hash != arm_of("zambara", {}).hash
