"""Sweep folders with made-up outcomes, to hold analyses against answers known beforehand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.batch import Results, founding, rows, store
from sim.batch.experiment import load_experiment
from sim.batch.plan import Point, make_plan
from sim.batch.rows import Row
from sim.runs.outcomes import OUTCOMES

Made = Callable[[Point, int], dict[str, float]]


def folder(out: Path, experiment: dict[str, Any], made: Made, files: int = 1) -> Results:
    """A complete folder of an experiment whose outcomes `made` makes up (others are 0)."""
    source = load_experiment(experiment)
    plan = make_plan(source)
    (out / "state").mkdir(parents=True)
    founding.begin(out, source, plan)
    blank = dict.fromkeys(OUTCOMES, 0.0)
    found = [
        Row(run_id, point, seed, blank | made(point, seed), None, 0.1)
        for run_id, point, seed in plan.runs()
    ]
    size = -(-len(found) // files)
    for number in range(files):
        part = found[number * size : (number + 1) * size]
        if part:
            table = rows.runs_table(part, plan.factors)
            store.write_table(out / "runs" / f"{number:04}.parquet", table)
    return Results(out)
