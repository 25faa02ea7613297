"""What fighters do with a month of peace, on numbers by hand and lucks just beside a chance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rules.bench import a_world, set_numbers, set_policy
from rules.few import few_places
from sim.case.parts import Nature
from sim.luck import streams
from sim.mechanisms import demobilisation as demob
from sim.nature.packing import Rules
from sim.state import disarming, ties
from sim.state.factions import (
    ABSENT,
    ACTIVE,
    ARRESTED,
    BAND_DTYPE,
    BOUGHT,
    CANTONED,
    COMBATANT_DTYPE,
    DEFEATED,
    DEMOBILISED,
    FADED,
    FALLEN,
    FIGHTING,
    KILLED,
    MERGED,
    REINTEGRATING,
    REMOBILISED,
    SIGNED,
)
from sim.state.mission import CASELOAD
from sim.state.parties import FACTION_KINDS
from sim.state.world import World

STATE, REBELS, MILITIA, GUARD = range(4)  # factions of Zambara by row; the guard is of side 0
SEED, WEEK, KEY = 16, 5, 3
JUST = 1e-5
LUCK = streams.u_plain(SEED, streams.DEMOBILISE, WEEK, KEY, 0)
HIGH = 1.0 - LUCK  # a chance that takes the upper end of the luck


KNOWN = {  # what the answers below are worked out with, unless they say otherwise
    **{"screening_slows": 0.3, "unpaid_alone": 0.3, "stay_weeks": 9.0, "enter": 0.15},
    **{"learned_weeks": 52.0, "livelihood_rate": 0.1, "livelihood_bare": 0.4},
    **{"livelihood_gain": 0.4, "livelihood_saved": 0.4, "livelihood_most": 0.9},
    **{"package_draw": 300.0, "weapons_each": 0.6, "weapons_lax": 1.0, "kin_pull": 0.6},
    **{"hire_pull": 0.2, "absent_pull": 0.4, "far_pull": 0.3, "near_hours": 10.0},
}


def _rules(**values: float) -> Any:
    """Programmes' numbers of nature, all zero but these and those that are known."""
    table = Rules(Nature()).demobilisation
    return table._replace(**{**dict.fromkeys(table._fields, 0.0), **KNOWN, **values})


def _month(
    status: int,
    intake: float = -1.0,
    back: float = 0.0,
    room: float = 100.0,
    paid: float = 0.0,
    funded: float = 0.0,
    saved: float = 0.0,
    handed: float = 0.0,
    offer: float = 0.0,
    weeks: int = 4,
    rows: int = 1,
    waited: int = 20,
    abusive: float = 0.25,
    livelihood: float = 0.5,
    late: float = 0.0,
    enrolled: int = 0,
    **numbers: float,
) -> tuple[Any, list[float]]:
    """The last of some equal fighters of faction 1, 10 persons each, after a month; who moved.

    Their neighbours live as before the war; `back`: the pull on them, of a faction that hires.
    """
    table = np.zeros(rows, COMBATANT_DTYPE)
    table["key"], table["weight"], table["faction"], table["status"] = KEY, 10.0, 1, status
    table["weeks"], table["abusive"], table["livelihood"] = waited, abusive, livelihood
    table["enrolled"] = enrolled
    world = _with(table, weeks, **{"hire_pull": back, **numbers})
    terms = np.array([room, paid, funded, saved, handed, offer])
    at_home = np.array([0.0, late])
    nearest = ties.nearest_bands(world)
    moved = demob._step(world, np.array([-1.0, intake]), at_home, nearest, terms)
    assert [moved[CASELOAD.index(name)] for name in ("impostors", "weapons")] == [0.0, 0.0]
    names = ("admitted", "demobilised", "reintegrated", "remobilised")
    return table[-1], [float(moved[CASELOAD.index(name)]) for name in names]


def _with(fighters: Any, weeks: int, **numbers: float) -> World:
    """A world of these fighters and numbers, at the end of a month of so many weeks.

    Bands 0 and 1 are of faction 1, which fights nobody, band 2 of faction 2, which fights the state
    and is well supplied; all in place 0, place 1 is 10 hours away.
    """
    world = few_places(2)
    world.combatants, world.rules.demobilisation = fighters, _rules(**numbers)
    world.seed, world.week, world.month_weeks = SEED, WEEK, weeks
    world.bands = np.zeros(3, BAND_DTYPE)
    world.bands["faction"], world.bands["persons"] = [1, 1, 2], 50.0
    world.factions["supply"], world.factions["side"][:3] = 1.0, [0, 1, 2]
    world.hostile = np.zeros_like(world.hostile)
    world.hostile[0, 2] = world.hostile[2, 0] = 1
    world.roads.hours_between = np.array([[0.0, 10.0], [10.0, 0.0]], np.float32)
    world.places["livelihood"] = 1.0
    return world


def test_the_luck_of_these_tests_leaves_room_on_both_sides() -> None:
    assert 0.3 < LUCK < 0.7


# to a camp


@pytest.mark.parametrize("status", [ACTIVE, REMOBILISED])
@pytest.mark.parametrize("sign", [1, -1])
def test_fighters_of_a_signed_faction_come_to_camps_by_their_intake(status: int, sign: int) -> None:
    one, moved = _month(status, intake=LUCK * (1 + sign * JUST))
    expected = (CANTONED, 0, [10.0, 0, 0, 0]) if sign > 0 else (status, 24, [0.0] * 4)
    assert (one["status"], one["weeks"], moved) == expected


