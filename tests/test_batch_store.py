"""The folder: what is in it, going on, doing a run again, compaction, the fence."""

from __future__ import annotations

import json
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from stored import rows

import sim
from sim.batch import Results, SweepError, compact, session, store, sweeping
from sim.batch.experiment import load_experiment
from sim.batch.lanes import Lane
from sim.batch.lock import HeldError, held
from sim.batch.plan import make_plan
from sim.batch.work import Job, run_chunk
from sim.commands import cli
from sim.fields.errors import ScenarioError

TINY = {"nature.civilians": 100, "nature.combatants": 50, "weeks": 4}
EXPERIMENT = {
    "title": "tiny",
    "scenarios": ["sierra-leone"],
    "replicates": 4,
    "set": TINY,
    "levers": {"policy.patrols.share": [0.1, 0.9], "policy.force.mandate": ["robust"]},
    "uncertainties": {"nature.presence.deter_rebels": {}},
    "design": {"uncertainties": {"kind": "sobol", "samples": 2}},
    "keep": ["series", "places", "events"],
}


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return sim.sweep(EXPERIMENT, tmp_path_factory.mktemp("sweep") / "out", workers=0)


def test_a_row_a_run_with_settings_outcomes_and_no_error(done: Results) -> None:
    assert done.complete and done.count == 16
    runs = done.runs
    assert runs.run_id.is_unique
    assert sorted(runs["policy.patrols.share"].unique()) == [0.1, 0.9]
    assert set(runs["policy.force.mandate"]) == {"robust"}
    assert set(runs.seed) == {0, 1, 2, 3}
    assert list(runs.groupby("policy", sort=False).groups) == [
        "patrols share 0.1, mandate robust",
        "patrols share 0.9, mandate robust",
    ]
    row = runs.iloc[0]
    scenario = done.scenario(row.point_id)
    assert sim.run(scenario, seed=int(row.seed)).outcomes["civilian_deaths"] == row.civilian_deaths


def test_extras_are_those_of_the_runs(done: Results) -> None:
    row = done.runs.iloc[5]
    r = sim.run(done.scenario(row.point_id), seed=int(row.seed))
    series = done.extra("series")
    mine = series[series.run_id == row.run_id]
    assert mine.civilian_deaths.tolist() == r.series.civilian_deaths.tolist()
    places = done.extra("places")
    mine = places[places.run_id == row.run_id]
    assert mine.deaths.sum() == r.places.deaths.sum()
    events = done.extra("events")
    assert (events.run_id == row.run_id).sum() == len(r.events)


def test_other_programs_read_the_folder(done: Results) -> None:
    glob = f"{done.folder}/runs/*.parquet"
    assert duckdb.sql(f"select count(*) from '{glob}' where error is null").fetchall() == [(16,)]
    assert len(pd.read_parquet(done.folder / "runs")) == 16


def test_the_manifest_says_with_what(done: Results) -> None:
    manifest = json.loads((done.folder / "manifest.json").read_text())
    assert manifest["runs"] == 16
    assert {"bluehelm", "source", "python", "numpy"} <= set(manifest["provenance"])
    again = load_experiment(done.folder / "experiment.toml").experiment
    assert again.content() == load_experiment(EXPERIMENT).experiment.content()


def test_the_same_call_runs_nothing_again(done: Results) -> None:
    before = {p: p.stat().st_mtime_ns for p in store.files(done.folder)}
    seen = []
    sim.sweep(EXPERIMENT, done.folder, workers=0, progress=seen.append)
    assert {p: p.stat().st_mtime_ns for p in store.files(done.folder)} == before
    assert (seen[0].done, seen[0].total) == (16, 16)


