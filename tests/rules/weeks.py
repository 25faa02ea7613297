"""Weeks that have passed, for rules that look back."""

from __future__ import annotations

import numpy as np

from sim.state import mission, record
from sim.state.world import World


def record_weeks(world: World, number: int) -> None:
    """So many weeks are recorded, in which nothing happened."""
    for _ in range(number):
        record.make_room(world.record)
        world.record.weeks += 1


def book_week(world: World, **dollars: int) -> None:
    """The mission spends so much, by item, and has no income."""
    costs = [dollars.get(name, 0) for name in world.mission.items.names]
    mission.enter(world.mission, 0, np.array(costs, np.int64))
