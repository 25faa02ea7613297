"""Standing: splits, fading, defeat, victory, return to arms and endings, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from rules.bench import a_world, set_numbers
from rules.fixed_luck import fix_luck, key_of
from sim.luck import streams
from sim.mechanisms import endings, power
from sim.state.events import CHANNEL_DTYPE
from sim.state.factions import (
    ABSENT,
    ACTIVE,
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
    KILLED,
    REMOBILISED,
    REST,
    SIGNED,
    SPOIL,
)
from sim.state.factions import REBELS as REBELS_KIND
from sim.state.factions import STATE as STATE_KIND
from sim.state.world import World, set_hostilities

STATE, REBELS, OTHERS, GUARD = range(4)  # rows of Zambara's factions; the guard is the state's
NEAR = 1e-6  # columns of factions and of places have 32 bits


def ground(world: World, f: int, share: float) -> None:
    """Let a faction hold this share of every place, the state the rest."""
    world.control[:] = 0.0
    world.control[f], world.control[STATE] = share, 1.0 - share


def drawn(monkeypatch: pytest.MonkeyPatch, world: World, stream: int, f: int, luck: float) -> None:
    fix_luck(monkeypatch, world, {(stream, key_of(world, f), 0): luck})


# ground held


def test_ground_is_held_by_the_people_who_live_on_it() -> None:
    """A quarter of 100, three quarters of 300 and half of 600: (25 + 225 + 300) / 1000 = 0.55."""
    world = a_world()
    world.places["persons"] = 0.0
    world.places["persons"][:3] = (100.0, 300.0, 600.0)
    world.control[REBELS] = 0.0
    world.control[REBELS, :4] = (0.25, 0.75, 0.5, 1.0)
    assert endings._held(world, REBELS) == 0.55


def test_in_an_empty_country_nobody_holds_ground() -> None:
    world = a_world()
    world.places["persons"] = 0.0
    assert endings._held(world, REBELS) == 0.0


# victory


def winning(seat: float = 0.5) -> World:
    """The rebels are 120 * 0.5 = 60; the state and guard, and one, 40: a share of 0.6.

    Pressed by 2 * 0.6 - 1 = 0.2; of the capital they hold a half. Nothing breaks at 0.6.
    """
    world = a_world()
    world.factions["fighters"][:4], world.factions["quality"][:4] = (40.0, 120.0, 0.0, 38.0), 0.5
    ground(world, REBELS, 0.0)
    world.control[REBELS, world.seat], world.control[STATE, world.seat] = seat, 1.0 - seat
    set_numbers(world, "power", victory=0.5, rout=0.3, rout_from=0.8)
    return world


def wins(monkeypatch: pytest.MonkeyPatch, world: World, luck: float) -> bool:
    with monkeypatch.context() as month:
        drawn(month, world, streams.VICTORY, REBELS, luck)
        power.change_hands(world)
        won: bool = world.governor == REBELS
    return won


@pytest.mark.parametrize(("luck", "won"), [(0.0499, True), (0.0501, False)])
def test_rebels_who_hold_the_capital_and_are_stronger_than_the_army_may_take_the_state(
    monkeypatch: pytest.MonkeyPatch, luck: float, won: bool
) -> None:
    """0.5 * 0.2 * 0.5 = 0.05."""
    world = winning()
    row = world.factions[REBELS]
    row["talks"], row["posture"], row["sharing"] = 3, CAMPAIGN, 4
    assert wins(monkeypatch, world, luck) == won
    assert row["standing"] == FIGHTING
    assert (row["posture"], row["talks"]) == ((HOLD, 0) if won else (CAMPAIGN, 3))
    assert row["sharing"] == (0 if won else 4)
    assert world.endings[:1] == [(0, REBELS, "victory")] * won
    assert world.chronicle[:1] == [(0, REBELS, "takes the state")] * won


@pytest.mark.parametrize(("luck", "won"), [(0.0999, True), (0.1001, False)])
def test_a_side_takes_the_capital_together(
    monkeypatch: pytest.MonkeyPatch, luck: float, won: bool
) -> None:
    """The others hold the other half, on the rebels' side: 0.5 * 0.2 * 1."""
    world = winning()
    world.factions["side"][OTHERS] = world.factions["side"][REBELS]
    world.control[STATE, world.seat], world.control[OTHERS, world.seat] = 0.0, 0.5
    assert wins(monkeypatch, world, luck) == won


@pytest.mark.parametrize(("luck", "won"), [(0.1199, True), (0.1201, False)])
def test_an_army_that_is_dwarfed_and_does_not_hold_together_breaks(
    monkeypatch: pytest.MonkeyPatch, luck: float, won: bool
) -> None:
    """90 of 90 + 10: (0.9 - 0.8) / 0.2 = 0.5; loose 1 - 0.5 * 0.4 = 0.8: 0.3 * 0.8 * 0.5 = 0.12.

    Nothing of the capital need be theirs.
    """
    world = winning(seat=0.0)
    world.factions["fighters"][:4] = (12.0, 180.0, 0.0, 6.0)
    world.factions["cohesion"][STATE] = 0.4
    assert wins(monkeypatch, world, luck) == won


