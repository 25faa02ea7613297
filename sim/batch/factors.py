"""Factors: what a design varies. A factor is a list of levels or a range, of numbers or not."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

from sim.case import times
from sim.case.extending import parts_in_use
from sim.case.scenario import Scenario
from sim.fields.faults import nearest, shown
from sim.fields.parameter import Parameter, parameters

Scalar = float | int | bool | str
LARGEST = 1e15  # of a level or an end of a range: whole numbers are exact up to there
RANGE_KEYS = {"low", "high", "integer", "log", "step"}


@dataclass(frozen=True)
class Level:
    """One setting of a factor: the value shown in tables, and the overrides it stands for."""

    value: Scalar
    overrides: Mapping[str, Any]


@dataclass(frozen=True)
class Factor:
    """`levels` of a choice, or `low`..`high` of a range (then `levels` is empty)."""

    name: str
    levels: tuple[Level, ...] = ()
    low: float = 0.0
    high: float = 1.0
    integer: bool = False
    log: bool = False
    step: float = 0.0  # of a budget: the least that can be bought; 0: any amount
    bundle: bool = field(default=False)  # levels are named sets of overrides
    scaled: bool = field(default=False)  # values are multiples of what the scenario has

    @property
    def is_range(self) -> bool:
        """Whether any value between the ends may be taken."""
        return not self.levels

    def at(self, u: float) -> Level:
        """The level at a share 0..1 of the way through the factor."""
        if self.levels:
            return self.levels[min(int(u * len(self.levels)), len(self.levels) - 1)]
        if self.integer:
            span = int(self.high) - int(self.low) + 1
            return self._of(int(self.low) + min(int(u * span), span - 1))
        if self.log:
            low, high = math.log(self.low), math.log(self.high)
            return self._of(math.exp(low + u * (high - low)))
        return self._of(self.low + u * (self.high - self.low))

    def spread(self, count: int) -> list[Level]:
        """All levels of a choice; `count` evenly spaced ones of a range, ends included."""
        if self.levels:
            return list(self.levels)
        found = []
        for i in range(count):
            share = i / (count - 1) if count > 1 else 0.5
            low, high = self.low, self.high
            value = low + share * (high - low)
            if self.log:
                value = math.exp(math.log(low) + share * (math.log(high) - math.log(low)))
            value = {0: low, count - 1: high}.get(i, value) if count > 1 else value
            level = self._of(round(value) if self.integer else float(value))
            if level not in found:
                found.append(level)
        return found

    def _of(self, value: float | int) -> Level:
        return Level(value, {self.name: times.times(value) if self.scaled else value})

    @property
    def kind(self) -> str:
        """The type of the factor's column: int64, double, bool or string."""
        if self.is_range:
            return "int64" if self.integer else "double"
        kinds = {type(level.value) for level in self.levels}
        if kinds == {bool}:
            return "bool"
        if kinds == {int}:
            return "int64"
        return "double" if kinds <= {int, float} else "string"

    def cell(self, value: Scalar) -> Scalar:
        """The value as its column holds it."""
        return {"double": float, "int64": int, "bool": bool, "string": str}[self.kind](value)


@cache
def known() -> dict[str, Parameter]:
    """Every parameter of policy and nature by path."""
    parts = parts_in_use()
    both = [*parameters(parts.policy, "policy"), *parameters(parts.nature, "nature")]
    return {parameter.path: parameter for parameter in both}


def factor(name: str, given: Any) -> Factor:
    """Read one factor. Raises ValueError saying what it must be.

    A list gives levels; {low, high, integer, log, step} a range, whose missing ends are the
    field's own; a table of tables gives named sets of overrides. {times = ...} around a list or
    range takes the scenario's plan times each value (`sim.case.times`).
    """
    if isinstance(given, Mapping) and set(given) == {times.KEY}:
        return _multiples(name, given[times.KEY])
    if isinstance(given, (list, tuple)):
        return Factor(name, _levels(name, given))
    if not isinstance(given, Mapping):
        raise ValueError(
            f"is {shown(given)}; must be a list of levels, a range {{low = ..., high = ...}}, or a "
            "table of named sets"
        )
    if set(given) <= RANGE_KEYS:
        return _range(name, given)
    return Factor(name, _bundle(given), bundle=True)


