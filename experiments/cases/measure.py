"""Six missions in paired worlds: as it was, without dated events, without the mission.

    python experiments/cases/measure.py [NAME ...] [--ged ged211_events.csv]
        [--worlds N] [--jobs 2]

Writes experiments/cases/<name>.json: a row a world, seeds and all. Goes on where it was stopped;
what was measured on other rules, another scenario or other periods is measured again. What a case
is asked stands in docs/cases/<name>.toml. The record needs UCDP GED (`--ged`); without it the
record that was written before stays.
"""

from __future__ import annotations

import argparse
import json
import time
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from case_worlds import ARMS, Task, told, work, years_of

from sim.case.scenario import load_scenario
from sim.evidence.courses import Record, rank_correlation
from sim.machine import kernel_cache, workers
from sim.runs import compiling
from sim.runs.run import write_whole

HERE = Path(__file__).parent
PROSE = HERE.parents[1] / "docs" / "cases"
CHUNK = 8
WORLDS = 32
COMMON = ("rules", "periods")  # of a measurement's state: what all arms hang on
RECORD_ENDS = date(2020, 12, 31)  # of UCDP GED 21.1


def names() -> list[str]:
    """The cases that have prose, in the order of the alphabet."""
    return sorted(path.stem for path in PROSE.glob("*.toml"))


def asked_of(name: str) -> dict[str, Any]:
    """What stands in a case's TOML."""
    found: dict[str, Any] = tomllib.loads((PROSE / f"{name}.toml").read_text(encoding="utf-8"))
    return found


def rules() -> str:
    """A digest of the text of all code that decides a week."""
    digest = blake2b(digest_size=8)
    for file in kernel_cache.sources():
        digest.update(file.read_bytes())
    return digest.hexdigest()


def arms_of(asked: dict[str, Any]) -> dict[str, Mapping[str, Any]]:
    """What each arm sets: the three of every case, then a case's own variants."""
    return {**ARMS, **{variant["id"]: variant["set"] for variant in asked.get("variants", ())}}


def state_of(name: str, asked: dict[str, Any]) -> dict[str, str]:
    """What a measurement hangs on: the rules, what is kept, and each arm's scenario."""
    return {
        "rules": rules(),
        "periods": str(sorted(asked["periods"].items())),
        **{arm: load_scenario(name, sets).hash for arm, sets in arms_of(asked).items()},
    }


def frame(name: str, asked: dict[str, Any]) -> dict[str, Any]:
    """What the pages need of the scenario itself."""
    case = load_scenario(name)
    graph, region = case.region.graph, case.region
    return {
        "scenario": name,
        "title": case.title,
        "monday": f"{case.monday}",
        "weeks": case.weeks,
        "years": np.unique(years_of(case, case.weeks)).tolist(),
        "mission": [f"{case.mission.start}", f"{case.mission.end or case.date_of(case.weeks)}"],
        "window": [f"{end}" for end in case.war_window],
        "parties": [spec.name for spec in case.factions],
        "places": list(region.names),
        "admin1": [graph.nodes[p]["admin1"] for p in range(len(region.names))],
        "persons": [int(x) for x in region.place_persons(case.start.year)],
        "periods": {k: [f"{end}" for end in ends] for k, ends in asked["periods"].items()},
    }


def record_of(name: str, alike: str, ged: Path) -> dict[str, Any]:
    """Located deaths of UCDP GED by year and place, and population's rank correlation with them."""
    case = load_scenario(name)
    last = min(case.date_of(case.weeks) - timedelta(days=1), RECORD_ENDS)
    seen = Record(ged)
    course = seen.course(alike, (case.start, last))
    war = seen.course(alike, case.war_window)
    return {
        "source": "UCDP GED 21.1 (Sundberg & Melander 2013), deaths located to a town",
        "first": case.start.year,
        "years": [float(x) for x in course.years],
        "places": [float(x) for x in war.places],
        "rank": rank_correlation(
            np.asarray(case.region.place_persons(case.war_window[0].year), float), war.places
        ),
    }


def write(path: Path, document: dict[str, Any]) -> None:
    """A line a world, so that a difference of two states can be read."""
    lines = []
    for key, value in document.items():
        arm = key in document["state"] and key not in COMMON
        rows = "[\n" + ",\n".join(map(_text, value)) + "\n]" if arm else _text(value)
        lines.append(f"{_text(key)}:{rows}")
    write_whole(path, "{\n" + ",\n".join(lines) + "\n}\n")


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def measure(name: str, worlds: int, jobs: int, ged: Path | None) -> dict[str, Any]:
    """Run what is missing of a case, keeping it chunk by chunk."""
    asked, path = asked_of(name), HERE / f"{name}.json"
    old = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    state = state_of(name, asked)
    arms: dict[str, list[Any]] = {}
    for arm in arms_of(asked):
        alike = all(old.get("state", {}).get(key) == state[key] for key in (*COMMON, arm))
        arms[arm] = old.get(arm, [])[:worlds] if alike else []
    document = {"state": state, **frame(name, asked)}
    if ged is not None and "record" in asked:
        document["record"] = record_of(name, asked["record"], ged)
    elif "record" in old:
        document["record"] = old["record"]
    document["told"] = told(name, 1, asked["explain"], asked["pair"])
    document |= arms
    todo = [
        Task(name, arm, sets, tuple(range(at, min(at + CHUNK, worlds + 1))), asked["periods"])
        for arm, sets in arms_of(asked).items()
        for at in range(len(arms[arm]) + 1, worlds + 1, CHUNK)
    ]
    for task, rows in zip(todo, workers.in_order(work, todo, jobs), strict=True):
        arms[task.arm] += rows
        write(path, document)
    write(path, document)
    return document


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", help=f"of {', '.join(names())}; none: all")
    parser.add_argument("--ged", type=Path, help="UCDP GED events (CSV), for the record")
    parser.add_argument("--worlds", type=int, help=f"pairs a case; else its own, or {WORLDS}")
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    for name in asked.names:
        if name not in names():
            parser.error(f"{name!r} is no case; there are {', '.join(names())}")
    if asked.worlds is not None and asked.worlds < 2:
        parser.error(f"--worlds is {asked.worlds}; an interval needs 2 or more")
    if asked.ged is not None and not asked.ged.is_file():
        parser.error(f"--ged: there is no file {str(asked.ged)!r}; name the CSV of UCDP GED")
    compiling.once()
    for name in asked.names or names():
        start, count = time.perf_counter(), asked.worlds or asked_of(name).get("worlds", WORLDS)
        measure(name, count, asked.jobs, asked.ged)
        print(f"{name}: {count} worlds, {time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
