"""Mixes at equal money: a fixed sum of dollars a year, shared out among levers at their prices.

Each lever has its least, its most and its step; what it costs is asked of the lever itself (see
`sim.runs.pricing`), so prices that hang together (patrols cost more where there are more troops)
come out right. Shares are drawn evenly over the simplex. A mix costs the sum to the dollar where a
lever without steps takes the rest, and else the sum less what buys no further step.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.batch.experiment import Design
from sim.batch.factors import Factor, Level
from sim.case.scenario import Scenario
from sim.fields.conversions import TINY
from sim.policy.policy import Policy
from sim.runs.pricing import Desk

MOST_ROUNDS = 60  # of sharing out what capped levers leave


@dataclass(frozen=True)
class Mix:
    """One way to spend the sum. `amounts` by path; `dollars`: a year by path; `left`: unspent."""

    amounts: dict[str, float]
    dollars: dict[str, float]
    left: float

    @property
    def setting(self) -> dict[str, Level]:
        """As a design has it."""
        return {path: Level(value, {path: value}) for path, value in self.amounts.items()}


class Market:
    """The levers of a mix with their prices in a case.

    `fixed`: dollars a year of everything else, the levers of the mix at their least included.
    Raises ValueError for a lever that cannot be bought: no number of policy, no price, or one that
    dated phases of the plan override.
    """

    def __init__(
        self,
        case: Scenario,
        levers: Sequence[Factor],
        caseload: float = 1.0,
        weeks: int | None = None,
    ) -> None:
        self.case, self.levers = case, tuple(levers)
        if len(self.levers) < 2:
            raise ValueError("a budget is shared among two levers or more; name them in [levers]")
        for lever in self.levers:
            _check(case, lever)
        self.desk = Desk(case, weeks, caseload)
        self.least = self._with({lever.name: _low(lever) for lever in self.levers})
        self.fixed = self.desk.price(self.least).a_year
        self._memory: dict[tuple[float, ...], float] = {}

    def price(self, amounts: Mapping[str, float]) -> float:
        """Dollars a year of everything with these amounts; levers not named are at their least."""
        values = tuple(amounts.get(lever.name, _low(lever)) for lever in self.levers)
        if values not in self._memory:
            names = [lever.name for lever in self.levers]
            policy = self._with(dict(zip(names, values, strict=True)))
            self._memory[values] = self.desk.price(policy).a_year
        return self._memory[values]

    def cost(self, amounts: Mapping[str, float]) -> float:
        """Dollars a year of these amounts beyond what is fixed."""
        return self.price(amounts) - self.fixed

    def own(self) -> dict[str, float]:
        """The amounts that the case's own policy has."""
        return {lever.name: value_of(self.case.policy, lever.name) for lever in self.levers}

    def buy(self, shares: ArrayLike, dollars: float) -> Mix:
        """Spend dollars a year on the levers in these shares (of any sum), as far as they take it.

        What a lever cannot take goes to the others in their shares, and what is left at the end
        to whoever takes it, those furthest below their share first.
        """
        aims = self._aims(np.asarray(shares, dtype=float), dollars)
        amounts: dict[str, float] = {}
        spent: dict[str, float] = {}
        before = 0.0
        for lever, aim in zip(self.levers, aims, strict=True):
            amounts[lever.name] = self.within(lever, amounts, before + float(aim))
            now = self.cost(amounts)
            spent[lever.name], before = now - before, now
        for i in np.argsort(
            [spent[x.name] - aim for x, aim in zip(self.levers, aims, strict=True)]
        ):
            lever = self.levers[int(i)]
            others = {path: value for path, value in amounts.items() if path != lever.name}
            amounts[lever.name] = self.within(lever, others, dollars)
        return self.mix(amounts, dollars)

    def mix(self, amounts: Mapping[str, float], dollars: float) -> Mix:
        """The mix of these amounts, what each lever costs in their order, what is left."""
        each, before, so_far = {}, 0.0, dict[str, float]()
        for lever in self.levers:
            so_far[lever.name] = amounts[lever.name]
            now = self.cost(so_far)
            each[lever.name], before = now - before, now
        return Mix(dict(amounts), each, dollars - before)

    def limits(self) -> NDArray[np.float64]:
        """(levers,) dollars a year each takes at most, the others at their least."""
        return np.array([self.cost({lever.name: _high(lever)}) for lever in self.levers])

    def _aims(self, shares: NDArray[np.float64], dollars: float) -> NDArray[np.float64]:
        """Dollars for each lever: its share, at most its limit, the rest to the others."""
        limits = self.limits()
        shares = shares / max(float(shares.sum()), TINY)
        aims = np.minimum(shares * dollars, limits)
        for _ in range(MOST_ROUNDS):
            rest = dollars - float(aims.sum())
            room = aims < limits - TINY
            if rest <= 1.0 or not room.any():
                break
            part = np.where(room, np.maximum(shares, TINY), 0.0)
            aims = np.minimum(aims + rest * part / part.sum(), limits)
        return aims

    def within(self, lever: Factor, others: Mapping[str, float], most: float) -> float:
        """The largest amount of a lever, on its steps, at which all cost no more than `most`."""
        low, high = _low(lever), _high(lever)

        def cost(amount: float) -> float:
            return self.cost({**others, lever.name: amount})

        first, last = cost(low), cost(high)
        if last <= most + TINY or last <= first:
            return high
        u = min(max((most - first) / (last - first), 0.0), 1.0)  # a bill grows in proportion
        amount = _on_step(lever, low + u * (high - low))
        step = step_of(lever)
        while step and amount > low and cost(amount) > most + TINY:  # rounding, or a crooked bill
            amount = _on_step(lever, amount - step)
        return amount

    def _with(self, amounts: Mapping[str, float]) -> Policy:
        return self.case.policy.having({key_of(path): value for path, value in amounts.items()})


