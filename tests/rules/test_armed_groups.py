"""Militias that communities raise and groups that join stronger ones, worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rules.bench import a_world, set_numbers
from rules.fixed_luck import fix_luck, key_of
from sim.luck import streams
from sim.mechanisms import armed_groups
from sim.state import tally
from sim.state.factions import ABSENT, ACTIVE, FADED, FIGHTING, GANG, HOLD, MERGED, MILITIA, SIGNED
from sim.state.factions import REBELS as REBELS_KIND
from sim.state.factions import STATE as STATE_KIND
from sim.state.world import World

STATE, REBELS, OTHERS, GUARD = range(4)  # rows of Zambara's factions; the guard is the state's
HIT = 1  # the community that is attacked; nobody fights for it
NEAR = 1e-6  # columns of factions and of places have 32 bits


def attacked(trust: float = 0.5, held: float = 0.4) -> World:
    """Community 1 has 10,000 people in each of four places; 4, 1, 2 and 3 of them were killed.

    Trust in the state 0.5 and control by it 0.4 leave 1 - 0.2 = 0.8 of the killed unprotected: 8 of
    40,001: 19.9995 of 100,000. Half of 0.2 would be reached at 20.
    """
    world = a_world()
    set_numbers(world, "armed_groups", form=0.2, form_half=20.0, form_share=0.01, form_places=2)
    set_numbers(world, "armed_groups", beside_state=0.25, discipline=0.3)
    set_numbers(world, "recruitment", first_row=30.0)
    world.factions["community"][:4] = -1, 0, -1, 2
    world.mood[:, HIT, :] = 0.0
    world.mood[:4, HIT, 0] = 10_000.0
    world.wounds[:], world.joined[:] = 0.0, 0.0
    world.wounds[:4, HIT] = 4.0, 1.0, 2.0, 3.0
    world.places["trust_state"], world.places["state_control"] = trust, held
    return world


def arise(
    monkeypatch: pytest.MonkeyPatch, world: World, luck: float = 0.0, community: int = HIT
) -> bool:
    """Whether a militia has formed in a month of this luck."""
    before = world.faction_count
    with monkeypatch.context() as month:
        fix_luck(month, world, {(streams.MILITIA, community, 0): luck})
        armed_groups.arise(world)
    return world.faction_count > before


# whether one forms


@pytest.mark.parametrize(("luck", "forms"), [(0.09999, True), (0.10001, False)])
def test_a_community_arms_itself_by_its_unprotected_dead(
    monkeypatch: pytest.MonkeyPatch, luck: float, forms: bool
) -> None:
    """0.2 * 19.9995 / 39.9995 = 0.099999."""
    assert arise(monkeypatch, attacked(), luck) == forms


@pytest.mark.parametrize(
    ("trust", "held", "hazard"), [(0.0, 1.0, 0.1111106), (0.5, 1.0, 0.0769225)]
)
def test_who_trusts_a_state_that_is_there_arms_itself_less(
    monkeypatch: pytest.MonkeyPatch, trust: float, held: float, hazard: float
) -> None:
    """Nobody trusts it: 24.999 of 100,000, 0.2 * 24.999 / 44.999; half: 12.4997 / 32.4997."""
    for over, forms in ((0.9999, True), (1.0001, False)):
        assert arise(monkeypatch, attacked(trust, held), hazard * over) == forms


@pytest.mark.parametrize(
    "case",
    ["nobody killed", "protected", "fought for", "no room", "few people", "all joined", "effect"],
)
def test_no_militia_forms_without_need_and_people(
    monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    """At the lowest draw; of 99 people in a place a hundredth is not a person."""
    world = attacked()
    if case == "nobody killed":
        world.wounds[:] = 0.0
    elif case == "protected":
        world.places["trust_state"] = world.places["state_control"] = 1.0
    elif case == "fought for":
        world.factions["community"][GUARD] = HIT
    elif case == "no room":
        world.faction_count = len(world.factions)
    elif case == "few people":
        world.mood[:, HIT, 0] = 99.0
    elif case == "all joined":
        world.joined[:, HIT] = 10_000.0
    else:
        set_numbers(world, "armed_groups", form=0.0)
    rows = len(world.combatants)
    assert not arise(monkeypatch, world)
    assert (len(world.combatants), world.chronicle) == (rows, [])


@pytest.mark.parametrize("standing", [ABSENT, SIGNED, FADED])
def test_who_has_laid_down_arms_or_is_gone_fights_for_nobody(
    monkeypatch: pytest.MonkeyPatch, standing: int
) -> None:
    world = attacked()
    world.factions["community"][GUARD], world.factions["standing"][GUARD] = HIT, standing
    assert arise(monkeypatch, world)


def test_every_community_arms_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Luck is drawn by community: who was not attacked does not arm at the lowest draw."""
    world = attacked()
    world.factions["standing"][[REBELS, GUARD]] = FADED
    assert not arise(monkeypatch, world, community=0)
    assert not arise(monkeypatch, world, community=2)
    assert arise(monkeypatch, world, community=HIT)


