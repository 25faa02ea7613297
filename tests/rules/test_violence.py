"""Known answers: this week's events, their sizes and their dead, and what inflames a place."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from rules.bench import a_world, set_numbers
from rules.few import few_places, with_tables
from sim.fields.parameter import packed
from sim.luck import streams
from sim.mechanisms import violence
from sim.nature.war import Violence
from sim.state.events import BATTLE, CHANNEL_DTYPE, COMMUNAL, ON_MISSION, ONESIDED
from sim.state.events import DTYPE as EVENT_DTYPE
from sim.state.factions import FACTION_DTYPE
from sim.state.world import World

SEED, WEEK, KEY, HERE = 12345, 7, 9090, 3
NUMBERS = packed(Violence())._replace(
    battle_location=math.log(10.2),
    battle_sigma=0.0,
    onesided_location=math.log(4.1),
    onesided_sigma=0.0,
    force_exponent=0.5,
    crossfire=0.25,
    battle_most=0.3,
    onesided_most=0.05,
    communal_most=0.02,
    attack_sigma=0.9,
    attack_most=0.1,
)


def channel(kind: int, key: int = KEY, by_state: int = 0) -> Any:
    """One channel, of factions 0 and 1."""
    made = np.zeros(1, CHANNEL_DTYPE)
    made[0] = (key, 0, 1, kind, 2, by_state)
    return made


def a_scene(channels: Any, v: Any) -> World:
    """Five places with these channels, forces of 100 and rates of 0; nobody stands there.

    People of two communities live there, whom everybody attacks alike.
    """
    world = few_places(5)
    set_numbers(world, "violence", **v._asdict())
    world.seed, world.week, world.event_count = SEED, WEEK, 0
    world.channels = channels
    world.force, world.rates = np.full((2, 5), 100.0), np.zeros((len(channels), 5))
    world.strength = np.zeros((2, 5))
    world.mood, world.hatred = np.zeros((5, 2, 3)), np.ones((2, 2))
    world.mood[:, :, 0] = 50.0
    world.factions["community"] = -1
    return world


def draw(
    kind: int,
    rate: float,
    v: Any = NUMBERS,
    strong: tuple[float, float] = (400.0, 900.0),
    persons: float = 1e9,
    infantry: float = 1e6,
    losses: float = 0.0,
    rows: int = 300,
) -> Any:
    """The events of one channel in a place at this rate, nothing in others."""
    world = a_scene(channel(kind), v._replace(attack_losses=losses))
    world.places["persons"][HERE], world.places["infantry"][HERE] = persons, infantry
    world.force[:, HERE] = strong
    world.rates[0, HERE] = rate
    world.events = np.zeros(rows, EVENT_DTYPE)
    violence.strike(world)
    return world.events[world.week_events]


def luck(stream: int, k: int = 0) -> float:
    """Of event k in the place."""
    return streams.u(SEED, stream, WEEK, 3000 + k, KEY)


def dead(log: Any) -> list[int]:
    return (log["deaths_a"] + log["deaths_b"] + log["deaths_civilian"]).tolist()


SURE = 3.0  # a rate at which the place's luck makes some events


def test_events_are_as_many_as_luck_makes_of_the_rate() -> None:
    """None while the chance of none, exp(-rate), is above the draw; one just below it."""
    u = streams.u(SEED, streams.EVENT_COUNT, WEEK, HERE, KEY)
    assert len(draw(BATTLE, -math.log(u) * (1 - 1e-9))) == 0
    assert len(draw(BATTLE, -math.log(u) * (1 + 1e-9))) == 1
    assert len(draw(BATTLE, -1.0)) == 0


@pytest.mark.parametrize(
    ("strong", "size"),
    [
        ((400.0, 900.0), 20),  # 10.2 x (400 / 100) ^ 0.5 = 20.4
        ((900.0, 400.0), 20),  # the smaller side counts, whichever it is
        ((900.0, 900.0), 30),  # 10.2 x 3 = 30.6
        ((25.0, 900.0), 5),  # 10.2 x 0.5 = 5.1
        ((4.0, 900.0), 2),  # 10.2 x 0.2 = 2.04, and at most 0.3 x 4 + 1 = 2.2
        ((1.0, 900.0), 1),  # at most 0.3 x 1 + 1 = 1.3
    ],
)
def test_a_battle_kills_more_where_the_smaller_side_is_larger(
    strong: tuple[float, float], size: int
) -> None:
    assert set(dead(draw(BATTLE, SURE, strong=strong))) == {size}


def test_a_battle_kills_three_in_ten_of_the_smaller_side_and_one_more_at_most() -> None:
    """0.3 x 405 + 1 = 122.5."""
    v = NUMBERS._replace(battle_location=20.0)
    assert set(dead(draw(BATTLE, SURE, v, strong=(405.0, 900.0)))) == {122}


@pytest.mark.parametrize(
    ("strong", "size"),
    [((900.0, 1.0), 12), ((400.0, 1.0), 8), ((25.0, 900.0), 2)],  # 4.1 x 3, x 2, x 0.5
)
def test_an_attack_on_civilians_kills_more_where_the_attackers_are_more(
    strong: tuple[float, float], size: int
) -> None:
    log = draw(ONESIDED, SURE, strong=strong)
    assert set(log["deaths_civilian"].tolist()) == {size}
    assert not log["deaths_a"].any() and not log["deaths_b"].any()


def test_an_attack_kills_one_in_twenty_of_the_people_at_most() -> None:
    """0.05 x 130 = 6.5, where it would have been 8."""
    assert set(dead(draw(ONESIDED, SURE, persons=130.0))) == {6}


def test_a_clash_does_not_grow_with_forces_and_kills_one_in_fifty_at_most() -> None:
    """4.1 whatever stands there; 0.02 x 130 = 2.6."""
    assert set(dead(draw(COMMUNAL, SURE))) == {4}
    assert set(dead(draw(COMMUNAL, SURE, persons=130.0))) == {2}


def test_an_attack_kills_a_tenth_of_the_peacekeepers_at_most() -> None:
    """0.1 x 37 = 3.7; attackers may die besides, half as many."""
    log = draw(ON_MISSION, SURE, infantry=37.0, losses=20.0)
    assert set(log["deaths_b"].tolist()) == {3}


@pytest.mark.parametrize(
    ("kind", "most", "size"),
    [
        (BATTLE, "battle_most", 41),  # 0.1 x 405 + 1 = 41.5
        (ONESIDED, "onesided_most", 13),  # 0.1 x 130
        (COMMUNAL, "communal_most", 13),
        (ON_MISSION, "attack_most", 3),  # 0.1 x 37 = 3.7
    ],
)
def test_how_many_die_at_most_is_as_the_numbers_say(kind: int, most: str, size: int) -> None:
    """Where medians are beyond all bounds, and every other share is 0."""
    none = dict.fromkeys(("battle_most", "onesided_most", "communal_most", "attack_most"), 0.0)
    v = NUMBERS._replace(battle_location=20.0, onesided_location=20.0, **none | {most: 0.1})
    log = draw(kind, SURE, v, (405.0, 900.0), persons=130.5, infantry=37.0, losses=20.0)
    sizes = log["deaths_b"].tolist() if kind == ON_MISSION else dead(log)
    assert set(sizes) == {size}


def test_sizes_of_attacks_on_peacekeepers_spread_as_the_numbers_say() -> None:
    log = draw(ON_MISSION, 4.0, NUMBERS._replace(attack_sigma=0.4), losses=math.log(1e3))
    assert len(log) >= 2
    for k, size in enumerate(log["deaths_b"]):
        z = NormalDist().inv_cdf(luck(streams.EVENT_SIZE, k))
        assert size == math.floor(1000.0 * math.exp(0.4 * z))


@pytest.mark.parametrize("kind", [BATTLE, ONESIDED, COMMUNAL, ON_MISSION])
def test_each_event_has_its_own_luck_in_size(kind: int) -> None:
    """The lognormal quantile of its draw, rounded down.

    Medians with 400 and 900 fighters: 2,040 in battles (sigma 0.5), 8,200 in attacks (sigma 0.7),
    4,100 in clashes (sigma of battles), 1,000 attacks on peacekeepers (sigma 0.9).
    """
    v = NUMBERS._replace(
        battle_location=math.log(1020.0),
        onesided_location=math.log(4100.0),
        battle_sigma=0.5,
        onesided_sigma=0.7,
    )
    log = draw(kind, 4.0, v, strong=(400e4, 900e4), losses=math.log(1e3))
    scale = 200.0  # sqrt of 4 million / 100
    median, sigma = {
        BATTLE: (1020.0 * scale, 0.5),
        ONESIDED: (4100.0 * scale, 0.7),
        COMMUNAL: (4100.0, 0.5),
        ON_MISSION: (1000.0, 0.9),
    }[kind]
    assert len(log) >= 2
    for k, size in enumerate(log["deaths_b"] if kind == ON_MISSION else dead(log)):
        z = NormalDist().inv_cdf(luck(streams.EVENT_SIZE, k))
        assert size == math.floor(median * math.exp(sigma * z))


def test_what_an_event_notes() -> None:
    """Its luck is the channel's key and 7,919 times its ordinal; its day a seventh of the week."""
    log = draw(BATTLE, 4.0)
    assert len(log) >= 3
    assert log["luck"][:3].tolist() == [KEY, KEY ^ 7919, KEY ^ 15838]
    for name, value in {
        "week": WEEK,
        "place": HERE,
        "a": 0,
        "b": 1,
        "kind": BATTLE,
        "channel": 0,
        "type": 2,
        "by_state": 0,
        "response": 0,
        "victims": -1,
    }.items():
        assert set(log[name].tolist()) == {value}, name
    for k, day in enumerate(log["day"].tolist()):
        assert day <= 7.0 * luck(streams.EVENT_DAY, k) < day + 1


