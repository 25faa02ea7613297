"""Microseconds of every step of `sim.week.run_week`, by the source as it stands.

The function's own text is taken, a clock is put around every call, and weeks are run by that.
"""

from __future__ import annotations

import ast
import inspect
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from clock import Figure

import sim
from sim import week

GOES = 3


class _Clocked(ast.NodeTransformer):
    """Puts a clock around each call that stands for itself."""

    def visit_Expr(self, node: ast.Expr) -> Any:
        """`f(world)` becomes `f(world)` between two looks at the clock."""
        if not isinstance(node.value, ast.Call):
            return node
        label = ast.unparse(node.value.func)
        if label == "_from_outside":
            return node
        before, after = ast.parse(f"_begin = _now()\n_add({label!r}, _now() - _begin)").body
        return [before, node, after]


def clocked(add: Callable[[str, float], None]) -> Any:
    """`run_week`, telling `add` the seconds of each step."""
    tree = _Clocked().visit(ast.parse(inspect.getsource(week.run_week)))
    names = {**vars(week), "_now": time.perf_counter, "_add": add}
    exec(compile(ast.fix_missing_locations(tree), "week", "exec"), names)
    return names["run_week"]


def of_country(name: str, weeks: int) -> tuple[dict[str, dict[bool, float]], dict[bool, float]]:
    """Seconds of each step and of a whole week, in month-weeks (True) and ordinary ones."""
    steps: dict[str, dict[bool, float]] = defaultdict(dict)
    whole: dict[bool, float] = {}
    for _ in range(GOES):
        found, of_week = _once(sim.load_scenario(name), weeks)
        for (label, month), seconds in found.items():
            old = steps[label].get(month, seconds)
            steps[label][month] = min(old, seconds)
        for month, seconds in of_week.items():
            whole[month] = min(whole.get(month, seconds), seconds)
    return steps, whole


def _once(
    case: sim.Scenario, weeks: int
) -> tuple[dict[tuple[str, bool], float], dict[bool, float]]:
    """Medians over the weeks of one run."""
    now: dict[str, float] = {}
    steps: dict[tuple[str, bool], list[float]] = defaultdict(list)
    whole: dict[bool, list[float]] = defaultdict(list)
    run_week = clocked(lambda label, seconds: now.__setitem__(label, seconds))
    model = sim.PeaceModel(case, 1)
    for _ in range(weeks):
        now.clear()
        begin = time.perf_counter()
        run_week(model.world, model)
        month = bool(model.world.month_begins)
        whole[month].append(time.perf_counter() - begin)
        for label, seconds in now.items():
            steps[label, month].append(seconds)
    return (
        {key: median(found) for key, found in steps.items()},
        {month: median(found) for month, found in whole.items()},
    )


def figures() -> Iterator[Figure]:
    """Weekly and monthly work of a small and a large country, step by step."""
    for name, weeks in (("zambara", 260), ("mali", 400)):
        steps, whole = of_country(name, weeks)
        for label, found in steps.items():
            for month, seconds in sorted(found.items()):
                kind = "month-week" if month else "ordinary week"
                yield Figure(f"{name}, {kind}: {label}", seconds * 1e6, "us")
        yield Figure(f"{name}: an ordinary week", whole[False] * 1e6, "us")
        yield Figure(f"{name}: a month-week", whole[True] * 1e6, "us")
        yield Figure(f"{name}: month-week over ordinary week", whole[True] / whole[False], "times")
