"""Sets the level of violence of countries whose wars were not fitted, and nothing else.

Run: `python experiments/calibration/fit_level.py`. Mali: lethal events a week as UCDP counts them
(1.58 located to towns, which hold 77 % of deaths). Zambara, generic: 1.75 lethal events a week.
Only the level and the rate of flight are touched; the pattern of violence is left to the fit
on other countries. Result: `level_fit.json`, taken into the scenario files by `carry.py`.
"""

from __future__ import annotations

import json
from pathlib import Path
from statistics import mean

import sim
from sim.evidence.runs import run_statistics

HERE = Path(__file__).resolve().parent
TARGETS = {
    "mali": (1.58 / 0.77, 400.0),
    "zambara": (1.75, 250.0),
}  # events a week; displaced a death
SEEDS = range(12)
SMALL = {"nature.civilians": 500, "nature.combatants": 1500}


def main() -> None:
    """Fixed-point search, eight rounds a country."""
    result = {}
    for name, (target, displaced) in TARGETS.items():
        case = sim.load_scenario(name)
        level, flight = case.nature.violence.level, case.nature.civilian.flight
        for step in range(8):
            changed = {"nature.violence.level": level, "nature.civilian.flight": flight}
            if name == "zambara":
                changed |= {"policy.force.troops": 0, "policy.funding.budget": 0.0}
            world = sim.load_scenario(name, changed | SMALL)
            found = [run_statistics(sim.run(world, seed)) for seed in SEEDS]
            rate = mean(row["events_per_week"] for row in found)
            per_death = mean(row["displaced_per_death"] for row in found)
            print(
                f"{name} {step}: level {level:.3g}, {rate:.2f} events a week; flight {flight:.3g},"
                f" {per_death:.0f} displaced a death",
                flush=True,
            )
            level = min(max(level * (target / rate) ** 0.8, 0.05), 50.0)
            flight = min(max(flight * (displaced / per_death) ** 0.8, 0.0005), 1.0)
        result[name] = {
            "level": round(level, 3),
            "flight": round(flight, 5),
            "target": target,
            "displaced_per_death": displaced,
        }
    (HERE / "level_fit.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
