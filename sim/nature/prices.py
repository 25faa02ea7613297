"""Prices: what everything a mission does costs."""

from __future__ import annotations

from sim.parameter import Group, parameter


class Prices(Group):
    """What things cost, in dollars of the mission's year."""

    staff_year: float = parameter(
        180000.0,
        unit="dollars a year",
        low=0.0,
        high=1000000.0,
        source="assumption",
        meaning="an international staff post, support included",
    )
    local_year: float = parameter(
        30000.0,
        unit="dollars a year",
        low=0.0,
        high=500000.0,
        source="assumption",
        meaning="a national staff post",
    )
    drone_year: float = parameter(
        3000000.0,
        unit="dollars a year",
        low=0.0,
        high=100000000.0,
        source="assumption",
        meaning="a surveillance system with its crew",
    )
    team_year: float = parameter(
        2500000.0,
        unit="dollars a year",
        low=0.0,
        high=50000000.0,
        source="assumption",
        meaning="a mediation team with travel and venues",
    )
    zone_year: float = parameter(
        2000000.0,
        unit="dollars a year",
        low=0.0,
        high=100000000.0,
        source="assumption",
        meaning="running a safe zone, guards apart",
    )
    evacuation_year: float = parameter(
        4000000.0,
        unit="dollars a year",
        low=0.0,
        high=100000000.0,
        source="assumption",
        meaning="vehicles and aircraft for evacuation at full effort",
    )
    cantonment_month: float = parameter(
        180.0,
        unit="dollars a head",
        low=0.0,
        high=5000.0,
        source="evidence:D10",
        meaning="food, shelter and registration in cantonment",
    )
    reintegration_head: float = parameter(
        900.0,
        unit="dollars a head",
        low=0.0,
        high=20000.0,
        source="evidence:D10",
        meaning="a reintegration programme",
    )
    cvr_head: float = parameter(
        700.0,
        unit="dollars a head",
        low=0.0,
        high=20000.0,
        source="assumption",
        meaning="a place in community violence reduction for a year",
    )
    food_year: float = parameter(
        80.0,
        unit="dollars a person",
        low=0.0,
        high=2000.0,
        source="assumption",
        meaning="feeding a person for a year",
    )
    water_year: float = parameter(
        20.0,
        unit="dollars a person",
        low=0.0,
        high=1000.0,
        source="assumption",
        meaning="clean water and sanitation for a year",
    )
    health_year: float = parameter(
        30.0,
        unit="dollars a person",
        low=0.0,
        high=1000.0,
        source="assumption",
        meaning="basic health care for a year",
    )
    shelter_year: float = parameter(
        40.0,
        unit="dollars a person",
        low=0.0,
        high=2000.0,
        source="assumption",
        meaning="shelter for a displaced person for a year",
    )
    committee_year: float = parameter(
        8000.0,
        unit="dollars a year",
        low=0.0,
        high=1000000.0,
        source="assumption",
        meaning="supporting a local peace committee",
    )
    partner_year: float = parameter(
        45000.0,
        unit="dollars a year",
        low=0.0,
        high=200000.0,
        source="assumption",
        meaning="a partner's soldier",
    )
    repatriation: float = parameter(
        4000.0,
        unit="dollars a head",
        low=0.0,
        high=50000.0,
        source="assumption",
        meaning="sending a uniformed person and equipment home",
    )
    escort_week: float = parameter(
        40.0,
        unit="dollars a week",
        low=0.0,
        high=5000.0,
        source="assumption",
        meaning="added cost of a person escorting",
    )
    ballot_year: float = parameter(
        20000000.0,
        unit="dollars a year",
        low=0.0,
        high=1000000000.0,
        source="assumption",
        meaning="certifying an election at full firmness",
    )
