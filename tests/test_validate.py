"""`bluehelm validate`: its rows, its estimators on made-up data, and one small real run."""

from __future__ import annotations

import json
import multiprocessing
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

import sim
from sim.commands.cli import app
from sim.evidence import kept
from sim.evidence.arms import arms
from sim.evidence.digest import digest
from sim.evidence.digest.foresight import auc
from sim.evidence.finding import Finding, Worlds, lost, measured
from sim.evidence.findings import findings
from sim.evidence.panel_regression import pooled, two_way_poisson
from sim.evidence.questions import FITTED, LEVELS, chosen, questions
from sim.evidence.summary import Row
from sim.evidence.validate import jobs, validate
from sim.fields.errors import ScenarioError
from sim.machine import workers

OLD_KEYS = {"id", "statement", "value", "interval", "band", "verdict", "variant_verdict", "fitted"}
KEYS = OLD_KEYS | {"scale", "seeds", "rivals", "failed_by", "group"}


# Rows and arms


def test_every_row_names_arms_that_exist_and_ids_are_those_of_the_evidence() -> None:
    rows = questions()
    for row in rows.values():
        assert set(row.arms) <= set(arms()), row.id
        assert row.id[0] in "ABCDEFGHK" and row.id[1].isdigit()
        assert row.arms or row.band is None, f"{row.id} can be tested but names no world"
        if row.band is not None:
            assert row.band[0] < row.band[1], row.id
    heads = {row.split("@")[0].split("-")[0] for row in rows}
    wanted = "F3 F5 F6 F7 F10 F11 F12 F14 F16 F17 F21 A1 A4 A6 A7 A11 A12 A13 A14 B1 B3 B4 B6 B12"
    wanted += " D5 K1 K2 K3 K4 K5 K6 K7 K8"
    wanted += " C1 C2 C3 C4 C6 C7 C8 C9 C12 D1 D2 D3 D7 D8 D12 E1 E4 E9 G1 G3 H1 H2 H5"
    assert set(wanted.split()) <= heads


def test_fit_and_test_rows_are_kept_apart() -> None:
    for row in questions().values():
        head, _, country = row.id.partition("@")
        if country and head[0] == "K":
            assert row.fitted == (country in FITTED), row.id
        elif country:
            assert row.fitted == (country in FITTED or head in LEVELS), row.id
    assert not questions()["F3-alpha@mali"].fitted
    assert not questions()["F3-alpha"].fitted
    assert questions()["F17-displaced"].fitted  # flight was set by it


def test_every_arm_is_a_scenario_that_loads_in_both_natures() -> None:
    for name, arm in arms().items():
        for variant in ("main", "no-effect"):
            case = sim.load_scenario(arm.scenario, arm.overrides(variant))
            assert case.nature.variant == variant, name


def test_without_a_mission_the_variant_of_nature_changes_nothing() -> None:
    """So such arms are run once and serve both natures."""
    arm = arms()["zambara"]
    weeks = {"weeks": 160}
    found = [
        digest(sim.load_scenario(arm.scenario, arm.overrides(v) | weeks), 3, False)
        for v in ("main", "no-effect")
    ]
    for name, value in found[0].items():
        assert np.array_equal(value, found[1][name], equal_nan=True), name


def test_arms_that_rows_share_are_run_once() -> None:
    todo = jobs(["zambara", "base"], 8, Path("nowhere"))
    keys = [(job.arm, job.variant, seed) for job in todo for seed in job.seeds]
    assert len(keys) == len(set(keys)) == 8 + 16  # no second nature without a mission


def test_rows_are_chosen_by_id_head_group_and_country() -> None:
    assert list(chosen(["A7"])) == ["A7-peace", "A7-war"]
    assert next(iter(chosen(["A1"]))) == "A1" and "A12" not in chosen(["A1"])
    assert all(id.endswith("@mali") for id in chosen(["@mali"]))
    assert set(chosen(["F3@mali"])) < set(chosen(["@mali"]))
    assert "C12" in chosen(["C"])
    assert {row[0] for row in chosen(["K", "E"])} == {"K", "E"}
    with pytest.raises(ScenarioError, match="no row"):
        chosen(["Q1"])


