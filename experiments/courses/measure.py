"""The course of simulated wars beside the record: evidence K1 to K4.

    python experiments/courses/measure.py sierra-leone-1991 bosnia mali --ged ged211_events.csv
        [--totals ucdp_country_year_v25_1.csv] [--worlds 64] [--jobs 2] [--seed 0]
        [--set nature.violence.level=3] [--weeks N] [--from 2016-01-01] [--picture] [--out DIR]

`--from`: what follows that day, too, by the worlds whose years until then lie nearest to the
record (`sim.evidence.weighing`: weights, effective worlds), beside benchmarks made on that day.
Prints a table a country; `--out` keeps it as `<scenario>.json`, with its picture. Runs stop
where the war window ends. `--totals` raises the located deaths of the record to all deaths of
each year and kind, as UCDP counts them for the whole country.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from picture import draw
from worlds import Task, chunks, courses

from sim.case.overrides import read_value
from sim.case.scenario import load_scenario
from sim.evidence import areas, weighing
from sim.evidence.course import Course
from sim.evidence.course_words import table
from sim.evidence.courses import COUNTRIES, WARS, Measured, Record, measure, plain


def measured(scenario: str, worlds: list[Course], record: Record) -> Measured:
    """Worlds beside the record of the days that they cover."""
    region, window = load_scenario(scenario).region, worlds[0].window
    persons = np.asarray(region.place_persons(window[0].year), dtype=np.float64)
    seen = record.course(scenario, window)
    return measure(scenario, worlds, seen, record.others(scenario), persons)


def by_area(scenario: str, worlds: list[Course], record: Record) -> tuple[areas.Areas, ...]:
    """By place and by admin-1 and month."""
    region, window = load_scenario(scenario).region, worlds[0].window
    persons = np.asarray(region.place_persons(window[0].year), dtype=np.float64)
    nodes = region.graph.nodes
    within = [str(nodes[place].get("admin1", "")) for place in range(len(nodes))]
    return areas.measured(worlds, record.course(scenario, window), persons, within)


def told(
    name: str, worlds: list[Course], record: Record, day: date | None
) -> tuple[Measured, Mapping[str, Any]]:
    """Prints all that is measured; the same as a document."""
    found, where = measured(name, worlds, record), by_area(name, worlds, record)
    print(table(found), areas.text(where), sep="\n", end="\n\n")
    document = found.document() | {"areas": plain([asdict(one) for one in where])}
    if day is not None:
        after = weighing.onward(worlds, record.course(name, worlds[0].window), day)
        print(weighing.table(after), end="\n\n")
        document["from"] = plain(asdict(after))
    sys.stdout.flush()
    return found, document


def main() -> None:
    """Run, print, and keep what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("scenarios", nargs="*", default=list(WARS), help=", ".join(COUNTRIES))
    parser.add_argument("--ged", type=Path, required=True, help="UCDP GED events (CSV)")
    parser.add_argument("--totals", type=Path, help="UCDP deaths by country and year (CSV)")
    parser.add_argument("--worlds", type=int, default=64)
    parser.add_argument("--seed", type=int, default=0, help="of the first world")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--set", action="append", default=[], metavar="PATH=VALUE", dest="sets")
    parser.add_argument("--weeks", type=int, help="stop earlier than the war window")
    parser.add_argument("--from", type=date.fromisoformat, dest="day", metavar="DATE")
    parser.add_argument("--picture", action="store_true")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    for name in asked.scenarios:
        if name not in COUNTRIES:
            parser.error(f"{name!r} has no record; there are {', '.join(COUNTRIES)}")
    if asked.picture and asked.out is None:
        parser.error("--picture needs --out DIR")
    changes = {path: read_value(value) for path, _, value in (s.partition("=") for s in asked.sets)}
    record = Record(asked.ged, asked.totals)
    seeds = [tuple(asked.seed + s for s in some) for some in chunks(asked.worlds)]
    tasks = [Task(name, some, changes, asked.weeks) for name in asked.scenarios for some in seeds]
    done = courses(tasks, asked.jobs)
    for name in asked.scenarios:
        worlds = [course for _ in seeds for course in next(done)]
        try:
            found, document = told(name, worlds, record, asked.day)
        except ValueError as error:
            parser.error(str(error))
        if asked.out is not None:
            asked.out.mkdir(parents=True, exist_ok=True)
            text = json.dumps(document, indent=1, allow_nan=False)
            (asked.out / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        if asked.picture:
            draw(found, asked.out / f"{name}.png")


if __name__ == "__main__":
    main()
