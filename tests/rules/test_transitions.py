"""Changes of a faction by name: each changes what it says, and nothing else of any faction."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rules.bench import a_world, set_policy
from sim.luck import streams
from sim.state import transitions, upheavals
from sim.state.chronicle import TRUCE
from sim.state.factions import (
    ABSENT,
    ACTIVE,
    BOUGHT,
    CAMPAIGN,
    CANTONED,
    CEASEFIRE,
    DEFEATED,
    DEMOBILISED,
    FADED,
    FIGHTING,
    FOR_GOVERNMENT,
    FOR_RENTS,
    FOR_TERRITORY,
    HOLD,
    IMPLEMENT,
    IN_COMMAND,
    KILLED,
    MERGED,
    MILITIA,
    PREY,
    REINTEGRATING,
    REMOBILISED,
    REST,
    SIGNED,
    SPOIL,
    TALK,
)
from sim.state.factions import REBELS as REBELS_KIND
from sim.state.factions import STATE as STATE_KIND
from sim.state.world import World

STATE, REBELS, OTHERS, GUARD = range(4)  # rows of Zambara's factions

BUSY = {
    "posture": PREY,
    "standing": FIGHTING,
    "months": 6,
    "target": 5,
    "offered": 3,
    "refused": 1,
    "talks": 4,
    "truce": 2,
    "signed": 9,
    "mediated": 1,
    "sharing": 3,
    "promised": 0.25,
    "ripe": 0.5,
    "kept": 0.125,
    "weariness": 0.75,
}


def busy() -> World:
    """Every faction is in the middle of everything, in week 7; fighters of all have 9 weeks."""
    world = a_world()
    world.week = 7
    for name, value in BUSY.items():
        world.factions[name][:4] = value
    world.combatants["weeks"] = 9
    return world


def changed(world: World, before: World) -> dict[str, Any]:
    """Columns of the rebels that differ, with what they are now; no other faction has changed."""
    others = [f for f in range(len(world.factions)) if f != REBELS]
    assert (world.factions[others] == before.factions[others]).all()
    now, then = world.factions[REBELS], before.factions[REBELS]
    return {name: now[name].item() for name in now.dtype.names if now[name] != then[name]}


def told(world: World) -> list[str]:
    assert all((week, f) == (7, REBELS) for week, f, _ in world.chronicle)
    return [what for _, _, what in world.chronicle]


def ended(world: World) -> list[str]:
    assert all((week, f) == (7, REBELS) for week, f, _ in world.endings)
    return [kind for _, _, kind in world.endings]


@pytest.mark.parametrize(
    ("change", "arguments", "expected", "chronicle", "endings"),
    [
        (
            transitions.take_posture,
            (CAMPAIGN,),
            {"posture": CAMPAIGN, "months": 0, "target": -1},
            [],
            [],
        ),
        (transitions.leave, (), {"standing": ABSENT}, [], []),
        (
            transitions.offer_terms,
            (11, 2, 0.75),
            {"offered": 11, "refused": 0, "sharing": 2, "promised": 0.75},
            [],
            [],
        ),
        (
            transitions.begin_talks,
            (False,),
            {"talks": 1, "mediated": 0, "posture": TALK, "months": 0, "target": -1},
            ["talks"],
            [],
        ),
        (transitions.drop_talks, (), {"talks": 0, "truce": 0}, [], []),
        (
            transitions.break_off,
            (0.5,),
            {"talks": 0, "truce": 0, "posture": HOLD, "weariness": 0.25},
            ["talks fail"],
            [],
        ),
        (
            transitions.break_off,
            (0.875,),
            {"talks": 0, "truce": 0, "posture": HOLD, "weariness": 0.0},
            ["talks fail"],
            [],
        ),
        (transitions.cease_fire, (), {"truce": 1, "posture": CEASEFIRE}, ["ceasefire"], []),
        (transitions.break_truce, (), {"truce": 0, "posture": TALK}, ["ceasefire broken"], []),
        (
            transitions.end_war,
            (TRUCE,),
            {
                "standing": SIGNED,
                "posture": IMPLEMENT,
                "months": 0,
                "target": -1,
                "talks": 0,
                "truce": 0,
                "refused": 0,
            },
            ["truce"],
            ["truce"],
        ),
        (
            transitions.sign_terms,
            (0.625, 4, 0.5),
            {
                "sharing": 4,
                "promised": 0.5,
                "ripe": 0.625,
                "kept": 0.0,
                "signed": 1,
                "standing": SIGNED,
                "posture": IMPLEMENT,
                "months": 0,
                "target": -1,
                "talks": 0,
                "truce": 0,
                "refused": 0,
            },
            ["agreement"],
            ["agreement"],
        ),
        (
            upheavals.take_the_state,
            (),
            {
                "kind": STATE_KIND,
                "posture": HOLD,
                "months": 0,
                "target": -1,
                "talks": 0,
                "truce": 0,
                "signed": 0,
                "sharing": 0,
                "promised": 0.0,
                "offered": 0,
                "refused": 0,
                "mediated": 0,
            },
            ["takes the state"],
            ["victory"],
        ),
        (
            upheavals.divide_land,
            (),
            {
                "standing": SIGNED,
                "posture": IMPLEMENT,
                "months": 0,
                "target": -1,
                "talks": 0,
                "truce": 0,
                "refused": 0,
                "kept": 0.0,
            },
            ["partition"],
            ["partition"],
        ),
        (
            transitions.fade_out,
            (),
            {"standing": FADED, "posture": REST, "talks": 0, "truce": 0},
            ["fading"],
            ["fading"],
        ),
        (
            transitions.suffer_defeat,
            (),
            {"standing": DEFEATED, "posture": REST, "talks": 0, "truce": 0},
            ["defeated"],
            ["victory"],
        ),
    ],
)
def test_a_change_changes_what_it_says_and_tells_of_it(
    change: Any,
    arguments: tuple[Any, ...],
    expected: dict[str, Any],
    chronicle: list[str],
    endings: list[str],
) -> None:
    world, before = busy(), busy()
    change(world, REBELS, *arguments)
    assert changed(world, before) == expected
    assert (told(world), ended(world)) == (chronicle, endings)


def test_who_enters_fights() -> None:
    world, before = busy(), busy()
    world.factions["standing"][REBELS] = before.factions["standing"][REBELS] = ABSENT
    transitions.enter(world, REBELS)
    assert changed(world, before) == {"standing": FIGHTING}


def test_mediators_who_sit_at_the_table_are_remembered() -> None:
    world = busy()
    world.factions["mediated"][REBELS] = 0
    transitions.begin_talks(world, REBELS, True)
    assert world.factions["mediated"][REBELS] == 1


def test_offers_age_and_who_fights_on_has_refused_one_that_runs_out() -> None:
    """Of those that run out the guard, who signed, did not refuse; the others' has a month left."""
    world = busy()
    world.factions["refused"][:4] = 0
    world.factions["offered"][:4] = (0, 1, 2, 1)
    world.factions["standing"][GUARD] = SIGNED
    transitions.let_offers_age(world)
    assert world.factions["offered"][:4].tolist() == [0, 0, 1, 0]
    assert world.factions["refused"][:4].tolist() == [0, 1, 0, 0]


