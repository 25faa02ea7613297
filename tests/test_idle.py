"""Values that do nothing are told, by name and with a remedy; others are not."""

from __future__ import annotations

import dataclasses
import hashlib
import warnings
from typing import Any

import numpy as np
import pytest

import sim
from sim.batch.experiment import load_experiment
from sim.batch.plan import make_plan
from sim.case.parts import PARTS
from sim.case.scenario import Scenario, load_scenario
from sim.policy.lever import Lever
from sim.view.app.fields import Field, all_fields

SMALL = {"nature.civilians": 100, "nature.combatants": 100}
SAMPLED = {"mali": 7, "cambodia": 11, "zambara": 13, "sierra-leone-1991": 19}  # every so manieth
WEEKS = 60  # of the mission


def digest(case: Scenario, weeks: int) -> str:
    kept = sim.run(case, 1, weeks).kept
    found = hashlib.blake2b()
    for table in (kept.series, kept.places, kept.ledger, kept.events):
        for name in table.dtype.names or ():
            found.update(np.ascontiguousarray(table[name]).tobytes())
    return found.hexdigest()


def far(field: Field, now: Any) -> Any:
    """Another value of a field, a moderate one."""
    if field.choices:
        return next(choice for choice in field.choices if choice != now)
    low, high = field.about.low or 0.0, field.about.high or 1.0
    value = low + 0.3 * (high - low)
    value = value if value != now else high
    return round(value) if field.kind is int else value


def waits(path: str) -> bool:
    _, name, field = path.split(".")
    return any(lever.waits(field) for lever in PARTS.levers if lever.name == name)


