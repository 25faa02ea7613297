"""Reading a region's folder: every file, every fault, before anything is made of it."""

from __future__ import annotations

import csv
import json
import math
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import networkx as nx
import numpy as np
from numpy.typing import NDArray

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
MOST_PLACES: Final = 10_000  # read in 12 s, in 0.9 GB: ways between all pairs are kept


class RegionError(ValueError):
    """Everything that is wrong with a region's files, a line a fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def road_hours(km: float, quality: float, fastest: float, slowest: float) -> float:
    """Travel time of a road, hours: speed is linear in quality between two speeds, km/h."""
    return max(km / (slowest + (fastest - slowest) * quality), FEWEST_HOURS)


def wet_hours(hours: float, quality: float, worst: float) -> float:
    """The same in the rains: a track takes `worst` times as long, a paved road no longer."""
    return hours * (1.0 + (worst - 1.0) * (1.0 - quality))


class _Reader:
    """Reads a region's files and collects every fault."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[str] = []

    def text(self, name: str) -> str:
        try:
            return (self.folder / name).read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            self.faults.append(f"{self.folder / name}: missing; a region needs this file")
        except UnicodeDecodeError as error:
            self.faults.append(
                f"{self.folder / name}: is not UTF-8 ({error.reason}); save as UTF-8"
            )
        except OSError as error:
            self.faults.append(f"{self.folder / name}: cannot be read ({error.strerror})")
        return ""

    def rows(self, name: str, columns: tuple[str, ...]) -> list[tuple[str, dict[str, str]]]:
        """Rows of a CSV with their place in the file."""
        text = self.text(name)
        lines = list(csv.reader(text.splitlines()))
        if not lines:
            return []
        head = lines[0]
        before = len(self.faults)
        where = self.folder / name
        for wrong in [c for c in head if c not in columns]:
            self.faults.append(
                f"{where}:1: column {wrong!r} is unknown; known: {', '.join(columns)}"
            )
        for missing in [c for c in columns if c not in head and c != "source"]:
            self.faults.append(f"{where}:1: column {missing!r} is missing; add it")
        known = len(self.faults) == before
        rows = []
        for number, line in enumerate(lines[1:], start=2):
            if len(line) != len(head):
                self.faults.append(
                    f"{where}:{number}: has {len(line)} values, the head {len(head)}; mend the row"
                )
            elif known:
                rows.append((f"{where}:{number}", dict(zip(head, line, strict=True))))
        return rows

    def number(
        self, where: str, row: dict[str, str], key: str, low: float, high: float, unit: str
    ) -> float:
        try:
            value = float(row[key])
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            self.faults.append(
                f"{where}: {key} is {row[key]!r}; must be a number from {low:g} to {high:g} "
                f"({unit})"
            )
            return low
        return value

    def communities(self, where: str, text: str) -> dict[str, float]:
        found: dict[str, float] = {}
        for part in filter(None, text.split(";")):
            name, _, share = part.partition(":")
            found[name.strip()] = self.number(
                where, {"communities": share}, "communities", 0, 1, "share"
            )
        if not found or abs(sum(found.values()) - 1.0) > 0.02:
            self.faults.append(
                f"{where}: communities is {text!r}; must be shares that sum to 1, as a:0.7;b:0.3"
            )
            return {"people": 1.0}
        return found


def _places(read: _Reader) -> nx.Graph:
    graph = nx.Graph()
    seen: set[str] = set()
    for number, (where, row) in enumerate(read.rows("places.csv", PLACE_COLUMNS)):
        if row["node"] != str(number):
            read.faults.append(
                f"{where}: node is {row['node']!r}; must be {number}, in order from 0"
            )
        if row["name"] in seen or not row["name"].strip():
            read.faults.append(
                f"{where}: name {row['name']!r} is empty or used twice; names differ"
            )
        seen.add(row["name"])
        graph.add_node(
            number,
            name=row["name"],
            lat=read.number(where, row, "lat", -90, 90, "degrees"),
            lon=read.number(where, row, "lon", -180, 180, "degrees"),
            admin1=row["admin1"],
            population=read.number(where, row, "population", 1, 1e9, "persons"),
            communities=read.communities(where, row["communities"]),
            resource=read.number(where, row, "resource", 0, 1, "0 to 1"),
            border=int(read.number(where, row, "border", 0, 1, "0 or 1")),
        )
    if not read.faults and not 2 <= len(graph) <= MOST_PLACES:
        read.faults.append(
            f"{read.folder}: has {len(graph)} places; must be from 2 to {MOST_PLACES:,}"
        )
    return graph


