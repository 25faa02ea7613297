"""How wars end, and how long peace lasts: by kind of ending and by presence of a mission.

    python experiments/politics/peace.py [--seeds 64]

Zambara for twenty years, without a mission and with 12,000 robust troops who stay, on the same
seeds. Each ending of a faction's war against the state is followed until that faction takes up
arms again (what it is, not how quiet the country is) or the run ends (Kaplan-Meier). Writes
docs/peace.md and docs/peace.png.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

import sim
from sim.evidence.arms import AMPLE, LONG, no_mission
from sim.evidence.digest.past import WEEKS_A_YEAR, Past
from sim.evidence.finding import lost

DOCS = Path(__file__).parents[2] / "docs"
STAYS = {
    "policy.funding.budget": AMPLE,
    "policy.force.troops": 12_000,
    "policy.force.mandate": "robust",
}
ARMS = {"no mission": no_mission(), "12,000 robust troops": STAYS}
KINDS = ("agreement", "victory", "truce", "fading")
BACK = ("deal broken", "returns to war")
COLOURS = {"no mission": "#8a8f98", "12,000 robust troops": "#2c8fd6"}
YEARS = 10
Peace = tuple[str, float, bool]  # kind of ending, years watched, whether it broke


def endings(seed: int, arm: str) -> list[Peace]:
    """Every ending of one world, from the mandate on."""
    changes = {"nature.civilians": 500, "weeks": LONG, **ARMS[arm]}
    past = Past.of(sim.run(sim.load_scenario("zambara", changes), seed))
    found: list[Peace] = []
    for week, faction, kind in past.run.kept.endings:
        if past.ours[faction] or week < past.mandate:
            continue
        notes = past.run.kept.chronicle
        back = [w for w, f, what in notes if f == faction and w > week and what in BACK]
        until = min(back, default=past.weeks)
        found.append((kind, (until - week) / WEEKS_A_YEAR, bool(back)))
    return found


def survival(peaces: list[Peace]) -> np.ndarray:  # type: ignore[type-arg]
    """(YEARS + 1,) share of peaces that still hold after so many years."""
    years = range(YEARS)
    at_risk = np.array([sum(watched > year for _, watched, _ in peaces) for year in years], float)
    broke = np.array(
        [sum(back and year < watched <= year + 1 for _, watched, back in peaces) for year in years],
        float,
    )
    return np.array([1.0] + [1.0 - lost(at_risk[:n], broke[:n]) for n in range(1, YEARS + 1)])


def draw(found: dict[str, list[Peace]]) -> None:
    """Two panels: by presence of a mission, by kind of ending."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(10.5, 4.2), sharey=True)
    years = np.arange(YEARS + 1)
    for arm, peaces in found.items():
        left.step(years, survival(peaces), where="post", color=COLOURS[arm], lw=2.2, label=arm)
    left.set_title("by presence of a mission", loc="left", fontsize=11)
    for kind, colour in zip(KINDS, ("#2c8fd6", "#b5164b", "#d98a1a", "#6f7782"), strict=True):
        own = [peace for peaces in found.values() for peace in peaces if peace[0] == kind]
        if len(own) >= 10:
            label = f"{kind} ({len(own)})"
            right.step(years, survival(own), where="post", color=colour, lw=2.2, label=label)
    right.set_title("by kind of ending, both", loc="left", fontsize=11)
    for axes in (left, right):
        axes.set_ylim(0.0, 1.02)
        axes.set_xlim(0, YEARS)
        axes.set_xlabel("years since a faction's war ended")
        axes.grid(alpha=0.25)
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(frameon=False, loc="lower left")
    left.set_ylabel("share that has not taken up arms again")
    figure.tight_layout()
    figure.savefig(DOCS / "peace.png", dpi=130)


def page(found: dict[str, list[Peace]], seeds: int) -> str:
    """The tables."""
    lines = [
        "# How wars end, and how long peace lasts",
        "",
        "<!-- made by experiments/politics/peace.py; do not edit -->",
        f"Zambara, twenty years, {seeds} worlds an arm on the same seeds; every ending of a "
        "faction's war against the state from the mandate on, followed until that faction takes up "
        "arms again.",
        "",
        "![Share of peaces that hold](peace.png)",
        "",
        "| | endings | " + " | ".join(KINDS) + " | hold 2 years | 5 years | 10 years |",
        "|---|---|" + "---|" * (len(KINDS) + 3),
    ]
    for arm, peaces in found.items():
        shares = [sum(kind == k for kind, _, _ in peaces) / max(len(peaces), 1) for k in KINDS]
        kept = survival(peaces)
        cells = [f"{share:.0%}" for share in shares] + [f"{kept[y]:.0%}" for y in (2, 5, 10)]
        lines.append(f"| {arm} | {len(peaces)} | " + " | ".join(cells) + " |")
    lines += [
        "",
        "| ending | number | hold 2 years | 5 years | 10 years |",
        "|---|---|---|---|---|",
    ]
    for kind in KINDS:
        own = [peace for peaces in found.values() for peace in peaces if peace[0] == kind]
        kept = survival(own)
        lines.append(
            f"| {kind} | {len(own)} | " + " | ".join(f"{kept[y]:.0%}" for y in (2, 5, 10)) + " |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run, draw, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=64)
    seeds = parser.parse_args().seeds
    with ProcessPoolExecutor() as pool:
        found = {
            arm: [p for w in pool.map(partial(endings, arm=arm), range(seeds)) for p in w]
            for arm in ARMS
        }
    draw(found)
    (DOCS / "peace.md").write_text(page(found, seeds), encoding="utf-8")


if __name__ == "__main__":
    main()
