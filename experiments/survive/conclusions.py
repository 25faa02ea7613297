"""The conclusions that are tried, and the natures they are tried in; workers import this."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

EXPERIMENTS = Path(__file__).resolve().parents[1]
sys.path.append(str(EXPERIMENTS / "mechanisms"))

from switches import switches  # noqa: E402

from sim.case.scenario import load_scenario  # noqa: E402
from sim.evidence.claims import HIGH, NONE, lever_changes  # noqa: E402
from sim.levers import LEVERS  # noqa: E402
from sim.runs.run import run  # noqa: E402

LESSONS = EXPERIMENTS / "lessons" / "lessons.toml"
SIGNS = {"more": 1, "less": -1}
SMALL = {"nature.civilians": 500}
FITTED, NO_EFFECT, DRAW, WITHOUT = "fitted point", "no effect", "draw", "without"
# what the literature or this house's own assumptions dispute most: names of switches.py
CONTESTED = (
    "deterrence of rebels",
    "deterrence of battles",
    "denial",
    "guarantees",
    "mediation",
    "spoilers",
    "host consent wearing off",
    "self-excitation",
    "weariness",
    "tax, rents and loot",
)


@dataclass(frozen=True)
class Conclusion:
    """One sentence: `moved` against `base` changes an outcome in the direction of `sign`."""

    kind: str  # "lever" or "lesson"
    name: str
    what: str  # what is moved, in words
    scenario: str
    base: Mapping[str, Any]
    moved: Mapping[str, Any]
    outcome: str
    sign: int

    @property
    def key(self) -> str:
        """Names it in the results."""
        return f"{self.kind} {self.name}: {self.what}: {self.outcome}"


@dataclass(frozen=True)
class Nature:
    """A way the world may work: what it changes, and seeds."""

    kind: str
    name: str
    seeds: tuple[int, ...]
    changes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Task:
    """An arm in a nature: everything a worker needs."""

    scenario: str
    changes: tuple[tuple[str, Any], ...]
    seeds: tuple[int, ...]
    outcomes: tuple[str, ...]


def conclusions(kind: str) -> list[Conclusion]:
    """Every claim of a lever that is no bookkeeping, or every directed expectation of a lesson."""
    return list(_of_levers() if kind == "lever" else _of_lessons())


def _of_levers() -> Iterator[Conclusion]:
    for lever in LEVERS:
        for claim in lever.claims:
            if claim.bookkeeping:
                continue
            scenario = claim.where[0]
            base, moved = (lever_changes(lever, scenario, n, "main") for n in (NONE, HIGH))
            what = "from none to its high amount"
            yield Conclusion(
                "lever", lever.name, what, scenario, base, moved, claim.outcome, claim.sign
            )


def _of_lessons() -> Iterator[Conclusion]:
    """The what-ifs by which each lesson is tested (`quick`), where a direction is said."""
    for lesson in tomllib.loads(LESSONS.read_text("utf-8"))["lesson"]:
        for whatif in lesson["whatif"]:
            for expected in whatif["expect"] if whatif.get("quick") else ():
                if expected["sign"] in SIGNS:
                    yield Conclusion(
                        "lesson",
                        lesson["name"],
                        whatif["name"],
                        f"lessons/{lesson['name']}",
                        SMALL,
                        SMALL | whatif["set"],
                        expected["outcome"],
                        SIGNS[expected["sign"]],
                    )


def natures(draws: int, seeds: int) -> list[Nature]:
    """The fitted point, draws of the posterior, contested mechanisms away, the no-effect world."""
    some = tuple(range(seeds))
    found = [Nature(FITTED, FITTED, tuple(range(16)))]
    found += [Nature(DRAW, f"{n}", some, {"nature.posterior": n}) for n in range(1, draws + 1)]
    found += [Nature(WITHOUT, n, tuple(range(8)), switches()[n]) for n in CONTESTED]
    found.append(Nature(NO_EFFECT, NO_EFFECT, tuple(range(4)), {"nature.variant": "no-effect"}))
    return found


def task(conclusion: Conclusion, moved: bool, nature: Nature, outcomes: tuple[str, ...]) -> Task:
    """One of a conclusion's two arms in a nature."""
    changes = dict(conclusion.moved if moved else conclusion.base) | dict(nature.changes)
    plain = ((k, tuple(v) if isinstance(v, list) else v) for k, v in sorted(changes.items()))
    return Task(conclusion.scenario, tuple(plain), nature.seeds, outcomes)


def work(given: Task) -> list[dict[str, float]]:
    """Outcomes, a dict a seed (what a worker process does)."""
    changes = {k: list(v) if isinstance(v, tuple) else v for k, v in given.changes}
    case = load_scenario(given.scenario, changes)
    rows = [run(case, seed).outcomes for seed in given.seeds]
    return [{name: row[name] for name in given.outcomes} for row in rows]
