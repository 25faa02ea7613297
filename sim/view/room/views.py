"""What each screen of a room is told, as plain data: participant, facilitator, presenter."""

from __future__ import annotations

import math
from typing import Any, Final

from numpy.typing import NDArray

from sim.fields.errors import one_line
from sim.runs.outcomes import OUTCOMES
from sim.view.app.charts import CHARTS, START, rounded
from sim.view.app.fields import all_fields, table_words
from sim.view.room import words
from sim.view.room.board import TOGETHER, Row, cost_of, guesses, rows_of
from sim.view.room.cards import Card
from sim.view.room.debrief import questions
from sim.view.room.found import approved
from sim.view.room.roles import held, offered, roles
from sim.view.room.state import STAGES, Seat, State
from sim.view.texts import LANGUAGES, Texts

AFTER: Final = {name: STAGES.index(name) for name in STAGES}
HEADROOM: Final = 1.6  # of the chart in which a curve is drawn, over the baseline


def frame(room: State, mode: str, t: Texts) -> dict[str, Any]:
    """What every screen shows: the code, the stage, the card."""
    return {
        "mode": mode,
        "code": room.code,
        "stage": room.stage,
        "stages": [{"name": name, "title": t(f"room.stage.{name}")} for name in STAGES],
        "hidden": room.hidden,
        "named": room.named,
        "locked": room.locked,
        "closed": room.closed,
        "round": room.round,
        "card": card_of(room.card, t),
        "count": len(room.seats),
        "languages": [{"name": name, "title": title} for name, title in LANGUAGES.items()],
        "language": t.language,
    }


def card_of(card: Card, t: Texts) -> dict[str, Any]:
    """A card's words."""
    said = card.words(t.language)
    tables = list(dict.fromkeys(path.rpartition(".")[0] for path in all_fields()
                                if card.opens(path)))  # fmt: skip
    return {
        "name": card.name,
        "title": said.title,
        "story": said.story,
        "task": said.task,
        "counts": said.counts,
        "hints": list(said.hints),
        "question": said.question,
        "goals": [words.title(t, goal) for goal in card.goals],
        "ceiling": words.money(t, card.ceiling or approved(card)),
        "levers": ", ".join(table_words(table, t) for table in tables),
        "roles": [{"name": role, "title": t(f"room.role.{role}.title")} for role in offered(card)],
    }


def kind_of(outcome: str) -> str:
    """How a screen writes an outcome's numbers."""
    unit = OUTCOMES[outcome].unit
    return "share" if unit in ("0 or 1", "share") else "dollars" if unit == "dollars" else "count"


def asked_of(room: State, t: Texts, seat: Seat | None = None) -> dict[str, Any]:
    """The question before it is answered, and what this participant said."""
    asked = room.card.question
    base = room.asked.mean(asked.outcome, what=False) if room.asked else math.nan
    text, share = words.value(t, asked.outcome, base), OUTCOMES[asked.outcome].unit == "0 or 1"
    return {
        "text": room.card.words(t.language).question,
        "outcome": words.label(t, asked.outcome),
        "kind": kind_of(asked.outcome),
        "low": asked.low,
        "high": asked.high,
        "base": base if math.isfinite(base) else None,
        "base_text": text,
        "base_said": t(f"room.ask.base.{'share' if share else 'count'}", {"base": text}),
        "chart": chart_of(room, t, truth=False),
        "value": seat.prediction.value if seat and seat.prediction else None,
        "curve": list(seat.prediction.curve) if seat and seat.prediction else [],
    }


