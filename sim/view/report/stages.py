"""The dated events of a scenario in one numbered list: what was given, not what the model did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.case.scenario import Scenario
    from sim.runs.run import Run
    from sim.state.parties import DatedEvent

KIND_WORDS = {
    "outside_force": "forces from outside",
    "outside_money": "money from outside",
    "coup": "coup",
    "election": "election",
    "disaster": "disaster",
    "offer": "offer of terms",
}


@dataclass(frozen=True)
class Stage:
    """One dated fact of a scenario. `number` counts from 1 in order of date."""

    number: int
    day: date
    title: str
    kind: str
    detail: str
    source: str


def stages_of(run: Run) -> list[Stage]:
    """All that the scenario dates within the run: events, mandate, forces that come and go."""
    case = run.scenario
    last = case.date_of(run.weeks)
    found = [row for row in _dated(case) if case.start <= row[0] < last]
    found.sort(key=lambda row: row[0])
    return [Stage(number, *row) for number, row in enumerate(found, start=1)]


def _dated(case: Scenario) -> list[tuple[date, str, str, str, str]]:
    rows = [
        (e.date, e.title or KIND_WORDS.get(e.kind, e.kind), _kind(e), _detail(e), e.source)
        for e in case.events
    ]
    spec = case.mission
    if spec.start is not None:
        rows.append((spec.start, f"{spec.name}: mandate begins", "mission", "", spec.source))
    if spec.start is not None and spec.end is not None:
        rows.append((spec.end, f"{spec.name}: mandate ends", "mission", "", spec.source))
    for faction in case.factions:
        number = f"{faction.fighters:,} fighters"
        if faction.enters is not None:
            text = f"{faction.name} arrive"
            rows.append((faction.enters, text, "forces from outside", number, faction.source))
        if faction.leaves is not None:
            text = f"{faction.name} leave"
            rows.append((faction.leaves, text, "forces from outside", "", faction.source))
    return rows


def _kind(event: DatedEvent) -> str:
    return KIND_WORDS.get(event.kind, event.kind.replace("_", " "))


def _detail(event: DatedEvent) -> str:
    """What the event sets, in words."""
    if event.kind == "outside_force":
        return f"{event.faction}: {event.amount:+,.0f} fighters"
    if event.kind == "outside_money":
        return f"{event.faction}: {event.amount:.0%} of upkeep paid from abroad"
    if event.kind == "offer":
        return f"to {', '.join(event.parties)}, for {event.months} months"
    if event.kind == "disaster":
        lost = f"{event.amount:.0%} of livelihoods and services lost"
        where = ", ".join(event.places) or "the whole country"
        return f"{lost} in {where}; {event.dead:,} dead, {event.homeless:,} homeless"
    if event.kind == "coup":
        return f"the state's cohesion falls by {event.amount:g}"
    return ""
