"""Lever `patrols`: what going out costs. Who goes where is `levers.tasking`."""

from __future__ import annotations

from sim.state.units import INFANTRY, PARTNERS, PRESENT
from sim.state.world import World


def weekly_cost(world: World) -> dict[str, float]:
    """Dollars of a week's patrols as planned: fuel, vehicles, air support."""
    units, share = world.mission.units, world.policy.patrols.share
    if share <= 0.0 or not len(units):
        return {"patrols": 0.0}
    kinds = (units["kind"] == INFANTRY) | (units["kind"] == PARTNERS)
    out = (units["status"] == PRESENT) & kinds & (units["place"] >= 0)
    persons = float((units["persons"] * units["readiness"])[out].sum())
    return {"patrols": world.rules.contributors.patrol_week * share * persons}
