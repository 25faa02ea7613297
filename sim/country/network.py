"""Roads where none are given: which places are neighbours, how long and how good a road is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.country.files import road_hours, wet_hours

DETOUR: Final = 1.2  # km of road a km as the crow flies (assumption)


def neighbours(points: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Pairs in whose circle (their distance as diameter) no third point lies, in order.

    All of them are sides of Delaunay's triangles. Gabriel & Sokal 1969; every place is joined to
    its nearest one, and all hang together.
    """
    pairs = []
    for a, b in np.unique(np.sort(_sides(points), axis=1), axis=0).tolist():
        from_a, from_b = (((points - points[end]) ** 2).sum(axis=1) for end in (a, b))
        if not (from_a + from_b < from_a[b] - 1e-9).any():
            pairs.append((a, b))
    return pairs


def _sides(points: NDArray[np.float64]) -> NDArray[np.int64]:
    """(S, 2) sides of Delaunay's triangles; all pairs where there are none to be had."""
    from scipy.spatial import Delaunay, QhullError  # slow to import, and few countries need it

    try:
        corners = Delaunay(points).simplices
    except (QhullError, ValueError):  # too few points, or all on a line
        return np.array(np.triu_indices(len(points), 1), np.int64).T
    return np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])


def road_quality(rank_a: int, rank_b: int, km: float) -> float:
    """Better between large towns (rank 0 is the largest), worse when long (assumption)."""
    first, second = sorted((rank_a, rank_b))
    good = 1.0 / (1.0 + 0.12 * first) + 0.6 / (1.0 + 0.12 * second)
    return round(min(max(0.15 + 0.5 * good - 0.001 * km, 0.05), 0.95), 2)


def road(km: float, quality: float, speeds: Mapping[str, float]) -> dict[str, float]:
    """A road as the graph of a region has it."""
    hours = road_hours(km, quality, speeds["paved"], speeds["track"])
    return {
        "km": km,
        "quality": quality,
        "hours": hours,
        "hours_wet": wet_hours(hours, quality, speeds["wet_worst"]),
    }
