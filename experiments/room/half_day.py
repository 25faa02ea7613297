"""The half-day role play (docs/workshop/role-play.md) rehearsed without browsers.

    python experiments/room/half_day.py [--people 6] [--write]

Scripted participants predict and submit, twice, in a real room with real worlds. Nobody talks:
only the waits are measured, how long a facilitator has to bridge. `--write` writes
docs/workshop/rehearsal.md.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.view.app.setting import Setting
from sim.view.room.board import TOGETHER, rows_of
from sim.view.room.debrief import questions
from sim.view.room.roles import held
from sim.view.room.rooms import Rooms
from sim.view.texts import texts

PAGE = Path(__file__).parents[2] / "docs" / "workshop" / "rehearsal.md"
LIGHT, CUT, TABLE = "02-light-force", "08-cut-timing", "11-the-table"
MOST = 900.0  # seconds to wait for anything
ALONE: tuple[dict[str, Any], ...] = (
    {"policy.funding.priority": "programmes"},
    {"policy.ddr.places": 6000},
    {"policy.force.troops": 4000},
    {"policy.funding.cut_months": 24},
    {"policy.elections.certification": 0.8},
    {"policy.ddr.reintegration": 1.0, "policy.funding.priority": "programmes"},
)
FIRST: dict[str, dict[str, Any]] = {
    "host": {"policy.capacity.ssr": 80},
    "contributor": {"policy.force.troops": 6000, "policy.patrols.share": 0.5},
    "donor": {"policy.funding.budget": 650_000_000.0},
    "community": {"policy.early_warning.liaison": 200, "policy.community.committees": 60},
    "rebel": {"policy.mediation.teams": 4, "policy.mediation.guarantees": 0.6},
}
SECOND: dict[str, dict[str, Any]] = {
    "donor": {"policy.funding.budget": 520_000_000.0},
    "contributor": {"policy.force.troops": 4500, "policy.patrols.share": 0.6},
}


def until(done: Callable[[], Any]) -> float:
    """Seconds until something is so. Raises TimeoutError after MOST."""
    begin = time.perf_counter()
    while not done():
        if time.perf_counter() - begin > MOST:
            raise TimeoutError("the worlds did not come")
        time.sleep(0.05)
    return time.perf_counter() - begin


def with_changes(room: Any, seat: Any, changes: dict[str, Any]) -> Setting:
    """The card's start with what this seat may move of the changes."""
    setting: Setting = room.card.start()
    for path, value in changes.items():
        if path in held(room.card, seat.role):
            setting = setting.with_change(path, value)
    return setting


class Rehearsal:
    """A room with its people, and the waits so far: part, what, seconds."""

    def __init__(self, people: int) -> None:
        self.hall = Rooms()
        self.room = self.hall.open(LIGHT)
        self.hall.find(self.room.code)
        self.waits: list[tuple[str, str, float]] = []
        self.said: list[str] = []
        for number in range(people):
            self.room.join(f"Person {number + 1}")

    def wait(self, part: str, what: str, done: Callable[[], Any]) -> None:
        """Note how long something took."""
        self.waits.append((part, what, until(done)))
        print(*self.waits[-1], flush=True)

    def predict(self, part: str) -> None:
        """All predict; then the answer is waited for."""
        room, ask = self.room, self.room.card.question
        room.move(room.key, "predict")
        for number, token in enumerate(list(room.seats)):
            room.predict(
                token, ask.low + (ask.high - ask.low) * (number + 1) / (len(room.seats) + 1)
            )
        self.wait(part, "the answer to all predictions", lambda: room.asked is not None)
        room.move(room.key, "answer")

    def play(self, part: str, choices: Callable[[int, Any], dict[str, Any] | None]) -> None:
        """Whoever has something to submit does; then the board is waited for."""
        room = self.room
        room.move(room.key, "try")
        for number, (token, seat) in enumerate(list(room.seats.items())):
            changes = choices(number, seat)
            if changes is not None:
                self.hall.submit(room, token, with_changes(room, seat, changes))

        def policies() -> list[Any]:
            sent = [seat.policy for seat in room.seats.values() if seat.policy]
            return [*sent, *([room.together] if room.together else [])]

        self.wait(part, "first worlds of all policies", lambda: all(p.found for p in policies()))
        whole = lambda: all(len(p.found.base) >= 32 for p in policies())  # noqa: E731
        self.wait(part, "the whole board", whole)
        room.move(room.key, "board")
        room.move(room.key, "debrief")
        rows = rows_of(room)
        self.said.append(
            f"{part}: {len(rows)} policies, {len(questions(room, rows, EN))} questions"
        )


EN = texts("en")


def half_day(people: int) -> Rehearsal:
    """The three cards of the script, the last one in two rounds."""
    day = Rehearsal(people)
    day.predict("warm-up")
    day.hall.play(day.room, day.room.key, CUT)
    day.predict("alone")
    day.play("alone", lambda number, seat: ALONE[number % len(ALONE)])
    day.hall.play(day.room, day.room.key, TABLE)
    day.predict("roles")
    day.play("first round", lambda number, seat: FIRST[seat.role])
    day.play("second round", lambda number, seat: SECOND.get(seat.role))
    together = [row for row in rows_of(day.room) if row.number == TOGETHER]
    day.said.append(f"all roles together on the board: {'yes' if together else 'no'}")
    return day


def page(day: Rehearsal, people: int, load: str) -> str:
    """docs/workshop/rehearsal.md"""
    lines = [
        "# Rehearsed",
        "",
        "<!-- made by experiments/room/half_day.py; do not edit -->",
        f"The [half day](role-play.md) with {people} scripted participants in a real room, on "
        f"{os.cpu_count()} cores that other work shared (load {load}). People's own minutes are "
        "those of the script; here stands what the facilitator waits for the machine.",
        "",
        "| part | waiting for | seconds |",
        "|---|---|---|",
        *(f"| {part} | {what} | {seconds:.1f} |" for part, what, seconds in day.waits),
        "",
        *(f"- {line}" for line in day.said),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=6)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    text = page(half_day(given.people), given.people, f"{os.getloadavg()[1]:.0f}")
    print(text)
    if given.write:
        PAGE.write_text(text, encoding="utf-8")
