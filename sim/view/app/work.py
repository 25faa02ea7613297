"""One world run for the view, in a worker process: what is sent back is small and plain."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.case.scenario import Scenario, load_scenario
from sim.state.mission import Mission
from sim.view.app import offered
from sim.view.app.task import Task

if TYPE_CHECKING:
    from sim.runs.begun import Begun

LEAST = 0.05  # share paid below which a price cannot be told from what was paid
BIN_WEEKS = 4  # the charts show four-week periods


@dataclass(frozen=True)
class Answer:
    """What the charts need of one world.

    `series`: (columns, bins) float32, means over four weeks of the columns of `sim.state.record`;
    `outcomes`: (outcomes,) float64 in the order of `sim.runs.outcomes.OUTCOMES`;
    `places`: (P, 3) float32: direct deaths, mean displaced people, mean risk;
    `money`: (years, items) float64 dollars: the ledger's columns by year of the run; `asked`:
    (years,) float64 dollars that everything set would have cost, paid or not.
    """

    series: NDArray[np.float32]
    outcomes: NDArray[np.float64]
    places: NDArray[np.float32]
    money: NDArray[np.float64]
    asked: NDArray[np.float64]


@lru_cache(maxsize=160)  # both policies under every draw of the posterior
def scenario_of(name: str, changes: tuple[tuple[str, Any], ...]) -> Scenario:
    """The scenario with its changes; kept, because many seeds ask for the same one."""
    base = _base(name)
    return base.changed(thawed(changes)) if changes else base


@lru_cache(maxsize=16)
def _base(name: str) -> Scenario:
    return load_scenario(offered.source(name))


def frozen(changes: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """Changes as a hashable value, sorted by path."""
    return tuple(sorted((path, _freeze(value)) for path, value in changes.items()))


def _freeze(value: Any) -> Any:
    if isinstance(value, Mapping):
        return ("table", tuple((key, _freeze(item)) for key, item in value.items()))
    if isinstance(value, (list, tuple)):
        return ("list", tuple(_freeze(item) for item in value))
    return value


def thawed(changes: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    """The inverse of `frozen`."""
    return {path: _thaw(value) for path, value in changes}


def _thaw(value: Any) -> Any:
    if isinstance(value, tuple) and len(value) == 2 and value[0] == "table":
        return {key: _thaw(item) for key, item in value[1]}
    if isinstance(value, tuple) and len(value) == 2 and value[0] == "list":
        return [_thaw(item) for item in value[1]]
    return value


def answer(task: Task) -> Answer:
    """Run the world of a task."""
    from sim.runs.run import Run

    model = begun().model(scenario_of(task.scenario, task.changes), task.seed, task.weeks)
    asked = np.zeros(task.weeks)
    for week in begun().steps(model, task.weeks):
        asked[week] = asked_for(model.world.mission)
    done = Run.of_model(model)
    return Answer(
        binned(done.kept.series),
        np.array(list(done.outcomes.values())),
        _place_totals(done.kept.places),
        _money(done.kept.ledger),
        by_year(asked),
    )


@cache
def begun() -> Begun:
    """This process's models just before the mission."""
    from sim.runs.begun import Begun

    return Begun()


def asked_for(mission: Mission) -> float:
    """Dollars the week's levers would have cost in full: what was paid, over the share paid.

    Units that were sent home for want of money count as asked for.
    """
    row, total = mission.book[mission.weeks - 1].tolist(), 0.0
    for number, (name, share) in enumerate(mission.paid.items()):
        kept = mission.funded if name in mission.items.standing else 1.0
        total += row[1 + number] / max(share * kept, LEAST)
    return total


def by_year(weekly: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums over 52 weeks, along the first axis."""
    sums: NDArray[np.float64] = np.add.reduceat(weekly, np.arange(0, len(weekly), 52), axis=0)
    return sums


def binned(table: NDArray[np.void]) -> NDArray[np.float32]:
    """(columns, bins) float32: mean of each column over four weeks; a last short bin counts."""
    columns = np.stack([table[name] for name in table.dtype.names or ()])
    starts = np.arange(0, columns.shape[1], BIN_WEEKS)
    sizes = np.diff(np.append(starts, columns.shape[1]))
    sums: NDArray[np.float64] = np.add.reduceat(columns, starts, axis=1)
    return (sums / sizes).astype(np.float32)


def _place_totals(places: NDArray[np.void]) -> NDArray[np.float32]:
    totals = [
        places["deaths"].sum(axis=0),
        places["displaced"].mean(axis=0),
        places["risk"].mean(axis=0),
    ]
    return np.stack(totals, axis=1).astype(np.float32)


def _money(ledger: NDArray[np.void]) -> NDArray[np.float64]:
    columns = np.stack([ledger[name] for name in ledger.dtype.names or ()], axis=1)
    return by_year(columns)


def warm_up() -> None:
    """Load and compile the model before the first question is asked.

    A model that fails here fails again at the question, where somebody reads the message.
    """
    from sim.machine.shipped import scenario_names
    from sim.runs.run import run

    _leave_with_parent()
    names = scenario_names()
    name = "zambara" if "zambara" in names else names[0]
    with contextlib.suppress(Exception):
        run(load_scenario(name, {"nature.civilians": 100}), seed=0, weeks=120)


def _leave_with_parent() -> None:
    """End this worker when the server dies, even by kill -9: it would live on otherwise."""
    import multiprocessing
    import os
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def watch() -> None:
        wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
