"""A world of a few empty places, for answers that can be worked out by hand."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rules.bench import a_world
from sim.case.parts import PARTS
from sim.levers import setup
from sim.state.mission import Mission
from sim.state.places import DTYPE as PLACE_DTYPE
from sim.state.places import GOVERNMENT_DTYPE
from sim.state.units import DTYPE as UNIT_DTYPE
from sim.state.works import DTYPE as WORKS_DTYPE
from sim.state.world import World

YEARLY = 36525.0  # dollars a year that are 700 dollars a week: 365.25 days over 7


@cache
def _built() -> World:
    return a_world()


def few_places(number: int = 2) -> World:
    """A world of its own with `number` places, all of whose columns are 0; programmes stand."""
    world = copy.copy(_built())
    world.rules = copy.copy(world.rules)
    world.plan = copy.copy(world.plan)
    world.roads = copy.copy(world.roads)
    world.places = np.zeros(number, PLACE_DTYPE)
    world.governments = np.zeros(number, GOVERNMENT_DTYPE)
    world.works = np.zeros(number, WORKS_DTYPE)
    world.factions, world.bands = world.factions.copy(), world.bands.copy()
    world.combatants = world.combatants[:0].copy()
    world.mission = Mission(world.case.mission, 4, PARTS.items)
    world.mission.mandated = True
    for name in PARTS.items.programmes:
        world.mission.built[name] = 1.0
    setup.note_months(world)
    return world


def with_tables(**tables: Any) -> World:
    """A world of a few places that has these tables and arrays: they are its memory."""
    world = few_places(len(tables["places"]) if "places" in tables else 2)
    for name, array in tables.items():
        setattr(world, name, array)
    return world


def table(dtype: np.dtype[Any], *rows: dict[str, Any]) -> NDArray[np.void]:
    """Rows of a table; columns that a row does not name are 0."""
    made = np.zeros(len(rows), dtype)
    for at, row in enumerate(rows):
        for name, value in row.items():
            made[name][at] = value
    return made


def units(*rows: dict[str, Any]) -> NDArray[np.void]:
    """Rows of populations.units; what is not named is 0: pledged infantry in place 0."""
    return table(UNIT_DTYPE, *rows)
