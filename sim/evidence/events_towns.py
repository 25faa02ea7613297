"""The towns of a country that is made from its events: from a list of towns, or the events' own.

A list is a GeoNames dump (19 columns, tabs, no head) or any table with name, latitude, longitude
and perhaps population, admin1, country code. Of it are taken the capital, the largest town of each
first-level region, and by turns the towns with most events and the largest ones.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from sim.country.reading import MOST_PERSONS, is_line, number_in
from sim.evidence.columns import Floats
from sim.evidence.events_file import SEPARATORS, check_file, encoding_of
from sim.evidence.events_places import nearest_points
from sim.evidence.events_real import Real
from sim.fields.errors import ScenarioError
from sim.fields.faults import shown

FLOOR: Final = 3000  # persons of a town whose population is not known (assumption)
UNKNOWN: Final = 10_000  # persons of each place where no list of towns is given (assumption)
APART_KM: Final = 12.0  # places nearer to each other than this are one (assumption)
NEAR_KM: Final = 75.0  # a list without country codes: towns so near to an event (assumption)
LONGEST: Final = 60
GEONAMES: Final = {
    "name": 1,
    "lat": 4,
    "lon": 5,
    "class": 6,
    "code": 7,
    "country": 8,
    "admin1": 10,
    "population": 14,
}
GEONAMES_COLUMNS: Final = 19
# what a table's own head may call them
NAMES: Final = {
    "name": ("name", "town", "city", "place", "asciiname"),
    "lat": ("lat", "latitude", "y"),
    "lon": ("lon", "lng", "long", "longitude", "x"),
    "population": ("population", "population_now", "pop"),
    "admin1": ("admin1_name", "admin1", "adm_1", "adm1", "region", "state"),
    "country": ("country_code", "country code", "countrycode", "iso2", "country"),
    "class": ("feature_class", "feature class"),
    "code": ("feature_code", "feature code"),
}


@dataclass(frozen=True, slots=True)
class Town:
    """A town as a list has it; population 0: not known."""

    name: str
    lat: float
    lon: float
    population: float
    admin1: str
    country: str = ""
    capital: bool = False
    source: str = ""


def read_towns(path: Path) -> list[Town]:
    """Every populated place of a list. ScenarioError: the file cannot be used."""
    check_file(path)
    encoding = encoding_of(path)
    try:
        with path.open(encoding=encoding, newline="") as file:
            first = file.readline(100_000)
            file.seek(0)
            rows, at = _rows(path, first, file)
            towns = [town for row in rows if (town := _town(row, at)) is not None]
    except UnicodeDecodeError:
        raise ScenarioError([f"{path}: is not UTF-8 or UTF-16 text; save it so"]) from None
    except csv.Error as error:
        raise ScenarioError([f"{path}: cannot be read as a table ({error})"]) from None
    if not towns:
        raise ScenarioError([f"{path}: holds no town with a name and coordinates"])
    return towns


def _rows(
    path: Path, first: str, file: Iterable[str]
) -> tuple[Iterator[list[str]], dict[str, int]]:
    if len(first.rstrip("\r\n").split("\t")) == GEONAMES_COLUMNS and not _is_head(first, "\t"):
        return csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE), GEONAMES
    separator = max(SEPARATORS, key=first.count)
    table = csv.reader(file, delimiter=separator)
    head = [cell.strip().lower() for cell in next(table, [])]
    at = {key: head.index(n) for key, names in NAMES.items() for n in names[::-1] if n in head}
    missing = [key for key in ("name", "lat", "lon") if key not in at]
    if missing:
        text = f"not a list of towns: columns {', '.join(missing)} are missing"
        remedy = "give a GeoNames dump, or a head such as name,lat,lon,population,admin1"
        raise ScenarioError([f"{path}:1: {text} (it has {shown(head[:5])}); {remedy}"])
    return table, at


def _is_head(line: str, separator: str) -> bool:
    return "lat" in line.lower() and "name" in line.lower().split(separator)


def _town(row: Sequence[str], at: dict[str, int]) -> Town | None:
    """A row as a town, None for what is none."""

    def cell(key: str) -> str:
        index = at.get(key, -1)
        return row[index].strip() if 0 <= index < len(row) else ""

    lat, lon, people = (number_in(cell(key)) for key in ("lat", "lon", "population"))
    usable = is_line(cell("name"), LONGEST) and abs(lat) <= 90.0 and abs(lon) <= 180.0
    if not usable or cell("class") not in ("", "P"):
        return None
    return Town(
        cell("name"),
        round(lat, 5),
        round(lon, 5),
        people if 0.0 <= people <= MOST_PERSONS else 0.0,
        cell("admin1") if is_line(cell("admin1"), LONGEST) else "",
        cell("country"),
        cell("code") == "PPLC",
        "list of towns",
    )


def of_events(real: Real) -> list[Town]:
    """Places of the events themselves, under the name that most of them have."""
    names: dict[tuple[float, float], Counter[str]] = {}
    table = real.table
    for lat, lon, name in zip(table["latitude"], table["longitude"], table["where"], strict=True):
        key = round(float(lat), 2), round(float(lon), 2)
        names.setdefault(key, Counter())[_plain(name)] += 1
    found = []
    for (lat, lon), count in names.items():
        name = next((n for n, _ in count.most_common() if n), f"{lat:.2f} {lon:.2f}")
        found.append(Town(name, lat, lon, UNKNOWN, "", source="named in the events"))
    return found


def _plain(name: str) -> str:
    """ "Rami village" is Rami."""
    for word in (" town", " village", " city"):
        name = name.removesuffix(word)
    name = name.strip()
    return name if is_line(name, LONGEST) else ""


def of_country(towns: Sequence[Town], real: Real) -> list[Town]:
    """Those with the country code that most events' nearest town has; without it, near events."""
    lat, lon = _points(real)
    near, _ = nearest_points(lat, lon, *_places(towns))
    code, votes = Counter(towns[row].country for row in near).most_common(1)[0]
    if code and votes > len(near) / 2:
        return [town for town in towns if town.country == code]
    _, km = nearest_points(*_places(towns), lat, lon)
    return [town for town, away in zip(towns, km, strict=True) if away <= NEAR_KM]


