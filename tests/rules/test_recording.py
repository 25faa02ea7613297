"""What the record keeps of a week, on tables of a few rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rules.bench import a_world
from rules.few import few_places, units
from sim.mechanisms import recording
from sim.state import record
from sim.state.chronicle import AGREEMENT, VICTORY
from sim.state.events import BATTLE, COMMUNAL, ON_MISSION, ONESIDED
from sim.state.events import DTYPE as EVENT_DTYPE
from sim.state.factions import FACTION_DTYPE, FADED, FIGHTING, MILITIA, REBELS, SIGNED, STATE
from sim.state.places import CAPTURED, COOPERATE, OBSTRUCT
from sim.state.units import INFANTRY, POLICE, PRESENT, RESERVE, VACANT
from sim.state.world import note_ending, set_hostilities

WEEKS = 52.1786  # in a year, as the rules count it

# kind, type, deaths of a, of b, of civilians, response, by the state
EVENTS = [
    (BATTLE, 1, 1, 2, 4, 1, 1),
    (BATTLE, 1, 8, 16, 32, 0, 0),
    (COMMUNAL, 2, 3, 5, 7, 1, 0),
    (COMMUNAL, 2, 9, 10, 11, 0, 0),
    (ONESIDED, 3, 0, 0, 100, 1, 1),
    (ONESIDED, 3, 0, 0, 200, 1, 1),
    (ONESIDED, 3, 0, 0, 500, 1, 0),
    (ONESIDED, 3, 0, 0, 700, 0, 0),
    (ON_MISSION, 1, 13, 17, 19, 1, 0),
    (ON_MISSION, 1, 23, 29, 31, 0, 0),
]


def _log() -> Any:
    table = np.zeros(len(EVENTS), EVENT_DTYPE)
    names = ("kind", "type", "deaths_a", "deaths_b", "deaths_civilian", "response", "by_state")
    for name, column in zip(names, zip(*EVENTS, strict=True), strict=True):
        table[name] = column
    return table


def _kept_events() -> Any:
    world, row = few_places(), np.zeros(1, record.SERIES_DTYPE)
    world.events, world.week_events = _log(), slice(0, len(EVENTS))
    recording._events(world, row[0])
    return row[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("events_battle", 4),  # two battles, two attacks on peacekeepers
        ("events_nonstate", 2),
        ("events_onesided", 4),
        ("deaths_battle", 7 + 56 + 49 + 83),
        ("deaths_nonstate", 15 + 30),
        ("deaths_onesided", 100 + 200 + 500 + 700),
        ("civilian_deaths", 36 + 18 + 1500 + 50),
        ("combatant_deaths", 27 + 27 + 13 + 23),  # a and b of battles and clashes; only a after
        ("peacekeeper_deaths", 17 + 29),
        ("attacks", 4),
        ("responses", 3),  # to attacks on civilians; others are not counted
        ("civilian_deaths_state", 300),
        ("civilian_deaths_rebel", 1200),
    ],
)
def test_events_and_their_dead_are_counted_by_kind(name: str, expected: float) -> None:
    assert _kept_events()[name] == expected


# places


def _kept_places(people: tuple[float, ...] = (100.0, 300.0, 0.0)) -> tuple[Any, Any, Any]:
    """Row, kept places and the places themselves; each column has other values."""
    world = few_places(3)
    world.record = record.Record(3, 4)
    tables = world.places, world.governments, world.works
    for table, step in zip(tables, (0.25, 0.5, 0.75), strict=True):
        for k, name in enumerate(table.dtype.names):
            first = step * (k + 1)
            table[name] = [first, 3.0 * first, 7.0 * first]
    world.places["persons"], world.places["alert"] = people, [1, 0, 1]
    world.week_events = slice(0, 0)
    recording.keep(world)
    return world.record.series[0], world.record.places[0], tables


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("displaced", "away"),
        ("refugees", "abroad"),
        ("indirect_deaths", "indirect"),
        ("homicides", "homicides"),
        ("gbv", "gbv"),
        ("gbv_reported", "gbv_reported"),
    ],
)
def test_counts_are_summed_over_places(name: str, column: str) -> None:
    """1 + 3 + 7 times the first place's."""
    row, _, (places, _, _) = _kept_places()
    assert row[name] == pytest.approx(11.0 * float(places[column][0]), rel=1e-9)
    assert row[name] > 0.0


