"""How each mechanism is taken out of the model: parameters at the value that silences it.

Worker processes import this module: their task stands here too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sim.case.asked import arm_of
from sim.case.parts import Nature
from sim.case.scenario import load_scenario
from sim.evidence.arms import no_mission
from sim.evidence.runs import run_statistics
from sim.runs.run import run

CIVILIANS = 500
WHOLE = "whole model"
POSTURES = ("rest", "hold", "campaign", "prey")


@cache
def switches() -> dict[str, dict[str, Any]]:
    """Mechanism -> overrides that switch it off, for zambara."""
    nature = load_scenario("zambara").nature
    return {
        **_tempo(nature),
        **_violence(),
        **_people(),
        **_factions(),
        **_mission(),
        **_politics(),
    }


def _zero(table: str, *names: str) -> dict[str, Any]:
    return {f"nature.{table}.{name}": 0.0 for name in names}


def _tempo(nature: Nature) -> dict[str, dict[str, Any]]:
    t = nature.tempo
    mean = {
        kind: sum(getattr(t, f"{posture}_{kind}") for posture in POSTURES) / len(POSTURES)
        for kind in ("battle", "onesided")
    }
    flat = {f"nature.tempo.{p}_{kind}": mean[kind] for p in POSTURES for kind in mean}
    as_hold = {
        "nature.tempo.focus": 1.0,
        "nature.tempo.campaign_battle": t.hold_battle,
        "nature.tempo.campaign_onesided": t.hold_onesided,
    }
    return {
        "tempo (all postures alike)": flat | {"nature.tempo.coupling": 0.0},
        "coupling of enemies": _zero("tempo", "coupling"),
        "campaigns": as_hold,
        "concentration on targets": {"nature.tempo.focus": 1.0},
        "deep rest": {
            "nature.tempo.rest_battle": t.hold_battle,
            "nature.tempo.rest_onesided": t.hold_onesided,
        },
        "preying": {
            "nature.tempo.prey_battle": t.hold_battle,
            "nature.tempo.prey_onesided": t.hold_onesided,
        },
        "steps of the front": {"nature.tempo.step_weeks": 52.0},
        "mustering": _zero("tempo", "muster_hours"),
        "wet season": _zero("tempo", "wet_brake"),
    }


def _violence() -> dict[str, dict[str, Any]]:
    return {
        "differences between places": _zero(
            "violence", "value_sigma", "value_people", "value_resource"
        ),
        "self-excitation": _zero("violence", "heat_gain"),
        "revenge": _zero("violence", "revenge"),
        "attacks by the state": _zero("violence", "state_onesided_rate"),
        "communal violence": _zero("violence", "communal_rate"),
        "attacks on peacekeepers": _zero("violence", "mission_attack_rate"),
        "sizes by forces present": _zero("violence", "force_exponent"),
        "crossfire": _zero("violence", "crossfire"),
        "roaming bands": _zero("control", "roam"),
        "shift of control": _zero("control", "shift"),
    }


def _people() -> dict[str, dict[str, Any]]:
    return {
        "fear": _zero("civilian", "fear_gain"),
        "rumour": _zero("civilian", "rumour"),
        "flight": _zero("civilian", "flight"),
        "return": _zero("civilian", "return_rate"),
        "grievance from abuse": _zero("civilian", "abuse_grievance"),
        "grievance from need": _zero("civilian", "need_grievance"),
        "damage to services and economy": _zero("society", "violence_damage"),
        "unmet need of the displaced": _zero("society", "need_displaced"),
        "prices of insecurity": _zero("society", "price_danger", "price_cut"),
        "crime by arms": _zero("society", "homicide_arms"),
        "recruiting in camps": _zero("recruitment", "camp_recruits"),
    }


def _factions() -> dict[str, dict[str, Any]]:
    return {
        "recruitment": _zero("recruitment", "rate"),
        "recruitment by the state": _zero("recruitment", "state_rate"),
        "attrition (desertion)": _zero("recruitment", "desertion"),
        "tax, rents and loot": _zero("recruitment", "tax", "rent", "loot"),
        "weariness": _zero("recruitment", "weariness_loss", "weariness_time"),
        "learning about strength": _zero("recruitment", "belief_rate"),
        "splits": _zero("endings", "split"),
        "fading out": _zero("endings", "fade_rate"),
        "return after fading": _zero("endings", "remobilise"),
    }


def _mission() -> dict[str, dict[str, Any]]:
    return {
        "deterrence of rebels": _zero("presence", "deter_rebels"),
        "deterrence of battles": _zero("presence", "deter_battles"),
        "displacement next door": _zero("presence", "next_door"),
        "denial": _zero("presence", "denial"),
        "response": _zero("response", "respond"),
        "patrols beyond the base": _zero("patrols", "patrol_reach"),
        "warning": {"policy.early_warning.threshold": 0.99, "policy.patrols.risk_led": 0.0},
        "host consent wearing off": _zero("will", "consent_time", "consent_clash", "consent_worse"),
        "contributors' will": _zero("will", "support_losses", "support_cost"),
        "misconduct": _zero("will", "misconduct"),
    }


def _politics() -> dict[str, dict[str, Any]]:
    return {
        "talks": _zero("politics", "talks"),
        "mediation": _zero("politics", "mediation_effect"),
        "ceasefires": _zero("politics", "ceasefire"),
        "fear of being cheated": _zero("politics", "cheat"),
        "power sharing": _zero("politics", "sharing_effect"),
        "guarantees": _zero("politics", "guarantee_effect"),
        "spoilers": _zero("politics", "spoilers"),
        "election crises": _zero("ballots", "election_crisis"),
        "victory": _zero("power", "victory"),
        "return of fighters": _zero("demobilisation", "idle_return", "unpaid_return"),
        "impostors": _zero("demobilisation", "impostors"),
    }


@dataclass(frozen=True)
class Task:
    """Some seeds of zambara without one mechanism."""

    name: str
    mission: bool
    seeds: tuple[int, ...]


def work(task: Task) -> list[dict[str, float]]:
    """Statistics (without the mission) or outcomes (with it), a dict a seed."""
    changes: dict[str, Any] = {"nature.civilians": CIVILIANS, **switches().get(task.name, {})}
    if task.mission:
        scenario = arm_of("zambara", changes)
        return [run(scenario, seed).outcomes for seed in task.seeds]
    scenario = arm_of("zambara", no_mission() | changes)
    return [run_statistics(run(scenario, seed)) for seed in task.seeds]
