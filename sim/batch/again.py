"""A stored run done again: is it what was stored, to the bit?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sim.batch.provenance as provenance
import sim.batch.rows as rows
import sim.batch.store as store
from sim.runs.outcomes import OUTCOMES

if TYPE_CHECKING:
    from sim.batch.results import Results
    from sim.runs.run import Run


@dataclass(frozen=True)
class Rerun:
    """A run done again: `differs` lists outcomes and kept tables that are not as stored."""

    run: Run
    record: dict[str, Any]
    differs: tuple[str, ...]
    same_code: bool


def rerun(results: Results, run_id: str) -> Rerun:
    """Do one run of a sweep again and compare it. Raises ScenarioError for an unknown id."""
    from sim.runs.run import run

    record = results.record(run_id)
    result = run(results.scenario(record["point_id"]), seed=int(record["seed"]))
    differs: tuple[str, ...] = ()
    if record["error"] is None:
        outcomes = (name for name in OUTCOMES if not _same(record.get(name), result.outcomes[name]))
        kept = results.manifest["experiment"].get("keep", ())
        tables = (kind for kind in kept if not _same_table(results, kind, run_id, result))
        differs = (*outcomes, *tables)
    same_code = results.manifest["provenance"]["source"] == provenance.source_hash()
    return Rerun(result, record, differs, same_code)


def _same_table(results: Results, kind: str, run_id: str, run: Run) -> bool:
    """Whether a run's series, places or events are those that were kept of it."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = [
        table.filter(pc.equal(table["run_id"], run_id))
        for table in store.batches(results.folder, kind)
    ]
    stored = pa.concat_tables(found, promote_options="permissive")
    now = rows.extra_table(kind, run_id, run).cast(stored.schema)
    return bool(stored.to_pandas().equals(now.to_pandas()))


def _same(stored: float | None, now: float) -> bool:
    if stored is None or math.isnan(stored):
        return math.isnan(now)
    return stored == now
