"""Civilians and combatants as Mesa agents.

`Civilian` is an ordinary Mesa agent with an ordinary `step`: what the compiled rule of
`sim.mechanisms.civilians` does, in readable Python, on the same luck and in the same order of
operations. `PeaceModel(s, population="agents")` runs it, and a student overrides a rule there.

`CivilianRow` and `CombatantRow` are made on demand over a row of a table: reading and writing
their attributes reaches the column. A run that never asks for them never pays for them.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.agents.base import Column, Model, RowAgent
from sim.fields.conversions import MOST_WEEKS_AWAY
from sim.luck import streams
from sim.state.civilians import ABROAD, AT_HOME, DISPLACED
from sim.state.factions import STATUSES
from sim.state.flight import ALIVE, FEARED, FRIGHT, JOINS, LEAST, OUTRAGE, SAFE
from sim.state.world import World

FELT = (
    "weight",
    "fear",
    "grievance",
    "trust_state",
    "trust_mission",
    "livelihood",
    "place",
    "weeks_displaced",
    "displaced",
)
FIXED = ("home", "community", "kin", "grievance_base")
# a view's unique_id is this and its row: no other agent's, Mesa counts the registered from 1
FIRST_ID = {"civilians": 1_000_000_000, "combatants": 2_000_000_000}


class News:
    """What a week means for people, as plain lists (see `sim.mechanisms.civilians.hear_news`)."""

    def __init__(self, world: World, news: Any, own: Any, ways: Any, leave: Any) -> None:
        self.own = own.tolist()
        self.state = news["state"].tolist()
        self.mission = news["mission"].tolist()
        self.harm = news["harm"].tolist()
        self.economy = news["economy"].tolist()
        self.leave = leave.tolist()
        self.mood = world.mood.tolist()
        self.driven = world.driven.tolist()
        first = world.roads.indptr.tolist()
        self.roads = []
        for chances in ways.tolist():
            roads = list(zip(world.roads.target.tolist(), chances, strict=True))
            self.roads.append([roads[first[p] : first[p + 1]] for p in range(world.place_count)])
        self.rules = world.rules.civilian
        self.seed, self.week = world.seed, world.week


class Civilian(RowAgent):
    """A sampled adult who stands for `weight` persons.

    Attributes: `home`, `place` (numbers of places), `kin` (the place of its relatives),
    `community`, `fear`, `grievance`, `trust_state`, `trust_mission`, `livelihood` (0 to 1),
    `displaced` (0 at home, 1 inside the country, 2 abroad), `weeks_displaced`, `weight` (persons),
    `cell` (of the Mesa network).
    """

    weight: float
    fear: float
    grievance: float
    grievance_base: float
    trust_state: float
    trust_mission: float
    livelihood: float
    home: int
    place: int
    community: int
    kin: int
    weeks_displaced: int
    displaced: int

    def __init__(self, model: Model, row: int) -> None:
        super().__init__(model, row)
        for name in FELT + FIXED:
            setattr(self, name, model.table("civilians")[name].item(row))

    @property
    def cell(self) -> Any:
        """The cell of the Mesa network where it is."""
        return self.model.space[self.place]

    def step(self) -> None:
        """One week."""
        news = self.model.news
        if self.displaced == ABROAD:
            self.fear -= news.rules.fear_decay * self.fear
        else:
            self.live_on(news)
            self.feel(news)
        if self.displaced != AT_HOME:
            self.weeks_displaced = min(self.weeks_displaced + 1, MOST_WEEKS_AWAY)
            if self.wants_to_return(news):
                self.go_home()
                return
            if self.displaced == ABROAD:
                return
        if self.wants_to_flee(news):
            self.flee(news)

    def live_on(self, news: News) -> None:
        """Some of those it stands for die; some take up arms, the aggrieved first."""
        own = news.own[self.place][self.community]
        self.weight *= own[ALIVE]
        if own[JOINS] > 0.0:
            usual = news.mood[self.place][self.community][2]
            ratio = (own[LEAST] + self.grievance) / (own[LEAST] + usual)
            self.weight *= max(1.0 - own[JOINS] * ratio, 0.0)

    def hears(self, news: News) -> tuple[float, float]:
        """Fear and grievance of its community, here and where it has relatives."""
        r, here = news.rules, news.mood[self.place][self.community]
        far = news.mood[self.kin][self.community]
        if far[0] <= 0.0:
            far = here
        fear = here[1] + r.kin_heard * (far[1] - here[1])
        return fear, here[2] + r.kin_heard * (far[2] - here[2])

    def feel(self, news: News) -> None:
        """Fear, grievance, trust and livelihood follow the week's news and one's community."""
        r, p = news.rules, self.place
        own = news.own[p][self.community]
        their_fear, their_grievance = self.hears(news)
        fear = self.fear
        fear += r.rumour * (their_fear - fear)
        fear -= r.fear_decay * fear
        fear += (1.0 - fear) * own[FRIGHT]
        self.fear = fear
        grievance = self.grievance
        grievance += r.rumour_grievance * r.rumour * (their_grievance - grievance)
        grievance -= r.grievance_decay * (grievance - self.grievance_base)
        grievance += (1.0 - grievance) * own[OUTRAGE]
        self.grievance = grievance
        self.trust_state += r.trust_rate * (news.state[p] - self.trust_state)
        mission = self.trust_mission
        mission += r.trust_rate * (news.mission[p] - mission)
        self.trust_mission = mission - mission * news.harm[p]
        economy = news.economy[p]
        if self.displaced == DISPLACED:
            economy *= r.displaced_livelihood
        self.livelihood += r.livelihood_rate * (economy - self.livelihood)

    def wants_to_return(self, news: News) -> bool:
        """The displaced go home when home is safe and fear is gone."""
        own = news.own[self.home][self.community]
        chance = news.rules.return_rate * (1.0 - self.fear) * own[SAFE] * (1.0 - own[FEARED])
        return streams.u(news.seed, streams.RETURN, news.week, self.row, 0) < chance

    def go_home(self) -> None:
        """Return."""
        self.place, self.displaced, self.weeks_displaced = self.home, AT_HOME, 0

    def wants_to_flee(self, news: News) -> bool:
        """Who fears much flees, the displaced more rarely; and people are driven out."""
        rate = news.rules.flight * self.fear
        if self.displaced != AT_HOME:
            rate *= news.rules.onward
        rate += news.driven[self.place][self.community]
        luck = streams.u(news.seed, streams.FLIGHT, news.week, self.row, 0)
        return luck < 1.0 - math.exp(-rate)

    def flee(self, news: News) -> None:
        """Take a road to a safer neighbouring place, or cross the border."""
        luck = streams.u(news.seed, streams.FLIGHT_WHERE, news.week, self.row, 0)
        leave = news.leave[self.community][self.place]
        if luck < leave:
            self.displaced = ABROAD
            return
        luck = (luck - leave) / (1.0 - leave)
        for place, share in news.roads[self.community][self.place]:
            if luck <= share:
                self.place = place
                self.displaced = AT_HOME if place == self.home else DISPLACED
                return


def gather(agents: list[Civilian], table: np.ndarray[Any, np.dtype[np.void]]) -> None:
    """Write plain civilians into their columns, and round what they hold as columns do."""
    for name in FELT:
        table[name] = [getattr(agent, name) for agent in agents]
        if table.dtype[name].kind == "f":
            for agent, value in zip(agents, table[name].tolist(), strict=True):
                setattr(agent, name, value)


class _Row:
    """Only columns can be set on an agent made on demand: anything else would be lost."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in ("model", "row", "pos", "unique_id", "_mesa_data") and not isinstance(
            getattr(type(self), name, None), Column
        ):
            kind = type(self).__name__
            raise AttributeError(
                f"{kind}.{name}: not a column, so it would be lost with this view of a row; "
                'run PeaceModel(s, population="agents") to give civilians attributes of your own'
            )
        object.__setattr__(self, name, value)


