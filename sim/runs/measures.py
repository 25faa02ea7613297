"""Measures: pure functions of what was kept of a run, from which outcomes are declared."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.fields.arithmetic import total as sum_of
from sim.fields.conversions import WEEKS_A_YEAR
from sim.state.chronicle import Count

LAST_YEAR = 52


@dataclass(frozen=True)
class History:
    """What outcomes are computed from: `series` (W,), `places` (W, P), `ledger` (W,), endings."""

    series: NDArray[np.void]
    places: NDArray[np.void]
    ledger: NDArray[np.void]
    war_over: int  # week, -1 never
    relapsed: int  # week, -1 never
    start_persons: float
    endings: tuple[tuple[int, int, str], ...] = ()  # week, faction, kind
    ballots: tuple[tuple[int, float, bool], ...] = ()  # week, turnout, accepted
    chronicle: tuple[tuple[int, int, str], ...] = ()  # week, faction, what it did
    counts: tuple[Count, ...] = ()  # what each election came to

    @property
    def weeks(self) -> int:
        """W."""
        return len(self.series)


def total(column: str) -> Callable[[History], float]:
    """Sum of a column of the series."""
    return lambda h: float(h.series[column].sum())


def last_year(column: str) -> Callable[[History], float]:
    """Mean over the last 52 weeks, places weighted by their people (the record does that)."""
    return lambda h: float(h.series[column][-LAST_YEAR:].mean()) if h.weeks else math.nan


def peak(column: str) -> Callable[[History], float]:
    """Largest value of a column."""
    return lambda h: float(h.series[column].max()) if h.weeks else 0.0


def crime(h: History) -> float:
    """Homicides per 100,000 people a year."""
    years = h.series["persons"].sum() / WEEKS_A_YEAR
    return float(h.series["homicides"].sum() / years * 100_000.0) if years > 0.0 else math.nan


def relapse(years: int) -> Callable[[History], float]:
    """1 if war returned within `years` of its end, NaN where that cannot be known."""

    def within(h: History) -> float:
        if h.war_over < 0:
            return math.nan
        limit = round(years * WEEKS_A_YEAR)
        if h.relapsed >= 0:
            return 1.0 if h.relapsed - h.war_over <= limit else 0.0
        return 0.0 if h.weeks - h.war_over >= limit else math.nan

    return within


def ended(kind: str) -> Callable[[History], float]:
    """1 if the ending that ended the war was of this kind, NaN where the war never ended."""

    def by(h: History) -> float:
        if h.war_over < 0:
            return math.nan
        kinds = [k for week, _, k in h.endings if week <= h.war_over]
        return 1.0 if kinds and kinds[-1] == kind else 0.0

    return by


def times(what: str) -> Callable[[History], float]:
    """How often something stands in the chronicle."""
    return lambda h: float(sum(told == what for _, _, told in h.chronicle))


def last(column: str) -> Callable[[History], float]:
    """Last value of a column."""
    return lambda h: float(h.series[column][-1]) if h.weeks else 0.0


def returned(h: History) -> float:
    """Share of those who left the war who took up arms again, NaN where nobody left it."""
    again, at_home = last("remobilised")(h), last("former")(h)
    return again / (again + at_home) if again + at_home > 0.0 else math.nan


def signed(h: History) -> float:
    """Agreements signed."""
    return float(sum(1 for _, _, kind in h.endings if kind == "agreement"))


def first_agreement(h: History) -> float:
    """Months until the first agreement, NaN without one."""
    weeks = [week for week, _, kind in h.endings if kind == "agreement"]
    return weeks[0] / WEEKS_A_YEAR * 12.0 if weeks else math.nan


def turnout(h: History) -> float:
    """Mean turnout of the elections held, NaN without one."""
    return sum_of([t for _, t, _ in h.ballots]) / len(h.ballots) if h.ballots else math.nan


def accepted(h: History) -> float:
    """Share of elections accepted by the losers."""
    return sum(a for _, _, a in h.ballots) / len(h.ballots) if h.ballots else math.nan


def lost_by_governments(accepted: bool) -> Callable[[History], float]:
    """Elections that who governed lost, and accepted or did not."""
    return lambda h: float(
        sum(not count.stays and bool(count.accepted) is accepted for count in h.counts)
    )


def unspent(h: History) -> float:
    """Dollars received and not spent."""
    return float(h.ledger["income"].sum()) - spent(h)


def reporting(h: History) -> float:
    """Share of cases of gender-based violence reported."""
    cases = float(h.series["gbv"].sum())
    return float(h.series["gbv_reported"].sum()) / cases if cases > 0.0 else math.nan


def recovery(h: History) -> float:
    """Livelihood of the last year against the first week."""
    if not h.weeks:
        return math.nan
    return float(h.series["livelihood"][-LAST_YEAR:].mean()) / max(
        float(h.series["livelihood"][0]), 1e-9
    )


def worst_need(h: History) -> float:
    """Unmet need of the place that is worst off, last 52 weeks."""
    return float(h.places["need"][-LAST_YEAR:].mean(axis=0).max()) if h.weeks else math.nan


def response_rate(h: History) -> float:
    """Share of attacks on civilians that drew a response."""
    attacks = float(h.series["attacks"].sum())
    return float(h.series["responses"].sum()) / attacks if attacks > 0.0 else math.nan


def alert_scores(h: History) -> tuple[float, float]:
    """Share of violent place-weeks that stood under an alert, and of alerts with no violence."""
    alert = h.places["alert"] > 0
    violent = h.places["events"] > 0
    hit = float((alert & violent).sum())
    hits = hit / float(violent.sum()) if violent.any() else math.nan
    false = 1.0 - hit / float(alert.sum()) if alert.any() else math.nan
    return hits, false


def spent(h: History) -> float:
    """Dollars spent."""
    costs = [name for name in h.ledger.dtype.names or () if name not in ("income", "balance")]
    return sum_of([h.ledger[name].sum() for name in costs])


def stability_parts(h: History) -> dict[str, float]:
    """The parts of the stability index over the last year, each 0 (worst) to 1 (best)."""
    last = h.series[-LAST_YEAR:]
    if not len(last):
        return dict.fromkeys(STABILITY_WEIGHTS, math.nan)
    deaths = last["deaths_battle"] + last["deaths_onesided"] + last["deaths_nonstate"]
    yearly = float(deaths.sum()) * WEEKS_A_YEAR / len(last) / max(h.start_persons, 1.0) * 100_000.0
    away = float(last["displaced"].mean()) / max(h.start_persons, 1.0)
    return {
        "safety": 1.0 / (1.0 + yearly / 5.0),
        "peace": 1.0 - float(last["at_war"].mean()),
        "home": max(1.0 - away / 0.25, 0.0),
        "trust": float(last["trust_state"].mean()),
        "law": float(last["rule_of_law"].mean()),
        "services": float(last["services"].mean()),
    }


STABILITY_WEIGHTS = {
    "safety": 0.3,
    "peace": 0.2,
    "home": 0.15,
    "trust": 0.1,
    "law": 0.15,
    "services": 0.1,
}


def stability(h: History) -> float:
    """The stability index, 0 to 100."""
    parts = stability_parts(h)
    return 100.0 * sum_of([weight * parts[name] for name, weight in STABILITY_WEIGHTS.items()])


def violent_share(h: History) -> float:
    """Share of place-weeks with lethal violence."""
    return float((h.places["events"] > 0).mean()) if h.weeks else 0.0


def worst_place(h: History) -> float:
    """Deaths per 1,000 people of the place that suffered most."""
    if not h.weeks:
        return 0.0
    people = np.maximum(h.places["population"][0], 1.0)
    return float((h.places["deaths"].sum(axis=0) / people).max() * 1000.0)
