"""What a mission can do: one module a lever, with all that is known of it.

A lever from inside the package is one file and one line here; the order is that of the ledger
and of the page. `setup` and `tasking` are no levers: how programmes come to stand, and the one
pool of units they all draw on.
"""

from typing import Final

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
