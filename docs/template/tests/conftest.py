"""A small Zambara with the parts of this folder in it: every test begins with one of these."""

from typing import Any

import pytest
import sanctions

import sim

SMALL = {"nature.civilians": 200, "nature.combatants": 200}
PARTS = [sanctions.LEVER, sanctions.MECHANISM, sanctions.OUTCOME]


@pytest.fixture(scope="session")
def plain() -> sim.Scenario:
    """Zambara as it is shipped, with few sampled people."""
    return sim.load_scenario("zambara", SMALL)


@pytest.fixture(scope="session")
def extended() -> sim.Scenario:
    """The same with the sanctions, at amount zero."""
    return sim.load_scenario("zambara", SMALL, extend=PARTS)


def mean(table: Any, outcome: str, column: str = "diff") -> float:
    """A cell of a comparison's table."""
    return float(table.set_index("outcome").loc[outcome, column])
