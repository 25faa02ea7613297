"""The course of a war, and what the event statistics were computed from (K, naive rivals)."""

from __future__ import annotations

from sim.evidence.columns import Floats, Span, event_columns
from sim.evidence.course import course_of_run
from sim.evidence.digest.past import Past
from sim.evidence.margins import kept

QUARTER = 13  # weeks: a community's lot at the window's ends is the mean of so many


def measured(past: Past) -> dict[str, float | Floats]:
    """Deaths by year, month, kind and place of the war window; its events' sums; K7's shares."""
    run, case = past.run, past.scenario
    course = course_of_run(run)
    names = case.region.names
    columns, span = event_columns(run.events, course.window, names)
    found: dict[str, float | Floats] = {
        "course:years": course.years,
        "course:months": course.months,
        "course:kinds": course.kinds,
        "course:places": course.places,
        "course:slope": course.slope,
    }
    found |= kept(columns, span, Span.of(case.war_window, len(names)).months)
    return found | _under_enemies(past)


def _under_enemies(past: Past) -> dict[str, float | Floats]:
    """People under those whom their community must fear: at first and at last in the window."""
    case, share = past.scenario, past.series["under_enemies"]
    first, last = (case.week_of(day) for day in case.war_window)
    window = share[max(first, 0) : min(last + 1, past.weeks)]
    return {
        "enemies_first": float(window[:QUARTER].mean()),
        "enemies_last": float(window[-QUARTER:].mean()),
    }
