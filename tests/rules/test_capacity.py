"""What advisers do for institutions, worked out by hand."""

from __future__ import annotations

import pytest

from rules.bench import billed, set_numbers, set_policy
from rules.few import YEARLY, few_places
from sim.levers import capacity
from sim.state.places import BARGAIN, CAPTURED, COOPERATE, OBSTRUCT
from sim.state.world import World

COLUMNS = ("law", "order", "administration")


def advised(ready: float = 0.5) -> World:
    """Two places with 2 million people; the second is not held by the state.

    With half of them at work, 15, 5 and 20 advisers a million, half effect at 5: 3/4, 1/2, 4/5.
    In the first place half of control x (1 - 0.5 x 0.4 corruption) = 0.4 of it arrives.
    """
    world = few_places()
    world.places["persons"] = 500_000 - 1, 1_500_000
    world.places["state_control"] = 0.5, 0.0
    world.governments["corruption"] = 0.4, 0.0
    world.governments["capacity"], world.governments["police"] = 0.5, 0.25
    world.mission.built["capacity"] = ready
    set_policy(world, "capacity", administration=80, rule_of_law=60, police=20, ssr=0)
    set_numbers(world, "capacity", advisers_half=5.0, dependence=0.75)
    set_numbers(world, "capacity", law_effect=0.5, police_effect=0.8)
    set_numbers(world, "capacity", administration_effect=0.25)
    set_numbers(world, "capacity", lasting_month=0.02, ssr_rate=0.05)
    return world


def test_every_adviser_costs_an_international_post() -> None:
    """1 + 2 + 4 + 8 = 15 posts at 700 dollars a week: 10,500."""
    world = few_places()
    set_numbers(world, "prices", staff_year=YEARLY)
    set_policy(world, "capacity", administration=1, rule_of_law=2, police=4, ssr=8)
    assert billed(world, capacity.bill) == {"capacity": pytest.approx(10_500.0)}


def test_advisers_add_where_the_state_is_and_nothing_where_it_is_not() -> None:
    """Law 0.5 x 3/4 x 0.4 = 0.15; order 0.8 x 1/2 x 0.4 = 0.16; offices 0.25 x 4/5 x 0.4 = 0.08."""
    world = advised()
    capacity.work(world)
    assert [world.works[name][0] for name in COLUMNS] == pytest.approx([0.15, 0.16, 0.08])
    assert [world.works[name][1] for name in COLUMNS] == [0.0, 0.0, 0.0]


def test_a_little_of_what_advisers_add_lasts() -> None:
    """0.02 x (1 - 0.75) = 0.005 of it: capacity 0.5 + 0.005 x 0.08 x (1 - 0.5) = 0.5002,

    police 0.25 + 0.005 x 0.16 x (1 - 0.25) = 0.2506.
    """
    world = advised()
    capacity.work(world)
    assert world.governments["capacity"] == pytest.approx([0.5002, 0.5], rel=1e-6)
    assert world.governments["police"] == pytest.approx([0.2506, 0.25], rel=1e-6)


def test_corruption_eats_half_of_it_at_most() -> None:
    """All corrupt: 0.5 x (1 - 0.5) = 0.25 arrives; law 0.5 x 3/4 x 0.25 = 0.09375."""
    world = advised()
    world.governments["corruption"] = 1.0
    capacity.work(world)
    assert world.works["law"][0] == pytest.approx(0.09375)


def test_advisers_who_are_not_there_change_nothing() -> None:
    world = advised(ready=0.0)
    for name in COLUMNS:
        world.works[name] = 0.125
    capacity.work(world)
    assert [world.works[name][0] for name in COLUMNS] == [0.125, 0.125, 0.125]
    assert world.governments["capacity"].tolist() == [0.5, 0.5]


def test_a_country_of_nobody_counts_as_one_person() -> None:
    """One adviser for a millionth of a million: a million a million, half effect at as many: 1/2.

    Law: 0.5 x 1/2 x 0.4 = 0.1. Reform: aim 1/2, a twentieth of the way a month: 0.025.
    """
    world = advised(ready=1.0)
    world.places["persons"] = 0.0
    set_policy(world, "capacity", rule_of_law=1, ssr=1)
    set_numbers(world, "capacity", advisers_half=1.0e6)
    capacity.work(world)
    assert world.works["law"][0] == pytest.approx(0.1)
    assert world.mission.ssr == pytest.approx(0.025)


def test_reform_comes_slowly() -> None:
    """30 x 0.5 ready / 2 = 7.5 a million, half at 2.5: aim 3/4; 0.15 + 0.05 x 0.6 = 0.18."""
    world = advised()
    set_policy(world, "capacity", ssr=30)
    set_numbers(world, "capacity", advisers_half=2.5)
    world.mission.ssr = 0.15
    capacity.work(world)
    assert world.mission.ssr == pytest.approx(0.18, rel=1e-6)


def test_reform_outlasts_its_advisers_and_fades() -> None:
    """Aim 0: 0.4 - 0.05 x 0.4 = 0.38."""
    world = advised(ready=0.0)
    set_policy(world, "capacity", ssr=30)
    world.mission.ssr = 0.4
    capacity.work(world)
    assert world.mission.ssr == pytest.approx(0.38)


def test_advisers_for_others_reform_no_army() -> None:
    world = advised()
    capacity.work(world)
    assert world.mission.ssr == 0.0
    assert world.works["restraint"].tolist() == [0.0, 0.0]


def test_courts_that_work_check_corruption() -> None:
    """0.005 of law 0.15 lasts: 0.4 x (1 - 0.005 x 0.15) = 0.3997."""
    world = advised()
    capacity.work(world)
    assert world.governments["corruption"] == pytest.approx([0.3997, 0.0], rel=1e-6)


@pytest.mark.parametrize(
    ("stance", "arrives"),
    [
        (COOPERATE, 1.0),
        (BARGAIN, 0.8),  # 1 - 0.5 x 0.4
        (OBSTRUCT, 0.25),
        (CAPTURED, 0.5),
    ],
)
def test_advisers_reach_what_the_local_government_lets_them(stance: int, arrives: float) -> None:
    """Of law 0.15."""
    world = advised()
    numbers = {"bargain_cut": 0.5, "obstruct_stops": 0.75, "captured_takes": 0.5}
    set_numbers(world, "leaders", **numbers)
    world.governments["stance"] = stance
    capacity.work(world)
    assert world.works["law"][0] == pytest.approx(0.15 * arrives)


def test_how_much_lasts_and_how_fast_reform_goes_are_natures() -> None:
    """0.08 x 0.25 = 0.02 of it lasts: 0.5 + 0.02 x 0.08 x 0.5; 0.25 + 0.02 x 0.16 x 0.75.

    Reform 0.15 + 0.2 x 0.6 = 0.27.
    """
    world = advised()
    set_numbers(world, "capacity", lasting_month=0.08)
    capacity.work(world)
    assert world.governments["capacity"][0] == pytest.approx(0.5008, rel=1e-6)
    assert world.governments["police"][0] == pytest.approx(0.2524, rel=1e-6)
    world = advised()
    set_policy(world, "capacity", ssr=30)
    set_numbers(world, "capacity", advisers_half=2.5, ssr_rate=0.2)
    world.mission.ssr = 0.15
    capacity.work(world)
    assert world.mission.ssr == pytest.approx(0.27, rel=1e-6)
