"""Programmes: what they do at their best, and what can go wrong."""

from __future__ import annotations

from sim.fields.parameter import Group, parameter


class Programmes(Group):
    """What programmes do at their best; what is achieved is zero in the no-effect variant."""

    dialogue_effect: float = parameter(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:B12",
        meaning="communal violence prevented at full coverage by facilitators the people trust",
    )
    dialogue_half: float = parameter(
        15.0,
        unit="persons per million",
        low=0.1,
        high=1000.0,
        source="assumption",
        meaning="facilitators at which half of that is reached",
    )
    zone_shield: float = parameter(
        0.75,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="attacks on people in a fully guarded safe zone prevented",
    )
    zone_lure: float = parameter(
        0.6,
        unit="ratio",
        low=0.0,
        high=10.0,
        source="assumption",
        meaning="attacks added in a place by an unguarded zone",
    )
    zone_draw: float = parameter(
        2.0,
        unit="ratio",
        low=0.0,
        high=20.0,
        source="assumption",
        meaning="how much more a place draws people who flee by having a guarded safe zone",
    )
    zone_room: float = parameter(
        25000.0,
        unit="persons",
        low=100.0,
        high=1000000.0,
        source="assumption",
        meaning="people a safe zone can take",
    )
    evacuation_saves: float = parameter(
        0.3,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="deaths in an attack prevented by evacuation under an alert, at full effort",
    )
    camp_recruits: float = parameter(
        0.5,
        unit="weight",
        low=0.0,
        high=10.0,
        source="assumption",
        meaning="pull of camps of displaced people on recruitment where they are not guarded",
    )
    intake: float = parameter(
        0.25,
        unit="per month",
        low=0.0,
        high=1.0,
        source="evidence:D8",
        meaning="share of a consenting faction's fighters who come to disarm in a "
        "month without fear",
    )
    refusal: float = parameter(
        0.95,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:D12",
        meaning="of that intake stopped while a party that was offered terms has refused them",
    )
    waiting: float = parameter(
        0.6,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:D12",
        meaning="of that intake stopped while a party that is offered terms still fights",
    )
    self_demobilise: float = parameter(
        0.02,
        unit="per month",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="share of a signed faction's fighters who go home by themselves",
    )
    idle_return: float = parameter(
        0.012,
        unit="per month",
        low=0.0,
        high=1.0,
        source="evidence:D5",
        meaning="hazard that a demobilised fighter takes up arms again while a faction "
        "of his side fights",
    )
    package_effect: float = parameter(
        0.35,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:D3",
        meaning="of that hazard prevented by a package with capital",
    )
    training_effect: float = parameter(
        0.04,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:D3",
        meaning="of that hazard prevented by training alone",
    )
    unpaid_return: float = parameter(
        0.2,
        unit="per month",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="hazard of leaving an unpaid cantonment for the war",
    )
    impostors: float = parameter(
        0.6,
        unit="ratio",
        low=0.0,
        high=5.0,
        source="evidence:D7",
        meaning="people who are no fighters admitted for each fighter without screening",
    )
    cvr_effect: float = parameter(
        0.35,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="recruitment prevented where programmes against it cover all who might join",
    )
    relief_effect: float = parameter(
        0.85,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="unmet need met where all four kinds of aid reach everybody in need",
    )
    diversion: float = parameter(
        0.3,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:H5",
        meaning="aid diverted where armed groups hold a place and nobody checks",
    )
    escort_saves: float = parameter(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="of that diversion prevented where every convoy is escorted",
    )
    redirect: float = parameter(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="of the aid that cannot get through given where it can: agencies go where "
        "access is easy",
    )
    divert_dollars: float = parameter(
        2400.0,
        unit="dollars a year",
        low=1.0,
        high=100000.0,
        source="calibrated",
        meaning="diverted goods, at what they cost delivered, that keep a fighter for a year",
    )
    divert_lure: float = parameter(
        0.15,
        unit="ratio",
        low=0.0,
        high=10.0,
        source="calibrated",
        meaning="attacks added where 5 dollars a head of aid a year are diverted: loot draws",
    )
    aid_lure: float = parameter(
        0.105,
        unit="ratio",
        low=0.0,
        high=10.0,
        source="calibrated",
        meaning="violence added by aid where control is evenly contested",
    )
    aid_calm: float = parameter(
        0.1,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:H1",
        meaning="violence prevented by aid where control is firm",
    )
    development_half: float = parameter(
        25.0,
        unit="dollars a head",
        low=0.1,
        high=1000.0,
        source="assumption",
        meaning="yearly spending a head at which half of the effect is reached",
    )
    jobs_effect: float = parameter(
        0.3,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="added to the local economy's level by work programmes at full coverage",
    )
    works_effect: float = parameter(
        0.3,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="added to services by infrastructure and education at full coverage",
    )
    goodwill_effect: float = parameter(
        0.1,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="evidence:D2",
        meaning="added to trust in the mission by quick-impact projects at full coverage",
    )
    sabotage: float = parameter(
        0.4,
        unit="ratio",
        low=0.0,
        high=10.0,
        source="evidence:H3",
        meaning="violence added while projects are prepared where control is contested",
    )
    advisers_half: float = parameter(
        25.0,
        unit="persons per million",
        low=0.1,
        high=1000.0,
        source="assumption",
        meaning="advisers at which half of the effect of capacity building is reached",
    )
    administration_effect: float = parameter(
        0.3,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="evidence:H6",
        meaning="added to the administration's capacity at full coverage, over years",
    )
    law_effect: float = parameter(
        0.35,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="evidence:H6",
        meaning="added to the rule of law at full coverage",
    )
    police_effect: float = parameter(
        0.4,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="evidence:H7",
        meaning="added to the host's police at full coverage",
    )
    ssr_effect: float = parameter(
        0.45,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="abuses by state forces prevented by security sector reform at full coverage",
    )
    ssr_strength: float = parameter(
        0.15,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="fighting worth added to state forces by security sector reform",
    )
    dependence: float = parameter(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="part of what capacity building added that is lost when advisers leave",
    )
    liaison_half: float = parameter(
        40.0,
        unit="persons per million",
        low=0.1,
        high=1000.0,
        source="assumption",
        meaning="liaison assistants or committees per million at which half of their "
        "effect is reached",
    )
    tips_effect: float = parameter(
        0.6,
        unit="ratio",
        low=0.0,
        high=10.0,
        source="assumption",
        meaning="tip-offs added by liaison at full coverage",
    )
    trust_effect: float = parameter(
        0.12,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="evidence:B13",
        meaning="added to trust in the mission by liaison at full coverage",
    )
    committee_effect: float = parameter(
        0.25,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:B12",
        meaning="communal violence prevented by committees at full coverage",
    )
    monitor_effect: float = parameter(
        0.2,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="abuses by state forces prevented by monitors at full coverage",
    )
    reprisal: float = parameter(
        0.25,
        unit="ratio",
        low=0.0,
        high=10.0,
        source="assumption",
        meaning="attacks added where people talk to the mission and nobody protects them",
    )
