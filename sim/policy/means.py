"""Levers that are the mission's means: its force, its money, its partners, its way out."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from sim.parameter import parameter
from sim.policy.base import LeverHelp, LeverTable


class Force(LeverTable):
    """Authorised strength and mandate."""

    HELP = LeverHelp(
        about="Troops, police and observers authorised, and what they may do. Contributors send "
        "them late and in part.",
        examples="UNAMSIL 17,500 (2001), MINUSMA 13,289 (2016), IFOR about 57,000 (1995).",
        works="After a settlement that includes the strong, or where rebels prey on civilians and "
        "troops with a robust mandate stand close by.",
        fails="Observers alone protect nobody. A force in a running war does not end it, and does "
        "not restrain the host's army. Caveats keep units in their bases.",
        who_bears="Contributors' soldiers; people where troops are not.",
        evidence=(
            ("A1", "troops lower rebel killings of civilians; direction confirmed, size contested"),
            ("B1", "protects against rebels, not against governments"),
            ("A6", "only robust mandates work"),
            ("A13", "troops can raise crime after war; police lower it"),
        ),
        claims=("civilian_deaths_rebel", "civilian_deaths"),
    )

    troops: int = parameter(
        0,
        unit="persons",
        low=0,
        high=100_000,
        source="assumption",
        meaning="authorised military strength, reserve included",
    )
    police: int = parameter(
        0, unit="persons", low=0, high=20_000, source="assumption", meaning="authorised UN police"
    )
    observers: int = parameter(
        0,
        unit="persons",
        low=0,
        high=5_000,
        source="assumption",
        meaning="authorised unarmed military observers",
    )
    engineers: int = parameter(
        0,
        unit="persons",
        low=0,
        high=5_000,
        source="assumption",
        meaning="authorised engineers: they keep roads open for patrols and aid",
    )
    mandate: Literal["observer", "traditional", "robust"] = parameter(
        "robust",
        unit="choice",
        source="assumption",
        meaning="what troops may do when civilians are attacked: watch, interpose with consent, "
        "or use force",
    )
    training: float = parameter(
        0.5,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="how well units are trained for the protection of civilians and for conduct",
    )
    reserve: float = parameter(
        0.1,
        unit="share of infantry",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="share of the infantry held back as a quick-reaction reserve",
    )


class Funding(LeverTable):
    """Money: assessed contributions, their lateness, cuts."""

    HELP = LeverHelp(
        about="The one budget everything is paid from. Contributions come late and short; a cut "
        "in mid-year falls on what is left of the year and pays for sending people home.",
        examples="The 15 % cut of 2025 became about 25 % fewer uniformed people in nine months.",
        works="When commitments and money match.",
        fails="Arrears, late assessments, cuts whose timing hurts more than their size.",
        who_bears="Whoever the priority puts last.",
        evidence=(
            ("E8", "arrears and liquidity crises are documented: 2 of 6.7 bn dollars in 2019"),
            ("A11", "more spending, less relapse"),
        ),
        claims=("cost", "troops_peak"),
    )

    budget: float = parameter(
        0.0,
        unit="dollars a year",
        low=0.0,
        high=5.0e9,
        source="assumption",
        meaning="approved yearly budget of the mission",
    )
    cover: float = parameter(
        0.92,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:E8",
        meaning="share of the assessed money that arrives within its year",
    )
    cut: float = parameter(
        0.0,
        unit="share of a year's budget",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="share of a year's budget that is withdrawn, to be found within `cut_months`",
    )
    cut_start: date | None = Field(None, description="day the cut begins; empty: from the start")
    cut_months: int = parameter(
        12,
        unit="months",
        low=1,
        high=60,
        source="assumption",
        meaning="months over which the cut must be found; afterwards the budget is lower by it",
    )
    priority: Literal["together", "force", "programmes"] = parameter(
        "together",
        unit="choice",
        source="assumption",
        meaning="what is paid first when cash is short: all scaled down together, the force, "
        "or programmes",
    )


class Partners(LeverTable):
    """A regional organisation's or a partner's force beside the mission."""

    HELP = LeverHelp(
        about="Troops of a regional organisation or a bridging force, quicker than the UN.",
        examples="ECOMOG, Licorne, AFISMA before MINUSMA, IFOR.",
        works="As a bridge until the mission has arrived, under one plan.",
        fails="Parallel chains of command: two forces, two maps, one attack. Hosts see partisans.",
        who_bears="Neighbours' soldiers and treasuries.",
        evidence=(("E3", "contributors near by are faster"),),
        claims=("civilian_deaths_rebel",),
    )

    troops: int = parameter(
        0,
        unit="persons",
        low=0,
        high=50_000,
        source="assumption",
        meaning="partner troops asked for",
    )
    months: float = parameter(
        2.0,
        unit="months",
        low=0.0,
        high=24.0,
        source="evidence:E3",
        meaning="median time until they arrive",
    )
    quality: float = parameter(
        0.6,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="training and equipment of the partner's troops",
    )
    subsidy: float = parameter(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="share of their cost that the mission's budget pays",
    )
    coordination: float = parameter(
        0.5,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="0: a parallel chain of command, 1: one plan",
    )


class Exit(LeverTable):
    """How the mission leaves."""

    HELP = LeverHelp(
        about="When the force begins to leave, how fast, under what benchmarks, and who stays.",
        examples="UNAMSIL's phased draw-down to benchmarks; MINUSMA out in six months.",
        works="Slowly, after capacity was built, with a follow-on presence.",
        fails="A cliff: those who waited return to arms where the state never came.",
        who_bears="Those who trusted the guarantee.",
        evidence=(
            ("A7", "presence prolongs peace after a settlement"),
            ("C12", "guarantees make settlements stick; recalled"),
        ),
        claims=("events_battle", "civilian_deaths_rebel", "relapse_5y", "stability"),
    )

    begin: date | None = Field(None, description="day the draw-down begins; empty: none")
    months: int = parameter(
        24,
        unit="months",
        low=1,
        high=120,
        source="assumption",
        meaning="time from the first to the last unit's departure",
    )
    benchmark: float = parameter(
        0.0,
        unit="share of country",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="people who must live in calm places before the next step down is taken",
    )
    follow_on: int = parameter(
        0,
        unit="persons",
        low=0,
        high=30_000,
        source="assumption",
        meaning="troops of a follow-on mission that stay",
    )
    handover: float = parameter(
        0.0,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="part of the money saved that goes on to local institutions",
    )
