"""What a room holds: who sits in it, how far it is, what was predicted. In memory only.

Whoever shows a room waits for its next version; every method takes the room's lock.
"""

from __future__ import annotations

import math
import secrets
import threading
import time
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from sim.view.app.setting import Setting
from sim.view.room.cards import Card
from sim.view.room.found import Found

STAGES: Final = ("read", "predict", "answer", "try", "board", "debrief")
FLAGS: Final = ("hidden", "named", "locked")
MOST_SEATS: Final = 60
MOST_NAME: Final = 24
MOST_SUBMITTED: Final = 20  # by one participant, of one card
MOST_POINTS: Final = 64  # of a drawn curve


class RoomError(Exception):
    """What a room refuses; `reason`: the text `room.error.<reason>` of the page's words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Prediction:
    """A number, and a curve at even distances over the run (empty: none was drawn)."""

    value: float
    curve: tuple[float, ...] = ()


@dataclass(frozen=True)
class Policy:
    """A submitted policy and what is known of it so far (None: nothing yet)."""

    setting: Setting
    number: int
    found: Found | None = None


@dataclass(frozen=True)
class Seat:
    """A participant. `number` counts from 1 and is the letter on the board; `draft`: what was
    set when last seen, so that a reload loses nothing."""

    token: str = field(repr=False)
    number: int
    name: str
    role: str = ""
    prediction: Prediction | None = None
    draft: Setting | None = None
    policy: Policy | None = None
    submitted: int = 0


@dataclass
class State:
    """The fields of a room. `code` lets in, `key` is the facilitator's; `hidden`: answers are kept
    back until the board; `named`: the board shows names; `locked`: nobody joins, predicts or
    submits; `together`: what all roles' policies do as one."""

    code: str
    card: Card
    key: str = field(default_factory=lambda: secrets.token_urlsafe(16), repr=False)
    stage: str = STAGES[0]
    hidden: bool = False
    named: bool = False
    locked: bool = False
    round: int = 1
    version: int = 0
    paced: int = 0  # the version that participants were last told of
    seats: dict[str, Seat] = field(default_factory=dict, repr=False)
    asked: Found | None = None
    together: Policy | None = None
    touched: float = field(default_factory=time.monotonic)
    begun: bool = False  # whether anybody has looked for it
    closed: bool = False
    fault: str = ""  # why a policy could not be answered
    _seated: int = 0
    _count: int = 0
    _news: threading.Condition = field(default_factory=threading.Condition)

    def wait(self, seen: int, seconds: float, paced: bool) -> int:
        """Wait for a version after `seen`, at most so long; gives the newest one. `paced`: only
        what concerns participants."""

        def now() -> int:
            return self.paced if paced else self.version

        with self._news:
            self._news.wait_for(lambda: now() != seen, seconds)
            return now()

    def look(self, see: Callable[[Any], Any]) -> Any:
        """What `see` makes of the room while nothing changes."""
        with self._news:
            return see(self)

    def rejoin_roles(self) -> None:
        """What all roles do together: of each lever, the newest submission of who holds it."""
        if not self.card.roles:
            return
        rows = [(s.policy, s.role) for s in self.seats.values() if s.policy]
        rows.sort(key=lambda row: row[0].number)
        newest = {role: policy.setting for policy, role in rows}
        if len(newest) < 2:
            self.together = None
            return
        joined = self.card.start()
        for setting in newest.values():
            for path, value in setting.changes:
                joined = joined.with_change(path, value)
        if self.together is None or self.together.setting != joined:
            self._count += 1
            self.together = Policy(joined, self._count)

    def _tell(self, everybody: bool = True) -> None:
        self.version += 1
        self.touched = time.monotonic()
        if everybody:
            self.paced = self.version
        self._news.notify_all()


def clean_name(name: Any) -> str:
    """A chosen name on one line, without marks that steer a screen. Raises RoomError."""
    if not isinstance(name, str) or len(name) > 200:
        raise RoomError("name")
    seen = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in name)
    clean = " ".join(seen.split())
    if not clean or len(clean) > MOST_NAME:
        raise RoomError("name")
    return clean


def least(roles: tuple[str, ...], seats: Iterable[Seat]) -> str:
    """The role that fewest have; empty where there are none."""
    taken = [seat.role for seat in seats]
    return min(roles, key=taken.count, default="")


def is_number(value: Any) -> bool:
    """Whether it is a number that can be used."""
    real = isinstance(value, (int, float)) and not isinstance(value, bool)
    return real and math.isfinite(value)


def curve_of(points: Any) -> tuple[float, ...]:
    """A drawn curve, checked. Raises RoomError."""
    if not isinstance(points, (list, tuple)) or len(points) > MOST_POINTS:
        raise RoomError("number")
    if not all(is_number(point) for point in points):
        raise RoomError("number")
    return tuple(max(0.0, float(f"{point:.6g}")) for point in points)
