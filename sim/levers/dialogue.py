"""Lever `dialogue`: facilitators between communities. Evidence B12, B13."""

from __future__ import annotations

import numpy as np

from sim.state.works import cover, per_million
from sim.state.world import World

WEEKS_A_YEAR = 365.25 / 7.0


def weekly_cost(world: World) -> dict[str, float]:
    """Dollars of a week: facilitators, a third of them international."""
    p = world.rules.prices
    each = (p.staff_year + 2.0 * p.local_year) / 3.0 / WEEKS_A_YEAR
    return {"dialogue": each * world.policy.dialogue.facilitators}


def work(world: World) -> None:
    """Where facilitators are, and trusted, part of communal violence does not happen."""
    table, p = world.policy.dialogue, world.rules.programmes
    staff = table.facilitators * world.mission.working("dialogue")
    if staff <= 0.0:
        return
    places = world.places
    people = places["persons"] + 1.0
    tense = people * places["mixed"] * (0.05 + places["grievance"])
    share = (1.0 - table.focus) * people / people.sum() + table.focus * tense / tense.sum()
    trusted = np.minimum(places["trust_mission"] / 0.4, 1.25) * (
        0.5 + 0.7 * world.mission.impartial
    )
    reach = cover(per_million(staff, share, people), p.dialogue_half)
    world.works["calm"] += np.minimum(p.dialogue_effect * reach * trusted, 0.9)
