"""Lever `early_warning`: a noisy estimate of each place's risk, alerts, and what they cost.

Reported violence, its neighbours' and tip-offs go in; analysts, liaison and drones lower the
noise, but skill stays human (evidence G3). An alert is worth what the reserve can do with it.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from sim.fields.claim import Claim
from sim.fields.column import I2, I4, R8
from sim.fields.conversions import WEEKS_A_YEAR
from sim.fields.parameter import Group, number
from sim.luck import streams
from sim.luck.distributions import normal
from sim.nature.prices import Prices
from sim.policy.lever import Lever
from sim.policy.table import LeverHelp, LeverTable
from sim.state.places import Places
from sim.state.works import Works
from sim.state.world import World


class EarlyWarning(LeverTable):
    """Analysts, community liaison and drones that estimate each place's risk."""

    NAME = "early_warning"
    HELP = LeverHelp(
        about="Estimates of where violence will come, and alerts above a threshold.",
        examples="Joint mission analysis centres, community alert networks, drones in the Congo.",
        works="When a reserve is free to act on it, and people talk to the mission.",
        fails="Right and useless without a response; false alarms wear units out.",
        who_bears="People who are seen to talk.",
        evidence=(
            ("G1", "one attack in five of 507 drew a response"),
            ("G3", "history alone predicts much; onset stays hard"),
        ),
    )

    analysts: int = number(
        0,
        "persons",
        0,
        500,
        "assumption",
        "analysts in the joint mission analysis cell and field offices",
    )
    liaison: int = number(
        0, "persons", 0, 2000, "assumption", "alert networks: local focal points who hear tip-offs"
    )
    drones: int = number(0, "systems", 0, 50, "assumption", "unmanned surveillance systems")
    threshold: float = number(
        0.35, "0 to 1", 0.01, 0.99, "assumption", "estimated risk at which an alert is raised"
    )
    lead: int = number(2, "weeks", 1, 8, "assumption", "how far ahead an alert looks")


class EarlyWarningNumbers(Group):
    """How well risk can be seen coming, and what looking costs."""

    TABLE = "early_warning"

    noise: float = number(
        0.9,
        "log",
        0.0,
        3.0,
        "evidence:G3",
        "error of an estimate made without analysts, liaison or drones",
    )
    ahead: float = number(
        0.5,
        "share",
        0.0,
        1.0,
        "assumption",
        "part of a reserve that goes ahead to places under alert within its reach",
    )
    tips: float = number(
        0.6,
        "weight",
        0.0,
        5.0,
        "assumption",
        "what tip-offs from people who trust the mission tell of hidden intentions",
    )
    full_analysts: float = number(
        30.0, "persons", 1.0, 500.0, "assumption", "analysts at which half of their gain is reached"
    )
    drone_year: float = number(
        3_000_000.0,
        "dollars a year",
        0.0,
        100_000_000.0,
        "assumption",
        "a surveillance system with its crew",
    )
    setup_months: float = number(
        4.0,
        "months",
        0.25,
        60.0,
        "assumption",
        "time until two thirds of its staff and sites are at work",
    )
    danger_weight: float = number(
        0.6,
        "weight",
        0.0,
        10.0,
        "assumption",
        "what danger in a place counts in its estimate; inflamed places count half",
    )
    near_weight: float = number(
        0.3, "weight", 0.0, 10.0, "assumption", "what danger one road away counts in it"
    )
    known_most: float = number(
        0.95, "share", 0.0, 1.0, "assumption", "hidden intentions that tip-offs tell of at most"
    )
    quiet: float = number(
        0.02,
        "events a week",
        1e-06,
        1.0,
        "assumption",
        "attacks expected where nothing is seen or told",
    )
    seen_rate: float = number(
        0.35,
        "events a week",
        0.0,
        10.0,
        "assumption",
        "attacks expected where a weight of 1 is seen",
    )
    drones_half: float = number(
        6.0, "systems", 0.1, 1000.0, "assumption", "drones at which half of their gain is reached"
    )
    liaison_half: float = number(
        60.0,
        "persons",
        1.0,
        10_000.0,
        "assumption",
        "local focal points at which half of their gain is reached",
    )
    analysts_gain: float = number(
        0.4, "share", 0.0, 1.0, "assumption", "of the error removed by analysts without number"
    )
    drones_gain: float = number(
        0.3, "share", 0.0, 1.0, "assumption", "of the error removed by drones without number"
    )
    unheard: float = number(
        0.15, "share", 0.0, 1.0, "assumption", "of tip-offs heard without local focal points"
    )
    heard_most: float = number(
        0.9,
        "share",
        0.0,
        1.0,
        "assumption",
        "what tip-offs can tell of hidden intentions at most, a tip-off for every person",
    )


