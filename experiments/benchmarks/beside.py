"""This tree and another, in turn and in fresh processes: the same runs, least of several goes.

Run: `python experiments/benchmarks/beside.py OTHER_TREE [--goes 5]`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from clock import HERE, fresh, of_machine

CODE = """
import time, sim, sys, os
assert sim.__file__.startswith(os.environ['PYTHONPATH'] + os.sep), sim.__file__
def one(s, w):
    m = sim.PeaceModel(s, 1)
    while m.week < w: m.step()
def least(s, w):
    one(s, 10)
    best = 1e9
    for _ in range(5):
        begin = time.perf_counter(); one(s, w); best = min(best, time.perf_counter() - begin)
    return best
z = sim.load_scenario("zambara", {"nature.civilians": 5000})
m = sim.load_scenario("mali")
print(least(z, 260), least(m, m.weeks))
"""
CASES = ("zambara, 260 weeks, 5,000 civilians, all levers on", "mali, whole")


def main() -> None:
    """Print milliseconds of both and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("other", type=Path)
    parser.add_argument("--goes", type=int, default=5)
    options = parser.parse_args()
    trees = {"this": HERE, "other": options.other.resolve()}
    found: dict[str, list[list[float]]] = {name: [] for name in trees}
    for _ in range(options.goes):
        for name, tree in trees.items():
            found[name].append(fresh(CODE, {"PYTHONPATH": str(tree)}))
    print(f"this machine: 10 million additions in plain Python {of_machine():.2f} s")
    for number, case in enumerate(CASES):
        this, other = (min(go[number] for go in found[name]) * 1e3 for name in ("this", "other"))
        print(f"{case}: {other:.1f} ms there, {this:.1f} ms here, ratio {this / other:.2f}")


if __name__ == "__main__":
    main()
