"""People: civilians, recruitment, society."""

from __future__ import annotations

from sim.parameter import Group, parameter


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
        0.02,
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
        0.009,
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
        3.0,
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
        0.012,
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
        1.2,
        unit="per share lost",
        low=0.0,
        high=10.0,
        source="assumption",
        meaning="war-weariness from losing fighters",
    )
    weariness_time: float = parameter(
        0.06,
        unit="per year",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="war-weariness from every year of war",
    )
    zeal: float = parameter(
        0.35,
        unit="ratio",
        low=0.0,
        high=2.0,
        source="assumption",
        meaning="how fast jihadist factions tire of war, against others",
    )
    weariness_rest: float = parameter(
        0.006,
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
        0.25,
        unit="share of start",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="below this many fighters a faction may fade out",
    )
    fade_rate: float = parameter(
        0.15,
        unit="per month",
        low=0.0,
        high=1.0,
        source="evidence:C8",
        meaning="hazard of fading out of a faction that weak, or wholly worn out and unsupplied",
    )
    fade_worn: float = parameter(
        0.4,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="evidence:C8",
        meaning="war-weariness beyond which a faction may fade out, sooner the less it is supplied",
    )
    remobilise: float = parameter(
        0.01,
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
