"""Outcomes: what a run is judged by. Pure functions of the record; each declared once, here."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

WEEKS_A_YEAR = 365.25 / 7.0
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

    @property
    def weeks(self) -> int:
        """W."""
        return len(self.series)


@dataclass(frozen=True)
class Outcome:
    """An outcome's name, unit, direction (down: lower is better, up, none) and definition."""

    name: str
    unit: str
    direction: str
    meaning: str
    compute: Callable[[History], float]


def _total(column: str) -> Callable[[History], float]:
    return lambda h: float(h.series[column].sum())


def _last_year(column: str) -> Callable[[History], float]:
    """Mean over the last 52 weeks, places weighted by their people (the record does that)."""
    return lambda h: float(h.series[column][-LAST_YEAR:].mean()) if h.weeks else math.nan


def _peak(column: str) -> Callable[[History], float]:
    return lambda h: float(h.series[column].max()) if h.weeks else 0.0


def _crime(h: History) -> float:
    years = h.series["persons"].sum() / WEEKS_A_YEAR
    return float(h.series["homicides"].sum() / years * 100_000.0) if years > 0.0 else math.nan


def _relapse(h: History) -> float:
    if h.war_over < 0:
        return math.nan
    five = round(5 * WEEKS_A_YEAR)
    if h.relapsed >= 0:
        return 1.0 if h.relapsed - h.war_over <= five else 0.0
    return 0.0 if h.weeks - h.war_over >= five else math.nan


def _response_rate(h: History) -> float:
    attacks = float(h.series["attacks"].sum())
    return float(h.series["responses"].sum()) / attacks if attacks > 0.0 else math.nan


def _alert_scores(h: History) -> tuple[float, float]:
    """Share of violent place-weeks that stood under an alert, and of alerts with no violence."""
    alert = h.places["alert"] > 0
    violent = h.places["events"] > 0
    hit = float((alert & violent).sum())
    hits = hit / float(violent.sum()) if violent.any() else math.nan
    false = 1.0 - hit / float(alert.sum()) if alert.any() else math.nan
    return hits, false


def _spent(h: History) -> float:
    costs = [name for name in h.ledger.dtype.names or () if name not in ("income", "balance")]
    return float(sum(h.ledger[name].sum() for name in costs))


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


def _stability(h: History) -> float:
    parts = stability_parts(h)
    return 100.0 * sum(weight * parts[name] for name, weight in STABILITY_WEIGHTS.items())


def _violent_share(h: History) -> float:
    return float((h.places["events"] > 0).mean()) if h.weeks else 0.0


def _worst_place(h: History) -> float:
    if not h.weeks:
        return 0.0
    people = np.maximum(h.places["population"][0], 1.0)
    return float((h.places["deaths"].sum(axis=0) / people).max() * 1000.0)


def _declare(*outcomes: Outcome) -> dict[str, Outcome]:
    return {outcome.name: outcome for outcome in outcomes}


def _stability_outcomes() -> list[Outcome]:
    meanings = {
        "safety": "part: 1 at no direct deaths, one half at 5 per 100,000 a year",
        "peace": "part: share of the last year without war",
        "home": "part: 1 when nobody is displaced, 0 when a quarter of the people are",
        "trust": "part: trust in the state",
        "law": "part: rule of law",
        "services": "part: public services",
    }

    def reader(part: str) -> Callable[[History], float]:
        return lambda h: stability_parts(h)[part]

    return [
        Outcome(
            f"stability_{part}",
            "0 to 1",
            "up",
            f"{text} (weight {STABILITY_WEIGHTS[part]})",
            reader(part),
        )
        for part, text in meanings.items()
    ]


