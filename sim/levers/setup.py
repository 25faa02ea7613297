"""Setting up: programmes take months to stand, and wither when they are not paid."""

from __future__ import annotations

import math

from sim.state.mission import PROGRAMMES
from sim.state.world import World

WEEKS_A_MONTH = 365.25 / 84.0
AT_ONCE = ("patrols",)  # soldiers who are there need no setting up


def progress(world: World, bills: dict[str, float]) -> None:
    """A week of setting up what is mandated, wanted (its bill is above zero) and paid."""
    mission, table = world.mission, world.rules.setup
    for lever in PROGRAMMES:
        if lever in AT_ONCE:
            mission.built[lever] = 1.0
            continue
        wanted = mission.mandated and bills.get(lever, 0.0) > 0.0
        aim = mission.paid[lever] if wanted else 0.0
        built = mission.built[lever]
        if aim == built:
            continue
        months = getattr(table, lever) if aim > built else 0.5 * getattr(table, lever)
        built += (aim - built) * (1.0 - math.exp(-1.0 / (months * WEEKS_A_MONTH)))
        mission.built[lever] = built if built > 1e-4 else 0.0
