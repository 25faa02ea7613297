"""Elections: turnout, rejection, and what follows from either, worked out by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rules.bench import a_world, set_numbers, set_policy
from rules.fixed_luck import fix_luck
from sim.luck import streams
from sim.mechanisms import ballots, calendar
from sim.state.factions import FADED, SIGNED
from sim.state.units import POLICE
from sim.state.world import World

STATE, REBELS, OTHERS, GUARD = range(4)  # rows of Zambara's factions; the guard is the state's
NEAR = 1e-6  # columns of places and governments have 32 bits
LN2 = 0.6931471805599453


def polling() -> World:
    """A country of 100,000 people in danger and 300,000 safe; 100 troops; half-built programmes."""
    world = a_world()
    world.places["persons"] = 0.0
    world.places["persons"][:2] = (100_000.0, 300_000.0)
    world.places["danger"] = 0.0
    world.places["danger"][0] = LN2 / 1.5
    world.places["trust_state"][:2] = (0.25, 0.75)
    world.mission.built["elections"], world.mission.paid["elections"] = 0.5, 0.8
    world.mission.present[:] = 0.0
    world.mission.present[:2] = (60.0, 40.0)
    set_policy(world, "elections", registration=1_000_000.0, education=1_000_000.0)
    set_policy(world, "elections", security=0.5, certification=0.5)
    set_numbers(world, "ballots", registration_effect=0.4, education_effect=0.2)
    set_numbers(world, "ballots", polls_effect=0.2)
    return world


def test_turnout_is_registration_will_safety_and_secured_polls() -> None:
    """Programmes work by 0.5 * 0.8 = 0.4: 400,000 dollars for 400,000 people: 1 a head.

    Registered 0.55 + 0.4 * 1/(1 + 3) = 0.65; willing 0.6 + 0.2 * 1/(1 + 1) = 0.7; trust
    (0.25 * 1 + 0.75 * 3) / 4 = 0.625: 0.7 + 0.3 * 0.625 = 0.8875. Safe: danger halves the
    100,000: (50 + 300) / 400 = 0.875. Polls 1 + 0.2 * 0.5 * 100 / 400 = 1.025.
    0.65 * 0.8875 * 0.875 * 1.025 = 0.5173848.
    """
    assert ballots.turnout_of(polling()) == pytest.approx(0.5173848, rel=NEAR)


def test_one_for_every_thousand_adults_secures_all_polls_soldier_or_officer() -> None:
    """Half of 1,000 soldiers, or 50 and 350 police, are 400 for 400,000: 1 + 0.2 = 1.2.

    0.65 * 0.8875 * 0.875 * 1.2 = 0.6057188.
    """
    for soldiers, police in ((960.0, 0.0), (1960.0, 0.0), (60.0, 350.0)):
        world = polling()
        world.mission.present[0], world.mission.present[POLICE] = soldiers, police
        assert ballots.turnout_of(world) == pytest.approx(0.6057188, rel=NEAR)
        assert ballots.secured(world) == 1.0


def test_secured_streets_shorten_the_crisis_over_a_rejected_count() -> None:
    """50 soldiers and 150 police for 400,000: half secured: 6 * (1 - 0.5 * 0.5) = 4.5 months."""
    world = polling()
    world.mission.present[POLICE] = 150.0
    set_numbers(world, "politics", crisis_months=6.0)
    for effect, months in ((0.5, 4.5), (0.0, 6.0)):
        set_numbers(world, "ballots", crowd_effect=effect)
        ballots._reject(world)
        assert world.crisis == pytest.approx(months)


def test_never_do_more_than_98_of_a_hundred_vote() -> None:
    world = polling()
    set_numbers(world, "ballots", registration_effect=4.0)
    assert ballots.turnout_of(world) == 0.98


def test_in_an_empty_country_nobody_votes() -> None:
    world = polling()
    world.places["persons"] = 0.0
    assert ballots.turnout_of(world) == 0.0


def test_without_a_mission_fewer_register_and_fewer_care() -> None:
    """0.55 * (0.6 + 0.1875) * 0.875 = 0.3789844; the polls are the troops' still: * 1.025."""
    world = polling()
    world.mission.mandated = False
    assert ballots.turnout_of(world) == pytest.approx(0.388459, rel=NEAR)


def kept(monkeypatch: pytest.MonkeyPatch, share: float) -> None:
    """Who governs gets this share of the votes."""
    monkeypatch.setattr(ballots, "kept_votes", lambda *_: share)


