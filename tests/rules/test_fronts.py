"""Known answers: where campaigns step on to, and where bands march."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from rules.bench import a_world, set_numbers
from rules.few import few_places, with_tables
from sim.fields.parameter import packed
from sim.luck import streams
from sim.mechanisms import fronts
from sim.nature.war import Control
from sim.state.factions import (
    BAND_DTYPE,
    CAMPAIGN,
    COMBATANT_DTYPE,
    FACTION_DTYPE,
    FALLEN,
    FIGHTING,
    HOLD,
    IN_COMMAND,
    PREY,
    REST,
    SIGNED,
)
from sim.state.places import DTYPE as PLACE_DTYPE
from sim.state.world import World

SEED, WEEK = 12345, 7
# roads: 0 to 1, 2 and 3; 1, 2 and 3 to 0 only; none to 4
INDPTR = np.array([0, 3, 4, 5, 6, 6], np.int32)
ROAD = np.array([1, 2, 3, 0, 0, 0], np.int16)
OURS, FRIENDS, ENEMY, OTHERS = range(4)
KEY = 77


def front(at: int = 0) -> SimpleNamespace:
    """Our campaign aims at a place; enemy and others are hostile, all value and control is 0."""
    s = SimpleNamespace(
        factions=np.zeros(4, FACTION_DTYPE),
        hostile=np.zeros((4, 4), np.int8),
        control=np.zeros((4, 5), np.float32),
        value=np.zeros(5, np.float32),
        step_weeks=1.0,
        free_pull=0.1,
        slow=1.0,
    )
    s.factions["target"] = -1
    s.factions["posture"] = HOLD
    s.factions["key"] = 11, 12, 13, 14
    s.factions["key"][OURS], s.factions["target"][OURS] = KEY, at
    s.factions["posture"][OURS] = CAMPAIGN
    s.hostile[OURS, ENEMY] = s.hostile[OURS, OTHERS] = 1
    s.value[:] = 1e-6
    return s


def luck_of(place: int) -> float:
    """What the pull of a place is divided by."""
    return -math.log(streams.u(SEED, streams.FRONT_WHERE, WEEK, KEY, place))


def stepped(s: SimpleNamespace) -> list[int]:
    """Where campaigns aim after the week."""
    places = np.zeros(5, PLACE_DTYPE)
    places["value"] = s.value
    world = with_tables(places=places, factions=s.factions, hostile=s.hostile, control=s.control)
    world.roads.indptr, world.roads.target = INDPTR, ROAD
    world.seed, world.week = SEED, WEEK
    set_numbers(world, "tempo", step_weeks=s.step_weeks)
    set_numbers(world, "fronts", free_pull=s.free_pull)
    fronts._move_campaigns(world, s.slow)
    return s.factions["target"].tolist()


def two_places(one: float, other: float, held: float, held_other: float) -> SimpleNamespace:
    """Places 1 and 2 of these values for equal luck, and what of them the enemy holds."""
    s = front()
    s.value[1:3] = one * luck_of(1), other * luck_of(2)
    s.control[ENEMY, 1], s.control[ENEMY, 2] = held, held_other
    return s


@pytest.mark.parametrize(
    ("one", "other", "held", "held_other", "to"),
    [
        (1.0, 1.0, 0.40, 0.41, 2),  # 0.5 and 0.51: what the enemy holds more of
        (1.0, 1.0, 0.40, 0.39, 1),
        (1.0, 1.03, 0.40, 0.40, 2),  # what is worth more
        (1.0, 0.97, 0.40, 0.40, 1),
        (6.0, 1.0, 0.00, 0.45, 1),  # 0.6 and 0.55: also where no enemy is
        (5.0, 1.0, 0.00, 0.45, 2),  # 0.5 and 0.55
    ],
)
def test_a_campaign_steps_to_what_is_worth_most_and_held_by_the_enemy(
    one: float, other: float, held: float, held_other: float, to: int
) -> None:
    """Pull: value x (0.1 + share held by enemies), over luck."""
    assert stepped(two_places(one, other, held, held_other)) == [to, -1, -1, -1]


def test_what_a_place_without_enemies_is_worth_is_as_the_numbers_say() -> None:
    """5 x 0.2 = 1.0 and 5 x 0.1 = 0.5, against 0.2 + 0.45 = 0.65 and 0.1 + 0.45 = 0.55."""
    for free_pull, to in ((0.2, 1), (0.1, 2)):
        s = two_places(5.0, 1.0, 0.0, 0.45)
        s.free_pull = free_pull
        assert stepped(s)[OURS] == to


def test_a_pull_above_one_still_draws() -> None:
    """40 x 0.5 = 20 and 40 x 0.6 = 24; and 20 and 16 the other way round."""
    assert stepped(two_places(40.0, 40.0, 0.4, 0.5))[OURS] == 2
    assert stepped(two_places(40.0, 40.0, 0.4, 0.3))[OURS] == 1


def test_all_enemies_count_and_friends_do_not() -> None:
    """0.3 and 0.2 of two enemies outweigh 0.45 of one, and what friends hold is no prize."""
    s = two_places(1.0, 1.0, 0.45, 0.3)
    s.control[OTHERS, 2] = 0.2
    s.control[FRIENDS, 1] = 0.5
    s.control[OURS, 1] = 0.5
    assert stepped(s)[OURS] == 2


def test_luck_in_where_is_a_places_own() -> None:
    """Of equal worth, the place with the highest draw of the three wins."""
    s = front()
    s.value[1:4] = 1.0
    assert stepped(s)[OURS] == min((1, 2, 3), key=luck_of)


def test_a_campaign_moves_along_its_own_roads_only() -> None:
    s = front(at=2)
    s.value[:] = 1.0, 9.0, 9.0, 9.0, 9.0
    assert stepped(s)[OURS] == 0
    assert stepped(front(at=4))[OURS] == 4


def test_only_campaigns_that_aim_somewhere_step() -> None:
    s = front()
    s.factions["posture"][OURS] = PREY
    assert stepped(s) == [0, -1, -1, -1]
    s = front(at=-1)
    assert stepped(s) == [-1, -1, -1, -1]


def test_a_step_comes_once_in_so_many_weeks_and_less_often_in_the_wet() -> None:
    """In the chance of 0.75 over the weeks of a step, the draw included."""
    u = streams.u(SEED, streams.FRONT_STEP, WEEK, KEY, 0)
    for weeks, slow, steps in (
        (0.75 / u * 0.999999, 0.75, True),
        (0.75 / u * 1.000001, 0.75, False),
        (1.0, u, True),
    ):
        s = front()
        s.value[1] = 1.0
        s.step_weeks, s.slow = weeks, slow
        assert (stepped(s)[OURS] == 1) == steps


# the way to another place, and hours of it; from place 1 no road leads to 4
NEXT = np.array(
    [[0, 1, 2, 3, 3], [0, 1, 0, 0, -1], [0, 0, 2, 0, 0], [0, 0, 0, 3, 4], [3, 3, 3, 3, 4]], np.int16
)
HOURS = np.array([[0, 5, 6, 7, 9]] * 5, np.float32)
MARCH = packed(Control())._replace(march_rate=0.3, roam=0.5, home_months=2.0)
LONG = 1.0 / (4.35 * 2.0)  # the chance that a band settles


def key_with(low: float, high: float, loyal: float | None = None) -> int:
    """A band's key with a draw between two numbers, and a loyalty just below 0.5 or above."""
    for key in range(1, 20000):
        if low <= streams.u(SEED, streams.BAND_MARCH, WEEK, key, 0) < high:
            lasting = streams.u(SEED, streams.BAND_MARCH, 0, key, 1)
            if loyal is None or loyal <= lasting < loyal + 0.05:
                return key
    raise LookupError((low, high))


