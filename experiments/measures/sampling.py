"""Does the sample matter? The same worlds with twice the sampled people at half the weight.

    python experiments/measures/sampling.py [--seeds 48] [--scenario zambara] [--civilians 500]

Prints every outcome's mean with both samples, the difference and its standard error (Welch: the
two samples are different people with different luck). Outcomes are the model's, not the
sample's, where the difference stays within two standard errors, give or take one in twenty.
"""

from __future__ import annotations

import argparse
import math
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np

import sim
from sim.runs.outcomes import OUTCOMES


def outcomes(seed: int, scenario: str, civilians: int, combatants: int) -> dict[str, float]:
    """Outcomes of one world with samples of these sizes."""
    sizes = {"nature.civilians": civilians, "nature.combatants": combatants}
    return sim.run(sim.load_scenario(scenario, sizes), seed).outcomes


def main() -> None:
    """Run both samples and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=48)
    parser.add_argument("--scenario", default="zambara")
    parser.add_argument("--civilians", type=int, default=500)
    parser.add_argument("--combatants", type=int, default=1500)
    asked = parser.parse_args()
    sizes = [(k * asked.civilians, k * asked.combatants) for k in (1, 2)]
    with ProcessPoolExecutor() as pool:
        arms = [
            list(
                pool.map(
                    partial(outcomes, scenario=asked.scenario, civilians=n, combatants=m),
                    range(asked.seeds),
                )
            )
            for n, m in sizes
        ]
    told = beyond = 0
    print(f"{'outcome':24s} {'sample':>12s} {'doubled':>12s} {'difference':>12s}  errors")
    for name in OUTCOMES:
        one, two = (np.array([row[name] for row in arm]) for arm in arms)
        one, two = one[np.isfinite(one)], two[np.isfinite(two)]
        if min(len(one), len(two)) < 8:
            continue
        error = math.sqrt(one.var(ddof=1) / len(one) + two.var(ddof=1) / len(two))
        apart = (two.mean() - one.mean()) / error if error > 0.0 else 0.0
        told, beyond = told + 1, beyond + (abs(apart) > 2.0)
        print(
            f"{name:24s} {one.mean():12.5g} {two.mean():12.5g} {two.mean() - one.mean():12.4g}"
            f"  {apart:+.1f}{' *' if abs(apart) > 2.0 else ''}"
        )
    print(f"{beyond} of {told} outcomes differ by more than two standard errors")


if __name__ == "__main__":
    main()
