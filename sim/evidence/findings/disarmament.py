"""Disarmament, demobilisation, reintegration: D1 to D12."""

from __future__ import annotations

from sim.evidence.finding import Arms, Finding, ratio, untestable
from sim.evidence.findings.missions import hazards


def declared() -> tuple[Finding, ...]:
    """The findings of this subject."""
    return (*_people(), *_caseloads())


def _livelihood(arms: Arms) -> float:
    """Livelihood of those in a programme over that of former fighters in none, same worlds."""
    worlds = arms["ddr_capital"]
    inside = worlds.rate("learning_livelihood", "learning_persons")
    return ratio(inside, arms["ddr_idle"].rate("former_livelihood", "former_persons"))


def _people() -> tuple[Finding, ...]:
    idle = "ddr_idle"
    return (
        untestable(
            "D1-acceptance",
            "programmes change acceptance by the community little",
            "the model has no acceptance of single fighters by their neighbours",
        ),
        Finding(
            "D2-livelihood",
            "former fighters live better with a programme than without",
            (idle, "ddr_capital"),
            _livelihood,
            (1.05, 2.0),
            "log",
        ),
        Finding(
            "D2-trust",
            "and trust the state no more: trust with programmes less that without",
            ("ddr_none", "ddr_capital"),
            lambda a: (
                a["ddr_capital"].mean("outcome:trust_state")
                - a["ddr_none"].mean("outcome:trust_state")
            ),
            (-0.05, 0.05),
        ),
        Finding(
            "D3-package",
            "taken up arms again, a head demobilised: capital and future transfers against none",
            (idle, "ddr_capital"),
            lambda a: hazards(a, "ddr_capital", idle, "remobilised", "demobilised"),
            (0.6, 0.95),
            "log",
        ),
        Finding(
            "D3-training",
            "the same, training alone: little",
            (idle, "ddr_training"),
            lambda a: hazards(a, "ddr_training", idle, "remobilised", "demobilised"),
            (0.9, 1.05),
            "log",
        ),
        Finding(
            "D5-commanders",
            "taken up arms again, a head demobilised: 50 commanders bought off against none (sign)",
            (idle, "ddr_commanders"),
            lambda a: hazards(a, "ddr_commanders", idle, "remobilised", "demobilised"),
            (0.0, 0.999),
            "log",
        ),
    )


def _caseloads() -> tuple[Finding, ...]:
    case = "sierra-leone"
    return (
        Finding(
            "D7",
            "Sierra Leone: people admitted over fighters admitted",
            (case,),
            lambda a: 1.0 + a[case].rate("impostors", "admitted"),
            (1.2, 1.8),
            "log",
        ),
        Finding(
            "D8",
            "Sierra Leone: share of all admitted who came within six months of the first agreement",
            (case,),
            lambda a: a[case].mean("admitted_by_deadline"),
            (0.1, 0.5),
        ),
        Finding(
            "D12",
            "one party's refusal stops disarmament of the other: admitted, refusal against none",
            ("no_refusal", "refusal"),
            lambda a: ratio(a["refusal"].total("admitted"), a["no_refusal"].total("admitted")),
            (0.0, 0.5),
            fitted=True,
        ),
    )
