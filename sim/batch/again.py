"""A stored run done again: is it what was stored, to the bit?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sim.batch.provenance as provenance
import sim.batch.rows as rows
import sim.batch.store as store
from sim.case.scenario import Scenario
from sim.runs.outcomes import OUTCOMES

if TYPE_CHECKING:
    from sim.runs.run import Run


@dataclass(frozen=True)
class Rerun:
    """A run done again: `differs` lists outcomes and kept tables that are not as stored."""

    run: Run
    record: dict[str, Any]
    differs: tuple[str, ...]
    same_code: bool


def rerun(folder: Path, told: Mapping[str, Any], record: dict[str, Any], case: Scenario) -> Rerun:
    """Do a stored run again and compare it. `told`: the folder's manifest."""
    from sim.runs.run import run

    result = run(case, seed=int(record["seed"]))
    differs: tuple[str, ...] = ()
    if record["error"] is None:
        outcomes = (name for name in OUTCOMES if not _same(record.get(name), result.outcomes[name]))
        kept = told["experiment"].get("keep", ())
        tables = (kind for kind in kept if not _same_table(folder, kind, record["run_id"], result))
        differs = (*outcomes, *tables)
    return Rerun(result, record, differs, told["provenance"]["source"] == provenance.source_hash())


def _same_table(folder: Path, kind: str, run_id: str, run: Run) -> bool:
    """Whether a run's series, places or events are those that were kept of it."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = [
        table.filter(pc.equal(table["run_id"], run_id)) for table in store.batches(folder, kind)
    ]
    stored = pa.concat_tables(found, promote_options="permissive")
    now = rows.extra_table(kind, run_id, run).cast(stored.schema)
    return bool(stored.to_pandas().equals(now.to_pandas()))


def _same(stored: float | None, now: float) -> bool:
    if stored is None or math.isnan(stored):
        return math.isnan(now)
    return stored == now
