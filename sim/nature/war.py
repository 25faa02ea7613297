"""Violence, the tempo of war, and control of places: numbers that several mechanisms read."""

from __future__ import annotations

from sim.fields.parameter import Group, number


class Violence(Group):
    """Weekly rates and sizes of organised violence."""

    TABLE = "violence"

    level: float = number(
        6.0,
        "ratio",
        0.0,
        100.0,
        "calibrated",
        "scales every rate of organised violence in this country",
    )
    battle_rate: float = number(
        0.05,
        "events a week",
        0.0,
        10.0,
        "calibrated",
        "battles where 1,000 fighters of either side meet at activity 1",
    )
    onesided_rate: float = number(
        0.00444,
        "events a week",
        0.0,
        10.0,
        "calibrated",
        "attacks on civilians by 1,000 undisciplined fighters at activity 1",
    )
    state_onesided_rate: float = number(
        0.00234,
        "events a week",
        0.0,
        10.0,
        "calibrated",
        "attacks on civilians by state forces where 1,000 of them face 1,000 enemies",
    )
    communal_rate: float = number(
        0.000998,
        "events a week",
        0.0,
        1.0,
        "calibrated",
        "communal clashes in an evenly mixed place of average size at full tension",
    )
    communal_calm: float = number(
        0.25,
        "share",
        0.0,
        1.0,
        "assumption",
        "share of those clashes that come without other violence around",
    )
    feud: float = number(
        0.5,
        "per log death",
        0.0,
        10.0,
        "assumption",
        "tension between two communities from those of each who were killed in the place",
    )
    local_edge: float = number(
        1.0,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "fighting worth that irregular forces gain among their own people, who warn and hide them",
    )
    tips_edge: float = number(
        1.0,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "fighting worth that the state's side gains where people trust it and dare to tell",
    )
    mission_attack_rate: float = number(
        0.06,
        "events a week",
        0.0,
        10.0,
        "evidence:E9",
        "lethal attacks on 1,000 peacekeepers by 1,000 fully hostile fighters",
    )
    mission_attack_idle: float = number(
        0.3,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "activity against peacekeepers of a faction that fights no battles; battles add to it",
    )
    rate_exponent: float = number(
        0.581,
        "power",
        0.0,
        2.0,
        "calibrated",
        "how rates of battles and attacks grow with the forces that meet, or prey",
    )
    people_half: float = number(
        0.2,
        "share",
        0.0,
        1.0,
        "assumption",
        "people left, of those at the start, where half of the attacks find nobody",
    )
    value_sigma: float = number(
        0.396,
        "log",
        0.0,
        2.5,
        "calibrated",
        "spread of the lasting strategic value of places (lognormal sigma)",
    )
    value_people: float = number(
        0.3, "power", 0.0, 1.5, "calibrated", "how a place's value grows with its people"
    )
    value_resource: float = number(
        0.143,
        "ratio",
        0.0,
        10.0,
        "calibrated",
        "added to the value of a place of full lootable wealth",
    )
    heat_gain: float = number(
        0.0863,
        "per event",
        0.0,
        1.0,
        "calibrated",
        "self-excitation: what one event adds to the rate factor of its place",
    )
    heat_most: float = number(
        1.5, "ratio", 0.0, 10.0, "assumption", "ceiling of that factor: escalation limits itself"
    )
    heat_weeks: float = number(
        5.0, "weeks", 0.5, 52.0, "assumption", "how long a place stays inflamed (e-folding)"
    )
    revenge: float = number(
        0.209,
        "ratio",
        0.0,
        5.0,
        "calibrated",
        "how much an inflamed place raises attacks on civilians over battles",
    )
    battle_location: float = number(
        0.082,
        "log persons",
        -2.0,
        4.0,
        "calibrated",
        "log of the median size of a battle where the smaller side has 100 fighters",
    )
    battle_sigma: float = number(
        1.8, "log", 0.1, 3.0, "calibrated", "spread of battle sizes (lognormal sigma)"
    )
    battle_most: float = number(
        0.3,
        "share",
        0.0,
        1.0,
        "assumption",
        "dead of a battle at most, of the smaller side, and one person more",
    )
    onesided_location: float = number(
        -0.32,
        "log persons",
        -2.0,
        4.0,
        "calibrated",
        "log of the median size of an attack on civilians by 100 fighters",
    )
    onesided_sigma: float = number(
        2.105,
        "log",
        0.1,
        3.0,
        "calibrated",
        "spread of the sizes of attacks on civilians (lognormal sigma)",
    )
    onesided_most: float = number(
        0.05,
        "share",
        0.0,
        1.0,
        "assumption",
        "dead of an attack on civilians at most, of the people of the place",
    )
    communal_most: float = number(
        0.02,
        "share",
        0.0,
        1.0,
        "assumption",
        "dead of a communal clash at most, of the people of the place",
    )
    force_exponent: float = number(
        0.131, "power", 0.0, 1.0, "calibrated", "how sizes grow with the smaller force present"
    )
    crossfire: float = number(
        0.12, "share", 0.0, 1.0, "assumption", "share of a battle's dead who are civilians"
    )
    attack_losses: float = number(
        0.5,
        "log persons",
        -2.0,
        3.0,
        "evidence:E9",
        "log of the median size of a lethal attack on peacekeepers",
    )
    attack_sigma: float = number(
        0.9,
        "log",
        0.1,
        3.0,
        "assumption",
        "spread of the sizes of attacks on peacekeepers (lognormal sigma)",
    )
    attack_most: float = number(
        0.1,
        "share",
        0.0,
        1.0,
        "assumption",
        "dead of an attack on peacekeepers at most, of the infantry of the place",
    )


