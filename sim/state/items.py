"""Items of the ledger by number: what rules call a bill by, and a share that is paid of it."""

from __future__ import annotations

from typing import Final

# standing costs: people under contract
FORCE, POLICE, OBSERVERS, ENGINEERS, PARTNERS = range(5)
# programmes
(
    PATROLS,
    PROTECTION,
    EARLY_WARNING,
    MEDIATION,
    DIALOGUE,
    DDR,
    AID,
    DEVELOPMENT,
    CAPACITY,
    COMMUNITY,
    ELECTIONS,
    EXIT,
) = range(5, 17)
REPATRIATION: Final = 17  # owed like standing costs, but last
STANDING, PROGRAMME, LAST = range(3)  # groups of items, as they are paid
NAMES: Final = (
    "force",
    "police",
    "observers",
    "engineers",
    "partners",
    "patrols",
    "protection",
    "early_warning",
    "mediation",
    "dialogue",
    "ddr",
    "aid",
    "development",
    "capacity",
    "community",
    "elections",
    "exit",
    "repatriation",
)  # those of levers from outside follow
