"""UCDP GED rows as the columns that every reader of events gives.

The full export of 49 columns, older ones (`best_est`), and reduced tables with `date` instead of
`date_start`. Sundberg & Melander 2013; the codebook of GED 21.1 for the meaning of the columns.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from sim.evidence.columns import Bools
from sim.evidence.events_cells import NO_DAY, days, numbers
from sim.evidence.events_file import Rows

TOWN_LEVEL: Final = 2  # where_prec: 1 exact, 2 within about 25 km
DEATHS: Final = ("deaths_a", "deaths_b", "deaths_civilians")


def columns(rows: Rows) -> tuple[dict[str, Any], list[tuple[str, Bools]]]:
    """The columns that every reader of events gives, and what GED alone requires of a row."""
    cells, count = rows.cells, len(rows)
    blank = [""] * count
    value = {
        name: numbers(cells.get(name, blank))
        for name in ("type_of_violence", "latitude", "longitude", "best", "low", "high", *DEATHS)
    }
    start, end = days([cells["date_start"], cells.get("date_end", blank)])
    kinds = value["type_of_violence"]
    found: dict[str, Any] = value | {
        "date_start": start,
        "date_end": end if "date_end" in cells else np.full(count, NO_DAY),
        "date_prec": numbers(cells.get("date_prec", blank)),
        "side_a": cells["side_a"],
        "side_b": cells["side_b"],
        "where": cells.get("where_coordinates", blank),
        "adm_1": cells.get("adm_1", blank),
    }
    for side in ("side_a", "side_b"):
        found[f"{side}_kind"] = [side_kind(s, k) for s, k in zip(cells[side], kinds, strict=True)]
    located = numbers(cells["where_prec"]) if "where_prec" in cells else np.ones(count)
    return found, [("located no better than a district", located <= TOWN_LEVEL)]


def side_kind(name: str, type_of_violence: float) -> str:
    """What a side is, as far as UCDP's name and the type of violence tell.

    Governments are those UCDP calls so: self-proclaimed republics are rebels. A non-state side
    is "rebels" against a state or civilians and "militia" against another such side.
    """
    if name.startswith("Government of"):
        return "state"
    if name == "Civilians":
        return "civilians"
    return "militia" if type_of_violence == 2 else "rebels"
