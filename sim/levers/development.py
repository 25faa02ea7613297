"""Lever `development`: work, infrastructure, schools, quick-impact projects. Evidence H3."""

from __future__ import annotations

import numpy as np

from sim.state.works import cover
from sim.state.world import World

WEEKS_A_YEAR = 365.25 / 7.0


def _yearly(world: World) -> float:
    table = world.policy.development
    return table.livelihoods + table.infrastructure + table.education + table.quick_impact


def weekly_cost(world: World) -> dict[str, float]:
    """Dollars of a week: what was set."""
    return {"development": _yearly(world) / WEEKS_A_YEAR}


def work(world: World) -> None:
    """Raise economy and services where money goes; while it is prepared it invites sabotage."""
    table, p = world.policy.development, world.rules.programmes
    ready = world.mission.working("development")
    if ready <= 0.0:
        return
    works, places = world.works, world.places
    people = float(places["persons"].sum()) + 1.0
    half = p.development_half
    open_to = np.exp(-0.7 * places["danger"]) * (0.3 + 0.7 * places["state_control"])
    works["jobs"] = p.jobs_effect * float(cover(table.livelihoods * ready / people, half)) * open_to
    schooled = cover((table.infrastructure + table.education) * ready / people, half)
    works["works"] = p.works_effect * float(schooled) * open_to
    near = places["infantry"] / (places["infantry"] + 100.0)
    small = float(cover(table.quick_impact * ready / people, 0.05 * half))
    works["goodwill"] += p.goodwill_effect * small * near
    total = float(cover(_yearly(world) / people, half))
    works["lure"] += p.sabotage * total * (1.0 - ready) * np.minimum(2.0 * places["contested"], 1.0)
