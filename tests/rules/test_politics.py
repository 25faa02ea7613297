"""Politics: ripeness, mediators, talks, deals, guarantees and breaches, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from rules.bench import a_world, set_numbers, set_policy
from rules.fixed_luck import NEVER, fix_luck, key_of
from sim.luck import streams
from sim.mechanisms import politics
from sim.state import readiness, stances, transitions, trust
from sim.state.chronicle import TRUCE
from sim.state.factions import (
    ACTIVE,
    CAMPAIGN,
    CANTONED,
    CEASEFIRE,
    FIGHTING,
    FOR_GOVERNMENT,
    FOR_RENTS,
    FOR_TERRITORY,
    GANG,
    HOLD,
    IMPLEMENT,
    JIHADIST,
    REMOBILISED,
    SIGNED,
    TALK,
)
from sim.state.factions import STATE as STATE_KIND
from sim.state.world import World, set_hostilities

STATE, REBELS, OTHERS, GUARD = range(4)  # rows of Zambara's factions; the guard is the state's
NEAR = 1e-6  # columns of factions have 32 bits


def sides(world: World, fighters: tuple[float, ...], quality: float = 0.5) -> None:
    """Give the four factions fighters, of one quality."""
    world.factions["fighters"][:4] = fighters
    world.factions["quality"][:4] = quality


def ripe_world() -> World:
    """The rebels' ripeness is 0.7 and mediators reach them at 0.4.

    Ripeness: all are weary, so it hurts fully. Strength and one: rebels 1 + 0.5 * 2 = 2; foes
    (0.5 * 6 + 1) + (0.5 * 2 + 1) = 6: share 2/8 = 0.25, believed 0.5: gap 2 * 0.25 = 0.5;
    1 * (1 - 0.6 * 0.5) = 0.7. Mediators: 6 teams * (0.5 * 0.8 working) / 2 parties = 1.2, half
    is had at 1.2; the strongest, fair, heard at 0.8: 0.5 * 1 * 1 * 0.8 = 0.4.
    Pushed at 0.25: 0.1. An open offer opens by 3.
    """
    world = a_world()
    sides(world, (6.0, 2.0, 1.0, 2.0))
    world.factions["weariness"][:4] = 1.0
    world.factions["belief"][REBELS] = 0.5
    world.mission.built["mediation"], world.mission.paid["mediation"] = 0.5, 0.8
    set_policy(world, "mediation", teams=6, inclusion=0.5, impartiality=1.0, pressure=0.25)
    set_policy(world, "mediation", power_sharing=3, guarantees=0.5, parties=())
    set_numbers(world, "politics", teams_half=1.2, mediators_heard=0.8, talks=0.04)
    set_numbers(world, "politics", offer_opens=3.0, mediation_effect=2.0, jihadist_talks=0.5)
    set_numbers(world, "politics", agree=0.05, break_off=0.15, harden=0.06, ceasefire=0.15)
    set_numbers(world, "politics", violate=0.06, truce_months=24.0, pressure_cost=0.5)
    set_numbers(world, "politics", own_terms=2.0, hurt_scale=1.6)
    return world


def told(world: World) -> list[str]:
    """What the chronicle says of the rebels."""
    assert all(f == REBELS and week == world.week for week, f, _ in world.chronicle)
    return [what for _, _, what in world.chronicle]


# ripeness


def hurting_world() -> World:
    """The rebels' strength and one is 2 of 10, their foes' 6 and 2; weariness 0.4, 0.1, 0.3."""
    world = a_world()
    world.factions["fighters"][:4] = (10.0, 4.0, 7.0, 2.0)
    world.factions["quality"][:4] = (0.5, 0.25, 0.5, 0.5)
    world.factions["weariness"][:4] = (0.1, 0.4, 0.9, 0.3)
    world.factions["belief"][REBELS] = 0.3
    set_numbers(world, "politics", hurt_scale=1.6)
    return world


@pytest.mark.parametrize("belief", [0.3, 0.1])
def test_ripeness_is_a_stalemate_that_hurts_both_and_is_seen_by_the_leader(belief: float) -> None:
    """Theirs (0.1 * 6 + 0.3 * 2) / 8 = 0.15; own 0.4: sqrt(0.4 * (0.12 + 0.105)) = 0.3.

    1.6 * 0.3 = 0.48; share 2/10 believed 0.3 or 0.1: gap 2 * 0.1; 0.48 * (1 - 0.12) = 0.4224.
    """
    world = hurting_world()
    world.factions["belief"][REBELS] = belief
    assert readiness.ripeness(world, REBELS) == pytest.approx(0.4224, rel=NEAR)


def test_a_leader_who_knows_nothing_of_the_balance_is_ripe_at_two_fifths() -> None:
    """Belief 0.9 of 0.2: the gap 1.4 counts as 1: 0.48 * (1 - 0.6) = 0.192."""
    world = hurting_world()
    world.factions["belief"][REBELS] = 0.9
    assert readiness.ripeness(world, REBELS) == pytest.approx(0.192, rel=NEAR)


def test_a_stalemate_hurts_fully_at_most() -> None:
    """All weary: 1.6 * sqrt(1) counts as 1; belief is right: 1."""
    world = hurting_world()
    world.factions["weariness"][:4] = 1.0
    world.factions["belief"][REBELS] = 0.2
    assert readiness.ripeness(world, REBELS) == pytest.approx(1.0, rel=NEAR)


def test_ripeness_needs_somebody_of_the_states_side_to_fight() -> None:
    world = hurting_world()
    world.hostile[REBELS] = 0
    world.hostile[REBELS, OTHERS] = 1  # only the other rebels
    assert world.hostile[REBELS].sum() == 1
    assert readiness.ripeness(world, REBELS) == 0.0


def test_only_foes_who_fight_are_asked_how_weary_they_are() -> None:
    """Of the state's side only the guard is a foe: theirs 0.3, own 0.4.

    sqrt(0.4 * (0.12 + 0.21)) = 0.363318; 1.6 * it = 0.581309; share 2/4 believed 0.5: no gap.
    """
    world = hurting_world()
    world.hostile[REBELS, STATE] = 0
    world.factions["belief"][REBELS] = 0.5
    assert readiness.ripeness(world, REBELS) == pytest.approx(0.581309, rel=NEAR)


# mediators


def mediated_world() -> World:
    """Armed parties of strength 8 * 0.5 and 2 * 1; 5 teams at work by 0.5 * 0.8: one a party."""
    world = a_world()
    sides(world, (20.0, 8.0, 2.0, 6.0))
    world.factions["quality"][OTHERS] = 1.0
    world.mission.built["mediation"], world.mission.paid["mediation"] = 0.5, 0.8
    set_policy(world, "mediation", teams=5, inclusion=0.2, impartiality=0.5, parties=())
    set_numbers(world, "politics", teams_half=3.0, mediators_heard=0.5)
    return world


def test_mediators_reach_the_strongest_first() -> None:
    """5 * 0.4 / 2 = 1 team: 1 / (1 + 3) = 0.25; fair 0.4 + 0.6 * 0.5 = 0.7; heard 0.5.

    The strongest: 0.25 * 1 * 0.7 * 0.5 = 0.0875. Half as strong: invited
    0.2 + 0.8 * 0.5**2 = 0.4: 0.035.
    """
    world = mediated_world()
    assert readiness.reach_of_mediators(world, REBELS) == pytest.approx(0.0875, rel=NEAR)
    assert readiness.reach_of_mediators(world, OTHERS) == pytest.approx(0.035, rel=NEAR)


def test_the_fairer_mediators_are_the_more_they_are_heard() -> None:
    """Fair 0.4 + 0.6 * 1 = 1 and 0.4: 0.25 * 0.5 = 0.125 times these."""
    world = mediated_world()
    set_policy(world, "mediation", impartiality=1.0)
    assert readiness.reach_of_mediators(world, REBELS) == pytest.approx(0.125, rel=NEAR)
    set_policy(world, "mediation", impartiality=0.0)
    assert readiness.reach_of_mediators(world, REBELS) == pytest.approx(0.05, rel=NEAR)


def test_where_all_are_included_the_weak_are_heard_as_the_strong() -> None:
    world = mediated_world()
    set_policy(world, "mediation", inclusion=1.0)
    assert readiness.reach_of_mediators(world, OTHERS) == pytest.approx(0.0875, rel=NEAR)


def test_a_party_without_fighters_is_invited_by_inclusion_alone() -> None:
    """Nobody has a fighter: rank 0: 0.25 * 0.2 * 0.7 * 0.5 = 0.0175."""
    world = mediated_world()
    sides(world, (0.0, 0.0, 0.0, 0.0))
    assert readiness.reach_of_mediators(world, REBELS) == pytest.approx(0.0175, rel=NEAR)


def test_who_is_all_but_the_strongest_is_invited_as_the_strongest() -> None:
    """999 of 1000: 0.25 * 1 * 0.7 * 0.5; 998 of 1000: 0.2 + 0.8 * 0.998**2 = 0.9968032 of it."""
    world = mediated_world()
    world.factions["fighters"][:4] = (20.0, 2000.0, 999.0, 6.0)
    assert readiness.reach_of_mediators(world, OTHERS) == pytest.approx(0.0875, rel=NEAR)
    world.factions["fighters"][OTHERS] = 998.0
    assert readiness.reach_of_mediators(world, OTHERS) == pytest.approx(0.08722028, rel=NEAR)


def test_mediators_share_their_time_among_armed_parties_at_war_outside_the_state() -> None:
    """The others signed: all 2 teams for one: 2 / (2 + 3) = 0.4 * 0.7 * 0.5 = 0.14."""
    world = mediated_world()
    world.factions["standing"][OTHERS] = SIGNED
    assert readiness.reach_of_mediators(world, REBELS) == pytest.approx(0.14, rel=NEAR)


def test_mediators_who_are_not_there_reach_nobody() -> None:
    world = mediated_world()
    set_policy(world, "mediation", teams=0)
    assert readiness.reach_of_mediators(world, REBELS) == 0.0
    world = mediated_world()
    world.mission.paid["mediation"] = 0.0
    assert readiness.reach_of_mediators(world, REBELS) == 0.0
    world = mediated_world()
    world.mission.mandated = False
    assert readiness.reach_of_mediators(world, REBELS) == 0.0


def test_mediators_meant_for_some_parties_reach_only_these() -> None:
    world = mediated_world()
    set_policy(world, "mediation", parties=(world.names[OTHERS],))
    assert readiness.reach_of_mediators(world, REBELS) == 0.0
    assert readiness.reach_of_mediators(world, OTHERS) == pytest.approx(0.035, rel=NEAR)


# talks: whether they begin


def talk(monkeypatch: pytest.MonkeyPatch, world: World, *draws: tuple[int, int, float]) -> World:
    """A month of the rebels' talks; draws: stream, ordinal, luck."""
    key = key_of(world, REBELS)
    with monkeypatch.context() as month:
        fix_luck(month, world, {(stream, key, n): luck for stream, n, luck in draws})
        politics._talk(world, REBELS)
    return world