# Estimators on data whose truth is known


def test_the_panel_finds_an_effect_behind_place_and_period_effects() -> None:
    rng = np.random.default_rng(1)
    place, period = rng.lognormal(0.0, 1.0, 40)[:, None], rng.lognormal(0.0, 0.5, 120)
    troops = (rng.random((40, 120)) < 0.2 + 0.5 * (place > 1.0)).astype(float)
    counts = rng.poisson(0.5 * place * period * np.exp(-0.7 * troops)).astype(float)
    b, information = two_way_poisson(counts, troops)
    assert b == pytest.approx(-0.7, abs=3.0 / np.sqrt(information))
    assert information > 50.0
    # places with troops are worse off: the naive comparison misses the effect
    assert counts[troops > 0].mean() / counts[troops == 0].mean() > np.exp(-0.35)


def test_the_panel_says_nothing_where_nothing_can_be_said() -> None:
    none = np.zeros((4, 10))
    assert np.isnan(two_way_poisson(none, none)[0])
    assert np.isnan(two_way_poisson(none + 1.0, none)[0])
    assert np.isnan(pooled(np.array([np.nan]), np.array([0.0])))
    assert pooled(np.array([1.0, 3.0, np.nan]), np.array([3.0, 1.0, 0.0])) == 1.5


def test_area_under_the_curve_and_survival() -> None:
    scores = np.zeros((2, 4))
    scores[0, 0], scores[1, 3] = 5, 5
    assert auc(scores) == 1.0
    assert auc(np.ones((2, 4))) == 0.5
    assert lost(np.array([10.0, 5.0]), np.array([5.0, 1.0])) == pytest.approx(1 - 0.5 * 0.8)
    assert np.isnan(lost(np.zeros(3), np.zeros(3)))


def test_a_ratio_of_paired_worlds_is_told_apart_from_their_common_luck() -> None:
    luck = np.random.default_rng(2).lognormal(0.0, 1.0, 32)
    worlds = {"a": Worlds({"x": luck}), "b": Worlds({"x": 0.5 * luck})}
    finding = Finding("A0", "", ("a", "b"), lambda w: w["b"].total("x") / w["a"].total("x"), (0, 1))
    value, interval = measured(finding, worlds)
    assert value == pytest.approx(0.5)
    assert interval is not None and interval[1] - interval[0] < 1e-9  # pairing takes luck out
    assert measured(finding, {k: w.chosen(np.array([0])) for k, w in worlds.items()})[1] is None


# The whole way, small


def test_rows_come_out_with_the_contracts_keys_and_the_same_every_time(tmp_path: Path) -> None:
    rows = validate(["D7", "G1", "B13"], seeds=2, processes=1, folder=tmp_path / "one")
    again = validate(["D7", "G1", "B13"], seeds=2, processes=1, folder=tmp_path / "two")
    assert [r.as_json() for r in rows] == [r.as_json() for r in again]
    by_id = {row.id: row for row in rows}
    assert set(by_id) == {"D7", "G1", "G1-force", "B13"}
    assert by_id["B13"].verdict == by_id["B13"].variant_verdict == "not testable"
    assert findings()["B13"].why_not in by_id["B13"].statement
    assert set(by_id["D7"].as_json()) == KEYS
    written = json.loads(json.dumps([row.as_json() for row in rows], allow_nan=False))
    assert [Row.of_json(row).as_json() for row in written] == written


