"""Talks, endings, returns to war: by what factions are, and by what events show (A7, C, F14)."""

from __future__ import annotations

import numpy as np

from sim.evidence.columns import Bools, Floats, Ints
from sim.evidence.digest.past import WEEKS_A_YEAR, Past
from sim.evidence.tempo import MINOR, year_transitions
from sim.populations.events import COMMUNAL, ON_MISSION, ONESIDED

KINDS = ("agreement", "victory", "truce", "fading")
FIVE = round(5 * WEEKS_A_YEAR)
TEN = 10
IMPLEMENTING = round(3 * WEEKS_A_YEAR)


def measured(past: Past) -> dict[str, float | Floats]:
    """Counts and years at risk; rates are taken over all worlds, never of one."""
    war = past.series["at_war"] > 0
    found: dict[str, float | Floats] = {
        "war_years": float(war[past.mandate :].sum()) / WEEKS_A_YEAR,
        "year_transitions": year_transitions(_yearly(past)).astype(np.float64),
    }
    return found | _endings(past) | _talks(past) | _splits(past) | _relapse(past)


def _yearly(past: Past) -> Floats:
    years = past.weeks // 52
    yearly: Floats = past.deaths[: 52 * years].reshape(years, 52).sum(axis=1)
    return yearly


def fights(past: Past, faction: int) -> Ints:
    """Weeks with an event of a faction, sorted."""
    log = past.events
    armed = log["kind"] != COMMUNAL
    second = armed & (log["kind"] != ONESIDED) & (log["kind"] != ON_MISSION)
    own = (armed & (log["a"] == faction)) | (second & (log["b"] == faction))
    return np.sort(log["week"][own]).astype(np.int64)


def _endings(past: Past) -> dict[str, float | Floats]:
    """Endings of factions against the state from the mandate on, and agreements that failed.

    Who signs stays out of every event; the next event of a signatory is its return.
    """
    ends = [e for e in past.run.kept.endings if not past.ours[e[1]] and e[0] >= past.mandate]
    found: dict[str, float | Floats] = {
        f"ended:{kind}": float(sum(e[2] == kind for e in ends)) for kind in KINDS
    }
    failed, known, years = 0, 0, 0.0
    for week, f, kind in ends:
        if kind != "agreement":
            continue
        later = fights(past, f)
        later = later[later > week]
        back = int(later[0]) if len(later) else past.weeks + FIVE
        failed += back - week <= FIVE
        known += back - week <= FIVE or past.weeks - week >= FIVE
        years += min(back - week, past.weeks - week, FIVE) / WEEKS_A_YEAR
    found |= {
        "returns": float(failed),
        "agreements_known": float(known),
        "agreement_years": years,
        "endings": float(len(ends)),
    }
    return found


def _talks(past: Past) -> dict[str, float | Floats]:
    """Attempts: times a faction sat down. A signature takes one away from those who talk."""
    talking = past.series["talks"]
    leaving = np.zeros(past.weeks)
    for week, f, kind in past.run.kept.endings:
        if kind in ("agreement", "truce") and not past.ours[f] and week < past.weeks:
            leaving[week] += 1.0
    begun = np.maximum(np.diff(talking, prepend=0.0) + leaving, 0.0)
    return {"attempts": float(begun[past.mandate :].sum())}


def _splits(past: Past) -> dict[str, float | Floats]:
    """Splits in weeks of talks or implementation, and in all others.

    The week of a split is that of the splinter's first event.
    """
    names = past.run.kept.faction_names
    weeks = [fights(past, f) for f in range(len(past.scenario.factions), len(names))]
    first = np.array([w[0] for w in weeks if len(w)], dtype=np.int64)
    during: Bools = np.asarray(past.series["talks"] > 0)
    for week, f, kind in past.run.kept.endings:
        if kind == "agreement" and not past.ours[f]:
            during[week : week + IMPLEMENTING] = True
    war: Bools = np.asarray(past.series["at_war"] > 0) | during
    inside = during[first] if len(first) else np.zeros(0, dtype=np.bool_)
    return {
        "splits": float(len(first)),
        "splits_talking": float(inside.sum()),
        "splits_other": float((~inside).sum()),
        "years_talking": float(during.sum()) / WEEKS_A_YEAR,
        "years_other": float((war & ~during).sum()) / WEEKS_A_YEAR,
    }


def _relapse(past: Past) -> dict[str, float | Floats]:
    """(10,) years at risk and returns by year of peace, in both definitions.

    `events`: a year of 25 deaths after two without; `standing`: a faction takes up arms again
    after none fought the state.
    """
    quiet = _yearly(past) < MINOR
    at_risk, back = np.zeros(TEN), np.zeros(TEN)
    calm = 0
    for year, is_quiet in enumerate(quiet):
        active_before = bool((~quiet[:year]).any())
        if calm >= 2 and calm - 2 < TEN and active_before:
            at_risk[calm - 2] += 1
            back[calm - 2] += not is_quiet
        calm = calm + 1 if is_quiet else 0
    over, relapsed = past.run.war_over, past.run.relapsed
    held, broken = np.zeros(TEN), np.zeros(TEN)
    if over >= 0:
        last = relapsed if relapsed >= 0 else past.weeks
        years = int((last - over) / WEEKS_A_YEAR)
        held[: min(years + (relapsed >= 0), TEN)] = 1.0
        if relapsed >= 0 and years < TEN:
            broken[years] = 1.0
    return {
        "quiet_at_risk": at_risk,
        "quiet_returns": back,
        "peace_at_risk": held,
        "peace_returns": broken,
    }
