"""The mission's state: mandate, money and its ledger, units, consent.

The ledger balances every week: what is in hand afterwards is what was there before, plus
income, less every cost. Nothing is paid that is not in hand; what stays unpaid is owed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.policy.lever import Lever
from sim.state.parties import MissionSpec
from sim.state.units import DTYPE as UNIT_DTYPE
from sim.state.units import INFANTRY, PRESENT, RESERVE
from sim.state.units import KINDS as UNIT_KINDS

CASELOAD: Final = (
    "admitted",
    "impostors",
    "demobilised",
    "weapons",
    "reintegrated",
    "remobilised",
)


@dataclass(frozen=True)
class Items:
    """Items of the ledger: people under contract, programmes, and what is owed but comes last."""

    standing: tuple[str, ...]
    programmes: tuple[str, ...]
    last: tuple[str, ...] = ()

    @staticmethod
    def of(levers: Iterable[Lever]) -> Items:
        """The items of these levers, in their order."""
        listed = tuple(levers)
        return Items(
            tuple(item for lever in listed for item in lever.standing),
            tuple(item for lever in listed for item in lever.programme),
            tuple(item for lever in listed for item in lever.also),
        )

    @cached_property
    def costs(self) -> tuple[str, ...]:
        """Every item that money is spent on."""
        return (*self.standing, *self.programmes, *self.last)

    @cached_property
    def owed(self) -> tuple[str, ...]:
        """Items that are owed when they cannot be paid: standing costs, and going home."""
        return (*self.standing, *self.last)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Columns of the ledger."""
        return ("income", *self.costs, "balance")


class Mission:
    """State of the one mission of a scenario (it may have no mandate, and then stays empty).

    `units`: rows of `state.units`; `items`: of its ledger; `cash`, `owed`: whole dollars;
    `consent`: of the host, 0 to 1; `paid`: share of each
    wanted cost that could be paid this week, by item.
    """

    def __init__(self, spec: MissionSpec, weeks: int, items: Items) -> None:
        self.spec = spec
        self.items = items
        self.units: NDArray[np.void] = np.zeros(0, UNIT_DTYPE)
        self.cash = 0
        self.owed = 0
        self.consent = spec.host_consent
        self.mandated = False
        self.authorised: dict[int, float] = {}  # persons by kind of unit
        self.present: NDArray[np.float64] = np.zeros(len(UNIT_KINDS))
        self.paid = dict.fromkeys(items.costs, 1.0)
        self.built = dict.fromkeys(items.programmes, 0.0)  # how far each is set up, 0 to 1
        self.support = spec.council_support  # of council and contributors, 0 to 1
        self.impartial = spec.seen_impartial  # as the parties see it, 0 to 1
        self.funded = 1.0  # share of the authorised force that the money allows
        self.willing = 1.0  # share that contributors keep there
        self.staying = 1.0  # share of the force that the exit plan keeps
        self.sent_home = 0.0  # uniformed people who left this week, persons
        self.misconduct = 0.0  # cases this week, expected
        self.harm = 0.0  # share of trust that misconduct costs in a week
        self.mourned = 0.0  # losses already felt, persons
        self.ssr = 0.0  # fighting worth that reform has added to the state's forces, share
        self.demobilisation = dict.fromkeys(CASELOAD, 0.0)  # persons since the start
        self.weeks = 0
        self._ledger = np.zeros(weeks, [(name, "f8") for name in items.columns])

    @property
    def ledger(self) -> NDArray[np.void]:
        """(W,) dollars by week and item."""
        return self._ledger[: self.weeks]

    def enter(self, income: int, costs: dict[str, int]) -> None:
        """Book a week. Costs are what was really paid, dollars, and never exceed what is there.

        ValueError: a cost that has no column of the ledger.
        """
        if unknown := costs.keys() - set(self.items.costs):
            raise ValueError(f"the ledger has no column for {sorted(unknown)}")
        if self.weeks == len(self._ledger):
            self._ledger = np.concatenate([self._ledger, np.zeros(260, self._ledger.dtype)])
        self.cash += income - sum(costs.values())
        booked = [costs.get(name, 0) for name in self.items.costs]
        self._ledger[self.weeks] = (income, *booked, self.cash)
        self.weeks += 1

    def working(self, lever: str) -> float:
        """How much of what is planned for a programme is set up and paid this week, 0 to 1."""
        return self.built[lever] * self.paid[lever] if self.mandated else 0.0

    def muster(self) -> None:
        """Count the uniformed people who are present, by kind of unit."""
        units = self.units
        here = units["status"] == PRESENT
        self.present = np.bincount(
            units["kind"][here], units["persons"][here], minlength=len(UNIT_KINDS)
        ).astype(np.float64)

    def persons(self, kind: int) -> float:
        """Uniformed people of one kind who are present, persons, at the last muster."""
        return float(self.present[kind])

    def troops(self) -> float:
        """Infantry and reserve present, persons."""
        return self.persons(INFANTRY) + self.persons(RESERVE)
