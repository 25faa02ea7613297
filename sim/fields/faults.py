"""What is wrong with a scenario, said so that its author can mend it.

A fault is a path and a sentence: the value, the rule with its unit, the remedy. Pydantic finds
faults of single fields; they are put into our words here from what the field knows of itself.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from sim.fields.toml_lines import Path, nearest_line

LONGEST_VALUE = 60


@dataclass(frozen=True)
class Fault:
    """One thing wrong, at a path of the scenario."""

    path: Path
    text: str


def dotted(path: Path) -> str:
    """A path as it is written for `--set`."""
    return ".".join(str(part) for part in path)


def shown(value: Any) -> str:
    """A value as it would be written in the file, cut where long."""
    if isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, (date, time)):
        text = value.isoformat()
    elif isinstance(value, Mapping):
        text = "a table"
    elif isinstance(value, (list, tuple)):
        text = "[" + ", ".join(shown(item) for item in value[:4]) + "]"
    else:
        text = ascii(value) if _has_control(value) else repr(value)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 3] + "..."


def _has_control(value: Any) -> bool:
    return isinstance(value, str) and not value.isprintable()


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one, None where none is near."""
    by_lower = {choice.lower(): choice for choice in sorted(set(known), reverse=True)}
    near = difflib.get_close_matches(word.lower()[:200], by_lower, n=1, cutoff=0.6)
    return by_lower[near[0]] if near else None


def did_you_mean(word: Any, known: Iterable[str]) -> str:
    """The end of a message: the nearest known word, or all of them where they are few."""
    choices = sorted(set(known))
    near = nearest(str(word), choices)
    if near:
        return f"; did you mean {near}?"
    if 0 < len(choices) <= 12:
        return "; known: " + ", ".join(choices)
    return ""


def report(
    file: str, faults: Iterable[Fault], lines: Mapping[Path, int], overridden: Iterable[Path] = ()
) -> list[str]:
    """A line for each fault, in the order of the file; overrides have no line."""
    by_override = tuple(overridden)
    rows = []
    for fault in dict.fromkeys(faults):
        if any(fault.path[: len(path)] == path for path in by_override):
            rows.append((0, f"{file}: {dotted(fault.path)} (override): {fault.text}"))
            continue
        line = nearest_line(dict(lines), fault.path)
        place = file if line is None else f"{file}:{line}"
        rows.append((line or 0, f"{place}: {dotted(fault.path)}: {fault.text}"))
    return [text for _, text in sorted(rows, key=lambda row: row[0])]


def faults_of(error: ValidationError, model: type[BaseModel], prefix: Path = ()) -> list[Fault]:
    """Pydantic's findings about a table, in our words."""
    found = []
    for detail in error.errors(include_url=False):
        loc = tuple(detail["loc"])
        found.append(Fault((*prefix, *loc), _sentence(detail, model, loc)))
    return found


def _sentence(detail: ErrorDetails, model: type[BaseModel], loc: Path) -> str:
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    table = table_at(model, loc[:-1])
    name = str(loc[-1]) if loc else ""
    info = field_of(table, name) if table else None
    if detail["type"] == "extra_forbidden" and table is not None:
        return "unknown" + did_you_mean(name, field_names(table))
    if info is None and table is None:
        info = _innermost_field(model, loc)
    rule = rule_of(info) if info else "must be as the guide to scenario files says"
    if detail["type"] == "missing":
        return f"missing; {rule}"
    return f"is {shown(detail['input'])}; {rule}{_remedy(detail['input'], info)}"


def field_names(model: type[BaseModel]) -> list[str]:
    """The keys a table takes, as the file writes them."""
    return [info.alias or name for name, info in model.model_fields.items()]


def field_of(model: type[BaseModel], key: str) -> FieldInfo | None:
    """The field behind a key of a table."""
    for name, info in model.model_fields.items():
        if key == (info.alias or name):
            return info
    return None