def test_an_event_forgets_what_stood_in_its_row() -> None:
    channels = np.concatenate([channel(BATTLE), channel(BATTLE, 77, by_state=1)])
    world = a_scene(channels, NUMBERS)
    world.force[:], world.rates[:] = 400.0, SURE
    world.events = np.ones(50, EVENT_DTYPE)
    world.event_count = 2
    violence.strike(world)
    log, last = world.events, world.event_count
    assert last > 12
    assert (log[:2] == np.ones(2, EVENT_DTYPE)).all()
    for name in ("a", "kind", "response"):
        assert not log[name][2:last].any(), name
    assert (log["victims"][2:last] == -1).all()
    assert log["channel"][2:last].tolist() == sorted(log["channel"][2:last].tolist())
    assert (log["by_state"][2:last] == log["channel"][2:last]).all()
    assert set(log["by_state"][2:last].tolist()) == {0, 1}
    assert (log["response"][last:] == 1).all()


def test_what_kills_nobody_goes_unrecorded() -> None:
    """A median of 0.999 is none, of 1.0 and a hair one."""
    v = NUMBERS._replace(force_exponent=0.0)
    assert len(draw(BATTLE, SURE, v._replace(battle_location=math.log(0.999)))) == 0
    log = draw(BATTLE, SURE, v._replace(battle_location=math.log(1.001)))
    assert len(log) == len(draw(BATTLE, SURE))
    assert set(dead(log)) == {1}


