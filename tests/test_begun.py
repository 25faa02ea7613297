"""A world that goes on from a kept one is the world run from the start, to the bit."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers import assert_same_world, busy, without_phases

import sim
from sim.batch import store
from sim.batch import work as batch_work
from sim.case.scenario import Scenario, load_scenario
from sim.model import PeaceModel
from sim.pairs import worlds
from sim.runs.begun import Begun, mission_week, packed, parting_week, unpacked
from sim.runs.run import Run, step_to
from sim.view.app import work
from sim.view.app.fields import Field, all_fields, lever_tables
from sim.view.app.session import case_of
from sim.view.app.setting import Setting, Times, overrides, planned
from sim.view.app.task import Task

Changes = Mapping[str, Any]
WEEKS = {"zambara": 118, "mali": 92}
WEEKS_OF_PAIRS = 170
SMALL = {"nature.civilians": 200, "nature.combatants": 200}
FILE = Path(__file__).parent.parent / "docs" / "template" / "sanctions.py"


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
    kept = Begun(at_once=True)
    monkeypatch.setattr(work, "begun", lambda: kept)
    resumed = 0
    work.answer(task_of(name, None))  # the baseline is what others resume from
    for lever in lever_tables():
        task = task_of(name, lever)
        model = kept.model(work.scenario_of(name, task.changes), task.seed, task.weeks)
        resumed += model.week > 70
        after = work.answer(task)
        monkeypatch.setattr(work, "begun", Begun)
        assert same(after, work.answer(task)), lever
        monkeypatch.setattr(work, "begun", lambda: kept)
    assert resumed >= 4  # force, patrols, funding, exit at least


def test_few_are_kept_and_assumptions_are_told_apart(monkeypatch):
    kept = Begun(most_bytes=1, at_once=True)
    monkeypatch.setattr(work, "begun", lambda: kept)
    work.answer(Task("zambara", (), 0, 110))
    work.answer(Task("zambara", (), 1, 110))
    case = work.scenario_of("zambara", ())
    assert kept.model(case, 1, 110).week == mission_week(case) > 70
    assert kept.model(case, 0, 110).week == 0
    other = (("nature.civilian.flight", 0.01),)
    assert kept.model(work.scenario_of("zambara", other), 1, 110).week == 0


def test_a_run_that_ends_before_the_mission_begins_anew() -> None:
    case = load_scenario("zambara", SMALL)
    kept, first = Begun(at_once=True), mission_week(case)
    list(kept.steps(kept.model(case, 0, first + 1), first + 1))
    assert kept.model(case, 0, first + 1).week == first
    assert kept.model(case, 0, first).week == 0


def test_what_comes_by_once_is_not_kept_where_most_worlds_differ() -> None:
    case = load_scenario("zambara", SMALL)
    kept, weeks = Begun(at_once=False), mission_week(case) + 1
    found = []
    for _ in range(3):
        model = kept.model(case, 0, weeks)
        found.append(model.week)
        list(kept.steps(model, weeks))
    assert found == [0, 0, mission_week(case)]


def test_a_kept_world_is_not_touched_by_who_goes_on_from_it(case: Scenario) -> None:
    model = step_to(PeaceModel(busy(case), seed=2), 30)
    data = packed(model)
    step_to(model, 60)
    assert_same_world(model, step_to(unpacked(data, model.case), 60))
    assert_same_world(model, step_to(unpacked(data, model.case), 60))
    assert_same_world(model, step_to(PeaceModel(busy(case), seed=2), 60))


# pairs


def country() -> Scenario:
    """Zambara with few people, and one value of each lever for the whole mission."""
    case = load_scenario("zambara", SMALL)
    return case.replace({**without_phases(case), "policy.force.troops": 6000})


def late(case: Scenario, share: float, end: int = 180) -> dict[str, Any]:
    """A phase of the patrols' share from week 130 until the week `end` begins."""
    last = case.date_of(end) - timedelta(days=1)
    return {"policy.patrols.phases": [{"start": case.date_of(130), "end": last, "share": share}]}


def from_the_start(case: Scenario) -> tuple[Changes, Changes, int]:
    return {}, {"policy.force.troops": 15_000, "policy.patrols.share": 0.9}, mission_week(case)


def by_a_late_phase(case: Scenario) -> tuple[Changes, Changes, int]:
    return {}, late(case, 0.95), 130


def by_the_end_of_a_phase(case: Scenario) -> tuple[Changes, Changes, int]:
    return late(case, 0.95, 141), late(case, 0.95, 150), 141


def beside_a_phase_of_both(case: Scenario) -> tuple[Changes, Changes, int]:
    both = late(case, 0.95)
    return both, {**both, "policy.force.troops": 15_000}, mission_week(case)


def in_words_only(case: Scenario) -> tuple[Changes, Changes, int]:
    return {}, late(case, case.policy.patrols.share), case.weeks


WAYS = (
    from_the_start,
    by_a_late_phase,
    by_the_end_of_a_phase,
    beside_a_phase_of_both,
    in_words_only,
)


