"""Where a scenario comes from: which file a name means, and which region the file asks for."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.country.region import Region, RegionError, load_region
from sim.fields.errors import ScenarioError
from sim.fields.faults import Fault, did_you_mean, faults_of, shown
from sim.fields.parameter import Group, number
from sim.fields.toml_lines import Path as KeyPath
from sim.machine import shipped

REGION_NAME = re.compile(r"[A-Za-z0-9_-]+")
NO_REGION = (
    "must be the name of a folder of scenarios/regions, a path that begins with ./ or ../ "
    "(from this file's folder), or a table {places = 60, seed = 1} for a made-up country"
)


class Country(Group):
    """A made-up country, generated from its size and seed."""

    places: int = number(
        60, "places", 6, 2000, "assumption", "number of towns and villages of a made-up country"
    )
    seed: int = number(1, "seed", 0, 2**31 - 1, "assumption", "which made-up country of that size")


@dataclass(frozen=True)
class Origin:
    """Where a scenario was read: how messages call the file, its folder, lines by key."""

    file: str
    folder: Path
    name: str
    lines: dict[KeyPath, int] = field(default_factory=dict)


def find_file(name_or_path: str | os.PathLike[str]) -> Path:
    """The file meant. A text that ends in `.toml` is a path, another one a shipped name."""
    text = os.fspath(name_or_path)
    named = None if text.endswith(".toml") else shipped.scenario_path(text)
    if named is not None:
        return named
    path = Path(text)
    if text.endswith(".toml") or not isinstance(name_or_path, str):
        return path
    if text and os.path.lexists(path):
        return path
    hint = did_you_mean(text, shipped.scenario_names())
    raise ScenarioError([f"{shown(text)}: no scenario of that name and no such file{hint}"])


def called(path: Path) -> str:
    """How messages call a file: as seen from the working folder where it lies below it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def region_of(wanted: Any, origin: Origin) -> tuple[Region | None, list[Fault]]:
    """The region that a file's `region` asks for, or why there is none."""
    if isinstance(wanted, dict):
        try:
            country = Country.model_validate(wanted)
        except ValidationError as error:
            return None, faults_of(error, Country, ("region",))
        from sim.country.generate import generate_region  # few scenarios need it

        return generate_region(country.places, country.seed), []
    if not isinstance(wanted, str):
        text = "missing" if wanted is None else f"is {shown(wanted)}"
        return None, [Fault(("region",), f"{text}; {NO_REGION}")]
    if _is_path(wanted):
        folder = origin.folder / wanted
    elif REGION_NAME.fullmatch(wanted):
        folder = shipped.regions_folder() / wanted
    else:
        text = f"is {shown(wanted)}; {NO_REGION}{_beside(wanted, origin)}"
        return None, [Fault(("region",), text)]
    if not os.path.isdir(folder):
        hint = _beside(wanted, origin) or did_you_mean(wanted, shipped.region_names())
        return None, [Fault(("region",), f"is {shown(wanted)}; no such folder of a region{hint}")]
    try:
        return load_region(folder), []
    except RegionError as error:
        return None, [Fault(("region",), line) for line in error.faults]


def _beside(wanted: str, origin: Origin) -> str:
    """The end of a message, where the folder that was meant lies beside the file."""
    for path in (f"./{wanted}", f"./regions/{wanted}"):
        if "\0" not in wanted and os.path.isdir(origin.folder / path):
            return f'; the folder beside this file is written "{path}"'
    return ""


def _is_path(region: Any) -> bool:
    return isinstance(region, str) and region.startswith(("./", "../"))


def seen_from(region: str, origin: Origin, folder: Path) -> str:
    """A region's path, given from the folder of one file, as seen from another folder."""
    if not _is_path(region):
        return region
    full = os.path.abspath(origin.folder / region)
    text = Path(os.path.relpath(full, folder)).as_posix()
    return text if text.startswith("../") else f"./{text}"
