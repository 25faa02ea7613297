"""What local governments, the state's police and a reformed army do of their own, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from rules.bench import set_numbers, set_policy
from rules.few import few_places
from sim.mechanisms import hosts
from sim.state.factions import MILITIA, REBELS, STATE
from sim.state.places import BARGAIN, CAPTURED, COOPERATE, OBSTRUCT
from sim.state.world import World

NUMBERS = {
    **{"passes_on": 0.5, "silences": 0.4, "settles": 0.5, "takes_sides": 0.5},
    **{"joint_order": 0.4, "keeps_apart": 0.0, "is_told": 0.0, "turned": 0.5},
}


def hosting(stance: int = COOPERATE, **numbers: float) -> World:
    """Two alike places: cooperation 0.8, capacity 0.5; tip-offs 0.2 up, 0.25 calmed.

    Half of the patrols are joint and felt by half; police 0.2, and advisers' 0.1.
    """
    world = few_places()
    own, works = world.governments, world.works
    own["stance"], own["cooperation"], own["capacity"], own["police"] = stance, 0.8, 0.5, 0.2
    works["tips"], works["calm"], works["order"], works["cvr"] = 0.2, 0.25, 0.1, 0.5
    world.places["presence"], world.places["state_control"] = 0.5, 0.5
    world.places["trust_state"] = 0.5
    set_policy(world, "patrols", share=0.5, joint=0.5)
    set_numbers(world, "hosts", **{**NUMBERS, **numbers})
    set_numbers(world, "society", order_gain=1.5)
    world.mission.present[0] = 1.0  # somebody is there to deal with
    return world


@pytest.mark.parametrize(
    ("stance", "tips", "calm", "order"),
    [
        # 1.2 x (1 + 0.5 x 0.8); 1 - 0.75 x (1 - 0.5 x 0.8 x 0.5); 0.1 + 0.4 x 0.25 x 0.8
        (COOPERATE, 0.68, 0.4, 0.18),
        (BARGAIN, 0.44, 0.325, 0.14),  # by half as much
        (OBSTRUCT, -0.28, 0.25, 0.1),  # 1.2 x 0.6
        (CAPTURED, -0.28, 0.125, 0.1),  # it takes sides: half of what was calmed
    ],
)
def test_a_stance_moves_tip_offs_disputes_and_joint_patrols(
    stance: int, tips: float, calm: float, order: float
) -> None:
    world = hosting(stance)
    hosts.act(world)
    assert world.works["tips"] == pytest.approx([tips, tips], rel=1e-5)
    assert world.works["calm"] == pytest.approx([calm, calm], rel=1e-6)
    assert world.works["order"] == pytest.approx([order, order], rel=1e-6)


def test_how_far_a_government_is_ready_counts() -> None:
    """1 + 0.5 x cooperation."""
    world = hosting()
    world.works["tips"] = 0.0
    world.governments["cooperation"] = 0.2, 1.0
    hosts.act(world)
    assert world.works["tips"] == pytest.approx([0.1, 0.5], rel=1e-6)


def test_without_a_mission_there_is_nobody_to_deal_with() -> None:
    world = hosting(CAPTURED)
    world.mission.mandated = False
    hosts.act(world)
    nobody = hosting(CAPTURED)
    nobody.mission.present[0] = 0.0  # a mandate alone
    hosts.act(nobody)
    assert np.array_equal(nobody.works["tips"], world.works["tips"])
    assert world.works["tips"] == pytest.approx([0.2, 0.2])
    assert world.works["calm"] == pytest.approx([0.25, 0.25])


def test_a_mission_without_effect_has_nothing_from_its_hosts() -> None:
    none = dict.fromkeys(("passes_on", "silences", "settles", "takes_sides", "joint_order"), 0.0)
    for stance in range(4):
        world = hosting(stance, **none)
        hosts.act(world)
        for name, value in (("tips", 0.2), ("calm", 0.25), ("order", 0.1)):
            assert world.works[name] == pytest.approx([value, value], rel=1e-6)


def test_police_keep_crowds_apart_and_are_told_who_joins() -> None:
    """No joint patrols: order 1.5 x 0.3 x 0.5 = 0.225. Calm 1 - 0.75 x (1 - 0.4 x 0.225).

    Kept from arms 1 - 0.5 x (1 - 0.8 x 0.225 x 0.5) = 0.545. Order is full at 1.5: x 0.5 held.
    """
    world = hosting(OBSTRUCT, keeps_apart=0.4, is_told=0.8)
    world.governments["police"][1] = 1.0
    hosts.act(world)
    assert world.works["policed"] == pytest.approx([0.225, 0.5], rel=1e-6)
    assert world.works["calm"] == pytest.approx([0.3175, 0.4], rel=1e-6)
    assert world.works["cvr"] == pytest.approx([0.545, 0.6], rel=1e-6)


# a reformed army


def reforming(law: float = 0.75, **numbers: float) -> World:
    """Reform from 0.1 to 0.3; corruption 0.5 and 0 for 100 and 300 people, law as given.

    Lawless 0.5 x (1 - law) x 100 / 400: 0.03125 with law 0.75.
    """
    world = hosting(**numbers)
    world.mission.reformed, world.mission.ssr = 0.1, 0.3
    world.places["persons"] = 100.0, 300.0
    world.governments["corruption"], world.governments["rule_of_law"] = (0.5, 0.0), law
    factions = world.factions
    factions["kind"][:4], factions["foreign"][:4] = (STATE, REBELS, MILITIA, STATE), (0, 0, 0, 1)
    factions["quality"], factions["discipline"] = 1.0, 0.5
    set_numbers(world, "capacity", ssr_strength=0.5, ssr_effect=0.5)
    return world


def test_reform_makes_the_states_own_army_better_and_more_lawful() -> None:
    """Quality 1 + 0.5 x 0.2 = 1.1; abuse 0.5 x (1 - 0.5 x (1 - 0.03125 / 0.5) x 0.2) = 0.453125."""
    world = reforming()
    hosts.act(world)
    assert world.factions["quality"][:4] == pytest.approx([1.1, 1.0, 1.0, 1.0], rel=1e-6)
    assert world.factions["discipline"][:4] == pytest.approx([0.546875, 0.5, 0.5, 0.5], rel=1e-6)
    assert world.mission.reformed == 0.3
    hosts.act(world)  # once only
    assert world.factions["quality"][0] == pytest.approx(1.1, rel=1e-6)


def test_an_army_reformed_for_the_lawless_turns_on_opponents() -> None:
    """No law, 0.125 over 0.0625: fair -1; abuse 0.5 x (1 + 0.5 x 0.2) = 0.55."""
    world = reforming(law=0.0, turned=0.0625)
    hosts.act(world)
    assert world.factions["discipline"][0] == pytest.approx(0.45, rel=1e-6)
    assert world.factions["quality"][0] == pytest.approx(1.1, rel=1e-6)


def test_what_reform_did_goes_with_it() -> None:
    """From 0.3 to 0.1: quality 1 - 0.1, abuse 0.5 x 1.09375."""
    world = reforming()
    world.mission.reformed, world.mission.ssr = 0.3, 0.1
    hosts.act(world)
    assert world.factions["quality"][0] == pytest.approx(0.9, rel=1e-6)
    assert world.factions["discipline"][0] == pytest.approx(0.453125, rel=1e-6)


def test_without_effect_or_reform_the_army_stays_as_it_is() -> None:
    world = reforming()
    set_numbers(world, "capacity", ssr_strength=0.0, ssr_effect=0.0)
    hosts.act(world)
    assert np.all(world.factions["quality"] == 1.0)
    assert np.all(world.factions["discipline"] == 0.5)
