"""Writing a region as the files that `files` reads."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.country.files import PLACE_COLUMNS, ROAD_COLUMNS
from sim.country.region import Region


@dataclass(frozen=True)
class Sources:
    """Where each part of a region comes from; `places` and `roads`: one text, or one a row."""

    places: str | Sequence[str]
    roads: str | Sequence[str]
    population: str
    wet_months: str
    speeds: str


def write_files(
    region: Region, folder: Path, speeds: Mapping[str, float], sources: Sources, parts: int = 1
) -> None:
    """Write `places.csv`, `roads.csv`, `region.toml`, and `outline.json` where there is one."""
    _write_csv(folder / "places.csv", PLACE_COLUMNS, _place_rows(region, sources))
    _write_csv(folder / "roads.csv", ROAD_COLUMNS, _road_rows(region, sources))
    if region.outline:
        rings = [ring.tolist() for ring in region.outline]
        outline = json.dumps({"credit": _each(sources.places, 0), "rings": rings}) + "\n"
        (folder / "outline.json").write_text(outline, encoding="utf-8")
    lines = [
        f"title = {_text(region.title)}",
        f"sources = [{', '.join(map(_text, region.sources))}]",
        *([f"parts = {parts}"] if parts > 1 else []),
        "",
        "[population]",
        *[f"{year} = {int(people)}" for year, people in region.population],
        f"source = {_text(sources.population)}",
        "",
        "[wet_months]",
        f"months = {list(region.wet_months)}",
        f"source = {_text(sources.wet_months)}",
        "",
        "[speeds]",
        *[f"{key} = {value}" for key, value in speeds.items()],
        f"source = {_text(sources.speeds)}",
        "",
    ]
    (folder / "region.toml").write_text("\n".join(lines), encoding="utf-8")


def _place_rows(region: Region, sources: Sources) -> list[list[Any]]:
    rows = []
    for p in range(len(region.graph)):
        n = region.graph.nodes[p]
        shares = ";".join(f"{name}:{share:g}" for name, share in n["communities"].items())
        known = [n["name"], n["lat"], n["lon"], int(n["population"]), n["admin1"], shares]
        rows.append([p, *known, n["resource"], n["border"], _each(sources.places, p)])
    return rows


def _road_rows(region: Region, sources: Sources) -> list[list[Any]]:
    edges = sorted(region.graph.edges(data=True))
    return [
        [a, b, road["km"], road["quality"], _each(sources.roads, row)]
        for row, (a, b, road) in enumerate(edges)
    ]


def _each(source: str | Sequence[str], row: int) -> str:
    return source if isinstance(source, str) else source[row]


def _write_csv(path: Path, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
