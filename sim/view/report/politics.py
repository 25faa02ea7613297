"""Politics and reasons of a run in words: what parties did, elections, what drove the deaths."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.runs.explain import DEED_WORDS, WORDS, causes

if TYPE_CHECKING:
    from datetime import date

    from sim.runs.run import Run

WEIGHTY = (
    "takes the state",
    "agreement",
    "truce",
    "partition",
    "deal broken",
    "coup",
    "in opposition",
    "defeated",
    "fading",
    "split",
    "returns to war",
    "wins the election",
    "voted out",
    "refuses the result",
    "formed",
    "merged",
    "ceasefire",
    "talks fail",
)


def deeds(run: Run, most: int = 40) -> list[tuple[date, str]]:
    """What parties did, by date; the weightiest where there is too much to tell."""
    rows = list(run.kept.chronicle)
    if len(rows) > most:
        rank = {what: number for number, what in enumerate(WEIGHTY)}
        rows = sorted(rows, key=lambda row: (rank.get(row[2], len(rank)), row[0]))[:most]
    told = [
        (week, f"{run.kept.faction_names[f]} {DEED_WORDS.get(what, what)}")
        for week, f, what in rows
    ]
    for week, turnout, accepted in run.kept.ballots:
        end = "the losers accept the count" if accepted else "the losers reject the count"
        told.append((week, f"Election: {turnout:.0%} vote; {end}"))
    return [(run.scenario.date_of(week), text) for week, text in sorted(told)]


def reasons(run: Run) -> list[tuple[str, float, float]]:
    """What weighed most in who died: words, share of the weight, ratio to what is ordinary."""
    if not len(run.kept.events):
        return []
    weights = causes(run, np.arange(len(run.kept.events)))
    total = sum(abs(w) for w in weights.values()) or 1.0
    return [
        (WORDS[name][0 if w > 0.0 else 1], abs(w) / total, math.exp(w))
        for name, w in list(weights.items())[:5]
    ]
