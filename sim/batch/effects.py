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

from sim.fields.errors import ScenarioError

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

    `other` is empty for a factor alone, all others held; a pair's share is what it explains of
    the rest that no factor alone does. What chance would give to so many levels is taken off,
    and nothing goes below zero. Points that differ only in what a factor does not touch count as
    one: policies tried in the same world say nothing more about that world.
    """
    import pandas as pd

    table = means(results, outcome, scenario).dropna(subset=["mean"])
    y = table["mean"].to_numpy(dtype=float)
    levels = {name: binned(table[name]).astype(str) for name in results.factors()}
    levels = {name: column for name, column in levels.items() if column.nunique() > 1}
    total = float(((y - y.mean()) ** 2).sum())
    parts, rest = _additive(y, levels)
    rows: list[dict[str, Any]] = []
    for name, column in levels.items():
        units = _units(results, table, [name])
        share = _share(rest + parts[name], column, units, total)
        rows.append({"factor": name, "other": "", "share": share})
    for a, b in itertools.combinations(levels, 2):
        both, units = levels[a] + "\0" + levels[b], _units(results, table, [a, b])
        if both.nunique() * POINTS_A_CELL <= len(np.unique(units)):  # else too few points to tell
            taken = levels[a].nunique() + levels[b].nunique() - 1
            share = _share(rest, both, units, total, taken)
            rows.append({"factor": a, "other": b, "share": share})
    frame = pd.DataFrame(rows, columns=["factor", "other", "share"])
    return frame.sort_values("share", ascending=False, ignore_index=True)


def _units(results: Results, table: pd.DataFrame, names: list[str]) -> NDArray[np.int64]:
    """For each point the number of its unit: what is the same to these factors is one unit."""
    groups = {name: group for group, name, _ in results.manifest["factors"]}
    which = {groups[name] for name in names}
    keys = ["scenario"] + ["policy"] * ("levers" in which) + ["world"] * ("uncertainties" in which)
    return np.asarray(table.groupby(keys, sort=False).ngroup(), dtype=np.int64)


def _additive(
    y: NDArray[np.float64], levels: dict[str, pd.Series[Any]]
) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.float64]]:
    """What each factor alone adds to each point (least squares, mean 0), and what is left."""
    import pandas as pd

    dummies = [pd.get_dummies(column, dtype=float).to_numpy() for column in levels.values()]
    matrix = np.column_stack([np.ones(len(y)), *dummies])
    weights = np.linalg.lstsq(matrix, y, rcond=None)[0]
    parts, start = {}, 1
    for name, dummy in zip(levels, dummies, strict=True):
        part = dummy @ weights[start : start + dummy.shape[1]]
        parts[name] = part - part.mean()
        start += dummy.shape[1]
    return parts, y - matrix @ weights


def _share(
    y: NDArray[np.float64],
    levels: pd.Series[Any],
    units: NDArray[np.int64],
    total: float,
    taken: int = 1,
) -> float:
    """The share of `total` between levels, less what chance gives; `taken`: fitted already."""
    import pandas as pd

    if total <= 0.0:
        return 0.0
    frame = pd.DataFrame({"y": y, "cell": levels.to_numpy(), "unit": units})
    grouped = frame.groupby("unit")
    means_of, size = grouped.y.mean(), len(y) / grouped.ngroups
    of = grouped.cell.first()
    middle = means_of.groupby(of).transform("mean")
    within = float(((means_of - middle) ** 2).sum())
    between = float(((middle - means_of.mean()) ** 2).sum())
    free = len(means_of) - of.nunique()
    if free > 0:
        between -= max(of.nunique() - taken, 0) * within / free
    return max(between * size / total, 0.0)


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
