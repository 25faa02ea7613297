"""Missions and peace: A1 to A14."""

from __future__ import annotations

from itertools import pairwise
from math import inf, isfinite

from sim.evidence.finding import Arms, Finding, ratio

DOSES = ("zambara", "troops_3000", "troops_6000", "troops_12000")


def declared() -> tuple[Finding, ...]:
    """The findings of this subject."""
    return (*_violence(), *_peace(), *_after())


def over(arms: Arms, arm: str, base: str, name: str) -> float:
    """Ratio of an arm's total to another's."""
    return ratio(arms[arm].total(name), arms[base].total(name))


def hazards(arms: Arms, arm: str, base: str, count: str, of: str) -> float:
    """Ratio of an arm's rate to another's."""
    return ratio(arms[arm].rate(count, of), arms[base].rate(count, of))


def steepest(values: list[float]) -> float:
    """The largest ratio of one value to the one before: below 1 where they fall all along."""
    steps = [ratio(b, a) for a, b in pairwise(values)]
    return max(steps) if all(map(isfinite, steps)) else float("nan")


def _violence() -> tuple[Finding, ...]:
    return (
        Finding(
            "A1",
            "civilians killed by rebels: 6,000 robust troops against none",
            ("zambara", "troops_6000"),
            lambda a: over(a, "troops_6000", "zambara", "sum:civilian_deaths_rebel"),
            (0.10, 0.75),
            "log",
            fitted=True,
        ),
        Finding(
            "A1-dose",
            "the same falls with every doubling of 3,000 troops: largest step ratio",
            DOSES,
            lambda a: steepest([a[d].total("sum:civilian_deaths_rebel") for d in DOSES]),
            (0.3, 0.97),
            "log",
        ),
        Finding(
            "A1-most",
            "even 12,000 troops do not end such killing (below 0.05 is a fault)",
            ("zambara", "troops_12000"),
            lambda a: over(a, "troops_12000", "zambara", "sum:civilian_deaths_rebel"),
            (0.05, 0.75),
            "log",
        ),
        Finding(
            "A4",
            "battle deaths: 6,000 troops against none (contested)",
            ("zambara", "troops_6000"),
            lambda a: over(a, "troops_6000", "zambara", "sum:combatant_deaths"),
            (0.2, 1.1),
            "log",
        ),
        Finding(
            "A6",
            "years of major conflict: robust mandate, twice the means, against none",
            ("zambara", "double"),
            lambda a: over(a, "double", "zambara", "major_years"),
            (0.3, 0.75),
            "log",
        ),
        Finding(
            "A6-traditional",
            "the same with a traditional mandate: little",
            ("zambara", "traditional"),
            lambda a: over(a, "traditional", "zambara", "major_years"),
            (0.8, 1.05),
            "log",
        ),
    )


def _peace() -> tuple[Finding, ...]:
    return (
        Finding(
            "A7-peace",
            "after an agreement: hazard of return, 6,000 robust troops against none",
            ("zambara", "troops_6000"),
            lambda a: hazards(a, "troops_6000", "zambara", "returns", "agreement_years"),
            (0.15, 0.75),
            "log",
            fitted=True,
        ),
        Finding(
            "A7-war",
            "in war without mediation: hazard of an ending, troops against none",
            ("zambara", "troops_6000"),
            lambda a: hazards(a, "troops_6000", "zambara", "endings", "war_years"),
            (0.8, 1.25),
            "log",
        ),
        Finding(
            "A11",
            "hazard of return: twice the means against once",
            ("base", "double"),
            lambda a: hazards(a, "double", "base", "returns", "agreement_years"),
            (0.6, 0.95),
            "log",
        ),
        Finding(
            "A12",
            "stability: multidimensional above traditional above none (smaller of two steps)",
            ("zambara", "traditional", "double"),
            lambda a: min(
                a["double"].mean("stability") - a["traditional"].mean("stability"),
                a["traditional"].mean("stability") - a["zambara"].mean("stability"),
            ),
            (0.0, inf),
        ),
    )


def _after() -> tuple[Finding, ...]:
    return (
        Finding(
            "A13-troops",
            "homicide a head: 12,000 troops without police against none",
            ("zambara", "troops_12000"),
            lambda a: hazards(a, "troops_12000", "zambara", "sum:homicides", "sum:persons"),
            (1.0, 1.5),
            "log",
        ),
        Finding(
            "A13-police",
            "homicide a head: 2,500 police beside 12,000 troops against troops alone",
            ("troops_12000", "police"),
            lambda a: hazards(a, "police", "troops_12000", "sum:homicides", "sum:persons"),
            (0.5, 1.0),
            "log",
        ),
        Finding(
            "A14",
            "deaths after an agreement in which others than its signatories took part",
            ("base",),
            lambda a: a["base"].rate("postwar_others", "postwar_deaths"),
            (0.5, 1.0),
        ),
    )
