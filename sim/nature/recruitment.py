"""Recruitment: who joins, who leaves, what a faction lives on, how it tires and ends."""

from __future__ import annotations

from sim.fields.parameter import Group, parameter


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
