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
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sim.batch.session as session
from sim.fields.errors import ScenarioError

if TYPE_CHECKING:
    import pyarrow as pa

EXTRAS = ("series", "places", "events")


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


def draft_table(path: Path, table: pa.Table) -> Path:
    """Write a table beside its final name and see it to the disk; returns the draft's path."""
    import pyarrow.parquet as pq

    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with draft.open("wb") as file:
            pq.write_table(table, file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return draft


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


def mark(folder: Path, chunk: str) -> None:
    """Note that a worker has begun a chunk; who finds the note after a death knows whose it was."""
    (folder / "state" / f"begun-{chunk}").touch()


def take_mark(folder: Path, chunk: str) -> bool:
    """Whether a chunk was begun; the note goes."""
    try:
        (folder / "state" / f"begun-{chunk}").unlink()
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


def tidy(folder: Path) -> list[str]:
    """Take away drafts, extras whose runs were not stored, and damaged files; says what.

    Only under the folder's lock and in a new session.
    """
    said = []
    clear_drafts(folder)
    for path in files(folder):
        if not _readable(path):
            said.append(f"{path}: damaged; set aside as .damaged, its runs are done again")
            path.replace(path.with_suffix(".damaged"))
    stored = {path.name for path in files(folder)}
    for kind in EXTRAS:
        for path in files(folder, kind):
            if path.name not in stored:
                path.unlink()
    return said


def clear_drafts(folder: Path) -> None:
    """Take away what somebody who was killed had half written.

    Only under the folder's lock and in a new session: nobody's draft can still get its name.
    """
    for note in (folder / "state").glob("begun-*"):
        note.unlink(missing_ok=True)
    for where in (folder, *(folder / kind for kind in ("scenarios", "runs", *EXTRAS))):
        for draft in where.glob(".*.tmp"):
            draft.unlink(missing_ok=True)


def _readable(path: Path) -> bool:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        pq.ParquetFile(path).close()
    except (pa.ArrowInvalid, OSError):
        return False
    return True


def column(folder: Path, name: str) -> list[Any]:
    """A column of all stored runs."""
    import pyarrow.parquet as pq

    values: list[Any] = []
    for path in files(folder):
        values += pq.read_table(path, columns=[name]).column(name).to_pylist()
    return values


def read(folder: Path, kind: str = "runs", columns: Sequence[str] | None = None) -> pa.Table:
    """All rows of a kind as one arrow table. Raises ScenarioError where there are none."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    found = files(folder, kind)
    if not found:
        hint = "" if kind == "runs" else f'; keep = ["{kind}"] in the experiment stores them'
        raise ScenarioError([f"{folder}: holds no {kind}{hint}"])
    wanted = list(columns) if columns is not None else None
    tables = [pq.read_table(path, columns=wanted) for path in found]
    return pa.concat_tables(tables, promote_options="permissive").combine_chunks()


def forget_failures(folder: Path) -> int:
    """Take failed runs out of the store, so that they are done again; returns how many."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    count = 0
    for path in files(folder):
        table = pq.read_table(path)
        sound = table.filter(pc.is_null(table["error"]))
        gone = table.num_rows - sound.num_rows
        if gone and sound.num_rows:
            write_table(path, sound)
        elif gone:
            path.unlink()
        count += gone
    return count


def manifest(folder: Path) -> dict[str, Any]:
    """The folder's manifest. Raises ScenarioError where this is no sweep folder."""
    path = folder / "manifest.json"
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ScenarioError([f"{folder}: is no sweep folder (it has no manifest.json)"]) from None
    except (OSError, ValueError) as error:
        raise ScenarioError([f"{path}: cannot be read ({error})"]) from None
    return found


def log(folder: Path, text: str) -> None:
    """A line in the folder's log; a log that cannot be written stops nothing."""
    from datetime import datetime

    with contextlib.suppress(OSError), (folder / "state" / "log.txt").open("a") as file:
        file.write(f"{datetime.now().astimezone().isoformat(timespec='seconds')} {text}\n")


def batches(paths: Sequence[Path]) -> Iterator[pa.Table]:
    """The tables of some files, one at a time."""
    import pyarrow.parquet as pq

    for path in paths:
        yield pq.read_table(path)
