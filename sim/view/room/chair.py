"""What the facilitator does in a room; every method takes the key."""

from __future__ import annotations

import secrets
from typing import Any

from sim.view.room.cards import Card
from sim.view.room.roles import offered
from sim.view.room.state import FLAGS, STAGES, RoomError, Seat, State, least


class Chair(State):
    """Pace, reveal, lock, names, kick, another card."""

    def move(self, key: str, stage: Any) -> None:
        """Go to a stage."""
        with self._news:
            self._allowed(key)
            if stage not in STAGES:
                raise RoomError("stage")
            self.stage = stage
            self._tell()

    def switch(self, key: str, flag: Any, on: Any) -> None:
        """Set one of FLAGS."""
        with self._news:
            self._allowed(key)
            if flag not in FLAGS:
                raise RoomError("stage")
            setattr(self, flag, bool(on))
            self._tell()

    def kick(self, key: str, number: Any) -> None:
        """Take a participant out, with what they predicted and submitted."""
        with self._news:
            self._allowed(key)
            self.seats = {t: seat for t, seat in self.seats.items() if seat.number != number}
            self.rejoin_roles()
            self._tell()

    def play(self, key: str, card: Card) -> None:
        """Begin another card: predictions and policies are cleared, seats stay."""
        with self._news:
            self._allowed(key)
            self.card, self.stage, self.asked, self.together = card, STAGES[0], None, None
            self.round += 1
            roles, seats = offered(card), self.seats
            self.seats = {}
            for token, seat in seats.items():
                role = seat.role if seat.role in roles else least(roles, self.seats.values())
                self.seats[token] = Seat(token, seat.number, seat.name, role)
            self._tell()

    def close(self, key: str) -> None:
        """End the room."""
        with self._news:
            self._allowed(key)
            self.closed = True
            self._tell()

    def opens_to(self, key: str) -> bool:
        """Whether a key is the facilitator's; in constant time."""
        return secrets.compare_digest(key.encode(), self.key.encode())

    def _allowed(self, key: str) -> None:
        if not self.opens_to(key):
            raise RoomError("key")