def a_band(key: int, at: int, home: int = 0) -> SimpleNamespace:
    """A band of a holding faction that fights, at a place."""
    s = SimpleNamespace(
        bands=np.zeros(1, BAND_DTYPE),
        factions=np.zeros(2, FACTION_DTYPE),
        muster=10.0,
        slow=1.0,
        called=0.8,
        leaderless=0.5,
        rules=MARCH,
    )
    s.bands[0] = (key, 100.0, 0.0, 1, at, home, 0.0, IN_COMMAND, 0)
    s.factions["standing"], s.factions["posture"] = FIGHTING, HOLD
    s.factions["target"] = -1
    s.factions["cohesion"] = 0.5
    s.factions["community"] = -1
    return s


def marched(s: SimpleNamespace, next_hop: Any = NEXT, road: Any = ROAD) -> tuple[int, int]:
    """Where the band is after the week, and its home."""
    world = with_tables(places=np.zeros(5, PLACE_DTYPE), bands=s.bands, factions=s.factions)
    roads = world.roads
    roads.indptr, roads.target = INDPTR, road
    roads.next_hop, roads.hours_between = next_hop, HOURS
    world.seed, world.week = SEED, WEEK
    set_numbers(world, "tempo", muster_hours=s.muster)
    set_numbers(world, "control", **s.rules._asdict())
    set_numbers(world, "fronts", muster_chance=s.called)
    set_numbers(world, "commanders", leaderless=s.leaderless)
    fronts._move_bands(world, s.slow)
    return int(s.bands["place"][0]), int(s.bands["home"][0])