def test_any_executor_and_order_gives_the_same_rows(done: Results, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        sim.sweep(EXPERIMENT, tmp_path / "threads", executor=pool)
    turned = EXPERIMENT | {"levers": dict(reversed(EXPERIMENT["levers"].items()))}
    turned["levers"]["policy.patrols.share"] = [0.9, 0.1]  # type: ignore[index]
    sim.sweep(turned, tmp_path / "turned", workers=2)
    assert rows(tmp_path / "threads") == rows(done.folder)
    columns = list(store.read(done.folder).to_pandas().drop(columns=["seconds", "policy"]))
    a, b = (
        store.read(f).to_pandas()[columns].sort_values("run_id")
        for f in (done.folder, tmp_path / "turned")
    )
    assert a.to_csv(index=False) == b.to_csv(index=False)


def test_extending_runs_only_what_is_new(tmp_path: Path) -> None:
    small = {**EXPERIMENT, "replicates": 1, "keep": []}
    sim.sweep(small, tmp_path / "a", workers=0)
    seen: list[Any] = []
    larger = {
        **small,
        "replicates": 2,
        "design": {"uncertainties": {"kind": "sobol", "samples": 4}},
    }
    result = sim.sweep(larger, tmp_path / "a", workers=0, progress=seen.append)
    assert (seen[0].done, seen[0].total) == (4, 16)
    assert result.complete
    with pytest.raises(ScenarioError, match=r"does not extend|replicates"):
        sim.sweep(small, tmp_path / "a", workers=0)


def test_another_experiment_is_kept_out(done: Results) -> None:
    with pytest.raises(ScenarioError, match="holds another experiment"):
        sim.sweep({**EXPERIMENT, "set": {**TINY, "weeks": 5}}, done.folder, workers=0)


def test_other_code_is_kept_out(done: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.batch.provenance.source_hash", lambda: "changed")
    monkeypatch.setattr("sim.batch.provenance.model", lambda: {"source": "changed"})
    with pytest.raises(ScenarioError, match="other code of the model"):
        sim.sweep(EXPERIMENT, done.folder, workers=0)


def test_bad_input_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError):
        sim.sweep({**EXPERIMENT, "levers": {"policy.x.y": [1]}}, tmp_path / "new" / "deep")
    assert not (tmp_path / "new").exists()
    (tmp_path / "mine.txt").write_text("keep me")
    with pytest.raises(ScenarioError, match="holds other files"):
        sim.sweep(EXPERIMENT, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_two_sweeps_do_not_share_a_folder(done: Results) -> None:
    with (
        held(done.folder / "state" / "sweep.lock"),
        pytest.raises(ScenarioError, match="another sweep is at work"),
    ):
        sim.sweep(EXPERIMENT, done.folder, workers=0)
    lock = done.folder / "state" / "x"
    with held(lock), pytest.raises(HeldError), held(lock):
        pass


# one run again


def test_rerun_gives_the_stored_run_to_the_bit(done: Results) -> None:
    for run_id in done.runs.run_id[[0, 9]]:
        again = done.rerun(run_id)
        assert again.differs == () and again.same_code


def test_rerun_says_what_differs(done: Results, tmp_path: Path) -> None:
    table = store.read(done.folder).to_pandas()
    folder = tmp_path / "copy"
    sim.sweep(EXPERIMENT, folder, workers=0)
    path = store.files(folder)[0]
    table = pd.read_parquet(path)
    table.loc[0, "civilian_deaths"] += 1
    store.write_table(path, pa.Table.from_pandas(table, preserve_index=False))
    assert Results(folder).rerun(table.run_id[0]).differs == ("civilian_deaths",)


def test_rerun_checks_kept_tables_too(done: Results, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    shutil.copytree(done.folder, folder)
    path = store.files(folder, "series")[0]
    table = pd.read_parquet(path)
    table.loc[3, "fear"] += 1e-6
    store.write_table(path, pa.Table.from_pandas(table, preserve_index=False))
    assert Results(folder).rerun(table.run_id[3]).differs == ("series",)


def test_what_a_killed_worker_half_wrote_is_cleared_at_the_end(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    sim.sweep(EXPERIMENT | {"replicates": 1}, folder, workers=0)
    draft = folder / "runs" / ".half.parquet.123.tmp"

    def litter(progress: Any) -> None:
        draft.write_text("half")

    sim.sweep(EXPERIMENT | {"replicates": 2}, folder, workers=0, progress=litter)
    assert not draft.exists()


def test_rerun_of_nothing_is_bad_input(done: Results) -> None:
    with pytest.raises(ScenarioError, match="has no run"):
        done.rerun("0" * 20)
    with pytest.raises(ScenarioError, match="no sweep folder"):
        Results(done.folder / "runs")


# damage


def test_a_damaged_file_is_set_aside_and_done_again(done: Results, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    sim.sweep(EXPERIMENT, folder, workers=0)
    path = store.files(folder)[0]
    path.write_bytes(path.read_bytes()[:-200])
    (folder / "runs" / ".half.parquet.1.tmp").write_bytes(b"PAR1")
    sim.sweep(EXPERIMENT, folder, workers=0)
    assert rows(folder) == rows(done.folder)
    assert not list(folder.glob("*/.*.tmp"))
    assert len(store.read(folder, "series")) == 16 * 4


def test_a_full_disk_stops_the_sweep_and_loses_nothing(
    done: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, calls = store.draft_table, []

    def full(path: Path, table: Any) -> Path:
        calls.append(path)
        if len(calls) > 6:
            raise OSError(28, "No space left on device")
        return plain(path, table)

    monkeypatch.setattr(store, "draft_table", full)
    with pytest.raises(SweepError, match="No space left"):
        sim.sweep(EXPERIMENT, tmp_path / "x", workers=0)
    monkeypatch.undo()
    assert 0 < Results(tmp_path / "x").count < 16
    sim.sweep(EXPERIMENT, tmp_path / "x", workers=0)
    assert rows(tmp_path / "x") == rows(done.folder)


def test_nobody_of_an_older_session_can_store(done: Results, tmp_path: Path) -> None:
    plan = make_plan(load_experiment(EXPERIMENT))
    folder = tmp_path / "x"
    for name in ("runs", "state"):
        (folder / name).mkdir(parents=True)
    old = session.begin(folder)
    item = next(iter(plan.runs()))
    from sim.batch.provenance import source_hash

    job = Job(
        str(folder), old.session, "c", (item,), plan.scenarios, plan.factors, (), source_hash()
    )
    old.revoked.append("c")
    session.write(folder, old)
    assert run_chunk(job).state == "stale"
    session.begin(folder)
    assert run_chunk(job).state == "stopped"
    assert store.files(folder) == [] and not list((folder / "runs").iterdir())


def test_other_code_on_a_worker_is_refused(tmp_path: Path) -> None:
    plan = make_plan(load_experiment(EXPERIMENT))
    (tmp_path / "state").mkdir()
    key = session.begin(tmp_path).session
    job = Job(str(tmp_path), key, "c", (), plan.scenarios, plan.factors, (), "other")
    assert "other code" in run_chunk(job).error


# failures


def test_a_failing_run_is_a_row_and_can_be_tried_again(
    done: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.batch import work

    target = done.runs.run_id[3]
    plain = work._one

    def one(run_id: str, *rest: Any) -> Any:
        if run_id == target:
            raise ZeroDivisionError("made up")
        return plain(run_id, *rest)

    monkeypatch.setattr(work, "_one", one)
    result = sim.sweep(EXPERIMENT, tmp_path / "x", workers=0)
    assert result.complete and len(result.runs) == 15
    assert list(result.failures.run_id) == [target]
    assert result.failures.error[0].startswith("ZeroDivisionError: made up (in ")
    assert result.rerun(target).record["error"] is not None
    monkeypatch.undo()
    assert len(sim.sweep(EXPERIMENT, tmp_path / "x", workers=0).failures) == 1
    sim.sweep(EXPERIMENT, tmp_path / "x", workers=0, retry_failed=True)
    assert rows(tmp_path / "x") == rows(done.folder)


def test_workers_that_cannot_start_end_the_sweep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sabotage

    from sim.machine import workers

    monkeypatch.setattr("sim.batch.rescue.STRANGE_IN_A_ROW", 2)
    lanes = [Lane(lambda: workers.pool(1, sabotage.die_at_once), 1)]
    monkeypatch.setattr(sweeping, "_lanes", lambda count, executor: lanes)
    with pytest.raises(SweepError, match="as soon as they start"):
        sim.sweep(EXPERIMENT, tmp_path / "x")


# compaction


def test_compaction_keeps_every_row(done: Results, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    sim.sweep(EXPERIMENT, folder, workers=0)
    before = len(store.files(folder))
    assert before > 1
    assert compact.compact(folder) == before
    assert len(store.files(folder)) == len(store.files(folder, "series")) == 1
    assert rows(folder) == rows(done.folder)
    assert len(store.read(folder, "series")) == 16 * 4
    sim.sweep(EXPERIMENT, folder, workers=0)
    assert rows(folder) == rows(done.folder)


@pytest.mark.parametrize("death", range(1, 8))
def test_a_compaction_cut_off_anywhere_loses_and_doubles_nothing(
    done: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, death: int
) -> None:
    folder = tmp_path / "x"
    sim.sweep({**EXPERIMENT, "keep": ["places"]}, folder, workers=0)
    steps = []

    def mortal(plain: Any) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            steps.append(plain)
            if len(steps) == death:
                raise KeyboardInterrupt
            return plain(*given, **named)

        return call

    monkeypatch.setattr(Path, "replace", mortal(Path.replace))
    monkeypatch.setattr(Path, "unlink", mortal(Path.unlink))
    with pytest.raises(KeyboardInterrupt):
        compact.compact(folder)
    monkeypatch.undo()
    sim.sweep({**EXPERIMENT, "keep": ["places"]}, folder, workers=0)
    assert rows(folder) == rows(done.folder)
    assert not store.read(folder, "places").to_pandas().duplicated(["run_id", "place"]).any()


# the commands


def bluehelm(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["bluehelm", *arguments])
    return cli.main()


def test_commands_sweep_rerun_and_export(
    done: Results,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file, out = str(done.folder / "experiment.toml"), str(tmp_path / "out")
    assert bluehelm(monkeypatch, "sweep", file, "--out", out, "--workers", "0", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["complete"] and document["runs"] == 16
    assert {row["outcome"] for row in document["answers"]} == {
        "civilian_deaths",
        "stability",
        "cost",
    }
    assert bluehelm(monkeypatch, "rerun", out, done.runs.run_id[2]) == 0
    assert "to the last bit" in capsys.readouterr().err
    table = tmp_path / "runs.csv"
    assert bluehelm(monkeypatch, "export", out, str(table)) == 0
    assert len(pd.read_csv(table)) == 16
    assert bluehelm(monkeypatch, "export", out, str(tmp_path / "x.doc")) == 2
    assert bluehelm(monkeypatch, "rerun", out, "nothing") == 2
    assert bluehelm(monkeypatch, "sweep", "nothing", "--out", out) == 2
    assert not (tmp_path / "x.doc").exists()


def test_excel_takes_text_as_text(done: Results, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    from sim.batch.export import export

    evil = {**EXPERIMENT, "keep": [], "replicates": 2, "levers": {}}
    evil["policies"] = [{"name": "=1+1", "set": {}}, {"name": "b", "set": {}}]
    result = sim.sweep(evil, tmp_path / "s", workers=0)
    export(result, tmp_path / "s.xlsx")
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    sheet = book["runs"]
    column = [cell.value for cell in sheet[1]].index("policy") + 1
    assert sheet.cell(2, column).value == "=1+1" and sheet.cell(2, column).data_type == "s"
    assert sheet.max_row == 9
    assert {"runs", "answers", "points", "outcomes", "about"} == set(book.sheetnames)
