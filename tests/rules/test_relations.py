"""How parties stand to each other by what they are and do, and whose people suffer: by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from rules.bench import a_world, set_numbers
from sim.mechanisms import relations
from sim.state import stances
from sim.state.factions import (
    ABSENT,
    FADED,
    FIGHTING,
    FOR_GOVERNMENT,
    FOR_RENTS,
    FOR_TERRITORY,
    GANG,
    JIHADIST,
    MERGED,
    MILITIA,
    SIGNED,
)
from sim.state.factions import REBELS as REBELS_KIND
from sim.state.world import World, set_hostilities

STATE, REBELS, OTHERS, GUARD = range(4)  # rows of Zambara's factions; the guard is the state's
NEAR = 1e-6  # enmity and trust have 32 bits
KNOWN = {
    **{"fight_from": 0.5, "against_state": 1.0, "gang_state": 0.6, "militia_state": 0.3},
    **{"same_enemy": 0.35, "guards_own": 0.45, "returns": 0.04, "blood": 0.0625},
    **{"quarrel": 0.5, "own_spared": 0.1, "enemy_kin": 4.0, "raiders_expel": 0.25},
    **{"trust_back": 0.125},
}


def related() -> World:
    """Rebels of community 0, others of 1, the guard, on the state's side, of 2; nobody has bled."""
    world = a_world()
    set_numbers(world, "relations", **KNOWN)
    world.factions["community"][:4] = -1, 0, 1, 2
    world.enmity[:] = world.natural[:] = 0.0
    world.blood[:], world.control[:], world.trust[:] = 0.0, 0.0, 0.5
    world.mood[:, :, 0], world.mood[0, :, 0] = 0.0, 100_000.0  # of each community
    return world


def pair(world: World, f: int, g: int, enmity: float, natural: float | None = None) -> None:
    """How two stand now, and by what they are."""
    world.enmity[f, g] = world.enmity[g, f] = enmity
    world.natural[f, g] = world.natural[g, f] = enmity if natural is None else natural


# what parties are


def by_nature(f: int, g: int, **columns: Any) -> float:
    """How f and g stand; columns of f."""
    world = related()
    for name, value in columns.items():
        world.factions[name][f] = value
    one, other = stances.natural(world, f, g), stances.natural(world, g, f)
    assert one == other
    return float(one)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"kind": REBELS_KIND, "goal": FOR_GOVERNMENT}, 1.0),
        ({"kind": REBELS_KIND, "goal": FOR_TERRITORY}, 1.0),
        ({"kind": JIHADIST, "goal": FOR_TERRITORY}, 1.0),
        ({"kind": GANG, "goal": FOR_RENTS}, 0.6),
        ({"kind": MILITIA, "goal": FOR_TERRITORY}, 0.3),
        ({"kind": MILITIA, "goal": FOR_GOVERNMENT}, 1.0),  # no militia that guards its own
    ],
)
def test_who_opposes_the_state_does_so_by_kind_and_goal(
    columns: dict[str, int], expected: float
) -> None:
    """As to the army, so to whoever is on its side."""
    assert by_nature(REBELS, STATE, **columns) == expected
    assert by_nature(REBELS, GUARD, **columns) == expected


def test_factions_of_one_side_are_allied() -> None:
    assert by_nature(GUARD, STATE) == 0.0
    world = related()
    world.factions["side"][OTHERS] = world.factions["side"][REBELS]
    assert stances.natural(world, REBELS, OTHERS) == 0.0


def test_armed_groups_that_fight_the_state_are_wary_of_each_other() -> None:
    """Unless one guards its community against people of others: more so, though not yet at war."""
    assert by_nature(REBELS, OTHERS) == 0.35
    assert by_nature(REBELS, OTHERS, kind=GANG) == 0.35
    assert by_nature(REBELS, OTHERS, kind=MILITIA) == 0.45
    assert by_nature(REBELS, OTHERS, kind=MILITIA, community=1) == 0.35  # of its own community


