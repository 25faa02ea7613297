"""A case in words: shares of worlds, differences, verdicts, causes, prose with its figures."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
from case_measures import Answer, answer, values_of, yearly
from case_panels import Case

from sim.evidence.courses import rank_correlation
from sim.runs.explain import WORDS
from sim.view import style

LOW, HIGH = 1.0 / 3.0, 0.75  # of the record that is given: hardly, in part, mostly
FEW = 4  # causes named
LEAST = 3  # worlds on either side of what is told apart
APART = 2.0  # standard errors
FIGURE = re.compile(r"\{(\w+)(?:\.(\w+))?\}")


def answers(case: Case, asked: Mapping[str, Any]) -> dict[str, Answer]:
    """Every measure of a case by id."""
    return {ask["id"]: answer(case, ask) for ask in asked["measures"]}


def value(found: Answer, arm: str) -> str:
    """`28 of 32` worlds, or a mean."""
    count, middle = found.worlds[arm], found.value[arm]
    if not count:
        return "-"
    return f"{round(middle * count)} of {count}" if found.share else number(middle)


def number(x: float) -> str:
    """Few digits."""
    if not math.isfinite(x):
        return "-"
    if abs(x) >= 100.0:
        return style.short(float(f"{x:.3g}"))
    return f"{x:.2g}" if abs(x) < 10.0 else f"{x:.0f}"


def difference(found: Answer) -> str:
    """What the mission changes, with its interval: points of a share, or a number."""
    p = found.mission
    if not p.pairs:
        return "-"
    few = f" in {p.pairs} pairs" if p.pairs < max(found.worlds.values()) else ""
    if p.fewer + p.more == 0:
        return f"none{few or ' in any pair'}"
    if found.share:
        low, high = (f"{100 * x:+.0f}" for x in (p.lo, p.hi))
        return f"{100 * p.diff:+.0f} points ({low} to {high}){few}"
    return f"{signed(p.diff)} ({signed(p.lo)} to {signed(p.hi)}){few}"


def signed(x: float) -> str:
    """A difference with its sign."""
    return number(x) if x < 0.0 or not math.isfinite(x) else f"+{number(x)}"


def given(found: Answer) -> str:
    """Whether the model gives the record."""
    return {True: "yes", False: "**no**", None: "-"}[found.met]


def verdict(found: Mapping[str, Answer]) -> str:
    """How much of the record the model gives, and how much of it is the mission's doing."""
    met = [a.met for a in found.values() if a.met is not None]
    helped = [a.helped for a in found.values() if a.helped is not None]
    share = sum(met) / len(met) if met else math.nan
    word = "all of it" if share == 1.0 else "mostly" if share >= HIGH else "in part"
    word = "hardly" if share < LOW else word
    against = helped.count("the other way")
    tail = f", the opposite in {against}" if against else ""
    return (
        f"The model gives the record {word} ({sum(met)} of {len(met)} rows). The mission does what "
        f"is claimed, clear of luck, in {helped.count('as claimed')} of {len(helped)}{tail}."
    )


def headline(found: Mapping[str, Answer]) -> str:
    """The model's answer in one cell: as it was, and without the mission."""
    said = []
    for a in found.values():
        if a.ask.get("headline"):
            text = f"{a.ask['says']}: {value(a, 'was')}"
            said.append(text + (f"; alone {value(a, 'alone')}" if a.worlds["alone"] else ""))
    return "; ".join(said)


def filled(text: str, found: Mapping[str, Answer], worlds: int) -> str:
    """Prose with its figures: {id}, {id.alone}, {id.undated}, {id.diff}, {worlds}."""

    def figure(match: re.Match[str]) -> str:
        name, part = match.group(1), match.group(2) or "was"
        if name == "worlds":
            return str(worlds)
        if name not in found:
            raise ValueError(f"{match.group(0)}: no measure {name!r}; there are {', '.join(found)}")
        return difference(found[name]) if part == "diff" else value(found[name], part)

    return FIGURE.sub(figure, text)


def weights(case: Case, arm: str, period: str) -> list[tuple[str, float]]:
    """Factors by their mean log weight over all who died in a period, heaviest first."""
    sums: Counter[str] = Counter()
    dead = 0
    for row in case[arm]:
        of = row["periods"][period]
        dead += of["dead"]
        for name, weight in of["causes"].items():
            sums[name] += weight * of["dead"]
    return sorted(
        ((n, w / max(dead, 1)) for n, w in sums.items()), key=lambda x: (-abs(x[1]), x[0])
    )


