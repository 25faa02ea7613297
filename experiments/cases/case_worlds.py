"""What is kept of a world for the pages of cases; worker processes import this module.

`ARMS` first: the three worlds of one luck (a case may add variants). Then `kept`: a world as a row
of plain numbers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

import sim
from sim.case.scenario import Scenario
from sim.fields.conversions import WEEKS_A_YEAR
from sim.runs.explain import causes, explain, explain_pair

ARMS: Mapping[str, Mapping[str, Any]] = {
    "was": {},
    "undated": {"events": []},
    "alone": {"mission.start": None, "mission.end": None},  # no mandate: no people, money, talks
}
KINDS = {"battle": "deaths_battle", "onesided": "deaths_onesided", "nonstate": "deaths_nonstate"}
MEANS = {
    "troops": "troops",
    "asked": "troops_authorised",
    "armed": "fighters_other",
    "consent": "consent",
    "trust": "trust_mission",
}
DEEDS = (
    "agreement",
    "deal broken",
    "returns to war",
    "takes the state",
    "coup",
    "in opposition",
    *("defeated", "fading", "truce", "partition", "split", "merged", "formed"),
)
PER = 100_000.0
DIGITS = 4
STUB = 8  # weeks: a year of fewer at either end counts with its neighbour
CAUSES = 5  # kept of a period

Period = tuple[date, date]


@dataclass(frozen=True)
class Task:
    """Some seeds of one arm of a case, with what it sets; `periods`: for causes and places."""

    scenario: str
    arm: str
    changes: Mapping[str, Any]
    seeds: tuple[int, ...]
    periods: Mapping[str, Period]


def work(task: Task) -> list[dict[str, Any]]:
    """What is kept of each seed's world."""
    case = sim.load_scenario(task.scenario, task.changes)
    rows = [kept(sim.run(case, seed=seed), task.periods) for seed in task.seeds]
    return rows if task.arm == "was" else [slim(row) for row in rows]


def slim(row: dict[str, Any]) -> dict[str, Any]:
    """A world without what pages show of `was` alone: places, the force quarter by quarter."""
    deaths = {"deaths": row["quarters"]["deaths"]}
    return {key: value for key, value in row.items() if key != "places"} | {"quarters": deaths}


def years_of(case: Scenario, weeks: int) -> np.ndarray:
    """(W,) the calendar year of each week's Monday."""
    days = np.datetime64(case.monday, "D") + 7 * np.arange(weeks)
    years = days.astype("datetime64[Y]").astype(int) + 1970
    first = years[0] + int((years == years[0]).sum() < STUB)
    last = years[-1] - int((years == years[-1]).sum() < STUB)
    return np.clip(years, first, last)


def kept(run: sim.Run, periods: Mapping[str, Period]) -> dict[str, Any]:
    """A world: its years, its politics, and of each period places, killers and causes."""
    series, names = run.kept.series, run.kept.faction_names
    years = years_of(run.scenario, len(series))
    each = [series[years == year] for year in np.unique(years)]
    day = run.scenario.date_of
    governor = [int(rows["governor"][-1]) for rows in each]
    return {
        "seed": run.seed,
        "years": _years(each),
        "quarters": _quarters(run),
        "places": [
            int(x)
            for x in run.kept.places["deaths"][_weeks(run, *run.scenario.war_window)].sum(axis=0)
        ],
        "governor": [names[f] if f >= 0 else "nobody" for f in governor],
        "votes": [[f"{day(w)}", _plain(t), int(ok)] for w, t, ok in run.kept.ballots],
        "deeds": [
            [f"{day(w)}", names[f], what] for w, f, what in run.kept.chronicle if _told(what)
        ],
        "over": f"{day(run.war_over)}" if run.war_over >= 0 else None,
        "relapsed": f"{day(run.relapsed)}" if run.relapsed >= 0 else None,
        "cantoned": _plain(series["cantoned"].max()),
        "displaced": _plain(series["displaced"].max()),
        "expelled": _expelled(run),
        "periods": {name: _period(run, *ends) for name, ends in periods.items()},
    }