def test_a_deal_takes_back_nothing_that_was_given_before() -> None:
    world = busy()
    transitions.sign_terms(world, REBELS, 0.5, 2, 0.125)
    row = world.factions[REBELS]
    assert (row["sharing"], row["promised"]) == (3, 0.25)


def test_a_war_that_ended_without_a_deal_counts_its_months_from_one() -> None:
    world = busy()
    world.factions["signed"][REBELS] = 0
    transitions.end_war(world, REBELS, TRUCE)
    assert world.factions["signed"][REBELS] == 1


# fighters


def fighters(world: World, *statuses: int) -> tuple[Any, Any]:
    """The rebels' first fighters have these statuses, the others' too; their rows."""
    own, foreign = (
        np.flatnonzero(world.combatants["faction"] == f)[: len(statuses)] for f in (REBELS, OTHERS)
    )
    world.combatants["status"][own] = world.combatants["status"][foreign] = statuses
    return own, foreign


def lives(world: World, rows: Any) -> list[tuple[int, int]]:
    """Status and weeks in it."""
    table = world.combatants[rows]
    return list(zip(table["status"].tolist(), table["weeks"].tolist(), strict=True))


@pytest.mark.parametrize("end", [transitions.fade_out, transitions.suffer_defeat])
def test_who_was_under_arms_in_a_faction_that_dissolves_goes_home(end: Any) -> None:
    world = busy()
    own, foreign = fighters(world, ACTIVE, REMOBILISED, CANTONED, REINTEGRATING, KILLED)
    before = lives(world, foreign)
    end(world, REBELS)
    assert lives(world, own) == [
        (DEMOBILISED, 0),
        (DEMOBILISED, 0),
        (CANTONED, 9),
        (REINTEGRATING, 9),
        (KILLED, 9),
    ]
    assert lives(world, foreign) == before


