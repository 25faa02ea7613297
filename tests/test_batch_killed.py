"""Real kill -9: of a worker, of the sweep, of everything. Nothing is lost, nothing twice."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sabotage
from stored import rows

import sim
from sim.batch import Results, SweepError, rescue, store, sweeping, watch
from sim.batch.experiment import load_experiment
from sim.batch.lanes import Lane
from sim.batch.plan import make_plan
from sim.machine import workers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

ROOT = Path(__file__).parent.parent
EXPERIMENT = {
    "title": "to be killed",
    "scenarios": ["sierra-leone"],
    "replicates": 40,
    "set": {"nature.civilians": 300, "nature.combatants": 200, "weeks": 40},
    "levers": {"policy.patrols.share": [0.1, 0.5, 0.9]},
}
RUNS = 120
SCRIPT = f"""
import sys, sim
from sim.batch import pace
pace.CHUNK_SECONDS = 0.15  # many chunks, so that something is always in hand
pace.LEAST_SECONDS = 0.1
sim.sweep({EXPERIMENT!r}, sys.argv[1], workers=2)
"""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("calm") / "out"
    sim.sweep(EXPERIMENT, folder, workers=0)
    return rows(folder)


def start(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", SCRIPT, str(folder)], cwd=ROOT)


def children(pid: int) -> list[int]:
    """Worker processes of a sweep (not the resource tracker, which runs nothing)."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            status = (entry / "stat").read_text().rpartition(")")[2].split()
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if int(status[1]) == pid and status[0] != "Z" and b"spawn_main" in command:
            found.append(int(entry.name))
    return found


