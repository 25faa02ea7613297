"""Result files that know when they are damaged.

Every page carries a checksum, and the file a seal: how many rows it has, and of each column a
checksum of its name, type and values. What is read is held against both.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.fields.errors import ScenarioError

if TYPE_CHECKING:
    import pyarrow as pa

SEAL = b"bluehelm.seal"


class DamagedError(ScenarioError):
    """A result file that cannot be trusted; `path` and `reason` say which and why."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        remedy = "`bluehelm tidy` on the sweep's folder sets it aside"
        super().__init__([f"{path}: {reason}; {remedy}"])

    def __reduce__(self) -> tuple[Any, ...]:
        return DamagedError, (self.path, self.reason)


def draft_table(path: Path, table: pa.Table) -> Path:
    """Write a table beside its final name and see it to the disk; returns the draft's path."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    table = table.cast(kept_schema(table.schema))
    write_sealed(draft, table.schema, seal_of(table.schema, [table]), [table])
    return draft


def kept_schema(schema: pa.Schema) -> pa.Schema:
    """The schema as parquet gives it back: it knows no time by whole seconds."""
    import pyarrow as pa

    seconds, kept = pa.timestamp("s"), pa.timestamp("ms")
    fields = [field.with_type(kept if field.type == seconds else field.type) for field in schema]
    return pa.schema(fields)


def write_sealed(draft: Path, schema: pa.Schema, seal: bytes, tables: Iterable[pa.Table]) -> None:
    """Write tables of one schema into a file and see it to the disk; all of it or no file."""
    import pyarrow.parquet as pq

    settings: Any = {"compression": "zstd", "write_page_checksum": True}
    try:
        with draft.open("wb") as file:
            with pq.ParquetWriter(file, schema.with_metadata({SEAL: seal}), **settings) as writer:
                for table in tables:
                    writer.write_table(table.replace_schema_metadata({SEAL: seal}))
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def seal_of(schema: pa.Schema, tables: Iterable[pa.Table]) -> bytes:
    """The seal of what some tables of one schema hold together."""
    rows, sums = 0, [_Sum(field.name, field.type) for field in schema]
    for table in tables:
        rows += table.num_rows
        for number, one in enumerate(sums):
            one.add(table.column(number))
    found = {one.name: one.value for one in sums}
    return json.dumps({"rows": rows, "columns": found}).encode()


class _Sum:
    """The checksum of a column, whatever pieces it comes in."""

    def __init__(self, name: str, kind: pa.DataType) -> None:
        self.name = name
        self._head = zlib.crc32(f"{name}\0{kind}".encode())
        self._known = self._sizes = self._values = 0

    @property
    def head(self) -> str:
        """The first hex digits, of name and type alone."""
        return f"{self._head:08x}"

    @property
    def value(self) -> str:
        """Hex digits: name and type, which values are known, their sizes, the values."""
        parts = (self._head, self._known, self._sizes, self._values)
        return "".join(f"{part:08x}" for part in parts)

    def add(self, column: pa.ChunkedArray) -> None:
        import numpy as np
        import pyarrow.compute as pc

        for piece in column.chunks:
            known = pc.is_valid(piece).to_numpy(zero_copy_only=False)
            self._known = zlib.crc32(known.tobytes(), self._known)
            sizes, values = _bytes(piece)
            self._sizes = zlib.crc32(np.asarray(sizes, np.int64).tobytes(), self._sizes)
            self._values = zlib.crc32(values, self._values)


def _bytes(piece: pa.Array) -> tuple[Any, Any]:
    """What an array holds: sizes of its texts (nothing for numbers), and the bytes of all."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = piece.type
    if pa.types.is_dictionary(kind):
        return _bytes(piece.cast(kind.value_type))
    if pa.types.is_null(kind):
        return (), b""
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        text = piece.fill_null("").cast(pa.large_string())
        ends = np.frombuffer(text.buffers()[1], np.int64)[text.offset :][: len(text) + 1]
        held = text.buffers()[2]
        values = memoryview(held)[ends[0] : ends[-1]] if held is not None and len(ends) else b""
        return pc.binary_length(text).to_numpy(zero_copy_only=False), values
    if pa.types.is_boolean(kind):
        return (), piece.cast(pa.uint8()).fill_null(0).to_numpy(zero_copy_only=False).tobytes()
    if pa.types.is_temporal(kind):
        piece = piece.cast(pa.int32() if kind.bit_width == 32 else pa.int64())
    return (), piece.fill_null(0).to_numpy(zero_copy_only=False).tobytes()


def read_table(
    path: Path, columns: Sequence[str] | None = None, *, unsealed: bool = False
) -> pa.Table:
    """A result file, or some of its columns, checked. Raises DamagedError.

    `unsealed`: also files that carry no seal, as sweeps wrote them before there was one.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        if path.stat().st_size == 0:
            raise DamagedError(path, "is empty")
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            whole, rows = file.schema_arrow, file.metadata.num_rows
            absent = [name for name in columns or () if name not in whole.names]
            if absent:
                raise DamagedError(path, f"has no column {absent[0]}")
            table = file.read(list(columns) if columns is not None else None)
    except ScenarioError:
        raise
    except (OSError, ValueError, MemoryError, OverflowError, pa.ArrowException) as error:
        raise DamagedError(path, _reason(error)) from None
    seal = (whole.metadata or {}).get(SEAL)
    if seal is not None:
        _hold_against(path, seal, whole, rows, table)
    elif not unsealed:
        raise DamagedError(path, "carries no seal: not written by a sweep, or changed since")
    return table.replace_schema_metadata(None)


def _reason(error: BaseException) -> str:
    told = getattr(error, "strerror", None)
    return f"cannot be read ({told})" if told else "is damaged (it does not read as it was written)"


def _hold_against(path: Path, seal: bytes, whole: pa.Schema, rows: int, table: pa.Table) -> None:
    try:
        said = json.loads(seal)
        columns, count = dict(said["columns"]), said["rows"]
    except (ValueError, TypeError, KeyError):
        raise DamagedError(path, "is damaged (its seal is broken)") from None
    if set(columns) != set(whole.names) or not rows == count == table.num_rows:
        raise DamagedError(path, "is damaged (other rows or columns than it was sealed with)")
    for field in table.schema:
        one = _Sum(field.name, field.type)
        if not str(columns[field.name]).startswith(one.head):
            # before its values are looked at: a type of another kind may not be summed at all
            raise DamagedError(path, f"is damaged (column {field.name} is of another type)")
        one.add(table.column(field.name))
        if one.value != columns[field.name]:
            raise DamagedError(path, f"is damaged (column {field.name} is not as it was written)")