def test_who_the_state_is_follows_who_governs() -> None:
    """The rebels govern: the army and the guard oppose them by what these are."""
    world = related()
    world.governing = int(world.factions["side"][REBELS])
    world.factions["kind"][GUARD], world.factions["goal"][GUARD] = MILITIA, FOR_TERRITORY
    world.factions["kind"][OTHERS] = REBELS_KIND
    assert stances.natural(world, REBELS, GUARD) == stances.natural(world, GUARD, REBELS) == 0.3
    assert stances.natural(world, OTHERS, REBELS) == 1.0
    assert stances.natural(world, STATE, OTHERS) == 0.35


def test_who_stands_anew_does_so_to_all_others_and_they_to_it() -> None:
    world = related()
    pair(world, STATE, OTHERS, 0.7)
    stances.stand_anew(world, REBELS)
    for table in (world.natural, world.enmity):
        assert table[REBELS, :5] == pytest.approx([1.0, 0.0, 0.35, 1.0, 0.0], rel=NEAR)
        assert (table == table.T).all()
        assert table[STATE, OTHERS] == pytest.approx(0.7, rel=NEAR)  # others stand as they stood


# a month


def shifted(f: int, g: int, world: World) -> float:
    relations.shift(world)
    assert world.enmity[f, g] == world.enmity[g, f]
    return float(world.enmity[f, g])


@pytest.mark.parametrize(("before", "after"), [(0.6, 0.592), (0.2, 0.208), (0.4, 0.4)])
def test_enmity_returns_to_what_parties_are(before: float, after: float) -> None:
    """By 0.04 of the way to 0.4 a month, from above and from below."""
    world = related()
    pair(world, REBELS, OTHERS, before, 0.4)
    assert shifted(REBELS, OTHERS, world) == pytest.approx(after, rel=NEAR)


@pytest.mark.parametrize(
    ("killer", "persons", "after"),
    [(REBELS, 3.0, 0.4 + 0.0866434 * 0.6), (OTHERS, 7.0, 0.4 + 0.1299651 * 0.6)],
)
def test_the_blood_of_its_people_makes_enemies_of_either(
    killer: int, persons: float, after: float
) -> None:
    """0.0625 * log(1 + 3) = 0.0866434 or log(1 + 7): 0.1299651; of the 0.6 that are left to full.

    It is counted for one month.
    """
    world = related()
    pair(world, REBELS, OTHERS, 0.4)
    victim = OTHERS if killer == REBELS else REBELS
    world.blood[killer, world.factions["community"][victim]] = persons
    assert shifted(REBELS, OTHERS, world) == pytest.approx(after, rel=NEAR)
    assert not world.blood.any()
    assert world.enmity[REBELS, STATE] == world.enmity[OTHERS, STATE] == 0.0


def test_blood_counts_by_how_many_a_community_is() -> None:
    """7 killed of 200,000 are 3.5 of 100,000: 0.0625 * log(4.5) * 0.6. Few count as 100,000."""
    world = related()
    pair(world, REBELS, OTHERS, 0.4)
    world.blood[REBELS, 1], world.mood[1, 1, 0] = 7.0, 100_000.0
    expected = 0.4 + 0.0625 * math.log(4.5) * 0.6
    assert shifted(REBELS, OTHERS, world) == pytest.approx(expected, rel=NEAR)
    pair(world, REBELS, OTHERS, 0.4)
    world.blood[REBELS, 1], world.mood[:, 1, 0] = 7.0, 10.0
    expected = 0.4 + 0.0625 * math.log(8.0) * 0.6
    assert shifted(REBELS, OTHERS, world) == pytest.approx(expected, rel=NEAR)


def test_the_blood_of_both_adds_up_and_full_enmity_is_the_most() -> None:
    """0.4 + 0.2166085 * 0.6; and of full enmity nothing is left to add."""
    world = related()
    pair(world, REBELS, OTHERS, 0.4)
    world.blood[REBELS, 1], world.blood[OTHERS, 0] = 3.0, 7.0
    assert shifted(REBELS, OTHERS, world) == pytest.approx(0.5299651, rel=NEAR)
    pair(world, REBELS, OTHERS, 1.0)
    world.blood[REBELS, 1] = 1e9
    assert shifted(REBELS, OTHERS, world) == 1.0


