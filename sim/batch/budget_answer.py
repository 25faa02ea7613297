"""What a budget's mixes bring: each against the plan as it is, and what the next money is worth.

Every mix meets the same worlds, so its outcome is taken as its difference to the plan, world by
world. What lies between the mixes that were run is `sim.batch.budget_surface`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.batch.answers import against, paired_rows
from sim.batch.budget import Market, Mix, market_of, sum_of
from sim.batch.experiment import Design, Experiment
from sim.batch.results import Results
from sim.case.scenario import load_scenario
from sim.fields.conversions import MILLION, TINY
from sim.fields.errors import ScenarioError
from sim.runs.outcomes import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

DRAWS = 2000  # of the bootstrap
LOW, HIGH = 0.025, 0.975  # of an interval

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Spending:
    """A budget's sweep in one scenario, with everything priced.

    `design`: of the levers; `market`: their prices; `dollars`: the sum a year; `mixes`: by policy.
    """

    results: Results
    scenario: str
    design: Design
    market: Market
    dollars: float
    mixes: dict[str, Mix]
    more: dict[str, Mix]

    @property
    def base(self) -> str:
        """The plan as it is."""
        return str(self.results.manifest["base"])

    @property
    def levers(self) -> tuple[str, ...]:
        """Paths of the levers."""
        return tuple(lever.name for lever in self.market.levers)

    @cached_property
    def plan(self) -> Mix:
        """The plan's own mix; its `left` says whether it costs the sum."""
        return self.market.mix(self.market.own(), self.dollars)

    @property
    def total(self) -> float:
        """Dollars a year of the whole policy with a mix: what is fixed and the sum."""
        return self.market.fixed + self.dollars

    @cached_property
    def runs(self) -> pd.DataFrame:
        """The runs of this scenario."""
        runs = self.results.runs
        return runs[runs.scenario == self.scenario]

    def shares_of(self, mix: Mix) -> Floats:
        """(levers,) shares of what a mix spends."""
        each = np.array([mix.dollars[path] for path in self.levers])
        return np.asarray(each / max(float(each.sum()), TINY))


def spending(results: Results, scenario: str | None = None) -> Spending:
    """Price a budget's sweep again. ScenarioError: no budget, or not of this scenario."""
    experiment = Experiment.model_validate(results.manifest["experiment"])
    design = experiment.design.levers
    if design is None or design.kind != "budget":
        raise ScenarioError([f'{results.folder}: the design of its levers is not "budget"'])
    names = list(results.manifest["scenarios"])
    name = names[0] if scenario is None else scenario
    if name not in names:
        raise ScenarioError(
            [f"{results.folder}: has no scenario {name}; it has {', '.join(names)}"]
        )
    case = load_scenario(results.folder / "scenarios" / f"{name}.toml")
    market = market_of(design, experiment.factors("levers"), case)
    dollars = sum_of(market, design)
    mixes: dict[str, Mix] = {}
    more: dict[str, Mix] = {}
    points = results.points[results.points.scenario == name].drop_duplicates("policy")
    levers = results.runs.groupby("policy")[[x.name for x in market.levers]].first()
    for row in points.itertuples():
        policy = str(row.policy)
        changed = [x.name for x in market.levers if f'"{x.name}"' in str(row.overrides)]
        if policy not in levers.index or not changed:
            continue
        held: Any = levers.loc[policy]
        amounts = {x.name: (int if x.integer else float)(held[x.name]) for x in market.levers}
        kept = mixes if len(changed) == len(market.levers) else more
        kept[policy] = market.mix(amounts, dollars)
    return Spending(results, name, design, market, dollars, mixes, more)


