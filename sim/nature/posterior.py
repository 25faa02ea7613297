"""Draws of a posterior: other values of calibrated numbers that tell the record about as well.

A draw multiplies: it says how far each of its numbers may lie from where the defaults and the
scenario put it, so a country's own level stays its own, and what a scenario switches off stays
off. The draws that come with the program are `posterior.json`, made by
experiments/calibration/fit_posterior.py; docs/calibration.md says how and what they tell.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final, TypeVar

from sim.fields.parameter import Group, parameters

T = TypeVar("T")
FILE: Final = "posterior.json"
DRAWS: Final = 64  # that the file holds (a test counts them)


@cache
def shipped() -> Mapping[str, Any]:
    """The file: `made` (script, seed, date, targets), `numbers` by path, `draws` of factors."""
    found: dict[str, Any] = json.loads((files(__package__) / FILE).read_text("utf-8"))
    return found


@cache
def factors(draw: int) -> Mapping[str, Mapping[str, float]]:
    """Factors of a draw, 1 to DRAWS: table -> number -> factor."""
    found: dict[str, dict[str, float]] = {}
    for path, factor in zip(shipped()["numbers"], shipped()["draws"][draw - 1], strict=True):
        table, _, name = path.partition(".")
        found.setdefault(table, {})[name] = factor
    return found


def drawn(kind: type[Group], table: T, draw: int) -> T:
    """A packed table as a draw has it, each number within its range."""
    wanted = factors(draw).get(kind.TABLE, {})
    values = {name: moved(kind, name, getattr(table, name), by) for name, by in wanted.items()}
    replaced: T = table._replace(**values)  # type: ignore[attr-defined]
    return replaced


def moved(kind: type[Group], name: str, value: float, factor: float) -> float:
    """A number times a factor, no farther than its range allows."""
    low, high = bounds(kind)[name]
    return min(max(value * factor, low), high)


@cache
def bounds(kind: type[Group]) -> Mapping[str, tuple[float, float]]:
    """Range of every number of a table that has one."""
    found = parameters(kind, kind.TABLE)
    return {
        p.path.rpartition(".")[2]: (p.low, p.high)
        for p in found
        if p.low is not None and p.high is not None
    }