def test_an_intake_that_equals_the_luck_takes_nobody() -> None:
    assert _month(ACTIVE, intake=LUCK)[0]["status"] == ACTIVE


def test_a_camp_that_is_full_takes_nobody_more() -> None:
    """Room for 29: two rows of 10 find a place, the third and fourth do not; 30: three do."""
    last, moved = _month(ACTIVE, intake=1.0, room=29.0, rows=3)
    assert (last["status"], moved) == (ACTIVE, [20.0, 0.0, 0.0, 0.0])
    last, moved = _month(ACTIVE, intake=1.0, room=30.0, rows=3)
    assert (last["status"], moved) == (CANTONED, [30.0, 0.0, 0.0, 0.0])


@pytest.mark.parametrize("sign", [1, -1])
def test_some_of_a_signed_faction_go_home_by_themselves(sign: int) -> None:
    """Luck above 1 - chance, the chance just above or below; intake 0 takes nobody."""
    one, moved = _month(ACTIVE, intake=0.0, self_demobilise=HIGH * (1 + sign * JUST))
    expected = (DEMOBILISED, 0) if sign > 0 else (ACTIVE, 24)
    assert (one["status"], one["weeks"]) == expected
    assert moved == [0.0] * 4


def test_soldiers_do_not_go_home_unasked() -> None:
    """Chance 1, and nobody is taken in: who is of an army stays, who is of rebels leaves."""
    for kind, left in ((0, ACTIVE), (1, DEMOBILISED)):
        world = _programme(ACTIVE)
        world.factions["kind"][REBELS] = kind
        set_numbers(world, "demobilisation", intake=0.0, self_demobilise=1.0)
        demob.demobilise(world)
        assert set(world.combatants["status"].tolist()) == {left}


def test_who_has_signed_nothing_fights_on() -> None:
    one, _ = _month(ACTIVE, intake=-1.0, self_demobilise=1.0)
    assert (one["status"], one["weeks"]) == (ACTIVE, 24)


# in a camp


@pytest.mark.parametrize("sign", [1, -1])
def test_unpaid_camps_empty_back_into_the_war(sign: int) -> None:
    """Chance rate * (1 - 0.25) * (0.3 + 0.5) = 0.6 of the rate, just above or below."""
    rate = HIGH * (1 + sign * JUST) / 0.6
    one, moved = _month(CANTONED, paid=0.25, back=0.5, waited=2, unpaid_return=rate)
    expected = (REMOBILISED, 0, [0, 0, 0, 10.0]) if sign > 0 else (CANTONED, 6, [0.0] * 4)
    assert (one["status"], one["weeks"], moved) == expected


@pytest.mark.parametrize("sign", [1, -1])
def test_how_many_leave_unpaid_camps_with_nobody_to_return_to_is_natures(sign: int) -> None:
    """0.75 * (0.5 + 0.5) of the rate."""
    rate = HIGH * (1 + sign * JUST) / 0.75
    numbers = {"unpaid_return": rate, "unpaid_alone": 0.5}
    one, _ = _month(CANTONED, paid=0.25, back=0.5, waited=2, **numbers)
    assert one["status"] == (REMOBILISED if sign > 0 else CANTONED)


@pytest.mark.parametrize("sign", [1, -1])
def test_paid_camps_let_half_go_a_month(sign: int) -> None:
    """0.5 * paid just above or below the luck."""
    one, moved = _month(CANTONED, paid=2.0 * LUCK * (1 + sign * JUST))
    expected = (DEMOBILISED, 0, [0, 10.0, 0, 0]) if sign > 0 else (CANTONED, 24, [0.0] * 4)
    assert (one["status"], one["weeks"], moved) == expected


@pytest.mark.parametrize(("waited", "status"), [(4, CANTONED), (5, DEMOBILISED)])
def test_nobody_leaves_a_camp_before_nine_weeks(waited: int, status: int) -> None:
    """4 + 4 and 5 + 4 weeks."""
    assert _month(CANTONED, paid=2.0, waited=waited)[0]["status"] == status
    later = _month(CANTONED, paid=2.0, waited=waited + 3, stay_weeks=12.0)
    assert later[0]["status"] == status


# after it


@pytest.mark.parametrize("sign", [1, -1])
def test_who_is_drawn_goes_back_and_the_abusive_most(sign: int) -> None:
    """Hazard rate * 0.5 * (0.5 + 0.25) = 0.375 of the rate, just above or below; nothing saves."""
    rate = HIGH * (1 + sign * JUST) / 0.375
    one, moved = _month(DEMOBILISED, back=0.5, saved=0.5, idle_return=rate)
    expected = (REMOBILISED, 0, [0, 0, 0, 10.0])
    if sign < 0:
        expected = (DEMOBILISED, 24, [0.0] * 4)
    assert (one["status"], one["weeks"], moved) == expected


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("waited", "share"), [(22, 0.625), (96, 0.5)])
def test_reintegration_saves_the_more_the_longer_it_lasts(
    waited: int, share: float, sign: int
) -> None:
    """After 26 of 52 weeks 1 - 0.5 * (0.5 + 0.25) = 0.625, after 100 weeks 1 - 0.5 = 0.5.

    Of the hazard rate * 0.5 * 0.75 = 0.375 of the rate.
    """
    rate = HIGH * (1 + sign * JUST) / 0.375 / share
    one, moved = _month(REINTEGRATING, back=0.5, saved=0.5, waited=waited, idle_return=rate)
    expected = (REMOBILISED, 0, [0, 0, 0, 10.0])
    if sign < 0:
        expected = (REINTEGRATING, waited + 4, [0.0] * 4)
    assert (one["status"], one["weeks"], moved) == expected


