"""Where the scenarios that come with the program live, and their names."""

from __future__ import annotations

import os
import re
from pathlib import Path

NAME = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")


def scenarios_folder() -> Path:
    """The folder of shipped scenarios: inside an installed wheel, else of the repository."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "_shipped" / "scenarios"
    return inside if inside.is_dir() else package.parent / "scenarios"


def regions_folder() -> Path:
    """The folder of shipped regions, one folder a country."""
    return scenarios_folder() / "regions"


def reading(what: str) -> Path:
    """The folder of `notebooks` or of the `lessons`' pages: inside a wheel, else the repository."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "_shipped" / what
    if inside.is_dir():
        return inside
    return package.parent / {"lessons": "docs/lessons"}.get(what, what)


def scenario_names() -> list[str]:
    """Names of the shipped scenarios, sorted: paths below the folder without `.toml`."""
    root = scenarios_folder()
    found = [path.relative_to(root) for path in root.rglob("*.toml")]
    return sorted(p.with_suffix("").as_posix() for p in found if p.parts[0] != "regions")


def region_names() -> list[str]:
    """Names of the shipped regions, sorted."""
    root = regions_folder()
    return sorted(path.name for path in root.iterdir() if path.is_dir()) if root.is_dir() else []


def scenario_path(name: str) -> Path | None:
    """The file of a shipped scenario, None where there is none of that name."""
    if not NAME.fullmatch(name) or name.split("/")[0] == "regions":
        return None
    path = scenarios_folder() / f"{name}.toml"
    return path if os.path.isfile(path) else None


def name_of(path: Path) -> str:
    """A scenario's name: its path under the shipped folder without `.toml`, else its stem."""
    root = scenarios_folder().resolve()
    full = path.resolve()
    if full.is_relative_to(root):
        return full.relative_to(root).with_suffix("").as_posix()
    return path.stem
