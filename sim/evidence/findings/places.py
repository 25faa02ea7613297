"""Places: B1 to B13."""

from __future__ import annotations

from math import exp, inf

from sim.evidence.finding import Arms, Finding, Worlds, ratio, untestable
from sim.evidence.findings.missions import over
from sim.evidence.panel_regression import pooled


def declared() -> tuple[Finding, ...]:
    """The findings of this subject."""
    return (*_panel(), *_spells(), *_dialogue())


def incidence_ratio(worlds: Worlds, kind: str) -> float:
    """Incidence-rate ratio of peacekeepers' presence, place and month effects within worlds."""
    values = worlds.values
    b = pooled(values[f"panel_{kind}"], values[f"panel_{kind}_information"])
    return exp(b) if b == b else b


def share_over(arms: Arms, arm: str, base: str, name: str) -> float:
    """Ratio of an arm's share to another's."""
    return ratio(arms[arm].share(name), arms[base].share(name))


def _panel() -> tuple[Finding, ...]:
    return (
        Finding(
            "B1-rebels",
            "panel of place-months: attacks by rebels with troops the month before (IRR; biased"
            " upwards, as troops come at peaks)",
            ("base",),
            lambda a: incidence_ratio(a["base"], "rebel"),
            (0.3, 0.85),
            "log",
        ),
        Finding(
            "B1-government",
            "the same panel, attacks by the government (IRR)",
            ("base",),
            lambda a: incidence_ratio(a["base"], "state"),
            (0.8, 1.3),
            "log",
        ),
        Finding(
            "B1-truth",
            "what the panel tries to find: attacks by rebels, paired worlds with and without",
            ("zambara", "troops_6000"),
            lambda a: over(a, "troops_6000", "zambara", "sum:rebel_attacks"),
            (0.3, 0.85),
            "log",
        ),
        Finding(
            "B3-naive",
            "naive reading has the wrong sign: violence again next month, with troops over without",
            ("base",),
            lambda a: ratio(a["base"].share("again_with"), a["base"].share("again_without")),
            (1.0, inf),
            "log",
        ),
        Finding(
            "B3-coming",
            "places about to get troops are already worse: rebel attacks a month, over others",
            ("base",),
            lambda a: ratio(a["base"].share("rebel_coming"), a["base"].share("rebel_staying")),
            (1.2, 4.0),
            "log",
            fitted=True,
        ),
        Finding(
            "B3-paired",
            "while paired worlds show protection: attacks by rebels, mission against none",
            ("zambara", "base"),
            lambda a: over(a, "base", "zambara", "sum:rebel_attacks"),
            (0.0, 0.999),
            "log",
        ),
    )


def _spells() -> tuple[Finding, ...]:
    pair = ("zambara", "troops_6000")
    return (
        Finding(
            "B4-end",
            "local episodes end sooner: hazard, troops against none",
            pair,
            lambda a: share_over(a, pair[1], pair[0], "local_end"),
            (1.05, 2.0),
            "log",
        ),
        Finding(
            "B4-onset",
            "local onset: unclear",
            pair,
            lambda a: share_over(a, pair[1], pair[0], "local_onset"),
            (0.7, 1.2),
            "log",
        ),
        Finding(
            "B6",
            "places newly active after six quiet months: troops against none",
            pair,
            lambda a: over(a, pair[1], pair[0], "newly_active"),
            (0.6, 0.95),
            "log",
        ),
    )


def _dialogue() -> tuple[Finding, ...]:
    return (
        Finding(
            "B12-communal",
            "local dialogue cuts communal violence: events, with against without",
            ("bare", "dialogue"),
            lambda a: over(a, "dialogue", "bare", "sum:communal"),
            (0.5, 0.95),
            "log",
        ),
        Finding(
            "B12-rebels",
            "and not that of organised rebels",
            ("bare", "dialogue"),
            lambda a: over(a, "dialogue", "bare", "sum:rebel_attacks"),
            (0.9, 1.1),
            "log",
        ),
        untestable(
            "B13",
            "programmes work only where the mission is seen as impartial",
            "trust in the mission is no arm of its own: it follows from what the mission does",
        ),
    )