def called(key: int, at: int = 1, target: int = 3, **values: float) -> tuple[int, int]:
    """A band at a place, not its home, whose faction campaigns for a target."""
    s = a_band(key, at, home=2)
    s.factions["posture"][1], s.factions["target"][1] = CAMPAIGN, target
    for name, value in values.items():
        setattr(s, name, value)
    return marched(s)


LOYAL = key_with(0.40, 0.42, loyal=0.45)
DISLOYAL = key_with(0.40, 0.42, loyal=0.5)


def test_a_loyal_band_goes_to_its_campaign_a_road_a_week() -> None:
    """From 1 to 3 the road leads over 0. As cohesive a faction keeps the loyal, not the others."""
    assert called(LOYAL) == (0, 2)
    assert called(LOYAL, target=0) == (0, 2)
    assert called(LOYAL, at=0) == (3, 2)
    assert called(DISLOYAL) == (1, 2)


def test_a_band_is_as_loyal_as_its_faction_is_cohesive() -> None:
    """Its own lasting draw against cohesion; float32 rounds at the eighth digit."""
    lasting = streams.u(SEED, streams.BAND_MARCH, 0, LOYAL, 1)
    for factor, goes in ((1.00001, True), (0.99999, False)):
        s = a_band(LOYAL, 1)
        s.factions["posture"][1], s.factions["target"][1] = CAMPAIGN, 3
        s.factions["cohesion"] = lasting * factor
        assert (marched(s)[0] == 0) == goes


def test_a_band_without_its_commander_is_less_loyal() -> None:
    """Its cohesion of 0.5 counts as `leaderless` of that, just above or below its lasting draw."""
    lasting = streams.u(SEED, streams.BAND_MARCH, 0, LOYAL, 1)
    for commander, factor, goes in (
        (FALLEN, 1.00001, True),
        (FALLEN, 0.99999, False),
        (IN_COMMAND, 0.99999, True),
    ):
        s = a_band(LOYAL, 1)
        s.bands["commander"], s.leaderless = commander, 2.0 * lasting * factor
        s.factions["posture"][1], s.factions["target"][1] = CAMPAIGN, 3
        assert (marched(s)[0] == 0) == goes


def test_a_band_already_at_the_target_stays() -> None:
    assert called(LOYAL, at=3) == (3, 2)
    s = a_band(key_with(0.1, 0.2, loyal=0.45), 3, home=3)
    s.factions["posture"][1], s.factions["target"][1] = CAMPAIGN, 3
    loop = np.full((5, 5), 4, np.int16)
    assert marched(s, loop) == (3, 3)


def test_only_bands_near_enough_are_called() -> None:
    """Place 3 is 7 hours away."""
    assert called(LOYAL, muster=7.0) == (0, 2)
    assert called(LOYAL, muster=6.9) == (1, 2)


def test_four_in_five_march_and_fewer_in_the_wet() -> None:
    """A draw below 0.8 of what the season allows."""
    draw = streams.u(SEED, streams.BAND_MARCH, WEEK, LOYAL, 0)
    assert called(LOYAL, slow=draw / 0.8 * 1.000001) == (0, 2)
    assert called(LOYAL, slow=draw / 0.8 * 0.999999) == (1, 2)


def test_how_many_march_is_as_the_numbers_say() -> None:
    """The band's draw is 0.40 and a little."""
    assert called(LOYAL, called=0.42) == (0, 2)
    assert called(LOYAL, called=0.40) == (1, 2)


def test_bands_of_factions_that_do_not_fight_stay() -> None:
    s = a_band(key_with(0.0, 0.05), 1)
    s.factions["standing"][1] = SIGNED
    assert marched(s) == (1, 0)


def test_a_band_away_from_home_goes_home_in_some_weeks() -> None:
    """Below the rate of 0.3, by the way from 3: over 0 to 1."""
    assert marched(a_band(key_with(0.27, 0.3), 3, home=1)) == (0, 1)
    assert marched(a_band(key_with(0.27, 0.3), 3, home=0)) == (0, 0)


