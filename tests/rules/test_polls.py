"""Who votes for whom, who wins, and what who governs makes of a lost count, worked out by hand."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from rules.bench import a_world, set_numbers, set_policy
from rules.fixed_luck import fix_luck
from sim.luck import streams
from sim.mechanisms import ballots
from sim.state import polls
from sim.state.factions import ACTIVE, FIGHTING, FOR_GOVERNMENT, FOR_RENTS, SIGNED
from sim.state.factions import STATE as STATE_KIND
from sim.state.world import World, set_hostilities

STATE, REBELS, OTHERS, GUARD = range(4)  # rows of Zambara's factions; the guard is the state's
KONDARI, BELU, ASARI = range(3)  # communities of rebels, others and guard
NEAR = 1e-6


def voting(*standing: int) -> World:
    """1,000 people of each community in the first place; who has signed asks for votes.

    Trust 0.5, grievance 0.25, fear 0.5 of which half is blamed: 0.5 * 1.25 * 0.75 = 0.46875.
    """
    world = a_world()
    world.mood[:] = 0.0
    world.mood[0, :, 0], world.mood[0, :, 1], world.mood[0, :, 2] = 1000.0, 0.5, 0.25
    world.places["trust_state"], world.places["danger"] = 0.5, 0.0
    world.places["state_control"] = 0.5
    world.control[:] = 0.0
    factions = world.factions
    factions["goal"][:4], factions["discipline"][:4] = FOR_GOVERNMENT, 0.25
    factions["standing"][[REBELS, OTHERS]] = standing or (SIGNED, SIGNED)
    factions["community"][:4] = (-1, KONDARI, BELU, -1)
    set_hostilities(world)
    set_numbers(world, "ballots", fear_blames=0.5, kin_votes=0.6, office=0.0, danger_keeps=1.0)
    set_numbers(world, "ballots", swing=0.0)
    set_policy(world, "elections", certification=0.0)
    return world


def test_a_party_stands_when_it_has_signed_and_wants_to_govern() -> None:
    world = voting(SIGNED, FIGHTING)
    assert [polls.stands(world, f) for f in range(4)] == [False, True, False, False]
    world.factions["goal"][REBELS] = FOR_RENTS
    assert not polls.stands(world, REBELS)


def test_people_vote_for_who_governs_by_content_fear_and_kin() -> None:
    """Of rivals' kin 0.4 of 0.46875 do: 0.1875; of its own 0.46875 + 0.6 * 0.53125 = 0.7875."""
    world = voting()
    world.factions["community"][GUARD] = ASARI
    found = [polls.stays(world, 0, c) for c in (KONDARI, BELU, ASARI)]
    assert found == pytest.approx([0.1875, 0.1875, 0.7875])
    world.factions["community"][GUARD] = KONDARI  # kin on both sides
    assert polls.stays(world, 0, KONDARI) == pytest.approx(0.46875)


def test_who_holds_the_polls_turns_votes_as_far_as_nobody_watches() -> None:
    """0.4 * 0.5 of 0.53125 more: 0.575; certified by 0.5 * 0.4 at 0.6: 0.2 * 0.88 = 0.176."""
    world = voting()
    world.factions["community"][:4] = -1
    set_numbers(world, "ballots", office=0.4)
    assert polls.stays(world, 0, ASARI) == pytest.approx(0.575)
    world.mission.built["elections"], world.mission.paid["elections"] = 0.5, 0.8
    set_policy(world, "elections", certification=0.5)
    set_numbers(world, "ballots", certification_effect=0.6)
    assert polls.stays(world, 0, ASARI) == pytest.approx(0.5622500)


def test_votes_against_go_to_kin_or_by_discipline() -> None:
    """Kin: 1000 * 0.8125 = 812.5 each; of the third community 531.25: 0.25 parts of 1.5 each."""
    votes = polls.count(voting())
    third = 531.25 / 1.5
    assert votes[[REBELS, OTHERS]] == pytest.approx([812.5 + 0.25 * third] * 2)
    assert votes[-2:] == pytest.approx([2 * 187.5 + 468.75, third])
    assert polls.strongest_rival(votes) == REBELS


