"""The world before its first week: numbers of factions, local governments and civilians."""

from __future__ import annotations

from sim.fields.parameter import Group, number


class Start(Group):
    """How a war finds a country: where a scenario does not say, places differ by luck."""

    TABLE = "start"

    administration: float = number(
        50.0,
        "fighters",
        1.0,
        10_000.0,
        "assumption",
        "the state's administration of every place, in fighters that would hold it as firmly",
    )
    supply: float = number(
        0.7,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "how well every faction is supplied: 0 is broke, 1 well supplied",
    )
    band_persons: float = number(
        120.0, "persons", 1.0, 100_000.0, "assumption", "a commander's following"
    )
    bands_least: int = number(6, "bands", 1, 60, "assumption", "bands of the smallest faction")
    bands_most: int = number(60, "bands", 1, 1000, "assumption", "bands of the largest faction")
    capacity: float = number(
        0.25, "0 to 1", 0.0, 1.0, "assumption", "capacity of the least able local government"
    )
    legitimacy: float = number(
        0.25, "0 to 1", 0.0, 1.0, "assumption", "legitimacy of the least accepted local government"
    )
    corruption: float = number(
        0.35, "0 to 1", 0.0, 1.0, "assumption", "corruption of the cleanest local government"
    )
    rule_of_law: float = number(
        0.25, "0 to 1", 0.0, 1.0, "assumption", "rule of law in the place that has least of it"
    )
    police: float = number(
        0.25,
        "share",
        0.0,
        1.0,
        "assumption",
        "state police, of what is needed, in the place that has the fewest",
    )
    cooperation: float = number(
        0.45,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "cooperation with the mission of the least willing local government",
    )
    government_spread: float = number(
        0.3,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "by how much the best of local governments surpass the least, in each of these",
    )
    services: float = number(
        0.6,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "health, water and schools everywhere, against before the war",
    )
    grievance_least: float = number(
        0.15, "0 to 1", 0.0, 1.0, "assumption", "grievance of the most content civilian"
    )
    grievance_spread: float = number(
        0.3,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "grievance of the most aggrieved above it, by what legitimacy lacks of `grievance_ends`",
    )
    grievance_ends: float = number(
        1.2,
        "0 to 1 and beyond",
        1.0,
        3.0,
        "assumption",
        "legitimacy at which everybody would be as content as the most content",
    )
    trust_state: float = number(
        0.15,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "mean trust in the state where the local government has no legitimacy",
    )
    trust_legitimacy: float = number(
        0.5,
        "ratio",
        0.0,
        2.0,
        "assumption",
        "mean trust in the state added by full legitimacy of the local government",
    )
    trust_mission: float = number(
        0.4, "0 to 1", 0.0, 1.0, "assumption", "mean trust in the mission"
    )
    trust_spread: float = number(
        0.2,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "trust of the most trusting above that of the least, in the state and in the mission",
    )
    livelihood_least: float = number(
        0.6,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "livelihood of the poorest civilian, against before the war",
    )
    livelihood_spread: float = number(
        0.4,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "livelihood of the richest civilian above that of the poorest",
    )
