"""A country and a first scenario from events: places, roads, factions, hotspots; no row copied."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import networkx as nx
import numpy as np

from sim.country.facts import SPEEDS
from sim.country.network import DETOUR, neighbours, road, road_quality
from sim.country.reading import MOST_PLACES
from sim.country.region import Region
from sim.country.writing import Sources, write_files
from sim.evidence import events_roads, events_towns
from sim.evidence.events_places import great_circle
from sim.evidence.events_real import Real
from sim.evidence.events_roads import Given
from sim.evidence.events_scenario import HOTSPOTS, first_scenario, hotspots
from sim.evidence.events_towns import FLOOR, Town
from sim.fields import toml_text
from sim.fields.errors import ScenarioError
from sim.fields.faults import shown

PLACES: Final = 40  # towns of a country, if nobody says how many
LISTED_SHARE: Final = 0.5  # of a country's people live in the towns of a list (assumption)
PEOPLE_EACH: Final = 125_000  # people of a place where nothing is known (assumption)


@dataclass(frozen=True)
class Wish:
    """What is asked for beside the events."""

    towns: Path | None = None
    roads: Path | None = None
    places: int = PLACES
    people: float | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Made:
    """A country made from events, ready to be written."""

    name: str  # of its folder and file
    region: Region
    sources: Sources
    parts: int
    scenario: dict[str, Any]
    real: Real
    notes: tuple[str, ...]  # what is assumed and should be mended, most urgent first


def make(real: Real, wish: Wish) -> Made:
    """The country, or a ScenarioError that says what is missing."""
    real = _within(real, wish.start, wish.end)
    given = events_roads.read_roads(wish.roads) if wish.roads else None
    towns, listed = _towns(real, wish, given)
    graph, parts, roads_said = _graph(_named(towns, real), given)
    real = real.at_towns(graph)
    people, people_said = _people(wish.people, listed, len(towns))
    start = real.table["date_start"].min().date().replace(day=1)
    name = _slug(real.country)
    region = Region(
        name,
        real.country[:120],
        nx.freeze(graph),
        (),
        (),
        ((start.year, people),),
        (
            f"Places and coordinates: {towns[0].source if listed else 'named in the events'}",
            f"Roads: {roads_said}",
            f"Events: {real.layout}; no row of it is in these files",
        ),
    )
    sources = Sources(
        [_said(town) for town in towns],
        roads_said,
        people_said,
        "assumption: no month is wet; put the country's rainy months here",
        "assumption: km/h on a paved road and on a track; times as long in the rains",
    )
    return Made(
        name,
        region,
        sources,
        parts,
        first_scenario(real, name, start, people),
        real,
        _notes(wish, listed, parts),
    )


def _within(real: Real, start: date | None, end: date | None) -> Real:
    days = real.table["date_start"].dt.date
    inside = ((days >= (start or date.min)) & (days <= (end or date.max))).to_numpy(bool)
    if not inside.any():
        text = f"no event from {start or 'the first'} to {end or 'the last'}"
        raise ScenarioError([f"{real.file}: {text}; choose other days"])
    dropped = dict(real.dropped)
    if not inside.all():
        lines = real.table["line"].to_numpy()[~inside]
        dropped["outside the days asked for"] = len(lines), int(lines.min())
    return replace(real, table=real.table[inside].reset_index(drop=True), dropped=dropped)


def _towns(real: Real, wish: Wish, given: Given | None) -> tuple[list[Town], list[Town]]:
    """The places, and all towns of the country's list (none where there is no list)."""
    listed = []
    if wish.towns:
        listed = events_towns.of_country(events_towns.read_towns(wish.towns), real)
    known = listed or events_towns.of_events(real)
    wanted = given.names if given else []
    if given:
        names = {town.name for town in known}
        known = [*known, *[town for town in given.towns if town.name not in names]]
        events_roads.check_names(given, known)
    if not 2 <= wish.places <= MOST_PLACES:
        raise ScenarioError([f"--places is {wish.places}; must be from 2 to {MOST_PLACES:,}"])
    towns = events_towns.chosen(known, real, wish.places, wanted)
    if len(towns) < 2:
        text = "events lie in one place only; give a list of towns with --towns"
        raise ScenarioError([f"{real.file}: {text}"])
    return towns, listed


def _named(towns: Sequence[Town], real: Real) -> list[Town]:
    """With a first-level region each, the nearest event's where the list has no name for it."""
    lat, lon = (real.table[key].to_numpy(np.float64) for key in ("latitude", "longitude"))
    regions = real.table["adm_1"].tolist()
    found = []
    for town in towns:
        km = great_circle(*(np.radians(x) for x in (town.lat, town.lon, lat, lon)))
        named = regions[int(np.argmin(km))] or town.admin1
        admin1 = named if not town.admin1 or town.admin1.isdigit() else town.admin1
        found.append(Town(town.name, town.lat, town.lon, town.population, admin1[:60]))
    return found


