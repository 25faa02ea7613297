"""What local governments let through of the mission's goods and projects, by their stance."""

from __future__ import annotations

import numpy as np

from sim.fields.compiled import rule
from sim.state.places import BARGAIN, CAPTURED, OBSTRUCT
from sim.state.world import World


@rule
def let_in(world: World, p: int) -> float:
    """Share of goods and projects that get past a local government, which may obstruct."""
    stopped = world.governments["stance"][p] == OBSTRUCT
    return 1.0 - world.rules.leaders.obstruct_stops if stopped else 1.0


@rule
def left_by_officials(world: World, p: int) -> float:
    """Share that is left after the cut of officials who bargain."""
    own = world.governments
    cut = 0.0
    if own["stance"][p] == BARGAIN:
        cut = world.rules.leaders.bargain_cut * np.float64(own["corruption"][p])
    return 1.0 - cut


@rule
def left_by_captors(world: World, p: int) -> float:
    """Share that is left after what goes to the armed groups that hold a captured government."""
    captured = world.governments["stance"][p] == CAPTURED
    return 1.0 - world.rules.leaders.captured_takes if captured else 1.0


@rule
def let_through(world: World, p: int) -> float:
    """Share of a project that its people get: what is let in, and is neither kept nor taken."""
    return let_in(world, p) * left_by_officials(world, p) * left_by_captors(world, p)
