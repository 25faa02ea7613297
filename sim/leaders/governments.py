"""Local governments: a monthly priority, and a month's work at it."""

from __future__ import annotations

import numpy as np

from sim.fields.compiled import entry, rule
from sim.state.places import ORDER, PEOPLE, SERVICES
from sim.state.world import World


@entry
def set_priorities(world: World) -> None:
    """Every local government decides, in the order of places."""
    for p in range(len(world.governments)):
        set_priority(world, p)


@entry
def set_priority(world: World, p: int) -> None:
    """Set the month's priority by what presses most, and work at it."""
    own = world.governments
    priority, work = most_pressing(world, p), months_work(world, p)
    own["priority"][p] = priority
    if priority == ORDER:
        own["police"][p] = min(np.float64(own["police"][p]) + work, 1.0)
    elif priority == SERVICES:
        own["capacity"][p] = min(np.float64(own["capacity"][p]) + work, 1.0)
    else:
        own["legitimacy"][p] = min(np.float64(own["legitimacy"][p]) + work, 1.0)


@rule
def most_pressing(world: World, p: int) -> int:
    """Order by danger and murders, services by need, people by distrust of the state."""
    places = world.places
    danger, need = np.float64(places["danger"][p]), np.float64(places["need"][p])
    if places["homicides"][p] > 0.0:
        danger += world.rules.leaders.murders_press
    distrust = 0.5 * (1.0 - np.float64(places["trust_state"][p]))
    if danger >= need and danger >= distrust:
        return ORDER
    return SERVICES if need >= distrust else PEOPLE


@rule
def months_work(world: World, p: int) -> float:
    """What its administration improves in a month, by its means and where the state holds."""
    own = world.governments
    capacity, corruption = np.float64(own["capacity"][p]), np.float64(own["corruption"][p])
    held = np.float64(world.places["state_control"][p])
    return world.rules.leaders.government_work * capacity * (1.0 - corruption) * held
