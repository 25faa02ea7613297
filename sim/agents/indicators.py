"""What an adaptive headquarters can watch: one number each, of a place or of the country."""

from __future__ import annotations

import numpy as np

from sim.fields.arithmetic import total
from sim.fields.column import as_array
from sim.nature.leaders import Leaders
from sim.state.factions import FIGHTING
from sim.state.mission import troops
from sim.state.world import World

PLACE_COLUMNS = ("displaced", "danger", "need", "risk", "trust_mission", "trust_state")
ENDLESS = 1.0e6  # weeks that money lasts of which none is spent


def watch(world: World, name: str, place: str = "") -> float:
    """The value of `name` (see `sim.case.adaptive.Watched`) now.

    `place`: a place, "worst" for the largest value of any, empty for the country (sums of
    people, means weighed by people). Money in weeks of last week's costs. Raises ValueError for
    a place that does not exist.
    """
    if name in PLACE_COLUMNS:
        return _of_places(world, as_array(world.places)[name].astype(np.float64), name, place)
    month = int(world.rules.of(Leaders).watch_weeks)
    if name in ("deaths", "civilian_deaths"):
        kept = world.record.places["deaths"][-month:].sum(axis=0).astype(np.float64)
        if place:
            return _of_places(world, kept, name, place)
        if name == "civilian_deaths":
            return total(world.record.series["civilian_deaths"][-month:])
        return total(kept)
    mission = world.mission
    if name == "peacekeeper_deaths":
        return total(world.record.series["peacekeeper_deaths"][-month:])
    if name == "cash_weeks":
        week = mission.weeks - 1  # in a page of the book stand income, every item, the balance
        spent = total(mission.book[week, 1:-1]) if mission.weeks else 0.0
        return mission.cash / spent if spent > 0.0 else ENDLESS
    if name == "fighters":
        table = world.factions
        war = (table["standing"] == FIGHTING) & (table["side"] != world.governing)
        return total(table["fighters"][war])
    if name == "troops":
        return troops(mission)
    return float({"consent": mission.consent, "support": mission.support}[name])


def _of_places(world: World, values: np.ndarray, name: str, place: str) -> float:  # type: ignore[type-arg]
    if place == "worst":
        return float(values.max())
    if place:
        names = world.case.region.names
        if place not in names:
            raise ValueError(f"{place!r}: no place of {world.case.name} has that name")
        return float(values[names.index(place)])
    if name == "displaced":
        return total(values)
    people = world.places["persons"]
    return total(values * people) / max(total(people), 1.0)