def test_the_way_home_may_lead_over_the_first_place() -> None:
    """To 0, not by the only road out of 1, which here leads to 2."""
    elsewhere = np.array([1, 2, 3, 2, 0, 0], np.int16)
    key = key_with(0.27, 0.3)
    assert marched(a_band(key, 1, home=3), road=elsewhere) == (0, 3)
    assert marched(a_band(key, 1, home=4), road=elsewhere) == (2, 4)


def test_a_chance_is_the_share_of_draws_below_it() -> None:
    """A draw that is just the rate of going home does not go home, nor one of roaming roam."""
    key = key_with(0.27, 0.3)
    draw = streams.u(SEED, streams.BAND_MARCH, WEEK, key, 0)
    for rate, place in ((draw, 3), (draw * (1 + 1e-12), 0)):
        s = a_band(key, 3, home=1)
        s.rules = MARCH._replace(march_rate=rate, roam=0.0)
        assert marched(s) == (place, 1)
        s = a_band(key, 3, home=3)
        s.rules = MARCH._replace(roam=rate)
        assert marched(s) == (place, 3)


def test_or_roams_further_or_stays() -> None:
    """0.3 + 0.5 x (1 - 0.3) = 0.65: below it further on, by the one road from 1; above it stays."""
    assert marched(a_band(key_with(0.3, 0.33), 1, home=4)) == (0, 4)
    assert marched(a_band(key_with(0.62, 0.65), 1, home=4)) == (0, 4)
    assert marched(a_band(key_with(0.65, 0.68), 1, home=4)) == (1, 4)


def test_or_settles_after_so_many_months() -> None:
    """Above 1 - 1 / (4.35 x 2) = 0.885 the place becomes its home."""
    assert marched(a_band(key_with(1.0 - LONG, 0.9), 1, home=4)) == (1, 1)
    assert marched(a_band(key_with(0.87, 1.0 - LONG), 1, home=4)) == (1, 4)


def test_where_no_road_leads_home_a_band_roams() -> None:
    """From 1 there is none to 4: by the only road, to 0."""
    assert marched(a_band(key_with(0.27, 0.3), 1, home=4)) == (0, 4)


def test_a_campaign_without_a_target_calls_nobody() -> None:
    s = a_band(key_with(0.27, 0.3, loyal=0.45), 3, home=1)
    s.factions["posture"][1] = CAMPAIGN
    assert marched(s) == (0, 1)


def test_who_only_holds_is_not_called_to_an_old_target() -> None:
    s = a_band(key_with(0.7, 0.75, loyal=0.45), 1, home=2)
    s.factions["target"][1] = 3
    assert marched(s) == (1, 2)


@pytest.mark.parametrize(
    ("low", "high", "slow", "posture", "goes"),
    [
        (0.45, 0.5, 1.0, HOLD, True),  # below 0.5
        (0.5, 0.55, 1.0, HOLD, False),
        (0.35, 0.375, 0.75, HOLD, True),  # below 0.5 x 0.75 = 0.375
        (0.375, 0.4, 0.75, HOLD, False),
        (0.1, 0.2, 1.0, PREY, True),
        (0.1, 0.2, 1.0, REST, False),
    ],
)
def test_an_idle_band_raids_next_door(
    low: float, high: float, slow: float, posture: int, goes: bool
) -> None:
    """By the only road from its home in 1, to 0."""
    s = a_band(key_with(low, high), 1, home=1)
    s.slow = slow
    s.factions["posture"][1] = posture
    assert marched(s) == (0 if goes else 1, 1)


@pytest.mark.parametrize(("lines", "goes"), [(0.0, True), (0.5, False), (1.0, False)])
def test_who_holds_lines_does_not_roam(lines: float, goes: bool) -> None:
    """A draw above 0.5 x 0.5 = 0.25 and below 0.5; who holds half of a line goes below 0.25."""
    s = a_band(key_with(0.25, 0.3), 1, home=1)
    s.factions["lines"] = lines
    assert marched(s) == (0 if goes else 1, 1)


def test_who_holds_half_a_line_roams_half_as_often_and_who_holds_all_never() -> None:
    for lines, place in ((0.5, 0), (1.0, 1)):
        s = a_band(key_with(0.0, 0.01), 1, home=1)
        s.factions["lines"] = lines
        assert marched(s) == (place, 1)


