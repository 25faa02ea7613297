"""What is asked: two policies, under the same assumptions about nature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.case.scenario import Scenario
from sim.nature.posterior import DRAWS
from sim.view.app import work
from sim.view.app.setting import Setting, overrides
from sim.view.app.task import Task


@dataclass(frozen=True)
class Question:
    """The two policies to compare, under the same assumptions about nature.

    `draws`: of the posterior, taking turns over the seeds as in `sim.compare`; 0: luck alone.
    """

    scenario: str
    base: Scenario
    base_changes: tuple[tuple[str, Any], ...]
    what: Scenario
    what_changes: tuple[tuple[str, Any], ...]
    weeks: int
    setting: Setting
    draws: int = 0

    @property
    def changed(self) -> bool:
        """Whether the policies differ in anything that decides a run."""
        return self.base.hash != self.what.hash

    def film_task(self, what: bool, seed: int) -> Task:
        """One world of the question, to be watched."""
        changes = self.what_changes if what else self.base_changes
        return Task(self.scenario, self.drawn(changes, seed), seed, self.weeks)

    def draw_of(self, seed: int) -> int:
        """The draw of the posterior that a seed's world has; 0: the fitted point."""
        return 1 + seed % self.draws if self.draws else 0

    def drawn(self, changes: tuple[tuple[str, Any], ...], seed: int) -> tuple[tuple[str, Any], ...]:
        """The changes of a seed's world, its draw of the posterior with them."""
        draw = self.draw_of(seed)
        if not draw:
            return changes
        return work.frozen({**work.thawed(changes), "nature.posterior": draw})


def question_of(case: Scenario, setting: Setting) -> Question:
    """The question a setting asks of its scenario. Raises ScenarioError where it is not one."""
    nature = overrides(case, setting.only("nature"))
    everything = overrides(case, setting)
    base = case.changed(nature) if nature else case
    what = case.changed(everything) if everything else case
    weeks = setting.weeks or case.weeks
    frozen = work.frozen(nature), work.frozen(everything)
    draws = DRAWS if setting.unsure else 0
    return Question(setting.scenario, base, frozen[0], what, frozen[1], weeks, setting, draws)
