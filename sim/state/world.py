"""The state of one world: region, populations, mission, clock. No behaviour of its own."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.fields.column import as_array
from sim.fields.compiled import entry, rule
from sim.fields.conversions import CALENDAR_MONTHS
from sim.fields.state import Array, Named, Number, Part, State, Table
from sim.nature.mechanism import Mechanism
from sim.nature.packing import Rules
from sim.policy.lever import Lever
from sim.policy.plan import Plan
from sim.policy.policy import Policy
from sim.state.case import Case
from sim.state.chronicle import NOTE_DTYPE, VOTE_DTYPE, Notes, Told, Votes, with_note
from sim.state.civilians import Civilians
from sim.state.events import CHANNEL_DTYPE, Channels, Events
from sim.state.events import DTYPE as EVENT_DTYPE
from sim.state.factions import FIGHTING, Bands, Combatants, Factions
from sim.state.mission import Mission
from sim.state.names import Names
from sim.state.parties import DatedEvent
from sim.state.places import Governments, Places, Roads
from sim.state.record import Record
from sim.state.works import Works

LEFT: Final = ("recruited", "killed fighters", "from abroad")  # how people leave the living
RECRUITED, KILLED_FIGHTERS, FROM_ABROAD = range(len(LEFT))


class World(Told, Names, State):
    """Everything that changes from week to week, and what it needs to change.

    P places, C communities, F rows of factions (those of the scenario, then splinters).
    """

    rules = Part(Rules)
    plan = Part(Plan)  # the policy of this week, in numbers
    roads = Part(Roads)
    mission = Part(Mission)
    record = Part(Record)
    places = Table(Places)
    governments = Table(Governments)
    works = Table(Works)
    civilians = Table(Civilians)
    mood = Array("f8", 3)  # (P, C, 3), see tally.civilians
    factions = Table(Factions)
    bands = Table(Bands, growing=True)
    combatants = Table(Combatants, growing=True)
    natural = Array("f4", 2)  # (F, F) how two factions stand by what they are, 0 allied to 1
    enmity = Array("f4", 2)  # (F, F) how they stand to each other now, 0 allied to 1 hostile
    trust = Array("f4", 2)  # (F, F) how far the first believes the second, 0 to 1
    hostile = Array("i1", 2)  # (F, F) 1 where two factions fight each other
    hatred = Array("f8", 2)  # (F, C) how a faction picks victims: 1 as anybody, 0 spared
    threat = Array("f8", 2)  # (F, C) how far people of a community fear a faction's rule, 0 to 1
    payoff = Array("f8", 2)  # (F, 4) what rest, hold, campaign and prey have brought
    blood = Array("f8", 2)  # (F, C) civilians of a community a faction killed this month
    wounds = Array("f8", 2)  # (P, C) killed of a community in attacks on it, fading
    slain = Array("f8", 2)  # (P, C) killed of a community in this week's attacks on it
    abused = Array("f8", 2)  # (P, C) of those slain, by the side that governs
    driven = Array("f8", 2)  # (P, C) rate a week at which a community is driven out of a place
    joined = Array("f8", 2)  # (P, C) people of a community who take up arms, to be taken off
    force = Array("f8", 2)  # (F, P) strength that can fight in a place, from lines near by too
    strength = Array("f8", 2)  # (F, P) fighters weighed by quality
    control = Array("f4", 2)  # (F, P) shares, summing to 1 where anybody holds
    heirs = Array("i8", 2)  # (F, F) keys of splinters to come, by parent and ordinal
    pair_keys = Array("i8", 2)  # (F, F) keys of who fights whom
    named_parties = Array("?")  # (F,) those to whom `policy.mediation.parties` goes
    channels = Table(Channels, growing=True)
    rates = Array("f8", 2, growing=True)
    drive = Array("f8", 2, growing=True)  # of factions
    ballot_weeks = Array("i8")  # in which an election is due
    deciding_weeks = Array("i8")  # of those, in which it decides who governs
    events = Table(Events, growing=True)
    notes = Table(Notes, growing=True)  # the chronicle
    ends = Table(Notes, growing=True)  # endings of wars
    votes = Table(Votes, growing=True)
    outflow = Named()  # people who left the living, by cause
    seed = Number("i8")  # spread over 63 bits by streams.seed_of
    week = Number("i8", -1)
    day = Number("i8", 1)  # ordinal of the week's Monday
    month = Number("i8")  # months since year 0
    month_begins = Number("?")
    month_weeks = Number("i8")  # length of the month before this one
    month_start = Number("i8")  # week in which this month began
    wet = Number("?")
    ballot_due = Number("?")  # an election this week
    crisis = Number("f8")  # months that a crisis over an election still lasts
    war_over = Number("i8", -1)  # week in which the war ended, -1 while it goes on
    relapsed = Number("i8", -1)
    slow = Number("f8", 1.0)  # how far the season lets forces move
    week_first = Number("i8")  # first row of this week's events
    event_count = Number("i8")
    faction_count = Number("i8")  # rows of factions in use
    side_count = Number("i8")
    governing = Number("i8")  # the side that governs
    governor = Number("i8", -1)  # row of the faction whose leader governs
    seat = Number("i8")  # the capital: a place
    falls = Number("i8")  # times that the government was taken by force
    usurped = Number("f8")  # how far who governs took power by force, until a vote, 0 to 1
    perished = Number("f8")  # killed by disasters this week, persons
    claimant = Number("i8", -1)  # who won a certified count that was refused and fights for it

    names_outflow = LEFT

    def __init__(self, case: Case, seed: int) -> None:
        self.case = case
        self.seed = seed
        self.levers: tuple[Lever, ...] = ()  # those that take part, in the order of the ledger
        self.own_levers: tuple[Lever, ...] = ()  # those of them from outside the package
        self.mechanisms: tuple[Mechanism, ...] = ()  # likewise
        self.agenda: dict[int, list[DatedEvent]] = {}  # dated events by week
        self.adapted: dict[tuple[str, str], Any] = {}  # lever and field -> value set by rules
        self.phase_changes: frozenset[int] = frozenset()
        self.own_columns: dict[str, float] = {}  # of mechanisms from outside
        self.own_state: dict[str, Any] = {}  # what they remember
        self.known = 0  # rows of factions whose names have been looked at
        self.first_names: list[str] = []  # of factions that the scenario has
        self.first_sides: list[str] = []
        self.ballot_weeks, self.deciding_weeks = np.zeros(0), np.zeros(0)
        self.outflow = np.zeros(len(LEFT))
        self.channels = np.zeros(0, CHANNEL_DTYPE)
        self.rates, self.drive = np.zeros((0, 0)), np.zeros((0, 2))
        self.events = np.zeros(512, EVENT_DTYPE)
        self.notes, self.ends = np.zeros(0, NOTE_DTYPE), np.zeros(0, NOTE_DTYPE)
        self.votes = np.zeros(0, VOTE_DTYPE)
        self.plan = Plan()

    @property
    def today(self) -> date:
        """Monday of the week."""
        return date.fromordinal(self.day)

    @today.setter
    def today(self, monday: date) -> None:
        self.day, self.month = monday.toordinal(), monday.year * CALENDAR_MONTHS + monday.month

    @property
    def policy(self) -> Policy:
        """The policy of this week."""
        policy: Policy = self.__dict__["policy"]
        return policy

    @policy.setter
    def policy(self, policy: Policy) -> None:
        self.__dict__["policy"] = policy
        self.plan.take(policy)
        self.know_names()

    @property
    def week_events(self) -> slice:
        """Rows of `events` that happened this week."""
        return slice(self.week_first, self.event_count)

    @week_events.setter
    def week_events(self, rows: slice) -> None:
        self.week_first, self.event_count = rows.start, rows.stop

    def keep(self, column: str, value: float) -> None:
        """Write a number of this week into a column that a mechanism has in the record."""
        self.own_columns[column] = float(value)

    @property
    def units(self) -> NDArray[np.void]:
        """(U,) units.DTYPE: the mission's units."""
        return as_array(self.mission.units)

    def fighting(self) -> list[int]:
        """Rows of factions at war."""
        rows: list[int] = fighting(self).tolist()
        return rows

    @property
    def place_count(self) -> int:
        """P."""
        return len(self.places)