def counting() -> World:
    """Strength: rebels 2 (at war) and 1 (signed), the state's side 7 and 4, and 1 more: 12.

    Arms 2 * 3 / (3 + 12) = 0.4. Believed 0.6 * 0.5 * 0.4 + 0.5 * 0.5 = 0.37.
    """
    world = a_world()
    world.factions["fighters"][:4] = (14.0, 4.0, 4.0, 8.0)
    world.factions["quality"][:4] = (0.5, 0.5, 0.25, 0.5)
    world.factions["standing"][OTHERS] = SIGNED
    world.governments["rule_of_law"][:20], world.governments["rule_of_law"][20:] = 0.25, 0.75
    world.mission.built["elections"], world.mission.paid["elections"] = 0.5, 0.8
    set_policy(world, "elections", certification=0.5)
    set_numbers(world, "ballots", certification_effect=0.6, election_crisis=0.5)
    set_numbers(world, "politics", crisis_months=6.0)
    return world


def test_losers_reject_a_count_by_arms_and_accept_one_that_is_certified_under_law() -> None:
    """0.5 * (0.15 + 0.85 * 0.4) * exp(-1.5 * 0.37) = 0.245 * 0.5740723 = 0.140648."""
    assert ballots.rejection(counting()) == pytest.approx(0.14064771, rel=NEAR)


def test_without_certification_only_the_law_makes_a_count_believed() -> None:
    """exp(-1.5 * 0.25) = 0.6872893: * 0.245 = 0.1683859."""
    world = counting()
    set_policy(world, "elections", certification=0.0)
    assert ballots.rejection(world) == pytest.approx(0.1683859, rel=NEAR)


def test_the_gone_and_the_states_own_do_not_back_a_loser() -> None:
    """The others have faded, and the rebels are of the state's side: no arms: 0.15.

    0.5 * 0.15 * 0.5740723 = 0.0430554.
    """
    world = counting()
    world.factions["standing"][OTHERS] = FADED
    world.factions["side"][REBELS] = 0
    assert ballots.rejection(world) == pytest.approx(0.0430554, rel=NEAR)


def test_arms_count_once_at_most() -> None:
    """1000 * 0.5 of 1000 * 0.5 + 13: twice counts as 1: 0.5 * 1 * 0.5740723 = 0.2870361."""
    world = counting()
    world.factions["fighters"][REBELS] = 1000.0
    assert ballots.rejection(world) == pytest.approx(0.2870361, rel=NEAR)


def test_with_no_army_at_all_nothing_is_divided_by_nothing() -> None:
    """No fighters anywhere: 0 / (0 + 1): 0.0430554 again."""
    world = counting()
    world.factions["fighters"] = 0.0
    assert ballots.rejection(world) == pytest.approx(0.0430554, rel=NEAR)


@pytest.mark.parametrize(("over", "accepted"), [(0.9999, False), (1.0001, True)])
def test_a_vote_strengthens_governments_if_accepted_and_splits_them_if_not(
    monkeypatch: pytest.MonkeyPatch, over: float, accepted: bool
) -> None:
    """Accepted at turnout 0.4: 0.25 + 0.25 * 0.4 * 0.75 = 0.325; rejected 0.25 * 0.8 = 0.2.

    The cohesion of the state's side, 0.75, becomes 0.6; the rebels' stays.
    """
    world = counting()
    world.governments["legitimacy"] = 0.25
    world.factions["cohesion"][:4] = 0.75
    world.crisis = 0.0
    monkeypatch.setattr(ballots, "turnout_of", lambda _: 0.4)
    kept(monkeypatch, 0.5)
    fix_luck(monkeypatch, world, {(streams.BALLOT, 0, 0): 0.14064771 * over})
    ballots._vote(world)
    assert world.ballots == [(0, 0.4, accepted)]
    expected = 0.325 if accepted else 0.2
    assert world.governments["legitimacy"].tolist() == pytest.approx([expected] * 40, rel=NEAR)
    state = 0.75 if accepted else 0.6
    cohesion = world.factions["cohesion"][:4].tolist()
    assert cohesion == pytest.approx([state, 0.75, 0.75, state], rel=NEAR)
    assert world.crisis == (0.0 if accepted else 6.0)