# on whose side


@pytest.mark.parametrize(("trust", "beside"), [(0.26, True), (0.24, False)])
@pytest.mark.parametrize("held", [0.0, 1.0])
def test_a_militia_fights_beside_a_state_that_is_trusted_where_it_was_hit(
    monkeypatch: pytest.MonkeyPatch, trust: float, held: float, beside: bool
) -> None:
    """From 0.25, however much of the country the state holds."""
    world = attacked(trust, held)
    sides = world.side_count
    assert arise(monkeypatch, world)
    assert world.factions["side"][4] == (world.governing if beside else sides)
    assert world.side_count == (sides if beside else sides + 1)
    enmity = 0.0 if beside else 0.3
    assert world.enmity[4, STATE] == pytest.approx(enmity, rel=NEAR)
    assert not world.hostile[4, STATE]


def test_trust_counts_where_people_were_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """0.4 by 4 of 10 and 0.1 by the rest: 0.22; where nobody was killed all trust it."""
    world = attacked(1.0, 0.0)
    world.places["trust_state"][:4] = 0.4, 0.1, 0.1, 0.1
    assert arise(monkeypatch, world)
    assert world.factions["side"][4] != world.governing
    world = attacked(0.0, 0.0)
    world.places["trust_state"][:4] = 0.6, 0.1, 0.1, 0.1  # 0.3
    assert arise(monkeypatch, world)
    assert world.factions["side"][4] == world.governing


# what it is


def formed(monkeypatch: pytest.MonkeyPatch, **numbers: float) -> World:
    world = attacked(trust=0.0)
    world.places["persons"] = 20_000.0
    set_numbers(world, "armed_groups", **numbers)
    assert arise(monkeypatch, world)
    return world


