"""Policies under deep uncertainty: regret, satisficing, Pareto, and what would flip the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.batch.answers import PAIR, paired_rows
from sim.batch.effects import binned
from sim.batch.units import with_units
from sim.pairs.paired import CONFIDENCE, interval
from sim.runs.outcomes import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

    from sim.batch.results import Results

THIRDS = 3
DRAWS = 400  # of worlds, for how sure a front is


def by_world(runs: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """A row an uncertain world, a column a policy: means over seeds."""
    table = runs.pivot_table(
        index=["scenario", "world"], columns="policy", values=outcome, aggfunc="mean", sort=False
    )
    return table[list(dict.fromkeys(runs.policy))]


def regret(results: Results, outcome: str) -> pd.DataFrame:
    """policy, mean, worst, mean_regret, worst_regret, share_best over uncertain worlds.

    A policy's regret in a world is what it falls short there of the best policy of that world.
    95 % intervals: `mean_lo`, `mean_hi` of the mean regret, with worlds and seeds drawn again;
    `worst_lo`, `worst_hi` of the worst, in the same worlds with seeds drawn again (NaN for one
    seed; wide, for which world is the worst is itself luck). `least`: share of the latter in which
    no other policy has less worst regret.
    """
    import pandas as pd

    table = by_world(results.runs, outcome).dropna()
    sign = -1.0 if OUTCOMES[outcome].direction == "up" else 1.0
    loss = sign * table
    short = loss.sub(loss.min(axis=1), axis=0)
    best = short.eq(0.0)
    rows = pd.DataFrame(
        {
            "policy": table.columns,
            "mean": table.mean().to_numpy(),
            "worst": (sign * loss.max()).to_numpy(),
            "mean_regret": short.mean().to_numpy(),
            "worst_regret": short.max().to_numpy(),
            "share_best": best.div(best.sum(axis=1), axis=0).mean().to_numpy(),
        }
    )
    cube = _cube(results.runs, table, outcome)
    rows = rows.assign(**_regret_ends(sign * cube, rows.mean_regret, rows.worst_regret))
    unit = OUTCOMES[outcome].unit
    shares = dict.fromkeys(("share_best", "least"), "share")
    with_units(rows, dict.fromkeys(rows.columns, unit) | shares | {"policy": "name"})
    return rows.sort_values("worst_regret", ignore_index=True)


def _cube(runs: pd.DataFrame, table: pd.DataFrame, outcome: str) -> NDArray[np.float64]:
    """(worlds, policies, seeds) of an outcome in the worlds of `table`; NaN: not known."""
    by_seed = [
        runs[runs.seed == seed]
        .pivot_table(index=["scenario", "world"], columns="policy", values=outcome)
        .reindex(index=table.index, columns=table.columns)
        for seed in sorted(runs.seed.unique())
    ]
    return np.stack([one.to_numpy(dtype=float) for one in by_seed], axis=2)


def _regret_ends(
    loss: NDArray[np.float64], mean: pd.Series[Any], worst: pd.Series[Any]
) -> dict[str, NDArray[np.float64]]:
    """Columns of intervals, of (worlds, policies, seeds) losses.

    Of the mean the basic bootstrap, 2 estimate - quantile: redrawn means are noisier than the
    means, so that their best policy looks better still and regret greater; turned over, that bias
    is taken off. The worst is no further off than the difference of two policies that is furthest
    off in any world.
    """
    worlds, policies, seeds = loss.shape
    names = ("mean_lo", "mean_hi", "worst_lo", "worst_hi", "least")
    nothing = np.full(policies, np.nan)
    if not worlds or max(worlds, seeds) < 2:
        return dict.fromkeys(names, nothing)
    rng = np.random.default_rng(0)
    known = ~np.isnan(loss)
    filled = np.where(known, loss, 0.0)
    means, worsts, off = (np.full((DRAWS, policies), np.nan) for _ in range(3))
    plain = _means(filled, known, np.ones(seeds))
    for draw in range(DRAWS):
        luck, often = _again(rng, seeds), _again(rng, worlds)
        drawn = _means(filled, known, luck)
        short = drawn - drawn.min(axis=1, keepdims=True)
        whole = ~np.isnan(short).any(axis=1)  # worlds in which every policy is known
        if often[whole].sum() > 0.0:
            means[draw] = often[whole] @ short[whole] / often[whole].sum()
            worsts[draw] = short[whole].max(axis=0)
            err = (drawn - plain)[whole]
            low, high = err.min(axis=1, keepdims=True), err.max(axis=1, keepdims=True)
            off[draw] = np.maximum(err - low, high - err).max(axis=0)
    tail = 0.5 - CONFIDENCE / 2.0
    low, high = np.nanquantile(means, (tail, 1.0 - tail), axis=0)
    ends = [2.0 * mean.to_numpy() - high, 2.0 * mean.to_numpy() - low]
    far = np.nanquantile(off, CONFIDENCE, axis=0) if seeds > 1 else nothing
    ends += [worst.to_numpy() - far, worst.to_numpy() + far]
    first = worsts == worsts.min(axis=1, keepdims=True)
    least = (first / np.maximum(first.sum(axis=1, keepdims=True), 1)).mean(axis=0)
    above = [np.maximum(end, 0.0) for end in ends]  # NaN stays
    return dict(zip(names, [*above, least if seeds > 1 else nothing], strict=True))


def _again(rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    """How often each of so many is drawn: one fewer in all, or few would spread too little."""
    if count < 2:
        return np.ones(count)
    return rng.multinomial(count - 1, np.full(count, 1.0 / count)).astype(float)


def _means(
    filled: NDArray[np.float64], known: NDArray[np.bool_], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(worlds, policies) means over seeds by weight; NaN where nothing is known."""
    count = known @ weights
    return np.where(count > 0.0, (filled @ weights) / np.maximum(count, 1.0), np.nan)


