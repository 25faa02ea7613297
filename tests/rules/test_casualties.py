"""Known answers: the dead of the week's events are taken off the living."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from rules.bench import a_world, set_numbers
from rules.few import with_tables
from sim.luck import streams
from sim.mechanisms import casualties
from sim.state.events import BATTLE, COMMUNAL, ON_MISSION, ONESIDED
from sim.state.events import DTYPE as EVENT_DTYPE
from sim.state.factions import (
    ACTIVE,
    CANTONED,
    COMBATANT_DTYPE,
    DEMOBILISED,
    FACTION_DTYPE,
    KILLED,
    REINTEGRATING,
    REMOBILISED,
)
from sim.state.places import DTYPE as PLACE_DTYPE
from sim.state.units import DTYPE as UNIT_DTYPE
from sim.state.units import GONE, PLEDGED, PRESENT
from sim.state.world import World

SEED, WEEK, HERE = 12345, 7, 1
ZEROED = ("events", "deaths", "deaths_civilian", "deaths_by_state", "dead_mission")


def starting_at(n: int, of: int) -> int:
    """A key of luck with which fighter `n` of `of` is the first to fall."""
    return next(
        mark
        for mark in range(0, 200, 2)
        if n <= of * streams.u(SEED, streams.CASUALTY, WEEK, HERE, mark) < n + 1
    )


def fighters(*weights: float, faction: int = 0) -> Any:
    """Active fighters of a faction in the place, of these weights."""
    table = np.zeros(len(weights), COMBATANT_DTYPE)
    table["weight"], table["faction"], table["place"] = weights, faction, HERE
    return table


def fall(
    table: Any, deaths: int, mark: int = 0, f: int = 0
) -> tuple[int, list[float], list[int], float]:
    """How many fell, then weights and statuses, and the losses of a faction that had lost 10."""
    factions = np.zeros(3, FACTION_DTYPE)
    factions["losses"] = 10.0
    world = with_tables(combatants=table, factions=factions, strength=np.ones((3, 2)))
    world.seed, world.week = SEED, WEEK
    fell = casualties._fall(world, f, HERE, deaths, mark)
    return fell, table["weight"].tolist(), table["status"].tolist(), float(factions["losses"][f])


def test_fighters_fall_one_after_another_from_where_luck_points() -> None:
    """7 from the third of four on: 3 and 3 are dead, of the first 1 of 3."""
    table = fighters(3.0, 3.0, 3.0, 3.0)
    fell, weights, statuses, losses = fall(table, 7, starting_at(2, 4))
    assert (fell, losses) == (7, 17.0)
    assert weights == [2.0, 3.0, 0.0, 0.0]
    assert statuses == [ACTIVE, ACTIVE, KILLED, KILLED]


def test_who_stands_for_just_as_many_as_die_is_dead_and_the_next_is_not() -> None:
    table = fighters(3.0, 0.0, 3.0)
    fell, weights, statuses, losses = fall(table, 3, starting_at(0, 3))
    assert (fell, losses) == (3, 13.0)
    assert weights == [0.0, 0.0, 3.0]
    assert statuses == [KILLED, ACTIVE, ACTIVE]


def test_who_falls_is_missed_in_his_own_band() -> None:
    """Five of a band's last man's two and of another's eight: 2 and 3; then two more of those."""
    table = fighters(2.0, 8.0)
    table["band"] = 1, 2
    world = with_tables(combatants=table, factions=np.zeros(3, FACTION_DTYPE))
    world.bands["losses"] = 10.0
    world.seed, world.week = SEED, WEEK
    casualties._fall(world, 0, HERE, 5, starting_at(0, 2))
    assert world.bands["losses"][:4].tolist() == [10.0, 12.0, 13.0, 10.0]
    casualties._fall(world, 0, HERE, 2, 0)
    assert world.bands["losses"][:4].tolist() == [10.0, 12.0, 15.0, 10.0]