class Tempo(Group):
    """Postures of factions: the war-wide rhythm of campaigns, holding, preying and rest."""

    TABLE = "tempo"

    campaign_months: float = number(
        1.36, "months", 1.0, 24.0, "calibrated", "mean length of a campaign"
    )
    hold_months: float = number(3.48, "months", 1.0, 24.0, "calibrated", "mean length of holding")
    prey_months: float = number(
        5.35, "months", 1.0, 24.0, "calibrated", "mean length of living off civilians"
    )
    rest_months: float = number(6.62, "months", 1.0, 24.0, "calibrated", "mean length of deep rest")
    campaign_weight: float = number(
        1.75, "weight", 0.0, 10.0, "calibrated", "pull of a campaign when a leader chooses anew"
    )
    hold_weight: float = number(1.0, "weight", 0.0, 10.0, "calibrated", "pull of holding")
    prey_weight: float = number(1.04, "weight", 0.0, 10.0, "calibrated", "pull of preying")
    rest_weight: float = number(0.624, "weight", 0.0, 10.0, "calibrated", "pull of rest")
    idle: float = number(
        0.1,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "pull of holding and preying, against rest, for who has nobody left to fight",
    )
    coupling: float = number(
        0.641,
        "log",
        0.0,
        5.0,
        "calibrated",
        "how strongly leaders answer a campaign with one, and rest with rest",
    )
    campaign_battle: float = number(
        2.66, "ratio", 0.0, 20.0, "calibrated", "battle activity on campaign, away from the target"
    )
    hold_battle: float = number(
        0.885, "ratio", 0.0, 20.0, "calibrated", "battle activity when holding"
    )
    prey_battle: float = number(
        0.15, "ratio", 0.0, 20.0, "calibrated", "battle activity when preying"
    )
    rest_battle: float = number(0.192, "ratio", 0.0, 20.0, "calibrated", "battle activity at rest")
    campaign_onesided: float = number(
        0.374, "ratio", 0.0, 20.0, "calibrated", "attacks on civilians on campaign"
    )
    hold_onesided: float = number(
        0.261, "ratio", 0.0, 20.0, "calibrated", "attacks on civilians when holding"
    )
    prey_onesided: float = number(
        3.42, "ratio", 0.0, 20.0, "calibrated", "attacks on civilians when preying"
    )
    rest_onesided: float = number(
        0.0826, "ratio", 0.0, 20.0, "calibrated", "attacks on civilians at rest"
    )
    tired_brake: float = number(
        1.53,
        "log",
        0.0,
        5.0,
        "calibrated",
        "how far full war-weariness slows a faction's activity in any posture",
    )
    focus: float = number(
        13.8,
        "ratio",
        1.0,
        50.0,
        "calibrated",
        "how much harder a campaigning force fights at its target",
    )
    step_weeks: float = number(
        1.42,
        "weeks",
        1.0,
        52.0,
        "calibrated",
        "mean time before a campaign moves on to the next place along a road",
    )
    muster_hours: float = number(
        18.0, "hours", 0.0, 200.0, "calibrated", "bands within this travel time join a campaign"
    )
    wet_brake: float = number(
        0.25,
        "share",
        0.0,
        1.0,
        "assumption",
        "how much the rainy season slows campaigns and battles",
    )


class Control(Group):
    """Who holds a place."""

    TABLE = "control"

    shift: float = number(
        0.0607, "per week", 0.0, 1.0, "calibrated", "how fast control follows the forces present"
    )
    home_months: float = number(
        2.12, "months", 0.5, 60.0, "calibrated", "time for a band to make its home where it stands"
    )
    march_rate: float = number(
        0.354,
        "per week",
        0.0,
        1.0,
        "calibrated",
        "chance that a band away from home, and not needed, takes a road back",
    )
    roam: float = number(
        0.407,
        "per week",
        0.0,
        1.0,
        "calibrated",
        "chance that an idle band goes out to a neighbouring place",
    )
