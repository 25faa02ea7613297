"""Every lever at a low and a high amount against none of it: lever x outcome, paired worlds.

    python experiments/levers/lever_table.py [--seeds 64] [--only patrols,aid] [--kept FILE]

Writes docs/levers.csv (every cell) and docs/levers.md: what moves by more than two standard
errors, and whether it still does under the no-effect nature, where it must not if the effect
comes of what the mission is said to do. Both arms of a pair have the same ample budget; only
the lever differs. The amounts stand in each lever (`sim.levers`).
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import as_completed
from hashlib import blake2b
from pathlib import Path
from typing import Any

from lever_arms import LEVERS, SCENARIOS, Task, overrides, work

from sim.machine import workers
from sim.pairs.paired import interval
from sim.runs.outcomes import OUTCOMES

DOCS = Path(__file__).parents[2] / "docs"
CHUNK = 8
ARMS = ((0, "main"), (1, "main"), (2, "main"), (0, "no-effect"), (2, "no-effect"))
Key = tuple[str, str, int, str]  # scenario, lever, amount, variant


def tasks(levers: Sequence[str], seeds: int) -> list[Task]:
    """Every arm of every lever, in chunks of seeds."""
    chunks = [tuple(range(i, min(i + CHUNK, seeds))) for i in range(0, seeds, CHUNK)]
    return [
        Task(scenario, lever, amount, variant, chunk)
        for scenario in SCENARIOS
        for lever in levers
        for amount, variant in ARMS
        for chunk in chunks
    ]


def run_all(todo: Sequence[Task], processes: int, kept: Path) -> dict[Key, list[Any]]:
    """Outcomes of every arm, seeds in order.

    Arms that set the same (the base of most levers) are run once; what `kept` (a line a task)
    holds is not run again, so that the same command goes on after a stop.
    """
    done: dict[str, Any] = {}
    if kept.exists():
        lines = kept.read_text(encoding="utf-8").splitlines()
        done = {row["id"]: row["outcomes"] for row in map(json.loads, lines)}
    ids = {task: name_of(task) for task in todo}
    left = {ids[task]: task for task in todo if ids[task] not in done}
    with workers.pool(processes) as pool, kept.open("a", encoding="utf-8") as file:
        futures = {pool.submit(work, task): name for name, task in left.items()}
        for number, future in enumerate(as_completed(futures), 1):
            done[futures[future]] = future.result()
            line = {"id": futures[future], "outcomes": future.result()}
            file.write(json.dumps(line) + "\n")
            file.flush()
            print(f"\r{number} of {len(left)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    found: dict[Key, list[Any]] = {}
    for task in todo:
        key = (task.scenario, task.lever, task.amount, task.variant)
        found.setdefault(key, []).extend(done[ids[task]])
    return found


def name_of(task: Task) -> str:
    """What a task runs, whatever lever asked for it."""
    content = [task.scenario, overrides(task), task.seeds]
    return blake2b(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()[:24]


def cells(found: dict[Key, list[Any]]) -> Iterator[dict[str, Any]]:
    """A row a scenario, lever, amount and outcome: mean difference with 95 % interval."""
    for (scenario, lever, amount, variant), arm in found.items():
        if amount == 0:
            continue
        base = found[scenario, lever, 0, variant]
        for name in OUTCOMES:
            pairs = [(b[name], a[name]) for b, a in zip(base, arm, strict=True)]
            known = [(b, a) for b, a in pairs if math.isfinite(b) and math.isfinite(a)]
            if len(known) < 3:
                continue
            diff = [a - b for b, a in known]
            mean = sum(diff) / len(diff)
            spread = math.sqrt(sum((d - mean) ** 2 for d in diff) / (len(diff) - 1))
            error = spread / math.sqrt(len(diff))
            lo, hi = interval(diff)
            yield {
                "scenario": scenario,
                "lever": lever,
                "amount": ("none", "low", "high")[amount],
                "nature": variant,
                "outcome": name,
                "base": sum(b for b, _ in known) / len(known),
                "effect": mean,
                "lo": lo,
                "hi": hi,
                "errors": mean / error if error > 0.0 else 0.0,
                "pairs": len(known),
                "claimed": name in claims(lever),
            }


def claims(lever: str) -> tuple[str, ...]:
    """Outcomes the lever's own help says it should move."""
    return tuple(claim.outcome for claim in LEVERS[lever].claims)