def table(money: Spending, outcome: str) -> pd.DataFrame:
    """A row a mix, the plan first: policy, amounts, dollars and share by lever, what it changes.

    `left`: dollars a year unspent; `diff`, `lo`, `hi`: of the outcome against the plan; `best`:
    share of redrawn worlds in which no other drawn mix is better; `paid`: dollars a year that runs
    paid more or less than under the plan: what is asked alike is not paid alike.
    """
    import pandas as pd

    names = [money.base, *money.mixes]
    _, values = by_unit(money, outcome, names)
    means = redrawn(values)
    first = (sign_of(outcome) * means).argmin(axis=1)
    rows = []
    for i, (policy, mix) in enumerate(zip(names, [money.plan, *money.mixes.values()], strict=True)):
        found = against(money.runs, money.base, policy, outcome)
        cost = against(money.runs, money.base, policy, "cost")
        row: dict[str, object] = {"policy": policy, **mix.amounts}
        row |= {f"{path} dollars": mix.dollars[path] for path in money.levers}
        shares = money.shares_of(mix)
        row |= {f"{path} share": shares[j] for j, path in enumerate(money.levers)}
        row |= {"left": mix.left, "diff": found.diff, "lo": found.lo, "hi": found.hi}
        row |= {"best": float((first == i).mean()), "pairs": found.pairs}
        rows.append(row | {"paid": cost.diff / money.market.desk.years})
    frame = pd.DataFrame(rows)
    frame.attrs["units"] = _units(money, outcome)
    return frame


def next_money(money: Spending, outcome: str) -> pd.DataFrame:
    """What more money brings in each lever alone, beside the plan.

    lever, amount (that the plan then has), added (dollars a year), diff, lo, hi, per_million and
    its ends: the difference for each million dollars a year.
    """
    import pandas as pd

    before = money.market.cost(money.market.own())
    rows = []
    for policy, mix in money.more.items():
        found = against(money.runs, money.base, policy, outcome)
        lever = next(p for p in money.levers if mix.amounts[p] != money.plan.amounts[p])
        added = sum(mix.dollars.values()) - before
        row: dict[str, object] = {"lever": lever, "amount": mix.amounts[lever], "added": added}
        row |= {"diff": found.diff, "lo": found.lo, "hi": found.hi, "pairs": found.pairs}
        each = [value / added * MILLION for value in (found.diff, found.lo, found.hi)]
        rows.append(row | dict(zip(("per_million", "million_lo", "million_hi"), each, strict=True)))
    names = "lever amount added diff lo hi pairs per_million million_lo million_hi"
    columns = names.split(" ")
    frame = pd.DataFrame(rows, columns=columns)
    unit = OUTCOMES[outcome].unit
    frame.attrs["units"] = {"lever": "name", "amount": "see lever", "added": "dollars a year"}
    frame.attrs["units"] |= dict.fromkeys(("diff", "lo", "hi"), unit) | {"pairs": "worlds"}
    ends = ("per_million", "million_lo", "million_hi")
    frame.attrs["units"] |= dict.fromkeys(ends, f"{unit} a million dollars a year")
    return frame


def by_unit(money: Spending, outcome: str, policies: Sequence[str]) -> tuple[list[object], Floats]:
    """(units, policies) mean differences to the plan, by uncertain world, or by seed of one."""
    import pandas as pd

    columns = {}
    several = money.runs.world.nunique() > 1
    for policy in policies:
        both = paired_rows(money.runs, money.base, policy, outcome)
        columns[policy] = both.groupby("world" if several else "seed").diff_.mean()
    frame = pd.DataFrame(columns).dropna()
    if frame.empty:
        raise ScenarioError(
            [f"{money.results.folder}: {outcome} is known in no world of all mixes"]
        )
    return list(frame.index), frame.to_numpy(dtype=float)


def redrawn(values: Floats) -> Floats:
    """(draws, mixes) means over units drawn again."""
    units = len(values)
    weights = np.random.default_rng(0).multinomial(units, np.full(units, 1.0 / units), DRAWS)
    return np.asarray(weights @ values / units)


def sign_of(outcome: str) -> float:
    """-1 where more is better, so that less of the product always is."""
    return -1.0 if OUTCOMES[outcome].direction == "up" else 1.0


def _units(money: Spending, outcome: str) -> dict[str, str]:
    from sim.batch.factors import known

    units = {"policy": "name", "left": "dollars a year", "best": "share of redrawn worlds"}
    units |= dict.fromkeys(("diff", "lo", "hi"), OUTCOMES[outcome].unit)
    units |= {"pairs": "worlds", "paid": "dollars a year"}
    for path in money.levers:
        units[path] = known()[path].unit
        units |= {f"{path} dollars": "dollars a year", f"{path} share": "share of the sum"}
    return units