def _multiples(name: str, given: Any) -> Factor:
    if isinstance(given, (list, tuple)):
        levels = _levels(name, given)
        for level in levels:
            if isinstance(level.value, (bool, str)) or level.value < 0:
                raise ValueError(f"times {level.value!r}; must be a number from 0 on")
        return Factor(
            name, tuple(Level(one.value, {name: times.times(float(one.value))}) for one in levels)
        )
    if not isinstance(given, Mapping) or not {"low", "high"} <= set(given) <= RANGE_KEYS:
        raise ValueError(
            f"times {given!r}; must be a list such as [0.5, 1.0] or a range {{low = 0.5, high = 2}}"
        )
    found = _range(name, {"integer": False, **given})
    if found.low < 0.0:
        raise ValueError(f"times {found.low:g}; must be a number from 0 on")
    return replace(found, scaled=True)


def _levels(name: str, given: list[Any] | tuple[Any, ...]) -> tuple[Level, ...]:
    if not given:
        raise ValueError("has no levels; give at least one")
    found = []
    for value in given:
        if isinstance(value, date):
            found.append(Level(value.isoformat(), {name: value}))
            continue
        if not isinstance(value, (bool, int, float, str)):
            raise ValueError(
                "has a level that is a list or table; name it: {first = {PATH = VALUE}, ...}"
            )
        if isinstance(value, (int, float)) and not abs(value) <= LARGEST:
            raise ValueError(f"has the level {shown(value)}; must be a number in reach")
        found.append(Level(value, {name: value}))
    if len({(type(level.value), level.value) for level in found}) < len(found):
        raise ValueError("has a level twice")
    return tuple(found)


def _range(name: str, given: Mapping[str, Any]) -> Factor:
    field_ = known().get(name)
    missing = [key for key in ("low", "high") if key not in given]
    if field_ is None and missing:
        near = nearest(name, known())
        remedy = f"did you mean {near}?" if near else "give low and high"
        unknown = "is no number of policy or nature, so its range is not known"
        raise ValueError(f"{unknown}; {remedy}")
    for key in ("integer", "log"):
        if not isinstance(given.get(key, False), bool):
            raise ValueError(f"{key} is {shown(given[key])}; must be true or false")
    low = given.get("low", field_.low if field_ else None)
    high = given.get("high", field_.high if field_ else None)
    for key, value in (("low", low), ("high", high)):
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not is_number or value != value or abs(value) == math.inf:
            raise ValueError(f"{key} is {shown(value)}; must be a number")
        if abs(value) > LARGEST:
            raise ValueError(f"{key} is {shown(value)}; must be at most {LARGEST:g} in size")
    if not low < high:
        raise ValueError(f"low is {low}, high {high}; low must be below high")
    whole = field_ is not None and type(field_.default) is int
    integer = bool(given.get("integer", whole))
    if integer and (low != int(low) or high != int(high)):
        raise ValueError(f"low is {low}, high {high}; must be whole numbers")
    log = bool(given.get("log", False))
    if log and (low <= 0 or integer):
        raise ValueError("log takes a range of numbers above 0 that are not whole")
    step = given.get("step", 0.0)
    is_number = isinstance(step, (int, float)) and not isinstance(step, bool)
    if not is_number or not 0.0 <= step <= high - low or (integer and step != int(step)):
        raise ValueError(f"step is {step!r}; must be a number from 0 to {high - low:g}")
    return Factor(name, (), float(low), float(high), integer, log, float(step))


def _bundle(given: Mapping[str, Any]) -> tuple[Level, ...]:
    for label, overrides in given.items():
        if not isinstance(overrides, Mapping):
            raise ValueError(
                f"{shown(label)} is {shown(overrides)}; a range takes low, high, integer, log, "
                "step; a named set is a table of PATH = VALUE"
            )
    return tuple(Level(label, dict(overrides)) for label, overrides in given.items())


def own_value(case: Scenario, path: str) -> Scalar | None:
    """What a scenario itself has at a path of policy or nature; None: nothing, or phases win."""
    parts = path.split(".")
    if len(parts) != 3 or parts[0] not in ("policy", "nature"):
        return None
    table = getattr(getattr(case, parts[0]), parts[1], None)
    if table is None or any(parts[2] in phase for phase in getattr(table, "phases", ())):
        return None
    value = getattr(table, parts[2], None)
    return value if isinstance(value, (float, int, bool, str)) else None
