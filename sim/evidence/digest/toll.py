"""Who died and by whom, once a force is deployed (A1, A4, A6, A13, A14, B12, H5)."""

from __future__ import annotations

import numpy as np

from sim.evidence.columns import Floats
from sim.evidence.digest.past import Past
from sim.evidence.digest.peace import came_back
from sim.fields.conversions import WEEKS_A_YEAR
from sim.state.events import COMMUNAL, ON_MISSION, ONESIDED

MAJOR = 6.0  # deaths per 100,000 a year: 1,000 in a country of 16 million
SUMS = (
    "civilian_deaths",
    "civilian_deaths_rebel",
    "civilian_deaths_state",
    "combatant_deaths",
    "events_battle",
    "events_onesided",
    "events_nonstate",
    "homicides",
    "persons",
    "attacks",
    "responses",
)


def measured(past: Past) -> dict[str, float | Floats]:
    """Sums of weeks deployed, and shares."""
    late = past.series[past.deployed :]
    found: dict[str, float | Floats] = {f"sum:{name}": float(late[name].sum()) for name in SUMS}
    log = past.events
    recent = log["week"] >= past.deployed
    found |= {
        "sum:deaths": float(past.deaths[past.deployed :].sum()),
        "sum:events": float(recent.sum()),
        "sum:communal": float((recent & (log["kind"] == COMMUNAL)).sum()),
        "sum:rebel_attacks": float(
            (recent & (log["kind"] == ONESIDED) & (log["by_state"] == 0)).sum()
        ),
        "major_years": _major_years(past),
        "years_deployed": (past.weeks - past.deployed) / WEEKS_A_YEAR,
        "stability": float(past.run.outcomes["stability"]),
    }
    return found | _after_agreement(past)


def _major_years(past: Past) -> float:
    """Years deployed in which deaths passed the threshold, by the country's people."""
    deaths = past.deaths[past.deployed :]
    years = len(deaths) // 52
    if years == 0:
        return float("nan")
    people = float(past.series["persons"][0])
    yearly = deaths[: 52 * years].reshape(years, 52).sum(axis=1) / max(people, 1.0) * 1e5
    return float((yearly >= MAJOR).sum())


def _after_agreement(past: Past) -> dict[str, float | Floats]:
    """Deaths between the first agreement and the first return of a signatory, and those of them
    in events with an armed outsider to it.

    Outsiders: factions that had not signed by then and do not stand with the state, communities.
    """
    none: dict[str, float | Floats] = {"postwar_deaths": 0.0, "postwar_others": 0.0}
    signed = {
        f: week
        for week, f, kind in reversed(past.run.kept.endings)
        if kind == "agreement" and not past.ours[f]
    }
    if not signed:
        return none
    returns = [came_back(past, f, week) for f, week in signed.items()]
    back = [week for week in returns if week >= 0]
    log = past.events
    after = log[
        (log["week"] > min(signed.values())) & (log["week"] < min(back, default=past.weeks))
    ]
    dead = after["deaths_a"] + after["deaths_b"] + after["deaths_civilian"]
    since = np.where(past.ours, -1.0, np.inf)
    since[list(signed)] = list(signed.values())  # week from which a faction is bound
    communal = after["kind"] == COMMUNAL
    second = ~communal & (after["kind"] != ONESIDED) & (after["kind"] != ON_MISSION)
    outside = communal | (since[np.where(communal, 0, after["a"])] > after["week"])
    outside |= second & (since[np.where(second, after["b"], 0)] > after["week"])
    return {"postwar_deaths": float(dead.sum()), "postwar_others": float(dead[outside].sum())}
