"""Nature: how this world works. One table a mechanism; every number with unit, range and source.

Values tagged `calibrated` were fitted by experiments/calibration (script, seed and result are
kept there); `assumption` marks a choice nobody has measured, to be varied in a sweep.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.parameter import Group, parameter


class Violence(Group):
    """Weekly rates and sizes of organised violence."""

    level: float = parameter(
        1.0,
        unit="ratio",
        low=0.0,
        high=50.0,
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
        0.012,
        unit="events a week",
        low=0.0,
        high=10.0,
        source="calibrated",
        meaning="attacks on civilians by 1,000 undisciplined fighters at activity 1",
    )
    state_onesided_rate: float = parameter(
        0.002,
        unit="events a week",
        low=0.0,
        high=10.0,
        source="calibrated",
        meaning="attacks on civilians by state forces where 1,000 of them face 1,000 enemies",
    )
    communal_rate: float = parameter(
        0.004,
        unit="events a week",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="communal clashes in an evenly mixed place of average size at full tension",
    )
    mission_attack_rate: float = parameter(
        0.02,
        unit="events a week",
        low=0.0,
        high=10.0,
        source="evidence:E9",
        meaning="lethal attacks on 1,000 peacekeepers by 1,000 fully hostile fighters",
    )
    rate_exponent: float = parameter(
        0.6,
        unit="power",
        low=0.0,
        high=2.0,
        source="calibrated",
        meaning="how rates of battles and attacks grow with the forces that meet, or prey",
    )
    value_sigma: float = parameter(
        0.9,
        unit="log",
        low=0.0,
        high=2.5,
        source="calibrated",
        meaning="spread of the lasting strategic value of places (lognormal sigma)",
    )
    heat_gain: float = parameter(
        0.12,
        unit="per event",
        low=0.0,
        high=1.0,
        source="assumption",
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
        0.5,
        unit="ratio",
        low=0.0,
        high=5.0,
        source="assumption",
        meaning="how much an inflamed place raises attacks on civilians over battles",
    )
    battle_location: float = parameter(
        0.9,
        unit="log persons",
        low=-2.0,
        high=4.0,
        source="calibrated",
        meaning="log of the median size of a battle where the smaller side has 100 fighters",
    )
    battle_sigma: float = parameter(
        1.15,
        unit="log",
        low=0.1,
        high=3.0,
        source="calibrated",
        meaning="spread of battle sizes (lognormal sigma)",
    )
    onesided_location: float = parameter(
        0.9,
        unit="log persons",
        low=-2.0,
        high=4.0,
        source="calibrated",
        meaning="log of the median size of an attack on civilians by 100 fighters",
    )
    onesided_sigma: float = parameter(
        1.45,
        unit="log",
        low=0.1,
        high=3.0,
        source="calibrated",
        meaning="spread of the sizes of attacks on civilians (lognormal sigma)",
    )
    force_exponent: float = parameter(
        0.12,
        unit="power",
        low=0.0,
        high=1.0,
        source="assumption",
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
        3.0,
        unit="months",
        low=1.0,
        high=24.0,
        source="calibrated",
        meaning="mean length of a campaign",
    )
    hold_months: float = parameter(
        3.0,
        unit="months",
        low=1.0,
        high=24.0,
        source="calibrated",
        meaning="mean length of holding",
    )
    prey_months: float = parameter(
        3.0,
        unit="months",
        low=1.0,
        high=24.0,
        source="calibrated",
        meaning="mean length of living off civilians",
    )
    rest_months: float = parameter(
        4.0,
        unit="months",
        low=1.0,
        high=24.0,
        source="calibrated",
        meaning="mean length of deep rest",
    )
    campaign_weight: float = parameter(
        1.0,
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
        0.8, unit="weight", low=0.0, high=10.0, source="calibrated", meaning="pull of preying"
    )
    rest_weight: float = parameter(
        0.8, unit="weight", low=0.0, high=10.0, source="calibrated", meaning="pull of rest"
    )
    coupling: float = parameter(
        1.0,
        unit="log",
        low=0.0,
        high=5.0,
        source="calibrated",
        meaning="how strongly leaders answer a campaign with one, and rest with rest",
    )
    campaign_battle: float = parameter(
        1.6,
        unit="ratio",
        low=0.0,
        high=20.0,
        source="calibrated",
        meaning="battle activity on campaign, away from the target",
    )
    hold_battle: float = parameter(
        0.6,
        unit="ratio",
        low=0.0,
        high=20.0,
        source="calibrated",
        meaning="battle activity when holding",
    )
    prey_battle: float = parameter(
        0.6,
        unit="ratio",
        low=0.0,
        high=20.0,
        source="calibrated",
        meaning="battle activity when preying",
    )
    rest_battle: float = parameter(
        0.04,
        unit="ratio",
        low=0.0,
        high=20.0,
        source="calibrated",
        meaning="battle activity at rest",
    )
    campaign_onesided: float = parameter(
        1.0,
        unit="ratio",
        low=0.0,
        high=20.0,
        source="calibrated",
        meaning="attacks on civilians on campaign",
    )
    hold_onesided: float = parameter(
        0.4,
        unit="ratio",
        low=0.0,
        high=20.0,
        source="calibrated",
        meaning="attacks on civilians when holding",
    )
    prey_onesided: float = parameter(
        3.0,
        unit="ratio",
        low=0.0,
        high=20.0,
        source="calibrated",
        meaning="attacks on civilians when preying",
    )
    rest_onesided: float = parameter(
        0.05,
        unit="ratio",
        low=0.0,
        high=20.0,
        source="calibrated",
        meaning="attacks on civilians at rest",
    )
    focus: float = parameter(
        4.0,
        unit="ratio",
        low=1.0,
        high=50.0,
        source="calibrated",
        meaning="how much harder a campaigning force fights at its target",
    )
    step_weeks: float = parameter(
        5.0,
        unit="weeks",
        low=1.0,
        high=52.0,
        source="calibrated",
        meaning="mean time before a campaign moves on to the next place along a road",
    )
    muster_hours: float = parameter(
        10.0,
        unit="hours",
        low=0.0,
        high=200.0,
        source="assumption",
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
        6.0,
        unit="months",
        low=0.5,
        high=60.0,
        source="assumption",
        meaning="time for a band to make its home where it stands",
    )
    march_rate: float = parameter(
        0.35,
        unit="per week",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="chance that a band away from home, and not needed, takes a road back",
    )
    roam: float = parameter(
        0.3,
        unit="per week",
        low=0.0,
        high=1.0,
        source="calibrated",
        meaning="chance that an idle band goes out to a neighbouring place",
    )


class Civilians(Group):
    """What civilians feel and do."""

    fear_gain: float = parameter(
        0.35,
        unit="per log death",
        low=0.0,
        high=5.0,
        source="assumption",
        meaning="how strongly deaths in a place raise fear there",
    )
    fear_next_door: float = parameter(
        0.25,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="fear from deaths in places one road away, against deaths here",
    )
    fear_decay: float = parameter(
        0.08, unit="per week", low=0.0, high=1.0, source="assumption", meaning="how fast fear fades"
    )
    rumour: float = parameter(
        0.10,
        unit="per week",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="how far fear and grievance follow neighbours of one's community",
    )
    flight: float = parameter(
        0.03,
        unit="per week",
        low=0.0,
        high=2.0,
        source="calibrated",
        meaning="rate of flight at full fear; differs tenfold between wars",
    )
    onward: float = parameter(
        0.5,
        unit="ratio",
        low=0.0,
        high=5.0,
        source="assumption",
        meaning="rate of moving on of those already displaced, against that of flight",
    )
    abroad: float = parameter(
        0.5,
        unit="ratio",
        low=0.0,
        high=10.0,
        source="assumption",
        meaning="pull of the border against that of an average safe neighbouring place",
    )
    return_rate: float = parameter(
        0.02,
        unit="per week",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="rate of return of the displaced when home is safe and fear is gone",
    )
    abuse_grievance: float = parameter(
        0.06,
        unit="per log death",
        low=0.0,
        high=2.0,
        source="assumption",
        meaning="grievance from civilians killed by the state in one's place",
    )
    need_grievance: float = parameter(
        0.004,
        unit="per week",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="grievance from unmet need",
    )
    grievance_decay: float = parameter(
        0.01,
        unit="per week",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="how fast grievance fades towards its start",
    )
    trust_rate: float = parameter(
        0.02,
        unit="per week",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="how fast trust follows experience",
    )
    trust_mission_harm: float = parameter(
        0.05,
        unit="per log death",
        low=0.0,
        high=2.0,
        source="assumption",
        meaning="trust in the mission lost by deaths where its troops stand",
    )
    livelihood_rate: float = parameter(
        0.03,
        unit="per week",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="how fast livelihoods follow the local economy",
    )
    displaced_livelihood: float = parameter(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="livelihood of the displaced against residents'",
    )


class Recruitment(Group):
    """How factions grow, pay, tire, split and end."""

    rate: float = parameter(
        0.012,
        unit="per year",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="share of people under full control and full motive who join in a year",
    )
    from_grievance: float = parameter(
        1.0, unit="weight", low=0.0, high=10.0, source="assumption", meaning="pull of grievance"
    )
    from_revenge: float = parameter(
        0.6,
        unit="weight",
        low=0.0,
        high=10.0,
        source="assumption",
        meaning="pull of fear and revenge in inflamed places",
    )
    from_money: float = parameter(
        0.4,
        unit="weight",
        low=0.0,
        high=10.0,
        source="assumption",
        meaning="pull of pay where livelihoods are poor",
    )
    from_coercion: float = parameter(
        0.5,
        unit="weight",
        low=0.0,
        high=10.0,
        source="assumption",
        meaning="forced recruitment by undisciplined factions",
    )
    ceiling: float = parameter(
        1.8,
        unit="ratio",
        low=0.1,
        high=20.0,
        source="assumption",
        meaning="fighters at which a faction stops growing, against its start",
    )
    state_rate: float = parameter(
        0.06,
        unit="per month",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="share of its gaps that the state fills in a month",
    )
    desertion: float = parameter(
        0.006,
        unit="per month",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="share of fighters who leave in a month when unpaid",
    )
    tax: float = parameter(
        0.15,
        unit="upkeep per year",
        low=0.0,
        high=10.0,
        source="assumption",
        meaning="upkeep of fighters that 100 people under control can be taxed for, per year",
    )
    rent: float = parameter(
        1500.0,
        unit="upkeep per year",
        low=0.0,
        high=1.0e6,
        source="assumption",
        meaning="fighters kept for a year by one place of full lootable wealth",
    )
    loot: float = parameter(
        0.5,
        unit="share of upkeep",
        low=0.0,
        high=5.0,
        source="assumption",
        meaning="share of upkeep that preying on civilians brings in",
    )
    weariness_loss: float = parameter(
        0.6,
        unit="per share lost",
        low=0.0,
        high=10.0,
        source="assumption",
        meaning="war-weariness from losing fighters",
    )
    weariness_time: float = parameter(
        0.03,
        unit="per year",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="war-weariness from every year of war",
    )
    weariness_rest: float = parameter(
        0.02,
        unit="per month",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="recovery in a month of rest",
    )
    belief_rate: float = parameter(
        0.15,
        unit="per month",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="how fast fighting corrects beliefs about relative strength",
    )
    split: float = parameter(
        0.04,
        unit="per year",
        low=0.0,
        high=5.0,
        source="assumption",
        meaning="hazard that a faction without cohesion splits",
    )
    fade_share: float = parameter(
        0.12,
        unit="share of start",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="below this many fighters a faction may fade out",
    )
    fade_rate: float = parameter(
        0.12,
        unit="per month",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="hazard of fading out once that weak",
    )
    offer_weariness: float = parameter(
        0.45,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="war-weariness at which a faction takes an open offer of terms",
    )
    remobilise: float = parameter(
        0.02,
        unit="per year",
        low=0.0,
        high=5.0,
        source="assumption",
        meaning="hazard that a faction that faded out takes up arms again through its commanders",
    )


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


class Protection(Group):
    """What peacekeepers' presence does, and how it is limited. All zero: the no-effect variant."""

    deter_rebels: float = parameter(
        0.65,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:A1",
        meaning="attacks on civilians by rebels deterred at full presence, robust mandate",
    )
    deter_state: float = parameter(
        0.0,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:B1",
        meaning="attacks on civilians by the state deterred at full presence",
    )
    deter_battles: float = parameter(
        0.15,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:A4",
        meaning="battles deterred at full presence",
    )
    deter_communal: float = parameter(
        0.3,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:B12",
        meaning="communal clashes deterred at full presence",
    )
    next_door: float = parameter(
        0.3,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="part of what is deterred that moves to places one road away",
    )
    half_presence: float = parameter(
        400.0,
        unit="persons",
        low=1.0,
        high=100_000.0,
        source="assumption",
        meaning="peacekeepers on patrol in a place at which presence is half full",
    )
    guard_worth: float = parameter(
        0.3,
        unit="ratio",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="presence from a static guard against a patrol",
    )
    patrol_reach: float = parameter(
        0.35,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="share of patrols that go to places one road away",
    )
    traditional: float = parameter(
        0.4,
        unit="ratio",
        low=0.0,
        high=1.0,
        source="evidence:A6",
        meaning="deterrence under a traditional mandate against a robust one",
    )
    observer: float = parameter(
        0.05,
        unit="ratio",
        low=0.0,
        high=1.0,
        source="evidence:A6",
        meaning="deterrence under an observer mandate against a robust one",
    )
    denial: float = parameter(
        0.3,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:A6",
        meaning="recruitment and taxation by rebels prevented at full presence",
    )
    respond: float = parameter(
        0.35,
        unit="probability",
        low=0.0,
        high=1.0,
        source="evidence:G1",
        meaning="chance that able units at full presence respond to an attack on civilians",
    )
    rescue: float = parameter(
        0.4,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="deaths prevented by a response",
    )
    attack_losses: float = parameter(
        0.5,
        unit="log persons",
        low=-2.0,
        high=3.0,
        source="evidence:E9",
        meaning="log of the median size of a lethal attack on peacekeepers",
    )


