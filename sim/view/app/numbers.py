"""Numbers as the page writes them, in the visitor's language: one way each, wherever they stand."""

from __future__ import annotations

import math
from typing import Final

from sim.view.texts import Texts

MINUS: Final = "\N{MINUS SIGN}"
NONE: Final = "\N{EN DASH}"
ROUGH: Final = 100_000  # from here on the last three digits say nothing


def number(value: float, t: Texts, decimals: int = 0) -> str:
    """1,234.5 or 1 234,5; a negative one with a true minus sign."""
    if not math.isfinite(value):
        return NONE
    english = f"{abs(value):,.{decimals}f}"
    marks = {",": t("number.thousands"), ".": t("number.point")}
    text = "".join(marks.get(letter, letter) for letter in english)
    return MINUS + text if value < 0.0 and float(english.replace(",", "")) else text


def short(value: float, t: Texts) -> str:
    """A count in few characters: 950, 13,980, 451,000, 1.85 m."""
    if not math.isfinite(value):
        return NONE
    for size, unit in ((1e9, "billion"), (1e6, "million")):
        if abs(value) >= size * 0.99995:
            decimals = 2 if abs(value) < 10 * size else 1 if abs(value) < 100 * size else 0
            return t(f"number.{unit}", {"count": number(value / size, t, decimals)})
    return number(round(value, -3) if abs(value) >= ROUGH else value, t)


def dollars(value: float, t: Texts) -> str:
    """Dollars in few characters, rounded before the unit is chosen."""
    rounded = float(f"{value:.3g}")
    sign = MINUS if rounded < 0.0 else ""
    return sign + t("number.dollars", {"amount": short(abs(rounded), t)})


def share(value: float, t: Texts, decimals: int = 0) -> str:
    """A share as a percentage."""
    if not math.isfinite(value):
        return NONE
    return t("number.percent", {"count": number(value * 100.0, t, decimals)})


def signed(text: str, value: float) -> str:
    """A size with a plus or minus before it; nothing before a nought."""
    if not any(letter in "123456789" for letter in text):
        return "0"
    return (MINUS if value < 0.0 else "+") + text
