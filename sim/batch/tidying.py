"""Repairing a sweep's folder without running anything."""

from __future__ import annotations

from pathlib import Path

import sim.batch.compact as compact
import sim.batch.damage as damage
import sim.batch.founding as founding
import sim.batch.manifest as manifest
import sim.batch.session as session
import sim.batch.store as store
from sim.batch.experiment import Source, load_experiment
from sim.batch.plan import Plan, make_plan
from sim.batch.sweeping import owned
from sim.fields.errors import ScenarioError


def tidy(folder: Path) -> list[str]:
    """Repair a folder; returns a line for all that was done.

    Raises ScenarioError where another sweep is at work there, or where too much is lost: then
    the same sweep command can still tell from the experiment what belongs there.
    """
    names = {path.name for path in folder.iterdir()}
    if not names & {manifest.NAME, manifest.POINTS, "experiment.toml"}:
        raise ScenarioError([f"{folder}: is no sweep folder (it has no {manifest.NAME})"])
    with owned(folder):
        try:
            return _repaired(folder)
        except OSError as error:
            reason = store.reason_of(error)
            raise ScenarioError([f"{folder}: cannot be written ({reason})"]) from None


def _repaired(folder: Path) -> list[str]:
    session.begin(folder)
    try:
        found = manifest.read(folder)
        points = frozenset(manifest.points(folder, found).column("point_id").to_pylist())
        told, old = [], not manifest.is_sealed(found)
        keep, seeds = tuple(found["experiment"].get("keep", ())), range(*found["seeds"])
        known = damage.Known(folder, points, seeds, keep, old)
    except manifest.UnsoundError as error:
        source, plan = _from_experiment(folder, error)
        told = founding.begin(folder, source, plan)
        told.append(f"{manifest.NAME} and {manifest.POINTS}: written anew from the experiment")
        known = founding.known(folder, source, plan)
    told += compact.recover(folder)
    return told + damage.mend(known)[1]


def _from_experiment(folder: Path, fault: manifest.UnsoundError) -> tuple[Source, Plan]:
    """The plan of the experiment that lies in the folder, with the scenarios that do.

    Raises ScenarioError where its runs are not those that are stored.
    """
    try:
        source = load_experiment(folder / "experiment.toml")
        own = [f"scenarios/{path.name}" for path in sorted((folder / "scenarios").glob("*.toml"))]
        plan = make_plan(_with(source, own))
        founding.check_own(folder, plan, [])
    except ScenarioError as error:
        remedy = "give the same sweep command again, with the experiment it had"
        text = f"{fault.reason}, and it cannot be written anew; {remedy}"
        raise ScenarioError([f"{fault.path}: {text}", *error.faults]) from None
    return source, plan


def _with(source: Source, scenarios: list[str]) -> Source:
    if len(scenarios) != len(source.experiment.scenarios):
        raise ScenarioError([f"{source.folder}: scenarios are missing or too many"])
    experiment = source.experiment.model_copy(update={"scenarios": tuple(scenarios)})
    return Source(experiment, source.file, source.folder, source.lines)
