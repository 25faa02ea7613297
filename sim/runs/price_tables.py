"""Tables of what a policy costs: by lever, by period of its plan, by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.fields.conversions import SUNDAY, TINY, WEEKS_A_YEAR
from sim.runs.pricing import Bills, approved

if TYPE_CHECKING:
    import pandas as pd


def by_lever(planned: Bills, asked: Bills | None = None, paid: Bills | None = None) -> pd.DataFrame:
    """A row a lever: lever, planned, share, run [, asked, paid]; the last row is the total.

    `planned`, `asked`, `paid`: dollars a year while there is a mandate; `run`: planned dollars
    over the run; `share` of the planned total. Units stand in `attrs["units"]`.
    """
    import pandas as pd

    given = {"planned": planned, "asked": asked, "paid": paid}
    bills = {name: one for name, one in given.items() if one is not None}
    names = [
        lever.name
        for lever in planned.case.parts.levers
        if any(lever.name in one.by_lever for one in bills.values())
    ]
    table = pd.DataFrame({"lever": [*names, "total"]})
    for column, one in bills.items():
        each = [float(one.by_lever[n].sum()) if n in one.by_lever else 0.0 for n in names]
        table[column] = np.array([*each, one.total]) / one.years
    table.insert(2, "share", table.planned / max(planned.a_year, TINY))
    table.insert(3, "run", table.planned * planned.years)
    table.attrs["units"] = {
        "lever": "name",
        "planned": "dollars a year",
        "share": "share of the planned total",
        "run": "dollars over the run",
    } | dict.fromkeys(set(bills) & {"asked", "paid"}, "dollars a year")
    return table


def by_period(
    planned: Bills, asked: Bills | None = None, paid: Bills | None = None
) -> pd.DataFrame:
    """A row a period in which one plan holds: start, end, approved, planned [, asked, paid].

    All but the dates are dollars a year within the period.
    """
    edges = sorted({planned.case.week_of(day) for day in planned.case.policy.changes()})
    return _cut(planned, asked, paid, edges)


def by_year(planned: Bills, asked: Bills | None = None, paid: Bills | None = None) -> pd.DataFrame:
    """A row a calendar year with a mandate: as `by_period`, dollars a year within the year."""
    case, weeks = planned.case, len(planned.mandated)
    years = {case.date_of(week).year for week in range(weeks)}
    return _cut(planned, asked, paid, [case.week_of(date(year, 1, 4)) for year in years])


def _cut(
    planned: Bills, asked: Bills | None, paid: Bills | None, edges: Sequence[int]
) -> pd.DataFrame:
    import pandas as pd

    case, weeks = planned.case, len(planned.mandated)
    given = {"planned": planned, "asked": asked, "paid": paid}
    money = approved(case, weeks)
    rows = []
    for first, last in _spans(planned.mandated, edges):
        per_year = WEEKS_A_YEAR / (last - first)
        row: dict[str, object] = {"start": case.date_of(first)}
        row["end"] = case.date_of(last - 1) + timedelta(days=SUNDAY)
        row["approved"] = float(money[first:last].sum()) * per_year
        for name, one in given.items():
            if one is not None:
                row[name] = float(one.dollars[first:last].sum()) * per_year
        rows.append(row)
    table = pd.DataFrame(rows, columns=None if rows else ["start", "end", "approved", "planned"])
    table.attrs["units"] = {
        column: "date" if column in ("start", "end") else "dollars a year"
        for column in table.columns
    }
    return table


def _spans(mandated: NDArray[np.bool_], edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First week and the one after the last of each stretch with a mandate between edges."""
    weeks = len(mandated)
    turns = [week for week in range(1, weeks) if mandated[week] != mandated[week - 1]]
    cuts = sorted({0, weeks, *turns, *[edge for edge in edges if 0 < edge < weeks]})
    for first, last in pairwise(cuts):
        if mandated[first]:
            yield first, last