OUTCOMES: dict[str, Outcome] = _declare(
    Outcome(
        "civilian_deaths",
        "persons",
        "down",
        "civilians killed directly, by every perpetrator, crossfire included",
        _total("civilian_deaths"),
    ),
    Outcome(
        "civilian_deaths_rebel",
        "persons",
        "down",
        "civilians killed in attacks on them by factions other than the state's side",
        _total("civilian_deaths_rebel"),
    ),
    Outcome(
        "civilian_deaths_state",
        "persons",
        "down",
        "civilians killed in attacks on them by the state's side",
        _total("civilian_deaths_state"),
    ),
    Outcome(
        "combatant_deaths",
        "persons",
        "down",
        "fighters of all factions (and of communities that clash) killed",
        _total("combatant_deaths"),
    ),
    Outcome(
        "peacekeeper_deaths",
        "persons",
        "down",
        "peacekeepers killed by attacks",
        _total("peacekeeper_deaths"),
    ),
    Outcome(
        "indirect_deaths",
        "persons",
        "down",
        "excess deaths from unmet need of food, water, health and shelter (uncertain)",
        _total("indirect_deaths"),
    ),
    Outcome(
        "events_battle",
        "events",
        "down",
        "lethal state-based events (UCDP type 1)",
        _total("events_battle"),
    ),
    Outcome(
        "events_onesided",
        "events",
        "down",
        "lethal attacks on civilians (UCDP type 3)",
        _total("events_onesided"),
    ),
    Outcome(
        "events_nonstate",
        "events",
        "down",
        "lethal non-state events (UCDP type 2)",
        _total("events_nonstate"),
    ),
    Outcome(
        "violent_place_weeks", "share", "down", "place-weeks with lethal violence", _violent_share
    ),
    Outcome(
        "displaced_peak",
        "persons",
        "down",
        "most people away from home in any week, abroad included",
        _peak("displaced"),
    ),
    Outcome(
        "displaced_person_weeks",
        "person-weeks",
        "down",
        "weeks away from home, summed over people",
        _total("displaced"),
    ),
    Outcome(
        "refugees_peak", "persons", "down", "most people abroad in any week", _peak("refugees")
    ),
    Outcome(
        "war_ended",
        "0 or 1",
        "up",
        "1: at some time no faction fought the state's side",
        lambda h: float(h.war_over >= 0),
    ),
    Outcome(
        "relapse_5y",
        "0 or 1",
        "down",
        "1: war returned within five years of its end; none where that cannot be known",
        _relapse,
    ),
    Outcome(
        "crime_rate",
        "homicides per 100,000 a year",
        "down",
        "homicides outside organised violence",
        _crime,
    ),
    Outcome(
        "trust_state",
        "0 to 1",
        "up",
        "trust in the state, mean of the last 52 weeks",
        _last_year("trust_state"),
    ),
    Outcome(
        "trust_mission",
        "0 to 1",
        "up",
        "trust in the mission, mean of the last 52 weeks",
        _last_year("trust_mission"),
    ),
    Outcome(
        "grievance",
        "0 to 1",
        "down",
        "grievance against the state, last 52 weeks",
        _last_year("grievance"),
    ),
    Outcome("fear", "0 to 1", "down", "fear, last 52 weeks", _last_year("fear")),
    Outcome(
        "livelihood",
        "ratio",
        "up",
        "livelihood against the start, last 52 weeks",
        _last_year("livelihood"),
    ),
    Outcome("services", "0 to 1", "up", "public services, last 52 weeks", _last_year("services")),
    Outcome("rule_of_law", "0 to 1", "up", "rule of law, last 52 weeks", _last_year("rule_of_law")),
    Outcome("need", "share", "down", "people in unmet need, last 52 weeks", _last_year("need")),
    Outcome(
        "control_state",
        "share",
        "up",
        "people in places weighed by the state's share of control, last 52 weeks",
        _last_year("control_state"),
    ),
    Outcome(
        "fighters_other",
        "persons",
        "down",
        "fighters of factions at war, the state's apart, last 52 weeks",
        _last_year("fighters_other"),
    ),
    Outcome(
        "worst_place",
        "deaths per 1,000 people",
        "down",
        "direct deaths in the place that suffered most, over the run",
        _worst_place,
    ),
    Outcome(
        "response_rate", "share", "up", "attacks on civilians that drew a response", _response_rate
    ),
    Outcome(
        "alert_hits",
        "share",
        "up",
        "violent place-weeks that stood under an alert",
        lambda h: _alert_scores(h)[0],
    ),
    Outcome(
        "alert_false",
        "share",
        "down",
        "alerts in weeks without violence",
        lambda h: _alert_scores(h)[1],
    ),
    Outcome("troops_peak", "persons", "none", "most troops present", _peak("troops")),
    Outcome(
        "stability",
        "0 to 100",
        "up",
        "stability index of the last year: weighted sum of the parts beside it",
        _stability,
    ),
    *_stability_outcomes(),
    Outcome("cost", "dollars", "down", "money spent by the mission", _spent),
)


def compute(history: History) -> dict[str, float]:
    """Every outcome of a run, by name."""
    return {name: float(outcome.compute(history)) for name, outcome in OUTCOMES.items()}


def table() -> list[dict[str, Any]]:
    """Name, unit, direction and definition of every outcome."""
    return [
        {"name": o.name, "unit": o.unit, "direction": o.direction, "meaning": o.meaning}
        for o in OUTCOMES.values()
    ]