def market_of(design: Design, levers: Sequence[Factor], case: Scenario) -> Market:
    """The market of an experiment's budget in one of its scenarios."""
    return Market(case, levers, design.caseload)


def sum_of(market: Market, design: Design) -> float:
    """Dollars a year to share out: as given, else what the case's own plan spends on the levers."""
    return market.cost(market.own()) if design.sum is None else design.sum


def settings(market: Market, design: Design) -> list[dict[str, Level]]:
    """The plan as it is, more money in each of its levers alone, then the mixes of the sum."""
    more = more_of_each(market, design.more) if design.more else []
    drawn = mixes(market, sum_of(market, design), design.samples, design.seed)
    return [{}, *[_changed(market, mix) for mix in more], *[mix.setting for mix in drawn]]


def _changed(market: Market, mix: Mix) -> dict[str, Level]:
    """What a mix sets otherwise than the plan as it is."""
    own = market.own()
    return {path: level for path, level in mix.setting.items() if level.value != own[path]}


def mixes(market: Market, dollars: float, samples: int, seed: int) -> list[Mix]:
    """So many mixes of a sum: all in one lever, lever by lever; all alike; then evenly drawn.

    Different in amounts; the first points of a longer list are those of a shorter one. Raises
    ValueError for a sum that the levers cannot take, or that does not reach their least.
    """
    most = market.cost({lever.name: _high(lever) for lever in market.levers})
    if not 0.0 < dollars <= most + 1.0:
        raise ValueError(
            f"sum is {dollars:,.0f} dollars a year; these levers take from 1 to {most:,.0f} beyond "
            "their least: give another sum, or other limits"
        )
    found: list[Mix] = []
    seen: set[tuple[float, ...]] = set()
    for shares in _shares(len(market.levers), samples, seed):
        mix = market.buy(shares, dollars)
        values = tuple(mix.amounts.values())
        if values not in seen:
            seen.add(values)
            found.append(mix)
        if len(found) == samples:
            break
    return found


def _shares(levers: int, samples: int, seed: int) -> Iterator[NDArray[np.float64]]:
    """Corners, the middle, then points that fill the simplex evenly; twice as many as asked for."""
    from scipy.stats import qmc

    yield from np.eye(levers)
    yield np.full(levers, 1.0 / levers)
    count = 1 << (2 * samples).bit_length()
    cube = qmc.Sobol(levers, scramble=True, seed=seed).random(count)
    parts = -np.log(np.clip(cube, TINY, 1.0 - TINY))  # of equal weight everywhere on the simplex
    yield from parts / parts.sum(axis=1, keepdims=True)


def more_of_each(market: Market, dollars: float) -> list[Mix]:
    """The case's own amounts and so many dollars a year more, in one lever at a time.

    A lever that can take nothing more is left out; at least one step is bought, so that `left` may
    be negative.
    """
    own = market.own()
    before = market.cost(own)
    found = []
    for lever in market.levers:
        now = own[lever.name]
        amount = market.within(lever, without(own, lever.name), before + dollars)
        if amount <= now:
            amount = min(_on_step(lever, now + step_of(lever)), _high(lever))
        if amount > now:
            found.append(market.mix({**own, lever.name: amount}, before + dollars))
    return found


def without(amounts: Mapping[str, float], path: str) -> dict[str, float]:
    """The amounts but one."""
    return {name: value for name, value in amounts.items() if name != path}


def _check(case: Scenario, lever: Factor) -> None:
    parts = lever.name.split(".")
    if not lever.is_range or len(parts) != 3 or parts[0] != "policy":
        raise ValueError(
            f"{lever.name}: a budget shares money among ranges of policy, e.g. "
            '"policy.patrols.share" = { low = 0.0, high = 0.6 }'
        )
    _, table, field = parts
    phases = getattr(case.policy, table).phases
    dated = [phase for phase in phases if field in phase]
    if dated:
        raise ValueError(
            f"{lever.name}: phases of {case.name} from {dated[0]['start']} win over it; to share "
            f'money out on it set "policy.{table}.phases" = [] in [set]'
        )


def key_of(path: str) -> tuple[str, str]:
    """Lever and field of a path of policy."""
    _, lever, field = path.split(".")
    return lever, field


def value_of(policy: Policy, path: str) -> float:
    """A policy's value at a path."""
    lever, field = key_of(path)
    value: float = getattr(getattr(policy, lever), field)
    return value


def step_of(lever: Factor) -> float:
    """The least change of an amount; 0: any."""
    return max(lever.step, 1.0) if lever.integer else lever.step


def _low(lever: Factor) -> float:
    return int(lever.low) if lever.integer else lever.low


def _high(lever: Factor) -> float:
    return _on_step(lever, lever.high)


def _on_step(lever: Factor, amount: float) -> float:
    """The amount, or the step below it."""
    step = step_of(lever)
    if step:
        amount = lever.low + step * math.floor((amount - lever.low) / step + TINY)
    amount = min(max(amount, lever.low), lever.high)
    return int(round(amount)) if lever.integer else float(round(amount, 12))