class Contributors(Group):
    """How units are raised, paid and kept."""

    unit_size: int = parameter(
        400,
        unit="persons",
        low=50,
        high=2000,
        source="assumption",
        meaning="an infantry unit (half a battalion)",
    )
    police_unit: int = parameter(
        140, unit="persons", low=20, high=500, source="assumption", meaning="a formed police unit"
    )
    observer_team: int = parameter(
        20, unit="persons", low=2, high=200, source="assumption", meaning="a team of observers"
    )
    lag_sigma: float = parameter(
        0.6,
        unit="log",
        low=0.0,
        high=2.0,
        source="evidence:E3",
        meaning="spread of arrival times within a contributor",
    )
    retry_months: float = parameter(
        8.0,
        unit="months",
        low=1.0,
        high=48.0,
        source="assumption",
        meaning="time until another pledge replaces one that fell through",
    )
    person_year: float = parameter(
        60_000.0,
        unit="dollars",
        low=10_000.0,
        high=200_000.0,
        source="evidence:E6",
        meaning="whole yearly cost of a uniformed person, support included",
    )
    patrol_week: float = parameter(
        60.0,
        unit="dollars",
        low=0.0,
        high=5_000.0,
        source="assumption",
        meaning="added weekly cost of a person on patrol: fuel, vehicles, air support",
    )
    arrival_noise: float = parameter(
        0.25,
        unit="log",
        low=0.0,
        high=2.0,
        source="evidence:E8",
        meaning="monthly spread of contributions received",
    )


