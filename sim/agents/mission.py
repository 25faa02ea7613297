"""The mission's headquarters and its units."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
from mesa.discrete_space import CellAgent
from numpy.typing import NDArray

from sim.agents.base import Column, RowAgent
from sim.agents.indicators import watch
from sim.fields.arithmetic import log1ps, total
from sim.fields.conversions import SUNDAY
from sim.levers import tasking
from sim.luck import streams
from sim.nature.leaders import Leaders
from sim.state.units import GUARD, PATROL
from sim.state.units import KINDS as UNIT_KINDS
from sim.state.units import STATUSES as UNIT_STATUSES


class MissionHeadquarters(RowAgent):
    """Plans once a month where the units stand. Override `weigh_places` for another plan."""

    def __init__(self, model: Any, row: int) -> None:
        super().__init__(model, row)
        self.held = [0] * len(self.world.case.rules)  # months each rule's condition has held
        self.left = [0] * len(self.world.case.rules)  # months each rule still acts

    def decide(self) -> None:
        """Adapt the policy by the scenario's rules; base the units where the plan wants them."""
        if self.world.mission.mandated:
            self.adapt()
            tasking.base_units(self.world, self.weigh_places())

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

    def weigh_places(self) -> NDArray[np.float64]:
        """(P,) how much of the force each place should have: by people, and by last year's dead.

        `policy.patrols.concentration` moves weight from people to where violence persists:
        troops go where it burns, late (evidence B3).
        """
        r, places = self.world.rules.of(Leaders), self.world.places
        people = np.sqrt(places["persons"])
        year = self.world.record.places["deaths"][-int(r.plan_weeks) :].sum(axis=0)
        burning = people * (r.quiet_places + log1ps(year))
        share = self.world.policy.patrols.concentration
        weights: NDArray[np.float64] = (1.0 - share) * people / total(people)
        weights += share * burning / total(burning)
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

    def decide(self) -> None:
        """Where it is dangerous, a capital with caveats may keep its unit in the base."""
        if self.status != "present" or self.place < 0:
            return
        table = self.model.table("units")
        feared = self.world.rules.of(Leaders).losses_frighten * self.losses
        risky = float(self.world.places["danger"][self.place]) + feared
        luck = self.luck(streams.CAVEAT, int(table["key"][self.row]))
        held = luck < self.caveat * min(2.0 * risky, 1.0)
        table["task"][self.row] = GUARD if held else PATROL

    def settle(self) -> None:
        """Let its cell follow its base."""
        cell = self.model.space[self.place] if self.place >= 0 else None
        if getattr(self, "cell", None) is not cell:
            self.cell = cell
