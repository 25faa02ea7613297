"""The board of a room as facts: every policy against the baseline and against each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from sim.pairs.paired import Paired
from sim.runs.outcomes import OUTCOMES
from sim.view.app.setting import Setting
from sim.view.room.found import Found, against
from sim.view.room.state import Seat, State

BASELINE: Final = -1  # who beats a policy: the baseline
TOGETHER: Final = 0  # the number of all roles' policies as one


@dataclass(frozen=True)
class Row:
    """A policy on the board. `number`: of its seat, or TOGETHER; `goals`: by the card's goals;
    `cost`: mean dollars over the run; `beaten`: the number of a policy that costs no more and does
    clearly better on the first goal, None where there is none."""

    number: int
    name: str
    role: str
    setting: Setting
    found: Found
    goals: tuple[Paired, ...]
    cost: float
    beaten: int | None = None

    @property
    def frontier(self) -> bool:
        """Whether nothing cheaper is clearly better, and it is within the ceiling."""
        return self.beaten is None and not self.found.over


def rows_of(room: State) -> list[Row]:
    """Every policy whose worlds are known, in the order of the seats, all roles' as one last."""
    rows = [
        _row(room, seat.number, seat.name, seat.role, seat.policy.setting, seat.policy.found)
        for seat in room.seats.values()
        if seat.policy and seat.policy.found
    ]
    if room.together and room.together.found:
        rows.append(_row(room, TOGETHER, "", "", room.together.setting, room.together.found))
    return [_judged(row, rows, room.card.goals[0]) for row in rows]


def _row(room: State, number: int, name: str, role: str, setting: Setting, found: Found) -> Row:
    goals = tuple(found.effect(goal) for goal in room.card.goals)
    return Row(number, name, role, setting, found, goals, cost_of(found))


def cost_of(found: Found, what: bool = True) -> float:
    """Mean dollars over the run."""
    return float(np.mean(found.column("cost", what)))


def better(goal: str, change: Paired) -> bool:
    """Whether a change is clear and for the better."""
    return change.clear and (change.diff > 0.0) == (OUTCOMES[goal].direction == "up")


def _judged(row: Row, rows: list[Row], goal: str) -> Row:
    own = row.found.column(goal)
    beaten: tuple[float, int] | None = None
    sign = 1.0 if OUTCOMES[goal].direction == "up" else -1.0
    base = row.found.column(goal, what=False)
    rivals = [
        (other.number, other.cost, other.found.column(goal))
        for other in rows
        if other is not row and not other.found.over
    ]
    rivals.append((BASELINE, cost_of(row.found, what=False), base))
    for number, cost, column in rivals:
        if cost > row.cost:
            continue
        change = against(own, column, goal)
        if better(goal, change) and (beaten is None or sign * change.diff > beaten[0]):
            beaten = sign * change.diff, number
    return row if beaten is None else replace(row, beaten=beaten[1])


@dataclass(frozen=True)
class Guess:
    """A prediction beside what came: `error` in the outcome's unit, signed."""

    seat: Seat
    value: float
    error: float


def guesses(room: State) -> list[Guess]:
    """Predictions, nearest first; errors are NaN until the answer is known."""
    truth = room.asked.mean(room.card.question.outcome) if room.asked else float("nan")
    found = [
        Guess(seat, seat.prediction.value, seat.prediction.value - truth)
        for seat in room.seats.values()
        if seat.prediction
    ]
    return sorted(found, key=lambda guess: abs(guess.error))


def best(rows: list[Row], goal: str) -> Row | None:
    """The policy within the ceiling that does most for a goal on average, of single ones."""
    sign = 1.0 if OUTCOMES[goal].direction == "up" else -1.0
    fair = [row for row in rows if not row.found.over and row.number != TOGETHER]
    return max(fair, key=lambda row: sign * row.goals[0].diff, default=None)
