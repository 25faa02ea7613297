"""Policies under deep uncertainty: regret, satisficing, Pareto, and what would flip the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.batch.answers import PAIR, paired_rows
from sim.batch.effects import binned
from sim.pairs.paired import interval
from sim.runs.outcomes import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

    from sim.batch.results import Results

THIRDS = 3


def by_world(runs: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """A row an uncertain world, a column a policy: means over seeds."""
    table = runs.pivot_table(
        index=["scenario", "world"], columns="policy", values=outcome, aggfunc="mean", sort=False
    )
    return table[list(dict.fromkeys(runs.policy))]


def regret(results: Results, outcome: str) -> pd.DataFrame:
    """policy, mean, worst, mean_regret, worst_regret, share_best over uncertain worlds.

    A policy's regret in a world is what it falls short there of the best policy of that world.
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
    return rows.sort_values("worst_regret", ignore_index=True)


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
    """policy, a mean for each outcome, and `best`: no other policy is better in all of them."""
    runs = results.runs
    table = runs.groupby("policy", sort=False)[list(outcomes)].mean()
    signs = np.array([-1.0 if OUTCOMES[name].direction == "up" else 1.0 for name in outcomes])
    loss = table.to_numpy() * signs
    known = ~np.isnan(loss).any(axis=1)
    best = []
    for row, ok in zip(loss, known, strict=True):
        others = loss[known]
        beaten = ((others <= row).all(axis=1) & (others < row).any(axis=1)).any()
        best.append(bool(ok and not beaten))
    return table.assign(best=best).reset_index()


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
