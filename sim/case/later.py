"""A scenario begun later: what its dated things have become by then.

What happened before the day has happened: who had come is there, who had left is gone, money,
shelter and strength sent from abroad are as they were last. Coups, elections and disasters before
the day are past. An offer that still stands is made on the day, for the months that are left.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sim.case.scenario import Scenario
from sim.fields.errors import ScenarioError
from sim.state.parties import DatedEvent

DAYS_A_MONTH: Final = 365.25 / 12.0
BECOMES: Final = {"outside_money": "outside_support", "sanctuary": "sanctuary"}


def begun_later(case: Scenario, day: date) -> Scenario:
    """The same scenario from `day` on, to the same end. ScenarioError: it is not running then."""
    last = case.date_of(case.weeks)
    if not case.monday <= day < min(last, case.war_window[1]):
        end = min(last, case.war_window[1])
        text = f"must lie from {case.start} to before {end}, within the run and its war_window"
        raise ScenarioError([f"--start {day}: {text}; choose a day between them"])
    content = case.to_dict()
    here = {row["name"]: dict(row) for row in content["factions"]}
    for event in case.events:
        if event.date < day and event.faction in here:
            _happen(here[event.faction], event)
    gone = {name for name, row in here.items() if "leaves" in row and row["leaves"] <= day}
    for name in gone:
        del here[name]
    for row in here.values():
        if "enters" in row and row["enters"] <= day:
            del row["enters"]
        row["relations"] = {o: word for o, word in row["relations"].items() if o not in gone}
        row["at_peace_with"] = [other for other in row["at_peace_with"] if other not in gone]
    events = [row for event in case.events for row in _still(event, day, gone)]
    changes: dict[str, Any] = {
        "start": day,
        "weeks": max(case.weeks - case.week_of(day), 1),
        "war_window": [max(day, case.war_window[0]), case.war_window[1]],
        "factions": list(here.values()),
        "events": events,
        "mission": _mission(case, day),
    }
    told = content["policy"].get("mediation", {}).get("parties", ())
    if gone & set(told):
        changes["policy.mediation.parties"] = [name for name in told if name not in gone]
    return case.replace(changes)


def _happen(row: dict[str, Any], event: DatedEvent) -> None:
    """What a dated event has made of a faction."""
    if event.kind == "outside_force":
        row["fighters"] = max(int(row["fighters"] + event.amount), 1)
    elif event.kind in BECOMES:
        row[BECOMES[event.kind]] = event.amount


def _still(event: DatedEvent, day: date, gone: set[str]) -> list[dict[str, Any]]:
    """A dated event as a row, if it is still to come or an offer that still stands."""
    row = {k: v for k, v in event.model_dump().items() if v not in (None, "")}
    row["parties"] = [name for name in event.parties if name not in gone]
    lost = event.faction in gone or (event.parties and not row["parties"])
    if lost or event.date >= day:
        return [] if lost else [row]
    left = event.months - int((day - event.date).days / DAYS_A_MONTH)
    if event.kind != "offer" or left < 1:
        return []
    return [row | {"date": day, "months": left}]


def _mission(case: Scenario, day: date) -> dict[str, Any]:
    """Who was due to have come by then is there: nobody is waited for."""
    mission: dict[str, Any] = dict(case.to_dict()["mission"])
    if case.mission.start is None or case.mission.start >= day:
        return mission
    since = (day - case.mission.start).days / DAYS_A_MONTH
    senders = [dict(row) for row in mission["contributors"]]
    for row in senders:
        row["months"] = max(row["months"] - since, 0.0)
    return mission | {"contributors": senders}
