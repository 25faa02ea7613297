"""Sets how readily talks bring agreements, and how wars fade, on findings C3 and C8.

Run: `python experiments/calibration/fit_politics.py`. Zambara without a mission, ten years:
agreements an attempt at talks (C3: 0.2 to 0.5) and the share of endings by fading (C8: 0.3 to 0.6)
for every set of a small grid; the set nearest to the middle of both is kept. Result:
`politics_fit.json`.
"""

from __future__ import annotations

import itertools
import json
import math
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import sim

HERE = Path(__file__).resolve().parent
SEEDS = range(300, 324)
GRID = {
    "politics.agree": (0.06, 0.09),
    "politics.hurt_scale": (1.6, 2.4),
    "politics.unmet_terms": (0.5, 0.7),
    "endings.fade_worn": (0.1, 0.2),
    "endings.fade_rate": (0.15, 0.3),
}
ENDINGS = ("agreement", "truce", "partition", "defeated", "fading", "takes the state")
QUIET = {"policy.force.troops": 0, "policy.funding.budget": 0.0}
SMALL = {"nature.civilians": 400, "nature.combatants": 1500}


def told(values: dict[str, float], seed: int) -> Counter[str]:
    """What parties did in one world."""
    chosen = {f"nature.{name}": value for name, value in values.items()}
    run = sim.run(sim.load_scenario("zambara", {**QUIET, **SMALL, **chosen}), seed, 520)
    return Counter(what for _, _, what in run.kept.chronicle)


def main() -> None:
    """Try every set; keep the nearest."""
    sets = [dict(zip(GRID, each, strict=True)) for each in itertools.product(*GRID.values())]
    tried = []
    with ProcessPoolExecutor() as pool:
        for values in sets:
            all_told: Counter[str] = Counter()
            for one in pool.map(told, [values] * len(SEEDS), SEEDS):
                all_told.update(one)
            an_attempt = all_told["agreement"] / max(all_told["talks"], 1)
            fading = all_told["fading"] / max(sum(all_told[what] for what in ENDINGS), 1)
            miss = abs(math.log(max(an_attempt, 0.01) / 0.32)) / 0.45 + abs(fading - 0.45) / 0.15
            tried.append((miss, an_attempt, fading, values))
            print(f"{values}: {an_attempt:.2f} an attempt, {fading:.2f} fading", flush=True)
    miss, an_attempt, fading, values = min(tried, key=lambda row: row[0])
    report = {"agreements_an_attempt": an_attempt, "fading": fading, "seeds": [300, 323]}
    text = json.dumps(report | {"values": values}, indent=1)
    (HERE / "politics_fit.json").write_text(text + "\n", "utf-8")
    print(text)


if __name__ == "__main__":
    main()
