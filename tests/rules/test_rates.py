"""Known answers: who may strike whom, and how often each week."""

from __future__ import annotations

import math

import numpy as np
import pytest

from rules.bench import a_world, set_numbers
from sim.luck import streams
from sim.mechanisms import rates
from sim.state.events import BATTLE, COMMUNAL, ON_MISSION, ONESIDED
from sim.state.factions import CAMPAIGN, CEASEFIRE, HOLD, IMPLEMENT, PREY, REST, SIGNED, SPOIL, TALK
from sim.state.world import World, set_hostilities

ARMY, FRONT, BRIGADE, GUARD = range(4)  # of sides 0, 1, 2 and 0
HERE = 5
PAIR_01, PAIR_02, PAIR_12 = (streams.key_of(*pair) for pair in ((200, 400), (100, 400), (100, 200)))
PAIR_13, PAIR_23 = streams.key_of(200, 300), streams.key_of(100, 300)


def a_country() -> World:
    """Zambara whose factions have the keys 400, 200, 100, 300; nobody stands anywhere."""
    world = a_world()
    world.factions["key"][:4] = 400, 200, 100, 300
    world.heirs[:] = 0  # of other keys
    world.know_names()
    world.strength[:], world.force[:] = 0.0, 0.0
    world.hatred[:], world.wounds[:] = 1.0, 0.0
    world.places["infantry"], world.places["sacked"] = 0.0, 0
    everybody_is_hostile(world)
    return world


def everybody_is_hostile(world: World, but: tuple[tuple[int, int], ...] = ()) -> None:
    """All factions are enemies, but for those of one side and these pairs."""
    world.enmity[:] = 1.0
    for one, other in but:
        world.enmity[one, other] = world.enmity[other, one] = 0.0
    set_hostilities(world)


def channels_of(world: World) -> list[tuple[int, ...]]:
    """Key, a, b, kind, type in UCDP's terms, of the state's side."""
    return [tuple(row) for row in world.channels.tolist()]


def test_who_may_strike_whom() -> None:
    """Sides: army and guard 0, the two rebel groups each their own.

    In battles the state's side comes first, also where its row is the higher; among rebels the
    lower row does.
    """
    world = a_country()
    rates.open_channels(world)
    assert channels_of(world) == [
        (400 ^ 1, ARMY, -1, ONESIDED, 3, 1),
        (PAIR_01, ARMY, FRONT, BATTLE, 1, 1),
        (PAIR_02, ARMY, BRIGADE, BATTLE, 1, 1),
        (200 ^ 1, FRONT, -1, ONESIDED, 3, 0),
        (200 ^ 2, FRONT, -1, ON_MISSION, 1, 0),
        (PAIR_12, FRONT, BRIGADE, BATTLE, 2, 0),
        (PAIR_13, GUARD, FRONT, BATTLE, 1, 1),
        (100 ^ 1, BRIGADE, -1, ONESIDED, 3, 0),
        (100 ^ 2, BRIGADE, -1, ON_MISSION, 1, 0),
        (PAIR_23, GUARD, BRIGADE, BATTLE, 1, 1),
        (300 ^ 1, GUARD, -1, ONESIDED, 3, 1),
        (1, 0, 1, COMMUNAL, 2, 0),
        (2, 0, 2, COMMUNAL, 2, 0),
        (1002, 1, 2, COMMUNAL, 2, 0),
    ]
    assert world.rates.shape == (14, 40)
    assert not world.rates.any()


def test_who_is_not_hostile_fights_no_battle_but_preys_on_civilians_all_the_same() -> None:
    """The two rebel groups leave each other alone: one channel less."""
    world = a_country()
    rates.open_channels(world)
    before = channels_of(world)
    everybody_is_hostile(world, but=((FRONT, BRIGADE),))
    rates.open_channels(world)
    assert channels_of(world) == [row for row in before if row[0] != PAIR_12]


def test_who_governs_now_is_the_states_side() -> None:
    """The front's side 1: it strikes as the state and is side A; the old army is no longer it."""
    world = a_country()
    world.governing = 1
    rates.open_channels(world)
    assert channels_of(world)[:-3] == [
        (400 ^ 1, ARMY, -1, ONESIDED, 3, 0),
        (400 ^ 2, ARMY, -1, ON_MISSION, 1, 0),
        (PAIR_01, FRONT, ARMY, BATTLE, 1, 1),
        (PAIR_02, ARMY, BRIGADE, BATTLE, 2, 0),
        (200 ^ 1, FRONT, -1, ONESIDED, 3, 1),
        (PAIR_12, FRONT, BRIGADE, BATTLE, 1, 1),
        (PAIR_13, FRONT, GUARD, BATTLE, 1, 1),
        (100 ^ 1, BRIGADE, -1, ONESIDED, 3, 0),
        (100 ^ 2, BRIGADE, -1, ON_MISSION, 1, 0),
        (PAIR_23, BRIGADE, GUARD, BATTLE, 2, 0),
        (300 ^ 1, GUARD, -1, ONESIDED, 3, 0),
        (300 ^ 2, GUARD, -1, ON_MISSION, 1, 0),
    ]