def a_meeting(strong: tuple[float, float] = (900.0, 300.0)) -> World:
    """Two factions of no community in place 1 of 1,000 people, neither of them the state's side.

    Half of the people are of community 1; they trust the state by 0.75 and fear by a third.
    """
    factions = np.zeros(2, FACTION_DTYPE)
    factions["community"], factions["side"] = -1, (1, 2)
    world = with_tables(force=np.zeros((2, 2)), mood=np.zeros((2, 2, 3)), factions=factions)
    set_numbers(world, "violence", crossfire=0.25, local_edge=1.0, tips_edge=1.0)
    world.force[:, 1] = strong
    world.mood[1, :, 0], world.places["persons"][1] = 500.0, 1000.0
    world.places["trust_state"][1], world.places["fear"][1] = 0.75, 1 / 3
    world.governing = 0
    return world


def split_of(
    kind: int, size: int, split: float, world: World | None = None
) -> tuple[int, int, int]:
    """The dead of side A, side B and civilians; a quarter of a battle's die in the crossfire."""
    world = a_meeting() if world is None else world
    log = world.events = np.zeros(2, EVENT_DTYPE)
    log["kind"][1], log["a"][1], log["b"][1], log["place"][1] = kind, 0, 1, 1
    violence._divide(world, 1, size, split)
    assert dead(log)[0] == 0
    return int(log["deaths_a"][1]), int(log["deaths_b"][1]), int(log["deaths_civilian"][1])