@rule
def note(world: World, f: int, what: int) -> None:
    """Add to the chronicle of what parties did."""
    world.notes = with_note(world.notes, world.week, f, what)


@rule
def note_ending(world: World, f: int, kind: int) -> None:
    """Keep that a faction's war ended, and how."""
    world.ends = with_note(world.ends, world.week, f, kind)


@rule
def fighting(world: World) -> Any:
    """Rows of factions at war, as they stand now."""
    return np.flatnonzero(world.factions["standing"] == FIGHTING)


@rule
def governs(world: World, f: int) -> bool:
    """Whether a faction is of the side that governs."""
    return bool(world.factions["side"][f] == world.governing)


@rule
def opposes(world: World, f: int) -> bool:
    """Whether a faction is at war with the side that governs."""
    found = False
    for g in range(len(world.factions)):
        if world.hostile[f, g] and governs(world, g):
            found = True
    return found and not governs(world, f)


@rule
def at_war(world: World, f: int) -> bool:
    """Whether a faction has anybody to fight."""
    return bool(np.any(world.hostile[f] != 0))


@rule
def strength_of(world: World, f: int) -> float:
    """A faction's fighters, weighed by quality."""
    return world.factions["fighters"][f] * np.float64(world.factions["quality"][f])


@rule
def might(world: World, f: int) -> float:
    """A faction's strength over its own and its enemies' together, 0 to 1."""
    fighters, quality = world.factions["fighters"], world.factions["quality"]
    foes = 0.0
    for g in range(len(fighters)):
        if world.hostile[f, g]:
            foes += fighters[g] * np.float64(quality[g])
    own = fighters[f] * np.float64(quality[f])
    return own / max(own + foes, 1.0)


@entry
def set_hostilities(world: World) -> None:
    """Who fights whom: factions at war, of different sides and hostile enough."""
    standing, side = world.factions["standing"], world.factions["side"]
    for f in range(len(standing)):
        for g in range(len(standing)):
            at_war = standing[f] == FIGHTING and standing[g] == FIGHTING and side[f] != side[g]
            enmity = np.float64(world.enmity[f, g])
            world.hostile[f, g] = at_war and enmity >= world.rules.relations.fight_from
