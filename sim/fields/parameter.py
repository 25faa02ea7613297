"""A field of a scenario that knows its unit, range, meaning and source.

Everything that needs to know about a number (checks, `bluehelm levers`, sliders, sampling
bounds, `--set`, the documentation) reads it from the field made here.
"""

from __future__ import annotations

import hashlib
import re
from collections import namedtuple
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

SOURCE = re.compile(r"^(evidence:[A-Z]\d+|calibrated|assumption)$")


class Group(BaseModel):
    """A table of a scenario file: its fields are parameters, anything else in it is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
    TABLE: ClassVar[str] = ""  # its name among the tables of nature

    source: str = Field("", description="where this table's values come from")


@dataclass(frozen=True)
class Parameter:
    """What a user may know of one parameter."""

    path: str
    default: Any
    unit: str
    low: float | None
    high: float | None
    meaning: str
    source: str
    effect: bool = False


def number(
    default: float | int,
    unit: str,
    low: float,
    high: float,
    source: str,
    meaning: str,
    *,
    effect: bool = False,
) -> Any:
    """A pydantic field for one number with everything a reader needs beside it.

    `low` and `high` are inclusive; `source` is `evidence:<id>` (an id of the bibliography),
    `calibrated` or `assumption`. `effect` marks what a mission does to the world: the no-effect
    variant of nature takes it to zero. Raises ValueError for an untagged number.
    """
    return _field(default, unit, source, meaning, low, high, effect)


def choice(default: str, source: str, meaning: str) -> Any:
    """A pydantic field for one of several words, which its annotation (a Literal) lists."""
    return _field(default, "choice", source, meaning, None, None, False)


def switch(default: bool, source: str, meaning: str) -> Any:
    """A pydantic field for a yes or no."""
    return _field(default, "true or false", source, meaning, None, None, False)


def _field(
    default: Any,
    unit: str,
    source: str,
    meaning: str,
    low: float | None,
    high: float | None,
    effect: bool,
) -> Any:
    if not SOURCE.match(source):
        raise ValueError(f"source {source!r}: use evidence:<id>, calibrated or assumption")
    return Field(
        default,
        ge=low,
        le=high,
        strict=None if isinstance(default, str) else True,
        description=meaning,
        json_schema_extra={"unit": unit, "source": source, "effect": effect},
    )


def _bounds(info: FieldInfo) -> tuple[float | None, float | None]:
    low = next((m.ge for m in info.metadata if hasattr(m, "ge")), None)
    high = next((m.le for m in info.metadata if hasattr(m, "le")), None)
    return low, high


def parameters(group: type[BaseModel], prefix: str) -> Iterator[Parameter]:
    """Every parameter below a group, depth first, with its dotted path."""
    for name, info in group.model_fields.items():
        path = f"{prefix}.{name}"
        kind = info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from parameters(kind, path)
            continue
        extra = info.json_schema_extra
        if not isinstance(extra, dict) or "unit" not in extra:
            continue
        low, high = _bounds(info)
        yield Parameter(
            path,
            info.default,
            str(extra["unit"]),
            low,
            high,
            info.description or "",
            str(extra["source"]),
            bool(extra.get("effect")),
        )


def effects(group: type[BaseModel]) -> tuple[str, ...]:
    """Names of a group's numbers that are marked as effects of a mission."""
    return tuple(p.path.rpartition(".")[2] for p in parameters(group, "") if p.effect)


def names_of_numbers(group: type[BaseModel]) -> list[str]:
    """Names of a group's fields that are numbers, in order."""
    kinds = (float, int, bool)
    return [name for name, info in group.model_fields.items() if info.annotation in kinds]


@cache
def _tuple_type(group: type[Group]) -> Any:
    """A class with a home in this module, named by its fields.

    numba's cache on disk knows a class again by module and name only; without a home every
    process would compile anew, and with other fields old machine code would read wrong ones.
    """
    names = names_of_numbers(group)
    digest = hashlib.blake2b(",".join(names).encode(), digest_size=6).hexdigest()
    kind = namedtuple(f"{_PACKED}{group.__name__}_{digest}", names)  # type: ignore[misc]
    kind.__module__ = __name__
    globals()[kind.__name__] = kind
    return kind


_PACKED = "Packed"


def __getattr__(name: str) -> Any:
    """A class that numba's cache still names but that has other fields by now: matches nothing."""
    if name.startswith(_PACKED):
        return type(name, (), {"__module__": __name__})
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def packed(group: Group) -> Any:
    """The numbers of a group as a named tuple of floats, known by name in Python."""
    kind = _tuple_type(type(group))
    return kind(*[float(getattr(group, name)) for name in kind._fields])
