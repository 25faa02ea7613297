"""Drawing down and handing over, worked out by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rules.bench import billed, set_numbers, set_policy
from rules.few import YEARLY, few_places
from sim.levers import exit as leaving
from sim.state.world import World


def leaving_world(days: int = 0, **values: float) -> World:
    """Its draw-down begins `days` from today and takes four months; 3/8 live in calm places.

    Danger 0.1 is calm; 0.15 is not any more, 0.3 is not.
    """
    world = few_places(3)
    set_numbers(world, "exit", calm_danger=0.15)
    world.places["persons"] = 300, 100, 400
    world.places["danger"] = 0.1, 0.15, 0.3
    set_policy(world, "exit", begin=world.today + timedelta(days), months=4, **values)
    return world


def staying(world: World) -> float:
    """What stays after a month of planning."""
    leaving.plan(world)
    return world.mission.staying


def test_a_draw_down_of_four_months_takes_a_quarter_a_month_from_its_first_day() -> None:
    world = leaving_world()
    assert [staying(world) for _ in range(5)] == [0.75, 0.5, 0.25, 0.0, 0.0]
    assert staying(leaving_world(days=-1)) == 0.75
    assert staying(leaving_world(days=1)) == 1.0


def test_a_draw_down_never_goes_below_nobody() -> None:
    """0.125 - 1/4 is less than nothing: 0."""
    world = leaving_world()
    world.mission.staying = 0.125
    assert staying(world) == 0.0


def test_nobody_leaves_without_a_date() -> None:
    world = leaving_world()
    set_policy(world, "exit", begin=None)
    assert staying(world) == 1.0


def test_a_benchmark_keeps_the_force_until_enough_people_live_in_calm_places() -> None:
    """3/8 live in calm places: a benchmark of 0.375 is met, one of 0.376 is not."""
    assert staying(leaving_world(benchmark=0.2)) == 0.75
    assert staying(leaving_world(benchmark=0.375)) == 0.75
    assert staying(leaving_world(benchmark=0.376)) == 1.0


def test_without_a_benchmark_it_leaves_though_nobody_lives_in_calm_places() -> None:
    world = leaving_world(benchmark=0.0)
    world.places["danger"] = 1.0
    assert staying(world) == 0.75


def test_the_share_in_calm_places_counts_people_not_places() -> None:
    """300 of 800 people; of half a person in all, over 1: 0.5."""
    world = leaving_world()
    assert leaving.calm_share(world) == 0.375
    set_numbers(world, "exit", calm_danger=0.2)  # the second place is calm too
    assert leaving.calm_share(world) == 0.5
    world.places["persons"] = 0.5, 0.0, 0.0
    assert leaving.calm_share(world) == 0.5
    world.places["persons"] = 0.0
    assert leaving.calm_share(world) == 0.0


def test_part_of_what_the_leaving_force_saves_is_handed_over() -> None:
    """1000 x (1 - 0.6) = 400 troops fewer x 700 dollars a week x a quarter = 70,000."""
    world = few_places()
    set_numbers(world, "force", person_year=YEARLY)
    set_policy(world, "force", troops=1000)
    set_policy(world, "exit", handover=0.25)
    world.mission.staying = 0.6
    assert billed(world, leaving.bill) == {"exit": pytest.approx(70_000.0)}
    set_policy(world, "exit", handover=0.0)
    assert billed(world, leaving.bill) == {}
    set_policy(world, "exit", handover=0.25)
    world.mission.staying = 1.0
    assert billed(world, leaving.bill) == {}


def handed_over(handover: float, stays: float, rate: float = 0.05) -> list[float]:
    """Capacity and police, from 0.5 and 0.25, after a month at half of what was planned."""
    world = few_places(1)
    set_numbers(world, "capacity", administration_effect=0.5)
    set_numbers(world, "exit", handover_rate=rate)
    set_policy(world, "exit", handover=handover)
    world.mission.staying = stays
    world.mission.built["exit"], world.mission.paid["exit"] = 0.625, 0.8
    world.governments["capacity"], world.governments["police"] = 0.5, 0.25
    leaving.hand_over(world)
    return [float(world.governments[name][0]) for name in ("capacity", "police")]


def test_institutions_gain_from_what_is_handed_over() -> None:
    """Given: 0.5 x (1 - 0.2) x (0.625 x 0.8 working) = 0.2; gain 0.5 x 0.05 x 0.2 = 0.005.

    Of what is missing: 0.5 + 0.005 x 0.5 = 0.5025; 0.25 + 0.005 x 0.75 = 0.25375.
    """
    assert handed_over(0.5, 0.2) == pytest.approx([0.5025, 0.25375], rel=1e-6)
    # four times the rate: gain 0.02
    assert handed_over(0.5, 0.2, rate=0.2) == pytest.approx([0.51, 0.265], rel=1e-6)


def test_institutions_gain_nothing_while_everybody_stays_or_nothing_is_given() -> None:
    assert handed_over(0.5, 1.0) == [0.5, 0.25]
    assert handed_over(0.0, 0.2) == [0.5, 0.25]