class Warning(Group):
    """How well risk can be seen coming."""

    memory_weeks: float = parameter(
        8.0,
        unit="weeks",
        low=1.0,
        high=104.0,
        source="evidence:G3",
        meaning="how long reported violence counts in the estimate",
    )
    noise: float = parameter(
        0.9,
        unit="log",
        low=0.0,
        high=3.0,
        source="evidence:G3",
        meaning="error of an estimate made without analysts, liaison or drones",
    )
    tips: float = parameter(
        0.6,
        unit="weight",
        low=0.0,
        high=5.0,
        source="assumption",
        meaning="what tip-offs from people who trust the mission tell of hidden intentions",
    )
    full_analysts: float = parameter(
        30.0,
        unit="persons",
        low=1.0,
        high=500.0,
        source="assumption",
        meaning="analysts at which half of their gain is reached",
    )


class Nature(Group):
    """How this world works."""

    civilians: int = parameter(
        5000,
        unit="agents",
        low=100,
        high=1_000_000,
        source="assumption",
        meaning="sampled adults; each stands for its share of the people",
    )
    combatants: int = parameter(
        3000,
        unit="agents",
        low=50,
        high=200_000,
        source="assumption",
        meaning="sampled fighters at the start",
    )
    variant: Literal["main", "no-effect"] = parameter(
        "main",
        unit="choice",
        source="evidence:A17",
        meaning="no-effect: deterrence, denial, guarantee and programmes do nothing",
    )
    violence: Violence = Field(default_factory=Violence)
    tempo: Tempo = Field(default_factory=Tempo)
    control: Control = Field(default_factory=Control)
    civilian: Civilians = Field(default_factory=Civilians)
    recruitment: Recruitment = Field(default_factory=Recruitment)
    society: Society = Field(default_factory=Society)
    protection: Protection = Field(default_factory=Protection)
    contributors: Contributors = Field(default_factory=Contributors)
    warning: Warning = Field(default_factory=Warning)
