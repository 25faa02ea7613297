"""A country as plain data for the maps: places, roads, outline on a plane."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.case.scenario import Scenario

DIGITS = 4


def land_of(case: Scenario) -> dict[str, Any]:
    """Places (name, x, y, people), roads as pairs, outline rings; y grows southward.

    Equirectangular at the country's middle latitude, in degrees of latitude.
    """
    region = case.region
    lat, lon = np.asarray(region.lat), np.asarray(region.lon)
    squeeze = math.cos(math.radians(float(lat.mean())))
    persons = region.place_persons(case.start.year)
    places = [
        {
            "n": name,
            "x": round(float(lon[i]) * squeeze, DIGITS),
            "y": round(-float(lat[i]), DIGITS),
            "p": round(float(persons[i])),
        }
        for i, name in enumerate(region.names)
    ]
    rings = [
        [[round(x * squeeze, DIGITS), round(-y, DIGITS)] for x, y in np.asarray(ring).tolist()]
        for ring in region.outline
    ]
    roads = [[int(a), int(b)] for a, b in region.graph.edges]
    return {"places": places, "roads": roads, "outline": rings}
