"""The mission's state: mandate, money and its ledger, units, consent.

The ledger balances every week: what is in hand afterwards is what was there before, plus
income, less every cost. Nothing is paid that is not in hand; what stays unpaid is owed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.fields.calendar_days import ordinal
from sim.fields.compiled import rule
from sim.fields.conversions import YEAR
from sim.fields.rows import more_weeks
from sim.fields.state import Array, Named, Number, State, Table
from sim.policy.lever import Lever
from sim.state.items import LAST, NAMES, PROGRAMME, STANDING
from sim.state.parties import MissionSpec
from sim.state.units import DTYPE as UNIT_DTYPE
from sim.state.units import INFANTRY, PRESENT, RESERVE, VACANT, Units
from sim.state.units import KINDS as UNIT_KINDS

CASELOAD: Final = (
    "admitted",
    "impostors",
    "demobilised",
    "weapons",
    "reintegrated",
    "remobilised",
    "commanders",
)
ADMITTED, IMPOSTORS, RELEASED, WEAPONS, REINTEGRATED, REARMED, COMMANDERS_OUT = range(len(CASELOAD))


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

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names by the number of an item: the package's own first."""
        return (*NAMES, *[name for name in self.costs if name not in NAMES])

    @cached_property
    def groups(self) -> tuple[int, ...]:
        """STANDING, PROGRAMME or LAST, by the number of an item."""
        group = dict.fromkeys(self.programmes, PROGRAMME) | dict.fromkeys(self.last, LAST)
        return tuple(group.get(name, STANDING) for name in self.names)

    @property
    def count(self) -> int:
        """How many items there are."""
        return len(self.names)

    @cached_property
    def places(self) -> tuple[int, ...]:
        """Where each column of the ledger stands in `Mission.book`."""
        return (0, *[1 + self.names.index(name) for name in self.costs], 1 + self.count)


class Mission(State):
    """State of the one mission of a scenario (it may have no mandate, and then stays empty).

    `items`: of its ledger; `bills`, `paid`, `built`: what each item costs this week, the share of
    it that is paid, and how far a programme is set up.
    """

    units = Table(Units, growing=True)
    bills = Named()  # dollars of this week
    paid = Named()  # share of each wanted cost that could be paid this week
    built = Named()  # how far each programme is set up, 0 to 1
    group = Array("i1")  # by item: STANDING, PROGRAMME, LAST
    setup_months = Array("f8")  # by item; NaN: none to set up, 0: at once
    demobilisation = Named()  # persons since the start, by CASELOAD
    resolve = Array("f8")  # (contributors + 1,) share of its units each keeps there; partners last
    mourned = Array("f8")  # likewise: losses already felt, persons
    present = Array("f8")  # (KINDS,) uniformed people, persons, at the last muster
    authorised = Array("f8")  # (KINDS,) persons; NaN before anybody asked
    book = Array("f8", 2, growing=True)  # (W, 2 + items) the ledger: income, costs, balance
    cash = Number("i8")  # whole dollars in hand
    owed = Number("i8")  # whole dollars
    consent = Number("f8")  # of the host, 0 to 1
    start_day = Number("i8")  # ordinal of the mandate's first day, 0: no mission
    end_day = Number("i8")  # of its last, 0: stays
    mandated = Number("?")
    support = Number("f8")  # of council and contributors, 0 to 1
    impartial = Number("f8")  # as the parties see it, 0 to 1
    funded = Number("f8", 1.0)  # share of the authorised force that the money allows
    willing = Number("f8", 1.0)  # share that contributors keep there
    staying = Number("f8", 1.0)  # share of the force that the exit plan keeps
    welcome = Number("f8", 1.0)  # share of the mission that the host lets stay
    sent_home = Number("f8")  # uniformed people who left this week, persons
    withdrawn = Number("f8")  # of them those whom their contributors took home, persons
    misconduct = Number("f8")  # cases this week, expected
    harm = Number("f8")  # share of trust that misconduct costs in a week
    ssr = Number("f8")  # how far security sector reform has come, share
    reformed = Number("f8")  # of it, what has reached the state's forces
    weeks = Number("i8")  # booked

    names_demobilisation = CASELOAD

    def __init__(self, spec: MissionSpec, weeks: int, items: Items) -> None:
        self.spec = spec
        self.items = items
        self.units = np.zeros(0, UNIT_DTYPE)
        self.consent = spec.host_consent
        self.support, self.impartial = spec.council_support, spec.seen_impartial
        self.present = np.zeros(len(UNIT_KINDS))
        self.authorised = np.full(len(UNIT_KINDS), np.nan)
        self.group = np.array(items.groups)
        self.bills, self.built = np.zeros(items.count), np.zeros(items.count)
        self.paid, self.setup_months = np.ones(items.count), np.full(items.count, np.nan)
        self.demobilisation = np.zeros(len(CASELOAD))
        self.book = np.zeros((weeks, 2 + items.count))

    @property
    def spec(self) -> MissionSpec:
        """Its name, the dates of its mandate, and who sends its units."""
        spec: MissionSpec = self.__dict__["spec"]
        return spec

    @spec.setter
    def spec(self, spec: MissionSpec) -> None:
        self.__dict__["spec"] = spec
        self.start_day, self.end_day = ordinal(spec.start), ordinal(spec.end)
        senders = len(spec.contributors) + 1
        self.resolve, self.mourned = np.ones(senders), np.zeros(senders)

    @property
    def names_bills(self) -> tuple[str, ...]:
        """Names of the items, by number."""
        return self.items.names

    names_paid = names_built = names_bills

    @property
    def ledger(self) -> NDArray[np.void]:
        """(W,) dollars by week and item."""
        columns = self.items.columns
        table = np.zeros(self.weeks, [(name, "f8") for name in columns])
        for column, number in zip(columns, self.items.places, strict=True):
            table[column] = self.book[: self.weeks, number]
        return table

    def working(self, programme: str) -> float:
        """How much of a programme, by its name, is set up and paid this week, 0 to 1."""
        return working(self, self.items.names.index(programme))

    def troops(self) -> float:
        """Infantry and reserve present, persons."""
        return troops(self)


