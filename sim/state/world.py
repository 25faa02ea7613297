"""The state of one world: region, populations, mission, clock. No behaviour of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.fields.arithmetic import total
from sim.nature.mechanism import Mechanism
from sim.nature.packing import Rules
from sim.policy.lever import Lever, Work, in_order_of_work
from sim.policy.policy import Policy
from sim.state.case import Case
from sim.state.civilians import Civilians
from sim.state.events import CHANNEL_DTYPE
from sim.state.events import DTYPE as EVENT_DTYPE
from sim.state.factions import FIGHTING, Bands, Combatants, Factions
from sim.state.mission import Mission
from sim.state.parties import DatedEvent
from sim.state.places import Governments, Places, Roads
from sim.state.record import Record
from sim.state.works import Works


@dataclass
class World:
    """Everything that changes from week to week, and what it needs to change."""

    case: Case
    seed: int  # spread over 63 bits by streams.seed_of
    rules: Rules
    roads: Roads
    places: Places
    governments: Governments
    civilians: Civilians
    mood: NDArray[np.float64]  # (P, C, 3), see tally.civilians
    factions: Factions
    names: list[str]  # of factions, by row
    sides: list[str]
    peace: NDArray[np.bool_]  # (MOST, MOST) pairs that leave each other alone
    hostile: NDArray[np.int8]  # (MOST, MOST) 1 where two factions fight each other
    strength: NDArray[np.float64]  # (MOST, P) fighters weighed by quality
    control: NDArray[np.float32]  # (MOST, P) shares, summing to 1 where anybody holds
    bands: Bands
    combatants: Combatants
    works: Works
    levers: tuple[Lever, ...]  # those that take part, in the order of the ledger
    mechanisms: tuple[Mechanism, ...]  # from outside the package
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
    own_columns: dict[str, float] = field(default_factory=dict)  # of mechanisms from outside
    own_state: dict[str, Any] = field(default_factory=dict)  # what they remember
    outflow: dict[str, float] = field(default_factory=dict)  # people who left the living, by cause
    channels: NDArray[np.void] = field(default_factory=lambda: np.zeros(0, CHANNEL_DTYPE))
    rates: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 0)))
    drive: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 2)))  # of factions
    slow: float = 1.0  # how far the season lets forces move
    events: NDArray[np.void] = field(default_factory=lambda: np.zeros(512, EVENT_DTYPE))
    event_count: int = 0
    week_events: slice = field(default_factory=lambda: slice(0, 0))

    def keep(self, column: str, value: float) -> None:
        """Write a number of this week into a column that a mechanism has in the record."""
        self.own_columns[column] = float(value)

    @property
    def zones(self) -> tuple[float, float]:
        """What safe zones shield when guarded, and draw when not."""
        return self.rules.protection.zone_shield, self.rules.protection.zone_lure

    def might(self, f: int) -> float:
        """A faction's strength over its own and its enemies' together, 0 to 1."""
        fighters, quality = self.factions["fighters"], self.factions["quality"]
        foes = self.hostile[f].nonzero()[0]
        own = float(fighters[f]) * float(quality[f])
        return own / max(own + total(fighters[foes] * quality[foes]), 1.0)

    def note(self, f: int, what: str) -> None:
        """Add to the chronicle of what parties did; words: `sim.view.report.politics`."""
        self.chronicle.append((self.week, f, what))

    @property
    def units(self) -> NDArray[np.void]:
        """(U,) units.DTYPE: the mission's units."""
        return self.mission.units

    @cached_property
    def works_of_levers(self) -> list[Work]:
        """What levers do each month, in their order."""
        return [lever.work for lever in in_order_of_work(self.levers) if lever.work is not None]

    @cached_property
    def programmes(self) -> list[tuple[str, bool]]:
        """Levers that are programmes by name, and whether they need no setting up."""
        return [(name, lever.at_once) for lever in self.levers for name in lever.programme]

    @property
    def place_count(self) -> int:
        """P."""
        return len(self.places)

    def fighting(self) -> list[int]:
        """Rows of factions at war."""
        standings = self.factions["standing"].tolist()
        return [f for f, standing in enumerate(standings) if standing == FIGHTING]


def hostilities(factions: Factions, peace: NDArray[np.bool_]) -> NDArray[np.int8]:
    """(MOST, MOST) who fights whom: factions at war of different sides and not at peace."""
    fighting = factions["standing"] == FIGHTING
    apart = factions["side"][:, None] != factions["side"][None, :]
    return (~peace & apart & fighting[:, None] & fighting[None, :]).astype(np.int8)
