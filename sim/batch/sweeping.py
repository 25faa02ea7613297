"""`sweep`: an experiment and a folder; the same call again goes on where it stopped."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sim.batch.compact as compact
import sim.batch.damage as damage
import sim.batch.founding as founding
import sim.batch.lanes as lanes
import sim.batch.session as session
import sim.batch.store as store
from sim.batch.experiment import Experiment, Source, load_experiment
from sim.batch.lock import HeldError, held
from sim.batch.pace import Progress
from sim.batch.plan import Plan, make_plan
from sim.batch.results import Results
from sim.batch.runner import Runner, SweepError
from sim.batch.watch import RUN_LIMIT
from sim.case.extending import use
from sim.case.parts import Part
from sim.fields.errors import ScenarioError
from sim.machine import workers
from sim.runs import compiling
from sim.runs.outcomes import declare_in_use

MANY_FILES = 500


def sweep(
    experiment: str | os.PathLike[str] | Mapping[str, Any] | Experiment,
    out: str | os.PathLike[str],
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    retry_failed: bool = False,
    progress: Callable[[Progress], None] | None = None,
    extend: Iterable[str | Part] = (),
    run_limit: float | None = RUN_LIMIT,
    told: Callable[[str], None] = warnings.warn,
) -> Results:
    """Run an experiment into the folder `out`, or go on with what is missing there.

    `workers`: processes of this machine (default one a core; 0: in this process). `executor`:
    any other `concurrent.futures.Executor`, such as a dask client's; its workers need the
    folder in common. `retry_failed` does failed runs again. Returns the folder's results, which
    are complete unless interrupted. `extend`: parts of your own, or the Python files that hold
    them (docs/extending.md), from now on for every scenario of this process. A run that takes
    longer than `run_limit` seconds is stopped and recorded as failed (None: no limit). `told`
    takes a line for whatever was found damaged and set aside, or was stopped. Raises
    ScenarioError for an experiment that cannot be run or a folder of another one, SweepError
    where it cannot go on.
    """
    _check_limit(run_limit)
    use(extend)
    declare_in_use()
    source = load_experiment(experiment)
    compiling.once()
    folder = Path(out).resolve()
    with owned(folder):
        plan = make_plan(source)
        try:
            done = _put_right(folder, source, plan, retry_failed, told)
        except OSError as error:
            raise SweepError(f"{folder}: cannot be written ({store.reason_of(error)})") from error
        chosen = _lanes(workers, executor)
        runner = Runner(folder, plan, source.experiment.keep, chosen, progress, run_limit, told)
        pending = [item for item in plan.runs() if item[0] not in done]
        store.log(folder, f"begun: {len(done)} runs done, {len(pending)} to do")
        if progress is not None:
            progress(Progress(len(done), len(done) + len(pending), 0, None, None))
        try:
            runner.run(pending, len(done))
        except OSError as error:  # a full disk may meet the session's file too
            raise SweepError(f"{folder}: cannot be written ({store.reason_of(error)})") from error
        except HeldError as error:
            raise SweepError(f"{error}: a worker that does not answer holds this lock") from error
        finally:
            closed = _close(folder)
        store.log(folder, "stopped on request" if runner.stopping else "complete")
        if closed and len(store.files(folder)) > MANY_FILES:
            _compact(folder)
    return Results(folder)


def _check_limit(seconds: float | None) -> None:
    if seconds is None:
        return
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not seconds > 0.0:
        raise ScenarioError([f"run_limit is {seconds!r}; must be seconds above 0, or None"])


def _put_right(
    folder: Path, source: Source, plan: Plan, retry_failed: bool, told: Callable[[str], None]
) -> set[str]:
    """Begin or go on with the folder: ids of the runs that are stored and sound."""
    session.begin(folder)  # nobody of an older sweep stores anything from here on
    lines = founding.begin(folder, source, plan) + compact.recover(folder)
    done, more = damage.mend(founding.known(folder, source, plan))
    for line in (*lines, *more):
        told(line)
    if retry_failed and store.forget_failures(folder):
        done = set(store.column(folder, "run_id"))
    return done


def _close(folder: Path) -> bool:
    """End the session: whoever is still at work somewhere can store nothing more.

    False where the disk does not take that; then the next sweep does it.
    """
    try:
        session.begin(folder)
        store.clear_drafts(folder)
    except (OSError, HeldError) as error:
        store.log(folder, f"not closed: {error}")
        return False
    return True


def _compact(folder: Path) -> None:
    """Fewer files where there is room for it; without it nothing is lost."""
    try:
        compact.compact(folder)
    except OSError as error:
        store.log(folder, f"not compacted: {error}")


def _lanes(count: int | None, executor: Executor | None) -> list[lanes.Lane]:
    if executor is not None:
        return lanes.of_executor(executor, count)
    if count is not None and count < 0:
        raise ValueError(f"workers is {count}; must be 0 or more")
    return lanes.at_home(workers.cores() if count is None else count)


@contextmanager
def owned(folder: Path) -> Iterator[None]:
    """The folder, made if missing and ours alone; taken away again if nothing came into it."""
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    if folder.exists() and not folder.is_dir():
        raise ScenarioError([f"{folder}: is a file; --out takes a folder"])
    known = {"manifest.json", "state"}
    if folder.is_dir() and any(folder.iterdir()) and not known & {p.name for p in folder.iterdir()}:
        raise ScenarioError([f"{folder}: holds other files; give an empty or new folder"])
    new = not (folder / "state").exists()
    ours = False
    try:
        damage.check_folders(folder)
        (folder / "state").mkdir(parents=True, exist_ok=True)
        with held(folder / "state" / "sweep.lock"):
            ours = True
            yield
    except HeldError:
        raise ScenarioError(
            [f"{folder}: another sweep is at work here; wait for it, or give another --out"]
        ) from None
    except OSError as error:
        raise ScenarioError([f"{folder}: cannot be written ({store.reason_of(error)})"]) from None
    finally:
        if new and ours and not (folder / "manifest.json").exists():
            shutil.rmtree(folder / "state", ignore_errors=True)
            _remove_empty(made)


def _remove_empty(folders: list[Path]) -> None:
    for path in folders:
        try:
            path.rmdir()
        except OSError:
            return
