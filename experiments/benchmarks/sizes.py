"""How cost grows: civilians, places, factions."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from clock import WEEKS, Figure, least
from whole import stepped

import sim
from sim.fields import toml_text

CIVILIANS = (1_000, 5_000, 50_000, 500_000)
MILLION = 1_000_000
PLACES = (40, 100, 300, 1_000)
FACTIONS = (2, 4, 8, 20)


def by_civilians(sizes: tuple[int, ...], weeks: int = WEEKS) -> Iterator[Figure]:
    """Sierra Leone: nanoseconds a civilian-week in all, and of each further civilian."""
    before = (0, 0.0)
    for count in sizes:
        case = sim.load_scenario("sierra-leone", {"nature.civilians": count})
        seconds = least(lambda c=case: stepped(c, weeks), 5 if count < 1e5 else 2) / weeks
        yield Figure(f"{count:,} civilians: a civilian-week", seconds / count * 1e9, "ns")
        if before[0]:
            further = (seconds - before[1]) / (count - before[0]) * 1e9
            yield Figure(f"{before[0]:,} to {count:,}: a further civilian-week", further, "ns")
        before = (count, seconds)


def by_places() -> Iterator[Figure]:
    """The teaching case on made-up countries: making one, and a week in it."""
    from sim.country.generate import generate_region

    for count in PLACES:
        make = least(lambda n=count: generate_region.__wrapped__(n, 1).hours_between, 1)
        case = sim.load_scenario(written({"region": {"places": count, "seed": 1}}))
        seconds = least(lambda c=case: stepped(c, 104), 3)
        yield Figure(f"{count:,} places: the country is made", make, "s")
        yield Figure(f"{count:,} places: a week", seconds / 104 * 1e6, "us")


def by_factions() -> Iterator[Figure]:
    """A made-up country with ever more parties: a week."""
    for count in FACTIONS:
        case = sim.load_scenario(written({"factions": parties(count)}))
        seconds = least(lambda c=case: stepped(c, 104), 3)
        yield Figure(f"{count} factions: a week", seconds / 104 * 1e6, "us")


def parties(count: int) -> list[dict[str, object]]:
    """A government and rebels, all of them against all."""
    rows: list[dict[str, object]] = [
        {"name": "State", "kind": "state", "fighters": 9000, "discipline": 0.7}
    ]
    for number in range(1, count):
        rows.append({"name": f"Rebels {number}", "kind": "rebels", "fighters": 900})
    return rows


def written(changes: dict[str, object]) -> Path:
    """A scenario file of a plain made-up country with some of its tables replaced."""
    content = {
        "title": "Made up for a benchmark",
        "start": "2000-01-03",
        "weeks": 104,
        "war_window": ["2000-01-03", "2001-12-31"],
        "region": {"places": 60, "seed": 1},
        "factions": parties(3),
        **changes,
    }
    folder = Path(tempfile.mkdtemp())
    path = folder / "made-up.toml"
    path.write_text(toml_text.write(json.loads(json.dumps(content))), encoding="utf-8")
    return path


def figures() -> Iterator[Figure]:
    """All sizes but the largest."""
    yield from by_civilians(CIVILIANS)
    yield from by_places()
    yield from by_factions()


def largest() -> Iterator[Figure]:
    """A million civilians."""
    yield from by_civilians((CIVILIANS[-1], MILLION), 52)
