"""From a setting to paired answers: what is known is taken, the rest is run, stale work dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, wait
from dataclasses import dataclass
from typing import Any

from sim.case.scenario import Scenario
from sim.nature.posterior import DRAWS
from sim.view.app import work
from sim.view.app.compare import Pair
from sim.view.app.known import memory
from sim.view.app.live import film
from sim.view.app.pool import Kept, Workers
from sim.view.app.setting import Setting, overrides
from sim.view.app.task import Task

FIRST, FULL = 8, 32  # worlds of the first answer and of the full one
PATIENCE = 0.05  # seconds between looks at whether the question is still asked


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


def baseline_of(case: Scenario, setting: Setting) -> Question:
    """The question with the levers left as they are."""
    return question_of(case, setting.only("nature"))


class Asker:
    """Asks the workers; one for all sessions."""

    def __init__(self, workers: Workers, kept: Kept) -> None:
        self._workers = workers
        self._kept = kept

    def answers(
        self,
        question: Question,
        stale: Callable[[], bool],
        first: int = FIRST,
        full: int = FULL,
        stage: int = 0,
    ) -> Iterator[Pair]:
        """The first answer, then the full one. Stops early, without a word, once it is stale.

        `stage`: of the first answer; what has a higher one waits for all with a lower one.
        """
        stages = [n for n in (first, full) if n]
        for number, count in enumerate(stages):
            seeds = range(count)
            wanted = [(question.what, question.what_changes, seed) for seed in seeds]
            if question.changed:
                wanted += [(question.base, question.base_changes, seed) for seed in seeds]
            found = self.run(question, wanted, stage + number, stale)
            if found is None:
                return
            what = found[:count]
            base = found[count:] if question.changed else what
            pair = Pair(base, what, question.weeks)
            memory().hear(question, pair)
            yield pair

    def run(
        self,
        question: Question,
        wanted: list[tuple[Scenario, tuple[tuple[str, Any], ...], int]],
        stage: int,
        stale: Callable[[], bool],
    ) -> list[work.Answer] | None:
        """Answers of worlds in order; None once stale. Raises what a worker raised."""
        keys = [
            (case.hash, question.draw_of(seed), question.weeks, seed) for case, _, seed in wanted
        ]
        found = {key: self._kept.get(key) for key in keys}
        missing = {
            key: Task(question.scenario, question.drawn(changes, seed), seed, question.weeks)
            for key, (_, changes, seed) in zip(keys, wanted, strict=True)
            if found[key] is None
        }
        futures = {
            key: self._workers.submit(work.answer, task, stage) for key, task in missing.items()
        }
        if not _patiently(list(futures.values()), stale):
            return None
        for key, future in futures.items():
            answer = future.result()
            self._kept.put(key, answer, _size(answer))
            found[key] = answer
        return [found[key] for key in keys]

    def films(
        self, question: Question, seed: int, stale: Callable[[], bool]
    ) -> tuple[Any, Any] | None:
        """Films of the baseline and of the what-if (the same where nothing changed)."""
        cases = [question.base, question.what] if question.changed else [question.base]
        keys = [("film", case.hash, question.draw_of(seed), question.weeks, seed) for case in cases]
        futures = {
            key: self._workers.submit(film, question.film_task(bool(number), seed), 0)
            for number, key in enumerate(keys)
            if self._kept.get(key) is None
        }
        if not _patiently(list(futures.values()), stale):
            return None
        for key, future in futures.items():
            self._kept.put(key, future.result(), future.result().size)
        found = [self._kept.get(key) or futures[key].result() for key in keys]
        return found[0], found[-1]


def _patiently(futures: list[Future[Any]], stale: Callable[[], bool]) -> bool:
    """Wait for all; False (and the rest cancelled) once the question is stale."""
    waiting = set(futures)
    try:
        while waiting:
            if stale():
                return False
            done, waiting = wait(waiting, timeout=PATIENCE)
            for future in done:
                if not future.cancelled() and future.exception() is not None:
                    future.result()
    except CancelledError:
        return False
    finally:
        for future in waiting:
            future.cancel()
    return True


def _size(answer: work.Answer) -> int:
    arrays = (answer.series, answer.outcomes, answer.places, answer.money, answer.asked)
    return sum(array.nbytes for array in arrays) + 500
