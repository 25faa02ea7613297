"""Known answers: what peacekeepers deter, and what of it moves next door."""

from __future__ import annotations

import math
from typing import Any, get_args

import numpy as np
import pytest

from rules.bench import a_world, set_numbers, set_policy
from rules.few import few_places, with_tables
from sim.fields.parameter import packed
from sim.levers.force import OBSERVER, ROBUST, TRADITIONAL, Force
from sim.mechanisms import presence
from sim.mechanisms.presence import PresenceNumbers
from sim.state.events import BATTLE, CHANNEL_DTYPE, COMMUNAL, ON_MISSION, ONESIDED
from sim.state.places import DTYPE as PLACE_DTYPE
from sim.state.world import World

NUMBERS = packed(PresenceNumbers())._replace(
    deter_rebels=0.8,
    deter_state=0.1,
    deter_battles=0.4,
    deter_communal=0.6,
    interpose=0.0,
    next_door=0.3,
    half_presence=18.0,
    half_people=1000.0,
    guard_worth=0.5,
    base_worth=0.3,
    post_worth=1.5,
    traditional=0.5,
    observer=0.2,
    untrained=0.6,
    unwelcome=0.5,
    joint_reach=0.5,
    joint_restraint=0.4,
    police_calm=0.5,
    police_protect=0.25,
)
# roads 0 - 1 and 0 - 2: one way out of 1 and of 2, two out of 0
INDPTR = np.array([0, 2, 3, 4], np.int32)
ROAD = np.array([1, 2, 0, 0], np.int16)
PATROLS = 18.0, 4.5, 0.0  # felt by 0.5, by 0.2 and not at all
COVERED = 1.0 - math.exp(-1.0)  # of a place with one officer for every 1,000 people and one more


def felt(joint: float = 0.0, **columns: float) -> float:
    """Presence in a place of 4,000 people: 36 on patrol make half of it, 18 in one of 1,000."""
    world = few_places(1)
    set_numbers(world, "presence", **NUMBERS._asdict())
    set_policy(world, "patrols", joint=joint, share=0.3)
    world.places["start_persons"] = 4000.0
    for name, value in columns.items():
        (world.works if name == "guards" else world.places)[name] = value
    presence.deter(world)
    return float(world.places["presence"][0])


def test_patrols_are_felt_in_full_guards_in_part_and_those_in_the_base_hardly() -> None:
    """Of 80 in the base 20 are guards: 30 on patrol, 0.5 x 20 and 0.3 x 30: 49 of 49 + 36."""
    assert felt(patrols=36.0) == pytest.approx(0.5)
    assert felt(patrols=108.0) == pytest.approx(0.75)  # three times as many: never enough
    assert felt(patrols=30.0, infantry=80.0, guards=20.0) == pytest.approx(49.0 / 85.0)
    assert felt(infantry=30.0, guards=500.0) == pytest.approx(15.0 / 51.0)
    assert felt() == 0.0


def test_who_stays_out_at_night_is_felt_more() -> None:
    """10 on patrol and 1.5 x 20 in temporary bases, 50 x 0.3 inside: 55 of 91."""
    assert felt(patrols=10.0, posts=20.0, infantry=80.0) == pytest.approx(55.0 / 91.0)


def test_who_goes_with_the_army_knows_more_where_the_state_holds() -> None:
    """36 x (1 + 0.5 x 0.8 x 0.25) = 39.6."""
    assert felt(joint=0.8, patrols=36.0, state_control=0.25) == pytest.approx(39.6 / 75.6)
    assert felt(joint=0.8, patrols=36.0) == pytest.approx(0.5)


def test_a_small_place_counts_as_one_of_a_thousand_people() -> None:
    world = few_places(2)
    set_numbers(world, "presence", **NUMBERS._asdict())
    world.places["patrols"], world.places["start_persons"] = 18.0, (0.0, 999.0)
    presence.deter(world)
    assert world.places["presence"] == pytest.approx([0.5, 0.5])


def three_places(channels: Any, rates: Any, power: float) -> World:
    """Three places in which a welcome, trained force with such a mandate is felt."""
    places = np.zeros(3, PLACE_DTYPE)
    places["patrols"] = PATROLS
    world = with_tables(places=places, channels=channels, rates=rates)
    world.roads.indptr, world.roads.target = INDPTR, ROAD
    world.mission.consent = 1.0
    set_policy(world, "force", mandate="traditional", training=1.0)
    set_numbers(world, "presence", **NUMBERS._replace(traditional=power)._asdict())
    return world


def deterred(kind: int, by_state: int, power: float) -> list[float]:
    """What is left of rates of 10, 4 and 1 in the three places."""
    channels = np.zeros(1, CHANNEL_DTYPE)
    channels["kind"], channels["by_state"] = kind, by_state
    rates = np.array([[10.0, 4.0, 1.0]])
    presence.deter(three_places(channels, rates, power))
    return rates[0].tolist()


