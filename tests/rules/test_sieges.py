"""Known answers: places that fall, who gives way, lines next door, and towns shut in."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from rules.bench import set_numbers
from rules.few import few_places
from sim.fields.conversions import MOST_COUNTED
from sim.luck import streams
from sim.mechanisms import sieges
from sim.state.factions import (
    ACTIVE,
    BAND_DTYPE,
    CAMPAIGN,
    CANTONED,
    COMBATANT_DTYPE,
    DEMOBILISED,
    FACTION_DTYPE,
    FIGHTING,
    HOLD,
    REMOBILISED,
    SIGNED,
)
from sim.state.world import World

SEED, WEEK, KEY = 12345, 7, 77
# roads: 0 to 1, 2 and 3; 1, 2 and 3 to 0 only; none to 4
INDPTR = np.array([0, 3, 4, 5, 6, 6], np.int32)
ROAD = np.array([1, 2, 3, 0, 0, 0], np.int16)
OURS, FRIENDS, ENEMY, OTHERS, STRANGERS = range(5)
HERE = 0


def a_front(*bands: tuple[int, int], posture: int = CAMPAIGN) -> World:
    """Five places; our campaign aims at place 0, where enemies hold all and nobody stands.

    Ours and friends are of one side, enemies and others hostile to us; strangers are not. `bands`:
    faction and place of each; its two fighters stand for 10 persons each.
    """
    world = few_places(5)
    world.roads.indptr, world.roads.target = INDPTR, ROAD
    world.seed, world.week = SEED, WEEK
    set_numbers(
        world,
        "sieges",
        fall=0.4,
        defence=1.5,
        starved_weeks=104.0,
        seize=0.8,
        captured=0.5,
        sack_weeks=3,
        lines_reach=0.5,
        ring=0.8,
    )
    factions = world.factions = np.zeros(5, FACTION_DTYPE)
    factions["standing"], factions["posture"], factions["target"] = FIGHTING, HOLD, -1
    factions["side"], factions["quality"] = (0, 0, 1, 2, 3), 1.0
    factions["posture"][OURS], factions["target"][OURS], factions["key"][OURS] = posture, HERE, KEY
    world.faction_count = 5
    world.hostile = np.zeros((5, 5), np.int8)
    for one in (OURS, FRIENDS):
        for other in (ENEMY, OTHERS):
            world.hostile[one, other] = world.hostile[other, one] = 1
    world.strength, world.force = np.zeros((5, 5)), np.full((5, 5), 7.0)
    world.control = np.zeros((5, 5), np.float32)
    world.control[ENEMY, HERE] = 1.0
    raise_bands(world, *bands)
    return world


def raise_bands(world: World, *bands: tuple[int, int]) -> None:
    """Bands of 20 persons, and what strength they are."""
    world.bands = np.zeros(len(bands), BAND_DTYPE)
    table = world.combatants = np.zeros(2 * len(bands), COMBATANT_DTYPE)
    table["weight"], table["key"], table["status"] = 10.0, 1000 + np.arange(len(table)), ACTIVE
    for b, (faction, place) in enumerate(bands):
        world.bands["key"][b], world.bands["persons"][b] = 500 + b, 20.0
        world.bands["faction"][b] = faction
        world.bands["place"][b] = world.bands["home"][b] = place
        own = slice(2 * b, 2 * b + 2)
        table["band"][own], table["faction"][own], table["place"][own] = b, faction, place
        world.strength[faction, place] += 20.0


def draw(key: int = KEY, ordinal: int = HERE) -> float:
    return streams.u(SEED, streams.ASSAULT, WEEK, key, ordinal)


# assault


def falls(world: World, chance: float) -> None:
    """The place falls where this is the chance: a hair above the draw it does, below it does not.

    `chance` is what is expected for `fall` of 1.
    """
    control, places = world.control.copy(), world.places.copy()
    for factor, fallen in ((1.000001, True), (0.999999, False)):
        world.control[:], world.places[:] = control, places
        set_numbers(world, "sieges", fall=draw() / chance * factor)
        assert sieges._assault(world, OURS, HERE) is fallen
        assert (world.control[OURS, HERE] > control[OURS, HERE]) == fallen


@pytest.mark.parametrize(
    ("ours", "theirs", "chance"),
    [
        (99.0, 0.0, 0.99),  # 99 / 100
        (299.0, 0.0, 299 / 300),
        (250.0, 100.0, 100 / 401),  # 100 defenders are worth 150: (250 - 150) / (250 + 150 + 1)
        (1000.0, 100.0, 850 / 1151),
    ],
)
def test_a_place_falls_the_likelier_the_more_its_enemies_are_outnumbered(
    ours: float, theirs: float, chance: float
) -> None:
    world = a_front()
    world.strength[OURS, HERE], world.strength[ENEMY, HERE] = ours, theirs
    falls(world, chance)


@pytest.mark.parametrize(("ours", "theirs"), [(150.0, 100.0), (100.0, 100.0), (1.0, 900.0)])
def test_who_does_not_outnumber_its_defenders_takes_nothing(ours: float, theirs: float) -> None:
    """100 defenders are worth 150 attackers; at a chance as large as can be."""
    world = a_front()
    set_numbers(world, "sieges", fall=1e9)
    world.strength[OURS, HERE], world.strength[ENEMY, HERE] = ours, theirs
    assert not sieges._assault(world, OURS, HERE)


def test_all_of_a_side_attack_and_all_enemies_defend() -> None:
    """100 + 200 against (30 + 50) x 1.5 = 120: 180 / 421. Strangers look on."""
    world = a_front()
    world.strength[:, HERE] = 100.0, 200.0, 30.0, 50.0, 9000.0
    falls(world, 180 / 421)


def test_strength_elsewhere_does_not_count() -> None:
    """Neither what stands next door nor lines there: 99 of 100."""
    world = a_front()
    world.strength[OURS, HERE], world.strength[ENEMY, 1:] = 99.0, 5000.0
    world.force[ENEMY, HERE] = 5000.0
    falls(world, 0.99)


def test_a_siege_starves_the_defence_out() -> None:
    """After 104 weeks what defence adds, 0.5, is 0.5 / e; 200 are worth 236.8. None: 300."""
    world = a_front()
    world.strength[OURS, HERE], world.strength[ENEMY, HERE] = 400.0, 200.0
    falls(world, 100 / 701)
    world.places["besieged"][HERE] = 104
    worth = 200.0 * (1.0 + 0.5 / math.e)
    falls(world, (400.0 - worth) / (401.0 + worth))
    set_numbers(world, "sieges", starved_weeks=52.0)
    world.places["besieged"][HERE] = 104
    worth = 200.0 * (1.0 + 0.5 / math.e**2)
    falls(world, (400.0 - worth) / (401.0 + worth))
    set_numbers(world, "sieges", defence=1.0)
    falls(world, 200 / 601)


def test_what_enemies_do_not_hold_does_not_fall() -> None:
    """Nor does a place where none of the campaign stands, even if its friends do."""
    world = a_front()
    set_numbers(world, "sieges", fall=1e9)
    world.strength[OURS, HERE] = 99.0
    world.control[ENEMY, HERE], world.control[STRANGERS, HERE] = 0.0, 1.0
    assert not sieges._assault(world, OURS, HERE)
    world.control[ENEMY, HERE] = 0.1
    assert sieges._assault(world, OURS, HERE)
    world.strength[OURS, HERE], world.strength[FRIENDS, HERE] = 0.0, 99.0
    assert not sieges._assault(world, OURS, HERE)


def pressed(world: World, fall: float = 1e9) -> World:
    """A week of assaults and sieges; what can fall falls."""
    set_numbers(world, "sieges", fall=fall)
    sieges.press(world)
    return world


def held(world: World, place: int = HERE) -> list[float]:
    """Shares of control of a place, by faction."""
    return [round(float(share), 6) for share in world.control[:, place]]


def test_only_campaigns_at_war_that_aim_somewhere_assault() -> None:
    assert held(pressed(a_front((OURS, HERE)))) == [0.8, 0.0, 0.2, 0.0, 0.0]
    untouched = [0.0, 0.0, 1.0, 0.0, 0.0]
    assert held(pressed(a_front((OURS, HERE), posture=HOLD))) == untouched
    world = a_front((OURS, 4))
    world.factions["target"], world.control[ENEMY, 4] = -1, 1.0
    assert held(pressed(world), 4) == untouched
    world = a_front((OURS, HERE))
    world.factions["standing"][OURS] = SIGNED
    assert held(pressed(world)) == untouched


def test_nothing_falls_where_nothing_can() -> None:
    """As without the mechanism, but in that sacks end."""
    world = a_front((OURS, HERE), (OURS, HERE), (ENEMY, HERE))
    world.places["sacked"][1] = 2
    pressed(world, fall=0.0)
    assert held(world) == [0.0, 0.0, 1.0, 0.0, 0.0]
    assert world.bands["place"].tolist() == [HERE] * 3
    assert world.places["sacked"].tolist() == [0, 1, 0, 0, 0]


def test_who_takes_a_place_seizes_what_enemies_held_of_it() -> None:
    """0.8 of 0.5 and of 0.125 goes to who takes it; friends and strangers keep theirs."""
    world = a_front((OURS, HERE))
    world.control[:, HERE] = 0.125, 0.125, 0.5, 0.125, 0.125
    world.control[ENEMY, 1] = 1.0
    pressed(world)
    assert held(world) == [0.625, 0.125, 0.1, 0.025, 0.125]
    assert held(world, 1) == [0.0, 0.0, 1.0, 0.0, 0.0]
    world = a_front((OURS, HERE))
    set_numbers(world, "sieges", seize=0.5)
    assert held(pressed(world)) == [0.5, 0.0, 0.5, 0.0, 0.0]


def test_people_must_fear_who_took_their_place_for_some_weeks() -> None:
    """Three, the week of its fall included."""
    world = pressed(a_front((OURS, HERE)))
    weeks = [int(world.places["sacked"][HERE])]
    for _ in range(4):
        weeks.append(int(pressed(world, fall=0.0).places["sacked"][HERE]))
    assert weeks == [3, 2, 1, 0, 0]
    assert not world.places["sacked"][1:].any()


# who gives way


def test_enemies_leave_a_fallen_place_for_where_their_side_holds_most() -> None:
    """Own 0.3 less foes' 0.2, own 0.4 less foes' 0.1, and 0.2: to place 2, their new home.

    Bands elsewhere, of friends and of strangers stay.
    """
    world = a_front((OURS, HERE), (ENEMY, HERE), (STRANGERS, HERE), (ENEMY, 1), (FRIENDS, HERE))
    world.factions["side"][STRANGERS] = 1  # of the enemy's side, but no enemy of ours
    world.control[ENEMY, 1:4] = 0.3, 0.1, 0.2
    world.control[STRANGERS, 2] = 0.3
    world.control[OURS, 1], world.control[FRIENDS, 2] = 0.2, 0.1
    pressed(world)
    assert world.bands["place"].tolist() == [HERE, 2, HERE, 1, HERE]
    assert world.bands["home"].tolist() == [HERE, 2, HERE, 1, HERE]
    assert (world.combatants["status"] == ACTIVE).all()


def test_fighters_go_where_their_band_does_and_strength_with_them() -> None:
    world = a_front((OURS, HERE), (OURS, HERE), (ENEMY, HERE))
    world.control[ENEMY, 3] = 1.0
    pressed(world)
    assert world.combatants["place"].tolist() == [HERE] * 4 + [3] * 2
    assert world.strength[ENEMY].tolist() == [0.0, 0.0, 0.0, 20.0, 0.0]
    assert world.strength[OURS].tolist() == [40.0, 0.0, 0.0, 0.0, 0.0]


def test_irregular_forces_give_way_wherever_a_road_leads() -> None:
    """Even if we hold all around: to what we hold least of, or the first of alike places."""
    world = a_front((OURS, HERE), (OURS, HERE), (ENEMY, HERE))
    world.control[OURS, 1:4] = 1.0
    pressed(world)
    assert world.bands["place"].tolist() == [HERE, HERE, 1]
    assert (world.combatants["status"] == ACTIVE).all()
    world = a_front((OURS, HERE), (OURS, HERE), (ENEMY, HERE))
    world.control[OURS, 1:4] = 1.0, 1.0, 0.9
    assert pressed(world).bands["place"].tolist() == [HERE, HERE, 3]


def trapped(lines: float = 1.0) -> World:
    """We hold more than the enemy all around; 40 of his persons hold the place."""
    world = a_front((OURS, HERE), (OURS, HERE), (OURS, HERE), (OURS, HERE), (ENEMY, HERE))
    world.factions["lines"][ENEMY] = lines
    world.control[OURS, 1:4], world.control[ENEMY, 1:4] = 0.6, 0.4
    return world


def caught(world: World) -> list[bool]:
    """Which fighters of the fifth band luck lets be captured at a chance of one half."""
    keys = world.combatants["key"][8:].tolist()
    return [draw(key, 1) < 0.5 for key in keys]


def test_who_holds_lines_and_has_nowhere_to_go_is_captured_in_part() -> None:
    """A place falls to 80 against 20: who is captured has laid down arms, the rest stays."""
    world = trapped()
    world.combatants["key"][8:] = next(
        (key, key + 1) for key in range(5000) if (draw(key, 1) < 0.5) != (draw(key + 1, 1) < 0.5)
    )
    world.combatants["weeks"] = 9
    pressed(world)
    assert sorted(caught(world)) == [False, True]
    status = world.combatants["status"][8:].tolist()
    assert status == [DEMOBILISED if one else ACTIVE for one in caught(world)]
    weeks = world.combatants["weeks"][8:].tolist()
    assert weeks == [0 if one else 9 for one in caught(world)]
    assert world.combatants["weight"].tolist() == [10.0] * 10  # nobody is lost
    assert (world.combatants["status"][:8] == ACTIVE).all()
    assert world.bands["place"].tolist() == [HERE] * 5
    assert world.strength[ENEMY, HERE] == 10.0
    assert world.factions["fighters"][ENEMY] == 10.0


@pytest.mark.parametrize(("captured", "status"), [(0.0, ACTIVE), (1.0, DEMOBILISED)])
def test_how_many_are_captured_is_as_the_numbers_say(captured: float, status: int) -> None:
    world = trapped()
    set_numbers(world, "sieges", captured=captured)
    pressed(world)
    assert world.combatants["status"][8:].tolist() == [status, status]


def test_only_who_is_under_arms_is_captured() -> None:
    world = trapped()
    set_numbers(world, "sieges", captured=1.0)
    world.combatants["status"][8:] = CANTONED, REMOBILISED
    pressed(world)
    assert world.combatants["status"][8:].tolist() == [CANTONED, DEMOBILISED]


def test_where_its_side_holds_more_than_its_foes_a_line_falls_back() -> None:
    """0.41 of its own against 0.4 of ours; who holds less than half a line needs none."""
    for own, to in ((0.41, 2), (0.4, HERE)):
        world = trapped()
        world.control[OURS, 2], world.control[ENEMY, 2] = 0.4, own
        assert pressed(world).bands["place"].tolist() == [HERE] * 4 + [to]
    assert pressed(trapped(lines=0.4)).bands["place"].tolist() == [HERE] * 4 + [1]
    assert pressed(trapped(lines=0.5)).bands["place"].tolist() == [HERE] * 5


def test_where_no_road_leads_out_everybody_has_nowhere_to_go() -> None:
    world = a_front((OURS, 4), (OURS, 4), (ENEMY, 4))
    set_numbers(world, "sieges", captured=1.0)
    world.factions["target"][OURS], world.control[ENEMY, 4] = 4, 1.0
    pressed(world)
    assert world.bands["place"].tolist() == [4, 4, 4]
    assert world.combatants["status"][4:].tolist() == [DEMOBILISED] * 2


# lines


def forces(lines: float, reach: float = 0.5) -> Any:
    """Who can fight where: 60 of ours in place 0, 10 in place 1, 30 in place 4."""
    world = a_front()
    world.factions["lines"][OURS] = lines
    world.strength[OURS] = 60.0, 10.0, 0.0, 0.0, 30.0
    world.strength[ENEMY] = 5.0
    set_numbers(world, "sieges", lines_reach=reach)
    sieges._see_lines(world)
    assert world.force[ENEMY].tolist() == [5.0] * 5
    assert world.strength[OURS].tolist() == [60.0, 10.0, 0.0, 0.0, 30.0]
    return world.force[OURS].tolist()


def test_lines_fight_from_next_door_shared_out_over_roads() -> None:
    """Half of 60 over 3 roads is 10 in each; of 10 over 1 road 5; without lines there is none."""
    assert forces(1.0) == [65.0, 20.0, 10.0, 10.0, 30.0]
    assert forces(0.5) == [62.5, 15.0, 5.0, 5.0, 30.0]
    assert forces(1.0, reach=1.0) == [70.0, 30.0, 20.0, 20.0, 30.0]
    for alone in (forces(0.0), forces(1.0, reach=0.0)):
        assert alone == [60.0, 10.0, 0.0, 0.0, 30.0]


def test_lines_are_seen_after_places_have_fallen() -> None:
    """20 enemies fall back to place 3 and fight from there: half of 20 over its one road."""
    world = a_front((OURS, HERE), (OURS, HERE), (ENEMY, HERE))
    world.factions["lines"][ENEMY] = 1.0
    world.control[ENEMY, 3] = 1.0
    pressed(world)
    assert world.force[ENEMY].tolist() == [10.0, 0.0, 0.0, 20.0, 0.0]
    assert world.force[OURS].tolist() == [40.0, 0.0, 0.0, 0.0, 0.0]


# sieges


def a_town(*shares: float, lines: float = 1.0) -> World:
    """The enemy's town in place 0; we hold these shares of places 1, 2 and 3 next door."""
    world = a_front(posture=HOLD)
    world.places["controller"] = OURS
    world.places["controller"][HERE] = ENEMY
    world.factions["lines"][[OURS, FRIENDS]] = lines
    world.control[OURS, 1:4] = shares
    return world


