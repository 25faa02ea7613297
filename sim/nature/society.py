"""Society: services, need and its deaths, crime, prices, gender-based violence."""

from __future__ import annotations

from sim.fields.parameter import Group, parameter


class Society(Group):
    """Local government, services, livelihoods, need, crime."""

    services_rate: float = parameter(
        0.02,
        unit="per week",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="how fast services follow the local government's means",
    )
    violence_damage: float = parameter(
        0.06,
        unit="per log death",
        low=0.0,
        high=2.0,
        source="assumption",
        meaning="services and economy lost by deaths in a place",
    )
    recovery: float = parameter(
        0.01,
        unit="per week",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="how fast the local economy recovers in calm",
    )
    need_displaced: float = parameter(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="unmet need of the displaced when nobody helps",
    )
    indirect_rate: float = parameter(
        6.0,
        unit="deaths per 1,000 a year",
        low=0.0,
        high=100.0,
        source="assumption",
        meaning="excess deaths among people wholly in need",
    )
    homicide_base: float = parameter(
        8.0,
        unit="per 100,000 a year",
        low=0.0,
        high=200.0,
        source="assumption",
        meaning="homicides with the law at work and no war",
    )
    homicide_arms: float = parameter(
        1.5,
        unit="ratio",
        low=0.0,
        high=20.0,
        source="assumption",
        meaning="added by a full break-down of the rule of law and idle fighters",
    )
    police_effect: float = parameter(
        0.4,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:A13",
        meaning="homicides that full coverage by UN police prevents",
    )
    troops_crime: float = parameter(
        0.05,
        unit="ratio per person per 1,000",
        low=0.0,
        high=2.0,
        source="evidence:A13",
        meaning="homicides added by each peacekeeper per 1,000 people after a war",
    )
    price_danger: float = parameter(
        0.5,
        unit="ratio",
        low=0.0,
        high=10.0,
        source="assumption",
        meaning="prices added by danger on the roads",
    )
    price_cut: float = parameter(
        0.2,
        unit="ratio",
        low=0.0,
        high=10.0,
        source="assumption",
        meaning="prices added where control is contested",
    )
    need_prices: float = parameter(
        0.03,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="people pushed into need where prices double",
    )
    gbv_base: float = parameter(
        150.0,
        unit="cases per 100,000 a year",
        low=0.0,
        high=5000.0,
        source="assumption",
        meaning="gender-based violence with the law at work and no war",
    )
    gbv_war: float = parameter(
        1.0,
        unit="ratio",
        low=0.0,
        high=20.0,
        source="assumption",
        meaning="added by danger",
    )
    gbv_displaced: float = parameter(
        1.0,
        unit="ratio",
        low=0.0,
        high=20.0,
        source="assumption",
        meaning="added where everybody present is displaced",
    )
    gbv_reported: float = parameter(
        0.05,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="reported without trust in anybody",
    )
