"""Damaged sweep folders: found, named, set aside, done again; never a wrong number in silence."""

from __future__ import annotations

import json
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from stored import rows

import sim
from sim.batch import Results, pace, provenance, sealed, store
from sim.commands import cli
from sim.fields.csv_text import csv_text
from sim.fields.errors import ScenarioError

TINY = {"nature.civilians": 100, "nature.combatants": 50, "weeks": 4}
EXPERIMENT: dict[str, Any] = {
    "title": "tiny",
    "scenarios": ["zambara"],
    "replicates": 8,
    "set": TINY,
    "levers": {"policy.patrols.share": [0.1, 0.9]},
    "keep": ["series", "places", "events"],
}
OTHER = {**EXPERIMENT, "title": "other", "levers": {"policy.patrols.share": [0.2, 0.8]}}
RUNS = 16
FLIPS = 300  # experiments/damage/flips.py does thousands
FUZZED = 60  # experiments/damage/fuzz.py does thousands


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sweep") / "out"
    with pytest.MonkeyPatch.context() as small:  # however fast the machine is
        small.setattr(pace, "LARGEST_CHUNK", 5)
        sim.sweep(EXPERIMENT, folder, workers=0)
    assert len(store.files(folder)) > 2
    return folder


@pytest.fixture
def folder(done: Path, tmp_path: Path) -> Path:
    """A copy to be damaged, with a file beside it that nobody may touch."""
    shutil.copytree(done, tmp_path / "out")
    (tmp_path / "victim.txt").write_text("mine")
    return tmp_path / "out"


def resumed(folder: Path, experiment: dict[str, Any] = EXPERIMENT) -> list[str]:
    """The sweep again; what it told."""
    told: list[str] = []
    sim.sweep(experiment, folder, workers=0, told=told.append)
    assert (folder.parent / "victim.txt").read_text() == "mine"
    return told


def bluehelm(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["bluehelm", *arguments])
    return cli.main()


def first(folder: Path, kind: str = "runs") -> Path:
    return store.files(folder, kind)[0]


def _empty(kind: str) -> Callable[[Path], Path]:
    def harm(folder: Path) -> Path:
        first(folder, kind).write_bytes(b"")
        return first(folder, kind)

    return harm


def _gone(kind: str) -> Callable[[Path], Path]:
    def harm(folder: Path) -> Path:
        name = first(folder, kind).name
        first(folder, kind).unlink()
        return folder / "runs" / name

    return harm


def _cut(folder: Path) -> Path:
    path = first(folder)
    path.write_bytes(path.read_bytes()[:-200])
    return path


def _twice(folder: Path) -> Path:
    for kind in ("runs", *store.EXTRAS):
        shutil.copy(first(folder, kind), folder / kind / "zz-copy.parquet")
    return folder / "runs" / "zz-copy.parquet"


def _foreign(folder: Path) -> Path:
    table = store.read(folder).slice(0, 3)
    other = table.set_column(1, "point_id", pa.array(["0" * 20] * 3))
    store.write_table(folder / "runs" / "foreign.parquet", other)
    return folder / "runs" / "foreign.parquet"


def _by_hand(folder: Path) -> Path:
    frame = pd.read_parquet(first(folder))
    frame["civilian_deaths"] += 1.0
    frame.to_parquet(first(folder), index=False)
    return first(folder)


def _exchanged(folder: Path) -> Path:
    one, other = store.files(folder, "series")[:2]
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)
    return folder / "runs" / one.name


def _no_table(folder: Path) -> Path:
    path = folder / "runs" / "notes.parquet"
    store.write_table(path, pa.table({"a": [1]}))
    return path


HARMS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "runs cut short": (_cut, "damaged"),
    "runs empty": (_empty("runs"), "is empty"),
    "runs copied": (_twice, "another file holds too"),
    "runs of others": (_foreign, "another experiment"),
    "runs edited by hand": (_by_hand, "carries no seal"),
    "another table among the runs": (_no_table, "has no column run_id"),
    "series empty": (_empty("series"), "is empty"),
    "series missing": (_gone("series"), "its series are missing"),
    "places empty": (_empty("places"), "is empty"),
    "events missing": (_gone("events"), "its events are missing"),
    "series exchanged": (_exchanged, "other runs"),
}


