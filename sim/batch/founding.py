"""What a sweep writes down before it begins, and whether a folder is of the same sweep."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import sim.batch.damage as damage
import sim.batch.manifest as manifest
import sim.batch.provenance as provenance
import sim.batch.store as store
from sim.batch.damage import Known
from sim.batch.experiment import Experiment, Source
from sim.batch.plan import Plan
from sim.batch.sealed import DamagedError, read_table
from sim.fields import toml_text
from sim.fields.errors import ScenarioError

LOW_DISK = 50_000_000  # bytes
OTHER_CODE = "was begun with other code of the model; results do not mix"


def begin(folder: Path, source: Source, plan: Plan) -> list[str]:
    """Write what the folder is, or check that it is that; returns a line a file set aside.

    Raises ScenarioError where it is a folder of something else.
    """
    damage.check_folders(folder)
    before, told = _before(folder, source, plan)
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
    store.write_table(folder / manifest.POINTS, _points_table(plan))
    content = _content(source.experiment, plan)
    if before is not None and not manifest.is_sealed(before):
        store.write_json(folder / manifest.NAME, content)  # its older files carry no seals
    else:
        manifest.write(folder, content | {"sealed": True})
    return told


def known(folder: Path, source: Source, plan: Plan) -> Known:
    """What the folder of a plan should hold."""
    ids = frozenset(point.id for point in plan.points)
    return Known(folder, ids, plan.seeds, source.experiment.keep, store.before_seals(folder))


def _before(folder: Path, source: Source, plan: Plan) -> tuple[dict[str, Any] | None, list[str]]:
    """The manifest of a folder that goes on, or what was set aside to begin one."""
    if not any(path.exists() for path in (folder / manifest.NAME, folder / manifest.POINTS)):
        check_own(folder, plan, [f"{folder / manifest.NAME}: is missing"])
        return None, []
    try:
        before = manifest.read(folder)
        stored = manifest.points(folder, before).column("point_id").to_pylist()
    except manifest.UnsoundError as error:
        check_own(folder, plan, [f"{error.path}: {error.reason}"])
        paths = [folder / manifest.NAME, folder / manifest.POINTS]
        told = [
            damage.set_aside(folder, path, error.reason if path == error.path else "goes with it")
            for path in paths
            if path.exists() or path.is_symlink()
        ]
        return None, told
    _check_same(folder, source, set(stored), plan, before)
    return before, []


def check_own(folder: Path, plan: Plan, reasons: list[str]) -> None:
    """Without a manifest the runs themselves must say that they are of this plan."""
    ids = {point.id for point in plan.points}
    files, own = store.files(folder), 0
    for path in files:
        try:
            own += bool(ids & set(read_table(path, ["point_id"]).column(0).to_pylist()))
        except DamagedError:
            own += 1  # nobody's
    if files and not own:
        text = "runs there are of another experiment, or of other code of the model"
        raise ScenarioError([*reasons, f"{folder}: {text}; give another --out"])


def _content(e: Experiment, plan: Plan) -> dict[str, Any]:
    ids = {point.id for point in plan.points}
    return {
        "schema": provenance.SCHEMA,
        "title": e.title,
        "question": e.question,
        "experiment": e.content(),
        "scenarios": {name: scenario.hash for name, scenario in plan.scenarios.items()},
        "points": len(ids),
        "points_id": manifest.digest(ids),
        "runs": len(ids) * len(plan.seeds),
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


def _check_same(
    folder: Path, source: Source, stored: set[str], plan: Plan, before: dict[str, Any]
) -> None:
    ids = {point.id for point in plan.points}
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
    if (
        then.get("source") != provenance.source_hash()
        or then.get("bluehelm") != provenance.version()
    ):
        raise ScenarioError([f"{folder}: {OTHER_CODE}; give another --out"])
    reason = f'holds another experiment ("{before["title"]}"), which this one does not extend'
    raise ScenarioError([f"{folder}: {reason}; give another --out"])
