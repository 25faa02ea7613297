"""Every mechanism switched off in turn: what it changes in the course of deaths.

    python experiments/courses/mechanisms.py sierra-leone-1991 bosnia mali --ged ged211_events.csv
        [--worlds 32] [--jobs 2] [--only endings,fronts] [--fine] [--out courses_off.csv]

One row a country and mechanism, against the whole model on the same luck: `without` of each
mechanism, and with `--fine` the switches of experiments/mechanisms too, which take out parts of
mechanisms. `*`: the paired difference is more than two of its standard errors (CRPS: of 200
draws of worlds).
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from worlds import Task, chunks, courses

from sim.evidence.course import Course
from sim.evidence.courses import COUNTRIES, WARS, Record
from sim.evidence.scores import score
from sim.mechanisms import MECHANISMS

WHOLE = "whole model"
NUMBERS = ("deaths", "slope", "first_half", "over", "crps")
DRAWS = 200
HEAD = f"{'':34}{'deaths':>10}{'slope':>9}{'1st half':>10}{'over':>8}{'CRPS':>10}"


def switches(fine: bool) -> dict[str, Mapping[str, Any]]:
    """Mechanism -> overrides that take it away."""
    found: dict[str, Mapping[str, Any]] = {
        mechanism.name: mechanism.without for mechanism in MECHANISMS if mechanism.without
    }
    if fine:
        sys.path.append(str(Path(__file__).parents[1] / "mechanisms"))
        from switches import switches as parts_of_mechanisms

        found |= {f"- {name}": changes for name, changes in parts_of_mechanisms().items()}
    return found


def numbers(worlds: list[Course]) -> np.ndarray:
    """(N, 4): deaths, slope of their logs, share in the first half, whether the war ended."""
    rows = [
        (w.deaths, w.slope, w.first_half, float(w.over is not None and w.over <= w.window[1]))
        for w in worlds
    ]
    return np.array(rows, dtype=np.float64)


def crps_by_year(worlds: list[Course], seen: np.ndarray, rows: np.ndarray) -> float:
    """Mean over years of the chosen worlds."""
    years = np.array([world.years for world in worlds])[rows]
    return score(list(years.T), seen).crps


def row(worlds: list[Course], whole: list[Course], record: Course) -> dict[str, tuple[float, bool]]:
    """Each number without a mechanism, and whether it differs from the whole model's."""
    mine, base = numbers(worlds), numbers(whole)
    told = {}
    for column, name in enumerate(NUMBERS[:-1]):
        apart = mine[:, column] - base[:, column]
        apart = apart[np.isfinite(apart)]
        error = float(apart.std(ddof=1)) / np.sqrt(len(apart)) if len(apart) > 1 else np.inf
        changed = abs(float(apart.mean())) > 2 * error if len(apart) else False
        told[name] = (float(np.nanmean(mine[:, column])), changed)
    everyone = np.arange(len(worlds))
    rng = np.random.default_rng(1)
    picks = [rng.integers(0, len(worlds), len(worlds)) for _ in range(DRAWS)]
    seen = record.years
    apart = np.array([crps_by_year(worlds, seen, p) - crps_by_year(whole, seen, p) for p in picks])
    value = crps_by_year(worlds, seen, everyone)
    mean = value - crps_by_year(whole, seen, everyone)
    told["crps"] = (value, bool(abs(mean) > 2 * apart.std()))
    return told


def told(name: str, cells: Mapping[str, tuple[float, bool]]) -> str:
    """A line of the table."""
    text = f"{name[:33]:34}"
    forms = dict(zip(NUMBERS, (",.0f", "+.3f", ".2f", ".2f", ",.1f"), strict=True))
    widths = (10, 9, 10, 8, 10)
    for width, number in zip(widths, NUMBERS, strict=True):
        value, changed = cells[number]
        shown = f"{value:{forms[number]}}" if np.isfinite(value) else "-"
        text += f"{shown}{'*' if changed else ' '}".rjust(width)
    return text


def table(
    scenarios: list[str], off: Mapping[str, Any], worlds: int, jobs: int, record: Record
) -> Iterator[dict[str, Any]]:
    """Run everything; print each country's block as it is done."""
    names = {WHOLE: {}, **off}
    some = chunks(worlds)
    tasks = [Task(s, seeds, off_) for s in scenarios for off_ in names.values() for seeds in some]
    done = courses(tasks, jobs)
    for scenario in scenarios:
        whole: list[Course] = []
        for name in names:
            mine = [course for _ in some for course in next(done)]
            if name == WHOLE:
                whole = mine
                seen = record.course(scenario, mine[0].window)
                print(f"\n{scenario}, {worlds} worlds\n{HEAD}")
                print(_of_record(seen))
            cells = row(mine, whole, seen)
            print(told(name, cells), flush=True)
            for number, (value, changed) in cells.items():
                yield {
                    "scenario": scenario,
                    "without": name,
                    "number": number,
                    "value": f"{value:.5g}",
                    "changed": int(changed),
                }


def _of_record(seen: Course) -> str:
    cells = {"deaths": seen.deaths, "slope": seen.slope, "first_half": seen.first_half}
    shown = {name: (cells.get(name, float("nan")), False) for name in NUMBERS}
    return told("on record", shown)


def main() -> None:
    """Run, print, and write the cells where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("scenarios", nargs="*", default=list(WARS), help=", ".join(COUNTRIES))
    parser.add_argument("--ged", type=Path, required=True, help="UCDP GED events (CSV)")
    parser.add_argument("--worlds", type=int, default=32)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="mechanisms, with commas")
    parser.add_argument("--fine", action="store_true", help="parts of mechanisms too")
    parser.add_argument("--out", type=Path, help="CSV of every cell")
    asked = parser.parse_args()
    off = switches(asked.fine)
    wanted = [name for name in asked.only.split(",") if name] or list(off)
    for name in wanted:
        if name not in off:
            parser.error(f"no switch {name!r}; there are {', '.join(off)}")
    off = {name: off[name] for name in wanted}
    cells = list(table(asked.scenarios, off, asked.worlds, asked.jobs, Record(asked.ged)))
    if asked.out is not None:
        asked.out.parent.mkdir(parents=True, exist_ok=True)
        with asked.out.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, fieldnames=list(cells[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(cells)


if __name__ == "__main__":
    main()
