"""A plan taken times a number: `{times = 0.5}` instead of a value.

`policy.force.troops = {times = 0.5}` halves the field and every dated value of it, so the shape
of the plan stays; `policy.force = {times = 0.5}` does so with every size of the lever. Any other
number of a scenario can be taken times a number, too. What the field cannot hold is cut to its
range. Command line, scripts, experiments and the page all scale with the code here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.fields.faults import Fault, field_of, shown, table_kind
from sim.fields.toml_lines import Path
from sim.policy.lever import Lever
from sim.policy.table import LeverTable

KEY: Final = "times"


def times(factor: float) -> dict[str, float]:
    """What an override takes instead of a value: `{"policy.force": sim.times(0.5)}`."""
    return {KEY: float(factor)}


def asked(value: Any) -> bool:
    """Whether an override's value is a multiple of what is there."""
    return isinstance(value, Mapping) and set(value) == {KEY}


def scaled(before: float, factor: float, info: FieldInfo) -> float | int:
    """A field's value times a factor, within its range; whole where the field is."""
    value = before * factor
    low = next((m.ge for m in info.metadata if hasattr(m, "ge")), None)
    high = next((m.le for m in info.metadata if hasattr(m, "le")), None)
    value = value if low is None else max(value, low)
    value = value if high is None else min(value, high)
    return round(value) if info.annotation is int else float(value)


def sizes(lever: Lever) -> list[str]:
    """What of a lever says how much of it there is: its sizes, else its amounts that are numbers.

    A size is a number that is 0 unless set, and no share.
    """
    fields = lever.table.model_fields
    found = [name for name, info in fields.items() if _is_number(info) and _is_size(info)]
    return found or [name for name in lever.amounts if _is_number(fields[name])]


def _is_size(info: FieldInfo) -> bool:
    high = next((m.le for m in info.metadata if hasattr(m, "le")), None)
    return info.default == 0 and (high is None or high > 1.0)


def _is_number(info: FieldInfo) -> bool:
    return info.annotation in (int, float)


def take(raw: dict[str, Any], path: Path, value: Any, kind: Any) -> Iterator[Fault]:
    """Take what stands at a path of a scenario's raw tables times `value["times"]`.

    `kind`: the class of the scenario. Gives a fault where there is nothing to multiply.
    """
    factor = value[KEY]
    number = isinstance(factor, (int, float)) and not isinstance(factor, bool)
    if not number or not math.isfinite(factor) or factor < 0.0:
        yield Fault(
            path, f"times {shown(factor)}; must be a number from 0 on, e.g. {{times = 0.5}}"
        )
        return
    lever = next((one for one in kind.PARTS.levers if path[:2] == ("policy", one.name)), None)
    if lever is not None and len(path) == 2:
        for name in sizes(lever):
            _plan(raw, lever.table, name, factor)
        return
    if lever is not None and len(path) == 3 and _is_number_of(lever.table, path[2]):
        _plan(raw, lever.table, str(path[2]), factor)
        return
    here, info = _place(raw, path, kind)
    before = here.get(path[-1], None if info is None else info.default) if here else None
    if info is None or not _is_number(info) or not isinstance(before, (int, float)):
        yield Fault(path, "is no number, so it cannot be taken times one; give a value")
        return
    here[path[-1]] = scaled(before, factor, info)


def _is_number_of(table: type[LeverTable], name: Any) -> bool:
    info = field_of(table, str(name))
    return info is not None and _is_number(info)


def _plan(raw: dict[str, Any], table: type[LeverTable], name: str, factor: float) -> None:
    """Scale a field of a lever and all its dated values."""
    info = table.model_fields[name]
    policy = raw["policy"] = dict(raw.get("policy") or {})
    own = policy[table.NAME] = dict(policy.get(table.NAME) or {})
    before = own.get(name, info.default)
    if _numeric(before):
        own[name] = scaled(before, factor, info)
    phases = own.get("phases")
    if isinstance(phases, (list, tuple)):
        own["phases"] = [phase_times(phase, table, name, factor) for phase in phases]


def phase_times(phase: Any, table: type[LeverTable], name: str, factor: float) -> Any:
    """A phase with one of its values taken times a number; as it is where it has none."""
    if not isinstance(phase, Mapping) or not _numeric(phase.get(name)):
        return phase
    return {**phase, name: scaled(phase[name], factor, table.model_fields[name])}


def _numeric(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _place(raw: Any, path: Path, kind: type[BaseModel]) -> tuple[Any, FieldInfo | None]:
    """The table that holds a path's last part (made where missing), and its field."""
    here: Any = raw
    model: type[BaseModel] | None = kind
    info: FieldInfo | None = None
    for part in path[:-1]:
        if isinstance(part, int):
            here = here[part]
            continue
        info = field_of(model, part) if model else None
        model = table_kind(info)
        below = here.get(part) if isinstance(here, dict) else None
        if below is None and isinstance(here, dict):
            below = here[part] = {}
        here = list(below) if isinstance(below, tuple) else below
    last = path[-1]
    if not isinstance(here, dict) or model is None or not isinstance(last, str):
        return None, None
    return here, field_of(model, last)
