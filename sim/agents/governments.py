"""Local governments: one a place, with a monthly priority and small means."""

from __future__ import annotations

from typing import Any

from mesa.discrete_space import FixedAgent

from sim.agents.base import Column, RowAgent, by_rule
from sim.leaders import governments as rules
from sim.state.places import PRIORITIES


class LocalGovernment(RowAgent, FixedAgent):
    """The administration of a place. Override `decide` for other priorities."""

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

    @by_rule
    def decide(self) -> None:
        """Set the month's priority by what presses most, and work at it."""
        rules.set_priority(self.model.world, self.row)
