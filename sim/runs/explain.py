"""Why: from the causes that events keep to sentences an analyst could check.

An event names the factors that weighed most in its rate, against what is ordinary. A place or
an outcome adds up the events in it, weighed by their deaths. For a pair of worlds see
`sim.runs.pathways`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.runs.pathways import explain_pair, path
from sim.runs.told import Told
from sim.state.events import FACTOR_NAMES, FACTORS, KEPT, ON_MISSION, ONESIDED, UCDP_ONE_SIDED

# what a factor says when it is higher, and when it is lower, than ordinary
WORDS = {
    "forces": ("large forces were there", "few forces were there"),
    "posture": ("its posture was violent that month", "its posture was quiet that month"),
    "target": ("a campaign aimed at this place", "no campaign aimed at this place"),
    "value": ("the place is worth fighting for", "the place is worth little"),
    "heat": ("recent violence there called for more", "it had been calm there"),
    "contested": ("control of the place was contested", "control of the place was firm"),
    "indiscipline": ("its fighters are undisciplined or hostile", "its fighters keep discipline"),
    "people": ("many people were there", "few people were left there"),
    "season": ("roads were dry", "rains slowed everybody"),
    "works": ("programmes there drew attack", "programmes there held it back"),
    "tension": ("communities were embittered", "communities got along"),
    "presence": ("violence was driven there from next door", "peacekeepers deterred part of it"),
}
KIND_WORDS = ("battle", "attack on civilians", "communal clash", "attack on peacekeepers")
# what a party did, after its name
DEED_WORDS = {
    "talks": "begins to talk",
    "talks fail": "breaks off talks",
    "ceasefire": "agrees to a ceasefire",
    "ceasefire broken": "breaks the ceasefire",
    "agreement": "signs an agreement",
    "truce": "has kept a ceasefire so long that its war is over",
    "deal broken": "breaks its agreement and returns to war",
    "takes the state": "takes the state over",
    "defeated": "is defeated",
    "fading": "fades out",
    "split": "splits",
    "returns to war": "takes up arms again",
    "partition": "keeps the land it holds: the line becomes the end of its war",
    "coup": "turns on its government",
    "formed": "forms, to guard its people",
    "merged": "joins a stronger group",
    "in opposition": "has lost power and fights on from opposition",
    "commander bought off": "sees its chief commander bought off",
    "commander arrested": "sees its chief commander arrested",
    "commander killed": "loses its chief commander in battle",
    "wins the election": "wins the election and governs; its men are the state's",
    "joins the government": "comes into government with the winner",
    "voted out": "hands over to an unarmed winner",
    "refuses the result": "refuses the count that it has lost, and stays",
}
# outcomes that are told by what parties did, and how they did it
DEEDS = {
    "government_changes": ("takes the state", "coup", "in opposition"),
    "governments_voted_out": ("wins the election", "joins the government", "voted out"),
    "results_refused": ("refuses the result",),
    "elections_accepted": ("refuses the result",),
    "states_taken": ("takes the state", "in opposition"),
    "militias_formed": ("formed",),
    "groups_merged": ("merged",),
    "groups_split": ("split",),
    "agreements": ("agreement", "deal broken"),
    "war_ended": ("agreement", "truce", "partition", "defeated", "fading", "takes the state"),
}
VOTES = ("governments_voted_out", "results_refused", "elections_accepted")  # told by their counts
TOTALS = (
    "civilian_deaths",
    "civilian_deaths_rebel",
    "civilian_deaths_state",
    "combatant_deaths",
    "peacekeeper_deaths",
    "events_battle",
    "events_onesided",
    "events_nonstate",
)


def explain(run: Told, what: str) -> str:
    """Say why, for an event (its number in `Run.events`), a place, or an outcome.

    Raises ValueError, naming what can be asked for, where `what` is none of them.
    """
    names = run.scenario.region.names
    if what.isdigit():
        number = int(what)
        if number >= len(run.events):
            raise ValueError(f"event {what}: there are {len(run.events)} events, numbered from 0")
        return _event(run, number)
    if what in names:
        inside = run.events["location"].to_numpy() == what
        return _many(run, np.flatnonzero(inside), what)
    if what in DEEDS:
        return _deeds(run, what)
    if what in TOTALS:
        return _many(run, _of_outcome(run, what), what)
    import difflib

    near = difflib.get_close_matches(what, [*names, *TOTALS, *DEEDS], n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise ValueError(
        f"{what!r}: give the number of an event, a place, or one of "
        f"{', '.join([*TOTALS, *DEEDS])}{hint}"
    )


def _rows(run: Told) -> NDArray[np.void]:
    log = run.kept.events
    return log[np.lexsort((np.arange(len(log)), log["day"], log["week"]))]


def _of_outcome(run: Told, name: str) -> NDArray[np.int64]:
    log = _rows(run)
    onesided = log["kind"] == ONESIDED
    chosen = {
        "civilian_deaths": log["deaths_civilian"] > 0,
        "civilian_deaths_rebel": onesided & (log["by_state"] == 0),
        "civilian_deaths_state": onesided & (log["by_state"] == 1),
        "combatant_deaths": (log["deaths_a"] + log["deaths_b"]) > 0,
        "peacekeeper_deaths": log["kind"] == ON_MISSION,
        "events_battle": log["type"] == 1,
        "events_onesided": log["type"] == 3,
        "events_nonstate": log["type"] == 2,
    }[name]
    return np.flatnonzero(chosen)


def _event(run: Told, number: int) -> str:
    row = run.events.iloc[number]
    log = _rows(run)[number]
    kind = KIND_WORDS[int(log["kind"])]
    head = (
        f"Event {number}: {kind} in {row['location']}, {row['date_start'].date()}: "
        f"{row['side_a']} against {row['side_b']}, {row['best']} dead "
        f"({row['deaths_civilians']} civilians"
        + (f", attacked as {row['victims']}" if row["victims"] else "")
        + ")."
    )
    total = sum(abs(float(w)) for w in log["weight"]) or 1.0
    lines = []
    for cause, weight in zip(log["cause"], log["weight"], strict=True):
        if abs(float(weight)) < 0.05:
            continue
        lines.append("  " + _cause(int(cause), float(weight), abs(float(weight)) / total))
    return "\n".join([head, "What weighed most in its chance, against what is ordinary:", *lines])


def _deeds(run: Told, what: str) -> str:
    """What parties did that makes up an outcome, by date, and who governs in the end."""
    kept, dated = run.kept, run.scenario.date_of
    lines = [
        f"  {dated(week):%d %B %Y}: {kept.faction_names[f]} {DEED_WORDS.get(deed, deed)}"
        for week, f, deed in kept.chronicle
        if deed in DEEDS[what]
    ]
    governor = int(kept.series["governor"][-1]) if len(kept.series) else -1
    ruler = kept.faction_names[governor] if governor >= 0 else "nobody with an army"
    lines = lines or ["  nothing of it happened"]
    if what in VOTES:
        lines += _counts(run)
    return "\n".join([f"{what}:", *lines, f"{ruler} governs."])


def _counts(run: Told) -> list[str]:
    """Every election's count, and what weighed on its loser."""
    lines = []
    for count in run.kept.counts:
        who = "who governed"
        if not count.stays:
            who = run.kept.faction_names[count.winner] if count.winner >= 0 else "the unarmed"
        loser = "the others" if count.stays else "who governed"
        what = "accepted" if count.accepted else "rejected it"
        lines.append(
            f"  {run.scenario.date_of(count.week):%d %B %Y}: {who} won, {count.share:.0%} for "
            f"who governed; {loser} {what}, with a chance of {count.chance:.2f} to reject it "
            f"(arms {count.arms:.2f}, belief in the count {count.believed:.2f}, streets secured "
            f"{count.secured:.2f})"
        )
    return lines