def test_only_fighters_of_the_faction_in_the_place_and_under_arms_fall() -> None:
    """Of seven only the active and the remobilised one are there to fall, 5 persons."""
    table = fighters(*[2.5] * 7)
    table["faction"][0], table["place"][1] = 1, 0
    table["status"][2:] = (
        CANTONED,
        ACTIVE,
        DEMOBILISED,
        REMOBILISED,
        REINTEGRATING,
    )
    fell, weights, _, losses = fall(table, 5)
    assert (fell, losses) == (5, 15.0)
    assert weights == [2.5, 2.5, 2.5, 0.0, 2.5, 0.0, 2.5]
    assert table["status"][[3, 5]].tolist() == [KILLED, KILLED]


def test_no_more_fall_than_there_are_and_a_last_fraction_lives_on() -> None:
    """2.5 persons of 5 dead: 2 fall, half a person is left."""
    table = np.concatenate(
        [fighters(4.0, faction=1), fighters(4.0), fighters(4.0), fighters(1.5, 1.0)]
    )
    table["status"][:2], table["place"][1] = KILLED, 0
    table["status"][2] = CANTONED
    fell, weights, statuses, losses = fall(table, 5)
    assert (fell, losses) == (2, 12.0)
    assert weights == [4.0, 4.0, 4.0, 0.5, 0.0]
    assert statuses == [KILLED, KILLED, CANTONED, ACTIVE, KILLED]


def test_where_too_few_whole_persons_were_nobody_is_left() -> None:
    fell, weights, statuses, losses = fall(fighters(1.0, 2.0), 5)
    assert (fell, losses) == (3, 13.0)
    assert weights == [0.0, 0.0]
    assert statuses == [KILLED, KILLED]


def test_a_hair_less_than_a_person_is_a_person() -> None:
    """2.9999999999 of 5: 3 fall, and nobody comes back."""
    fell, weights, statuses, _ = fall(fighters(2.9999999999), 5)
    assert fell == 3
    assert weights == [0.0]
    assert statuses == [KILLED]


def test_without_deaths_or_without_a_faction_nobody_falls() -> None:
    assert fall(fighters(0.0, 3.0), 0) == (0, [0.0, 3.0], [ACTIVE, ACTIVE], 10.0)
    assert fall(fighters(3.0), -2) == (0, [3.0], [ACTIVE], 10.0)
    assert fall(fighters(3.0, faction=-1), 2, f=-1) == (0, [3.0], [ACTIVE], 10.0)
    assert fall(fighters(3.0, faction=1), 2, f=1) == (2, [1.0], [ACTIVE], 12.0)
    assert fall(fighters(3.0, faction=1), 2, f=0) == (0, [3.0], [ACTIVE], 10.0)


def event(kind: int, **values: int) -> dict[str, int]:
    """An event of a kind with these columns."""
    return {"kind": kind, **values}


def a_week(*events: dict[str, int]) -> SimpleNamespace:
    """Events of the week, 100 people in each place of whom 10 are dead; 20 of each faction here.

    60 people of community 0, 40 of community 1; nobody is attacked for his community.
    """
    s = SimpleNamespace(
        events=np.zeros(len(events), EVENT_DTYPE),
        places=np.zeros(2, PLACE_DTYPE),
        factions=np.zeros(3, FACTION_DTYPE),
        combatants=np.concatenate([fighters(20.0, faction=f) for f in range(3)]),
        strength=np.full((3, 2), 20.0),
        mood=np.zeros((2, 2, 3)),
        slain=np.full((2, 2), 3.0),  # last week's
        abused=np.full((2, 2), 2.0),
        joined=np.zeros((2, 2)),
        wounds=np.zeros((2, 2)),
        blood=np.zeros((3, 2)),
    )
    s.mood[:, :, 0] = 60.0, 40.0
    s.events["place"], s.events["b"], s.events["victims"] = HERE, -1, -1
    for row, values in zip(s.events, events, strict=True):
        for name, value in values.items():
            row[name] = value
    s.places["persons"], s.places["toll"] = 100.0, 10.0
    for name in ZEROED:
        s.places[name] = 5
    return s


