"""A sweep over uncertain worlds: regret, what turns the answer, and where it goes badly."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from sim.batch import discovery, robust
from sim.batch.answers import Answer
from sim.batch.discovery import Box
from sim.outcomes import OUTCOMES
from sim.view.sweep_tables import name_of, table
from sim.view.sweep_words import size
from sim.words import label

if TYPE_CHECKING:
    from sim.batch.results import Results

LEAST_WORLDS = 20  # below, a worst quarter is a handful of worlds
TIMES_DENSER = 1.5  # what a region must be, against all worlds, to be worth telling
MOST_POLICIES = 12


def sentences(results: Results, found: Sequence[Answer]) -> list[str]:
    """Least regret; then, policy by policy, what turns the answer and where it goes badly."""
    outcome = str(results.manifest["outcomes"][0])
    regret = robust.regret(results, outcome)
    said = [_regret(results, regret.iloc[0], outcome)] if len(regret) else []
    policies = list(dict.fromkeys(a.policy for a in found))[:MOST_POLICIES]
    said += [_turns(results, policy, outcome) for policy in policies]
    if len(regret):
        said += _worst_quarter(results, outcome, str(regret.iloc[0].policy))
    return said


def _regret(results: Results, least: object, outcome: str) -> str:
    policy, worst = str(getattr(least, "policy")), float(getattr(least, "worst_regret"))  # noqa: B009
    share = 100 * float(getattr(least, "share_best"))  # noqa: B009
    unit = OUTCOMES[outcome].unit
    amount = size(outcome, worst) + ("" if unit == "dollars" else f" {unit}")
    worlds = results.runs.groupby(["scenario", "world"]).ngroups
    return (
        f"Least to regret on {label(outcome)}: {policy}. In the world where it does worst against "
        f"the others it falls {amount} short of the best plan there; it is the best plan in "
        f"{share:.0f} % of the {worlds:,} worlds."
    )


def _turns(results: Results, policy: str, outcome: str) -> str:
    flips = robust.flips(results, policy, outcome)
    turning = [name_of(name) for name in dict.fromkeys(flips[flips.flips].factor)]
    if turning:
        return f"The answer for {policy} turns on {', '.join(turning)}."
    return f"No single assumption tried turns the sign of the effect of {policy}."


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
        f"Even under {policy} the worst quarter of the worlds ({label(outcome)} {side} "
        f"{size(outcome, limit)}) lies where {region(results, box)}: {100 * box.density:.0f} % of "
        f"the worlds there are among them, and {100 * box.coverage:.0f} % of them are there."
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
    for row in robust.regret(results, outcome).itertuples():
        values = (row.mean, row.worst, row.mean_regret, row.worst_regret)
        cells = [size(outcome, float(value)) for value in values]  # type: ignore[arg-type]
        cells.append(f"{100 * float(row.share_best):.0f} %")  # type: ignore[arg-type]
        numbers = "".join(f'<td class="number">{escape(text)}</td>' for text in cells)
        rows.append(f'<tr><th scope="row">{escape(str(row.policy))}</th>{numbers}</tr>')
    heads = ("mean", "in its worst world", "mean regret", "greatest regret", "best plan in")
    head = ["<th>plan</th>", *[f'<th class="number">{text}</th>' for text in heads]]
    unit = OUTCOMES[outcome].unit
    caption = (
        f"{label(outcome).capitalize()} ({unit}), means of each world's histories. Regret: how far "
        "a plan falls short of the best plan of the same world; the plan with the least greatest "
        "regret comes first."
    )
    return table(head, rows) + f'<p class="caption">{escape(caption)}</p>'
