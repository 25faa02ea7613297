"""The answer in words and numbers, as safe HTML made of a comparison."""

from __future__ import annotations

import math
from html import escape
from typing import Final

from sim.pairs import words
from sim.pairs.paired import Paired
from sim.runs.outcomes import OUTCOMES
from sim.view.app.compare import Pair, columns, effect, middle, tone
from sim.view.style import short

TABLE: Final = (
    "civilian_deaths",
    "civilian_deaths_rebel",
    "civilian_deaths_state",
    "indirect_deaths",
    "combatant_deaths",
    "peacekeeper_deaths",
    "displaced_peak",
    "war_ended",
    "relapse_5y",
    "crime_rate",
    "trust_state",
    "trust_mission",
    "stability",
    "cost",
)
MAIN: Final = "civilian_deaths"
FEW: Final = 20.0  # persons below which a percentage says nothing


def shown(name: str, value: float) -> str:
    """A value of an outcome in few characters."""
    unit = OUTCOMES[name].unit
    if not math.isfinite(value):
        return "\N{EN DASH}"
    if unit in ("0 or 1", "share", "0 to 1"):
        return f"{value * 100:.0f} %"
    if unit == "0 to 100":
        return f"{value:.1f}"
    return ("$" if unit == "dollars" else "") + short(value)


def said(name: str, change: Paired) -> str:
    """`sim.pairs.words` on one outcome as HTML: capital, full stop, coloured where clear."""
    text = escape(words.sentence(name, change))
    clause, unclear, _ = text.partition("; no clear difference on average")
    if unclear:
        return f"<b>No clear difference on average:</b> {clause}."
    text = text[:1].upper() + text[1:]
    start, comma, rest = text.partition(" in ")
    colour = tone(OUTCOMES[name].direction, change)
    return f"<b class='{colour}'>{start}</b>{comma}{rest}."


def main(found: Pair) -> str:
    """The answer to what the visitor asks first: do fewer civilians die? HTML."""
    if found.changed:
        return said(MAIN, effect(found, MAIN))
    import numpy as np

    base, _ = columns(found, MAIN)
    low, high = (short(float(v)) for v in np.quantile(base, (0.05, 0.95)))
    return (
        f"As things stand, <b>{short(float(np.median(base)))} civilians</b> are killed in the "
        f"middle one of {len(base)} worlds; nine in ten lie between {low} and {high}."
    )


def also(found: Pair) -> str:
    """What else changes clearly, in a line. HTML."""
    if not found.changed:
        return (
            "Move a lever on the left: the grey baseline stays, the blue what-if shows what "
            "changes. Both have the same luck."
        )
    parts = []
    for name in words.HEADLINES:
        change = effect(found, name)
        if name != MAIN and change.pairs and change.clear:
            before, after = (shown(name, value) for value in middle(found, name))
            colour = tone(OUTCOMES[name].direction, change)
            moved = "up" if change.diff > 0.0 else "down"
            if before != after:
                label = escape(words.label(name)).replace("_", " ")
                parts.append(f"{label} <b class='{colour}'>{moved}</b> from {before} to {after}")
    if not parts:
        return "Nothing else that is asked first changes more than luck could."
    return f"Also: {'; '.join(parts)}."


def table(found: Pair) -> str:
    """The chosen outcomes: baseline, what-if, change, in how many worlds better. HTML."""
    rows = []
    for name in TABLE:
        change = effect(found, name)
        if change.pairs:
            rows.append(f"<tr>{_cells(found, name, change)}</tr>")
    head = "<th>Over the whole run</th><th>Baseline</th>"
    if found.changed:
        head += (
            "<th>What-if</th><th title='median of the change, pair by pair; coloured where it is "
            "clear'>Change</th><th title='paired worlds in which it is better; ties half'>"
            "Better</th>"
        )
    body = "".join(rows)
    return f"<table class='bh-table'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(found: Pair, name: str, change: Paired) -> str:
    before, after = middle(found, name)
    label = words.label(name)
    cell = (
        f"<td title='{escape(OUTCOMES[name].meaning)}'>{escape(label[:1].upper() + label[1:])}</td>"
    )
    cell += f"<td class='base'>{shown(name, before)}</td>"
    if not found.changed:
        return cell
    better = "" if math.isnan(change.share_better) else share(change)
    move = moved(name, change)
    colour = "" if move in ("0", "0 %", "0 pts") else tone(OUTCOMES[name].direction, change)
    return (
        f"{cell}<td class='what'>{shown(name, after)}</td><td><span class='bh-chip {colour}'>"
        f"{move}</span></td><td>{better}</td>"
    )


def share(change: Paired) -> str:
    """In how many worlds it is better: `72 %`."""
    return f"{change.share_better * 100:.0f} %"


def moved(name: str, change: Paired) -> str:
    """The change of an outcome: per cent, points of a share, persons where they are few. Text."""
    if not change.pairs:
        return "\N{EN DASH}"
    if OUTCOMES[name].unit == "0 or 1":
        points = round(change.diff * 100.0)
        mark = "\N{MINUS SIGN}" if points < 0 else "+" if points > 0 else ""
        return f"{mark}{abs(points)} pts"
    if OUTCOMES[name].unit == "persons" and change.base < FEW:
        mark = "\N{MINUS SIGN}" if change.diff < 0 else "+"
        size = f"{abs(change.diff):.1f}"
        return "0" if float(size) == 0.0 else f"mean {mark}{size}"
    return percent(change.median_change)


def percent(share: float) -> str:
    """Minus 14 %; small ones with a digit."""
    if not math.isfinite(share):
        return "\N{EN DASH}"
    text = f"{abs(share) * 100:.{1 if abs(share) < 0.0995 else 0}f}"
    if float(text) == 0.0:
        return "0 %"
    mark = "\N{MINUS SIGN}" if share < 0 else "+"
    return f"{mark}{text} %"
