"""Who died and by whom, once a force is deployed (A1, A4, A6, A13, A14, B12, H5)."""

from __future__ import annotations

import numpy as np

from sim.evidence.columns import Floats
from sim.evidence.digest.past import WEEKS_A_YEAR, Past
from sim.populations.events import COMMUNAL, ON_MISSION, ONESIDED

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
    """Deaths after the first agreement, and those in events with an armed outsider to it.

    Outsiders: factions that never signed before the event and do not stand with the state, and
    communities.
    """
    none: dict[str, float | Floats] = {"postwar_deaths": 0.0, "postwar_others": 0.0}
    endings = [(w, f) for w, f, kind in past.run.kept.endings if kind == "agreement"]
    rebels = [week for week, f in endings if not past.ours[f]]
    log = past.events
    if not rebels or not len(log):
        return none
    signed = np.full(len(past.ours), past.weeks + 1)
    for week, f in reversed(endings):
        signed[f] = week
    signed[past.ours] = 0
    after = log[log["week"] >= rebels[0]]
    dead = after["deaths_a"] + after["deaths_b"] + after["deaths_civilian"]
    communal = after["kind"] == COMMUNAL
    outside = communal.copy()
    for side in ("a", "b"):
        rows = np.maximum(after[side], 0)
        there = ~communal & (after[side] >= 0)
        if side == "b":
            there &= (after["kind"] != ONESIDED) & (after["kind"] != ON_MISSION)
        outside |= there & (signed[np.minimum(rows, len(signed) - 1)] > after["week"])
    return {"postwar_deaths": float(dead.sum()), "postwar_others": float(dead[outside].sum())}