def alone(case: Scenario, seed: int, weeks: int) -> worlds.World:
    """A world that was run from its start."""
    return worlds._kept(Run.of_model(step_to(PeaceModel(case, seed=seed), weeks)))


def equal(one: worlds.World, other: worlds.World) -> bool:
    """All that a comparison keeps of two worlds is the same to the bit."""
    arrays = [(one.series, other.series), (one.places, other.places)]
    arrays.append((np.array([*one.outcomes.values()]), np.array([*other.outcomes.values()])))
    same_names = list(one.outcomes) == list(other.outcomes) and one.columns == other.columns
    return same_names and all(np.array_equal(a, b, equal_nan=True) for a, b in arrays)


@pytest.mark.parametrize("way", WAYS)
def test_a_pair_from_its_parting_week_is_two_runs(
    way: Callable[[Scenario], tuple[Changes, Changes, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    changes, more, week = way(country())
    base = country().replace(changes)
    whatif = base.replace(more)
    assert parting_week(base, whatif) == parting_week(whatif, base) == week > 13
    began = []

    def watched(data: bytes, case: Scenario) -> PeaceModel:
        model = unpacked(data, case)
        began.append(model.week)
        return model

    monkeypatch.setattr(worlds, "unpacked", watched)
    found = worlds.run_pairs(base, whatif, (3, 4), WEEKS_OF_PAIRS)
    assert began == ([week, week] if week < WEEKS_OF_PAIRS else [])
    for seed, (one, other) in zip((3, 4), found, strict=True):
        assert equal(one, alone(base, seed, WEEKS_OF_PAIRS))
        assert equal(other, alone(whatif, seed, WEEKS_OF_PAIRS))
    assert any(not equal(*pair) for pair in found) == (way is not in_words_only)


def test_a_pair_that_outlives_its_scenario_is_two_runs() -> None:
    base = country().replace({"weeks": 120})
    whatif = base.replace(in_words_only(base)[1])
    assert parting_week(base, whatif) == 120
    ((one, other),) = worlds.run_pairs(base, whatif, (3,), 140)
    assert equal(one, alone(base, 3, 140))
    assert equal(other, alone(whatif, 3, 140))


def test_what_differs_in_more_than_policy_parts_at_once() -> None:
    base = country()
    assert parting_week(base, base.replace({"nature.civilian.flight": 0.01})) == 0
    assert parting_week(base, base.replace({"policy.patrols.share": 0.9})) > 70


def test_nobody_knows_when_a_lever_from_outside_begins_to_act(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spec = importlib.util.spec_from_file_location("sanctions", FILE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "sanctions", module)
    spec.loader.exec_module(module)
    base = load_scenario("zambara", SMALL, extend=[module.LEVER, module.MECHANISM])
    whatif = base.replace({"policy.sanctions.reach": 1.0})
    assert mission_week(base) == parting_week(base, whatif) == 0
    assert worlds.threads_for(base, whatif) == 1 <= worlds.threads_for(country(), country())
    ((one, other),) = worlds.run_pairs(base, whatif, (1,), 120)
    assert equal(one, alone(base, 1, 120))
    assert equal(other, alone(whatif, 1, 120))
    assert not equal(one, other)
    kept = Begun(at_once=True)
    list(kept.steps(kept.model(base, 1, 120), 120))
    assert kept.model(base, 1, 120).week == 0


# sweeps


def test_rows_of_a_sweep_are_the_same_with_a_kept_world_and_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = {
        "title": "kept",
        "scenarios": ["zambara"],
        "replicates": 2,
        "set": {**SMALL, "weeks": 125},
        "levers": {"policy.patrols.share": [0.1, 0.5, 0.9], "policy.force.troops": [500, 9000]},
        "keep": ["series", "places", "events"],
    }
    began: list[int] = []

    class Watched(Begun):
        def model(self, case: Scenario, seed: int, weeks: int) -> PeaceModel:
            model = super().model(case, seed, weeks)
            began.append(model.week)
            return model

    kept = Watched(at_once=False)
    monkeypatch.setattr(batch_work, "_begun", lambda: kept)
    with_it = sim.sweep(experiment, tmp_path / "with", workers=0)
    assert len(began) == 12 and sum(week > 70 for week in began) == 8
    began.clear()
    monkeypatch.setattr(batch_work, "_begun", lambda: Watched(at_once=False))
    without = sim.sweep(experiment, tmp_path / "without", workers=0)
    assert began == [0] * 12
    for kind in ("runs", "series", "places", "events"):
        one, other = rows(with_it.folder, kind), rows(without.folder, kind)
        assert one.count("\n") > 12 and one == other, kind


def rows(folder: Path, kind: str) -> str:
    """Everything stored of a kind as text, run by run, without timings."""
    frame = store.read(folder, kind).to_pandas().drop(columns="seconds", errors="ignore")
    return frame.sort_values("run_id", kind="stable").to_csv(index=False)