@pytest.mark.parametrize(("luck", "talks"), [(0.1665, 1), (0.1667, 0)])
def test_talks_begin_by_ripeness_an_offer_mediators_and_pressure(
    monkeypatch: pytest.MonkeyPatch, luck: float, talks: int
) -> None:
    """0.04 * (0.15 + 0.7) * (1 + 3 + 2 * 0.4 + 0.1) = 0.034 * 4.9 = 0.1666."""
    world = ripe_world()
    row = world.factions[REBELS]
    row["offered"], row["months"], row["target"] = 2, 7, 5
    talk(monkeypatch, world, (streams.TALKS, 0, luck))
    assert row["talks"] == talks
    begun = (TALK, 0, -1, 1)
    idle = (HOLD, 7, 5, 0)
    now = tuple(int(row[name]) for name in ("posture", "months", "target", "mediated"))
    assert now == (begun if talks else idle)
    assert told(world) == ["talks"] * talks


@pytest.mark.parametrize(("luck", "talks"), [(0.0645, 1), (0.0647, 0)])
def test_without_an_offer_talks_begin_less_often(
    monkeypatch: pytest.MonkeyPatch, luck: float, talks: int
) -> None:
    """0.034 * (1 + 2 * 0.4 + 0.1) = 0.0646."""
    world = talk(monkeypatch, ripe_world(), (streams.TALKS, 0, luck))
    assert world.factions["talks"][REBELS] == talks


@pytest.mark.parametrize(("luck", "talks"), [(0.0322, 1), (0.0324, 0)])
def test_jihadists_begin_to_talk_more_seldom(
    monkeypatch: pytest.MonkeyPatch, luck: float, talks: int
) -> None:
    """0.0646 * 0.5 = 0.0323."""
    world = ripe_world()
    world.factions["kind"][REBELS] = JIHADIST
    talk(monkeypatch, world, (streams.TALKS, 0, luck))
    assert world.factions["talks"][REBELS] == talks


