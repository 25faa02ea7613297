"""Faction leaders: when they change their posture, to which, and where they campaign."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from rules.bench import a_world, set_numbers, set_policy
from rules.fixed_luck import fix_luck, key_of
from rules.leading import a_model
from sim.agents.factions import Faction
from sim.leaders import factions as leaders
from sim.leaders.factions import share_of_enemies
from sim.luck import streams
from sim.nature.leaders import Leaders
from sim.state.factions import (
    CAMPAIGN,
    FOR_GOVERNMENT,
    FOR_RENTS,
    FOR_TERRITORY,
    HOLD,
    POSTURES,
    PREY,
    REST,
    SIGNED,
)
from sim.state.world import World

STATE, REBELS, OTHERS, GUARD = range(4)  # rows of Zambara's factions; all fight the rebels
NEAR = 1e-6  # columns of factions have 32 bits


def a_leader(posture: str = "hold") -> Faction:
    """The rebels' leader. Strength and one of their enemies: state 6, others 2, guard 2 of 10.

    The state campaigns (0.6), the guard rests (0.2), the others hold.
    """
    world = a_world()
    table = world.factions
    table["fighters"][:4] = (10.0, 50.0, 4.0, 2.0)
    table["quality"][:4] = (0.5, 0.5, 0.25, 0.5)
    table["posture"][:4] = (CAMPAIGN, POSTURES.index(posture), HOLD, REST)
    table["weariness"][REBELS], table["supply"][REBELS] = 0.25, 0.25
    table["belief"][REBELS], table["discipline"][REBELS] = 0.75, 0.25
    table["goal"][REBELS], table["community"][REBELS] = FOR_TERRITORY, -1  # every place alike
    table["fed"][REBELS] = 0.25  # the last month brought nothing
    world.hostile[REBELS, OTHERS] = world.hostile[OTHERS, REBELS] = 1
    set_numbers(world, "tempo", rest_months=4.0, hold_months=5.0, campaign_months=2.0)
    set_numbers(world, "tempo", prey_months=8.0, coupling=0.5, idle=0.5, muster_hours=10.0)
    set_numbers(world, "tempo", rest_weight=0.5, hold_weight=0.8, campaign_weight=2.0)
    set_numbers(world, "tempo", prey_weight=0.8)
    return a_model(world).factions[world.names[REBELS]]


def calm(leader: Faction) -> Faction:
    """Nobody campaigns or rests."""
    leader.world.factions["posture"][[STATE, OTHERS, GUARD]] = HOLD
    return leader


# what a leader is


def test_a_leader_reads_its_row() -> None:
    leader = a_leader()
    assert (leader.name, leader.kind) == ("Western Liberation Front", "rebels")
    assert (leader.standing, leader.posture) == ("fighting", "hold")
    assert leader.enemies.tolist() == [STATE, OTHERS, GUARD]
    assert (leader.fighters, leader.weariness) == (50.0, 0.25)


def test_a_new_posture_begins_without_months_or_target() -> None:
    leader = a_leader()
    leader.months, leader.target = 4, 7
    leader.posture = "prey"
    assert (leader.posture, leader.months, leader.target) == ("prey", 0, -1)


def test_a_posture_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="'dance': must be one of rest, hold"):
        a_leader().posture = "dance"


# the wish to change


@pytest.mark.parametrize(
    ("posture", "chance"),
    [("rest", 0.25), ("hold", 0.2), ("campaign", 0.5), ("prey", 0.125), ("spoil", 1.0)],
)
def test_a_posture_lasts_its_months_on_average(posture: str, chance: float) -> None:
    """1/4, 1/5, 1/2, 1/8; a posture without a length is left at once."""
    assert calm(a_leader(posture)).wish_to_change() == chance


@pytest.mark.parametrize(
    ("posture", "chance"),
    [("rest", 0.2904586), ("hold", 0.2323668), ("campaign", 0.5), ("prey", 0.125)],
)
def test_an_enemys_campaign_shakes_the_idle_and_only_them(posture: str, chance: float) -> None:
    """exp(0.5 * 0.5 * 0.6) = 1.1618342 times 0.25 and 0.2."""
    assert a_leader(posture).wish_to_change() == pytest.approx(chance, rel=NEAR)


def test_a_wish_is_certain_at_most() -> None:
    """1 / 1.1 * 1.16 counts as 1."""
    leader = a_leader()
    set_numbers(leader.world, "tempo", hold_months=1.1)
    assert leader.wish_to_change() == 1.0


# the weights of postures


def test_weights_follow_weariness_supply_confidence_indiscipline_and_the_enemy() -> None:
    """Rest 0.5 * exp(2 * 0.25 + 0.5 * (0.2 - 0.6)) = 0.5 * exp(0.3) = 0.6749294; hold 0.8.

    Campaign 2 * 0.25 * exp(2 * 0.25 - 0.25 + 0.5 * (0.6 - 0.2)) = 0.5 * exp(0.45) = 0.7841561.
    Prey 0.8 * 2 * (1 - 0.25) * (0.4 + 1.2 * 0.75) = 1.56.
    """
    weights = a_leader().weigh_postures().tolist()
    assert weights == pytest.approx([0.6749294, 0.8, 0.7841561, 1.56], rel=NEAR)


def test_whose_war_is_over_rests_and_does_not_campaign() -> None:
    """Rest 0.5 * exp(0.5) = 0.8243606; hold 0.5 * 0.8; prey 0.5 * 1.56."""
    leader = a_leader()
    leader.world.hostile[:] = 0
    weights = leader.weigh_postures().tolist()
    assert weights == pytest.approx([0.8243606, 0.4, 0.0, 0.78], rel=NEAR)


def test_the_weary_rest_and_the_confident_and_supplied_campaign() -> None:
    before = a_leader().weigh_postures()
    weary, sure, rich, rough = (a_leader() for _ in range(4))
    weary.weariness, sure.belief, rich.supply, rough.discipline = 0.5, 1.0, 0.5, 0.0
    assert weary.weigh_postures()[0] > before[0] and weary.weigh_postures()[2] < before[2]
    assert sure.weigh_postures()[2] > before[2] and sure.weigh_postures()[0] == before[0]
    assert rich.weigh_postures()[2] > before[2] and rich.weigh_postures()[3] < before[3]
    assert rough.weigh_postures()[3] > before[3]


# the monthly decision


def decide(
    monkeypatch: pytest.MonkeyPatch, leader: Faction, luck: float, which: float = 0.0
) -> None:
    key = key_of(leader.world, leader.row)
    draws = {(streams.POSTURE, key, 0): luck, (streams.POSTURE, key, 1): which}
    with monkeypatch.context() as month:
        fix_luck(month, leader.world, draws, otherwise=math.exp(-1.0))
        leader.decide()


@pytest.mark.parametrize(("luck", "posture"), [(0.199, "rest"), (0.201, "hold"), (0.2, "hold")])
def test_a_leader_changes_posture_by_its_wish(
    monkeypatch: pytest.MonkeyPatch, luck: float, posture: str
) -> None:
    """Wish 0.2; a draw of 0 picks the first choice, rest."""
    leader = calm(a_leader())
    leader.months = 3
    decide(monkeypatch, leader, luck)
    assert (leader.posture, leader.months) == (posture, 0 if posture == "rest" else 4)


@pytest.mark.parametrize(
    ("which", "posture"),
    [(0.17, "rest"), (0.18, "hold"), (0.38, "hold"), (0.39, "campaign"), (0.6, "prey")],
)
def test_the_weights_share_out_the_draw(
    monkeypatch: pytest.MonkeyPatch, which: float, posture: str
) -> None:
    """Of 3.8190855 in all: rest to 0.17673, hold to 0.38620, campaign to 0.59153."""
    leader = a_leader("prey")
    decide(monkeypatch, leader, 0.0, which)
    assert leader.posture == posture


def test_who_chooses_the_same_again_goes_on_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    leader = a_leader("campaign")
    leader.months, leader.target = 3, 7
    decide(monkeypatch, leader, 0.0, 0.5)
    assert (leader.posture, leader.months, leader.target) == ("campaign", 4, 7)


@pytest.mark.parametrize(("target", "after"), [(-1, 5), (0, 0), (7, 7)])
def test_a_campaign_without_a_target_gets_one(
    monkeypatch: pytest.MonkeyPatch, target: int, after: int
) -> None:
    leader = on_the_map(a_leader("campaign"), {5: (1.0, 0.0)})
    leader.target = target
    decide(monkeypatch, leader, 1.0)
    assert leader.target == after


def test_who_holds_aims_at_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    leader = on_the_map(a_leader("hold"), {5: (1.0, 0.0)})
    decide(monkeypatch, leader, 1.0)
    assert leader.target == -1


@pytest.mark.parametrize("posture", ["talk", "ceasefire"])
def test_who_talks_or_has_ceased_fire_decides_nothing(
    monkeypatch: pytest.MonkeyPatch, posture: str
) -> None:
    leader = a_leader(posture)
    leader.months = 3
    decide(monkeypatch, leader, 0.0)
    assert (leader.posture, leader.months) == (posture, 3)


def test_who_is_not_at_war_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    leader = a_leader()
    leader.months = 3
    leader.world.factions["standing"][REBELS] = SIGNED
    decide(monkeypatch, leader, 0.0)
    assert (leader.posture, leader.months) == ("hold", 3)


# where a campaign goes


def on_the_map(leader: Faction, places: dict[int, tuple[float, float]]) -> Faction:
    """Bands at places 0 and 1; some places have a value and are hours from 0, an hour more from 1.

    Only these are worth anything. Enemies hold 0.95 of each place.
    """
    world = leader.world
    world.strength[REBELS] = 0.0
    world.strength[REBELS, :2] = (20.0, 10.0)
    hours = np.zeros((world.place_count, world.place_count), np.float32)
    hours[0, :], hours[1, :] = 50.0, 60.0
    world.places["value"] = 0.0
    for place, (value, distance) in places.items():
        world.places["value"][place] = value
        hours[0, place], hours[1, place] = distance, distance + 1.0
    world.roads.hours_between = hours
    world.control[:] = 0.0
    world.control[OTHERS], world.control[REBELS] = 0.95, 0.05
    return leader


def choose(
    monkeypatch: pytest.MonkeyPatch, leader: Faction, luck: dict[int, float] | None = None
) -> int:
    """The target; every place draws exp(-1), so that its luck is 1, but those named."""
    key = key_of(leader.world, REBELS)
    draws = {(streams.TARGET, key, place): math.exp(-one) for place, one in (luck or {}).items()}
    with monkeypatch.context() as month:
        fix_luck(month, leader.world, draws, otherwise=math.exp(-1.0))
        return leader.choose_target()


@pytest.mark.parametrize(("value", "target"), [(1.64, 5), (1.66, 6)])
def test_a_campaign_goes_far_only_for_what_is_worth_it(
    monkeypatch: pytest.MonkeyPatch, value: float, target: int
) -> None:
    """5 hours of 10: exp(-0.5) = 0.60653; it takes a value of 1.6487 to outweigh what is near."""
    leader = on_the_map(a_leader(), {5: (1.0, 0.0), 6: (value, 5.0)})
    assert choose(monkeypatch, leader) == target


@pytest.mark.parametrize(("value", "target"), [(2.71, 5), (2.73, 6)])
def test_where_nobody_musters_in_time_a_tenth_of_an_hour_counts(
    monkeypatch: pytest.MonkeyPatch, value: float, target: int
) -> None:
    """0.1 hours of 0.1: exp(-1): a value of e = 2.71828."""
    leader = on_the_map(a_leader(), {5: (1.0, 0.0), 6: (value, 0.1)})
    set_numbers(leader.world, "tempo", muster_hours=0.0)
    assert choose(monkeypatch, leader) == target


@pytest.mark.parametrize(("value", "target"), [(1.75, 5), (1.85, 6)])
def test_a_campaign_goes_where_enemies_hold_the_ground(
    monkeypatch: pytest.MonkeyPatch, value: float, target: int
) -> None:
    """0.95 + 0.3 of 5 and 0.05 are 1.3; 0.38 + 0.3 of 6 and 0.05 are 0.73: a value of 1.7808."""
    leader = on_the_map(a_leader(), {5: (1.0, 0.0), 6: (value, 0.0)})
    leader.world.control[STATE] = 0.3
    leader.world.control[OTHERS, 6] = 0.38
    assert choose(monkeypatch, leader) == target


@pytest.mark.parametrize(("value", "target"), [(19.0, 5), (21.0, 6)])
def test_a_place_without_enemies_is_worth_a_twentieth(
    monkeypatch: pytest.MonkeyPatch, value: float, target: int
) -> None:
    """0.05 against 0.95 + 0.05 = 1: twenty times the value."""
    leader = on_the_map(a_leader(), {5: (1.0, 0.0), 6: (value, 0.0)})
    leader.world.control[OTHERS, 6], leader.world.control[REBELS, 6] = 0.0, 1.0
    assert choose(monkeypatch, leader) == target


@pytest.mark.parametrize(("value", "target"), [(1.9, 5), (2.1, 6)])
def test_luck_decides_among_places_as_an_exponential_race(
    monkeypatch: pytest.MonkeyPatch, value: float, target: int
) -> None:
    """A draw of exp(-2) takes twice as long as one of exp(-1)."""
    leader = on_the_map(a_leader(), {5: (1.0, 0.0), 6: (value, 0.0)})
    assert choose(monkeypatch, leader, {6: 2.0}) == target


def test_the_nearest_band_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """From 1 it is an hour to 6 and none to 5, but from 0 none to 6: 6 is as near and worth more.

    Band 1 alone would take 5: 1.05 * exp(-0.1) = 0.95.
    """
    leader = on_the_map(a_leader(), {5: (1.0, 0.0), 6: (1.05, 0.0)})
    leader.world.roads.hours_between[1, 5] = 0.0
    assert choose(monkeypatch, leader) == 6
    leader.world.strength[REBELS, 0] = 0.0
    assert choose(monkeypatch, leader) == 5


def test_a_faction_without_bands_has_no_target(monkeypatch: pytest.MonkeyPatch) -> None:
    leader = on_the_map(a_leader(), {5: (1.0, 0.0)})
    leader.world.strength[REBELS] = 0.0
    assert choose(monkeypatch, leader) == -1


# enemies


def share_of(world: World, posture: int) -> float:
    return share_of_enemies(world, REBELS, posture)


def test_enemies_count_by_strength() -> None:
    """State 10 * 0.5 + 1 = 6 of 10; guard 2; others 4 * 0.25 + 1 = 2; friends do not count."""
    world = a_leader().world
    assert share_of(world, CAMPAIGN) == pytest.approx(0.6)
    assert share_of(world, REST) == pytest.approx(0.2)
    world.hostile[REBELS, OTHERS] = 0
    assert share_of(world, CAMPAIGN) == pytest.approx(0.75)
    assert share_of(world, HOLD) == 0.0


def test_who_has_no_enemies_sees_none_of_them() -> None:
    world = a_leader().world
    world.hostile[:] = 0
    assert share_of(world, CAMPAIGN) == 0.0


# other numbers, other answers


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("prey_supplied", 0.8, 2.04),  # 0.8 * 2 * 0.75 * (0.8 + 0.9)
        ("prey_want", 0.4, 0.84),  # 0.8 * 2 * 0.75 * (0.4 + 0.3)
    ],
)
def test_the_pull_of_preying_reads_its_numbers(name: str, value: float, expected: float) -> None:
    leader = a_leader()
    set_numbers(leader.world, "leaders", **{name: value})
    assert leader.weigh_postures()[3] == pytest.approx(expected, rel=NEAR)


@pytest.mark.parametrize(("value", "target"), [(1.64, 5), (1.66, 6)])
def test_how_near_is_always_near_is_a_number(
    monkeypatch: pytest.MonkeyPatch, value: float, target: int
) -> None:
    """5 hours of 10 again, though nobody musters: a value of exp(0.5) = 1.6487."""
    leader = on_the_map(a_leader(), {5: (1.0, 0.0), 6: (value, 5.0)})
    set_numbers(leader.world, "tempo", muster_hours=0.0)
    set_numbers(leader.world, "leaders", muster_least=10.0)
    assert choose(monkeypatch, leader) == target


@pytest.mark.parametrize(("value", "target"), [(4.7, 5), (4.9, 6)])
def test_what_an_empty_place_is_worth_is_a_number(
    monkeypatch: pytest.MonkeyPatch, value: float, target: int
) -> None:
    """0.25 against 0.95 + 0.25 = 1.2: a value of 4.8."""
    leader = on_the_map(a_leader(), {5: (1.0, 0.0), 6: (value, 0.0)})
    leader.world.control[OTHERS, 6], leader.world.control[REBELS, 6] = 0.0, 1.0
    set_numbers(leader.world, "leaders", empty_lure=0.25)
    assert choose(monkeypatch, leader) == target


# what has paid


def learned(leader: Faction, **row: float) -> list[float]:
    """What the rebels have learned of each posture after a month of a campaign.

    They won 0.02 of the people (worth 5) and lost 0.05 (worth 2); supply went from 0.2 to 0.25.
    """
    world = leader.world
    start = {"won": 0.02, "lost": 0.05, "fed": 0.2, "supply": 0.25}
    for name, value in {**start, **row}.items():
        world.factions[name][REBELS] = value
    numbers = {"learn": 0.5, "ground_worth": 5.0, "losses_worth": 2.0, "rents_worth": 3.0}
    set_numbers(world, "leaders", **numbers)
    world.payoff[REBELS] = (0.1, 0.2, -0.05, 0.3)
    leaders.learn(world, REBELS)
    return world.payoff[REBELS].tolist()


def test_a_leader_learns_what_the_last_month_brought_for_the_posture_it_was_spent_in() -> None:
    """0.1 + 0.05 - 0.1 = 0.05: half-way from -0.05 is 0; of other postures it learns nothing."""
    found = learned(a_leader("campaign"))
    assert found == pytest.approx([0.1, 0.2, 0.0, 0.3], abs=1e-8)


def test_losses_teach_to_avoid_and_pay_counts_more_to_who_wants_rents() -> None:
    """All else nought: -0.1 half-way from -0.05; for rents 3 * 0.05 = 0.15 and half-way 0.05."""
    lost = learned(a_leader("campaign"), won=0.0, supply=0.2)
    assert lost[2] == pytest.approx(-0.075, rel=NEAR)
    paid = learned(a_leader("campaign"), won=0.0, lost=0.0, goal=FOR_RENTS)
    assert paid[2] == pytest.approx(0.05, rel=NEAR)


def test_a_leader_remembers_its_pay_and_learns_nothing_of_postures_it_does_not_choose() -> None:
    leader = a_leader("spoil")
    assert learned(leader) == [0.1, 0.2, -0.05, 0.3]
    assert leader.world.factions["fed"][REBELS] == pytest.approx(0.25)


@pytest.mark.parametrize("asked", [True, False])
def test_a_month_of_a_leader_teaches_its_own_lesson_alone(
    monkeypatch: pytest.MonkeyPatch, asked: bool
) -> None:
    """Whether it is asked one by one, as a plain agent, or decides by the rule."""
    leader = calm(a_leader("hold"))
    leader.world.factions["won"][REBELS], leader.world.factions["fed"][REBELS] = 0.02, 0.25
    set_numbers(leader.world, "leaders", learn=0.5, ground_worth=5.0)
    if not asked:
        monkeypatch.setattr(leader, "decide", lambda: leaders.decide(leader.world, REBELS))
    decide(monkeypatch, leader, 1.0)
    assert leader.world.payoff[REBELS].tolist() == pytest.approx([0.0, 0.05, 0.0, 0.0])
    assert not leader.world.payoff[[STATE, OTHERS, GUARD]].any()


def test_what_has_paid_is_chosen_more_often_up_to_a_most() -> None:
    """exp(2 * 0.1), exp(-2 * 0.2), and exp(1), exp(-1) for a payoff of 9 and -9; 0 changes none."""
    leader = a_leader()
    before = leader.weigh_postures()
    set_numbers(leader.world, "leaders", payoff=2.0, most=1.0)
    leader.world.payoff[REBELS] = (0.1, -0.2, 9.0, -9.0)
    times = leader.weigh_postures() / before
    assert times == pytest.approx([1.2214028, 0.6703200, 2.7182818, 0.3678794], rel=NEAR)


def test_who_fights_for_rents_preys_more() -> None:
    """1.5 * 1.56."""
    leader = a_leader()
    leader.world.factions["goal"][REBELS] = FOR_RENTS
    set_numbers(leader.world, "leaders", rents_prey=1.5)
    assert leader.weigh_postures()[PREY] == pytest.approx(2.34, rel=NEAR)


# peacekeepers in the way


def guarded(mandate: str = "robust", mandated: bool = True, **numbers: float) -> list[float]:
    """Weights of the rebels' postures, 30 of whom stand where presence is 0.5, 10 where it is 0.1.

    Felt at 0.4.
    """
    leader = a_leader()
    world = leader.world
    world.strength[REBELS] = 0.0
    world.strength[REBELS, :2] = 30.0, 10.0
    world.places["presence"] = 1.0
    world.places["presence"][:2] = 0.5, 0.1
    world.mission.mandated = mandated
    set_policy(world, "force", mandate=mandate)
    set_numbers(world, "leaders", **{"troops_seen": 0.5, **numbers})
    weights: list[float] = leader.weigh_postures().tolist()
    return weights


def test_robust_peacekeepers_in_the_way_dissuade_from_campaigns_and_from_nothing_else() -> None:
    """exp(-0.5 * 0.4) = 0.8187308 times the campaign's 0.7841561."""
    expected = [0.6749294, 0.8, 0.8187308 * 0.7841561, 1.56]
    assert guarded() == pytest.approx(expected, rel=NEAR)