def test_without_a_party_under_arms_the_unarmed_are_the_rival() -> None:
    votes = polls.count(voting(FIGHTING, FIGHTING))
    assert votes[-2:] == pytest.approx([3 * 468.75, 3 * 531.25])
    assert polls.strongest_rival(votes) == polls.UNARMED


def test_where_it_is_dangerous_or_a_party_at_war_holds_the_place_fewer_votes_are_cast() -> None:
    """A danger of ln 2 halves them, and a party that holds a quarter keeps it from the polls."""
    world = voting(FIGHTING, FIGHTING)
    world.places["danger"][0] = np.log(2.0)
    world.control[REBELS, 0] = 0.25
    assert polls.count(world).sum() == pytest.approx(3000 * 0.5 * 0.75, rel=NEAR)


def test_the_share_kept_swings_by_luck(monkeypatch: pytest.MonkeyPatch) -> None:
    """843.75 of 3,000 are 0.28125; with luck of one standard deviation, 0.8413, 0.1 more."""
    world = voting()
    votes = polls.count(world)
    assert ballots.kept_votes(world, votes) == pytest.approx(0.28125)
    set_numbers(world, "ballots", swing=0.1)
    fix_luck(monkeypatch, world, {(streams.RESULT, 0, 0): 0.8413447460685429})
    assert ballots.kept_votes(world, votes) == pytest.approx(0.38125)
    assert ballots.kept_votes(world, np.zeros(len(votes))) == 1.0


def incumbent() -> World:
    """An army of 79 of 100, cohesion 0.6; law 0.5; nothing certified; half secured."""
    world = voting()
    world.factions["fighters"][:4] = (78.0, 10.0, 11.0, 0.0)
    world.factions["quality"], world.factions["cohesion"] = 1.0, 0.6
    world.governments["rule_of_law"] = 0.5
    world.places["persons"] = 0.0
    world.places["persons"][0] = 400_000.0
    world.mission.present[:] = (400.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    set_policy(world, "elections", certification=0.0, security=0.5)
    set_numbers(world, "ballots", election_crisis=0.5, easier_to_stay=1.5, unarmed_reject=0.2)
    set_numbers(world, "ballots", belief_calms=2.0, watched_price=1.0, certification_effect=0.5)
    set_numbers(world, "ballots", recognition=0.5)
    set_numbers(world, "politics", crisis_months=6.0)
    return world


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, 0.1892780),  # 0.75 * (0.2 + 0.8 * 0.6) * exp(-2 * 0.25 - 0.5) = 0.51 * 0.3678794
        ({"watched_price": 0.0}, 0.3093307),  # 0.51 * exp(-0.5)
        ({"easier_to_stay": 1.0}, 0.1250790),  # 0.34 * 0.3678794
        ({"election_crisis": 0.0}, 0.0),
    ],
)
def test_who_governs_stays_by_its_army_less_what_watchers_make_it_cost(
    changes: dict[str, float], expected: float
) -> None:
    world = incumbent()
    set_numbers(world, "ballots", **changes)
    assert ballots.refusal(world) == pytest.approx(expected, rel=1e-2 if not changes else NEAR)


def lost(monkeypatch: pytest.MonkeyPatch, world: World, luck: float, defect: float = 1.0) -> World:
    """Who governs loses the vote of this week, which decides, with this luck of its refusal."""
    world.deciding_weeks = [0]
    keys = world.combatants["key"].tolist()
    draws = {(streams.FOLLOW, key, 0): defect for key in keys}
    draws |= {(streams.BALLOT, 0, 0): luck, (streams.RESULT, 0, 0): 0.5}
    fix_luck(monkeypatch, world, draws)
    ballots._vote(world)
    return world


