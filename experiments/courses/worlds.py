"""Runs worlds of a war window; worker processes import this module."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sim.case.scenario import Scenario, load_scenario
from sim.evidence.course import Course, course_of, course_of_run
from sim.evidence.courses import weeks_of
from sim.evidence.periods import Window
from sim.machine import workers
from sim.runs.run import run

CIVILIANS, COMBATANTS = 400, 1500  # sampled agents: means do not depend on their number
CHUNK = 8


@dataclass(frozen=True)
class Task:
    """Some seeds of one scenario with what is set."""

    scenario: str
    seeds: tuple[int, ...]
    changes: Mapping[str, Any] = field(default_factory=dict)
    weeks: int | None = None


def work(task: Task) -> list[Course]:
    """The course of each seed's war, up to the window's end or so many weeks."""
    few = {"nature.civilians": CIVILIANS, "nature.combatants": COMBATANTS}
    case = load_scenario(task.scenario, few | dict(task.changes))
    weeks = task.weeks or weeks_of(task.scenario)
    return [course_of_run(run(case, seed, weeks)) for seed in task.seeds]


@dataclass(frozen=True)
class Begun:
    """Some seeds of a scenario that begins on the window's first day."""

    case: Scenario
    seeds: range
    window: Window


def work_begun(task: Begun) -> list[Course]:
    """The course of each seed's war until the window ends."""
    case, window = task.case, task.window
    weeks = (window[1] + timedelta(days=7) - case.monday).days // 7
    names = case.region.names
    return [course_of(run(case, seed, weeks).events, window, names) for seed in task.seeds]


def chunks(worlds: int) -> list[tuple[int, ...]]:
    """Seeds from 0, some at a time."""
    return [tuple(range(at, min(at + CHUNK, worlds))) for at in range(0, worlds, CHUNK)]


def courses(tasks: Sequence[Task], jobs: int) -> Iterator[list[Course]]:
    """`work` of each task, in order."""
    return workers.in_order(work, tasks, jobs)
