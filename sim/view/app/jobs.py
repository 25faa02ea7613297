"""Long work of the server behind all answers to visitors: one of a kind, watched by all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import solara

LOOK: Final = 0.7  # seconds between looks at how far a job is
Stale = Callable[[], bool]
Steps = Callable[[Stale], Iterator[tuple[int, int]]]


@dataclass
class Job:
    """Work in a thread. `done` of `total` steps; `fault`: what it met, empty where all went well.

    A job that was stopped goes on where it was when it is started again.
    """

    done: int = 0
    total: int = 0
    fault: str = ""
    running: bool = False
    stop: bool = False

    def start(self, steps: Steps) -> None:
        """Begin, unless it runs already."""
        if self.running:
            return
        self.running, self.stop, self.fault = True, False, ""
        threading.Thread(target=self._work, args=(steps,), daemon=True).start()

    def _work(self, steps: Steps) -> None:
        try:
            for done, total in steps(lambda: self.stop):
                self.done, self.total = done, total
        except Exception as error:  # whatever a worker met is shown where the progress stood
            self.fault = f"{type(error).__name__}: {error}"
        finally:
            self.running = False

    @property
    def now(self) -> tuple[int, bool, str]:
        """What a visitor sees of it."""
        return self.done, self.running, self.fault


@cache
def _jobs() -> dict[Any, Job]:
    return {}


def job_of(key: Any) -> Job:
    """The job of a key, one for all sessions."""
    return _jobs().setdefault(key, Job())


def use_job(job: Job) -> tuple[int, bool, str]:
    """A component's look at a job: drawn again when it gets on."""
    seen, set_seen = solara.use_state(job.now)

    def follow() -> Callable[[], None]:
        over = threading.Event()

        def look() -> None:
            while not over.wait(LOOK):
                set_seen(job.now)

        threading.Thread(target=look, daemon=True).start()
        return over.set

    solara.use_effect(follow, [id(job)])
    return seen
