"""Local governments: how they deal with the mission, what they work at, a month's work."""

from __future__ import annotations

import numpy as np

from sim.fields.compiled import entry, rule
from sim.state.factions import STATE
from sim.state.places import (
    BARGAIN,
    CAPTURED,
    COOPERATE,
    OBSTRUCT,
    ORDER,
    PEOPLE,
    SERVICES,
)
from sim.state.world import World


@entry
def decide_all(world: World) -> None:
    """Every local government decides, in the order of places."""
    for p in range(len(world.governments)):
        decide(world, p)


@entry
def decide(world: World, p: int) -> None:
    """Choose a stance for the month, then what to work at."""
    world.governments["stance"][p] = best_stance(world, p)
    set_priority(world, p)


# stance towards the mission


@rule
def best_stance(world: World, p: int) -> int:
    """The stance that pays most; of what pays alike, the one it has."""
    now = world.governments["stance"][p]
    best = now
    most = payoff(world, p, now) + world.rules.leaders.stance_habit
    for stance in range(COOPERATE, CAPTURED + 1):
        pays = payoff(world, p, stance)
        if stance != now and pays > most:
            best, most = stance, pays
    return best


@rule
def payoff(world: World, p: int, stance: int) -> float:
    """What a stance is worth to a local government, by what it sees in its place."""
    r, own, places = world.rules.leaders, world.governments, world.places
    ready = np.float64(own["cooperation"][p])
    corruption = np.float64(own["corruption"][p])
    if stance == COOPERATE:
        felt = np.float64(places["presence"][p])
        pays = ready + r.protected * felt * min(np.float64(places["danger"][p]), 1.0)
        pays -= r.reprisals * armed_hold(world, p) * (1.0 - felt)
    elif stance == BARGAIN:
        pays = 0.5 * ready + corruption * (r.bargain_idle + r.bargain_flow * flow(world, p))
    elif stance == OBSTRUCT:
        unwanted = 1.0 - world.mission.consent
        pays = (1.0 - ready) * (r.obstruct_wanted + r.obstruct_unwanted * unwanted)
    else:
        weak = r.captured_weak * (1.0 - np.float64(own["capacity"][p]))
        pays = armed_hold(world, p) * (weak + r.captured_corrupt * corruption)
    return pays


@rule
def armed_hold(world: World, p: int) -> float:
    """Share of control by armed groups, the state's friends among them, not the state."""
    held = 0.0
    for f in range(world.faction_count):
        if world.factions["kind"][f] != STATE:
            held += np.float64(world.control[f, p])
    return min(held, 1.0)


@rule
def flow(world: World, p: int) -> float:
    """How much of the mission's goods and projects passes through its hands, 0 to 1."""
    works = world.works
    goods = np.float64(works["delivered"][p]) / (world.places["persons"][p] + 1.0)
    goods += np.float64(works["jobs"][p]) + np.float64(works["works"][p])
    return min(goods / world.rules.leaders.flow_full, 1.0)


# what it works at


@rule
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
    """What it improves in a month, by means and where the state holds; little when captured."""
    r, own = world.rules.leaders, world.governments
    capacity, corruption = np.float64(own["capacity"][p]), np.float64(own["corruption"][p])
    work = r.government_work * capacity * (1.0 - corruption)
    work *= np.float64(world.places["state_control"][p])
    return work * (1.0 - r.captured_idle) if own["stance"][p] == CAPTURED else work
