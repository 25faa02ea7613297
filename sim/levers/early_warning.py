"""Lever `early_warning`: a noisy estimate of each place's risk, alerts, and what they cost.

Reported violence, its neighbours' and tip-offs go in; analysts, liaison and drones lower the
noise, but skill stays human (evidence G3). An alert is worth what the reserve can do with it.
"""

from __future__ import annotations

import math

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.conversions import WEEKS_A_YEAR
from sim.fields.parameter import Group, number
from sim.luck import streams
from sim.luck.distributions import normal
from sim.policy.lever import Lever
from sim.policy.table import LeverHelp, LeverTable
from sim.state.items import EARLY_WARNING
from sim.state.mission import anybody, working
from sim.state.peacekeepers import police_cover
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
        0.35,
        "0 to 1",
        0.01,
        0.99,
        "assumption",
        "estimated risk of an attack within the lead at which an alert is raised",
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
    spread: float = number(
        1.0,
        "log",
        0.05,
        5.0,
        "assumption",
        "how far places differ in the attacks to be expected there: what an estimate can find",
    )
    police_tips: float = number(
        1.0,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "tip-offs added where UN police cover everybody: they live among people",
        effect=True,
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


@rule
def bill(world: World) -> None:
    """Dollars of a week for analysts, liaison assistants and drones."""
    table, shared = world.plan.early_warning, world.rules.prices
    yearly = shared.staff_year * table.analysts + shared.local_year * table.liaison
    yearly += world.rules.early_warning.drone_year * table.drones
    world.mission.bills[EARLY_WARNING] = yearly / WEEKS_A_YEAR


@rule
def estimate(world: World) -> None:
    """Estimate each place's risk for the weeks ahead and raise alerts.

    `rates` still holds last week's true intentions; only tip-offs let part of them be seen.
    """
    noise, insight, staffed = _sight(world)
    _estimate(world, noise, insight, staffed)


@rule
def _sight(world: World) -> tuple[float, float, bool]:
    """Error of an estimate, how far what people tell is heard, and whether anybody is at work."""
    r, table = world.rules.early_warning, world.plan.early_warning
    paid = working(world.mission, EARLY_WARNING)
    analysts = paid * table.analysts
    gain = analysts / (analysts + r.full_analysts)
    eyes = paid * table.drones / (paid * table.drones + r.drones_half)
    ears = paid * table.liaison / (paid * table.liaison + r.liaison_half)
    noise = r.noise * (1.0 - r.analysts_gain * gain) * (1.0 - r.drones_gain * eyes)
    heard = r.unheard + (1.0 - r.unheard) * ears
    staffed = paid > 0.0 and table.analysts + table.liaison + table.drones > 0
    if staffed:  # who looks further ahead sees less well
        noise *= math.sqrt(table.lead / 2.0)
    told = min(r.tips * heard, r.heard_most) if anybody(world.mission) else 0.0
    return noise, told, staffed


@rule
def _estimate(world: World, noise: float, insight: float, staffed: bool) -> None:
    """Who sees little stays close to what is usual everywhere; who sees more dares to differ."""
    places, table, r = world.places, world.plan.early_warning, world.rules.early_warning
    signals, usual = np.empty(len(places)), 0.0
    for p in range(len(places)):
        signals[p] = _signal(world, p, insight)
        usual += signals[p] / len(places)
    sure = r.spread**2 / (r.spread**2 + noise**2)
    weeks = table.lead if staffed else 1.0
    for p in range(len(places)):
        error = noise * normal(streams.u(world.seed, streams.SIGNAL, world.week, p, 0))
        expected = weeks * math.exp(usual + sure * (signals[p] + error - usual))
        places["risk"][p] = 1.0 - math.exp(-expected)
        above = np.float64(places["risk"][p]) > table.threshold
        places["alert"][p] = 1 if staffed and above else 0


@rule
def _signal(world: World, p: int, insight: float) -> float:
    """Log of the attacks that are expected from what is seen and told of a place."""
    r, places, roads = world.rules.early_warning, world.places, world.roads
    near = 0.0
    ways = roads.indptr[p + 1] - roads.indptr[p]
    for k in range(roads.indptr[p], roads.indptr[p + 1]):
        near += np.float64(places["danger"][roads.target[k]])
    seen = r.danger_weight * np.float64(places["danger"][p]) + 0.5 * np.float64(places["heat"][p])
    seen += r.near_weight * near / ways if ways > 0 else 0.0
    hidden = 0.0
    for c in range(world.rates.shape[0]):
        hidden += world.rates[c, p]
    told = insight * places["tips"][p] / (places["persons"][p] + 1.0)
    told *= 1.0 + np.float64(world.works["tips"][p]) + r.police_tips * police_cover(world, p)
    known = min(told, r.known_most)
    return math.log(r.quiet + (1.0 - known) * r.seen_rate * seen + known * hidden)


LEVER = Lever(
    table=EarlyWarning,
    numbers=EarlyWarningNumbers,
    bill=bill,
    prices=(
        "nature.prices.staff_year",
        "nature.prices.local_year",
        "nature.early_warning.drone_year",
    ),
    effects=(
        "nature.presence.deter_rebels",
        "nature.presence.monitor",
        "nature.response.respond",
    ),
    needs={"policy.force.reserve": 0.3},  # somebody to send
    amounts={"analysts": (0, 10, 60), "liaison": (0, 30, 300), "drones": (0, 2, 12)},
    claims=(
        Claim("alert_hits", +1, bookkeeping=True),
        Claim("civilian_deaths_rebel", -1, residue="who attacks those who go out loses fighters"),
    ),
)