def test_an_accepted_defeat_hands_the_state_to_the_winner_and_its_side(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The mission's consent was 0.4; the winner's men want it at 0.8, certified by half: 0.6."""
    world = incumbent()
    world.factions["hostility"][REBELS], world.mission.consent, world.usurped = 0.2, 0.4, 0.5
    world.mission.built["elections"] = world.mission.paid["elections"] = 1.0
    set_policy(world, "elections", certification=1.0)
    lost(monkeypatch, world, 0.99)
    winner = world.factions[REBELS]
    assert (world.governor, winner["side"], winner["kind"]) == (REBELS, 0, STATE_KIND)
    assert (winner["standing"], winner["authorised"]) == (FIGHTING, 10.0)
    assert world.factions["side"][OTHERS] != 0
    assert not world.hostile[REBELS, STATE]
    assert (world.enmity[REBELS, STATE], world.usurped, world.claimant) == (0.0, 0.0, -1)
    assert [(f, what) for _, f, what in world.chronicle] == [(REBELS, "wins the election")]
    assert world.mission.consent == pytest.approx(0.6)


def test_an_unarmed_winner_leaves_the_army_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    world = incumbent()
    world.factions["standing"][[REBELS, OTHERS]] = FIGHTING
    world.places["trust_state"] = 0.0
    lost(monkeypatch, world, 0.99)
    assert (world.governor, world.counts[0].winner, world.counts[0].stays) == (STATE, -1, 0)
    assert [what for _, _, what in world.chronicle] == ["voted out"]


@pytest.mark.parametrize(("certification", "claims"), [(1.0, REBELS), (0.0, -1)])
def test_a_refused_defeat_brings_two_claims_and_war(
    monkeypatch: pytest.MonkeyPatch, certification: float, claims: int
) -> None:
    """Certified, soldiers follow by 0.5 * (1 - 0.8 * 0.6) = 0.26, and consent of 0.4 halves."""
    world = incumbent()
    world.mission.consent = 0.4
    world.mission.built["elections"] = world.mission.paid["elections"] = 1.0
    set_policy(world, "elections", certification=certification)
    soldiers = (world.combatants["faction"] == STATE) & (world.combatants["status"] == ACTIVE)
    lost(monkeypatch, world, 0.0, defect=0.25)
    assert world.factions["standing"][REBELS] == FIGHTING
    assert world.factions["standing"][OTHERS] == SIGNED  # on a side of its own
    assert world.hostile[REBELS, STATE]
    assert (world.governor, world.claimant, world.crisis > 0.0) == (STATE, claims, True)
    assert world.chronicle[0][1:] == (STATE, "refuses the result")
    went = world.combatants["faction"][soldiers] == REBELS
    assert went.all() if certification else not went.any()
    assert world.mission.consent == pytest.approx(0.2 if certification else 0.4)


def test_soldiers_stay_whose_luck_is_above_their_armys_disarray(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = incumbent()
    world.mission.built["elections"] = world.mission.paid["elections"] = 1.0
    set_policy(world, "elections", certification=1.0)
    before = world.combatants["faction"].copy()
    lost(monkeypatch, world, 0.0, defect=0.27)
    assert (world.combatants["faction"] == before).all()


def test_a_vote_on_something_else_changes_no_government(monkeypatch: pytest.MonkeyPatch) -> None:
    world = incumbent()
    world.deciding_weeks = []
    fix_luck(monkeypatch, world, {(streams.RESULT, 0, 0): 0.5})
    ballots._vote(world)
    assert (world.governor, world.counts[0].stays, world.chronicle) == (STATE, 1, [])


def test_a_scenario_says_which_elections_decide() -> None:
    monday = a_world().case.monday
    events = [
        {"date": monday + timedelta(7 * n), "kind": "election", "decides": n != 3} for n in (3, 5)
    ]
    world = a_world({"events": events})
    assert (world.ballot_weeks.tolist(), world.deciding_weeks.tolist()) == ([3, 5], [5])


def test_a_claim_ends_with_the_claimants_war() -> None:
    world = incumbent()
    world.claimant = REBELS
    world.factions["standing"][REBELS] = FIGHTING
    ballots.hold(world)
    assert world.claimant == REBELS
    world.factions["standing"][REBELS] = SIGNED
    ballots.hold(world)
    assert world.claimant == -1


def test_a_government_that_took_power_comes_to_be_taken_for_granted() -> None:
    """0.5 * (1 - 0.1) in a month."""
    world = incumbent()
    world.usurped = 0.5
    set_numbers(world, "ballots", usurper_settles=0.1)
    ballots.hold(world)
    assert world.usurped == pytest.approx(0.45)
