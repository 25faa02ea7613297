"""Setting up: programmes take months to stand, and wither when they are not paid."""

from __future__ import annotations

import math

from sim.fields.compiled import rule
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


def note_months(world: World) -> None:
    """Tell the mission how long each programme takes to stand: what its lever has among numbers."""
    mission = world.mission
    for lever in world.levers:
        for name in lever.programme:
            months = 0.0 if lever.at_once else world.rules.table(name).setup_months
            mission.setup_months[mission.items.names.index(name)] = months


@rule
def close(world: World) -> None:
    """Programmes of a mission that its host sends away close with it, step by step."""
    mission = world.mission
    for item in range(len(mission.setup_months)):
        if mission.setup_months[item] > 0.0:  # what goes with the units shrinks as they leave
            mission.bills[item] *= mission.welcome
            mission.built[item] = min(mission.built[item], mission.welcome)


@rule
def progress(world: World) -> None:
    """A week of setting up what is mandated, wanted (its bill is above zero) and paid."""
    mission, least = world.mission, world.rules.setup.least
    for item in range(len(mission.setup_months)):
        setup_months = mission.setup_months[item]
        if math.isnan(setup_months):
            continue  # people under contract
        if setup_months == 0.0:
            mission.built[item] = 1.0
            continue
        wanted = mission.mandated and mission.bills[item] > 0.0
        aim = mission.paid[item] * mission.welcome if wanted else 0.0
        built = mission.built[item]
        if aim == built:
            continue
        months = setup_months if aim > built else 0.5 * setup_months
        built += (aim - built) * (1.0 - math.exp(-1.0 / (months * WEEKS_A_MONTH)))
        mission.built[item] = built if built > least else 0.0
