"""Known answers: the factors that weighed most in an event's rate."""

from __future__ import annotations

import math

import numpy as np
import pytest

from rules.bench import a_world, set_numbers
from sim.mechanisms import causes
from sim.state.events import BATTLE, CHANNEL_DTYPE, COMMUNAL, FACTOR_NAMES, ON_MISSION, ONESIDED
from sim.state.events import DTYPE as EVENT_DTYPE
from sim.state.factions import HOLD
from sim.state.world import World

HERE = 5
LN2 = math.log(2.0)
ORDINARY = {
    "forces_battle": 0.7,
    "forces_onesided": 0.7,
    "forces_mission": 0.2,
    "posture_battle": 0.6,
    "posture_onesided": 0.5,
    "posture_mission": 0.5,
    "indiscipline_onesided": 1.4,
    "hostility_mission": 0.8,
    "people_onesided": 0.83,
    "people_communal": 0.45,
    "tension_communal": 0.6,
}
KINDS = {"battle": BATTLE, "onesided": ONESIDED, "communal": COMMUNAL, "mission": ON_MISSION}


def a_country() -> World:
    """One channel of each kind, in the order of kinds, all factors at what is ordinary.

    Army (400 fighters, row 0) and rebels (row 1) hold one place; a battle's forces are
    sqrt(400 x 1,225) / 1,000 = 0.7, an attack's 700 / 1,000 (rebels of row 2).
    """
    world = a_world()
    set_numbers(
        world,
        "violence",
        level=2.0,
        battle_rate=0.05,
        onesided_rate=0.02,
        communal_rate=0.01,
        communal_calm=1.0,
        mission_attack_rate=0.06,
        rate_exponent=1.0,
        revenge=0.5,
    )
    set_numbers(world, "causes", **ORDINARY)
    set_numbers(world, "presence", inside_risk=1.0)  # whoever goes out or stays in
    world.factions["posture"] = HOLD
    world.factions["target"] = -1
    world.factions["discipline"][2] = 0.3  # 2 x (1 - 0.3) = 1.4
    world.factions["hostility"][1] = 0.8
    for standing in (world.strength, world.force):
        standing[:] = 0.0
        standing[:3, HERE] = 400.0, 1225.0, 700.0
    world.hatred[:], world.wounds[:] = 1.0, 0.0
    places = world.places[HERE : HERE + 1]
    places["value"], places["heat"], places["contested"] = 1.0, 0.0, 0.5
    places["persons"], places["start_persons"] = 8300.0, 8500.0  # 8,300 / 10,000 = 0.83
    places["infantry"] = 200.0 / 1.225  # times 1,225 of 1,000 each: 0.2
    world.works[HERE] = np.zeros(1, world.works.dtype)[0]
    world.mood[:] = 0.0
    world.mood[HERE, 0], world.mood[HERE, 1] = (8301 * 0.25, 0.0, 0.6), (8301 * 0.45, 0.0, 0.6)
    world.drive = np.zeros((len(world.factions), 2))
    world.drive[:3] = (1.0, 0.1), (0.2, 0.1), (0.1, 0.5)
    world.channels = np.zeros(4, CHANNEL_DTYPE)
    world.channels["kind"] = BATTLE, ONESIDED, COMMUNAL, ON_MISSION
    world.channels["a"], world.channels["b"] = (0, 2, 0, 1), (1, -1, 1, -1)
    world.rates = np.zeros((4, world.place_count))
    # 2 x 0.05 x 0.7 x 0.6; 2 x 0.02 x 0.7 x 0.5 x 1.4 x 0.83; 2 x 0.01 x 0.45 x 0.6;
    # 0.06 x 0.2 x 0.5 x 0.8
    world.rates[:, HERE] = 0.042, 0.0162680, 0.0054, 0.0048
    world.slow = 1.0
    return world


def events(world: World, *kinds: int) -> None:
    """Events of these kinds this week, after one of the past that keeps what it has."""
    world.events = np.zeros(10, EVENT_DTYPE)
    world.events["weight"], world.events["cause"] = 9.0, 9
    world.events["kind"][1 : 1 + len(kinds)] = world.events["channel"][1 : 1 + len(kinds)] = kinds
    world.events["place"] = HERE
    world.event_count = 1 + len(kinds)
    world.week_events = slice(1, world.event_count)


def causes_of(world: World, row: int) -> list[tuple[str, float]]:
    """Name and weight of the causes of an event, the weightiest first."""
    kept = world.events[row]
    return [
        (FACTOR_NAMES[c], pytest.approx(float(w), abs=1e-5))
        for c, w in zip(kept["cause"], kept["weight"], strict=True)
    ]