def test_who_waited_in_cantonment_takes_up_arms_when_a_deal_is_broken() -> None:
    world, before = busy(), busy()
    own, foreign = fighters(world, CANTONED, ACTIVE, DEMOBILISED)
    waiting = lives(world, foreign)
    transitions.return_to_war(world, REBELS, 0.5, 0.125)
    assert changed(world, before) == {
        "posture": CAMPAIGN,
        "months": 0,
        "weariness": 0.25,
        "signed": 0,
        "sharing": 0,
        "promised": 0.0,
        "mediated": 0,
    }
    assert told(world) == ["deal broken"]
    assert lives(world, own) == [(REMOBILISED, 0), (ACTIVE, 9), (DEMOBILISED, 9)]
    assert lives(world, foreign) == waiting


def test_men_of_a_commander_who_was_bought_stay_where_they_are() -> None:
    """Of two in a camp the second's was, and of four at home the last's; what is counted is men."""
    world = busy()
    own, _ = fighters(world, CANTONED, CANTONED)
    world.combatants["band"][own], world.combatants["weight"][own] = [0, 1], [3.0, 5.0]
    world.bands["commander"][:2] = IN_COMMAND, BOUGHT
    before = world.mission.demobilisation["remobilised"]
    transitions.return_to_war(world, REBELS, 0.5, 0.125)
    assert lives(world, own) == [(REMOBILISED, 0), (CANTONED, 9)]
    assert world.mission.demobilisation["remobilised"] - before == 3.0
    world = busy()
    own, _ = fighters(world, *[DEMOBILISED] * 4)
    world.combatants["abusive"][own], world.combatants["band"][own] = (0.1, 0.2, 0.3, 0.4), 0
    world.combatants["band"][own[3]], world.bands["commander"][:2] = 1, (IN_COMMAND, BOUGHT)
    transitions.take_up_arms(world, REBELS, 0.375)
    assert [status for status, _ in lives(world, own)] == [DEMOBILISED] * 2 + [
        REMOBILISED,
        DEMOBILISED,
    ]


def test_who_had_signed_fights_again_and_keeps_some_weariness() -> None:
    """0.75 - 0.6875 = 0.0625 counts as 0.125."""
    world = busy()
    world.factions["standing"][REBELS] = SIGNED
    transitions.return_to_war(world, REBELS, 0.6875, 0.125)
    row = world.factions[REBELS]
    assert (row["standing"], row["weariness"]) == (FIGHTING, 0.125)


def test_the_more_abusive_half_of_the_old_fighters_comes_back() -> None:
    """Of 0.1, 0.4, 0.2 and 0.3 the median is 0.25."""
    world, before = busy(), busy()
    world.factions["standing"][REBELS] = FADED
    own, foreign = fighters(world, DEMOBILISED, DEMOBILISED, DEMOBILISED, DEMOBILISED, CANTONED)
    world.combatants["abusive"] = 0.9
    world.combatants["abusive"][own[:4]] = (0.1, 0.4, 0.2, 0.3)
    at_home = lives(world, foreign)
    transitions.take_up_arms(world, REBELS, 0.375)
    assert changed(world, before) == {"posture": HOLD, "weariness": 0.375}
    assert told(world) == ["returns to war"]
    assert lives(world, own) == [
        (DEMOBILISED, 9),
        (REMOBILISED, 0),
        (DEMOBILISED, 9),
        (REMOBILISED, 0),
        (CANTONED, 9),
    ]
    assert lives(world, foreign) == at_home


