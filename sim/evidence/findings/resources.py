"""Means, warning and response: E1 to E9, G1, G3."""

from __future__ import annotations

from sim.evidence.digest.foresight import auc
from sim.evidence.finding import Finding, untestable


def declared() -> tuple[Finding, ...]:
    """The findings of this subject."""
    return (*_arrival(), *_losses(), *_warning())


def _arrival() -> tuple[Finding, ...]:
    return (
        Finding(
            "E1-peak",
            "months from authorisation to 95 % of the peak",
            ("base",),
            lambda a: a["base"].mean("months_to_peak"),
            (6.0, 18.0),
            "log",
            fitted=True,
        ),
        Finding(
            "E1-share",
            "peak against authorised strength",
            ("base",),
            lambda a: a["base"].mean("peak_share"),
            (0.80, 1.0),
        ),
        Finding(
            "E1-half",
            "months to half of the peak",
            ("base",),
            lambda a: a["base"].mean("months_to_half"),
            (3.0, 18.0),
            "log",
        ),
        Finding(
            "E4",
            "a mission among hostile factions stays short of its authorised troops",
            ("hostile",),
            lambda a: a["hostile"].mean("shortfall"),
            (0.05, 0.30),
        ),
    )


def _losses() -> tuple[Finding, ...]:
    return (
        Finding(
            "E9-threat",
            "hostile deaths per 1,000 peacekeepers a year, hostile factions, war",
            ("hostile",),
            lambda a: 1000.0 * a["hostile"].rate("lost_war", "manned_war"),
            (1.0, 4.0),
            "log",
            fitted=True,
        ),
        Finding(
            "E9-normal",
            "the same in an ordinary mission, war or not",
            ("base",),
            lambda a: (
                1000.0
                * (a["base"].total("lost_war") + a["base"].total("lost_calm"))
                / max(a["base"].total("manned_war") + a["base"].total("manned_calm"), 1.0)
            ),
            (0.0, 0.5),
        ),
    )


def _warning() -> tuple[Finding, ...]:
    return (
        Finding(
            "G1",
            "attacks on civilians that drew an immediate response",
            ("base",),
            lambda a: a["base"].rate("sum:responses", "sum:attacks"),
            (0.08, 0.35),
            "log",
        ),
        untestable(
            "G1-force",
            "force is almost never used in a response",
            "a response in the model is one act; how it was made is not recorded",
        ),
        Finding(
            "G3-incidence",
            "history alone tells whether a month sees violence (AUC, twenty years)",
            ("long",),
            lambda a: auc(a["long"].sums("history_incidence")),
            (0.9, 1.0),
        ),
        Finding(
            "G3-onset",
            "and less well whether it begins after three calm months (AUC)",
            ("long",),
            lambda a: auc(a["long"].sums("history_onset")),
            (0.6, 0.85),
        ),
        Finding(
            "G3-warning",
            "the mission's own estimate stays human: place-weeks, a week ahead (AUC)",
            ("base",),
            lambda a: auc(a["base"].sums("risk_next_week")),
            (0.6, 0.85),
        ),
    )
