"""Reading a region's folder: every file, every fault, before anything is made of it.

The format, column by column: docs/own-country.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from sim.country.facts import read_facts, read_outline
from sim.country.reading import MOST_PERSONS, MOST_PLACES, Reader, RegionError
from sim.fields.faults import shown

PLACE_COLUMNS: Final = (
    "node",
    "name",
    "lat",
    "lon",
    "population",
    "admin1",
    "communities",
    "resource",
    "border",
    "source",
)
ROAD_COLUMNS: Final = ("a", "b", "km", "quality", "source")
FEWEST_HOURS: Final = 0.25
MOST_ROADS: Final = 100_000
MOST_COMMUNITIES: Final = 40  # of a country: feelings are kept by place and community
LONGEST_NAME: Final = 100


def road_hours(km: float, quality: float, fastest: float, slowest: float) -> float:
    """Travel time of a road, hours: speed is linear in quality between two speeds, km/h."""
    return max(km / (slowest + (fastest - slowest) * quality), FEWEST_HOURS)


def wet_hours(hours: float, quality: float, worst: float) -> float:
    """The same in the rains: a track takes `worst` times as long, a paved road no longer."""
    return hours * (1.0 + (worst - 1.0) * (1.0 - quality))


def _communities(read: Reader, where: str, text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    before = len(read.faults)
    for part in filter(None, text.split(";")):
        name, _, share = part.partition(":")
        name = name.strip()
        read.line(where, "a community's name", name, LONGEST_NAME)
        if name in found:
            read.tell(where, f"communities names {shown(name)} twice; give each one share")
        found[name] = read.number(
            where, {"communities": share}, "communities", 0, 1, "share, as a:0.7;b:0.3"
        )
    if len(read.faults) > before:
        return {"people": 1.0}
    if not found or abs(sum(found.values()) - 1.0) > 0.02:
        rule = "must be shares that sum to 1, as a:0.7;b:0.3"
        read.tell(where, f"communities is {shown(text)}; {rule}")
        return {"people": 1.0}
    return found


def _places(read: Reader) -> nx.Graph | None:
    """The places; None where there is no table of them."""
    rows = read.rows("places.csv", PLACE_COLUMNS, MOST_ROADS)
    if rows is None:
        return None
    if not 2 <= len(rows) <= MOST_PLACES:
        text = f"has {len(rows):,} places; must be from 2 to {MOST_PLACES:,}"
        read.tell(read.folder / "places.csv", text)
        return None
    graph = nx.Graph()
    seen: dict[str, str] = {}
    for number, (where, row) in enumerate(rows):
        if not row:
            graph.add_node(number, communities={})
            continue
        if row["node"] != str(number):
            read.tell(where, f"node is {shown(row['node'])}; must be {number}, in order from 0")
        name, admin1 = row["name"], row["admin1"]
        read.line(where, "name", name, LONGEST_NAME)
        if name in seen:
            first = seen[name].rpartition(":")[2]
            read.tell(where, f"name {shown(name)} is used twice, first in line {first}; rename one")
        seen.setdefault(name, where)
        if admin1:
            read.line(where, "admin1", admin1, LONGEST_NAME)
        border = read.number(where, row, "border", 0, 1, "0 or 1")
        if border not in (0.0, 1.0):
            read.tell(where, f"border is {shown(row['border'])}; must be 0 or 1")
        graph.add_node(
            number,
            name=name,
            lat=read.number(where, row, "lat", -90, 90, "degrees"),
            lon=read.number(where, row, "lon", -180, 180, "degrees"),
            admin1=admin1,
            population=read.number(where, row, "population", 1, MOST_PERSONS, "persons"),
            communities=_communities(read, where, row["communities"]),
            resource=read.number(where, row, "resource", 0, 1, "0 to 1"),
            border=int(border),
        )
    names = {name for p in graph for name in graph.nodes[p]["communities"]}
    if len(names) > MOST_COMMUNITIES:
        text = (
            f"names {len(names)} communities; at most {MOST_COMMUNITIES}: put small ones together"
        )
        read.tell(read.folder / "places.csv", text)
    return graph


def _roads(read: Reader, graph: nx.Graph, speeds: dict[str, float]) -> None:
    rows = read.rows("roads.csv", ROAD_COLUMNS, MOST_ROADS)
    lines: dict[tuple[int, int], tuple[str, float]] = {}
    for where, row in rows or ():
        if not row:
            continue
        km = read.number(where, row, "km", 0.1, 5000, "km")
        quality = read.number(where, row, "quality", 0, 1, "0 track to 1 paved")
        ends = [_node(row[key]) for key in ("a", "b")]
        if not all(0 <= end < len(graph) for end in ends) or ends[0] == ends[1]:
            rule = f"must be two different node numbers from 0 to {len(graph) - 1}"
            read.tell(where, f"joins {shown(row['a'])} and {shown(row['b'])}; {rule}")
            continue
        pair = (min(ends), max(ends))
        if pair in lines:
            line, before = lines[pair]
            text = f"joins {pair[0]} and {pair[1]} by {km:g} km; line {line} has this road already"
            read.tell(where, f"{text}, with {before:g} km; roads go both ways: keep one")
            continue
        lines[pair] = where.rpartition(":")[2], km
        hours = road_hours(km, quality, speeds["paved"], speeds["track"])
        wet = wet_hours(hours, quality, speeds["wet_worst"])
        graph.add_edge(*ends, km=km, quality=quality, hours=hours, hours_wet=wet)
    if rows is not None and not rows:
        read.tell(read.folder / "roads.csv", "has no road; a row a road, below the head")


def _node(text: str) -> int:
    return int(text) if len(text) <= 9 and text.isascii() and text.isdecimal() else -1


def _check_parts(read: Reader, graph: nx.Graph, said: int) -> None:
    """Places that no road reaches are meant, or a road is missing: the file says which."""
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    if len(parts) == said:
        return
    lost = [str(graph.nodes[min(part)]["name"]) for part in parts[1:]]
    names = ", ".join(map(shown, lost[:5])) + (", ..." if len(lost) > 5 else "")
    text = f"joins the places into {len(parts)} parts, not {said}"
    remedy = f"add roads, or say parts = {len(parts)} in region.toml"
    cut = f" (cut off from {shown(graph.nodes[min(parts[0])]['name'])}: {names})" if lost else ""
    read.tell(read.folder / "roads.csv", f"{text}{cut}; {remedy}")


@dataclass(frozen=True)
class Contents:
    """What a region's files say, once they are free of faults."""

    graph: nx.Graph
    facts: dict[str, Any]  # title, population, months, sources
    outline: tuple[NDArray[np.float64], ...]


def read_folder(folder: Path) -> Contents:
    """Read a region's folder. Raises RegionError with every fault of every file."""
    read = Reader(folder)
    facts = read_facts(read)
    graph = _places(read)
    if graph is not None:
        _roads(read, graph, facts["speeds"])
    elif not read.has("roads.csv"):
        read.text("roads.csv")  # told as missing, too
    outline = read_outline(read)
    if graph is not None and not read.faults:
        _check_parts(read, graph, facts["parts"])
    if graph is None or read.faults:
        raise RegionError(read.faults)
    return Contents(nx.freeze(graph), facts, outline)
