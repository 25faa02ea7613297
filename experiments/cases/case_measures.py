"""What is asked of a case: one number a world, its mean in each arm, the paired difference.

A measure is data (docs/cases/<name>.toml): `of` names a function here, the rest is its question.
None stands where a world cannot say.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from sim.pairs.paired import Paired, pair

QUIET = 25.0  # deaths a year: below, UCDP counts no conflict
YEAR = 4  # quarters

Row = Mapping[str, Any]
Ask = Mapping[str, Any]


def yearly(case: Row, row: Row, quantity: str) -> list[float]:
    """A quantity of every calendar year; `deaths`: of all kinds."""
    if quantity == "deaths":
        kinds = [row["years"][kind] for kind in ("battle", "onesided", "nonstate")]
        return [float(sum(of)) for of in zip(*kinds, strict=True)]
    return [math.nan if x is None else float(x) for x in row["years"][quantity]]


def mean_of(case: Row, row: Row, quantity: str, years: list[int]) -> float:
    """Mean over calendar years, both ends included."""
    values = yearly(case, row, quantity)
    inside = [v for y, v in zip(case["years"], values, strict=True) if years[0] <= y <= years[1]]
    if not inside:
        raise ValueError(f"{case['scenario']}: no year from {years[0]} to {years[1]}")
    return float(np.mean(inside))


def level(case: Row, row: Row, ask: Ask) -> float | None:
    """Mean a year."""
    return mean_of(case, row, ask["quantity"], ask["after"])


def ratio(case: Row, row: Row, ask: Ask) -> float | None:
    """Mean of the later years against that of the earlier ones."""
    early = mean_of(case, row, ask["quantity"], ask["before"])
    return mean_of(case, row, ask["quantity"], ask["after"]) / early if early else None


def rises(case: Row, row: Row, ask: Ask) -> float | None:
    """1 if the later mean is above `to` times the earlier one."""
    early, late = (mean_of(case, row, ask["quantity"], ask[end]) for end in ("before", "after"))
    return float(late > ask.get("to", 1.0) * early)


def falls(case: Row, row: Row, ask: Ask) -> float | None:
    """1 if the later mean is below `to` times the earlier one."""
    early, late = (mean_of(case, row, ask["quantity"], ask[end]) for end in ("before", "after"))
    return float(late < ask.get("to", 1.0) * early)


def quiet(case: Row, row: Row, ask: Ask) -> float | None:
    """1 if no year has as many deaths as UCDP asks of a conflict."""
    years = range(ask["after"][0], ask["after"][1] + 1)
    return float(all(mean_of(case, row, "deaths", [y, y]) < QUIET for y in years))


def peak(case: Row, row: Row, ask: Ask) -> float | None:
    """The most of any week."""
    return float(row[ask["quantity"]])


def moved(case: Row, row: Row, ask: Ask) -> float | None:
    """1 if regions have a larger share of the later deaths; None where one time has none."""
    shares = []
    for name in (ask["before"], ask["after"]):
        there = row["periods"][name]["admin1"]
        whole = sum(there.values())
        shares.append(sum(there.get(r, 0) for r in ask["admin1"]) / whole if whole else None)
    return None if None in shares else float(shares[1] > shares[0])


def _vote(row: Row, on: date) -> list[Any] | None:
    near = [v for v in row["votes"] if 0 <= (on - date.fromisoformat(v[0])).days < 7]
    return near[0] if near else None


def accepted(case: Row, row: Row, ask: Ask) -> float | None:
    """1 if the losers accept; None where no vote is held."""
    vote = _vote(row, ask["on"])
    return None if vote is None else float(vote[2])


def rejected(case: Row, row: Row, ask: Ask) -> float | None:
    """1 if the losers reject."""
    vote = _vote(row, ask["on"])
    return None if vote is None else 1.0 - float(vote[2])


def turnout(case: Row, row: Row, ask: Ask) -> float | None:
    """Share of adults who vote."""
    vote = _vote(row, ask["on"])
    return None if vote is None else float(vote[1])


def broken(case: Row, row: Row, ask: Ask) -> float | None:
    """1 if the count is rejected and more than `to` times as many die in the year after it.

    By quarters: the four before that of the vote, and the four that follow it.
    """
    vote = _vote(row, ask["on"])
    if vote is None:
        return None
    start = date.fromisoformat(case["monday"])
    at = (ask["on"].year - start.year) * YEAR + (ask["on"].month - 1) // 3 - (start.month - 1) // 3
    deaths = row["quarters"]["deaths"]
    before, after = sum(deaths[at - YEAR : at]), sum(deaths[at + 1 : at + 1 + YEAR])
    return float(not vote[2] and after > ask["to"] * before and after >= QUIET)


def broken_where_rejected(case: Row, row: Row, ask: Ask) -> float | None:
    """The same, asked only of worlds whose count is rejected."""
    return broken(case, row, ask) if rejected(case, row, ask) else None


def deed(case: Row, row: Row, ask: Ask) -> float | None:
    """1 if one of some parties did one of some things in a time; splinters are others."""
    return float(
        any(
            who in ask["who"] and what in ask["what"] and f"{ask['since']}" <= day <= f"{ask['by']}"
            for day, who, what in row["deeds"]
        )
    )


def no_deed(case: Row, row: Row, ask: Ask) -> float | None:
    """1 if none did."""
    return 1.0 - (deed(case, row, ask) or 0.0)


def over(case: Row, row: Row, ask: Ask) -> float | None:
    """1 if the last party stopped fighting in a time, and none had come back by its end."""
    ended, back = row["over"], row["relapsed"]
    inside = ended is not None and f"{ask['since']}" <= ended <= f"{ask['by']}"
    return float(inside and not (back is not None and back <= f"{ask['by']}"))


def not_over(case: Row, row: Row, ask: Ask) -> float | None:
    """1 if the war goes on, or has come back."""
    return 1.0 - (over(case, row, ask) or 0.0)


def expelled(case: Row, row: Row, ask: Ask) -> float | None:
    """1 if the host lets less than half of the mission stay; None without a mission."""
    if not any(row["years"]["asked"]):
        return None
    return float(row["expelled"] is not None and row["expelled"] <= f"{ask['by']}")


MEASURES: Mapping[str, Callable[[Row, Row, Ask], float | None]] = {
    name.__name__.replace("_", " "): name
    for name in (
        *(level, ratio, rises, falls, quiet, peak, moved, accepted, rejected, turnout),
        *(broken, broken_where_rejected, deed, no_deed, over, not_over, expelled),
    )
}
NUMBERS = ("level", "ratio", "peak", "turnout")  # the others are shares of worlds
MEDIANS = ("ratio",)  # a mean of ratios is one world's


@dataclass(frozen=True)
class Answer:
    """One measure of a case: worlds that can say and their mean by arm, and the mission's part."""

    ask: Ask
    worlds: Mapping[str, int]
    value: Mapping[str, float]
    mission: Paired  # base: without the mission (or another arm); whatif: as it was

    @property
    def share(self) -> bool:
        """Whether it is a share of worlds."""
        return self.ask["of"] not in NUMBERS

    @property
    def met(self) -> bool | None:
        """Whether the model gives what is on record; None where no band is set."""
        if "met" not in self.ask or not self.worlds["was"]:
            return None
        low, high = self.ask["met"]
        return bool(low <= self.value["was"] <= high)

    @property
    def helped(self) -> str | None:
        """What the mission does to it, beside what is claimed; None: not asked."""
        if "helps" not in self.ask:
            return None
        if not self.mission.clear:
            return "no clear difference"
        return "as claimed" if self.mission.diff * self.ask["helps"] > 0.0 else "the other way"


def values_of(case: Row, ask: Ask, arm: str) -> np.ndarray:
    """One number a world of an arm, NaN where it cannot say. KeyError: no such measure."""
    found = [MEASURES[ask["of"]](case, row, ask) for row in case[arm]]
    return np.array([math.nan if x is None else x for x in found])


def answer(case: Row, ask: Ask, other: str = "alone") -> Answer:
    """Ask every world of every arm; `other`: the arm that the pairs are held against.

    KeyError: no such measure; ValueError: no such years.
    """
    arms = dict.fromkeys(("was", "undated", "alone", other))
    values = {arm: values_of(case, ask, arm) for arm in arms}
    middle = np.median if ask["of"] in MEDIANS else np.mean
    known = {arm: v[np.isfinite(v)] for arm, v in values.items()}
    return Answer(
        ask,
        {arm: len(v) for arm, v in known.items()},
        {arm: float(middle(v)) if len(v) else math.nan for arm, v in known.items()},
        pair(values[other], values["was"], "none"),
    )