@pytest.mark.parametrize("sign", [1, -1])
def test_how_long_reintegration_takes_is_natures(sign: int) -> None:
    """After 26 of 104 weeks 1 - 0.5 * (0.5 + 0.125) = 0.6875 of 0.375 of the rate."""
    rate = HIGH * (1 + sign * JUST) / 0.375 / 0.6875
    numbers = {"idle_return": rate, "learned_weeks": 104.0}
    one, _ = _month(REINTEGRATING, back=0.5, saved=0.5, waited=22, **numbers)
    assert one["status"] == (REMOBILISED if sign > 0 else REINTEGRATING)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("enter", [0.15, 0.3])
def test_reintegration_begins_as_money_allows(enter: float, sign: int) -> None:
    """0.15 (or what nature says) * funded just above or below the luck."""
    funded = LUCK * (1 + sign * JUST) / enter
    one, moved = _month(DEMOBILISED, funded=funded, enter=enter, enrolled=1)
    expected = (REINTEGRATING, 0, [0, 0, 10.0, 0])
    if sign < 0:
        expected = (DEMOBILISED, 24, [0.0] * 4)
    assert (one["status"], one["weeks"], moved) == expected


def test_reintegration_is_for_who_has_been_through_a_camp() -> None:
    one, moved = _month(DEMOBILISED, funded=100.0)
    assert (one["status"], moved) == (DEMOBILISED, [0.0] * 4)


def test_reintegration_that_has_begun_does_not_begin_again() -> None:
    one, moved = _month(REINTEGRATING, funded=100.0)
    assert (one["status"], one["weeks"], moved) == (REINTEGRATING, 24, [0.0] * 4)


@pytest.mark.parametrize(
    ("saved", "waited", "expected"),
    [
        (0.25, 22, 0.5025),  # aim 0.4 + 0.4 * 0.25 / 0.4 * 26/52 = 0.525
        (0.25, 96, 0.515),  # aim 0.4 + 0.4 * 0.25 / 0.4 = 0.65
        (0.75, 96, 0.54),  # aim 1.15 is cut to 0.9
        (0.0, 96, 0.49),  # aim 0.4
    ],
)
def test_reintegration_builds_a_livelihood(saved: float, waited: int, expected: float) -> None:
    """A tenth of the way from 0.5 to the aim."""
    one, _ = _month(REINTEGRATING, saved=saved, waited=waited)
    assert one["livelihood"] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("name", "value", "saved", "expected"),
    [
        ("livelihood_rate", 0.4, 0.25, 0.56),  # 0.4 of the way to 0.65
        ("livelihood_bare", 0.6, 0.25, 0.535),  # aim 0.6 + 0.25
        ("livelihood_gain", 0.6, 0.25, 0.5275),  # aim 0.4 + 0.6 * 0.25 / 0.4 = 0.775
        ("livelihood_saved", 0.5, 0.25, 0.51),  # aim 0.4 + 0.4 * 0.25 / 0.5 = 0.6
        ("livelihood_most", 0.7, 0.75, 0.52),  # aim 1.15 is cut to 0.7
    ],
)
def test_what_livelihood_reintegration_builds_is_natures(
    name: str, value: float, saved: float, expected: float
) -> None:
    """A tenth of the way from 0.5, but for the first."""
    one, _ = _month(REINTEGRATING, saved=saved, waited=96, **{name: value})
    assert one["livelihood"] == pytest.approx(expected, rel=1e-6)


def test_the_demobilised_without_a_programme_come_to_live_somewhat_like_their_neighbours() -> None:
    """A tenth of the way from 0.5 to 0.4, whatever reintegration would bring."""
    assert _month(DEMOBILISED, saved=0.75)[0]["livelihood"] == pytest.approx(0.49, rel=1e-6)


def _at_home(status: int = DEMOBILISED, abusive: float = 0.0, **numbers: float) -> World:
    """One fighter at home in place 0, in reintegration for a year or not at all."""
    table = np.zeros(1, COMBATANT_DTYPE)
    table["key"], table["weight"], table["faction"], table["status"] = KEY, 10.0, 1, status
    table["weeks"], table["abusive"], table["livelihood"] = 100, abusive, 0.5
    return _with(table, 4, **numbers)


def _a_month_later(world: World, saved: float = 0.0, room: float = 0.0) -> Any:
    terms = np.array([room, 1.0, 0.0, saved, 0.0, 0.0])
    demob._step(world, np.full(3, -1.0), np.zeros(3), ties.nearest_bands(world), terms)
    return world.combatants[0]


def test_livelihood_follows_that_of_the_neighbours() -> None:
    """0.4 of 0.5 is 0.2, a tenth of the way from 0.5."""
    world = _at_home()
    world.places["livelihood"][0] = 0.5
    assert _a_month_later(world)["livelihood"] == pytest.approx(0.47, rel=1e-6)


