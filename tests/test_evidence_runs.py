"""The same statistics on a simulated run."""

from __future__ import annotations

from math import isfinite

import pytest

import sim
from sim.evidence.events import event_statistics
from sim.evidence.runs import run_statistics
from sim.evidence.statistics import statistics


@pytest.fixture(scope="module")
def run() -> sim.Run:
    scenario = sim.load_scenario("sierra-leone", {"nature.civilians": 500})
    return sim.run(scenario, seed=1, weeks=60)


def test_a_short_run_is_measured_to_its_last_day(run: sim.Run) -> None:
    values = run_statistics(run)
    assert list(values) == list(statistics())
    scenario = run.scenario
    whole = event_statistics(run.events, scenario.war_window, scenario.region.names)
    assert values["events_per_week"] > 2 * whole["events_per_week"]
    assert values["median_deaths"] == whole["median_deaths"]
    assert isfinite(values["displaced_per_death"])
