"""Numbers, policies and people of a room in the reader's language."""

from __future__ import annotations

import math
from typing import Any

from sim.pairs import words as english
from sim.pairs.paired import Paired
from sim.runs.outcomes import OUTCOMES
from sim.view.app.compare import tone
from sim.view.app.fields import all_fields, field_words, table_words, unit_words
from sim.view.app.setting import Setting, Times
from sim.view.room.board import BASELINE, TOGETHER
from sim.view.texts import Texts

MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"
FEW = 20.0  # below which a count has a decimal


def number(t: Texts, value: float, decimals: int = 0) -> str:
    """A number as the language writes it: 1,234.5 or 1 234,5."""
    text = f"{abs(value):,.{decimals}f}"
    if t.language == "fr":
        text = text.replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ",")
    return (MINUS if value < 0 and float(f"{value:.{decimals}f}") != 0 else "") + text


def amount(t: Texts, value: float) -> str:
    """A count in few characters: 1,850, 12,300, 1.85 m."""
    size = abs(value)
    for unit, key in ((1e9, "billion"), (1e6, "million")):
        if size >= unit:
            return number(t, value / unit, _places(size / unit)) + t(f"room.unit.{key}")
    if size >= 10_000:
        return number(t, round(value, -2))
    return number(t, value, 0 if size >= FEW or value == round(value) else 1)


def _places(size: float) -> int:
    return 2 if size < 10 else 1 if size < 100 else 0


def label(t: Texts, name: str) -> str:
    """What an outcome is called; money is a total of the run, and says so."""
    if name == "cost":
        return t("room.board.cost")
    return t.declared(f"outcome.{name}", english.label(name))


def title(t: Texts, name: str) -> str:
    """What an outcome is called where a line begins with it."""
    text = label(t, name)
    return text[:1].upper() + text[1:]


def value(t: Texts, name: str, found: float) -> str:
    """A value of an outcome."""
    unit = OUTCOMES[name].unit
    if not math.isfinite(found):
        return DASH
    if unit in ("0 or 1", "share"):
        return t("room.unit.percent", {"value": number(t, found * 100)})
    if unit in ("0 to 1", "ratio"):
        return number(t, found, 2)
    return money(t, found) if unit == "dollars" else amount(t, found)


def money(t: Texts, dollars: float) -> str:
    """Dollars in few characters."""
    text = amount(t, abs(dollars))
    sign = MINUS if dollars < 0 else ""
    return sign + t("room.unit.dollars", {"value": text})


def move(t: Texts, name: str, found: float) -> str:
    """A change with its sign; points for shares."""
    if not math.isfinite(found):
        return DASH
    if OUTCOMES[name].unit in ("0 or 1", "share"):
        points = abs(found) * 100
        few = points < 9.95 and abs(points - round(points)) > 0.05
        text = t("room.unit.points", {"value": number(t, points, 1 if few else 0)})
    else:
        text = value(t, name, abs(found))
    if not any(digit in text for digit in "123456789"):
        return text
    return ("+" if found > 0 else MINUS) + text


def span(t: Texts, name: str, change: Paired) -> str:
    """The 95 % interval of a change; empty where nothing changed in any world."""
    if not math.isfinite(change.lo) or change.same == change.pairs:
        return ""
    gaps = {"low": move(t, name, change.lo), "high": move(t, name, change.hi)}
    return t("room.unit.span", gaps)


def colour(name: str, change: Paired) -> str:
    """`good`, `bad` or empty."""
    return tone(OUTCOMES[name].direction, change) if change.pairs else ""


def who(t: Texts, number_: int, name: str = "", named: bool = True) -> str:
    """A policy's name on the board: its letter, and who made it where names are shown."""
    if number_ == BASELINE:
        return t("room.board.baseline")
    if number_ == TOGETHER:
        return t("room.board.together")
    mark = letter(number_)
    return f"{mark} · {name}" if named and name else mark


def letter(number_: int) -> str:
    """1 is A, 26 is Z, 27 is A and 2."""
    turn, place = divmod(number_ - 1, 26)
    return chr(ord("A") + place) + (str(turn + 1) if turn else "")


def policy(t: Texts, setting: Setting) -> str:
    """What was moved, in few words."""
    parts = [change(t, path, new) for path, new in setting.changes]
    return "; ".join(parts) or t("room.board.nothing_moved")


def change(t: Texts, path: str, new: Any) -> str:
    """One moved lever: `Patrols: share 80 %`."""
    field = all_fields()[path]
    if isinstance(new, Times):
        text = t("room.unit.of_plan", {"value": number(t, new.factor * 100)})
    elif isinstance(new, bool):
        text = t("levers.on" if new else "levers.off")
    elif isinstance(new, str):
        text = new
    elif field.about.unit.startswith("share") or field.about.unit == "0 to 1":
        text = t("room.unit.percent", {"value": number(t, new * 100)})
    elif "dollars" in field.about.unit and new >= 1e4:
        text = money(t, new)
    else:
        unit = unit_words(field, t)
        text = amount(t, float(new)) + ("" if unit == field_words(field, t).lower() else f" {unit}")
    lever, name = table_words(field.table, t), field_words(field, t)
    return f"{name} {text}" if name.lower() == lever.lower() else f"{lever}, {name.lower()} {text}"