def chart_of(room: State, t: Texts, truth: bool) -> dict[str, Any] | None:
    """The card's chart: the baseline's bands, and the answer's once it is out."""
    if room.asked is None:
        return None
    chart = next(c for c in CHARTS if c.column == room.card.question.chart)
    base = room.asked.base_curve
    top = max(float(base[3].max()) * HEADROOM, 1.0)
    if truth:
        top = max(float(base[3].max()), float(room.asked.what_curve[3].max()), 1.0) * 1.1
    return {
        "title": t(f"chart.{chart.column}.title"),
        "unit": t(f"chart.{chart.column}.unit"),
        "from": START if chart.total and base.shape[1] > 2 * START else 0,
        "start": room.card.case.start.isoformat(),
        "base": _bands(base),
        "what": _bands(room.asked.what_curve) if truth else None,
        "top": top,
    }


def _bands(curve: NDArray[Any]) -> list[Any]:
    return rounded(curve[1:4])


def guessed_of(room: State, t: Texts, named: bool, you: int = 0) -> dict[str, Any]:
    """The question's answer beside what everybody said."""
    asked, found = room.card.question, guesses(room)
    name = asked.outcome
    truth = room.asked.mean(name) if room.asked else math.nan
    rows = []
    for guess in found:
        seat = guess.seat
        rows.append({
            "letter": words.letter(seat.number),
            "name": seat.name if named or seat.number == you else "",
            "you": seat.number == you,
            "value": guess.value,
            "text": words.value(t, name, guess.value),
            "error": words.move(t, name, guess.error),
            "curve": list(seat.prediction.curve) if seat.prediction else [],
        })  # fmt: skip
    effect = room.asked.effect(name) if room.asked else None
    return {
        **asked_of(room, t),
        "chart": chart_of(room, t, truth=True),
        "truth": truth if math.isfinite(truth) else None,
        "truth_text": words.value(t, name, truth),
        "change": words.move(t, name, effect.diff) if effect else "",
        "span": words.span(t, name, effect) if effect else "",
        "better": better_in(t, name, effect) if effect else "",
        "rows": rows,
        "worlds": room.asked.worlds if room.asked else 0,
    }


def better_in(t: Texts, name: str, change: Any) -> str:
    """In how many of the paired worlds it is better."""
    if not change.pairs or math.isnan(change.share_better):
        return ""
    up = OUTCOMES[name].direction == "up"
    count = change.more if up else change.fewer
    return t("room.board.better_in", {"count": count, "worlds": change.pairs})


def board_of(room: State, t: Texts, named: bool, you: int = 0) -> dict[str, Any]:
    """All policies together: points with intervals, and a row each."""
    rows = rows_of(room)
    errors = {guess.seat.number: words.move(t, room.card.question.outcome, guess.error)
              for guess in guesses(room)}  # fmt: skip
    names = {row.number: words.who(t, row.number, row.name, named) for row in rows}
    base = rows[0].found if rows else room.asked
    told = [_told(room, row, t, names, errors.get(row.number, "")) for row in rows]
    for row, data in zip(rows, told, strict=True):
        data["you"] = bool(you) and row.number == you
    return {
        "goals": [{"label": words.title(t, goal), "kind": kind_of(goal),
                   "up": OUTCOMES[goal].direction == "up"} for goal in room.card.goals],
        "rows": told,
        "base_cost": cost_of(base, what=False) if base else None,
        "base_cost_text": words.money(t, cost_of(base, what=False)) if base else "",
        "base": [words.value(t, goal, float(base.effect(goal).base)) if base else ""
                 for goal in room.card.goals],
        "waiting": sum(1 for s in room.seats.values() if s.policy and not s.policy.found),
        "worlds": min((row.found.worlds for row in rows), default=0),
    }  # fmt: skip