def buried(s: SimpleNamespace, parts: float = 3.0) -> int:
    """Bury the week's dead; returns how many fighters fell."""
    world = with_tables(**vars(s))
    world.seed, world.week, world.week_events = SEED, WEEK, slice(0, len(s.events))
    world.outflow = {}
    set_numbers(world, "casualties", clash_parts=parts, wound_weeks=4.0)
    casualties._count_the_dead(world)
    return int(world.outflow["killed fighters"])


def counts(s: SimpleNamespace, place: int = HERE) -> dict[str, int]:
    """What the place counts this week, without what is 0."""
    return {name: int(s.places[name][place]) for name in ZEROED if s.places[name][place]}


def left(s: SimpleNamespace) -> list[float]:
    """Fighters of each faction."""
    return s.combatants["weight"].tolist()


def dead(s: SimpleNamespace) -> list[tuple[int, ...]]:
    return s.events[["deaths_a", "deaths_b", "deaths_civilian"]].tolist()


def test_a_week_without_events_counts_none() -> None:
    s = a_week()
    assert buried(s) == 0
    assert counts(s) == counts(s, 0) == {}


def test_a_battle_takes_fighters_of_both_sides_and_civilians() -> None:
    """7 of 20 and 4 of 20; 10 + 3 people on the toll."""
    s = a_week(event(BATTLE, a=1, b=0, deaths_a=7, deaths_b=4, deaths_civilian=3))
    assert buried(s) == 11
    assert left(s) == [16.0, 13.0, 20.0]
    assert s.factions["losses"].tolist() == [4.0, 7.0, 0.0]
    assert dead(s) == [(7, 4, 3)]
    assert counts(s) == {"events": 1, "deaths": 14, "deaths_civilian": 3}
    assert counts(s, 0) == {}
    assert s.places["toll"].tolist() == [10.0, 13.0]


def test_a_battle_cannot_kill_more_fighters_than_there_are() -> None:
    s = a_week(event(BATTLE, a=1, b=2, deaths_a=27, deaths_b=24, deaths_civilian=3))
    s.combatants["weight"][2] = 9.0
    assert buried(s) == 29
    assert dead(s) == [(20, 9, 3)]
    assert counts(s) == {"events": 1, "deaths": 32, "deaths_civilian": 3}


def test_the_two_sides_of_a_battle_have_luck_of_their_own() -> None:
    """Keys one bit apart: the fighter of A at which luck points falls, and that of B."""
    pointed = next(
        (mark, [int(3 * draw) for draw in draws])
        for mark in range(0, 200, 2)
        for draws in [
            [streams.u(SEED, streams.CASUALTY, WEEK, HERE, key) for key in (mark, mark ^ 1)]
        ]
        if int(3 * draws[0]) != int(3 * draws[1])
    )
    mark, (of_a, of_b) = pointed
    s = a_week(event(BATTLE, a=0, b=1, deaths_a=1, deaths_b=1, luck=mark))
    s.combatants = np.concatenate([fighters(1.0, 1.0, 1.0), fighters(1.0, 1.0, 1.0, faction=1)])
    buried(s)
    assert np.flatnonzero(s.combatants["weight"] == 0.0).tolist() == [of_a, 3 + of_b]


@pytest.mark.parametrize("by_state", [0, 1])
def test_an_attack_takes_civilians_as_many_as_are_alive(by_state: int) -> None:
    """Of 100 people 10 are dead already: 90 of 120, then none of 5 more, which is no event."""
    attack = event(ONESIDED, a=0, by_state=by_state)
    s = a_week(attack | {"deaths_civilian": 120}, attack | {"deaths_civilian": 5})
    assert buried(s) == 0
    assert dead(s) == [(0, 0, 90), (0, 0, 0)]
    state = {"deaths_by_state": 90} if by_state else {}
    assert counts(s) == {"events": 1, "deaths": 90, "deaths_civilian": 90} | state
    assert s.places["toll"].tolist() == [10.0, 100.0]
    assert left(s) == [20.0, 20.0, 20.0]


def an_attack(deaths: int, victims: int = 0, **values: int) -> dict[str, int]:
    """An attack by faction 1 on people of one community."""
    return event(ONESIDED, a=1, victims=victims, deaths_civilian=deaths, **values)


