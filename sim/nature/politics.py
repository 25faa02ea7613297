"""Politics: ripeness, talks, agreements, their keeping, elections."""

from __future__ import annotations

from sim.fields.parameter import Group, parameter


class Politics(Group):
    """How wars are talked out, and how deals hold or break."""

    talks: float = parameter(
        0.04,
        unit="per month",
        low=0.0,
        high=1.0,
        source="evidence:C2",
        meaning="hazard that parties begin to talk when a stalemate hurts fully",
    )
    jihadist_talks: float = parameter(
        0.15,
        unit="ratio",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="readiness of jihadist factions to talk, and theirs to talk with, against others",
    )
    offer_opens: float = parameter(
        4.0,
        unit="ratio",
        low=0.0,
        high=50.0,
        source="assumption",
        meaning="how much an open offer from outside raises that hazard",
    )
    mediators_heard: float = parameter(
        1.0,
        unit="share",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="how far parties listen to mediators at all: terms, pressure, patience with talks",
    )
    mediation_effect: float = parameter(
        2.0,
        unit="ratio",
        low=0.0,
        high=20.0,
        source="evidence:C1",
        meaning="how much mediators at full reach add to the hazards of talks and of agreement",
    )
    teams_half: float = parameter(
        2.0,
        unit="teams a dyad",
        low=0.1,
        high=20.0,
        source="assumption",
        meaning="mediation teams for each armed party at which half of that reach is had",
    )
    agree: float = parameter(
        0.05,
        unit="per month",
        low=0.0,
        high=1.0,
        source="evidence:C3",
        meaning="hazard of agreement in talks when a stalemate hurts fully",
    )
    break_off: float = parameter(
        0.15,
        unit="per month",
        low=0.0,
        high=1.0,
        source="evidence:C3",
        meaning="hazard that talks break off when nothing hurts",
    )
    harden: float = parameter(
        0.06,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="evidence:C1",
        meaning="war-weariness undone by talks that fail",
    )
    ceasefire: float = parameter(
        0.15,
        unit="per month",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="hazard that talks bring a ceasefire",
    )
    violate: float = parameter(
        0.06,
        unit="per month",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="hazard that a ceasefire is broken",
    )
    truce_months: float = parameter(
        24.0,
        unit="months",
        low=3.0,
        high=120.0,
        source="assumption",
        meaning="ceasefire after which a war has ended in a truce",
    )
    pressure_cost: float = parameter(
        0.5,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="evidence:C1",
        meaning="quality that a deal loses when it is pushed through",
    )
    cheat: float = parameter(
        0.01,
        unit="per month",
        low=0.0,
        high=1.0,
        source="evidence:C9",
        meaning="hazard that a signatory returns to war under full fear of being cheated",
    )
    cheat_fades: float = parameter(
        36.0,
        unit="months",
        low=3.0,
        high=240.0,
        source="assumption",
        meaning="how fast that fear fades as a deal is kept",
    )
    own_terms: float = parameter(
        2.0,
        unit="dimensions",
        low=0.0,
        high=4.0,
        source="evidence:C4",
        meaning="dimensions of power sharing that parties agree on without mediators",
    )
    sharing_effect: float = parameter(
        0.15,
        unit="share per dimension",
        low=0.0,
        high=0.25,
        source="evidence:C4",
        meaning="of that hazard prevented by each dimension of power sharing",
    )
    guarantee_effect: float = parameter(
        0.85,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:C12",
        meaning="of that hazard prevented by a full third-party guarantee",
    )
    guarantee_troops: float = parameter(
        0.5,
        unit="persons per 1,000",
        low=0.05,
        high=50.0,
        source="assumption",
        meaning="robust troops at which half of a guarantee is believed",
    )
    armed_fear: float = parameter(
        1.0,
        unit="ratio",
        low=0.0,
        high=10.0,
        source="assumption",
        meaning="fear added by signatories who are still armed against those who are not",
    )
    spoilers: float = parameter(
        2.0,
        unit="ratio",
        low=0.0,
        high=10.0,
        source="evidence:D12",
        meaning="fear added by armed outsiders as strong as the signatories",
    )
    promise: float = parameter(
        0.04,
        unit="per month",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="promises kept in a month where government works well",
    )
    split_talks: float = parameter(
        1.0,
        unit="ratio",
        low=0.0,
        high=10.0,
        source="evidence:C7",
        meaning="splits added by talks and implementation",
    )
    victory_share: float = parameter(
        0.35,
        unit="share of people",
        low=0.1,
        high=1.0,
        source="assumption",
        meaning="people under a rebel faction at which the state may fall to it",
    )
    victory: float = parameter(
        0.05,
        unit="per month",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="hazard of that fall while the faction is stronger than the army",
    )
    election_crisis: float = parameter(
        0.5,
        unit="probability",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="chance that a loser who is armed and does not believe the count rejects it",
    )
    certification_effect: float = parameter(
        0.5,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="belief in a count added by a mission that certifies it firmly",
    )
    registration_effect: float = parameter(
        0.35,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="share of adults registered added by paying for it in full",
    )
    education_effect: float = parameter(
        0.2,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="willingness to vote added by civic education in full",
    )
    polls_effect: float = parameter(
        0.1,
        unit="0 to 1",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="turnout added by soldiers at the polls where one per 1,000 people stands by",
    )
    crisis_months: float = parameter(
        6.0,
        unit="months",
        low=1.0,
        high=36.0,
        source="assumption",
        meaning="how long such a crisis lasts",
    )
    crisis_return: float = parameter(
        0.08,
        unit="per month",
        low=0.0,
        high=1.0,
        source="assumption",
        meaning="hazard that a crisis brings an armed party back to war",
    )
    presence_calms: float = parameter(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        source="evidence:A7",
        meaning="of returns to arms by those who faded out prevented by full presence",
    )