def test_where_no_old_fighter_is_left_nobody_comes_back() -> None:
    world = busy()
    world.combatants["status"] = KILLED
    transitions.take_up_arms(world, REBELS, 0.375)
    assert world.factions["standing"][REBELS] == FIGHTING
    assert (world.combatants["status"] == KILLED).all()


# who governs, who forms, who joins whom


def test_who_takes_the_state_governs_with_its_side_whose_deals_are_void() -> None:
    """The others, on the rebels' side, had signed with who is gone; the guard keeps its own."""
    world = busy()
    world.factions["side"][OTHERS] = world.factions["side"][REBELS]
    world.factions["standing"][[OTHERS, GUARD]] = SIGNED
    upheavals.take_the_state(world, REBELS)
    side = int(world.factions["side"][REBELS])
    assert (world.governing, world.governor, world.falls) == (side, REBELS, 1)
    assert world.factions["standing"][:4].tolist() == [FIGHTING, FIGHTING, FIGHTING, SIGNED]
    assert world.factions["signed"][:4].tolist() == [9, 0, 0, 9]
    assert world.factions["kind"][OTHERS] == REBELS_KIND


def test_who_loses_power_is_a_rebel_for_the_government() -> None:
    world, before = busy(), busy()
    for one in (world, before):
        one.factions["kind"][REBELS], one.factions["goal"][REBELS] = STATE_KIND, FOR_RENTS
        one.factions["authorised"][REBELS] = 500.0
    upheavals.lose_power(world, REBELS)
    assert changed(world, before) == {
        "kind": REBELS_KIND,
        "goal": FOR_GOVERNMENT,
        "authorised": 0.0,
        "posture": HOLD,
        "months": 0,
        "target": -1,
    }
    assert told(world) == ["in opposition"]


def test_a_coup_costs_the_army_cohesion_and_offices_legitimacy() -> None:
    """A quarter: 0.8 to 0.6 and 0.4 to 0.3."""
    world, before = busy(), busy()
    world.factions["cohesion"][REBELS] = before.factions["cohesion"][REBELS] = 0.8
    world.governments["legitimacy"] = 0.4
    upheavals.suffer_coup(world, REBELS, 0.25)
    assert changed(world, before) == {"cohesion": pytest.approx(0.6, rel=1e-6)}
    assert world.governments["legitimacy"] == pytest.approx(0.3, rel=1e-6)
    assert told(world) == ["coup"]


@pytest.mark.parametrize("beside", [True, False])
def test_a_community_forms_a_militia_beside_the_state_or_by_itself(beside: bool) -> None:
    world = busy()
    sides = world.side_count
    upheavals.form(world, 4, 2, 77, beside)
    row = world.factions[4]
    assert (row["key"], row["kind"], row["goal"]) == (77, MILITIA, FOR_TERRITORY)
    assert (row["community"], row["parent"], row["standing"]) == (2, -1, FIGHTING)
    assert (row["posture"], row["months"], row["target"], row["belief"]) == (HOLD, 0, -1, 0.5)
    assert row["side"] == (world.governing if beside else sides)
    assert world.side_count == (sides if beside else sides + 1)
    assert world.chronicle == [(7, 4, "formed")]


def test_who_merges_brings_its_bands_fighters_and_ground_and_nobody_is_lost() -> None:
    world = busy()
    table = world.combatants
    world.control[:], world.control[REBELS], world.control[OTHERS] = 0.0, 0.25, 0.5
    world.factions["fighters"][[REBELS, OTHERS]] = 300.0, 200.0
    both = {f: table["faction"] == f for f in (REBELS, OTHERS)}
    bands = {f: world.bands["faction"] == f for f in (REBELS, OTHERS)}
    rest = table["faction"][~(both[REBELS] | both[OTHERS])].copy()
    upheavals.merge(world, REBELS, OTHERS)
    assert (table["faction"][both[REBELS] | both[OTHERS]] == OTHERS).all()
    assert (table["faction"][~(both[REBELS] | both[OTHERS])] == rest).all()
    assert (world.bands["faction"][bands[REBELS] | bands[OTHERS]] == OTHERS).all()
    assert world.factions["fighters"][[REBELS, OTHERS]].tolist() == [0.0, 500.0]
    assert (world.control[OTHERS] == 0.75).all() and not world.control[REBELS].any()
    row = world.factions[REBELS]
    assert (row["standing"], row["posture"], row["talks"], row["truce"]) == (MERGED, REST, 0, 0)
    assert (told(world), ended(world)) == (["merged"], [])


