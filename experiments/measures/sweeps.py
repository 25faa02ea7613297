"""What the batch runner costs and saves; prints one line a figure. Run on an idle machine.

python experiments/measures/sweeps.py [efficiency|memory|large|pairing|mesa] ...

On a machine with other work the wall clock says little: the lines on processor time still hold.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

import sim
from sim.batch import Results, founding, rows, store
from sim.batch.experiment import load_experiment
from sim.batch.plan import make_plan
from sim.batch.rows import Row
from sim.runs.outcomes import OUTCOMES

WEEKS = int(os.environ.get("MEASURE_WEEKS", "260"))
RUNS = int(os.environ.get("MEASURE_RUNS", "1024"))
SHARES = [0.1, 0.3, 0.5, 0.8]
EXPERIMENT = {
    "title": "to be measured",
    "scenarios": ["zambara"],
    "weeks": WEEKS,
    "replicates": RUNS // len(SHARES),
    "set": {"nature.civilians": 1000},
    "levers": {"policy.patrols.share": SHARES},
}
SCRIPT = """
import json, resource, sys, time, sim
def cpu(who):
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime
def megabytes():  # ru_maxrss would be that of whoever started this process
    text = open("/proc/self/status").read()
    return int(text.partition("VmHWM:")[2].split()[0]) / 1024
begun, start = cpu(resource.RUSAGE_SELF), time.perf_counter()
peaks = []
r = sim.sweep(json.loads(sys.argv[1]), sys.argv[2], workers=int(sys.argv[3]),
    progress=lambda p: peaks.append(megabytes()))
wall = time.perf_counter() - start
parent, children = cpu(resource.RUSAGE_SELF) - begun, cpu(resource.RUSAGE_CHILDREN)
print(json.dumps([wall, float(r.runs.seconds.sum()), r.count, peaks, parent, children]))
"""
BARE = """
import json, sys, time, sim
e = json.loads(sys.argv[1])
base = sim.load_scenario(e["scenarios"][0], e["set"] | {"weeks": e["weeks"]})
sim.run(base, seed=0).outcomes
start, wall = time.process_time(), time.perf_counter()
for share in e["levers"]["policy.patrols.share"]:
    scenario = base.replace({"policy.patrols.share": share})
    for seed in range(e["replicates"]):
        sim.run(scenario, seed=seed).outcomes
print(json.dumps([time.process_time() - start, time.perf_counter() - wall]))
"""


def timed(workers: int, experiment: dict[str, Any] = EXPERIMENT) -> list[Any]:
    """Seconds, seconds inside runs, runs, parent's peak MB after each receipt, CPU seconds."""
    with tempfile.TemporaryDirectory() as folder:
        return asked(SCRIPT, json.dumps(experiment), f"{folder}/out", str(workers))


def asked(script: str, *arguments: str) -> list[Any]:
    """What a script in a process of its own prints."""
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: list[Any] = json.loads(done.stdout)
    return found


def load() -> str:
    """The machine's load over the last minute."""
    return f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"


def efficiency() -> None:
    """Two workers against one, and the sweep against its bare runs."""
    few = EXPERIMENT | {"replicates": 1}
    starting = sum(timed(1, few)[4:]) - asked(BARE, json.dumps(few))[0]
    print(f"{RUNS} runs of {WEEKS} weeks; {load()}", flush=True)
    bare = asked(BARE, json.dumps(EXPERIMENT))
    print(f"bare runs in one process: {bare[0]:.1f} s CPU, {bare[1]:.1f} s; {load()}", flush=True)
    one = timed(1)
    cpu = one[4] + one[5]
    print(f"one worker: {cpu:.1f} s CPU ({one[4]:.1f} in the parent), {one[0]:.1f} s; {load()}")
    print(f"starting and planning: {starting:.1f} s CPU, once")
    print(f"overhead over bare runs: {cpu / bare[0] - 1:.1%} of CPU; without the start ", end="")
    print(f"{(cpu - starting) / bare[0] - 1:.1%}", flush=True)
    two = timed(2)
    print(f"two workers: {two[4] + two[5]:.1f} s CPU, {two[0]:.1f} s; {load()}")
    print(f"efficiency on two workers by the clock: {one[0] / (2 * two[0]):.0%}")
    print(f"by CPU (were both cores free): {cpu / (two[4] + two[5]):.0%}")


