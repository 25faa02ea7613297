"""Measure the lessons over paired seeds, with and without the no-effect variant.

    python experiments/lessons/measure.py [--only NAME ...] [--seeds 64] [--processes 2]

Writes docs/lessons/table.json and table.md, and the block "Measured" of every lesson's page.
What is tried is said in lessons.toml; lessons not asked for keep what table.json holds of them.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import shlex
import tomllib
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

import sim
from sim.pairs.paired import Paired, pair
from sim.runs.outcomes import OUTCOMES

HERE = Path(__file__).parent
DOCS = HERE.parent.parent / "docs" / "lessons"
BEGIN, END = "<!-- measured: written by measure.py -->", "<!-- end of measured -->"
WORLDS = ("main", "no-effect")
WEEKS_A_YEAR = 365.25 / 7.0


def lessons() -> list[dict[str, Any]]:
    """The lessons with their what-ifs."""
    text = (HERE / "lessons.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["lesson"]
    return found


def one_world(name: str, changes: dict[str, Any], seed: int) -> dict[str, Any]:
    """Outcomes of one run; deaths and mean troops of every place; what a naive reader compares."""
    run = sim.run(sim.load_scenario(f"lessons/{name}", changes), seed=seed)
    places = run.kept.places
    return {
        "outcomes": run.outcomes,
        "deaths": places["deaths"].sum(axis=0).astype(float),
        "troops": places["troops"].mean(axis=0).astype(float),
        "naive": _naive(run),
    }


def _naive(run: sim.Run) -> dict[str, tuple[float, float]]:
    """Deaths without and with troops, and before and after they came, as one would read them."""
    places, troops = run.kept.places, run.kept.series["troops"]
    came = int(np.argmax(troops > 0)) if (troops > 0).any() else 0
    after = places[came:]
    here = after["troops"] > 0
    people = after["population"].astype(float)
    deaths = after["deaths"].astype(float)

    def rate(mask: Any) -> float:
        years = people[mask].sum() / WEEKS_A_YEAR
        return float(deaths[mask].sum() / years * 100_000.0) if years > 0.0 else math.nan

    def count(mask: Any) -> float:
        return float(deaths[mask].mean() * WEEKS_A_YEAR) if mask.any() else math.nan

    weekly = places["deaths"].sum(axis=1).astype(float)
    return {
        "deaths a place and year, places without and with troops": (count(~here), count(here)),
        "deaths per 100,000 a year, places without and with troops": (rate(~here), rate(here)),
        "deaths a week, before and after the troops came": (
            float(weekly[:came].mean()) if came else math.nan,
            float(weekly[came:].mean()),
        ),
    }


def measure(
    lesson: dict[str, Any], variant: str, seeds: range, pool: ProcessPoolExecutor
) -> list[dict[str, Any]]:
    """Rows of the table for one lesson in one variant of nature."""

    def start(changes: dict[str, Any]) -> list[Any]:
        asked = changes | {"nature.variant": variant}
        return [pool.submit(one_world, lesson["name"], asked, seed) for seed in seeds]

    jobs = [start({}), *[start(w["set"]) for w in lesson["whatif"]]]
    base, *others = [[job.result() for job in of_one] for of_one in jobs]
    rows = []
    for whatif, worlds in zip(lesson["whatif"], others, strict=True):
        for outcome in whatif["outcomes"]:
            values = [[w["outcomes"][outcome] for w in of] for of in (base, worlds)]
            found = pair(*values, OUTCOMES[outcome].direction)
            rows.append(_row(lesson, variant, whatif["name"], outcome, found))
        if lesson.get("places"):
            rows += _by_place(lesson, variant, whatif["name"], base, worlds)
    if lesson.get("naive"):
        for label in base[0]["naive"]:
            left, right = zip(*[w["naive"][label] for w in base], strict=True)
            found = pair(list(left), list(right), "down")
            rows.append(_row(lesson, variant, "naive reading of the base", label, found))
    return rows


def _by_place(
    lesson: dict[str, Any], variant: str, whatif: str, base: list[Any], worlds: list[Any]
) -> list[dict[str, Any]]:
    """Deaths where the mission stands in the base world, and elsewhere."""
    rows = []
    for label, stands in (("where it stands", True), ("elsewhere", False)):
        sums: list[list[float]] = [[], []]
        for one, other in zip(base, worlds, strict=True):
            mask = (one["troops"] >= 100.0) == stands
            sums[0].append(float(one["deaths"][mask].sum()))
            sums[1].append(float(other["deaths"][mask].sum()))
        rows.append(_row(lesson, variant, whatif, f"deaths {label}", pair(*sums, "down")))
    return rows


def _row(
    lesson: dict[str, Any], variant: str, whatif: str, outcome: str, p: Paired
) -> dict[str, Any]:
    numbers = ("base", "whatif", "diff", "lo", "hi", "share_better")
    values = {key: _plain(getattr(p, key)) for key in numbers}
    row = {"lesson": lesson["name"], "variant": variant, "what-if": whatif, "outcome": outcome}
    return row | values | {"pairs": p.pairs}


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else float(f"{value:.6g}")


def _text(value: float | None) -> str:
    if value is None:
        return "-"
    if value != 0.0 and abs(value) < 10.0:
        return f"{value:.2f}"
    return f"{value:,.0f}"


def table_of(rows: list[dict[str, Any]]) -> str:
    """Rows as a Markdown table, the two variants side by side."""
    lines = [
        "| what-if | outcome | base | what-if | difference (95 %) | better in | no effect |",
        "|---|---|---|---|---|---|---|",
    ]
    other = {(r["what-if"], r["outcome"]): r for r in rows if r["variant"] == "no-effect"}
    for r in rows:
        if r["variant"] != "main":
            continue
        without = other.get((r["what-if"], r["outcome"]))
        share = "-" if r["share_better"] is None else f"{r['share_better']:.0%}"
        cells = [r["what-if"], r["outcome"], _text(r["base"]), _text(r["whatif"])]
        cells += [_interval(r), share, _interval(without) if without else "-"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _interval(r: dict[str, Any]) -> str:
    return f"{_text(r['diff'])} ({_text(r['lo'])} to {_text(r['hi'])})"


def command(lesson: dict[str, Any], whatif: dict[str, Any]) -> str:
    """The line that repeats a what-if."""
    sets = [f"--set {shlex.quote(f'{k}={_toml(v)}')}" for k, v in whatif["set"].items()]
    return " ".join([f"bluehelm compare lessons/{lesson['name']}", *sets, "--seeds 64"])


def _toml(value: Any) -> str:
    return json.dumps(value) if isinstance(value, (str, list)) else str(value)


def block_of(lesson: dict[str, Any], rows: list[dict[str, Any]], seeds: int) -> str:
    """What is written into a page: commands, then figures."""
    own = [r for r in rows if r["lesson"] == lesson["name"]]
    commands = "\n".join(f"# {w['name']}\n{command(lesson, w)}" for w in lesson["whatif"])
    note = (
        f"Over {seeds} paired worlds; difference is what-if minus lesson. Last column: the same "
        "with `--set nature.variant=no-effect` on both sides (`measure.py`)."
    )
    return f"{BEGIN}\n```\n{commands}\n```\n\n{note}\n\n{table_of(own)}\n{END}"


def write(rows: list[dict[str, Any]], seeds: int) -> None:
    """The table, as JSON and Markdown, and the pages' blocks."""
    DOCS.mkdir(parents=True, exist_ok=True)
    document = {"seeds": seeds, "rows": rows}
    (DOCS / "table.json").write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    parts = ["# What the lessons show\n", "Written by `experiments/lessons/measure.py`.\n"]
    for lesson in lessons():
        own = [r for r in rows if r["lesson"] == lesson["name"]]
        parts.append(f"## [{lesson['name']}]({lesson['name']}.md)\n\n{table_of(own)}\n")
        page = DOCS / f"{lesson['name']}.md"
        text = page.read_text(encoding="utf-8") if page.exists() else ""
        if BEGIN in text and END in text:
            head, rest = text.split(BEGIN, 1)
            block = block_of(lesson, rows, seeds)
            page.write_text(head + block + rest.split(END, 1)[1], encoding="utf-8")
    (DOCS / "table.md").write_text("\n".join(parts), encoding="utf-8")


def main() -> None:
    """Measure what is asked for and write everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=[], help="lessons to measure; none: all")
    parser.add_argument("--seeds", type=int, default=64)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--pages", action="store_true", help="measure nothing, write the pages")
    asked = parser.parse_args()
    kept = DOCS / "table.json"
    rows = json.loads(kept.read_text(encoding="utf-8"))["rows"] if kept.exists() else []
    chosen = [x for x in lessons() if not asked.only or x["name"] in asked.only]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(asked.processes, mp_context=context) as pool:
        for lesson in [] if asked.pages else chosen:
            rows = [r for r in rows if r["lesson"] != lesson["name"]]
            for variant in WORLDS:
                rows += measure(lesson, variant, range(asked.seeds), pool)
            write(rows, asked.seeds)
            print(lesson["name"], flush=True)
    write(rows, asked.seeds)


if __name__ == "__main__":
    main()