@pytest.mark.parametrize("case", ["third people", "own people", "no people", "one side", "effect"])
def test_other_blood_makes_no_enemies(case: str) -> None:
    """Of a third people, of the killer's own, of a party for nobody, of an ally; or turned off."""
    world = related()
    pair(world, REBELS, OTHERS, 0.4)
    world.blood[REBELS, 1] = 50.0
    if case == "third people":
        world.blood[REBELS] = 0.0, 0.0, 50.0
    elif case == "own people":
        world.blood[REBELS] = 50.0, 0.0, 0.0
    elif case == "no people":
        world.factions["community"][OTHERS] = -1
    elif case == "one side":
        world.factions["side"][OTHERS] = world.factions["side"][REBELS]
    else:
        set_numbers(world, "relations", blood=0.0)
    assert shifted(REBELS, OTHERS, world) == pytest.approx(0.4, rel=NEAR)


def test_armed_groups_quarrel_over_ground_that_both_hold() -> None:
    """A quarter of 600 and none of 400 of 1001 people: 0.5 * 150 / 1001 of the 0.6 left."""
    world = related()
    pair(world, REBELS, OTHERS, 0.4)
    world.places["persons"] = 0.0
    world.places["persons"][:2] = 600.0, 400.0
    world.control[REBELS, :2], world.control[OTHERS, :2] = (0.25, 1.0), (0.5, 0.0)
    expected = 0.4 + 0.5 * 150.0 / 1001.0 * 0.6
    assert shifted(REBELS, OTHERS, world) == pytest.approx(expected, rel=NEAR)


@pytest.mark.parametrize("case", ["state", "ally", "effect"])
def test_who_shares_ground_with_the_state_or_an_ally_does_not_quarrel_over_it(case: str) -> None:
    world = related()
    other = STATE if case == "state" else OTHERS
    pair(world, REBELS, other, 0.4)
    world.control[REBELS], world.control[other] = 0.5, 0.5
    if case == "ally":
        world.factions["side"][OTHERS] = world.factions["side"][REBELS]
    elif case == "effect":
        set_numbers(world, "relations", quarrel=0.0)
    assert shifted(REBELS, other, world) == pytest.approx(0.4, rel=NEAR)


@pytest.mark.parametrize(
    ("standing", "moves"),
    [(FIGHTING, True), (SIGNED, True), (ABSENT, False), (FADED, False), (MERGED, False)],
)
def test_only_who_is_there_to_be_met_changes_its_relations(standing: int, moves: bool) -> None:
    world = related()
    pair(world, REBELS, OTHERS, 0.4)
    world.blood[REBELS, 1] = 3.0
    world.factions["standing"][OTHERS] = standing
    expected = 0.4519860 if moves else 0.4
    assert shifted(REBELS, OTHERS, world) == pytest.approx(expected, rel=NEAR)


def test_trust_returns_half_way_to_indifference_by_its_rate() -> None:
    """0.125 of the way to 0.5: from 0.1 to 0.15, from 0.9 to 0.85, each way by itself."""
    world = related()
    world.trust[REBELS, OTHERS], world.trust[OTHERS, REBELS] = 0.1, 0.9
    relations.shift(world)
    assert world.trust[REBELS, OTHERS] == pytest.approx(0.15, rel=NEAR)
    assert world.trust[OTHERS, REBELS] == pytest.approx(0.85, rel=NEAR)


