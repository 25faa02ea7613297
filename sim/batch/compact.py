"""Compaction: many small result files become one, and a crash in between loses nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import sim.batch.store as store
from sim.batch.provenance import content_id

if TYPE_CHECKING:
    import pyarrow as pa

_INTENT = "compacting.json"


def compact(folder: Path) -> int:
    """Merge all result files of each kind into one; returns how many files went.

    Only under the folder's lock, with no worker left that could store something. First the
    merged drafts are written, then the intent, then names change; `recover` finishes from there.
    """
    names = [path.name for path in store.files(folder)]
    if len(names) < 2:
        return 0
    target = f"{content_id(names)}.parquet"
    kinds = [kind for kind in ("runs", *store.EXTRAS) if store.files(folder, kind)]
    for kind in kinds:
        _merge(store.files(folder, kind), folder / kind / f"{target}.merged")
    intent = {"target": target, "names": names, "kinds": kinds}
    store.write_json(folder / "state" / _INTENT, intent)
    recover(folder)
    return len(names)


def _merge(paths: list[Path], draft: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.unify_schemas(
        [pq.read_schema(path) for path in paths], promote_options="permissive"
    )
    with draft.open("wb") as file:
        with pq.ParquetWriter(file, schema, compression="zstd") as writer:
            for table in store.batches(paths):
                writer.write_table(_as(table, schema))
        file.flush()
        os.fsync(file.fileno())


def _as(table: pa.Table, schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    whole = pa.concat_tables([schema.empty_table(), table], promote_options="permissive")
    return whole.cast(schema)


def recover(folder: Path) -> list[str]:
    """Finish a compaction that was cut off, or clear away one that had not come far."""
    path = folder / "state" / _INTENT
    if not path.exists():
        for kind in ("runs", *store.EXTRAS):
            for draft in (folder / kind).glob("*.merged"):
                draft.unlink()
        return []
    intent = json.loads(path.read_text(encoding="utf-8"))
    target = intent["target"]
    for kind in sorted(intent["kinds"], key=lambda kind: kind == "runs"):
        draft = folder / kind / f"{target}.merged"
        if draft.exists():
            draft.replace(folder / kind / target)
        for name in intent["names"]:
            if name != target:
                (folder / kind / name).unlink(missing_ok=True)
        store.sync_folder(folder / kind)
    path.unlink()
    return [f"compacted {len(intent['names'])} files"]
