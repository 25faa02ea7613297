"""Designs and plans: what is run, under which names, and what an experiment file may not say."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.batch import designs
from sim.batch.experiment import load_experiment
from sim.batch.factors import factor
from sim.batch.plan import Plan, make_plan
from sim.fields.errors import ScenarioError

TINY = {"nature.civilians": 100, "nature.combatants": 50, "weeks": 3}
MIXED = {
    "policy.patrols.share": {"low": 0.1, "high": 0.9},
    "policy.force.troops": {"low": 0, "high": 4},
    "policy.force.mandate": ["traditional", "robust"],
}
WORLDS = {"nature.presence.deter_rebels": {}}


def experiment(**fields: Any) -> dict[str, Any]:
    return {
        "title": "test",
        "scenarios": ["sierra-leone"],
        "replicates": 2,
        "set": TINY,
        **fields,
    }


def plan(**fields: Any) -> Plan:
    return make_plan(load_experiment(experiment(**fields)))


def ids(p: Plan) -> set[str]:
    return {run_id for run_id, _, _ in p.runs()}


def faults(text: str, folder: Path) -> str:
    file = folder / "e.toml"
    file.write_text(text)
    with pytest.raises(ScenarioError) as caught:
        make_plan(load_experiment(file))
    return str(caught.value).replace(str(folder), "")


HEAD = 'title = "t"\nscenarios = ["sierra-leone"]\nreplicates = 1\n'


# factors


def test_a_range_knows_its_field() -> None:
    share = factor("policy.patrols.share", {})
    assert (share.low, share.high, share.integer) == (0.0, 1.0, False)
    troops = factor("policy.force.troops", {"high": 10})
    assert troops.integer and troops.low == 0
    values = [troops.at(u).value for u in np.linspace(0, 0.999, 1100)]
    assert {type(v) for v in values} == {int}
    assert set(values) == set(range(11))
    assert all(abs(values.count(v) - 100) <= 1 for v in range(11))  # ends as likely as the rest


def test_a_log_range_is_even_in_the_logarithm() -> None:
    f = factor("x", {"low": 0.01, "high": 1.0, "log": True})
    assert math.isclose(float(f.at(0.5).value), 0.1)
    assert [lv.value for lv in f.spread(3)] == pytest.approx([0.01, 0.1, 1.0])


def test_named_sets_change_several_values_at_once() -> None:
    p = plan(
        levers={
            "shape": {
                "none": {},
                "half": {"policy.force.troops": 10, "policy.patrols.share": 0.5},
            }
        }
    )
    assert [point.policy for point in p.points] == ["none", "half"]
    assert p.points[1].overrides == {"policy.force.troops": 10, "policy.patrols.share": 0.5}
    assert p.base == "none"


# designs


def test_factorial_has_every_combination_once() -> None:
    p = plan(levers={"policy.patrols.share": [0.1, 0.5], "policy.force.troops": [0, 5, 9]})
    seen = [tuple(point.levers.values()) for point in p.points]
    assert len(seen) == len(set(seen)) == 6
    assert p.points[0].policy == "patrols share 0.1, force troops 0" == p.base


def test_one_at_a_time_changes_one_thing() -> None:
    p = plan(
        levers={"policy.patrols.share": [0.1, 0.9], "policy.force.reserve": {}},
        design={"levers": {"kind": "one-at-a-time", "levels": 2}},
    )
    first = p.points[0].levers
    changed = [sum(v != first[k] for k, v in point.levers.items()) for point in p.points]
    assert changed == [0, 1, 1, 1, 1]
    assert first == {
        "policy.patrols.share": 0.3,
        "policy.force.reserve": 0.08,
    }  # the scenario's own
    assert p.points[0].policy == "as it is"


def test_doubling_sobol_keeps_every_run() -> None:
    def sobol(samples: int) -> Plan:
        return plan(levers=MIXED, design={"levers": {"kind": "sobol", "samples": samples}})

    small, large = sobol(8), sobol(16)
    assert ids(small) < ids(large)
    assert len(ids(large)) == 2 * len(ids(small)) == 32


def test_more_replicates_keep_every_run() -> None:
    assert ids(plan(levers=MIXED, replicates=2)) < ids(plan(levers=MIXED, replicates=3))


def test_lhs_takes_each_slice_once() -> None:
    f = factor("x", {"low": 0.0, "high": 1.0})
    found = [float(s["x"].value) for s in designs.latin_hypercube([f, f], 10, 3)]
    assert sorted(int(10 * v) for v in found) == list(range(10))


def test_morris_trajectories_change_one_factor_by_the_same_step() -> None:
    cube = designs.morris_cube(4, 6, 1, 4)
    assert cube.shape == (30, 4)
    for path in cube.reshape(6, 5, 4):
        steps = np.diff(path, axis=0)
        assert (np.count_nonzero(steps, axis=1) == 1).all()
        assert sorted(np.nonzero(steps)[1]) == [0, 1, 2, 3]
        assert np.allclose(np.abs(steps).max(axis=1), 2 / 3)
    assert cube.min() >= 0 and cube.max() <= 1


def test_saltelli_rows_mix_one_column() -> None:
    fs = [factor(n, {"low": 0.0, "high": 1.0}) for n in "abc"]
    rows = designs.saltelli(fs, 4, 0)
    assert len(rows) == 4 * 5
    a, ab, b = rows[0], rows[2], rows[4]
    assert ab["a"] == a["a"] and ab["b"] == b["b"] and ab["c"] == a["c"]


def test_the_same_seeds_for_every_policy_and_world() -> None:
    p = plan(
        levers={"policy.patrols.share": [0.1, 0.5]},
        uncertainties=WORLDS,
        design={"uncertainties": {"kind": "sobol", "samples": 4}},
        first_seed=7,
    )
    by_point: dict[str, list[int]] = {}
    for _, point, seed in p.runs():
        by_point.setdefault(point.id, []).append(seed)
    assert len(by_point) == 8
    assert all(seeds == [7, 8] for seeds in by_point.values())
    worlds = [tuple(x.uncertainties.values()) for x in p.points]
    assert worlds[:4] == worlds[4:]  # the same uncertain worlds under both policies


def test_ids_do_not_depend_on_the_order_of_the_file() -> None:
    one = plan(levers={"policy.patrols.share": [0.1, 0.5], "policy.force.troops": [0, 5]})
    other = plan(levers={"policy.force.troops": [5, 0], "policy.patrols.share": [0.5, 0.1]})
    assert ids(one) == ids(other)


def test_ids_depend_on_what_is_run() -> None:
    base = ids(plan())
    assert not base & ids(plan(weeks=4))
    assert not base & ids(plan(first_seed=5))
    assert not base & ids(plan(levers={"policy.patrols.share": [0.111]}))


# messages


def test_a_level_out_of_range_is_named_with_its_line(tmp_path: Path) -> None:
    text = faults(HEAD + '[levers]\n"policy.patrols.share" = [0.1, 1.4]\n', tmp_path)
    assert text.startswith("/e.toml:5: levers.policy.patrols.share: in sierra-leone:")
    assert "1.4" in text and "from 0 to 1" in text


def test_unknown_keys_and_paths_get_a_suggestion(tmp_path: Path) -> None:
    assert "did you mean replicates?" in faults(HEAD + "replicate = 3\n", tmp_path)
    text = faults(HEAD + '[levers]\n"policy.patrols.shar" = [0.1]\n', tmp_path)
    assert "did you mean policy.patrols.share?" in text


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    text = faults(
        HEAD + 'base = "x"\n[levers]\n"a" = []\n"b" = {low = 3, high = 1}\n"c" = [[1]]\n', tmp_path
    )
    assert len(text.splitlines()) == 4


def test_a_design_s_own_fault_comes_with_the_others(tmp_path: Path) -> None:
    rest = '[levers]\n"policy.patrols.share" = {}\n[uncertainties]\n"nature.no" = {}\n'
    for design, said in (
        ('kind = "morris", levels = 3', "levels is 3; Morris takes an even number"),
        ('kind = "saltelli", samples = 7', "samples is 7; Sobol takes a power of two, e.g. 8"),
    ):
        text = faults(f'{HEAD}outcomes = ["no"]\n{rest}[design]\njoint = {{{design}}}\n', tmp_path)
        assert len(text.splitlines()) == 3 and said in text


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        (
            '[levers]\n"policy.patrols.share" = {}\n'
            '[design]\nlevers = {kind = "sobol", samples = 7}',
            "power of two",
        ),
        ('outcomes = ["civilian_death"]', "did you mean civilian_deaths?"),
        ("[set]\nnature.civilians = 1", "nature.civilians"),
        ('[[policies]]\nname = "a"\n[[policies]]\nname = "a"', "twice"),
        ("[levers]\nx = [1]\n[uncertainties]\nx = [2]", "one or the other"),
        ('[design]\nuncertainties = {kind = "lhs"}', "no uncertainties"),
        ("replicates = 0", "replicates"),
    ],
)
def test_what_cannot_be_run_is_said(rest: str, said: str, tmp_path: Path) -> None:
    head = HEAD.replace("replicates = 1\n", "") if rest.startswith("replicates") else HEAD
    assert said in faults(head + rest + "\n", tmp_path)


def test_a_missing_experiment_says_which_there_are() -> None:
    with pytest.raises(ScenarioError, match="did you mean quick"):
        load_experiment("quik")
