"""Roads of one's own: a CSV of pairs of towns, or GraphML; by towns' names."""

from __future__ import annotations

import csv
import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sim.country.reading import is_line, number_in
from sim.evidence.events_file import SEPARATORS, check_file, encoding_of
from sim.evidence.events_towns import LONGEST, UNKNOWN, Town
from sim.fields.errors import ScenarioError
from sim.fields.faults import did_you_mean, shown

MOST_BYTES: Final = 20_000_000
NAMES: Final = {
    "a": ("a", "from", "source_town", "start", "town_a"),
    "b": ("b", "to", "target_town", "end", "town_b"),
    "km": ("km", "length_km", "distance_km", "distance"),
    "quality": ("quality",),
}
MOST_KM: Final = 5000.0


@dataclass(frozen=True)
class Given:
    """Roads as a file has them: (a, b) by name -> km and quality, NaN where it says nothing.

    `towns`: those that GraphML gives coordinates for.
    """

    file: str
    roads: Mapping[tuple[str, str], tuple[float, float]]
    towns: Sequence[Town] = ()

    @property
    def names(self) -> list[str]:
        """Of all towns that a road reaches, in order of first mention."""
        return list(dict.fromkeys(name for pair in self.roads for name in pair))


def read_roads(path: Path) -> Given:
    """Roads of a file. ScenarioError: every fault of it."""
    check_file(path, MOST_BYTES)
    rows, towns = _graphml(path) if path.suffix.lower() == ".graphml" else (_csv(path), [])
    faults: list[str] = []
    roads: dict[tuple[str, str], tuple[float, float]] = {}
    places: dict[frozenset[str], str] = {}
    for where, row in rows:
        a, b = row["a"], row["b"]
        km, quality = (_number(row[key]) for key in ("km", "quality"))
        problem = _problem(a, b, (row["km"], km), (row["quality"], quality))
        if not problem and frozenset((a, b)) in places:
            first = places[frozenset((a, b))]
            problem = f"{shown(a)} and {shown(b)} are joined already in {first}; keep one"
        if problem:
            faults.append(f"{where}: {problem}")
            continue
        places[frozenset((a, b))] = where.rpartition("/")[2]
        roads[a, b] = km, quality
    if not roads and not faults:
        faults.append(f"{path}: holds no road")
    if faults:
        raise ScenarioError(faults[:50])
    return Given(str(path), roads, towns)


def _number(text: str) -> float:
    return number_in(text) if text else math.nan


def _problem(a: str, b: str, km: tuple[str, float], quality: tuple[str, float]) -> str:
    if not is_line(a, LONGEST) or not is_line(b, LONGEST) or a == b:
        return f"joins {shown(a)} and {shown(b)}; must be the names of two different towns"
    if km[0] and not 0.1 <= km[1] <= MOST_KM:
        return f"km is {shown(km[0])}; must be a number from 0.1 to {MOST_KM:,.0f} (km)"
    if quality[0] and not 0.0 <= quality[1] <= 1.0:
        return f"quality is {shown(quality[0])}; must be from 0 (track) to 1 (paved)"
    return ""


Line = tuple[str, dict[str, str]]


def _csv(path: Path) -> list[Line]:
    try:
        with path.open(encoding=encoding_of(path), newline="") as file:
            lines = file.read().splitlines(keepends=True)
            separator = max(SEPARATORS, key=(lines or [""])[0].count)
            table = [
                (number, [cell.strip() for cell in row])
                for number, row in enumerate(csv.reader(lines, delimiter=separator), start=1)
            ]
    except UnicodeDecodeError:
        raise ScenarioError([f"{path}: is not UTF-8 or UTF-16 text; save it so"]) from None
    except csv.Error as error:
        raise ScenarioError([f"{path}: cannot be read as CSV ({error})"]) from None
    head = [name.lower() for name in table[0][1]] if table else []
    at = {key: head.index(n) for key, names in NAMES.items() for n in names[::-1] if n in head}
    if "a" not in at or "b" not in at:
        text = "a road is a row with the names of its two towns: columns a, b, and km, quality"
        raise ScenarioError([f"{path}:1: {text} if known; it has {shown(head[:6])}"])
    rows = []
    for number, row in table[1:]:
        if any(row):
            cells = {k: row[at[k]] if k in at and at[k] < len(row) else "" for k in NAMES}
            rows.append((f"{path}:{number}", cells))
    return rows


def _graphml(path: Path) -> tuple[list[Line], list[Town]]:
    """Edges by the names of their ends: `name`, `label`, or the node's id."""
    import networkx as nx

    raw = path.read_bytes()
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise ScenarioError([f"{path}: declares entities; save as plain GraphML"])
    try:
        with warnings.catch_warnings(action="ignore"):
            graph = nx.read_graphml(path)
    except Exception as error:  # whatever the parser meets is the file's fault
        text = " ".join(f"{type(error).__name__}: {error}".split())
        raise ScenarioError([f"{path}: not GraphML ({text})"]) from None
    names = {node: _name(node, data) for node, data in graph.nodes(data=True)}
    towns = []
    for node, data in graph.nodes(data=True):
        lat, lon = _first(data, "lat", "latitude", "y"), _first(data, "lon", "longitude", "x")
        if lat and lon and abs(number_in(lat)) <= 90.0 and abs(number_in(lon)) <= 180.0:
            point = round(number_in(lat), 5), round(number_in(lon), 5)
            towns.append(Town(names[node], *point, UNKNOWN, "", source="list of roads"))
    rows = []
    for number, (a, b, data) in enumerate(graph.edges(data=True), start=1):
        cells = {"a": names[a], "b": names[b]}
        cells |= {key: _first(data, *NAMES[key]) for key in ("km", "quality")}
        rows.append((f"{path}: edge {number}", cells))
    return rows, towns


def _name(node: Any, data: Mapping[str, Any]) -> str:
    return _first(data, "name", "label") or str(node)


def _first(data: Mapping[str, Any], *keys: str) -> str:
    return next((str(data[key]).strip() for key in keys if key in data), "")


def check_names(given: Given, towns: Sequence[Town]) -> None:
    """ScenarioError where a road reaches a town that is not known."""
    known = {town.name for town in towns}
    faults = [
        f"{given.file}: no town is called {shown(name)}{did_you_mean(name, known)}"
        for name in given.names
        if name not in known
    ]
    if faults:
        raise ScenarioError(faults[:50])
