"""Levers about how people live: aid, development, institutions, communities."""

from __future__ import annotations

from typing import Literal

from sim.fields.parameter import parameter
from sim.policy.base import LeverHelp, LeverTable


class Aid(LeverTable):
    """Humanitarian aid through agencies and non-governmental organisations."""

    HELP = LeverHelp(
        about="Food, water, health and shelter for people in need, by place or by need.",
        examples="Every mission's country; food aid in Mali's north, camps in Sierra Leone.",
        works="Where control is firm or access is negotiated or escorted.",
        fails="Armed groups divert it; where control is contested it can raise violence.",
        who_bears="Drivers, local staff, people on contested roads.",
        evidence=(
            ("H1", "aid feeds violence more often than it dampens it, where contested"),
            ("H5", "signs conflict in the literature"),
        ),
        claims=("indirect_deaths", "need"),
    )

    food: int = parameter(
        0,
        unit="persons served",
        low=0,
        high=10_000_000,
        source="assumption",
        meaning="people given food",
    )
    water: int = parameter(
        0,
        unit="persons served",
        low=0,
        high=10_000_000,
        source="assumption",
        meaning="people given clean water and sanitation",
    )
    health: int = parameter(
        0,
        unit="persons served",
        low=0,
        high=10_000_000,
        source="assumption",
        meaning="people within reach of basic health care",
    )
    shelter: int = parameter(
        0,
        unit="persons served",
        low=0,
        high=10_000_000,
        source="assumption",
        meaning="displaced people given shelter",
    )
    access: Literal["negotiated", "escorted", "open"] = parameter(
        "negotiated",
        unit="choice",
        source="assumption",
        meaning="how convoys get through: talks with those in control, escorts, or neither",
    )
    ngos: float = parameter(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="share through local partners: they reach further and cost less, and see less",
    )
    by_need: float = parameter(
        0.7,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="0 spreads aid by people, 1 sends it where need is greatest",
    )
    monitoring: float = parameter(
        0.3,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="checks against diversion; they cost money",
    )


class Development(LeverTable):
    """Livelihoods, infrastructure, education, quick-impact projects."""

    HELP = LeverHelp(
        about="Money into work, roads, schools and small visible projects.",
        examples="Quick-impact projects of every mission; village grants in the Philippines.",
        works="Slowly, where control is firm.",
        fails="Sabotage while projects are prepared where control is contested.",
        who_bears="Contested villages chosen for projects.",
        evidence=(
            ("H3", "sabotage in preparation: Crost, Felter & Johnston 2014"),
            ("D1", "no trust dividend"),
        ),
        claims=("livelihood", "services"),
    )

    livelihoods: float = parameter(
        0.0,
        unit="dollars a year",
        low=0.0,
        high=1.0e9,
        source="assumption",
        meaning="work, seeds, small credit",
    )
    infrastructure: float = parameter(
        0.0,
        unit="dollars a year",
        low=0.0,
        high=1.0e9,
        source="assumption",
        meaning="roads, water, power, clinics",
    )
    education: float = parameter(
        0.0,
        unit="dollars a year",
        low=0.0,
        high=1.0e9,
        source="assumption",
        meaning="schools and training",
    )
    quick_impact: float = parameter(
        0.0,
        unit="dollars a year",
        low=0.0,
        high=1.0e8,
        source="assumption",
        meaning="small visible projects near bases",
    )


class Capacity(LeverTable):
    """Local administration, rule of law, police and security sector reform."""

    HELP = LeverHelp(
        about="Advisers and means for mayors, courts, police and the army.",
        examples="Liberia's and Sierra Leone's police reform; rule-of-law teams.",
        works="Over years; security improves before trust does.",
        fails="Dependence; corruption eats it; reformed forces are used against opponents.",
        who_bears="Opponents of whoever holds the reformed forces.",
        evidence=(
            ("H6", "use of state justice rose, perceived corruption worsened at first"),
            ("H7", "crime down, no trust gain"),
        ),
        claims=("rule_of_law", "crime_rate"),
    )

    administration: int = parameter(
        0,
        unit="advisers",
        low=0,
        high=2_000,
        source="assumption",
        meaning="support to local administration",
    )
    rule_of_law: int = parameter(
        0,
        unit="advisers",
        low=0,
        high=2_000,
        source="assumption",
        meaning="support to courts, prosecutors and prisons",
    )
    police: int = parameter(
        0,
        unit="advisers",
        low=0,
        high=2_000,
        source="assumption",
        meaning="reform of the host's police",
    )
    ssr: int = parameter(
        0,
        unit="advisers",
        low=0,
        high=2_000,
        source="assumption",
        meaning="security sector reform: the host's army, its discipline and control",
    )


class Community(LeverTable):
    """Community liaison, local peace committees, human rights and justice."""

    HELP = LeverHelp(
        about="People who know a place and are known there; committees; monitors who write down "
        "what was done.",
        examples="Community liaison assistants in the Congo; human rights monitoring everywhere.",
        works="Builds what warning and protection need: people who talk.",
        fails="Reprisals against those who talk where nobody protects them.",
        who_bears="Those who talk.",
        evidence=(("B13", "works only where the mission is seen as impartial"),),
        claims=("trust_mission", "cooperation"),
    )

    liaison: int = parameter(
        0,
        unit="persons",
        low=0,
        high=3_000,
        source="assumption",
        meaning="community liaison assistants",
    )
    committees: int = parameter(
        0,
        unit="committees",
        low=0,
        high=2_000,
        source="assumption",
        meaning="local peace committees supported",
    )
    human_rights: int = parameter(
        0,
        unit="persons",
        low=0,
        high=1_000,
        source="assumption",
        meaning="human rights monitors and justice support",
    )


class Dialogue(LeverTable):
    """Local and communal dialogue and reconciliation."""

    HELP = LeverHelp(
        about="Facilitators between communities: cattle, land, water, old killings.",
        examples="UNOCI's and MINUSMA's civil affairs; inter-dialogue in Cote d'Ivoire.",
        works="On communal violence, where the mission is seen as impartial.",
        fails="It does not touch organised rebels.",
        who_bears="Elders who sign for people they cannot hold.",
        evidence=(("B12", "communal violence falls, rebel violence does not: Smidt 2020"),),
        claims=("events_nonstate",),
    )

    facilitators: int = parameter(
        0,
        unit="persons",
        low=0,
        high=1_000,
        source="assumption",
        meaning="civil affairs officers and local facilitators",
    )
    focus: float = parameter(
        0.7,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="0 spreads them by people, 1 puts them where communities are mixed and tense",
    )
