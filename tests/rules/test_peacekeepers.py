"""Known answers: who is exposed, who stands between parties, and what the mission sees."""

from __future__ import annotations

import math

import numpy as np
import pytest

from rules.bench import set_numbers, set_policy
from rules.few import few_places
from sim.state import peacekeepers
from sim.state.factions import FIGHTING, SIGNED
from sim.state.world import World

A, B = 1, 2  # rows of factions


def meeting(mandate: str = "robust", **columns: float) -> World:
    """40 out and 20 of 40 inside who turn out: 60, between 20 and 40 fighters in the first place.

    Trained and welcome by half: (0.5 + 0.5 x 0.5) x (0.2 + 0.8 x 0.5) = 0.45.
    """
    world = few_places(2)
    set_numbers(world, "presence", interpose=0.8, turn_out=0.5, pact_weight=3.0)
    set_numbers(world, "presence", untrained=0.5, unwelcome=0.2, traditional=0.25, observer=0.125)
    set_policy(world, "force", mandate=mandate, training=0.5)
    world.mission.consent = 0.5
    for name, value in {"patrols": 30.0, "posts": 10.0, "infantry": 80.0, **columns}.items():
        world.places[name][0] = value
    world.force = np.zeros_like(world.force)
    world.force[A, 0], world.force[B, 0] = 20.0, 40.0
    world.factions["truce"], world.factions["standing"] = 0, FIGHTING
    return world


def test_a_force_that_matches_both_parties_prevents_half_of_what_it_can() -> None:
    assert peacekeepers.between(meeting(), A, B, 0) == pytest.approx(0.8 * 0.45 * 0.5)


def test_a_force_that_dwarfs_them_prevents_most_and_one_outnumbered_hardly_any() -> None:
    """600 for 60: odds 100; 6 for 60: odds 1/100."""
    many = meeting(patrols=570.0, infantry=620.0)
    assert peacekeepers.between(many, A, B, 0) == pytest.approx(0.36 * 100.0 / 101.0)
    few = meeting(patrols=6.0, posts=0.0, infantry=6.0)
    assert peacekeepers.between(few, A, B, 0) == pytest.approx(0.36 / 101.0)
    assert peacekeepers.between(meeting(patrols=0.0, posts=0.0, infantry=0.0), A, B, 0) == 0.0
    assert peacekeepers.between(meeting(), A, B, 1) == 0.0  # nobody there


@pytest.mark.parametrize("party", [A, B])
@pytest.mark.parametrize(("column", "value"), [("truce", 1), ("standing", SIGNED)])
def test_under_a_truce_or_a_deal_troops_weigh_more_and_consent_is_enough(
    party: int, column: str, value: int
) -> None:
    """180 for 60: odds 9, whether robust or traditional; observers stay what they are."""
    for mandate, share in (
        ("robust", 0.36 * 0.9),
        ("traditional", 0.36 * 0.9),
        ("observer", 0.0225),
    ):
        world = meeting(mandate)
        world.factions[column][party] = value
        assert peacekeepers.between(world, A, B, 0) == pytest.approx(share)


def test_in_a_running_war_only_a_robust_force_parts_the_parties() -> None:
    traditional = peacekeepers.between(meeting("traditional"), A, B, 0)
    assert traditional == pytest.approx(0.25 * 0.18)


def test_without_an_effect_nobody_is_parted() -> None:
    world = meeting()
    set_numbers(world, "presence", interpose=0.0)
    assert peacekeepers.between(world, A, B, 0) == 0.0


def exposed(joint: float = 0.0, **columns: float) -> float:
    """20 of 100 are out in an ordinary attack; where all stay in there are half as many."""
    world = few_places(1)
    set_numbers(world, "presence", ordinary_out=0.2, inside_risk=0.5, post_risk=2.0)
    set_numbers(world, "presence", joint_target=0.4)
    set_policy(world, "patrols", joint=joint, share=0.3)
    for name, value in {"infantry": 100.0, **columns}.items():
        world.places[name] = value
    return peacekeepers.exposure(world, 0)


def test_who_goes_out_is_exposed_and_who_stays_out_more() -> None:
    assert exposed() == pytest.approx(0.5)
    assert exposed(patrols=20.0) == pytest.approx(1.0)
    assert exposed(patrols=60.0) == pytest.approx(0.5 + 0.5 * 3.0)
    assert exposed(patrols=10.0, posts=10.0) == pytest.approx(0.5 + 0.5 * 1.5)
    assert exposed(patrols=500.0) == pytest.approx(0.5 + 0.5 * 5.0)  # neighbours' patrols


def test_who_goes_with_the_army_is_taken_for_it() -> None:
    assert exposed(joint=0.5, patrols=20.0) == pytest.approx(1.2)


def watching(**changes: float) -> World:
    """A party with three quarters of its fighters in the first of two places, a road between."""
    world = few_places(2)
    known = {"monitor": 0.8, "watch_half": 10.0, "watch_near": 0.5, "patrol_eyes": 0.1}
    set_numbers(world, "presence", **{**known, "drone_eyes": 5.0, **changes})
    set_policy(world, "early_warning", drones=0)
    world.roads.indptr, world.roads.target = [0, 1, 2], [1, 0]
    world.strength = np.zeros_like(world.strength)
    world.strength[A, :2] = 300.0, 100.0
    return world


def test_a_party_is_monitored_where_it_stands() -> None:
    """10 observers in the first: half of it, 5 / 15 of the second: 0.75 / 2 + 0.25 / 3."""
    world = watching()
    assert peacekeepers.monitored(world, A) == 0.0
    world.places["observers"] = 10.0, 0.0
    assert peacekeepers.monitored(world, A) == pytest.approx(0.8 * (0.375 + 0.25 / 3.0))
    world.places["observers"] = 0.0, 10.0
    assert peacekeepers.monitored(world, A) == pytest.approx(0.8 * (0.25 + 0.125))
    assert peacekeepers.monitored(world, B) == 0.0  # it stands nowhere


def test_patrols_temporary_bases_and_drones_see_too() -> None:
    """0.1 x (60 + 40) = 10 in the first, half of it; 4 drones, 5 each over 2 places: 10 each."""
    world = watching(watch_near=0.0)
    world.places["patrols"][0], world.places["posts"][0] = 60.0, 40.0
    assert peacekeepers.monitored(world, A) == pytest.approx(0.8 * 0.375)
    world.places["patrols"] = world.places["posts"] = 0.0
    set_policy(world, "early_warning", drones=4)
    assert peacekeepers.monitored(world, A) == pytest.approx(0.4)
    world.mission.paid["early_warning"] = 0.0
    assert peacekeepers.monitored(world, A) == 0.0


def test_without_an_effect_or_a_mandate_nothing_is_shown() -> None:
    world = watching(monitor=0.0)
    world.places["observers"] = 10.0
    assert peacekeepers.monitored(world, A) == 0.0
    world = watching()
    world.places["observers"] = 10.0
    world.mission.mandated = False
    assert peacekeepers.monitored(world, A) == 0.0


def test_police_cover_people_the_thinner_the_more_there_are() -> None:
    """2 for 1,000 people and one more thousand: 1 - 1/e; none for nobody."""
    world = few_places(2)
    world.places["persons"], world.places["police"] = (1000.0, 3000.0), (2.0, 2.0)
    assert peacekeepers.police_cover(world, 0) == pytest.approx(1.0 - math.exp(-1.0))
    assert peacekeepers.police_cover(world, 1) == pytest.approx(1.0 - math.exp(-0.5))
    world.places["police"] = 0.0
    assert peacekeepers.police_cover(world, 0) == 0.0
