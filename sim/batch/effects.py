"""What matters: main effects, interactions, elementary effects, Sobol indices.

Outcomes are first averaged over the replicates of a point, so that luck is not taken for an
effect; every point has the same seeds.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import ScenarioError

if TYPE_CHECKING:
    import pandas as pd

    from sim.batch.results import Results

BINS = 5  # of a range, with equal numbers of points
POINTS_A_CELL = 4  # below, a pair of factors explains by chance what it likes
FEW = 8  # as many different values are taken as levels


def means(results: Results, outcome: str, scenario: str | None = None) -> pd.DataFrame:
    """A row a point of the design: its factors, `mean` of the outcome, `runs` behind it."""
    runs = results.runs
    if scenario is not None:
        runs = runs[runs.scenario == scenario]
    if outcome not in runs.columns:
        raise ScenarioError([f"{outcome}: no outcome of this sweep"])
    factors = results.factors()
    groups = runs.groupby("point_id", sort=False)
    table = groups[["scenario", "policy", "world", *factors]].first()
    return table.assign(mean=groups[outcome].mean(), runs=groups[outcome].count()).reset_index()


def binned(values: pd.Series[Any]) -> pd.Series[Any]:
    """A factor's levels; a range in five bins with the same number of points, by middle."""
    import pandas as pd

    if values.nunique() <= FEW or not pd.api.types.is_numeric_dtype(values):
        return values
    ranks = values.rank(method="first")
    bins = ((ranks - 1) * BINS // len(values)).astype(int)
    return values.groupby(bins).transform("mean")


def main_effects(results: Results, outcome: str, scenario: str | None = None) -> pd.DataFrame:
    """factor, level, mean, points: the outcome's mean at each level, other factors as designed."""
    import pandas as pd

    table = means(results, outcome, scenario)
    parts = []
    for name in results.factors():
        levels = binned(table[name])
        if levels.nunique(dropna=False) < 2:
            continue
        grouped = table.groupby(levels, dropna=True)["mean"].agg(["mean", "count"])
        part = grouped.reset_index().rename(columns={name: "level", "count": "points"})
        parts.append(part.assign(factor=name)[["factor", "level", "mean", "points"]])
    if not parts:
        return pd.DataFrame(columns=["factor", "level", "mean", "points"])
    return pd.concat([part.astype({"level": object}) for part in parts], ignore_index=True)


def shares(results: Results, outcome: str, scenario: str | None = None) -> pd.DataFrame:
    """factor, other, share: of the variance between points, what each factor and pair explains.

    `other` is empty for a factor alone; a pair's share is what it explains beyond its two. The
    share that chance would give to so many levels is taken off, and nothing goes below zero.
    """
    import pandas as pd

    table = means(results, outcome, scenario).dropna(subset=["mean"])
    y = table["mean"].to_numpy(dtype=float)
    levels = {name: binned(table[name]).astype(str) for name in results.factors()}
    levels = {name: column for name, column in levels.items() if column.nunique() > 1}
    alone = {name: _explained(y, column) for name, column in levels.items()}
    rows: list[dict[str, Any]] = [
        {"factor": name, "other": "", "share": max(share, 0.0)} for name, share in alone.items()
    ]
    for a, b in itertools.combinations(levels, 2):
        both = levels[a] + "\0" + levels[b]
        extra = _explained(y, both) - max(alone[a], 0.0) - max(alone[b], 0.0)
        if both.nunique() <= len(y) / POINTS_A_CELL:  # else too few points a cell to tell
            rows.append({"factor": a, "other": b, "share": max(extra, 0.0)})
    frame = pd.DataFrame(rows, columns=["factor", "other", "share"])
    return frame.sort_values("share", ascending=False, ignore_index=True)


def _explained(y: NDArray[np.float64], levels: pd.Series[Any]) -> float:
    """Epsilon squared: the share of variance between levels, less what chance gives."""
    import pandas as pd

    total = float(((y - y.mean()) ** 2).sum())
    if total <= 0.0:
        return 0.0
    groups = pd.Series(y).groupby(levels.to_numpy())
    within = float(((y - groups.transform("mean").to_numpy()) ** 2).sum())
    count, k = len(y), groups.ngroups
    if count <= k:
        return 1.0 - within / total
    return 1.0 - (within / (count - k)) / (total / (count - 1))


def morris_effects(results: Results, outcome: str) -> pd.DataFrame:
    """factor, mu_star, mu, sigma: elementary effects over the whole range of each factor.

    mu_star (mean absolute effect) says how much a factor matters, sigma how much that depends
    on the others. Raises ScenarioError where the design is not Morris's.
    """
    import pandas as pd

    design = _design(results, "morris")
    names, matrix, y = _matrix(results, outcome)
    spans = np.array([results_span(results, name) for name in names])
    unit = (matrix - spans[:, 0]) / np.maximum(spans[:, 1] - spans[:, 0], 1e-300)
    length = len(names) + 1
    found: dict[str, list[float]] = {name: [] for name in names}
    for start in range(0, int(design["samples"]) * length, length):
        for row in range(start, start + length - 1):
            step = unit[row + 1] - unit[row]
            if np.count_nonzero(step) == 1:  # integers may round a step away
                i = int(np.flatnonzero(step)[0])
                found[names[i]].append(float((y[row + 1] - y[row]) / step[i]))
    rows = [
        {
            "factor": name,
            "mu_star": float(np.mean(np.abs(e))) if e else math.nan,
            "mu": float(np.mean(e)) if e else math.nan,
            "sigma": float(np.std(e, ddof=1)) if len(e) > 1 else math.nan,
        }
        for name, e in found.items()
    ]
    return pd.DataFrame(rows).sort_values("mu_star", ascending=False, ignore_index=True)


def sobol_indices(results: Results, outcome: str) -> pd.DataFrame:
    """factor, first, first_conf, total, total_conf: Sobol indices by SALib.

    Raises ScenarioError where the design is not "saltelli" or SALib is missing.
    """
    import pandas as pd

    _design(results, "saltelli")
    names, _, y = _matrix(results, outcome)
    try:
        from SALib.analyze import sobol
    except ModuleNotFoundError:
        raise ScenarioError(
            ['Sobol indices need an extra: pip install "bluehelm[analysis]"']
        ) from None
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    scale = y.std() or 1.0  # SALib's estimators lose digits far from zero
    found = sobol.analyze(
        problem, (y - y.mean()) / scale, calc_second_order=False, print_to_console=False, seed=0
    )
    columns = {"first": "S1", "first_conf": "S1_conf", "total": "ST", "total_conf": "ST_conf"}
    frame = pd.DataFrame(
        {"factor": names} | {ours: found[theirs] for ours, theirs in columns.items()}
    )
    return frame.sort_values("total", ascending=False, ignore_index=True)


def _design(results: Results, kind: str) -> dict[str, Any]:
    designs = results.manifest["experiment"].get("design", {})
    for design in designs.values():
        if design and design.get("kind") == kind:
            return {"samples": 64} | dict(design)
    raise ScenarioError([f'{results.folder}: its design is not "{kind}"'])


def results_span(results: Results, name: str) -> tuple[float, float]:
    """The ends of a factor's values in the design."""
    values = results.runs[name].astype(float)
    return float(values.min()), float(values.max())


def _matrix(
    results: Results, outcome: str
) -> tuple[list[str], NDArray[np.float64], NDArray[np.float64]]:
    """Names, (samples, k) settings and (samples,) means, in the order of the design."""
    names = results.factors()
    table = means(results, outcome).set_index("point_id")
    points = results.points.sort_values(["scenario", "sample"])
    if points.scenario.nunique() > 1:
        raise ScenarioError([f"{results.folder}: indices are for one scenario at a time"])
    rows = table.reindex(points.point_id)
    if rows["mean"].isna().any():
        raise ScenarioError(
            [
                f"{results.folder}: {outcome} is missing at some points; finish the sweep, or "
                "choose an outcome that is always known"
            ]
        )
    for name in names:
        if rows[name].dtype == object or str(rows[name].dtype).startswith(("str", "bool")):
            rows[name] = rows[name].astype("category").cat.codes
    return names, rows[names].to_numpy(dtype=float), rows["mean"].to_numpy(dtype=float)
