"""Reasons: what is said is there, adds up, and is asked for by names that exist."""

from __future__ import annotations

import numpy as np
import pytest

from sim.case.scenario import Scenario, load_scenario
from sim.runs.explain import causes, explain_pair, path
from sim.runs.run import Run, run
from sim.state.events import FACTOR_NAMES, FACTORS


def test_an_event_a_place_and_an_outcome_can_be_asked_for(two_years: Run) -> None:
    events = two_years.events
    assert f"{events.iloc[0]['best']} dead" in two_years.explain("0")
    place = str(events["location"].iloc[0])
    assert place in two_years.explain(place)
    assert "By whom" in two_years.explain("civilian_deaths_rebel")


@pytest.mark.parametrize("what", ["Nowhere", "10000000", "cost"])
def test_what_cannot_be_explained_is_said(two_years: Run, what: str) -> None:
    with pytest.raises(ValueError, match=r"give|there are"):
        two_years.explain(what)


def test_every_event_has_causes_in_order_of_weight(two_years: Run) -> None:
    log = two_years.kept.events
    size = np.abs(log["weight"])
    assert (log["cause"] >= 0).all()
    assert (log["cause"] < FACTORS).all()
    assert (np.diff(size, axis=1) <= 1e-6).all()
    assert {"cause_1", "times_1"} <= set(two_years.events.columns)


def test_causes_weigh_by_deaths(two_years: Run) -> None:
    one = causes(two_years, [0])
    log = np.sort(two_years.events.index.to_numpy())
    assert one
    assert set(one) <= set(FACTOR_NAMES)
    assert len(log) == len(two_years.events)


def test_a_path_begins_where_the_lever_acts(case: Scenario) -> None:
    changes = {"nature.civilians": 300, "nature.combatants": 300}
    base = run(load_scenario("zambara", changes), seed=1, weeks=150)
    more = run(load_scenario("zambara", {**changes, "policy.aid.food": 900_000}), seed=1, weeks=150)
    first = path(base, more)
    assert first[0][0] >= 104, "the mission begins in week 105"
    assert any("aid" in what for _, what in first)
    assert path(base, base) == []
    assert "what differed first" in explain_pair(base, more, "need")
    with pytest.raises(ValueError, match="luck"):
        path(base, run(load_scenario("zambara", changes), seed=2, weeks=150))
