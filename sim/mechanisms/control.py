"""Control of places follows the forces present; nobody's control fades where nobody stands."""

from __future__ import annotations

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.nature.mechanism import Mechanism
from sim.state.world import World


@rule
def shift(world: World) -> None:
    """Let control drift a week towards who stands where."""
    for p in range(len(world.places)):
        _drift(world, p)
        _find_holders(world, p)


@rule
def _drift(world: World, p: int) -> None:
    """Control of a place drifts towards shares of strength, where more than a fighter stands."""
    control, strength = world.control, world.strength
    rate = world.rules.control.shift
    total = 0.0
    for f in range(world.faction_count):
        total += strength[f, p]
    if total > 1.0:
        for f in range(world.faction_count):
            held = np.float64(control[f, p])
            control[f, p] = held + rate * (strength[f, p] / total - held)


@rule
def _find_holders(world: World, p: int) -> None:
    """Who controls a place, what of it the state's side does, and how contested it is."""
    control, side, places = world.control, world.factions["side"], world.places
    best = 0
    agree = 0.0
    state = 0.0
    for f in range(world.faction_count):
        held = np.float64(control[f, p])
        if held > np.float64(control[best, p]):
            best = f
        if held == 0.0:
            continue
        if side[f] == world.governing:
            state += held
        same = 0.0
        for g in range(world.faction_count):
            if side[g] == side[f]:
                same += np.float64(control[g, p])
        agree += held * same
    places["controller"][p] = best
    places["contested"][p] = max(1.0 - agree, 0.0)  # shares in float32 may sum to a hair over one
    places["state_control"][p] = min(state, 1.0)


MECHANISM = Mechanism(
    name="control",
    writes=("control", "places.controller", "places.contested", "places.state_control"),
    without={"nature.control.shift": 0.0},
    claims=(Claim("fighters_other", +1),),
)
