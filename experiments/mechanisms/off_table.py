"""Every mechanism switched off in turn: what changes, so that none is there for nothing.

    python experiments/mechanisms/off_table.py [--seeds 16] [--only splits,camps] [--processes N]

Each mechanism of OFF is taken out by parameters alone. Zambara without its mission gives the
statistics of violence (F), zambara with it the outcomes; both are compared with the whole model
on the same luck. Writes docs/mechanisms.csv (every cell) and docs/mechanisms.md.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from switches import WHOLE, Task, switches, work

from sim.evidence.facts import event_facts
from sim.machine import workers
from sim.runs.outcomes import OUTCOMES

DOCS = Path(__file__).parents[2] / "docs"
CHUNK = 8
MOST = 6  # outcomes named in the page's line
FEWEST = 4  # pairs below which nothing is said


def run_all(names: Sequence[str], seeds: int, processes: int) -> dict[tuple[str, bool], list[Any]]:
    """Every arm, seeds in order."""
    chunks = [tuple(range(i, min(i + CHUNK, seeds))) for i in range(0, seeds, CHUNK)]
    todo = [Task(n, m, chunk) for n in (WHOLE, *names) for m in (False, True) for chunk in chunks]
    found: dict[tuple[str, bool], list[Any]] = {}
    with workers.pool(processes) as pool:
        futures = [pool.submit(work, task) for task in todo]
        for number, (task, future) in enumerate(zip(todo, futures, strict=True), 1):
            found.setdefault((task.name, task.mission), []).extend(future.result())
            print(f"\r{number} of {len(todo)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return found


def cells(
    names: Sequence[str], found: dict[tuple[str, bool], list[Any]]
) -> Iterator[dict[str, Any]]:
    """A row a mechanism and number: mean with and without it, difference in standard errors."""
    facts = {fact.statistic: fact for fact in event_facts().values()}
    for name in names:
        for mission, wanted in ((False, list(facts)), (True, list(OUTCOMES))):
            whole, without = found[WHOLE, mission], found[name, mission]
            for number in wanted:
                pairs = np.array(
                    [(a[number], b[number]) for a, b in zip(whole, without, strict=True)]
                )
                pairs = pairs[np.isfinite(pairs).all(axis=1)]
                if len(pairs) < FEWEST:
                    continue
                diff = pairs[:, 1] - pairs[:, 0]
                error = float(diff.std(ddof=1)) / math.sqrt(len(diff))
                band = facts[number].band if not mission else (-math.inf, math.inf)
                with_, out = float(np.median(pairs[:, 0])), float(np.median(pairs[:, 1]))
                yield {
                    "mechanism": name,
                    "number": number,
                    "kind": "outcome" if mission else "statistic",
                    "whole": with_ if not mission else float(pairs[:, 0].mean()),
                    "without": out if not mission else float(pairs[:, 1].mean()),
                    "errors": float(diff.mean()) / error if error > 0.0 else 0.0,
                    "leaves_band": band[0] <= with_ <= band[1] and not band[0] <= out <= band[1],
                    "pairs": len(pairs),
                }


def page(rows: Sequence[dict[str, Any]], seeds: int) -> str:
    """The table for people."""
    lines = [
        "# Every mechanism switched off in turn",
        "",
        "<!-- made by experiments/mechanisms/off_table.py; do not edit -->",
        f"Zambara, {seeds} worlds with the whole model and the same worlds without one mechanism "
        "(switches in `experiments/mechanisms/switches.py`). Statistics of violence without the "
        "mission (medians over worlds), outcomes with it (means). Only what changes by more than "
        "two standard errors of the paired difference; bold: the statistic leaves its band. All "
        "numbers: [mechanisms.csv](mechanisms.csv).",
        "",
        "| without | statistics of violence | outcomes (largest changes) |",
        "|---|---|---|",
    ]
    for name in dict.fromkeys(row["mechanism"] for row in rows):
        own = [r for r in rows if r["mechanism"] == name and abs(r["errors"]) > 2.0]
        left = [r for r in rows if r["mechanism"] == name and r["leaves_band"]]
        told = [r for r in own if r["kind"] == "statistic"]
        told += [r for r in left if r not in told]
        moved = sorted((r for r in own if r["kind"] == "outcome"), key=lambda r: -abs(r["errors"]))
        lines.append(f"| {name} | {_words(told)} | {_words(moved[:MOST])} |")
    still = [n for n in dict.fromkeys(r["mechanism"] for r in rows) if _silent(rows, n)]
    text = ", ".join(still) if still else "none"
    lines += ["", f"Mechanisms whose absence changes nothing that can be told: {text}."]
    return "\n".join(lines) + "\n"


def _silent(rows: Sequence[dict[str, Any]], name: str) -> bool:
    return not any(r["mechanism"] == name and abs(r["errors"]) > 3.0 for r in rows)


def _words(rows: Sequence[dict[str, Any]]) -> str:
    shown = []
    for row in rows:
        text = f"{row['number']} {row['whole']:.3g} -> {row['without']:.3g}"
        shown.append(f"**{text}**" if row["leaves_band"] else text)
    return "; ".join(shown) or "-"


def main() -> None:
    """Run, write docs/mechanisms.csv and docs/mechanisms.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=16)
    parser.add_argument("--only", default="", help="mechanisms, with commas")
    parser.add_argument("--processes", type=int, default=workers.cores())
    parser.add_argument("--out", type=Path, default=DOCS)
    asked = parser.parse_args()
    names = [name for name in asked.only.split(",") if name] or list(switches())
    rows = list(cells(names, run_all(names, asked.seeds, asked.processes)))
    asked.out.mkdir(parents=True, exist_ok=True)
    with (asked.out / "mechanisms.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({k: f"{v:.5g}" if isinstance(v, float) else v for k, v in row.items()})
    (asked.out / "mechanisms.md").write_text(page(rows, asked.seeds), encoding="utf-8")


if __name__ == "__main__":
    main()