def test_people_shun_who_was_abusive_and_less_so_where_committees_sit() -> None:
    """0.5 of 0.5 abusive takes a quarter of 0.4; committees everywhere take 0.4 of that back."""
    world = _at_home(abusive=0.5, shunned=0.5, accepted=0.4)
    assert _a_month_later(world)["livelihood"] == pytest.approx(0.48, rel=1e-6)
    world = _at_home(abusive=0.5, shunned=0.5, accepted=0.4)
    world.works["committees"] = 1.0
    assert _a_month_later(world)["livelihood"] == pytest.approx(0.484, rel=1e-6)


def test_a_package_helps_over_the_first_months() -> None:
    """0.15 for each 300 dollars, from 0.5; 1 at most; whoever stays in the camp has not got it."""
    month = {"paid": 2.0, "reinsertion": 0.15}
    assert _month(CANTONED, offer=2.0, **month)[0]["livelihood"] == pytest.approx(0.8, rel=1e-6)
    rich = _month(CANTONED, offer=2.0, livelihood=0.9, **month)[0]
    assert (rich["status"], rich["livelihood"]) == (DEMOBILISED, 1.0)
    assert _month(CANTONED, offer=2.0, reinsertion=0.15)[0]["livelihood"] == 0.5


def test_who_comes_to_a_camp_hands_in_weapons_and_who_leaves_for_the_war_is_armed_again() -> None:
    assert _month(ACTIVE, intake=1.0, handed=0.6)[0]["disarmed"] == pytest.approx(0.6, rel=1e-6)
    world = _at_home(idle_return=1e6)
    world.combatants["disarmed"] = 0.6
    assert _a_month_later(world)["disarmed"] == 0.0


# who goes back, and where to


def _pull(world: World) -> tuple[float, int]:
    most, band = ties.drawn(world, 0, ties.nearest_bands(world))
    return float(most), int(band)


def test_a_faction_without_enemies_draws_nobody_and_one_that_hires_draws_by_its_means() -> None:
    """0.2 in full supply, 0.1 in half."""
    world = _at_home()
    assert _pull(world) == (pytest.approx(0.2), 2)
    world.factions["supply"][2] = 0.5
    assert _pull(world) == (pytest.approx(0.1), 2)
    world.hostile[:] = 0
    assert _pull(world) == (0.0, 0)


@pytest.mark.parametrize("off", ["state", "foreign", "nobody left"])
def test_armies_foreigners_and_bands_without_men_hire_nobody(off: str) -> None:
    world = _at_home()
    if off == "state":
        world.factions["kind"][2] = FACTION_KINDS.index("state")
    elif off == "foreign":
        world.factions["foreign"][2] = 1
    else:
        world.bands["persons"][2] = 0.0
    assert _pull(world) == (0.0, 0)


def test_ones_own_commander_at_war_draws_most_and_half_of_what_is_near_from_10_hours() -> None:
    """1 where one lives; 0.3 + 0.7 * 0.5 from 10 hours away."""
    world = _at_home()
    world.hostile[0, 1] = world.hostile[1, 0] = 1
    assert _pull(world) == (1.0, 0)
    world.bands["place"][0] = 1
    assert _pull(world) == (pytest.approx(0.65), 0)


def test_kin_draw_less_than_ones_own_and_more_than_who_hires() -> None:
    """0.6 where one lives, half of that from 10 hours away."""
    world = _at_home()
    world.factions["side"][2] = 1
    world.factions["supply"][2] = 0.0
    assert _pull(world) == (pytest.approx(0.6), 2)
    world.bands["place"][2] = 1
    assert _pull(world) == (pytest.approx(0.3), 2)


@pytest.mark.parametrize("gone", [BOUGHT, ARRESTED, FALLEN])
def test_a_commander_who_is_gone_draws_through_his_officers_only(gone: int) -> None:
    """0.4 of 1 and of 0.6; who hires pays all the same."""
    world = _at_home()
    world.bands["commander"][0] = gone
    assert _pull(world) == (pytest.approx(0.2), 2)
    world.factions["side"][2] = 1
    assert _pull(world) == (pytest.approx(0.24), 2)
    world.hostile[0, 1] = world.hostile[1, 0] = 1
    assert _pull(world) == (pytest.approx(0.4), 0)


@pytest.mark.parametrize(("since", "pull"), [(20, 1.0), (21, 0.4)])
def test_a_successor_draws_fully_those_only_who_left_under_him(since: int, pull: float) -> None:
    """He left 100 weeks ago, in week 20."""
    world = _at_home()
    world.week = 120
    world.hostile[0, 1] = world.hostile[1, 0] = 1
    world.bands["led_since"][0] = since
    assert _pull(world) == (pytest.approx(pull), 0)


def test_who_goes_back_joins_the_band_that_drew_him() -> None:
    world = _at_home(idle_return=1e6)
    world.bands["place"][2] = 1
    one = _a_month_later(world)
    assert (one["status"], one["band"], one["faction"], one["place"]) == (REMOBILISED, 2, 2, 1)


def test_the_nearest_band_of_a_faction_draws() -> None:
    world = _at_home()
    world.bands["faction"], world.bands["place"] = 2, [1, 0, 1]
    assert ties.nearest_bands(world)[2].tolist() == [1, 0]
    assert ties.nearest_bands(world)[1].tolist() == [-1, -1]


