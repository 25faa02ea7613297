"""Society: services, local economy, unmet need and its deaths, crime."""

from __future__ import annotations

import math
from typing import Any

from numba import njit

from sim.world import World

WRITES = (
    "governments.services",
    "governments.rule_of_law",
    "places.economy",
    "places.need",
    "places.indirect",
    "places.homicides",
    "places.toll",
)


@njit(cache=True, nogil=True)
def _society(places: Any, governments: Any, r: Any, idle: float, police_most: float) -> None:
    persons = places["persons"]
    services = governments["services"]
    law = governments["rule_of_law"]
    economy = places["economy"]
    need = places["need"]
    for p in range(persons.shape[0]):
        loud = math.log(1.0 + float(places["deaths"][p]))
        hurt = 1.0 - math.exp(-r.violence_damage * loud)
        held = float(places["state_control"][p])
        means = float(governments["capacity"][p]) * (
            1.0 - 0.5 * float(governments["corruption"][p])
        )
        means = min(1.6 * means, 1.0) * (0.3 + 0.7 * held)
        s = float(services[p])
        s += r.services_rate * (means - s)
        services[p] = s - s * hurt
        w = float(law[p])
        w += 0.5 * r.services_rate * (min(1.5 * float(governments["police"][p]), 1.0) * held - w)
        law[p] = w - 0.5 * w * hurt
        e = float(economy[p])
        calm = max(1.0 - float(places["fear"][p]), 0.0)
        e += r.recovery * (0.4 + 0.6 * calm - e)
        economy[p] = e - 0.5 * e * hurt
        people = float(persons[p])
        if people <= 0.0:
            need[p] = 0.0
            places["indirect"][p] = 0.0
            places["homicides"][p] = 0.0
            continue
        guests = min(float(places["displaced"][p]) / people, 1.0)
        want = guests * r.need_displaced + (1.0 - guests) * 0.25 * (1.0 - e)
        need[p] = min(max(want * (1.4 - 0.8 * s), 0.0), 1.0)
        indirect = people * float(need[p]) * r.indirect_rate / 1000.0 / 52.1786
        places["indirect"][p] = indirect
        places["toll"][p] += indirect
        cover = 1.0 - math.exp(-float(places["police"][p]) / (people / 1000.0 + 1.0))
        crime = r.homicide_base * (1.0 + r.homicide_arms * (1.0 - w) * (0.5 + idle))
        crime *= 1.0 - police_most * cover
        places["homicides"][p] = crime / 100000.0 * people / 52.1786


def endure(world: World) -> None:
    """Services, economy, need and crime of the week. Homicides stay in expectation (persons)."""
    status = world.combatants["status"]
    former = float(world.combatants["weight"][status >= 2].sum())
    everybody = float(world.combatants["weight"].sum()) + 1.0
    _society(
        world.places,
        world.governments,
        world.rules.society,
        former / everybody,
        world.rules.society.police_effect,
    )