def test_battles_are_deterred_and_part_of_them_moves_next_door() -> None:
    """At most 0.4 x 0.5 = 0.2. From 0: 10 x 0.2 x 0.5 = 1, from 1: 4 x 0.2 x 0.2 = 0.16.

    To 1: 1 x 0.3 x (1 - 0.2 x 0.2) / 2 = 0.144; to 2: 1 x 0.3 x 1 / 2 = 0.15.
    To 0: 0.16 x 0.3 x (1 - 0.2 x 0.5) = 0.0432.
    """
    assert deterred(BATTLE, 1, 0.5) == pytest.approx([9.0432, 3.984, 1.15])


def test_rebels_are_deterred_from_civilians_the_most() -> None:
    """At most 0.8 x 0.5 = 0.4. From 0: 10 x 0.4 x 0.5 = 2, from 1: 4 x 0.4 x 0.2 = 0.32.

    To 1: 2 x 0.3 x (1 - 0.4 x 0.2) / 2 = 0.276; to 2: 0.3. To 0: 0.32 x 0.3 x 0.8 = 0.0768.
    """
    assert deterred(ONESIDED, 0, 0.5) == pytest.approx([8.0768, 3.956, 1.3])


def test_the_states_forces_are_deterred_by_their_own_share() -> None:
    """At most 0.1 x 0.5 = 0.05. From 0: 10 x 0.05 x 0.5 = 0.25, from 1: 4 x 0.05 x 0.2 = 0.04.

    To 1: 0.25 x 0.3 x 0.99 / 2 = 0.037125; to 2: 0.0375. To 0: 0.04 x 0.3 x 0.975 = 0.0117.
    """
    assert deterred(ONESIDED, 1, 0.5) == pytest.approx([9.7617, 3.997125, 1.0375])


def policed(kind: int, by_state: int, consent: float = 1.0, **numbers: float) -> float:
    """What is left of a rate of 10 in a place where one officer per 1,000 people stands."""
    channels = np.zeros(1, CHANNEL_DTYPE)
    channels["kind"], channels["by_state"] = kind, by_state
    world = three_places(channels, np.array([[10.0, 0.0, 0.0]]), 0.5)
    set_numbers(world, "presence", **numbers)
    world.places["persons"], world.places["police"] = 2000.0, (3.0, 0.0, 0.0)
    world.places["patrols"], world.mission.consent = 0.0, consent
    presence.deter(world)
    return float(world.rates[0, 0])


def test_police_calm_crowds_and_protect_a_little_with_the_hosts_consent() -> None:
    """Without any troops: 10 x (1 - 0.5 x 0.6321); by rebels 10 x (1 - 0.25 x 0.6321)."""
    assert policed(COMMUNAL, 0) == pytest.approx(10.0 * (1.0 - 0.5 * COVERED))
    assert policed(COMMUNAL, 0, consent=0.5) == pytest.approx(10.0 * (1.0 - 0.25 * COVERED))
    assert policed(ONESIDED, 0) == pytest.approx(10.0 * (1.0 - 0.25 * COVERED))
    assert policed(ONESIDED, 1) == policed(BATTLE, 1) == policed(ON_MISSION, 0) == 10.0


def test_police_without_effect_prevent_nothing() -> None:
    assert policed(COMMUNAL, 0, police_calm=0.0) == policed(ONESIDED, 0, police_protect=0.0) == 10.0


@pytest.mark.parametrize(("joint", "left"), [(0.0, 10.0), (0.5, 9.0), (1.0, 8.0)])
def test_joint_patrols_restrain_the_army_they_go_with(joint: float, left: float) -> None:
    """0.4 x joint x 0.5 felt."""
    channels = np.zeros(1, CHANNEL_DTYPE)
    channels["kind"], channels["by_state"] = ONESIDED, 1
    world = three_places(channels, np.array([[10.0, 0.0, 0.0]]), 0.5)
    set_policy(world, "patrols", joint=joint, share=0.3)
    set_numbers(world, "presence", deter_state=0.0)
    presence.deter(world)
    assert world.rates[0, 0] == pytest.approx(left)


def test_troops_between_the_parties_prevent_battles_besides() -> None:
    """Felt by 0.5: 0.4 x 0.5 x 0.5 = 0.1. 18 out between 9 fighters: odds 4: 0.5 x 0.5 x 0.8 = 0.2

    besides: 10 x 0.9 x 0.8 = 7.2.
    """
    channels = np.zeros(1, CHANNEL_DTYPE)
    channels["kind"], channels["b"] = BATTLE, 1
    world = three_places(channels, np.array([[10.0, 0.0, 0.0]]), 0.5)
    set_numbers(world, "presence", interpose=0.5)
    world.force = np.zeros_like(world.force)
    world.force[:2, 0] = 4.0, 5.0
    presence.deter(world)
    assert world.rates[0, 0] == pytest.approx(7.2)