@pytest.mark.parametrize(
    ("change", "ready"),
    [
        ({}, 0.75 * 0.8),  # half abusive and half as well off: 0.75 * (1 - 0.4 * 0.5)
        ({"livelihood": 1.0}, 0.75 * 0.6),
        ({"livelihood": 0.0}, 0.75),
        ({"abusive": 1.0}, 1.5 * 0.8),
        ({"danger": 2.0}, 0.75 * 0.8 * 1.6),  # 1 + 0.3 * 2
        ({"cvr": 0.25}, 0.75 * 0.8 * 0.75),
    ],
)
def test_the_poor_the_abusive_and_the_endangered_go_first(
    change: dict[str, float], ready: float
) -> None:
    world = _at_home(abusive=0.25, worth_leaving=0.4, unsafe=0.3)
    for name, value in change.items():
        if name in ("danger", "cvr"):
            (world.places if name == "danger" else world.works)[name][0] = value
        else:
            world.combatants[name] = value
    if "abusive" in change:
        world.combatants["abusive"] = 1.0
    assert demob._ready_to_leave(world, 0) == pytest.approx(ready, rel=1e-6)


def test_poverty_and_danger_without_anybody_to_follow_return_nobody() -> None:
    """Opportunity cost alone does not (evidence D5)."""
    world = _at_home(idle_return=1e6, worth_leaving=0.4, unsafe=0.3)
    world.hostile[:], world.places["danger"], world.combatants["livelihood"] = 0, 3.0, 0.0
    assert _a_month_later(world)["status"] == DEMOBILISED


def test_programmes_prevent_no_returns_in_the_no_effect_world() -> None:
    table = Rules(Nature(variant="no-effect")).demobilisation
    names = ("package_effect", "training_effect", "reinsertion", "accepted")
    assert [getattr(table, name) for name in names] == [0.0] * 4


# time


@pytest.mark.parametrize(("waited", "after"), [(20, 25), (29998, 30000)])
def test_weeks_in_a_status_are_counted_to_a_most(waited: int, after: int) -> None:
    assert _month(DEMOBILISED, weeks=5, waited=waited)[0]["weeks"] == after


def test_the_dead_wait_for_nothing_and_the_living_after_them_do() -> None:
    table = np.zeros(2, COMBATANT_DTYPE)
    table["status"], table["weeks"] = [KILLED, DEMOBILISED], 20
    world = _with(table, 4)
    demob._step(world, np.zeros(2), np.zeros(2), ties.nearest_bands(world), np.zeros(6))
    assert table["weeks"].tolist() == [20, 24]
    assert table["status"].tolist() == [KILLED, DEMOBILISED]


# consent


def _talking(**standings: int) -> World:
    """Zambara where only these stand somehow: strength 500 of the rebels, 250 of others."""
    world = a_world()
    world.factions["standing"] = ABSENT
    world.factions["offered"] = world.factions["refused"] = 0
    for name, standing in standings.items():
        world.factions["standing"][{"state": 0, "rebels": 1, "militia": 2, "guard": 3}[name]] = (
            standing
        )
    world.factions["fighters"][:4] = [2000.0, 1000.0, 1000.0, 500.0]
    world.factions["quality"][:4] = [1.0, 0.5, 0.25, 0.5]
    for name in ("cantoned", "guarded"):
        world.works[name] = 0.0
    world.places["presence"], world.places["persons"] = 0.0, 1000.0
    set_policy(world, "ddr", screening=0.5)
    set_numbers(world, "demobilisation", intake=0.5, refusal=0.75, waiting=0.25, **KNOWN)
    return world


def _consent(world: World, ready: float = 0.8) -> list[float]:
    intake = disarming.who_disarms(world, disarming.pace_of_intake(world, ready))
    assert intake[4:].tolist() == [-1.0] * (len(world.factions) - 4)
    return [float(share) for share in intake[:4]]


def test_a_signed_faction_disarms_as_far_as_the_programme_is_ready_and_careful() -> None:
    """0.5 * 0.8 ready * (1 - 0.3 * 0.5) = 0.34; who has signed nothing has no intake."""
    intake = _consent(_talking(rebels=SIGNED))
    assert intake == pytest.approx([-1.0, 0.34, -1.0, -1.0], rel=1e-9)
    world = _talking(rebels=SIGNED)
    set_numbers(world, "demobilisation", screening_slows=0.6)  # 0.4 * (1 - 0.6 * 0.5)
    assert _consent(world)[REBELS] == pytest.approx(0.28, rel=1e-9)


def test_who_disarms_fears_those_who_do_not() -> None:
    """The militia's 250 against the rebels' own 500 + 1: 1 - 250 / 751 of 0.34."""
    intake = _consent(_talking(rebels=SIGNED, militia=FIGHTING))
    assert intake[REBELS] == pytest.approx(0.34 * 501 / 751, rel=1e-9)


def test_peacekeepers_near_by_ease_that_fear_by_half_at_most() -> None:
    """Presence 1 over 1000 of 4000 people: exposed 1 - 0.5 * 0.25; fear 0.875 * 250 / 751."""
    world = _talking(rebels=SIGNED, militia=FIGHTING)
    world.places["persons"] = 0.0
    world.places["persons"][:2], world.places["presence"][0] = (1000.0, 3000.0), 1.0
    assert disarming._shield(world) == 0.25
    intake = _consent(world)
    assert intake[REBELS] == pytest.approx(0.34 * (1 - 218.75 / 751), rel=1e-9)


