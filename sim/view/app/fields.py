"""Every field a visitor may set, read from the tables of policy and nature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from sim.case.extending import parts_in_use
from sim.fields.parameter import Parameter, parameters
from sim.policy.table import LeverTable
from sim.view.texts import Texts

ACRONYMS = frozenset({"cvr", "ddr"})
FIGURES = 10  # of a number that is set: what a link holds
NOT_SHOWN = frozenset({"nature.civilians", "nature.combatants"})  # size, not an assumption


@dataclass(frozen=True)
class Field:
    """A field, its kind (`int`, `float`, `bool` or `str`) and, for text, its choices."""

    about: Parameter
    kind: type
    choices: tuple[str, ...]

    @property
    def path(self) -> str:
        """Dotted path in a scenario."""
        return self.about.path

    @property
    def name(self) -> str:
        """Last part of the path."""
        return self.about.path.rpartition(".")[2]

    @property
    def table(self) -> str:
        """Path of the table it stands in."""
        return self.about.path.rpartition(".")[0]

    def clamped(self, value: Any) -> Any:
        """The nearest allowed value; None where it cannot be understood."""
        if self.choices:
            return value if value in self.choices else None
        if self.kind is bool:
            return _truth(value)
        try:
            number = float(value)
        except (TypeError, ValueError):
            return None
        if number != number:
            return None
        low, high = self.about.low, self.about.high
        number = max(number, low) if low is not None else number
        number = min(number, high) if high is not None else number
        if abs(number) == float("inf"):
            return None
        return round(number) if self.kind is int else float(f"{number:.{FIGURES}g}")


def _truth(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(str(value).lower())


def _field(group: type[BaseModel], about: Parameter) -> Field | None:
    kind: Any = group.model_fields[about.path.rpartition(".")[2]].annotation
    if kind in (int, float, bool):
        return Field(about, kind, ())
    choices = tuple(str(choice) for choice in get_args(kind))
    if choices and all(isinstance(choice, str) for choice in get_args(kind)):
        return Field(about, str, choices)
    return None


def _tables(group: type[BaseModel], prefix: str) -> Iterator[tuple[str, type[BaseModel]]]:
    yield prefix, group
    for name, info in group.model_fields.items():
        kind = info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _tables(kind, f"{prefix}.{name}")


@cache
def all_fields() -> dict[str, Field]:
    """Fields of policy and nature by path, in the order of their tables."""
    found: dict[str, Field] = {}
    parts = parts_in_use()
    for root, name in ((parts.policy, "policy"), (parts.nature, "nature")):
        tables = dict(_tables(root, name))
        for about in parameters(root, name):
            field = _field(tables[about.path.rpartition(".")[0]], about)
            if field is not None and about.path not in NOT_SHOWN:
                found[about.path] = field
    return found


@cache
def lever_tables() -> dict[str, type[LeverTable]]:
    """The class of each lever by the path of its table."""
    return {
        path: kind
        for path, kind in _tables(parts_in_use().policy, "policy")
        if issubclass(kind, LeverTable)
    }


@cache
def nature_tables() -> dict[str, type[BaseModel]]:
    """The class of each table of nature by its path."""
    return dict(_tables(parts_in_use().nature, "nature"))


def table_words(path: str, t: Texts) -> str:
    """What a lever or a table of nature is called in a language."""
    return t.declared(path, words(path.rpartition(".")[2]))


def field_words(field: Field, t: Texts) -> str:
    """What a field is called in a language."""
    return t.declared(field.path, words(field.name))


def unit_words(field: Field, t: Texts) -> str:
    """A field's unit in a language."""
    return t.declared(f"unit.{field.about.unit}", field.about.unit)


def choice_words(field: Field, t: Texts) -> dict[str, str]:
    """What a field's choices, by their names in a scenario, are called in a language."""
    return {choice: t.declared(f"choice.{choice}", choice) for choice in field.choices}


def words(name: str) -> str:
    """A field's or table's name as text: `early_warning` is `Early warning`."""
    if name in ACRONYMS:
        return name.upper()
    text = name.replace("_", " ").strip()
    return text[:1].upper() + text[1:]
