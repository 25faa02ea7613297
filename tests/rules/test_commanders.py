"""Commanders who fall, are bought, are arrested, and who comes after them, worked out by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from rules.bench import set_numbers, set_policy
from rules.few import few_places, table
from sim.case.parts import Nature
from sim.luck import streams
from sim.mechanisms import commanders
from sim.nature.packing import Rules
from sim.state.factions import (
    ARRESTED,
    BAND_DTYPE,
    BOUGHT,
    COMBATANT_DTYPE,
    DEMOBILISED,
    FADED,
    FALLEN,
    FIGHTING,
    IN_COMMAND,
    KILLED,
    SIGNED,
)
from sim.state.world import World

SEED, WEEK, JUST = 12345, 7, 1e-6
STATE, REBELS, OTHERS = range(3)
MOST, LESS, FOREIGN = range(3)  # rows of bands: two of the rebels', one of others


def a_war(standing: int = FIGHTING, **numbers: float) -> World:
    """Rebels with bands of 60 and 40 people in places 0 and 1, others with one of 30 in place 1."""
    world = few_places()
    world.seed, world.week = SEED, WEEK
    world.bands = table(
        BAND_DTYPE,
        {"key": 11, "faction": REBELS, "persons": 60, "place": 0, "abusive": 0.25},
        {"key": 12, "faction": REBELS, "persons": 40, "place": 1, "abusive": 0.5},
        {"key": 13, "faction": OTHERS, "persons": 30, "place": 1, "abusive": 0.5},
    )
    world.combatants = table(
        COMBATANT_DTYPE,
        {"band": MOST, "weight": 20, "status": DEMOBILISED},
        {"band": MOST, "weight": 40},
        {"band": LESS, "weight": 40},
        {"band": LESS, "weight": 70, "status": KILLED},
        {"band": FOREIGN, "weight": 30},
    )
    factions = world.factions
    factions["standing"], factions["standing"][[REBELS, OTHERS]] = FADED, standing
    factions["side"][:3], factions["cohesion"] = [0, 1, 2], 0.5
    quiet = {"exposed": 0.0, "succession": 0.0, "held_together": 0.5, "accepts": 0.0, "caught": 0.0}
    set_numbers(world, "commanders", **{**quiet, **numbers})
    set_policy(world, "ddr", commanders=0)
    set_policy(world, "community", arrests=0)
    for item in ("ddr", "community"):
        world.mission.built[item] = world.mission.paid[item] = 1.0
    return world


def luck(key: int, ordinal: int = 0) -> float:
    return streams.u_plain(SEED, streams.COMMANDER, WEEK, key, ordinal)


def after(world: World) -> list[int]:
    """What became of the three commanders in a month."""
    commanders.come_and_go(world)
    fates: list[int] = world.bands["commander"].tolist()
    return fates


def told(world: World) -> list[tuple[int, str]]:
    return [(f, what) for _, f, what in world.chronicle]


def _out(world: World) -> float:
    return float(world.mission.demobilisation["commanders"])


# killed in battle


@pytest.mark.parametrize("sign", [1, -1])
def test_a_commander_falls_by_the_share_of_his_band_that_does(sign: int) -> None:
    """20 of 60 + 20: a chance of 1 - exp(-exposed / 4), just above or below his luck."""
    exposed = -4.0 * math.log(1.0 - luck(11)) * (1 + sign * JUST)
    world = a_war(exposed=exposed)
    world.bands["losses"][MOST] = 20.0
    assert after(world) == [FALLEN if sign > 0 else IN_COMMAND, IN_COMMAND, IN_COMMAND]
    assert world.bands["losses"].tolist() == [0.0] * 3
    assert _out(world) == (1.0 if sign > 0 else 0.0)


def test_bands_without_losses_and_without_a_commander_lose_none() -> None:
    world = a_war(exposed=1e9)
    world.bands["losses"][LESS], world.bands["commander"][LESS] = 5.0, BOUGHT
    assert after(world) == [IN_COMMAND, BOUGHT, IN_COMMAND]
    assert _out(world) == 0.0


@pytest.mark.parametrize(
    ("band", "cohesion", "words"),
    [
        (MOST, 0.5 * 0.7, [(REBELS, "commander killed")]),  # 60 of 100 people: 1 - 0.5 * 0.6
        (LESS, 0.5 * 0.8, []),
    ],
)
def test_a_faction_holds_together_less_by_his_part_of_it_and_its_chief_is_told_of(
    band: int, cohesion: float, words: list[tuple[int, str]]
) -> None:
    """Former fighters count among his people, the dead do not."""
    world = a_war(exposed=1e9)
    world.bands["losses"][band] = 5.0
    after(world)
    assert world.factions["cohesion"][REBELS] == pytest.approx(cohesion, rel=1e-6)
    assert world.factions["cohesion"][OTHERS] == 0.5
    assert told(world) == words


@pytest.mark.parametrize(("standing", "sign"), [(FIGHTING, 1), (FIGHTING, -1), (SIGNED, 1)])
def test_bands_at_war_find_a_successor(standing: int, sign: int) -> None:
    world = a_war(standing, succession=luck(12, commanders.SUCCEEDED) * (1 + sign * JUST))
    world.bands["commander"][LESS] = FALLEN
    found = standing == FIGHTING and sign > 0
    assert after(world)[LESS] == (IN_COMMAND if found else FALLEN)
    assert world.bands["led_since"].tolist() == [0, WEEK if found else 0, 0]


# bought off


def a_year(**policy: int) -> Any:
    """So many in a year that one is approached this month for sure."""
    return {name: 12 * number for name, number in policy.items()}


@pytest.mark.parametrize("sign", [1, -1])
def test_whom_most_follow_is_offered_first_and_may_accept(sign: int) -> None:
    world = a_war(SIGNED, accepts=luck(11, commanders.ACCEPTED) * (1 + sign * JUST))
    set_policy(world, "ddr", **a_year(commanders=1))
    assert after(world) == [BOUGHT if sign > 0 else IN_COMMAND, IN_COMMAND, IN_COMMAND]
    assert world.factions["cohesion"][REBELS] == 0.5
    assert told(world) == ([(REBELS, "commander bought off")] if sign > 0 else [])


def test_offers_go_on_to_the_next_and_stop_where_nobody_is_left() -> None:
    for number, fates in ((2, [BOUGHT, BOUGHT, IN_COMMAND]), (5, [BOUGHT] * 3)):
        world = a_war(SIGNED, accepts=1.0)
        set_policy(world, "ddr", **a_year(commanders=number))
        assert after(world) == fates
        assert _out(world) == min(number, 3)


def test_who_fights_on_is_offered_nothing_nor_anybody_by_a_programme_that_does_not_work() -> None:
    for standing, built in ((FIGHTING, 1.0), (FADED, 1.0), (SIGNED, 0.0)):
        world = a_war(standing, accepts=1.0)
        world.mission.built["ddr"] = built
        set_policy(world, "ddr", **a_year(commanders=3))
        assert after(world) == [IN_COMMAND] * 3


def test_a_faction_remembers_how_many_of_its_people_had_commanders_who_were_bought() -> None:
    world = a_war(SIGNED, accepts=1.0)
    set_policy(world, "ddr", **a_year(commanders=1))
    after(world)
    assert world.factions["bought"][:3] == pytest.approx([0.0, 0.6, 0.0], rel=1e-6)


# arrested


def test_the_most_abusive_by_their_people_are_sought_first_in_war_and_after_a_deal() -> None:
    """60 x 0.25 = 15, 40 x 0.5 = 20, 30 x 0.5 = 15: the second, then the first."""
    for standing in (FIGHTING, SIGNED):
        world = a_war(standing, caught=1.0, caught_war=1.0)
        world.places["police"] = 1e12
        set_policy(world, "community", **a_year(arrests=1))
        assert after(world) == [IN_COMMAND, ARRESTED, IN_COMMAND]
        world = a_war(standing, caught=1.0, caught_war=1.0)
        world.places["police"] = 1e12
        set_policy(world, "community", **a_year(arrests=2))
        assert after(world) == [ARRESTED, ARRESTED, IN_COMMAND]


@pytest.mark.parametrize(
    ("place", "government", "reach"),
    [
        ({}, {}, 0.0),
        ({"police": 3.0}, {}, 0.8 * 0.75),  # 1 + 1 thousand people: 1.5, half at 0.5
        ({"state_control": 0.5}, {"cooperation": 0.5}, 0.8 * 0.25),
        ({"police": 3.0, "state_control": 1.0}, {"cooperation": 0.5}, 0.8 * 0.875),
    ],
)
def test_police_or_a_willing_government_reach_the_wanted(
    place: dict[str, float], government: dict[str, float], reach: float
) -> None:
    """At war, a quarter of that; the state's own only by UN police."""
    world = a_war(SIGNED, caught=0.8, caught_war=0.25, police_half=0.5)
    world.places["persons"] = 1000.0
    for name, value in place.items():
        world.places[name][1] = value
    for name, value in government.items():
        world.governments[name][1] = value
    assert commanders._reach(world, LESS) == pytest.approx(reach, rel=1e-6)
    world.factions["side"][REBELS] = 0
    alone = 0.6 if "police" in place else 0.0
    assert commanders._reach(world, LESS) == pytest.approx(alone, rel=1e-6)
    world.factions["standing"][REBELS] = FIGHTING
    assert commanders._reach(world, LESS) == pytest.approx(alone / 4.0, rel=1e-6)