def test_towns_under_siege_are_counted_however_long() -> None:
    world = few_places(3)
    world.record = record.Record(3, 4)
    world.week_events = slice(0, 0)
    for weeks, towns in (([3, 0, 1], 2.0), ([0, 0, 0], 0.0)):
        world.places["besieged"] = weeks
        recording.keep(world)
        assert world.record.series["besieged"][-1] == towns


@pytest.mark.parametrize(("people", "expected"), [([300.0, 100.0], 0.40625), ([0.0, 0.0], 0.0)])
def test_people_under_enemies_are_a_share_of_all(people: list[float], expected: float) -> None:
    """Faction 0 holds all of place 0 and half of place 1; community 0 fears it by 0.25, 1 fully.

    200 * 0.25 + 100 * 1 in place 0, 100 * 0.5 * 0.25 in place 1: 162.5 of 400.
    """
    world, row = few_places(2), np.zeros(1, record.SERIES_DTYPE)
    rows = len(world.factions)
    world.places["persons"], row["persons"] = people, sum(people)
    world.mood = np.zeros((2, 2, 3))
    if sum(people):
        world.mood[:, :, 0] = [[200.0, 100.0], [100.0, 0.0]]
    world.control, world.threat = np.zeros((rows, 2)), np.zeros((rows, 2))
    world.control[0], world.threat[0] = (1.0, 0.5), (0.25, 1.0)
    recording._means(world, row[0])
    assert row["under_enemies"] == pytest.approx(expected, rel=1e-12)


def test_persons_and_alerts_are_summed() -> None:
    row, _, _ = _kept_places()
    assert (row["persons"], row["alerts"]) == (400.0, 2.0)


def test_people_under_captured_governments_are_a_share_of_all() -> None:
    """30 of 10 + 30 + 40 people."""
    world, kept = few_places(3), np.zeros(1, record.SERIES_DTYPE)
    world.places["persons"] = 10.0, 30.0, 40.0
    world.governments["stance"] = COOPERATE, CAPTURED, OBSTRUCT
    kept["persons"] = 80.0
    recording._means(world, kept[0])
    assert kept["captured"][0] == pytest.approx(0.375)


def test_aid_is_summed_and_what_is_taken_of_it_is_a_week_of_a_year() -> None:
    """1 + 3 + 7 times the first place's; dollars a year over 52.1786."""
    row, _, (_, _, works) = _kept_places()
    first = {name: float(works[name][0]) for name in ("delivered", "diverted", "cantoned")}
    assert row["aid_delivered"] == pytest.approx(11.0 * first["delivered"], rel=1e-9)
    assert row["cantoned"] == pytest.approx(11.0 * first["cantoned"], rel=1e-9)
    assert row["aid_diverted"] == pytest.approx(0.21081439 * first["diverted"], rel=1e-7)


@pytest.mark.parametrize(
    ("name", "table", "column"),
    [
        ("fear", 0, "fear"),
        ("grievance", 0, "grievance"),
        ("trust_state", 0, "trust_state"),
        ("trust_mission", 0, "trust_mission"),
        ("livelihood", 0, "livelihood"),
        ("need", 0, "need"),
        ("control_state", 0, "state_control"),
        ("price", 0, "price"),
        ("rule_of_law", 1, "rule_of_law"),
        ("services", 1, "services"),
        ("cooperation", 1, "cooperation"),
        ("participation", 2, "committees"),
    ],
)
def test_attitudes_are_means_over_people(name: str, table: int, column: str) -> None:
    """A quarter live in the first place and three quarters in the second, at 3 times: 2.5."""
    row, _, tables = _kept_places()
    assert row[name] == pytest.approx(2.5 * float(tables[table][column][0]), rel=1e-9)


