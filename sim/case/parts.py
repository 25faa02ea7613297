"""Which levers, mechanisms and outcomes take part: the package's own, and what a user adds.

`Policy` and `Nature` are the classes that hold a table for each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from sim.fields.errors import ScenarioError
from sim.fields.outcome import Outcome
from sim.fields.parameter import Group
from sim.levers import LEVERS, NUMBERS
from sim.mechanisms import MECHANISMS
from sim.nature import nature as natures
from sim.nature.leaders import Leaders
from sim.nature.mechanism import Mechanism
from sim.nature.packing import Rules
from sim.nature.prices import Prices
from sim.nature.start import Start
from sim.nature.war import Control, Tempo, Violence
from sim.policy import policy as policies
from sim.policy.lever import Lever
from sim.policy.plan import Plan
from sim.state.mission import Items

SHARED: Final = (
    Violence,
    Tempo,
    Control,
    Leaders,
    Start,
    Prices,
)  # numbers that several rooms read


Part = Lever | Mechanism | Outcome


@dataclass(frozen=True)
class Parts:
    """The levers of a case, and its mechanisms and outcomes from outside the package."""

    levers: tuple[Lever, ...] = LEVERS
    mechanisms: tuple[Mechanism, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    def with_added(self, parts: Iterable[Part]) -> Parts:
        """These and a user's own; ScenarioError where one is none, or has a name that is taken."""
        added = tuple(parts)
        if not added:
            return self
        for part in added:
            if not isinstance(part, (Lever, Mechanism, Outcome)):
                text = f"extend holds {part!r}; must be a Lever, Mechanism or Outcome"
                raise ScenarioError([text])
        more = Parts(
            (*self.levers, *[p for p in added if isinstance(p, Lever)]),
            (*self.mechanisms, *[p for p in added if isinstance(p, Mechanism)]),
            (*self.outcomes, *[p for p in added if isinstance(p, Outcome)]),
        )
        if taken := more.names_taken_twice():
            raise ScenarioError(
                [f"extend: {name}: that name is taken; choose another" for name in taken]
            )
        return more

    def names_taken_twice(self) -> list[str]:
        """Levers, mechanisms, outcomes and tables of nature that have one name with another."""
        named = {
            "lever": [lever.name for lever in self.levers],
            "mechanism": [one.name for one in (*MECHANISMS, *self.mechanisms)],
            "outcome": [outcome.name for outcome in self.outcomes],
            "table of nature": [group.TABLE for group in self.groups],
            "item of the ledger": list(self.items.costs),
        }
        return [
            f"{what} {name!r}"
            for what, names in named.items()
            for name in dict.fromkeys(names)
            if names.count(name) > 1
        ]

    def columns(self) -> tuple[str, ...]:
        """Columns that mechanisms from outside have in the record."""
        return tuple(name for mechanism in self.mechanisms for name in mechanism.series)

    @cached_property
    def policy(self) -> type[policies.Policy]:
        """The class of their policies."""
        return policies.policy_of([lever.table for lever in self.levers], __name__)

    @cached_property
    def nature(self) -> type[natures.Nature]:
        """The class of their natures."""
        return natures.nature_of(self.groups, __name__)

    @cached_property
    def items(self) -> Items:
        """Items of the ledger."""
        return Items.of(self.levers)

    @cached_property
    def groups(self) -> Sequence[type[Group]]:
        """Every table of nature."""
        rooms: tuple[Mechanism | Lever, ...] = (*MECHANISMS, *self.mechanisms, *self.levers)
        own = [room.numbers for room in rooms if room.numbers is not None]
        return [*SHARED, *NUMBERS, *own]


PARTS: Final = Parts()  # the package's own
Rules.ROOMS = PARTS.groups  # what compiled rules see
Plan.LEVERS = tuple(PARTS.policy.tables().values())
if TYPE_CHECKING:
    from sim.nature.nature import Nature as Nature
    from sim.policy.policy import Policy as Policy
else:
    Policy = PARTS.policy
    Nature = PARTS.nature
