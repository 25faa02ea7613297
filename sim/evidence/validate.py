"""`bluehelm validate`: run every arm once on the same luck, hold every row against its band.

Read `questions` for the rows, `rivals` for what else might pass them, `summary` for what is
made of both, `kept` for how a validation goes on where it was stopped. An arm that several rows
share runs once; so does one without a mission for both natures.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path

import numpy as np

from sim.case.asked import arm_of
from sim.evidence import kept
from sim.evidence.arms import arms
from sim.evidence.digest import digest
from sim.evidence.finding import Arms, Finding, Worlds, measured
from sim.evidence.judge import judge
from sim.evidence.questions import chosen
from sim.evidence.rivals import Naive, rivals_of
from sim.evidence.summary import Row
from sim.machine import workers
from sim.runs import compiling

SEEDS = 16
VARIANTS = ("main", "no-effect")
CHUNK = 4  # runs a task: some seconds

Progress = Callable[[int, int], None]


def validate(
    only: Sequence[str] = (),
    seeds: int = SEEDS,
    processes: int | None = None,
    progress: Progress | None = None,
    folder: Path | None = None,
) -> list[Row]:
    """Run what the chosen rows need on seeds 0 to `seeds` - 1, and judge each row.

    `processes`: worker processes, None for one a core; 1 runs here. `progress(done, all)` counts
    runs. `folder`: where worlds are kept and found again; None: the user's cache. The result
    depends on `only` and `seeds` alone. ScenarioError: an unknown row, a folder of no use.
    """
    rows = chosen(only)
    where = kept.opened(folder if folder is not None else kept.usual()) / kept.code()
    compiling.once()
    needed = list(dict.fromkeys(arm for row in rows.values() for arm in row.arms))
    worlds = _run_all(jobs(needed, seeds, where), processes, progress)
    naive = Naive(worlds["main"])
    return [_row(row, worlds, naive, seeds) for row in rows.values()]


def _row(row: Finding, worlds: Mapping[str, Arms], naive: Naive, seeds: int) -> Row:
    value, interval = measured(row, worlds["main"]) if row.arms else (float("nan"), None)
    other, spread = measured(row, worlds["no-effect"]) if row.arms else (value, interval)
    statement = f"{row.statement}; {row.why_not}" if row.why_not else row.statement
    if row.arms and isnan(value):
        statement += "; no world gave a number"
    return Row(
        row.id,
        statement,
        value,
        interval,
        row.band,
        judge(value, interval, row.band, row.scale),
        judge(other, spread, row.band, row.scale),
        row.fitted,
        row.scale,
        seeds,
        rivals_of(row, worlds, naive, interval),
    )


@dataclass(frozen=True)
class Job:
    """Some runs of one arm, and where they are kept."""

    arm: str
    variant: str
    seeds: tuple[int, ...]
    folder: Path


def work(job: Job) -> int:
    """Run what is not kept yet (what a worker process does); how many worlds there are now."""
    arm = arms()[job.arm]
    scenario = arm_of(arm.scenario, arm.overrides(job.variant))
    where = kept.place(job.folder, job.arm, job.variant, scenario)
    for seed in job.seeds:
        if kept.read(where, seed) is None:
            kept.write(where, seed, digest(scenario, seed, arm.statistics))
    return len(job.seeds)


def jobs(names: Sequence[str], seeds: int, folder: Path) -> list[Job]:
    """What must be there for these arms; one without a mission is the same in both natures."""
    chunks = [tuple(range(i, min(i + CHUNK, seeds))) for i in range(0, seeds, CHUNK)]
    return [
        Job(name, variant, chunk, folder)
        for chunk in chunks  # stopped early, every arm has some worlds
        for name in names
        for variant in (VARIANTS if arms()[name].mission else VARIANTS[:1])
    ]


def _run_all(
    todo: Sequence[Job], processes: int | None, progress: Progress | None
) -> dict[str, dict[str, Worlds]]:
    """Worlds of every arm, by variant and arm."""
    total, done = sum(len(job.seeds) for job in todo), 0
    with contextlib.closing(workers.in_order(work, todo, processes)) as each:
        for count in each:
            done += count
            if progress is not None:
                progress(done, total)
    rows: dict[tuple[str, str], list[Job]] = {}
    for job in todo:
        rows.setdefault((job.arm, job.variant), []).append(job)
    stacked = {key: _stacked(own) for key, own in rows.items()}
    return {
        variant: {name: stacked.get((name, variant), stacked[name, "main"]) for name, _ in stacked}
        for variant in VARIANTS
    }


def _stacked(own: Sequence[Job]) -> Worlds:
    """All kept worlds of an arm, by seed."""
    arm, first = arms()[own[0].arm], own[0]
    scenario = arm_of(arm.scenario, arm.overrides(first.variant))
    where = kept.place(first.folder, first.arm, first.variant, scenario)
    found = [kept.read(where, seed) for job in own for seed in job.seeds]
    held = [one for one in found if one is not None]
    if len(held) < len(found):
        raise OSError(f"{where}: worlds that were kept a moment ago are gone")
    return Worlds({name: np.array([one[name] for one in held]) for name in held[0]})
