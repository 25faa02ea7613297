"""What a mechanism declares of itself, in its own module: numbers, columns, claims.

The week calls the package's own mechanisms by name (`sim.week`); one from outside the package
says itself at which moment of the week it acts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sim.fields.claim import Claim
from sim.fields.parameter import Group

MOMENTS: Final = ("before politics", "before violence", "before people", "after people")


@dataclass(frozen=True, eq=False)
class Mechanism:
    """Something the world does each week or month.

    `name`; `writes`: columns it changes ("places.toll", or a whole table "places"); `numbers`:
    numbers of nature that are its own; `without`: the values that take it out of the world;
    `claims`: what its being there moves, against the world without it. For one from outside:
    `step(world)`, `moment` (one of MOMENTS), `monthly`, and `series`: columns of its own in the
    weekly record with their units, filled by `world.keep(column, value)`.
    ValueError: a declaration that lacks something, with what to add.
    """

    name: str
    writes: tuple[str, ...]
    numbers: type[Group] | None = None
    without: Mapping[str, Any] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    step: Callable[[Any], None] | None = None
    moment: str = ""
    monthly: bool = False
    series: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for fault in faults(self):
            raise ValueError(f"mechanism {self.name}: {fault}")


def faults(mechanism: Mechanism) -> list[str]:
    """What a mechanism's declaration lacks, each with what to add."""
    found = []
    if not mechanism.writes:
        found.append("names no column it writes; add writes=(...)")
    if mechanism.claims and not mechanism.without:
        found.append("claims something and does not say how to take it away; add without={...}")
    if mechanism.step is not None and mechanism.moment not in MOMENTS:
        found.append(f"its moment is {mechanism.moment!r}; must be one of {', '.join(MOMENTS)}")
    if mechanism.series and mechanism.step is None:
        found.append("has columns in the record but no step that could fill them")
    return found
