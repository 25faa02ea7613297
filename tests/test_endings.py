"""How wars end by arms: who may take the state, and what of a dissolving faction is a defeat."""

from __future__ import annotations

import numpy as np
import pytest

from sim.case.scenario import load_scenario
from sim.mechanisms import endings
from sim.model import PeaceModel
from sim.state.factions import ACTIVE, DEFEATED, FADED
from sim.state.world import World

SURE = {"nature.endings.victory": 1.0, "nature.endings.fade_rate": 1.0}
REBELS = 1


@pytest.fixture
def world() -> World:
    """A world of its own, after a week."""
    model = PeaceModel(load_scenario("zambara", {"nature.civilians": 200, **SURE}), seed=1)
    model.step()
    return model.world


def holding(world: World, share: float) -> None:
    """Let the rebels hold this share of every place, the state the rest."""
    world.control[:] = 0.0
    world.control[REBELS], world.control[0] = share, 1.0 - share


@pytest.mark.parametrize(
    ("share", "times", "falls"), [(0.6, 3.0, True), (0.6, 0.3, False), (0.2, 3.0, False)]
)
def test_the_stronger_who_hold_the_country_take_the_state(
    world: World, share: float, times: float, falls: bool
) -> None:
    holding(world, share)
    army = float(world.factions["fighters"][0] * world.factions["quality"][0])
    world.factions["fighters"][2:4] = 1.0
    world.factions["fighters"][REBELS] = times * army / float(world.factions["quality"][REBELS])
    assert endings._wins(world, REBELS) is falls
    assert ("victory" in [kind for *_, kind in world.endings]) is falls


@pytest.mark.parametrize(("share", "kind"), [(0.0, "victory"), (0.2, "fading")])
def test_a_remnant_without_ground_is_defeated(world: World, share: float, kind: str) -> None:
    holding(world, share)
    world.factions["fighters"][REBELS] = 0.01 * float(world.factions["initial"][REBELS])
    assert endings._fades(world, REBELS)
    assert world.endings[-1][2] == kind
    expected = DEFEATED if kind == "victory" else FADED
    assert world.factions["standing"][REBELS] == expected


def test_who_holds_the_country_does_not_dissolve(world: World) -> None:
    world.factions["weariness"][REBELS], world.factions["supply"][REBELS] = 1.0, 0.0
    world.factions["fighters"][REBELS] = world.factions["initial"][REBELS]
    holding(world, 1.0)
    assert not endings._fades(world, REBELS)
    holding(world, 0.0)
    assert endings._fades(world, REBELS)
    assert np.all(world.combatants["status"][world.combatants["faction"] == REBELS] != ACTIVE)