def besieged(world: World) -> list[int]:
    """Weeks under siege after one more."""
    sieges.press(world)
    return world.places["besieged"].tolist()


def test_a_town_is_besieged_where_its_roads_lead_to_enemies_who_hold_lines() -> None:
    """Three of three roads; two of them are less than 0.8 of all, but not less than 0.6."""
    assert besieged(a_town(0.51, 1.0, 0.9)) == [1, 0, 0, 0, 0]
    assert besieged(a_town(1.0, 1.0, 0.5)) == [0, 0, 0, 0, 0]
    world = a_town(1.0, 1.0, 0.5)
    set_numbers(world, "sieges", ring=0.6)
    assert besieged(world) == [1, 0, 0, 0, 0]


def test_a_part_of_a_line_shuts_a_part_of_a_road() -> None:
    """0.6 x 0.9 = 0.54 and 0.5 x 0.9 = 0.45, of which more than half is needed."""
    assert besieged(a_town(0.9, 0.9, 0.9, lines=0.6))[HERE] == 1
    assert besieged(a_town(0.9, 0.9, 0.9, lines=0.5))[HERE] == 0
    assert besieged(a_town(1.0, 1.0, 1.0, lines=0.0))[HERE] == 0


def test_enemies_shut_in_together_and_others_do_not() -> None:
    """0.3 of ours and 0.3 of our friends'; strangers with lines shut nobody in."""
    world = a_town(0.3, 0.3, 0.3)
    world.control[FRIENDS, 1:4] = 0.3
    assert besieged(world)[HERE] == 1
    world = a_town(0.3, 0.3, 0.3)
    world.control[STRANGERS, 1:4], world.factions["lines"][STRANGERS] = 0.7, 1.0
    assert besieged(world)[HERE] == 0


