"""A room: its guests, its facilitator, and what the answers bring."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sim.view.room.chair import Chair
from sim.view.room.found import Found
from sim.view.room.guests import Guests


@dataclass
class Room(Guests, Chair):
    """One room."""

    def learn(self, number: int, found: Found) -> bool:
        """Note what is known of a policy (0: the question's); False where nobody asks any more."""
        with self._news:
            if number == 0:
                self.asked = found
            elif self.together and self.together.number == number:
                self.together = replace(self.together, found=found)
            else:
                token = next(
                    (t for t, s in self.seats.items() if s.policy and s.policy.number == number),
                    None,
                )
                if token is None:
                    return False
                seat = self.seats[token]
                policy = replace(seat.policy, found=found)  # type: ignore[type-var]
                self.seats[token] = replace(seat, policy=policy)
            self._tell(everybody=number == 0 or self.stage in ("board", "debrief"))
            return True

    def wanted(self, number: int, round_: int) -> bool:
        """Whether the answer of a policy is still asked for."""
        with self._news:
            if self.closed or round_ != self.round:
                return False
            numbers = {s.policy.number for s in self.seats.values() if s.policy}
            numbers |= {self.together.number} if self.together else set()
            return number == 0 or number in numbers

    def fail(self, reason: str) -> None:
        """Note why a policy could not be answered."""
        with self._news:
            self.fault = reason[:300]
            self._tell(everybody=False)
