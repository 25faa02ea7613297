"""The outcome over the mix: a surface over shares of money, its best point, how sure that is.

The surface is fitted to the mixes' differences to the plan, world by world. Worlds are drawn again
(bootstrap) to say how sure its best point is. Whoever picks the best of many picks luck too:
`Best.checked` chooses on half of the worlds and measures on the other half, and `fresh` runs the
choice in worlds that took no part.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from sim.batch.budget import Mix
from sim.batch.budget_answer import (
    HIGH,
    LOW,
    Floats,
    Spending,
    by_unit,
    next_money,
    redrawn,
    sign_of,
)
from sim.fields.conversions import MILLION
from sim.fields.errors import ScenarioError
from sim.pairs.compare import Comparison, compare
from sim.pairs.words import label
from sim.runs.outcomes import OUTCOMES

HALVES = 200  # ways of cutting the worlds in two
FINE = 20  # steps of a share in the grid of candidates, where the levers are few
MANY = 4  # levers; from here on the candidates are drawn
DRAWN = 1000
ROOM = 2.0  # mixes for each term of a surface, at least
CLOSE = 0.01  # of the sum: a plan that costs as much is a mix of it


@dataclass(frozen=True)
class Best:
    """The best mix of a sum by the fitted surface.

    `shares`, `share_lo`, `share_hi`: of the sum by lever, with 95 % of the best points of redrawn
    worlds; `effect`, `lo`, `hi`: its difference to the plan, as fitted; `checked`: the same where
    the choice was made on other worlds than the measurement (what is left without the luck of
    choosing); `sure`: share of redrawn worlds in which this mix beats the plan.
    """

    mix: Mix
    shares: dict[str, float]
    share_lo: dict[str, float]
    share_hi: dict[str, float]
    effect: float
    lo: float
    hi: float
    checked: float
    sure: float


@dataclass(frozen=True)
class Surface:
    """An outcome's difference to the plan over the shares of a sum.

    `points`: (n, levers) candidates; `fitted`: (n,); `drawn`: (draws, n), in redrawn worlds.
    """

    outcome: str
    points: Floats
    fitted: Floats
    drawn: Floats

    @property
    def at_best(self) -> int:
        """The best candidate."""
        return int((sign_of(self.outcome) * self.fitted).argmin())

    @cached_property
    def bests(self) -> Floats:
        """(draws, levers) the best candidate of each redrawn set of worlds."""
        return np.asarray(self.points[(sign_of(self.outcome) * self.drawn).argmin(axis=1)])


def surface(money: Spending, outcome: str) -> Surface:
    """Fit the surface. ScenarioError: fewer mixes than levers."""
    fit, values, points = _problem(money, outcome)
    return Surface(outcome, points, values.mean(axis=0) @ fit, redrawn(values) @ fit)


def best(money: Spending, outcome: str) -> Best:
    """The best mix of the sum, and how sure that is."""
    fit, values, points = _problem(money, outcome)
    found = Surface(outcome, points, values.mean(axis=0) @ fit, redrawn(values) @ fit)
    i, sign = found.at_best, sign_of(outcome)
    low, high = np.quantile(found.bests, [LOW, HIGH], axis=0)
    lo, hi = np.quantile(found.drawn[:, i], [LOW, HIGH])
    return Best(
        money.market.buy(points[i], money.dollars),
        _named(money, points[i]),
        _named(money, low),
        _named(money, high),
        float(found.fitted[i]),
        float(lo),
        float(hi),
        _checked(values, fit, sign),
        float((sign * found.drawn[:, i] < 0.0).mean()),
    )


def fresh(money: Spending, mix: Mix, seeds: int = 32, processes: int | None = None) -> Comparison:
    """The plan against a mix in worlds that took no part in the choice, with the case's numbers."""
    last = int(money.results.manifest["seeds"][1])
    case = money.market.case
    return compare(case, case.replace(mix.amounts), range(last, last + seeds), processes=processes)


def _problem(money: Spending, outcome: str) -> tuple[Floats, Floats, Floats]:
    """(mixes, n) from means of mixes to the fitted surface; (units, mixes); (n, levers)."""
    if len(money.mixes) < len(money.levers):
        raise ScenarioError(
            [
                f"{money.results.folder}: {len(money.mixes)} mixes of {len(money.levers)} levers; "
                "finish the sweep, or ask for more samples"
            ]
        )
    names = [money.base, *money.mixes]
    shares = np.array([money.shares_of(x) for x in (money.plan, *money.mixes.values())])
    _, values = by_unit(money, outcome, names)
    if abs(money.plan.left) > CLOSE * money.dollars:  # the plan is no mix of this sum
        shares, values = shares[1:], values[:, 1:]
    curved = _terms(shares[:1], True).shape[1] * ROOM <= len(shares)
    points = _candidates(money)
    fit = _terms(points, curved) @ np.linalg.pinv(_terms(shares, curved))
    return fit.T, values, points


