"""Compaction: many small result files become one, and a crash in between loses nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sim.batch.damage as damage
import sim.batch.store as store
from sim.batch.provenance import content_id
from sim.batch.sealed import DamagedError, kept_schema, read_table, seal_of, write_sealed

if TYPE_CHECKING:
    import pyarrow as pa

_INTENT = "compacting.json"
_KINDS = ("runs", *store.EXTRAS)
_PLAIN = re.compile(r"[0-9A-Za-z_][0-9A-Za-z_.-]*\.parquet", re.ASCII)  # a name, never a way


def under_way(folder: Path) -> bool:
    """Whether files change names just now, or did when something died."""
    return (folder / "state" / _INTENT).exists()


def compact(folder: Path) -> int:
    """Merge all result files of each kind into one; returns how many files went.

    Only under the folder's lock, with no worker left that could store something. First the
    merged drafts are written, then the intent, then names change; `recover` finishes from there.
    """
    names = [path.name for path in store.files(folder)]
    if len(names) < 2 or not all(map(_PLAIN.fullmatch, names)):
        return 0
    target = f"{content_id(names)}.parquet"
    kinds = [kind for kind in _KINDS if store.files(folder, kind)]
    for kind in kinds:
        _merge(_of(folder, kind, names), folder / kind / f"{target}.merged", folder)
    intent = {"target": target, "names": names, "kinds": kinds}
    store.write_json(folder / "state" / _INTENT, intent)
    recover(folder)
    return len(names)


def _of(folder: Path, kind: str, names: Sequence[str]) -> list[Path]:
    return [path for name in names if (path := folder / kind / name).exists()]


def _merge(paths: list[Path], draft: Path, folder: Path) -> None:
    import pyarrow as pa

    old = store.before_seals(folder)
    schemas = [read_table(path, unsealed=old).schema for path in paths]
    schema = kept_schema(pa.unify_schemas(schemas, promote_options="permissive"))

    def tables() -> Iterator[pa.Table]:  # read twice, so that one file at a time is held
        for path in paths:
            yield _as(read_table(path, unsealed=old), schema)

    write_sealed(draft, schema, seal_of(schema, tables()), tables())


def _as(table: pa.Table, schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    whole = pa.concat_tables([schema.empty_table(), table], promote_options="permissive")
    return whole.cast(schema)


def recover(folder: Path) -> list[str]:
    """Finish a compaction that was cut off, or clear away one that had not come far.

    A note that is not one of ours is set aside; a file goes only when all of its runs stand in
    the merged one. Returns what was done, a line each.
    """
    path = folder / "state" / _INTENT
    if not path.exists() and not path.is_symlink():
        _clear(folder)
        return []
    intent = _intent(path)
    if intent is None:
        told = [damage.set_aside(folder, path, "is no note of a compaction")]
        _clear(folder)
        return told
    target, names = str(intent["target"]), list(intent["names"])
    told = []
    for kind in sorted(intent["kinds"], key=lambda kind: kind == "runs"):
        told += _finish(folder, kind, target, [name for name in names if name != target])
    path.unlink()
    return told or [f"finished putting {len(names)} files together"]


def _clear(folder: Path) -> None:
    for kind in _KINDS:
        for draft in (folder / kind).glob("*.merged"):
            if draft.is_symlink() or not draft.is_dir():
                draft.unlink()


def _intent(path: Path) -> dict[str, Any] | None:
    """What the note says; None where it could lead anywhere but to files of this folder."""
    try:
        found = json.loads(path.read_bytes())
        names = [found["target"], *found["names"]]
        plain = all(isinstance(name, str) and _PLAIN.fullmatch(name) for name in names)
        known = all(kind in _KINDS for kind in found["kinds"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    return found if plain and known and isinstance(found["names"], list) else None


def _finish(folder: Path, kind: str, target: str, names: list[str]) -> list[str]:
    """Give the merged file its name and let go of those that stand in it."""
    where, old = folder / kind, store.before_seals(folder)
    draft = where / f"{target}.merged"
    whole = draft if draft.exists() else where / target
    try:
        held = set(read_table(whole, unsealed=old).column("run_id").to_pylist())
    except (DamagedError, KeyError):
        if not whole.exists():
            return []
        return [damage.set_aside(folder, whole, "a compaction that is damaged")]
    draft.replace(where / target) if whole == draft else None
    for path in _of(folder, kind, names):
        try:
            ids = set(read_table(path, ["run_id"], unsealed=old).column("run_id").to_pylist())
        except DamagedError:
            continue  # told by who looks for damage
        if ids <= held:
            path.unlink()
    store.sync_folder(where)
    return []
