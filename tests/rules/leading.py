"""Agents over a world that a test sets by hand."""

from __future__ import annotations

from sim.model import PeaceModel
from sim.state.world import World


def a_model(world: World) -> PeaceModel:
    """A model whose agents act in this world."""
    model = PeaceModel(world.case, seed=1)
    model.world = world
    return model
