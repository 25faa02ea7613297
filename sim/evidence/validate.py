"""`bluehelm validate`: run every arm once on the same luck, hold every row against its band.

Rows are statistics of events (F) of zambara and of three real wars, and findings, each on the
main and on the no-effect nature. An arm that several rows share runs once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from sim.case.scenario import load_scenario
from sim.evidence.arms import arms
from sim.evidence.digest import Digest, digest
from sim.evidence.facts import event_facts
from sim.evidence.finding import Arms, Worlds, measured
from sim.evidence.findings import findings
from sim.evidence.judge import Interval, judge
from sim.evidence.real import real_bands
from sim.evidence.statistics import Scale, statistics
from sim.evidence.summary import Row, summary
from sim.fields.errors import ScenarioError
from sim.machine import workers
from sim.runs import compiling

SEEDS = 16
VARIANTS = ("main", "no-effect")
REAL = ("sierra-leone-1991", "bosnia", "mali")
FITTED = ("sierra-leone-1991", "bosnia")  # experiments/calibration fits violence on their events
LEVELS = ("F17-displaced",)  # fit_level.py sets flight of Mali and Zambara by it
SCENERY = ("F11-government",)  # zambara's army was made abusive with this row in view
CHUNK = 4  # runs a task: some seconds

Progress = Callable[[int, int], None]
Measured = tuple[float, Interval | None]


@dataclass(frozen=True)
class Question:
    """What one row asks, whether it is a statistic of events or a finding."""

    id: str
    statement: str
    arms: tuple[str, ...]
    answer: Callable[[Arms], Measured]
    band: Interval | None
    scale: Scale
    fitted: bool


def questions() -> dict[str, Question]:
    """Every row that can be asked, by id, in the order in which it is shown."""
    rows = [*_of_events(), *_of_findings()]
    return {row.id: row for row in rows}


def _statistic(arm: str, name: str) -> Callable[[Arms], Measured]:
    def answer(worlds: Arms) -> Measured:
        found = summary([float(v) for v in worlds[arm].values[f"statistic:{name}"]])
        return found.median, found.interval

    return answer


def _of_events() -> Iterable[Question]:
    """The bands on zambara without its mission, then every country against its own events."""
    facts = [
        fact for fact in event_facts().values() if statistics()[fact.statistic].clock != "year"
    ]
    for fact in facts:
        answer = _statistic("zambara", fact.statistic)
        yield Question(
            fact.id,
            fact.statement,
            ("zambara",),
            answer,
            fact.band,
            fact.scale,
            fact.id in LEVELS + SCENERY,
        )
    for country in REAL:
        bands = real_bands(country)
        for fact in facts:
            if fact.statistic in bands:
                name = statistics()[fact.statistic]
                yield Question(
                    f"{fact.id}@{country}",
                    f"{name.meaning}, against its own events",
                    (country,),
                    _statistic(country, name.name),
                    bands[name.name],
                    name.scale,
                    country in FITTED or fact.id in LEVELS,
                )


def _of_findings() -> Iterable[Question]:
    for finding in findings().values():
        text = f"{finding.statement}; {finding.why_not}" if finding.why_not else finding.statement
        yield Question(
            finding.id,
            text,
            finding.arms,
            lambda worlds, finding=finding: measured(finding, worlds),  # type: ignore[misc]
            finding.band,
            finding.scale,
            finding.fitted,
        )


def chosen(only: Sequence[str]) -> dict[str, Question]:
    """The rows named: an id, the head of ids ("F3", "A7", "C"), or "@mali" for a country's.

    All rows where nothing is named. ScenarioError: a name fits no row.
    """
    rows = questions()
    if not only:
        return rows
    kept: set[str] = set()
    for name in only:
        fits = {id for id in rows if _fits(id, name)}
        if not fits:
            heads = ", ".join(dict.fromkeys(id.split("@")[0].split("-")[0] for id in rows))
            countries = ", ".join(f"@{country}" for country in REAL)
            text = f"--only {name}: no row has that id; there are {heads}; {countries}"
            raise ScenarioError([text])
        kept |= fits
    return {id: row for id, row in rows.items() if id in kept}


def _fits(id: str, name: str) -> bool:
    head, at, country = name.strip().partition("@")
    own, _, where = id.partition("@")
    if at and where != country:
        return False
    group = len(head) == 1 and own.startswith(head)
    return group or not head or own == head or own.startswith(f"{head}-")


def validate(
    only: Sequence[str] = (),
    seeds: int = SEEDS,
    processes: int | None = None,
    progress: Progress | None = None,
) -> list[Row]:
    """Run what the chosen rows need on seeds 0 to `seeds` - 1, and judge each row.

    `processes`: worker processes, None for one a core; 1 runs here. `progress(done, all)` counts
    runs. The result depends on `only` and `seeds` alone. ScenarioError: an unknown row.
    """
    rows = chosen(only)
    compiling.once()
    needed = list(dict.fromkeys(arm for row in rows.values() for arm in row.arms))
    worlds = _run_all(needed, seeds, processes, progress)
    return [_row(row, worlds) for row in rows.values()]


def _row(row: Question, worlds: Mapping[str, Arms]) -> Row:
    value, interval = row.answer(worlds["main"]) if row.arms else (float("nan"), None)
    other, spread = row.answer(worlds["no-effect"]) if row.arms else (value, interval)
    statement = row.statement
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
    )


@dataclass(frozen=True)
class Job:
    """Some runs of one arm."""

    arm: str
    variant: str
    seeds: tuple[int, ...]


def work(job: Job) -> list[Digest]:
    """Run a job (what a worker process does)."""
    arm = arms()[job.arm]
    scenario = load_scenario(arm.scenario, arm.overrides(job.variant))
    return [digest(scenario, seed, arm.statistics) for seed in job.seeds]


def jobs(names: Sequence[str], seeds: int) -> list[Job]:
    """What must be run for these arms; an arm without a mission is the same in both natures."""
    chunks = [tuple(range(i, min(i + CHUNK, seeds))) for i in range(0, seeds, CHUNK)]
    return [
        Job(name, variant, chunk)
        for name in names
        for variant in (VARIANTS if arms()[name].mission else VARIANTS[:1])
        for chunk in chunks
    ]


def _run_all(
    names: Sequence[str], seeds: int, processes: int | None, progress: Progress | None
) -> dict[str, dict[str, Worlds]]:
    """Worlds of every arm, by variant and arm."""
    todo = jobs(names, seeds)
    rows: dict[tuple[str, str], list[Digest]] = {}
    total, done = sum(len(job.seeds) for job in todo), 0
    for job, found in zip(todo, workers.in_order(work, todo, processes), strict=True):
        rows.setdefault((job.arm, job.variant), []).extend(found)
        done += len(found)
        if progress is not None:
            progress(done, total)
    stacked = {key: _stacked(found) for key, found in rows.items()}
    return {
        variant: {name: stacked.get((name, variant), stacked[name, "main"]) for name in names}
        for variant in VARIANTS
    }


def _stacked(found: Sequence[Digest]) -> Worlds:
    return Worlds({name: np.array([one[name] for one in found]) for name in found[0]})