def test_worlds_are_kept_and_a_stopped_validation_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = validate(["D7"], seeds=3, processes=1, folder=tmp_path / "whole")
    ran: list[int] = []

    def counted(scenario: Any, seed: int, statistics: bool) -> Any:
        if len(ran) == 2:
            raise KeyboardInterrupt
        ran.append(seed)
        return digest(scenario, seed, statistics)

    monkeypatch.setattr("sim.evidence.validate.digest", counted)
    folder = tmp_path / "stopped"
    with pytest.raises(KeyboardInterrupt):
        validate(["D7"], seeds=3, processes=1, folder=folder)
    assert len(list(folder.rglob("*.npz"))) == 2
    next(iter(folder.rglob("*.npz"))).write_bytes(b"half")  # a damaged file is a missing one
    monkeypatch.setattr("sim.evidence.validate.digest", digest)
    found = validate(["D7"], seeds=3, processes=1, folder=folder)
    assert [row.as_json() for row in found] == [row.as_json() for row in whole]
    monkeypatch.setattr("sim.evidence.validate.digest", counted)  # nothing is left to run
    assert validate(["D7"], seeds=3, processes=1, folder=folder)[0].value == whole[0].value


def test_kept_worlds_of_other_code_or_scenarios_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = sim.load_scenario("zambara", {"weeks": 160})
    where = kept.place(tmp_path, "zambara", "main", case)
    kept.write(where, 3, {"a": 1.5, "b": np.arange(6.0).reshape(2, 3)})
    found = kept.read(where, 3)
    assert found is not None
    assert (float(found["a"]), found["b"].tolist()) == (1.5, [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]])
    other = kept.place(tmp_path, "zambara", "main", case.replace({"weeks": 161}))
    assert other != where and kept.read(other, 3) is None
    before = kept.code()
    kept.code.cache_clear()
    monkeypatch.setattr(kept, "source_hash", lambda: "other")
    assert kept.code() != before
    kept.code.cache_clear()


def test_the_command_prints_one_json_document_and_refuses_what_cannot_be(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["validate", "--only", "B13,H6", "--json"])
    assert done.exit_code == 0
    assert [row["id"] for row in json.loads(done.stdout)] == ["B13", "H6"]
    (tmp_path / "file").touch()
    for asked in (
        ["--only", "Q9"],
        ["--only", "B13", "--folder", str(tmp_path / "file")],
        ["--only", "B13", "--html", str(tmp_path)],
        ["--only", "B13", "--markdown", str(tmp_path / "no" / "page.md")],
    ):
        refused = CliRunner().invoke(app, ["validate", *asked])
        assert isinstance(refused.exception, ScenarioError), asked
    assert not list(tmp_path.rglob("*.md"))


def test_ctrl_c_tells_how_to_go_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def stopped(*_: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.evidence.validate._run_all", stopped)
    asked = ["validate", "--only", "D7", "--folder", str(tmp_path)]
    monkeypatch.setattr("sys.argv", ["bluehelm", *asked])
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 130
    assert f"go on with: bluehelm validate --only D7 --folder {tmp_path}" in done.stderr


def test_what_has_not_begun_when_somebody_stops_is_not_begun() -> None:
    """Nobody is left to nap 98 times more."""
    before = set(multiprocessing.active_children())
    each = workers.in_order(time.sleep, [0.3] * 100, 2)
    next(each)
    each.close()
    assert set(multiprocessing.active_children()) <= before


TWICE = """
import signal, threading, time
from sim.machine import workers

def interrupt():
    signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

if __name__ == "__main__":
    found = workers.in_order(time.sleep, [0.0] + [1.5] * 6, 2)
    next(found)
    threading.Timer(0.3, interrupt).start()  # while the workers are waited for
    try:
        found.close()
    except KeyboardInterrupt:
        print("stopped")
"""


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="signals of POSIX")
def test_a_second_interrupt_leaves_no_worker_behind() -> None:
    """It comes while the first waits for workers; the program ends all the same."""
    told = subprocess.run(
        [sys.executable, "-c", TWICE], capture_output=True, text=True, timeout=60, check=False
    )
    assert (told.returncode, told.stdout, told.stderr) == (0, "stopped\n", "")
