"""The course of one war, simulated or real: deaths by year, month, kind and place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from sim.evidence.columns import NON_STATE, ONE_SIDED, STATE_BASED, Floats
from sim.evidence.periods import Periods, Window, covered

if TYPE_CHECKING:
    import pandas as pd

    from sim.runs.run import Run

KINDS = {STATE_BASED: "state_based", NON_STATE: "non_state", ONE_SIDED: "one_sided"}
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Course:
    """Deaths (best estimates, every kind of organised violence) of one war in one window.

    `cells`: those at named places by month. `over`: the day after which no party fought any
    more, None while the war goes on.
    """

    window: Window
    years: Floats
    months: Floats
    kinds: Floats  # (3,) in the order of KINDS
    cells: Floats  # (P, M)
    over: date | None = None

    @property
    def places(self) -> Floats:
        """(P,) at named places."""
        return self.cells.sum(axis=1)

    @property
    def deaths(self) -> float:
        """All of the window's."""
        return float(self.months.sum())

    @property
    def kind_shares(self) -> Floats:
        """(3,) of all deaths; NaN without any."""
        return self.kinds / self.deaths if self.deaths else np.full(len(KINDS), np.nan)

    @property
    def first_half(self) -> float:
        """Share of the deaths that fall into the window's first half, by months."""
        half = len(self.months) // 2
        return float(self.months[:half].sum()) / self.deaths if self.deaths else float("nan")

    @property
    def slope(self) -> float:
        """Least-squares slope of log(1 + deaths) by calendar year, per year."""
        return slope(self.years, self.window)


def slope(years: Floats, window: Window) -> float:
    """Least-squares slope of log(1 + deaths) by calendar year of a window, per year.

    Years that the window cuts count with the deaths that a whole one would have had. NaN
    for fewer than three years.
    """
    periods = Periods.of(window, MONTHS_A_YEAR)
    if len(periods) < 3:
        return float("nan")
    level = np.log1p(years / periods.exposure)
    return float(np.polyfit(periods.middle, level, 1)[0])


def course_of(events: pd.DataFrame, window: Window, places: Sequence[str]) -> Course:
    """Of events with the columns of `Run.events`; `best` need not be whole.

    Deaths at places that are not named count, but for `places`.
    """
    import pandas as pd

    ordinal = date(1970, 1, 1).toordinal()
    days = pd.to_datetime(events["date_start"]).to_numpy().astype("datetime64[D]")
    day = days.astype(np.int64) + ordinal
    kind = events["type_of_violence"].to_numpy(dtype=np.int64)
    rows = (day >= window[0].toordinal()) & (day <= window[1].toordinal())
    rows &= np.isin(kind, list(KINDS))
    best = events["best"].to_numpy(dtype=np.float64)[rows]
    at, kind = day[rows].astype(np.float64), kind[rows]
    row = pd.Index(places).get_indexer(pd.Index(events["location"].to_numpy()[rows]))
    known, months = row >= 0, Periods.of(window, 1)
    cell = row * len(months) + np.searchsorted(months.edges, at, side="right") - 1
    cells = np.bincount(cell[known], best[known], len(places) * len(months))
    return Course(
        window,
        Periods.of(window, MONTHS_A_YEAR).total(at, best),
        months.total(at, best),
        np.array([best[kind == k].sum() for k in KINDS]),
        cells.astype(np.float64).reshape(len(places), len(months)),
    )


def course_of_run(run: Run) -> Course:
    """Of the part of the scenario's war window that the run covers. ValueError: none of it."""
    case = run.scenario
    last = case.date_of(run.weeks) - timedelta(days=1)
    found = course_of(run.events, covered(case.war_window, case.monday, last), case.region.names)
    over = case.date_of(run.war_over) if run.war_over >= 0 else None
    return replace(found, over=over)


def raised(events: pd.DataFrame, totals: Mapping[tuple[int, int], float]) -> pd.DataFrame:
    """Events whose deaths add up to `totals` by (year, kind) of a whole country.

    For rows that hold only the located part of a record: each counts for those like it. What
    has no row in its year, or no total, stays as it is.
    """
    import pandas as pd

    year = pd.to_datetime(events["date_start"]).dt.year
    kind = events["type_of_violence"]
    held = events["best"].groupby([year, kind]).transform("sum")
    wanted = [totals.get(cell, np.nan) for cell in zip(year, kind, strict=True)]
    factor = (pd.Series(wanted, index=events.index) / held.where(held > 0)).fillna(1.0)
    return events.assign(best=events["best"] * factor)
