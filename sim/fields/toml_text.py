"""Reading a TOML file with messages a user can act on, and writing one."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sim.fields.errors import ScenarioError

MOST_BYTES = 2_000_000
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WHERE = re.compile(r"(.*) \(at line (\d+), column (\d+)\)")


def read_text(path: Path) -> str:
    """The text of a scenario file. Raises ScenarioError for what cannot be one."""
    raw = _bytes(path)
    if len(raw) > MOST_BYTES:
        raise ScenarioError([f"{path}: is over {MOST_BYTES // 1_000_000} MB; not a scenario file"])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ScenarioError([f"{path}:{line}: is not UTF-8 text; save it as UTF-8"]) from None


def _bytes(path: Path) -> bytes:
    if os.path.isdir(path):
        raise ScenarioError([f"{path}: is a folder; give a scenario file (.toml)"])
    if os.path.exists(path) and not os.path.isfile(path):
        raise ScenarioError([f"{path}: is not an ordinary file; give a .toml file"])
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise ScenarioError([f"{path}: no such file; see `bluehelm scenarios`"]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ScenarioError([f"{path}: cannot be read ({reason})"]) from None


def parse(text: str, file: str) -> dict[str, Any]:
    """The values of a TOML text. Raises ScenarioError naming file, line and column."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ScenarioError([f"{file}: brackets are nested too deeply"]) from None
    except ValueError as error:
        match = _WHERE.fullmatch(str(error))
        if match:
            what, line, column = match.groups()
            place = f"{file}:{line}:{column}"
        else:
            what, place = str(error), f"{file}:{text.count(chr(10)) + 1}"
        message = f"{place}: not valid TOML: {what[:1].lower()}{what[1:]}; mend this line"
        raise ScenarioError([message]) from None


def write(table: Mapping[str, Any], path: tuple[str, ...] = ()) -> str:
    """A TOML text of nested dicts, lists, text, numbers, truth values and dates."""
    plain: list[str] = []
    tables: list[str] = []
    arrays: list[str] = []
    for key, value in table.items():
        below = (*path, key)
        if isinstance(value, Mapping):
            tables.append(f"\n[{_dotted(below)}]\n{write(value, below)}")
        elif _is_array_of_tables(value):
            heading = f"\n[[{_dotted(below)}]]\n"
            arrays.extend(heading + write(row, below) for row in value)
        else:
            plain.append(f"{_key(key)} = {_value(value)}\n")
    return "".join(plain + tables + arrays)


def _is_array_of_tables(value: Any) -> bool:
    if not isinstance(value, (list, tuple)) or not value:
        return False
    return all(isinstance(row, Mapping) for row in value)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)


def _dotted(path: tuple[str, ...]) -> str:
    return ".".join(_key(part) for part in path)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items())
        return "{" + inner + "}"
    return _quoted(value) if isinstance(value, str) else repr(value)
