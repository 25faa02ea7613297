"""The command that makes a run again, if there is one that names no file of one's own."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.case.scenario import Scenario, load_scenario
from sim.fields import toml_text
from sim.fields.errors import ScenarioError
from sim.machine.shipped import scenario_names

if TYPE_CHECKING:
    from sim.runs.run import Run


def command_of(run: Run) -> tuple[str, bool]:
    """A command line, and whether it is known to give this very run.

    It is known for a shipped scenario whose hash, with the overrides found, is the run's.
    """
    case = run.scenario
    weeks = f" --weeks {run.weeks}" if run.weeks != case.weeks else ""
    tail = f" --seed {run.seed}{weeks} --out out"
    sets = overrides_of(case) if case.name in scenario_names() else None
    if sets is None:
        return f"bluehelm run scenario.toml{tail}", False
    options = "".join(
        f" --set {shlex.quote(f'{path}={text}')}" for path, text in sorted(sets.items())
    )
    return f"bluehelm run {shlex.quote(case.name)}{options}{tail}", True


def overrides_of(case: Scenario) -> dict[str, str] | None:
    """Paths and TOML values that make `case` of the shipped scenario of its name; None: unknown."""
    try:
        base = load_scenario(case.name)
        found = dict(_differences(base.to_dict(), case.to_dict(), ""))
        if load_scenario(case.name, found).hash != case.hash:
            return None
    except (ScenarioError, LookupError, TypeError):
        return None
    return {path: written(value) for path, value in found.items()}


def _differences(base: Any, other: Any, path: str) -> list[tuple[str, Any]]:
    """What `other` has that differs, by dotted path; KeyError where it lacks something."""
    if base == other:
        return []
    if isinstance(base, Mapping) and isinstance(other, Mapping):
        if set(base) - set(other):
            raise KeyError(path)
        pairs = [(key, base.get(key), value) for key, value in other.items()]
    elif isinstance(base, list) and isinstance(other, list) and len(base) == len(other):
        if not all(isinstance(item, Mapping) for item in (*base, *other)):
            return [(path, other)]
        pairs = [(str(i), base[i], item) for i, item in enumerate(other)]
    else:
        return [(path, other)]
    found = []
    for key, was, now in pairs:
        found += _differences(was, now, f"{path}.{key}" if path else key)
    return found


def written(value: Any) -> str:
    """A value as `--set` reads it."""
    return toml_text.write({"value": value}).removeprefix("value = ").strip()
