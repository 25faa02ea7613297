"""From a setting to paired answers: what is known is taken, the rest is run, stale work dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, wait
from typing import Any

from sim.case.scenario import Scenario
from sim.view.app import work
from sim.view.app.compare import Pair
from sim.view.app.known import memory
from sim.view.app.live import film
from sim.view.app.pool import Kept, Workers
from sim.view.app.question import Question, question_of
from sim.view.app.setting import Setting
from sim.view.app.task import Task

FIRST, FULL = 8, 32  # worlds of the first answer and of the full one
PATIENCE = 0.05  # seconds between looks at whether the question is still asked


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


__all__ = ["FIRST", "FULL", "Asker", "Question", "question_of"]