def write_csv(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """Every cell, rounded."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({k: f"{v:.5g}" if isinstance(v, float) else v for k, v in row.items()})


def read_csv(path: Path) -> list[dict[str, Any]]:
    """Every cell of a table that was run before; what is claimed is read from the levers anew."""
    with path.open(newline="", encoding="utf-8") as file:
        rows: list[dict[str, Any]] = list(csv.DictReader(file))
    for row in rows:
        for name in ("base", "effect", "lo", "hi", "errors"):
            row[name] = float(row[name])
        row["claimed"] = row["outcome"] in claims(row["lever"])
    return rows


def page(rows: Sequence[dict[str, Any]], seeds: int) -> str:
    """The table for people: for each lever what it claims, then what else moves."""
    lines = [
        "# What every lever moves",
        "",
        "<!-- made by experiments/levers/lever_table.py; do not edit -->",
        f"{seeds} paired worlds an arm; difference from the same world without the lever, with its "
        "95 % interval. Bold: more than two standard errors from zero. Both arms have the same "
        "ample money and a plain force; all cells are in [levers.csv](levers.csv).",
        "",
        "Amounts:",
        "",
        "| lever | field | none | low | high |",
        "|---|---|---|---|---|",
    ]
    for lever, own in LEVERS.items():
        for name, values in own.amounts.items():
            shown = " | ".join(f"{v:,}" if isinstance(v, (int, float)) else str(v) for v in values)
            lines.append(f"| `{lever}` | {name} | {shown} |")
    lines += ["", "What stands in every arm of a lever, because it needs it to act:", ""]
    for lever, own in LEVERS.items():
        needs = ", ".join(f"{path.removeprefix('policy.')} {v}" for path, v in own.needs.items())
        if needs:
            lines.append(f"- `{lever}`: {needs}")
    lines += [
        "",
        "What stays without effect is bookkeeping: alerts raised, people admitted to "
        "demobilisation, aid that arrives (what is diverted of it keeps fighters), local "
        "leaders' readiness to work with the mission, money.",
        "",
        told(rows),
    ]
    for scenario in SCENARIOS:
        lines += ["", f"## {scenario}", ""]
        lines += ["| lever | claims | low | high | high, no effect |", "|---|---|---|---|---|"]
        levers = dict.fromkeys(row["lever"] for row in rows if row["scenario"] == scenario)
        for lever in levers:
            for name in claims(lever):
                lines.append(claim_line(rows, scenario, lever, name))
        lines += ["", "What else moves (six largest, in standard errors, high amount):", ""]
        for lever in levers:
            own = [
                r
                for r in rows
                if (r["scenario"], r["lever"], r["amount"], r["nature"])
                == (scenario, lever, "high", "main")
            ]
            others = [r for r in own if not r["claimed"] and abs(r["errors"]) > 2.0]
            others.sort(key=lambda r: -abs(r["errors"]))
            words = ", ".join(f"{r['outcome']} {cell(r)}" for r in others[:6]) or "nothing"
            lines.append(f"- `{lever}`: {words}")
    return "\n".join(lines) + "\n"


def told(rows: Sequence[dict[str, Any]]) -> str:
    """Which levers move a claimed outcome by more than two standard errors, and where not."""
    still = []
    for scenario in SCENARIOS:
        for lever in dict.fromkeys(row["lever"] for row in rows):
            own = [
                abs(row["errors"])
                for row in rows
                if (row["scenario"], row["lever"], row["nature"]) == (scenario, lever, "main")
                and row["claimed"]
            ]
            if not any(size > 2.0 for size in own):
                still.append(f"`{lever}` in {scenario}")
    if not still:
        return "Every lever moves an outcome it claims, at one amount at least, in both scenarios."
    return f"No claimed outcome moves by two standard errors: {', '.join(still)}."


def claim_line(rows: Sequence[dict[str, Any]], scenario: str, lever: str, name: str) -> str:
    """One claimed outcome at both amounts."""
    shown = []
    for amount, nature in (("low", "main"), ("high", "main"), ("high", "no-effect")):
        key = (scenario, lever, amount, name, nature)
        match = [
            r
            for r in rows
            if (r["scenario"], r["lever"], r["amount"], r["outcome"], r["nature"]) == key
        ]
        shown.append(cell(match[0]) if match else "unknown")
    return f"| `{lever}` | {name} | {' | '.join(shown)} |"


def cell(row: dict[str, Any]) -> str:
    """Effect with its interval; bold beyond two standard errors."""
    text = f"{row['effect']:+.3g} ({row['lo']:+.3g} to {row['hi']:+.3g})"
    return f"**{text}**" if abs(row["errors"]) > 2.0 else text


def main() -> None:
    """Run, write docs/levers.csv and docs/levers.md, say what does not move."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=64)
    parser.add_argument("--only", default="", help="levers, with commas")
    parser.add_argument("--processes", type=int, default=workers.cores())
    parser.add_argument("--out", type=Path, default=DOCS)
    parser.add_argument("--kept", type=Path, default=Path("lever_runs.jsonl"))
    parser.add_argument("--page", action="store_true", help="the page anew from levers.csv")
    asked = parser.parse_args()
    if asked.page:
        rows = read_csv(asked.out / "levers.csv")
        (asked.out / "levers.md").write_text(page(rows, asked.seeds), encoding="utf-8")
        return
    levers = [name for name in asked.only.split(",") if name] or list(LEVERS)
    found = run_all(tasks(levers, asked.seeds), asked.processes, asked.kept)
    rows = list(cells(found))
    asked.out.mkdir(parents=True, exist_ok=True)
    write_csv(rows, asked.out / "levers.csv")
    (asked.out / "levers.md").write_text(page(rows, asked.seeds), encoding="utf-8")
    print(told(rows))


if __name__ == "__main__":
    main()
