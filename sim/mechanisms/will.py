"""Political will: the host's consent, outsiders' support, impartiality, misconduct, cooperation.

All are moving quantities with causes; none is a constant of the scenario.
"""

from __future__ import annotations

import math

import numpy as np

from sim.fields.claim import Claim
from sim.fields.parameter import Group, number
from sim.nature.mechanism import Mechanism
from sim.state.world import World


class WillNumbers(Group):
    """What the host, the council, the contributors and the parties make of the mission."""

    TABLE = "will"

    consent_time: float = number(
        0.002, "per month", 0.0, 0.2, "assumption", "consent of the host worn off by time"
    )
    consent_clash: float = number(
        0.008,
        "per month",
        0.0,
        1.0,
        "assumption",
        "consent lost when a robust force stands where the state abuses people",
    )
    consent_worse: float = number(
        0.006,
        "per month",
        0.0,
        1.0,
        "assumption",
        "consent lost when violence doubles from one year to the next",
    )
    consent_back: float = number(
        0.01,
        "per month",
        0.0,
        1.0,
        "assumption",
        "consent regained in a month in which violence falls",
    )
    expel: float = number(
        0.2,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "consent below which the host asks the mission to leave",
    )
    expel_months: float = number(
        9.0, "months", 1.0, 60.0, "assumption", "time the mission then has to leave"
    )
    support_losses: float = number(
        0.04,
        "per death per 1,000",
        0.0,
        1.0,
        "evidence:E9",
        "support of council and contributors lost by deaths of peacekeepers",
    )
    support_cost: float = number(
        0.004, "per month", 0.0, 1.0, "assumption", "support worn off by cost and time"
    )
    support_success: float = number(
        0.012, "per month", 0.0, 1.0, "assumption", "support regained when violence falls"
    )
    withdraw: float = number(
        0.5,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "support below which contributors begin to take units home",
    )
    misconduct: float = number(
        0.6,
        "cases per 1,000 a year",
        0.0,
        50.0,
        "assumption",
        "cases of misconduct by untrained, unwatched peacekeepers",
    )
    misconduct_harm: float = number(
        0.02, "per case per 1,000", 0.0, 1.0, "assumption", "trust and consent lost by misconduct"
    )
    impartial_rate: float = number(
        0.03, "per month", 0.0, 1.0, "assumption", "how fast the mission is seen as what it does"
    )
    cooperation_rate: float = number(
        0.02,
        "per month",
        0.0,
        1.0,
        "assumption",
        "how fast local leaders follow their people in working with the mission",
    )


YEAR = 52


def _trend(world: World) -> float:
    """Change of violence in the last year against the one before, log 2 units, -1 to 1."""
    deaths = world.record.series
    if len(deaths) < 2 * YEAR:
        return 0.0
    total = deaths["deaths_battle"] + deaths["deaths_onesided"] + deaths["deaths_nonstate"]
    now, before = float(total[-YEAR:].sum()), float(total[-2 * YEAR : -YEAR].sum())
    return min(max(math.log2((now + 20.0) / (before + 20.0)), -1.0), 1.0)


def feel(world: World) -> None:
    """A month's movement of political will."""
    mission = world.mission
    if not mission.mandated:
        mission.misconduct = 0.0
        return
    r, policy = world.rules.of(WillNumbers), world.policy
    persons = float(mission.present.sum())
    lax = max(1.3 - policy.force.training, 0.0) * persons / (persons + 200.0)
    cases = r.misconduct * lax  # per 1,000 a year
    mission.misconduct = cases * persons / 1000.0 / 52.1786
    trend = _trend(world)
    worse, better = max(trend, 0.0), max(-trend, 0.0)
    _consent(world, worse, better, cases)
    fallen = float(mission.units["losses"].sum())
    new = fallen - mission.mourned
    mission.mourned = fallen
    change = r.support_success * better * (1.0 - mission.support)
    change -= r.support_losses * new / max(persons, 1.0) * 1000.0 / 12.0
    change -= r.support_cost * (1.0 + worse)
    mission.support = min(max(mission.support + change, 0.0), 1.0)
    low = min(mission.support / max(r.withdraw, 1e-6), 1.0)
    mission.willing = 0.4 + 0.6 * low
    fair = 0.75
    if policy.patrols.share > 0.0:
        fair -= 0.3 * policy.patrols.joint
    if policy.mediation.teams > 0:
        fair += 0.2 * (policy.mediation.impartiality - 0.5) * mission.working("mediation")
    mission.impartial += r.impartial_rate * (fair - mission.impartial)
    trust = world.places["trust_mission"]
    aim = 0.2 + trust * (0.4 + 0.6 * mission.consent)
    current = world.governments["cooperation"]
    world.governments["cooperation"] = np.clip(
        current + r.cooperation_rate * (aim - current), 0.0, 1.0
    )
    mission.harm = r.misconduct_harm * cases * 7.0 / 365.25


def _consent(world: World, worse: float, better: float, cases: float) -> None:
    r, mission = world.rules.of(WillNumbers), world.mission
    change = -r.consent_time - r.consent_worse * worse - r.misconduct_harm * cases / 12.0
    change += r.consent_back * better * (1.0 - mission.consent)
    if world.policy.force.mandate == "robust":
        abused = world.places["deaths_by_state"] > 0
        change -= r.consent_clash * float((world.places["presence"] * abused).sum()) / 4.0
    mission.consent = min(max(mission.consent + change, 0.0), 1.0)
    if mission.consent < r.expel:
        mission.staying = max(mission.staying - 1.0 / r.expel_months, 0.0)


MECHANISM = Mechanism(
    name="will",
    numbers=WillNumbers,
    writes=("mission", "governments.cooperation"),
    without={
        "nature.will.consent_time": 0.0,
        "nature.will.consent_clash": 0.0,
        "nature.will.consent_worse": 0.0,
    },
    claims=(Claim("consent", -1),),
)
