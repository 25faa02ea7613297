"""Fictional countries of any size: towns, roads, communities, wealth, outline.

Geography, not luck in a run: a country has its own seed and generator. Sizes follow Zipf's rule
with noise, roads a Gabriel graph, communities gather in blobs that mix at their edges.
"""

from __future__ import annotations

import math
import os
import shutil
from functools import lru_cache
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from sim.country.network import DETOUR, neighbours, road, road_quality
from sim.country.region import Region
from sim.country.writing import Sources, write_files

SPEEDS = {"paved": 45.0, "track": 12.0, "wet_worst": 2.5}  # km/h, km/h, ratio (assumption)
PEOPLE_EACH = 125_000  # mean people of a place's catchment (assumption)
SIDE_EACH = 47.0  # km: side of the square a place serves on average (assumption)
FICTIONAL = Sources("fictional", "fictional", "assumption", "assumption", "assumption")
COMMUNITIES = ("asari", "belu", "kondari")
CENTRE = (8.0, 12.0)  # degrees: open map paper, latitude and longitude
_STARTS = ("Ka", "Ma", "Zo", "Be", "Lu", "Ta", "Ri", "No", "Sa", "Du", "Ke", "Mo", "Vi", "Ga", "Ny")
_MIDDLES = ("ra", "mbe", "lo", "ndi", "si", "to", "nga", "ri", "we", "lu", "ba", "ko")
_ENDS = ("", "", "no", "ra", "la", "ka", "ti", "mu", "ve")


def _names(rng: np.random.Generator, count: int) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < count:
        word = str(rng.choice(_STARTS)) + str(rng.choice(_MIDDLES)) + str(rng.choice(_ENDS))
        if word in names and len(names) > 300:
            word += str(rng.choice(_MIDDLES))
        names[word] = None
    return list(names)


def _scatter(rng: np.random.Generator, count: int, side: float) -> NDArray[np.float64]:
    """(count, 2) km: the best of a few candidates each, far from the others, in a disc."""
    points = np.empty((count, 2))
    known = 0
    while known < count:
        best, far = None, -1.0
        for _ in range(6):
            candidate = rng.uniform(-0.5, 0.5, 2) * side
            angle = math.atan2(candidate[1], candidate[0])
            edge = 0.5 * side * (1.0 + 0.08 * math.cos(3 * angle) - 0.05 * math.sin(2 * angle))
            if math.hypot(*candidate) > edge:
                continue
            away = candidate - points[:known]
            near = float(np.hypot(away[:, 0], away[:, 1]).min()) if known else side
            if near > far:
                best, far = candidate, near
        if best is not None:
            points[known] = best
            known += 1
    return points


def _shares(
    points: NDArray[np.float64], rng: np.random.Generator, side: float
) -> NDArray[np.float64]:
    """(P, 3) community shares: three homelands that mix where they meet."""
    turn = rng.uniform(0.0, 2.0 * math.pi)
    angles = turn + np.arange(3) * 2.0 * math.pi / 3.0
    homes = 0.3 * side * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    distance = np.hypot(*(points[:, None] - homes[None]).transpose(2, 0, 1))
    pull = np.exp(-distance / (0.11 * side))
    share = pull / pull.sum(axis=1, keepdims=True)
    rounded: NDArray[np.float64] = np.round(share, 2)
    rounded[:, 0] += 1.0 - rounded.sum(axis=1)
    return np.round(np.maximum(rounded, 0.0), 2).astype(np.float64)


@lru_cache(maxsize=32)
def generate_region(places: int, seed: int, title: str = "A made-up country") -> Region:
    """A fictional country of `places` (5 to 2000) towns; the same for the same arguments."""
    if not 5 <= places <= 2000:
        raise ValueError(f"places is {places}; must be from 5 to 2000")
    rng = np.random.Generator(np.random.PCG64([seed, places]))
    side = SIDE_EACH * math.sqrt(places)
    points = _scatter(rng, places, side)
    size = (1.0 + np.arange(places)) ** -0.85 * np.exp(rng.normal(0.0, 0.25, places))
    people = np.round(400_000 * size[rng.permutation(places)] / size.max()).clip(2000)
    shares = _shares(points, rng, side)
    mines = points[rng.choice(places, max(places // 15, 1), replace=False)]
    names = _names(rng, places)
    lat = CENTRE[0] + points[:, 1] / 111.2
    lon = CENTRE[1] + points[:, 0] / (111.2 * math.cos(math.radians(CENTRE[0])))
    graph = nx.Graph()
    for p in range(places):
        reach = float(np.hypot(*(mines - points[p]).T).min())
        graph.add_node(p, **_place(p, names, lat, lon, people, points, shares, reach, side))
    rank = np.argsort(np.argsort(-people))
    for a, b in neighbours(points):
        graph.add_edge(a, b, **_road(points, rank, a, b))
    population = ((2000, float(PEOPLE_EACH * places)), (2020, float(PEOPLE_EACH * places * 1.5)))
    note = "Fictional: drawn by sim.country.generate from its number of places and seed"
    return Region(
        f"generated-{places}-{seed}",
        title,
        nx.freeze(graph),
        (_ring(side),),
        (5, 6, 7, 8, 9, 10),
        population,
        (note,),
    )


def _place(
    p: int,
    names: list[str],
    lat: Any,
    lon: Any,
    people: Any,
    points: Any,
    shares: Any,
    reach: float,
    side: float,
) -> dict[str, Any]:
    angle = math.degrees(math.atan2(points[p][1], points[p][0])) % 360.0
    quarter = ("East", "North", "West", "South")[int(((angle + 45.0) % 360.0) // 90.0)]
    communities = {n: float(s) for n, s in zip(COMMUNITIES, shares[p], strict=True) if s > 0.0}
    return {
        "name": names[p],
        "lat": round(float(lat[p]), 4),
        "lon": round(float(lon[p]), 4),
        "admin1": quarter,
        "population": float(people[p]),
        "communities": communities,
        "resource": round(max(1.0 - reach / (0.12 * side), 0.0), 2),
        "border": int(math.hypot(*points[p]) > 0.42 * side),
    }


def _road(points: Any, rank: Any, a: int, b: int) -> dict[str, float]:
    km = round(DETOUR * float(np.hypot(*(points[a] - points[b]))), 1)
    return road(km, road_quality(int(rank[a]), int(rank[b]), km), SPEEDS)


def _ring(side: float) -> NDArray[np.float64]:
    """An outline a little wider than the towns, (n, 2) lon, lat."""
    angle = np.linspace(0.0, 2.0 * math.pi, 121)
    edge = (
        0.56
        * side
        * (
            1.0
            + 0.08 * np.cos(3 * angle)
            - 0.05 * np.sin(2 * angle)
            + 0.015 * np.sin(11 * angle)
            + 0.01 * np.cos(17 * angle)
        )
    )
    lon = CENTRE[1] + edge * np.cos(angle) / (111.2 * math.cos(math.radians(CENTRE[0])))
    return np.stack([lon, CENTRE[0] + edge * np.sin(angle) / 111.2], axis=1).round(3)


def write_region(region: Region, folder: Path) -> None:
    """Write a region as files to be edited by hand; the folder is there whole or not at all.

    Raises FileExistsError where it is there already.
    """
    if folder.exists():
        raise FileExistsError(f"{folder}: is there already; remove it first")
    draft = folder.with_name(f".{folder.name}.{os.getpid()}.tmp")
    draft.mkdir(parents=True)
    try:
        write_files(region, draft, SPEEDS, FICTIONAL)
        draft.replace(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