def memory() -> None:
    """The parent's peak, early and late."""
    peaks = timed(2)[3]
    middle = peaks[len(peaks) // 2]
    print(
        f"parent: {peaks[1]:.0f} MB at the start, {middle:.0f} half way, {peaks[-1]:.0f} at the end"
    )


def large() -> None:
    """Plan, resume and query at 100,000 stored runs (made-up rows)."""
    content = EXPERIMENT | {"replicates": 25_000}
    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "out"
        (out / "state").mkdir(parents=True)
        source = load_experiment(content)
        start = time.perf_counter()
        plan = make_plan(source)
        items = list(plan.runs())
        print(f"plan of {len(items):,} runs: {time.perf_counter() - start:.1f} s")
        founding.begin(out, source, plan)
        blank = dict.fromkeys(OUTCOMES, 1.5)
        for number in range(0, len(items), 200):
            part = [Row(i, p, s, blank, None, 0.1) for i, p, s in items[number : number + 200]]
            store.write_table(
                out / "runs" / f"{number:06}.parquet", rows.runs_table(part, plan.factors)
            )
        start = time.perf_counter()
        sim.sweep(content, out, workers=1)  # nothing to do; compacts
        print(f"resume (500 files, nothing to do): {time.perf_counter() - start:.1f} s")
        start = time.perf_counter()
        Results(out).runs.groupby("policy").civilian_deaths.mean()
        print(f"read all and group: {time.perf_counter() - start:.1f} s")
        import duckdb

        start = time.perf_counter()
        duckdb.sql(f"select policy, avg(cost) from '{out}/runs/*.parquet' group by 1").fetchall()
        print(f"DuckDB group-by: {time.perf_counter() - start:.2f} s")
        size = sum(p.stat().st_size for p in store.files(out))
        print(f"{size / len(items):.0f} bytes a run (made-up rows pack well)")


def pairing() -> None:
    """Paired worlds against independent seeds: how many times fewer runs for one interval."""
    base = sim.load_scenario("zambara", {"nature.civilians": 1000, "weeks": 364})
    whatif = base.replace({"policy.patrols.share": 0.8})
    c = sim.compare(base, whatif, seeds=range(48))
    for name in ("civilian_deaths", "displaced_peak", "stability"):
        a, b = c.base_outcomes[name].to_numpy(), c.whatif_outcomes[name].to_numpy()
        paired = statistics.variance(b - a)
        apart = statistics.variance(a) + statistics.variance(b)
        ratio = apart / paired if paired else np.inf
        print(f"patrols 0.3 -> 0.8, {name}: {ratio:.0f} times fewer runs")


MESA = """
import json, resource, sys, time
import mesa, sim
from sim.model import PeaceModel
BASE = sim.load_scenario("zambara", {"nature.civilians": 1000, "weeks": 100})
class Batched(PeaceModel):
    def __init__(self, share=0.3, luck=0, seed=None, rng=None):
        super().__init__(BASE.replace({"policy.patrols.share": share}), seed=luck)
start, cpu = time.perf_counter(), time.process_time()
r = mesa.batch_run(Batched, {"share": [0.1, 0.3, 0.5, 0.8], "luck": range(16)}, iterations=1,
    max_steps=99, number_processes=1, data_collection_period=-1, display_progress=False)
peak = int(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0]) / 1024
print(json.dumps([time.perf_counter() - start, time.process_time() - cpu, peak, len(r)]))
"""
OURS = """
import json, sys, time, sim
start, cpu = time.perf_counter(), time.process_time()
r = sim.sweep(json.loads(sys.argv[1]), sys.argv[2], workers=0)
peak = int(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0]) / 1024
print(json.dumps([time.perf_counter() - start, time.process_time() - cpu, peak, r.count]))
"""


def mesa() -> None:
    """Side by side with mesa.batch_run in one process each, 64 runs of 100 weeks."""
    content = json.dumps(EXPERIMENT | {"weeks": 100, "replicates": 16})
    for turn in range(2):
        with tempfile.TemporaryDirectory() as folder:
            ours = asked(OURS, content, f"{folder}/out")
        theirs = asked(MESA)
        for name, (seconds, cpu, peak, count) in (("sim.sweep", ours), ("mesa.batch_run", theirs)):
            told = f"{seconds:.1f} s, {cpu:.1f} s CPU, {peak:.0f} MB"
            print(f"turn {turn + 1}: {name}: {count} rows, {told}; {load()}", flush=True)


MEASURES = {f.__name__: f for f in (efficiency, memory, large, pairing, mesa)}

if __name__ == "__main__":
    for wanted in sys.argv[1:] or MEASURES:
        MEASURES[wanted]()
