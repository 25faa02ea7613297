"""The policy of a week as rules take it: rows of numbers, a table a lever."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar, Literal, get_args, get_origin

import numpy as np

from sim.fields.calendar_days import ordinal
from sim.fields.parameter import Group
from sim.fields.state import State
from sim.policy.table import LeverTable


class Plan(State):
    """The policy of this week as numbers: a table a lever, as an attribute by its name.

    A choice is its position among the words that its field lists, a day its ordinal (0: none);
    names are no numbers and stand elsewhere (`World.named_parties`).
    """

    LEVERS: ClassVar[Sequence[type[LeverTable]]] = ()  # told by `sim.case.parts`

    @classmethod
    def number_types(cls) -> np.dtype[Any]:
        """A record of numbers for each lever."""
        levers = [
            (table.NAME, np.dtype([(name, kind) for name, kind, _ in _columns(table)]))
            for table in cls.LEVERS
        ]
        return np.dtype(levers)

    def __init__(self) -> None:
        self.taken: dict[str, Any] = {}

    def take(self, policy: Any) -> None:
        """Take a policy's values; tables that are the same as before are left."""
        for kind in self.LEVERS:
            lever = kind.NAME
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
    found: list[tuple[str, str, Any]] = []
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
