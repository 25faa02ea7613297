"""Standing: splits, fading, defeat, victory, return to arms and endings, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from rules.bench import a_world, set_numbers
from rules.fixed_luck import fix_luck, key_of
from sim.luck import streams
from sim.mechanisms import endings
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
    HOLD,
    IMPLEMENT,
    KILLED,
    REMOBILISED,
    REST,
    SIGNED,
    SPOIL,
)
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


def winning() -> World:
    """The rebels hold half of the people; their might is 60 of 60 + 20 + 20: 0.6."""
    world = a_world()
    world.factions["fighters"][:4], world.factions["quality"][:4] = (40.0, 120.0, 0.0, 40.0), 0.5
    ground(world, REBELS, 0.5)
    set_numbers(world, "endings", victory_share=0.375, victory=0.25)
    return world


@pytest.mark.parametrize(("luck", "wins"), [(0.2499, True), (0.25, False)])
def test_rebels_who_hold_much_and_are_stronger_than_the_army_may_take_the_state(
    monkeypatch: pytest.MonkeyPatch, luck: float, wins: bool
) -> None:
    world = winning()
    row = world.factions[REBELS]
    row["talks"], row["posture"] = 3, CAMPAIGN
    drawn(monkeypatch, world, streams.VICTORY, REBELS, luck)
    assert endings._wins(world, REBELS) == wins
    assert row["standing"] == (SIGNED if wins else FIGHTING)
    assert (row["posture"], row["talks"]) == ((HOLD, 0) if wins else (CAMPAIGN, 3))
    deal = tuple(float(row[name]) for name in ("signed", "ripe", "kept", "sharing"))
    assert deal == ((1.0, 1.0, 1.0, 4.0) if wins else (0.0, 0.0, 0.0, 0.0))
    assert world.endings == [(0, REBELS, "victory")] * wins
    assert world.chronicle == [(0, REBELS, "takes the state")] * wins


def test_who_holds_just_the_share_that_victory_asks_may_win(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = winning()
    world.places["persons"] = 1000.0
    ground(world, REBELS, 0.375)
    drawn(monkeypatch, world, streams.VICTORY, REBELS, 0.0)
    assert endings._wins(world, REBELS)


@pytest.mark.parametrize("reason", ["little ground", "no stronger", "the state's side"])
def test_nobody_wins_without_ground_strength_and_a_cause_against_the_state(
    monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    """0.37 is less than 0.375; 40 of 40 + 20 + 20 is just a half."""
    world = winning()
    if reason == "little ground":
        ground(world, REBELS, 0.37)
    elif reason == "no stronger":
        world.factions["fighters"][REBELS] = 80.0
    else:
        world.factions["side"][REBELS] = 0
    drawn(monkeypatch, world, streams.VICTORY, REBELS, 0.0)
    assert not endings._wins(world, REBELS)
    assert world.factions["standing"][REBELS] == FIGHTING


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
    """The rebels fade out; the guard has signed; the others, at war, win; peace is noted."""
    world = fading()
    world.factions["standing"][GUARD] = SIGNED
    world.control[:] = 0.0
    world.control[REBELS], world.control[OTHERS] = 0.25, 0.75
    world.factions["fighters"][[STATE, OTHERS, GUARD]] = (10.0, 900.0, 10.0)
    world.factions["initial"][OTHERS] = 900.0
    world.factions["supply"][REBELS] = 0.0
    world.channels = np.zeros(3, CHANNEL_DTYPE)
    set_numbers(world, "endings", split=0.0)
    draws = {
        (streams.FADE, key_of(world, REBELS), 0): 0.0,
        (streams.VICTORY, key_of(world, OTHERS), 0): 0.0,
    }
    fix_luck(monkeypatch, world, draws)
    endings.settle(world)
    expected = [FIGHTING, FADED, SIGNED, SIGNED]
    assert world.factions["standing"][:4].tolist() == expected
    assert world.endings == [(0, REBELS, "fading"), (0, OTHERS, "victory")]
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
    """All would split who may: the rebels (at war), the guard (signed); the others are gone."""
    world = a_world()
    world.factions["cohesion"][:4] = 0.25
    world.factions["standing"][OTHERS] = FADED
    world.factions["standing"][GUARD] = SIGNED
    set_numbers(world, "endings", split=0.48, remobilise=0.0)
    draws = {(streams.SPLIT, key_of(world, f), 0): 0.0 for f in range(4)}
    first = {f: int(np.flatnonzero(world.bands["faction"] == f)[0]) for f in range(4)}
    draws |= {(streams.SPLIT_BAND, int(world.bands["key"][b]), 0): 0.0 for b in first.values()}
    fix_luck(monkeypatch, world, draws)
    endings.settle(world)
    assert world.factions["parent"][4:7].tolist() == [REBELS, GUARD, -1]
    found = world.hostile.copy()
    set_hostilities(world)
    assert np.array_equal(world.hostile, found)
    assert world.hostile[4, STATE] == world.hostile[5, STATE] == 1
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
