"""Rows of a sweep's tables, with one schema for all files of a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.batch.units import marked
from sim.runs.outcomes import OUTCOMES

if TYPE_CHECKING:
    import pyarrow as pa

    from sim.batch.plan import Point
    from sim.runs.run import Run

Factors = tuple[tuple[str, str, str], ...]  # group, name, column type
KEYS = ("run_id", "point_id", "scenario", "policy", "world", "seed")
ENDINGS = ("error", "seconds")


@dataclass(frozen=True)
class Row:
    """One finished run: its outcomes, or what went wrong."""

    run_id: str
    point: Point
    seed: int
    outcomes: dict[str, float] | None
    error: str | None
    seconds: float


def runs_schema(factors: Factors) -> pa.Schema:
    """run_id, point_id, scenario, policy, world, seed, factors, outcomes, error, seconds.

    Each field's metadata has its unit.
    """
    import pyarrow as pa

    types = {"double": pa.float64(), "int64": pa.int64(), "bool": pa.bool_(), "string": pa.string()}
    text, whole, number = pa.string(), pa.int64(), pa.float64()
    columns = [("run_id", text), ("point_id", text), ("scenario", text), ("policy", text)]
    columns += [("world", whole), ("seed", whole)]
    columns += [(name, types[kind]) for _, name, kind in factors]
    columns += [(name, number) for name in OUTCOMES]
    return marked(pa.schema([*columns, ("error", text), ("seconds", number)]))


def runs_table(rows: Sequence[Row], factors: Factors) -> pa.Table:
    """A table of finished runs; a failed one has no outcomes, and its error."""
    import pyarrow as pa

    schema = runs_schema(factors)
    return pa.Table.from_pylist([_record(row, factors) for row in rows], schema=schema)


def _record(row: Row, factors: Factors) -> dict[str, Any]:
    point = row.point
    keys = (row.run_id, point.id, point.scenario, point.policy, point.world, row.seed)
    settings = point.levers | point.uncertainties
    return {
        **dict(zip(KEYS, keys, strict=True)),
        **{name: settings.get(name) for _, name, _ in factors},
        **(row.outcomes or {}),
        "error": row.error,
        "seconds": row.seconds,
    }


def extra_table(kind: str, run_id: str, run: Run) -> pa.Table:
    """What else is kept of a run: its `series`, `events`, or totals by place (`places`)."""
    import pyarrow as pa

    frame = {"series": _series, "events": _events, "places": _places}[kind](run)
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    ids = pa.array([run_id] * table.num_rows, pa.string())
    return table.add_column(0, "run_id", ids)


def _series(run: Run) -> Any:
    numbers = run.series.drop(columns="date")
    floats = numbers.select_dtypes("float64").columns
    return numbers.astype(dict.fromkeys(floats, "float32"))


def _events(run: Run) -> Any:
    return run.events


def _places(run: Run) -> Any:
    """A row a place: deaths (persons), displaced (person-weeks), fear (mean, 0 to 1)."""
    import pandas as pd

    places = run.kept.places
    return pd.DataFrame(
        {
            "place": list(run.scenario.region.names),
            "deaths": places["deaths"].sum(axis=0, dtype=float),
            "displaced": places["displaced"].sum(axis=0, dtype=float),
            "fear": places["fear"].mean(axis=0, dtype=float),
        }
    )
