"""What a comparison of two policies leaves in a folder: tables; pictures of when, where, who."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sim.fields.csv_text import csv_text
from sim.runs.run import write_whole
from sim.view import style
from sim.view.sweep import charts as sweep_charts

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.pairs.compare import Comparison

RUNNING = ("civilian_deaths",)  # weekly columns told as a running total
WEEKLY = ("displaced", "troops", "control_state")


def write_pair(
    found: Comparison, shares: pd.DataFrame | None, outcome: str | None, folder: Path
) -> list[str]:
    """Write tables and pictures of a comparison, and of its split by lever where there is one.

    Returns the names of the files. Raises OSError where the folder cannot be written.
    """
    tables = {
        "outcomes.csv": found.table,
        "over_time.csv": found.series,
        "places.csv": found.places,
        "communities.csv": found.communities,
    }
    if shares is not None:
        tables["split.csv"] = shares
    for name, table in tables.items():
        write_whole(folder / name, csv_text(table))
    drawn = []
    for name, draw in _pictures(found, shares, outcome).items():
        with style.drawing():
            style.save(draw(), folder / name, f"{found.base.hash} {found.whatif.hash}")
        drawn.append(name)
    return [*tables, *drawn]


def _pictures(
    found: Comparison, shares: pd.DataFrame | None, outcome: str | None
) -> dict[str, Callable[[], Figure]]:
    """File name -> how it is drawn; only what differs."""
    pictures: dict[str, Callable[[], Figure]] = {}
    for column in (*RUNNING, *WEEKLY):
        table, below = over_time(found, column)
        if table["diff"].abs().max() > 0.0:
            pictures[f"{column}.png"] = lambda t=table, c=column, b=below: (  # type: ignore[misc]
                sweep_charts.over_time(t, c, found.base.name, b)
            )
    deaths = found.places[found.places.column == "deaths"]
    people = found.communities.rename(columns={"people": "share"})
    names = ("the what-if", found.base.name)
    if deaths["diff"].abs().max() > 0.0:
        pictures["places.png"] = lambda: sweep_charts.places(deaths, *names)
        pictures["communities.png"] = lambda: sweep_charts.communities(people, *names)
    if shares is not None and outcome is not None:
        pictures["split.png"] = lambda: sweep_charts.waterfall(shares, outcome, found.base.name)
    return pictures


def over_time(found: Comparison, column: str) -> tuple[pd.DataFrame, str]:
    """policy, date, diff, lo, hi of a weekly column, and what the picture says below its title.

    A running total is that of the means; its band would need each pair's total, so it has none.
    """
    table = found.series[found.series.column == column].assign(policy="the what-if")
    if column not in RUNNING:
        return table, f"Week by week: mean of {len(found.seeds)} paired worlds with 95 % band"
    total = table["diff"].cumsum()
    return table.assign(diff=total, lo=total, hi=total), (
        f"Running total: mean of {len(found.seeds)} paired worlds"
    )