def _cause(cause: int, weight: float, share: float) -> str:
    name = FACTOR_NAMES[cause]
    words = WORDS[name][0] if weight > 0.0 else f"although {WORDS[name][1]}"
    return f"{share:4.0%}  {words} ({name}: {math.exp(weight):.2g} times the ordinary)"


def causes(run: Told, rows: Sequence[int] | NDArray[np.int64]) -> dict[str, float]:
    """Factors by name with their mean log weight over events, weighed by deaths."""
    log = _rows(run)[np.asarray(rows, np.int64)]
    dead = (log["deaths_a"] + log["deaths_b"] + log["deaths_civilian"]).astype(float)
    sums = np.zeros(FACTORS)
    for rank in range(KEPT):
        np.add.at(sums, log["cause"][:, rank], dead * log["weight"][:, rank])
    total = max(float(dead.sum()), 1.0)
    order = np.argsort(-np.abs(sums), kind="stable")
    return {FACTOR_NAMES[k]: float(sums[k]) / total for k in order if sums[k] != 0.0}


def _many(run: Told, rows: NDArray[np.int64], what: str) -> str:
    if not len(rows):
        return f"{what}: nothing happened there that has causes."
    events = run.events.iloc[rows]
    dead = int(events["best"].sum())
    lines = [f"{what}: {len(rows)} events, {dead} dead of all kinds in them."]
    lines.append("By whom: " + _shares(_killers(events)))
    if events["location"].nunique() > 1:
        lines.append("Where: " + _shares(events.groupby("location")["best"].sum()))
    years = events["date_start"].dt.year
    lines.append("When: " + _shares(events.groupby(years)["best"].sum()))
    weights = causes(run, rows)
    total = sum(abs(w) for w in weights.values()) or 1.0
    lines.append("What weighed most, over all of them, by deaths:")
    for name, weight in list(weights.items())[:4]:
        number = FACTOR_NAMES.index(name)
        lines.append("  " + _cause(number, weight, abs(weight) / total))
    return "\n".join(lines)


def _killers(events: Any) -> Any:
    """Dead by who killed them: each side's by the other, civilians in crossfire by both alike.

    Who attacks civilians alone (UCDP type 3) has killed them all.
    """
    import pandas as pd

    alone = events["type_of_violence"] == UCDP_ONE_SIDED
    civilians = events["deaths_civilians"]
    by_a = events["deaths_b"] + civilians.where(alone, 0.5 * civilians)
    by_b = events["deaths_a"] + civilians.where(~alone, 0.0) * 0.5
    both = pd.concat([by_a.groupby(events["side_a"]).sum(), by_b.groupby(events["side_b"]).sum()])
    total = both.groupby(level=0).sum()
    return total[total > 0.0]


def _shares(counts: Any, most: int = 4) -> str:
    total = max(float(counts.sum()), 1.0)
    best = counts.sort_values(ascending=False, kind="stable").head(most)
    return ", ".join(f"{name} {float(n) / total:.0%}" for name, n in best.items())


__all__ = ["TOTALS", "WORDS", "causes", "explain", "explain_pair", "path"]
