"""All rooms of a server, and the desk that has their policies answered."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, Final

from sim.view.app import pool
from sim.view.app.asking import FIRST, Asker, question_of
from sim.view.app.setting import Setting
from sim.view.room.cards import Card, shipped
from sim.view.room.found import found_of
from sim.view.room.room import Room
from sim.view.room.state import Policy, RoomError

MOST_ROOMS: Final = 12
IDLE: Final = 12 * 3600.0  # seconds after which a silent room is forgotten
LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another
CODE: Final = 5
DESKS: Final = 32  # policies of all rooms that are asked about at a time; the others wait


class Rooms:
    """Rooms by code. `answers`: as `Asker.answers`, made when first needed."""

    def __init__(self, answers: Callable[..., Any] | None = None) -> None:
        self._rooms: dict[str, Room] = {}
        self._lock = threading.Lock()
        self._answers = answers
        self._desk = ThreadPoolExecutor(DESKS, thread_name_prefix="room")
        self._own: dict[str, Card] = {}

    def cards(self) -> dict[str, Card]:
        """Cards on offer: the facilitator's own first."""
        return {**self._own, **shipped()}

    def bring(self, card: Card) -> None:
        """Offer a card of the facilitator's own."""
        self._own[card.name] = card

    def open(self, name: str | None = None) -> Room:
        """A new room with a card, the first one unless named. Raises RoomError: rooms, card."""
        cards = self.cards()
        card = next(iter(cards.values())) if name is None else cards.get(name)
        if card is None:
            raise RoomError("card")
        with self._lock:
            old = time.monotonic() - IDLE
            self._rooms = {
                code: room
                for code, room in self._rooms.items()
                if room.touched > old and not room.closed
            }
            if len(self._rooms) >= MOST_ROOMS:
                raise RoomError("rooms")
            code = ""
            while not code or code in self._rooms:
                code = "".join(secrets.choice(LETTERS) for _ in range(CODE))
            room = self._rooms[code] = Room(code, card)
        return room

    def find(self, code: str) -> Room | None:
        """A room that is open. Who first looks for it has its question asked."""
        room = self._rooms.get(code.strip().upper())
        if room is None or room.closed:
            return None
        with self._lock:
            first, room.begun = not room.begun, True
        if first:
            self.ask(room)
        return room

    def play(self, room: Room, key: str, name: Any) -> None:
        """Begin another card in a room. Raises RoomError."""
        card = self.cards().get(name) if isinstance(name, str) else None
        if card is None:
            raise RoomError("card")
        room.play(key, card)
        self.ask(room)

    def submit(self, room: Room, token: str, setting: Setting) -> None:
        """Put a policy on the board and have it answered. Raises RoomError."""
        before = room.together
        policy = room.submit(token, setting)
        self._put(room, policy)
        after = room.together
        if after is not None and (before is None or before.number != after.number):
            self._put(room, after)

    def ask(self, room: Room) -> None:
        """Have a card's question answered."""
        self._put(room, Policy(room.card.asked(), 0))

    def _put(self, room: Room, policy: Policy) -> None:
        self._desk.submit(self._work, room, room.round, room.card, policy)

    def _work(self, room: Room, round_: int, card: Card, policy: Policy) -> None:
        if self._answers is None:
            self._answers = Asker(pool.workers(), pool.kept()).answers
        question = question_of(card.case, policy.setting)

        def stale() -> bool:
            return not room.wanted(policy.number, round_)

        try:
            first = 0 if policy.number == 0 else FIRST  # the question is answered once, in full
            for worlds in self._answers(question, stale, first=first):
                if stale() or not room.learn(policy.number, found_of(card, question, worlds)):
                    return
        except Exception as error:  # whatever a worker met is shown to the facilitator
            room.fail(f"{type(error).__name__}: {error}")


@cache
def rooms() -> Rooms:
    """The rooms of this server."""
    return Rooms()
