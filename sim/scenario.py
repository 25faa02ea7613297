"""Scenario = region + nature + policy + parties + dated events: a TOML file turned into checked,
frozen objects.

Every fault of a file is reported at once (`ScenarioError`). A file is data: nothing in it is
executed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import Field, PrivateAttr, ValidationError

from sim import shipped, toml_text
from sim.checks import Draft, check_all
from sim.faults import Fault, ScenarioError, did_you_mean, faults_of, report, shown
from sim.fingerprint import region_digest
from sim.generate import generate_region
from sim.nature import Nature
from sim.overrides import apply
from sim.parameter import Group, parameter
from sim.parties import DatedEvent, FactionSpec, MissionSpec
from sim.policy import LeverTable, Policy
from sim.region import Region, RegionError, load_region
from sim.toml_lines import Path as KeyPath
from sim.toml_lines import lines_of

REGION_NAME = re.compile(r"[A-Za-z0-9_-]+")
NO_REGION = (
    "must be the name of a folder of scenarios/regions, a path that begins with ./ or ../ "
    "(from this file's folder), or a table {places = 60, seed = 1} for a made-up country"
)


class Country(Group):
    """A made-up country, generated from its size and seed."""

    places: int = parameter(
        60, unit="places", low=6, high=2000, source="assumption",
        meaning="number of towns and villages of a made-up country")
    seed: int = parameter(
        1, unit="seed", low=0, high=2**31 - 1, source="assumption",
        meaning="which made-up country of that size")


class SourceNote(Group):
    """Where something in the file comes from."""

    id: str = ""
    text: str


class Scenario(Group):
    """A case to run: read it with `load_scenario`, change it with `replace`.

    Beside the fields of the file: `region` (the loaded Region), `name`, `monday`, `hash`.
    """

    title: str = Field(min_length=1, max_length=120)
    summary: str = ""
    start: date
    weeks: int = parameter(
        520, unit="weeks", low=1, high=2600, source="assumption",
        meaning="default length of a run")
    war_window: tuple[date, date]
    region_source: str | Country = Field(alias="region")
    nature: Nature = Field(default_factory=Nature)
    policy: Policy = Field(default_factory=Policy)
    mission: MissionSpec = Field(default_factory=MissionSpec)
    factions: tuple[FactionSpec, ...] = Field((), max_length=8)
    events: tuple[DatedEvent, ...] = Field((), max_length=1000)
    sources: tuple[SourceNote, ...] = ()
    notes: str = ""

    _region: Region = PrivateAttr()
    _name: str = PrivateAttr("")
    _origin: Origin = PrivateAttr()

    @property
    def region(self) -> Region:
        """The country: places, roads, people."""
        return self._region

    @property
    def name(self) -> str:
        """Path under the shipped scenarios without `.toml`; for another file its stem."""
        return self._name

    @property
    def monday(self) -> date:
        """The day week 0 begins: the Monday of the week that holds `start`."""
        return self.start - timedelta(days=self.start.weekday())

    def week_of(self, day: date) -> int:
        """The week, from 0, that holds a day; negative before the run."""
        return (day - self.monday).days // 7

    def date_of(self, week: int) -> date:
        """The Monday of a week."""
        return self.monday + timedelta(weeks=week)

    @cached_property
    def hash(self) -> str:
        """Hex digest of all that decides a run, defaults and the region's content included.

        The scenario's name and the place of its file do not count.
        """
        content = self.model_dump(mode="json", by_alias=True)
        content["region"] = region_digest(self.region)
        text = json.dumps(content, sort_keys=True, ensure_ascii=True, allow_nan=False)
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self.hash == other.hash

    def __hash__(self) -> int:
        return int(self.hash[:15], 16)

    def to_dict(self) -> dict[str, Any]:
        """The content of a complete scenario file: every field, defaults included."""
        return _filled(self.model_dump(by_alias=True))

    def to_toml(self, folder: Path | None = None) -> str:
        """A complete scenario file that loads to an equal scenario.

        A region given by a path is named as seen from `folder`, where the text will be saved
        (default: the folder of the file this scenario was read from).
        """
        content = self.to_dict()
        if folder is not None and _is_path(content["region"]):
            full = os.path.normpath(self._origin.folder / content["region"])
            content["region"] = _from_here(Path(os.path.relpath(full, folder)))
        return toml_text.write(content)

    def replace(self, overrides: Mapping[str, Any]) -> Scenario:
        """The same scenario with some values changed; raises ScenarioError like a load."""
        return _build(self.to_dict(), self._origin, overrides, self)


@dataclass(frozen=True)
class Origin:
    """Where a scenario was read: how messages call the file, its folder, lines by key."""

    file: str
    folder: Path
    name: str
    lines: dict[KeyPath, int] = field(default_factory=dict)


def load_scenario(
    name_or_path: str | os.PathLike[str], overrides: Mapping[str, Any] | None = None
) -> Scenario:
    """Read a scenario: a shipped one by name ("sierra-leone", "lessons/x"), or a TOML file.

    `overrides` maps dotted paths to values: {"policy.patrols.share": 0.4, "weeks": 260,
    "factions.RUF.fighters": 8000, "policy.patrols.phases.0.share": 0.2}; later ones win and
    a table or list is replaced whole. Raises ScenarioError naming the file and every fault.
    """
    path = _find(name_or_path)
    file = _called(path)
    text = toml_text.read_text(path)
    raw = toml_text.parse(text, file)
    origin = Origin(file, path.parent, shipped.name_of(path), lines_of(text))
    return _build(raw, origin, overrides or {}, None)


def _find(name_or_path: str | os.PathLike[str]) -> Path:
    """The file meant. A text that ends in `.toml` is a path, another one a shipped name."""
    text = os.fspath(name_or_path)
    named = None if text.endswith(".toml") else shipped.scenario_path(text)
    if named is not None:
        return named
    path = Path(text)
    if text.endswith(".toml") or not isinstance(name_or_path, str):
        return path
    if "\0" not in text and os.path.lexists(path):
        return path
    hint = did_you_mean(text, shipped.scenario_names())
    raise ScenarioError([f"{shown(text)}: no scenario of that name and no such file{hint}"])


def _called(path: Path) -> str:
    """How messages call a file: as seen from the working folder where it lies below it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def _build(
    raw: dict[str, Any], origin: Origin, overrides: Mapping[str, Any], before: Scenario | None
) -> Scenario:
    """Check everything, then make the objects. `before`: reuse its region where unchanged."""
    written, faults = apply(raw, overrides, Scenario)
    region, region_faults = _region(raw, origin, before)
    faults += region_faults + check_all(Draft(raw, Scenario, region))
    scenario: Scenario | None = None
    try:
        scenario = Scenario.model_validate(_typed(raw))
    except ValidationError as error:
        said = {fault.path for fault in faults}
        faults += [f for f in faults_of(error, Scenario) if not _already(f.path, said)]
    if faults or scenario is None or region is None:
        unknown = [fault.path for fault in faults if fault.path not in origin.lines]
        named = [path for path in unknown if len(path) == 1 and path[0] in overrides]
        raise ScenarioError(report(origin.file, faults, origin.lines, [*written, *named]))
    scenario._region, scenario._name, scenario._origin = region, origin.name, origin
    return scenario