def test_talks_that_begin_without_mediators_are_not_mediated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Heard at 0.18: reach 0.5 * 0.18 = 0.09, not above 0.1; at 0.22 it is 0.11, and is."""
    for heard, mediated in ((0.18, 0), (0.22, 1)):
        world = ripe_world()
        set_numbers(world, "politics", mediators_heard=heard)
        talk(monkeypatch, world, (streams.TALKS, 0, 0.0))
        assert world.factions["mediated"][REBELS] == mediated


def test_mediators_who_reach_just_a_tenth_do_not_sit_at_the_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = ripe_world()
    monkeypatch.setattr(politics, "reach_of_mediators", lambda *_: 0.1)
    talk(monkeypatch, world, (streams.TALKS, 0, 0.0))
    assert (world.factions["talks"][REBELS], world.factions["mediated"][REBELS]) == (1, 0)


def test_talks_end_quietly_where_the_state_fights_this_party_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = ripe_world()
    row = world.factions[REBELS]
    row["talks"], row["truce"] = 4, 3
    world.hostile[REBELS, STATE] = world.hostile[REBELS, GUARD] = 0
    talk(monkeypatch, world, (streams.TALKS, 0, 0.0), (streams.AGREE, 0, 0.0))
    assert (row["talks"], row["truce"], row["standing"]) == (0, 0, FIGHTING)
    assert told(world) == []


# talks: what comes of them


def talking(truce: int = 0, offered: int = 0) -> World:
    """The rebels of `ripe_world` have talked for three months."""
    world = ripe_world()
    row = world.factions[REBELS]
    row["talks"], row["truce"], row["offered"], row["posture"] = 3, truce, offered, TALK
    set_numbers(world, "politics", unmet_terms=0.5, all_power=4.0, rents_kept=0.6)
    return world


def test_talks_go_on_while_nothing_comes_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    world = talk(monkeypatch, talking())
    row = world.factions[REBELS]
    assert (row["talks"], row["truce"], row["posture"]) == (4, 0, TALK)
    assert (row["standing"], told(world)) == (FIGHTING, [])


@pytest.mark.parametrize(("luck", "signs"), [(0.0629, True), (0.0631, False)])
def test_talks_bring_a_deal_by_ripeness_and_effort(
    monkeypatch: pytest.MonkeyPatch, luck: float, signs: bool
) -> None:
    """0.05 * 0.7 * (1 + 0.5 * 3/3 + 2 * 0.4 + 0.1) = 0.035 * 2.4 = 0.084.

    Their own terms share 2 of 4: they meet 0.5 + 0.5 * 2/4 = 0.75 of it: 0.063.
    """
    world = talk(monkeypatch, talking(offered=2), (streams.AGREE, 0, luck))
    assert (world.factions["standing"][REBELS] == SIGNED) == signs


@pytest.mark.parametrize(("luck", "signs"), [(0.0498, True), (0.0499, False)])
def test_without_an_offer_a_deal_takes_longer(
    monkeypatch: pytest.MonkeyPatch, luck: float, signs: bool
) -> None:
    """0.035 * (1 + 0.8 + 0.1) * 0.75 = 0.049875."""
    world = talk(monkeypatch, talking(), (streams.AGREE, 0, luck))
    assert (world.factions["standing"][REBELS] == SIGNED) == signs


@pytest.mark.parametrize(("luck", "signs"), [(0.0564, True), (0.0565, False)])
def test_an_offer_that_opens_little_helps_a_deal_little(
    monkeypatch: pytest.MonkeyPatch, luck: float, signs: bool
) -> None:
    """Opens by 0.5, less than 1: 0.5 * 0.5 / 1 = 0.25: 0.035 * (1.25 + 0.9) * 0.75 = 0.0564375."""
    world = talking(offered=1)
    set_numbers(world, "politics", offer_opens=0.5)
    talk(monkeypatch, world, (streams.AGREE, 0, luck))
    assert (world.factions["standing"][REBELS] == SIGNED) == signs


def test_a_deal_that_was_pushed_through_is_worse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Quality 0.7 * (1 - 0.5 * 0.1) = 0.665; without pressure 0.7."""
    world = talk(monkeypatch, talking(), (streams.AGREE, 0, 0.0))
    assert world.factions["ripe"][REBELS] == pytest.approx(0.665, rel=NEAR)
    world = talking()
    set_policy(world, "mediation", pressure=0.0)
    talk(monkeypatch, world, (streams.AGREE, 0, 0.0))
    assert world.factions["ripe"][REBELS] == pytest.approx(0.7, rel=NEAR)


@pytest.mark.parametrize(("luck", "fails"), [(0.0374, True), (0.0376, False)])
def test_talks_fail_where_little_hurts_and_mediators_hold_them_together(
    monkeypatch: pytest.MonkeyPatch, luck: float, fails: bool
) -> None:
    """0.15 * (1 - 0.7) / (1 + 0.5 * 0.4) = 0.045 / 1.2 = 0.0375. Weariness 1 - 0.06."""
    world = talk(monkeypatch, talking(truce=2), (streams.TALKS, 1, luck))
    row = world.factions[REBELS]
    assert row["weariness"] == pytest.approx(0.94 if fails else 1.0, rel=NEAR)
    assert (row["talks"], row["truce"]) == ((0, 0) if fails else (4, 3))
    assert row["posture"] == (HOLD if fails else TALK)
    assert told(world) == ["talks fail"] * fails


def test_talks_that_fail_leave_no_weariness_below_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """0.05 - 0.06: 0."""
    world = talking()
    world.factions["weariness"][REBELS] = 0.05
    talk(monkeypatch, world, (streams.TALKS, 1, 0.0))
    assert world.factions["weariness"][REBELS] == 0.0


@pytest.mark.parametrize(("luck", "holds"), [(0.1349, True), (0.1351, False)])
def test_talks_bring_a_ceasefire_the_sooner_the_riper(
    monkeypatch: pytest.MonkeyPatch, luck: float, holds: bool
) -> None:
    """0.15 * (0.2 + 0.7) = 0.135."""
    world = talk(monkeypatch, talking(), (streams.AGREE, 1, luck))
    row = world.factions[REBELS]
    assert (row["truce"], row["talks"]) == (int(holds), 4)
    assert row["posture"] == (CEASEFIRE if holds else TALK)
    assert told(world) == ["ceasefire"] * holds


@pytest.mark.parametrize(("luck", "broken"), [(0.0389, True), (0.0391, False)])
def test_a_ceasefire_breaks_the_more_seldom_the_riper(
    monkeypatch: pytest.MonkeyPatch, luck: float, broken: bool
) -> None:
    """0.06 * (1 - 0.5 * 0.7) = 0.039."""
    world = talking(truce=5)
    world.factions["posture"][REBELS] = CEASEFIRE
    talk(monkeypatch, world, (streams.KEEP, 0, luck), (streams.AGREE, 1, 0.0))
    row = world.factions[REBELS]
    assert row["truce"] == (0 if broken else 6)
    assert row["posture"] == (TALK if broken else CEASEFIRE)
    assert told(world) == ["ceasefire broken"] * broken


@pytest.mark.parametrize(("truce", "over"), [(23, False), (24, True)])
def test_a_war_ends_in_a_truce_once_a_ceasefire_is_older_than_its_months(
    monkeypatch: pytest.MonkeyPatch, truce: int, over: bool
) -> None:
    """24 months are not more than 24; 25 are."""
    world = talk(monkeypatch, talking(truce=truce))
    row = world.factions[REBELS]
    assert row["truce"] == (0 if over else truce + 1)
    assert row["standing"] == (SIGNED if over else FIGHTING)
    assert world.endings == [(0, REBELS, "truce")] * over


