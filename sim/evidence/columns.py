"""Events as plain columns: what every statistic of events is computed from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
ELSEWHERE = -1

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_NEEDED = ("date_start", "type_of_violence", "side_a_kind", "best", "location")


@dataclass(frozen=True, slots=True)
class EventColumns:
    """Lethal events of one window, in the order of their days; every array (n,).

    `day`, `week` and `month` count from the window's first day, from the Monday on or before
    it, and from its first calendar month. A fit may build this without pandas.
    """

    day: Ints
    week: Ints
    month: Ints
    size: Ints  # deaths, best estimate, 1 and more
    kind: Ints  # 1 state-based, 2 non-state, 3 one-sided
    place: Ints  # row of the place, or ELSEWHERE
    by_state: Bools  # side A is a government

    def __len__(self) -> int:
        return len(self.day)

    def take(self, rows: Ints | Bools) -> EventColumns:
        """The chosen events."""
        return EventColumns(
            self.day[rows],
            self.week[rows],
            self.month[rows],
            self.size[rows],
            self.kind[rows],
            self.place[rows],
            self.by_state[rows],
        )


@dataclass(frozen=True, slots=True)
class Span:
    """Lengths of a window: the empty weeks, months and places count too."""

    weeks: int
    months: int
    places: int
    first_month: int = 0  # 0 January ... 11 December: where calendar years begin
    named: bool = True  # False: the places are only those that had an event

    @staticmethod
    def of(window: tuple[date, date], places: int, *, named: bool = True) -> Span:
        """From the first and the last day, both included."""
        first, last = window
        if last < first:
            raise ValueError(f"window ends {last} before it begins {first}")
        weeks = ((last - first).days + first.weekday()) // 7 + 1
        months = 12 * (last.year - first.year) + last.month - first.month + 1
        return Span(weeks, months, places, first.month - 1, named)


def event_columns(
    events: pd.DataFrame, window: tuple[date, date], places: Sequence[str] | None
) -> tuple[EventColumns, Span]:
    """Lethal events of `events` (columns of `Run.events`) within `window`, and its span.

    Without `places` the places are those that had an event. ValueError: a column is missing,
    a date cannot be read, or the window ends before it begins.
    """
    import pandas as pd

    missing = [name for name in _NEEDED if name not in events.columns]
    if missing:
        raise ValueError(f"events lack the columns {', '.join(missing)}")
    first, last = (np.datetime64(day, "D") for day in window)
    days = pd.to_datetime(events["date_start"]).to_numpy().astype("datetime64[D]")
    size = events["best"].to_numpy().astype(np.int64)
    rows = np.flatnonzero((size > 0) & (days >= first) & (days <= last))
    rows = rows[np.argsort(days[rows], kind="stable")]
    days = days[rows]
    towns = events["location"].to_numpy()[rows]
    names = pd.Index(places) if places is not None else pd.Index(pd.unique(towns))
    day = (days - first).astype(np.int64)
    months = days.astype("datetime64[M]") - first.astype("datetime64[M]")
    columns = EventColumns(
        day=day,
        week=(day + window[0].weekday()) // 7,
        month=months.astype(np.int64),
        size=size[rows],
        kind=events["type_of_violence"].to_numpy()[rows].astype(np.int64),
        place=names.get_indexer(pd.Index(towns)).astype(np.int64),
        by_state=np.asarray(events["side_a_kind"].to_numpy()[rows] == "state", dtype=np.bool_),
    )
    return columns, Span.of(window, len(names), named=places is not None)


def roads_of(graph: nx.Graph) -> Bools:
    """Which places a road joins, (P, P), of a graph whose nodes are 0..P-1."""
    import networkx as nx

    joined = nx.to_numpy_array(graph, nodelist=range(graph.number_of_nodes()), weight=None)
    return np.asarray(joined > 0, dtype=np.bool_)


def place_months(columns: EventColumns, span: Span) -> Floats:
    """Events by place and month, (P, M)."""
    known = columns.place != ELSEWHERE
    cell = columns.place[known] * span.months + columns.month[known]
    counts = np.bincount(cell, minlength=span.places * span.months)
    return counts.reshape(span.places, span.months).astype(np.float64)
