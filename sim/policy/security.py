"""Levers of security: patrols, warning, protection, disarmament."""

from __future__ import annotations

from sim.parameter import parameter
from sim.policy.base import LeverHelp, LeverTable


class Patrols(LeverTable):
    """Protection patrols by the infantry present."""

    HELP = LeverHelp(
        about="Infantry outside its bases, near people.",
        examples="Day and night patrols of MONUSCO and UNMISS; joint patrols in Liberia.",
        works="Where rebels prey on civilians and patrols are close and frequent.",
        fails="Violence moves next door; units are lost; joint patrols share the host's abuses.",
        who_bears="Places beside the patrolled ones; soldiers.",
        evidence=(
            ("B1", "local presence lowers rebel killings"),
            ("H7", "patrols lower crime, bring no trust"),
        ),
        claims=("civilian_deaths_rebel", "events_onesided"),
    )

    share: float = parameter(
        0.3,
        unit="share of infantry",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="share of the infantry present that patrols outside its base",
    )
    concentration: float = parameter(
        0.5,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="0 spreads bases over the country by people, 1 puts them where most is expected",
    )
    risk_led: float = parameter(
        0.5,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="how far patrols leave fixed rounds for places with warnings",
    )
    joint: float = parameter(
        0.0,
        unit="share of patrols",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="share of patrols that go out together with the host's forces",
    )


class EarlyWarning(LeverTable):
    """Analysts, community liaison and drones that estimate each place's risk."""

    HELP = LeverHelp(
        about="Estimates of where violence will come, and alerts above a threshold.",
        examples="Joint mission analysis centres, community alert networks, drones in the Congo.",
        works="When a reserve is free to act on it, and people talk to the mission.",
        fails="Right and useless without a response; false alarms wear units out.",
        who_bears="People who are seen to talk.",
        evidence=(
            ("G1", "one attack in five of 507 drew a response"),
            ("G3", "history alone predicts much; onset stays hard"),
        ),
        claims=("alert_hits", "civilian_deaths_rebel"),
    )

    analysts: int = parameter(
        0,
        unit="persons",
        low=0,
        high=500,
        source="assumption",
        meaning="analysts in the joint mission analysis cell and field offices",
    )
    liaison: int = parameter(
        0,
        unit="persons",
        low=0,
        high=2_000,
        source="assumption",
        meaning="alert networks: local focal points who hear tip-offs",
    )
    drones: int = parameter(
        0,
        unit="systems",
        low=0,
        high=50,
        source="assumption",
        meaning="unmanned surveillance systems",
    )
    threshold: float = parameter(
        0.35,
        unit="0 to 1",
        low=0.01,
        high=0.99,
        source="assumption",
        meaning="estimated risk at which an alert is raised",
    )
    lead: int = parameter(
        2, unit="weeks", low=1, high=8, source="assumption", meaning="how far ahead an alert looks"
    )


class Protection(LeverTable):
    """Safe zones, escorts for aid, evacuation."""

    HELP = LeverHelp(
        about="Guarded zones for people who fled, escorts for convoys, moving people out of the "
        "way of an attack.",
        examples="Safe areas in Bosnia, protection of civilians sites in South Sudan.",
        works="Zones with guards enough for the threat; evacuation with a warning that comes in "
        "time; escorts where aid is to go under escort (`aid.access`).",
        fails="An unguarded zone draws attack (Srebrenica); zones drain units and become "
        "recruiting grounds.",
        who_bears="Those inside when guards are too few; those outside when all guards are inside.",
        evidence=(("G1", "force is almost never used in response"),),
        claims=("civilian_deaths", "civilian_deaths_rebel", "aid_delivered"),
    )

    zones: int = parameter(
        0,
        unit="zones",
        low=0,
        high=30,
        source="assumption",
        meaning="safe zones, put where most displaced people are in danger",
    )
    zone_guards: int = parameter(
        300,
        unit="persons",
        low=0,
        high=5_000,
        source="assumption",
        meaning="infantry wanted for guarding each zone",
    )
    escorts: float = parameter(
        0.0,
        unit="share of infantry",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="share of the infantry that escorts aid",
    )
    evacuation: float = parameter(
        0.0,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="effort to move people out when an alert stands",
    )


class Ddr(LeverTable):
    """Disarmament, demobilisation and reintegration; community violence reduction."""

    HELP = LeverHelp(
        about="Cantonment under guard, demobilisation, a package, and reintegration months later "
        "if the money comes; community programmes where there is no deal.",
        examples="Sierra Leone: 45,000 planned, 72,490 disarmed. Cambodia: stopped when one "
        "faction refused. Haiti: turned into community violence reduction.",
        works="After a deal, with guards, packages on time and work beyond training.",
        fails="Disarming first is a risk nobody takes alone; impostors; unpaid camps empty back "
        "into the war; no gain in trust.",
        who_bears="Those who disarm first; neighbours of unpaid fighters.",
        evidence=(
            ("D1", "programmes helped individuals little in Sierra Leone"),
            ("D3", "capital and expected transfers work better than training"),
            ("D5", "wartime ties drive return to arms"),
            ("D7", "caseloads inflate: 45,000 planned for in Sierra Leone, 72,490 disarmed"),
            ("D12", "one refusal stops all: Cambodia, at about 55,000 of about 200,000"),
        ),
        claims=("demobilised", "remobilised", "relapse_5y"),
    )

    places: int = parameter(
        0,
        unit="persons",
        low=0,
        high=200_000,
        source="assumption",
        meaning="people who can be cantoned at one time",
    )
    guards: int = parameter(
        80,
        unit="persons per 1,000",
        low=0,
        high=500,
        source="assumption",
        meaning="infantry guarding each 1,000 in cantonment",
    )
    package: float = parameter(
        300.0,
        unit="dollars a head",
        low=0.0,
        high=10_000.0,
        source="evidence:D10",
        meaning="reinsertion paid on leaving cantonment",
    )
    reintegration: float = parameter(
        0.7,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="share of the demobilised given a reintegration programme",
    )
    capital: float = parameter(
        0.3,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:D3",
        meaning="part of reintegration given as capital and future transfers, the rest training",
    )
    screening: float = parameter(
        0.4,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="evidence:D7",
        meaning="care in admitting: fewer impostors, slower intake",
    )
    cvr: int = parameter(
        0,
        unit="persons a year",
        low=0,
        high=50_000,
        source="assumption",
        meaning="fighters and young men in community violence reduction, deal or no deal",
    )