@pytest.mark.parametrize(
    "change",
    [{"mandated": False}, {"mandate": "traditional"}, {"mandate": "observer"}, {"troops_seen": 0}],
)
def test_peacekeepers_who_may_not_act_or_have_no_effect_dissuade_nobody(change: Any) -> None:
    """Without a mandate, with a weak one, and in the variant of nature without effects."""
    assert guarded(**change)[2] == pytest.approx(0.7841561, rel=NEAR)


def test_the_dissuasion_is_an_effect_that_can_be_switched_off() -> None:
    assert Leaders.model_fields["troops_seen"].json_schema_extra["effect"]


def test_who_stands_nowhere_sees_nobody() -> None:
    leader = a_leader()
    leader.world.strength[REBELS], leader.world.places["presence"] = 0.0, 1.0
    assert leaders._troops_in_the_way(leader.world, REBELS) == 0.0


# what is wanted of a place


def worth(goal: int, community: int = -1, **numbers: float) -> float:
    """Of place 5: value 2, 12 hours from the capital, wealth 0.5, a quarter of its people kin."""
    world = a_leader().world
    world.factions["goal"][REBELS], world.factions["community"][REBELS] = goal, community
    place = world.places[5]
    place["value"], place["resource"], place["persons"] = 2.0, 0.5, 1000.0
    world.mood[5, :, 0] = 0.0
    world.mood[5, 0, 0], world.mood[5, 1, 0] = 250.0, 750.0
    world.roads.hours_between = world.roads.hours_between.copy()
    world.roads.hours_between[5, world.seat] = 12.0
    known = {"seat_worth": 2.0, "seat_hours": 12.0, "wealth_worth": 3.0, "strange_land": 0.2}
    set_numbers(world, "leaders", **{**known, **numbers})
    return float(leaders._worth(world, REBELS, 5))


