"""What an adaptive headquarters can watch, each number worked out by hand."""

from __future__ import annotations

import pytest

from rules.bench import a_world, set_numbers
from rules.weeks import book_week, record_weeks
from sim.agents.indicators import PLACE_COLUMNS, watch
from sim.state.factions import SIGNED
from sim.state.world import World


def watched() -> World:
    """Three places with 100, 300 and 600 people: Kalomu, Beramu, Garara."""
    world = a_world()
    world.places["persons"] = 0.0
    world.places["persons"][:3] = (100.0, 300.0, 600.0)
    for name in PLACE_COLUMNS:
        world.places[name] = 0.0
        world.places[name][:3] = (0.25, 0.75, 0.5)
    return world


def weeks(world: World) -> World:
    """Ten weeks; a week older than the last four has a thousand dead of everything."""
    record_weeks(world, 10)
    world.record.places["deaths"][5, :3] = 1000
    world.record.places["deaths"][6, :2] = (1, 5)
    world.record.places["deaths"][9, :2] = (2, 30)
    for name, first, last in (("civilian_deaths", 3, 4), ("peacekeeper_deaths", 5, 7)):
        world.record.series[name][5] = 1000.0
        world.record.series[name][6], world.record.series[name][9] = first, last
    return world


@pytest.mark.parametrize("name", [n for n in PLACE_COLUMNS if n != "displaced"])
def test_attitudes_of_the_country_are_means_of_its_people(name: str) -> None:
    """(0.25 * 100 + 0.75 * 300 + 0.5 * 600) / 1000 = 0.55."""
    assert watch(watched(), name) == pytest.approx(0.55)


def test_the_displaced_of_the_country_are_summed() -> None:
    assert watch(watched(), "displaced") == 1.5


@pytest.mark.parametrize("name", PLACE_COLUMNS)
def test_a_place_has_its_own_number_and_the_worst_the_largest(name: str) -> None:
    world = watched()
    assert watch(world, name, "Kalomu") == 0.25
    assert watch(world, name, "Garara") == 0.5
    assert watch(world, name, "worst") == 0.75


def test_in_an_empty_country_a_mean_is_nothing() -> None:
    world = watched()
    world.places["persons"] = 0.0
    assert watch(world, "danger") == 0.0


def test_a_place_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="'Nowhere': no place of "):
        watch(watched(), "danger", "Nowhere")


def test_the_dead_are_those_of_the_last_four_weeks() -> None:
    """In all 1 + 5 + 2 + 30 = 38; Kalomu 3, Beramu 35; civilians 3 + 4, peacekeepers 5 + 7."""
    world = weeks(watched())
    assert watch(world, "deaths") == 38.0
    assert watch(world, "deaths", "Kalomu") == 3.0
    assert watch(world, "deaths", "worst") == 35.0
    assert watch(world, "civilian_deaths") == 7.0
    assert watch(world, "civilian_deaths", "Beramu") == 35.0
    assert watch(world, "peacekeeper_deaths") == 12.0


def test_money_lasts_for_weeks_of_what_last_week_cost() -> None:
    """2,000 in hand after 400 + 100 last week (and 3,000 before): 4 weeks."""
    world = watched()
    assert watch(world, "cash_weeks") == 1.0e6  # before any week nothing has been spent
    world.mission.cash = 5500
    book_week(world, force=3000)
    book_week(world, force=400, aid=100)
    assert watch(world, "cash_weeks") == 4.0
    book_week(world)
    assert watch(world, "cash_weeks") == 1.0e6


def test_fighters_are_those_at_war_outside_the_states_side() -> None:
    """The rebels' 20; not the army's 10 nor the guard's 40 nor the others' 80, who signed."""
    world = watched()
    world.factions["fighters"][:4] = (10.0, 20.0, 80.0, 40.0)
    world.factions["standing"][2] = SIGNED
    assert watch(world, "fighters") == 20.0


def test_of_the_mission_troops_consent_and_support_are_seen() -> None:
    """Infantry 50 and reserve 25, no police."""
    world = watched()
    world.mission.present[:] = (50.0, 25.0, 7.0, 8.0, 9.0, 10.0)
    world.mission.consent, world.mission.support = 0.25, 0.75
    assert watch(world, "troops") == 75.0
    assert watch(world, "consent") == 0.25
    assert watch(world, "support") == 0.75


def test_over_how_many_weeks_the_dead_are_counted_is_a_number() -> None:
    """Three: only the last week's 2 + 30; five: the thousands of three places more."""
    world = weeks(watched())
    set_numbers(world, "leaders", watch_weeks=3.0)
    assert watch(world, "deaths") == 32.0
    assert watch(world, "civilian_deaths") == 4.0
    assert watch(world, "peacekeeper_deaths") == 7.0
    set_numbers(world, "leaders", watch_weeks=5.0)
    assert watch(world, "deaths") == 3038.0
    assert watch(world, "civilian_deaths") == 1007.0
