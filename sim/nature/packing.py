"""The numbers of nature as kernels take them, and the variant in which a mission does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sim.fields.parameter import Group, effects, packed
from sim.nature.nature import Nature

T = TypeVar("T", bound=Group)


class Rules:
    """The numbers of nature in the form kernels take: a named tuple of floats a table.

    `of(Class)` gives the table of a class, known by type; `table(name)` or an attribute the table
    of that name. The no-effect variant takes every number that is marked as an effect to zero.
    """

    def __init__(self, nature: Nature) -> None:
        self.nature = nature
        for name, group in nature.groups():
            table = packed(group)
            if nature.variant == "no-effect":
                table = table._replace(**dict.fromkeys(effects(type(group)), 0.0))
            setattr(self, name, table)

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
