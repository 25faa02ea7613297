"""A scenario's factions as the record until a day has left them: where, how strong, how weary."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sim.case.scenario import Scenario
from sim.evidence.columns import ONE_SIDED

if TYPE_CHECKING:
    import pandas as pd

    from sim.state.parties import FactionSpec

OWN_WORD: Final = 20.0  # events that what the scenario says of a faction weighs (assumption)
FEWEST_EVENTS: Final = 3  # between two factions in the two years before: they fight (assumption)
DAYS_A_YEAR: Final = 365.25


@dataclass
class Seen:
    """One faction's part of the record: the events it took part in."""

    events: int = 0
    first: date = date.max
    places: Counter[str] = field(default_factory=Counter)  # recent events
    foes: Counter[str] = field(default_factory=Counter)  # recent events with each

    @property
    def recent(self) -> int:
        """Recent events."""
        return self.places.total()


@dataclass(frozen=True)
class Parties:
    """`factions`: rows for the scenario. `unknown`: recent deaths by sides that nobody answers to.

    `names`: side of the record, in small letters -> name of the faction.
    """

    factions: list[dict[str, Any]]
    unknown: Mapping[str, float]
    names: Mapping[str, str]

    def of(self, side: str) -> tuple[str, ...]:
        """The factions that a side of an event is: several where it names several."""
        return _of(side, self.names)


def parties(
    case: Scenario, first: Scenario, table: pd.DataFrame, country: str, days: int
) -> Parties:
    """Of events before `case.monday`; those of the last `days` are recent.

    `first`: the scenario as it was, before it was begun later.
    """
    since = {spec.name: spec.enters or first.start for spec in first.factions}
    names = _names(case, table, country)
    seen: dict[str, Seen] = {spec.name: Seen() for spec in case.factions}
    unknown: Counter[str] = Counter()
    cells = ("side_a", "side_b", "type_of_violence", "best", "date_start", "location")
    rows = [table[name].tolist() for name in cells]
    for one, two, kind, best, moment, place in zip(*rows, strict=True):
        day = moment.date()
        recent = (case.monday - day).days <= days
        if day < first.start and not recent:
            continue  # of another war
        sides = (_of(one, names), () if kind == ONE_SIDED else _of(two, names))
        for own, other, word in ((sides[0], sides[1], one), (sides[1], sides[0], two)):
            if not own and recent and not (kind == ONE_SIDED and word is two):
                unknown[word] += best
            for name in own:
                _note(seen[name], day, place if recent else None, other)
    factions = [
        _row(spec, seen[spec.name], case, min(since[spec.name], case.monday), days)
        for spec in case.factions
    ]
    _set_hostile(factions, seen)
    return Parties(factions, unknown, names)


def _note(seen: Seen, day: date, place: str | None, foes: tuple[str, ...]) -> None:
    """`place`: of a recent event."""
    seen.events += 1
    seen.first = min(seen.first, day)
    if place is not None:
        seen.places[place] += 1
        seen.foes.update(foes)


def _of(side: str, names: Mapping[str, str]) -> tuple[str, ...]:
    whole = names.get(side.casefold())
    if whole is not None:
        return (whole,)
    parts = [names.get(part.strip().casefold()) for part in side.split(",")]
    return tuple(dict.fromkeys(name for name in parts if name is not None))


def _names(case: Scenario, table: pd.DataFrame, country: str) -> dict[str, str]:
    """Names of the record by faction: its own, what it is known as, and the country's state."""
    found = {spec.name.casefold(): spec.name for spec in case.factions}
    found |= {other.casefold(): s.name for s in case.factions for other in s.known_as}
    states = [s.name for s in case.factions if s.kind == "state" and not s.foreign]
    plain = country.split(" (")[0].casefold()
    for side in ("side_a", "side_b"):
        for name in set(table.loc[table[f"{side}_kind"] == "state", side]):
            if states and plain in name.casefold():
                found.setdefault(name.casefold(), states[0])
    return found


def _row(spec: FactionSpec, seen: Seen, case: Scenario, since: date, days: int) -> dict[str, Any]:
    """A faction as a row of the scenario, with what the record changes."""
    row = {k: v for k, v in spec.model_dump().items() if v not in (None, "")}
    if spec.enters is not None:
        return row  # not there yet
    row["weariness"] = _weary(spec, case, (case.monday - since).days / DAYS_A_YEAR)
    row["presence"] = _presence(spec, seen)
    if spec.kind != "state" and seen.events > 0:
        row["fighters"] = _fighters(spec, seen, case.monday, days)
    return row


def _weary(spec: FactionSpec, case: Scenario, years: float) -> float:
    """What so many years of war alone make of a faction's weariness, by the model's own numbers."""
    numbers: Any = case.nature
    r = numbers.recruitment
    gain = 0.0 if spec.foreign else r.weariness_time * (r.zeal if spec.kind == "jihadist" else 1.0)
    fresh = r.turnover if spec.kind == "state" else 0.0
    if fresh <= 0.0:
        return _round(min(spec.weariness + gain * years, 1.0))
    left = math.exp(-fresh * years)
    return _round(min(spec.weariness * left + gain / fresh * (1.0 - left), 1.0))


def _presence(spec: FactionSpec, seen: Seen) -> dict[str, float]:
    """Where it stood, as much as `OWN_WORD` events say, and where it lately acted."""
    if not seen.places:
        return dict(spec.presence)
    whole = sum(spec.presence.values())
    own = OWN_WORD if whole > 0 else 0.0
    found = Counter({place: own * w / whole for place, w in spec.presence.items()})
    found.update(seen.places)
    total = sum(found.values())
    return {place: _round(weight / total) for place, weight in sorted(found.items())}


def _fighters(spec: FactionSpec, seen: Seen, monday: date, days: int) -> int:
    """In step with its events: those of late against as many as were usual for it.

    What the scenario says weighs as `OWN_WORD` events. Not for a state, whose strength is known
    better than its battles could tell it.
    """
    years = max((monday - seen.first).days, days) / days
    usual = seen.events / years
    return max(round(spec.fighters * (seen.recent + OWN_WORD) / (usual + OWN_WORD)), 1)


def _set_hostile(factions: list[dict[str, Any]], seen: Mapping[str, Seen]) -> None:
    """Who lately fought each other does so, whatever the scenario says of its first day."""
    for row in factions:
        own = row["name"]
        for other in factions:
            name = other["name"]
            same = (row.get("side") or own) == (other.get("side") or name)
            if same or name == own or seen[own].foes[name] < FEWEST_EVENTS:
                continue
            row["at_peace_with"] = [one for one in row["at_peace_with"] if one != name]
            row["relations"] = dict(row["relations"]) | (
                {name: "hostile"} if name in row["relations"] else {}
            )


def _round(value: float) -> float:
    """Two digits."""
    return float(f"{value:.2g}")
