"""Lever `protection`: guarded zones, escorts, evacuation. An unguarded zone draws attack."""

from __future__ import annotations

import numpy as np

from sim.state.world import World

WEEKS_A_YEAR = 365.25 / 7.0
WORTH_A_ZONE = 300.0  # displaced people who make a zone worth its guards (assumption)


def weekly_cost(world: World) -> dict[str, float]:
    """Dollars of a week: sites, evacuation, added cost of escorts."""
    table, p = world.policy.protection, world.rules.prices
    year = table.zones * p.zone_year + table.evacuation * p.evacuation_year
    escorts = table.escorts * world.mission.troops() * p.escort_week
    return {"protection": year / WEEKS_A_YEAR + escorts}


def work(world: World) -> None:
    """Put zones where most displaced people are in danger; say how many guards they want."""
    table, p = world.policy.protection, world.rules.programmes
    ready = world.mission.working("protection")
    if ready <= 0.0:
        return
    works, places = world.works, world.places
    works["evacuation"] = p.evacuation_saves * table.evacuation * ready
    number = int(table.zones * ready + 1e-9)
    if number == 0:
        return
    danger = places["displaced"] * (0.05 + places["danger"])
    for place in np.argsort(-danger, kind="stable")[:number]:
        inside = min(float(places["displaced"][place]), p.zone_room)
        if inside < WORTH_A_ZONE:
            break
        works["zone"][place] = 1.0
        works["sheltered"][place] = min(inside / (float(places["persons"][place]) + 1.0), 1.0)
        works["guards"][place] += table.zone_guards