def test_where_nobody_lives_nobody_is_shielded() -> None:
    world = _talking()
    world.places["persons"], world.places["presence"] = 0.0, 1.0
    assert disarming._shield(world) == 0.0
    world.places["persons"][0] = 0.5  # less than a person counts as one
    assert disarming._shield(world) == 0.5


def test_nobody_fears_the_states_side_nor_ones_own() -> None:
    """The state and its guard fight on, and so does another of the rebels' side: no fear."""
    world = _talking(rebels=SIGNED, state=FIGHTING, guard=FIGHTING)
    assert _consent(world)[REBELS] == pytest.approx(0.34, rel=1e-9)
    world = _talking(rebels=SIGNED, militia=FIGHTING)
    world.factions["side"][MILITIA] = world.factions["side"][REBELS]
    assert _consent(world)[REBELS] == pytest.approx(0.34, rel=1e-9)


def test_camps_without_guards_are_trusted_half() -> None:
    """40 of 400 fighters * guarded 0.5 = 20, of 100 in all: 0.5 + 0.5 * (0.2 + 0.3) = 0.75."""
    world = _talking(rebels=SIGNED)
    world.works["cantoned"][:3], world.works["guarded"][:3] = (40.0, 60.0, 0.0), (0.5, 0.5, 1.0)
    assert _consent(world)[REBELS] == pytest.approx(0.34 * 0.75, rel=1e-9)
    world.works["guarded"] = 0.0
    assert _consent(world)[REBELS] == pytest.approx(0.34 * 0.5, rel=1e-9)
    world.works["cantoned"] = 0.0
    world.works["cantoned"][0], world.works["guarded"][0] = 0.5, 0.5
    # a camp of half a person counts as one: 0.25 / 1 guarded
    assert _consent(world)[REBELS] == pytest.approx(0.34 * 0.625, rel=1e-9)


def test_police_keep_order_in_camps_that_nobody_guards() -> None:
    """One officer per 1,000 and one: covered by 0.6321, half of it safe: 0.5 + 0.5 * 0.31606."""
    world = _talking(rebels=SIGNED)
    world.works["cantoned"][0], world.places["police"][0] = 100.0, 2.0  # 1,000 people
    for custody, trust in ((0.5, 0.6580301), (0.0, 0.5)):
        set_numbers(world, "demobilisation", custody=custody)
        assert _consent(world)[REBELS] == pytest.approx(0.34 * trust, rel=1e-6)


@pytest.mark.parametrize(
    ("offered", "refused", "left"),
    [(0, 0, 1.0), (2, 0, 0.75), (0, 1, 0.25), (2, 1, 0.25)],
)
def test_a_party_that_refuses_halts_disarmament_and_one_that_waits_slows_it(
    offered: int, refused: int, left: float
) -> None:
    """Refusal 0.75 and waiting 0.25 off, not both."""
    world = _talking(rebels=SIGNED, militia=FIGHTING)
    world.factions["offered"][MILITIA] = offered
    world.factions["refused"][MILITIA] = refused
    assert _consent(world)[REBELS] == pytest.approx(0.34 * left * 501 / 751, rel=1e-9)


@pytest.mark.parametrize("column", ["offered", "refused"])
def test_offers_to_who_does_not_fight_halt_nothing(column: str) -> None:
    world = _talking(rebels=SIGNED, militia=DEFEATED)
    world.factions[column][[REBELS, MILITIA]] = 1
    assert _consent(world)[REBELS] == pytest.approx(0.34, rel=1e-9)


def test_offers_on_the_states_side_halt_nothing() -> None:
    world = _talking(rebels=SIGNED, guard=FIGHTING)
    world.factions["offered"][GUARD] = 1
    assert _consent(world)[REBELS] == pytest.approx(0.34, rel=1e-9)


# who comes late, and who is no party to talks


@pytest.mark.parametrize("sign", [1, -1])
def test_who_is_at_home_comes_to_a_camp_late(sign: int) -> None:
    one, moved = _month(DEMOBILISED, late=LUCK * (1 + sign * JUST), handed=0.6)
    expected = (CANTONED, 0, [10.0, 0, 0, 0]) if sign > 0 else (DEMOBILISED, 24, [0.0] * 4)
    assert (one["status"], one["weeks"], moved) == expected
    assert one["enrolled"] == (sign > 0)


def test_nobody_is_registered_twice_or_out_of_reintegration_or_without_room() -> None:
    assert _month(DEMOBILISED, late=1.0, enrolled=1)[0]["status"] == DEMOBILISED
    assert _month(REINTEGRATING, late=1.0)[0]["status"] == REINTEGRATING
    last, moved = _month(DEMOBILISED, late=1.0, room=29.0, rows=3)
    assert (last["status"], moved[0]) == (DEMOBILISED, 20.0)


def test_who_took_up_arms_again_may_be_registered_again() -> None:
    one, moved = _month(DEMOBILISED, back=1.0, idle_return=100.0, enrolled=1)
    assert (one["status"], one["enrolled"], moved[3]) == (REMOBILISED, 0, 10.0)


def _late(world: World, pace: float = 0.5) -> list[float]:
    set_numbers(world, "demobilisation", late=0.2)
    return [float(share) for share in disarming.who_comes_late(world, pace)[:4]]


