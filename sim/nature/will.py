"""Political will: how consent, support and impartiality move."""

from __future__ import annotations

from sim.fields.parameter import Group, parameter


class Will(Group):
    """What the host, the council, the contributors and the parties make of the mission."""

    consent_time: float = parameter(
        0.002,
        unit="per month",
        low=0.0,
        high=0.2,
        source="assumption",
        meaning="consent of the host worn off by time",
    )
    consent_clash: float = parameter(
        0.008,
        unit="per month",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="consent lost when a robust force stands where the state abuses people",
    )
    consent_worse: float = parameter(
        0.006,
        unit="per month",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="consent lost when violence doubles from one year to the next",
    )
    consent_back: float = parameter(
        0.01,
        unit="per month",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="consent regained in a month in which violence falls",
    )
    expel: float = parameter(
        0.2,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="consent below which the host asks the mission to leave",
    )
    expel_months: float = parameter(
        9.0,
        unit="months",
        low=1.0,
        high=60.0,
        source="assumption",
        meaning="time the mission then has to leave",
    )
    support_losses: float = parameter(
        0.04,
        unit="per death per 1,000",
        low=0.0,
        high=1.0,
        source="evidence:E9",
        meaning="support of council and contributors lost by deaths of peacekeepers",
    )
    support_cost: float = parameter(
        0.004,
        unit="per month",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="support worn off by cost and time",
    )
    support_success: float = parameter(
        0.012,
        unit="per month",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="support regained when violence falls",
    )
    withdraw: float = parameter(
        0.5,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="support below which contributors begin to take units home",
    )
    misconduct: float = parameter(
        0.6,
        unit="cases per 1,000 a year",
        low=0.0,
        high=50.0,
        source="assumption",
        meaning="cases of misconduct by untrained, unwatched peacekeepers",
    )
    misconduct_harm: float = parameter(
        0.02,
        unit="per case per 1,000",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="trust and consent lost by misconduct",
    )
    impartial_rate: float = parameter(
        0.03,
        unit="per month",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="how fast the mission is seen as what it does",
    )
    cooperation_rate: float = parameter(
        0.02,
        unit="per month",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="how fast local leaders follow their people in working with the mission",
    )
