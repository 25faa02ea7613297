"""Lever `elections`: registration, education, certification, and security on the day."""

from __future__ import annotations

from sim.state.world import World

WEEKS_A_YEAR = 365.25 / 7.0
YEAR = 53  # weeks before an election in which it is prepared
EVE = 9  # weeks before the day in which infantry secures polling


def weeks_ahead(world: World) -> int:
    """Weeks until the next election that the scenario makes due; a large number for none."""
    due = [week for week in world.ballot_weeks if week >= world.week]
    return min(due) - world.week if due else 1_000_000


def weekly_cost(world: World) -> dict[str, float]:
    """Dollars of a week, in the year before an election."""
    table = world.policy.elections
    year = table.registration + table.education
    year += table.certification * world.rules.prices.ballot_year
    if year <= 0.0 or weeks_ahead(world) > YEAR:
        return {"elections": 0.0}
    return {"elections": year / WEEKS_A_YEAR}


def infantry_share(world: World) -> float:
    """Share of the infantry that secures polling this week."""
    share = world.policy.elections.security
    return share if share > 0.0 and weeks_ahead(world) <= EVE else 0.0
