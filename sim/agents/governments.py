"""Local governments: one a place, with a monthly priority and small means."""

from __future__ import annotations

from typing import Any

from mesa.discrete_space import FixedAgent

from sim.agents.base import Column, RowAgent
from sim.nature.leaders import Leaders
from sim.state.places import PRIORITIES


class LocalGovernment(RowAgent, FixedAgent):
    """The administration of a place."""

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

    def decide(self) -> None:
        """Set the month's priority by what presses most, and work at it."""
        world, p = self.model.world, self.row
        r, places = world.rules.of(Leaders), world.places
        pressing = (
            places["danger"].item(p) + r.murders_press * (places["homicides"].item(p) > 0),
            places["need"].item(p),
            0.5 * (1.0 - places["trust_state"].item(p)),
        )
        best = pressing.index(max(pressing))
        world.governments["priority"][p] = best
        capacity = self.capacity
        held = places["state_control"].item(p)
        work = r.government_work * capacity * (1.0 - self.corruption) * held
        if best == 0:
            self.police = min(self.police + work, 1.0)
        elif best == 1:
            self.capacity = min(capacity + work, 1.0)
        else:
            self.legitimacy = min(self.legitimacy + work, 1.0)
