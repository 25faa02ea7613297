"""What-ifs that change nothing: which value it is, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.case.idle import Given
from sim.case.idle import notes as idle_notes
from sim.case.scenario import Scenario

MOST = 12  # values that are named


def differing(base: Scenario, whatif: Scenario) -> tuple[str, ...]:
    """Dotted paths at which two scenarios differ; a list counts as one value."""
    return tuple(_apart(base.to_dict(), whatif.to_dict(), ""))


def _apart(one: Any, other: Any, prefix: str) -> Iterator[str]:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in dict.fromkeys([*one, *other]):
            path = f"{prefix}.{key}" if prefix else str(key)
            yield from _apart(one.get(key), other.get(key), path)
    elif one != other:
        yield prefix


def told(base: Scenario, whatif: Scenario, weeks: int) -> tuple[str, ...]:
    """What of a what-if does nothing, or less than it seems to, before anything runs."""
    known = {str(note) for note in base.told(weeks)}
    given = [Given(path) for path in differing(base, whatif)]
    found = [str(note) for note in idle_notes(whatif, given, weeks) if note.whole]
    found += [str(note) for note in whatif.told(weeks)]
    return tuple(note for note in dict.fromkeys(found) if note not in known)


def reasons(base: Scenario, whatif: Scenario, weeks: int) -> tuple[str, ...]:
    """Why a what-if changed nothing in any world, a line a value."""
    if base.hash == whatif.hash:
        return ("Nothing changed: both are the same in all that decides a run.",)
    lines = [reason(whatif, path, weeks) for path in differing(base, whatif)]
    more = len(lines) - MOST
    lines = lines[:MOST] + ([f"and {more} values more"] if more > 0 else [])
    return ("Nothing changed in any of these worlds:", *lines)


def reason(case: Scenario, path: str, weeks: int) -> str:
    """Why a value changed nothing: read from the scenario, else what it waits for."""
    for note in idle_notes(case, [Given(path)], weeks):
        if note.whole:
            return str(note)
    if waits := _waits(case, path):
        return f"{path}: it waits for {waits}, which did not come in these worlds"
    if path.endswith((".source", "title", "summary", "notes")):
        return f"{path}: a text, which decides nothing"
    return f"{path}: nothing in the scenario stands against it; its occasion did not come"


def _waits(case: Scenario, path: str) -> str:
    """What has to happen before a field of a lever matters; empty: nothing."""
    root, _, rest = path.partition(".")
    name, _, field = rest.partition(".")
    found = [lever for lever in case.parts.levers if root == "policy" and lever.name == name]
    return found[0].waits(field) if found else ""