@rule
def enter(mission: Mission, income: int, costs: Any) -> None:
    """Book a week. `costs`: (items,) whole dollars that were paid; never more than is there."""
    _make_room(mission)
    row = mission.book[mission.weeks]
    spent = 0
    for item in range(costs.shape[0]):
        row[1 + item] = costs[item]
        spent += costs[item]
    mission.cash += income - spent
    row[0] = income
    row[1 + costs.shape[0]] = mission.cash
    mission.weeks += 1


@rule
def _make_room(mission: Mission) -> None:
    """See that there is a page for the next week in the ledger."""
    book = mission.book
    if mission.weeks == len(book):
        mission.book = more_weeks(book, max(len(book) // 2, YEAR))


@rule
def working(mission: Mission, item: int) -> float:
    """How much of what is planned for a programme is set up and paid this week, 0 to 1."""
    return mission.built[item] * mission.paid[item] if mission.mandated else 0.0


@rule
def inflation(mission: Mission) -> float:
    """People in programmes for fighters for each fighter among them: the rest are impostors."""
    count = mission.demobilisation
    true = count[ADMITTED]
    return (true + count[IMPOSTORS]) / true if true > 0.0 else 1.0


@rule
def muster(mission: Mission) -> None:
    """Count the uniformed people who are present, by kind of unit."""
    units, present = mission.units, mission.present
    for kind in range(present.shape[0]):
        present[kind] = 0.0
    for u in range(len(units)):
        if units["status"][u] == PRESENT:
            present[units["kind"][u]] += units["persons"][u]


@rule
def anybody(mission: Mission) -> bool:
    """Whether anybody of it is in the country: people in uniform, or a programme at work."""
    there = 0.0
    for kind in range(len(mission.present)):
        there += mission.present[kind]
    for item in range(len(mission.built)):
        if mission.bills[item] > 0.0:
            there += mission.built[item] * mission.paid[item]
    return bool(mission.mandated and there > 0.0)


@rule
def troops(mission: Mission) -> float:
    """Infantry and reserve present, persons."""
    return mission.present[INFANTRY] + mission.present[RESERVE]


@rule
def vacant(mission: Mission) -> float:
    """Authorised places that nobody fills, persons."""
    units, persons = mission.units, 0.0
    for u in range(len(units)):
        if units["status"][u] == VACANT:
            persons += units["authorised"][u]
    return persons