@pytest.mark.parametrize(("before", "fights"), [(0.49, True), (0.45, False)])
def test_who_has_become_hostile_enough_fights(before: float, fights: bool) -> None:
    """0.49 + 0.0866434 * 0.51 = 0.534; 0.45 + 0.0866434 * 0.55 = 0.498 is less than 0.5."""
    world = related()
    pair(world, REBELS, OTHERS, before)
    set_hostilities(world)
    assert not world.hostile[REBELS, OTHERS]
    world.blood[REBELS, 1] = 3.0
    relations.shift(world)
    assert world.hostile[REBELS, OTHERS] == world.hostile[OTHERS, REBELS] == fights
    assert world.hatred[REBELS, 1] == pytest.approx(3.1367525 if fights else 1.0, rel=1e-5)


# whose people suffer


def aimed(**columns: Any) -> World:
    """The rebels, at 0.75 to the others and 0.4 to the guard; columns of the rebels."""
    world = related()
    pair(world, REBELS, OTHERS, 0.75)
    pair(world, REBELS, GUARD, 0.4)
    world.factions["discipline"][REBELS], world.factions["lines"][REBELS] = 0.2, 0.0
    world.factions["goal"][REBELS] = FOR_GOVERNMENT
    for name, value in columns.items():
        world.factions[name][REBELS] = value
    stances.take_aim(world)
    return world


def test_a_faction_spares_its_own_and_attacks_its_enemies_people_more_than_strangers() -> None:
    """Its own 0.1; the others' 1 + 4 * 0.75; the guard's, whom it does not fight, as strangers."""
    world = aimed()
    assert world.hatred[REBELS] == pytest.approx([0.1, 4.0, 1.0], rel=NEAR)
    assert world.hatred[OTHERS] == pytest.approx([4.0, 0.1, 1.0], rel=NEAR)
    assert world.hatred[STATE].tolist() == [1.0, 1.0, 1.0]


def test_without_a_community_a_faction_spares_none() -> None:
    assert aimed(community=-1).hatred[REBELS] == pytest.approx([1.0, 4.0, 1.0], rel=NEAR)


def test_without_enmity_nobody_is_a_target_more_than_others_and_nobody_fears() -> None:
    world = related()
    stances.take_aim(world)
    own = np.array([[1.0, 1.0, 1.0], [0.1, 1.0, 1.0], [1.0, 0.1, 1.0], [1.0, 1.0, 0.1]])
    assert world.hatred[:4] == pytest.approx(own)
    assert not world.threat.any()


def test_the_worst_of_those_who_stand_for_a_people_counts_and_who_is_gone_does_not() -> None:
    """The guard stands for the others' people too, at 0.9: 1 + 4 * 0.9; gone, 1 + 4 * 0.75."""
    for standing, expected in ((FIGHTING, 4.6), (SIGNED, 4.6), (FADED, 4.0)):
        world = related()
        pair(world, REBELS, OTHERS, 0.75)
        pair(world, REBELS, GUARD, 0.9)
        world.factions["community"][GUARD] = 1
        world.factions["standing"][GUARD] = standing
        stances.take_aim(world)
        assert world.hatred[REBELS] == pytest.approx([0.1, expected, 1.0], rel=NEAR)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({}, 0.15),  # 0.75 * 0.8 * 0.25: raiders
        ({"lines": 1.0}, 0.15),  # nor does who wants the whole country expel
        ({"lines": 1.0, "goal": FOR_RENTS}, 0.15),
        ({"goal": FOR_TERRITORY}, 0.15),
        ({"lines": 1.0, "goal": FOR_TERRITORY}, 0.6),  # who holds lines for its own land
        ({"lines": 0.5, "goal": FOR_TERRITORY}, 0.375),  # 0.25 + 0.75 * 0.5
        ({"discipline": 1.0, "lines": 1.0, "goal": FOR_TERRITORY}, 0.0),
    ],
)
def test_an_enemys_people_fear_the_undisciplined_who_want_the_land_for_themselves(
    columns: dict[str, float], expected: float
) -> None:
    """Its own people and those whom it does not fight have nothing to fear from its rule."""
    world = aimed(**columns)
    assert world.threat[REBELS] == pytest.approx([0.0, expected, 0.0], rel=NEAR)
