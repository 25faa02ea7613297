"""`sweep`: an experiment and a folder; the same call again goes on where it stopped."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sim.batch.compact as compact
import sim.batch.lanes as lanes
import sim.batch.provenance as provenance
import sim.batch.session as session
import sim.batch.store as store
from sim.batch.experiment import Experiment, Source, load_experiment
from sim.batch.lock import HeldError, held
from sim.batch.pace import Progress
from sim.batch.plan import Plan, make_plan
from sim.batch.results import Results
from sim.batch.runner import Runner, SweepError
from sim.case.extending import use
from sim.case.parts import Part
from sim.fields import toml_text
from sim.fields.errors import ScenarioError
from sim.machine import workers
from sim.runs import compiling
from sim.runs.outcomes import declare_in_use

MANY_FILES = 500
LOW_DISK = 50_000_000  # bytes


def sweep(
    experiment: str | os.PathLike[str] | Mapping[str, Any] | Experiment,
    out: str | os.PathLike[str],
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    retry_failed: bool = False,
    progress: Callable[[Progress], None] | None = None,
    extend: Iterable[str | Part] = (),
) -> Results:
    """Run an experiment into the folder `out`, or go on with what is missing there.

    `workers`: processes of this machine (default one a core; 0: in this process). `executor`:
    any other `concurrent.futures.Executor`, such as a dask client's; its workers need the
    folder in common. `retry_failed` does failed runs again. Returns the folder's results, which
    are complete unless interrupted. `extend`: parts of your own, or the Python files that hold
    them (docs/extending.md), from now on for every scenario of this process. Raises ScenarioError
    for an experiment that cannot be run or a folder of another one, SweepError where it cannot go
    on.
    """
    use(extend)
    declare_in_use()
    source = load_experiment(experiment)
    compiling.once()
    folder = Path(out).resolve()
    with _owned(folder):
        plan = make_plan(source)
        _begin(folder, source, plan)
        for text in compact.recover(folder) + store.tidy(folder):  # in this order
            store.log(folder, text)
        if retry_failed:
            store.forget_failures(folder)
        chosen = _lanes(workers, executor)
        runner = Runner(folder, plan, source.experiment.keep, chosen, progress)
        done = set(store.column(folder, "run_id"))
        pending = [item for item in plan.runs() if item[0] not in done]
        store.log(folder, f"begun: {len(done)} runs done, {len(pending)} to do")
        if progress is not None:
            progress(Progress(len(done), len(done) + len(pending), 0, None, None))
        try:
            runner.run(pending, len(done))
        except OSError as error:  # a full disk may meet the session's file too
            raise SweepError(f"{folder}: cannot be written ({error.strerror})") from error
        finally:
            closed = _close(folder)
        store.log(folder, "stopped on request" if runner.stopping else "complete")
        if closed and len(store.files(folder)) > MANY_FILES:
            _compact(folder)
    return Results(folder)


def _close(folder: Path) -> bool:
    """End the session: whoever is still at work somewhere can store nothing more.

    False where the disk does not take that; then the next sweep does it.
    """
    try:
        session.begin(folder)
        store.clear_drafts(folder)
    except OSError as error:
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
def _owned(folder: Path) -> Iterator[None]:
    """The folder, made if missing and ours alone; taken away again if nothing came into it."""
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    if folder.exists() and not folder.is_dir():
        raise ScenarioError([f"{folder}: is a file; --out takes a folder"])
    known = {"manifest.json", "state"}
    if folder.is_dir() and any(folder.iterdir()) and not known & {p.name for p in folder.iterdir()}:
        raise ScenarioError([f"{folder}: holds other files; give an empty or new folder"])
    try:
        (folder / "state").mkdir(parents=True, exist_ok=True)
        with held(folder / "state" / "sweep.lock"):
            yield
    except HeldError:
        raise ScenarioError(
            [f"{folder}: another sweep is at work here; wait for it, or give another --out"]
        ) from None
    except PermissionError as error:
        raise ScenarioError([f"{folder}: cannot be written ({error.strerror})"]) from None
    finally:
        if not (folder / "manifest.json").exists():
            shutil.rmtree(folder / "state", ignore_errors=True)
            _remove_empty(made)


def _remove_empty(folders: list[Path]) -> None:
    for path in folders:
        try:
            path.rmdir()
        except OSError:
            return


def _begin(folder: Path, source: Source, plan: Plan) -> None:
    """Write what the folder is, or check that it is that."""
    ids = {point.id for point in plan.points}
    if (folder / "manifest.json").exists():
        _check_same(folder, source, ids, plan)
    if shutil.disk_usage(folder).free < LOW_DISK:
        raise ScenarioError([f"{folder}: the disk is nearly full; make room or give another --out"])
    for kind in ("runs", *source.experiment.keep):
        (folder / kind).mkdir(exist_ok=True)
    for name, scenario in plan.scenarios.items():
        path = folder / "scenarios" / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        store.write_bytes(path, scenario.to_toml(path.parent).encode())
    store.write_bytes(
        folder / "experiment.toml", toml_text.write(source.experiment.content()).encode()
    )
    store.write_table(folder / "points.parquet", _points_table(plan))
    store.write_json(folder / "manifest.json", _manifest(source.experiment, plan))


def _manifest(e: Experiment, plan: Plan) -> dict[str, Any]:
    return {
        "schema": provenance.SCHEMA,
        "title": e.title,
        "question": e.question,
        "experiment": e.content(),
        "scenarios": {name: scenario.hash for name, scenario in plan.scenarios.items()},
        "points": len({point.id for point in plan.points}),
        "runs": len({point.id for point in plan.points}) * len(plan.seeds),
        "seeds": [plan.seeds.start, plan.seeds.stop],
        "base": plan.base,
        "outcomes": list(e.outcomes),
        "factors": [list(factor) for factor in plan.factors],
        "provenance": provenance.versions(),
    }


def _points_table(plan: Plan) -> Any:
    import pyarrow as pa

    text = provenance.canonical
    records = [
        {
            "point_id": p.id,
            "scenario": p.scenario,
            "policy": p.policy,
            "world": p.world,
            "sample": p.sample,
            "levers": text(p.levers),
            "uncertainties": text(p.uncertainties),
            "overrides": toml_text.write({"set": _flat(p.overrides)}),
        }
        for p in plan.points
    ]
    return pa.Table.from_pylist(records)


def _flat(overrides: dict[str, Any]) -> list[dict[str, Any]]:
    """Overrides as TOML keeps them: their order counts, and a key may hold dots."""
    return [{"path": path, "value": value} for path, value in overrides.items()]


def _check_same(folder: Path, source: Source, ids: set[str], plan: Plan) -> None:
    import pyarrow.parquet as pq

    before = store.manifest(folder)
    stored = set(pq.read_table(folder / "points.parquet", columns=["point_id"])[0].to_pylist())
    if stored <= ids and before["seeds"][0] == plan.seeds.start:
        if before["seeds"][1] > plan.seeds.stop:
            count = before["seeds"][1] - before["seeds"][0]
            text = f"holds {count} replicates; ask for as many or more, or give another --out"
            raise ScenarioError([f"{folder}: {text}"])
        kept = tuple(before["experiment"].get("keep", ()))
        if set(source.experiment.keep) - set(kept) and store.files(folder):
            raise ScenarioError([f"{folder}: its runs kept {list(kept)}; give another --out"])
        return
    then = before["provenance"]
    if then.get("source") != provenance.source_hash() or then["bluehelm"] != provenance.version():
        reason = "was begun with other code of the model; results do not mix"
    else:
        reason = f'holds another experiment ("{before["title"]}"), which this one does not extend'
    raise ScenarioError([f"{folder}: {reason}; give another --out"])