def test_what_is_never_rejected_is_accepted_at_the_lowest_draw(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = counting()
    set_numbers(world, "ballots", election_crisis=0.0)
    kept(monkeypatch, 0.5)
    fix_luck(monkeypatch, world, otherwise=0.0)
    ballots._vote(world)
    assert world.ballots[0][2]


def test_an_election_is_held_in_its_week_only(monkeypatch: pytest.MonkeyPatch) -> None:
    world = counting()
    kept(monkeypatch, 0.5)
    world.ballot_weeks = (3,)
    for week in range(5):
        world.week = week - 1
        calendar.open_week(world)
        fix_luck(monkeypatch, world)
        ballots.hold(world)
        assert len(world.ballots) == (week >= 3)
    assert world.ballots[0][0] == 3


def test_elections_and_nothing_else_are_due_in_the_weeks_of_their_dates() -> None:
    monday = a_world().case.monday
    kinds = {2: "disaster", 3: "election", 5: "election"}
    events = [{"date": monday + timedelta(7 * n), "kind": kind} for n, kind in kinds.items()]
    assert a_world({"events": events}).ballot_weeks.tolist() == [3, 5]


def test_a_crisis_grows_a_month_older_where_a_month_begins() -> None:
    """2.5 - 1 = 1.5 in a new month only; 0.5 - 1 leaves none."""
    world = counting()
    world.crisis, world.month_begins = 2.5, False
    ballots.hold(world)
    assert world.crisis == 2.5
    world.month_begins = True
    ballots.hold(world)
    assert world.crisis == 1.5
    world.crisis = 0.5
    ballots.hold(world)
    assert world.crisis == 0.0


# other numbers, other answers


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("danger_keeps", 3.0, 0.48042871),  # a quarter of the 100,000: (25 + 300) / 400 = 0.8125
        ("registered", 0.35, 0.35818945),  # 0.35 + 0.1 = 0.45
        ("registration_half", 1.0, 0.59698242),  # 0.55 + 0.4 * 1/2 = 0.75
        ("willing", 0.3, 0.34249414),  # 0.3 + 0.1 + 0.1875 = 0.5875
        ("education_half", 3.0, 0.48823633),  # 0.6 + 0.2 * 1/4 + 0.1875 = 0.8375
        ("trust_votes", 0.5, 0.59025586),  # 0.7 + 0.5 * 0.625 = 1.0125
        ("most_vote", 0.375, 0.375),
    ],
)
def test_turnout_reads_its_numbers(name: str, value: float, expected: float) -> None:
    """0.65 * 0.8875 * 0.875 * 1.025 with one factor changed."""
    world = polling()
    set_numbers(world, "ballots", **{name: value})
    assert ballots.turnout_of(world) == pytest.approx(expected, rel=NEAR)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("unarmed_reject", 0.5, 0.20092529),  # 0.5 * (0.5 + 0.5 * 0.4) * 0.5740723
        ("belief_calms", LN2 / 0.37, 0.1225),  # 0.245 * 0.5
    ],
)
def test_rejection_reads_its_numbers(name: str, value: float, expected: float) -> None:
    world = counting()
    set_numbers(world, "ballots", **{name: value})
    assert ballots.rejection(world) == pytest.approx(expected, rel=NEAR)


@pytest.mark.parametrize(("luck", "legitimacy", "cohesion"), [(1.0, 0.6, 0.75), (0.0, 0.3, 0.3)])
def test_what_a_vote_is_worth_and_a_rejected_one_costs_are_numbers(
    monkeypatch: pytest.MonkeyPatch, luck: float, legitimacy: float, cohesion: float
) -> None:
    """Accepted 0.5 + 0.5 * 0.4 * 0.5 = 0.6; rejected 0.5 * 0.6 = 0.3 and 0.75 * 0.4 = 0.3."""
    world = counting()
    world.governments["legitimacy"] = 0.5
    world.factions["cohesion"][:4] = 0.75
    names = {"accepted_gain": 0.5, "rejected_legitimacy": 0.6, "rejected_cohesion": 0.4}
    set_numbers(world, "ballots", **names)
    monkeypatch.setattr(ballots, "turnout_of", lambda _: 0.4)
    kept(monkeypatch, 0.5)
    fix_luck(monkeypatch, world, otherwise=luck)
    ballots._vote(world)
    assert world.governments["legitimacy"].tolist() == pytest.approx([legitimacy] * 40, rel=NEAR)
    assert world.factions["cohesion"][[STATE, GUARD]] == pytest.approx([cohesion] * 2, rel=NEAR)
