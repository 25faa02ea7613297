"""Real events, of UCDP GED or ACLED, as the columns of `Run.events`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.evidence.events_ged import DEATHS
from sim.evidence.events_places import MOST_KM
from sim.evidence.events_real import read_real

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

KEPT: Final = (
    "week",
    "date_start",
    "type_of_violence",
    "side_a",
    "side_b",
    "side_a_kind",
    "side_b_kind",
    "best",
    *DEATHS,
    "location",
    "adm_1",
    "latitude",
    "longitude",
    "response",
    "date_end",
    "date_prec",
    "low",
    "high",
)


def read_ged(
    source: Path | str | pd.DataFrame,
    graph: nx.Graph,
    country: str | None = None,
    most_km: float = MOST_KM,
) -> pd.DataFrame:
    """Events of `source` with the columns of `Run.events`, in the order of their days.

    `source`: a CSV file or its table. `country`: as the table names it ("Bosnia-Herzegovina");
    needed where it holds several. `graph`: places as nodes 0..P-1 with `name`, `lat`, `lon`,
    `admin1`; `location` and `adm_1` are those of the nearest one within `most_km`, coordinates
    stay the event's own. Rows located no better than a district are left out where the source
    tells. `week` counts from the Monday of the first event. Deaths by side are NaN where the
    source has none. Beyond those of a run: `date_end`, `date_prec`, `low`, `high`.
    ScenarioError: the table cannot be used.
    """
    table = read_real(source, country).at_towns(graph, most_km).table
    start = table["date_start"]
    week = (start - start.min()).dt.days.add(start.min().weekday()) // 7
    return table.assign(week=week, response=0)[list(KEPT)]
