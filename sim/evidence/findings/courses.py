"""Courses of war, kinds of deaths, flight by community, who governs: K1 to K8.

Where the evidence prints a band it is used. Where it tells a direction only, the band is that
side of no difference ("sign"); nothing is made up in between.
"""

from __future__ import annotations

from functools import cache
from math import inf

import numpy as np

from sim.case.scenario import load_scenario
from sim.evidence.finding import Arms, Finding, ratio
from sim.evidence.findings.missions import hazards, over
from sim.evidence.ranks import rank_correlation, rank_correlations
from sim.evidence.record import real_war, skill

FITTED = ("sierra-leone-1991", "bosnia")
COURSES = ("sierra-leone-1991", "bosnia", "mali")
KINDS = ("sierra-leone-1991", "mali")  # the evidence prints their shares
FEWER, MORE = (0.0, 0.999), (1.0, inf)  # ratios: a sign
ABOVE = (0.0, inf)  # differences and skill: a sign
COVER = (0.80, 0.97)
TAILS = (0.05, 0.95)


def declared() -> tuple[Finding, ...]:
    """The findings of this subject."""
    return (*_courses(), *_kinds(), *_presence(), *_communities(), *_governments())


@cache
def population_rank(scenario: str) -> float:
    """Rank correlation of people by place, when the war begins, with deaths on record."""
    war = real_war(scenario)
    persons = load_scenario(scenario).region.place_persons(war.window[0].year)
    return rank_correlation(np.asarray(persons, dtype=np.float64), war.places)


def rank_gain(arms: Arms, scenario: str) -> float:
    """Rank correlation of deaths by place with the record, less that of population."""
    ranks = rank_correlations(arms[scenario].values["course:places"], real_war(scenario).places)
    known = ranks[np.isfinite(ranks)]
    return float(known.mean()) - population_rank(scenario) if len(known) else float("nan")


def covered(arms: Arms, scenario: str) -> float:
    """Share of the record's months within the middle 90 % of the worlds'."""
    low, high = np.quantile(arms[scenario].values["course:months"], TAILS, axis=0)
    seen = real_war(scenario).months
    return float(((low <= seen) & (seen <= high)).mean())


def kinds_apart(arms: Arms, scenario: str) -> float:
    """Largest difference of a kind's share of deaths from the record, in the mean world."""
    kinds = arms[scenario].values["course:kinds"]
    total = kinds.sum(axis=1)
    if not (total > 0).any():
        return float("nan")
    shares = (kinds[total > 0] / total[total > 0, None]).mean(axis=0)
    record = real_war(scenario).kinds
    return float(np.abs(shares - record / record.sum()).max())


def _courses() -> tuple[Finding, ...]:
    rows = []
    for name in COURSES:
        fitted = name in FITTED
        rows += [
            Finding(
                f"K1-crps@{name}",
                "yearly deaths: skill (CRPS) against the best of two simple forecasts (sign)",
                (name,),
                lambda a, name=name: skill(a[name].values["course:years"], name),  # type: ignore[misc]
                ABOVE,
                fitted=fitted,
                to_beat=0.0,
            ),
            Finding(
                f"K1-cover@{name}",
                "months on record within the middle 90 % of the worlds'",
                (name,),
                lambda a, name=name: covered(a, name),  # type: ignore[misc]
                COVER,
                fitted=fitted,
            ),
            Finding(
                f"K2-places@{name}",
                "deaths by place: rank correlation with the record, less that of population (sign)",
                (name,),
                lambda a, name=name: rank_gain(a, name),  # type: ignore[misc]
                ABOVE,
                fitted=fitted,
                to_beat=0.0,
            ),
        ]
    return tuple(rows)


def _kinds() -> tuple[Finding, ...]:
    rows = [
        Finding(
            f"K4-kinds@{name}",
            "kinds of deaths: largest difference of a share from the record",
            (name,),
            lambda a, name=name: kinds_apart(a, name),  # type: ignore[misc]
            (0.0, 0.1),
            fitted=name in FITTED,
        )
        for name in KINDS
    ]
    rise = Finding(
        "K3-rise@mali",
        "worlds in which the logs of yearly deaths rise, 2012-20 (no militia is dated)",
        ("mali",),
        lambda a: float((a["mali"].values["course:slope"] > 0.0).mean()),
        (0.7, 1.0),
    )
    return (rise, *rows)


def _presence() -> tuple[Finding, ...]:
    alone, none = "troops_12000", "zambara"
    band = (0.15, 0.6)

    def returns(arm: str) -> Finding:
        words = "consent-based" if arm == "traditional" else "robust"
        return Finding(
            f"K6-{words.partition('-')[0]}",
            f"after an agreement: hazard of return, 12,000 troops, {words}, against none",
            (none, arm),
            lambda a: hazards(a, arm, none, "returns", "agreement_years"),
            band,
            "log",
        )

    return (
        Finding(
            "K5-police",
            "civilians killed: 2,500 police beside 12,000 troops against troops alone (sign)",
            (alone, "police"),
            lambda a: over(a, "police", alone, "sum:civilian_deaths"),
            FEWER,
            "log",
        ),
        Finding(
            "K5-observers",
            "civilians killed: 500 observers beside 12,000 troops: no fewer (sign)",
            (alone, "observers"),
            lambda a: over(a, "observers", alone, "sum:civilian_deaths"),
            MORE,
            "log",
        ),
        returns("traditional"),
        returns(alone),
    )


def _communities() -> tuple[Finding, ...]:
    return (
        Finding(
            "K7-unmixed@bosnia",
            "people under those whom their community must fear: last quarter of the war over first",
            ("bosnia",),
            lambda a: ratio(a["bosnia"].mean("enemies_last"), a["bosnia"].mean("enemies_first")),
            (0.0, 0.5),
            fitted=True,  # how fast people are driven out rests on the same censuses
            to_beat=1.0,
        ),
    )


def _governments() -> tuple[Finding, ...]:
    def commonest(arms: Arms) -> float:
        worlds = arms["long"]
        others = max(worlds.total("ended:agreement"), worlds.total("ended:victory"))
        return ratio(worlds.total("ended:fading") - others, worlds.total("endings"))

    return (
        Finding(
            "K8-commonest",
            "endings of wars: share of fading less the larger of agreements and victories (sign)",
            ("long",),
            commonest,
            ABOVE,
            fitted=True,  # C8, of the same endings, was
        ),
        Finding(
            "K8-victor",
            "a state taken is governed by the victor: share after less share before (sign)",
            ("long",),
            lambda a: (
                a["long"].rate("taken_after", "taken") - a["long"].rate("taken_before", "taken")
            ),
            ABOVE,
            to_beat=0.0,
        ),
    )
