"""Changing single values of a scenario: `policy.patrols.share`, `factions.RUF.fighters`."""

from __future__ import annotations

import difflib
import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from sim.case import times
from sim.case.moved import hint
from sim.fields.faults import Fault, field_names, field_of, nearest, table_kind
from sim.fields.toml_lines import Path

_PART = re.compile(r'"([^"]*)"|([^."]+)')


def read_value(text: str) -> Any:
    """A value from the command line: TOML where it is TOML, else the text itself."""
    try:
        table = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return text
    return table["value"] if len(table) == 1 else text


def apply(
    raw: dict[str, Any], overrides: Mapping[str, Any], model: type[BaseModel]
) -> tuple[list[Path], list[Fault]]:
    """Write each override into `raw`, the nested dicts of a scenario; later ones win.

    Returns the paths asked for, and a fault for each one that is unknown.
    """
    written: list[Path] = []
    faults: list[Fault] = []
    for text, value in overrides.items():
        parts = [a or b for a, b in _PART.findall(str(text))]
        path = _resolved(raw, parts, model)
        if path is None:
            known = set(known_paths(raw, model))
            path = (str(text),)
            faults.append(
                Fault(path, "unknown" + (hint(".".join(parts)) or _suggestion(parts, known)))
            )
        elif times.asked(value):
            faults += times.take(raw, path, _plain(value), model)
        else:
            _put(raw, path, _plain(value))
        written.append(path)
    return written, faults


def known_paths(raw: Mapping[str, Any], model: type[BaseModel]) -> Iterator[str]:
    """Every path an override may name, given what the scenario contains."""
    yield from _known(raw, model, "")


def _known(raw: Any, model: type[BaseModel], prefix: str) -> Iterator[str]:
    raw = raw if isinstance(raw, dict) else {}
    for key in field_names(model):
        path = f"{prefix}{key}"
        yield path
        inner = table_kind(field_of(model, key))
        value = raw.get(key)
        if isinstance(value, (list, tuple)):
            for number, row in enumerate(value):
                names = [str(number), *_name(row)]
                for name in names:
                    yield from _rows(row, inner, model, f"{path}.{name}.")
        elif inner is not None and not _is_list(model, key):
            yield from _known(value, inner, f"{path}.")


def _rows(
    row: Any, inner: type[BaseModel] | None, model: type[BaseModel], prefix: str
) -> Iterator[str]:
    if inner is not None:
        yield from _known(row, inner, prefix)
    elif isinstance(row, dict):  # a phase: its dates and any field of its lever
        names = {"start", "end", *field_names(model)} - {"phases"}
        yield from (f"{prefix}{name}" for name in sorted(names))


def _is_list(model: type[BaseModel], key: str) -> bool:
    info = field_of(model, key)
    return info is not None and "tuple" in str(info.annotation)


def _name(row: Any) -> list[str]:
    name = row.get("name") if isinstance(row, dict) else None
    return [name] if isinstance(name, str) else []


def _resolved(raw: dict[str, Any], parts: list[str], model: type[BaseModel]) -> Path | None:
    """The path in `raw` of an override's parts, None where there is no such field."""
    path: Path = ()
    kind: type[BaseModel] | None = model
    here: Any = raw
    while parts:
        part, *parts = parts
        if isinstance(here, (list, tuple)):
            found = _element(here, part, parts)
            if found is None:
                return None
            number, parts = found
            path, here = (*path, number), here[number]
            if kind is None and parts:  # into a phase
                return (*path, parts[0]) if len(parts) == 1 else None
            continue
        info = field_of(kind, part) if kind else None
        if info is None:
            return None
        path = (*path, part)
        here = here.get(part) if isinstance(here, dict) else None
        kind = table_kind(info)
        if kind is None and parts and not isinstance(here, (list, tuple)):
            is_map = "dict" in str(info.annotation)
            return (*path, ".".join(parts)) if is_map else None
    return path or None


def _element(rows: Any, part: str, rest: list[str]) -> tuple[int, list[str]] | None:
    """Number of a list's element, by number or by name (which may contain dots)."""
    if part.isdecimal() and int(part) < len(rows):
        return int(part), rest
    for size in range(len(rest) + 1):
        name = ".".join([part, *rest[:size]])
        for number, row in enumerate(rows):
            if _name(row) == [name]:
                return number, rest[size:]
    return None


def _put(raw: dict[str, Any], path: Path, value: Any) -> None:
    here: Any = raw
    for part, following in itertools.pairwise(path):
        if isinstance(part, str):
            below = here.get(part)
            if isinstance(below, tuple) or (isinstance(below, list) and isinstance(following, int)):
                below = list(below)
            elif not isinstance(below, dict):
                below = {}
            here[part] = below
        here = here[part]
    here[path[-1]] = value


def _plain(value: Any) -> Any:
    """A value as TOML would give it: own copies of lists and tables, no numpy scalars."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, range)):
        return [_plain(item) for item in value]
    return value.item() if hasattr(value, "item") else value


def _suggestion(parts: list[str], known: set[str]) -> str:
    """Did you mean: a path whose end is like this one's, the closer the table the better."""
    fields = [path for path in known if not path.endswith(".source")]
    tail = ".".join(parts)
    ends = sorted(path for path in fields if path.endswith(f".{tail}"))
    leaf = nearest(parts[-1], {path.rpartition(".")[2] for path in fields}) if parts else None
    leaves = [path for path in fields if leaf and path.rpartition(".")[2] == leaf]
    best = ends[:1] or difflib.get_close_matches(tail, leaves, n=1, cutoff=0.5)
    best = best or difflib.get_close_matches(tail, fields, n=1, cutoff=0.6)
    return f"; did you mean {best[0]}?" if best else "; see `bluehelm levers` for what can be set"
