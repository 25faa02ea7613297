"""Known answers: who is driven out of a place, by whom, how fast, and who never is."""

from __future__ import annotations

import numpy as np
import pytest

from rules.bench import set_numbers
from rules.few import few_places
from sim.mechanisms import expulsion
from sim.state.factions import FACTION_DTYPE
from sim.state.world import World

RULER, ALLY, FOES, ARMY = range(4)  # the army is of no community
OURS, THEIRS, STRANGERS = range(3)  # communities


def a_war() -> World:
    """Three places; the ruler and its foes, of different communities, fight each other.

    The ruler holds half of place 0 and all of place 1, its foes all of place 2. The ruler is
    feared by 0.8 by their people, they by 0.1 by its.
    """
    world = few_places(3)
    set_numbers(world, "expulsion", rate=0.05, storm=6.0)
    world.factions = np.zeros(4, FACTION_DTYPE)
    world.factions["community"] = OURS, OURS, THEIRS, -1
    world.factions["side"] = 1, 1, 2, 0
    world.faction_count = 4
    world.hostile = np.zeros((4, 4), np.int8)
    world.hostile[RULER, FOES] = world.hostile[FOES, RULER] = 1
    world.threat = np.zeros((4, 3))
    world.threat[RULER, THEIRS], world.threat[FOES, OURS] = 0.8, 0.1
    world.control = np.zeros((4, 3), np.float32)
    world.control[RULER], world.control[FOES] = (0.5, 1.0, 0.0), (0.0, 0.0, 1.0)
    world.places["controller"] = RULER, RULER, FOES
    world.driven = np.full((3, 3), 7.0)
    return world


def test_the_enemys_people_are_driven_out_by_how_far_a_place_is_held_and_its_ruler_feared() -> None:
    """0.05 * 0.8 of those under the ruler, half as fast where it holds half; 0.05 * 0.1 of its own

    people under its foes. Nobody of its own where it rules, and nobody of a third community.
    """
    world = a_war()
    expulsion.order(world)
    expected = [[0.0, 0.02, 0.0], [0.0, 0.04, 0.0], [0.005, 0.0, 0.0]]
    assert world.driven == pytest.approx(np.array(expected), rel=1e-12)


def test_who_has_just_taken_a_place_drives_out_faster_and_who_has_lost_it_does_not() -> None:
    """Six times 0.02 in place 0; the ruler's rest in place 1, lost to the foes: 0.04 * 0.25.

    An ally of its side may be who holds most: place 0 all the same.
    """
    world = a_war()
    world.places["sacked"] = 2, 2, 0
    world.places["controller"] = ALLY, FOES, FOES
    world.control[RULER, 1] = 0.25
    expulsion.order(world)
    assert world.driven[:, THEIRS] == pytest.approx([0.12, 0.01, 0.0], rel=1e-12)


def test_rulers_of_one_side_drive_out_together() -> None:
    world = a_war()
    world.hostile[ALLY, FOES] = world.hostile[FOES, ALLY] = 1
    world.threat[ALLY, THEIRS], world.control[ALLY, 0] = 0.4, 0.5
    expulsion.order(world)
    assert world.driven[0, THEIRS] == pytest.approx(0.05 * (0.8 * 0.5 + 0.4 * 0.5), rel=1e-12)


@pytest.mark.parametrize("why", ["no community", "a deal", "not feared", "switched off"])
def test_nobody_is_driven_out_without_a_war_between_communities(why: str) -> None:
    """Whoever has no community of its own, has signed, is not feared, or where the rate is 0."""
    world = a_war()
    if why == "no community":
        world.factions["community"][[RULER, FOES]] = -1
    elif why == "a deal":
        world.hostile[:] = 0
    elif why == "not feared":
        world.threat[:] = 0.0
    else:
        set_numbers(world, "expulsion", rate=0.0, storm=6.0)
    expulsion.order(world)
    assert not world.driven.any()


def test_an_army_of_no_community_drives_nobody_out_however_feared() -> None:
    world = a_war()
    world.control[:], world.control[ARMY] = 0.0, 1.0
    world.threat[ARMY] = 1.0
    world.hostile[ARMY], world.hostile[:, ARMY] = 1, 1
    expulsion.order(world)
    assert not world.driven.any()