def test_who_wants_government_is_drawn_to_the_capital_who_wants_rents_to_wealth() -> None:
    """2 * (1 + 2 * exp(-1)) = 3.4715178; 2 * (1 + 3 * 0.5) = 5."""
    assert worth(FOR_GOVERNMENT) == pytest.approx(3.4715178, rel=NEAR)
    assert worth(FOR_GOVERNMENT, seat_worth=0.0) == pytest.approx(2.0, rel=NEAR)
    assert worth(FOR_RENTS) == pytest.approx(5.0, rel=NEAR)


def test_who_wants_territory_is_drawn_to_where_its_people_live() -> None:
    """2 * (0.2 + 0.8 * 0.25) = 0.8; of community 1: 2 * (0.2 + 0.6); of none: 2 * 0.2; all: 2."""
    assert worth(FOR_TERRITORY, 0) == pytest.approx(0.8, rel=NEAR)
    assert worth(FOR_TERRITORY, 1) == pytest.approx(1.6, rel=NEAR)
    assert worth(FOR_TERRITORY, 2) == pytest.approx(0.4, rel=NEAR)
    assert worth(FOR_TERRITORY) == pytest.approx(2.0, rel=NEAR)


@pytest.mark.parametrize(("value", "target"), [(2.4, 5), (2.6, 6)])
def test_a_campaign_for_rents_goes_for_wealth(
    monkeypatch: pytest.MonkeyPatch, value: float, target: int
) -> None:
    """Wealth 0.5 makes 5 worth 1 + 3 * 0.5 = 2.5 of a poor place."""
    leader = on_the_map(a_leader(), {5: (1.0, 0.0), 6: (value, 0.0)})
    leader.world.factions["goal"][REBELS] = FOR_RENTS
    leader.world.places["resource"] = 0.0
    leader.world.places["resource"][5] = 0.5
    set_numbers(leader.world, "leaders", wealth_worth=3.0)
    assert choose(monkeypatch, leader) == target