def test_who_holds_lines_marches_to_campaigns_and_home_all_the_same() -> None:
    s = a_band(LOYAL, 1)
    s.factions["posture"][1], s.factions["target"][1], s.factions["lines"] = CAMPAIGN, 3, 1.0
    assert marched(s) == (0, 0)
    s = a_band(key_with(0.27, 0.3), 3, home=1)
    s.factions["lines"] = 1.0
    assert marched(s) == (0, 1)


def a_junction(community: int = -1) -> World:
    """Bands of a faction in places 0, 2 and 4; the state holds everything, 100 people a place.

    They are of community 1.
    """
    world = few_places(5)
    world.roads.indptr, world.roads.target = INDPTR, ROAD
    world.seed, world.week = SEED, WEEK
    world.places["state_control"], world.places["persons"] = 1.0, 100.0
    world.mood = np.zeros((5, 2, 3))
    world.mood[:, 1, 0] = 100.0
    world.bands = np.zeros(3, BAND_DTYPE)
    world.bands["place"], world.bands["faction"] = (0, 2, 4), 1
    world.factions["community"][1] = community
    set_numbers(world, "fronts", absent_pull=1.0, kin_pull=3.0)
    return world


def gone_to(world: World, pulls: tuple[float, float, float]) -> dict[int, int]:
    """How many of 600 bands go from place 0 to 1, 2 and 3, each by pull over its own luck."""
    counts = dict.fromkeys((1, 2, 3), 0)
    for key in range(600):
        world.bands["key"] = key
        waits = [-math.log(streams.u(SEED, streams.ROAM_WHERE, WEEK, key, q)) for q in (1, 2, 3)]
        scores = [pull / wait for pull, wait in zip(pulls, waits, strict=True)]
        went = fronts._neighbour(world, 0)
        assert went == 1 + scores.index(max(scores))
        assert fronts._neighbour(world, 1) == 0
        assert fronts._neighbour(world, 2) == 4
        counts[went] += 1
    return counts


def test_which_neighbour_is_raided_is_luck() -> None:
    """A third of the draws each for 1, 2 and 3; of 600 about 200, within three sigmas of 12."""
    for number in gone_to(a_junction(), (1.0, 1.0, 1.0)).values():
        assert abs(number - 200) < 36


def test_bands_roam_where_the_state_is_absent() -> None:
    """1 + 1 x (1 - 0) = 2 and 1 + 0.5 against 1: of 600 in shares of 4, 3 and 2 ninths."""
    world = a_junction()
    world.places["state_control"][1:3] = 0.0, 0.5
    counts = gone_to(world, (2.0, 1.5, 1.0))
    for number, share in zip(counts.values(), (267, 200, 133), strict=True):
        assert abs(number - share) < 36
    set_numbers(world, "fronts", absent_pull=0.0)
    gone_to(world, (1.0, 1.0, 1.0))
    set_numbers(world, "fronts", absent_pull=4.0)
    gone_to(world, (5.0, 3.0, 1.0))


def test_bands_roam_towards_their_kin() -> None:
    """All people of place 1 are kin, a quarter of those of 2, none of 3: 1 + 3, 1 + 0.75 and 1."""
    world = a_junction(community=0)
    world.mood[1:3, 0, 0] = 100.0, 25.0
    counts = gone_to(world, (4.0, 1.75, 1.0))
    assert counts[1] > counts[2] > counts[3]
    world.places["state_control"][3] = 0.0
    gone_to(world, (4.0, 1.75, 2.0))
    set_numbers(world, "fronts", kin_pull=0.0)
    gone_to(world, (1.0, 1.0, 2.0))


def test_who_has_no_community_has_no_kin_and_an_empty_place_has_none() -> None:
    world = a_junction()
    gone_to(world, (1.0, 1.0, 1.0))
    world = a_junction(community=1)
    world.mood[1, 1, 0] = world.places["persons"][1] = 0.0
    gone_to(world, (1.0, 4.0, 4.0))


def test_fighters_are_where_their_bands_are() -> None:
    combatants, bands = np.zeros(4, COMBATANT_DTYPE), np.zeros(3, BAND_DTYPE)
    bands["place"] = 7, 8, 9
    combatants["band"] = 2, 0, 1, 2
    fronts._follow(with_tables(combatants=combatants, bands=bands))
    assert combatants["place"].tolist() == [9, 7, 8, 9]