def test_without_people_there_are_no_means_but_counts() -> None:
    row, _, (places, _, _) = _kept_places((0.0, 0.0, 0.0))
    assert (row["persons"], row["fear"], row["participation"]) == (0.0, 0.0, 0.0)
    assert row["refugees"] == 11.0 * float(places["abroad"][0])


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("deaths", "deaths"),
        ("events", "events"),
        ("displaced", "displaced"),
        ("patrols", "patrols"),
        ("troops", "infantry"),
        ("risk", "risk"),
        ("fear", "fear"),
        ("population", "persons"),
        ("control", "controller"),
        ("state_control", "state_control"),
        ("need", "need"),
        ("alert", "alert"),
    ],
)
def test_each_place_is_kept(name: str, column: str) -> None:
    _, kept, (places, _, _) = _kept_places()
    assert kept[name].tolist() == places[column].tolist()
    assert kept[name].any()


# forces


def _kept_forces(enmity: Any = None, governing: int = 0, **columns: list[int]) -> Any:
    """Of a state, its own militia and two rebel factions, all at war unless said otherwise.

    All of different sides are enemies, unless enmities are given.
    """
    world, row = few_places(), np.zeros(1, record.SERIES_DTYPE)
    world.factions = table = np.zeros(4, FACTION_DTYPE)
    table["kind"] = [STATE, MILITIA, REBELS, REBELS]
    table["fighters"], table["side"] = [1.0, 10.0, 100.0, 1000.0], [0, 0, 1, 2]
    table["standing"] = FIGHTING
    for name, values in columns.items():
        table[name] = values
    world.governing = governing
    world.enmity = np.ones((4, 4)) if enmity is None else np.array(enmity, float)
    world.hostile = np.zeros((4, 4), np.int8)
    set_hostilities(world)
    recording._forces(world, row[0])
    return row[0]


def test_fighters_are_the_states_or_others_who_are_at_war() -> None:
    """The state's always, others' while they fight: 10 + 1000."""
    row = _kept_forces(standing=[SIGNED, FIGHTING, SIGNED, FIGHTING])
    assert (row["fighters_state"], row["fighters_other"]) == (1.0, 1010.0)


def test_there_are_many_state_forces_or_none() -> None:
    row = _kept_forces(kind=[STATE, STATE, REBELS, REBELS])
    assert (row["fighters_state"], row["fighters_other"]) == (11.0, 1100.0)


@pytest.mark.parametrize(
    ("standing", "war"),
    [
        ([FIGHTING, FIGHTING, SIGNED, FIGHTING], 1.0),
        ([FIGHTING, FIGHTING, SIGNED, FADED], 0.0),
        ([FIGHTING, SIGNED, FIGHTING, SIGNED], 1.0),
        ([SIGNED, SIGNED, FIGHTING, FIGHTING], 0.0),  # it takes two
    ],
)
def test_there_is_war_while_anybody_fights_who_is_not_of_the_states_side(
    standing: list[int], war: float
) -> None:
    assert _kept_forces(standing=standing)["at_war"] == war


@pytest.mark.parametrize(
    ("pair", "governing", "war"),
    [
        ((0, 2), 0, 1.0),
        ((1, 3), 0, 1.0),  # with a militia that stands by it
        ((2, 3), 0, 0.0),  # rebels among themselves
        ((2, 3), 1, 1.0),  # unless one of them governs
        ((0, 1), 0, 0.0),  # of one side
        ((0, 2), 2, 0.0),
    ],
)
def test_there_is_war_while_somebody_fights_the_side_that_governs(
    pair: tuple[int, int], governing: int, war: float
) -> None:
    """These two are enemies, and nobody else; where nobody is, there is no war."""
    enmity = np.zeros((4, 4))
    assert _kept_forces(enmity, governing)["at_war"] == 0.0
    enmity[pair] = enmity[pair[::-1]] = 1.0
    assert _kept_forces(enmity, governing)["at_war"] == war


