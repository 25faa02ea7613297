"""Worlds in pairs: run here, in threads or in processes, and kept as far as a comparison needs."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sim.case.scenario import Scenario
from sim.fields.errors import ScenarioError
from sim.machine import workers
from sim.model import PeaceModel
from sim.runs.begun import packed, parting_week, unpacked, worth_keeping
from sim.runs.run import Run, run, step_to

PATIENCE_SECONDS = 10.0  # work below this is done in threads here: processes take long to start
CHUNK_SECONDS = 4.0


@dataclass(frozen=True)
class World:
    """What a comparison keeps of a run."""

    outcomes: dict[str, float]
    series: NDArray[np.float64]  # (W, columns)
    columns: tuple[str, ...]
    places: NDArray[np.float64]  # (P, 3): deaths, displaced person-weeks, mean fear


def _kept(r: Run) -> World:
    series, places = r.kept.series, r.kept.places
    columns = tuple(series.dtype.names or ())
    table = np.stack([series[name].astype(float) for name in columns], axis=1)
    totals = [
        places["deaths"].sum(axis=0, dtype=float),
        places["displaced"].sum(axis=0, dtype=float),
        places["fear"].mean(axis=0, dtype=float),
    ]
    return World(r.outcomes, table, columns, np.stack(totals, axis=1))


def run_pairs(
    base: Scenario, whatif: Scenario, seeds: Sequence[int], weeks: int, posterior: int = 0
) -> list[tuple[World, World]]:
    """Both worlds of each seed (what a worker process does); what is alike in both is run once.

    `posterior`: so many draws of the posterior take turns, the first with seed 0; 0: as they are.
    """
    parting = min(parting_week(base, whatif), weeks)
    found = []
    for seed in seeds:
        one, other = (_of_draw(case, seed, posterior) for case in (base, whatif))
        found.append(_pair(one, other, seed, weeks, parting))
    return found


def _of_draw(case: Scenario, seed: int, posterior: int) -> Scenario:
    return case.changed({"nature.posterior": 1 + seed % posterior}) if posterior else case


def _pair(
    base: Scenario, whatif: Scenario, seed: int, weeks: int, parting: int
) -> tuple[World, World]:
    if not worth_keeping(parting, weeks):
        return _kept(run(base, seed, weeks)), _kept(run(whatif, seed, weeks))
    model = PeaceModel(base, seed=seed)
    step_to(model, parting)
    other = unpacked(packed(model), whatif)
    return _kept(Run.of_model(step_to(model, weeks))), _kept(Run.of_model(step_to(other, weeks)))


def pairs_of(
    base: Scenario,
    whatif: Scenario,
    seeds: tuple[int, ...],
    weeks: int,
    processes: int | None,
    posterior: int = 0,
) -> Iterator[tuple[World, World]]:
    """Pairs in the order of the seeds. ScenarioError: classes that other processes cannot read."""
    if (processes or 1) > 1 and (base.theory.local or whatif.theory.local):
        text = "stand in no file of their own, so other processes cannot read them; put them in one"
        raise ScenarioError([f"classes of your own {text}, or leave processes out"])
    yield from run_pairs(base, whatif, seeds[:1], weeks, posterior)
    rest = seeds[1:]
    start = time.perf_counter()
    if rest:  # the first pair may have compiled the model: the second one tells the price
        yield from run_pairs(base, whatif, rest[:1], weeks, posterior)
        rest = rest[1:]
    each = time.perf_counter() - start
    work = partial(run_pairs, base, whatif, weeks=weeks, posterior=posterior)
    local = base.theory.local or whatif.theory.local
    if processes is None and (local or not _worth_starting(each * len(rest))):
        chunks = [rest[i : i + 1] for i in range(len(rest))]
        for found in workers.in_threads(work, chunks, threads_for(base, whatif)):
            yield from found
        return
    count = _processes(processes, len(rest))
    size = 1
    if count > 1:
        size = max(1, min(round(CHUNK_SECONDS / max(each, 1e-6)), len(rest) // count))
    chunks = [rest[i : i + size] for i in range(0, len(rest), size)]
    for found in workers.in_order(work, chunks, count):
        yield from found


def _worth_starting(seconds: float) -> bool:
    return seconds > PATIENCE_SECONDS and workers.cores() > 1


def threads_for(*cases: Scenario) -> int:
    """Threads that may run worlds beside each other: one where code from outside takes part."""
    ours = all(case.parts == Scenario.PARTS and not case.theory for case in cases)
    return workers.cores() if ours else 1


def _processes(wanted: int | None, pairs: int) -> int:
    if wanted is None:
        return min(workers.cores(), pairs)
    if wanted < 1:
        raise ValueError(f"processes is {wanted}; must be 1 or more")
    return min(wanted, pairs)
