"""Lever `ddr`: cantonment, packages, reintegration; community programmes. Evidence D1 to D12.

What fighters do with it is `mechanisms.demobilisation`.
"""

from __future__ import annotations

import numpy as np

from sim.state.factions import CANTONED, REINTEGRATING
from sim.state.works import cover
from sim.state.world import World

WEEKS_A_YEAR = 365.25 / 7.0
WEEKS_A_MONTH = WEEKS_A_YEAR / 12.0
PROGRAMME_WEEKS = 52.0  # length of a reintegration programme (evidence D11)


def caseload(world: World) -> tuple[float, float]:
    """Persons in cantonment and persons in reintegration, impostors included."""
    table = world.combatants
    impostors = _inflation(world)
    weight, status = table["weight"], table["status"]
    cantoned = (status == CANTONED).nonzero()[0]  # few of many: rows are faster than a mask
    learning = (status == REINTEGRATING).nonzero()[0]
    learning = learning[table["weeks"][learning] < PROGRAMME_WEEKS]
    return float(weight[cantoned].sum()) * impostors, float(weight[learning].sum()) * impostors


def _inflation(world: World) -> float:
    count = world.mission.demobilisation
    true = count["admitted"]
    return (true + count["impostors"]) / true if true > 0.0 else 1.0


def weekly_cost(world: World) -> dict[str, float]:
    """Dollars of a week: cantonment and packages, reintegration, community violence reduction."""
    table, p = world.policy.ddr, world.rules.prices
    if (table.places <= 0 and table.cvr <= 0) or not world.mission.mandated:
        return {"ddr": 0.0}
    cantoned, learning = caseload(world)
    leaving = cantoned / 3.0 * table.package  # about three months' stay
    camps = cantoned * p.cantonment_month + leaving
    sites = 0.15 * table.places * p.cantonment_month  # kept ready
    programme = learning * p.reintegration_head / PROGRAMME_WEEKS
    community = table.cvr * p.cvr_head / WEEKS_A_YEAR
    return {"ddr": (camps + sites) / WEEKS_A_MONTH + programme + community}


def work(world: World) -> None:
    """Guards for the cantoned; places in community programmes keep young men out of bands."""
    table, p = world.policy.ddr, world.rules.programmes
    works = world.works
    fighters = world.combatants
    inside = fighters["status"] == CANTONED
    if inside.any():
        cantoned = np.bincount(
            fighters["place"][inside], fighters["weight"][inside], minlength=world.place_count
        )
        works["cantoned"] = cantoned
        works["guards"] += table.guards * cantoned / 1000.0
    young = table.cvr * world.mission.working("ddr")
    if young > 0.0:
        places = world.places
        hot = places["persons"] * (0.05 + places["danger"] + places["heat"])
        per_head = young * hot / hot.sum() / np.maximum(places["persons"], 1000.0)
        works["cvr"] = p.cvr_effect * cover(per_head, 0.004)
