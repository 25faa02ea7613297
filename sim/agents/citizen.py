"""What Mesa's tools ask of a model: agents by type, a data collector, a run that ends."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import mesa
from mesa.agent import AgentSet
from mesa.datacollection import DataCollector
from numpy.typing import NDArray

from sim.agents.factions import Faction
from sim.agents.governments import LocalGovernment
from sim.agents.mission import MissionHeadquarters, PeacekeepingUnit
from sim.agents.people import Civilian, CivilianRow, Combatant, CombatantRow, rows_of
from sim.state.world import World

REPORTED: Final = (
    "events_battle",
    "events_onesided",
    "events_nonstate",
    "civilian_deaths",
    "combatant_deaths",
    "peacekeeper_deaths",
    "displaced",
    "troops",
    "trust_state",
    "trust_mission",
    "control_state",
)
LEADERS: Final[tuple[type[Any], ...]] = (
    Faction,
    LocalGovernment,
    MissionHeadquarters,
    PeacekeepingUnit,
)


def latest(model: Any, column: str) -> float:
    """The week's value of a column of the record (a plain function: the model can be pickled)."""
    return float(model.world.record.series[column][-1])


def seed_of(model: Any) -> int:
    """The seed a world was made with: rows of `mesa.batch_run` say so, and can be run again."""
    return int(model.run_seed)


class Citizen(mesa.Model):
    """The side of a model that Mesa's own tools see."""

    world: World
    run_seed: int
    _civilians: list[Civilian]
    _views: dict[type[Any], list[Any]]
    _given: Any = None  # a collector that a script has set

    def table(self, name: str) -> NDArray[Any]:
        """A population's table by name: factions, units, governments, places, civilians ..."""
        table: NDArray[Any] = getattr(self.world, name)
        return table

    def _reports(self) -> None:
        reporters: dict[str, Any] = {name: partial(latest, column=name) for name in REPORTED}
        self._collector = DataCollector(model_reporters={**reporters, "seed": seed_of})

    @property
    def datacollector(self) -> Any:
        """A Mesa DataCollector over the record, brought up to date when it is asked for.

        It can be set: `step` then collects at the end of every week, unless a subclass has a
        `step` of its own, which collects itself as in any Mesa model.
        """
        if self._given is not None:
            return self._given
        collected = self._collector.model_vars
        weeks = self.world.week + 1
        for name in REPORTED:
            done = len(collected[name])
            collected[name].extend(self.world.record.series[name][done:].tolist())
        collected["seed"] = [self.run_seed] * weeks
        if hasattr(self._collector, "_collection_steps"):  # Mesa 3.5: its batch_run looks there
            self._collector._collection_steps = [float(week) for week in range(1, weeks + 1)]
        return self._collector

    @datacollector.setter
    def datacollector(self, collector: Any) -> None:
        self._given = collector

    @property
    def agent_types(self) -> list[type]:
        """The classes of agents; civilians and combatants are always among them."""
        return list(self.agents_by_type)

    @property
    def agents_by_type(self) -> dict[type[Any], AgentSet]:
        """Agents by class; civilians and combatants over their rows, on demand.

        Under a class of the package stand all of its agents, those of a subclass of yours too;
        under your class only those.
        """
        self._meet_units()
        sets = dict(super().agents_by_type)
        for base in LEADERS:
            own = [kind for kind in sets if kind is not base and issubclass(kind, base)]
            if own:
                theirs = [agent for kind in (base, *own) for agent in sets.get(kind, ())]
                sets[base] = AgentSet(theirs, random=self.random)
        if not self._civilians:
            sets[Civilian] = self._rows(CivilianRow, "civilians")
        elif Civilian not in sets:
            sets[Civilian] = AgentSet(self._civilians, random=self.random)
        sets[Combatant] = self._rows(CombatantRow, "combatants")
        return sets

    @property
    def agents(self) -> AgentSet:
        """All agents, civilians and combatants included."""
        self._meet_units()
        everyone: list[Any] = list(super().agents)
        if not self._civilians:
            everyone += self._rows(CivilianRow, "civilians")
        return AgentSet([*everyone, *self._rows(CombatantRow, "combatants")], random=self.random)

    def _meet_units(self) -> None:
        """Make agents of units that have come since."""

    def _rows(self, kind: type[Any], table: str) -> AgentSet:
        views = self._views.get(kind, [])
        if len(views) != len(self.table(table)):
            views = rows_of(self, kind, table)
            self._views[kind] = views  # an AgentSet holds its agents weakly
        return AgentSet(views, random=self.random)

    def __getstate__(self) -> dict[str, Any]:
        """Views over rows and a week's news are not copied; they are made again when asked for."""
        kept = {name: value for name, value in self.__dict__.items() if name != "news"}
        return {**kept, "_views": {}}
