"""A digest of what a region contains, wherever its folder lies."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from sim.region import Region

CENSUS_YEARS: Final = range(1950, 2051, 5)  # years at which population histories are compared


def region_digest(region: Region) -> str:
    """Hex digest of places, roads, rainy months and people of a region; floats by repr."""
    graph = region.graph
    content = {
        "places": [[node, _plain(graph.nodes[node])] for node in sorted(graph.nodes)],
        "roads": sorted(
            [min(a, b), max(a, b), json.dumps(_plain(road), sort_keys=True)]
            for a, b, road in graph.edges(data=True)
        ),
        "wet": list(region.wet_months),
        "people": [float(region.population_in(year)) for year in CENSUS_YEARS],
    }
    text = json.dumps(content, sort_keys=True, default=_scalar)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _plain(attributes: dict[str, Any]) -> dict[str, Any]:
    return {str(key): value for key, value in attributes.items()}


def _scalar(value: Any) -> Any:
    """Numpy scalars and arrays as plain numbers."""
    return value.tolist() if hasattr(value, "tolist") else str(value)
