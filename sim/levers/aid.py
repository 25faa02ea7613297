"""Lever `aid`: food, water, health, shelter; access, diversion, what it draws. Evidence H1, H5."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.state.factions import STATE
from sim.state.world import World

WEEKS_A_YEAR = 365.25 / 7.0
GUARDED_HALF = 60.0  # infantry on escort at which half of a place's convoys are (assumption)
# how far aid gets where the state does not hold, and what hostile holders take off it (assumptions)
ACCESS = {"negotiated": (0.75, 0.6), "escorted": (0.35, 0.0), "open": (0.4, 0.3)}
SECTORS = {"food": 0.4, "water": 0.2, "health": 0.25, "shelter": 0.15}  # of need (assumption)


def _yearly(world: World) -> float:
    table, p = world.policy.aid, world.rules.prices
    goods = (
        table.food * p.food_year
        + table.water * p.water_year
        + table.health * p.health_year
        + table.shelter * p.shelter_year
    )
    return goods * (1.0 - 0.2 * table.ngos) * (1.0 + 0.15 * table.monitoring)


def weekly_cost(world: World) -> dict[str, float]:
    """Dollars of a week: goods and their delivery; local partners are cheaper, checks cost."""
    return {"aid": _yearly(world) / WEEKS_A_YEAR}


def work(world: World) -> None:
    """Reach people as far as access allows; part is diverted; what is visible is fought over."""
    table, p = world.policy.aid, world.rules.programmes
    ready = world.mission.working("aid")
    if ready <= 0.0 or _yearly(world) <= 0.0:
        return
    works, places = world.works, world.places
    people = places["persons"] + 1.0
    convoys = escorted(world)
    needy = people * np.maximum(places["need"], 0.02)
    share = (1.0 - table.by_need) * people / people.sum() + table.by_need * needy / needy.sum()
    share = share * access(world, convoys)
    through = max(float(share.sum()), 1e-12)
    share *= 1.0 + p.redirect * (1.0 - through) / through
    lost = p.diversion * (1.0 - 0.7 * table.monitoring) * (1.0 - places["state_control"])
    lost = lost * (1.0 - p.escort_saves * convoys)
    relief = np.zeros(len(people))
    reached = np.zeros(len(people))
    for sector, weight in SECTORS.items():
        served = getattr(table, sector) * ready * share * (1.0 - lost)
        wanting = people * (0.15 if sector != "shelter" else 0.02) + places["displaced"]
        relief += weight * np.minimum(served / wanting, 1.0)
        reached = np.maximum(reached, np.minimum(served, people))
    works["relief"] = p.relief_effect * relief
    works["delivered"] = reached
    works["diverted"] = _yearly(world) * ready * share * lost
    contested = np.minimum(2.0 * places["contested"], 1.0)
    loot = np.minimum(works["diverted"] / people / 5.0, 1.0)  # where aid can be taken
    works["lure"] += p.divert_lure * loot
    visible = np.minimum(reached / people / 0.1, 1.0)
    works["lure"] += visible * (p.aid_lure * contested - p.aid_calm * (1.0 - contested))


def escorted(world: World) -> NDArray[np.float64]:
    """(P,) share of the convoys to a place that go under escort, if that is how they go."""
    guards = np.zeros(world.place_count)
    if world.policy.aid.access == "escorted":
        share = world.policy.protection.escorts * world.mission.working("protection")
        guards = world.places["infantry"] * share
    under: NDArray[np.float64] = guards / (guards + GUARDED_HALF)
    return under


def access(world: World, convoys: NDArray[np.float64]) -> NDArray[np.float64]:
    """(P,) how far convoys get, 0 to 1: by who holds the place, by escorts, by talks."""
    table = world.policy.aid
    places = world.places
    held = places["state_control"].astype(np.float64)
    holder = world.factions[places["controller"]]
    hostile = np.where(holder["kind"] == STATE, 0.0, holder["hostility"])
    most, harm = ACCESS[table.access]
    reach = held + (1.0 - held) * (most - harm * hostile)
    reach = reach + (1.0 - reach) * convoys
    reach = reach + (1.0 - reach) * 0.3 * table.ngos
    slow = np.exp(-0.5 * places["danger"])
    passable: NDArray[np.float64] = np.clip(reach * slow, 0.02, 1.0)
    return passable