@pytest.mark.parametrize("by_state", [0, 1])
def test_who_is_killed_for_his_community_is_taken_off_it(by_state: int) -> None:
    """7 and 5 of community 1, 4 of community 0: by places and communities, not on the toll."""
    s = a_week(
        an_attack(7, 1, by_state=by_state),
        an_attack(4, 0, by_state=by_state),
        an_attack(5, 1, by_state=by_state),
    )
    assert buried(s) == 0
    killed = [[0.0, 0.0], [4.0, 12.0]]
    assert s.slain.tolist() == s.wounds.tolist() == killed
    assert s.abused.tolist() == (killed if by_state else [[0.0, 0.0], [0.0, 0.0]])
    assert s.blood.tolist() == [[0.0, 0.0], [4.0, 12.0], [0.0, 0.0]]
    assert s.places["toll"].tolist() == [10.0, 10.0]
    state = {"deaths_by_state": 16} if by_state else {}
    assert counts(s) == {"events": 3, "deaths": 16, "deaths_civilian": 16} | state


def test_no_more_of_a_community_are_killed_than_are_left_of_it() -> None:
    """Of 40 5 are joining who takes up arms: 35.5 - 0.5; then none of 10 more."""
    s = a_week(an_attack(50, 1), an_attack(10, 1))
    s.joined[HERE, 1] = 5.0
    s.mood[HERE, 1, 0] = 40.5
    buried(s)
    assert dead(s) == [(0, 0, 35), (0, 0, 0)]
    assert s.slain[HERE].tolist() == [0.0, 35.0]
    assert counts(s)["events"] == 1


def test_no_more_of_a_community_are_killed_than_are_alive_in_the_place() -> None:
    """Of 100 10 are dead and 45 of community 0 killed this week, 2 and 3 join: 40 are left."""
    s = a_week(an_attack(45, 0), an_attack(120, 1))
    s.mood[HERE, 1, 0] = 90.0
    s.joined[HERE] = 2.0, 3.0
    buried(s)
    assert dead(s) == [(0, 0, 45), (0, 0, 40)]


def test_whom_attacks_and_arms_take_cannot_die_in_crossfire() -> None:
    """100 people, 10 dead, 30 slain, 20 joining: 40 are left; of a clash a third a side, 13."""
    s = a_week(
        an_attack(30, 1), event(COMMUNAL, a=0, b=1, deaths_a=90, deaths_b=90, deaths_civilian=90)
    )
    s.joined[HERE, 0] = 20.0
    buried(s)
    assert dead(s) == [(0, 0, 30), (13, 13, 14)]
    assert s.places["toll"][HERE] == 50.0


def test_where_more_of_a_community_are_gone_than_there_were_nobody_more_dies() -> None:
    s = a_week(an_attack(9, 1))
    s.joined[HERE, 1] = 40.25
    buried(s)
    assert dead(s) == [(0, 0, 0)]
    assert s.slain[HERE].tolist() == [0.0, 0.0]


def test_a_community_remembers_its_killed_for_some_time() -> None:
    """A quarter fades a week: 8 to 6, and 3 more; of a clash each side's own: 4 to 3, and 5."""
    s = a_week(an_attack(3, 0), event(COMMUNAL, a=1, b=0, deaths_a=5, deaths_b=2, place=0))
    s.wounds[:] = [[0.0, 4.0], [8.0, 0.0]]
    buried(s)
    assert s.wounds.tolist() == [[2.0, 8.0], [9.0, 0.0]]
    assert s.blood.tolist() == [[0.0, 0.0], [3.0, 0.0], [0.0, 0.0]]  # no faction's in clashes


def test_crossfire_is_nobodys_wound() -> None:
    s = a_week(event(BATTLE, a=0, b=1, deaths_a=1, deaths_civilian=9))
    buried(s)
    assert not s.wounds.any() and not s.blood.any() and not s.slain.any()


