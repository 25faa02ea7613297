"""The sample stands for people: how many agents carry them does not move what happens."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.case.scenario import load_scenario
from sim.runs.run import run

SEEDS = range(16)
NAMES = ("civilian_deaths", "displaced_peak", "grievance", "trust_state", "need", "demobilised")


@pytest.mark.slow
def test_twice_the_sample_at_half_the_weight_gives_the_same_means() -> None:
    arms = []
    for size in (1, 2):
        case = load_scenario(
            "zambara",
            {"nature.civilians": 500 * size, "nature.combatants": 1500 * size, "weeks": 260},
        )
        arms.append([run(case, seed).outcomes for seed in SEEDS])
    for name in NAMES:
        one, two = (np.array([row[name] for row in arm]) for arm in arms)
        error = math.sqrt((one.var(ddof=1) + two.var(ddof=1)) / len(SEEDS))
        assert abs(two.mean() - one.mean()) < 2.0 * error + 1e-9, name
