"""What a visitor has set: a scenario and changes. Written to a link, clamped when read back.

A change is a value, or a `Times`: the factor by which all dated values of a field are taken
("85 % of the plan"), for fields that the scenario's own phases set.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sim.case.scenario import Scenario
from sim.case.times import scaled
from sim.view.app.fields import Field, all_fields, lever_tables

MOST_TIMES = 3.0
MOST_PHASES = 6
SHORTEST = 13  # weeks


@dataclass(frozen=True)
class Times:
    """A multiple of what the scenario's phases have."""

    factor: float


@dataclass(frozen=True)
class Phase:
    """Dated values of one lever that the visitor added; both days inclusive."""

    start: date
    end: date
    values: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Setting:
    """A scenario's name, changes by path (sorted), phases by lever's path (sorted).

    `weeks`: length of the runs, None for the scenario's own; `unsure`: worlds differ in luck and in
    the calibrated numbers of nature (draws of the posterior), not in luck alone.
    """

    scenario: str
    changes: tuple[tuple[str, Any], ...] = ()
    phases: tuple[tuple[str, tuple[Phase, ...]], ...] = ()
    weeks: int | None = None
    unsure: bool = False

    @property
    def bare(self) -> bool:
        """Whether nothing was changed."""
        return not self.changes and not self.phases

    def get(self, path: str) -> Any:
        """The change at a path, or None."""
        return dict(self.changes).get(path)

    def with_change(self, path: str, value: Any) -> Setting:
        """With one change; None takes it back."""
        changes = dict(self.changes)
        changes.pop(path, None)
        if value is not None:
            changes[path] = value
        return replace(self, changes=tuple(sorted(changes.items())))

    def with_phases(self, lever: str, phases: tuple[Phase, ...]) -> Setting:
        """With other added phases of a lever."""
        table = dict(self.phases)
        table.pop(lever, None)
        if phases:
            table[lever] = phases
        return replace(self, phases=tuple(sorted(table.items())))

    def without(self, prefix: str) -> Setting:
        """Without changes (and phases) below a table."""
        changes = tuple(c for c in self.changes if not c[0].startswith(f"{prefix}."))
        phases = tuple(p for p in self.phases if not f"{p[0]}.".startswith(f"{prefix}."))
        return replace(self, changes=changes, phases=phases)

    def only(self, prefix: str) -> Setting:
        """Only with changes (and phases) below a table."""
        changes = tuple(c for c in self.changes if c[0].startswith(f"{prefix}."))
        phases = tuple(p for p in self.phases if f"{p[0]}.".startswith(f"{prefix}."))
        return replace(self, changes=changes, phases=phases)

    @property
    def changed_levers(self) -> list[str]:
        """Paths of the levers that differ from the scenario's, sorted."""
        levers = {path.rpartition(".")[0] for path, _ in self.changes if path.startswith("policy.")}
        return sorted(levers | {lever for lever, _ in self.phases})


def planned(case: Scenario, field: Field) -> list[Any]:
    """The values that the scenario's own phases give a field; empty where they give none."""
    lever = lever_tables().get(field.table)
    if lever is None:
        return []
    table = getattr(case.policy, field.table.rpartition(".")[2])
    return [phase[field.name] for phase in table.phases if field.name in phase]


def base_value(case: Scenario, field: Field) -> Any:
    """A field's value in the scenario's own table, phases apart."""
    here: Any = case
    for part in field.path.split("."):
        here = getattr(here, part)
    return here


def settled(case: Scenario, field: Field, value: Any) -> Any:
    """A wished value as a change: clamped, and None where it changes nothing or is not one.

    For a field with dated values, a number is taken as their multiple.
    """
    if isinstance(value, Times):
        factor = value.factor
        if field.choices or field.kind is bool or not planned(case, field) or factor != factor:
            return None
        factor = min(max(factor, 0.0), MOST_TIMES)
        return None if abs(factor - 1.0) < 1e-9 else Times(factor)
    value = field.clamped(value)
    if value is None or (not planned(case, field) and value == base_value(case, field)):
        return None
    return value


def overrides(case: Scenario, setting: Setting) -> dict[str, Any]:
    """What `case.replace` takes to make the setting's scenario."""
    found: dict[str, Any] = {}
    for path, value in setting.changes:
        field = all_fields()[path]
        if planned(case, field):
            continue
        found[path] = value
    for lever in sorted({*setting.changed_levers}):
        phases, base = _phases(case, setting, lever)
        found |= base
        if phases is not None:
            found[f"{lever}.phases"] = phases
    return found


def _phases(
    case: Scenario, setting: Setting, lever: str
) -> tuple[list[dict[str, Any]] | None, dict[str, Any]]:
    """A lever's phases with planned changes applied and own phases added; changed base values."""
    table = getattr(case.policy, lever.rpartition(".")[2])
    rows = [dict(phase) for phase in table.phases]
    base: dict[str, Any] = {}
    touched = False
    for path, value in setting.changes:
        field = all_fields()[path]
        if field.table != lever or not planned(case, field):
            continue
        touched = True
        for row in rows:
            if field.name in row:
                row[field.name] = _applied(field, row[field.name], value)
        base[path] = _applied(field, base_value(case, field), value)
    own = dict(setting.phases).get(lever, ())
    rows += [{"start": p.start, "end": p.end, **dict(p.values)} for p in own]
    return (rows if touched or own else None), base


def _applied(field: Field, before: Any, change: Any) -> Any:
    if not isinstance(change, Times):
        return change
    return scaled(before, change.factor, lever_tables()[field.table].model_fields[field.name])
