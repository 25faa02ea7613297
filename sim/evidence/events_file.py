"""Reading a table of events: which program wrote it, how it is separated and encoded, its cells.

UCDP GED (the full export of 49 columns, older ones, reduced tables) and ACLED (exports since 2010)
are told apart by their columns. Cells stay text here; `events_cells` reads them.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.fields.errors import ScenarioError
from sim.fields.faults import did_you_mean, shown

if TYPE_CHECKING:
    import pandas as pd

MOST_BYTES: Final = 2_000_000_000
SEPARATORS: Final = (",", ";", "\t", "|")
GED, ACLED = "UCDP GED", "ACLED"
# column -> names it has had, newest first; those of NEEDED must be there
COLUMNS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    GED: {
        "id": ("id",),
        "type_of_violence": ("type_of_violence",),
        "dyad_name": ("dyad_name",),
        "side_a": ("side_a",),
        "side_b": ("side_b",),
        "where_prec": ("where_prec",),
        "where_coordinates": ("where_coordinates",),
        "adm_1": ("adm_1",),
        "latitude": ("latitude",),
        "longitude": ("longitude",),
        "country": ("country",),
        "date_prec": ("date_prec",),
        "date_start": ("date_start", "date"),
        "date_end": ("date_end",),
        "deaths_a": ("deaths_a",),
        "deaths_b": ("deaths_b",),
        "deaths_civilians": ("deaths_civilians",),
        "best": ("best", "best_est"),
        "low": ("low", "low_est"),
        "high": ("high", "high_est"),
    },
    ACLED: {
        "id": ("event_id_cnty", "data_id"),
        "event_date": ("event_date",),
        "time_precision": ("time_precision", "time_prec"),
        "event_type": ("event_type",),
        "sub_event_type": ("sub_event_type",),
        "actor1": ("actor1",),
        "inter1": ("inter1",),
        "actor2": ("actor2",),
        "inter2": ("inter2",),
        "civilian_targeting": ("civilian_targeting",),
        "country": ("country",),
        "adm_1": ("admin1",),
        "where_coordinates": ("location",),
        "latitude": ("latitude",),
        "longitude": ("longitude",),
        "geo_precision": ("geo_precision", "geo_prec"),
        "fatalities": ("fatalities",),
    },
}
NEEDED: Final = {
    GED: ("type_of_violence", "side_a", "side_b", "latitude", "longitude", "best", "date_start"),
    ACLED: ("event_date", "event_type", "actor1", "inter1", "latitude", "longitude", "fatalities"),
}


@dataclass
class Rows:
    """Cells of a table as text, by column; `lines`: where each row begins in the file.

    `dropped`: reason -> how many rows were left out for it, and the first one's line.
    """

    file: str
    layout: str
    cells: dict[str, list[str]]
    lines: list[int]
    dropped: dict[str, tuple[int, int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    def drop(self, reason: str, line: int) -> None:
        """Count a row that is left out."""
        count, first = self.dropped.get(reason, (0, line))
        self.dropped[reason] = count + 1, first


def read_rows(source: Path | str | pd.DataFrame) -> Rows:
    """All rows of a file, or of its table. ScenarioError: no file, not a table of events."""
    if isinstance(source, (str, Path)):
        return _of_file(Path(source))
    text = source.astype(object).where(source.notna(), "").astype(str)
    layout, names = _layout("the table", [str(name) for name in source.columns])
    cells = {column: text[name].tolist() for column, name in names.items()}
    return Rows("the table", layout, cells, list(range(1, len(text) + 1)))


def _of_file(path: Path) -> Rows:
    check_file(path)
    try:
        return _decoded(path, encoding_of(path))
    except UnicodeDecodeError:
        return _decoded(path, "cp1252")  # what spreadsheets write where it is not Unicode
    except OSError as error:
        raise ScenarioError([f"{path}: cannot be read ({error.strerror})"]) from None


def check_file(path: Path, most: int = MOST_BYTES) -> None:
    """ScenarioError where there is no file to read, or one that is too big."""
    problem = ""
    if not path.exists():
        problem = "no such file"
    elif not path.is_file():
        problem = "is not an ordinary file; give a table"
    elif path.stat().st_size > most:
        problem = f"is over {most // 1_000_000:,} MB; cut it down to one country"
    if problem:
        raise ScenarioError([f"{path}: {problem}"])


def encoding_of(path: Path) -> str:
    """UTF-8 with or without its mark, or one of the kinds of UTF-16."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    half = len(start) // 4  # Latin letters: every other byte is zero
    if half and start[0::2].count(0) >= half:
        return "utf-16-be"
    return "utf-16-le" if half and start[1::2].count(0) >= half else "utf-8-sig"


