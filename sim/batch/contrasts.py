"""Marginal and interaction effects of levers with intervals, world by world.

Every setting of the levers meets the same worlds. So an effect is first taken within each world
(the mean of the settings at one level against those at another), and its interval is that of the
worlds' effects: what worlds have in common falls out.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.batch.effects import FEW
from sim.batch.units import with_units
from sim.fields.errors import ScenarioError
from sim.pairs.paired import interval
from sim.runs.outcomes import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

    from sim.batch.results import Results

COLUMNS = ["factor", "level", "other", "other_level", "diff", "lo", "hi", "worlds"]


def lever_effects(results: Results, outcome: str, scenario: str | None = None) -> pd.DataFrame:
    """factor, level, other, other_level, diff, lo, hi, worlds.

    A row with an empty `other`: `level` of a factor against its first level (of a range: the upper
    half against the lower), over all settings of the other levers. With `other`: how much more the
    last level of a factor does against its first where the other factor is at its last level, not
    at its first. 95 % intervals over worlds. ScenarioError: no such outcome or scenario.
    """
    import pandas as pd

    runs = results.runs if scenario is None else results.runs[results.runs.scenario == scenario]
    if outcome not in runs.columns or runs.empty:
        raise ScenarioError([f"{results.folder}: has no {outcome} of {scenario or 'any scenario'}"])
    runs = runs.dropna(subset=[outcome])
    levels = {name: _levels(runs[name]) for name in results.factors("levers")}
    levels = {name: column for name, column in levels.items() if column.nunique() > 1}
    unit = [runs.scenario, runs.world] if runs.world.nunique() > 1 else [runs.scenario, runs.seed]
    rows: list[dict[str, Any]] = []
    for name, column in levels.items():
        means = runs[outcome].groupby([*unit, column]).mean().unstack()
        first, *others = _ordered(column)
        for level in others:
            effect = (means[level] - means[first]).dropna().to_numpy(dtype=float)
            rows.append(_row(name, level, "", "", effect))
    for a, b in itertools.combinations(levels, 2):
        means = runs[outcome].groupby([*unit, levels[a], levels[b]]).mean().unstack([-2, -1])
        (a0, *_, a1), (b0, *_, b1) = _ordered(levels[a]), _ordered(levels[b])
        corners = [(a1, b1), (a0, b1), (a1, b0), (a0, b0)]
        if all(corner in means.columns for corner in corners):
            ll, hl, lh, hh = (means[corner] for corner in reversed(corners))
            effect = (hh - lh - hl + ll).dropna().to_numpy(dtype=float)
            rows.append(_row(a, a1, b, b1, effect))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    own = dict.fromkeys(("diff", "lo", "hi"), OUTCOMES[outcome].unit) | {"worlds": "number"}
    return with_units(frame, own)


def _row(
    name: str, level: object, other: str, at: object, effect: NDArray[np.float64]
) -> dict[str, Any]:
    lo, hi = interval(effect)
    mean = float(effect.mean()) if len(effect) else float("nan")
    keys = {"factor": name, "level": level, "other": other, "other_level": at}
    return keys | {"diff": mean, "lo": lo, "hi": hi, "worlds": len(effect)}


def _levels(values: pd.Series[Any]) -> pd.Series[Any]:
    """A factor's levels as they are; of a range its lower and its upper half."""
    if values.nunique() <= FEW or values.dtype.kind not in "if":
        return values
    above: pd.Series[Any] = values > values.drop_duplicates().median()
    return above.map({False: "lower", True: "upper"})


def _ordered(column: pd.Series[Any]) -> list[Any]:
    """Levels in the order of size, or as they first come."""
    found = list(column.dropna().unique())
    return (
        sorted(found) if column.dtype.kind in "ifb" or set(found) == {"lower", "upper"} else found
    )