def test_who_is_not_fighting_strikes_nobody_and_is_struck_by_nobody() -> None:
    world = a_country()
    world.factions["standing"][1:3] = SIGNED
    set_hostilities(world)
    rates.open_channels(world)
    assert [row[1:4] for row in channels_of(world)[:2]] == [
        (ARMY, -1, ONESIDED),
        (GUARD, -1, ONESIDED),
    ]
    assert len(world.channels) == 5  # and three pairs of communities


def test_channels_are_opened_at_a_months_begin_or_when_there_are_none() -> None:
    world = a_country()
    world.month_begins = False
    rates.set_rates(world)
    assert len(world.channels) == 14
    world.factions["standing"][FRONT] = SIGNED
    rates.set_rates(world)
    assert len(world.channels) == 14
    world.month_begins = True
    rates.set_rates(world)
    assert len(world.channels) == 9


@pytest.mark.parametrize(
    ("posture", "battle", "onesided"),
    [
        (REST, 0.2, 0.05),
        (HOLD, 1.2, 0.3),
        (CAMPAIGN, 2.4, 0.4),
        (PREY, 0.15, 2.6),
        (TALK, 0.6, 0.15),  # half of holding
        (CEASEFIRE, 0.2, 0.05),  # as at rest
        (IMPLEMENT, 0.0, 0.0),
        (SPOIL, 2.4, 2.6),
    ],
)
def test_a_posture_makes_the_tempo_and_the_tired_do_less(
    posture: int, battle: float, onesided: float
) -> None:
    """A brake of 2 at a weariness of ln 2 / 2 leaves half."""
    world = a_country()
    tempo_of(world)
    world.factions["posture"][FRONT] = posture
    world.factions["weariness"][FRONT] = 0.0
    rates.set_rates(world)
    assert world.drive[FRONT] == pytest.approx([battle, onesided])
    world.factions["weariness"][FRONT] = math.log(2.0) / 2.0
    rates.set_rates(world)
    assert world.drive[FRONT] == pytest.approx([battle / 2, onesided / 2])


def tempo_of(world: World) -> None:
    """Round numbers of tempo, and of violence."""
    set_numbers(
        world,
        "tempo",
        rest_battle=0.2,
        hold_battle=1.2,
        campaign_battle=2.4,
        prey_battle=0.15,
        rest_onesided=0.05,
        hold_onesided=0.3,
        campaign_onesided=0.4,
        prey_onesided=2.6,
        tired_brake=2.0,
        wet_brake=0.25,
        focus=9.0,
    )
    set_numbers(
        world,
        "violence",
        level=3.0,
        battle_rate=0.05,
        onesided_rate=0.02,
        state_onesided_rate=0.004,
        communal_rate=0.01,
        communal_calm=1.0,
        mission_attack_rate=0.06,
        rate_exponent=2.0,
    )


def a_meeting() -> World:
    """400 of the army and 900 of the front in one place of value 1.5, all holding, no tiredness."""
    world = a_country()
    tempo_of(world)
    set_numbers(world, "presence", inside_risk=1.0)  # whoever goes out or stays in
    set_numbers(world, "sieges", cleanse=0.0)
    world.factions["posture"] = HOLD
    world.factions["weariness"] = 0.0
    world.factions["hostility"][FRONT] = 0.3
    world.factions["discipline"][FRONT] = 0.75
    stand(world, ARMY, 400.0)
    stand(world, FRONT, 900.0)
    world.places["value"][HERE] = 1.5
    world.places["contested"][HERE] = 0.3
    world.places["persons"][HERE] = world.places["start_persons"][HERE] = 4999.0
    world.places["infantry"][HERE] = 500.0
    world.mood[:] = 0.0
    world.mood[HERE, 2, 0] = 4999.0
    return world


def stand(world: World, f: int, strength: float) -> None:
    """So many of a faction stand in the place, and fight there."""
    world.strength[f, HERE] = world.force[f, HERE] = strength


def rate_of(world: World, kind: int, a: int, b: int) -> float:
    """This week's rate of one channel in the place; it is 0 in all others."""
    c = next(c for c, row in enumerate(channels_of(world)) if row[1:4] == (a, b, kind))
    assert (np.delete(world.rates[c], HERE) == 0.0).all()
    return float(world.rates[c, HERE])