def _graph(towns: Sequence[Town], given: Given | None) -> tuple[nx.Graph, int, str]:
    """Places and roads, in how many parts, and where the roads come from."""
    graph = nx.Graph()
    people = [town.population or FLOOR for town in towns]
    for p, (town, name) in enumerate(zip(towns, _unique(towns), strict=True)):
        graph.add_node(
            p,
            name=name,
            lat=town.lat,
            lon=town.lon,
            admin1=town.admin1,
            population=max(people[p], FLOOR),
            communities={"people": 1.0},
            resource=0.0,
            border=0,
        )
    rank = np.argsort(np.argsort([-n for n in people], kind="stable")).tolist()
    lat, lon = (np.array([getattr(town, key) for town in towns]) for key in ("lat", "lon"))
    pairs: dict[tuple[int, int], tuple[float, float]]
    if given:
        row = {town.name: p for p, town in reversed(list(enumerate(towns)))}
        pairs = {(row[a], row[b]): rest for (a, b), rest in given.roads.items()}
        said = "of one's own file; length and quality where it has none: assumption"
    else:
        scale = np.cos(np.radians(lat.mean()))
        flat = np.column_stack([(lon - lon.mean()) * scale, lat - lat.mean()])
        pairs = dict.fromkeys(neighbours(flat), (float("nan"), float("nan")))
        said = f"Gabriel graph of the places, {DETOUR:g} km a km; quality: assumption"
    for (a, b), (km, quality) in pairs.items():
        if np.isnan(km):
            points = (np.radians(x) for x in (lat[a], lon[a], lat[b], lon[b]))
            km = max(round(DETOUR * float(great_circle(*points)), 1), 0.1)
        if np.isnan(quality):
            quality = road_quality(rank[a], rank[b], km)
        graph.add_edge(a, b, **road(km, quality, _speeds()))
    return graph, nx.number_connected_components(graph), said


def _speeds() -> dict[str, float]:
    return {key: row[3] for key, row in SPEEDS.items()}


def _unique(towns: Sequence[Town]) -> list[str]:
    """Names made unique: by the first-level region, and a number where that is not enough."""
    count = Counter(town.name for town in towns)
    used: dict[str, None] = {}
    for town in towns:
        name = town.name
        if count[name] > 1 and name in used and town.admin1:
            name = f"{name} ({town.admin1})"
        number = 2
        while name in used:
            name = f"{town.name} ({number})"
            number += 1
        used[name] = None
    return list(used)


def _said(town: Town) -> str:
    known = town.population > 0 and town.source != "named in the events"
    unknown = f"population {town.population or FLOOR:g}: assumption"
    return town.source if known else f"{town.source}; {unknown}"


def _people(said: float | None, listed: Sequence[Town], places: int) -> tuple[float, str]:
    """People of the country at the start, and where the number comes from."""
    if said is not None:
        return said, "given with --population"
    in_towns = sum(town.population for town in listed)
    if in_towns > 0:
        return round(in_towns / LISTED_SHARE), "assumption: half of the people live in listed towns"
    return float(PEOPLE_EACH * places), f"assumption: {PEOPLE_EACH:,} people a place"


def _notes(wish: Wish, listed: Sequence[Town], parts: int) -> tuple[str, ...]:
    notes = []
    if not listed:
        notes.append(
            "places are those that events name, each as large as the other: give --towns "
            "with a list of towns, or write populations into places.csv"
        )
    elif not listed[0].country:
        notes.append("the list has no country codes: neighbours' towns may be among the places")
    if wish.people is None:
        notes.append("the country's people are a guess: give --population, or mend region.toml")
    if parts > 1:
        notes.append(f"the roads leave the country in {parts} parts; see parts in region.toml")
    notes.append("strengths of factions are guesses: write what is known into the scenario")
    notes.append("one community, no lootable wealth, no borders, no rains: see docs/own-country.md")
    return tuple(notes)


def write(made: Made, folder: Path) -> list[Path]:
    """Write the region's folder, hotspots and the scenario into a folder that is there."""
    region = folder / made.name
    region.mkdir()
    write_files(made.region, region, _speeds(), made.sources, made.parts)
    with (folder / "hotspots.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HOTSPOTS)
        writer.writerows(hotspots(made.real))
    scenario = folder / f"{made.name}.toml"
    scenario.write_text(toml_text.write(made.scenario), encoding="utf-8")
    return [scenario, region, folder / "hotspots.csv"]


def _slug(country: str) -> str:
    """A plain name for files: "Cote d'Ivoire (Ivory Coast)" is cote-d-ivoire."""
    plain = unicodedata.normalize("NFKD", country.split(" (")[0])
    text = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")
    if not text:
        raise ScenarioError([f"--country is {shown(country)}; files need a name of Latin letters"])
    return text[:40]
