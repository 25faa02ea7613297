"""kill -9 at random, twenty times in one sweep: what is left, what is twice, what is running.

python experiments/measures/kills.py local          (needs /proc: Linux)
python experiments/measures/kills.py dask           (needs bluehelm[cluster])
python experiments/measures/kills.py killer         (a run that always kills its worker)
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sim
from sim.batch import Results, lanes, pace, store, sweeping, work
from sim.batch.experiment import load_experiment
from sim.batch.plan import make_plan
from sim.machine import workers

STRIKES = int(os.environ.get("MEASURE_STRIKES", "20"))
PATIENCE = 15.0  # seconds that workers have to see that their sweep is gone (on a busy machine)
EXPERIMENT: dict[str, Any] = {
    "title": "to be killed",
    "scenarios": ["sierra-leone"],
    "replicates": 120,
    "set": {"nature.civilians": 300, "nature.combatants": 200, "weeks": 40},
    "levers": {"policy.patrols.share": [0.1, 0.5, 0.9]},
    "keep": ["series"],
}
SETTINGS = (
    "from sim.batch import lanes, pace\npace.CHUNK_SECONDS = 0.1\npace.LEAST_SECONDS = 0.05\n"
)
LOCAL = f"import sys, sim\n{SETTINGS}sim.sweep({EXPERIMENT!r}, sys.argv[1], workers=2)\n"
DASK = (
    f"import sys, sim\n{SETTINGS}executor = lanes.dask_executor(sys.argv[2])\n"
    f"sim.sweep({EXPERIMENT!r}, sys.argv[1], executor=executor)\n"
)


def rows(folder: Path) -> bytes:
    """All rows but timings, sorted, as bytes."""
    frame = store.read(folder).to_pandas().drop(columns="seconds").sort_values("run_id")
    series = store.read(folder, "series").to_pandas().sort_values(["run_id", "week"])
    return (frame.to_csv(index=False) + series.to_csv(index=False)).encode()


def family(pid: int) -> set[int]:
    """All processes below one, by /proc."""
    parents = {}
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            status = (entry / "stat").read_text().rpartition(")")[2].split()
            if status[0] != "Z":
                parents[int(entry.name)] = int(status[1])
    found, more = set(), {pid}
    while more:
        found |= more
        more = {child for child, parent in parents.items() if parent in more} - found
    return found - {pid}


def alive(pids: set[int]) -> set[int]:
    """Those of some processes that run."""
    left = set()
    for pid in pids:
        with contextlib.suppress(OSError):
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            left |= {pid} if state != "Z" else set()
    return left


def kill(pids: set[int]) -> None:
    """kill -9."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def stored(folder: Path) -> int:
    """How many result files there are."""
    return len(store.files(folder))


def strike_all(
    folder: Path, script: str, arguments: list[str], targets: Callable[[str, int], set[int]]
) -> Counter[str]:
    """Start the sweep again and again and kill at random until twenty strikes have hit it."""
    luck, done, orphans = random.Random(7), Counter[str](), set()
    sweep = None
    while sum(done.values()) < STRIKES:
        if sweep is None or sweep.poll() is not None:
            if sweep is not None and sweep.returncode == 0:
                break
            sweep = subprocess.Popen([sys.executable, "-c", script, str(folder), *arguments])
        wanted, until = stored(folder) + luck.choice([1, 1, 2]), time.monotonic() + 120
        while stored(folder) < wanted and sweep.poll() is None and time.monotonic() < until:
            time.sleep(0.01)
        if sweep.poll() is not None:
            continue
        time.sleep(luck.uniform(0.0, 0.3))
        kind = luck.choice(["worker", "parent", "everything"])
        below = family(sweep.pid)
        kill(targets(kind, sweep.pid))
        done[kind] += 1
        if kind != "worker":
            sweep.wait(30)
            until = time.monotonic() + PATIENCE
            while alive(below) and time.monotonic() < until:
                time.sleep(0.1)
            orphans |= alive(below)
    print(f"strikes: {dict(done)}; processes left by a killed sweep: {len(orphans)}")
    if sweep is not None and sweep.poll() is None:
        sweep.wait(600)
    subprocess.run([sys.executable, "-c", script, str(folder), *arguments], check=True, timeout=900)
    return done


