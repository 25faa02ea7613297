"""Real events of one country, from a file of UCDP GED or ACLED: read, sifted, laid to towns.

A row that cannot be used is left out and counted, with the reason and the first line; what makes
the whole file unusable is a ScenarioError.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.evidence import acled, events_ged
from sim.evidence.columns import Bools, Floats
from sim.evidence.events_cells import Days
from sim.evidence.events_file import ACLED, Rows, read_rows
from sim.evidence.events_places import MOST_KM, nearest_towns
from sim.fields.errors import ScenarioError
from sim.fields.faults import did_you_mean, shown

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

# how well a day is known, as UCDP codes it: 1 the day, 2 two to six days, 3 the week, 4 the month,
# 5 the year
DAY, WEEK, MONTH, YEAR = 2, 3, 4, 5
MOST_LISTED: Final = 12
_LATEST = np.datetime64("2100-01-01", "D")
_EARLIEST = np.datetime64("1900-01-01", "D")


@dataclass(frozen=True)
class Real:
    """Lethal and other events of one country, in the order of their days.

    `table`: date_start, date_end, date_prec, type_of_violence, side_a, side_b, their kinds, best,
    low, high, deaths by side (NaN: not known), latitude, longitude, where, adm_1. `rows`: of the
    country in the file; `dropped`: reason -> how many of them were left out, and the first line.
    """

    file: str
    layout: str
    country: str
    table: pd.DataFrame
    rows: int
    dropped: Mapping[str, tuple[int, int]]

    def at_towns(self, graph: nx.Graph, most_km: float = MOST_KM) -> Real:
        """With `location` and `adm_1` of the nearest place; farther ones are left out."""
        point = [self.table[name].to_numpy(np.float64) for name in ("latitude", "longitude")]
        nearest, km = nearest_towns(point[0], point[1], graph)
        near = km <= most_km
        if not near.any():
            text = f"no event of {self.country} is within {most_km:,.0f} km of a town of the region"
            raise ScenarioError([f"{self.file}: {text}; is it the same country?"])
        nodes = graph.nodes
        table = self.table.assign(
            location=[str(nodes[p]["name"]) for p in nearest],
            adm_1=[str(nodes[p].get("admin1", "")) for p in nearest],
        )[near]
        reason = f"over {most_km:,.0f} km from any town"
        dropped = dict(self.dropped)
        if not near.all():
            dropped[reason] = int((~near).sum()), int(self.table["line"].to_numpy()[~near].min())
        return replace(self, table=table.reset_index(drop=True), dropped=dropped)

    @property
    def words(self) -> list[str]:
        """What was read and what was left out, a line each."""
        lines = [f"{self.layout}, {self.country}: {len(self.table):,} of {self.rows:,} rows used"]
        for reason, (count, first) in self.dropped.items():
            lines.append(f"left out: {count:,} {reason} (first: line {first:,})")
        vague = int((self.table["date_prec"] >= MONTH).sum())
        if vague:
            lines.append(f"{vague:,} dated no better than the month: spread over their days")
        return lines


def read_real(source: Path | str | pd.DataFrame, country: str | None = None) -> Real:
    """Events of one country, before they are laid to towns.

    `country`: as the file names it; needed where it holds several. ScenarioError: the file cannot
    be used, or holds no usable event of the country.
    """
    import pandas as pd

    rows = read_rows(source)
    rows, country = _of_country(rows, country)
    count = len(rows)
    read = acled.columns if rows.layout == ACLED else events_ged.columns
    try:
        columns, tests = read(rows)
    except ValueError as error:  # dates that can be read in two ways
        text = f"{error}; write dates as 2020-12-31"
        raise ScenarioError([f"{rows.file}: {text}"]) from None
    keep = sifted(rows, [*tests, *_common(columns)])
    table = pd.DataFrame({"line": rows.lines, **columns})[keep]
    if table.empty:
        why = "; ".join(f"{n:,} {reason}" for reason, (n, _) in rows.dropped.items())
        raise ScenarioError([f"{rows.file}: no usable event of {country} ({why})"])
    table = _finished(table.sort_values("date_start", kind="stable").reset_index(drop=True))
    dropped = {reason: found for reason, found in rows.dropped.items() if found[0]}
    return Real(rows.file, rows.layout, country, table, count, dropped)


def _of_country(rows: Rows, country: str | None) -> tuple[Rows, str]:
    """The rows of one country; a table without the column is of the one that is named."""
    cells = rows.cells.get("country")
    if cells is None:
        return rows, country or "the country"
    names = [name for name, _ in Counter(filter(None, cells)).most_common()]
    listed = ", ".join(names[:MOST_LISTED]) + (", ..." if len(names) > MOST_LISTED else "")
    if country is None and len(names) > 1:
        text = f"{rows.file}: holds {len(names)} countries; say which with --country: {listed}"
        raise ScenarioError([text])
    wanted = country if country is not None else names[0] if names else ""
    matches = [name for name in names if name.casefold() == wanted.strip().casefold()]
    if not matches:
        hint = did_you_mean(wanted, names)
        text = f"no events of {shown(wanted)}; the table holds {listed}"
        raise ScenarioError([f"{rows.file}: {text}{hint if 'did' in hint else ''}"])
    for line, name in zip(rows.lines, cells, strict=True):
        if not name:
            rows.drop("without a country", line)
    own = [row for row, name in enumerate(cells) if name == matches[0]]
    return _taken(rows, own), matches[0]


def _taken(rows: Rows, chosen: Sequence[int]) -> Rows:
    cells = {name: [column[row] for row in chosen] for name, column in rows.cells.items()}
    return Rows(rows.file, rows.layout, cells, [rows.lines[row] for row in chosen], rows.dropped)


def sifted(rows: Rows, tests: Sequence[tuple[str, Bools]]) -> Bools:
    """Rows that pass all tests; each of the others is counted once, under the first it fails."""
    keep = np.ones(len(rows), dtype=np.bool_)
    for reason, passed in tests:
        for row in np.flatnonzero(keep & ~passed):
            rows.drop(reason, rows.lines[row])
        keep &= passed
    return keep


def _common(columns: Mapping[str, Any]) -> list[tuple[str, Bools]]:
    """What any layout's rows must have."""
    start: Days = columns["date_start"]
    best, lat, lon = (columns[name] for name in ("best", "latitude", "longitude"))
    sides = [np.array([bool(name) for name in columns[key]]) for key in ("side_a", "side_b")]
    with np.errstate(invalid="ignore"):
        on_earth = (np.abs(lat) <= 90.0) & (np.abs(lon) <= 180.0)
        return [
            ("without a date that can be read", (start >= _EARLIEST) & (start < _LATEST)),
            ("of no type of violence (1, 2, 3)", np.isin(columns["type_of_violence"], (1, 2, 3))),
            ("without a side", sides[0] & sides[1]),
            ("without a number of deaths", (best >= 0) & (best < 1e7)),
            ("without coordinates on earth", on_earth),
        ]