def _already(path: KeyPath, said: set[KeyPath]) -> bool:
    """Whether a fault was already told in better words: a rule's own, or a phase's."""
    if len(path) == 2 and path[0] == "policy":
        return any(other[:3] == (*path, "phases") for other in said)
    if path[:1] == ("region",):
        return bool({other for other in said if other[:1] == ("region",)})
    return any(path[: len(other)] == other for other in said if len(other) > 0)


def _region(
    raw: dict[str, Any], origin: Origin, before: Scenario | None
) -> tuple[Region | None, list[Fault]]:
    """The region a file asks for, or why there is none."""
    wanted = raw.get("region")
    if before is not None and wanted == before.to_dict()["region"]:
        return before.region, []
    if isinstance(wanted, dict):
        try:
            country = Country.model_validate(wanted)
        except ValidationError as error:
            return None, faults_of(error, Country, ("region",))
        return generate_region(country.places, country.seed), []
    if not isinstance(wanted, str):
        text = "missing" if wanted is None else f"is {shown(wanted)}"
        return None, [Fault(("region",), f"{text}; {NO_REGION}")]
    if _is_path(wanted):
        folder = origin.folder / wanted
    elif REGION_NAME.fullmatch(wanted):
        folder = shipped.regions_folder() / wanted
    else:
        return None, [Fault(("region",), f"is {shown(wanted)}; {NO_REGION}")]
    return _loaded(folder, wanted)


def _loaded(folder: Path, wanted: str) -> tuple[Region | None, list[Fault]]:
    if "\0" in wanted or not folder.is_dir():
        hint = did_you_mean(wanted, shipped.region_names())
        return None, [Fault(("region",), f"is {shown(wanted)}; no such folder of a region{hint}")]
    try:
        return load_region(folder), []
    except RegionError as error:
        return None, [Fault(("region",), line) for line in str(error).splitlines()]


def _is_path(region: Any) -> bool:
    return isinstance(region, str) and region.startswith(("./", "../"))


def _from_here(path: Path) -> str:
    text = path.as_posix()
    return text if text.startswith("../") else f"./{text}"


def _typed(raw: dict[str, Any]) -> dict[str, Any]:
    """A copy in which phases hold dates as dates and numbers as their field has them.

    Pydantic keeps a phase as it is written; `share = 0` and `share = 0.0` must be the same
    scenario.
    """
    raw = deepcopy(raw)
    policy = raw.get("policy")
    for lever, table in policy.items() if isinstance(policy, dict) else ():
        info = Policy.model_fields.get(lever)
        kind = info.annotation if info else None
        phases = table.get("phases") if isinstance(table, dict) else None
        if isinstance(kind, type) and issubclass(kind, LeverTable) and isinstance(phases, list):
            table["phases"] = [_typed_phase(kind, p) if isinstance(p, dict) else p for p in phases]
    return raw


def _typed_phase(kind: type[LeverTable], phase: dict[str, Any]) -> dict[str, Any]:
    typed = dict(phase)
    for key, value in phase.items():
        info = kind.model_fields.get(key)
        if info is not None and info.annotation is float and type(value) is int:
            typed[key] = float(value)
        elif key in ("start", "end") and isinstance(value, str):
            try:
                typed[key] = date.fromisoformat(value)
            except ValueError:
                continue
    return typed


def _filled(value: Any) -> Any:
    """Without what stands for "not given": None, and empty text (always a default)."""
    if isinstance(value, dict):
        return {key: _filled(item) for key, item in value.items() if item not in (None, "")}
    if isinstance(value, (list, tuple)):
        return [_filled(item) for item in value]
    return value


__all__ = ["Country", "Origin", "Scenario", "ScenarioError", "load_scenario"]