def test_attacks_on_civilians_kill_only_civilians() -> None:
    assert split_of(ONESIDED, 40, 0.2) == (0, 0, 40)


def test_attacks_on_peacekeepers_cost_the_attackers_half_as_many() -> None:
    """Half of 5 is 2.5: 3 where the draw is below one half, 2 above."""
    assert split_of(ON_MISSION, 5, 0.45) == (3, 5, 0)
    assert split_of(ON_MISSION, 5, 0.55) == (2, 5, 0)


@pytest.mark.parametrize(
    ("split", "share"),
    [
        # 41 / 4 = 10.25 civilians: 11, 30 left. Odds 300 / 1,200 - 0.5 x 0.3 = 0.1: 3 of A
        (0.2, (3, 27, 11)),
        # 10 civilians, 31 left. 0.25 + 0.5 x 0.4 = 0.45: 13.95, so 14 of A
        (0.9, (14, 17, 10)),
        # 31 left. 0.25 - 0.5 x 0.2 = 0.15: 4.65, so 5 of A
        (0.3, (5, 26, 10)),
    ],
)
def test_the_weaker_side_of_a_battle_loses_more(split: float, share: tuple[int, int, int]) -> None:
    assert split_of(BATTLE, 41, split) == share


def test_a_side_loses_all_or_nobody_at_most() -> None:
    """B has 0.96 of the strength: 0.96 + 0.5 x 0.4 is over 1, 0.04 - 0.5 x 0.4 under 0."""
    assert split_of(BATTLE, 40, 0.9, a_meeting((40.0, 960.0))) == (30, 0, 10)
    assert split_of(BATTLE, 40, 0.1, a_meeting((960.0, 40.0))) == (0, 30, 10)


# of 40 dead 10 die in the crossfire; at a draw of 0.5, 30 are divided by strength alone
EQUAL, SPLIT = (600.0, 600.0), 0.5


def test_irregular_forces_gain_among_their_own_people() -> None:
    """Half of the people are B's: 600 x 1.5 = 900 against 600. A loses 30 x 0.6 = 18.

    With an edge of 3: 600 x 2.5 = 1,500, A loses 30 x 5 / 7 = 21.4.
    """
    assert split_of(BATTLE, 40, SPLIT, a_meeting(EQUAL)) == (15, 15, 10)
    world = a_meeting(EQUAL)
    world.factions["community"][1] = 1
    assert split_of(BATTLE, 40, SPLIT, world) == (18, 12, 10)
    set_numbers(world, "violence", local_edge=3.0)
    assert split_of(BATTLE, 40, SPLIT, world) == (21, 9, 10)


def test_the_edge_is_that_of_whose_people_they_are_on_either_side() -> None:
    """A's, too: 600 x 1.5 against 600, A loses 30 x 0.4 = 12; both: as many."""
    world = a_meeting(EQUAL)
    world.factions["community"][0] = 0
    assert split_of(BATTLE, 40, SPLIT, world) == (12, 18, 10)
    world.factions["community"][1] = 1
    assert split_of(BATTLE, 40, SPLIT, world) == (15, 15, 10)


def test_who_holds_lines_gains_nothing_among_his_people_nor_anybody_where_none_live() -> None:
    """Half a line, half the edge: 600 x 1.25 = 750 of 1,350, A loses 30 x 750 / 1,350 = 16.7."""
    world = a_meeting(EQUAL)
    world.factions["community"][1] = 1
    world.factions["lines"][1] = 0.5
    assert split_of(BATTLE, 40, SPLIT, world) == (17, 13, 10)
    world.factions["lines"][1] = 1.0
    assert split_of(BATTLE, 40, SPLIT, world) == (15, 15, 10)
    world.factions["lines"][1], world.mood[1, 1, 0] = 0.0, 0.0
    assert split_of(BATTLE, 40, SPLIT, world) == (15, 15, 10)
    world.mood[:], world.places["persons"][1] = 0.0, 0.0
    assert split_of(BATTLE, 40, SPLIT, world) == (15, 15, 10)


