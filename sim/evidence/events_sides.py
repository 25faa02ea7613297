"""Factions from the sides that events name: who fought whom, where, since when, how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import numpy as np

from sim.evidence.columns import NON_STATE, STATE_BASED
from sim.evidence.events_real import Real
from sim.state.parties import GOVERNMENT

MOST_FACTIONS: Final = 8  # armed ones beside the state (assumption: the rest did little)
FEWEST_EVENTS: Final = 3  # of a side that becomes a faction (assumption)
LEAST_SHARE: Final = 0.01  # of the deaths in which it took part (assumption)
MOST_PLACES: Final = 12  # of a faction's presence; the rest of its events are spread thin
FIGHTERS_A_DEATH: Final = 20.0  # fighters a yearly death in events a side took part in (assumption)
FIGHTERS: Final = (300, 20_000)  # no fewer and no more
SOLDIERS_A_PERSON: Final = 0.002  # the state's forces by people of the country (assumption)
SOLDIERS: Final = (2_000, 150_000)
LATE_DAYS: Final = 365  # a first event so long after the start: it enters on that day
LONGEST: Final = 60
UNARMED: Final = ("civilians", "protesters", "rioters")
COLUMNS: Final = (
    "side_a",
    "side_a_kind",
    "side_b",
    "side_b_kind",
    "type_of_violence",
    "best",
    "date_start",
    "location",
)


@dataclass
class Side:
    """A side's share of the record."""

    name: str
    kind: str
    events: int = 0
    deaths: int = 0
    first: date = date.max
    last: date = date.min
    places: dict[str, int] = field(default_factory=dict)  # events
    foes: set[str] = field(default_factory=set)  # whom it fought
    known: bool = False  # its kind, from a fight


def sides_of(real: Real) -> dict[str, Side]:
    """Every armed side by name; `real` is laid to towns."""
    found: dict[str, Side] = {}
    cells = [real.table[name].tolist() for name in COLUMNS]
    for one, one_kind, two, two_kind, kind, best, day, place in zip(*cells, strict=True):
        pair = ((one, one_kind), (two, two_kind))
        for (name, own_kind), (other, other_kind) in (pair, pair[::-1]):
            if own_kind in UNARMED:
                continue
            side = found.setdefault(name, Side(name, own_kind))
            if _tells(kind, side.kind, own_kind, side.known):
                side.kind, side.known = own_kind, True
            side.events += 1
            side.deaths += best
            side.first, side.last = min(side.first, day.date()), max(side.last, day.date())
            side.places[place] = side.places.get(place, 0) + 1
            if kind in (STATE_BASED, NON_STATE) and other_kind not in UNARMED:
                side.foes.add(other)
    return found


def _tells(type_of_violence: int, before: str, kind: str, known: bool) -> bool:
    """Whether a fight tells what a side is: who once fought the state stays a rebel group.

    Attacks on civilians tell nothing: UCDP's side is then either.
    """
    if type_of_violence not in (STATE_BASED, NON_STATE):
        return False
    return not known or (type_of_violence == STATE_BASED and before != kind)


def factions(real: Real, start: date, people: float) -> list[dict[str, Any]]:
    """Tables of `[[factions]]`: the state, then who was part of most deaths."""
    sides = sides_of(real)
    own = _own_state(sides, real.country)
    total = max(int(real.table["best"].sum()), 1)
    years = max((real.table["date_start"].max().date() - start).days / 365.25, 1.0)
    others = sorted(
        (s for s in sides.values() if s is not own), key=lambda s: (-s.deaths, -s.events, s.name)
    )
    others = [
        s for s in others if s.events >= FEWEST_EVENTS and s.deaths >= LEAST_SHARE * total
    ] or others[:1]
    others = [s for s in others if not s.name.lower().startswith("unidentified")][:MOST_FACTIONS]
    names = _short([own.name, *[s.name for s in others]])
    soldiers = float(np.clip(SOLDIERS_A_PERSON * people, *SOLDIERS))
    tables = [
        {
            "name": names[own.name],
            "kind": "state",
            "fighters": _round(soldiers),
            "source": f"assumption: {1000 * SOLDIERS_A_PERSON:g} soldiers a thousand people",
        }
    ]
    return tables + [_faction(side, own, names, start, years) for side in others]


def _own_state(sides: dict[str, Side], country: str) -> Side:
    """The country's own government: named so, else the state most often seen; made if none is."""
    states = sorted((s for s in sides.values() if s.kind == "state"), key=lambda s: -s.events)
    plain = country.split(" (")[0].lower()
    named = [s for s in states if s.name.lower().split(" (")[0] == f"government of {plain}"]
    alike = [s for s in states if plain in s.name.lower()]
    return (named or alike or states or [Side(f"Government of {country}", "state")])[0]


def _faction(
    side: Side, own: Side, names: dict[str, str], start: date, years: float
) -> dict[str, Any]:
    foreign = side.kind == "state"
    low, high = FIGHTERS
    fighters = min(max(FIGHTERS_A_DEATH * side.deaths / years, low), high)
    table: dict[str, Any] = {
        "name": names[side.name],
        "kind": side.kind if side.kind in ("state", "rebels", "militia") else "militia",
        "fighters": _round(fighters),
        "presence": _presence(side),
        "source": f"kind, places and days from the events; fighters an assumption: "
        f"{FIGHTERS_A_DEATH:g} a yearly death it was part of",
    }
    if foreign:
        table["foreign"] = True
        if own.name not in side.foes:
            table["side"] = GOVERNMENT
    if (side.first - start).days > LATE_DAYS:
        table["enters"] = side.first.replace(day=1)
    hostile = {names[foe]: "hostile" for foe in sorted(side.foes) if foe in names}
    if hostile and table.get("side") != GOVERNMENT:
        table["relations"] = hostile
    return table


def _presence(side: Side) -> dict[str, float]:
    """Places by share of its events; shares only, whole percents."""
    ranked = sorted(side.places.items(), key=lambda item: (-item[1], item[0]))[:MOST_PLACES]
    total = sum(events for _, events in ranked)
    return {name: max(round(events / total, 2), 0.01) for name, events in ranked}


def _short(names: Sequence[str]) -> dict[str, str]:
    """Names of one line, short enough, no two alike."""
    found: dict[str, str] = {}
    for name in names:
        plain = "".join(c if c.isprintable() else " " for c in name).strip()[:LONGEST]
        number = 2
        text = plain
        while text in found.values():
            text = f"{plain[: LONGEST - 4]} ({number})"
            number += 1
        found[name] = text
    return found


def _round(value: float) -> int:
    """Two digits: more would pretend to be known."""
    return int(float(f"{value:.2g}"))
