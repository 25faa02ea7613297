"""Talks: C1 to C12."""

from __future__ import annotations

import numpy as np

from sim.evidence.finding import Arms, Finding, lost, ratio
from sim.evidence.findings.missions import hazards

ENDINGS = ("ended:agreement", "ended:victory", "ended:truce", "ended:fading")


def declared() -> tuple[Finding, ...]:
    """The findings of this subject."""
    return (*_mediation(), *_terms(), *_splits(), *_endings())


def keeping(arms: Arms, *names: str) -> float:
    """Share of agreements that hold for five years, over the worlds of some arms."""
    at_risk = sum((arms[name].sums("agreement_at_risk") for name in names), np.zeros(5))
    returns = sum((arms[name].sums("agreement_returns") for name in names), np.zeros(5))
    return 1.0 - lost(at_risk, returns)


def faded(arms: Arms, arm: str) -> float:
    """Share of a war's endings by fading out, faction by faction."""
    return ratio(arms[arm].total("ended:fading"), arms[arm].total("endings"))


def splits(arms: Arms, arm: str) -> float:
    """Hazard of a split in talks and implementation over that in other years of war."""
    inside = arms[arm].rate("splits_talking", "years_talking")
    return ratio(inside, arms[arm].rate("splits_other", "years_other"))


def _mediation() -> tuple[Finding, ...]:
    return (
        Finding(
            "C1-sooner",
            "agreements a year of war: mediators, no troops, against none",
            ("zambara", "mediation"),
            lambda a: hazards(a, "mediation", "zambara", "ended:agreement", "war_years"),
            (1.2, 2.5),
            "log",
        ),
        Finding(
            "C1-weaker",
            "agreements that hold five years: mediated without guarantee, against unmediated",
            ("zambara", "mediation"),
            lambda a: ratio(keeping(a, "mediation"), keeping(a, "zambara")),
            (0.7, 1.0),
            "log",
            fitted=True,
        ),
        Finding(
            "C2",
            "attempts at talks a year of war",
            ("base",),
            lambda a: a["base"].rate("attempts", "war_years"),
            (0.5, 1.0),
        ),
        Finding(
            "C3",
            "agreements an attempt",
            ("base",),
            lambda a: a["base"].rate("ended:agreement", "attempts"),
            (0.2, 0.5),
            fitted=True,
        ),
    )


def _terms() -> tuple[Finding, ...]:
    return (
        Finding(
            "C4",
            "hazard of return: four dimensions of power sharing against none (contested)",
            ("sharing_0", "sharing_4"),
            lambda a: hazards(a, "sharing_4", "sharing_0", "returns", "agreement_years"),
            (0.1, 0.95),
            "log",
        ),
        Finding(
            "C9",
            "agreements that fail within five years, with and without missions",
            ("zambara", "base"),
            lambda a: 1.0 - keeping(a, "zambara", "base"),
            (0.2, 0.5),
            fitted=True,
        ),
        Finding(
            "C12",
            "hazard of return: third-party guarantee with 12,000 troops, against the same troops"
            " without one",
            ("guarantee_0", "guarantee_1"),
            lambda a: hazards(a, "guarantee_1", "guarantee_0", "returns", "agreement_years"),
            (0.1, 0.8),
            "log",
        ),
    )


def _splits() -> tuple[Finding, ...]:
    return (
        Finding(
            "C6",
            "hazard of return: rebels that split easily against rebels that never do",
            ("splits_0", "splits_1"),
            lambda a: hazards(a, "splits_1", "splits_0", "returns", "agreement_years"),
            (1.1, 3.0),
            "log",
        ),
        Finding(
            "C7",
            "splits in talks and implementation against other years of war (hazards)",
            ("splits_1",),
            lambda a: splits(a, "splits_1"),
            (1.2, 3.0),
            "log",
        ),
    )


def _endings() -> tuple[Finding, ...]:
    return (
        Finding(
            "C8",
            "share of endings by fading out, twenty years without a mission",
            ("long",),
            lambda a: faded(a, "long"),
            (0.3, 0.6),
            fitted=True,
        ),
    )
