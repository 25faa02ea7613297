"""Scenario = region + nature + policy + parties + dated events: a TOML file turned into checked,
frozen objects.

Every fault of a file is reported at once (`ScenarioError`). A file is data: nothing in it is
executed.
"""

from __future__ import annotations

import hashlib
import json
import os
import warnings
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any, ClassVar, Final

from pydantic import Field, PrivateAttr, ValidationError, create_model

from sim.case import idle
from sim.case import theory as theories
from sim.case.adaptive import Rule
from sim.case.checks import check_all
from sim.case.draft import Draft
from sim.case.extending import added, found_again, home_of, in_use, text_of
from sim.case.origin import Country, Origin, called, find_file, region_of, seen_from
from sim.case.overrides import apply
from sim.case.parts import PARTS, Nature, Part, Parts, Policy
from sim.case.phases import with_typed_phases
from sim.case.varied import Varied
from sim.case.words import already, filled, with_hint
from sim.country.region import Region
from sim.fields import toml_text
from sim.fields.errors import IdleValueWarning, ScenarioError
from sim.fields.faults import Fault, faults_of, report
from sim.fields.parameter import Group, number
from sim.fields.toml_lines import lines_of
from sim.machine import shipped
from sim.policy.table import LeverTable
from sim.state.parties import Before, DatedEvent, FactionSpec, MissionSpec

MOST_FACTIONS: Final = 20  # of a scenario; splinters come on top


class SourceNote(Group):
    """Where something in the file comes from."""

    id: str = ""
    text: str


class Scenario(Varied):
    """A case to run: read it with `load_scenario`, change it with `replace`.

    Beside the fields of the file: `region` (the loaded Region), `name`, `monday`, `hash`.
    """

    title: str = Field(min_length=1, max_length=120)
    summary: str = ""
    start: date
    weeks: int = number(520, "weeks", 1, 2600, "assumption", "default length of a run")
    war_window: tuple[date, date]
    region_source: str | Country = Field(alias="region")
    nature: Nature = Field(default_factory=Nature)
    policy: Policy = Field(default_factory=Policy)
    mission: MissionSpec = Field(default_factory=MissionSpec)
    factions: tuple[FactionSpec, ...] = Field((), max_length=MOST_FACTIONS)
    events: tuple[DatedEvent, ...] = Field((), max_length=1000)
    before: tuple[Before, ...] = Field((), description="what the time before the start has left")
    rules: tuple[Rule, ...] = Field((), max_length=100)
    sources: tuple[SourceNote, ...] = ()
    notes: str = ""

    PARTS: ClassVar[Parts] = PARTS
    __iter__: ClassVar[None] = None  # type: ignore[assignment]  # one value, also to mesa.batch_run
    _region: Region = PrivateAttr()
    _name: str = PrivateAttr("")
    _origin: Origin = PrivateAttr()

    @property
    def region(self) -> Region:
        """The country: places, roads, people."""
        return self._region

    @property
    def parts(self) -> Parts:
        """Which levers, mechanisms and outcomes take part."""
        return self.PARTS

    @property
    def name(self) -> str:
        """Path under the shipped scenarios without `.toml`; for another file its stem."""
        return self._name

    @property
    def monday(self) -> date:
        """The day week 0 begins: the Monday of the week that holds `start`."""
        return self.start - timedelta(days=self.start.weekday())

    @classmethod
    def levers(cls) -> dict[str, type[LeverTable]]:
        """Class of each lever's table by name."""
        policy: Any = cls.model_fields["policy"].annotation
        found: dict[str, type[LeverTable]] = policy.tables()
        return found

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
        return self._digest(frozenset())

    @cached_property
    def hash_but_policy(self) -> str:
        """The same digest without the policy: worlds that are alike until somebody acts."""
        return self._digest(frozenset({"policy", "weeks"}))

    def _digest(self, without: frozenset[str]) -> str:
        names: Any = {"factions": {"__all__": {"known_as"}}}  # what others call it decides nothing
        nothing = () if self.before else ("before",)
        names |= dict.fromkeys((*without, *nothing), True)
        content = self.model_dump(mode="json", by_alias=True, exclude=names)
        content["region"] = self.region.content_hash()
        more = added(self.parts, PARTS)
        if more:
            content["extensions"] = [text_of(part) for part in more]
        if self._theory:
            content["theory"] = self._theory.text()
        text = json.dumps(content, sort_keys=True, ensure_ascii=True, allow_nan=False)
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    def __reduce__(self) -> Any:
        """Pickled with its parts from outside by file and name: their class has no home."""
        more = added(self.parts, PARTS)
        if not more:
            return super().__reduce__()
        homes = [home_of(part) for part in more]
        place = (self.region, self._name, self._origin)
        return _again, (self.to_dict(), *place, homes, self._theory, self._given)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self.hash == other.hash

    def __hash__(self) -> int:
        return int(self.hash[:15], 16)

    def to_dict(self) -> dict[str, Any]:
        """The content of a complete scenario file: every field, defaults included."""
        content: dict[str, Any] = filled(self.model_dump(by_alias=True))
        return content

    def to_toml(self, folder: Path | None = None) -> str:
        """A complete scenario file that loads to an equal scenario.

        A region given by a path is named as seen from `folder`, where the text will be saved
        (default: the folder of the file this scenario was read from).
        """
        content = self.to_dict()
        if folder is not None and isinstance(content["region"], str):
            content["region"] = seen_from(content["region"], self._origin, folder)
        return toml_text.write(content)

    def replace(self, overrides: Mapping[str, Any]) -> Scenario:
        """The same scenario with some values changed; raises ScenarioError like a load.

        Warns (IdleValueWarning) of values that do nothing, or less than they seem to.
        """
        return _warned(self.changed(overrides), self)

    def changed(self, overrides: Mapping[str, Any]) -> Scenario:
        """What `replace` gives, without a warning: for programs that tell it themselves."""
        return _build(type(self), self.to_dict(), self._origin, overrides, self)


