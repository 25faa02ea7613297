"""What money for work, roads, schools and quick projects does, worked out by hand."""

from __future__ import annotations

import math

import pytest

from rules.bench import billed, set_numbers, set_policy
from rules.few import YEARLY, few_places
from sim.levers import development
from sim.state.places import BARGAIN, CAPTURED, COOPERATE, OBSTRUCT
from sim.state.world import World


def funded(ready: float = 0.5) -> World:
    """1000 people (one more than live there); money reaches half at 10 dollars each.

    Of livelihoods 20,000 x 0.5 / 1000 = 10: 1/2; of roads as much; of schools 60,000: 30: 3/4;
    quick projects, 10,000, stand as soon as others; 5, half at a twentieth of 10: 10/11; of all
    110,000 planned: 11/12.
    Danger 0.990210 = ln 2 / 0.7 halves what gets through; half held: 0.3 + 0.7 x 0.5 = 0.65.
    """
    world = few_places()
    world.places["persons"] = 199, 800
    world.places["danger"] = math.log(2.0) / 0.7, 0.0
    world.places["state_control"] = 0.5, 1.0
    world.places["infantry"] = 300, 0
    world.mission.built["development"] = ready
    set_policy(world, "development", livelihoods=20_000.0, infrastructure=20_000.0)
    set_policy(world, "development", education=60_000.0, quick_impact=10_000.0)
    set_numbers(world, "development", development_half=10.0, sabotage=0.8)
    set_numbers(world, "development", danger_brake=0.7, unheld=0.3)
    set_numbers(world, "development", near_half=100.0, quick_half=0.05, quick_faster=1.0)
    set_numbers(world, "development", jobs_effect=0.4, works_effect=0.8, goodwill_effect=0.44)
    set_numbers(world, "development", roads_effect=0.4, school_rate=0.1)
    set_numbers(world, "development", school_keeps=0.5, school_hope=0.2)
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

    Jobs 0.4 x 1/2 = 0.2 x 0.325 = 0.065, and roads; services 0.8 x 1/2 = 0.4 x 0.325 = 0.13.
    """
    world = funded()
    development.work(world)
    assert world.works["jobs"] == pytest.approx([0.065, 0.2], rel=1e-6)
    assert world.works["roads"] == pytest.approx([0.065, 0.2], rel=1e-6)
    assert world.works["works"] == pytest.approx([0.13, 0.4], rel=1e-6)


def test_schools_are_no_roads() -> None:
    """Money for the one leaves what the other does as it was."""
    for field, columns in (("education", ("works", "roads")), ("infrastructure", ("schooled",))):
        world = funded()
        set_policy(world, "development", **{field: 0.0})
        development.work(world)
        changed = {name: world.works[name].tolist() for name in columns}
        world = funded()
        development.work(world)
        assert changed == {name: world.works[name].tolist() for name in columns}


def test_schooling_grows_slowly_and_keeps_the_young_from_arms() -> None:
    """0.4 + 0.1 x (3/4 x 0.325 - 0.4) = 0.384375, and 0.4 + 0.1 x 0.35 = 0.435.

    Recruitment prevented: 1 - 0.5 x (1 - 0.5 x 0.384375) = 0.59609375, and 0.60875; grievance
    over need 0.2 x 0.384375 = 0.076875, and 0.087.
    """
    world = funded()
    world.governments["schooling"], world.works["cvr"] = 0.4, 0.5
    development.work(world)
    assert world.governments["schooling"] == pytest.approx([0.384375, 0.435], rel=1e-6)
    assert world.works["cvr"] == pytest.approx([0.59609375, 0.60875], rel=1e-6)
    assert world.works["schooled"] == pytest.approx([0.076875, 0.087], rel=1e-6)


def test_schooling_fades_when_schools_close() -> None:
    """0.4 x 0.9 = 0.36, whether the programme went or its money."""
    for ready, dollars in ((0.0, 60_000.0), (1.0, 0.0)):
        world = funded(ready=ready)
        set_policy(world, "development", education=dollars)
        world.governments["schooling"] = 0.4
        development.work(world)
        assert world.governments["schooling"] == pytest.approx([0.36, 0.36], rel=1e-6)


def test_quick_projects_stand_sooner() -> None:
    """1 - 0.5 ^ 2 = 0.75: 7.5 dollars each, of 8 with the half: 0.125 + 0.44 x 15/16 x 3/4."""
    world = funded()
    set_numbers(world, "development", quick_faster=2.0)
    development.work(world)
    assert world.works["goodwill"][0] == pytest.approx(0.434375, rel=1e-6)


@pytest.mark.parametrize(
    ("stance", "arrives"),
    [(COOPERATE, 1.0), (BARGAIN, 0.8), (OBSTRUCT, 0.25), (CAPTURED, 0.5)],
)
def test_projects_come_to_people_as_their_local_government_lets_them(
    stance: int, arrives: float
) -> None:
    """Of 0.2 jobs; a half corrupt government that bargains keeps 0.4 x 0.5."""
    world = funded()
    numbers = {"bargain_cut": 0.4, "obstruct_stops": 0.75, "captured_takes": 0.5}
    set_numbers(world, "leaders", **numbers)
    world.governments["corruption"], world.governments["stance"] = 0.5, stance
    development.work(world)
    assert world.works["jobs"][1] == pytest.approx(0.2 * arrives, rel=1e-6)


def test_quick_projects_make_friends_near_the_infantry() -> None:
    """300 / (300 + 100) = 3/4 near: 0.125 + 0.44 x 10/11 x 3/4 = 0.425; nobody near: 0.125."""
    world = funded()
    development.work(world)
    assert world.works["goodwill"] == pytest.approx([0.425, 0.125], rel=1e-6)


def test_what_is_still_prepared_invites_sabotage_where_control_is_contested() -> None:
    """0.1 + 0.8 x 0.9 x (1 - 0.75) x 2 x 0.25 = 0.19; contested by more than half counts once.

    Of 90,000 planned, 90 each: 9/10.
    """
    world = funded(ready=0.75)
    set_policy(world, "development", education=40_000.0)
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