def test_who_has_left_the_war_lives_at_home() -> None:
    """The demobilised and those in reintegration; who fights, waits in a camp or fell does not."""
    bands, combatants = np.zeros(1, BAND_DTYPE), np.zeros(6, COMBATANT_DTYPE)
    bands["place"], combatants["home"], combatants["place"] = 7, 3, 5
    combatants["status"] = range(6)
    fronts._follow(with_tables(combatants=combatants, bands=bands))
    assert combatants["place"].tolist() == [7, 7, 3, 3, 7, 7]


def a_campaign(wet: bool) -> World:
    """Zambara; the front campaigns for place 0, the wet season takes a quarter."""
    world = a_world()
    world.wet = wet
    world.factions["posture"] = HOLD
    world.factions["posture"][1], world.factions["target"][1] = CAMPAIGN, 0
    set_numbers(world, "tempo", wet_brake=0.25)
    return world


@pytest.mark.parametrize(("wet", "slow"), [(False, 1.0), (True, 0.75)])
def test_the_rains_slow_campaigns(wet: bool, slow: float) -> None:
    """A chance of the season's share over the weeks of a step."""
    for factor, steps in ((0.999999, True), (1.000001, False)):
        world = a_campaign(wet)
        key = int(world.factions["key"][1])
        draw = streams.u(world.seed, streams.FRONT_STEP, 0, key, 0)
        set_numbers(world, "tempo", step_weeks=slow / draw * factor)
        fronts.march(world)
        near = world.roads.target[world.roads.indptr[0] : world.roads.indptr[1]].tolist()
        assert (int(world.factions["target"][1]) in near) == steps
        assert steps or world.factions["target"][1] == 0


@pytest.mark.parametrize(("wet", "slow"), [(False, 1.0), (True, 0.75)])
def test_the_rains_slow_raids(wet: bool, slow: float) -> None:
    """A raid where the draw is below roaming times the season's share."""
    for factor, goes in ((1.000001, True), (0.999999, False)):
        world = a_campaign(wet)
        band = int(np.flatnonzero(world.bands["faction"] == 2)[0])
        world.bands["home"][band] = world.bands["place"][band] = 0
        draw = streams.u(world.seed, streams.BAND_MARCH, 0, int(world.bands["key"][band]), 0)
        set_numbers(world, "control", roam=draw / slow * factor)
        fronts.march(world)
        assert (world.bands["place"][band] != 0) == goes
        own = world.combatants["band"] == band
        assert own.any()
        assert (world.combatants["place"][own] == world.bands["place"][band]).all()


def test_bands_set_out_for_where_the_campaign_now_is() -> None:
    """Everybody is near and loyal: those whose draw is below 0.8 move, by the way to place 0."""
    world = a_campaign(wet=False)
    set_numbers(world, "tempo", step_weeks=1e9, muster_hours=1e9)
    set_numbers(world, "fronts", muster_chance=0.8)
    world.factions["cohesion"] = 1.0
    world.bands["place"] = 5
    fronts.march(world)
    own = np.flatnonzero(world.bands["faction"] == 1)
    for band in own:
        draw = streams.u(world.seed, streams.BAND_MARCH, 0, int(world.bands["key"][band]), 0)
        to = world.roads.next_hop[5, 0] if draw < 0.8 else 5
        assert world.bands["place"][band] == to
    assert set(world.bands["place"][own].tolist()) == {5, int(world.roads.next_hop[5, 0])}


def test_a_world_takes_what_draws_a_campaign_from_its_numbers() -> None:
    """One neighbour is held by the enemy, another is worth a million times as much."""
    for free_pull, to in ((0.0, 0), (0.5, 1)):
        world = a_campaign(wet=False)
        set_numbers(world, "tempo", step_weeks=1e-6)
        set_numbers(world, "fronts", free_pull=free_pull)
        near = world.roads.target[world.roads.indptr[0] : world.roads.indptr[1]].tolist()
        world.control[:], world.places["value"] = 0.0, 1.0
        world.control[0, near[0]], world.places["value"][near[1]] = 1.0, 1e6
        fronts.march(world)
        assert world.factions["target"][1] == near[to]


def test_a_world_takes_how_many_march_from_its_numbers() -> None:
    """Everybody is near and loyal: nobody at a chance of 0, everybody at 1."""
    for chance in (0.0, 1.0):
        world = a_campaign(wet=False)
        set_numbers(world, "tempo", step_weeks=1e9, muster_hours=1e9)
        set_numbers(world, "fronts", muster_chance=chance)
        world.factions["cohesion"] = 1.0
        world.bands["place"] = 5
        fronts.march(world)
        own = world.bands["faction"] == 1
        assert ((world.bands["place"][own] != 5) == bool(chance)).all()