def _roads(read: _Reader, graph: nx.Graph, speeds: dict[str, float]) -> None:
    for where, row in read.rows("roads.csv", ROAD_COLUMNS):
        ends = [int(row[k]) if row[k].isdigit() else -1 for k in ("a", "b")]
        if not all(0 <= end < len(graph) for end in ends) or ends[0] == ends[1]:
            read.faults.append(
                f"{where}: joins {row['a']!r} and {row['b']!r}; must be two different node numbers "
                f"from 0 to {len(graph) - 1}"
            )
            continue
        km = read.number(where, row, "km", 0.1, 5000, "km")
        quality = read.number(where, row, "quality", 0, 1, "0 track to 1 paved")
        hours = road_hours(km, quality, speeds["paved"], speeds["track"])
        graph.add_edge(
            *ends,
            km=km,
            quality=quality,
            hours=hours,
            hours_wet=wet_hours(hours, quality, speeds["wet_worst"]),
        )


def _facts(read: _Reader) -> dict[str, Any]:
    where = read.folder / "region.toml"
    try:
        facts = tomllib.loads(read.text("region.toml"))
    except tomllib.TOMLDecodeError as error:
        read.faults.append(f"{where}: not valid TOML: {error}")
        facts = {}
    speeds = facts.get("speeds", {})
    years = facts.get("population", {})
    months = facts.get("wet_months", {}).get("months", [])
    for key in ("paved", "track", "wet_worst"):
        if not isinstance(speeds.get(key), (int, float)) or not 1.0 <= speeds[key] <= 200.0:
            read.faults.append(f"{where}: speeds.{key} is {speeds.get(key)!r}; must be 1 to 200")
            speeds = {"paved": 40.0, "track": 10.0, "wet_worst": 2.0}
    people = {y: n for y, n in years.items() if y.isdigit() and isinstance(n, (int, float))}
    if not people or min(people.values()) <= 0:
        read.faults.append(f"{where}: population needs persons by year, as 1991 = 4_100_000")
        people = {"2000": 1.0}
    if not all(isinstance(m, int) and 1 <= m <= 12 for m in months):
        read.faults.append(f"{where}: wet_months.months is {months!r}; must be months from 1 to 12")
        months = []
    table = tuple(sorted((int(y), float(n)) for y, n in people.items()))
    return {
        "title": str(facts.get("title", read.folder.name)),
        "speeds": speeds,
        "population": table,
        "months": tuple(months),
        "sources": tuple(str(s) for s in facts.get("sources", [])),
    }


def _outline(read: _Reader) -> tuple[NDArray[np.float64], ...]:
    try:
        shape = json.loads(read.text("outline.json") or '{"rings": []}')
        rings = [np.array(ring, float) for ring in shape["rings"]]
        if any(ring.ndim != 2 or ring.shape[1] != 2 for ring in rings):
            raise ValueError("a ring is a list of [lon, lat]")
        return tuple(rings)
    except (ValueError, KeyError, TypeError) as error:
        read.faults.append(f"{read.folder / 'outline.json'}: not an outline ({error})")
        return ()


@dataclass(frozen=True)
class Contents:
    """What a region's files say, once they are free of faults."""

    graph: nx.Graph
    facts: dict[str, Any]  # title, population, months, sources
    outline: tuple[NDArray[np.float64], ...]


def read_folder(folder: Path) -> Contents:
    """Read a region's folder. Raises RegionError with every fault of every file."""
    read = _Reader(folder)
    facts = _facts(read)
    before = len(read.faults)
    graph = _places(read)
    if len(read.faults) == before:  # roads join places by number: wrong places, wrong roads
        _roads(read, graph, facts["speeds"])
    outline = _outline(read)
    if read.faults:
        raise RegionError(read.faults)
    return Contents(nx.freeze(graph), facts, outline)