def test_talks_and_ceasefires_are_counted_by_party() -> None:
    row = _kept_forces(talks=[0, 0, 3, 1], truce=[2, 5, 0, 1])
    assert (row["talks"], row["ceasefires"]) == (2.0, 3.0)
    quiet = _kept_forces()
    assert (quiet["talks"], quiet["ceasefires"]) == (0.0, 0.0)


# a week of a world


def test_a_week_of_a_world_is_kept_with_its_mission() -> None:
    world = a_world()
    world.events = _log()
    world.week_events = slice(4, 6)
    mission = world.mission
    mission.present[:] = 0.0
    mission.present[[INFANTRY, RESERVE, POLICE]] = 400.0, 30.0, 50.0
    mission.authorised[[INFANTRY, RESERVE]] = 700.0, 90.0
    mission.consent, mission.cash, mission.support, mission.impartial = 0.25, 1234, 0.5, 0.75
    mission.misconduct, mission.sent_home = 1.5, 60.0
    mission.withdrawn, mission.welcome = 25.0, 0.875
    mission.units = units(
        *({"status": VACANT, "authorised": persons} for persons in (300.0, 150.0)),
        {"status": PRESENT, "authorised": 1000.0},
    )
    world.governor, world.falls = 2, 3
    world.places["former"] = 0.0
    world.places["former"][:2] = 30.0, 12.0
    mission.demobilisation["commanders"] = 7.0
    names = ("demobilised", "remobilised", "impostors", "weapons")
    for k, name in enumerate(names):
        mission.demobilisation[name] = k + 2.0
    for f, kind in ((1, AGREEMENT), (2, VICTORY), (2, AGREEMENT)):
        note_ending(world, f, kind)
    recording.keep(world)
    assert len(world.record.series) == 1
    row = world.record.series[0]
    expected = {
        "troops": 430.0,
        "police": 50.0,
        "troops_authorised": 790.0,
        "consent": 0.25,
        "cash": 1234.0,
        "support": 0.5,
        "impartial": 0.75,
        "misconduct": 1.5,
        "sent_home": 60.0,
        "withdrawn": 25.0,
        "welcome": 0.875,
        "vacant": 450.0,
        "governor": 2.0,
        "governments": 3.0,
        "demobilised": 2.0,
        "remobilised": 3.0,
        "impostors": 4.0,
        "weapons": 5.0,
        "former": 42.0,
        "commanders_out": 7.0,
        "agreements": 2.0,
        "civilian_deaths_state": 300.0,  # of this week's two events only
        "civilian_deaths_rebel": 0.0,
        "at_war": 1.0,
    }
    assert {name: row[name] for name in expected} == expected
    assert row["persons"] == pytest.approx(world.places["persons"].sum(), rel=1e-9)
    assert row["fighters_state"] == world.factions["fighters"][0]
    assert world.record.places[0]["population"] == pytest.approx(world.places["persons"], rel=1e-6)
    recording.keep(world)
    assert len(world.record.series) == 2


def test_a_record_has_room_for_more_weeks_than_were_planned() -> None:
    """One of one column of a mechanism's own; what stood there stays."""
    world = few_places(3)
    world.record = record.Record(3, 1, ("own",))
    world.week_events = slice(0, 0)
    for week in range(60):
        world.places["deaths"] = [week, week + 1, week + 2]
        world.mission.sent_home = float(week)
        recording.keep(world)
        world.record.keep_own({"own": week + 0.5})
    series, places = world.record.series, world.record.places
    assert len(series) == len(places) == 60
    assert series["sent_home"].tolist() == list(range(60))
    assert series["own"].tolist() == [week + 0.5 for week in range(60)]
    assert places["deaths"].tolist() == [[week, week + 1, week + 2] for week in range(60)]