def test_a_rate_is_the_product_of_its_factors() -> None:
    """Battle: 3 x 0.05, forces (600 / 1,000)^2 = 0.36, tempo 1.2, value 1.5: 0.0972.

    On peacekeepers: 0.06 x 0.5 x 0.9, hostility 0.3, tempo 0.3 + 1.2: 0.01215.
    On civilians: 3 x 0.02 x 0.81, tempo 0.3, value 1.5, contested 0.8, discipline 2 x 0.25,
    people 1 / 1.2: 0.00729. Clashes: 3 x 0.01 x 4 x (1/3)(1/4), tension (0.4 + 0.8) / 2: 0.006.
    """
    world = a_meeting()
    world.mood[HERE, 0], world.mood[HERE, 1] = (5000.0 / 3, 0.0, 0.4), (1250.0, 0.0, 0.8)
    world.mood[HERE, 2] = 0.0
    rates.set_rates(world)
    assert rate_of(world, BATTLE, ARMY, FRONT) == pytest.approx(0.0972)
    assert rate_of(world, ON_MISSION, FRONT, -1) == pytest.approx(0.01215)
    assert rate_of(world, ONESIDED, FRONT, -1) == pytest.approx(0.00729)
    assert rate_of(world, COMMUNAL, 0, 1) == pytest.approx(0.006)
    for kind, a, b in (
        (BATTLE, ARMY, BRIGADE),
        (BATTLE, GUARD, FRONT),
        (ON_MISSION, BRIGADE, -1),
        (ONESIDED, GUARD, -1),
        (COMMUNAL, 0, 2),
    ):
        assert rate_of(world, kind, a, b) == 0.0


def test_the_rains_slow_battles_down() -> None:
    """Three quarters of 0.0972."""
    world = a_meeting()
    world.wet = True
    rates.set_rates(world)
    assert world.slow == 0.75
    assert rate_of(world, BATTLE, ARMY, FRONT) == pytest.approx(0.0729)
    assert rate_of(world, ON_MISSION, FRONT, -1) == pytest.approx(0.01215)
    world.wet = False
    rates.set_rates(world)
    assert world.slow == 1.0


@pytest.mark.parametrize("gone", ["army", "front", "peacekeepers"])
def test_who_has_left_since_last_week_strikes_no_more(gone: str) -> None:
    """Neither a battle with nobody, nor an attack on no peacekeepers, where forces do not count."""
    world = a_meeting()
    set_numbers(world, "violence", rate_exponent=0.0)
    rates.set_rates(world)
    assert rate_of(world, BATTLE, ARMY, FRONT) == pytest.approx(0.27)  # 0.15 x 1.2 x 1.5
    world.month_begins = False  # the table of rates stays, with last week's in it
    if gone == "peacekeepers":
        world.places["infantry"][HERE] = 0.0
    else:
        stand(world, ARMY if gone == "army" else FRONT, 0.0)
    rates.set_rates(world)
    there = {who: gone != who for who in ("army", "front", "peacekeepers")}
    assert (rate_of(world, BATTLE, ARMY, FRONT) > 0.0) == (there["army"] and there["front"])
    assert (rate_of(world, ONESIDED, FRONT, -1) > 0.0) == there["front"]
    on_mission = rate_of(world, ON_MISSION, FRONT, -1)
    assert (on_mission > 0.0) == (there["front"] and there["peacekeepers"])
    assert on_mission >= 0.0


def test_a_side_outside_the_army_still_needs_its_foe_only_in_battles() -> None:
    """Without peacekeepers battles go on: 0.0972; without a foe attacks on them do: 0.01215."""
    world = a_meeting()
    world.places["infantry"][HERE] = 0.0
    rates.set_rates(world)
    assert rate_of(world, BATTLE, ARMY, FRONT) == pytest.approx(0.0972)
    world = a_meeting()
    stand(world, ARMY, 0.0)
    rates.set_rates(world)
    assert rate_of(world, ON_MISSION, FRONT, -1) == pytest.approx(0.01215)
    assert rate_of(world, ONESIDED, FRONT, -1) == pytest.approx(0.00729)


def test_lines_next_door_fight_and_strike_civilians_but_not_peacekeepers() -> None:
    """Nobody of the front stands here; its lines fight as 900 do: 0.0972 and 0.00729."""
    world = a_meeting()
    world.strength[FRONT] = 0.0
    rates.set_rates(world)
    assert rate_of(world, BATTLE, ARMY, FRONT) == pytest.approx(0.0972)
    assert rate_of(world, ONESIDED, FRONT, -1) == pytest.approx(0.00729)
    assert rate_of(world, ON_MISSION, FRONT, -1) == 0.0