# splits


def test_bands_that_leave_are_a_faction_on_a_side_of_its_own() -> None:
    """A quarter of fighters and ground goes with them; what was agreed with its parent is not."""
    world, before = busy(), busy()
    row = world.factions[REBELS]
    row["initial"], row["fighters"] = 800.0, 400.0
    before.factions[REBELS] = row
    world.control[REBELS] = 0.5
    own = np.flatnonzero(world.bands["faction"] == REBELS)
    leaving, stay = own[:3], own[3:]
    new = transitions.split_off(world, REBELS, leaving, 0.25)
    child = world.factions[new].copy()
    names, sides = world.names, world.sides
    world.factions[new] = before.factions[new]
    assert (new, changed(world, before), told(world)) == (4, {}, ["split"])
    assert child["key"] == streams.key_of(int(row["key"]), 1)
    assert (child["initial"], child["fighters"]) == (200.0, 100.0)
    assert (names[4], sides[3]) == (f"{names[REBELS]} splinter 1",) * 2
    expected = {"parent": REBELS, "side": 3, "standing": FIGHTING, "posture": SPOIL}
    expected |= dict.fromkeys(("talks", "signed", "offered", "refused"), 0)
    expected["ground"] = pytest.approx(0.25 * row["ground"])
    assert {name: child[name] for name in expected} == expected
    inherited = set(child.dtype.names) - set(expected) - {"key", "initial", "fighters"}
    assert all(child[name] == row[name] for name in inherited)
    assert set(world.bands["faction"][leaving]) == {4}
    assert set(world.bands["faction"][stay]) == {REBELS}
    gone = np.isin(world.combatants["band"], leaving)
    assert set(world.combatants["faction"][gone]) == {4}
    assert (world.combatants["faction"][~gone] == before.combatants["faction"][~gone]).all()
    assert (world.control[4] == 0.125).all()
    assert (world.control[REBELS] == 0.375).all()


def test_a_second_splinter_has_a_number_and_a_key_of_its_own() -> None:
    world = busy()
    world.factions["parent"][GUARD] = STATE  # somebody else's
    own = np.flatnonzero(world.bands["faction"] == REBELS)
    for n in (1, 2):
        row = transitions.split_off(world, REBELS, own[n : n + 1], 0.25)
        assert world.factions["key"][row] == streams.key_of(int(world.factions["key"][REBELS]), n)
        assert world.names[row].endswith(f" splinter {n}")
    assert world.sides[3:] == world.names[4:]
    assert world.factions["side"][4:6].tolist() == [3, 4]


def test_who_split_off_is_known_once_somebody_looks() -> None:
    """By keys of its own splinters and of its fights; and as a party to talks, by its name."""
    world = a_world()
    name = f"{world.names[REBELS]} splinter 1"
    set_policy(world, "mediation", parties=(name,))
    bands = np.flatnonzero(world.bands["faction"] == REBELS)[:1]
    new = transitions.split_off(world, REBELS, bands, 0.5)
    assert world.known == new and not world.heirs[new].any() and not world.named_parties.any()
    world.know_names()
    assert (world.known, world.names[new]) == (new + 1, name)
    assert len(set(world.heirs[: new + 1].ravel().tolist())) == world.heirs[: new + 1].size
    assert world.pair_keys[new, :new].all()
    assert (world.pair_keys[new, :new] == world.pair_keys[:new, new]).all()
    assert np.flatnonzero(world.named_parties).tolist() == [new]


def test_who_takes_up_arms_is_where_his_band_is() -> None:
    """He lived in 3; his band stands in 1."""
    world = a_world()
    world.combatants["place"][0] = 3
    world.bands["place"][world.combatants["band"][0]] = 1
    transitions.begin_life(world, 0, DEMOBILISED)
    assert world.combatants["place"][0] == 3
    transitions.begin_life(world, 0, REMOBILISED)
    assert world.combatants["place"][0] == 1