@pytest.mark.parametrize("kind", [BATTLE, ONESIDED, COMMUNAL, ON_MISSION])
def test_an_ordinary_event_has_no_weighty_cause(kind: int) -> None:
    """Ordinary: forces 0.7, postures 0.6 and 0.5, indiscipline 1.4 and 0.8, people 0.83 and 0.45.

    Tension 0.6, forces against peacekeepers 0.2; of all else 1.
    """
    world = a_country()
    events(world, kind)
    causes.name(world)
    assert world.events["weight"][1] == pytest.approx([0.0, 0.0, 0.0], abs=1e-5)


@pytest.mark.parametrize("number", ORDINARY)
def test_what_is_ordinary_is_as_the_numbers_say(number: str) -> None:
    """Where twice as much is ordinary, what there is weighs -ln 2, in its kind of event only."""
    world = a_country()
    set_numbers(world, "causes", **{number: 2.0 * ORDINARY[number]})
    events(world, *KINDS.values())
    causes.name(world)
    factor, _, kind = number.replace("hostility", "indiscipline").rpartition("_")
    for row, other in enumerate(KINDS, start=1):
        if other == kind:
            assert causes_of(world, row)[0] == (factor, -LN2)
        else:
            assert world.events["weight"][row] == pytest.approx([0.0, 0.0, 0.0], abs=1e-5)


def test_the_weightiest_factors_are_kept_in_their_order() -> None:
    """A quarter of what is ordinary weighs -2 ln 2, more than a value of 3.9: 1.96 ln 2.

    Heat of 0.5 weighs ln 1.5, a season of 0.75 less: -ln 4/3. The rest is ordinary.
    """
    world = a_country()
    world.places["value"][HERE], world.places["heat"][HERE], world.slow = 3.9, 0.5, 0.75
    world.drive[:2, 0] = 0.2, 0.1  # 0.15 in the mean, of 0.6
    world.rates[BATTLE, HERE] = 0.042 / 4 * 3.9 * 1.5 * 0.75
    events(world, BATTLE)
    causes.name(world)
    assert causes_of(world, 1) == [
        ("posture", -2.0 * LN2),
        ("value", math.log(3.9)),
        ("heat", math.log(1.5)),
    ]


def test_of_two_factors_that_weigh_the_same_the_first_is_named_first() -> None:
    """A value of 2 and a heat of 1 + 1 both weigh ln 2."""
    world = a_country()
    world.places["value"][HERE], world.places["heat"][HERE] = 2.0, 1.0
    world.rates[BATTLE, HERE] = 0.042 * 4
    events(world, BATTLE)
    causes.name(world)
    assert causes_of(world, 1)[:2] == [("value", LN2), ("heat", LN2)]


def test_what_peacekeepers_deterred_or_drove_there_is_a_cause() -> None:
    """A rate of a quarter of what it would be weighs -2 ln 2, of twice that ln 2.

    Hostility of 0.1 weighs -3 ln 2 against the ordinary 0.8, twice the forces ln 2.
    """
    world = a_country()
    world.factions["hostility"][1] = 0.1
    world.places["infantry"][HERE] = 400.0 / 1.225
    world.rates[ON_MISSION, HERE] = 0.0003  # the wish: 0.0048 x 2 / 8 = 0.0012
    world.rates[BATTLE, HERE] = 0.042 * 2
    events(world, ON_MISSION, BATTLE)
    causes.name(world)
    assert causes_of(world, 1) == [
        ("indiscipline", -3.0 * LN2),
        ("presence", -2.0 * LN2),
        ("forces", LN2),
    ]
    assert causes_of(world, 2)[0] == ("presence", LN2)


def test_attacks_of_the_states_side_are_read_as_such() -> None:
    """Restraint of half weighs -ln 2 for them, nothing for others."""
    world = a_country()
    world.works["restraint"][HERE] = 0.5
    world.channels["by_state"][ONESIDED] = 1
    world.rates[ONESIDED] /= 2
    events(world, ONESIDED)
    causes.name(world)
    assert causes_of(world, 1)[0] == ("works", -LN2)


def test_what_would_not_have_happened_at_all_is_no_work_of_peacekeepers() -> None:
    """No people of one community: ln(1e-9 / 0.45) is all there is."""
    world = a_country()
    world.mood[HERE, 1, 0] = 0.0
    events(world, COMMUNAL)
    causes.name(world)
    weights = world.events["weight"][1]
    assert causes_of(world, 1)[0] == ("people", math.log(1e-9 / 0.45))
    assert weights[1:] == pytest.approx([0.0, 0.0], abs=1e-5)


def test_events_of_the_past_keep_their_causes() -> None:
    world = a_country()
    events(world, BATTLE, COMMUNAL)
    causes.name(world)
    for row in (0, *range(3, 10)):
        assert (world.events["weight"][row] == 9.0).all()
        assert (world.events["cause"][row] == 9).all()


def test_a_week_without_events_names_none() -> None:
    world = a_country()
    events(world)
    causes.name(world)
    assert (world.events["weight"] == 9.0).all()
