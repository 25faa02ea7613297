"""The outcome is what it says, worked out by hand on a record of four weeks."""

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import sanctions


def history(*supply: float) -> Any:
    """Of a run, only what the outcome reads."""
    return SimpleNamespace(series={"rebel_supply": np.array(supply)})


def test_weeks_without_war_do_not_count() -> None:
    assert sanctions.OUTCOME.compute(history(0.4, 0.0, 0.2, 0.0)) == pytest.approx(0.3)


def test_without_war_there_is_no_figure() -> None:
    assert math.isnan(sanctions.OUTCOME.compute(history(0.0, 0.0)))