def why(case: Case, arm: str, period: str) -> str:
    """The heaviest causes in words, each with its ratio to what is ordinary."""
    told = [
        f"{WORDS[name][0 if weight > 0.0 else 1]} ({math.exp(weight):.2g})"
        for name, weight in weights(case, arm, period)[:FEW]
    ]
    return "; ".join(told) or "nobody died"


def killers(case: Case, arm: str, period: str) -> str:
    """Civilians killed in attacks on them, by the attacker's kind, shares."""
    sums: Counter[str] = Counter()
    for row in case[arm]:
        sums.update(row["periods"][period]["killers"])
    whole = max(sum(sums.values()), 1)
    order = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{kind} {n / whole:.0%}" for kind, n in order[:3]) or "-"


def dead(case: Case, arm: str, period: str) -> str:
    """Mean deaths of a period."""
    return number(float(np.mean([row["periods"][period]["dead"] for row in case[arm]])))


def deeds(case: Case, arm: str, most: int = 8) -> list[tuple[str, str, int]]:
    """What the scenario's own parties did most often: who, what, in how many worlds."""
    seen = Counter(
        pair
        for row in case[arm]
        for pair in {(who, what) for _, who, what in row["deeds"] if who in case["parties"]}
    )
    order = sorted(seen.items(), key=lambda item: (-item[1], item[0]))
    return [(who, what, n) for (who, what), n in order[:most]]


def formed(case: Case, arm: str) -> float:
    """Militias that form, a world."""
    return float(np.mean([sum(d[2] == "formed" for d in row["deeds"]) for row in case[arm]]))


def ranks(case: Case) -> dict[str, tuple[float, float]]:
    """Rank correlation with the record, by place and first-level region: people, worlds' mean."""
    record = np.array(case["record"]["places"])
    people = np.array(case["persons"], dtype=float)
    regions = sorted(set(case["admin1"]))
    row_of = np.array([regions.index(name) for name in case["admin1"]])

    def both(of: Any) -> tuple[float, float]:
        each = [rank_correlation(of(np.array(r["places"], float)), of(record)) for r in case["was"]]
        return rank_correlation(of(people), of(record)), float(np.nanmean(each))

    def by_region(values: Any) -> Any:
        return np.bincount(row_of, values, len(regions))

    return {"place": both(lambda x: x), "first-level region": both(by_region)}


def features(case: Case, row: Mapping[str, Any]) -> dict[str, float]:
    """What may go with an answer, of one world."""
    deeds = [what for _, who, what in row["deeds"] if who in case["parties"]]
    return {
        "armed men outside the state, mean of the run": float(np.mean(yearly(case, row, "armed"))),
        "agreements of the scenario's own parties": float(deeds.count("agreement")),
        "agreements broken": float(deeds.count("deal broken")),
        "parties that split": float(deeds.count("split")),
        "parties that fade or are beaten": float(deeds.count("fading") + deeds.count("defeated")),
        "militias that form": float(sum(d[2] == "formed" for d in row["deeds"])),
        "deaths of the run": sum(yearly(case, row, "deaths")),
        "troops of the mission, mean of the run": float(np.mean(yearly(case, row, "troops"))),
    }


def goes_with(case: Case, found: Mapping[str, Answer]) -> list[tuple[str, str, str, str]]:
    """Answer, feature, its mean where the answer is yes, where no: those clearly apart.

    Only for shares among the headlines that both kinds of world give often enough.
    """
    rows = []
    table = [features(case, row) for row in case["was"]]
    for a in found.values():
        yes = values_of(case, a.ask, "was") == 1.0
        no = values_of(case, a.ask, "was") == 0.0
        if not (a.ask.get("headline") and a.share and min(yes.sum(), no.sum()) >= LEAST):
            continue
        for name in table[0]:
            values = np.array([row[name] for row in table])
            one, two = values[yes], values[no]
            error = math.sqrt(one.var(ddof=1) / len(one) + two.var(ddof=1) / len(two))
            if abs(one.mean() - two.mean()) > APART * error:
                rows.append((a.ask["says"], name, number(one.mean()), number(two.mean())))
    return rows
