"""Units of the columns of result tables: in `attrs`, in parquet, as a row of a summary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sim.batch.factors import known
from sim.runs.outcomes import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

UNIT = "unit"  # a field's metadata in parquet
PLAIN = {
    "run_id": "name",
    "point_id": "name",
    "scenario": "name",
    "policy": "name",
    "outcome": "name",
    "factor": "name",
    "level": "level of the factor",
    "other": "name",
    "other_level": "level of the other factor",
    "world": "number",
    "seed": "number",
    "sample": "number",
    "week": "weeks",
    "seconds": "seconds",
    "error": "text",
}


def unit_of(column: str) -> str:
    """The unit of a column of the runs: of an outcome, of a factor by its path; "" if unknown."""
    if column in PLAIN:
        return PLAIN[column]
    if column in OUTCOMES:
        return OUTCOMES[column].unit
    return known()[column].unit if column in known() else ""


def units(columns: Iterable[str], own: Mapping[str, str] | None = None) -> dict[str, str]:
    """Units by column; `own` are a table's own and win."""
    return {name: (own or {}).get(name, unit_of(name)) for name in map(str, columns)}


def with_units(frame: pd.DataFrame, own: Mapping[str, str] | None = None) -> pd.DataFrame:
    """The same frame with the unit of each column in `attrs["units"]`."""
    frame.attrs["units"] = units(frame.columns, own)
    return frame


def describe(frame: pd.DataFrame) -> pd.DataFrame:
    """pandas' `describe` of the numbers, with a row `units` on top."""
    import pandas as pd

    told = frame.attrs.get("units") or units(frame.columns)
    table = frame.select_dtypes("number").describe().astype(object)
    head = pd.DataFrame([{name: told.get(name, "") for name in table.columns}], index=["units"])
    return pd.concat([head, table])


def marked(schema: pa.Schema, own: Mapping[str, str] | None = None) -> pa.Schema:
    """A parquet schema whose fields carry their units as metadata."""
    import pyarrow as pa

    told = units(schema.names, own)
    fields = [
        field.with_metadata((field.metadata or {}) | {UNIT: told[field.name]})
        if told[field.name]
        else field
        for field in schema
    ]
    return pa.schema(fields, metadata=schema.metadata)
