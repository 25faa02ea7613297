"""What a mission can do: one module a lever, with all that is known of it.

A lever from inside the package is one file and one line here; the order is that of the ledger
and of the page. `setup` and `tasking` are no levers: how programmes come to stand, and the one
pool of units they all draw on.
"""

from typing import Final

from sim.fields.compiled import rule
from sim.levers import (
    aid,
    capacity,
    community,
    ddr,
    development,
    dialogue,
    early_warning,
    elections,
    exit,
    force,
    funding,
    mediation,
    partners,
    patrols,
    protection,
    setup,
    tasking,
)
from sim.state.world import World

LEVERS: Final = (
    force.LEVER,
    patrols.LEVER,
    protection.LEVER,
    early_warning.LEVER,
    mediation.LEVER,
    dialogue.LEVER,
    ddr.LEVER,
    aid.LEVER,
    development.LEVER,
    capacity.LEVER,
    community.LEVER,
    elections.LEVER,
    partners.LEVER,
    exit.LEVER,
    funding.LEVER,
)
NUMBERS: Final = (setup.SetupNumbers, tasking.TaskingNumbers)  # of what is no lever


@rule
def ask_bills(world: World) -> None:
    """What each lever costs this week, into `world.mission.bills`."""
    force.bill(world)
    patrols.bill(world)
    protection.bill(world)
    early_warning.bill(world)
    mediation.bill(world)
    dialogue.bill(world)
    ddr.bill(world)
    aid.bill(world)
    development.bill(world)
    capacity.bill(world)
    community.bill(world)
    elections.bill(world)
    partners.bill(world)
    exit.bill(world)


@rule
def do_works(world: World) -> None:
    """What each lever does where this month, into `world.works`; each after those it builds on."""
    protection.work(world)
    dialogue.work(world)
    ddr.work(world)
    community.work(world)
    aid.work(world)
    development.work(world)
    capacity.work(world)
    exit.hand_over(world)
