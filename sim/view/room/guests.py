"""What a participant does in a room."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from sim.fields.errors import ScenarioError
from sim.view.app.asking import question_of
from sim.view.app.setting import Setting
from sim.view.room.roles import held, offered
from sim.view.room.state import (
    MOST_SEATS,
    MOST_SUBMITTED,
    Policy,
    Prediction,
    RoomError,
    Seat,
    State,
    clean_name,
    curve_of,
    is_number,
    least,
)


class Guests(State):
    """Joining, predicting, submitting."""

    def join(self, name: Any, role: Any = "") -> Seat:
        """Take a seat. Raises RoomError: full, locked, name, taken, role."""
        clean = clean_name(name)
        with self._news:
            if self.locked:
                raise RoomError("locked")
            if len(self.seats) >= MOST_SEATS:
                raise RoomError("full")
            if any(seat.name.casefold() == clean.casefold() for seat in self.seats.values()):
                raise RoomError("taken")
            roles = offered(self.card)
            if role not in (*roles, ""):
                raise RoomError("role")
            self._seated += 1
            chosen = str(role) or least(roles, self.seats.values())
            seat = Seat(secrets.token_urlsafe(12), self._seated, clean, chosen)
            self.seats[seat.token] = seat
            self._tell()
            return seat

    def predict(self, token: str, value: Any, curve: Any = ()) -> None:
        """Say what will be, while the stage asks for it; a later word replaces an earlier one."""
        with self._news:
            seat = self._seat(token)
            if self.stage != "predict" or self.locked:
                raise RoomError("not_now")
            question = self.card.question
            if not is_number(value):
                raise RoomError("number")
            said = min(max(float(value), question.low), question.high)
            points = curve_of(curve)
            self.seats[token] = replace(seat, prediction=Prediction(said, points))
            self._tell(everybody=False)

    def keep(self, token: str, setting: Setting) -> None:
        """Remember what a participant has set, for a reload."""
        with self._news:
            if token in self.seats and setting.scenario == self.card.scenario:
                self.seats[token] = replace(self.seats[token], draft=setting)

    def submit(self, token: str, setting: Setting) -> Policy:
        """Put a policy on the board. Raises RoomError: not_now, often, levers (not held)."""
        with self._news:
            seat = self._seat(token)
            if self.stage != "try" or self.locked:
                raise RoomError("not_now")
            if seat.submitted >= MOST_SUBMITTED:
                raise RoomError("often")
            self._check(setting, seat.role)
            self._count += 1
            policy = Policy(setting, self._count)
            self.seats[token] = replace(
                seat, policy=policy, draft=setting, submitted=seat.submitted + 1
            )
            self.rejoin_roles()
            self._tell(everybody=False)
            return policy

    def _check(self, setting: Setting, role: str) -> None:
        own = held(self.card, role)
        moved = {path for path, _ in setting.changes}
        moved |= {f"{t}.{n}" for t, rows in setting.phases for row in rows for n, _ in row.values}
        right = setting.scenario == self.card.scenario and setting.weeks == self.card.weeks
        if not right or not moved <= set(own):
            raise RoomError("levers")
        try:
            question_of(self.card.case, setting)
        except ScenarioError:
            raise RoomError("levers") from None

    def seat(self, token: str) -> Seat | None:
        """A participant, None where the token is not one (any more)."""
        with self._news:
            return self.seats.get(token)

    def _seat(self, token: str) -> Seat:
        if token not in self.seats:
            raise RoomError("gone")
        return self.seats[token]