def test_the_months_blood_adds_up_and_last_weeks_killed_are_forgotten() -> None:
    s = a_week(an_attack(3, 0))
    s.blood[1, 0] = 4.0
    buried(s)
    assert s.blood[1].tolist() == [7.0, 0.0]
    assert s.slain.tolist() == [[0.0, 0.0], [3.0, 0.0]]
    assert not s.abused.any()


def lines_next_door(strong: tuple[float, ...], at: int) -> tuple[int, list[float]]:
    """How many of 6 fall in place 0, and who is left where; 0 has roads to 1, 2 and 3."""
    table = fighters(*[20.0] * 5)
    table["place"] = range(5)
    world = with_tables(places=np.zeros(5, PLACE_DTYPE), combatants=table)
    world.factions["losses"] = 0.0
    world.strength = np.zeros((1, 5))
    world.strength[0] = strong
    world.roads.indptr = np.array([0, 3, 4, 5, 6, 6], np.int32)
    world.roads.target = np.array([1, 2, 3, 0, 0, 0], np.int16)
    world.seed, world.week = SEED, WEEK
    return casualties._fall(world, 0, at, 6, 0), table["weight"].tolist()


def test_who_fights_from_next_door_falls_there() -> None:
    """Who stands in the place does; else the strongest next door, of two alike the first.

    Nobody further away does.
    """
    assert lines_next_door((1.0, 9.0, 9.0, 9.0, 9.0), 0) == (6, [14.0, 20.0, 20.0, 20.0, 20.0])
    assert lines_next_door((0.0, 5.0, 6.0, 5.0, 9.0), 0) == (6, [20.0, 20.0, 14.0, 20.0, 20.0])
    assert lines_next_door((0.0, 5.0, 6.0, 5.0, 9.0), 1) == (6, [20.0, 14.0, 20.0, 20.0, 20.0])
    assert lines_next_door((0.0, 6.0, 5.0, 6.0, 9.0), 0) == (6, [20.0, 14.0, 20.0, 20.0, 20.0])
    assert lines_next_door((3.0, 0.0, 6.0, 5.0, 9.0), 1) == (6, [14.0, 20.0, 20.0, 20.0, 20.0])


def test_the_dead_of_two_events_add_up() -> None:
    attack = event(ONESIDED, a=0, by_state=1, deaths_a=2, deaths_civilian=4)
    s = a_week(attack, attack, attack | {"place": 0, "deaths_a": 0})
    assert buried(s) == 4
    assert counts(s) == {
        "events": 2,
        "deaths": 12,
        "deaths_civilian": 8,
        "deaths_by_state": 8,
    }
    assert counts(s, 0) == {
        "events": 1,
        "deaths": 4,
        "deaths_civilian": 4,
        "deaths_by_state": 4,
    }
    assert s.places["toll"].tolist() == [14.0, 18.0]


def test_where_more_are_dead_than_there_were_people_nobody_more_dies() -> None:
    s = a_week(event(ONESIDED, a=0, deaths_civilian=5), event(COMMUNAL, deaths_a=4))
    s.places["toll"][HERE] = 100.75
    assert buried(s) == 0
    assert dead(s) == [(0, 0, 0), (0, 0, 0)]
    assert s.places["toll"][HERE] == 100.75


def test_people_are_counted_whole() -> None:
    """99.5 - 10 = 89.5: 89 can die."""
    s = a_week(event(ONESIDED, a=0, deaths_civilian=120))
    s.places["persons"][HERE] = 99.5
    buried(s)
    assert dead(s) == [(0, 0, 89)]


@pytest.mark.parametrize(
    ("claimed", "true"),
    [
        ((40, 20, 50), (30, 20, 40)),  # a third of 90 each at most, then what is left of 90
        ((20, 40, 50), (20, 30, 40)),
        ((5, 6, 7), (5, 6, 7)),
        ((40, 40, 0), (30, 30, 0)),
    ],
)
def test_a_clash_takes_people_not_fighters_at_most_a_third_of_each_side(
    claimed: tuple[int, int, int], true: tuple[int, int, int]
) -> None:
    s = a_week(
        event(COMMUNAL, a=0, b=1)
        | dict(zip(("deaths_a", "deaths_b", "deaths_civilian"), claimed, strict=True))
    )
    assert buried(s) == 0
    assert dead(s) == [true]
    assert left(s) == [20.0, 20.0, 20.0]
    assert s.places["toll"][HERE] == 10.0 + sum(true)
    assert counts(s)["deaths"] == sum(true)