def satisficing(results: Results, limits: Mapping[str, float]) -> pd.DataFrame:
    """policy and share of worlds whose means keep every limit (up: at least, down: at most)."""
    import pandas as pd

    kept = None
    for outcome, limit in limits.items():
        table = by_world(results.runs, outcome)
        ok = table >= limit if OUTCOMES[outcome].direction == "up" else table <= limit
        kept = ok if kept is None else kept & ok
    if kept is None:
        raise ValueError("limits is empty; give at least one outcome with its limit")
    share = kept.mean().rename("share").rename_axis("policy").reset_index()
    return pd.DataFrame(share).sort_values("share", ascending=False, ignore_index=True)


def pareto(results: Results, outcomes: Sequence[str]) -> pd.DataFrame:
    """policy, a mean for each outcome, `best`, `on_front`.

    `best`: no other policy is better in all of them; `on_front`: share of redrawn worlds (seeds,
    where there is one uncertain world) in which that holds. Worlds that lack an outcome under some
    policy are left out of `on_front`.
    """
    runs = results.runs
    table = runs.groupby("policy", sort=False)[list(outcomes)].mean()
    signs = np.array([-1.0 if OUTCOMES[name].direction == "up" else 1.0 for name in outcomes])
    best = _unbeaten(table.to_numpy() * signs)
    drawn = [_unbeaten(loss * signs) for loss in _redrawn(runs, list(table.index), outcomes)]
    share = np.mean(drawn, axis=0) if drawn else np.full(len(table), np.nan)
    return table.assign(best=best, on_front=share).reset_index()


def _unbeaten(loss: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(P,) whether no other row of (P, K) losses is as low in all and lower in one."""
    known = np.asarray(~np.isnan(loss).any(axis=1), dtype=bool)
    others = loss[known]
    best = [
        bool(ok and not ((others <= row).all(axis=1) & (others < row).any(axis=1)).any())
        for row, ok in zip(loss, known, strict=True)
    ]
    return np.array(best, dtype=bool)


def _redrawn(
    runs: pd.DataFrame, policies: list[str], outcomes: Sequence[str]
) -> Iterator[NDArray[np.float64]]:
    """(policies, outcomes) means over worlds drawn again, so many times."""
    unit = ["scenario", "world"] if runs.world.nunique() > 1 else ["scenario", "seed"]
    tables = [
        runs.pivot_table(index=unit, columns="policy", values=name, aggfunc="mean")
        for name in outcomes
    ]
    whole = [table.reindex(columns=policies).dropna() for table in tables]
    rows = whole[0].index
    for table in whole[1:]:
        rows = rows.intersection(table.index)
    if len(rows) < 2:
        return
    values = np.stack([table.loc[rows].to_numpy(dtype=float) for table in whole], axis=2)
    weights = np.random.default_rng(0).multinomial(len(rows), [1.0 / len(rows)] * len(rows), DRAWS)
    yield from np.tensordot(weights / len(rows), values, axes=1)


def flips(results: Results, policy: str, outcome: str) -> pd.DataFrame:
    """Which assumption, if wrong, flips the answer: the effect where each is low, middle, high.

    factor, part, level, diff, lo, hi, flips: `flips` where the effect of the policy has there
    the other sign than overall, clearly. Parts are thirds of the uncertain worlds.
    """
    import pandas as pd

    runs = results.runs
    base = str(results.manifest["base"])
    names = results.factors("uncertainties")
    worlds = runs.groupby(["scenario", "world"], sort=False)[names].first().reset_index()
    both = paired_rows(runs, base, policy, outcome)
    effect = both.groupby(PAIR[:2]).diff_.mean().reset_index().merge(worlds, on=PAIR[:2])
    whole = float(effect.diff_.mean())
    rows: list[dict[str, Any]] = []
    for name in names:
        part = _thirds(effect[name])
        for label in dict.fromkeys(part[part.index.isin(effect.index)].sort_values()):
            here = effect[part == label]
            lo, hi = interval(here.diff_.to_numpy())
            other = (hi < 0.0 < whole) or (lo > 0.0 > whole)
            middle = here[name].mean() if part.dtype != object else label
            mean = float(here.diff_.mean())
            rows.append(
                {"factor": name, "part": label, "level": middle, "diff": mean}
                | {"lo": lo, "hi": hi, "flips": bool(other)}
            )
    columns = ["factor", "part", "level", "diff", "lo", "hi", "flips"]
    return pd.DataFrame(rows, columns=columns)


def _thirds(values: pd.Series[Any]) -> pd.Series[Any]:
    import pandas as pd

    if not pd.api.types.is_numeric_dtype(values) or values.nunique() <= THIRDS:
        return binned(values).astype(object)
    ranks = values.rank(method="first")
    return ((ranks - 1) * THIRDS // len(values)).astype(int)
