"""A sweep on a dask cluster of two workers, one of which is killed in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from stored import rows

import sim
from sim.batch import lanes, store
from sim.fields.errors import ScenarioError

EXPERIMENT = {
    "title": "on a cluster",
    "scenarios": ["sierra-leone"],
    "replicates": 30,
    "set": {"nature.civilians": 300, "nature.combatants": 200, "weeks": 60},
    "levers": {"policy.patrols.share": [0.1, 0.9]},
}


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two bare worker processes (no nannies: a killed one stays dead)."""
    pytest.importorskip("distributed")
    file = tmp_path / "scheduler.json"
    environment = os.environ | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]]
        return subprocess.Popen(
            command, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )

    meeting = ["--scheduler-file", str(file)]
    quiet = ["--no-dashboard", "--host", "127.0.0.1"]
    started = [start("scheduler", *meeting, *quiet, "--port", "0")]
    worker = ["worker", *meeting, *quiet, "--nthreads", "1", "--no-nanny"]
    started += [start(*worker), start(*worker)]
    try:
        until = time.monotonic() + 40
        while not file.exists() or not file.read_text().strip():
            assert time.monotonic() < until, "no scheduler"
            time.sleep(0.1)
        import json

        yield json.loads(file.read_text())["address"], started
    finally:
        for process in started:
            process.kill()
        for process in started:
            process.wait(10)


@pytest.mark.slow
def test_a_killed_worker_of_a_cluster_loses_and_doubles_nothing(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, (_, first, _) = cluster
    monkeypatch.setattr("sim.batch.pace.CHUNK_SECONDS", 0.2)
    monkeypatch.setattr("sim.batch.pace.LEAST_SECONDS", 0.1)
    executor = lanes.dask_executor(address)
    seen: list[int] = []

    def watch(progress: Any) -> None:
        seen.append(progress.done)
        if progress.done > 10 and first.poll() is None:
            os.kill(first.pid, signal.SIGKILL)

    result = sim.sweep(EXPERIMENT, tmp_path / "cluster", executor=executor, progress=watch)
    assert first.poll() == -signal.SIGKILL
    assert result.complete and result.failures.empty
    ids = store.column(tmp_path / "cluster", "run_id")
    assert len(ids) == len(set(ids)) == 60
    sim.sweep(EXPERIMENT, tmp_path / "calm", workers=0)
    assert rows(tmp_path / "cluster") == rows(tmp_path / "calm")
    assert threading.active_count() < 50


def test_no_scheduler_is_one_clear_line() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(ScenarioError, match="no scheduler answers"):
        lanes.dask_executor("tcp://127.0.0.1:9", patience="1s")


def test_a_missing_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ScenarioError) as caught:
        lanes.dask_executor("tcp://127.0.0.1:9")
    assert str(caught.value) == '--dask needs an extra: pip install "bluehelm[cluster]"'
