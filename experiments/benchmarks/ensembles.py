"""Many runs: in worker processes, in threads, by mesa.batch_run, and by agentpy if installed."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import mesa
from clock import CIVILIANS, WEEKS, Figure, least
from whole import zambara

import sim
from sim.machine import workers

RUNS = 32
BATCH = 4
GOES = 3


@cache
def case() -> sim.Scenario:
    """Read once a process."""
    return zambara()


def deaths(seeds: Sequence[int]) -> list[float]:
    """Some runs with their outcomes."""
    return [sim.run(case(), seed, WEEKS).outcomes["civilian_deaths"] for seed in seeds]


def batches() -> list[range]:
    """The seeds in small batches."""
    return [range(first, first + BATCH) for first in range(0, RUNS, BATCH)]


def in_processes(count: int) -> float:
    """Seconds with so many workers that are there already and have run once."""
    with workers.pool(count) as running:
        list(running.map(deaths, [range(2)] * (4 * count)))
        return least(lambda: list(running.map(deaths, batches())), GOES)


def in_threads(count: int) -> float:
    """Seconds with so many threads of this process."""
    with ThreadPoolExecutor(count) as running:
        return least(lambda: list(running.map(deaths, batches())), GOES)


class Batched(sim.PeaceModel):
    """A model as `mesa.batch_run` makes it: of nothing but keywords."""

    def __init__(self, seed: Any = 1, population: Any = "arrays") -> None:
        super().__init__(case(), seed=int(seed), population=population)


def by_mesa() -> float:
    """Seconds of the same runs by Mesa's own batch runner, in this process."""
    given = {"seed": range(RUNS)}
    return least(
        lambda: mesa.batch_run(
            Batched,
            given,
            number_processes=1,
            iterations=1,
            max_steps=WEEKS,
            data_collection_period=-1,
            display_progress=False,
        ),
        2,
    )


def figures() -> Iterator[Figure]:
    """Seconds of an ensemble."""
    about = f"{RUNS} runs x {WEEKS} weeks x {CIVILIANS:,} civilians"
    deaths(range(1))
    for count in (1, 2):
        yield Figure(f"{about}, {count} worker processes, warm", in_processes(count), "s")
    yield Figure(f"{about}, 2 threads", in_threads(2), "s")
    yield Figure(f"{about}, mesa.batch_run, 1 process", by_mesa(), "s")
    if importlib.util.find_spec("agentpy") is None:
        print("agentpy is not installed: no figure of it")
    else:
        yield Figure(f"{CIVILIANS:,} agentpy agents, 52 weeks, fear alone", by_agentpy(), "s")


def by_agentpy() -> float:
    """Seconds of a much smaller model of as many agents: each draws luck and lets fear fade."""
    import agentpy as ap

    class Person(ap.Agent):  # type: ignore[misc]
        """Somebody who is afraid."""

        def setup(self) -> None:
            self.fear = 0.0

        def live(self) -> None:
            self.fear = 0.9 * self.fear + float(self.model.random.random() < 0.01)

    class People(ap.Model):  # type: ignore[misc]
        """A country of them."""

        def setup(self) -> None:
            self.people = ap.AgentList(self, CIVILIANS, Person)

        def step(self) -> None:
            self.people.live()

    return least(lambda: People({"steps": 52}).run(display=False), 1)