@pytest.mark.parametrize(
    "reason",
    [
        "no capital",
        "no stronger",
        "the state's side",
        "territory",
        "rents",
        "no war",
        "no state",
        "foreign",
    ],
)
def test_nobody_wins_without_the_capital_strength_and_a_war_for_government(
    monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    """Just as strong: 80 * 0.5 of 40 + 40."""
    world = winning()
    row = world.factions[REBELS]
    if reason == "no capital":
        ground(world, REBELS, 1.0)
        world.control[REBELS, world.seat], world.control[STATE, world.seat] = 0.0, 1.0
    elif reason == "no stronger":
        row["fighters"] = 80.0
    elif reason == "the state's side":
        row["side"] = world.governing
    elif reason == "no war":
        world.hostile[:] = 0
    elif reason == "no state":
        world.governor = -1
    elif reason == "foreign":
        row["foreign"] = 1
    else:
        row["goal"] = FOR_TERRITORY if reason == "territory" else FOR_RENTS
    assert not wins(monkeypatch, world, 0.0)
    assert (world.falls, world.governing) == (0, 0)


def test_the_broken_army_of_a_state_falls_to_none_who_do_not_want_to_govern(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = winning(seat=1.0)
    world.factions["fighters"][[STATE, GUARD]] = 0.0
    for goal in (FOR_TERRITORY, FOR_RENTS):
        world.factions["goal"][REBELS] = goal
        assert not wins(monkeypatch, world, 0.0)
    world.factions["goal"][REBELS] = FOR_GOVERNMENT
    assert wins(monkeypatch, world, 0.0)


# a change of government


def fallen(
    monkeypatch: pytest.MonkeyPatch, stay: int = 4, over: int = 3, claimant: int = -1
) -> tuple[World, dict]:
    """The state has fallen to the rebels; each of its rows stood for 100 soldiers.

    Cohesion 0.4 and defiant 0.5: who draws less than 0.2 fights on; absorbed 0.4 of the rest: less
    than 0.52 goes over; others go home. Returns the world and what it was before.
    """
    world = winning(seat=0.5)
    ground(world, REBELS, 0.25)
    set_numbers(world, "power", defiant=0.5, absorbed=0.4, least_left=300.0, victor_legitimacy=0.8)
    world.factions["cohesion"][STATE], world.factions["hostility"][REBELS] = 0.4, 0.3
    world.mission.consent, world.governments["legitimacy"] = 0.9, 0.5
    if claimant >= 0:
        world.claimant, world.mission.consent = claimant, 0.1
    table = world.combatants
    army = np.flatnonzero(table["faction"] == STATE)
    table["weight"][army] = 100.0
    keys = [int(key) for key in table["key"][army]]
    lots = [0.199] * stay + [0.201, 0.3, 0.519][:over] + [0.521] * (len(army) - stay - over)
    draws = {(streams.DEFECT, k, 0): luck for k, luck in zip(keys, lots, strict=True)}
    draws[streams.VICTORY, key_of(world, REBELS), 0] = 0.0
    before = {"army": army, "combatants": table.copy(), "control": world.control.copy()}
    fix_luck(monkeypatch, world, draws)
    power.change_hands(world)
    set_hostilities(world)
    return world, before


def test_who_takes_the_state_governs_it_with_an_army_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its army aims at the strength that it has, those who came over included."""
    world, _ = fallen(monkeypatch)
    row = world.factions[REBELS]
    assert (world.governing, world.governor, world.falls) == (row["side"], REBELS, 1)
    assert (row["kind"], row["standing"]) == (STATE_KIND, FIGHTING)
    own = (world.combatants["faction"] == REBELS) & (world.combatants["status"] == ACTIVE)
    assert row["fighters"] == pytest.approx(world.combatants["weight"][own].sum())
    assert row["authorised"] == row["fighters"]
    old = world.factions[STATE]
    assert (old["kind"], old["goal"], old["authorised"]) == (REBELS_KIND, FOR_GOVERNMENT, 0.0)
    assert [what for _, f, what in world.chronicle if f == STATE] == ["in opposition"]


def test_a_winner_of_a_certified_count_who_takes_the_state_owes_the_mission_all_it_can_want(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """1 - 0.3, whatever the last government wanted; it won power by arms all the same."""
    world, _ = fallen(monkeypatch, claimant=REBELS)
    assert world.mission.consent == pytest.approx(0.7, rel=NEAR)
    assert (world.claimant, world.usurped) == (-1, 1.0)


def test_offices_lose_legitimacy_and_the_mission_the_consent_of_who_is_hostile_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """0.5 * 0.8; 1 - 0.3."""
    world, _ = fallen(monkeypatch)
    assert world.governments["legitimacy"] == pytest.approx(0.4, rel=NEAR)
    assert world.mission.consent == pytest.approx(0.7, rel=NEAR)


def test_a_victor_who_is_friendly_to_the_mission_gives_it_no_more_consent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = winning()
    world.factions["hostility"][REBELS], world.mission.consent = 0.1, 0.6
    assert wins(monkeypatch, world, 0.0)
    assert world.mission.consent == 0.6


def test_the_old_army_fights_on_goes_over_or_home_and_nobody_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """4 rows of 100 fight on, 3 join the victor's nearest bands, the others go home."""
    world, before = fallen(monkeypatch)
    table, was, army = world.combatants, before["combatants"], before["army"]
    assert len(table) == len(was) and (table["weight"] == was["weight"]).all()
    assert table["faction"][army].tolist() == [STATE] * 4 + [REBELS] * 3 + [STATE] * (len(army) - 7)
    home = [DEMOBILISED] * (len(army) - 7)
    assert table["status"][army].tolist() == [ACTIVE] * 7 + home
    assert not table["weeks"][army[7:]].any()
    others = np.setdiff1d(np.arange(len(table)), army)
    assert (table[others] == was[others]).all()
    for i in army[4:7]:
        band = world.bands[table["band"][i]]
        assert (band["faction"], band["place"]) == (REBELS, table["place"][i])
        hours = world.roads.hours_between[was["place"][i]]
        theirs = world.bands["place"][world.bands["faction"] == REBELS]
        assert hours[band["place"]] == hours[theirs].min()
    assert world.factions["fighters"][STATE] == 400.0
    assert world.factions["standing"][STATE] == FIGHTING


def test_an_army_in_opposition_keeps_its_ground_but_for_the_capital(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world, before = fallen(monkeypatch)
    here, there = world.seat, [p for p in range(world.place_count) if p != world.seat]
    assert (world.control[REBELS, here], world.control[STATE, here]) == (1.0, 0.0)
    assert (world.control[:, there] == before["control"][:, there]).all()


@pytest.mark.parametrize(("stay", "left"), [(2, False), (3, True)])
def test_an_army_of_which_too_few_are_left_is_defeated_and_all_go_home(
    monkeypatch: pytest.MonkeyPatch, stay: int, left: bool
) -> None:
    """200 are fewer than 300 and 300 are not; then all of its ground goes to who governs."""
    world, before = fallen(monkeypatch, stay)
    status = world.combatants["status"][before["army"][:stay]].tolist()
    assert status == [ACTIVE if left else DEMOBILISED] * stay
    assert world.factions["standing"][STATE] == (FIGHTING if left else DEFEATED)
    assert world.factions["fighters"][STATE] == (300.0 if left else 0.0)
    assert world.control.sum(axis=0) == pytest.approx(1.0)
    assert world.control[STATE].any() == left


def test_soldiers_who_had_come_back_to_arms_count_as_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = winning()
    rows = np.flatnonzero(world.combatants["faction"] == STATE)
    world.combatants["status"][rows] = REMOBILISED
    set_numbers(world, "power", absorbed=0.0)
    fix_luck(monkeypatch, world, {(streams.VICTORY, key_of(world, REBELS), 0): 0.0})
    power.change_hands(world)
    assert (world.combatants["status"][rows] == DEMOBILISED).all()


def test_who_governed_and_who_rebels_are_enemies_of_who_governs_now(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The guard, a militia that wants its territory, is wary of them at 0.3, and so at peace."""
    world, _ = fallen(monkeypatch)
    assert world.enmity[REBELS, :4] == pytest.approx([1.0, 0.0, 1.0, 0.3], rel=NEAR)
    assert world.natural[REBELS, :4] == pytest.approx([1.0, 0.0, 1.0, 0.3], rel=NEAR)
    assert world.hostile[REBELS, :4].tolist() == [1, 0, 1, 0]
    assert not world.hostile[STATE, GUARD]  # they are still of one side
    assert world.enmity[STATE, OTHERS] == pytest.approx(0.35, rel=NEAR)


def test_an_army_sent_from_abroad_is_left_as_it_is_when_its_host_falls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = winning()
    world.factions["kind"][GUARD], world.factions["foreign"][GUARD] = STATE_KIND, 1
    was = world.combatants[world.combatants["faction"] == GUARD].copy()
    assert wins(monkeypatch, world, 0.0)
    assert world.factions["kind"][GUARD] == STATE_KIND
    assert (world.combatants[world.combatants["faction"] == GUARD] == was).all()


# partition


def holding(share: float = 0.75) -> World:
    """The rebels want their people's land: 600 and 200 of these live there, all of it or none.

    They hold `share` of the first place. Weariness 0.5 of both: it hurts by 0.25.
    """
    world = a_world()
    row = world.factions[REBELS]
    row["goal"], row["community"], row["weariness"], row["talks"] = FOR_TERRITORY, 0, 0.5, 2
    world.factions["weariness"][STATE] = 0.5
    world.mood[:, 0, 0] = 0.0
    world.mood[:2, 0, 0] = 600.0, 200.0
    world.mood[2:, 1, 0] = 9000.0  # strangers do not count
    world.control[:] = 0.0
    world.control[REBELS, 0] = share
    set_numbers(world, "endings", partition=0.4, homeland=0.5)
    return world


def parts(monkeypatch: pytest.MonkeyPatch, world: World, luck: float) -> bool:
    with monkeypatch.context() as month:
        drawn(month, world, streams.PARTITION, REBELS, luck)
        found: bool = endings._parts(world, REBELS)
    return found


@pytest.mark.parametrize(("luck", "over"), [(0.0999, True), (0.1001, False)])
def test_a_war_for_land_ends_at_the_line_where_it_hurts_both(
    monkeypatch: pytest.MonkeyPatch, luck: float, over: bool
) -> None:
    """450 of 801 are more than half; 0.4 * 0.5 * 0.5 = 0.1. What they hold stays theirs."""
    world = holding()
    row = world.factions[REBELS]
    assert parts(monkeypatch, world, luck) == over
    assert row["standing"] == (SIGNED if over else FIGHTING)
    assert world.endings == [(0, REBELS, "partition")] * over
    assert world.control[REBELS, 0] == 0.75
    if over:
        deal = (row["posture"], row["talks"], row["signed"], row["ripe"], row["kept"])
        assert deal == (IMPLEMENT, 0, 1, 0.5, 0.0)


@pytest.mark.parametrize(
    "reason", ["little of it", "government", "rents", "no people", "fresh", "fresh foe", "no war"]
)
def test_no_land_is_parted_without_a_homeland_a_wish_for_it_and_weariness(
    monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    """0.66 * 600 = 396 of 801 are less than a half."""
    world = holding(0.66 if reason == "little of it" else 0.75)
    row = world.factions[REBELS]
    if reason == "government":
        row["goal"] = FOR_GOVERNMENT
    elif reason == "rents":
        row["goal"] = FOR_RENTS
    elif reason == "no people":
        row["community"] = -1
    elif reason == "fresh":
        row["weariness"] = 0.0
    elif reason == "fresh foe":
        world.factions["weariness"][STATE] = 0.0
    elif reason == "no war":
        world.hostile[:] = 0
    assert not parts(monkeypatch, world, 0.0)
    assert row["standing"] == FIGHTING


# coups


def tottering() -> World:
    """The army's cohesion is 0.5 and the state holds 0.6 of the people."""
    world = a_world()
    world.factions["cohesion"][STATE] = 0.5
    world.governments["legitimacy"] = 0.8
    world.places["persons"] = 1000.0
    world.places["state_control"] = 0.6
    set_numbers(world, "power", coup=0.2, coup_cohesion=0.25)
    set_numbers(world, "politics", crisis_months=6.0)
    return world


@pytest.mark.parametrize(("luck", "turns"), [(0.0199, True), (0.0201, False)])
def test_an_army_that_falls_apart_while_the_country_is_lost_may_turn_on_its_government(
    monkeypatch: pytest.MonkeyPatch, luck: float, turns: bool
) -> None:
    """0.2 * 0.5**2 * 0.4 = 0.02; a quarter of cohesion and legitimacy goes; 0.25 * 6 months.

    Who governs is a government of the same side still: the war goes on.
    """
    world = tottering()
    drawn(monkeypatch, world, streams.COUP, STATE, luck)
    power._turn_on_government(world)
    assert world.factions["cohesion"][STATE] == pytest.approx(0.375 if turns else 0.5, rel=NEAR)
    legitimacy = pytest.approx(0.6 if turns else 0.8, rel=NEAR)
    assert world.governments["legitimacy"] == legitimacy
    assert (world.crisis, world.falls) == ((1.5, 1) if turns else (0.0, 0))
    assert (world.governing, world.governor) == (0, STATE)
    assert world.chronicle == [(0, STATE, "coup")] * turns


@pytest.mark.parametrize("reason", ["firm", "all held", "a crisis", "peace", "no army"])
def test_no_army_turns_without_a_reason(monkeypatch: pytest.MonkeyPatch, reason: str) -> None:
    world = tottering()
    if reason == "firm":
        world.factions["cohesion"][STATE] = 1.0
    elif reason == "all held":
        world.places["state_control"] = 1.0
    elif reason == "a crisis":
        world.crisis = 1.0
    elif reason == "peace":
        world.war_over = 0
    else:
        world.governor = -1
    fix_luck(monkeypatch, world, otherwise=0.0)
    power._turn_on_government(world)
    assert (world.falls, world.chronicle) == (0, [])


# fading and defeat


def fading() -> World:
    """Rebels not yet weak (30 of 100, weak below a quarter), worn by 0.11875.

    (0.625 - 0.25) / 0.75 = 0.5; * (1.2 - 0.25) * (1 - 0.5)**2 = 0.5 * 0.95 * 0.25 = 0.11875.
    """
    world = a_world()
    world.places["persons"] = 1000.0
    row = world.factions[REBELS]
    row["fighters"], row["initial"], row["weariness"], row["supply"] = 30.0, 100.0, 0.625, 0.25
    ground(world, REBELS, 0.5)
    set_numbers(world, "endings", fade_share=0.25, fade_rate=0.4, fade_worn=0.25)
    return world


def fades(monkeypatch: pytest.MonkeyPatch, world: World, luck: float) -> bool:
    drawn(monkeypatch, world, streams.FADE, REBELS, luck)
    return endings._fades(world, REBELS)


@pytest.mark.parametrize(("luck", "gone"), [(0.0474, True), (0.0476, False)])
def test_a_worn_faction_dissolves_the_sooner_the_poorer_and_the_less_it_holds(
    monkeypatch: pytest.MonkeyPatch, luck: float, gone: bool
) -> None:
    """0.4 * 0.11875 = 0.0475."""
    assert fades(monkeypatch, fading(), luck) == gone


@pytest.mark.parametrize(("luck", "gone"), [(0.0284, True), (0.0286, False)])
def test_who_is_sheltered_behind_a_border_fades_the_less(
    monkeypatch: pytest.MonkeyPatch, luck: float, gone: bool
) -> None:
    """0.0475 * (1 - 0.4) = 0.0285; fully sheltered, never."""
    world, sheltered = fading(), fading()
    world.factions["sanctuary"][REBELS], sheltered.factions["sanctuary"][REBELS] = 0.4, 1.0
    assert fades(monkeypatch, world, luck) == gone
    assert not fades(monkeypatch, sheltered, 0.0)


@pytest.mark.parametrize(("fighters", "luck", "gone"), [(24, 0.399, True), (24, 0.401, False)])
def test_a_remnant_dissolves_by_the_whole_rate(
    monkeypatch: pytest.MonkeyPatch, fighters: int, luck: float, gone: bool
) -> None:
    """24 are fewer than 0.25 * 100: 0.4 * 1."""
    world = fading()
    world.factions["fighters"][REBELS] = fighters
    assert fades(monkeypatch, world, luck) == gone


def test_a_quarter_of_its_first_strength_is_no_remnant(monkeypatch: pytest.MonkeyPatch) -> None:
    world = fading()
    world.factions["fighters"][REBELS] = 25.0
    assert not fades(monkeypatch, world, 0.1)


def test_who_is_no_more_weary_than_most_does_not_fade(monkeypatch: pytest.MonkeyPatch) -> None:
    """0.125 - 0.25 counts as 0: no chance at the lowest draw."""
    world = fading()
    world.factions["weariness"][REBELS] = 0.125
    assert not fades(monkeypatch, world, 0.0)


def test_who_is_worn_beyond_bearing_is_worn_even_where_all_bear_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Borne up to 1: (1 - 1) / 1e-9 is 0, not a fault."""
    world = fading()
    world.factions["weariness"][REBELS] = 1.0
    set_numbers(world, "endings", fade_worn=1.0)
    assert not fades(monkeypatch, world, 0.0)


def test_the_states_own_forces_do_not_fade(monkeypatch: pytest.MonkeyPatch) -> None:
    world = fading()
    world.factions["side"][REBELS] = 0
    assert not fades(monkeypatch, world, 0.0)
    assert world.factions["standing"][REBELS] == FIGHTING


@pytest.mark.parametrize(
    ("share", "foes", "beaten"),
    [(0.04, 121.0, True), (0.04, 119.0, False), (0.06, 121.0, False), (0.06, 119.0, False)],
)
def test_a_rout_is_a_defeat_and_a_quiet_end_is_not(
    monkeypatch: pytest.MonkeyPatch, share: float, foes: float, beaten: bool
) -> None:
    """Less than 0.05 of the people; 30 of 30 + 121 is less than 0.2, 30 of 30 + 119 more."""
    world = fading()
    ground(world, REBELS, share)
    world.factions["quality"][:4] = 1.0
    world.factions["fighters"][[STATE, OTHERS, GUARD]] = (foes, 0.0, 0.0)
    row, table = world.factions[REBELS], world.combatants
    row["posture"], row["talks"], row["truce"] = CEASEFIRE, 2, 3
    table["weeks"] = 9
    own, foreign = (np.flatnonzero(table["faction"] == f) for f in (REBELS, OTHERS))
    table["status"][own[:3]] = (REMOBILISED, KILLED, CANTONED)
    assert fades(monkeypatch, world, 0.0)
    assert row["standing"] == (DEFEATED if beaten else FADED)
    assert (row["posture"], row["talks"], row["truce"]) == (REST, 0, 0)
    assert world.endings == [(0, REBELS, "victory" if beaten else "fading")]
    assert world.chronicle == [(0, REBELS, "defeated" if beaten else "fading")]
    home = (DEMOBILISED, KILLED, CANTONED, DEMOBILISED)
    assert table["status"][own[:4]].tolist() == list(home)
    assert table["weeks"][own[:4]].tolist() == [0, 9, 9, 0]
    assert (table["status"][foreign] == ACTIVE).all()
    assert (table["weeks"][foreign] == 9).all()


def test_a_tenth_of_the_ground_is_no_defeat_at_just_a_fifth_of_the_strength(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """30 of 30 + 120 is 0.2, not less."""
    world = fading()
    ground(world, REBELS, 0.0)
    world.factions["quality"][:4] = 1.0
    world.factions["fighters"][[STATE, OTHERS, GUARD]] = (120.0, 0.0, 0.0)
    assert fades(monkeypatch, world, 0.0)
    assert world.factions["standing"][REBELS] == FADED


def test_who_holds_a_twentieth_of_the_people_is_not_beaten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Just 0.05 is not less than 0.05, whatever the strength."""
    world = fading()
    world.factions["fighters"][REBELS] = 1.0
    monkeypatch.setattr(endings, "_held", lambda *_: 0.05)
    assert fades(monkeypatch, world, 0.0)
    assert world.factions["standing"][REBELS] == FADED


# splits


def splitting() -> World:
    """Cohesion 0.25: 0.48 / 12 * 0.75 = 0.03 a month; in talks 1 + 1.5 times: 0.075."""
    world = a_world()
    row = world.factions[REBELS]
    row["cohesion"], row["fighters"], row["initial"] = 0.25, 800.0, 1000.0
    set_numbers(world, "endings", split=0.48)
    set_numbers(world, "endings", split_talks=1.5)
    return world


def split(
    monkeypatch: pytest.MonkeyPatch, world: World, luck: float, leaving: int = 5
) -> np.ndarray:
    """A month of the rebels; the first bands leave, drawn just below 0.35, the rest just not."""
    own = np.flatnonzero(world.bands["faction"] == REBELS)
    draws = {(streams.SPLIT, key_of(world, REBELS), 0): luck}
    for i, band in enumerate(own):
        key = int(world.bands["key"][band])
        draws[streams.SPLIT_BAND, key, 0] = 0.349 if i < leaving else 0.35
    with monkeypatch.context() as month:
        fix_luck(month, world, draws)
        endings._splits(world, REBELS)
    return own


@pytest.mark.parametrize(
    ("talks", "signed", "hazard"),
    [(0, 0, 0.03), (1, 0, 0.075), (0, 1, 0.075), (0, 35, 0.075), (0, 36, 0.03)],
)
def test_factions_split_by_want_of_cohesion_and_over_talks_and_young_deals(
    monkeypatch: pytest.MonkeyPatch, talks: int, signed: int, hazard: float
) -> None:
    for over, names in ((0.999, 5), (1.001, 4)):
        world = splitting()
        world.factions["talks"][REBELS], world.factions["signed"][REBELS] = talks, signed
        split(monkeypatch, world, hazard * over)
        assert len(world.names) == names


def test_whom_nothing_divides_does_not_split(monkeypatch: pytest.MonkeyPatch) -> None:
    world = splitting()
    world.factions["cohesion"][REBELS] = 1.0
    split(monkeypatch, world, 0.0)
    assert len(world.names) == 4


def test_a_splinter_takes_its_bands_fighters_and_part_of_the_ground(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The share of bands that leaves is the share of fighters and of ground."""
    world = splitting()
    row = world.factions[REBELS]
    row["talks"], row["signed"], row["offered"], row["refused"] = 4, 5, 6, 1
    row["standing"], row["posture"] = SIGNED, IMPLEMENT
    row["sharing"], row["discipline"] = 3, 0.625
    world.control[REBELS] = 0.5
    own = split(monkeypatch, world, 0.0)
    share = 5 / len(own)
    assert (len(own), world.names[4]) == (38, "Western Liberation Front splinter 1")
    child = world.factions[4]
    assert child["key"] == streams.key_of(key_of(world, REBELS), 1)
    assert (child["parent"], child["side"], world.sides[3]) == (REBELS, 3, world.names[4])
    assert (child["standing"], child["posture"], child["talks"]) == (FIGHTING, SPOIL, 0)
    assert (child["signed"], child["offered"], child["refused"]) == (0, 0, 0)
    assert (child["sharing"], child["discipline"]) == (3, 0.625)
    assert child["initial"] == pytest.approx(1000 * share)
    assert child["fighters"] == pytest.approx(800 * share)
    assert world.chronicle == [(0, REBELS, "split")]
    assert (world.bands["faction"][own[:5]] == 4).all()
    assert (world.bands["faction"][own[5:]] == REBELS).all()
    followers = world.combatants["faction"][np.isin(world.combatants["band"], own[:5])]
    stayed = world.combatants["faction"][np.isin(world.combatants["band"], own[5:])]
    assert (len(followers), set(followers.tolist())) == (5, {4})
    assert set(stayed.tolist()) == {REBELS}
    assert world.control[4] == pytest.approx(0.5 * share, rel=NEAR)
    assert world.control[REBELS] == pytest.approx(0.5 - 0.5 * share, rel=NEAR)
    assert (row["standing"], row["talks"]) == (SIGNED, 4)


def test_splinters_of_one_faction_are_numbered(monkeypatch: pytest.MonkeyPatch) -> None:
    world = splitting()
    world.factions["parent"][OTHERS] = REBELS  # one left before; the guard is another's
    world.factions["parent"][GUARD] = STATE
    split(monkeypatch, world, 0.0)
    assert world.names[4] == "Western Liberation Front splinter 2"
    assert world.factions["key"][4] == streams.key_of(key_of(world, REBELS), 2)


@pytest.mark.parametrize("leaving", [0, 38])
def test_where_none_or_all_would_leave_nobody_splits(
    monkeypatch: pytest.MonkeyPatch, leaving: int
) -> None:
    world = splitting()
    split(monkeypatch, world, 0.0, leaving)
    assert len(world.names) == 4


@pytest.mark.parametrize(("already", "after"), [(15, 16), (16, 16)])
def test_there_are_sixteen_factions_at_most(
    monkeypatch: pytest.MonkeyPatch, already: int, after: int
) -> None:
    world = splitting()
    world.faction_count = already
    split(monkeypatch, world, 0.0)
    assert world.faction_count == after
    assert len(world.factions) == 16


# return to arms


def returning() -> World:
    """The rebels faded out; anger 0.55, presence felt 0.2 by the people, so calmed by 0.2.

    People 100, 300, 600: grievance 0.25, 0.75, 0.5: 0.55; presence 0.5, 0.5, 0: 0.2; calmed
    1 - 0.5 * 2 * 0.2 = 0.8. 0.24 / 12 * 2 * 0.55 * 0.8 = 0.0176.
    """
    world = a_world()
    world.factions["standing"][REBELS] = FADED
    world.factions["weariness"][REBELS], world.factions["posture"][REBELS] = 0.75, REST
    world.places["persons"] = 0.0
    world.places["persons"][:3] = (100.0, 300.0, 600.0)
    world.places["grievance"][:3] = (0.25, 0.75, 0.5)
    world.places["presence"] = 0.0
    world.places["presence"][:2] = 0.5
    world.crisis = 0.0
    set_numbers(world, "endings", remobilise=0.24)
    set_numbers(world, "endings", presence_calms=0.5)
    set_numbers(world, "politics", crisis_return=0.08)
    return world


@pytest.mark.parametrize("gone", [FADED, DEFEATED])
@pytest.mark.parametrize(("luck", "back"), [(0.01759, True), (0.01761, False)])
def test_old_commanders_return_where_people_are_angry_and_nobody_calms_them(
    monkeypatch: pytest.MonkeyPatch, gone: int, luck: float, back: bool
) -> None:
    world = returning()
    world.factions["standing"][REBELS] = gone
    drawn(monkeypatch, world, streams.REMOBILISE, REBELS, luck)
    endings._return_to_arms(world)
    row = world.factions[REBELS]
    assert row["standing"] == (FIGHTING if back else gone)
    assert row["posture"] == (HOLD if back else REST)
    assert row["weariness"] == pytest.approx(0.2 if back else 0.75, rel=NEAR)
    assert world.chronicle == [(0, REBELS, "returns to war")] * back


@pytest.mark.parametrize(("luck", "back"), [(0.0575, True), (0.0577, False)])
def test_a_crisis_over_an_election_brings_them_back(
    monkeypatch: pytest.MonkeyPatch, luck: float, back: bool
) -> None:
    """0.0176 + 0.5 * 0.08 = 0.0576."""
    world = returning()
    world.crisis = 1.0
    drawn(monkeypatch, world, streams.REMOBILISE, REBELS, luck)
    endings._return_to_arms(world)
    assert (world.factions["standing"][REBELS] == FIGHTING) == back


@pytest.mark.parametrize(("luck", "back"), [(0.01099, True), (0.01101, False)])
def test_presence_felt_by_all_calms_no_more_than_its_number(
    monkeypatch: pytest.MonkeyPatch, luck: float, back: bool
) -> None:
    """Twice 1 counts as 1: calmed 0.5: 0.022 * 0.5 = 0.011."""
    world = returning()
    world.places["presence"] = 1.0
    drawn(monkeypatch, world, streams.REMOBILISE, REBELS, luck)
    endings._return_to_arms(world)
    assert (world.factions["standing"][REBELS] == FIGHTING) == back


def test_where_nobody_is_angry_nobody_returns(monkeypatch: pytest.MonkeyPatch) -> None:
    world = returning()
    world.places["grievance"] = 0.0
    fix_luck(monkeypatch, world, otherwise=0.0)
    endings._return_to_arms(world)
    assert world.factions["standing"][REBELS] == FADED


def test_only_who_went_home_returns(monkeypatch: pytest.MonkeyPatch) -> None:
    world = returning()
    world.factions["standing"][:4] = (FIGHTING, SIGNED, FADED, ABSENT)
    fix_luck(monkeypatch, world, otherwise=0.0)
    endings._return_to_arms(world)
    expected = [FIGHTING, SIGNED, FIGHTING, ABSENT]
    assert world.factions["standing"][:4].tolist() == expected


def test_the_more_abusive_half_of_the_demobilised_returns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of 0.1 to 0.5 the median is 0.3, who stays; so does who was killed or is another's."""
    world = returning()
    table = world.combatants
    own, foreign = (np.flatnonzero(table["faction"] == f) for f in (REBELS, OTHERS))
    table["abusive"], table["weeks"] = 0.9, 9
    table["status"][own] = KILLED
    table["status"][own[:5]] = table["status"][foreign] = DEMOBILISED
    table["abusive"][own[:5]] = (0.1, 0.4, 0.2, 0.5, 0.3)
    drawn(monkeypatch, world, streams.REMOBILISE, REBELS, 0.0)
    endings._return_to_arms(world)
    home, war = DEMOBILISED, REMOBILISED
    assert table["status"][own[:6]].tolist() == [home, war, home, war, home, KILLED]
    assert table["weeks"][own[:6]].tolist() == [9, 0, 9, 0, 9, 9]
    assert (table["status"][foreign] == home).all()
    assert (table["weeks"][foreign] == 9).all()


def test_a_faction_whose_people_are_all_dead_returns_with_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = returning()
    table = world.combatants
    table["status"][table["faction"] == REBELS] = KILLED
    drawn(monkeypatch, world, streams.REMOBILISE, REBELS, 0.0)
    endings._return_to_arms(world)
    assert world.factions["standing"][REBELS] == FIGHTING
    assert (table["status"] != REMOBILISED).all()


# endings


def test_a_war_is_over_in_the_first_week_in_which_nobody_fights_the_state() -> None:
    world = a_world()
    world.week = 7
    endings._note_endings(world)
    assert (world.war_over, world.relapsed) == (-1, -1)
    world.factions["standing"][[REBELS, OTHERS]] = SIGNED, FADED
    endings._note_endings(world)
    assert (world.war_over, world.relapsed) == (7, -1)
    world.week = 9
    endings._note_endings(world)
    assert (world.war_over, world.relapsed) == (7, -1)


def test_a_war_that_ended_and_goes_on_has_relapsed_once() -> None:
    world = a_world()
    world.week, world.war_over = 9, 0  # it ended in the very first week
    endings._note_endings(world)
    assert (world.war_over, world.relapsed) == (0, 9)
    world.week = 12
    endings._note_endings(world)
    assert world.relapsed == 9
    world.factions["standing"][[REBELS, OTHERS]] = SIGNED
    endings._note_endings(world)
    assert (world.war_over, world.relapsed) == (0, 9)


def test_a_war_that_ended_in_the_first_week_is_not_over_anew() -> None:
    world = a_world()
    world.week, world.war_over = 9, 0
    world.factions["standing"][[REBELS, OTHERS]] = SIGNED
    endings._note_endings(world)
    assert (world.war_over, world.relapsed) == (0, -1)


def test_a_relapse_in_the_first_week_is_not_noted_anew() -> None:
    world = a_world()
    world.week, world.war_over, world.relapsed = 9, 0, 0
    endings._note_endings(world)
    assert world.relapsed == 0


# a month


def test_a_month_lets_factions_fade_win_split_and_return(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The rebels fade out; the guard has signed; the others, at war, win and govern.

    The army is beaten with them, and nobody is left to fight them: peace is noted.
    """
    world = fading()
    world.factions["standing"][GUARD] = SIGNED
    world.control[:] = 0.0
    world.control[REBELS], world.control[OTHERS] = 0.25, 0.75
    world.factions["goal"][OTHERS] = FOR_GOVERNMENT
    world.factions["fighters"][[STATE, OTHERS, GUARD]] = (10.0, 900.0, 10.0)
    world.factions["initial"][OTHERS] = 900.0
    world.factions["supply"][REBELS] = 0.0
    world.channels = np.zeros(3, CHANNEL_DTYPE)
    set_numbers(world, "endings", split=0.0)
    set_numbers(world, "power", absorbed=0.0)
    draws = {
        (streams.FADE, key_of(world, REBELS), 0): 0.0,
        (streams.VICTORY, key_of(world, OTHERS), 0): 0.0,
    }
    fix_luck(monkeypatch, world, draws)
    power.change_hands(world)
    endings.settle(world)
    expected = [DEFEATED, FADED, FIGHTING, SIGNED]
    assert world.factions["standing"][:4].tolist() == expected
    ends = [(0, OTHERS, "victory"), (0, STATE, "victory"), (0, REBELS, "fading")]
    assert (world.endings, world.governor) == (ends, OTHERS)
    assert len(world.channels) == 0
    assert not world.hostile.any()
    assert world.war_over == 0


def test_a_month_lets_those_who_went_home_return(monkeypatch: pytest.MonkeyPatch) -> None:
    """And they are foes again at once."""
    world = returning()
    drawn(monkeypatch, world, streams.REMOBILISE, REBELS, 0.0)
    endings.settle(world)
    assert world.factions["standing"][REBELS] == FIGHTING
    assert world.hostile[REBELS, STATE] == 1


def test_of_factions_at_war_and_signatories_any_may_split_but_not_the_army(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All would split who may: the rebels (at war), the guard (signed); the others are gone.

    Rebels from rebels fight the state at once, and are wary of who they were; militias from a
    militia want their territory and are at peace with it.
    """
    world = a_world()
    world.factions["cohesion"][:4] = 0.25
    world.factions["standing"][OTHERS] = FADED
    world.factions["standing"][GUARD] = SIGNED
    set_numbers(world, "endings", split=0.48, remobilise=0.0)
    set_numbers(world, "relations", enemy_kin=4.0)
    draws = {(streams.SPLIT, key_of(world, f), 0): 0.0 for f in range(4)}
    first = {f: int(np.flatnonzero(world.bands["faction"] == f)[0]) for f in range(4)}
    draws |= {(streams.SPLIT_BAND, int(world.bands["key"][b]), 0): 0.0 for b in first.values()}
    fix_luck(monkeypatch, world, draws)
    endings.settle(world)
    assert world.factions["parent"][4:7].tolist() == [REBELS, GUARD, -1]
    found = world.hostile.copy()
    set_hostilities(world)
    assert np.array_equal(world.hostile, found)
    assert world.hostile[4, :6].tolist() == [1, 0, 0, 0, 0, 0]
    assert not world.hostile[5].any()
    assert world.enmity[4, [STATE, REBELS]] == pytest.approx([1.0, 0.35], rel=NEAR)
    assert world.enmity[5, [STATE, GUARD]] == pytest.approx([0.3, 0.3], rel=NEAR)
    assert (world.natural == world.enmity).all() and (world.enmity == world.enmity.T).all()
    guarded = world.factions["community"][GUARD]
    assert world.hatred[4, guarded] == 5.0  # as its parent hates them
    assert world.war_over == -1


def test_who_faded_this_month_or_won_does_not_split_as_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = fading()
    world.factions["fighters"][REBELS] = 1.0
    world.factions["cohesion"][REBELS] = 0.0
    set_numbers(world, "endings", split=12.0, remobilise=0.0)
    band = int(np.flatnonzero(world.bands["faction"] == REBELS)[0])
    key = key_of(world, REBELS)
    draws = {(s, key, 0): 0.0 for s in (streams.FADE, streams.SPLIT)}
    draws[streams.SPLIT_BAND, int(world.bands["key"][band]), 0] = 0.0
    fix_luck(monkeypatch, world, draws)
    endings.settle(world)
    assert len(world.names) == 4


def test_the_signed_neither_fade_nor_win(monkeypatch: pytest.MonkeyPatch) -> None:
    world = fading()
    world.factions["standing"][REBELS] = SIGNED
    world.factions["fighters"][REBELS] = 1.0
    drawn(monkeypatch, world, streams.FADE, REBELS, 0.0)
    endings.settle(world)
    assert world.factions["standing"][REBELS] == SIGNED


# other numbers, other answers


@pytest.mark.parametrize(
    ("share", "foes", "name", "value", "beaten"),
    [
        (0.04, 121.0, "beaten_might", 0.19, False),  # 30 of 151 are 0.1987
        (0.04, 119.0, "beaten_might", 0.21, True),  # 30 of 149 are 0.2013
        (0.04, 121.0, "beaten_ground", 0.03, False),
        (0.06, 121.0, "beaten_ground", 0.07, True),
    ],
)
def test_what_makes_an_end_a_defeat_are_numbers(
    monkeypatch: pytest.MonkeyPatch,
    share: float,
    foes: float,
    name: str,
    value: float,
    beaten: bool,
) -> None:
    world = fading()
    ground(world, REBELS, share)
    world.factions["quality"][:4] = 1.0
    world.factions["fighters"][[STATE, OTHERS, GUARD]] = (foes, 0.0, 0.0)
    set_numbers(world, "endings", **{name: value})
    assert fades(monkeypatch, world, 0.0)
    assert world.factions["standing"][REBELS] == (DEFEATED if beaten else FADED)


@pytest.mark.parametrize(("luck", "gone"), [(0.0724, True), (0.0726, False)])
def test_how_much_want_wears_is_a_number(
    monkeypatch: pytest.MonkeyPatch, luck: float, gone: bool
) -> None:
    """0.5 * (1.7 - 0.25) * 0.25 = 0.18125; 0.4 * it = 0.0725."""
    world = fading()
    set_numbers(world, "endings", fade_poor=1.7)
    assert fades(monkeypatch, world, luck) == gone


@pytest.mark.parametrize(("signed", "names"), [(11, 5), (12, 4)])
def test_how_long_a_deal_is_young_is_a_number(
    monkeypatch: pytest.MonkeyPatch, signed: int, names: int
) -> None:
    """Up to a year: 0.075 a month, and 0.03 after; drawn at 0.05."""
    world = splitting()
    world.factions["signed"][REBELS] = signed
    set_numbers(world, "endings", young_months=12.0)
    split(monkeypatch, world, 0.05)
    assert len(world.names) == names


@pytest.mark.parametrize(("chance", "names"), [(0.349, 4), (0.3495, 5), (0.351, 4)])
def test_how_many_commanders_go_along_is_a_number(
    monkeypatch: pytest.MonkeyPatch, chance: float, names: int
) -> None:
    """Drawn at 0.349 and 0.35: none would go, five, or all."""
    world = splitting()
    set_numbers(world, "endings", split_bands=chance)
    split(monkeypatch, world, 0.0)
    assert len(world.names) == names


def test_how_weary_who_returns_is_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    world = returning()
    set_numbers(world, "endings", rearmed_weary=0.625)
    drawn(monkeypatch, world, streams.REMOBILISE, REBELS, 0.0)
    endings._return_to_arms(world)
    assert world.factions["weariness"][REBELS] == 0.625