def _told(what: str) -> bool:
    return what in DEEDS


def _years(each: Sequence[Any]) -> dict[str, list[float | int | None]]:
    """Sums, means and rates of every calendar year."""
    found = {kind: [rows[column].sum() for rows in each] for kind, column in KINDS.items()}
    found |= {name: [rows[column].mean() for rows in each] for name, column in MEANS.items()}
    through = [rows["demobilised"] + rows["impostors"] for rows in each]  # as programmes count
    found["demobilised"] = [count[-1] for count in through]
    found["homicide"] = [PER * rows["homicides"].sum() / _person_years(rows) for rows in each]
    found["gbv"] = [PER * rows["gbv"].sum() / _person_years(rows) for rows in each]
    found["reported"] = [_share(rows["gbv_reported"].sum(), rows["gbv"].sum()) for rows in each]
    return {name: [_plain(x) for x in values] for name, values in found.items()}


def _person_years(rows: Any) -> float:
    return max(float(rows["persons"].sum()) / WEEKS_A_YEAR, 1.0)


def _share(part: float, whole: float) -> float:
    return float(part) / float(whole) if whole > 0.0 else math.nan


def _quarters(run: sim.Run) -> dict[str, list[float | int | None]]:
    """All deaths, and the force asked and there, by quarter from that of the start."""
    series = run.kept.series
    days = np.datetime64(run.scenario.monday, "D") + 7 * np.arange(len(series))
    months = days.astype("datetime64[M]").astype(int)
    quarter = months // 3 - months[0] // 3
    dead = sum(series[column] for column in KINDS.values())
    count = np.maximum(np.bincount(quarter), 1)
    sums = {
        "deaths": np.bincount(quarter, dead),
        "troops": np.bincount(quarter, series["troops"]) / count,
        "asked": np.bincount(quarter, series["troops_authorised"]) / count,
    }
    return {name: [_plain(x) for x in values] for name, values in sums.items()}


def _expelled(run: sim.Run) -> str | None:
    """The day from which its host lets less than half of the mission stay; None: never."""
    case, series = run.scenario, run.kept.series
    if case.mission.start is None:
        return None
    gone = np.flatnonzero(series["welcome"] < 0.5)
    return f"{case.date_of(int(gone[0]))}" if len(gone) else None


def _period(run: sim.Run, first: date, last: date) -> dict[str, Any]:
    """Deaths by place, civilians attacked by the attacker's kind, causes weighed by deaths."""
    events = run.events
    inside = events["date_start"].between(f"{first}", f"{last}").to_numpy()
    attacks = events[inside & (events["type_of_violence"].to_numpy() == 3)]
    killers = attacks.groupby("side_a_kind")["deaths_civilians"].sum()
    weights = causes(run, np.flatnonzero(inside))
    regions = events[inside].groupby("adm_1")["best"].sum()
    return {
        "admin1": {str(region): int(n) for region, n in regions.items() if n},
        "killers": {str(kind): int(n) for kind, n in killers.items() if n},
        "dead": int(events["best"][inside].sum()),
        "causes": {name: round(x, 3) for name, x in list(weights.items())[:CAUSES]},
    }


def _weeks(run: sim.Run, first: date, last: date) -> slice:
    """The weeks of a run from one day to another."""
    week = run.scenario.week_of
    return slice(max(week(first), 0), max(week(last + timedelta(days=1)), 0))


def _plain(value: float) -> float | int | None:
    """Few digits: a row of a world is kept as text."""
    if not math.isfinite(value):
        return None
    short = float(f"{value:.{DIGITS}g}")
    return int(short) if short == int(short) else short


def told(scenario: str, seed: int, asked: Sequence[str], pair: str) -> dict[str, str]:
    """One luck in words: why, and what the mission changed and on which way."""
    arms = (sim.load_scenario(scenario, ARMS[arm]) for arm in ("was", "alone"))
    one, other = (sim.run(arm, seed=seed) for arm in arms)
    found = {what: explain(one, what) for what in asked}
    found["without the mission"] = explain_pair(one, other, pair)
    return found
