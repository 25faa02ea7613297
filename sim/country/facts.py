"""Reading what is said of a region as a whole: `region.toml` and `outline.json`."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.country.reading import MOST_PERSONS, MOST_PLACES, Reader, is_line
from sim.fields.faults import did_you_mean, shown

MOST_POINTS: Final = 200_000  # of an outline
KEYS: Final = ("title", "sources", "population", "wet_months", "speeds", "parts")
# of region.toml's [speeds]: lowest, highest, unit, and what stands in where it is wrong
SPEEDS: Final = {
    "paved": (1.0, 200.0, "km/h", 45.0),
    "track": (1.0, 200.0, "km/h", 12.0),
    "wet_worst": (1.0, 50.0, "times as long", 2.5),
}
_YEAR = re.compile(r"[0-9]{4}")


def read_facts(read: Reader) -> dict[str, Any]:
    """What `region.toml` says: title, speeds, population, months, sources, parts."""
    where = read.folder / "region.toml"
    facts: dict[str, Any] = {}
    text = read.text("region.toml")
    try:
        facts = tomllib.loads(text or "")
    except RecursionError:
        read.tell(where, "brackets are nested too deeply; mend it")
        text = None
    except ValueError as error:
        read.tell(where, f"not valid TOML: {error}")
        text = None
    if text is None:  # told already: no use to miss every key of it too
        return {"speeds": {key: row[3] for key, row in SPEEDS.items()}, "parts": 0}
    for key in facts:
        if key not in KEYS:
            read.tell(where, f"{shown(key)} is unknown{did_you_mean(key, KEYS)}")
    return {
        "title": _title(read, where, facts),
        "speeds": _speeds(read, where, _table(read, where, facts, "speeds", (*SPEEDS, "source"))),
        "population": _years(read, where, _table(read, where, facts, "population", ())),
        "months": _months(
            read, where, _table(read, where, facts, "wet_months", ("months", "source"))
        ),
        "sources": _sources(read, where, facts),
        "parts": _parts(read, where, facts),
    }


def _table(
    read: Reader, where: Path, facts: dict[str, Any], key: str, keys: tuple[str, ...]
) -> dict[str, Any] | None:
    """A table of the file; None where it is something else, and told."""
    table = facts.get(key, {})
    if not isinstance(table, dict):
        read.tell(where, f"{key} is {shown(table)}; must be a table, [{key}]")
        return None
    for name in table if keys else ():
        if name not in keys:
            read.tell(where, f"{key}.{shown(name)} is unknown{did_you_mean(name, keys)}")
    return table


def _title(read: Reader, where: Path, facts: dict[str, Any]) -> str:
    title = facts.get("title", read.folder.name)
    if not isinstance(title, str) or not is_line(title, 120):
        read.tell(where, f"title is {shown(title)}; must be one line of 1 to 120 characters")
    return str(title)


def _is_number(value: Any, low: float, high: float) -> bool:
    return type(value) in (int, float) and low <= value <= high


def _speeds(read: Reader, where: Path, speeds: dict[str, Any] | None) -> dict[str, float]:
    if speeds is None:
        return {key: row[3] for key, row in SPEEDS.items()}
    found = {}
    for key, (low, high, unit, instead) in SPEEDS.items():
        value = speeds.get(key)
        if not _is_number(value, low, high):
            text = "missing" if value is None else f"is {shown(value)}"
            read.tell(where, f"speeds.{key}: {text}; must be from {low:g} to {high:g} ({unit})")
            value = instead
        found[key] = float(value)  # type: ignore[arg-type]
    if found["track"] > found["paved"]:
        text = f"speeds.track is {found['track']:g}, above speeds.paved, {found['paved']:g}"
        read.tell(where, f"{text}; swap them")
    return found


def _years(
    read: Reader, where: Path, years: dict[str, Any] | None
) -> tuple[tuple[int, float], ...]:
    found: list[tuple[int, float]] = []
    if years is None:
        return ()
    before = len(read.faults)
    for key, value in years.items():
        if key == "source":
            continue
        if not _YEAR.fullmatch(key):
            read.tell(where, f"population.{shown(key)}: not a year; write as 1991 = 4_100_000")
        elif not _is_number(value, 1.0, MOST_PERSONS):
            rule = f"must be from 1 to {MOST_PERSONS:,.0f} (persons)"
            read.tell(where, f"population.{key} is {shown(value)}; {rule}")
        else:
            found.append((int(key), float(value)))
    if not found and len(read.faults) == before:
        read.tell(where, "population needs persons by year, as 1991 = 4_100_000")
    return tuple(sorted(found))


def _months(read: Reader, where: Path, table: dict[str, Any] | None) -> tuple[int, ...]:
    months = (table or {}).get("months", [])
    valid = isinstance(months, list) and all(type(m) is int and 1 <= m <= 12 for m in months)
    if not valid or len(set(months)) < len(months):
        rule = "must be months from 1 to 12, each once, as [6, 7, 8]"
        read.tell(where, f"wet_months.months is {shown(months)}; {rule}")
        return ()
    return tuple(months)


def _sources(read: Reader, where: Path, facts: dict[str, Any]) -> tuple[str, ...]:
    sources = facts.get("sources", [])
    if not isinstance(sources, list) or not all(
        isinstance(text, str) and is_line(text, 1000) for text in sources
    ):
        rule = "must be a list of texts, each one line of at most 1,000 characters"
        read.tell(where, f"sources is {shown(sources)}; {rule}")
        return ()
    return tuple(sources)


def _parts(read: Reader, where: Path, facts: dict[str, Any]) -> int:
    parts = facts.get("parts", 1)
    if type(parts) is not int or not 1 <= parts <= MOST_PLACES:
        rule = "must be how many parts of the country no road joins"
        read.tell(where, f"parts is {shown(parts)}; {rule}: a whole number from 1")
        return 1
    return parts


def read_outline(read: Reader) -> tuple[NDArray[np.float64], ...]:
    """Rings of (n, 2) lon, lat; none where there is no such file: the map is then without land."""
    where = read.folder / "outline.json"
    text = read.text("outline.json") if read.has("outline.json") else None
    if text is None:
        return ()
    try:
        shape = json.loads(text)
    except RecursionError:
        read.tell(where, "brackets are nested too deeply; mend it")
        return ()
    except ValueError as error:
        read.tell(where, f"not an outline: not valid JSON ({error}); mend it")
        return ()
    rings = shape.get("rings") if isinstance(shape, dict) else None
    if not isinstance(rings, list):
        read.tell(where, 'not an outline: must be {"rings": [[[lon, lat], ...], ...]}')
        return ()
    if sum(len(ring) for ring in rings if isinstance(ring, list)) > MOST_POINTS:
        read.tell(where, f"has over {MOST_POINTS:,} points; simplify the outline")
        return ()
    for number, ring in enumerate(rings, start=1):
        if not (isinstance(ring, list) and len(ring) >= 3 and all(map(_is_point, ring))):
            rule = "three and more [lon, lat] in degrees"
            read.tell(where, f"not an outline: ring {number} must be {rule}")
            return ()
    return tuple(np.array(ring, float) for ring in rings)


def _is_point(point: Any) -> bool:
    if not isinstance(point, list) or len(point) != 2:
        return False
    lon, lat = point
    numbers = type(lon) in (int, float) and type(lat) in (int, float)
    return numbers and abs(lon) <= 180.0 and abs(lat) <= 90.0
