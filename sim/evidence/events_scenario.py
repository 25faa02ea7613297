"""A first scenario from events, and where most of them were."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

import numpy as np

from sim.evidence import events_sides
from sim.evidence.events_real import Real

# violence level a lethal event a week (assumption: first drafts of three wars asked for 3.8 to 4.7)
LEVEL_A_WEEK: Final = 4.0
LEVELS: Final = (0.2, 40.0)  # of a first guess
MOST_WEEKS: Final = 2600
FEWEST_WEEKS: Final = 52
AFTER: Final = 4  # weeks a run goes on after the record ends
HOTSPOTS: Final = ("place", "admin1", "events", "deaths", "share_of_deaths", "first", "last")
FEWEST_EVENTS: Final = 3  # of a place that is told on its own
ELSEWHERE: Final = "(elsewhere)"


def first_scenario(real: Real, name: str, start: date, people: float) -> dict[str, Any]:
    """The content of a scenario file for the country of a folder beside it."""
    last = real.table["date_start"].max().date()
    last = (last.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    monday = start - timedelta(days=start.weekday())
    weeks = min(max((last - monday).days // 7 + 1 + AFTER, FEWEST_WEEKS), MOST_WEEKS)
    last = min(last, monday + timedelta(weeks=weeks, days=-1))
    lethal = int((real.table["best"] > 0).sum()) / max((last - start).days / 7.0, 1.0)
    level = float(np.clip(LEVEL_A_WEEK * lethal, *LEVELS))
    return {
        "title": f"{real.country}, {start.year} to {last.year}"[:120],
        "summary": "A first draft made from a record of events: who fights whom, where and since "
        "when is the record's; strengths, people and roads are assumptions to be mended.",
        "start": start,
        "weeks": weeks,
        "war_window": [start, last],
        "region": f"./{name}",
        "nature": {
            "violence": {
                "level": float(f"{level:.3g}"),
                "source": f"assumption: {LEVEL_A_WEEK:g} times the record's {lethal:.2g} lethal "
                "events a week; fit-check says what to change",
            }
        },
        "factions": events_sides.factions(real, start, people),
        "sources": [
            {"id": "events", "text": f"{real.layout}, {real.country}, {len(real.table):,} events"}
        ],
    }


def hotspots(real: Real) -> list[list[Any]]:
    """Sums by place, the deadliest first; places with few events are summed as one.

    No event can be told from them: a user's rows are not handed on.
    """
    table = real.table
    total = max(int(table["best"].sum()), 1)
    count = table.groupby("location")["best"].transform("size")
    place = table["location"].where(count >= FEWEST_EVENTS, ELSEWHERE)
    rows = [
        [
            str(name),
            "" if name == ELSEWHERE else str(part["adm_1"].iloc[0]),
            len(part),
            int(part["best"].sum()),
            round(int(part["best"].sum()) / total, 4),
            int(part["date_start"].min().year),
            int(part["date_start"].max().year),
        ]
        for name, part in table.groupby(place, sort=True)
    ]
    return sorted(rows, key=lambda row: (row[0] == ELSEWHERE, -row[3], -row[2], row[0]))
