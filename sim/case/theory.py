"""Somebody's own theory of who decides: classes of agents, by importable reference.

A reference is `module:Name` or `file.py:Name`. It is the user's own program and is run when it
is checked; a scenario file, a link or a folder of results never brings one in. References travel
to worker processes and count, with their source, in a scenario's hash.
"""

from __future__ import annotations

import hashlib
import importlib.util
import inspect
import pkgutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from sim.fields.errors import ScenarioError
from sim.fields.faults import did_you_mean
from sim.machine import added_files

KINDS: Final = {
    "faction": "Faction",
    "headquarters": "MissionHeadquarters",
    "government": "LocalGovernment",
    "civilian": "Civilian",
}
_HERE: dict[str, type[Any]] = {}  # classes of this process alone: a notebook's, a script's


@dataclass(frozen=True)
class Theory:
    """Pairs of who decides ("faction", "faction:RUF", "headquarters", ...) and a reference."""

    rows: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def local(self) -> bool:
        """Whether a class has no home that another process could import."""
        return any(reference in _HERE for _, reference in self.rows)

    def of(self, kind: str) -> type[Any] | None:
        """The class of headquarters, governments, civilians, or of all factions; None: ours."""
        reference = dict(self.rows).get(kind)
        return None if reference is None else found(reference)

    def factions(self) -> dict[str, type[Any]]:
        """Classes of single factions by name."""
        named = ((who.partition(":"), reference) for who, reference in self.rows)
        return {name: found(reference) for (_, _, name), reference in named if name}

    def text(self) -> list[str]:
        """What makes it what it is, for a scenario's hash."""
        return [f"{who}={_source(found(reference))}" for who, reference in self.rows]

    def given(self) -> dict[str, str]:
        """As it is written: who -> reference."""
        return dict(self.rows)


def theory(given: Mapping[str, Any], factions: Iterable[str]) -> Theory:
    """Check a theory: `{"faction": "my:Careful", "faction:RUF": Bold, "headquarters": ...}`.

    A value is a reference, a class, or for "faction" a mapping from factions' names to either.
    ScenarioError: nobody of that kind, no faction of that name, what cannot be imported or is
    not a class of that kind; all at once.
    """
    names, rows, faults = list(factions), [], []
    for who, value in _single(given):
        kind, _, name = who.partition(":")
        if kind not in KINDS or (name and kind != "faction"):
            faults.append(f"theory {who}: unknown{did_you_mean(kind, KINDS)}")
        elif name and name not in names:
            text = "no faction of this scenario has that name"
            faults.append(f"theory {who}: {text}{did_you_mean(name, names)}")
        else:
            try:
                rows.append((who, _checked(value, kind)))
            except ScenarioError as error:
                faults += [f"theory {who}: {text}" for text in error.faults]
    if faults:
        raise ScenarioError(faults)
    return Theory(tuple(sorted(rows)))


def _single(given: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    for who, value in given.items():
        if isinstance(value, Mapping):
            yield from ((f"{who}:{name}", one) for name, one in value.items())
        elif value is not None:
            yield who, value


def _checked(value: Any, kind: str) -> str:
    reference = value if isinstance(value, str) else _reference(value)
    named = found(reference)
    wanted = KINDS[kind]
    bases = {base.__name__ for base in named.__mro__ if base.__module__.startswith("sim.agents")}
    if wanted not in bases:
        raise ScenarioError([f"{reference}: must be a subclass of sim.agents.{wanted}"])
    return _absolute(reference)


def _reference(kind: Any) -> str:
    """The reference of a class; one without a home is kept for this process."""
    if not isinstance(kind, type):
        raise ScenarioError([f"{kind!r}: must be a class, or a reference such as my_theory:Name"])
    module = sys.modules.get(kind.__module__)
    reference = f"{kind.__module__}:{kind.__qualname__}"
    if kind.__module__ == "__main__" or getattr(module, kind.__qualname__, None) is not kind:
        _HERE[reference] = kind
    return reference


def _absolute(reference: str) -> str:
    home, _, name = reference.rpartition(":")
    return f"{Path(home).resolve()}:{name}" if home.endswith(".py") else reference


def found(reference: str) -> type[Any]:
    """The class that a reference names. ScenarioError: it cannot be imported, or is no class."""
    if reference in _HERE:
        return _HERE[reference]
    home, _, name = reference.rpartition(":")
    if not home or not name.isidentifier():
        raise ScenarioError([f"{reference}: must be module:Name or file.py:Name"])
    try:
        module = _of_file(str(Path(home).resolve())) if home.endswith(".py") else _module(home)
    except (Exception, SystemExit) as error:
        raise ScenarioError([f"{reference}: {type(error).__name__}: {error}"]) from None
    kind = getattr(module, name, None)
    if not isinstance(kind, type):
        known = [key for key, value in vars(module).items() if isinstance(value, type)]
        raise ScenarioError([f"{reference}: no class of that name{did_you_mean(name, known)}"])
    return kind


def _module(name: str) -> Any:
    """A module by name, also one that lies in the working folder."""
    try:
        return pkgutil.resolve_name(f"{name}:")
    except ModuleNotFoundError as error:
        if error.name != name.partition(".")[0] or str(Path.cwd()) in sys.path:
            raise
    sys.path.append(str(Path.cwd()))
    return pkgutil.resolve_name(f"{name}:")


@cache
def _of_file(path: str) -> Any:
    name = f"bluehelm_theory_{hashlib.blake2b(path.encode(), digest_size=6).hexdigest()}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not Path(path).is_file():
        raise FileNotFoundError("no such Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _source(kind: type[Any]) -> str:
    """The text of the file that a class stands in; its own text, or name, where there is none."""
    try:
        return Path(inspect.getsourcefile(kind) or "").read_text(encoding="utf-8")
    except (TypeError, OSError):
        return kind.__qualname__


def use(given: Iterable[str]) -> None:
    """Let every scenario of this process and its workers have these: `faction=my:Careful`."""
    rows = list(given)
    for row in rows:
        who, sign, reference = row.partition("=")
        if not sign or not reference:
            text = "must be WHO=MODULE:NAME, e.g. faction=my_theory:Careful"
            raise ScenarioError([f"--theory {row}: {text}"])
        if not reference.partition(":")[2]:
            raise ScenarioError([f"--theory {row}: must be module:Name or file.py:Name"])
        if who.partition(":")[0] not in KINDS:
            raise ScenarioError([f"--theory {row}: {who}: unknown{did_you_mean(who, KINDS)}"])
    added_files.name_theory([_in_full(row) for row in rows])


def _in_full(row: str) -> str:
    who, _, reference = row.partition("=")
    return f"{who}={_absolute(reference)}"


def in_use() -> dict[str, str]:
    """What `use` named, here or in the process that started this one."""
    rows = added_files.theory_named()
    return {who: reference for who, sign, reference in (row.partition("=") for row in rows) if sign}
