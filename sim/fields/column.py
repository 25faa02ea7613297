"""Columns of the state as data: type, unit, range and meaning in one place.

A table is a TypedDict of annotated columns. From it come the numpy dtype (a row of the table is
a struct), the types that mypy checks every `places["heat"]` against, the bounds that tests hold a
run to, and docs/state.md. At run time a table is a structured array, never a dict.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeVar, cast, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

# columns of reals and of whole numbers, by bytes
R8 = NDArray[np.float64]
R4 = NDArray[np.float32]
I8 = NDArray[np.int64]
I4 = NDArray[np.int32]
I2 = NDArray[np.int16]
I1 = NDArray[np.int8]
MOST: Final = float("inf")
T = TypeVar("T")


@dataclass(frozen=True)
class Column:
    """A column's meaning, unit and range (both ends inclusive); `width` values a row."""

    meaning: str
    unit: str
    low: float = 0.0
    high: float = MOST
    width: int = 1


def columns_of(table: type[Any]) -> dict[str, tuple[np.dtype[Any], Column]]:
    """Type and meaning of each column of a table by name, in order."""
    found = {}
    for name, hint in get_type_hints(table, include_extras=True).items():
        array, column = get_args(hint)
        found[name] = (np.dtype(_scalar_of(array)), column)
    return found


def _scalar_of(array: Any) -> Any:
    """The type of an NDArray's numbers; numpy 2.5 has another kind of alias than those before."""
    given = get_args(array)
    return given[0] if len(given) == 1 else get_args(given[1])[0]


def dtype_of(table: type[Any]) -> np.dtype[Any]:
    """The numpy dtype of a row of a table, aligned as compiled code wants it.

    One object a table: numba knows a dtype again at once by identity, by comparison slowly.
    """
    return _dtype_of(cast(Hashable, table))


@cache
def _dtype_of(table: Hashable) -> np.dtype[Any]:
    fields = [
        (name, kind, (column.width,)) if column.width > 1 else (name, kind)
        for name, (kind, column) in columns_of(table).items()  # type: ignore[arg-type]
    ]
    return np.dtype(fields, align=True)


def blank(table: type[T], rows: int) -> T:
    """A table of so many rows, all of whose columns are 0."""
    return cast(T, np.zeros(rows, dtype_of(table)))


def as_array(table: Any) -> NDArray[np.void]:
    """A table as the structured array that it is, for what concerns whole rows."""
    return cast(NDArray[np.void], table)
