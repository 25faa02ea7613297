"""What a fit keeps of a war, simulated or real: its course, its statistics."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sim.case.scenario import Scenario
from sim.evidence.bootstrap import bootstrap_intervals
from sim.evidence.columns import event_columns, roads_of
from sim.evidence.course import Course, course_of
from sim.evidence.events import event_statistics
from sim.evidence.events_real import DAY, MONTH, WEEK, YEAR, Real, spread
from sim.evidence.judge import Interval
from sim.evidence.periods import Window, covered
from sim.evidence.statistics import statistics
from sim.fields.errors import ScenarioError
from sim.machine import workers
from sim.runs.run import run

if TYPE_CHECKING:
    import pandas as pd

CHUNK = 2  # worlds a task: a world of ten years takes seconds
DRAWS = 200
# a clock -> how well the day of an event must be known to count
PRECISE = {"day": DAY, "week": WEEK, "month": MONTH, "year": YEAR, "none": YEAR}
FEWEST = 0.8  # of the lethal events must be known so well, or the statistic is not to be had

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Task:
    """Some seeds of a scenario, measured over a window."""

    case: Scenario
    seeds: tuple[int, ...]
    window: Window


@dataclass(frozen=True)
class War:
    """One war: its course, and every statistic of it that can be had."""

    course: Course
    values: Mapping[str, float]


def simulated(
    case: Scenario, window: Window, worlds: int, processes: int | None, progress: Progress
) -> list[War]:
    """Seeds 0 to `worlds` - 1 of a scenario."""
    seeds = [tuple(range(at, min(at + CHUNK, worlds))) for at in range(0, worlds, CHUNK)]
    found: list[War] = []
    for wars in _work([Task(case, some, window) for some in seeds], processes):
        found += wars
        progress(len(found), worlds)
    return found


def _work(tasks: Sequence[Task], processes: int | None) -> Iterator[list[War]]:
    return workers.in_order(_worlds, tasks, processes)


def _worlds(task: Task) -> list[War]:
    """Worker processes call this."""
    case, (first, last) = task.case, task.window
    weeks = (last + timedelta(days=7) - case.monday).days // 7
    roads = roads_of(case.region.graph)
    found = []
    for seed in task.seeds:
        world = run(case, seed, weeks)
        course = course_of(world.events, (first, last), case.region.names)
        over = case.date_of(world.war_over) if world.war_over >= 0 else None
        course = Course(
            course.window, course.years, course.months, course.kinds, course.cells, over
        )
        values = event_statistics(world.events, (first, last), case.region.names, None, roads=roads)
        found.append(War(course, values))
    return found


def window_of(case: Scenario, real: Real, wanted: Window | None = None) -> Window:
    """The days compared: of the war window, what the record covers: whole years of its events.

    `wanted`: the days that the record is known to cover. ValueError: nothing in common.
    """
    days = real.table["date_start"]
    record = wanted or (date(days.min().year, 1, 1), date(days.max().year, 12, 31))
    return covered(case.war_window, *record)


def held_against(
    case: Scenario, real: Real, days: Window | None
) -> tuple[Window, War, dict[str, Interval]]:
    """The days compared, the record in them, and 90 % intervals of its statistics.

    ScenarioError: scenario and record share no day, or nobody died in those they share.
    """
    try:
        window = window_of(case, real, days)
    except ValueError as error:
        text = f"{error}: the scenario's war_window and the record share no day"
        raise ScenarioError([f"{real.file}: {text}"]) from None
    record, intervals = recorded(case, real, window)
    if record.course.deaths <= 0:
        text = f"no death from {window[0]} to {window[1]}; nothing to be held against"
        raise ScenarioError([f"{real.file}: {text}"])
    return window, record, intervals


def recorded(case: Scenario, real: Real, window: Window) -> tuple[War, dict[str, Interval]]:
    """The record, and 90 % intervals of its statistics; `real` is laid to the region's towns.

    A statistic that needs exact days is of the events whose days are known so well, and NaN
    where they are too few.
    """
    names, roads = case.region.names, roads_of(case.region.graph)
    table = real.table
    course = course_of(spread(table), window, names)
    by_clock: dict[str, dict[str, float]] = {}
    for clock, worst in PRECISE.items():
        known = table[table["date_prec"] <= worst]
        by_clock[clock] = (
            event_statistics(known, window, names, None, roads=roads)
            if _lethal(known) >= FEWEST * _lethal(table)
            else {}
        )
    values = {
        name: by_clock[statistic.clock].get(name, float("nan"))
        for name, statistic in statistics().items()
    }
    columns, span = event_columns(table, window, names)
    return War(course, values), bootstrap_intervals(columns, span, roads, DRAWS)


def _lethal(table: pd.DataFrame) -> int:
    return int((table["best"] > 0).sum())
