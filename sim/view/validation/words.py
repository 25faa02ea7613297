"""What both pages say beside tables and pictures."""

from __future__ import annotations

from collections.abc import Sequence

from sim.evidence.judge import FAILS
from sim.evidence.summary import SECTIONS, Row

TITLE = "What the model was held against, and what else would have passed"
COUNTRIES = {
    "": "",
    "sierra-leone-1991": "Sierra Leone 1991-2001",
    "bosnia": "Bosnia 1992-95",
    "mali": "Mali 2012-20",
}
HOW = (
    "A row is a published finding or a statistic of real events, and the band in which the "
    "model's value should fall. Inside: the value lies in the band and is known better than the "
    "band is wide. Near: outside by less than a quarter of the band. Outside: further. Too noisy: "
    "the worlds do not tell.",
    "A row proves something only if something could have failed it. Rivals: *no-effect*, the same "
    "worlds in a nature where the mission has no effect; *naive*, events drawn without memory from "
    "the country's own mean by place, every day alike (for a comparison of two policies: two "
    "draws of one policy; for a reading of one world: its own events at any time); *profile*, the "
    "same draws with as many events a month as on record; *to beat*, what a simple forecast, "
    "population alone or standing still gives by arithmetic.",
    "Under each rival: in how many draws it falls into the band. One that does so in less than "
    f"{100 * FAILS:.0f} % of draws fails clearly. In brackets: in this row the rival cannot be "
    "told from the model, so it does not count. A row that no rival fails is listed apart: to be "
    "inside there proves nothing, to miss it does.",
)
VERDICTS = ("outside", "near", "too noisy", "inside", "not testable")


def sections(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Rows by subject and country, in the order of the evidence."""
    found: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row.id[0], row.id.partition("@")[2] != "")):
        found.setdefault(_section(row), []).append(row)
    return found


def _section(row: Row) -> str:
    title = f"{row.id[0]}. {SECTIONS[row.id[0]]}"
    country = row.id.partition("@")[2]
    return f"{title}: {COUNTRIES.get(country, country)}" if country and row.id[0] == "F" else title


def misses(rows: Sequence[Row]) -> list[Row]:
    """Rows outside and near, whatever else would have passed them; tests first."""
    own = [row for row in rows if row.verdict in VERDICTS[:2]]
    return sorted(own, key=lambda row: (VERDICTS.index(row.verdict), row.fitted))