def test_how_many_a_clash_takes_is_as_the_numbers_say() -> None:
    """90 / 4.5 = 20 each at most."""
    s = a_week(event(COMMUNAL, a=0, b=1, deaths_a=40, deaths_b=25))
    buried(s, parts=4.5)
    assert dead(s) == [(20, 20, 0)]


def test_an_attack_on_peacekeepers_takes_attackers_and_no_other_fighters() -> None:
    """Civilians who die in it are not counted as killed by the state's side."""
    s = a_week(event(ON_MISSION, a=1, b=0, deaths_a=3, deaths_b=6, deaths_civilian=2, by_state=1))
    assert buried(s) == 3
    assert left(s) == [20.0, 17.0, 20.0]
    assert dead(s) == [(3, 6, 2)]
    assert counts(s) == {"events": 1, "deaths": 11, "deaths_civilian": 2, "dead_mission": 6}


def test_what_has_no_second_side_takes_nobody_off_one() -> None:
    s = a_week(event(ONESIDED, a=1, b=-1, deaths_a=1, deaths_b=2))
    assert buried(s) == 1
    assert dead(s) == [(1, 2, 0)]
    assert left(s) == [20.0, 19.0, 20.0]


def test_an_attack_that_killed_only_attackers_is_an_event() -> None:
    s = a_week(event(ON_MISSION, a=1, deaths_a=1))
    buried(s)
    assert counts(s) == {"events": 1, "deaths": 1}


PLACE = 3


def a_struck_world(*events: dict[str, int]) -> World:
    """Zambara with units at place 3, two events of the past and these of the week."""
    world = a_world()
    world.events["deaths_civilian"][:2] = 77
    for row, values in zip(world.events[2:], events, strict=False):
        row["place"], row["b"], row["victims"] = PLACE, -1, -1
        for name, value in values.items():
            row[name] = value
    world.event_count, world.week_events = 2 + len(events), slice(2, 2 + len(events))
    world.places["persons"], world.places["toll"] = 1000.0, 0.0
    world.strength[:] = 500.0
    world.combatants["weight"] = 0.0
    world.combatants["weight"][0], world.combatants["place"][0] = 500.0, PLACE
    world.combatants["faction"][0], world.combatants["status"][0] = 1, ACTIVE
    units = np.zeros(4, UNIT_DTYPE)
    units["place"] = PLACE, PLACE, PLACE, 2
    units["status"] = PRESENT, PRESENT, PLEDGED, PRESENT
    units["persons"] = 100.0, 300.0, 900.0, 800.0
    units["authorised"] = 200.0, 400.0, 900.0, 800.0
    units["losses"], units["morale"] = 2.0, 0.8
    set_numbers(world, "casualties", clash_parts=3.0, heart_lost=5.0)
    world.mission.units = units
    return world


def test_the_largest_unit_of_the_place_bears_losses_and_loses_heart() -> None:
    """20 of 300; morale falls by 5 x 20 / 400 = a quarter of 0.8."""
    world = a_struck_world(event(ON_MISSION, a=1, deaths_b=20))
    casualties.bury(world)
    units = world.mission.units
    assert units["persons"].tolist() == [100.0, 280.0, 900.0, 800.0]
    assert units["losses"].tolist() == [2.0, 22.0, 2.0, 2.0]
    assert units["morale"] == pytest.approx([0.8, 0.6, 0.8, 0.8])


def test_a_world_takes_what_losses_do_from_its_numbers() -> None:
    """2 x 20 / 400 = a tenth of 0.8. Of 1,000 people 1,000 / 8 = 125 a side, then what is left."""
    world = a_struck_world(
        event(ON_MISSION, a=1, deaths_b=20), event(COMMUNAL, a=0, b=1, deaths_a=900, deaths_b=900)
    )
    set_numbers(world, "casualties", clash_parts=8.0, heart_lost=2.0)
    casualties.bury(world)
    assert world.mission.units["morale"] == pytest.approx([0.8, 0.72, 0.8, 0.8])
    clash = world.events[3]
    assert (clash["deaths_a"], clash["deaths_b"]) == (125, 125)


