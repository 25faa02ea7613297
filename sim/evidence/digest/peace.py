"""Talks, endings, returns to war: by what factions are, and by what events show (A7, C, F14)."""

from __future__ import annotations

import numpy as np

from sim.evidence.columns import Floats, Ints
from sim.evidence.digest.past import Past
from sim.evidence.timing import MINOR, year_transitions
from sim.fields.conversions import WEEKS_A_YEAR

KINDS = ("agreement", "victory", "truce", "fading")
BROKEN = "deal broken"
AWAY, AT_WAR, TALKING = range(3)
FIVE, TEN = 5, 10  # years
A_MONTH = 5  # weeks: a government is sworn in
IMPLEMENTING = round(3 * WEEKS_A_YEAR)


def measured(past: Past) -> dict[str, float | Floats]:
    """Counts and years at risk; rates are taken over all worlds, never of one."""
    war = past.series["at_war"] > 0
    found: dict[str, float | Floats] = {
        "war_years": float(war[past.mandate :].sum()) / WEEKS_A_YEAR,
        **of_years(past),
    }
    return found | _endings(past) | _talks(past) | _splits(past) | _peace(past) | _taken(past)


def of_years(past: Past) -> dict[str, float | Floats]:
    """Changes of intensity from year to year, and years at risk after two quiet ones."""
    yearly = _yearly(past)
    return {"year_transitions": year_transitions(yearly).astype(np.float64)} | _quiet(yearly)


def _yearly(past: Past) -> Floats:
    years = past.weeks // 52
    yearly: Floats = past.deaths[: 52 * years].reshape(years, 52).sum(axis=1)
    return yearly


def came_back(past: Past, faction: int, week: int) -> int:
    """Week in which a faction broke the deal it signed in `week`; -1: it did not, or not yet."""
    later = [w for w, f, what in _chronicle(past) if f == faction and what == BROKEN and w > week]
    return min(later, default=-1)


def _chronicle(past: Past) -> list[tuple[int, int, str]]:
    """What factions against the state did, in order."""
    return [note for note in past.run.kept.chronicle if not past.ours[note[1]]]


def _endings(past: Past) -> dict[str, float | Floats]:
    """Endings of factions against the state from the mandate on, and agreements that failed."""
    ends = [e for e in past.run.kept.endings if not past.ours[e[1]] and e[0] >= past.mandate]
    found: dict[str, float | Floats] = {
        f"ended:{kind}": float(sum(e[2] == kind for e in ends)) for kind in KINDS
    }
    held, broken, years = np.zeros(FIVE), np.zeros(FIVE), 0.0
    for week, f, kind in ends:
        if kind != "agreement":
            continue
        back = came_back(past, f, week)
        watched = ((back if back >= 0 else past.weeks) - week) / WEEKS_A_YEAR
        years += min(watched, float(FIVE))
        held[: int(watched) + (back >= 0)] += 1.0
        if back >= 0 and int(watched) < FIVE:
            broken[int(watched)] += 1.0
    found |= {
        "returns": float(broken.sum()),
        "agreement_years": years,
        "agreement_at_risk": held,
        "agreement_returns": broken,
        "endings": float(len(ends)),
    }
    return found


def _talks(past: Past) -> dict[str, float | Floats]:
    """Attempts: times a faction sat down with the state's side."""
    begun = [w for w, _, what in _chronicle(past) if what == "talks" and w >= past.mandate]
    return {"attempts": float(len(begun))}


def _splits(past: Past) -> dict[str, float | Floats]:
    """Splits, and faction-years: in talks or early implementation, and at war otherwise."""
    state = _states(past)
    splits = [(w, f) for w, f, what in _chronicle(past) if what == "split"]
    inside = sum(bool(state[f, w] == TALKING) for w, f in splits)
    return {
        "splits": float(len(splits)),
        "splits_talking": float(inside),
        "splits_other": float(sum(bool(state[f, w] == AT_WAR) for w, f in splits)),
        "years_talking": float((state == TALKING).sum()) / WEEKS_A_YEAR,
        "years_other": float((state == AT_WAR).sum()) / WEEKS_A_YEAR,
    }


def _states(past: Past) -> Ints:
    """(F, W) of every faction against the state: away, at war, or in talks and implementation."""
    born = [past.scenario.week_of(s.enters) if s.enters else 0 for s in past.scenario.factions]
    born += [week for week, _, what in past.run.kept.chronicle if what == "split"]
    state = np.full((len(past.ours), past.weeks), AWAY)
    for f, week in enumerate(born[: len(past.ours)]):
        if not past.ours[f]:
            state[f, max(week, 0) :] = AT_WAR
    for week, f, what in _chronicle(past):
        if what in ("talks", "agreement", "truce"):
            state[f, week + 1 :] = TALKING
            if what != "talks":
                state[f, week + 1 + IMPLEMENTING :] = AWAY
        elif what in ("talks fail", BROKEN, "returns to war"):
            state[f, week + 1 :] = AT_WAR
        elif what in ("fading", "defeated", "takes the state"):
            state[f, week + 1 :] = AWAY
    return state


def _taken(past: Past) -> dict[str, float | Floats]:
    """States taken by a faction, and how many of them it governed a month before and after."""
    governor = past.series["governor"]
    taken = [(w, f) for w, f, what in past.run.kept.chronicle if what == "takes the state"]
    before = [governor[max(w - A_MONTH, 0)] == f for w, f in taken]
    after = [governor[min(w + A_MONTH, past.weeks - 1)] == f for w, f in taken]
    return {
        "taken": float(len(taken)),
        "taken_before": float(sum(before)),
        "taken_after": float(sum(after)),
    }


def _quiet(yearly: Floats) -> dict[str, float | Floats]:
    """(10,) years at risk and returns by year of quiet: 25 deaths after two years without."""
    quiet = yearly < MINOR
    at_risk, back = np.zeros(TEN), np.zeros(TEN)
    calm = 0
    for year, is_quiet in enumerate(quiet):
        active_before = bool((~quiet[:year]).any())
        if calm >= 2 and calm - 2 < TEN and active_before:
            at_risk[calm - 2] += 1
            back[calm - 2] += not is_quiet
        calm = calm + 1 if is_quiet else 0
    return {"quiet_at_risk": at_risk, "quiet_returns": back}


def _peace(past: Past) -> dict[str, float | Floats]:
    """The same by standing: a faction takes up arms again after none fought the state."""
    over, relapsed = past.run.war_over, past.run.relapsed
    held, broken = np.zeros(TEN), np.zeros(TEN)
    if over >= 0:
        last = relapsed if relapsed >= 0 else past.weeks
        years = int((last - over) / WEEKS_A_YEAR)
        held[: min(years + (relapsed >= 0), TEN)] = 1.0
        if relapsed >= 0 and years < TEN:
            broken[years] = 1.0
    return {"peace_at_risk": held, "peace_returns": broken}
