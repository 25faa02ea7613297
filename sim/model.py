"""PeaceModel: the Mesa model. Command line, sweep, browser and notebook all step this one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import mesa
import numpy as np
from mesa.datacollection import DataCollector
from mesa.discrete_space import Network
from numpy.typing import NDArray

from sim import week, world
from sim.agents import Faction, LocalGovernment, MissionHeadquarters, PeacekeepingUnit
from sim.scenario import Scenario

REPORTED = (
    "events_battle", "events_onesided", "events_nonstate", "civilian_deaths", "combatant_deaths",
    "peacekeeper_deaths", "displaced", "troops", "trust_state", "trust_mission", "control_state",
)


class PeaceModel(mesa.Model):
    """A scenario and a seed as a Mesa model; `step()` is one week.

    `faction_class` may be one class for all factions or a mapping from faction names to classes;
    `headquarters_class` and `government_class` replace the mission's headquarters and the local
    governments. Attributes: `case` (the scenario), `world` (its state), `week` (steps taken),
    `space` (a Mesa Network of the places), `factions` (by name), `headquarters`,
    `governments` (by place), `datacollector`.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int = 1,
        *,
        faction_class: type[Faction] | Mapping[str, type[Faction]] = Faction,
        headquarters_class: type[MissionHeadquarters] = MissionHeadquarters,
        government_class: type[LocalGovernment] = LocalGovernment,
    ) -> None:
        super().__init__(rng=seed)
        self.case = scenario
        self.run_seed = seed
        self.world = world.build(scenario, seed)
        self.space: Any = Network(scenario.region.graph, random=self.random)
        self._faction_class = faction_class
        self.factions: dict[str, Faction] = {}
        self.units: list[PeacekeepingUnit] = []
        self.headquarters = headquarters_class(self, 0)
        self.governments = [government_class(self, p) for p in range(self.world.place_count)]
        self._meet_factions()
        self.datacollector = DataCollector(
            model_reporters={name: partial(_latest, column=name) for name in REPORTED}
        )

    @property
    def week(self) -> int:
        """Weeks that have passed."""
        return self.world.week + 1

    def table(self, name: str) -> NDArray[np.void]:
        """A population's table by name: factions, units, governments, places, civilians ..."""
        if name == "units":
            return self.world.mission.units
        table: NDArray[np.void] = getattr(self.world, name)
        return table

    def step(self) -> None:
        """One week."""
        week.run_week(self.world, self)
        self.datacollector.collect(self)

    # what sim.week.Leaders asks for

    def decide_postures(self) -> None:
        """Every faction's leader decides; splinters are met first."""
        self._meet_factions()
        for faction in self.factions.values():
            faction.decide()

    def plan_mission(self) -> None:
        """The headquarters bases its units; capitals decide how far they may be used."""
        self.headquarters.decide()
        for row in range(len(self.units), len(self.world.mission.units)):
            self.units.append(PeacekeepingUnit(self, row))
        for unit in self.units:
            unit.decide()
            unit.settle()

    def set_local_priorities(self) -> None:
        """Every local government sets its priority."""
        for government in self.governments:
            government.decide()

    def civilians_live(self) -> bool:
        """Civilians are columns; the kernel lives their week."""
        return False

    def _meet_factions(self) -> None:
        for row, name in enumerate(self.world.names):
            if name not in self.factions:
                self.factions[name] = self._class_of(name)(self, row)

    def _class_of(self, name: str) -> type[Faction]:
        if isinstance(self._faction_class, Mapping):
            return self._faction_class.get(name, Faction)
        return self._faction_class


def _latest(model: PeaceModel, column: str) -> float:
    """The week's value of a column of the record (a plain function: the model can be pickled)."""
    return float(model.world.record.series[column][-1])