def table_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The model of the table at a path of a scenario, None where no table of fields is."""
    kind: Any = model
    for part in path:
        if isinstance(part, int):
            continue  # the element of a list has the type found with its field
        info = field_of(kind, part) if kind else None
        kind = table_kind(info)
    return kind if isinstance(kind, type) else None


def _innermost_field(model: type[BaseModel], loc: Path) -> FieldInfo | None:
    for size in range(len(loc) - 1, -1, -1):
        table = table_at(model, loc[:size])
        if table is not None:
            return field_of(table, str(loc[size]))
    return None


def table_kind(info: FieldInfo | None) -> type[BaseModel] | None:
    """The model of a field's table or of its list of tables, None for plain values."""
    kinds = [info.annotation] if info else []
    while kinds:
        kind: Any = kinds.pop()
        if isinstance(kind, type) and not get_args(kind) and issubclass(kind, BaseModel):
            return kind
        if get_origin(kind) in (tuple, Union, UnionType):
            kinds.extend(get_args(kind))
    return None


def rule_of(info: FieldInfo) -> str:
    """What a field takes: "must be a number from 0 to 1 (share of infantry)"."""
    kind = _plain(info.annotation)
    if get_origin(kind) is Literal:
        return "must be one of " + ", ".join(f'"{choice}"' for choice in get_args(kind))
    extra = info.json_schema_extra
    unit = f" ({extra['unit']})" if isinstance(extra, dict) and "unit" in extra else ""
    low, high = _limit(info, "ge"), _limit(info, "le")
    span = f" from {low:,} to {high:,}" if low is not None and high is not None else ""
    if span and isinstance(low, float):
        span = f" from {low:g} to {high:g}"
    return f"must be {_noun(kind, info)}{span}{unit}"


def _limit(info: FieldInfo, name: str) -> Any:
    return next((getattr(m, name) for m in info.metadata if hasattr(m, name)), None)


def _plain(kind: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        kind = next(part for part in get_args(kind) if part is not type(None))
    return kind


def _noun(kind: Any, info: FieldInfo) -> str:
    plain = {
        float: "a number",
        int: "a whole number",
        bool: "true or false",
        date: "a date such as 2001-05-15",
    }
    if kind in plain:
        return plain[kind]
    if get_origin(kind) is dict:
        return "a table of numbers, none negative"
    if get_origin(kind) is tuple:
        return _list_noun(get_args(kind), info)
    return "a table" if table_kind(info) else _text_noun(info)


def _text_noun(info: FieldInfo) -> str:
    most = _limit(info, "max_length")
    return f"text of 1 to {most} characters" if most else "text"


def _list_noun(parts: tuple[Any, ...], info: FieldInfo) -> str:
    if parts == (date, date):
        return "two dates such as [2001-05-15, 2002-01-31]"
    most = _limit(info, "max_length")
    what = "tables" if table_kind(info) or "dict" in str(parts) else "texts"
    return f"a list of at most {most} {what}" if most else f"a list of {what}"


def _remedy(value: Any, info: FieldInfo | None) -> str:
    """How to mend it, where that can be told."""
    if info is None:
        return ""
    kind = _plain(info.annotation)
    if get_origin(kind) is Literal:
        return did_you_mean(value, get_args(kind)) if isinstance(value, str) else ""
    if isinstance(value, str) and kind in (int, float):
        number = value.strip().lstrip("+-").replace(".", "", 1).isdigit()
        return "; take the quotes away" if number else _default(info)
    high = _limit(info, "le")
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if is_number and high == 1.0 and 1.0 < value <= 100.0:
        return f"; a percentage? write {value / 100:g}"
    if kind is int and isinstance(value, float) and abs(value) < 1e15:
        return f"; write {round(value)}"
    return _default(info)


def _default(info: FieldInfo) -> str:
    if isinstance(info.default, (int, float, str)) and info.default != "":
        return f"; leave it out for {shown(info.default)}"
    return ""
