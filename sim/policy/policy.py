"""Policy: what a mission's planners set. One table a lever; every lever may have phases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import Field, create_model

from sim.fields.parameter import Group
from sim.policy.table import LeverTable

T = TypeVar("T", bound=LeverTable)


class Policy(Group):
    """The levers of a mission: a table each, as an attribute by its name, or `of(its class)`."""

    if TYPE_CHECKING:  # which levers there are is decided where they are listed

        def __getattr__(self, name: str) -> Any:
            """A lever's table."""

    def of(self, kind: type[T]) -> T:
        """The table of a lever by its class, so that its fields are known by type."""
        table: T = self.__dict__[kind.NAME]  # no call more: this is asked for often
        return table

    def on(self, day: date) -> Policy:
        """The policy with each lever's phase of that day in force."""
        return self.model_copy(update={name: table.on(day) for name, table in self.levers()})

    def having(self, values: Mapping[tuple[str, str], Any]) -> Policy:
        """The policy with some fields set: (lever, field) -> value."""
        policy = self
        for (lever, field), value in values.items():
            table = getattr(policy, lever).model_copy(update={field: value})
            policy = policy.model_copy(update={lever: table})
        return policy

    def changes(self) -> set[date]:
        """Days on which some lever's values may change."""
        return set().union(*[table.changes() for _, table in self.levers()])

    def levers(self) -> list[tuple[str, LeverTable]]:
        """Name and table of each lever."""
        return [(name, getattr(self, name)) for name in self.names()]

    @classmethod
    def tables(cls) -> dict[str, type[LeverTable]]:
        """Class of each lever's table by name."""
        return {
            name: info.annotation
            for name, info in cls.model_fields.items()
            if isinstance(info.annotation, type) and issubclass(info.annotation, LeverTable)
        }

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Names of the levers, in their order."""
        return tuple(cls.tables())


def policy_of(tables: Sequence[type[LeverTable]], module: str) -> type[Policy]:
    """The class of policies that hold these tables; `module`: where it can be found by name."""
    fields: Any = {kind.NAME: (kind, Field(default_factory=kind)) for kind in tables}
    return create_model("Policy", __base__=Policy, __module__=module, **fields)
