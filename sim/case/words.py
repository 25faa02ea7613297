"""Faults of a scenario put better, and values as a file has them."""

from __future__ import annotations

from typing import Any

from sim.case.moved import hint
from sim.fields.faults import Fault, dotted
from sim.fields.toml_lines import Path


def with_hint(fault: Fault) -> Fault:
    """A key that has moved says where to."""
    where = hint(dotted(fault.path)) if fault.text.startswith("unknown") else ""
    return Fault(fault.path, "unknown" + where) if where else fault


def already(path: Path, said: set[Path]) -> bool:
    """Whether a fault was already told in better words: a rule's own, or a phase's."""
    if len(path) == 2 and path[0] == "policy":
        return any(other[:3] == (*path, "phases") for other in said)
    if path[:1] == ("region",):
        return any(other[:1] == ("region",) for other in said)
    return any(path[: len(other)] == other for other in said)


def filled(value: Any) -> Any:
    """Without what stands for "not given": None, and empty text (always a default)."""
    if isinstance(value, dict):
        return {key: filled(item) for key, item in value.items() if item not in (None, "")}
    if isinstance(value, (list, tuple)):
        return [filled(item) for item in value]
    return value
