"""PeaceModel: the Mesa model. Command line, sweep, browser and notebook all step this one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Literal

import mesa
import numpy as np
from mesa.agent import AgentSet
from mesa.datacollection import DataCollector
from mesa.discrete_space import Network
from numpy.typing import NDArray

from sim import week
from sim.agents import (
    Civilian,
    Combatant,
    Faction,
    LocalGovernment,
    MissionHeadquarters,
    PeacekeepingUnit,
)
from sim.agents.base import decide_in_order, own_ways
from sim.agents.people import CivilianRow, CombatantRow, News, gather, rows_of
from sim.case import midrun
from sim.case.build import build
from sim.case.scenario import Scenario
from sim.case.seeds import whole_seed
from sim.fields.column import as_array
from sim.leaders import factions, governments, headquarters
from sim.mechanisms.civilians import hear_news
from sim.state import tally
from sim.state.world import World

Who = type[Any] | str | Mapping[str, type[Any] | str] | None  # a class, a reference, or by name
REPORTED = (
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


def theory_of(faction: Who, headquarters: Who, government: Who, civilian: Who) -> dict[str, Who]:
    """Classes of one's own as `Scenario.under` takes them."""
    who = ("faction", "headquarters", "government", "civilian")
    return dict(zip(who, (faction, headquarters, government, civilian), strict=True))


class _Steered(mesa.Model):
    """What a script may change while a world runs."""

    world: World
    week: Any
    changes: list[tuple[int, dict[Any, Any]]]
    _held: Scenario

    def table(self, name: str) -> NDArray[np.void]:
        """A population's table by name: factions, units, governments, places, civilians ..."""
        table: NDArray[np.void] = getattr(self.world, name)
        return table

    def change_policy(self, overrides: Mapping[str, Any]) -> None:
        """From the next week on the mission has another policy: {"policy.patrols.share": 0.6}.

        `case` stays what the world began as; `changes` and the run's notes say what was changed.
        Raises ScenarioError for what is no policy, or cannot be.
        """
        self._held = midrun.change_policy(self.world, self._held, overrides)
        self.changes.append((self.week, dict(overrides)))

    def change_roads(self, hours: Mapping[tuple[str, str], float]) -> None:
        """From the next week on roads take other hours: {("Lunsar", "Makeni"): 9.0}.

        Raises ScenarioError where there is no such road.
        """
        self._held = midrun.change_road(self.world, self._held, hours)
        self.changes.append((self.week, dict(hours)))


