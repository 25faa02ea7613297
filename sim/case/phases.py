"""Phases of levers: dated tables that pydantic leaves as they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from pydantic import ValidationError

from sim.case.draft import FIRST_DAY, LAST_DAY, Draft, day_of
from sim.fields.faults import Fault, faults_of, shown
from sim.fields.toml_lines import Path
from sim.policy.table import LeverTable


def check_phases(draft: Draft) -> Iterator[Fault]:
    """Each phase of a lever is dated, and its values keep the rules of the lever's fields."""
    policy = draft.table("policy")
    for lever, kind in draft.levers.items():
        table = policy.get(lever)
        phases = table.get("phases") if isinstance(table, dict) else None
        for number, phase in enumerate(phases if isinstance(phases, (list, tuple)) else []):
            if isinstance(phase, dict):
                yield from _phase(kind, phase, ("policy", lever, "phases", number))


def _phase(kind: type[LeverTable], phase: dict[str, Any], path: Path) -> Iterator[Fault]:
    days = {}
    for key in ("start", "end"):
        days[key] = day = day_of(phase.get(key))
        if key not in phase:
            yield Fault((*path, key), "missing; must be a date such as 2001-05-15")
        elif day is None or not FIRST_DAY <= day <= LAST_DAY:
            text = f"is {shown(phase[key])}; must be a date from {FIRST_DAY} to {LAST_DAY}"
            yield Fault((*path, key), text)
    if days["start"] and days["end"] and days["end"] < days["start"]:
        text = f"is {days['end']}; must not be before the phase's start, {days['start']}"
        yield Fault((*path, "end"), text)
    values = {key: value for key, value in phase.items() if key not in ("start", "end", "phases")}
    if "phases" in phase:
        yield Fault((*path, "phases"), "unknown; a phase has no phases of its own")
    try:
        kind.model_validate(values)
    except ValidationError as error:
        yield from faults_of(error, kind, path)


def with_typed_phases(
    raw: dict[str, Any], levers: Mapping[str, type[LeverTable]]
) -> dict[str, Any]:
    """A copy in which phases hold dates as dates and numbers as their field has them.

    Pydantic keeps a phase as it is written; `share = 0` and `share = 0.0` must be the same
    scenario.
    """
    raw = deepcopy(raw)
    policy = raw.get("policy")
    for lever, table in policy.items() if isinstance(policy, dict) else ():
        kind = levers.get(lever)
        phases = table.get("phases") if isinstance(table, dict) else None
        if kind is not None and isinstance(phases, list):
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