def _differing(folder: Path, calm: Path) -> str:
    """Which columns of which table differ, for when something does."""
    told = []
    for kind in ("runs", "series"):
        keys = ["run_id"] if kind == "runs" else ["run_id", "week"]
        one, other = (
            store.read(where, kind).to_pandas().sort_values(keys).reset_index(drop=True)
            for where in (folder, calm)
        )
        if one.shape != other.shape:
            told.append(f"{kind}: {len(one)} rows, not {len(other)}")
            continue
        columns = [c for c in one if c != "seconds" and not one[c].equals(other[c])]
        told += [f"{kind}: {columns}"] if columns else []
    return "; ".join(told) or "nothing"


def verdict(folder: Path, calm: Path) -> None:
    """Compare with a sweep that nobody disturbed."""
    ids = store.column(folder, "run_id")
    total = EXPERIMENT["replicates"] * len(EXPERIMENT["levers"]["policy.patrols.share"])
    print(
        f"rows: {len(ids)} of {total}; run ids twice in the raw files: {len(ids) - len(set(ids))}"
    )
    sim.sweep(EXPERIMENT, calm, workers=0)
    failed = Results(folder).failures
    print(f"failed runs: {len(failed)} {failed.error.unique().tolist()}")
    print(f"equal to an undisturbed sweep, byte for byte: {rows(folder) == rows(calm)}")
    print(f"differs in: {_differing(folder, calm)}")
    left = [p.name for p in folder.rglob("*") if p.suffix in (".tmp", ".damaged", ".merged")]
    print(f"half-written files left: {len(left)}")


def local() -> None:
    """Worker processes of this machine."""

    def works(pid: int) -> bool:  # not multiprocessing's tracker of resources
        with contextlib.suppress(OSError):
            return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
        return False

    def targets(kind: str, pid: int) -> set[int]:
        below = sorted(filter(works, family(pid)))
        if kind == "worker":
            return {random.Random(pid + len(below)).choice(below)} if below else {pid}
        return {pid} if kind == "parent" else {pid, *below}

    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "out"
        strike_all(out, LOCAL, [], targets)
        verdict(out, Path(name) / "calm")


def dask() -> None:
    """A scheduler and two workers; killed workers are replaced, as a cluster does."""
    environment = os.environ | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "scheduler.json"

        def start(which: str, *more: str) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-m", f"distributed.cli.dask_{which}"]
            command += ["--scheduler-file", str(file), "--no-dashboard", "--host", "127.0.0.1"]
            quiet = {"stderr": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
            return subprocess.Popen([*command, *more], env=environment, **quiet)

        def worker() -> subprocess.Popen[bytes]:
            return start("worker", "--nthreads", "1", "--no-nanny")

        scheduler = start("scheduler", "--port", "0")
        while not file.exists() or not file.read_text().strip():
            time.sleep(0.1)
        team = [worker(), worker()]

        def targets(kind: str, pid: int) -> set[int]:
            hit = {"worker": [0], "parent": [], "everything": [0, 1]}[kind]
            for number in hit:
                kill({team[number].pid})
                team[number].wait()
                team[number] = worker()
            team.reverse()
            return set() if kind == "worker" else {pid}

        address = json.loads(file.read_text())["address"]
        try:
            strike_all(Path(name) / "out", DASK, [address], targets)
            verdict(Path(name) / "out", Path(name) / "calm")
        finally:
            for process in (*team, scheduler):
                process.kill()
                process.wait()


def _die_at(run_id: str) -> None:
    plain = work._one

    def one(wanted: str, *rest: Any) -> Any:
        if wanted == run_id:
            os.kill(os.getpid(), signal.SIGKILL)
        return plain(wanted, *rest)

    work._one = one


def killer() -> None:
    """A run that always kills its worker: named, recorded, and all others finish."""
    sys.path.insert(0, str(Path(__file__).parent))
    import kills  # this file: workers import what they are given by the name of its module

    wanted = list(make_plan(load_experiment(EXPERIMENT)).runs())[133][0]
    pace.CHUNK_SECONDS, pace.LEAST_SECONDS = 1.0, 0.5
    plain = sweeping._lanes
    sweeping._lanes = lambda count, executor: [
        lanes.Lane(lambda: workers.pool(1, kills._die_at, wanted), 1) for _ in range(2)
    ]
    with tempfile.TemporaryDirectory() as name:
        try:
            results = sim.sweep(EXPERIMENT, Path(name) / "out")
        finally:
            sweeping._lanes = plain
        failures = results.failures
        print(f"done {len(results.runs)}, failed {len(failures)}, the right one: ", end="")
        print(list(failures.run_id) == [wanted])
        print(f"recorded: {failures.error[0]}")


if __name__ == "__main__":
    for which in sys.argv[1:] or ["local"]:
        print(f"== {which}", flush=True)
        {"local": local, "dask": dask, "killer": killer}[which]()
