"""Kinds of endings in zambara without a mission, and one story of each in words.

Run: `python experiments/endings/stories.py [--worlds 20] [--years 20] [--scenario zambara]`. A
story is the chronicle of one world, with who governs and how many died by year: it should read
like history, and be wrong in no way that a reader can see.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import sim
from sim.view.report.politics import deeds

HERE = Path(__file__).resolve().parent
ENDINGS = ("takes the state", "agreement", "truce", "partition", "defeated", "fading", "merged")


def kind_of(run: sim.Run) -> str:
    """What ended the war for now; who returns to it later is told by the story."""
    last = "goes on"
    for week, _, what in run.kept.chronicle:
        if what in ENDINGS and (run.war_over < 0 or week <= run.war_over):
            last = what
    return last if run.war_over >= 0 else "goes on"


def story(run: sim.Run) -> list[str]:
    """A world in words: deaths by year, and what parties did."""
    series = run.series
    dead = series.deaths_battle + series.deaths_onesided + series.deaths_nonstate
    by_year = dead.groupby(series.date.dt.year).sum()
    lines = ["Dead by year: " + ", ".join(f"{year} {n:.0f}" for year, n in by_year.items())]
    lines += [f"{day:%B %Y}: {text}." for day, text in deeds(run)]
    governor = run.kept.faction_names[int(run.kept.series["governor"][-1])]
    return [*lines, f"At the end {governor} governs."]


def main() -> None:
    """Count endings and print one story of each kind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=20)
    parser.add_argument("--years", type=int, default=20)
    parser.add_argument("--scenario", default="zambara")
    options = parser.parse_args()
    case = sim.load_scenario(
        options.scenario,
        {"policy.force.troops": 0, "policy.funding.budget": 0.0, "nature.civilians": 1000},
    )
    runs = [sim.run(case, seed, options.years * 52) for seed in range(options.worlds)]
    kinds = Counter(kind_of(run) for run in runs)
    every = Counter(what for run in runs for _, _, what in run.kept.endings)
    text = [
        f"# Endings of {options.worlds} worlds of {options.scenario}, {options.years} years",
        "",
    ]
    text += [f"- {kind}: {number}" for kind, number in kinds.most_common()]
    text += ["", f"Every ending of a party: {dict(every.most_common())}", ""]
    for kind in kinds:
        run = next(run for run in runs if kind_of(run) == kind)
        text += [f"## {kind} (world {run.seed})", "", *[f"- {line}" for line in story(run)], ""]
    page = "\n".join(text)
    print(page)
    (HERE / "stories.md").write_text(page + "\n", "utf-8")


if __name__ == "__main__":
    main()