def _terms(shares: Floats, curved: bool) -> Floats:
    """(n, terms) of a surface over shares that sum to one: each share, and each pair's product."""
    columns = [shares]
    if curved:
        pairs = combinations(range(shares.shape[1]), 2)
        columns.append(np.stack([shares[:, i] * shares[:, j] for i, j in pairs], axis=1))
    return np.concatenate(columns, axis=1)


def _candidates(money: Spending) -> Floats:
    """(n, levers) shares that the levers can take: a grid, or for many levers a sample."""
    count = len(money.levers)
    if count < MANY:
        axes = np.meshgrid(*[np.arange(FINE + 1)] * count, indexing="ij")
        grid = np.stack([axis.ravel() for axis in axes], axis=1)
        shares = grid[grid.sum(axis=1) == FINE] / FINE
    else:
        shares = np.random.default_rng(0).dirichlet(np.ones(count), DRAWN)
    drawn = np.array([money.shares_of(mix) for mix in money.mixes.values()])
    low, high = drawn.min(axis=0), drawn.max(axis=0)
    slack = 0.5 / FINE  # beyond what was drawn the surface is a guess
    inside = ((shares >= low - slack) & (shares <= high + slack)).all(axis=1)
    return np.asarray(np.concatenate([shares[inside], drawn]))


def _checked(values: Floats, fit: Floats, sign: float) -> float:
    """The effect of what is chosen on one half of the units, measured on the other."""
    rng = np.random.default_rng(1)
    found = []
    for _ in range(HALVES if len(values) > 1 else 0):
        order = rng.permutation(len(values))
        half = len(order) // 2
        for ours, theirs in ((order[:half], order[half:]), (order[half:], order[:half])):
            i = int((sign * (values[ours].mean(axis=0) @ fit)).argmin())
            found.append(float(values[theirs].mean(axis=0) @ fit[:, i]))
    return float(np.mean(found)) if found else float("nan")


def _named(money: Spending, shares: Floats) -> dict[str, float]:
    return dict(zip(money.levers, shares.tolist(), strict=True))


def words(money: Spending, outcome: str, found: Best, check: Comparison | None = None) -> str:
    """The answer as a paragraph: what there is to choose, the best mix, how sure that is."""
    bought = money.shares_of(found.mix)
    amounts = ", ".join(
        f"{path.removeprefix('policy.')} {_amount(found.mix.amounts[path])} "
        f"({bought[i]:.0%} of the money; {found.share_lo[path]:.0%} to "
        f"{found.share_hi[path]:.0%} in redrawn worlds)"
        for i, path in enumerate(money.levers)
    )
    name, unit = label(outcome), OUTCOMES[outcome].unit
    total, fixed, free = (
        f"{dollars / MILLION:,.1f} m"
        for dollars in (money.total, money.market.fixed, money.dollars)
    )
    lines = [
        f"Of {total} dollars planned a year {fixed} are fixed; {free} "
        f"({money.dollars / money.total:.1%}) are there to choose from.",
        f"Best by the surface fitted to {len(money.mixes)} mixes: {amounts}.",
        f"It changes {name} by {found.effect:,.0f} {unit} against the plan ({found.lo:,.0f} to "
        f"{found.hi:,.0f}) and is better in {found.sure:.1%} of redrawn sets of "
        "worlds; chosen on half of the worlds and measured on the others it is "
        f"{found.checked:,.0f}.",
    ]
    if check is not None:
        fresh_ = check.found[outcome]
        said = "which is clear" if fresh_.clear else "which is not clear"
        lines.append(
            f"In {fresh_.pairs} fresh worlds: {fresh_.diff:,.0f} ({fresh_.lo:,.0f} to "
            f"{fresh_.hi:,.0f}), {said}; better in {fresh_.share_better:.0%}."
        )
    rows = next_money(money, outcome)
    parts = [
        f"{row['lever'].removeprefix('policy.')} {row['per_million']:,.1f} "
        f"({row['million_lo']:,.1f} to {row['million_hi']:,.1f})"
        for row in rows.to_dict(orient="records")
    ]
    lines.append(f"The next million a year, beside the plan, in {unit}: {'; '.join(parts)}.")
    return " ".join(lines)


def _amount(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100.0 else f"{value:.2g}"
