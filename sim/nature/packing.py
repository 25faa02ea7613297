"""Nature and policy as rules take them: rows of numbers, a table each.

`world.rules.politics.talks` is a number of nature, `world.plan.mediation.teams` one of the policy
of this week. In the variant without effect every number marked as an effect is zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar, get_args, get_origin

import numpy as np

from sim.fields.calendar_days import ordinal
from sim.fields.parameter import Group, effects, names_of_numbers, packed
from sim.fields.state import State
from sim.nature.nature import Nature

T = TypeVar("T", bound=Group)


class Rules(State):
    """The numbers of nature: a table of floats a room.

    `of(Class)` gives the table of a class, known by type; `table(name)` or an attribute the table
    of that name. Rules see those of the package's own rooms.
    """

    ROOMS: ClassVar[Sequence[type[Group]]] = ()  # told by `sim.case.parts`, which lists them

    @classmethod
    def number_types(cls) -> np.dtype[Any]:
        """A record of numbers for each room."""
        rooms = [
            (kind.TABLE, np.dtype([(name, "f8") for name in names_of_numbers(kind)]))
            for kind in cls.ROOMS
        ]
        return np.dtype(rooms)

    def __init__(self, nature: Nature) -> None:
        self.nature = nature
        for name, group in nature.groups():
            table = packed(group)
            if nature.variant == "no-effect":
                table = table._replace(**dict.fromkeys(effects(type(group)), 0.0))
            setattr(self, name, table)

    def __setattr__(self, name: str, value: Any) -> None:
        """Keep a table, and show it to rules."""
        self.__dict__[name] = value
        if name in (self.numbers.dtype.names or ()):
            self.numbers[name] = tuple(value)

    def of(self, kind: type[T]) -> T:
        """The numbers of a table by its class (really a tuple of floats with the same names)."""
        table: T = self.__dict__[kind.TABLE]  # no call more: this is asked for often
        return table

    def table(self, name: str) -> Any:
        """The numbers of a table by its name."""
        return getattr(self, name)

    if TYPE_CHECKING:  # which tables there are is decided where rooms are listed

        def __getattr__(self, name: str) -> Any:
            """The numbers of a table by its name."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled and copied as the nature it is made from: its tuples' classes have no home."""
        return Rules, (self.nature,)


class Plan(State):
    """The policy of this week as numbers: a table a lever, as an attribute by its name.

    A choice is its position among the words that its field lists, a day its ordinal (0: none);
    names are no numbers and stand elsewhere (`World.named_parties`).
    """

    LEVERS: ClassVar[Mapping[str, type[Group]]] = {}  # told by `sim.case.parts`

    @classmethod
    def number_types(cls) -> np.dtype[Any]:
        """A record of numbers for each lever."""
        levers = [
            (lever, np.dtype([(name, kind) for name, kind, _ in _columns(table)]))
            for lever, table in cls.LEVERS.items()
        ]
        return np.dtype(levers)

    def __init__(self) -> None:
        self.taken: dict[str, Any] = {}

    def take(self, policy: Any) -> None:
        """Take a policy's values; tables that are the same as before are left."""
        for lever, kind in self.LEVERS.items():
            table = getattr(policy, lever)
            if self.taken.get(lever) is table:
                continue
            values = {name: code(getattr(table, name)) for name, _, code in _columns(kind)}
            self.taken[lever] = table
            setattr(self, lever, SimpleNamespace(**values))
            self.numbers[lever] = tuple(values.values())

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """A lever's numbers by its name."""


@cache
def _columns(table: type[Group]) -> list[tuple[str, str, Any]]:
    """Name, type and coding of each field of a lever that can be a number."""
    found = []
    for name, info in table.model_fields.items():
        kind = info.annotation
        if kind is bool:
            found.append((name, "?", bool))
        elif kind is int:
            found.append((name, "i8", int))
        elif kind is float:
            found.append((name, "f8", float))
        elif get_origin(kind) is Literal:
            found.append((name, "i8", get_args(kind).index))
        elif date in get_args(kind):
            found.append((name, "i8", ordinal))
    return found