def _points(real: Real) -> tuple[Floats, Floats]:
    lat, lon = (real.table[name].to_numpy(np.float64) for name in ("latitude", "longitude"))
    return lat, lon


def _places(towns: Sequence[Town]) -> tuple[Floats, Floats]:
    lat, lon = (np.array([getattr(town, key) for town in towns], float) for key in ("lat", "lon"))
    return lat, lon


def chosen(towns: Sequence[Town], real: Real, most: int, wanted: Sequence[str] = ()) -> list[Town]:
    """At most so many towns of a list, `wanted` names first (all of them)."""
    rows, _ = nearest_points(*_points(real), *_places(towns))
    events = np.bincount(rows, minlength=len(towns))
    people = np.array([town.population for town in towns])
    by_people = np.argsort(-people, kind="stable").tolist()
    by_events = [p for p in np.argsort(-events, kind="stable").tolist() if events[p]]
    order = [p for name in wanted for p in [_best(name, towns, by_people)]]
    order += [p for p in by_people if towns[p].capital]
    seen: set[str] = set()
    for p in by_people:  # the largest of each region
        if towns[p].admin1 not in seen and people[p] > 0:
            seen.add(towns[p].admin1)
            order.append(p)
    order = order[: max(most // 2, len(wanted))]
    for turn in range(len(towns)):
        order += [ranks[turn] for ranks in (by_events, by_people) if turn < len(ranks)]
    return [towns[p] for p in _apart(order, towns, max(most, len(wanted)), len(wanted))]


def _best(name: str, towns: Sequence[Town], by_people: Sequence[int]) -> int:
    return next(p for p in by_people if towns[p].name == name)


def _apart(order: Sequence[int], towns: Sequence[Town], most: int, sure: int) -> list[int]:
    """The first so many that lie apart; the first `sure` are taken anyway."""
    taken: list[int] = []
    for place, p in enumerate(order):
        if len(taken) == most:
            break
        if p in taken:
            continue
        if taken and place >= sure:
            _, km = nearest_points(*_places([towns[p]]), *_places([towns[q] for q in taken]))
            if km[0] < APART_KM:
                continue
        taken.append(p)
    return taken