def is_alive(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(true: Any, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.02)
    return False


def stored(folder: Path) -> int:
    return sum(1 for _ in store.files(folder)) if (folder / "runs").is_dir() else 0


def kill(pids: list[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def disturb(folder: Path, kinds: Iterator[str], luck: random.Random) -> int:
    """Start sweeps and kill again and again until one ends well; returns how often."""
    count = 0
    for kind in kinds:
        sweep = start(folder)
        if not wait_for_files(sweep, folder, 1):
            break
        time.sleep(luck.uniform(0.0, 0.3))
        strike(kind, sweep, folder)
        count += 1
    return count


def wait_for_files(sweep: subprocess.Popen[bytes], folder: Path, more: int) -> bool:
    """Wait until a sweep has stored something; False where it ended before."""
    wanted = stored(folder) + more
    wait_until(lambda: stored(folder) >= wanted or sweep.poll() is not None, 60)
    return sweep.poll() is None


def strike(kind: str, sweep: subprocess.Popen[bytes], folder: Path) -> None:
    pids = children(sweep.pid)
    if kind == "worker":
        kill(pids[:1])
        wait_for_files(sweep, folder, 2)
        pids += children(sweep.pid)
        kill([sweep.pid])
    else:
        kill([sweep.pid] if kind == "parent" else [sweep.pid, *pids])
    sweep.wait(20)
    assert wait_until(lambda: not any(map(is_alive, pids)), 10), "workers outlive their sweep"


def finish(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder)], cwd=ROOT, timeout=120, check=False
    )
    assert done.returncode == 0


def check(folder: Path, undisturbed: str) -> None:
    """Nothing missing, nothing twice in the raw files, nothing else left."""
    ids = store.column(folder, "run_id")
    assert len(ids) == len(set(ids)) == RUNS
    assert rows(folder) == undisturbed
    assert not [p for p in folder.rglob("*") if p.suffix in (".tmp", ".damaged", ".merged")]


def test_killed_in_every_way_and_resumed(tmp_path: Path, undisturbed: str) -> None:
    folder = tmp_path / "out"
    assert disturb(folder, iter(["parent", "everything"]), random.Random(1)) >= 1
    finish(folder)
    check(folder, undisturbed)


@pytest.mark.slow
def test_killed_twenty_times_at_random(tmp_path: Path, undisturbed: str) -> None:
    luck = random.Random(2)
    kinds = [luck.choice(["worker", "parent", "everything"]) for _ in range(20)]
    disturb(tmp_path / "out", iter(kinds), luck)
    finish(tmp_path / "out")
    check(tmp_path / "out", undisturbed)


def test_a_killed_worker_does_not_stop_the_sweep(tmp_path: Path, undisturbed: str) -> None:
    folder = tmp_path / "out"
    sweep = start(folder)
    assert wait_until(lambda: stored(folder) > 2, 60)
    kill(children(sweep.pid)[:1])
    assert sweep.wait(90) == 0
    check(folder, undisturbed)


def test_ctrl_c_finishes_what_is_in_hand_and_says_how_to_go_on(tmp_path: Path) -> None:
    import sim.fields.toml_text

    file, folder = tmp_path / "e.toml", tmp_path / "out"
    content = load_experiment(EXPERIMENT | {"replicates": 400}).experiment.content()
    file.write_text(sim.fields.toml_text.write(content))
    sweep = subprocess.Popen(
        [sys.executable, "-m", "sim.commands.cli", "sweep", str(file), "--out", str(folder)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a group of its own: Ctrl-C reaches all of it
    )
    assert wait_until(lambda: stored(folder) > 1, 60)
    pids = children(sweep.pid)
    os.killpg(sweep.pid, signal.SIGINT)
    _, said = sweep.communicate(timeout=60)
    assert sweep.returncode == 1
    assert f"To go on: bluehelm sweep {file} --out {folder}" in said
    assert "Traceback" not in said
    assert not any(map(is_alive, pids))
    done = Results(folder).count
    assert 0 < done < 1200
    assert not [p for p in folder.rglob("*.tmp") if p.parent.name == "runs"]


def saboteurs(monkeypatch: pytest.MonkeyPatch, harm: Any, *given: Any) -> None:
    """Sweeps of this process get workers to which harm was done."""
    lanes = [Lane(lambda: workers.pool(1, harm, *given), 1) for _ in range(2)]
    monkeypatch.setattr(sweeping, "_lanes", lambda count, executor: lanes)


def test_a_run_that_kills_its_worker_is_named_and_all_others_finish(
    tmp_path: Path, undisturbed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = EXPERIMENT | {"replicates": 8}
    killer = list(make_plan(load_experiment(small)).runs())[13][0]
    monkeypatch.setattr(rescue, "TRIES_TOGETHER", 1)
    monkeypatch.setattr(rescue, "TRIES_ALONE", 2)
    saboteurs(monkeypatch, sabotage.kill_at, killer)
    result = sim.sweep(small, tmp_path / "out")
    assert result.complete
    assert list(result.failures.run_id) == [killer]
    assert "its worker died 4 times" in result.failures.error[0]
    assert len(result.runs) == 23
    assert killer in (tmp_path / "out" / "state" / "log.txt").read_text()


def test_a_disk_that_takes_no_more_stops_with_a_clear_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saboteurs(monkeypatch, sabotage.small_disk, 2000)
    with pytest.raises(SweepError, match=r"cannot be written"):
        sim.sweep(EXPERIMENT, tmp_path / "out")
    assert store.files(tmp_path / "out") == []
    assert not list((tmp_path / "out" / "runs").iterdir())


def test_a_script_without_a_main_guard_may_sweep(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    small = EXPERIMENT | {"replicates": 2}
    script.write_text(
        "import sim\nprint('once')\n"
        f"print(sim.sweep({small!r}, {str(tmp_path / 'out')!r}, workers=2).count)\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.split() == ["once", "6"], done.stderr


def test_several_killers_do_not_pass_for_a_broken_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = EXPERIMENT | {"replicates": 4}
    killers = {item[0] for item in list(make_plan(load_experiment(small)).runs())[:4]}
    monkeypatch.setattr(rescue, "TRIES_TOGETHER", 1)
    monkeypatch.setattr(rescue, "TRIES_ALONE", 2)
    monkeypatch.setattr(rescue, "STRANGE_IN_A_ROW", 3)
    saboteurs(monkeypatch, sabotage.kill_at_any, killers)
    result = sim.sweep(small, tmp_path / "out")
    assert result.complete and set(result.failures.run_id) == killers
    assert not list((tmp_path / "out" / "state").glob("begun-*"))


def test_a_worker_that_is_stopped_is_ended_its_run_named_and_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = EXPERIMENT | {"replicates": 4}
    stuck = list(make_plan(load_experiment(small)).runs())[5][0]
    monkeypatch.setattr(watch, "GRACE", 2.0)
    saboteurs(monkeypatch, sabotage.stop_at, stuck)
    told: list[str] = []
    result = sim.sweep(small, tmp_path / "out", run_limit=30.0, told=told.append)
    assert result.complete and list(result.failures.run_id) == [stuck]
    assert "the limit of a run" in result.failures.error[0]
    assert any(stuck in line for line in told)


def test_the_first_ctrl_c_works_where_a_worker_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = EXPERIMENT | {"replicates": 4}
    stuck = list(make_plan(load_experiment(small)).runs())[5][0]
    monkeypatch.setattr(watch, "STOP_PATIENCE", 2.0)
    saboteurs(monkeypatch, sabotage.stop_at, stuck)
    told: list[str] = []

    def interrupt(progress: Any) -> None:
        if progress.done > 0 and not any("stopping" in line for line in told):
            os.kill(os.getpid(), signal.SIGINT)

    start = time.monotonic()
    result = sim.sweep(small, tmp_path / "out", progress=interrupt, told=told.append)
    assert not result.complete and result.failures.empty
    assert time.monotonic() - start < 120


def test_tries_are_few() -> None:
    """A killer costs a handful of workers, not dozens."""
    assert rescue.TRIES_TOGETHER + rescue.TRIES_ALONE <= 6
