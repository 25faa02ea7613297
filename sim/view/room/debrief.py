"""Questions for the debrief, made from what happened: the worlds, the board, the predictions."""

from __future__ import annotations

import math
from collections import Counter
from typing import Final

import numpy as np

from sim.pairs.paired import Paired
from sim.runs.outcomes import OUTCOMES
from sim.view.app.compare import tone
from sim.view.app.fields import all_fields, table_words
from sim.view.room import words
from sim.view.room.board import TOGETHER, Row, best, better, guesses
from sim.view.room.found import against
from sim.view.room.state import State
from sim.view.texts import Texts

SIDES: Final = (
    "displaced_peak",
    "peacekeeper_deaths",
    "indirect_deaths",
    "combatant_deaths",
    "civilian_deaths_state",
    "civilian_deaths",
    "relapse_5y",
    "trust_state",
)
LUCKY: Final = 0.25  # share of worlds in which a good policy does worse, worth a question


def questions(room: State, rows: list[Row], t: Texts) -> list[str]:
    """Questions in the reader's language, each with the facts it is about."""
    named = room.named
    goal = room.card.goals[0]
    found = [*_predicted(room, t)]
    winner = best(rows, goal)
    if winner is None:
        return found
    tell = {row.number: words.who(t, row.number, row.name, named) for row in rows}
    tell |= {-1: words.who(t, -1)}
    found += _none_better(rows, goal, t) + _price(rows, winner, goal, tell, t)
    found += _beaten(rows, goal, tell, t) + _bill(winner, room.card.goals, tell, t)
    found += _luck(winner, goal, tell, t) + _places(room, winner, tell, t)
    found += _untouched(room, rows, t) + _apart(rows, winner, goal, tell, t)
    return found


def _predicted(room: State, t: Texts) -> list[str]:
    said = guesses(room)
    if len(said) < 2 or room.asked is None:
        return []
    name = room.card.question.outcome
    truth, base = room.asked.mean(name), room.asked.mean(name, what=False)
    if not (math.isfinite(truth) and math.isfinite(base)):
        return []
    middle = float(np.median([guess.value for guess in said]))
    wrong = sum((guess.value - base) * (truth - base) < 0 for guess in said)
    gaps = {
        "count": len(said),
        "middle": words.value(t, name, middle),
        "wrong": wrong,
        "truth": words.value(t, name, truth),
        "base": words.value(t, name, base),
        "outcome": words.label(t, name),
    }
    key = "side" if wrong else "more" if middle > truth else "less"
    return [t(f"room.debrief.said_{key}", gaps)]


def _none_better(rows: list[Row], goal: str, t: Texts) -> list[str]:
    if any(better(goal, row.goals[0]) for row in rows):
        return []
    return [t("room.debrief.none_better", {"count": len(rows), "goal": words.label(t, goal)})]


def _price(rows: list[Row], winner: Row, goal: str, tell: dict[int, str], t: Texts) -> list[str]:
    """A dearer policy that cannot be told from the best, or does worse."""
    dear = [row for row in rows if row.cost > winner.cost * 1.02 and row.number != TOGETHER]
    if not dear:
        return []
    row = max(dear, key=lambda row: row.cost)
    change = against(winner.found.column(goal), row.found.column(goal), goal)
    gaps = {
        "dear": tell[row.number],
        "more": words.money(t, row.cost - winner.cost),
        "best": tell[winner.number],
        "goal": words.label(t, goal),
        "change": words.move(t, goal, change.diff),
        "span": words.span(t, goal, change),
    }
    return [t("room.debrief.price", gaps)]


def _beaten(rows: list[Row], goal: str, tell: dict[int, str], t: Texts) -> list[str]:
    worst = [row for row in rows if row.beaten is not None and row.beaten > TOGETHER]
    if not worst:
        return []
    row = max(worst, key=lambda row: row.cost)
    other = next(rival for rival in rows if rival.number == row.beaten)
    gaps = {
        "worse": tell[row.number],
        "better": tell[other.number],
        "goal": words.label(t, goal),
        "moved_worse": words.policy(t, row.setting),
        "moved_better": words.policy(t, other.setting),
    }
    return [t("room.debrief.beaten", gaps)]


def _bill(winner: Row, goals: tuple[str, ...], tell: dict[int, str], t: Texts) -> list[str]:
    """What gets clearly worse under the policy that does most for the goal."""
    if not better(goals[0], winner.goals[0]):
        return []
    worse: list[tuple[float, str, Paired]] = []
    for name in SIDES:
        change = winner.found.effect(name)
        if name != goals[0] and change.pairs and tone(OUTCOMES[name].direction, change) == "bad":
            size = abs(change.diff) / max(abs(change.base), 1e-9)
            worse.append((size, name, change))
    if not worse:
        return []
    _, name, change = max(worse, key=lambda row: row[0])
    gaps = {
        "best": tell[winner.number],
        "goal": words.label(t, goals[0]),
        "gain": words.move(t, goals[0], winner.goals[0].diff),
        "side": words.label(t, name),
        "loss": words.move(t, name, change.diff),
    }
    return [t("room.debrief.bill", gaps)]


def _luck(winner: Row, goal: str, tell: dict[int, str], t: Texts) -> list[str]:
    change = winner.goals[0]
    against_it = change.more if OUTCOMES[goal].direction == "down" else change.fewer
    if not change.clear or not change.pairs or against_it < LUCKY * change.pairs / 2:
        return []
    gaps = {
        "best": tell[winner.number],
        "worse": against_it,
        "worlds": change.pairs,
        "goal": words.label(t, goal),
    }
    return [t("room.debrief.luck", gaps)]


def _places(room: State, winner: Row, tell: dict[int, str], t: Texts) -> list[str]:
    moved = winner.found.moved
    place = int(np.argmax(moved))
    if moved[place] < 1.0:
        return []
    gaps = {
        "best": tell[winner.number],
        "fewer": int((moved < 0).sum()),
        "places": len(moved),
        "place": room.card.case.region.names[place],
        "more": words.number(t, float(moved[place]), 0 if moved[place] >= 10 else 1),
    }
    return [t("room.debrief.places", gaps)]


def _untouched(room: State, rows: list[Row], t: Texts) -> list[str]:
    single = [row for row in rows if row.number != TOGETHER]
    moved = Counter(lever for row in single for lever in row.setting.changed_levers)
    could = {path.rpartition(".")[0] for path in all_fields() if room.card.opens(path)}
    never = sorted(table_words(lever, t) for lever in could - set(moved))
    if not moved or not never or len(single) < 2:
        return []
    lever, count = moved.most_common(1)[0]
    gaps = {
        "lever": table_words(lever, t),
        "count": count,
        "all": len(single),
        "never": ", ".join(never[:4]),
    }
    return [t("room.debrief.untouched", gaps)]


def _apart(rows: list[Row], winner: Row, goal: str, tell: dict[int, str], t: Texts) -> list[str]:
    both = next((row for row in rows if row.number == TOGETHER), None)
    if both is None:
        return []
    change = against(winner.found.column(goal), both.found.column(goal), goal)
    gaps = {
        "together": words.move(t, goal, both.goals[0].diff),
        "best": tell[winner.number],
        "alone": words.move(t, goal, winner.goals[0].diff),
        "goal": words.label(t, goal),
        "change": words.move(t, goal, change.diff),
        "span": words.span(t, goal, change),
    }
    return [t("room.debrief.apart", gaps)]
