"""Where zones are put, how many they shelter and what they cost, worked out by hand."""

from __future__ import annotations

import pytest

from rules.bench import billed, set_numbers, set_policy
from rules.few import YEARLY, few_places
from sim.levers import protection
from sim.state.units import INFANTRY, RESERVE
from sim.state.world import World


def zoned(zones: int = 4, ready: float = 0.5, places: int = 3) -> World:
    """Room for 500 in a zone; evacuation half planned saves half of 0.4."""
    world = few_places(places)
    world.mission.built["protection"] = ready
    set_policy(world, "protection", zones=zones, zone_guards=300, evacuation=0.5)
    set_numbers(world, "protection", evacuation_saves=0.4, zone_room=500.0)
    set_numbers(world, "protection", zone_least=300.0, zone_calm=0.05)
    world.works["guards"] = 10.0
    return world


def test_zones_evacuation_and_escorts_have_their_prices() -> None:
    """2 zones at 700 a week, half an evacuation at 1400, a quarter of 300 + 100 troops at 8:

    1400 + 700 + 800 = 2900.
    """
    world = few_places()
    world.mission.present[INFANTRY], world.mission.present[RESERVE] = 300.0, 100.0
    set_numbers(
        world, "protection", zone_year=YEARLY, evacuation_year=2.0 * YEARLY, escort_week=8.0
    )
    set_policy(world, "protection", zones=2, evacuation=0.5, escorts=0.25)
    assert billed(world, protection.bill) == {"protection": pytest.approx(2900.0)}


def test_zones_go_where_most_displaced_people_are_in_danger() -> None:
    """Four zones half at work: two. 1000 x (0.05 + 0.15) = 200; 400 x (0.05 + 0.95) = 400;

    2000 x 0.05 = 100: the second and the first. Sheltered: 500 of 2000 (room for no more), and
    400 of 400.
    """
    world = zoned()
    world.places["displaced"] = 1000, 400, 2000
    world.places["danger"] = 0.15, 0.95, 0.0
    world.places["persons"] = 1999, 399, 2999
    protection.work(world)
    assert world.works["zone"].tolist() == [1.0, 1.0, 0.0]
    assert world.works["sheltered"] == pytest.approx([0.25, 1.0, 0.0])
    assert world.works["guards"].tolist() == [310.0, 310.0, 10.0]


def test_among_safe_places_the_zone_goes_to_the_most_displaced() -> None:
    world = zoned(zones=2)
    world.places["displaced"] = 1000, 400, 2000
    protection.work(world)
    assert world.works["zone"].tolist() == [0.0, 0.0, 1.0]


def test_a_zone_shelters_a_part_of_the_people_and_never_more_than_all() -> None:
    """400 of 1600 (one more than live there): a quarter; of 200 on paper: all."""
    for persons, part in ((1599, 0.25), (199, 1.0), (2, 1.0)):
        world = zoned(zones=2, places=1)
        world.places["displaced"], world.places["persons"] = 400, persons
        protection.work(world)
        assert world.works["sheltered"].tolist() == [part]


def test_the_frightened_who_live_there_come_to_a_zone_too() -> None:
    """300 displaced and a quarter of 400 others: 400 of 701; room for 500: of 2,000 others."""
    for persons, inside in ((700, 400.0), (2300, 500.0)):
        world = zoned(zones=2, places=1)
        world.places["displaced"], world.places["persons"] = 300, persons
        world.places["fear"] = 0.25
        protection.work(world)
        assert world.works["sheltered"] == pytest.approx([inside / (persons + 1.0)])


def test_a_zone_counts_one_person_more_than_live_there() -> None:
    """400 of 800."""
    world = zoned(zones=2, places=1)
    world.places["displaced"], world.places["persons"] = 400, 799
    protection.work(world)
    assert world.works["sheltered"].tolist() == [0.5]


@pytest.mark.parametrize(("displaced", "zone"), [(299.0, 0.0), (300.0, 1.0)])
def test_three_hundred_displaced_are_worth_a_zone(displaced: float, zone: float) -> None:
    world = zoned(zones=2, places=1)
    world.places["displaced"] = displaced
    protection.work(world)
    assert world.works["zone"].tolist() == [zone]
    assert world.works["guards"].tolist() == [10.0 + 300.0 * zone]


def test_half_a_zone_is_none_and_rounding_takes_none_away() -> None:
    """3 zones at half: one. 49 zones at 1/49: one, though 49 x (1 / 49) is a hair below 1."""
    for zones, ready, number in ((3, 0.5, 1.0), (1, 0.5, 0.0), (49, 1.0 / 49.0, 1.0)):
        world = zoned(zones=zones, ready=ready)
        world.places["displaced"] = 1000
        protection.work(world)
        assert world.works["zone"].sum() == number


def test_evacuation_saves_as_planned_and_ready_with_or_without_zones() -> None:
    """0.4 x 0.5 planned x 0.5 ready = 0.1; not ready: what was there stays."""
    for zones in (0, 4):
        world = zoned(zones=zones)
        protection.work(world)
        assert world.works["evacuation"] == pytest.approx([0.1, 0.1, 0.1])
    world = zoned(ready=0.0)
    world.works["evacuation"] = 0.25
    protection.work(world)
    assert world.works["evacuation"].tolist() == [0.25, 0.25, 0.25]


@pytest.mark.parametrize(("displaced", "zone"), [(399.0, 0.0), (400.0, 1.0)])
def test_how_many_displaced_are_worth_a_zone_is_natures(displaced: float, zone: float) -> None:
    world = zoned(zones=2, places=1)
    set_numbers(world, "protection", zone_least=400.0)
    world.places["displaced"] = displaced
    protection.work(world)
    assert world.works["zone"].tolist() == [zone]


def test_how_much_calm_places_count_is_natures() -> None:
    """1000 x (0.35 + 0.15) = 500; 400 x (0.35 + 0.95) = 520; 2000 x 0.35 = 700: the last two."""
    world = zoned()
    set_numbers(world, "protection", zone_calm=0.35)
    world.places["displaced"] = 1000, 400, 2000
    world.places["danger"] = 0.15, 0.95, 0.0
    protection.work(world)
    assert world.works["zone"].tolist() == [0.0, 1.0, 1.0]
