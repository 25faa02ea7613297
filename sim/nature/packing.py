"""The numbers of nature as rules take them, and the variant in which a mission does nothing.

`world.rules.politics.talks` is a number of nature, as `world.plan.mediation.teams` is one of the
policy of this week (`sim.policy.plan`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import numpy as np

from sim.fields.parameter import Group, effects, names_of_numbers, packed
from sim.fields.state import State
from sim.nature.nature import Nature
from sim.nature.posterior import drawn

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
            if nature.posterior:
                table = drawn(type(group), table, nature.posterior)
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