def test_the_states_side_gains_where_people_trust_it_and_dare_to_tell() -> None:
    """0.75 x 2 / 3 = 0.5: 600 x 1.5 of A against 600: 12 die; with an edge of 3, 30 x 2 / 7 = 8.6.

    Whoever governs, by side; where all fear nobody tells.
    """
    world = a_meeting(EQUAL)
    world.governing = 1
    assert split_of(BATTLE, 40, SPLIT, world) == (12, 18, 10)
    world.governing = 2
    assert split_of(BATTLE, 40, SPLIT, world) == (18, 12, 10)
    world.governing = 1
    set_numbers(world, "violence", tips_edge=3.0)
    assert split_of(BATTLE, 40, SPLIT, world) == (9, 21, 10)
    world.places["fear"][1] = 1.0
    assert split_of(BATTLE, 40, SPLIT, world) == (15, 15, 10)


def test_both_edges_add_up_and_none_is_as_before() -> None:
    """A governs and fights among its own: 1 + 0.5 + 0.5 = 2: it loses 30 / 3 = 10."""
    world = a_meeting(EQUAL)
    world.governing, world.factions["community"][0] = 1, 0
    assert split_of(BATTLE, 40, SPLIT, world) == (10, 20, 10)
    set_numbers(world, "violence", local_edge=0.0, tips_edge=0.0)
    assert split_of(BATTLE, 40, SPLIT, world) == (15, 15, 10)


def victims(luck: float, hatred: tuple[float, ...], people: tuple[float, ...]) -> int:
    """The community whom faction 1 attacks in place 1; faction 0 and place 0 have other numbers."""
    world = with_tables(mood=np.full((2, 3, 3), 70.0), hatred=np.full((2, 3), 7.0))
    world.mood[1, :, 0], world.hatred[1] = people, hatred
    return violence._victims(world, 1, 1, luck)


@pytest.mark.parametrize(
    ("luck", "community"),
    [(0.0, 0), (0.09, 0), (0.11, 1), (0.59, 1), (0.61, 2), (0.999999, 2)],
)
def test_victims_are_as_many_as_live_there_weighed_by_hatred(luck: float, community: int) -> None:
    """1,000 x 0.1 = 100, 100 x 5 = 500 and 400 x 1 = 400: shares of 0.1, 0.5 and 0.4."""
    assert victims(luck, (0.1, 5.0, 1.0), (1000.0, 100.0, 400.0)) == community


def test_who_is_spared_or_does_not_live_there_is_no_victim() -> None:
    for luck in (0.0, 0.5, 0.999999):
        assert victims(luck, (0.0, 3.0, 5.0), (900.0, 1.0, 0.0)) == 1
        assert victims(luck, (0.0, 0.0, 5.0), (900.0, 900.0, 0.0)) == -1
        assert victims(luck, (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)) == -1


def test_an_attack_on_civilians_notes_its_victims_by_its_own_draw() -> None:
    """Both communities are as many and as hated: the first where the draw is below one half."""
    log = draw(ONESIDED, 6.0)
    assert len(log) >= 4
    draws = [luck(streams.VICTIMS, k) for k in range(len(log))]
    assert min(draws) < 0.5 < max(draws)
    assert log["victims"].tolist() == [0 if one < 0.5 else 1 for one in draws]
    for kind in (COMMUNAL, ON_MISSION):
        assert set(draw(kind, SURE)["victims"].tolist()) == {-1}


@pytest.mark.parametrize("kind", [BATTLE, ONESIDED])
def test_where_no_force_can_fight_nobody_dies(kind: int) -> None:
    """Driven here from next door by peacekeepers; nor where numbers do not count."""
    v = NUMBERS._replace(force_exponent=0.0)
    assert len(draw(kind, SURE, v, strong=(1.0, 900.0))) > 0
    assert len(draw(kind, SURE, v, strong=(0.0, 900.0))) == 0


