"""The first use on a machine: compiled once, side by side, by one process, and it is said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import busy
from numba import config

from sim.case.scenario import Scenario
from sim.fields.compiled import ENTRIES
from sim.machine import workers
from sim.runs import compiling
from sim.runs.run import run

LEFT_FOR_LATER = "sim.levers.tasking.base_units"  # its orders are tables of their own
# two entries that are soon compiled: for one alone no other process would be started
QUICK = ("sim.state.world.set_hostilities", "sim.leaders.governments.decide_all")
FIRST_USE = f"""
import json
from sim.fields.compiled import ENTRIES
from sim.runs import compiling
ENTRIES[:] = [entry for entry in ENTRIES if compiling.name_of(entry) in {QUICK}]
compiling.once()
for entry in ENTRIES:
    compiling.compile_one(compiling.name_of(entry))
print(json.dumps([entry.stats.cache_hits.total() for entry in ENTRIES]))
"""
IN_A_WORKER = """
from sim.machine import workers
from sim.runs import compiling
with workers.pool(1) as one:
    one.submit(compiling.once).result()
"""


def python(code: str, folder: Path) -> tuple[str, str]:
    """What a process with this folder of kernels prints, and what it says on stderr."""
    env = {**os.environ, "NUMBA_CACHE_DIR": str(folder), "NUMBA_DISABLE_JIT": "0"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=env, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file()}


def test_the_first_process_says_what_it_does_and_the_second_nothing(tmp_path: Path) -> None:
    out, said = python(FIRST_USE, tmp_path)
    assert said.splitlines()[0] == "Bluehelm compiles its 2 entries for this machine, once ..."
    assert said.splitlines()[-1].startswith("  2 of 2 after ")
    assert json.loads(out) == [1, 1], "what its workers compiled was not found on disk"
    assert names(tmp_path) == {compiling.MARK}
    before = sorted(tmp_path.rglob("*.nb?"))
    assert python(FIRST_USE, tmp_path) == (out, "")
    assert sorted(tmp_path.rglob("*.nb?")) == before != []


def test_a_worker_leaves_it_to_its_parent(tmp_path: Path) -> None:
    assert python(IN_A_WORKER, tmp_path) == ("", "")
    assert names(tmp_path) == set()


# who may begin; nothing is compiled in fact


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of kernels for this process, in which nothing is yet."""
    monkeypatch.setattr("numba.config.CACHE_DIR", str(tmp_path))
    monkeypatch.setattr("numba.config.DISABLE_JIT", 0)
    monkeypatch.setattr("multiprocessing.parent_process", lambda: None)
    return tmp_path


@pytest.fixture
def begun(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the entries that were to be compiled."""
    found: list[str] = []

    def as_done(work: Any, todo: list[str], *rest: Any) -> Iterator[None]:
        for name in todo:
            assert (folder / compiling.AT_WORK).exists(), "nobody else would know of it"
            found.append(name)
            yield

    monkeypatch.setattr(workers, "as_done", as_done)
    return found


def left_behind(folder: Path, seconds: float) -> Path:
    """The sign of another process that began so long ago."""
    sign = folder / compiling.AT_WORK
    sign.touch()
    os.utime(sign, (time.time() - seconds,) * 2)
    return sign


def test_every_entry_is_compiled_once_the_longest_first(folder: Path, begun: list[str]) -> None:
    compiling.once()
    assert sorted(begun) == sorted(compiling.name_of(entry) for entry in ENTRIES)
    heavy = [f"sim.week.{short}" for short in compiling.HEAVIEST]
    assert begun[: len(heavy)] == heavy
    assert names(folder) == {compiling.MARK}
    begun.clear()
    compiling.once()
    assert begun == []


def test_nothing_is_said_where_all_is_there(
    folder: Path, begun: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    compiling.once()
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 5, "a line at first, then one a quarter"
    compiling.once()
    assert capsys.readouterr() == ("", "")


def test_the_sign_of_a_killed_process_is_dropped(folder: Path, begun: list[str]) -> None:
    left_behind(folder, compiling.PATIENCE_SECONDS + 1.0)
    compiling.once()
    assert begun
    assert names(folder) == {compiling.MARK}


@pytest.mark.skipif(os.name != "posix", reason="only there a process is asked whether it lives")
def test_a_process_that_is_no_more_is_not_waited_for(folder: Path, begun: list[str]) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left_behind(folder, 1.0).write_text(str(gone.pid), encoding="utf-8")
    compiling.once()
    assert begun
    assert names(folder) == {compiling.MARK}


def test_another_process_that_compiles_is_waited_for(
    folder: Path, begun: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    sign = left_behind(folder, compiling.PATIENCE_SECONDS / 2.0)
    waiting = threading.Thread(target=compiling.once)
    waiting.start()
    waiting.join(0.5)
    assert waiting.is_alive() and sign.exists()
    sign.unlink()  # the other one is done
    waiting.join(5.0)
    assert not waiting.is_alive()
    assert begun == [] and names(folder) == set()
    assert capsys.readouterr().err.startswith("Bluehelm waits for another process")


def test_nobody_is_waited_for_without_end(
    folder: Path, begun: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiling, "PATIENCE_SECONDS", 0.5)
    left_behind(folder, -60.0)  # a clock that goes ahead: it never grows old
    start = time.perf_counter()
    compiling.once()
    assert 0.5 <= time.perf_counter() - start < 5.0
    assert begun == []


def test_what_fails_or_is_stopped_leaves_no_mark(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*rest: Any) -> Iterator[None]:
        yield
        raise KeyboardInterrupt

    monkeypatch.setattr(workers, "as_done", stopped)
    with pytest.raises(KeyboardInterrupt):
        compiling.once()
    assert names(folder) == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("numba.config.DISABLE_JIT", 1),
        ("numba.config.CACHE_DIR", ""),
        ("multiprocessing.parent_process", object),
    ],
)
def test_there_is_nothing_to_do(
    name: str, value: Any, folder: Path, begun: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the compiler off, without a folder, in a worker."""
    monkeypatch.setattr(name, value)
    compiling.once()
    assert begun == [] and names(folder) == set()


def test_a_folder_that_cannot_be_written_stops_nobody(
    folder: Path, begun: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*rest: Any, **more: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    compiling.once()
    monkeypatch.setattr("numba.config.CACHE_DIR", str(folder / "missing"))
    compiling.once()
    assert begun == [] and names(folder) == set()


@pytest.mark.skipif(bool(config.DISABLE_JIT), reason="entries are plain functions")
def test_entries_are_compiled_for_the_types_the_model_calls_them_with(case: Scenario) -> None:
    """Otherwise they would be compiled again, one after the other, when first called."""
    early = {}
    for entry in ENTRIES:
        compiling.compile_one(compiling.name_of(entry))
        early[compiling.name_of(entry)] = list(entry.signatures)
    early.pop(LEFT_FOR_LATER)
    assert all(early.values())
    run(busy(case), seed=1, weeks=30)
    assert [name for name, known in early.items() if found(name) != known] == []


def found(name: str) -> list[Any]:
    """The types for which an entry is compiled by now."""
    return list(next(one for one in ENTRIES if compiling.name_of(one) == name).signatures)
