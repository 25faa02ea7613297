"""A made-up country's events in the layout of UCDP GED's full export."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np

COLUMNS = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,"
    "conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,"
    "side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,"
    "source_date,source_headline,source_original,where_prec,where_coordinates,where_description,"
    "adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,"
    "date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,"
    "gwnoa,gwnob"
)
HEAD = COLUMNS.split(",")
# name, latitude, longitude, first-level region, how much happens there
TOWNS = (
    ("Kestra", 6.0, 21.0, "Centre", 2),
    ("Orvan", 6.9, 21.6, "North", 9),
    ("Dalmi", 7.4, 20.6, "North", 7),
    ("Pesh", 7.8, 21.9, "North", 8),
    ("Sorrel", 5.2, 21.8, "South", 3),
    ("Vint", 4.8, 20.9, "South", 1),
)
STATE, REBELS, GUARDS = "Government of Kestria", "Northern Front", "Dalmi Guards"
SECRET = "A paper nobody may hand on"


def rows(count: int = 160, years: int = 2) -> list[dict[str, object]]:
    """Events of three sides over some years from 2003 on; the same every time."""
    rng = np.random.default_rng(3)
    weights = np.array([town[4] for town in TOWNS], float)
    found = []
    for number in range(count):
        name, lat, lon, region, _ = TOWNS[int(rng.choice(len(TOWNS), p=weights / weights.sum()))]
        kind = int(rng.choice([1, 2, 3], p=[0.6, 0.2, 0.2]))
        sides = {1: (STATE, REBELS), 2: (REBELS, GUARDS), 3: (GUARDS, "Civilians")}[kind]
        day = date(2003, 1, 1) + timedelta(days=int(rng.integers(365 * years)))
        deaths = int(min(rng.pareto(1.1) + 1, 90))
        row: dict[str, object] = dict.fromkeys(HEAD, "")
        row |= {"id": number, "year": day.year, "type_of_violence": kind, "where_prec": 1}
        row |= {"side_a": sides[0], "side_b": sides[1], "where_coordinates": f"{name} town"}
        row |= {"adm_1": region, "latitude": round(lat + rng.normal(0, 0.002), 5)}
        row |= {"longitude": round(lon + rng.normal(0, 0.002), 5), "country": "Kestria"}
        row |= {"date_prec": 1, "date_start": day, "date_end": day, "source_article": SECRET}
        row |= {"best": deaths, "low": deaths, "high": 2 * deaths}
        found.append(row)
    return found


def write(path: Path, table: list[dict[str, object]] | None = None) -> Path:
    """A file of them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEAD)
        writer.writeheader()
        writer.writerows(rows() if table is None else table)
    return path