def test_communities_lose_alike_but_for_luck() -> None:
    """40: 10 in the crossfire, 30 left; 0.5 + 0.5 x (0.7 - 0.5) = 0.6: 18 and 12."""
    assert split_of(COMMUNAL, 40, 0.7) == (18, 12, 10)
    assert split_of(COMMUNAL, 40, 0.5) == (15, 15, 10)


def test_an_event_is_divided_by_its_own_draw_of_that_name() -> None:
    """Of 5 each: 3 attackers where the draw is below one half, else 2."""
    log = draw(ON_MISSION, 6.0, infantry=55.0, losses=20.0)
    assert len(log) >= 4
    splits = [luck(streams.EVENT_SPLIT, k) for k in range(len(log))]
    assert min(splits) < 0.5 < max(splits)
    assert log["deaths_a"].tolist() == [3 if split < 0.5 else 2 for split in splits]


def test_crossfire_kills_the_share_that_the_numbers_say() -> None:
    """A quarter of 20 is 5, of 0.5 of it 10."""
    assert set(draw(BATTLE, SURE)["deaths_civilian"].tolist()) == {5}
    log = draw(BATTLE, SURE, NUMBERS._replace(crossfire=0.5))
    assert set(log["deaths_civilian"].tolist()) == {10}


def a_violent_world(first: int, rows: int) -> World:
    """Zambara with battles of 900 and 400 at one place and room for so many events."""
    world = a_world()
    set_numbers(world, "violence", **NUMBERS._asdict())
    set_numbers(world, "violence", attack_losses=20.0)
    world.seed, world.week = SEED, WEEK
    world.channels = channel(BATTLE)
    world.force[:2, HERE] = 400.0, 900.0
    world.places["infantry"][HERE] = 55.0
    world.rates = np.zeros((1, world.place_count))
    world.rates[0, HERE] = 4.0
    world.events = np.zeros(rows, EVENT_DTYPE)
    world.events["week"][:first] = 5
    world.event_count = first
    return world


def test_the_weeks_events_follow_those_before_and_the_log_grows_when_full() -> None:
    made = len(draw(BATTLE, 4.0))
    for first, rows, grown in (
        (2, 300, 300),
        (2, 3, 12 if 2 + made >= 6 else 6),
        (0, made, 2 * made),  # a full log might have lost events
        (0, made + 1, made + 1),
    ):
        world = a_violent_world(first, rows)
        violence.strike(world)
        assert len(world.events) == grown
        assert world.event_count == first + made
        assert world.week_events == slice(first, first + made)
        assert (world.events["week"][:first] == 5).all()
        assert dead(world.events[first : first + made]) == [20] * made
        assert dead(world.events[first + made :]) == [0] * (grown - first - made)


def test_attacks_on_peacekeepers_are_as_deadly_as_the_numbers_say() -> None:
    """A tenth of 55 at most; a median of e^20 always reaches it."""
    world = a_violent_world(0, 300)
    world.channels["kind"] = ON_MISSION
    violence.strike(world)
    assert set(world.events["deaths_b"][world.week_events].tolist()) == {5}


def test_heat_fades_and_each_event_adds_to_it_less_the_hotter_it_is() -> None:
    """A week halves it: 0.8 to 0.4. Two events of 0.5: + 0.5 x (1 - 0.4 / 2) = 0.8,

    + 0.5 x (1 - 0.8 / 2) = 1.1. Over the most of 2, nothing is added: 5 to 2.5.
    """
    world = a_world()
    set_numbers(world, "violence", heat_weeks=1.0 / math.log(2.0), heat_gain=0.5, heat_most=2.0)
    world.places["heat"] = 0.0
    world.places["heat"][:4] = 0.8, 0.8, 5.0, 1.0
    world.events["place"][:4] = 3, 1, 2, 1
    world.event_count, world.week_events = 4, slice(1, 4)
    violence.inflame(world)
    assert world.places["heat"][:4] == pytest.approx([0.4, 1.1, 2.5, 0.5])
    assert not world.places["heat"][4:].any()
