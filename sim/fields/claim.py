"""Claims: sentences about the model that can fail, as data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Claim:
    """A sentence that can fail: a lever, or a mechanism's being there, moves an outcome.

    A lever at its high amount against none of it, a mechanism against the world without it.

    It is tried in paired worlds (`sim.evidence.claims`). In the no-effect world the same
    difference must vanish, unless it is bookkeeping: a count of what the mission itself does
    (alerts raised, people admitted), not of what the country makes of it. `residue` names what
    may remain there and why (people who are there are shot at, goods that arrive are taken).
    """

    outcome: str
    sign: int  # +1: raises it, -1: lowers it
    bookkeeping: bool = False
    residue: str = ""
    where: tuple[str, ...] = ("zambara",)

    def __post_init__(self) -> None:
        if self.sign not in (-1, 1):
            raise ValueError(f"claim on {self.outcome}: sign is {self.sign!r}; must be +1 or -1")
        if self.bookkeeping and self.residue:
            raise ValueError(f"claim on {self.outcome}: bookkeeping needs no residue")