def _told(room: State, row: Row, t: Texts, names: dict[int, str], error: str) -> dict[str, Any]:
    state = "over" if row.found.over else "beaten" if row.beaten is not None else "frontier"
    gaps = {"asked": words.money(t, row.found.asked), "limit": words.money(t, row.found.limit),
            "other": names.get(row.beaten or 0, words.who(t, row.beaten or 0))}  # fmt: skip
    goals = []
    for name, change in zip(room.card.goals, row.goals, strict=True):
        known = change.pairs > 0 and math.isfinite(change.lo)
        goals.append({
            "diff": change.diff if known else None,
            "lo": change.lo if known else None,
            "hi": change.hi if known else None,
            "text": words.move(t, name, change.diff),
            "span": words.span(t, name, change),
            "better": better_in(t, name, change),
            "tone": words.colour(name, change),
        })  # fmt: skip
    return {
        "number": row.number,
        "letter": words.letter(row.number) if row.number != TOGETHER else "∑",
        "who": names[row.number],
        "role": t(f"room.role.{row.role}.title") if row.role else "",
        "policy": words.policy(t, row.setting),
        "cost": row.cost,
        "cost_text": words.money(t, row.cost),
        "state": state,
        "note": t(f"room.board.{state}", gaps),
        "error": error,
        "goals": goals,
        "worlds": row.found.worlds,
    }


def seen_of(room: State, mode: str, t: Texts, seat: Seat | None = None) -> dict[str, Any]:
    """What a participant sees, or the presenter's screen for all."""
    at, named, you = AFTER[room.stage], room.named, seat.number if seat else 0
    state = frame(room, mode, t)
    if seat:
        state["you"] = {
            "name": seat.name,
            "letter": words.letter(seat.number),
            **role_of(room, seat, t),
        }
        state["policy"] = words.policy(t, seat.policy.setting) if seat.policy else ""
        state["said"] = seat.prediction is not None
    else:
        state["done"] = done_of(room)
    if room.stage in ("read", "predict"):
        state["asked"] = asked_of(room, t, seat)
    elif room.stage == "answer":
        state["guessed"] = guessed_of(room, t, named, you)
    elif at >= AFTER["board"]:
        state["board"] = board_of(room, t, named, you)
    if room.stage == "debrief":
        state["debrief"] = questions(room, rows_of(room), t)
    return state


def role_of(room: State, seat: Seat, t: Texts) -> dict[str, Any]:
    """A participant's role: what it is, and who holds the other levers."""
    if not seat.role:
        return {"role": "", "about": "", "others": []}
    own, others = held(room.card, seat.role), []
    for role in offered(room.card):
        if role != seat.role:
            tables = dict.fromkeys(path.rpartition(".")[0] for path in held(room.card, role))
            names = ", ".join(table_words(table, t) for table in tables)
            others.append(f"{t(f'room.role.{role}.title')}: {names}")
    sees = ", ".join(words.label(t, name) for name in roles()[seat.role].outcomes)
    return {
        "role": t(f"room.role.{seat.role}.title"),
        "about": t(f"room.role.{seat.role}.about", {"sees": sees}),
        "others": others if own else [],
    }


def done_of(room: State) -> dict[str, int]:
    """How many have done what the stage asks for."""
    seats = room.seats.values()
    return {
        "said": sum(seat.prediction is not None for seat in seats),
        "submitted": sum(seat.policy is not None for seat in seats),
    }


def chair_of(room: State, cards: dict[str, Card], t: Texts) -> dict[str, Any]:
    """What the facilitator sees: everything, with names."""
    state = frame(room, "chair", t)
    state |= {
        "done": done_of(room),
        "fault": one_line(room.fault),
        "cards": [{"name": name, "title": card.words(t.language).title}
                  for name, card in cards.items()],
        "people": [{
            "number": seat.number, "letter": words.letter(seat.number), "name": seat.name,
            "role": t(f"room.role.{seat.role}.title") if seat.role else "",
            "said": seat.prediction is not None, "submitted": seat.policy is not None,
        } for seat in room.seats.values()],
    }  # fmt: skip
    at = AFTER[room.stage]
    if at <= AFTER["predict"]:
        state["asked"] = asked_of(room, t)
    elif room.stage == "answer":
        state["guessed"] = guessed_of(room, t, named=True)
    else:
        state["board"] = board_of(room, t, named=True)
    if room.stage == "debrief":
        state["debrief"] = questions(room, rows_of(room), t)
    return state
