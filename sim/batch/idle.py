"""Factors and policies that do nothing: told before a sweep, and found in what came out of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.case.scenario import Scenario
from sim.pairs import unchanged as pairs
from sim.runs.outcomes import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

    from sim.batch.experiment import Experiment

Point = Any  # sim.batch.plan.Point, which stands above this
Results = Any  # sim.batch.results.Results, likewise
MOST_POINTS = 128  # of a design, evenly spaced, are looked at beforehand


def told(e: Experiment, scenarios: Mapping[str, Scenario], points: Sequence[Point]) -> list[str]:
    """Factors and policies none of whose values act at any point, with the reason."""
    step = max(len(points) // MOST_POINTS, 1)
    found: dict[str, set[str]] = {}
    seen: dict[str, int] = {}
    for point in points[::step]:
        case = scenarios[point.scenario].changed(point.overrides)
        notes = {note.path: str(note) for note in case.told() if note.whole}
        for what, paths in _sets(e, point).items():
            seen[what] = seen.get(what, 0) + 1
            if paths and all(path in notes for path in paths):
                found.setdefault(what, set()).update(notes[path] for path in paths)
                seen[what] -= 1
    return [
        f"{what} does nothing at any point: {'; '.join(sorted(texts))}"
        for what, texts in found.items()
        if seen[what] == 0
    ]


def _sets(e: Experiment, point: Point) -> dict[str, list[str]]:
    """Which paths each factor and the named policy of a point set."""
    found: dict[str, list[str]] = {}
    for group in ("levers", "uncertainties"):
        for factor in e.factors(group):  # type: ignore[arg-type]
            value = getattr(point, group).get(factor.name)
            if value is not None:
                level = next(
                    (one for one in factor.levels if factor.cell(one.value) == value), None
                )
                paths = list(level.overrides) if level is not None else [factor.name]
                found[f"{group}.{factor.name}"] = paths
    for policy in e.policies:
        if policy.set and point.policy.partition(": ")[0] == policy.name:
            found[f'policy "{policy.name}"'] = list(policy.set)
    return found


def unchanged(results: Results) -> list[str]:
    """Factors and policies that changed no outcome of any pair of runs, with the reason."""
    runs = results.runs
    if runs.empty:
        return []
    return [*_policies(results, runs), *_factors(results, runs)]


def _policies(results: Results, runs: pd.DataFrame) -> Iterator[str]:
    base = str(results.manifest["base"])
    for scenario, here in runs.groupby("scenario", sort=False):
        for policy, ours in here.groupby("policy", sort=False):
            if policy != base and _alike(here[here.policy == base], ours, ["world", "seed"]):
                what = f'{scenario}: policy "{policy}" changed nothing against "{base}"'
                first = here[here.policy == base].iloc[0]
                yield _said(results, what, first.point_id, ours.iloc[0].point_id)


def _factors(results: Results, runs: pd.DataFrame) -> Iterator[str]:
    named = results.manifest["experiment"].get("policies", ())
    names = {str(policy["name"]) for policy in named}
    own = runs.policy.str.partition(": ")[0]
    table = runs.assign(_policy=own.where(own.isin(names), ""))
    for name in results.factors():
        others = [other for other in results.factors() if other != name]
        keys = ["scenario", "_policy", *others, "seed"]
        sets = table.groupby(keys, dropna=False, sort=False).ngroup()
        values = table[name].groupby(sets).nunique(dropna=False)
        varied = table[sets.isin(values.index[values > 1])]
        if not varied.empty and _all_alike(varied, sets[varied.index]):
            first = varied[sets[varied.index] == sets[varied.index[0]]]
            what = f"factor {name} changed nothing in {int((values > 1).sum()):,} sets of runs"
            yield _said(results, what, first.iloc[0].point_id, first.iloc[-1].point_id)


def _outcomes(table: pd.DataFrame) -> list[str]:
    return [name for name in OUTCOMES if name in table.columns]


def _all_alike(table: pd.DataFrame, sets: pd.Series[int]) -> bool:
    """Whether within each set of runs every outcome has one value."""
    return bool((table[_outcomes(table)].groupby(sets).nunique(dropna=False) == 1).all(axis=None))


def _alike(one: pd.DataFrame, other: pd.DataFrame, keys: list[str]) -> bool:
    """Whether all runs that pair have the same outcomes; False where none pair."""
    names = _outcomes(one)
    ours, theirs = (table.set_index(keys)[names] for table in (one, other))
    both = ours.index.intersection(theirs.index)
    return len(both) > 0 and bool(ours.loc[both].equals(theirs.loc[both]))


def _said(results: Results, what: str, point: Any, other: Any) -> str:
    """What changed nothing, and why, from two points that it sets apart."""
    one, two = results.scenario(str(point)), results.scenario(str(other))
    lines: Iterable[str] = pairs.reasons(one, two, two.weeks)
    rest = list(lines)[1:] or ["both are the same in all that decides a run"]
    return f"{what}: {'; '.join(rest)}"
