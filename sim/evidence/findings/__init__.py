"""The published findings as tests, a module a subject."""

from __future__ import annotations

from functools import cache

from sim.evidence.finding import Finding
from sim.evidence.findings import (
    aid,
    courses,
    disarmament,
    missions,
    places,
    resources,
    talks,
    years,
)


@cache
def findings() -> dict[str, Finding]:
    """Every finding by id, by subject. ValueError: an id is given twice."""
    parts = (years, missions, places, talks, disarmament, resources, aid, courses)
    rows = [finding for part in parts for finding in part.declared()]
    by_id = {row.id: row for row in rows}
    if len(by_id) < len(rows):
        raise ValueError("findings: an id is given twice")
    return by_id


__all__ = ["findings"]
