"""A world resumed at the mission's first week is the world run from the start, to the bit."""

from __future__ import annotations

import numpy as np
import pytest
from sim.view.app.resume import Begun

from sim.view.app import work
from sim.view.app.fields import Field, all_fields, lever_tables
from sim.view.app.session import case_of
from sim.view.app.setting import Setting, Times, overrides, planned
from sim.view.app.task import Task

WEEKS = {"zambara": 118, "mali": 92}


def extreme(name: str, field: Field) -> object:
    """A value far from the scenario's own."""
    if field.choices:
        return field.choices[0]
    if field.kind is bool:
        return True
    if planned(case_of(name), field):
        return Times(1.7)
    high = field.about.high if field.about.high is not None else 50.0
    return field.clamped(high if high <= 1.0 else min(high, 50.0))


def task_of(name: str, lever: str | None) -> Task:
    own = [field for field in all_fields().values() if field.table == lever]
    changes = tuple(sorted((field.path, extreme(name, field)) for field in own))
    made = overrides(case_of(name), Setting(name, changes))
    return Task(name, work.frozen(made), 3, WEEKS[name])


def same(one: work.Answer, other: work.Answer) -> bool:
    return all(
        np.array_equal(getattr(one, part), getattr(other, part), equal_nan=True)
        for part in ("series", "outcomes", "places", "money", "asked")
    )


@pytest.mark.parametrize("name", list(WEEKS))
def test_every_lever_sleeps_until_the_mission_begins(name, monkeypatch):
    kept = Begun()
    monkeypatch.setattr(work, "begun", lambda: kept)
    resumed = 0
    work.answer(task_of(name, None))  # the baseline is what others resume from
    for lever in lever_tables():
        task = task_of(name, lever)
        resumed += kept.model(work.scenario_of(name, task.changes), task).week > 70
        after = work.answer(task)
        monkeypatch.setattr(work, "begun", Begun)
        assert same(after, work.answer(task)), lever
        monkeypatch.setattr(work, "begun", lambda: kept)
    assert resumed >= 4  # force, patrols, funding, exit at least


def test_few_are_kept_and_assumptions_are_told_apart(monkeypatch):
    kept = Begun(most=1)
    monkeypatch.setattr(work, "begun", lambda: kept)
    first = Task("zambara", (), 0, 110)
    work.answer(first)
    work.answer(Task("zambara", (), 1, 110))
    case = work.scenario_of("zambara", ())
    assert kept.model(case, first).week == 0
    other = Task("zambara", (("nature.civilian.flight", 0.01),), 1, 110)
    assert kept.model(work.scenario_of("zambara", other.changes), other).week == 0
