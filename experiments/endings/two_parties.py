"""Who wins between two parties, how soon, and who governs afterwards, by relative strength.

Run: `python experiments/endings/two_parties.py [--worlds 32] [--years 10]`. Zambara's country,
its army, one rebellion that wants the government, no mission. Fighters together are the same in
every row; only their division changes.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from statistics import median
from typing import Any

import sim
from sim.case.asked import arm_of

HERE = Path(__file__).resolve().parent
TOGETHER = 18_000
RATIOS = ((1, 10), (1, 2), (1, 1), (2, 1), (10, 1))  # rebels to soldiers
ARMY, REBELS = "Army", "Rebels"


def parties(rebels: int, soldiers: int) -> list[dict[str, Any]]:
    """The two of them, alike but for numbers, posts and aims."""
    alike = {"discipline": 0.4, "cohesion": 0.6, "weariness": 0.1, "outside_support": 0.3}
    each = TOGETHER / (rebels + soldiers)
    return [
        {"name": ARMY, "kind": "state", "fighters": round(soldiers * each), **alike},
        {
            "name": REBELS,
            "kind": "rebels",
            "goal": "government",
            "community": "kondari",
            "fighters": round(rebels * each),
            "presence": {"West": 4, "North": 1},
            **alike,
        },
    ]


def ending(run: sim.Run) -> tuple[str, float | None]:
    """How it came out, and after how many years."""
    for week, faction, what in run.kept.chronicle:
        name = run.kept.faction_names[faction]
        if what == "takes the state":
            return "rebels govern", week / 52.18
        if name == REBELS and what in ("defeated", "fading"):
            return f"rebels {what}", week / 52.18
        if name == REBELS and what in ("agreement", "truce", "partition"):
            return what, week / 52.18
    return "war goes on", None


def main() -> None:
    """Run every ratio and print one row each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=32)
    parser.add_argument("--years", type=int, default=10)
    options = parser.parse_args()
    result = []
    for rebels, soldiers in RATIOS:
        case = arm_of(
            "zambara",
            {
                "factions": parties(rebels, soldiers),
                "policy.force.troops": 0,
                "policy.force.police": 0,
                "policy.force.observers": 0,
                "policy.funding.budget": 0.0,
                "policy.mediation.parties": [],
                "events": [],
                "rules": [],
                "nature.civilians": 800,
                "nature.combatants": 1500,
            },
        )
        runs = [sim.run(case, seed, options.years * 52) for seed in range(options.worlds)]
        told = [ending(run) for run in runs]
        row: dict[str, Any] = {"rebels to soldiers": f"{rebels}:{soldiers}"}
        for what in sorted({what for what, _ in told}):
            years = [when for one, when in told if one == what and when is not None]
            row[what] = [len([1 for one, _ in told if one == what]), round(median(years or [0]), 2)]
        governs = [run.kept.faction_names[int(run.kept.series["governor"][-1])] for run in runs]
        row["governed by the rebels at the end"] = governs.count(REBELS)
        row["still at war"] = sum(bool(run.kept.series["at_war"][-1] > 0) for run in runs)
        result.append(row)
        print(row, flush=True)
    (HERE / "two_parties.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
