"""UCDP GED rows as the columns of `Run.events`.

Reads the full export of 49 columns and reduced tables with `date` instead of `date_start`.
Sundberg & Melander 2013; the codebook of GED 21.1 for the meaning of the columns.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.evidence.columns import Floats, Ints

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

TOWN_LEVEL = 2  # where_prec: 1 exact, 2 within about 25 km
EARTH_KM = 6371.0

_NEEDED = ("type_of_violence", "side_a", "side_b", "latitude", "longitude", "best")
_DEATHS = ("deaths_a", "deaths_b", "deaths_civilians")


def read_ged(
    source: Path | str | pd.DataFrame, graph: nx.Graph, country: str | None = None
) -> pd.DataFrame:
    """Events of `source` with the columns of `Run.events`, in the order of their days.

    `source`: a CSV file or its table. `country`: UCDP's name ("Bosnia-Herzegovina"); without it
    every row is taken. `graph`: places as nodes 0..P-1 with `name`, `lat`, `lon`, `admin1`;
    `location` and `adm_1` are those of the nearest one, coordinates stay the event's own.
    Rows located no better than a district are left out where the source tells. `week` counts
    from the Monday of the first event. Deaths by side are NaN where the source has none.
    ValueError: a column or the country is missing.
    """
    import pandas as pd

    raw = source if isinstance(source, pd.DataFrame) else pd.read_csv(source, low_memory=False)
    raw = _chosen(raw, country)
    latitude = raw["latitude"].to_numpy(dtype=np.float64)
    longitude = raw["longitude"].to_numpy(dtype=np.float64)
    nearest = nearest_place(latitude, longitude, graph)
    names = [str(graph.nodes[node]["name"]) for node in nearest]
    regions = [str(graph.nodes[node].get("admin1", "")) for node in nearest]
    start = raw["date_start"]
    kinds = raw["type_of_violence"].astype(int)
    table = {
        "week": (start - start.min()).dt.days.add(start.min().weekday()) // 7,
        "date_start": start,
        "type_of_violence": kinds,
        "side_a": raw["side_a"],
        "side_b": raw["side_b"],
        "side_a_kind": [side_kind(s, k) for s, k in zip(raw["side_a"], kinds, strict=True)],
        "side_b_kind": [side_kind(s, k) for s, k in zip(raw["side_b"], kinds, strict=True)],
        "best": raw["best"].astype(int),
    }
    table |= {name: raw[name] if name in raw else float("nan") for name in _DEATHS}
    table |= {
        "location": names,
        "adm_1": regions,
        "latitude": latitude,
        "longitude": longitude,
        "response": 0,
    }
    return pd.DataFrame(table, index=raw.index).reset_index(drop=True)


def _chosen(raw: pd.DataFrame, country: str | None) -> pd.DataFrame:
    """The rows wanted, with `date_start` as dates, in their order."""
    import pandas as pd

    if "date_start" not in raw and "date" in raw:
        raw = raw.rename(columns={"date": "date_start"})
    wanted = (*_NEEDED, "date_start", *(("country",) if country else ()))
    missing = [name for name in wanted if name not in raw]
    if missing:
        raise ValueError(f"not a UCDP GED table: columns {', '.join(missing)} are missing")
    if country is not None:
        held = sorted(set(raw["country"]))
        raw = raw[raw["country"] == country]
        if raw.empty:
            raise ValueError(f"no events of {country!r}; the table holds {', '.join(held)}")
    if "where_prec" in raw:
        raw = raw[raw["where_prec"] <= TOWN_LEVEL]
    raw = raw.assign(date_start=pd.to_datetime(raw["date_start"]).dt.normalize())
    return raw.sort_values("date_start", kind="stable")


def side_kind(name: str, type_of_violence: int) -> str:
    """What a side is, as far as UCDP's name and the type of violence tell.

    Governments are those UCDP calls so: self-proclaimed republics are rebels. A non-state side
    is "rebels" against a state or civilians and "militia" against another such side.
    """
    if name.startswith("Government of"):
        return "state"
    if name == "Civilians":
        return "civilians"
    return "militia" if type_of_violence == 2 else "rebels"


def nearest_place(latitude: Floats, longitude: Floats, graph: nx.Graph) -> Ints:
    """Node nearest to each point by great circle, (n,); degrees in."""
    nodes = [graph.nodes[node] for node in range(graph.number_of_nodes())]
    lat = np.radians([node["lat"] for node in nodes])
    lon = np.radians([node["lon"] for node in nodes])
    phi, theta = np.radians(latitude)[:, None], np.radians(longitude)[:, None]
    half = np.sin((lat - phi) / 2) ** 2 + np.cos(phi) * np.cos(lat) * np.sin((lon - theta) / 2) ** 2
    km = 2 * EARTH_KM * np.arcsin(np.sqrt(half))
    nearest: Ints = km.argmin(axis=1).astype(np.int64)
    return nearest
