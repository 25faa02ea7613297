"""Writes docs/state.md from the schema: python docs/make_state.py."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from sim.fields.column import columns_of
from sim.state import civilians, events, factions, places, record, units, works

PAGE = Path(__file__).with_name("state.md")
TABLES: tuple[tuple[str, type[Any]], ...] = (
    ("places", places.Places),
    ("governments", places.Governments),
    ("civilians", civilians.Civilians),
    ("factions", factions.Factions),
    ("bands", factions.Bands),
    ("combatants", factions.Combatants),
    ("units", units.Units),
    ("works", works.Works),
    ("events", events.Events),
    ("channels", events.Channels),
    ("record.series", record.Series),
    ("record.places", record.KeptPlaces),
)


def page() -> str:
    """docs/state.md."""
    lines = [
        "# The state",
        "",
        "<!-- made by docs/make_state.py; do not edit -->",
        "Every column of every table, from the schema in `sim/state/`. Ranges include both ends; "
        "a test holds runs to them.",
    ]
    for name, table in TABLES:
        lines += ["", f"## `{name}`", "", " ".join((table.__doc__ or "").split()), ""]
        lines += ["| column | type | unit | range | meaning |", "|---|---|---|---|---|"]
        for column, (kind, about) in columns_of(table).items():
            low, high = (bound(value) for value in (about.low, about.high))
            width = f" x {about.width}" if about.width > 1 else ""
            lines.append(
                f"| `{column}` | {kind.name}{width} | {about.unit} | {low} to {high} | "
                f"{about.meaning} |"
            )
    return "\n".join(lines) + "\n"


def bound(value: float) -> str:
    """An end of a range."""
    return ("-" if value < 0 else "") + "any" if math.isinf(value) else f"{value:g}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
