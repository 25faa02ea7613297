"""Levers of politics: mediation and elections."""

from __future__ import annotations

from pydantic import Field

from sim.fields.parameter import parameter
from sim.policy.base import LeverHelp, LeverTable


class Mediation(LeverTable):
    """Envoys and support teams between armed parties."""

    HELP = LeverHelp(
        about="Envoys who carry offers, with experts behind them; who is invited and what is "
        "promised.",
        examples="Lome and Abuja, Linas-Marcoussis and Ouagadougou, Algiers, Dayton.",
        works="When a stalemate hurts and a third party stands by the deal.",
        fails="Early talks at low trust fail and harden; deals pushed through are weak; talks "
        "split rebels; who is left out spoils.",
        who_bears="People between a broken deal and the next one.",
        evidence=(
            ("C1", "peace sooner, less durable: Beardsley 2008"),
            ("C7", "talks split rebels: Duursma & Fliervoet 2021"),
            ("C12", "guarantees help; recalled"),
        ),
        claims=("agreements", "war_ended"),
    )

    teams: int = parameter(
        0,
        unit="teams",
        low=0,
        high=20,
        source="assumption",
        meaning="envoys with their support teams",
    )
    inclusion: float = parameter(
        0.5,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="how far weaker armed parties and likely spoilers are brought in",
    )
    power_sharing: int = parameter(
        2,
        unit="dimensions",
        low=0,
        high=4,
        source="evidence:C4",
        meaning="dimensions of power sharing on the table: political, military, territorial, "
        "economic",
    )
    guarantees: float = parameter(
        0.3,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="evidence:C12",
        meaning="how firmly outsiders promise to stand by a deal; troops must make it good",
    )
    impartiality: float = parameter(
        0.7,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="how impartial the mediators are seen to be",
    )
    pressure: float = parameter(
        0.2,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="evidence:C1",
        meaning="deadline diplomacy: deals come sooner and are weaker",
    )
    parties: tuple[str, ...] = Field((), description="factions it talks to; empty: all")


class Elections(LeverTable):
    """Support for elections that the scenario's dates make due."""

    HELP = LeverHelp(
        about="Registration, civic education, security on the day, and a certificate the loser "
        "can believe.",
        examples="Cambodia 1993, Sierra Leone 2002, Cote d'Ivoire 2010.",
        works="When the armed parties have stood down and the count is believed.",
        fails="A loser with arms; a date too early.",
        who_bears="Voters between two armies.",
        evidence=(("A14", "most post-war deaths are by others than the signatories"),),
        claims=("turnout", "elections_accepted"),
    )

    registration: float = parameter(
        0.0,
        unit="dollars a year",
        low=0.0,
        high=5.0e8,
        source="assumption",
        meaning="voter registration and polling in the year before an election",
    )
    education: float = parameter(
        0.0,
        unit="dollars a year",
        low=0.0,
        high=1.0e8,
        source="assumption",
        meaning="civic education in the year before an election",
    )
    certification: float = parameter(
        0.0,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="how firmly the mission certifies the count",
    )
    security: float = parameter(
        0.0,
        unit="share of infantry",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="share of the infantry that secures polling in the two months before the day",
    )
