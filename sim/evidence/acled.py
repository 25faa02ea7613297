"""ACLED rows as the same columns, as far as the two ways of counting can be matched.

Raleigh et al. 2010; codebook of 2024. Battles are state-based where a state's
forces take part, else non-state; violence against civilians, and explosions or excessive force that
hit them, are one-sided. Riots, protests and strategic developments are no organised violence and
are left out. ACLED counts other deaths than UCDP: do not mix the two.
"""

from __future__ import annotations

import re
from typing import Any, Final

import numpy as np

from sim.evidence.columns import NON_STATE, ONE_SIDED, STATE_BASED, Bools
from sim.evidence.events_cells import NO_DAY, days, numbers
from sim.evidence.events_file import Rows

# inter codes: numbers until 2024, words since
INTER: Final = {
    "1": "state",
    "2": "rebels",
    "3": "militia",
    "4": "militia",
    "5": "rioters",
    "6": "protesters",
    "7": "civilians",
    "8": "other",
    "state forces": "state",
    "rebel group": "rebels",
    "rebel groups": "rebels",
    "rebel forces": "rebels",
    "political militia": "militia",
    "political militias": "militia",
    "identity militia": "militia",
    "identity militias": "militia",
    "communal militias": "militia",
    "rioters": "rioters",
    "protesters": "protesters",
    "civilians": "civilians",
    "external forces": "other",
    "other forces": "other",
    "external/other forces": "other",
}
FORCES = re.compile(r"(?:military|police|security) forces of |government of ", re.IGNORECASE)
YEARS = re.compile(r"\s*\((?:\d{4})?-(?:\d{4})?\)")  # "Military Forces of Mali (2012-2020)"
PRECISION: Final = {1.0: 1.0, 2.0: 3.0, 3.0: 4.0}  # day, week, month, as UCDP codes them
TOWN_LEVEL: Final = 2  # geo_precision: 1 the town, 2 a town near it, 3 a region


def columns(rows: Rows) -> tuple[dict[str, Any], list[tuple[str, Bools]]]:
    """The columns that every reader of events gives, and what ACLED alone requires of a row."""
    cells, count = rows.cells, len(rows)
    blank = [""] * count
    (start,) = days([cells["event_date"]])
    sides = [_sides(cells, row) for row in range(count)]
    what = [_type(cells, row, sides[row]) for row in range(count)]
    pairs = [_turned(kind, pair) for kind, pair in zip(what, sides, strict=True)]
    deaths = numbers(cells["fatalities"])
    stated = numbers(cells.get("time_precision", blank))
    found = {
        "date_start": start,
        "date_end": np.full(count, NO_DAY),
        "date_prec": np.array([PRECISION.get(value, 1.0) for value in stated]),
        "type_of_violence": np.array(what, np.float64),
        "side_a": [a for (a, _), _ in pairs],
        "side_b": [b for _, (b, _) in pairs],
        "side_a_kind": [kind for (_, kind), _ in pairs],
        "side_b_kind": [kind for _, (_, kind) in pairs],
        "latitude": numbers(cells["latitude"]),
        "longitude": numbers(cells["longitude"]),
        "best": deaths,
        "low": deaths,
        "high": deaths,
        "where": cells.get("where_coordinates", blank),
        "adm_1": cells.get("adm_1", blank),
    }
    found |= {name: np.full(count, np.nan) for name in ("deaths_a", "deaths_b", "deaths_civilians")}
    near = numbers(cells["geo_precision"]) if "geo_precision" in cells else np.ones(count)
    organised = np.array(what, np.float64) > 0
    return found, [
        ("of no organised violence (riots, protests, developments)", organised),
        ("located no better than a district", near <= TOWN_LEVEL),
    ]


Side = tuple[str, str]  # name and kind


def _sides(cells: dict[str, list[str]], row: int) -> tuple[Side, Side]:
    def side(number: str) -> Side:
        name = cells.get(f"actor{number}", [""] * (row + 1))[row]
        forces = FORCES.match(name)
        if forces:  # army and police of all its governments are one state
            name = f"Government of {name[forces.end() :].split(' (')[0].strip()}"
        name = YEARS.sub("", name).strip()
        code = cells.get(f"inter{number}", [""] * (row + 1))[row].lower().removesuffix(".0")
        kind = INTER.get(code, "")
        if not kind:
            kind = "civilians" if name.startswith("Civilians") else "militia"
        if kind == "other":
            kind = "state" if forces else "militia"
        return ("Civilians" if kind == "civilians" else name), kind

    one, two = side("1"), side("2")
    return one, two if two[0] else ("Civilians", "civilians")


def _type(cells: dict[str, list[str]], row: int, sides: tuple[Side, Side]) -> int:
    """UCDP's type of violence; 0: none of the three, -1: cannot be told."""
    event = cells["event_type"][row].lower()
    if not event:
        return -1
    below = cells["sub_event_type"][row].lower() if "sub_event_type" in cells else ""
    target = cells["civilian_targeting"][row].lower() if "civilian_targeting" in cells else ""
    kinds = {sides[0][1], sides[1][1]}
    against = kinds & {"civilians", "protesters"} or target == "civilian targeting"
    if event.startswith("violence against civilians") or below.startswith("excessive force"):
        return ONE_SIDED
    if event.startswith(("battle", "explosions", "remote violence")):
        if against:
            return ONE_SIDED
        return STATE_BASED if "state" in kinds else NON_STATE
    return 0


def _turned(kind: int, sides: tuple[Side, Side]) -> tuple[Side, Side]:
    """One-sided: who attacks comes first, and the attacked are civilians. Else the state first."""
    one, two = sides
    if kind == ONE_SIDED:
        attacker = two if one[1] in ("civilians", "protesters") else one
        return attacker, ("Civilians", "civilians")
    return (two, one) if two[1] == "state" and one[1] != "state" else (one, two)
