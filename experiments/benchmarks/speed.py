"""Speed and memory of a run; figures depend on the machine, ratios within one run do not.

Run: `python experiments/benchmarks/speed.py [--big]`. Prints processor time of 260 weeks of
Sierra Leone (set-up included) at several numbers of civilians, nanoseconds a civilian-week (the
slope between neighbouring sizes, so that fixed costs drop out), the plain Mesa agents beside the
compiled columns, and with `--big` the peak memory of a run with a million civilians.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable

import sim

WEEKS = 260


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
    """A model run as Mesa runs it."""
    model = sim.PeaceModel(case, seed=1, population=population)
    for _ in range(weeks):
        model.step()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--big", action="store_true", help="also a million civilians")
    options = parser.parse_args()
    sim.run(sized(200), 1, 10)  # compile
    before = (0, 0.0)
    for civilians in (1_000, 5_000, 50_000, 500_000):
        case = sized(civilians)
        seconds = processor_seconds(
            lambda c=case: sim.run(c, 1, WEEKS), 5 if civilians < 1e5 else 1
        )
        slope = (seconds - before[1]) / (civilians - before[0]) / WEEKS * 1e9
        said = f", {slope:.0f} ns a civilian-week" if before[0] else ""
        print(f"{civilians:>9,} civilians: {seconds:.3f} s for {WEEKS} weeks{said}", flush=True)
        before = (civilians, seconds)
    case = sized(5_000)
    columns = processor_seconds(lambda: stepped(case, 52, "arrays"), 3)
    agents = processor_seconds(lambda: stepped(case, 52, "agents"), 1)
    print(
        f"52 weeks, 5,000 civilians: columns {columns:.3f} s, plain Mesa agents {agents:.2f} s, "
        f"{agents / columns:.0f} times"
    )
    if options.big:
        sim.run(sized(1_000_000), 1, 52)
        unit = 1024.0**2 if sys.platform != "darwin" else 1024.0**3
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
        print(f"1,000,000 civilians, 52 weeks: peak memory {peak:.2f} GB")


if __name__ == "__main__":
    main()
