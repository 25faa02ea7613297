"""Civilians: fear, grievance, trust, flight and return."""

from __future__ import annotations

from sim.fields.parameter import Group, parameter


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
