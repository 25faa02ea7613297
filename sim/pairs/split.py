"""Which lever did it: the effect of a what-if shared out among the levers it moves.

Each lever's share is its mean contribution over the orders in which the levers can be added
(the Shapley value): shares add up to the whole effect, and no order is favoured. What levers do
only together shows as the difference between the whole and the sum of each alone.
"""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.case.scenario import Scenario
from sim.case.seeds import whole_seed
from sim.fields.errors import ScenarioError
from sim.luck import streams
from sim.machine import workers
from sim.pairs.compare import Progress
from sim.pairs.paired import interval
from sim.pairs.worlds import PATIENCE_SECONDS, threads_for
from sim.runs.outcomes import OUTCOMES
from sim.runs.run import run

if TYPE_CHECKING:
    import pandas as pd

Subset = frozenset[str]
MOST_EXACT = 4  # levers; with more, orders are sampled
ORDERS = 12


@dataclass(frozen=True)
class Split:
    """Outcomes of a what-if's levers, added one by one. `values`: outcomes by subset and seed."""

    levers: tuple[str, ...]
    orders: tuple[tuple[str, ...], ...]
    exact: bool  # all orders, not a sample
    seeds: tuple[int, ...]
    values: Mapping[Subset, NDArray[np.float64]]  # (seeds, outcomes)

    def table(self, outcome: str) -> pd.DataFrame:
        """A row a lever, then `together` and `total`: share, lo, hi, alone, last.

        `share` is the mean contribution over orders with its 95 % interval over paired worlds,
        `alone` the effect of the lever by itself, `last` on top of all others; the row
        `together` is what the levers do only in company (total less the sum of alone).
        """
        import pandas as pd

        nothing: Subset = frozenset()
        everything = frozenset(self.levers)
        rows = []
        for lever in self.levers:
            share = self._contribution(lever, outcome)
            alone = self._value(frozenset({lever}), outcome) - self._value(nothing, outcome)
            last = self._value(everything, outcome) - self._value(everything - {lever}, outcome)
            rows.append(_row(lever, share, alone, last))
        total = self._value(everything, outcome) - self._value(nothing, outcome)
        alone_sum = total - total
        for lever in self.levers:
            alone_sum = alone_sum + self._value(frozenset({lever}), outcome)
            alone_sum = alone_sum - self._value(nothing, outcome)
        rows.append(_row("together", total - alone_sum, None, None))
        rows.append(_row("total", total, None, None))
        return pd.DataFrame(rows)

    def _value(self, subset: Subset, outcome: str) -> NDArray[np.float64]:
        return self.values[subset][:, list(OUTCOMES).index(outcome)]

    def _contribution(self, lever: str, outcome: str) -> NDArray[np.float64]:
        steps = []
        for order in self.orders:
            before = frozenset(order[: order.index(lever)])
            steps.append(self._value(before | {lever}, outcome) - self._value(before, outcome))
        return np.asarray(np.mean(steps, axis=0))


def _row(
    lever: str,
    share: NDArray[np.float64],
    alone: NDArray[np.float64] | None,
    last: NDArray[np.float64] | None,
) -> dict[str, Any]:
    known = share[~np.isnan(share)]
    lo, hi = interval(known)
    return {
        "lever": lever,
        "share": _mean(share),
        "lo": lo,
        "hi": hi,
        "alone": math.nan if alone is None else _mean(alone),
        "last": math.nan if last is None else _mean(last),
    }


def _mean(values: NDArray[np.float64]) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else math.nan


def moved(base: Scenario, whatif: Scenario) -> dict[str, dict[str, Any]]:
    """The levers a what-if moves, each with its overrides.

    Raises ScenarioError where it moves none, or changes something besides policy.
    """
    ours, theirs = base.to_dict(), whatif.to_dict()
    policy_a, policy_b = ours.pop("policy", {}), theirs.pop("policy", {})
    other = sorted(key for key in set(ours) | set(theirs) if ours.get(key) != theirs.get(key))
    other = [key for key in other if key not in ("title", "summary", "notes", "sources", "weeks")]
    if other:
        raise ScenarioError(
            [f"the what-if changes {', '.join(other)} too; only levers can be split"]
        )
    names = [name for name, _ in base.policy.levers() if policy_a.get(name) != policy_b.get(name)]
    if not names:
        raise ScenarioError(["the what-if moves no lever; there is nothing to split"])
    return {name: {f"policy.{name}": policy_b.get(name, {})} for name in names}


def split(
    base: Scenario,
    whatif: Scenario,
    seeds: Iterable[int] = range(32),
    weeks: int | None = None,
    *,
    processes: int | None = None,
    progress: Progress | None = None,
) -> Split:
    """Run every needed combination of the levers the what-if moves, on the same seeds.

    Up to four levers all combinations are run (16 times the seeds), beyond that twelve orders
    and their reverses are sampled. Raises ScenarioError where there is nothing to split.
    """
    parts = moved(base, whatif)
    levers = tuple(parts)
    exact = len(levers) <= MOST_EXACT
    orders = tuple(itertools.permutations(levers)) if exact else tuple(_sampled(levers))
    subsets = list(dict.fromkeys(_needed(levers, orders)))
    scenarios = [
        base.changed({k: v for lever in levers if lever in subset for k, v in parts[lever].items()})
        for subset in subsets
    ]
    chosen = tuple(whole_seed(seed) for seed in seeds)
    if not chosen:
        raise ValueError("seeds is empty; give at least one, e.g. range(32)")
    total = base.weeks if weeks is None else weeks
    rows = np.array(list(_all(scenarios, chosen, total, processes, progress)))
    table = rows.reshape(len(subsets), len(chosen), -1)
    return Split(levers, orders, exact, chosen, dict(zip(subsets, table, strict=True)))


def _needed(levers: Sequence[str], orders: Iterable[tuple[str, ...]]) -> Iterator[Subset]:
    everything = frozenset(levers)
    yield frozenset()
    yield everything
    for lever in levers:
        yield frozenset({lever})
        yield everything - {lever}
    for order in orders:
        for length in range(len(order)):
            yield frozenset(order[:length])


def _sampled(levers: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Orders by a hash of their number, each with its reverse, so that ends balance."""
    for number in range(ORDERS):
        order = sorted(levers, key=lambda name: streams.key_of("split", number, name))
        yield tuple(order)
        yield tuple(reversed(order))


def outcomes_of(scenario: Scenario, seeds: Sequence[int], weeks: int) -> list[list[float]]:
    """Every outcome of some runs of a scenario, in the order of OUTCOMES."""
    return [list(run(scenario, seed=seed, weeks=weeks).outcomes.values()) for seed in seeds]


def _all(
    scenarios: list[Scenario],
    seeds: tuple[int, ...],
    weeks: int,
    processes: int | None,
    progress: Progress | None,
) -> Iterator[list[float]]:
    """Outcomes of all scenarios on all seeds, in order."""
    outcomes_of(scenarios[0], seeds[:1], weeks)  # may compile
    start = time.perf_counter()
    outcomes_of(scenarios[-1], seeds[:1], weeks)
    seconds = (time.perf_counter() - start) * len(scenarios) * len(seeds)
    count = processes or (workers.cores() if seconds > PATIENCE_SECONDS else 1)
    each = partial(outcomes_of, seeds=seeds, weeks=weeks)
    if count == 1:
        found = workers.in_threads(each, scenarios, threads_for(*scenarios))
    else:
        found = workers.in_order(each, scenarios, count)
    for done, rows in enumerate(found):
        yield from rows
        if progress is not None:
            progress(done + 1, len(scenarios))