@pytest.mark.parametrize("name", HARMS)
def test_damage_is_refused_by_name_set_aside_and_done_again(
    name: str, folder: Path, done: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    harm, said = HARMS[name]
    path = harm(folder)
    assert not Results(folder).complete
    for command in (["report", str(folder)], ["export", str(folder), str(folder.parent / "x.csv")]):
        assert bluehelm(monkeypatch, *command) == 2
        told = capsys.readouterr().err
        assert path.name in told and said in told and "tidy" in told and "Traceback" not in told
    assert not (folder / "report.html").exists() and not (folder.parent / "x.csv").exists()
    lines = resumed(folder)
    assert any(path.name in line and said in line for line in lines), lines
    assert rows(folder) == rows(done) and Results(folder).complete
    assert said in (folder / "set-aside" / "reasons.txt").read_text()
    assert resumed(folder) == []


@pytest.mark.parametrize("name", HARMS)
def test_tidy_repairs_what_it_can_and_says_it(
    name: str, folder: Path, done: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    path = HARMS[name][0](folder)
    assert bluehelm(monkeypatch, "tidy", str(folder)) == 0
    told = capsys.readouterr().out
    assert path.name in told and HARMS[name][1] in told and f"of {RUNS} runs" in told
    left = Results(folder)
    kept = left.runs.drop(columns="seconds").sort_values("run_id").reset_index(drop=True)
    whole = Results(done).runs.drop(columns="seconds").sort_values("run_id")
    whole = whole[whole.run_id.isin(kept.run_id)].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, whole)
    assert bluehelm(monkeypatch, "tidy", str(folder)) == 0
    assert "Nothing was to be done" in capsys.readouterr().out


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"schema": 1}', "\0", "[" * 20_000, '{"runs": 16}']
)
@pytest.mark.parametrize("name", ["manifest.json", "points.parquet"])
def test_junk_for_a_manifest_or_points(
    name: str, text: str, folder: Path, done: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    (folder / name).write_text(text)
    assert bluehelm(monkeypatch, "report", str(folder)) == 2
    told = capsys.readouterr().err
    assert name in told and "tidy" in told and "Traceback" not in told
    again = shutil.copytree(folder, folder.parent / "again")
    assert bluehelm(monkeypatch, "tidy", str(again)) == 0
    assert Results(again).complete and rows(again) == rows(done)
    assert any(name in line for line in resumed(folder))
    assert Results(folder).complete and rows(folder) == rows(done)


@pytest.mark.parametrize("name", ["manifest.json", "points.parquet"])
def test_a_lost_manifest_or_points_is_written_anew(name: str, folder: Path, done: Path) -> None:
    (folder / name).unlink()
    with pytest.raises(ScenarioError, match="is missing"):
        _ = Results(folder).runs
    resumed(folder)
    assert Results(folder).complete and rows(folder) == rows(done)


def test_a_number_changed_in_the_manifest_is_seen(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(path.read_text().replace('"runs": 16', '"runs": 15'))
    with pytest.raises(ScenarioError, match="was changed after it was written"):
        Results(folder)


def test_the_manifest_of_another_experiment(folder: Path, done: Path, tmp_path: Path) -> None:
    sim.sweep(OTHER, tmp_path / "other", workers=0)
    shutil.copy(tmp_path / "other" / "manifest.json", folder / "manifest.json")
    with pytest.raises(ScenarioError, match="is of another sweep"):
        _ = Results(folder).runs
    assert any("points.parquet" in line for line in resumed(folder))
    assert Results(folder).complete and rows(folder) == rows(done)


def test_a_lost_manifest_lets_no_other_experiment_in(folder: Path, done: Path) -> None:
    for name in ("manifest.json", "points.parquet"):
        (folder / name).unlink()
    with pytest.raises(ScenarioError, match="another experiment") as refused:
        resumed(folder, OTHER)
    assert "give another --out" in str(refused.value)
    assert rows(folder) == rows(done) and not (folder / "manifest.json").exists()
    resumed(folder)
    assert Results(folder).complete


@pytest.mark.parametrize(
    "text",
    [
        "",
        "junk",
        "[]",
        "{}",
        '{"target": "a.parquet", "names": "b", "kinds": ["runs"]}',
        '{"target": "x.parquet", "names": ["../../victim.txt"], "kinds": ["runs"]}',
        '{"target": "../../victim.txt", "names": [], "kinds": ["runs"]}',
        '{"target": "x.parquet", "names": ["a.parquet"], "kinds": ["../.."]}',
    ],
)
def test_a_crafted_note_of_a_compaction_deletes_nothing(
    text: str, folder: Path, done: Path
) -> None:
    (folder / "state" / "compacting.json").write_text(text)
    with pytest.raises(ScenarioError, match="tidy"):
        _ = Results(folder).runs
    assert any("compacting.json" in line for line in resumed(folder))
    assert rows(folder) == rows(done)


def test_a_compaction_to_nowhere_deletes_no_result(folder: Path, done: Path) -> None:
    names = [path.name for path in store.files(folder)]
    for target in ("nowhere.parquet", names[0]):
        intent = {"target": target, "names": names, "kinds": ["runs", "series"]}
        (folder / "state" / "compacting.json").write_text(json.dumps(intent))
        resumed(folder)
        assert [path.name for path in store.files(folder)] == names
    assert rows(folder) == rows(done)


@pytest.mark.parametrize("name", ["session.json", "commit.lock", "log.txt", "begun-x"])
@pytest.mark.parametrize("content", [b"", b"\xff\0junk", b'{"session": 5, "revoked": "x"}'])
def test_junk_in_the_state_stops_nothing(name: str, content: bytes, folder: Path) -> None:
    first(folder).unlink()
    (folder / "state" / name).write_bytes(content)
    resumed(folder)
    assert Results(folder).complete


@pytest.mark.parametrize("part", ["runs", "series", "state", "scenarios", "set-aside"])
def test_a_part_that_leads_out_of_the_folder_is_refused(part: str, folder: Path) -> None:
    outside = folder.parent / "outside"
    if (folder / part).exists():
        shutil.move(folder / part, outside)
    else:
        outside.mkdir()
    (folder / part).symlink_to(outside, target_is_directory=True)
    (outside / ".x.tmp").write_text("mine")
    with pytest.raises(ScenarioError, match="is a link"):
        resumed(folder)
    assert (outside / ".x.tmp").read_text() == "mine"


def test_a_failed_run_needs_no_series(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.batch import work

    def one(*given: Any) -> Any:
        raise ZeroDivisionError("made up")

    monkeypatch.setattr(work, "_one", one)
    assert sim.sweep(EXPERIMENT, tmp_path / "x", workers=0).complete


@pytest.mark.parametrize("kind", [pa.binary(), pa.list_(pa.string()), pa.decimal128(20, 2)])
def test_a_column_of_another_type_is_damage(done: Path, tmp_path: Path, kind: Any) -> None:
    import pyarrow.parquet as pq

    table = store.read(done)
    seal = sealed.seal_of(table.schema, [table])
    values = b"x" if kind == pa.binary() else ["x"] if pa.types.is_list(kind) else 1
    other = table.set_column(0, table.schema.names[0], pa.array([values] * len(table), kind))
    pq.write_table(other.replace_schema_metadata({sealed.SEAL: seal}), tmp_path / "x.parquet")
    with pytest.raises(sealed.DamagedError, match="of another type"):
        sealed.read_table(tmp_path / "x.parquet")


def test_a_flipped_bit_gives_no_other_value(done: Path, tmp_path: Path) -> None:
    luck = random.Random(16)
    for kind in ("runs", "series", "places", "events"):
        before = sealed.read_table(first(done, kind)).to_pandas()
        raw = first(done, kind).read_bytes()
        path = tmp_path / f"{kind}.parquet"
        for _ in range(FLIPS // 4):
            bit = luck.randrange(8 * len(raw))
            hurt = bytearray(raw)
            hurt[bit // 8] ^= 1 << bit % 8
            path.write_bytes(hurt)
            try:
                after = sealed.read_table(path).to_pandas()
            except ScenarioError:
                continue
            pd.testing.assert_frame_equal(before, after)


def test_a_seal_covers_every_kind_of_column(tmp_path: Path) -> None:
    table = pa.table(
        {
            "text": pa.array(["a", None, "é"]),
            "large": pa.array(["x", "", None], pa.large_string()),
            "truth": [True, None, False],
            "nothing": pa.nulls(3),
            "number": [1.5, None, float("nan")],
            "time": pa.array([0, None, 5], pa.timestamp("s")),
            "day": pa.array([1, None, 2], pa.date32()),
            "of": pa.array(["u", "v", "u"]).dictionary_encode(),
        }
    )
    store.write_table(tmp_path / "a.parquet", table)
    assert sealed.read_table(tmp_path / "a.parquet").num_rows == 3
    for column in table.column_names:
        if column == "nothing":
            continue
        other = table.set_column(
            table.column_names.index(column),
            column,
            pa.chunked_array([table.column(column).combine_chunks().take([1, 0, 2])]),
        )
        seal = sealed.seal_of(table.schema, [table])
        sealed.write_sealed(tmp_path / "b.parquet", table.schema, seal, [other])
        with pytest.raises(ScenarioError, match=rf"column {column} is not as it was|time"):
            sealed.read_table(tmp_path / "b.parquet")


def test_files_of_older_sweeps_are_read(done: Path, folder: Path) -> None:
    """Without seals, as they were written before there were any."""
    path = folder / "manifest.json"
    content = json.loads(path.read_text())
    path.write_text(json.dumps({k: content[k] for k in content if k not in ("seal", "sealed")}))
    for kind in ("runs", *store.EXTRAS):
        for file in store.files(folder, kind):
            table = sealed.read_table(file)
            import pyarrow.parquet as pq

            pq.write_table(table, file)
    assert Results(folder).complete and rows(folder) == rows(done)
    assert resumed(folder) == [] and Results(folder).complete


# other things that go wrong


def test_a_refused_second_sweep_takes_nothing_from_the_first(tmp_path: Path) -> None:
    """Even before the first has written its manifest."""
    from sim.batch.sweeping import owned

    with owned(tmp_path / "x"):
        with pytest.raises(ScenarioError, match="another sweep is at work"):
            sim.sweep(EXPERIMENT, tmp_path / "x", workers=0)
        assert (tmp_path / "x" / "state" / "sweep.lock").exists()


def test_changed_code_is_told_with_a_command_that_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    from sim.batch import runner

    file = tmp_path / "e.toml"
    import sim.fields.toml_text as toml_text

    file.write_text(toml_text.write(EXPERIMENT))
    plain = provenance.source_hash()
    monkeypatch.setattr(runner.provenance, "source_hash", lambda: "edited")
    monkeypatch.setattr("sim.batch.work.provenance", _Hash(plain))
    out = str(tmp_path / "out")
    assert bluehelm(monkeypatch, "sweep", str(file), "--out", out, "--workers", "0") == 1
    told = capsys.readouterr().err
    assert f"--out {out}-2" in told and f"--out {out}\n" not in told


class _Hash:
    def __init__(self, value: str) -> None:
        self.source_hash = lambda: value


def test_a_full_disk_at_the_start_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.batch import SweepError

    def full(path: Path, table: Any) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "draft_table", full)
    with pytest.raises(SweepError, match="No space left"):
        sim.sweep(EXPERIMENT, tmp_path / "x", workers=0)


def test_a_clock_that_jumps_changes_nothing(
    done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    luck = random.Random(3)
    monkeypatch.setattr(time, "time", lambda: luck.uniform(-1e9, 1e10))
    monkeypatch.setattr(time, "time_ns", lambda: luck.randrange(10**19))
    sim.sweep(EXPERIMENT, tmp_path / "x", workers=0)
    assert rows(tmp_path / "x") == rows(done)


def test_names_that_are_formulas_stay_text(tmp_path: Path) -> None:
    frame = pd.DataFrame({"place": ["=1+1", "@a", "-b", "+c", "-5", "ok", None], "n": [-1.0] * 7})
    lines = csv_text(frame).splitlines()
    assert [line.split(",")[0] for line in lines] == [
        "place", "'=1+1", "'@a", "'-b", "'+c", "-5", "ok", "",
    ]  # fmt: skip
    assert frame.place[0] == "=1+1"


def test_a_limit_that_is_none_is_refused() -> None:
    for limit in (0, -1, float("nan"), True, "5"):
        with pytest.raises(ScenarioError, match="run_limit"):
            sim.sweep(EXPERIMENT, "nowhere", workers=0, run_limit=limit)  # type: ignore[arg-type]


def test_a_slow_run_is_stopped_named_and_others_go_on(tmp_path: Path) -> None:
    results = sim.sweep(EXPERIMENT, tmp_path / "x", workers=0, run_limit=1e-6)
    assert results.complete and len(results.failures) == RUNS
    assert "the limit of a run (--run-limit)" in results.failures.error[0]
    assert len(sim.sweep(EXPERIMENT, tmp_path / "x", workers=0, retry_failed=True).runs) == RUNS


def test_damaged_inputs_of_all_kinds(done: Path, tmp_path: Path) -> None:
    """A short run of experiments/damage/fuzz.py; it breaks no rule."""
    import importlib.util

    path = Path(__file__).parent.parent / "experiments" / "damage" / "fuzz.py"
    spec = importlib.util.spec_from_file_location("fuzz", path)
    assert spec is not None and spec.loader is not None
    fuzz = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fuzz)
    found, broken = fuzz.fuzz(FUZZED, 5, tmp_path)
    assert broken == []
    assert sum(found.values()) == FUZZED and found["store", "refused"] > 0
