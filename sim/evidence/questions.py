"""Every row that `bluehelm validate` can ask: statistics of events (F), findings, courses (K)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache

import numpy as np

from sim.evidence.facts import event_facts
from sim.evidence.finding import Arms, Finding
from sim.evidence.findings import findings
from sim.evidence.real import real_bands
from sim.evidence.statistics import statistics
from sim.fields.errors import ScenarioError

REAL = ("sierra-leone-1991", "bosnia", "mali")
FITTED = ("sierra-leone-1991", "bosnia")  # experiments/calibration fits violence on their events
LEVELS = ("F17-displaced",)  # fit_level.py sets flight of Mali and Zambara by it
SCENERY = ("F11-government",)  # zambara's army was made abusive with this row in view


@cache
def questions() -> dict[str, Finding]:
    """Every row that can be asked, by id, in the order of the evidence."""
    return {row.id: row for row in (*_of_events(), *findings().values())}


def statistic_of(row: Finding) -> str:
    """Name of the statistic of events that a row is the median of; "" for other rows."""
    fact = event_facts().get(row.id.partition("@")[0])
    own = fact is not None and statistics()[fact.statistic].clock != "year"
    return fact.statistic if fact is not None and own else ""


def _median(arm: str, name: str) -> Callable[[Arms], float]:
    """Over the worlds that have a value."""

    def value(worlds: Arms) -> float:
        values = worlds[arm].values[f"statistic:{name}"]
        known = values[np.isfinite(values)]
        return float(np.median(known)) if len(known) else float("nan")

    return value


def _of_events() -> Iterable[Finding]:
    """The bands on zambara without its mission, then every country against its own events."""
    facts = [
        fact for fact in event_facts().values() if statistics()[fact.statistic].clock != "year"
    ]
    for fact in facts:
        yield Finding(
            fact.id,
            fact.statement,
            ("zambara",),
            _median("zambara", fact.statistic),
            fact.band,
            fact.scale,
            fitted=fact.id in LEVELS + SCENERY,
        )
    for country in REAL:
        bands = real_bands(country)
        for fact in facts:
            if fact.statistic not in bands:
                continue
            name = statistics()[fact.statistic]
            yield Finding(
                f"{fact.id}@{country}",
                f"{name.meaning}, against its own events",
                (country,),
                _median(country, name.name),
                bands[name.name],
                name.scale,
                fitted=country in FITTED or fact.id in LEVELS,
            )


def chosen(only: Sequence[str]) -> dict[str, Finding]:
    """The rows named: an id, the head of ids ("F3", "A7"), a section ("C") or "@mali".

    All rows where nothing is named. ScenarioError: a name fits no row.
    """
    rows = questions()
    if not only:
        return rows
    kept: set[str] = set()
    for name in only:
        fits = {id for id in rows if _fits(id, name)}
        if not fits:
            heads = ", ".join(dict.fromkeys(id.split("@")[0].split("-")[0] for id in rows))
            letters = ", ".join(sorted({id[0] for id in rows}))
            countries = ", ".join(f"@{country}" for country in REAL)
            text = f"--only {name}: no row has that id; there are {heads}; {letters}; {countries}"
            raise ScenarioError([text])
        kept |= fits
    return {id: row for id, row in rows.items() if id in kept}


def _fits(id: str, name: str) -> bool:
    head, at, country = name.strip().partition("@")
    own, _, where = id.partition("@")
    if at and where != country:
        return False
    group = len(head) == 1 and own.startswith(head)
    return group or not head or own == head or own.startswith(f"{head}-")
