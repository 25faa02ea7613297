"""The mission's headquarters and its units."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

import numpy as np
from mesa.discrete_space import CellAgent
from numpy.typing import NDArray

from sim.agents.base import Column, RowAgent, by_rule
from sim.agents.indicators import watch
from sim.fields.conversions import SUNDAY
from sim.leaders import headquarters as rules
from sim.levers import tasking
from sim.state.units import KINDS as UNIT_KINDS
from sim.state.units import STATUSES as UNIT_STATUSES


class MissionHeadquarters(RowAgent):
    """Plans once a month where the units stand. Override `weigh_places` for another plan."""

    ASKED: ClassVar = ("decide", "adapt", "weigh_places")

    def __init__(self, model: Any, row: int) -> None:
        super().__init__(model, row)
        self.held = [0] * len(self.world.case.rules)  # months each rule's condition has held
        self.left = [0] * len(self.world.case.rules)  # months each rule still acts

    @by_rule
    def decide(self) -> None:
        """Adapt the policy by the scenario's rules; base the units where the plan wants them."""
        if self.world.mission.mandated:
            self.adapt()
            weights = np.ascontiguousarray(self.weigh_places(), np.float64)
            tasking.base_units(self.world, weights)

    @by_rule
    def adapt(self) -> None:
        """Evaluate the rules; what they set holds until they let go."""
        world = self.world
        values: dict[tuple[str, str], Any] = {}
        for i, rule in enumerate(world.case.rules):
            value = watch(world, rule.when, rule.place)
            holds = value > rule.above if rule.above is not None else value < (rule.below or 0.0)
            self.held[i] = self.held[i] + 1 if holds else 0
            if self.held[i] >= rule.months:
                self.left[i] = max(rule.lasts, 1)
            if self.left[i] > 0:
                self.left[i] -= 1
                values[rule.lever, rule.field] = rule.to
        if values != world.adapted:
            world.adapted = values
            day = world.today + timedelta(days=SUNDAY)
            world.policy = world.case.policy.on(day).having(values)

    @by_rule
    def weigh_places(self) -> NDArray[np.float64]:
        """(P,) how much of the force each place should have: by people, and by last year's dead."""
        weights: NDArray[np.float64] = rules.weigh_places(self.world)
        return weights


class PeacekeepingUnit(RowAgent, CellAgent):
    """A unit over its row; once a month its capital decides how far it may be used."""

    persons = Column("units", "persons", "persons present")
    quality = Column("units", "quality", "0 to 1")
    caveat = Column("units", "caveat", "chance of being kept from a risky task")
    morale = Column("units", "morale", "0 to 1")
    readiness = Column("units", "readiness", "0 to 1")
    place = Column("units", "place", "base, -1: not there")
    losses = Column("units", "losses", "killed, persons")

    def __init__(self, model: Any, row: int) -> None:
        super().__init__(model, row)
        self.settle()

    @property
    def kind(self) -> str:
        """infantry, reserve, police or observers."""
        return UNIT_KINDS[int(self.model.table("units")["kind"][self.row])]

    @property
    def status(self) -> str:
        """pledged, present or gone."""
        return UNIT_STATUSES[int(self.model.table("units")["status"][self.row])]

    @property
    def contributor(self) -> str:
        """Who sent it."""
        number = int(self.model.table("units")["contributor"][self.row])
        contributors = self.world.mission.spec.contributors
        return contributors[number].name if number < len(contributors) else "partners"

    @by_rule
    def decide(self) -> None:
        """Where it is dangerous, a capital with caveats may keep its unit in the base."""
        rules.set_task(self.world, self.row)

    def settle(self) -> None:
        """Let its cell follow its base."""
        cell = self.model.space[self.place] if self.place >= 0 else None
        if getattr(self, "cell", None) is not cell:
            self.cell = cell
