"""Conflict-years and relapse: F12, F14, on twenty years of an ensemble with endings."""

from __future__ import annotations

import numpy as np

from sim.evidence.finding import Arms, Finding, lost
from sim.evidence.timing import transition_rates


def declared() -> tuple[Finding, ...]:
    """The findings of this subject."""
    return (*_years(), *_relapse())


def transitions(arms: Arms, name: str) -> float:
    """A rate of conflict-years, counts of all worlds added."""
    return transition_rates(arms["long"].sums("year_transitions").astype(np.int64))[name]


def relapsed(arms: Arms, kind: str, years: int) -> float:
    """Share that returned within `years`, by survival (who is not watched to the end counts)."""
    worlds = arms["long"]
    return lost(worlds.sums(f"{kind}_at_risk")[:years], worlds.sums(f"{kind}_returns")[:years])


def _years() -> tuple[Finding, ...]:
    return (
        Finding(
            "F12-war",
            "years of war (1,000 deaths) are followed by an active one",
            ("long",),
            lambda a: transitions(a, "year_war_stays_active"),
            (0.80, 0.97),
        ),
        Finding(
            "F12-minor",
            "minor years (25 deaths) are followed by an active one",
            ("long",),
            lambda a: transitions(a, "year_minor_stays_active"),
            (0.65, 0.85),
        ),
    )


def _relapse() -> tuple[Finding, ...]:
    return (
        Finding(
            "F14-5-quiet",
            "violence returns within five years of two quiet ones",
            ("long",),
            lambda a: relapsed(a, "quiet", 5),
            (0.2, 0.4),
        ),
        Finding(
            "F14-10-quiet",
            "and within ten",
            ("long",),
            lambda a: relapsed(a, "quiet", 10),
            (0.3, 0.5),
        ),
        Finding(
            "F14-5-ended",
            "a war that ended (no faction fights the state) returns within five years",
            ("long",),
            lambda a: relapsed(a, "peace", 5),
            (0.2, 0.4),
        ),
        Finding(
            "F14-10-ended",
            "and within ten",
            ("long",),
            lambda a: relapsed(a, "peace", 10),
            (0.3, 0.5),
        ),
    )
