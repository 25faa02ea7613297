"""The answer in words and numbers, as safe HTML made of a comparison."""

from __future__ import annotations

import math
from html import escape
from typing import Final

from sim.outcomes import OUTCOMES
from sim.view.app.compare import Effect, Pair, effect, verdict
from sim.view.style import short

TABLE: Final = (
    ("civilian_deaths", "Civilians killed"),
    ("indirect_deaths", "Indirect deaths"),
    ("combatant_deaths", "Fighters killed"),
    ("peacekeeper_deaths", "Peacekeepers killed"),
    ("displaced_peak", "Most displaced"),
    ("war_ended", "War ended"),
    ("relapse_5y", "War returned"),
    ("trust_state", "Trust in the state"),
    ("trust_mission", "Trust in the mission"),
    ("stability", "Stability"),
    ("cost", "Cost"),
)
ALSO: Final = {
    "displaced_peak": "people displaced",
    "war_ended": "the chance that the war ends",
    "peacekeeper_deaths": "peacekeepers killed",
    "stability": "stability",
}


def percent(share: float, sign: bool = True) -> str:
    """`−14 %`; small ones with a digit."""
    if not math.isfinite(share):
        return "not known"
    digits = 1 if abs(share) < 0.0995 else 0
    text = f"{abs(share) * 100:.{digits}f}"
    if float(text) == 0.0:
        return "0 %"
    mark = ("\N{MINUS SIGN}" if share < 0 else "+") if sign else ""
    return f"{mark}{text} %"


def shown(found: Effect, value: float) -> str:
    """A value of an outcome in few characters."""
    if not math.isfinite(value):
        return "–"
    if found.unit in ("0 or 1", "share", "0 to 1"):
        return f"{value * 100:.0f} %"
    return ("$" if found.unit == "dollars" else "") + short(value)


def _tone(found: Effect) -> str:
    word = verdict(found.better)
    return "good" if word.endswith("better") else "bad" if word.endswith("worse") else ""


def sentence(pair: Pair, name: str = "civilian_deaths", what: str = "civilian deaths") -> str:
    """The main answer: how many paired worlds, how much, how sure. HTML."""
    found = effect(pair, name)
    if not pair.changed:
        low_high = _spread(pair, name)
        return (
            f"As things stood, <b>{shown(found, found.base)}</b> civilians are killed in the "
            f"middle world of {found.pairs}; nine worlds in ten lie {low_high}."
        )
    fewer = found.better
    wins = fewer * found.pairs
    word = verdict(fewer)
    if word == "unclear":
        start = f"No clear change in <b>{what}</b>"
    elif word.endswith("better"):
        start = f"<b class='good'>Fewer {what}</b>"
    else:
        start, wins = f"<b class='bad'>More {what}</b>", found.pairs - wins
    count = f"in {_count(wins)} of {found.pairs} paired worlds"
    if word == "unclear":
        count = f"fewer in {_count(wins)} of {found.pairs} paired worlds"
        start += ":"
    return (
        f"{start} {count}, median <b>{percent(found.share[2])}</b> "
        f"(nine in ten from {percent(found.share[0])} to {percent(found.share[4])})."
    )


def _count(wins: float) -> str:
    return f"{wins:.1f}".removesuffix(".0")


def _spread(pair: Pair, name: str) -> str:
    import numpy as np

    row = list(OUTCOMES).index(name)
    values = [answer.outcomes[row] for answer in pair.base]
    low, high = np.quantile(values, (0.05, 0.95))
    return f"between {short(float(low))} and {short(float(high))}"


def also(pair: Pair) -> str:
    """What else changed for sure, in a line; empty where nothing did. HTML."""
    if not pair.changed:
        return "Move a lever on the left: the grey baseline stays, the blue what-if shows what changes."
    said = []
    for name, label in ALSO.items():
        found = effect(pair, name)
        word = verdict(found.better)
        if word in ("unclear", "none"):
            continue
        up = (found.direction == "up") == word.endswith("better")
        if found.unit == "0 or 1":
            change = f"{shown(found, found.base)} to {shown(found, found.what)}"
        else:
            change = f"median {percent(found.share[2])}"
        said.append(f"{label} {'up' if up else 'down'} ({escape(change)})")
    money = effect(pair, "cost")
    if math.isfinite(money.diff[2]) and abs(money.diff[2]) >= 1e6:
        more = "more" if money.diff[2] > 0 else "less"
        said.append(f"${short(abs(money.diff[2]))} {more} spent")
    if not said:
        return "Nothing else in the list below changes in a way that luck could not explain."
    return "Also: " + "; ".join(said) + "."


def table(pair: Pair) -> str:
    """The chosen outcomes: baseline, what-if, change, in how many worlds better. HTML."""
    rows = []
    for name, label in TABLE:
        found = effect(pair, name)
        if not found.pairs:
            continue
        title = escape(OUTCOMES[name].meaning)
        cells = [f"<td title='{title}'>{label}</td><td class='base'>{shown(found, found.base)}</td>"]
        if pair.changed:
            change = _change(found)
            better = "" if math.isnan(found.better) else f"{_count(found.better * found.pairs)}/{found.pairs}"
            cells.append(
                f"<td class='what'>{shown(found, found.what)}</td>"
                f"<td><span class='bh-chip {_tone(found)}'>{change}</span></td><td>{better}</td>"
            )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head = "<th>Over the whole run</th><th>Baseline</th>"
    if pair.changed:
        head += "<th>What-if</th><th>Change</th><th title='paired worlds in which it is better; ties half'>Better in</th>"
    return f"<table class='bh-table'><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _change(found: Effect) -> str:
    if found.unit == "0 or 1":
        points = (found.what - found.base) * 100.0
        return f"{points:+.0f} pts".replace("-", "\N{MINUS SIGN}")
    return percent(found.share[2])
