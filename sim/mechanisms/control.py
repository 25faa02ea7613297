"""Control of places follows the forces present; nobody's control fades where nobody stands."""

from __future__ import annotations

import numpy as np
from numba import njit

from sim.fields.claim import Claim
from sim.fields.column import R4, R8
from sim.nature.mechanism import Mechanism
from sim.state.factions import GOVERNMENT_SIDE, Factions
from sim.state.places import Places
from sim.state.world import World


@njit(cache=True, nogil=True)
def _shift(control: R4, strength: R8, factions: Factions, places: Places, rate: float) -> None:
    controller = places["controller"]
    contested = places["contested"]
    state = places["state_control"]
    side = factions["side"]
    count = control.shape[0]
    for p in range(control.shape[1]):
        total = 0.0
        for f in range(count):
            total += np.float64(strength[f, p])
        best = 0
        for f in range(count):
            if total > 1.0:
                share = np.float64(strength[f, p]) / total
                control[f, p] = np.float64(control[f, p]) + rate * (
                    share - np.float64(control[f, p])
                )
            if control[f, p] > control[best, p]:
                best = f
        controller[p] = best
        one = 0.0
        held = 0.0
        for f in range(count):
            if control[f, p] == 0.0:
                continue
            if side[f] == GOVERNMENT_SIDE:
                held += np.float64(control[f, p])
            same = 0.0
            for g in range(count):
                if side[g] == side[f]:
                    same += np.float64(control[g, p])
            one += np.float64(control[f, p]) * same
        contested[p] = max(1.0 - one, 0.0)  # shares in float32 may sum to a hair over one
        state[p] = min(held, 1.0)


def shift(world: World) -> None:
    """Let control drift a week towards who stands where."""
    _shift(world.control, world.strength, world.factions, world.places, world.rules.control.shift)


MECHANISM = Mechanism(
    name="control",
    writes=("control", "places.controller", "places.contested", "places.state_control"),
    without={"nature.control.shift": 0.0},
    claims=(Claim("fighters_other", +1),),
)