def test_an_arrest_angers_his_men_and_a_host_whose_man_he_was() -> None:
    for side, consent in ((1, 0.5), (0, 0.4)):
        world = a_war(SIGNED, caught=1.0, arrest_anger=0.2, arrest_consent=0.1)
        world.factions["side"][REBELS], world.mission.consent = side, 0.5
        world.places["police"], world.works["lure"] = 1e12, 0.1
        set_policy(world, "community", **a_year(arrests=1))
        assert after(world)[LESS] == ARRESTED
        assert world.works["lure"] == pytest.approx([0.1, 0.3], rel=1e-6)
        assert world.mission.consent == pytest.approx(consent)
        assert world.factions["cohesion"][REBELS] == pytest.approx(0.4, rel=1e-6)


def test_nobody_is_bought_or_arrested_in_the_no_effect_world() -> None:
    numbers = Rules(Nature(variant="no-effect")).commanders
    assert (numbers.accepts, numbers.caught) == (0.0, 0.0)
    world = a_war(SIGNED)
    world.places["police"] = 1e12
    set_policy(world, "ddr", **a_year(commanders=3))
    set_policy(world, "community", **a_year(arrests=3))
    assert after(world) == [IN_COMMAND] * 3
    assert np.array_equal(world.works["lure"], np.zeros(2))
