"""The state of one world: region, populations, mission, clock. No behaviour of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.luck import streams
from sim.nature.rules import Rules
from sim.policy import Policy
from sim.state import tally
from sim.state.civilians import settle
from sim.state.events import CHANNEL_DTYPE
from sim.state.events import DTYPE as EVENT_DTYPE
from sim.state.factions import (
    BAND_DTYPE,
    COMBATANT_DTYPE,
    FIGHTING,
    MOST,
    STATE,
    bands_of,
    combatants_of,
    factions_of,
    presence_of,
)
from sim.state.mission import Mission
from sim.state.places import Roads, governments_of, places_of
from sim.state.record import Record
from sim.state.works import DTYPE as WORKS_DTYPE

if TYPE_CHECKING:
    from sim.case.scenario import Scenario
    from sim.state.parties import DatedEvent


@dataclass
class World:
    """Everything that changes from week to week, and what it needs to change."""

    case: Scenario
    seed: int  # spread over 63 bits by streams.seed_of
    rules: Rules
    roads: Roads
    places: NDArray[np.void]  # (P,) places.DTYPE
    governments: NDArray[np.void]  # (P,) places.GOVERNMENT_DTYPE
    civilians: NDArray[np.void]  # (n,) civilians.DTYPE
    mood: NDArray[np.float64]  # (P, C, 3), see tally.civilians
    factions: NDArray[np.void]  # (MOST,) factions.FACTION_DTYPE
    names: list[str]  # of factions, by row
    sides: list[str]
    peace: NDArray[np.bool_]  # (MOST, MOST) pairs that leave each other alone
    hostile: NDArray[np.int8]  # (MOST, MOST) 1 where two factions fight each other
    strength: NDArray[np.float64]  # (MOST, P) fighters weighed by quality
    control: NDArray[np.float32]  # (MOST, P) shares, summing to 1 where anybody holds
    bands: NDArray[np.void]
    combatants: NDArray[np.void]
    works: NDArray[np.void]  # (P,) works.DTYPE: what programmes do where
    mission: Mission
    record: Record
    agenda: dict[int, list[DatedEvent]]  # dated events by week
    ballot_weeks: tuple[int, ...]  # weeks in which an election is due
    policy: Policy
    adapted: dict[tuple[str, str], Any]  # lever and field -> value set by rules
    phase_changes: frozenset[int]
    week: int = -1
    today: date = date(1, 1, 1)  # Monday of the week
    month_begins: bool = False
    month_weeks: int = 0  # length of the month before this one
    month_start: int = 0  # week in which this month began
    wet: bool = False
    crisis: float = 0.0  # months that a crisis over an election still lasts
    endings: list[tuple[int, int, str]] = field(default_factory=list)  # week, faction, kind
    chronicle: list[tuple[int, int, str]] = field(default_factory=list)  # week, faction, what
    ballots: list[tuple[int, float, bool]] = field(default_factory=list)  # week, turnout, accepted
    war_over: int = -1  # week in which the war ended, -1 while it goes on
    relapsed: int = -1
    outflow: dict[str, float] = field(default_factory=dict)  # people who left the living, by cause
    channels: NDArray[np.void] = field(default_factory=lambda: np.zeros(0, CHANNEL_DTYPE))
    rates: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 0)))
    drive: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 2)))  # of factions
    slow: float = 1.0  # how far the season lets forces move
    events: NDArray[np.void] = field(default_factory=lambda: np.zeros(512, EVENT_DTYPE))
    event_count: int = 0
    week_events: slice = field(default_factory=lambda: slice(0, 0))

    @property
    def zones(self) -> tuple[float, float]:
        """What safe zones shield when guarded, and draw when not."""
        return self.rules.programmes.zone_shield, self.rules.programmes.zone_lure

    def might(self, f: int) -> float:
        """A faction's strength over its own and its enemies' together, 0 to 1."""
        row, foes = self.factions[f], self.factions[self.hostile[f].nonzero()[0]]
        own = float(row["fighters"]) * float(row["quality"])
        return own / max(own + float((foes["fighters"] * foes["quality"]).sum()), 1.0)

    def note(self, f: int, what: str) -> None:
        """Add to the chronicle of what parties did; words: `sim.view.report.politics`."""
        self.chronicle.append((self.week, f, what))

    @property
    def units(self) -> NDArray[np.void]:
        """(U,) units.DTYPE: the mission's units."""
        return self.mission.units

    @property
    def place_count(self) -> int:
        """P."""
        return len(self.places)

    def fighting(self) -> list[int]:
        """Rows of factions at war."""
        standings = self.factions["standing"].tolist()
        return [f for f, standing in enumerate(standings) if standing == FIGHTING]


