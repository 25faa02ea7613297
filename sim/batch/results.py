"""The results in a folder: tables, and a single run again."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sim.batch.again as again
import sim.batch.compact as compact
import sim.batch.manifest as manifest
import sim.batch.store as store
import sim.batch.taken as taken
from sim.batch.again import Rerun
from sim.batch.damage import Known, Look, look
from sim.batch.factors import own_value
from sim.batch.units import with_units
from sim.case.scenario import Scenario, load_scenario
from sim.fields.errors import ScenarioError
from sim.fields.faults import did_you_mean

if TYPE_CHECKING:
    import pandas as pd


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
        whole = order.drop(columns="_place").reset_index(drop=True)
        return with_units(whole.join(self.settings, on="point_id"))

    @cached_property
    def settings(self) -> pd.DataFrame:
        """By point_id: what named policies set, a column a path, beside the factors.

        Points that do not set it have the scenario's own value (None where phases win, or where it
        is no single value).
        """
        return _settings(self)

    @property
    def runs(self) -> pd.DataFrame:
        """Runs that have outcomes: a row a run; settings and outcomes are columns.

        Units stand in `attrs["units"]`; `sim.batch.units.describe` shows them.
        """
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

    def case(self, name: str) -> Scenario:
        """A scenario of the sweep, as it was. Raises ScenarioError where it was changed since."""
        found = load_scenario(self.folder / "scenarios" / f"{name}.toml")
        if found.hash != self.manifest["scenarios"].get(name):
            _own_theory(self)
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
        record = self.record(run_id)
        case = self.scenario(record["point_id"])
        return again.rerun(self.folder, self.manifest, record, case)


def _settings(results: Results) -> pd.DataFrame:
    import pandas as pd

    points = results.points.drop_duplicates("point_id").set_index("point_id")
    policies = results.manifest["experiment"].get("policies", ())
    named = {path for policy in policies for path in policy.get("set", {})}
    named -= set(results.factors())
    written = {
        point: {entry["path"]: entry["value"] for entry in tomllib.loads(text)["set"]}
        for point, text in points.overrides.items()
    }
    folder = results.folder / "scenarios"
    names = results.manifest["scenarios"] if named else ()
    cases = {name: load_scenario(folder / f"{name}.toml") for name in names}
    columns = {
        path: [
            _single(written[point].get(path, own_value(cases[name], path)))
            for point, name in points.scenario.items()
        ]
        for path in sorted(named)
    }
    return pd.DataFrame(columns, index=points.index)


def _single(value: Any) -> Any:
    """A value that fits into a cell; None for tables and lists, which phases are."""
    return value if isinstance(value, (bool, int, float, str)) else None


def _own_theory(results: Results) -> None:
    """ScenarioError: made under classes of somebody's own, which are not in use here."""
    asked = results.manifest["experiment"].get("theory", {})
    if asked:
        text = " ".join(f"--theory {who}={reference}" for who, reference in asked.items())
        why = "its runs were decided by classes of one's own, which no folder brings in"
        raise ScenarioError([f"{results.folder}: {why}; if you trust them, add {text}"])