def load_scenario(
    name_or_path: str | os.PathLike[str],
    overrides: Mapping[str, Any] | None = None,
    *,
    extend: Iterable[Part] = (),
) -> Scenario:
    """Read a scenario: a shipped one by name ("sierra-leone", "lessons/x"), or a TOML file.

    `overrides` maps dotted paths to values: {"policy.patrols.share": 0.4, "weeks": 260,
    "factions.RUF.fighters": 8000, "policy.patrols.phases.0.share": 0.2}; later ones win and
    a table or list is replaced whole; `sim.times(0.5)` takes what is there times a number, a
    lever's dated values included. `extend`: levers, mechanisms and outcomes of your own
    (`sim.case.parts`; docs/extending.md), explicit and for this scenario only.
    Raises ScenarioError naming the file and every fault; warns (IdleValueWarning) of values that
    phases, missing units, a zero budget or the like keep from acting.
    """
    path = find_file(name_or_path)
    file = called(path)
    text = toml_text.read_text(path)
    raw = toml_text.parse(text, file)
    origin = Origin(file, path.parent, shipped.name_of(path), lines_of(text))
    kind = scenario_of(PARTS.with_added((*in_use(), *extend)))
    return _warned(_build(kind, raw, origin, overrides or {}, None), None)


def _warned(scenario: Scenario, before: Scenario | None) -> Scenario:
    """Warn of idle values that `before` did not have."""
    known = {str(note) for note in before.told()} if before is not None else ()
    for note in scenario.told():
        if str(note) not in known:
            warnings.warn(f"{scenario.name}: {note}", IdleValueWarning, stacklevel=3)
    return scenario


@cache
def scenario_of(parts: Parts) -> type[Scenario]:
    """The class of scenarios in which these parts take part."""
    if parts == PARTS:
        return Scenario
    policy, nature = parts.policy, parts.nature
    kind = create_model(
        "Scenario",
        __base__=Scenario,
        nature=(nature, Field(default_factory=nature)),
        policy=(policy, Field(default_factory=policy)),
    )
    kind.PARTS = parts
    return kind


def _build(
    kind: type[Scenario],
    raw: dict[str, Any],
    origin: Origin,
    overrides: Mapping[str, Any],
    before: Scenario | None,
) -> Scenario:
    """Check everything, then make the objects. `before`: reuse its region where unchanged."""
    levers = kind.levers()
    written, faults = apply(raw, overrides, kind)
    region, region_faults = _region(raw.get("region"), origin, before)
    faults += region_faults + check_all(Draft(raw, kind, region, levers))
    scenario: Scenario | None = None
    try:
        scenario = kind.model_validate(with_typed_phases(raw, levers))
    except ValidationError as error:
        said = {fault.path for fault in faults}
        found = [with_hint(fault) for fault in faults_of(error, kind)]
        faults += [fault for fault in found if not already(fault.path, said)]
    if faults or scenario is None or region is None:
        raise ScenarioError(report(origin.file, faults, origin.lines, written))
    scenario._region, scenario._name, scenario._origin = region, origin.name, origin
    names = [spec.name for spec in scenario.factions]
    in_use_here = theories.in_use() if before is None else before.theory.given()
    scenario._theory = theories.theory(in_use_here, names)
    scenario._given = (*(before._given if before else ()), *idle.given(overrides, written))
    return scenario


def _again(
    content: dict[str, Any],
    region: Region,
    name: str,
    origin: Origin,
    homes: list[tuple[str, str]],
    theory: theories.Theory,
    given: tuple[idle.Given, ...],
) -> Scenario:
    """A scenario with parts from outside, in another process."""
    kind = scenario_of(PARTS.with_added(found_again(homes)))
    scenario = kind.model_validate(content)
    scenario._region, scenario._name, scenario._origin = region, name, origin
    scenario._theory, scenario._given = theory, given
    return scenario


def _region(
    wanted: Any, origin: Origin, before: Scenario | None
) -> tuple[Region | None, list[Fault]]:
    if before is not None and wanted == before.to_dict()["region"]:
        return before.region, []
    return region_of(wanted, origin)


__all__ = ["Country", "Origin", "Scenario", "ScenarioError", "load_scenario"]
