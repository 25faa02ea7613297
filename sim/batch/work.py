"""What a worker does: run a chunk, store it, send a receipt. Results never travel."""

from __future__ import annotations

import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import sim.batch.provenance as provenance
import sim.batch.rows as rows
import sim.batch.session as session
import sim.batch.store as store
from sim.batch.plan import Point
from sim.batch.rows import Factors, Row
from sim.case.scenario import Scenario

if TYPE_CHECKING:
    import pyarrow as pa

    from sim.runs.begun import Begun

Item = tuple[str, Point, int]  # run_id, point, seed
LONGEST_ERROR = 500


@dataclass(frozen=True)
class Job:
    """A chunk of runs, with everything a worker anywhere needs to do it."""

    folder: str
    session: str
    chunk: str
    items: tuple[Item, ...]
    scenarios: dict[str, Scenario]
    factors: Factors
    keep: tuple[str, ...]
    source: str  # hash of the model's code, which must be the worker's too
    limit: float | None = None  # seconds a run may take


class SlowError(Exception):
    """A run took longer than it may."""

    def __init__(self, limit: float) -> None:
        super().__init__(f"took longer than {limit:g} s, the limit of a run (--run-limit)")


@dataclass(frozen=True)
class Receipt:
    """What became of a chunk: done, stopped (not begun), stale (not stored), or it cannot be."""

    chunk: str
    state: Literal["done", "stopped", "stale", "cannot"]
    runs: int = 0
    failed: int = 0
    seconds: tuple[float, ...] = ()
    error: str = ""
    other_code: bool = False


def warm() -> None:
    """Load the model before the first chunk is timed."""
    import sim.runs.run  # noqa: F401
    from sim.runs.outcomes import declare_in_use

    declare_in_use()


def run_chunk(job: Job) -> Receipt:
    """Run a chunk's runs and store them. A run that fails becomes a row with its error."""
    folder = Path(job.folder)
    if not folder.is_dir():
        reason = f"{folder}: not there on this worker; workers need the sweep's folder in common"
        return Receipt(job.chunk, "cannot", error=reason)
    if provenance.source_hash() != job.source:
        reason = (
            "a worker has other code of Bluehelm than the sweep: it was changed meanwhile, or the "
            "machines have different versions"
        )
        return Receipt(job.chunk, "cannot", error=reason, other_code=True)
    if not session.goes_on(folder, job.session):
        return Receipt(job.chunk, "stopped")
    try:
        store.mark(folder, job.chunk)
    except OSError as error:
        return _unwritten(job, error)
    done: list[Row] = []
    extras: dict[str, list[pa.Table]] = {kind: [] for kind in job.keep}
    point, scenario = None, None
    for run_id, wanted, seed in job.items:
        if wanted is not point:
            point, scenario = wanted, None
        start = time.perf_counter()
        try:
            if scenario is None:
                scenario = job.scenarios[wanted.scenario].changed(wanted.overrides)
            outcomes, fault = _one(run_id, seed, scenario, extras, job.limit), None
        except SlowError as error:
            outcomes, fault = None, str(error)
        except Exception as error:
            outcomes, fault = None, said(error) + _where(error)
        seconds = time.perf_counter() - start
        done.append(Row(run_id, wanted, seed, outcomes, fault, seconds))
        store.beat(folder, job.chunk)
    return _store(job, folder, done, extras)


def _one(
    run_id: str,
    seed: int,
    scenario: Scenario,
    extras: dict[str, list[Any]],
    limit: float | None,
) -> dict[str, float]:
    from sim.runs.run import Run

    start = time.monotonic()
    model = _begun().model(scenario, seed, scenario.weeks)
    for _ in _begun().steps(model, scenario.weeks):
        if limit is not None and time.monotonic() - start > limit:
            raise SlowError(limit)
    result = Run.of_model(model)
    outcomes = result.outcomes
    tables = {kind: rows.extra_table(kind, run_id, result) for kind in extras}
    for kind, table in tables.items():
        extras[kind].append(table)
    return outcomes


@cache
def _begun() -> Begun:
    """This process's models just before the mission: policies of one luck go on from there."""
    from sim.runs.begun import Begun

    return Begun(at_once=False)


def _store(
    job: Job, folder: Path, done: Sequence[Row], extras: dict[str, list[pa.Table]]
) -> Receipt:
    import pyarrow as pa

    tables = {"runs": rows.runs_table(done, job.factors)}
    for kind, parts in extras.items():
        if parts:
            tables[kind] = pa.concat_tables(parts, promote_options="permissive")
    try:
        stored = store.commit(folder, job.session, job.chunk, tables)
    except OSError as error:
        return _unwritten(job, error)
    store.take_mark(folder, job.chunk)
    if not stored:
        return Receipt(job.chunk, "stale")
    failed = sum(row.error is not None for row in done)
    return Receipt(job.chunk, "done", len(done), failed, tuple(row.seconds for row in done))


def _unwritten(job: Job, error: OSError) -> Receipt:
    reason = f"{job.folder}: cannot be written ({store.reason_of(error)})"
    return Receipt(job.chunk, "cannot", error=reason)


def said(error: BaseException) -> str:
    """An error as one short line; the same for the same fault, whoever meets it."""
    text = f"{type(error).__name__}: {error}".replace("\n", " | ")
    return text if len(text) <= LONGEST_ERROR else text[: LONGEST_ERROR - 3] + "..."


def _where(error: BaseException) -> str:
    """The place in the model's code where an error arose."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return ""
    path = Path(frames[-1].filename)
    return f" (in {path.parent.name}/{path.name}, line {frames[-1].lineno})"