def test_the_places_hit_hardest_arm_a_share_of_the_community(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first (4 killed) and the fourth (3): 100 of 10,000 each, in 3 rows; nobody is invented.

    They are taken off their community, and nobody off others or elsewhere.
    """
    world = formed(monkeypatch)
    bands = world.bands[world.bands["faction"] == 4]
    assert bands["place"].tolist() == bands["home"].tolist() == [0, 3]
    rows = world.combatants[world.combatants["faction"] == 4]
    assert rows["place"].tolist() == [0] * 3 + [3] * 3
    assert rows["weight"] == pytest.approx([100.0 / 3.0] * 6)
    assert set(rows["status"].tolist()) == {ACTIVE}
    assert len(set(rows["key"].tolist())) == 6
    assert world.bands["faction"][rows["band"]].tolist() == [4] * 6
    assert (world.bands["abusive"][rows["band"]] == rows["abusive"]).all()
    assert world.joined[[0, 3], HIT].tolist() == [100.0, 100.0]
    assert world.joined.sum() == world.outflow["recruited"] == 200.0
    assert world.factions["fighters"][4] == world.factions["initial"][4] == 200.0
    tally.fighters(world)
    assert world.factions["fighters"][4] == pytest.approx(200.0)


def test_who_has_joined_others_this_month_does_not_arm_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A hundredth of 10,000 - 4,000."""
    world = attacked()
    world.joined[0, HIT] = 4000.0
    assert arise(monkeypatch, world)
    assert world.joined[[0, 3], HIT].tolist() == [4060.0, 100.0]
    assert world.factions["fighters"][4] == 160.0


def test_where_too_few_live_the_next_place_arms(monkeypatch: pytest.MonkeyPatch) -> None:
    """99 people in the place hit hardest do not make a fighter: the fourth and third arm."""
    world = attacked()
    world.mood[0, HIT, 0] = 99.0
    assert arise(monkeypatch, world)
    assert world.bands["place"][world.bands["faction"] == 4].tolist() == [3, 2]


def test_how_many_places_arm_and_what_share_are_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    world = formed(monkeypatch, form_places=1, form_share=0.02)
    assert world.joined[:4, HIT].tolist() == [200.0, 0.0, 0.0, 0.0]
    world = formed(monkeypatch, form_places=9)
    assert world.joined[:5, HIT].tolist() == [100.0] * 4 + [0.0]  # no fifth place was hit


def test_a_new_militia_is_a_faction_like_others_with_a_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It guards its own against others' groups at 0.45, and fights none of them yet."""
    world = formed(monkeypatch)
    row, people = world.factions[4], world.case.region.community_names[HIT]
    assert (row["kind"], row["community"], row["standing"]) == (MILITIA, HIT, FIGHTING)
    assert (row["posture"], row["target"], row["parent"]) == (HOLD, -1, -1)
    assert row["discipline"] == pytest.approx(0.3, rel=NEAR)
    assert (row["quality"], row["cohesion"], row["losses"]) == (1.0, 0.5, 0.0)
    assert row["heed"] == pytest.approx(world.mission.impartial, rel=NEAR)
    assert row["key"] > 0 and row["key"] not in world.factions["key"][:4].tolist()
    assert world.names[4] == f"{people} militia" and world.sides[row["side"]] == world.names[4]
    assert world.enmity[4, [REBELS, GUARD]] == pytest.approx([0.45, 0.3], rel=NEAR)
    assert not world.hostile[4].any()
    assert world.hatred[4, HIT] == pytest.approx(0.1)
    assert (world.trust[4] == 0.5).all()
    assert world.chronicle == [(0, 4, "formed")]


def test_a_second_militia_of_a_people_has_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    world = formed(monkeypatch)
    world.factions["standing"][4] = FADED
    assert arise(monkeypatch, world)
    assert world.names[5] == world.names[4] + " 2"


# mergers


def weak(**columns: Any) -> World:
    """The rebels (100, supply 0.2) may join the others (300, supply 0.7): 0.4 * 0.5 = 0.2 a month.

    Columns: of the rebels, or by `others_` of the others.
    """
    world = a_world()
    set_numbers(world, "armed_groups", form=0.0, merge=0.4, merge_below=0.4)
    world.factions["fighters"][:4] = 9000.0, 100.0, 300.0, 9000.0
    world.factions["supply"][:4] = 1.0, 0.2, 0.7, 1.0
    world.enmity[REBELS, OTHERS] = world.enmity[OTHERS, REBELS] = 0.35
    for name, value in columns.items():
        f = OTHERS if name.startswith("others_") else REBELS
        world.factions[name.removeprefix("others_")][f] = value
    return world


def merges(monkeypatch: pytest.MonkeyPatch, world: World, luck: float = 0.0) -> bool:
    with monkeypatch.context() as month:
        fix_luck(month, world, {(streams.MERGE, key_of(world, REBELS), 0): luck})
        armed_groups.arise(world)
    gone = world.factions["standing"][:4] == MERGED
    assert not gone[[STATE, OTHERS, GUARD]].any()
    return bool(gone[REBELS])


@pytest.mark.parametrize(("luck", "joins"), [(0.1999, True), (0.2001, False)])
def test_a_group_without_supply_joins_one_that_is_stronger_and_better_supplied(
    monkeypatch: pytest.MonkeyPatch, luck: float, joins: bool
) -> None:
    world = weak()
    own = world.combatants["faction"] == REBELS
    before = world.combatants.copy()
    assert merges(monkeypatch, world, luck) == joins
    assert set(world.combatants["faction"][own].tolist()) == {OTHERS if joins else REBELS}
    assert (world.combatants["weight"] == before["weight"]).all()
    assert world.factions["fighters"][[REBELS, OTHERS]].sum() == 400.0
    assert world.hostile[REBELS].any() != joins  # who has joined fights no war of its own
    assert world.chronicle == [(0, REBELS, "merged")] * joins


@pytest.mark.parametrize(
    "columns",
    [
        {"others_supply": 0.2},  # no better supplied
        {"others_supply": 0.1},
        {"others_fighters": 200.0},  # not more than twice as many
        {"others_kind": MILITIA},  # who guards a community stays by itself
        {"kind": MILITIA},
        {"others_kind": STATE_KIND},
        {"kind": STATE_KIND},
        {"side": 0},  # of the side that governs
        {"others_side": 0},
        {"others_standing": SIGNED},
        {"standing": SIGNED},
    ],
)
def test_nobody_joins_who_is_no_better_off_or_of_another_kind(
    monkeypatch: pytest.MonkeyPatch, columns: dict[str, Any]
) -> None:
    assert not merges(monkeypatch, weak(**columns))


@pytest.mark.parametrize(("enmity", "joins"), [(0.39, True), (0.41, False), (1.0, False)])
def test_nobody_joins_an_enemy(monkeypatch: pytest.MonkeyPatch, enmity: float, joins: bool) -> None:
    world = weak()
    world.enmity[REBELS, OTHERS] = world.enmity[OTHERS, REBELS] = enmity
    assert merges(monkeypatch, world) == joins


def test_without_the_effect_nobody_merges(monkeypatch: pytest.MonkeyPatch) -> None:
    world = weak()
    set_numbers(world, "armed_groups", merge=0.0)
    assert not merges(monkeypatch, world)


@pytest.mark.parametrize("who", [REBELS, OTHERS])
def test_foreign_forces_merge_with_nobody(monkeypatch: pytest.MonkeyPatch, who: int) -> None:
    world = weak()
    world.factions["foreign"][who] = 1
    assert not merges(monkeypatch, world)


def test_a_group_joins_the_strongest_of_those_who_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard, a gang on its own side now, has 900: the bands and ground of both stay theirs."""
    world = weak()
    world.factions["side"][GUARD], world.factions["kind"][GUARD] = 7, GANG
    world.factions["fighters"][GUARD], world.factions["kind"][OTHERS] = 900.0, REBELS_KIND
    world.enmity[REBELS, GUARD] = world.enmity[GUARD, REBELS] = 0.1
    bands = np.flatnonzero(world.bands["faction"] == REBELS)
    ground = world.control[REBELS] + world.control[GUARD]
    assert merges(monkeypatch, world)
    assert set(world.bands["faction"][bands].tolist()) == {GUARD}
    assert world.control[GUARD] == pytest.approx(ground)
