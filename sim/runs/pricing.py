"""What a policy costs: as planned, from the levers' own bills; and as it was asked and paid.

A planned price needs no luck: the whole authorised force is present and as ready as usual, and
places in programmes for fighters are in use as far as `caseload` says. What a run asks is less
where contributors send fewer, where nobody comes to be disarmed, or where the mission is sent
home; what it pays is less again where money is short.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

import sim.week as week_rules
from sim.case.build import build
from sim.case.scenario import Scenario
from sim.fields.conversions import SUNDAY, TINY, WEEKS_A_MONTH, WEEKS_A_YEAR
from sim.fields.parameter import parameters
from sim.levers import force
from sim.machine import workers
from sim.model import PeaceModel
from sim.policy.policy import Policy
from sim.runs import compiling
from sim.state.factions import ACTIVE, CANTONED, REINTEGRATING
from sim.state.items import PROGRAMME
from sim.state.units import DTYPE as UNIT_DTYPE
from sim.state.units import PRESENT

if TYPE_CHECKING:
    import pandas as pd


NOTES: Final = (
    "Planned: the whole authorised force present and as ready as usual, no drawdown, and of the "
    "places for fighters in use"
)
Field = tuple[str, str]  # lever and field
NOTHING: Final[Mapping[Field, float]] = {}
SOME = 0.1  # of what is set as a share: the step that a price is told for


@dataclass(frozen=True)
class Bills:
    """Dollars a week by item of the ledger, and the weeks in which there is a mandate."""

    case: Scenario
    dollars: NDArray[np.float64]  # (W, items)
    mandated: NDArray[np.bool_]  # (W,)

    @property
    def years(self) -> float:
        """Years with a mandate; never quite 0."""
        return max(float(self.mandated.sum()) / WEEKS_A_YEAR, TINY)

    @cached_property
    def by_lever(self) -> dict[str, NDArray[np.float64]]:
        """(W,) dollars of each lever that costs anything."""
        names = self.case.parts.items.names
        found: dict[str, NDArray[np.float64]] = {}
        for lever in self.case.parts.levers:
            items = [names.index(item) for item in (*lever.items, *lever.also)]
            if items:
                found[lever.name] = self.dollars[:, items].sum(axis=1)
        return {name: weekly for name, weekly in found.items() if weekly.any()}

    @property
    def total(self) -> float:
        """Dollars over the run."""
        return float(self.dollars.sum())

    @property
    def a_year(self) -> float:
        """Dollars a year, on average while there is a mandate."""
        return self.total / self.years


class Desk:
    """Asks the levers of a case for their bills, in a world where nothing happens.

    `caseload`: share of the places for fighters in use throughout, 0 to 1.
    """

    def __init__(self, case: Scenario, weeks: int | None = None, caseload: float = 1.0) -> None:
        if not 0.0 <= caseload <= 1.0:
            raise ValueError(f"caseload is {caseload}; must be a share from 0 to 1")
        compiling.once()
        self.case, self.caseload = case, caseload
        self.weeks = case.weeks if weeks is None else weeks
        self._world = build(case, 0)

    def price(self, policy: Policy | None = None, more: Mapping[Field, float] = NOTHING) -> Bills:
        """The bills of a policy (default the case's own) as planned, week by week.

        `more`: added to fields by (lever, field), in the table and in every phase alike.
        """
        plan = self.case.policy if policy is None else policy
        world, mission = self._world, self._world.mission
        dollars = np.zeros((self.weeks, mission.items.count))
        mandated = np.zeros(self.weeks, bool)
        mission.authorised[:] = np.nan  # whatever was priced before: the force is news
        for first, last in pairwise(self._cuts(plan)):
            monday = self.case.date_of(first)
            world.week, world.today = first, monday
            now = plan.on(monday + timedelta(days=SUNDAY))
            world.policy = now.having({key: _value(now, key) + add for key, add in more.items()})
            self._fill()
            if force.authorise(world):
                self._muster()
            mandated[first:last] = mission.mandated
            if mission.mandated:
                week_rules.ask(world)
                for lever in world.own_levers:
                    mission.bills.update(lever.bill(world) or {} if lever.bill else {})
                dollars[first:last] = list(mission.bills.values())
        return Bills(self.case, dollars, mandated)

    @cached_property
    def years(self) -> float:
        """Years with a mandate."""
        return self.price().years

    def _cuts(self, plan: Policy) -> list[int]:
        """Weeks from which bills may be others: of phases, of the mandate, before a ballot."""
        case, world = self.case, self._world
        if world.own_levers:
            return list(range(self.weeks + 1))
        prepared = int(world.rules.elections.prepared_weeks)
        cuts = {week + back for week in world.ballot_weeks for back in (1, 0, -prepared)}
        cuts |= {week - prepared - 1 for week in world.ballot_weeks}
        days = plan.changes() | {day for day in (case.mission.start, case.mission.end) if day}
        for day in days:
            cuts |= {case.week_of(day), case.week_of(day + timedelta(days=SUNDAY))}
            cuts |= {case.week_of(day) + 1}
        return sorted({0, self.weeks, *[int(week) for week in cuts if 0 < week < self.weeks]})

    def _muster(self) -> None:
        """Everybody who is authorised is there, a unit a kind, as ready as usual."""
        world, mission = self._world, self._world.mission
        wanted = np.nan_to_num(mission.authorised)
        kinds = np.flatnonzero(wanted)
        units = np.zeros(len(kinds), UNIT_DTYPE)
        units["kind"], units["status"] = kinds, PRESENT
        units["persons"] = units["authorised"] = wanted[kinds]
        senders = mission.spec.contributors
        shares = np.array([max(sender.share, TINY) for sender in senders] or [1.0])
        for name in ("quality", "caveat"):
            each = [getattr(sender, name) for sender in senders] or [0.0]
            units[name] = np.average(each, weights=shares)
        units["morale"] = world.rules.force.morale_usual
        mission.units = units
        if len(units):
            force.come_and_go(world, False)
        mission.present[:] = 0.0
        mission.present[kinds] = wanted[kinds]

    def _fill(self) -> None:
        """Fighters in cantonment and in programmes, as many as places in use let through."""
        world, rules, plan = self._world, self._world.rules.ddr, self._world.plan.ddr
        combatants = world.combatants
        combatants["status"][:], combatants["weeks"][:] = ACTIVE, 0
        if len(combatants) < 2:
            return
        cantoned = plan.places * self.caseload
        leaving = cantoned / (rules.stay_months * WEEKS_A_MONTH)  # persons a week
        learning = leaving * plan.reintegration * rules.programme_weeks
        combatants["weight"][:2] = cantoned, learning
        combatants["status"][:2] = CANTONED, REINTEGRATING


def _value(policy: Policy, key: Field) -> Any:
    lever, field = key
    return getattr(getattr(policy, lever), field)


def of_steps(desk: Desk) -> pd.DataFrame:
    """A row an amount that costs anything: path, step, unit, dollars (a year, while mandated).

    The price of a step more of each lever's amounts, beside the case's own policy: of one more
    where things are counted, of 0.1 where a share is set; what is set in dollars is its own price.
    """
    import pandas as pd

    before = desk.price()
    rows = []
    for lever in desk.case.parts.levers:
        fields = {p.path.rpartition(".")[2]: p for p in parameters(lever.table, lever.name)}
        for name in lever.amounts:
            known = fields.get(name)
            if known is None or known.low is None or "dollars" in known.unit:
                continue
            step = 1 if isinstance(known.default, int) else SOME
            dollars = desk.price(more={(lever.name, name): step}).a_year - before.a_year
            if abs(dollars) > 1.0:
                rows.append((f"policy.{lever.name}.{name}", step, known.unit, dollars))
    table = pd.DataFrame(rows, columns=["path", "step", "unit", "dollars"])
    table.attrs["units"] = dict.fromkeys(("path", "unit"), "name") | {
        "step": "see unit",
        "dollars": "dollars a year a step",
    }
    return table


def planned(case: Scenario, weeks: int | None = None, caseload: float = 1.0) -> Bills:
    """The price of a case's policy as planned; see `Desk`. ValueError: a caseload beyond 0..1."""
    return Desk(case, weeks, caseload).price()


def in_worlds(
    case: Scenario, seeds: Sequence[int], weeks: int | None = None
) -> tuple[Bills, Bills]:
    """What the policy asked and what was paid, means over worlds of these seeds.

    Asked: what those present and what was set up or planned cost each week, units that were sent
    home for want of money included. ValueError without a seed.
    """
    if not len(seeds):
        raise ValueError("seeds is empty; give at least one world")
    compiling.once()
    total = case.weeks if weeks is None else weeks
    threads = workers.cores() if case.parts == Scenario.PARTS else 1
    work = partial(_asked_and_paid, case, total)
    found = list(workers.in_threads(work, list(seeds), threads))
    asked, paid = (np.mean([one[i] for one in found], axis=0) for i in (0, 1))
    mandated = Desk(case, total).price().mandated
    return Bills(case, asked, mandated), Bills(case, paid, mandated)


def _asked_and_paid(
    case: Scenario, weeks: int, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(W, items) dollars asked and paid in one world."""
    model = PeaceModel(case, seed=seed)
    mission = model.world.mission
    standing = np.array([group != PROGRAMME for group in mission.group])
    asked = np.zeros((weeks, mission.items.count))
    for week in range(weeks):
        model.step()
        bills = np.asarray(list(mission.bills.values()), dtype=float)
        kept = np.where(standing, max(mission.funded, TINY), 1.0)
        asked[week] = bills / kept if mission.mandated else np.where(standing, bills, 0.0)
    return asked, np.array(mission.book[:weeks, 1:-1], dtype=float)


def approved(case: Scenario, weeks: int | None = None) -> NDArray[np.float64]:
    """(W,) dollars approved for each week: the budget while there is a mandate, less its cut."""
    total = case.weeks if weeks is None else weeks
    found = np.zeros(total)
    start, end = case.mission.start, case.mission.end
    for week in range(total):
        monday = case.date_of(week)
        sunday = monday + timedelta(days=SUNDAY)
        if start is not None and start <= sunday and (end is None or end >= monday):
            table = case.policy.funding.on(sunday)
            found[week] = table.budget * (1.0 - table.cut) / WEEKS_A_YEAR
    return found
