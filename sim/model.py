"""PeaceModel: the Mesa model. Command line, sweep, browser and notebook all step this one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from mesa.discrete_space import Network

from sim import week
from sim.agents import (
    Civilian,
    Faction,
    LocalGovernment,
    MissionHeadquarters,
    PeacekeepingUnit,
)
from sim.agents.base import decide_in_order, own_ways
from sim.agents.citizen import Citizen
from sim.agents.people import News, gather
from sim.case import midrun
from sim.case.asked import Asked, asked_for
from sim.case.build import build
from sim.case.scenario import Scenario
from sim.case.seeds import chosen_seed
from sim.fields.column import as_array
from sim.leaders import factions, governments, headquarters
from sim.mechanisms.civilians import hear_news
from sim.state import tally

Who = type[Any] | str | Mapping[str, type[Any] | str] | None  # a class, a reference, or by name


def theory_of(faction: Who, headquarters: Who, government: Who, civilian: Who) -> dict[str, Who]:
    """Classes of one's own as `Scenario.under` takes them."""
    who = ("faction", "headquarters", "government", "civilian")
    return dict(zip(who, (faction, headquarters, government, civilian), strict=True))


class _Steered(Citizen):
    """What a script may change while a world runs."""

    week: Any
    changes: list[tuple[int, dict[Any, Any]]]
    _held: Scenario

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
    """A scenario and a seed as a Mesa model; `step()` is one week, `run_model()` all of them.

    `rng` is another word for `seed`, as Mesa has it; without either a seed is drawn and kept in
    `run_seed`, so that the world can be made again.

    `faction_class` may be one class for all factions or a mapping from faction names to classes;
    `headquarters_class` and `government_class` replace the mission's headquarters and the local
    governments; a class may be given by reference ("my_theory:Careful"). What the scenario has
    of its own (`Scenario.under`) holds where nothing is given here. `population="agents"` makes
    every civilian an ordinary Mesa agent of `civilian_class` with a `step` (slow, readable,
    exactly equal). Attributes: `case` (the scenario), `run_seed`, `world` (its state), `week`
    (steps taken),
    `space` (a Mesa Network of the places), `factions` (by name), `headquarters`,
    `governments` (by place), `datacollector`.
    """

    def __init__(
        self,
        scenario: Asked,
        seed: int | None = None,
        *,
        rng: int | None = None,
        faction_class: Who = None,
        headquarters_class: Who = None,
        government_class: Who = None,
        civilian_class: Who = None,
        population: Literal["arrays", "agents"] | None = None,
    ) -> None:
        scenario = asked_for(scenario)
        plain = scenario.theory.of("civilian") is None
        scenario = scenario.under(
            theory_of(faction_class, headquarters_class, government_class, civilian_class)
        )
        theory = scenario.theory
        kind_of = theory.of
        civilians = kind_of("civilian") or Civilian
        population = population or ("arrays" if plain else "agents")
        seed = chosen_seed(seed, rng)
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
        self._reports()

    @property
    def week(self) -> int:
        """Weeks that have passed."""
        return self.world.week + 1

    def step(self) -> None:
        """One week. After the scenario's last one `running` is False; more can be asked for."""
        week.run_week(self.world, self)
        self.running = self.week < self.case.weeks
        if self._given is not None and type(self).step is PeaceModel.step:
            self._given.collect(self)

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
