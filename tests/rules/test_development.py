"""What money for work, roads, schools and quick projects does, worked out by hand."""

from __future__ import annotations

import math

import pytest

from rules.bench import billed, set_numbers, set_policy
from rules.few import YEARLY, few_places
from sim.levers import development
from sim.state.world import World


def funded(ready: float = 0.5) -> World:
    """1000 people (one more than live there); money reaches half at 10 dollars each.

    Of livelihoods 20,000 x 0.5 / 1000 = 10: 1/2; of roads and schools 60,000: 30: 3/4;
    of quick projects 10,000: 5, half at a twentieth of 10: 10/11; of all 90,000 planned: 9/10.
    Danger 0.990210 = ln 2 / 0.7 halves what gets through; half held: 0.3 + 0.7 x 0.5 = 0.65.
    """
    world = few_places()
    world.places["persons"] = 199, 800
    world.places["danger"] = math.log(2.0) / 0.7, 0.0
    world.places["state_control"] = 0.5, 1.0
    world.places["infantry"] = 300, 0
    world.mission.built["development"] = ready
    set_policy(world, "development", livelihoods=20_000.0, infrastructure=20_000.0)
    set_policy(world, "development", education=40_000.0, quick_impact=10_000.0)
    set_numbers(world, "development", development_half=10.0, sabotage=0.8)
    set_numbers(world, "development", danger_brake=0.7, unheld=0.3)
    set_numbers(world, "development", near_half=100.0, quick_half=0.05)
    set_numbers(world, "development", jobs_effect=0.4, works_effect=0.8, goodwill_effect=0.44)
    world.works["goodwill"], world.works["lure"] = 0.125, 0.1
    return world


def test_development_costs_what_was_set() -> None:
    """1 + 2 + 4 + 8 = 15 times 700 dollars a week."""
    world = few_places()
    set_policy(world, "development", livelihoods=YEARLY, infrastructure=2.0 * YEARLY)
    set_policy(world, "development", education=4.0 * YEARLY, quick_impact=8.0 * YEARLY)
    assert billed(world, development.bill) == {"development": pytest.approx(10_500.0)}


def test_money_raises_the_economy_and_services_where_it_gets_through() -> None:
    """Danger and the state: 0.5 x 0.65 = 0.325, against 1 in the safe place.

    Jobs 0.4 x 1/2 = 0.2 x 0.325 = 0.065; services 0.8 x 3/4 = 0.6 x 0.325 = 0.195.
    """
    world = funded()
    development.work(world)
    assert world.works["jobs"] == pytest.approx([0.065, 0.2], rel=1e-6)
    assert world.works["works"] == pytest.approx([0.195, 0.6], rel=1e-6)


def test_quick_projects_make_friends_near_the_infantry() -> None:
    """300 / (300 + 100) = 3/4 near: 0.125 + 0.44 x 10/11 x 3/4 = 0.425; nobody near: 0.125."""
    world = funded()
    development.work(world)
    assert world.works["goodwill"] == pytest.approx([0.425, 0.125], rel=1e-6)


def test_what_is_still_prepared_invites_sabotage_where_control_is_contested() -> None:
    """0.1 + 0.8 x 9/10 x (1 - 0.75) x 2 x 0.25 = 0.19; contested by more than half counts once."""
    world = funded(ready=0.75)
    world.places["contested"] = 0.25, 0.75
    development.work(world)
    assert world.works["lure"] == pytest.approx([0.19, 0.28], rel=1e-6)


def test_what_stands_is_not_sabotaged_nor_is_what_somebody_firmly_holds() -> None:
    world = funded(ready=1.0)
    world.places["contested"] = 0.5
    development.work(world)
    assert world.works["lure"] == pytest.approx([0.1, 0.1], rel=1e-6)
    world = funded(ready=0.5)
    development.work(world)
    assert world.works["lure"] == pytest.approx([0.1, 0.1], rel=1e-6)


def test_a_programme_that_does_not_stand_changes_nothing() -> None:
    world = funded(ready=0.0)
    world.places["contested"] = 0.5
    world.works["jobs"] = world.works["works"] = 0.25
    development.work(world)
    for name, value in (("jobs", 0.25), ("works", 0.25), ("goodwill", 0.125)):
        assert world.works[name].tolist() == [value, value]
    assert world.works["lure"] == pytest.approx([0.1, 0.1], rel=1e-6)


@pytest.mark.parametrize(
    ("name", "value", "column", "expected"),
    [
        ("danger_brake", 1.4, "jobs", 0.0325),  # a quarter gets through: 0.2 x 0.25 x 0.65
        ("unheld", 0.6, "jobs", 0.08),  # 0.6 + 0.4 x 0.5 = 0.8: 0.2 x 0.5 x 0.8
        ("near_half", 300.0, "goodwill", 0.325),  # half near: 0.125 + 0.44 x 10/11 x 1/2
        ("quick_half", 0.5, "goodwill", 0.29),  # 5 / (5 + 5): 0.125 + 0.44 x 1/2 x 3/4
    ],
)
def test_what_money_reaches_is_natures(
    name: str, value: float, column: str, expected: float
) -> None:
    world = funded()
    set_numbers(world, "development", **{name: value})
    development.work(world)
    assert world.works[column][0] == pytest.approx(expected, rel=1e-6)
