"""Organised violence: rates and sizes, the tempo of postures, control of places."""

from __future__ import annotations

from sim.fields.parameter import Group, parameter


class Violence(Group):
    """Weekly rates and sizes of organised violence."""

    level: float = parameter(
        6.0,
        unit="ratio",
        low=0.0,
        high=100.0,
        source="calibrated",
        meaning="scales every rate of organised violence in this country",
    )
    battle_rate: float = parameter(
        0.05,
        unit="events a week",
        low=0.0,
        high=10.0,
        source="calibrated",
        meaning="battles where 1,000 fighters of either side meet at activity 1",
    )
    onesided_rate: float = parameter(
        0.0136,
        unit="events a week",
        low=0.0,
        high=10.0,
        source="calibrated",
        meaning="attacks on civilians by 1,000 undisciplined fighters at activity 1",
    )
    state_onesided_rate: float = parameter(
        0.00383,
        unit="events a week",
        low=0.0,
        high=10.0,
        source="calibrated",
        meaning="attacks on civilians by state forces where 1,000 of them face 1,000 enemies",
    )
    communal_rate: float = parameter(
        0.00136,
        unit="events a week",
        low=0.0,
        high=1.0,
        source="calibrated",
        meaning="communal clashes in an evenly mixed place of average size at full tension",
    )
    communal_calm: float = parameter(
        0.25,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="share of those clashes that come without other violence around",
    )
    mission_attack_rate: float = parameter(
        0.06,
        unit="events a week",
        low=0.0,
        high=10.0,
        source="evidence:E9",
        meaning="lethal attacks on 1,000 peacekeepers by 1,000 fully hostile fighters",
    )
    rate_exponent: float = parameter(
        0.358,
        unit="power",
        low=0.0,
        high=2.0,
        source="calibrated",
        meaning="how rates of battles and attacks grow with the forces that meet, or prey",
    )
    value_sigma: float = parameter(
        0.436,
        unit="log",
        low=0.0,
        high=2.5,
        source="calibrated",
        meaning="spread of the lasting strategic value of places (lognormal sigma)",
    )
    value_people: float = parameter(
        0.0774,
        unit="power",
        low=0.0,
        high=1.5,
        source="calibrated",
        meaning="how a place's value grows with its people",
    )
    value_resource: float = parameter(
        0.143,
        unit="ratio",
        low=0.0,
        high=10.0,
        source="calibrated",
        meaning="added to the value of a place of full lootable wealth",
    )
    heat_gain: float = parameter(
        0.0653,
        unit="per event",
        low=0.0,
        high=1.0,
        source="calibrated",
        meaning="self-excitation: what one event adds to the rate factor of its place",
    )
    heat_most: float = parameter(
        1.5,
        unit="ratio",
        low=0.0,
        high=10.0,
        source="assumption",
        meaning="ceiling of that factor: escalation limits itself",
    )
    heat_weeks: float = parameter(
        5.0,
        unit="weeks",
        low=0.5,
        high=52.0,
        source="assumption",
        meaning="how long a place stays inflamed (e-folding)",
    )
    revenge: float = parameter(
        0.253,
        unit="ratio",
        low=0.0,
        high=5.0,
        source="calibrated",
        meaning="how much an inflamed place raises attacks on civilians over battles",
    )
    battle_location: float = parameter(
        0.283,
        unit="log persons",
        low=-2.0,
        high=4.0,
        source="calibrated",
        meaning="log of the median size of a battle where the smaller side has 100 fighters",
    )
    battle_sigma: float = parameter(
        1.76,
        unit="log",
        low=0.1,
        high=3.0,
        source="calibrated",
        meaning="spread of battle sizes (lognormal sigma)",
    )
    onesided_location: float = parameter(
        -0.023,
        unit="log persons",
        low=-2.0,
        high=4.0,
        source="calibrated",
        meaning="log of the median size of an attack on civilians by 100 fighters",
    )
    onesided_sigma: float = parameter(
        1.95,
        unit="log",
        low=0.1,
        high=3.0,
        source="calibrated",
        meaning="spread of the sizes of attacks on civilians (lognormal sigma)",
    )
    force_exponent: float = parameter(
        0.105,
        unit="power",
        low=0.0,
        high=1.0,
        source="calibrated",
        meaning="how sizes grow with the smaller force present",
    )
    crossfire: float = parameter(
        0.12,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="share of a battle's dead who are civilians",
    )


