"""How wars end by arms: who takes the state and governs, and what of a dissolving faction loses."""

from __future__ import annotations

import numpy as np
import pytest

from sim.case.scenario import load_scenario
from sim.mechanisms import endings, power
from sim.model import PeaceModel
from sim.runs.run import Run
from sim.state.factions import (
    ACTIVE,
    DEFEATED,
    FADED,
    FIGHTING,
    FOR_GOVERNMENT,
    FOR_RENTS,
    FOR_TERRITORY,
)
from sim.state.factions import STATE as STATE_KIND
from sim.state.world import World, set_hostilities

SURE = {
    "nature.power.victory": 1.0,
    "nature.power.rout": 0.0,
    "nature.power.coup": 0.0,
    "nature.endings.fade_rate": 1.0,
    "nature.endings.remobilise": 0.0,
}
STATE, REBELS, OTHERS, GUARD = range(4)


def begun(**numbers: float) -> PeaceModel:
    """Zambara after a week, with these numbers of power."""
    changes = {f"nature.power.{name}": value for name, value in numbers.items()}
    model = PeaceModel(load_scenario("zambara", {"nature.civilians": 200, **SURE, **changes}), 1)
    model.step()
    return model


@pytest.fixture
def world() -> World:
    """A world of its own, after a week."""
    return begun().world


def holding(world: World, share: float) -> None:
    """Let the rebels hold this share of every place, the state the rest."""
    world.control[:] = 0.0
    world.control[REBELS], world.control[STATE] = share, 1.0 - share


def as_strong(world: World, times: float) -> None:
    """Let the rebels be so many times as strong as the side that governs."""
    factions = world.factions
    factions["fighters"][GUARD] = 0.0
    army = float(factions["fighters"][STATE]) * float(factions["quality"][STATE])
    factions["fighters"][REBELS] = times * army / float(factions["quality"][REBELS])


def takes(world: World) -> bool:
    """Whether the rebels take the state this month, by all that tells of it."""
    power.change_hands(world)
    won = world.governor == REBELS
    assert won == (world.governing == world.factions["side"][REBELS])
    assert world.falls == int(won)
    assert ((world.week, REBELS, "victory") in world.endings) is won
    told = (world.week, REBELS, "takes the state") in world.chronicle
    assert told is won
    return won


@pytest.mark.parametrize(
    ("share", "times", "falls"), [(1.0, 1e5, True), (1.0, 0.9, False), (0.0, 1e5, False)]
)
def test_the_stronger_who_hold_the_capital_take_the_state(
    world: World, share: float, times: float, falls: bool
) -> None:
    """Ground elsewhere does not matter."""
    holding(world, 1.0 - share)
    world.control[REBELS, world.seat], world.control[STATE, world.seat] = share, 1.0 - share
    as_strong(world, times)
    assert takes(world) is falls


@pytest.mark.parametrize(("times", "falls"), [(1e5, True), (2.9, False)])
def test_a_dwarfed_army_breaks_wherever_its_capital_is(times: float, falls: bool) -> None:
    """2.9 of 3.9 is less than 0.75, from where an army that is loose may break."""
    world = begun(victory=0.0, rout=1.0, rout_from=0.75).world
    holding(world, 0.0)
    world.factions["cohesion"][STATE] = 0.0
    as_strong(world, times)
    assert takes(world) is falls


@pytest.mark.parametrize("goal", [FOR_TERRITORY, FOR_RENTS])
def test_who_does_not_fight_for_government_takes_no_state(goal: int) -> None:
    world = begun(rout=1.0).world
    holding(world, 1.0)
    world.factions["cohesion"][STATE] = 0.0
    as_strong(world, 1e5)
    world.factions["goal"][REBELS] = goal
    assert not takes(world)
    world.factions["goal"][REBELS] = FOR_GOVERNMENT
    assert takes(world)


@pytest.mark.parametrize("opposed", [False, True])
def test_a_victor_governs_and_the_war_is_over_if_nobody_opposes_it(opposed: bool) -> None:
    """An army without cohesion is gone; one that holds together fights on in opposition."""
    model = begun(defiant=1.0)
    world, factions = model.world, model.world.factions
    holding(world, 1.0)
    as_strong(world, 1e5)
    factions["standing"][OTHERS] = DEFEATED
    factions["cohesion"][STATE] = 1.0 if opposed else 0.0
    set_hostilities(world)
    own = np.flatnonzero(world.combatants["faction"] == REBELS)
    was = world.combatants[own].copy()
    assert takes(world)
    assert (world.combatants[own] == was).all(), "the victor's own men were touched"
    assert (factions["kind"][REBELS], factions["standing"][REBELS]) == (STATE_KIND, FIGHTING)
    assert factions["standing"][STATE] == (FIGHTING if opposed else DEFEATED)
    for _ in range(6):
        model.step()
    assert (world.war_over >= 0) is not opposed
    assert (world.governor, factions["standing"][REBELS]) == (REBELS, FIGHTING)
    assert (world.combatants["status"][own] == ACTIVE).any()
    outcomes = Run.of_model(model).outcomes
    assert (outcomes["government_changes"], outcomes["states_taken"]) == (1.0, 1.0)


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
