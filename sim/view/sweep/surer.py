"""Tables that say how sure: who stands on the front, what each lever does, where it goes badly."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.batch import contrasts, robust
from sim.batch.discovery import Box
from sim.pairs.words import label
from sim.runs.outcomes import OUTCOMES
from sim.view.sweep.frame import rows_of
from sim.view.sweep.tables import heads, name_of, table
from sim.view.sweep.words import signed, size

if TYPE_CHECKING:
    from sim.batch.results import Results

MOST_ON_FRONT = 24
MOST_EFFECTS = 30


def ends(outcome: str, low: Any, high: Any) -> str:
    """ "76 to 240" of amounts that are not below zero; empty where not known."""
    if math.isnan(low) or math.isnan(high):
        return ""
    return f"{size(outcome, float(low))} to {size(outcome, float(high))}"


def number(text: str, below: str = "", tone: str = "") -> str:
    """A cell with a figure and what stands under it."""
    small = f"<small>{escape(below)}</small>" if below else ""
    return f'<td class="number{tone}">{escape(text)}{small}</td>'


def caption(text: str) -> str:
    """What a table shows, in a sentence."""
    return f'<p class="caption">{escape(text).replace(" %", "&nbsp;%")}</p>'


def front(results: Results, outcomes: Sequence[str]) -> str:
    """The Pareto front: means of each outcome, and in how many redrawn worlds a policy is on it."""
    directed = [name for name in outcomes if OUTCOMES[name].direction in ("up", "down")]
    if len(directed) < 2 or results.runs.policy.nunique() < 2:
        return ""
    found = robust.pareto(results, directed).sort_values("on_front", ascending=False, kind="stable")
    rows = []
    for row in found.head(MOST_ON_FRONT).to_dict(orient="records"):
        cells = "".join(number(size(name, float(row[name]))) for name in directed)
        sure = "not known" if math.isnan(row["on_front"]) else f"{100 * row['on_front']:.0f} %"
        cells += number("yes" if row["best"] else "no") + number(sure)
        rows.append(f'<tr><th scope="row">{escape(str(row["policy"]))}</th>{cells}</tr>')
    last = ("on the front", "in redrawn worlds")
    head = ["<th>plan</th>", *heads(directed), *[f'<th class="number">{x}</th>' for x in last]]
    names = ", ".join(label(name) for name in directed)
    text = (
        f"Means. On the front: no other plan is as good in all of these ({names}) and better in "
        "one; last column: the share of redrawn sets of worlds in which that holds."
    )
    if len(found) > MOST_ON_FRONT:
        text += f" The first {MOST_ON_FRONT} of {len(found):,} plans."
    return "<h3>Plans that no other beats</h3>" + table(head, rows) + caption(text)


def lever_effects(results: Results, outcome: str) -> str:
    """What each level of each lever does, and pairs of levers together, with intervals."""
    if not results.factors("levers"):
        return ""
    found = contrasts.lever_effects(results, outcome)
    if found.empty:
        return ""
    rows = []
    for row in rows_of(found.head(MOST_EFFECTS)):
        name = f"{name_of(row.factor)}: {_level(row.level)}"
        if row.other:
            name = f"{name}, more where {name_of(row.other)}: {_level(row.other_level)}"
        known = not math.isnan(row.lo)
        clear = known and (row.lo > 0.0 or row.hi < 0.0)
        said = f"{signed(outcome, row.lo)} to {signed(outcome, row.hi)}" if known else ""
        cells = number(signed(outcome, float(row.diff)), said, _tone(outcome, row.diff, clear))
        rows.append(f'<tr><th scope="row">{escape(name)}</th>{cells}{number(str(row.worlds))}</tr>')
    head = ["<th>lever</th>", *heads([outcome]), '<th class="number">worlds</th>']
    text = (
        "Each level against the first of its lever, over all settings of the others (of a range "
        "the upper half against the lower); of a pair, how much more the last level of the one "
        "does where the other is at its last. 95 % intervals over worlds."
    )
    if len(found) > MOST_EFFECTS:
        text += f" The first {MOST_EFFECTS} of {len(found):,} rows."
    return "<h3>What each lever does</h3>" + table(head, rows) + caption(text)


def _level(value: Any) -> str:
    whole = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    return f"{value:g}" if whole else str(value)


def _tone(outcome: str, diff: float, clear: bool) -> str:
    direction = OUTCOMES[outcome].direction
    if not clear or direction not in ("up", "down"):
        return " unclear"
    return " good" if (diff > 0.0) == (direction == "up") else " bad"


def checked(box: Box) -> str:
    """How a box found on one half of the worlds does on the other, in a sentence."""
    if math.isnan(box.checked_density):
        return "Too few worlds to check that on others."
    return (
        "Checked on worlds the search had not seen: regions found on one half hold "
        f"{100 * box.checked_density:.0f} % such worlds on the other half, and "
        f"{100 * box.checked_coverage:.0f} % of them (without any region "
        f"{100 * box.base:.0f} % of the worlds are such)."
    )
