"""Faction leaders: which posture to take, and where to campaign."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.agents.base import Column, RowAgent, by_rule
from sim.leaders import factions as rules
from sim.luck import streams
from sim.state import transitions
from sim.state.factions import POSTURES, STANDINGS
from sim.state.parties import FACTION_KINDS


class Faction(RowAgent):
    """The leader of an armed faction.

    Override `decide` (or only `wish_to_change`, `weigh_postures`, `choose_target`) to try another
    theory of why factions fight, and pass the class: `PeaceModel(s, faction_class=Mine)`, or
    `faction_class={"RUF": Mine}` for one faction. What these do is written in
    `sim.leaders.factions`; leaders whose methods are all as here are not asked one by one.
    """

    ASKED: ClassVar = ("decide", "wish_to_change", "weigh_postures", "choose_target", "luck")
    fighters = Column("factions", "fighters", "persons under arms")
    weariness = Column("factions", "weariness", "war-weariness, 0 to 1")
    discipline = Column("factions", "discipline", "1: spares civilians")
    cohesion = Column("factions", "cohesion", "0 to 1")
    supply = Column("factions", "supply", "0 broke, 1 well supplied")
    belief = Column("factions", "belief", "own share of strength as the leader sees it")
    months = Column("factions", "months", "months in this posture")
    target = Column("factions", "target", "place a campaign aims at, -1: none")
    key = Column("factions", "key", "stable id")

    @property
    def name(self) -> str:
        """The faction's name."""
        return self.world.names[self.row]

    @property
    def kind(self) -> str:
        """state, rebels, militia, jihadist or gang."""
        return FACTION_KINDS[int(self.world.factions["kind"][self.row])]

    @property
    def standing(self) -> str:
        """absent, fighting, signed, faded, defeated or merged."""
        return STANDINGS[int(self.world.factions["standing"][self.row])]

    @property
    def posture(self) -> str:
        """rest, hold, campaign, prey, talk, ceasefire, implement or spoil."""
        return POSTURES[int(self.world.factions["posture"][self.row])]

    @posture.setter
    def posture(self, name: str) -> None:
        if name not in POSTURES:
            raise ValueError(f"posture {name!r}: must be one of {', '.join(POSTURES)}")
        transitions.take_posture(self.world, self.row, POSTURES.index(name))

    @property
    def enemies(self) -> NDArray[np.int64]:
        """Rows of the factions it fights."""
        return self.world.hostile[self.row].nonzero()[0]

    @by_rule
    def decide(self) -> None:
        """Once a month: keep to the posture or choose another; campaigns get a target."""
        if self.standing != "fighting" or self.posture in ("talk", "ceasefire"):
            return
        self.months += 1
        rules.learn(self.world, self.row)
        if self.luck(streams.POSTURE, self.key, 0) < self.wish_to_change():
            weights = np.asarray(self.weigh_postures(), np.float64)
            choice = rules.CHOICES[rules.pick(weights, self.luck(streams.POSTURE, self.key, 1))]
            if POSTURES[choice] != self.posture:
                self.posture = POSTURES[choice]
        if self.posture == "campaign" and self.target < 0:
            self.target = self.choose_target()

    @by_rule
    def wish_to_change(self) -> float:
        """Probability of leaving the posture this month; an enemy's campaign shakes the idle."""
        return rules.wish_to_change(self.world, self.row)

    @by_rule
    def weigh_postures(self) -> NDArray[np.float64]:
        """Weights of rest, hold, campaign and prey, (4,): see the rule of this name."""
        weights: NDArray[np.float64] = rules.weigh_postures(self.world, self.row)
        return weights

    @by_rule
    def choose_target(self) -> int:
        """A place within reach of its own bands, worth having and in others' hands; -1: none."""
        return rules.choose_target(self.world, self.row)
