"""Lever `mediation`: envoys and their support. What talks lead to is `mechanisms.politics`."""

from __future__ import annotations

from sim.state.world import World

WEEKS_A_YEAR = 365.25 / 7.0


def weekly_cost(world: World) -> dict[str, float]:
    """Dollars of a week: teams, and observers who stand for the guarantees."""
    table = world.policy.mediation
    each = world.rules.prices.team_year * (1.0 + 0.3 * table.inclusion + 0.3 * table.guarantees)
    return {"mediation": table.teams * each / WEEKS_A_YEAR}