@pytest.mark.parametrize("standing", [SIGNED, FADED, DEFEATED, MERGED])
def test_those_whose_war_is_over_come_late(standing: int) -> None:
    """0.2 * 0.5, whole where nobody fights the state; who fights or was never there does not."""
    assert _late(_talking(rebels=standing)) == pytest.approx([0.0, 0.1, 0.0, 0.0], rel=1e-9)
    assert _late(_talking(rebels=FIGHTING))[REBELS] == 0.0


def test_who_comes_late_fears_who_fights_as_far_as_the_state_does_not_keep_him() -> None:
    """The militia's 250 against the state's 2000 + 1; without a state 250 against 1."""
    world = _talking(state=FIGHTING, rebels=FADED, militia=FIGHTING)
    assert _late(world)[REBELS] == pytest.approx(0.1 * (1 - 250 / 2251), rel=1e-9)
    world = _talking(rebels=FADED, militia=FIGHTING)
    assert _late(world)[REBELS] == pytest.approx(0.1 / 251, rel=1e-6)


def test_who_came_from_abroad_is_registered_by_nobody() -> None:
    world = _talking(rebels=FADED)
    world.factions["foreign"][REBELS] = 1
    assert _late(world)[REBELS] == 0.0


@pytest.mark.parametrize("enemy", [False, True])
def test_a_militia_of_the_state_disarms_once_it_has_nobody_to_fight(enemy: bool) -> None:
    world = _talking(state=FIGHTING, guard=FIGHTING)
    world.hostile = np.zeros_like(world.hostile)
    world.hostile[GUARD, REBELS] = world.hostile[REBELS, GUARD] = enemy
    intake = -1.0 if enemy else 0.34
    assert _consent(world) == pytest.approx([-1.0, -1.0, -1.0, intake], rel=1e-9)
    assert _late(world)[GUARD] == pytest.approx(0.0 if enemy else 0.1, rel=1e-9)


@pytest.mark.parametrize(
    ("bound", "fighters", "comes"), [(1, 601.0, 1), (1, 600.0, 0), (0, 900, 0)]
)
def test_an_army_disarms_that_a_deal_names_down_to_its_share(
    bound: int, fighters: float, comes: int
) -> None:
    """Of 2,000 at the start 0.7 go home."""
    world = _talking(state=FIGHTING, rebels=SIGNED)
    set_numbers(world, "demobilisation", army_share=0.7)
    world.factions["signed"][STATE], world.factions["initial"][STATE] = bound, 2000.0
    world.factions["fighters"][STATE] = fighters
    assert _consent(world)[STATE] == pytest.approx(0.34 if comes else -1.0, rel=1e-9)
    assert (_late(world)[STATE] > 0.0) == bound


def test_an_army_does_not_replace_whom_a_deal_sends_home() -> None:
    world = _programme(ACTIVE)
    world.combatants["faction"], world.factions["standing"][STATE] = STATE, FIGHTING
    world.factions["signed"][STATE], world.factions["authorised"][STATE] = 1, 2000.0
    world.factions["initial"][STATE] = world.factions["fighters"][STATE] = 2000.0
    demob.demobilise(world)
    assert _statuses(world)[CANTONED] == 10
    assert world.factions["authorised"][STATE] == 1800.0


# a month of a world


def _programme(status: int, built: float = 1.0, paid: float = 1.0, **policy: Any) -> World:
    """Ten fighters of the rebels, who have signed, 20 persons each, all with this status."""
    world = _talking(rebels=SIGNED)
    world.combatants = np.zeros(10, COMBATANT_DTYPE)
    world.combatants["key"], world.combatants["weight"] = np.arange(10), 20.0
    world.combatants["faction"], world.combatants["status"] = REBELS, status
    world.combatants["weeks"] = 30
    world.places["livelihood"] = 1.0
    world.mission.built["ddr"], world.mission.paid["ddr"] = built, paid
    table = {"places": 1000, "screening": 0.0, "reintegration": 0.0, "capital": 0.5, **policy}
    set_policy(world, "ddr", **table)
    set_numbers(
        world,
        "demobilisation",
        intake=4.0,
        self_demobilise=0.0,
        idle_return=0.0,
        unpaid_return=0.0,
        impostors=0.25,
        package_effect=0.5,
        training_effect=0.25,
    )
    return world


def _statuses(world: World) -> list[int]:
    return np.bincount(world.combatants["status"], minlength=6).tolist()


def test_camps_take_as_many_as_there_are_places_ready_less_those_inside() -> None:
    """200 places * 0.5 built = 100; 40 inside (unpaid leave not): 60 more, 3 rows of 20.

    Where one in four beside each is an impostor, 60 places are 48 for fighters: 2 rows. Where they
    were as many as the fighters so far, the 40 inside fill 80 places, and 20 are 16: none.
    """
    for package, false, admitted in ((0.0, 0.0, 60.0), (300.0, 0.0, 40.0), (300.0, 10.0, 0.0)):
        world = _programme(ACTIVE, places=200, built=0.5, package=package)
        world.combatants["status"][:2] = CANTONED
        world.combatants["weeks"][:2] = 0
        world.mission.demobilisation["admitted"] = 10.0
        world.mission.demobilisation["impostors"] = false
        demob.demobilise(world)
        assert world.mission.demobilisation["admitted"] - 10.0 == admitted
        assert _statuses(world)[CANTONED] == 2 + admitted / 20.0


