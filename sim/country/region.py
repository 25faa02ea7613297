"""A region: places and roads as a networkx graph, from a folder of plain files.

`places.csv` (node, name, lat, lon, population, admin1, communities, resource, border, source),
`roads.csv` (a, b, km, quality, source; a and b are node numbers), `region.toml` (title,
population by year, rainy months, speeds, sources) and, if there is one, `outline.json` (rings of
lon, lat). Column by column: docs/own-country.md.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from sim.country.files import PLACE_COLUMNS, ROAD_COLUMNS, read_folder, road_hours, wet_hours
from sim.country.reading import RegionError
from sim.country.ways import quickest_ways

__all__ = [
    "PLACE_COLUMNS",
    "ROAD_COLUMNS",
    "Links",
    "Region",
    "RegionError",
    "load_region",
    "road_hours",
    "wet_hours",
]


@dataclass(frozen=True)
class Links:
    """Roads by place: those of place p are rows `indptr[p]` to `indptr[p + 1]`."""

    indptr: NDArray[np.int32]  # (P + 1,)
    target: NDArray[np.int16]  # (2E,) the place at the other end
    hours: NDArray[np.float32]  # (2E,) travel time in the dry season
    hours_wet: NDArray[np.float32]  # (2E,) in the rains
    quality: NDArray[np.float32]  # (2E,) 0 track to 1 paved
    km: NDArray[np.float32]  # (2E,)


@dataclass(frozen=True, eq=False)
class Region:
    """Places and roads of a country. Not to be changed once made: runs share it.

    `graph`: nodes 0 to P - 1 with name, lat, lon, admin1, population (persons, for shares),
    communities (name -> share), resource (0 to 1), border (0 or 1); edges with km, quality,
    hours, hours_wet. `outline`: rings of (n, 2) lon, lat. `population`: persons by year.
    """

    name: str
    title: str
    graph: nx.Graph
    outline: tuple[NDArray[np.float64], ...]
    wet_months: tuple[int, ...]
    population: tuple[tuple[int, float], ...]
    sources: tuple[str, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the places, by number."""
        return tuple(self.graph.nodes[p]["name"] for p in range(len(self.graph)))

    @cached_property
    def lat(self) -> NDArray[np.float64]:
        """(P,) degrees."""
        return np.array([self.graph.nodes[p]["lat"] for p in range(len(self.graph))])

    @cached_property
    def lon(self) -> NDArray[np.float64]:
        """(P,) degrees."""
        return np.array([self.graph.nodes[p]["lon"] for p in range(len(self.graph))])

    def population_in(self, year: int) -> float:
        """People of the country in a year: linear between given years, ends carried on."""
        years, people = zip(*self.population, strict=True)
        return float(np.interp(year, years, people))

    def place_persons(self, year: int) -> NDArray[np.float64]:
        """(P,) people of each place's catchment: its share of all towns times the country's."""
        nodes = self.graph.nodes
        towns = np.array([nodes[p]["population"] for p in range(len(nodes))], float)
        return towns / towns.sum() * self.population_in(year)

    @cached_property
    def community_names(self) -> tuple[str, ...]:
        """All communities, in order of first mention."""
        found: dict[str, None] = {}
        for p in range(len(self.graph)):
            found.update(dict.fromkeys(self.graph.nodes[p]["communities"]))
        return tuple(found)

    @cached_property
    def community_shares(self) -> NDArray[np.float64]:
        """(P, C) shares of each place's people, rows sum to 1."""
        table = np.zeros((len(self.graph), len(self.community_names)))
        for p in range(len(self.graph)):
            for name, share in self.graph.nodes[p]["communities"].items():
                table[p, self.community_names.index(name)] = share
        return table / table.sum(axis=1, keepdims=True)

    def links(self) -> Links:
        """Roads as arrays."""
        return self._links

    @cached_property
    def _links(self) -> Links:
        rows = [
            (q, data["hours"], data["hours_wet"], data["quality"], data["km"])
            for p in range(len(self.graph))
            for q, data in sorted(self.graph[p].items())
        ]
        columns = list(zip(*rows, strict=True)) or [()] * 5
        ends = np.cumsum([0] + [self.graph.degree(p) for p in range(len(self.graph))])
        rest = [np.array(column, np.float32) for column in columns[1:]]
        return Links(ends.astype(np.int32), np.array(columns[0], np.int16), *rest)

    @cached_property
    def _paths(self) -> tuple[NDArray[np.int16], NDArray[np.float32]]:
        return quickest_ways(self.graph)

    @property
    def next_hop(self) -> NDArray[np.int16]:
        """(P, P) first place on the quickest way from row to column; -1: no way."""
        return self._paths[0]

    @property
    def hours_between(self) -> NDArray[np.float32]:
        """(P, P) hours of the quickest way in the dry season, inf: no way."""
        return self._paths[1]

    def content_hash(self) -> str:
        """Hex digest of all that a run depends on."""
        return self._digest

    @cached_property
    def _digest(self) -> str:
        nodes = [dict(self.graph.nodes[p]) for p in range(len(self.graph))]
        edges = sorted((min(a, b), max(a, b), d) for a, b, d in self.graph.edges(data=True))
        content = [nodes, edges, self.wet_months, self.population]
        text = json.dumps(content, sort_keys=True, ensure_ascii=True)
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def load_region(folder: Path) -> Region:
    """Read a region's folder, once until files change. Raises RegionError with every fault."""
    names = ("places.csv", "roads.csv", "region.toml", "outline.json")
    stamps = []
    for name in names:
        path = folder / name
        stamps.append(path.stat().st_mtime_ns if path.is_file() else -1)
    return _load(folder.resolve(), tuple(stamps))


@lru_cache(maxsize=64)
def _load(folder: Path, stamps: tuple[int, ...]) -> Region:
    found = read_folder(folder)
    return Region(
        folder.name,
        found.facts["title"],
        found.graph,
        found.outline,
        found.facts["months"],
        found.facts["population"],
        found.facts["sources"],
    )
