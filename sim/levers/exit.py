"""Lever `exit`: a dated draw-down, by benchmarks if wanted, with or without a follow-on."""

from __future__ import annotations

import numpy as np

from sim.state.world import World

WEEKS_A_YEAR = 365.25 / 7.0
CALM = 0.15  # danger below which a place counts as calm (assumption)


def plan(world: World) -> None:
    """A month of drawing down: the share of the force that stays. Never grows again."""
    table, mission = world.policy.exit, world.mission
    if table.begin is None or world.today < table.begin:
        return
    if table.benchmark > 0.0 and calm_share(world) < table.benchmark:
        return
    mission.staying = max(mission.staying - 1.0 / table.months, 0.0)


def weekly_cost(world: World) -> dict[str, float]:
    """Dollars of a week: part of what the leaving force saves goes on to local institutions."""
    table, mission = world.policy.exit, world.mission
    if table.handover <= 0.0 or mission.staying >= 1.0:
        return {"exit": 0.0}
    saved = world.policy.force.troops * (1.0 - mission.staying)
    year = saved * world.rules.contributors.person_year
    return {"exit": table.handover * year / WEEKS_A_YEAR}


def hand_over(world: World) -> None:
    """A month of money for local institutions."""
    given = world.policy.exit.handover * (1.0 - world.mission.staying)
    given *= world.mission.working("exit")
    if given <= 0.0:
        return
    governments = world.governments
    for column in ("capacity", "police"):
        gain = world.rules.programmes.administration_effect * 0.05 * given
        governments[column] += gain * (1.0 - governments[column])


def calm_share(world: World) -> float:
    """Share of the people who live in calm places, 0 to 1."""
    people = world.places["persons"]
    calm = world.places["danger"] < CALM
    return float(people[calm].sum() / max(float(np.sum(people)), 1.0))
