"""Results for other programs: CSV for anything, Excel for an office."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sim.batch.answers as answers
import sim.batch.store as store
from sim.batch.results import Results
from sim.batch.units import marked
from sim.fields.csv_text import csv_text, is_risky
from sim.fields.errors import ScenarioError
from sim.runs.outcomes import table as outcome_table

if TYPE_CHECKING:
    import pandas as pd

MOST_EXCEL_ROWS = 1_048_575
KINDS = ("runs", "points", "series", "places", "events", "answers")


def table_of(results: Results, kind: str) -> pd.DataFrame:
    """A table by name: all runs (failed ones with their error), points, answers, extras."""
    if kind == "runs":
        return results.all_runs
    if kind == "points":
        return results.points
    if kind == "answers":
        return answers.table(answers.answers(results))
    return results.extra(kind)


def export(results: Results, path: Path, kind: str = "runs") -> None:
    """Write a table as .csv, .parquet or .xlsx (a workbook of runs, answers, points, outcomes).

    The file is whole or absent. Raises ScenarioError for another ending, or rows beyond Excel.
    """
    writers = {".csv": _csv, ".parquet": _parquet, ".xlsx": _workbook}
    if path.suffix not in writers:
        raise ScenarioError([f"{path}: must end in .csv, .xlsx or .parquet"])
    draft = path.with_name(f".{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        writers[path.suffix](results, draft, kind)
        draft.replace(path)
    except OSError as error:
        raise ScenarioError([f"{path}: cannot be written ({store.reason_of(error)})"]) from None
    finally:
        draft.unlink(missing_ok=True)


def _csv(results: Results, draft: Path, kind: str) -> None:
    draft.write_text(csv_text(table_of(results, kind)), encoding="utf-8", newline="\n")


def _parquet(results: Results, draft: Path, kind: str) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    frame = table_of(results, kind)
    table = pa.Table.from_pandas(frame, preserve_index=False)
    pq.write_table(
        table.cast(marked(table.schema, frame.attrs.get("units"))), draft, write_page_checksum=True
    )


def _workbook(results: Results, draft: Path, kind: str) -> None:
    try:
        import openpyxl  # type: ignore[import-untyped]
    except ModuleNotFoundError:
        raise ScenarioError(
            ["Excel files need one more package: pip install openpyxl (or export to .csv)"]
        ) from None
    kinds = list(dict.fromkeys([kind, "runs", "answers", "points"]))
    book = openpyxl.Workbook(write_only=True)
    for name in kinds:
        _sheet(book, name, table_of(results, name))
    rows = outcome_table()
    _fill(book.create_sheet("outcomes"), list(rows[0]), (row.values() for row in rows))
    about = [[key, str(results.manifest[key])] for key in ("title", "question", "provenance")]
    _fill(book.create_sheet("about"), ["what", "value"], about)
    book.save(draft)


def _sheet(book: Any, name: str, frame: pd.DataFrame) -> None:
    if len(frame) > MOST_EXCEL_ROWS:
        raise ScenarioError(
            [f"{name}: {len(frame):,} rows; Excel takes {MOST_EXCEL_ROWS:,}, export to .csv"]
        )
    _fill(book.create_sheet(name), list(frame.columns), frame.itertuples(index=False, name=None))


def _fill(sheet: Any, headings: list[str], rows: Iterable[Iterable[Any]]) -> None:
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]

    sheet.append(headings)
    for row in rows:
        cells = []
        for value in row:
            value = _plain(value)
            if is_risky(value):
                cell = WriteOnlyCell(sheet, value=value)
                cell.data_type = "s"
                value = cell
            cells.append(value)
        sheet.append(cells)


def _plain(value: Any) -> Any:
    import pandas as pd

    if value is None or (isinstance(value, float) and value != value) or value is pd.NaT:
        return None
    return value.item() if hasattr(value, "item") else value
