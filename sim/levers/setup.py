"""Setting up: programmes take months to stand, and wither when they are not paid."""

from __future__ import annotations

import math

from sim.fields.conversions import WEEKS_A_MONTH
from sim.fields.parameter import Group, number
from sim.state.world import World


class SetupNumbers(Group):
    """When a programme stands."""

    TABLE = "setup"

    least: float = number(
        0.0001,
        "share",
        0.0,
        0.1,
        "assumption",
        "part of a programme below which nothing of it stands",
    )


def progress(world: World, bills: dict[str, float]) -> None:
    """A week of setting up what is mandated, wanted (its bill is above zero) and paid."""
    mission, least = world.mission, world.rules.of(SetupNumbers).least
    for name, at_once in world.programmes:
        if at_once:
            mission.built[name] = 1.0
            continue
        wanted = mission.mandated and bills.get(name, 0.0) > 0.0
        aim = mission.paid[name] if wanted else 0.0
        built = mission.built[name]
        if aim == built:
            continue
        setup_months = world.rules.table(name).setup_months
        months = setup_months if aim > built else 0.5 * setup_months
        built += (aim - built) * (1.0 - math.exp(-1.0 / (months * WEEKS_A_MONTH)))
        mission.built[name] = built if built > least else 0.0
