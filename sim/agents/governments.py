"""Local governments: one a place, with a stance towards the mission, a priority, small means."""

from __future__ import annotations

from typing import Any

from mesa.discrete_space import FixedAgent

from sim.agents.base import Column, RowAgent, by_rule
from sim.leaders import governments as rules
from sim.state.places import PRIORITIES, STANCES


class LocalGovernment(RowAgent, FixedAgent):
    """The administration of a place. Override a method for other ways."""

    ASKED = ("decide", "choose_stance", "set_priority")

    capacity = Column("governments", "capacity", "0 to 1")
    legitimacy = Column("governments", "legitimacy", "0 to 1")
    corruption = Column("governments", "corruption", "0 to 1")
    rule_of_law = Column("governments", "rule_of_law", "0 to 1")
    services = Column("governments", "services", "1 = as before the war")
    police = Column("governments", "police", "0 to 1 of what is needed")
    cooperation = Column("governments", "cooperation", "with the mission, 0 to 1")

    def __init__(self, model: Any, row: int) -> None:
        super().__init__(model, row)
        self.cell = model.space[row]

    @property
    def priority(self) -> str:
        """order, services or people."""
        return PRIORITIES[int(self.model.table("governments")["priority"][self.row])]

    @property
    def stance(self) -> str:
        """How it deals with the mission: cooperate, bargain, obstruct or captured."""
        return STANCES[int(self.model.table("governments")["stance"][self.row])]

    @stance.setter
    def stance(self, name: str) -> None:
        self.model.table("governments")["stance"][self.row] = STANCES.index(name)

    @by_rule
    def decide(self) -> None:
        """Choose a stance for the month, then what to work at."""
        self.stance = self.choose_stance()
        self.set_priority()

    @by_rule
    def choose_stance(self) -> str:
        """The stance that pays most in what it sees of its place."""
        return STANCES[rules.best_stance(self.model.world, self.row)]

    @by_rule
    def set_priority(self) -> None:
        """Set the month's priority by what presses most, and work at it."""
        rules.set_priority(self.model.world, self.row)
