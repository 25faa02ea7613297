"""A sweep's folder: result files that are there whole or not at all, and what is in them.

manifest.json    what was asked for, with what versions
experiment.toml  the experiment, to read or run again
points.parquet   every point of the design, its settings as JSON
scenarios/       each scenario, complete
runs/            the results, a row a run; series/, places/, events/ where asked for
state/           locks, the session, the log
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sim.batch.session as session
from sim.batch.sealed import draft_table, read_table
from sim.fields.errors import ScenarioError

if TYPE_CHECKING:
    import pyarrow as pa

EXTRAS = ("series", "places", "events")


def reason_of(error: OSError) -> str:
    """Why the system refused something, and of which file."""
    told = error.strerror or str(error) or type(error).__name__
    return f"{told}: {error.filename}" if error.filename else told


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, whatever dies when."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        sync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make new names in a folder survive a power cut, where the system can."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_json(path: Path, content: Any) -> None:
    """A JSON file, whole or absent."""
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False, default=str)
    write_bytes(path, text.encode() + b"\n")


def write_table(path: Path, table: pa.Table) -> None:
    """A parquet file, whole or absent."""
    draft_table(path, table).replace(path)
    sync_folder(path.parent)


def commit(folder: Path, key: str, chunk: str, tables: Mapping[str, pa.Table]) -> bool:
    """Store a chunk's tables, `runs` last: the mark that it is done.

    False, and nothing stored, where the session `key` no longer holds. Raises OSError where
    the disk does not take it; nothing is stored then either.
    """
    order = sorted(tables, key=lambda kind: kind == "runs")
    drafts: dict[str, Path] = {}
    try:
        for kind in order:
            drafts[kind] = draft_table(folder / kind / f"{chunk}.parquet", tables[kind])
        with session.committing(folder):
            if not session.may_commit(folder, key, chunk):
                return False
            for kind in order:
                drafts.pop(kind).replace(folder / kind / f"{chunk}.parquet")
        for kind in order:
            sync_folder(folder / kind)
        return True
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def chunk_name(run_ids: Iterable[str]) -> str:
    """The name of a chunk, made of its runs: done twice it has the same file."""
    return hashlib.blake2b("\n".join(run_ids).encode(), digest_size=10).hexdigest()


def mark(folder: Path, chunk: str) -> None:
    """Note that a worker has begun a chunk; who finds the note after a death knows whose it was."""
    _note(folder, chunk).write_bytes(b"")


def beat(folder: Path, chunk: str) -> None:
    """Add to a chunk's note that one more of its runs is done; a full disk stops no run."""
    with contextlib.suppress(OSError), _note(folder, chunk).open("ab") as file:
        file.write(b".")


def beats(folder: Path, chunk: str) -> int | None:
    """How many runs of a chunk are done; None where it was not begun."""
    try:
        return _note(folder, chunk).stat().st_size
    except OSError:
        return None


def _note(folder: Path, chunk: str) -> Path:
    return folder / "state" / f"begun-{chunk}"


def take_mark(folder: Path, chunk: str) -> bool:
    """Whether a chunk was begun; the note goes."""
    try:
        _note(folder, chunk).unlink()
    except FileNotFoundError:
        return False
    return True


def is_done(folder: Path, chunk: str) -> bool:
    """Whether a chunk is stored."""
    return (folder / "runs" / f"{chunk}.parquet").exists()


def files(folder: Path, kind: str = "runs") -> list[Path]:
    """The result files of a kind, sorted by name."""
    where = folder / kind
    if not where.is_dir():
        return []
    return sorted(p for p in where.iterdir() if p.suffix == ".parquet" and p.name[0] != ".")


def clear_drafts(folder: Path) -> None:
    """Take away what somebody who was killed had half written.

    Only under the folder's lock and in a new session: nobody's draft can still get its name.
    """
    for note in (folder / "state").glob("begun-*"):
        _drop(note)
    for where in (folder, *(folder / kind for kind in ("scenarios", "runs", *EXTRAS))):
        for draft in where.glob(".*.tmp"):
            _drop(draft)


def _drop(path: Path) -> None:
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)


def column(folder: Path, name: str) -> list[Any]:
    """A column of all stored runs."""
    values: list[Any] = []
    for path in files(folder):
        values += _table(folder, path, [name]).column(name).to_pylist()
    return values


def _table(folder: Path, path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    return read_table(path, columns, unsealed=before_seals(folder))


def before_seals(folder: Path) -> bool:
    """Whether the folder is of a sweep begun before result files carried seals."""
    try:
        found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(found, dict) and "sealed" not in found and "seal" not in found


def read(folder: Path, kind: str = "runs", columns: Sequence[str] | None = None) -> pa.Table:
    """All rows of a kind as one arrow table, of extras those whose runs are stored.

    Raises ScenarioError where there are none, DamagedError for a file that is damaged.
    """
    import pyarrow as pa

    stored = {path.name for path in files(folder)}
    found = [path for path in files(folder, kind) if path.name in stored]
    if not found:
        hint = "" if kind == "runs" else f'; keep = ["{kind}"] in the experiment stores them'
        raise ScenarioError([f"{folder}: holds no {kind}{hint}"])
    tables = [_table(folder, path, columns) for path in found]
    return pa.concat_tables(tables, promote_options="permissive").combine_chunks()


def forget_failures(folder: Path) -> int:
    """Take failed runs out of the store, so that they are done again; returns how many."""
    import pyarrow.compute as pc

    count = 0
    for path in files(folder):
        table = _table(folder, path)
        sound = table.filter(pc.is_null(table["error"]))
        gone = table.num_rows - sound.num_rows
        if gone and sound.num_rows:
            write_table(path, sound)
        elif gone:
            path.unlink()
        count += gone
    return count


def log(folder: Path, text: str) -> None:
    """A line in the folder's log; a log that cannot be written stops nothing."""
    from datetime import datetime

    path = folder / "state" / "log.txt"
    with contextlib.suppress(OSError):
        if path.is_symlink():
            return
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now().astimezone().isoformat(timespec='seconds')} {text}\n")


def batches(folder: Path, kind: str = "runs") -> Iterator[pa.Table]:
    """The tables of a kind, one file at a time."""
    for path in files(folder, kind):
        yield _table(folder, path)
