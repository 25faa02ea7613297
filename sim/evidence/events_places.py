"""Which town is nearest to an event, and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.evidence.columns import Floats, Ints

if TYPE_CHECKING:
    import networkx as nx

EARTH_KM: Final = 6371.0
MOST_KM: Final = 250.0  # of the shipped countries' 6,639 located events the farthest is 243 km away
PAIRS_AT_ONCE: Final = 4_000_000


def nearest_towns(latitude: Floats, longitude: Floats, graph: nx.Graph) -> tuple[Ints, Floats]:
    """Node nearest to each point by great circle and the distance in km, (n,); degrees in."""
    nodes = [graph.nodes[node] for node in range(graph.number_of_nodes())]
    lat, lon = (np.array([node[key] for node in nodes], np.float64) for key in ("lat", "lon"))
    return nearest_points(latitude, longitude, lat, lon)


def nearest_points(
    latitude: Floats, longitude: Floats, lat: Floats, lon: Floats
) -> tuple[Ints, Floats]:
    """Which of some points is nearest to each of others, and how many km away, (n,)."""
    nearest, away = np.empty(len(latitude), np.int64), np.empty(len(latitude))
    size = max(PAIRS_AT_ONCE // max(len(lat), 1), 1)
    lat, lon = np.radians(lat), np.radians(lon)
    for first in range(0, len(latitude), size):
        rows = slice(first, first + size)
        phi, theta = np.radians(latitude[rows])[:, None], np.radians(longitude[rows])[:, None]
        km = great_circle(phi, theta, lat, lon)
        nearest[rows], away[rows] = km.argmin(axis=1), km.min(axis=1)
    return nearest, away


def great_circle(lat_a: Floats, lon_a: Floats, lat_b: Floats, lon_b: Floats) -> Floats:
    """Distance in km; radians in."""
    half = np.sin((lat_b - lat_a) / 2) ** 2
    half = half + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    km: Floats = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return km
