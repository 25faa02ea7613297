"""What a participant sees of their own policy while trying: their outcomes first, then the goal."""

from __future__ import annotations

from typing import Any, Final

from sim.view.app.asking import FULL
from sim.view.app.compare import Pair, effect
from sim.view.app.session import Session
from sim.view.room import words
from sim.view.room.cards import Card
from sim.view.room.found import Found, found_of
from sim.view.room.roles import roles
from sim.view.room.state import Seat
from sim.view.room.views import better_in
from sim.view.texts import Texts

ALSO: Final = ("displaced_peak", "peacekeeper_deaths", "cost")


def answer_of(card: Card, seat: Seat, session: Session, t: Texts, hidden: bool) -> dict[str, Any]:
    """Rows of outcomes, the budget, and how far the answer is. Nothing of it while hidden."""
    told: dict[str, Any] = {
        "moved": words.policy(t, session.setting),
        "bare": session.setting.bare,
        "submitted": seat.policy is not None,
        "same": seat.policy is not None and seat.policy.setting == session.setting,
        "rows": [],
        "how": t("room.try.hidden") if hidden else t("room.try.wait"),
        "money": "",
        "over": False,
    }
    result = session.result.value
    if hidden or result.pair is None or result.question is None:
        return told | ({"how": result.fault} if result.fault and not hidden else {})
    own = roles()[seat.role].outcomes if seat.role else ()
    names = list(dict.fromkeys([*own, *card.goals, *ALSO]))
    told["rows"] = [_row(name, name in card.goals, name in own, result.pair, t) for name in names]
    told["how"] = t("room.try.worlds", {"count": result.worlds, "all": FULL})
    if result.question.what.mission.start is None:
        return told
    found: Found = found_of(card, result.question, result.pair)
    gaps = {"asked": words.money(t, found.asked), "limit": words.money(t, found.limit)}
    told["over"] = found.over
    told["money"] = t("room.try.over" if found.over else "room.try.within", gaps)
    return told


def _row(name: str, goal: bool, own: bool, found: Pair, t: Texts) -> dict[str, Any]:
    change = effect(found, name)
    row = {
        "label": words.title(t, name),
        "goal": goal,
        "own": own,
        "base": words.value(t, name, change.base),
        "what": "",
        "move": "",
        "better": "",
        "tone": "",
    }
    if not found.changed:
        return row
    return row | {
        "what": words.value(t, name, change.whatif),
        "move": words.move(t, name, change.diff),
        "better": better_in(t, name, change),
        "tone": words.colour(name, change),
    }
