"""Speed and memory of a run; figures depend on the machine, ratios within one run do not.

Run: `python experiments/benchmarks/speed.py [--big]`. Prints processor time of 260 weeks with 5,000
civilians (the war alone, and all levers on; set-up included), of Sierra Leone at several numbers
of civilians with nanoseconds a civilian-week (in all, and as the slope between neighbouring sizes,
so that fixed costs drop out), the plain Mesa agents beside the compiled columns, and with `--big`
the peak memory of a run with a million civilians, in a process of its own.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable

import sim
from sim.evidence.arms import no_mission

WEEKS = 260
CIVILIANS = 5_000
SIZES = (1_000, 5_000, 50_000, 500_000)
BIG = """
import resource, sys, sim
sim.run(sim.load_scenario("sierra-leone", {"nature.civilians": 1_000_000}), 1, 52)
unit = 1024.0**2 if sys.platform != "darwin" else 1024.0**3
print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit:.2f}")
"""


def processor_seconds(work: Callable[[], object], times: int) -> float:
    """The least processor time of several goes, in seconds: the least disturbed one."""
    best = float("inf")
    for _ in range(times):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return best


def sized(civilians: int) -> sim.Scenario:
    """Sierra Leone with so many sampled civilians."""
    return sim.load_scenario("sierra-leone", {"nature.civilians": civilians})


def stepped(case: sim.Scenario, weeks: int, population: str) -> None:
    """A model run as Mesa runs it, from its construction on."""
    model = sim.PeaceModel(case, seed=1, population=population)
    for _ in range(weeks):
        model.step()


def whole_runs() -> None:
    """The war alone, and with every lever as the teaching case sets it."""
    size = {"nature.civilians": CIVILIANS}
    for label, overrides in (("war alone", no_mission()), ("all levers on", {})):
        case = sim.load_scenario("zambara", {**overrides, **size})
        stepped(case, 2, "arrays")  # what is read or compiled once
        seconds = processor_seconds(lambda c=case: stepped(c, WEEKS, "arrays"), 7)
        print(f"{WEEKS} weeks, {CIVILIANS:,} civilians, {label}: {seconds:.3f} s", flush=True)


def sizes() -> None:
    """Seconds by number of civilians, and what a further civilian costs."""
    before = (0, 0.0)
    for civilians in SIZES:
        case = sized(civilians)
        goes = 5 if civilians < 1e5 else 1
        seconds = processor_seconds(lambda c=case: sim.run(c, 1, WEEKS), goes)
        mean = seconds / civilians / WEEKS * 1e9
        slope = (seconds - before[1]) / (civilians - before[0]) / WEEKS * 1e9
        further = f", {slope:.0f} ns for a further civilian" if before[0] else ""
        print(
            f"{civilians:>9,} civilians: {seconds:.3f} s for {WEEKS} weeks, "
            f"{mean:.0f} ns a civilian-week{further}",
            flush=True,
        )
        before = (civilians, seconds)


def agents_beside_columns() -> None:
    """The same people as plain Mesa agents and as compiled columns."""
    case = sized(CIVILIANS)
    columns = processor_seconds(lambda: stepped(case, 52, "arrays"), 3)
    agents = processor_seconds(lambda: stepped(case, 52, "agents"), 1)
    print(
        f"52 weeks, {CIVILIANS:,} civilians: columns {columns:.3f} s, plain Mesa agents "
        f"{agents:.2f} s, {agents / columns:.0f} times",
        flush=True,
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--big", action="store_true", help="also a million civilians")
    options = parser.parse_args()
    sim.run(sized(200), 1, 10)  # compile
    whole_runs()
    sizes()
    agents_beside_columns()
    if options.big:
        command = [sys.executable, "-c", BIG]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        print(f"1,000,000 civilians, 52 weeks: peak memory {done.stdout.strip()} GB")


if __name__ == "__main__":
    main()