@pytest.mark.parametrize("name", list(SAMPLED))
def test_told_is_identical_and_identical_is_told_or_waits_for_its_occasion(name: str) -> None:
    hold_to_runs(name, SAMPLED[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", list(SAMPLED))
def test_no_field_of_policy_is_idle_without_a_word(name: str) -> None:
    hold_to_runs(name, 1)


def hold_to_runs(name: str, step: int) -> None:
    """Change every so manieth field of policy alone, and hold what is told against the run."""
    case = load_scenario(name, SMALL)
    begins = case.week_of(case.mission.start) if case.mission.start else 0
    weeks = min(case.weeks, begins + WEEKS)
    plain = digest(case, weeks)
    policy = [f for f in all_fields().values() if f.path.startswith("policy.")]
    for field in policy[::step]:
        now: Any = case
        for part in field.path.split("."):
            now = getattr(now, part)
        changed = case.changed({field.path: far(field, now)})
        told = any(note.whole for note in changed.told(weeks))
        same = digest(changed, weeks) == plain
        assert not told or same, f"false alarm: {field.path}"
        assert not same or told or waits(field.path), f"not a word: {field.path}"


@pytest.mark.parametrize("field", ["funding.budget", "force.troops"])
def test_phases_that_win_are_told_with_both_remedies(field: str) -> None:
    path = f"policy.{field}"
    lever = path.rpartition(".")[0]
    with pytest.warns(sim.IdleValueWarning) as heard:
        case = load_scenario("mali", {path: 2000})
    said = str(heard[0].message)
    assert f"{path}: does nothing: phases of it from 2013-07-01 on win" in said
    assert f"--scale {path}=0.5" in said and f"--set {lever}.phases=[]" in said
    assert [note.path for note in case.told()] == [path]


@pytest.mark.parametrize(
    "overrides",
    [
        {"policy.force.phases": [], "policy.force.troops": 2000},  # the remedies themselves
        {"policy.force.troops": sim.times(0.5)},
        {"policy.force": sim.times(0.5)},
        {"policy.patrols.share": 0.5},
        {"policy.ddr.places": 100, "policy.ddr.guards": 10},
    ],
)
def test_what_acts_is_no_alarm(overrides: dict[str, Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", sim.IdleValueWarning)
        load_scenario("mali", overrides)


@pytest.mark.parametrize(
    ("name", "overrides", "word"),
    [
        ("sierra-leone-1991", {"policy.patrols.share": 0.5}, "no mission"),
        ("mali", {"weeks": 50, "policy.patrols.share": 0.5}, "after the run's end"),
        ("mali", {"policy.partners.quality": 1.0}, "policy.partners.troops"),
        ("zambara", {"policy.funding.budget": 0.0, "policy.aid.food": 9}, "budget is zero"),
        ("zambara", {"policy.force.troops": 0, "policy.patrols.share": 0.5}, "force.troops"),
        ("zambara", {"policy.exit.handover": 0.5}, "policy.exit.begin"),
        ("mali", {"policy.partners.troops": sim.times(2)}, "none of it to be scaled"),
    ],
)
def test_the_reason_is_named(name: str, overrides: dict[str, Any], word: str) -> None:
    with pytest.warns(sim.IdleValueWarning, match=word):
        load_scenario(name, overrides)


def test_an_effect_of_the_mission_is_nothing_in_the_no_effect_world() -> None:
    from sim.fields.parameter import effects

    case = load_scenario("mali")
    table, kind = next((n, k) for n, k in case.nature.tables().items() if effects(k))
    path = f"nature.{table}.{effects(kind)[0]}"
    value = getattr(getattr(case.nature, table), effects(kind)[0])
    with pytest.warns(sim.IdleValueWarning, match="no-effect"):
        case.replace({"nature.variant": "no-effect", path: value})


def test_a_run_and_a_comparison_keep_what_was_told() -> None:
    case = load_scenario("zambara", SMALL | {"weeks": 110})
    idle_one = case.changed({"policy.partners.quality": 1.0})
    assert "policy.partners.troops" in sim.run(idle_one, 1, 108).notes[0]
    found = sim.compare(case, idle_one, range(2))
    assert found.unchanged and "policy.partners.quality" in "\n".join(found.notes)
    assert found.document()["notes"] == list(found.notes)
    assert "the same" in sim.compare(case, case, range(2)).notes[0]
    moved = sim.compare(case, case.changed({"policy.force.troops": 9000}), range(2))
    assert not moved.unchanged and not moved.notes


def test_scaling_takes_the_plan_with_it_and_stays_in_range() -> None:
    case = load_scenario("mali")
    half = case.replace({"policy.force": sim.times(0.5)})
    pairs = zip(case.policy.force.phases, half.policy.force.phases, strict=True)
    for before, after in pairs:
        assert after["troops"] == round(0.5 * before["troops"])
        assert after["police"] == round(0.5 * before["police"])
    assert case.replace({"policy.patrols.share": sim.times(99)}).policy.patrols.share == 1.0
    for wrong in ({"policy.force.mandate": sim.times(2)}, {"title": sim.times(2)}):
        with pytest.raises(sim.ScenarioError, match="is no number"):
            case.replace(wrong)
    with pytest.raises(sim.ScenarioError, match="from 0 on"):
        case.replace({"policy.force": sim.times(-1)})


def test_a_factor_may_be_multiples_and_an_idle_one_is_told_before_anything_runs() -> None:
    given = {
        "title": "t",
        "scenarios": ["mali"],
        "replicates": 2,
        "levers": {"policy.force": {"times": [0.5, 1.0]}, "policy.force.troops": [1, 2]},
    }
    with pytest.warns(sim.IdleValueWarning, match=r"levers.policy.force.troops does nothing"):
        plan = make_plan(load_experiment(given))
    assert plan.points[0].policy.startswith("force x 0.5")
    with warnings.catch_warnings():
        warnings.simplefilter("error", sim.IdleValueWarning)
        make_plan(load_experiment(given | {"levers": {"policy.force": {"times": [0.5, 1.0]}}}))


def test_every_fault_of_an_experiment_is_told_at_once() -> None:
    given = {
        "title": "t",
        "scenarios": ["mali"],
        "outcomes": ["nope"],
        "uncertainties": {"nature.violence.leve1": {}},
        "replicates": "x",
    }
    with pytest.raises(sim.ScenarioError) as raised:
        load_experiment(given)
    said = str(raised.value)
    assert "replicates" in said and '"nope", unknown' in said
    assert "did you mean nature.violence.level?" in said


def test_after_a_sweep_what_changed_nothing_is_named(tmp_path: Any) -> None:
    from sim.batch.idle import unchanged

    given = {
        "title": "t",
        "scenarios": ["zambara"],
        "weeks": 110,
        "replicates": 2,
        "set": SMALL,
        "levers": {"policy.exit.handover": [0.1, 0.9], "policy.force.troops": [500, 9000]},
    }
    with pytest.warns(sim.IdleValueWarning):
        found = unchanged(sim.sweep(given, tmp_path / "out", workers=0))
    factors = [line for line in found if line.startswith("factor ")]
    assert len(factors) == 1 and "policy.exit.handover" in factors[0]
    assert "policy.exit.begin" in factors[0]


@pytest.mark.parametrize("lever", PARTS.levers, ids=[lever.name for lever in PARTS.levers])
def test_what_a_lever_rests_on_is_a_field(lever: Lever) -> None:
    known = {f"{one.name}.{name}" for one in PARTS.levers for name in one.table.model_fields}
    for needed in lever.rests_on.values():
        assert set(needed) <= known


@pytest.mark.parametrize("name", ["rests_on", "waits_for"])
def test_a_lever_may_not_say_what_a_field_that_it_lacks_rests_on(name: str) -> None:
    lever = next(one for one in PARTS.levers if one.name == "ddr")
    with pytest.raises(ValueError, match=r"names \['plaecs'\], which are no fields of it"):
        dataclasses.replace(lever, **{name: {"plaecs": ("ddr.places",)}})
