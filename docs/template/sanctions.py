"""Sanctions, from outside the package: a lever, a mechanism and an outcome in one file.

bluehelm compare zambara --extend docs/template/sanctions.py --set policy.sanctions.reach=0.8
"""

import math
from typing import Any

from sim.fields.claim import Claim
from sim.fields.conversions import WEEKS_A_YEAR
from sim.fields.outcome import Outcome
from sim.fields.parameter import Group, number
from sim.nature.mechanism import Mechanism
from sim.policy.lever import Lever
from sim.policy.table import LeverHelp, LeverTable
from sim.runs.measures import History


class Sanctions(LeverTable):
    """Sanctions on what armed groups are sent from abroad, watched by a panel of experts."""

    NAME = "sanctions"
    HELP = LeverHelp(
        about="An arms and travel ban with people who watch airports, ports and dealers.",
        examples="Diamonds and arms of the RUF and Liberia, 2000 to 2003.",
        works="Where a group lives on outside support and neighbours close their borders.",
        fails="Where rents are at home: diamonds, gold, taxes.",
        who_bears="Traders and border towns.",
    )

    reach: float = number(
        0.0, "0 to 1", 0.0, 1.0, "assumption", "share of outside support that is watched"
    )


class SanctionsNumbers(Group):
    """What a panel costs, and what of the support it watches no longer arrives."""

    TABLE = "sanctions"

    panel_year: float = number(
        6.0e6, "dollars a year", 0.0, 1.0e8, "assumption", "a full panel with its monitors"
    )
    bite_effect: float = number(
        0.5, "share", 0.0, 1.0, "assumption", "of watched support stopped in a month", effect=True
    )
    setup_months: float = number(
        6.0, "months", 0.25, 60.0, "assumption", "time until two thirds of the panel is at work"
    )


def bill(world: Any) -> dict[str, float]:
    """Dollars of a week."""
    year = world.policy.of(Sanctions).reach * world.rules.of(SanctionsNumbers).panel_year
    return {"sanctions": year / WEEKS_A_YEAR}


def work(world: Any) -> None:
    """Stop part of what is sent to armed groups that fight the state's side."""
    reach = world.policy.of(Sanctions).reach * world.mission.working("sanctions")
    stopped = world.rules.of(SanctionsNumbers).bite_effect * reach
    theirs = world.factions["side"] != 0
    world.factions["support"][theirs] *= 1.0 - stopped


def tell(world: Any) -> None:
    """Keep in the record what armed groups live on: the mean supply of who fights the state."""
    foes = [f for f in world.fighting() if world.factions["side"][f] != 0]
    supply = world.factions["supply"][foes]
    world.keep("rebel_supply", supply.mean() if len(foes) else 0.0)


def supply(history: History) -> float:
    """Mean of the column over the weeks of war, NaN where there was none."""
    kept = history.series["rebel_supply"]
    return float(kept[kept > 0.0].mean()) if (kept > 0.0).any() else math.nan


LEVER = Lever(
    table=Sanctions,
    numbers=SanctionsNumbers,
    bill=bill,
    work=work,
    prices=("nature.sanctions.panel_year",),
    reads=("factions.side",),
    writes=("factions.support",),
    amounts={"reach": (0.0, 0.3, 1.0)},
    claims=(Claim("rebel_supply", -1),),
)
MECHANISM = Mechanism(
    name="supply_told",
    writes=("record",),
    step=tell,
    moment="after people",
    series={"rebel_supply": "0 to 1"},
)
OUTCOME = Outcome(
    "rebel_supply",
    "0 to 1",
    "down",
    "supply of factions that fight the state's side, mean over the weeks in which some do",
    supply,
    label="supply of the rebels",
)
