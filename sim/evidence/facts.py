"""Published findings as data: `facts.toml`, checked when read."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from sim.evidence.judge import Interval
from sim.evidence.statistics import Scale

Status = Literal["conf", "2nd", "calc", "recall", "mixed"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A band for one statistic of generated countries and of `zambara`.

    `fact` is the id in the bibliography, `id` adds the statistic where a fact has several. `value`:
    the typical real value, NaN where only a band is printed.
    """

    id: str
    fact: str
    statement: str
    statistic: str
    value: float
    band: Interval
    scale: Scale
    status: Status
    citation: str


@cache
def event_facts() -> dict[str, Fact]:
    """The bands on statistics of events, by id. ValueError: the data file is at fault."""
    table = tomllib.loads((files("sim.evidence") / "facts.toml").read_text("utf-8"))
    facts = [_fact(row, table["citation"]) for row in table["event"]]
    by_id = {fact.id: fact for fact in facts}
    if len(by_id) < len(facts):
        raise ValueError("facts.toml: an id is given twice")
    return by_id


def _fact(row: dict[str, Any], citations: dict[str, str]) -> Fact:
    low, high = (float(end) for end in row["band"])
    if not low < high:
        raise ValueError(f"facts.toml: {row['id']}: band {row['band']} is empty")
    if row["status"] not in get_args(Status):
        raise ValueError(f"facts.toml: {row['id']}: unknown status {row['status']!r}")
    citation = "; ".join(citations[key] for key in row["cite"])
    return Fact(
        row["id"],
        row["fact"],
        row["statement"],
        row["statistic"],
        float(row.get("value", "nan")),
        (low, high),
        row.get("scale", "linear"),
        row["status"],
        citation,
    )