def bill(world: World) -> dict[str, float]:
    """Dollars of a week for analysts, liaison assistants and drones."""
    table, shared = world.policy.of(EarlyWarning), world.rules.of(Prices)
    yearly = shared.staff_year * table.analysts + shared.local_year * table.liaison
    drone_year = world.rules.of(EarlyWarningNumbers).drone_year
    return {"early_warning": (yearly + drone_year * table.drones) / WEEKS_A_YEAR}


@njit(cache=True, nogil=True)
def _estimate(
    places: Places,
    works: Works,
    indptr: I4,
    road: I2,
    rates: R8,
    noise: float,
    insight: float,
    threshold: float,
    raise_alerts: bool,
    r: EarlyWarningNumbers,
    seed: int,
    week: int,
) -> None:
    risk = places["risk"]
    danger = places["danger"]
    heat = places["heat"]
    for p in range(risk.shape[0]):
        near = 0.0
        ways = indptr[p + 1] - indptr[p]
        for k in range(indptr[p], indptr[p + 1]):
            near += np.float64(danger[road[k]])
        seen = r.danger_weight * np.float64(danger[p]) + 0.5 * np.float64(heat[p])
        seen += r.near_weight * near / ways if ways > 0 else 0.0
        hidden = 0.0
        for c in range(rates.shape[0]):
            hidden += np.float64(rates[c, p])
        told = insight * np.float64(places["tips"][p]) / (np.float64(places["persons"][p]) + 1.0)
        known = min(told * (1.0 + np.float64(works["tips"][p])), r.known_most)
        signal = math.log(r.quiet + (1.0 - known) * r.seen_rate * seen + known * hidden)
        error = noise * normal(streams.u(seed, streams.SIGNAL, week, p, 0))
        expected = math.exp(signal + error)
        risk[p] = 1.0 - math.exp(-expected)
        places["alert"][p] = 1 if raise_alerts and risk[p] > threshold else 0


def estimate(world: World) -> None:
    """Estimate each place's risk for the weeks ahead and raise alerts.

    `rates` still holds last week's true intentions; only tip-offs let part of them be seen.
    """
    rules = world.rules.of(EarlyWarningNumbers)
    table = world.policy.of(EarlyWarning)
    paid = world.mission.working("early_warning")
    analysts = paid * table.analysts
    gain = analysts / (analysts + rules.full_analysts)
    eyes = paid * table.drones / (paid * table.drones + rules.drones_half)
    ears = paid * table.liaison / (paid * table.liaison + rules.liaison_half)
    noise = rules.noise * (1.0 - rules.analysts_gain * gain) * (1.0 - rules.drones_gain * eyes)
    heard = rules.unheard + (1.0 - rules.unheard) * ears
    insight = min(rules.tips * heard, rules.heard_most)
    staffed = paid > 0.0 and table.analysts + table.liaison + table.drones > 0
    if staffed:  # who looks further ahead sees less well
        noise *= math.sqrt(table.lead / 2.0)
    _estimate(
        world.places,
        world.works,
        world.roads.indptr,
        world.roads.target,
        world.rates,
        noise,
        insight,
        table.threshold,
        staffed,
        rules,
        world.seed,
        world.week,
    )


LEVER = Lever(
    table=EarlyWarning,
    numbers=EarlyWarningNumbers,
    bill=bill,
    prices=(
        "nature.prices.staff_year",
        "nature.prices.local_year",
        "nature.early_warning.drone_year",
    ),
    effects=("nature.presence.deter_rebels", "nature.response.respond"),
    needs={"policy.force.reserve": 0.3},  # somebody to send
    amounts={"analysts": (0, 10, 60), "liaison": (0, 30, 300), "drones": (0, 2, 12)},
    claims=(Claim("alert_hits", +1, bookkeeping=True), Claim("civilian_deaths_rebel", -1)),
)