def test_clashes_are_deterred_and_do_not_move() -> None:
    """At most 0.6 x 0.5 = 0.3: 10 x (1 - 0.3 x 0.5) = 8.5, 4 x (1 - 0.3 x 0.2) = 3.76."""
    assert deterred(COMMUNAL, 0, 0.5) == pytest.approx([8.5, 3.76, 1.0])


def test_attacks_on_peacekeepers_are_not_deterred_by_peacekeepers() -> None:
    assert deterred(ON_MISSION, 0, 0.5) == [10.0, 4.0, 1.0]


def test_without_power_nothing_is_deterred() -> None:
    assert deterred(ONESIDED, 0, 0.0) == [10.0, 4.0, 1.0]


def test_channels_are_deterred_each_by_itself() -> None:
    """The second row as if alone, whatever stands in the first."""
    channels = np.zeros(3, CHANNEL_DTYPE)
    channels["kind"] = ON_MISSION, ONESIDED, COMMUNAL
    rates = np.array([[1.0, 1.0, 1.0], [10.0, 4.0, 1.0], [10.0, 4.0, 1.0]])
    presence.deter(three_places(channels, rates, 0.5))
    assert rates[0].tolist() == [1.0, 1.0, 1.0]
    assert rates[1] == pytest.approx([8.0768, 3.956, 1.3])
    assert rates[2] == pytest.approx([8.5, 3.76, 1.0])


def test_mandates_are_numbered_as_the_lever_lists_them() -> None:
    listed = get_args(Force.model_fields["mandate"].annotation)
    numbered = listed[OBSERVER], listed[TRADITIONAL], listed[ROBUST]
    assert numbered == ("observer", "traditional", "robust")


def guarded_world(mandate: str, training: float, consent: float) -> World:
    """Place 0 of Zambara with a presence of 3/4 and clashes at a rate of 10.

    30 on patrol and 0.3 x 20 inside, where 12 make half of it: 36 of 48.
    """
    world = a_world()
    set_numbers(world, "presence", **NUMBERS._replace(half_presence=12.0)._asdict())
    set_numbers(world, "presence", half_people=float(world.places["start_persons"][0]))
    set_policy(world, "force", mandate=mandate, training=training)
    world.mission.consent = consent
    world.places["patrols"], world.places["infantry"] = 0.0, 0.0
    world.places["patrols"][0], world.places["infantry"][0] = 30.0, 50.0
    world.channels = np.zeros(1, CHANNEL_DTYPE)
    world.channels["kind"] = COMMUNAL
    world.rates = np.full((1, world.place_count), 10.0)
    return world


@pytest.mark.parametrize(
    ("mandate", "training", "consent", "left"),
    [
        ("robust", 1.0, 1.0, 5.5),  # 0.6 x 3/4 = 0.45 of it stopped
        ("traditional", 1.0, 1.0, 7.75),  # half of that
        ("observer", 1.0, 1.0, 9.1),  # a fifth of it
        ("robust", 0.25, 1.0, 6.85),  # 0.6 + 0.4 x 0.25 = 0.7 of it: 0.315
        ("robust", 1.0, 0.2, 7.3),  # 0.5 + 0.5 x 0.2 = 0.6 of it: 0.27
        ("traditional", 0.25, 0.2, 9.055),  # 0.5 x 0.7 x 0.6 = 0.21 of it: 0.0945
    ],
)
def test_mandate_training_and_consent_make_the_power_to_deter(
    mandate: str, training: float, consent: float, left: float
) -> None:
    world = guarded_world(mandate, training, consent)
    presence.deter(world)
    assert world.rates[0, 0] == pytest.approx(left, rel=1e-6)
    assert (world.rates[0, 1:] == 10.0).all()


def test_without_a_mandate_troops_are_seen_but_deter_nobody() -> None:
    world = guarded_world("robust", 1.0, 1.0)
    world.mission.mandated = False
    presence.deter(world)
    assert world.places["presence"][0] == pytest.approx(0.75)
    assert (world.rates == 10.0).all()


def test_what_is_stopped_in_a_place_goes_down_its_own_roads() -> None:
    """Rebels' attacks: 0.8 x 3/4 of 10 stopped: 6; a fifth of 0.3 x 6 to each of five neighbours.

    Their own rates are 10 and their presence none: 10 + 0.36.
    """
    world = guarded_world("robust", 1.0, 1.0)
    world.channels["kind"] = ONESIDED
    presence.deter(world)
    near = world.roads.target[world.roads.indptr[0] : world.roads.indptr[1]].tolist()
    assert len(near) == 5
    assert world.rates[0, 0] == pytest.approx(4.0, rel=1e-6)
    assert world.rates[0, near] == pytest.approx(10.36, rel=1e-6)
    others = [p for p in range(1, world.place_count) if p not in near]
    assert (world.rates[0, others] == 10.0).all()
