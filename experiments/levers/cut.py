"""A 15 % cut over nine and over 24 months: in people and in the ledger.

    python experiments/levers/cut.py [--seeds 32]

The same worlds without a cut, with one found in nine months and with one found in 24, in zambara
and in Mali (its own mission, cut from October 2017). The known case: a cut of 15 % of a year's
money in the autumn of 2025, found within the nine months left of the budget year and paying for
people going home, took about 25 % of the uniformed people. Writes docs/cut.md and docs/cut.png.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from numpy.typing import NDArray

import sim

DOCS = Path(__file__).parents[2] / "docs"
STARTS = {"zambara": "2004-10-04", "mali": "2017-10-02"}
SPANS = {"no cut": 0, "nine months": 9, "24 months": 24}
COLOURS = {"no cut": "#8a8f98", "nine months": "#b5164b", "24 months": "#2c8fd6"}
AFTER = 36  # months shown
MONTHS = (3, 6, 9, 12, 18, 24, 30, 36)
Task = tuple[str, str, int]  # scenario, arm, seed
Found = tuple[NDArray[np.float64], NDArray[np.float64]]


def work(task: Task) -> Found:
    """Uniformed people in each month after the cut, (AFTER,), and dollars of the ledger, (3,).

    Dollars from the start of the cut over `AFTER` months: all, repatriation, programmes.
    """
    name, arm, seed = task
    changes: dict[str, object] = {"nature.civilians": 500}
    if SPANS[arm]:
        changes |= {
            "policy.funding.cut": 0.15,
            "policy.funding.cut_start": STARTS[name],
            "policy.funding.cut_months": SPANS[arm],
        }
    run = sim.run(sim.load_scenario(name, changes), seed)
    days = np.asarray(run.series["date"].to_numpy(), "datetime64[D]")
    begin = np.datetime64(STARTS[name])
    month = ((days - begin).astype(float) / 30.4375).astype(int)
    since = days >= begin
    people = np.asarray(run.series["troops"] + run.series["police"])
    uniformed = np.array([people[since & (month == m)].mean() for m in range(AFTER)])
    costs = run.ledger[since & (month < AFTER)].filter(like="cost_").sum()
    standing = ("force", "police", "observers", "engineers", "partners", "repatriation")
    programmes = costs.sum() - sum(costs[f"cost_{item}"] for item in standing)
    return uniformed, np.array([costs.sum(), costs["cost_repatriation"], programmes])


def page(found: dict[tuple[str, str], tuple[NDArray[np.float64], ...]], seeds: int) -> str:
    """docs/cut.md."""
    lines = [
        "# A 15 % cut over nine and over 24 months",
        "",
        "<!-- made by experiments/levers/cut.py; do not edit -->",
        f"{seeds} paired worlds an arm, the scenario's own mission. Uniformed people against the "
        "same worlds without a cut, by months after the cut begins; means over worlds.",
        "",
        "![uniformed people after a cut](cut.png)",
        "",
        "| scenario | cut found in | " + " | ".join(f"{m} months" for m in MONTHS) + " |",
        "|---|---|" + "---|" * len(MONTHS),
    ]
    for name in STARTS:
        for arm in list(SPANS)[1:]:
            less = found[name, arm][0] / found[name, "no cut"][0] - 1.0
            cells = " | ".join(f"{100.0 * less[m - 1]:+.0f} %" for m in MONTHS)
            lines.append(f"| {name} | {arm} | {cells} |")
    lines += [
        "",
        f"The ledger over the same {AFTER} months, millions of dollars:",
        "",
        "| scenario | arm | spent | of it going home | of it programmes |",
        "|---|---|---|---|---|",
    ]
    for name in STARTS:
        for arm in SPANS:
            spent, home, programmes = found[name, arm][1] / 1e6
            lines.append(f"| {name} | {arm} | {spent:,.0f} | {home:,.1f} | {programmes:,.0f} |")
    lines += [
        "",
        "The known case: a cut of 15 % announced for the nine months left of a budget year, which "
        "took about 25 % of the uniformed people.",
    ]
    return "\n".join(lines) + "\n"


def draw(found: dict[tuple[str, str], tuple[NDArray[np.float64], ...]]) -> None:
    """A panel a scenario: uniformed people, month by month."""
    figure, panels = plt.subplots(1, 2, figsize=(10.5, 4.0))
    for panel, name in zip(panels, STARTS, strict=True):
        for arm in SPANS:
            people = found[name, arm][0] / found[name, "no cut"][0][0]
            panel.plot(range(1, AFTER + 1), 100.0 * people, color=COLOURS[arm], lw=2.2, label=arm)
        panel.set_title(name, loc="left", fontsize=11)
        panel.set_xlabel("months after the cut begins")
        panel.set_ylim(0, None)
        panel.spines[["top", "right"]].set_visible(False)
    panels[0].set_ylabel("uniformed people, % of the first month")
    panels[0].legend(frameon=False, fontsize=9, loc="lower left")
    figure.tight_layout()
    figure.savefig(DOCS / "cut.png", dpi=150)


def main() -> None:
    """Run, write docs/cut.md and docs/cut.png."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=32)
    seeds = parser.parse_args().seeds
    todo = [(name, arm, seed) for name in STARTS for arm in SPANS for seed in range(seeds)]
    rows: dict[tuple[str, str], list[Found]] = {}
    with ProcessPoolExecutor() as pool:
        for task, row in zip(todo, pool.map(work, todo, chunksize=8), strict=True):
            rows.setdefault(task[:2], []).append(row)
    found = {
        key: tuple(np.mean(part, axis=0) for part in zip(*own, strict=True))
        for key, own in rows.items()
    }
    (DOCS / "cut.md").write_text(page(found, seeds), encoding="utf-8")
    draw(found)


if __name__ == "__main__":
    main()