class PeaceModel(_Steered):
    """A scenario and a seed as a Mesa model; `step()` is one week.

    `faction_class` may be one class for all factions or a mapping from faction names to classes;
    `headquarters_class` and `government_class` replace the mission's headquarters and the local
    governments; a class may be given by reference ("my_theory:Careful"). What the scenario has
    of its own (`Scenario.under`) holds where nothing is given here. `population="agents"` makes
    every civilian an ordinary Mesa agent of `civilian_class` with a `step` (slow, readable,
    exactly equal). Attributes: `case` (the
    scenario), `world` (its state), `week` (steps taken),
    `space` (a Mesa Network of the places), `factions` (by name), `headquarters`,
    `governments` (by place), `datacollector`.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int = 1,
        *,
        faction_class: Who = None,
        headquarters_class: Who = None,
        government_class: Who = None,
        civilian_class: Who = None,
        population: Literal["arrays", "agents"] | None = None,
    ) -> None:
        plain = scenario.theory.of("civilian") is None
        scenario = scenario.under(
            theory_of(faction_class, headquarters_class, government_class, civilian_class)
        )
        theory = scenario.theory
        kind_of = theory.of
        civilians = kind_of("civilian") or Civilian
        population = population or ("arrays" if plain else "agents")
        seed = whole_seed(seed)
        super().__init__(rng=seed)
        self.case = scenario
        self.run_seed = seed
        self._held = scenario  # `case` with what a script has changed since
        self.changes: list[tuple[int, dict[Any, Any]]] = []  # what a script changed, and when
        self.world = build(scenario, seed)
        self.space: Any = Network(scenario.region.graph, random=self.random)
        self._cells = [*map(self.space.__getitem__, range(self.world.place_count)), None]
        self._faction_class = kind_of("faction") or Faction
        self._faction_classes = theory.factions()
        self.factions: dict[str, Faction] = {}
        self.units: list[PeacekeepingUnit] = []
        self.headquarters = (kind_of("headquarters") or MissionHeadquarters)(self, 0)
        governs = kind_of("government") or LocalGovernment
        self.governments = [governs(self, p) for p in range(self.world.place_count)]
        self._meet_factions()
        self._civilians: list[Civilian] = []
        self._views: dict[type[Any], list[Any]] = {}
        if population == "agents":
            count = len(self.world.civilians)
            self._civilians = [civilians(self, row) for row in range(count)]
        elif population != "arrays":
            raise ValueError(f"population is {population!r}; must be 'arrays' or 'agents'")
        elif civilians is not Civilian:
            raise ValueError('an own civilian_class acts only with population="agents"')
        self._collector = DataCollector(
            model_reporters={name: partial(_latest, column=name) for name in REPORTED}
        )

    @property
    def week(self) -> int:
        """Weeks that have passed."""
        return self.world.week + 1

    def step(self) -> None:
        """One week."""
        week.run_week(self.world, self)

    @property
    def datacollector(self) -> Any:
        """A Mesa DataCollector over the record, brought up to date when it is asked for."""
        collected = self._collector.model_vars
        for name in REPORTED:
            done = len(collected[name])
            collected[name].extend(self.world.record.series[name][done:].tolist())
        return self._collector

    # what sim.week.Leaders asks for

    def decide_postures(self) -> None:
        """Every faction's leader decides; splinters are met first."""
        self._meet_factions()
        decide_in_order(self.world, self.factions.values(), factions.decide_all, factions.decide)

    def plan_mission(self) -> None:
        """The headquarters bases its units; capitals decide how far they may be used."""
        if self.world.case.rules or own_ways([self.headquarters]):
            self.headquarters.decide()
        else:
            headquarters.plan(self.world)
        self._meet_units()
        decide_in_order(self.world, self.units, headquarters.set_tasks, headquarters.set_task)
        for unit, place in zip(self.units, self.world.units["place"].tolist(), strict=True):
            if unit.cell is not self._cells[place]:
                unit.settle()

    def set_local_priorities(self) -> None:
        """Every local government sets its priority."""
        governed = governments.decide_all, governments.decide
        decide_in_order(self.world, self.governments, *governed)

    def civilians_live(self) -> bool:
        """Let plain civilians live their week; False where they are columns (the default)."""
        if not self._civilians:
            return False
        self.news = News(self.world, *hear_news(self.world))
        for civilian in self._civilians:
            civilian.step()
        gather(self._civilians, as_array(self.world.civilians))
        tally.civilians(self.world)
        return True

    # what Mesa asks for: civilians and combatants are made over their rows when somebody looks

    @property
    def agents_by_type(self) -> dict[type[Any], AgentSet]:
        """Agents by class; civilians and combatants over their rows, on demand."""
        self._meet_units()
        sets = dict(super().agents_by_type)
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

    def _meet_units(self) -> None:
        for row in range(len(self.units), len(self.world.mission.units)):
            self.units.append(PeacekeepingUnit(self, row))

    def _meet_factions(self) -> None:
        if len(self.factions) == self.world.faction_count:
            return
        for row, name in enumerate(self.world.names):
            if name not in self.factions:
                self.factions[name] = self._class_of(name)(self, row)

    def _class_of(self, name: str) -> type[Faction]:
        return self._faction_classes.get(name, self._faction_class)


def _latest(model: PeaceModel, column: str) -> float:
    """The week's value of a column of the record (a plain function: the model can be pickled)."""
    return float(model.world.record.series[column][-1])