def _finished(table: pd.DataFrame) -> pd.DataFrame:
    """Whole numbers where they are whole, days in order, and how well each is known."""
    start = table["date_start"].to_numpy().astype("datetime64[D]")
    end = table["date_end"].to_numpy().astype("datetime64[D]")
    stated = table["date_prec"].to_numpy(np.float64)
    stated = np.where(np.isin(stated, (1, 2, 3, 4, 5)), stated, 1).astype(np.int64)
    no_end = np.isnat(end) | (end < start)
    month, year = start.astype("datetime64[M]"), start.astype("datetime64[Y]")
    whole = np.where(
        stated >= YEAR, (year + 1).astype("datetime64[D]"), (month + 1).astype("datetime64[D]")
    ) - np.timedelta64(1, "D")
    end = np.where(no_end, np.where(stated >= MONTH, whole, start), end)
    long = (end - start).astype(np.int64)
    known = np.searchsorted([1, 6, 7, 32], long, side="right") + 1
    best = table["best"].round().astype(np.int64)
    return table.assign(
        date_start=start.astype("datetime64[ns]"),
        date_end=end.astype("datetime64[ns]"),
        date_prec=np.maximum(stated, known),
        type_of_violence=table["type_of_violence"].astype(np.int64),
        best=best,
        low=_whole(table["low"], best),
        high=_whole(table["high"], best),
    )


def _whole(column: Any, instead: Any) -> Any:
    values = column.to_numpy(np.float64)
    return np.where(values >= 0, values, instead).round().astype(np.int64)


def spread(events: pd.DataFrame) -> pd.DataFrame:
    """Events known to the month or year, laid over the months they may have happened in.

    Each becomes a row a calendar month, with deaths by days; `best` need not be whole any more.
    """
    import pandas as pd

    vague = events["date_prec"].to_numpy() >= MONTH
    if not vague.any():
        return events
    first = events["date_start"].to_numpy().astype("datetime64[D]")[vague]
    last = events["date_end"].to_numpy().astype("datetime64[D]")[vague]
    row, begins, share = [], [], []
    for at, one, two in zip(np.flatnonzero(vague), first, last, strict=True):
        months = np.arange(one.astype("datetime64[M]"), two.astype("datetime64[M]") + 1)
        starts = np.maximum(months.astype("datetime64[D]"), one)
        ends = np.minimum((months + 1).astype("datetime64[D]"), two + 1)
        row += [at] * len(months)
        begins += list(starts)
        share += list((ends - starts).astype(np.int64) / ((two - one).astype(np.int64) + 1))
    parts = events.take(row)
    weight: Floats = np.array(share)
    parts = parts.assign(
        date_start=np.array(begins, "datetime64[ns]"), best=parts["best"].to_numpy() * weight
    )
    whole = events[~vague].assign(best=events["best"][~vague].astype(np.float64))
    return pd.concat([whole, parts]).sort_values("date_start", kind="stable", ignore_index=True)