def test_what_has_no_chance_does_not_happen_at_the_lowest_draw(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All chances 0, all draws 0: no talks begin, and none agree, fail, cease fire or break."""
    none = dict.fromkeys(("talks", "agree", "break_off", "ceasefire", "violate", "cheat"), 0.0)
    idle, busy, quiet, bound = ripe_world(), talking(), talking(truce=3), kept_world()
    for world in (idle, busy, quiet, bound):
        set_numbers(world, "politics", **none)
    lowest = [(s, n, 0.0) for s in (streams.TALKS, streams.AGREE, streams.KEEP) for n in (0, 1)]
    assert talk(monkeypatch, idle, *lowest).factions["talks"][REBELS] == 0
    row = talk(monkeypatch, busy, *lowest).factions[REBELS]
    assert (row["talks"], row["truce"], row["standing"]) == (4, 0, FIGHTING)
    row = talk(monkeypatch, quiet, *lowest).factions[REBELS]
    assert (row["talks"], row["truce"], row["posture"]) == (4, 4, TALK)
    fix_luck(monkeypatch, bound, otherwise=0.0)
    politics._keep_deal(bound, REBELS)
    assert bound.factions["standing"][REBELS] == SIGNED


# what a deal is


def test_a_mediated_deal_has_the_mediators_terms_and_guarantees() -> None:
    world = ripe_world()
    row = world.factions[REBELS]
    row["mediated"], row["promised"], row["kept"], row["signed"] = 1, 0.25, 0.5, 9
    politics._sign(world, REBELS, 0.75)
    assert (row["sharing"], row["promised"], row["ripe"]) == (3, 0.5, 0.75)
    assert (row["kept"], row["signed"]) == (0.0, 1)
    assert world.endings == [(0, REBELS, "agreement")]


def test_a_deal_without_mediators_has_the_parties_own_terms() -> None:
    world = ripe_world()
    row = world.factions[REBELS]
    row["mediated"], row["promised"] = 0, 0.25
    politics._sign(world, REBELS, 0.75)
    assert (row["sharing"], row["promised"]) == (2, 0.25)


def test_what_was_promised_before_is_not_taken_back() -> None:
    world = ripe_world()
    row = world.factions[REBELS]
    row["mediated"], row["promised"], row["sharing"] = 1, 0.75, 4
    politics._sign(world, REBELS, 0.75)
    assert (row["sharing"], row["promised"]) == (4, 0.75)


def test_who_ends_a_war_has_signed_and_neither_talks_nor_campaigns() -> None:
    world = ripe_world()
    row = world.factions[REBELS]
    row["talks"], row["truce"], row["target"], row["refused"], row["months"] = 3, 4, 5, 1, 6
    row["signed"] = 0
    transitions.end_war(world, REBELS, TRUCE)
    assert (row["standing"], row["posture"]) == (SIGNED, IMPLEMENT)
    assert (row["talks"], row["truce"], row["target"]) == (0, 0, -1)
    assert (row["refused"], row["months"], row["signed"]) == (0, 0, 1)
    assert (world.endings, told(world)) == ([(0, REBELS, "truce")], ["truce"])
    row["signed"] = 9
    transitions.end_war(world, REBELS, TRUCE)
    assert row["signed"] == 9


# guarantees


def guaranteed_world() -> World:
    """400,000 people; 150 infantry, 30 reserve and 40 partners count 200: 0.5 a thousand."""
    world = a_world()
    world.places["persons"] = 10_000.0
    world.mission.present[:] = (150.0, 30.0, 70.0, 80.0, 90.0, 40.0)
    world.mission.consent = 0.5
    world.factions["promised"][REBELS] = 0.5
    set_policy(world, "force", mandate="robust")
    set_numbers(world, "politics", guarantee_troops=1.5, promise_counts=0.6)
    return world


@pytest.mark.parametrize(
    ("mandate", "expected"),
    [("robust", 0.13125), ("traditional", 0.0684783), ("observer", 0.0169355)],
)
def test_a_guarantee_is_believed_by_troops_that_may_fight_and_are_wanted(
    mandate: str, expected: float
) -> None:
    """Consent 0.5 + 0.25, promised 0.4 + 0.6 * 0.5: 0.525. Robust 0.5 / 2 = 0.25: 0.13125.

    Traditional 0.225 / 1.725 = 0.130435: 0.0684783; observers 0.05 / 1.55: 0.0169355.
    """
    world = guaranteed_world()
    set_policy(world, "force", mandate=mandate)
    assert politics.guarantee(world, REBELS) == pytest.approx(expected, rel=1e-5)


def test_where_few_people_live_a_guarantee_needs_troops_as_for_a_thousand() -> None:
    """400 people count as 1,000: 200 / (200 + 1.5) = 0.992556 * 0.525 = 0.521092."""
    world = guaranteed_world()
    world.places["persons"] = 10.0
    assert politics.guarantee(world, REBELS) == pytest.approx(0.521092, rel=1e-5)


def test_without_a_mandate_nobody_guarantees_anything() -> None:
    world = guaranteed_world()
    world.mission.mandated = False
    assert politics.guarantee(world, REBELS) == 0.0


# how a deal is kept


def kept_world() -> World:
    """The rebels signed, and the guard; the others still fight.

    Strength: rebels 2, state 7 (the guard, signed, does not count), others 10. The guarantee:
    2,000 troops for 400,000 are 5; 5 / (5 + 3) = 0.625 * 0.5 * 0.4, as nothing was promised: 0.125.
    """
    world = a_world()
    sides(world, (14.0, 4.0, 20.0, 8.0))
    world.factions["standing"][REBELS] = world.factions["standing"][GUARD] = SIGNED
    row = world.factions[REBELS]
    row["ripe"], row["kept"], row["sharing"], row["signed"], row["promised"] = 0.5, 0.25, 2, 18, 0
    world.places["persons"] = 10_000.0
    world.mission.present[0], world.mission.consent = 2000.0, 0.0
    set_policy(world, "force", mandate="robust")
    set_numbers(world, "politics", guarantee_troops=3.0, guarantee_effect=0.8, armed_fear=0.5)
    set_numbers(world, "politics", spoilers=0.6, sharing_effect=0.15, cheat=0.01)
    set_numbers(world, "politics", cheat_fades=36.0, crisis_return=0.08, promise=0.5)
    set_numbers(world, "politics", promise_counts=0.6, kept_trust=0.02)
    world.crisis = 0.0
    return world


CALM = 0.00292970077  # see the test below


def test_a_deal_dies_of_fear_that_arms_and_spoilers_raise_and_keeping_lowers() -> None:
    """Armed 2 * 2 / (2 + 7 + 1) = 0.4: fear 0.5 + 0.5 * 0.5 * 0.4 + 0.6 * 10 / 20 = 0.9.

    0.9 * (1.4 - 0.5 - 0.4 * 0.25) = 0.72; shared 1 - 0.15 * 2: 0.504; guaranteed
    1 - 0.8 * 0.125: 0.4536. It fades to 0.1 + 0.9 * exp(-18/36) = 0.6458776.
    0.01 * 0.4536 * 0.6458776 = 0.00292970.
    """
    assert politics.breach(kept_world(), REBELS) == pytest.approx(CALM, rel=NEAR)


def test_a_crisis_over_an_election_sends_armed_signatories_back_to_war() -> None:
    """0.08 * (0.4 + 0.4) = 0.064 more."""
    world = kept_world()
    world.crisis = 2.0
    assert politics.breach(world, REBELS) == pytest.approx(CALM + 0.064, rel=NEAR)


def test_a_party_whose_commanders_were_bought_breaks_its_deal_less() -> None:
    """0.8 of a half of its people's: 0.6 is left."""
    world = kept_world()
    world.factions["bought"][REBELS] = 0.5
    set_numbers(world, "commanders", bought_keeps=0.8)
    assert politics.breach(world, REBELS) == pytest.approx(0.6 * CALM, rel=NEAR)


def test_arms_frighten_fully_at_most() -> None:
    """20 of 20 + 7 + 1: twice it counts as 1; in a crisis 0.08 * 1.4 = 0.112.

    Fear 0.5 + 0.25 + 0.6 * 10 / 38 = 0.9078947; * 0.8 * 0.7 * 0.9 = 0.4575789;
    * 0.01 * 0.6458776 = 0.00295540.
    """
    world = kept_world()
    world.factions["fighters"][REBELS] = 40.0
    world.crisis = 1.0
    assert politics.breach(world, REBELS) == pytest.approx(0.112 + 0.00295540, rel=NEAR)


def test_a_deal_that_shares_all_power_leaves_nothing_to_fear() -> None:
    world = kept_world()
    set_numbers(world, "politics", sharing_effect=1.0)
    assert politics.breach(world, REBELS) == 0.0


@pytest.mark.parametrize(("over", "breaks"), [(0.999, True), (1.001, False)])
def test_a_signatory_takes_up_arms_again_by_that_hazard(
    monkeypatch: pytest.MonkeyPatch, over: float, breaks: bool
) -> None:
    """The hazard is asked once the month is counted and promises felt: 19 months, kept 0.40625,

    the state believed at 0.5 + 0.02 * 0.5 = 0.51.

    Works: half the places 0.75 * (1 - 0.5) = 0.375, half 0.25 * 1: mean 0.3125; kept
    0.5 + 0.5 * (0.3125 - 0.5) = 0.40625. 0.9 * (1.4 - 0.5 - 0.1625) = 0.66375; * 0.63 * 0.99 =
    0.4139809; 0.1 + 0.9 * exp(-19/36) = 0.6309191; 0.01 * both = 0.00261188.
    """
    world = kept_world()
    row = world.factions[REBELS]
    row["kept"] = 0.5
    world.governments["capacity"][:20], world.governments["corruption"][:20] = 0.75, 0.5
    world.governments["capacity"][20:], world.governments["corruption"][20:] = 0.25, 0.0
    draw = (streams.KEEP, key_of(world, REBELS), 1)
    fix_luck(monkeypatch, world, {draw: 0.00261188 * over})
    politics._keep_deal(world, REBELS)
    assert row["kept"] == pytest.approx(0.40625, rel=NEAR)
    assert row["signed"] == (0 if breaks else 19)
    assert row["standing"] == (FIGHTING if breaks else SIGNED)


def test_months_under_a_deal_are_counted_to_thirty_thousand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = kept_world()
    world.factions["signed"][REBELS] = 30000
    fix_luck(monkeypatch, world)
    politics._keep_deal(world, REBELS)
    assert world.factions["signed"][REBELS] == 30000


def test_who_breaks_a_deal_fights_on_with_those_who_were_in_cantonment() -> None:
    """Weariness 0.75 - 0.3 = 0.45."""
    world = kept_world()
    row, table = world.factions[REBELS], world.combatants
    row["weariness"], row["mediated"], row["promised"], row["months"] = 0.75, 1, 0.5, 8
    own, foreign = (table["faction"] == f for f in (REBELS, OTHERS))
    table["weeks"] = 9
    table["status"][foreign] = CANTONED
    first, second = own.nonzero()[0][:2]
    table["status"][first] = CANTONED
    politics._return(world, REBELS)
    assert (row["standing"], row["posture"], row["months"]) == (FIGHTING, CAMPAIGN, 0)
    assert row["weariness"] == pytest.approx(0.45, rel=NEAR)
    ties = tuple(int(row[name]) for name in ("signed", "sharing", "promised", "mediated"))
    assert ties == (0, 0, 0, 0)
    assert (table["status"][first], table["weeks"][first]) == (REMOBILISED, 0)
    assert (table["status"][second], table["weeks"][second]) == (ACTIVE, 9)
    assert (table["status"][foreign] == CANTONED).all()
    assert (table["weeks"][foreign] == 9).all()
    assert told(world) == ["deal broken"]


def test_who_breaks_a_deal_is_a_little_weary_at_least() -> None:
    world = kept_world()
    world.factions["weariness"][REBELS] = 0.3
    politics._return(world, REBELS)
    assert world.factions["weariness"][REBELS] == pytest.approx(0.1, rel=NEAR)


# a month of politics


def test_a_month_asks_parties_at_war_to_talk_and_signatories_to_keep(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The rebels sign this month and are not yet asked to keep; the others signed before."""
    world = talking()
    world.factions["standing"][OTHERS] = SIGNED
    world.factions["signed"][OTHERS] = 5
    draws = {(streams.AGREE, key_of(world, REBELS), 0): 0.0}
    fix_luck(monkeypatch, world, draws)
    politics.negotiate(world)
    assert world.factions["standing"][REBELS] == SIGNED
    assert world.factions["signed"][:4].tolist() == [0, 1, 6, 0]
    assert world.factions["talks"][:4].tolist() == [0, 0, 0, 0]
    assert not world.hostile.any()
    set_hostilities(world)
    assert not world.hostile.any()  # nor is there anybody left to fight


@pytest.mark.parametrize("case", ["joins", "nobody signed", "no offer", "the state itself"])
def test_an_ally_of_the_government_joins_a_deal_when_it_is_offered_one(
    monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    world = a_world()
    fix_luck(monkeypatch, world)
    world.factions["standing"][OTHERS] = FIGHTING if case == "nobody signed" else SIGNED
    world.factions["offered"][GUARD] = 0 if case == "no offer" else 3
    if case == "the state itself":
        world.factions["kind"][GUARD] = STATE_KIND
    politics.negotiate(world)
    joined = world.factions["standing"][GUARD] == SIGNED
    assert joined == (case == "joins")
    if joined:
        assert world.factions["ripe"][GUARD] == pytest.approx(0.6, rel=NEAR)


@pytest.mark.parametrize(("luck", "joins"), [(0.1124, True), (0.1126, False)])
def test_who_does_not_fight_the_state_signs_what_it_is_offered(
    monkeypatch: pytest.MonkeyPatch, luck: float, joins: bool
) -> None:
    """0.05 * (1 + 0.5 * 4) * 0.75 that meets it = 0.1125; without an offer never."""
    world = talking(offered=2)
    world.hostile = np.zeros_like(world.hostile)
    set_numbers(world, "politics", offer_opens=4.0)
    talk(monkeypatch, world, (streams.AGREE, 0, luck))
    assert (world.factions["standing"][REBELS] == SIGNED) == joins
    world = talking()
    world.hostile = np.zeros_like(world.hostile)
    talk(monkeypatch, world, (streams.AGREE, 0, 0.0))
    assert world.factions["standing"][REBELS] == FIGHTING


def _beside(monkeypatch: pytest.MonkeyPatch, luck: float, **column: int) -> bool:
    """Whether the others sign with the rebels in a month; `column`: of both."""
    world = talking(offered=2)
    set_numbers(world, "politics", follow=0.5)
    others = world.factions[OTHERS]
    others["kind"], others["goal"] = world.factions["kind"][REBELS], FOR_GOVERNMENT
    for name, value in column.items():
        world.factions[name][[REBELS, OTHERS]] = value
    world.hostile[OTHERS] = world.hostile[:, OTHERS] = 0  # nothing hurts: 1
    draws = {(streams.AGREE, key_of(world, REBELS), 0): 0.0}
    draws[streams.AGREE, key_of(world, OTHERS), 2] = luck
    fix_luck(monkeypatch, world, draws)
    politics.negotiate(world)
    assert world.factions["standing"][REBELS] == SIGNED
    return bool(world.factions["standing"][OTHERS] == SIGNED)


@pytest.mark.parametrize(("luck", "signs"), [(0.3749, True), (0.3751, False)])
def test_a_text_that_one_has_agreed_to_is_put_to_the_others_it_names(
    monkeypatch: pytest.MonkeyPatch, luck: float, signs: bool
) -> None:
    """0.5 * 0.75 that meets it = 0.375, in the month in which the rebels sign."""
    assert _beside(monkeypatch, luck, offered=2) == signs


def test_who_is_not_named_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not _beside(monkeypatch, 0.0, offered=0)


def test_mediators_bring_in_the_others_by_inclusion() -> None:
    world = talking()
    for name in ("mediated", "talks"):
        world.factions[name][[REBELS, OTHERS]] = 1
    for inclusion in (0.0, 0.5, 1.0):
        set_policy(world, "mediation", inclusion=inclusion)
        assert readiness.meant_for(world, REBELS, OTHERS) == inclusion
    world.factions["talks"][OTHERS] = 0
    assert readiness.meant_for(world, REBELS, OTHERS) == 0.0


def test_an_army_is_bound_by_a_text_that_names_it_while_another_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = a_world()
    fix_luck(monkeypatch, world)
    for standing, offered, bound in ((FIGHTING, 3, 0), (SIGNED, 3, 1), (SIGNED, 0, 1)):
        world.factions["standing"][OTHERS], world.factions["offered"][STATE] = standing, offered
        politics._bind(world, STATE)
        assert world.factions["signed"][STATE] == bound
    world.factions["standing"][OTHERS] = FIGHTING
    politics._bind(world, STATE)
    assert world.factions["signed"][STATE] == 0
    world.factions["standing"][OTHERS] = SIGNED
    politics._bind(world, STATE)
    assert world.factions["signed"][STATE] == 0  # it was not named


def test_jihadists_and_gangs_follow_as_far_as_they_talk() -> None:
    world = talking()
    set_numbers(world, "politics", gang_talks=0.25)
    for kind, ready in ((JIHADIST, 0.5), (GANG, 0.25), (STATE_KIND, 1.0)):
        world.factions["kind"][OTHERS] = kind
        assert readiness.heeds(world, OTHERS) == ready


def test_an_army_that_is_named_in_vain_has_refused_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = a_world()
    fix_luck(monkeypatch, world)
    world.factions["offered"][STATE] = 1
    politics.negotiate(world)
    assert world.factions["refused"][STATE] == 0


def test_allies_who_signed_do_not_count_as_somebody_who_signed() -> None:
    world = a_world()
    world.factions["standing"][GUARD] = SIGNED
    assert not stances.somebody_signed(world)
    world.factions["standing"][OTHERS] = SIGNED
    assert stances.somebody_signed(world)


def test_an_offer_runs_out_and_who_fights_on_has_refused_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = a_world()
    fix_luck(monkeypatch, world)
    world.factions["standing"][OTHERS] = SIGNED
    world.factions["offered"][:4] = (0, 1, 1, 2)
    world.factions["kind"][GUARD] = STATE_KIND  # so that it does not join
    politics.negotiate(world)
    assert world.factions["offered"][:5].tolist() == [0, 0, 0, 1, 0]
    assert world.factions["refused"][:4].tolist() == [0, 1, 0, 0]


# other numbers, other answers


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("hurt_scale", 0.8, 0.2112),  # 0.8 * 0.3 * 0.88
        ("hurt_own", 1.0, 0.5632),  # 1.6 * sqrt(0.4 * 0.4) * 0.88
        ("misjudged", 0.5, 0.432),  # 0.48 * (1 - 0.5 * 0.2)
    ],
)
def test_ripeness_reads_its_numbers(name: str, value: float, expected: float) -> None:
    """1.6 * sqrt(0.4 * (0.3 * 0.4 + 0.7 * 0.15)) * (1 - 0.6 * 0.2) is 0.4224 without."""
    world = hurting_world()
    set_numbers(world, "politics", **{name: value})
    assert readiness.ripeness(world, REBELS) == pytest.approx(expected, rel=NEAR)


def test_what_counts_as_strong_and_as_fair_are_numbers() -> None:
    """The others, half as strong, invited as the strongest; fair 0.2 + 0.8 * 0.5 = 0.6 of 0.125."""
    world = mediated_world()
    set_numbers(world, "politics", as_strong=0.5)
    assert readiness.reach_of_mediators(world, OTHERS) == pytest.approx(0.0875, rel=NEAR)
    set_numbers(world, "politics", as_strong=0.999, biased_heard=0.2)
    assert readiness.reach_of_mediators(world, REBELS) == pytest.approx(0.075, rel=NEAR)


@pytest.mark.parametrize(("luck", "talks"), [(0.0759, 1), (0.0761, 0)])
def test_how_soon_the_unripe_talk_is_a_number(
    monkeypatch: pytest.MonkeyPatch, luck: float, talks: int
) -> None:
    """0.04 * (0.3 + 0.7) * (1 + 0.8 + 0.1) = 0.076."""
    world = ripe_world()
    set_numbers(world, "politics", unripe_talks=0.3)
    talk(monkeypatch, world, (streams.TALKS, 0, luck))
    assert world.factions["talks"][REBELS] == talks


@pytest.mark.parametrize(("reach", "mediated"), [(0.39, 1), (0.41, 0)])
def test_from_which_reach_mediators_sit_at_the_table_is_a_number(
    monkeypatch: pytest.MonkeyPatch, reach: float, mediated: int
) -> None:
    """They reach the rebels at 0.4."""
    world = ripe_world()
    set_numbers(world, "politics", table_reach=reach)
    talk(monkeypatch, world, (streams.TALKS, 0, 0.0))
    assert world.factions["mediated"][REBELS] == mediated


@pytest.mark.parametrize(("luck", "holds"), [(0.1199, 1), (0.1201, 0)])
def test_how_soon_the_unripe_cease_fire_is_a_number(
    monkeypatch: pytest.MonkeyPatch, luck: float, holds: int
) -> None:
    """0.15 * (0.1 + 0.7) = 0.12."""
    world = talking()
    set_numbers(world, "politics", unripe_truce=0.1)
    talk(monkeypatch, world, (streams.AGREE, 1, luck))
    assert world.factions["truce"][REBELS] == holds


def test_how_good_the_deal_of_an_ally_is_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    world = a_world()
    fix_luck(monkeypatch, world)
    world.factions["standing"][OTHERS], world.factions["offered"][GUARD] = SIGNED, 3
    set_numbers(world, "politics", ally_quality=0.3)
    politics.negotiate(world)
    assert world.factions["ripe"][GUARD] == pytest.approx(0.3, rel=NEAR)


@pytest.mark.parametrize(
    ("name", "value", "mandate", "expected"),
    [
        ("guarantee_traditional", 0.3, "traditional", 0.04772727),  # 0.15 / 1.65 * 0.525
        ("guarantee_observer", 0.2, "observer", 0.0328125),  # 0.1 / 1.6 * 0.525
        ("promise_counts", 0.5, "robust", 0.140625),  # 0.25 * 0.75 * (0.5 + 0.5 * 0.5)
    ],
)
def test_a_guarantee_reads_its_numbers(
    name: str, value: float, mandate: str, expected: float
) -> None:
    world = guaranteed_world()
    set_policy(world, "force", mandate=mandate)
    set_numbers(world, "politics", **{name: value})
    assert politics.guarantee(world, REBELS) == pytest.approx(expected, rel=NEAR)


@pytest.mark.parametrize(
    ("name", "value", "crisis", "expected"),
    [
        ("deal_fear", 1.2, 0.0, CALM * 0.6 / 0.8),  # 1.2 - 0.5 - 0.1 for 1.4 - 0.5 - 0.1
        ("kept_calms", 0.8, 0.0, CALM * 0.7 / 0.8),  # 1.4 - 0.5 - 0.2
        ("fear_stays", 0.5, 0.0, 0.00364361154),  # 0.004536 * (0.5 + 0.5 * exp(-18/36))
        ("crisis_unarmed", 0.1, 2.0, CALM + 0.04),  # 0.08 * (0.1 + 0.4)
    ],
)
def test_fear_of_being_cheated_reads_its_numbers(
    name: str, value: float, crisis: float, expected: float
) -> None:
    world = kept_world()
    world.crisis = crisis
    set_numbers(world, "politics", **{name: value})
    assert politics.breach(world, REBELS) == pytest.approx(expected, rel=NEAR)


@pytest.mark.parametrize(("before", "after"), [(0.75, 0.25), (0.5, 0.125)])
def test_how_rested_who_breaks_a_deal_is_and_how_weary_are_numbers(
    before: float, after: float
) -> None:
    """0.75 - 0.5 = 0.25; 0.5 - 0.5 counts as 0.125."""
    world = kept_world()
    world.factions["weariness"][REBELS] = before
    set_numbers(world, "politics", return_rests=0.5, return_weary=0.125)
    politics._return(world, REBELS)
    assert world.factions["weariness"][REBELS] == after


# what is wanted, and who is believed


@pytest.mark.parametrize(
    ("mediated", "given", "goal", "expected"),
    [
        (0, 0, FOR_GOVERNMENT, 0.75),  # their own terms share 2 of 4
        (1, 0, FOR_GOVERNMENT, 0.875),  # the mediators' 3 of 4
        (0, 4, FOR_GOVERNMENT, 1.0),  # an offer shares all
        (0, 1, FOR_GOVERNMENT, 0.75),  # an offer of less than their own counts for nothing
        (0, 0, FOR_TERRITORY, 0.75),
        (0, 0, FOR_RENTS, 0.5625),  # 0.75 * (1 - 0.5 * 0.5)
    ],
)
def test_terms_meet_who_wants_power_and_not_who_lives_off_war(
    mediated: int, given: int, goal: int, expected: float
) -> None:
    world = talking()
    set_numbers(world, "politics", rents_kept=0.5)
    row = world.factions[REBELS]
    row["mediated"], row["sharing"], row["goal"], row["supply"] = mediated, given, goal, 0.5
    assert trust.meets_wants(world, REBELS) == pytest.approx(expected, rel=NEAR)


@pytest.mark.parametrize(
    ("community", "ground", "expected"),
    [(0, 0.5, 0.75 * (1.0 - 0.5 * 0.4)), (0, 0.25, 0.75), (-1, 0.5, 0.75), (0, 0.0, 0.75)],
)
def test_who_holds_more_ground_than_terms_would_leave_it_is_less_ready(
    community: int, ground: float, expected: float
) -> None:
    """Its community is 30 % of the people: of 0.5 it would give up 0.2, of 0.25 nothing."""
    world = talking()
    set_numbers(world, "politics", ground_kept=0.5)
    world.places["persons"] = 100.0
    world.mood[:, :, 0] = 0.0
    world.mood[:, 0, 0] = 30.0
    row = world.factions[REBELS]
    row["goal"], row["community"], row["ground"] = FOR_TERRITORY, community, ground
    assert trust.meets_wants(world, REBELS) == pytest.approx(expected, rel=NEAR)
    row["goal"] = FOR_GOVERNMENT
    assert trust.meets_wants(world, REBELS) == pytest.approx(0.75, rel=NEAR)


def test_who_fights_for_rents_and_has_none_agrees_like_others() -> None:
    world = talking()
    world.factions["goal"][REBELS], world.factions["supply"][REBELS] = FOR_RENTS, 0.0
    assert trust.meets_wants(world, REBELS) == pytest.approx(0.75, rel=NEAR)


def test_who_lives_off_war_fears_a_deal_more() -> None:
    """1 + 0.6 * 0.5 times, and as others where it is broke."""
    world = kept_world()
    set_numbers(world, "politics", rents_kept=0.6)
    world.factions["goal"][REBELS], world.factions["supply"][REBELS] = FOR_RENTS, 0.5
    assert politics.breach(world, REBELS) == pytest.approx(1.3 * CALM, rel=NEAR)
    world.factions["supply"][REBELS] = 0.0
    assert politics.breach(world, REBELS) == pytest.approx(CALM, rel=NEAR)


@pytest.mark.parametrize(("luck", "talks"), [(0.0193, 1), (0.0194, 0)])
def test_gangs_begin_to_talk_more_seldom(
    monkeypatch: pytest.MonkeyPatch, luck: float, talks: int
) -> None:
    """0.0646 * 0.3 = 0.01938."""
    world = ripe_world()
    set_numbers(world, "politics", gang_talks=0.3)
    world.factions["kind"][REBELS] = GANG
    talk(monkeypatch, world, (streams.TALKS, 0, luck))
    assert world.factions["talks"][REBELS] == talks


@pytest.mark.parametrize(("trust", "begins", "agrees"), [(0.25, 0.75, 0.75), (0.75, 1.25, 1.25)])
def test_who_believes_the_government_talks_and_agrees_sooner(
    monkeypatch: pytest.MonkeyPatch, trust: float, begins: float, agrees: float
) -> None:
    """0.5 + trust times 0.0646 to begin, and times 0.049875 to agree."""
    for over, yes in ((0.999, True), (1.001, False)):
        world = ripe_world()
        world.trust[REBELS, STATE] = trust
        talk(monkeypatch, world, (streams.TALKS, 0, 0.0646 * begins * over))
        assert (world.factions["talks"][REBELS] == 1) == yes
        world = talking()
        world.trust[REBELS, STATE] = trust
        talk(monkeypatch, world, (streams.AGREE, 0, 0.049875 * agrees * over))
        assert (world.factions["standing"][REBELS] == SIGNED) == yes


@pytest.mark.parametrize(("trust", "times"), [(0.0, 0.5), (0.25, 0.75), (0.5, 1.0), (1.0, 1.5)])
def test_who_governs_agrees_sooner_with_whom_it_believes(
    monkeypatch: pytest.MonkeyPatch, trust: float, times: float
) -> None:
    """0.5 + trust times 0.049875 to agree; talks begin as soon as before, by 0.0646."""
    for over, yes in ((0.999, True), (1.001, False)):
        world = talking()
        world.trust[STATE, REBELS] = trust
        talk(monkeypatch, world, (streams.AGREE, 0, 0.049875 * times * over))
        assert (world.factions["standing"][REBELS] == SIGNED) == yes
        world = ripe_world()
        world.trust[STATE, REBELS] = trust
        talk(monkeypatch, world, (streams.TALKS, 0, 0.0646 * over))
        assert (world.factions["talks"][REBELS] == 1) == yes


def test_where_nobody_governs_nobody_has_to_believe_who_signs() -> None:
    world = talking()
    world.trust[:], world.governor = 0.0, -1
    assert trust.believed(world, REBELS) == 1.0


@pytest.mark.parametrize(("trust", "times"), [(0.0, 1.5), (0.25, 1.25), (1.0, 0.5)])
def test_who_believes_the_government_fears_a_deal_less(trust: float, times: float) -> None:
    """2 - (0.5 + trust) times."""
    world = kept_world()
    world.trust[REBELS, STATE] = trust
    assert politics.breach(world, REBELS) == pytest.approx(times * CALM, rel=NEAR)


def test_where_nobody_governs_nobody_is_believed_or_mistrusted() -> None:
    world = kept_world()
    world.trust[:], world.governor = 0.0, -1
    assert politics.breach(world, REBELS) == pytest.approx(CALM, rel=NEAR)


def test_a_month_in_which_a_deal_is_kept_builds_trust_between_its_parties(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """0.25 + 0.02 * 0.75 both ways with the state and its guard, and with nobody else."""
    world = kept_world()
    world.trust[:] = 0.25
    fix_luck(monkeypatch, world)
    politics._keep_deal(world, REBELS)
    built = {(REBELS, STATE), (STATE, REBELS), (REBELS, GUARD), (GUARD, REBELS)}
    for f in range(4):
        for g in range(4):
            expected = 0.265 if (f, g) in built else 0.25
            assert world.trust[f, g] == pytest.approx(expected, rel=NEAR)


def test_who_breaks_a_deal_is_believed_less_by_who_governs_and_its_side() -> None:
    """0.8 * (1 - 0.5), by the state and the guard; others think of it as before."""
    world = kept_world()
    set_numbers(world, "politics", betrayed=0.5)
    world.trust[:] = 0.8
    politics._return(world, REBELS)
    assert world.trust[[STATE, GUARD], REBELS] == pytest.approx([0.4, 0.4], rel=NEAR)
    world.trust[[STATE, GUARD], REBELS] = 0.8
    assert world.trust == pytest.approx(0.8, rel=NEAR)


def test_who_breaks_a_ceasefire_loses_less_trust(monkeypatch: pytest.MonkeyPatch) -> None:
    world = talking(truce=5)
    set_numbers(world, "politics", truce_betrayed=0.25)
    world.trust[:] = 0.8
    talk(monkeypatch, world, (streams.KEEP, 0, 0.0))
    assert world.trust[[STATE, GUARD], REBELS] == pytest.approx([0.6, 0.6], rel=NEAR)
    assert world.trust[OTHERS, REBELS] == pytest.approx(0.8, rel=NEAR)


def abused(killed: dict[int, float], community: int = 0, promised: float = 0.5) -> World:
    """The rebels, of a community of which these killed so many this month, all else equal."""
    world = talking()
    set_numbers(world, "politics", abuse_betrays=0.5)
    world.trust[:], world.blood[:] = 0.8, 0.0
    row = world.factions[REBELS]
    row["community"], row["promised"], row["heed"] = community, promised, 0.6
    for f, persons in killed.items():
        world.blood[f, 0] = persons
    trust.feel_abuse(world, REBELS)
    return world


def test_killing_a_partys_people_under_talks_costs_the_government_trust_and_the_guarantor() -> None:
    """2 and 1 killed: exp(-0.5 * log 4) = 0.5 is left: 0.4; heed 0.6 * (1 - 0.5 * 0.5) = 0.45."""
    world = abused({STATE: 2.0, GUARD: 1.0, OTHERS: 99.0})
    assert world.trust[REBELS, [STATE, GUARD]] == pytest.approx([0.4, 0.4], rel=NEAR)
    assert world.factions["heed"][REBELS] == pytest.approx(0.45, rel=NEAR)
    assert world.trust[STATE, REBELS] == pytest.approx(0.8, rel=NEAR)
    assert world.trust[REBELS, OTHERS] == pytest.approx(0.8, rel=NEAR)


@pytest.mark.parametrize("signed", [False, True])
def test_abuse_is_felt_in_every_month_of_talks_and_of_a_deal(
    monkeypatch: pytest.MonkeyPatch, signed: bool
) -> None:
    """3 killed: half is left of 0.8; under a deal of 0.8 + 0.02 * 0.2, as the month was kept."""
    world = kept_world() if signed else talking()
    set_numbers(world, "politics", abuse_betrays=0.5)
    world.factions["community"][REBELS] = 0
    world.trust[:], world.blood[STATE, 0] = 0.8, 3.0
    fix_luck(monkeypatch, world)
    politics.negotiate(world)
    expected = 0.402 if signed else 0.4
    assert world.trust[REBELS, [STATE, GUARD]] == pytest.approx([expected] * 2, rel=NEAR)


def test_who_promised_nothing_is_heeded_as_before() -> None:
    assert abused({STATE: 3.0}, promised=0.0).factions["heed"][REBELS] == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("killed", "community"), [({}, 0), ({OTHERS: 99.0}, 0), ({STATE: 3.0}, 1), ({STATE: 3.0}, -1)]
)
def test_trust_stays_where_the_government_kills_none_of_a_partys_people(
    killed: dict[int, float], community: int
) -> None:
    """Nobody; another faction; people of another community; a party without one."""
    world = abused(killed, community)
    assert world.trust == pytest.approx(0.8, rel=NEAR)
    assert world.factions["heed"][REBELS] == pytest.approx(0.6, rel=NEAR)


def test_parties_come_to_heed_a_mission_as_far_as_it_is_impartial(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """0.4 + 0.1 * (0.8 - 0.4) = 0.44."""
    world = a_world()
    fix_luck(monkeypatch, world)
    world.factions["heed"], world.mission.impartial = 0.4, 0.8
    set_numbers(world, "will", impartial_rate=0.1)
    politics.negotiate(world)
    assert world.factions["heed"][:4] == pytest.approx([0.44] * 4, rel=NEAR)


@pytest.mark.parametrize(("heed", "heard"), [(0.25, 0.75), (0.5, 1.0), (0.9, 1.0)])
def test_mediators_and_guarantors_are_heard_as_far_as_they_are_heeded(
    heed: float, heard: float
) -> None:
    """0.5 + heed, 1 at most: times 0.0875 and 0.13125."""
    world = mediated_world()
    world.factions["heed"][REBELS] = heed
    reach = readiness.reach_of_mediators(world, REBELS)
    assert reach == pytest.approx(0.0875 * heard, rel=NEAR)
    world = guaranteed_world()
    world.factions["heed"][REBELS] = heed
    assert politics.guarantee(world, REBELS) == pytest.approx(0.13125 * heard, rel=NEAR)


def test_forces_sent_by_another_country_do_not_negotiate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither on a side of their own nor on the government's, whatever the draw and the offer."""
    world = talking()
    set_numbers(world, "politics", talks=1.0, agree=1.0)
    world.factions["foreign"][[REBELS, GUARD]] = 1
    world.factions["standing"][OTHERS], world.factions["offered"][GUARD] = SIGNED, 3
    world.factions["talks"][REBELS] = 0
    keeps = {(streams.KEEP, key_of(world, OTHERS), 1): NEVER}
    fix_luck(monkeypatch, world, keeps, otherwise=0.0)
    politics.negotiate(world)
    assert world.factions["standing"][:4].tolist() == [FIGHTING, FIGHTING, SIGNED, FIGHTING]
    assert world.factions["talks"][REBELS] == 0
    world.factions["foreign"][[REBELS, GUARD]] = 0
    politics.negotiate(world)
    assert (world.factions["talks"][REBELS], world.factions["standing"][GUARD]) == (1, SIGNED)
