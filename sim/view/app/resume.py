"""Worlds of one luck are alike until the mission begins, whatever the policy: that part is kept.

A worker keeps the model as it was just before the mandate's first week, by scenario, assumptions
and seed, and starts the next policy from there. Before that, levers cost nothing and do nothing
(`tests/test_view_app_resume.py` holds every lever to this, to the bit).
"""

from __future__ import annotations

import io
import pickle
from collections import OrderedDict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from sim.case.build import phase_weeks  # the weeks in which phases begin or end
from sim.case.scenario import Scenario
from sim.model import PeaceModel
from sim.view.app.task import Task

MOST: Final = 48  # worlds, of some two megabytes each
LEAST: Final = 13  # weeks that are worth keeping
SIXTH: Final = timedelta(days=6)  # phases count from the end of a week, as in the calendar


class Begun:
    """Models just before the mission's first week, the least recently used dropped."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Any, bytes] = OrderedDict()

    def model(self, case: Scenario, task: Task) -> PeaceModel:
        """The model of a task: at the mission's first week where that is known, else new."""
        key, data = _key(task), None
        if _first_week(case, task.weeks) is not None:
            data = self._kept.get(key)
        if data is None:
            return PeaceModel(case, seed=task.seed)
        self._kept.move_to_end(key)
        model: PeaceModel = _Reader(data, case).load()
        world = model.world
        model.case = world.case = case
        world.phase_changes = phase_weeks(case)
        monday = case.monday + timedelta(weeks=world.week)
        world.policy = case.policy.on(monday + SIXTH).having(world.adapted)
        return model

    def steps(self, model: PeaceModel, task: Task) -> Iterator[int]:
        """Step to the end of the task and give each week's number; keep the model on the way."""
        first = _first_week(model.case, task.weeks)
        for week in range(model.week, task.weeks):
            if week == first and _key(task) not in self._kept:
                self._keep(_key(task), model)
            model.step()
            yield week

    def _keep(self, key: Any, model: PeaceModel) -> None:
        out = io.BytesIO()
        _Writer(out, model.case).dump(model)
        self._kept[key] = out.getvalue()
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)


def _key(task: Task) -> Any:
    nature = tuple(change for change in task.changes if not change[0].startswith("policy."))
    return task.scenario, nature, task.seed


def _first_week(case: Scenario, weeks: int) -> int | None:
    """The mission's first week, where it lies within the run and far enough from its start."""
    if case.mission.start is None:
        return None
    week = case.week_of(case.mission.start)
    return week if LEAST <= week < weeks else None


def _shared(case: Scenario) -> dict[str, Any]:
    """What all models of a scenario share and none changes."""
    return {"region": case.region, "graph": case.region.graph, "nature": case.nature}


class _Writer(pickle.Pickler):
    def __init__(self, out: io.BytesIO, case: Scenario) -> None:
        super().__init__(out, pickle.HIGHEST_PROTOCOL)
        self._names = {id(value): name for name, value in _shared(case).items()}
        self._names[id(case)] = "case"

    def persistent_id(self, thing: Any) -> str | None:
        return self._names.get(id(thing))


class _Reader(pickle.Unpickler):
    """Reads only what this process wrote itself; nothing of a visitor's comes here."""

    def __init__(self, data: bytes, case: Scenario) -> None:
        super().__init__(io.BytesIO(data))
        self._things = {**_shared(case), "case": case}

    def persistent_load(self, name: str) -> Any:
        return self._things[name]