def _decoded(path: Path, encoding: str) -> Rows:
    errors = "replace" if encoding == "cp1252" else "strict"
    with path.open(encoding=encoding, errors=errors, newline="") as file:
        first = file.readline(1_000_000)
        skip = re.fullmatch(r"\ufeff?sep=(.)\s*", first)  # a spreadsheet's own first line
        if skip:
            first = file.readline(1_000_000)
        head, separator = _head(first.lstrip("\ufeff"))
        layout, names = _layout(f"{path}:{1 + bool(skip)}", head)
        table = csv.reader(file, delimiter=separator)
        rows = Rows(str(path), layout, {column: [] for column in names}, [])
        at = {column: head.index(name) for column, name in names.items()}
        for line, cells in _lines(path, table, 1 + bool(skip)):
            if len(cells) != len(head):
                rows.drop(f"not as many values as the head ({len(head)})", line)
                continue
            rows.lines.append(line)
            for column, index in at.items():
                rows.cells[column].append(cells[index].strip())
    if not rows.lines:
        raise ScenarioError([f"{path}: holds no event; a row an event, below the head"])
    return rows


def _lines(path: Path, table: Iterator[list[str]], before: int) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, with the line each begins on."""
    begins = before + 1
    while True:
        try:
            cells = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            text = f"cannot be read as CSV ({error}); a quote is opened there and not closed"
            raise ScenarioError([f"{path}:{begins}: {text}"]) from None
        if any(cells):
            yield begins, cells
        begins = before + 1 + table.line_num  # type: ignore[attr-defined]


def _head(line: str) -> tuple[list[str], str]:
    """Column names in lower case, and what separates them: what finds most known names."""
    known = {name for columns in COLUMNS.values() for names in columns.values() for name in names}
    best: tuple[list[str], str] = ([], ",")
    for separator in SEPARATORS:
        cells = next(csv.reader([line], delimiter=separator), [])
        names = [cell.strip().lower() for cell in cells]
        if len(known & set(names)) > len(known & set(best[0])) or not best[0]:
            best = names, separator
    return best


def _layout(where: str, head: list[str]) -> tuple[str, dict[str, str]]:
    """Which program's table it is, and the name of each column that it has."""
    found = {
        layout: {c: name for c, names in columns.items() for name in names[::-1] if name in head}
        for layout, columns in COLUMNS.items()
    }
    layout = max(found, key=lambda name: len(set(found[name]) & set(NEEDED[name])))
    names = found[layout]
    missing = [column for column in NEEDED[layout] if column not in names]
    if missing:
        text = f"not a table of UCDP GED or ACLED events: columns {', '.join(missing)} are missing"
        near = f" (nearest to {layout}; it has {shown(head[:6])})"
        hint = did_you_mean(missing[0], head) if len(missing) < 3 else ""
        raise ScenarioError([f"{where}: {text}{near}{hint.removesuffix('?')}"])
    twice = sorted({name for name in names.values() if head.count(name) > 1})
    if twice:
        raise ScenarioError([f"{where}: column {', '.join(twice)} is there twice; keep one"])
    return layout, names
