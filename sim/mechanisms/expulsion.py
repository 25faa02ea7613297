"""Expulsion: who holds a place in a war between communities drives the enemies' people out of it.

Few need to die for it. It takes a ruler who fights for a community of its own and people whose
fighters it fights; they go where those who flee go, and are not let back while it rules.
"""

from __future__ import annotations

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.parameter import Group, number
from sim.nature.mechanism import Mechanism
from sim.state.world import World


class ExpulsionNumbers(Group):
    """How fast people are driven out."""

    TABLE = "expulsion"

    rate: float = number(
        0.03,
        "per week",
        0.0,
        2.0,
        "assumption",
        "rate at which people are driven out by who holds all of a place and is feared fully",
    )
    storm: float = number(
        10.0,
        "ratio",
        1.0,
        100.0,
        "assumption",
        "that rate by who has just taken the place, against other weeks",
    )


@rule
def order(world: World) -> None:
    """Rates a week at which each community is driven out of each place: `world.driven`."""
    driven = world.driven
    for p in range(driven.shape[0]):
        for c in range(driven.shape[1]):
            driven[p, c] = 0.0
    for f in range(world.faction_count):
        for c in range(driven.shape[1]):
            if world.threat[f, c] > 0.0 and _fights_for_its_own_against(world, f, c):
                _drive_out(world, f, c)


@rule
def _fights_for_its_own_against(world: World, f: int, c: int) -> bool:
    """Whether a faction stands for a community and is at war with who stands for another."""
    community, found = world.factions["community"], False
    for g in range(world.faction_count):
        if community[g] == c and world.hostile[f, g]:
            found = True
    return found and community[f] >= 0


@rule
def _drive_out(world: World, f: int, c: int) -> None:
    """A faction's part in it, everywhere: by how far it holds a place and is feared."""
    r, places, side = world.rules.expulsion, world.places, world.factions["side"]
    for p in range(len(places)):
        held = np.float64(world.control[f, p])
        if places["sacked"][p] > 0 and side[places["controller"][p]] == side[f]:
            held *= r.storm
        world.driven[p, c] += r.rate * world.threat[f, c] * held


MECHANISM = Mechanism(
    name="expulsion",
    numbers=ExpulsionNumbers,
    writes=("driven",),
    without={"nature.expulsion.rate": 0.0},
    claims=(
        Claim("displaced_peak", +1, where=("bosnia",)),
        Claim("under_enemies", -1, where=("bosnia",)),
    ),
)