class CivilianRow(_Row, Civilian):
    """A civilian made on demand over its row."""

    weight = Column("civilians", "weight", "persons it stands for")  # type: ignore[assignment]
    fear = Column("civilians", "fear", "0 to 1")  # type: ignore[assignment]
    grievance = Column("civilians", "grievance", "0 to 1")  # type: ignore[assignment]
    grievance_base = Column("civilians", "grievance_base")  # type: ignore[assignment]
    trust_state = Column("civilians", "trust_state", "0 to 1")  # type: ignore[assignment]
    trust_mission = Column("civilians", "trust_mission", "0 to 1")  # type: ignore[assignment]
    livelihood = Column("civilians", "livelihood", "0 to 1")  # type: ignore[assignment]
    home = Column("civilians", "home", "place")  # type: ignore[assignment]
    place = Column("civilians", "place", "place")  # type: ignore[assignment]
    community = Column("civilians", "community", "index")  # type: ignore[assignment]
    kin = Column("civilians", "kin", "place")  # type: ignore[assignment]
    weeks_displaced = Column("civilians", "weeks_displaced", "weeks")  # type: ignore[assignment]
    displaced = Column("civilians", "displaced", "0, 1 or 2")  # type: ignore[assignment]

    def step(self) -> None:
        """Refused (RuntimeError): a compiled rule lives the week of all rows at once."""
        raise RuntimeError(
            "a civilian over a row has no step of its own: the model's step() lives its week; "
            'PeaceModel(s, population="agents") makes civilians that step'
        )


class Combatant(RowAgent):
    """A sampled fighter, made on demand over its row."""

    weight = Column("combatants", "weight", "persons it stands for")
    livelihood = Column("combatants", "livelihood", "0 to 1")
    abusive = Column("combatants", "abusive", "abusiveness of its unit, 0 to 1")
    weeks = Column("combatants", "weeks", "weeks in this status")
    place = Column("combatants", "place", "place")
    band = Column("combatants", "band", "its commander's band, row")

    @property
    def status(self) -> str:
        """active, cantoned, demobilised, in reintegration, remobilised or killed."""
        return STATUSES[int(self.model.table("combatants")["status"][self.row])]

    @property
    def faction(self) -> str:
        """Name of its faction."""
        return self.world.names[int(self.model.table("combatants")["faction"][self.row])]

    @property
    def cell(self) -> Any:
        """The cell of the Mesa network where it is."""
        return self.model.space[self.place]


class CombatantRow(_Row, Combatant):
    """A combatant made on demand over its row."""


def rows_of(model: Model, kind: type[RowAgent], table: str) -> list[RowAgent]:
    """Agents over every row of a table, not registered with the model (that is the cost)."""
    made = []
    for row in range(len(model.table(table))):
        agent = kind.__new__(kind)
        agent.__dict__.update(model=model, row=row, unique_id=FIRST_ID[table] + row, pos=None)
        made.append(agent)
    return made


__all__ = ["Civilian", "CivilianRow", "Combatant", "CombatantRow", "News", "gather", "rows_of"]