def hostilities(factions: NDArray[np.void], peace: NDArray[np.bool_]) -> NDArray[np.int8]:
    """(MOST, MOST) who fights whom: factions at war of different sides and not at peace."""
    fighting = factions["standing"] == FIGHTING
    apart = factions["side"][:, None] != factions["side"][None, :]
    return (~peace & apart & fighting[:, None] & fighting[None, :]).astype(np.int8)


def _forces(
    case: Scenario, factions: NDArray[np.void], persons: NDArray[np.float64], seed: int
) -> tuple[NDArray[np.void], NDArray[np.void]]:
    present = [spec for spec in case.factions if spec.enters is None]
    each = max(sum(spec.fighters for spec in present) / case.nature.combatants, 1.0)
    bands: list[NDArray[np.void]] = [np.zeros(0, BAND_DTYPE)]
    combatants: list[NDArray[np.void]] = [np.zeros(0, COMBATANT_DTYPE)]
    first = 0
    for row, spec in enumerate(case.factions):
        presence = presence_of(spec, case.region, persons)
        own = bands_of(row, factions[row], presence, seed)
        fighters = combatants_of(own, first, each)
        if spec.enters is not None:
            fighters["weight"] = 0.0  # they come when their day comes
        bands.append(own)
        combatants.append(fighters)
        first += len(own)
    return np.concatenate(bands), np.concatenate(combatants)


def build(case: Scenario, seed: int) -> World:
    """The world at the start of a scenario, before its first week."""
    key = streams.seed_of(seed)
    region, nature = case.region, case.nature
    places = places_of(region, case.start.year, nature.violence, key)
    governments = governments_of(len(places), key)
    people = settle(
        key,
        nature.civilians,
        places["persons"],
        region.community_shares,
        governments["legitimacy"],
    )
    factions, sides = factions_of(case.factions, region.community_names)
    bands, combatants = _forces(case, factions, places["persons"], key)
    strength = np.zeros((MOST, len(places)))
    tally.fighters(combatants, bands, factions, strength)
    peace, agenda = _at_peace(case), _agenda(case)
    mood = np.zeros((len(places), len(region.community_names), 3))
    tally.civilians(people, places, mood)
    world = World(
        case=case,
        seed=key,
        rules=Rules.of(nature),
        roads=Roads(region),
        places=places,
        governments=governments,
        civilians=people,
        mood=mood,
        factions=factions,
        names=[spec.name for spec in case.factions],
        sides=sides,
        peace=peace,
        hostile=hostilities(factions, peace),
        strength=strength,
        control=_first_control(strength, factions),
        bands=bands,
        combatants=combatants,
        works=np.zeros(len(places), WORKS_DTYPE),
        mission=Mission(case.mission, case.weeks),
        record=Record(len(places), case.weeks),
        agenda=agenda,
        ballot_weeks=tuple(
            week for week, days in agenda.items() if any(e.kind == "election" for e in days)
        ),
        policy=case.policy.on(case.monday),
        adapted={},
        phase_changes=phase_weeks(case),
    )
    places["controller"] = world.control.argmax(axis=0)
    return world


def _at_peace(case: Scenario) -> NDArray[np.bool_]:
    peace = np.zeros((MOST, MOST), bool)
    names = [spec.name for spec in case.factions]
    for row, spec in enumerate(case.factions):
        for other in spec.at_peace_with:
            if other in names:
                peace[row, names.index(other)] = peace[names.index(other), row] = True
    return peace


def _first_control(
    strength: NDArray[np.float64], factions: NDArray[np.void]
) -> NDArray[np.float32]:
    control = strength.copy()
    state = np.flatnonzero(factions["kind"][:MOST] == STATE)
    holder = int(state[0]) if len(state) else 0
    control[holder] += 50.0  # an administration, even where no soldier stands (assumption)
    return (control / control.sum(axis=0)).astype(np.float32)


def _agenda(case: Scenario) -> dict[int, list[DatedEvent]]:
    agenda: dict[int, list[DatedEvent]] = {}
    for event in case.events:
        agenda.setdefault(case.week_of(event.date), []).append(event)
    return agenda


def phase_weeks(case: Scenario) -> frozenset[int]:
    """Weeks in which some lever's values may change."""
    days = case.policy.changes()
    return frozenset(case.week_of(day) for day in days) | {
        case.week_of(day + timedelta(days=6)) for day in days
    }
