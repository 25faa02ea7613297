"""A sweep over uncertain worlds: regret, what turns the answer, and where it goes badly."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from sim.batch import discovery, robust
from sim.batch.answers import Answer
from sim.batch.discovery import Box
from sim.pairs.words import label
from sim.runs.outcomes import OUTCOMES
from sim.view.sweep import surer
from sim.view.sweep.frame import rows_of
from sim.view.sweep.tables import name_of, table
from sim.view.sweep.words import plan, size

if TYPE_CHECKING:
    from sim.batch.results import Results

LEAST_WORLDS = 20  # below, a worst quarter is a handful of worlds
TIMES_DENSER = 1.5  # what a region must be, against all worlds, to be worth telling
MOST_POLICIES = 12


def headline(results: Results) -> str:
    """The least regretted policy on the first outcome, in a sentence or two."""
    outcome = str(results.manifest["outcomes"][0])
    table_ = robust.regret(results, outcome)
    if table_.empty:
        return f"In no world do all plans know {label(outcome)}; there is no regret to tell."
    least = table_.iloc[0]
    unit = OUTCOMES[outcome].unit
    amount = size(outcome, float(least.worst_regret)) + ("" if unit == "dollars" else f" {unit}")
    worlds = results.runs.groupby(["scenario", "world"]).ngroups
    return (
        f"Least to regret on {label(outcome)}: {plan(str(least.policy))}. It is the best plan in "
        f"{100 * float(least.share_best):.0f} % of {worlds:,} uncertain worlds, and at worst falls "
        f"{amount} short of the best plan of that world."
    )


def sentences(results: Results, found: Sequence[Answer]) -> list[str]:
    """What turns the answer, policy by policy, and where even the least regretted goes badly."""
    outcome = str(results.manifest["outcomes"][0])
    regret = robust.regret(results, outcome)
    policies = list(dict.fromkeys(a.policy for a in found))[:MOST_POLICIES]
    turning = {policy: _turning(results, policy, outcome) for policy in policies}
    said = [
        f"The answer for {plan(policy)} turns on {', '.join(names)}."
        for policy, names in turning.items()
        if names
    ]
    steady = [plan(policy) for policy, names in turning.items() if not names]
    if steady:
        of = "any plan" if len(steady) == len(policies) and len(steady) > 1 else ", ".join(steady)
        said.append(f"No single assumption tried turns the sign of the effect of {of}.")
    if len(regret):
        said += _worst_quarter(results, outcome, str(regret.iloc[0].policy))
    return said


def _turning(results: Results, policy: str, outcome: str) -> list[str]:
    flips = robust.flips(results, policy, outcome)
    return [name_of(name) for name in dict.fromkeys(flips[flips.flips].factor)]


def _worst_quarter(results: Results, outcome: str, policy: str) -> list[str]:
    """Where the worst quarter of the worlds under a policy lies, by PRIM."""
    means = robust.by_world(results.runs, outcome)[policy]
    up = OUTCOMES[outcome].direction == "up"
    if len(means) < LEAST_WORLDS:
        return []
    limit = float(means.quantile(0.25 if up else 0.75))
    box = discovery.discover(results, outcome, lambda v: v <= limit if up else v >= limit, policy)
    if not box.limits or box.density < TIMES_DENSER * box.base:
        return []
    side = "at or below" if up else "at or above"
    return [
        f"Even under {plan(policy)} the worst quarter of the worlds ({label(outcome)} {side} "
        f"{size(outcome, limit)}) lies where {region(results, box)}: {100 * box.density:.0f} % of "
        f"the worlds there are among them, and {100 * box.coverage:.0f} % of them are there. "
        f"{surer.checked(box)}"
    ]


def region(results: Results, box: Box) -> str:
    """A box as a condition; an end that is the design's own is left out."""
    parts = []
    for name, (low, high) in box.limits.items():
        values = results.runs[name].astype(float)
        ends = [low > values.min(), high < values.max()]
        if all(ends):
            condition = f"lies between {low:.2g} and {high:.2g}"
        else:
            condition = f"is at least {low:.2g}" if ends[0] else f"is at most {high:.2g}"
        parts.append(f"{name_of(name)} {condition}")
    return " and ".join(parts)


def regret_table(results: Results) -> str:
    """A row a policy: means, worst world, regret, share of worlds in which it is best. HTML."""
    outcome = str(results.manifest["outcomes"][0])
    rows = []
    for row in rows_of(robust.regret(results, outcome)):
        numbers = surer.number(size(outcome, row.mean)) + surer.number(size(outcome, row.worst))
        for value, low, high in (
            (row.mean_regret, row.mean_lo, row.mean_hi),
            (row.worst_regret, row.worst_lo, row.worst_hi),
        ):
            numbers += surer.number(size(outcome, value), surer.ends(outcome, low, high))
        numbers += surer.number(f"{100 * row.share_best:.0f} %")
        numbers += surer.number("" if math.isnan(row.least) else f"{100 * row.least:.0f} %")
        rows.append(f'<tr><th scope="row">{escape(str(row.policy))}</th>{numbers}</tr>')
    heads = ("mean", "in its worst world", "mean regret", "greatest regret", "best plan in")
    last = "least greatest regret in"
    head = ["<th>plan</th>", *[f'<th class="number">{text}</th>' for text in (*heads, last)]]
    unit = OUTCOMES[outcome].unit
    caption = (
        f"{label(outcome).capitalize()} ({unit}), means of each world's histories. Regret: how far "
        "a plan falls short of the best plan of the same world; the plan with the least greatest "
        "regret comes first. Under each regret its 95 % interval, with worlds and histories drawn "
        "again (of the greatest: histories alone, in these worlds); last column: the share of "
        "redrawn histories in which no other plan has less greatest regret."
    )
    return table(head, rows) + f'<p class="caption">{escape(caption)}</p>'