def test_who_holds_a_town_himself_is_not_shut_in_by_his_own() -> None:
    world = a_town(1.0, 1.0, 1.0)
    world.places["controller"][HERE] = OURS
    assert besieged(world)[HERE] == 0


def test_a_town_with_no_road_is_not_besieged() -> None:
    world = a_town(1.0, 1.0, 1.0)
    world.places["controller"][4] = ENEMY
    world.control[OURS, 4] = 1.0
    assert besieged(world)[4] == 0


def test_weeks_of_siege_are_counted_and_end_with_the_ring() -> None:
    world = a_town(1.0, 1.0, 1.0)
    assert [besieged(world)[HERE] for _ in range(3)] == [1, 2, 3]
    world.control[OURS, 2] = 0.4
    assert besieged(world)[HERE] == 0
    world.control[OURS, 2] = 0.6
    assert besieged(world)[HERE] == 1
    world.places["besieged"][HERE] = MOST_COUNTED
    assert besieged(world)[HERE] == MOST_COUNTED


def test_a_siege_does_not_weaken_who_has_broken_in() -> None:
    """The weeks before its fall are over: who now has to hold the town has not starved in it."""
    world = a_town(1.0, 1.0, 1.0)
    raise_bands(world, (OURS, HERE))
    world.factions["posture"][OURS], world.places["besieged"][HERE] = CAMPAIGN, 90
    pressed(world)
    assert held(world)[OURS] == 0.8
    assert world.places["besieged"][HERE] <= 1
