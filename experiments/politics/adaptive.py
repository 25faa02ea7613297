"""Does a mission that learns do better than one that does not, at equal cost?

    python experiments/politics/adaptive.py [--seeds 64]

Zambara on ample money. Adaptive: safe zones, evacuation and a larger patrol share are switched on
by rules for as long as violence or flight in the worst place is high. Fixed: the same means all
the time, scaled so that both spend the same on average (found here by trying shares of them).
Prints both arms against the scenario without these means, and the paired difference.
"""

from __future__ import annotations

import argparse

import sim

AMPLE = {"policy.funding.budget": 3.0e9, "nature.civilians": 1000, "policy.patrols.share": 0.15}
MEANS = (("patrols", "share", 0.6), ("protection", "evacuation", 1.0), ("aid", "food", 600_000))
RULES = [
    {
        "when": "deaths",
        "place": "worst",
        "above": 8.0,
        "months": 1,
        "lever": lever,
        "field": field,
        "to": to,
        "lasts": 4,
    }
    for lever, field, to in MEANS
]
BASE = {"patrols": 0.15, "protection": 0.0, "aid": 120_000}
NAMES = ("cost", "civilian_deaths", "civilian_deaths_rebel", "indirect_deaths", "stability")


def fixed(share: float) -> dict[str, float]:
    """Overrides: a share of the way from the base to the full means, all the time."""
    found: dict[str, float] = {}
    for lever, field, to in MEANS:
        value = BASE[lever] + share * (to - BASE[lever])
        found[f"policy.{lever}.{field}"] = round(value) if lever == "aid" else round(value, 3)
    return found


def main() -> None:
    """Find the fixed plan of equal cost, then compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=64)
    seeds = range(parser.parse_args().seeds)
    adaptive = sim.load_scenario("zambara", AMPLE | {"rules": RULES})
    goal = sim.compare(sim.load_scenario("zambara", AMPLE), adaptive, seeds=range(16)).table
    spent = float(goal.set_index("outcome").loc["cost", "whatif"])
    low, high = 0.0, 1.0
    for _ in range(5):  # cost rises with the share
        share = 0.5 * (low + high)
        trial = sim.load_scenario("zambara", AMPLE | fixed(share))
        cost = sim.compare(adaptive, trial, seeds=range(16)).table.set_index("outcome")
        low, high = (low, share) if float(cost.loc["cost", "whatif"]) > spent else (share, high)
    share = 0.5 * (low + high)
    plan = sim.load_scenario("zambara", AMPLE | fixed(share))
    print(f"fixed plan of equal cost: {share:.2f} of the means: {fixed(share)}")
    table = sim.compare(plan, adaptive, seeds=seeds).table.set_index("outcome")
    print(
        table.loc[list(NAMES), ["base", "whatif", "diff", "lo", "hi", "share_better"]].to_string()
    )


if __name__ == "__main__":
    main()
