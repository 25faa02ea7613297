"""The mission's means: arrival, shortfall, losses, disarmament (E, D)."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from sim.evidence.columns import Floats
from sim.evidence.digest.past import Past
from sim.fields.conversions import WEEKS_A_MONTH, WEEKS_A_YEAR
from sim.state.factions import DEMOBILISED, REINTEGRATING
from sim.state.world import World

GROWING = round(3 * WEEKS_A_YEAR)  # a force peaks within three years of its mandate
FULL = 0.95  # of its peak: a force counts as there (the last units come very late)
WEAPONS = 0.6  # weapons handed in a head (levers and mechanisms of disarmament)
DEADLINE = 26  # weeks from an agreement to the end of its first phase, as at Lome
NAN = float("nan")


def measured(past: Past, world: World) -> dict[str, float | Floats]:
    """Deployment, losses per person-year, caseloads; NaN where there was none."""
    return _deployment(past) | _losses(past) | _disarmament(past, world) | _livelihoods(world)


def _deployment(past: Past) -> dict[str, float | Floats]:
    young = past.series[past.mandate : past.mandate + GROWING]
    troops, wanted = young["troops"], young["troops_authorised"]
    names = ("months_to_peak", "peak_share", "months_to_half", "shortfall")
    if not len(young) or troops.max() <= 0.0:
        return dict.fromkeys(names, NAN)
    called = int(np.argmax(wanted > 0.0))
    peak = int(np.argmax(troops >= FULL * troops.max()))
    half = int(np.argmax(troops >= 0.5 * troops.max()))
    asked = _asked(past)
    late = slice(past.mandate + GROWING // 2, past.weeks)
    missing = 1.0 - past.series["troops"][late] / np.maximum(asked[late], 1.0)
    known = asked[late] > 0.0
    return {
        "months_to_peak": (peak - called) / WEEKS_A_MONTH,
        "peak_share": float(troops.max() / max(wanted.max(), 1.0)),
        "months_to_half": (half - called) / WEEKS_A_MONTH,
        "shortfall": float(missing[known].mean()) if known.any() else NAN,
    }


def _asked(past: Past) -> Floats:
    """(W,) troops the mandate names, whatever money and will make of it."""
    case = past.scenario
    force = case.policy.force
    days: list[date] = [case.monday + timedelta(weeks=week, days=6) for week in range(past.weeks)]
    return np.array([float(force.on(day).troops) for day in days])


def _losses(past: Past) -> dict[str, float | Floats]:
    late = past.series[past.mandate :]
    war = late["at_war"] > 0
    people = late["troops"] / WEEKS_A_YEAR
    dead = late["peacekeeper_deaths"]
    return {
        "lost_war": float(dead[war].sum()),
        "manned_war": float(people[war].sum()),
        "lost_calm": float(dead[~war].sum()),
        "manned_calm": float(people[~war].sum()),
    }


def _disarmament(past: Past, world: World) -> dict[str, float | Floats]:
    count = world.mission.demobilisation
    admitted = float(count["admitted"])
    by_week = past.series["weapons"] / WEAPONS
    signed = [w for w, f, kind in past.run.kept.endings if kind == "agreement" and not past.ours[f]]
    first = NAN
    if signed and admitted > 0.0:
        first = float(by_week[min(signed[0] + DEADLINE, past.weeks - 1)]) / admitted
    return {
        "admitted": admitted,
        "impostors": float(count["impostors"]),
        "demobilised": float(count["demobilised"]),
        "remobilised": float(count["remobilised"]),
        "admitted_by_deadline": first,
    }


def _livelihoods(world: World) -> dict[str, float | Floats]:
    """Persons and their livelihood (sum) among former fighters, with and without a programme."""
    table = world.combatants
    found: dict[str, float | Floats] = {}
    for name, status in (("former", DEMOBILISED), ("learning", REINTEGRATING)):
        rows = table["status"] == status
        weight = table["weight"][rows].astype(np.float64)
        found[f"{name}_persons"] = float(weight.sum())
        found[f"{name}_livelihood"] = float((weight * table["livelihood"][rows]).sum())
    return found
