"""Lever `early_warning`: a noisy estimate of each place's risk, alerts, and what they cost.

Reported violence, its neighbours' and tip-offs go in; analysts, liaison and drones lower the
noise, but skill stays human (evidence G3). An alert is worth what the reserve can do with it.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

from sim.luck import streams
from sim.luck.distributions import normal
from sim.state.world import World

WEEKS_A_YEAR = 365.25 / 7.0


def weekly_cost(world: World) -> dict[str, float]:
    """Dollars of a week for analysts, liaison assistants and drones."""
    table, p = world.policy.early_warning, world.rules.prices
    yearly = p.staff_year * table.analysts + p.local_year * table.liaison
    return {"early_warning": (yearly + p.drone_year * table.drones) / WEEKS_A_YEAR}


@njit(cache=True, nogil=True)
def _estimate(
    places: Any,
    works: Any,
    indptr: Any,
    road: Any,
    rates: Any,
    noise: float,
    insight: float,
    threshold: float,
    raise_alerts: bool,
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
        seen = 0.6 * np.float64(danger[p]) + 0.5 * np.float64(heat[p])
        seen += 0.3 * near / ways if ways > 0 else 0.0
        hidden = 0.0
        for c in range(rates.shape[0]):
            hidden += np.float64(rates[c, p])
        told = insight * np.float64(places["tips"][p]) / (np.float64(places["persons"][p]) + 1.0)
        known = min(told * (1.0 + np.float64(works["tips"][p])), 0.95)
        signal = math.log(0.02 + (1.0 - known) * 0.35 * seen + known * hidden)
        error = noise * normal(streams.u(seed, streams.SIGNAL, week, p, 0))
        expected = math.exp(signal + error)
        risk[p] = 1.0 - math.exp(-expected)
        places["alert"][p] = 1 if raise_alerts and risk[p] > threshold else 0


def estimate(world: World) -> None:
    """Estimate each place's risk for the weeks ahead and raise alerts.

    `rates` still holds last week's true intentions; only tip-offs let part of them be seen.
    """
    rules = world.rules.warning
    table = world.policy.early_warning
    paid = world.mission.working("early_warning")
    analysts = paid * table.analysts
    gain = analysts / (analysts + rules.full_analysts)
    eyes = paid * table.drones / (paid * table.drones + 6.0)
    ears = paid * table.liaison / (paid * table.liaison + 60.0)
    noise = rules.noise * (1.0 - 0.4 * gain) * (1.0 - 0.3 * eyes)
    insight = min(rules.tips * (0.15 + 0.85 * ears), 0.9)
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
        world.seed,
        world.week,
    )