def test_what_the_largest_unit_cannot_bear_the_next_does() -> None:
    """310: all 300, whose morale halves at most, and 10: 5 x 10 / 200 = a quarter."""
    world = a_struck_world(
        event(ON_MISSION, a=1, deaths_b=250), event(ON_MISSION, a=1, deaths_b=60)
    )
    casualties.bury(world)
    units = world.mission.units
    assert units["persons"].tolist() == [90.0, 0.0, 900.0, 800.0]
    assert units["losses"].tolist() == [12.0, 302.0, 2.0, 2.0]
    assert units["morale"] == pytest.approx([0.6, 0.4, 0.8, 0.8])


def test_a_unit_of_no_authorised_strength_is_counted_as_one_of_one() -> None:
    """5 x 0.05 / 1 is a quarter, where a unit has 0.05 of a person left."""
    world = a_struck_world(event(ON_MISSION, a=1, deaths_b=1))
    units = world.mission.units
    units["status"][0], units["persons"][1], units["authorised"][1] = GONE, 0.05, 0.0
    casualties.bury(world)
    assert units["morale"] == pytest.approx([0.8, 0.6, 0.8, 0.8])


def test_only_attacks_on_peacekeepers_cost_units() -> None:
    world = a_struck_world(event(BATTLE, a=0, b=1, deaths_b=20))
    casualties.bury(world)
    assert world.mission.units["losses"].tolist() == [2.0] * 4
    assert world.mission.units["morale"] == pytest.approx([0.8] * 4)


def test_fallen_fighters_leave_the_living() -> None:
    """5 before, 3 of one event, 4 of another."""
    world = a_struck_world(event(ON_MISSION, a=1, deaths_a=3), event(ONESIDED, a=1, deaths_a=4))
    world.outflow["killed fighters"] = 5.0
    casualties.bury(world)
    assert world.outflow["killed fighters"] == 12.0
    assert world.factions["losses"][1] == 7.0
    assert world.combatants["weight"][0] == 493.0
    world = a_struck_world(event(ONESIDED, a=1, deaths_a=4))
    casualties.bury(world)
    assert world.outflow["killed fighters"] == 4.0


def test_events_in_which_nobody_was_left_to_die_are_dropped() -> None:
    """Of four, the first (civilians), third (side B) and fourth (side A) keep their order."""
    world = a_struck_world(
        event(ONESIDED, a=0, deaths_civilian=6, day=1),
        event(BATTLE, a=2, b=0, deaths_a=6, deaths_b=2, day=2),
        event(ON_MISSION, a=2, deaths_a=3, deaths_b=7, day=3),
        event(COMMUNAL, a=0, b=1, deaths_a=8, day=4),
    )
    casualties.bury(world)
    assert world.event_count == 5
    assert world.week_events == slice(2, 5)
    assert world.events["day"][:5].tolist() == [0, 0, 1, 3, 4]
    assert world.events["deaths_civilian"][:5].tolist() == [77, 77, 6, 0, 0]
    assert world.events["deaths_b"][2:5].tolist() == [0, 7, 0]
    assert world.events["deaths_a"][2:5].tolist() == [0, 0, 8]


def test_where_somebody_died_in_each_event_all_stay() -> None:
    world = a_struck_world(event(ONESIDED, a=0, deaths_civilian=6), event(COMMUNAL, deaths_b=8))
    casualties.bury(world)
    assert world.event_count == 4
    assert world.week_events == slice(2, 4)


def test_a_week_without_events_buries_nobody() -> None:
    world = a_struck_world()
    world.places["deaths"] = 9
    casualties.bury(world)
    assert not world.places["deaths"].any()
    assert world.outflow["killed fighters"] == 0.0
    assert world.event_count == 2
