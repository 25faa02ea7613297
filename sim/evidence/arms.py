"""Arms: the worlds that findings compare, by name; each is a scenario and what it changes.

Arms of one scenario run on the same seeds, so that every ratio of arms is one of paired worlds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sim.case.extending import parts_in_use
from sim.case.parts import Policy
from sim.fields.parameter import parameters

CIVILIANS = 500  # sampled adults: outcome means do not depend on the number
AMPLE = 3.0e9  # dollars a year: where money must not be what differs
LONG = 1040  # weeks: twenty years, for what happens between wars
MEANS = ("force", "patrols", "partners", "exit", "funding")


@dataclass(frozen=True)
class Arm:
    """A scenario with overrides; without `mission` nature's variant cannot matter.

    `statistics`: whether the statistics of events (F) are computed too.
    """

    scenario: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    mission: bool = True
    statistics: bool = False

    def overrides(self, variant: str) -> dict[str, Any]:
        """All that this arm sets, `variant` ("main", "no-effect") included."""
        return {"nature.civilians": CIVILIANS, "nature.variant": variant, **self.changes}


@cache
def nothing_but_force() -> dict[str, Any]:
    """Overrides that take every programme to zero; the force and its money stay."""
    zero: dict[str, Any] = {}
    for p in parameters(parts_in_use().policy, "policy"):
        lever = p.path.split(".")[1]
        amount = p.unit != "choice" and p.low == 0.0 and p.default == 0.0
        if amount and lever not in MEANS:
            zero[p.path] = p.default
    return zero


@cache
def no_mission() -> dict[str, Any]:
    """Overrides that leave a mandate without people and money."""
    force = {
        p.path: 0
        for p in parameters(Policy, "policy")
        if p.path.startswith(("policy.force.", "policy.partners."))
        and p.unit == "persons"
        and p.default == 0
    }
    return nothing_but_force() | force | {"policy.funding.budget": 0.0}


def _zambara(arms: dict[str, dict[str, Any]]) -> dict[str, Arm]:
    return {name: Arm("zambara", changes) for name, changes in arms.items()}


def _mission_arms() -> dict[str, Arm]:
    ample = {"policy.funding.budget": AMPLE}
    bare = nothing_but_force() | ample | {"policy.force.police": 0, "policy.force.observers": 0}

    def troops(number: int, mandate: str = "robust") -> dict[str, Any]:
        return bare | {"policy.force.troops": number, "policy.force.mandate": mandate}

    return _zambara(
        {
            "base": {},
            "troops_3000": troops(3_000),
            "troops_6000": troops(6_000),
            "troops_12000": troops(12_000),
            "traditional": troops(12_000, "traditional"),
            "double": {"policy.force.troops": 12_000, "policy.funding.budget": 1.04e9},
            "police": troops(12_000) | {"policy.force.police": 2_500},
            "observers": troops(12_000) | {"policy.force.observers": 500},
            "hostile": {
                f"factions.{name}.hostility_to_mission": 1.0
                for name in ("Western Liberation Front", "Dukono Brigade", "Asari Guard")
            },
        }
    )


def _talks_arms() -> dict[str, Arm]:
    ample = {"policy.funding.budget": AMPLE}

    def terms(fields: dict[str, Any]) -> dict[str, Any]:
        """Terms of mediators and of the scenario's own offers alike."""
        changes: dict[str, Any] = dict(ample)
        for name, value in fields.items():
            changes[f"policy.mediation.{name}"] = value
            offered = {"power_sharing": "sharing", "guarantees": "guarantee"}[name]
            changes |= {f"events.{number}.{offered}": value for number in (0, 1)}
        return changes

    alone = no_mission() | ample
    strong = {"policy.force.troops": 12_000}
    spoken = {"policy.mediation.teams": 6, "policy.mediation.guarantees": 0.0}
    return _zambara(
        {
            "mediation": alone | spoken,
            "sharing_0": terms({"power_sharing": 0}),
            "sharing_4": terms({"power_sharing": 4}),
            "guarantee_0": terms({"guarantees": 0.0})
            | strong
            | {"nature.politics.guarantee_effect": 0.0},
            "guarantee_1": terms({"guarantees": 1.0}) | strong,
            "splits_0": ample | {"nature.endings.split": 0.0},
            "splits_1": ample | {"nature.endings.split": 0.4},
        }
    )


def _programme_arms() -> dict[str, Arm]:
    ample = {"policy.funding.budget": AMPLE}
    bare = nothing_but_force() | ample
    food = bare | {"policy.aid.food": 1_000_000}
    refuser = "Dukono Brigade"
    never = {f"factions.{refuser}.kind": "jihadist", "nature.politics.jihadist_talks": 0.0}
    alone = ["Western Liberation Front"]
    return _zambara(
        {
            "bare": bare,
            "dialogue": bare | {"policy.dialogue.facilitators": 150},
            "aid": bare
            | {f"policy.aid.{kind}": 500_000 for kind in ("food", "water", "health", "shelter")},
            "food": food,
            "food_checked": food | {"policy.aid.monitoring": 1.0, "nature.aid.diversion": 0.1},
            "food_diverted": food | {"policy.aid.monitoring": 0.0, "nature.aid.diversion": 0.9},
            "ddr_none": ample | {"policy.ddr.places": 0, "policy.ddr.reintegration": 0.0},
            "ddr_idle": ample | {"policy.ddr.reintegration": 0.0},
            "ddr_commanders": ample
            | {"policy.ddr.reintegration": 0.0, "policy.ddr.commanders": 50},
            "ddr_capital": ample | {"policy.ddr.reintegration": 1.0, "policy.ddr.capital": 1.0},
            "ddr_training": ample | {"policy.ddr.reintegration": 1.0, "policy.ddr.capital": 0.0},
            "refusal": ample | never,
            "no_refusal": ample | never | {f"events.{number}.parties": alone for number in (0, 1)},
        }
    )


@cache
def arms() -> dict[str, Arm]:
    """Every arm by name. Those of the event statistics are called after their scenario."""
    empty = no_mission()
    return {
        "zambara": Arm("zambara", empty, mission=False, statistics=True),
        "long": Arm("zambara", empty | {"weeks": LONG}, mission=False),
        # real wars: to the last day of the war window
        "sierra-leone-1991": Arm(
            "sierra-leone-1991", {"weeks": 567}, mission=False, statistics=True
        ),
        "bosnia": Arm("bosnia", {"weeks": 196}, statistics=True),
        "mali": Arm("mali", {"weeks": 471}, statistics=True),
        "sierra-leone": Arm("sierra-leone"),
        **_mission_arms(),
        **_talks_arms(),
        **_programme_arms(),
    }