def test_a_camp_with_more_inside_than_places_takes_nobody() -> None:
    world = _programme(ACTIVE, places=30)
    world.combatants["status"][:2] = CANTONED
    world.combatants["weeks"][:2] = 0
    demob.demobilise(world)
    assert world.mission.demobilisation["admitted"] == 0.0


def test_impostors_follow_the_package_and_are_kept_out_by_screening() -> None:
    """200 admitted, * 0.25 * 450 / 300 * (1 - 0.5) = 37.5; a package of 900 counts as 2: 50.

    Each admitted hands in 0.6 weapons: 120. Counts go on from what they were.
    """
    world = _programme(ACTIVE, package=450.0, screening=0.5)
    count = world.mission.demobilisation
    for name in count:
        count[name] = 1000.0
    demob.demobilise(world)
    assert count["admitted"] == 1200.0
    assert count["impostors"] == pytest.approx(1037.5, rel=1e-12)
    assert count["weapons"] == pytest.approx(1120.0, rel=1e-12)
    assert [count[n] for n in ("demobilised", "reintegrated", "remobilised")] == [1000.0] * 3
    world = _programme(ACTIVE, package=900.0, screening=0.5)
    demob.demobilise(world)
    assert world.mission.demobilisation["impostors"] == pytest.approx(50.0, rel=1e-12)


def test_screening_brings_more_weapons() -> None:
    """200 admitted: 0.6 each under full screening, 0.5 of that without, 0.75 halfway."""
    for screening, weapons in ((1.0, 120.0), (0.5, 90.0), (0.0, 60.0)):
        world = _programme(ACTIVE, screening=screening)
        set_numbers(world, "demobilisation", weapons_lax=0.5)
        demob.demobilise(world)
        assert world.mission.demobilisation["weapons"] == pytest.approx(weapons, rel=1e-12)


def test_what_packages_draw_and_how_many_weapons_come_are_natures() -> None:
    """200 * 0.25 * 450 / 900 * (1 - 0.5) = 12.5; 0.9 weapons each: 180."""
    world = _programme(ACTIVE, package=450.0, screening=0.5)
    set_numbers(world, "demobilisation", package_draw=900.0, weapons_each=0.9)
    demob.demobilise(world)
    assert world.mission.demobilisation["impostors"] == pytest.approx(12.5, rel=1e-12)
    assert world.mission.demobilisation["weapons"] == pytest.approx(180.0, rel=1e-12)


def _fighters_with_luck(world: World, stream: int = streams.DEMOBILISE) -> list[float]:
    return [streams.u_plain(world.seed, stream, world.week, k, 0) for k in range(10)]


def test_paid_camps_demobilise_and_the_unpaid_do_not() -> None:
    """Paid 0.8: whose luck is below 0.4 goes, 20 persons a row; without a programme nobody."""
    world = _programme(CANTONED, paid=0.8)
    number = sum(luck < 0.4 for luck in _fighters_with_luck(world))
    assert 0 < number < 10
    demob.demobilise(world)
    assert world.mission.demobilisation["demobilised"] == 20.0 * number
    assert _statuses(world)[DEMOBILISED] == number
    for built, mandated in ((0.0, True), (1.0, False)):
        world = _programme(CANTONED, built=built)
        world.mission.mandated = mandated
        demob.demobilise(world)
        assert _statuses(world)[CANTONED] == 10


def test_camps_empty_while_nothing_is_ready() -> None:
    """Nothing built counts as unpaid: at rate 4, times 0.3, all leave; paid in full none does."""
    for built, moved in ((0.0, 200.0), (1.0, 0.0)):
        world = _programme(CANTONED, built=built)
        world.combatants["weeks"] = 0
        set_numbers(world, "demobilisation", unpaid_return=4.0)
        demob.demobilise(world)
        assert world.mission.demobilisation["remobilised"] == moved


def test_reintegration_is_given_to_a_share_as_far_as_the_programme_works() -> None:
    """0.15 * 4 * 0.8 = 0.48 of luck, 20 persons a row."""
    world = _programme(DEMOBILISED, reintegration=4.0, paid=0.8)
    world.combatants["enrolled"] = 1
    number = sum(luck < 0.48 for luck in _fighters_with_luck(world))
    lower = sum(luck < 0.15 * 4.0 / 0.8 for luck in _fighters_with_luck(world))
    assert 0 < number < lower
    demob.demobilise(world)
    assert world.mission.demobilisation["reintegrated"] == 20.0 * number


def test_capital_and_training_together_make_reintegration_work() -> None:
    """0.5 * 0.75 + 0.25 * 0.25 = 0.4375: aim 0.4 + 0.4375, a tenth of the way from 0.

    Half a year in: 22 + 4 weeks of 52, 0.4 + 0.21875. Where nothing is ready: 0.4.
    """
    found = []
    for weeks, built in ((96, 1.0), (22, 1.0), (96, 0.0)):
        world = _programme(REINTEGRATING, built=built, capital=0.75)
        world.combatants["weeks"] = weeks
        demob.demobilise(world)
        found.append(float(world.combatants["livelihood"][0]))
    assert found == pytest.approx([0.08375, 0.061875, 0.04], rel=1e-6)


def test_a_month_is_as_long_as_its_weeks() -> None:
    world = _programme(DEMOBILISED)
    world.month_weeks = 5
    demob.demobilise(world)
    assert world.combatants["weeks"].tolist() == [35] * 10
