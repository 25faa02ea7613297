"""The results in a folder: tables, and a single run again."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sim.batch.compact as compact
import sim.batch.manifest as manifest
import sim.batch.provenance as provenance
import sim.batch.rows as rows
import sim.batch.store as store
import sim.batch.taken as taken
from sim.batch.damage import Known, Look, look
from sim.case.scenario import Scenario, load_scenario
from sim.fields.errors import ScenarioError
from sim.fields.faults import did_you_mean
from sim.runs.outcomes import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

    from sim.runs.run import Run


@dataclass(frozen=True)
class Rerun:
    """A run done again: `differs` lists outcomes and kept tables that are not as stored."""

    run: Run
    record: dict[str, Any]
    differs: tuple[str, ...]
    same_code: bool


class Results:
    """A sweep's folder to read. Raises ScenarioError where it is none."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.manifest = manifest.read(self.folder)

    def __repr__(self) -> str:
        try:
            state = "complete" if self.complete else f"{self.count} of {self.manifest['runs']} runs"
        except ScenarioError:
            state = "damaged"
        return f"Results({self.manifest['title']!r}, {state})"

    @property
    def count(self) -> int:
        """Runs stored in sound files, failed ones included."""
        return len(self.look.done)

    @property
    def complete(self) -> bool:
        """Whether every run of the experiment is stored, with all that was kept of it."""
        return self.count == int(self.manifest["runs"]) and not self.look.bad

    @cached_property
    def look(self) -> Look:
        """What is sound in the folder and what is not. Raises ScenarioError for unsound points."""
        kept = tuple(self.manifest["experiment"].get("keep", ()))
        points = frozenset(self.points.point_id)
        old = not manifest.is_sealed(self.manifest)
        return look(Known(self.folder, points, range(*self.manifest["seeds"]), kept, old))

    def check(self) -> None:
        """Raise ScenarioError naming every file that is not sound, and the remedy."""
        if compact.under_way(self.folder):
            text = "files are being put together, or were when something died"
            remedy = f"try again, or `bluehelm tidy {self.folder}`"
            raise ScenarioError([f"{self.folder}: {text}; {remedy}"])
        told = self.look.told()
        if told:
            text = "not read, for its numbers would be wrong"
            remedy = f"`bluehelm tidy {self.folder}` sets such files aside"
            remedy += "; so does the same sweep command, which also does their runs again"
            raise ScenarioError([*told, f"{self.folder}: {text}; {remedy}"])

    @cached_property
    def all_runs(self) -> pd.DataFrame:
        """Every stored run, failed ones too, in the order of the design and the seeds."""
        self.check()
        frame: pd.DataFrame = store.read(self.folder).to_pandas()
        place = {point: i for i, point in enumerate(dict.fromkeys(self.points.point_id))}
        order = frame.assign(_place=frame.point_id.map(place)).sort_values(["_place", "seed"])
        return order.drop(columns="_place").reset_index(drop=True)

    @property
    def runs(self) -> pd.DataFrame:
        """Runs that have outcomes: a row a run; settings and outcomes are columns."""
        frame = self.all_runs
        return frame[frame.error.isna()].drop(columns="error").reset_index(drop=True)

    @property
    def failures(self) -> pd.DataFrame:
        """Runs that failed: run_id, scenario, policy, world, seed, error."""
        frame = self.all_runs
        columns = ["run_id", "scenario", "policy", "world", "seed", "error"]
        return frame.loc[frame.error.notna(), columns].reset_index(drop=True)

    @cached_property
    def points(self) -> pd.DataFrame:
        """The design: a row a sample, in its order."""
        frame: pd.DataFrame = manifest.points(self.folder, self.manifest).to_pandas()
        return frame

    def extra(self, kind: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """`series`, `places` or `events` of all runs, where the experiment kept them."""
        self.check()
        frame: pd.DataFrame = store.read(self.folder, kind, columns).to_pandas()
        return frame

    def factors(self, group: str = "") -> list[str]:
        """Columns of the `levers` or `uncertainties` (or both)."""
        rows = self.manifest["factors"]
        return [name for of, name, _ in rows if group in ("", of)]

    def scenario(self, point_id: str) -> Scenario:
        """The scenario of a point of the design."""
        rows = self.points[self.points.point_id == point_id]
        if rows.empty:
            raise ScenarioError([f"{self.folder}: has no point {point_id}"])
        row = rows.iloc[0]
        overrides = {entry["path"]: entry["value"] for entry in tomllib.loads(row.overrides)["set"]}
        return self.case(row.scenario).changed(overrides)

    def appendix(self) -> str:
        """What a paper's appendix prints: experiment, scenarios, seeds, versions, hashes."""
        return taken.appendix(self)

    def to_xarray(self) -> Any:
        """Outcomes as a labelled cube (an xarray Dataset): scenario, policy, world, seed.

        A variable an outcome, its unit in `attrs`; NaN where there is no run. Raises
        ScenarioError where the extra is missing: pip install "bluehelm[cube]".
        """
        return taken.cube(self)

    def _own_theory(self) -> None:
        """ScenarioError: made under classes of somebody's own, which are not in use here."""
        asked = self.manifest["experiment"].get("theory", {})
        if asked:
            text = " ".join(f"--theory {who}={reference}" for who, reference in asked.items())
            why = "its runs were decided by classes of one's own, which no folder brings in"
            raise ScenarioError([f"{self.folder}: {why}; if you trust them, add {text}"])

    def case(self, name: str) -> Scenario:
        """A scenario of the sweep, as it was. Raises ScenarioError where it was changed since."""
        found = load_scenario(self.folder / "scenarios" / f"{name}.toml")
        if found.hash != self.manifest["scenarios"].get(name):
            self._own_theory()
            raise ScenarioError([f"{self.folder}: scenarios/{name}.toml or its region was changed"])
        return found

    def record(self, run_id: str) -> dict[str, Any]:
        """The stored row of a run. Raises ScenarioError for an unknown id."""
        import pyarrow.compute as pc

        self.check()
        for table in store.batches(self.folder):
            found = table.filter(pc.equal(table["run_id"], run_id)).to_pylist()
            if found:
                return dict(found[0])
        known = store.column(self.folder, "run_id")[:10_000]
        raise ScenarioError([f"{self.folder}: has no run {run_id}{did_you_mean(run_id, known)}"])

    def rerun(self, run_id: str) -> Rerun:
        """Do one run again and compare outcomes and kept tables with what is stored, to the bit."""
        from sim.runs.run import run

        record = self.record(run_id)
        scenario = self.scenario(record["point_id"])
        result = run(scenario, seed=int(record["seed"]))
        differs = tuple(
            name
            for name in OUTCOMES
            if record["error"] is None and not _same(record.get(name), result.outcomes[name])
        )
        if record["error"] is None:
            kept = self.manifest["experiment"].get("keep", ())
            differs += tuple(kind for kind in kept if not self._same_table(kind, run_id, result))
        then = self.manifest["provenance"]
        same_code = then["source"] == provenance.source_hash()
        return Rerun(result, record, differs, same_code)

    def _same_table(self, kind: str, run_id: str, run: Run) -> bool:
        """Whether a run's series, places or events are those that were kept of it."""
        import pyarrow as pa
        import pyarrow.compute as pc

        found = [
            table.filter(pc.equal(table["run_id"], run_id))
            for table in store.batches(self.folder, kind)
        ]
        stored = pa.concat_tables(found, promote_options="permissive")
        now = rows.extra_table(kind, run_id, run).cast(stored.schema)
        return bool(stored.to_pandas().equals(now.to_pandas()))


def _same(stored: float | None, now: float) -> bool:
    if stored is None or math.isnan(stored):
        return math.isnan(now)
    return stored == now