class Tempo(Group):
    """Postures of factions: the war-wide rhythm of campaigns, holding, preying and rest."""

    campaign_months: float = parameter(
        1.57,
        unit="months",
        low=1.0,
        high=24.0,
        source="calibrated",
        meaning="mean length of a campaign",
    )
    hold_months: float = parameter(
        3.44,
        unit="months",
        low=1.0,
        high=24.0,
        source="calibrated",
        meaning="mean length of holding",
    )
    prey_months: float = parameter(
        4.03,
        unit="months",
        low=1.0,
        high=24.0,
        source="calibrated",
        meaning="mean length of living off civilians",
    )
    rest_months: float = parameter(
        4.46,
        unit="months",
        low=1.0,
        high=24.0,
        source="calibrated",
        meaning="mean length of deep rest",
    )
    campaign_weight: float = parameter(
        1.74,
        unit="weight",
        low=0.0,
        high=10.0,
        source="calibrated",
        meaning="pull of a campaign when a leader chooses anew",
    )
    hold_weight: float = parameter(
        1.0, unit="weight", low=0.0, high=10.0, source="calibrated", meaning="pull of holding"
    )
    prey_weight: float = parameter(
        0.707, unit="weight", low=0.0, high=10.0, source="calibrated", meaning="pull of preying"
    )
    rest_weight: float = parameter(
        0.708, unit="weight", low=0.0, high=10.0, source="calibrated", meaning="pull of rest"
    )
    idle: float = parameter(
        0.1,
        unit="ratio",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="pull of holding and preying, against rest, for who has nobody left to fight",
    )
    coupling: float = parameter(
        0.597,
        unit="log",
        low=0.0,
        high=5.0,
        source="calibrated",
        meaning="how strongly leaders answer a campaign with one, and rest with rest",
    )
    campaign_battle: float = parameter(
        2.35,
        unit="ratio",
        low=0.0,
        high=20.0,
        source="calibrated",
        meaning="battle activity on campaign, away from the target",
    )
    hold_battle: float = parameter(
        1.21,
        unit="ratio",
        low=0.0,
        high=20.0,
        source="calibrated",
        meaning="battle activity when holding",
    )
    prey_battle: float = parameter(
        0.15,
        unit="ratio",
        low=0.0,
        high=20.0,
        source="calibrated",
        meaning="battle activity when preying",
    )
    rest_battle: float = parameter(
        0.192,
        unit="ratio",
        low=0.0,
        high=20.0,
        source="calibrated",
        meaning="battle activity at rest",
    )
    campaign_onesided: float = parameter(
        0.374,
        unit="ratio",
        low=0.0,
        high=20.0,
        source="calibrated",
        meaning="attacks on civilians on campaign",
    )
    hold_onesided: float = parameter(
        0.261,
        unit="ratio",
        low=0.0,
        high=20.0,
        source="calibrated",
        meaning="attacks on civilians when holding",
    )
    prey_onesided: float = parameter(
        2.67,
        unit="ratio",
        low=0.0,
        high=20.0,
        source="calibrated",
        meaning="attacks on civilians when preying",
    )
    rest_onesided: float = parameter(
        0.0826,
        unit="ratio",
        low=0.0,
        high=20.0,
        source="calibrated",
        meaning="attacks on civilians at rest",
    )
    tired_brake: float = parameter(
        1.05,
        unit="log",
        low=0.0,
        high=5.0,
        source="calibrated",
        meaning="how far full war-weariness slows a faction's activity in any posture",
    )
    focus: float = parameter(
        13.5,
        unit="ratio",
        low=1.0,
        high=50.0,
        source="calibrated",
        meaning="how much harder a campaigning force fights at its target",
    )
    step_weeks: float = parameter(
        1.47,
        unit="weeks",
        low=1.0,
        high=52.0,
        source="calibrated",
        meaning="mean time before a campaign moves on to the next place along a road",
    )
    muster_hours: float = parameter(
        18.1,
        unit="hours",
        low=0.0,
        high=200.0,
        source="calibrated",
        meaning="bands within this travel time join a campaign",
    )
    wet_brake: float = parameter(
        0.25,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="how much the rainy season slows campaigns and battles",
    )


class Control(Group):
    """Who holds a place."""

    shift: float = parameter(
        0.06,
        unit="per week",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="how fast control follows the forces present",
    )
    home_months: float = parameter(
        2.52,
        unit="months",
        low=0.5,
        high=60.0,
        source="calibrated",
        meaning="time for a band to make its home where it stands",
    )
    march_rate: float = parameter(
        0.354,
        unit="per week",
        low=0.0,
        high=1.0,
        source="calibrated",
        meaning="chance that a band away from home, and not needed, takes a road back",
    )
    roam: float = parameter(
        0.644,
        unit="per week",
        low=0.0,
        high=1.0,
        source="calibrated",
        meaning="chance that an idle band goes out to a neighbouring place",
    )
