"""THE ORDER OF A WEEK. Read this file first: it is the model's table of contents.

Each call does one thing to the world; the modules meet only in its state. Weekly calls are
compiled; leaders decide monthly in plain Python (`sim.agents`) and are handed in.
"""

from __future__ import annotations

from typing import Protocol

from sim.levers import early_warning, force, funding, patrols
from sim.mechanisms import (
    calendar,
    casualties,
    civilians,
    control,
    fronts,
    keeping,
    presence,
    recruitment,
    response,
    society,
    standing,
    violence,
)
from sim.populations import tally
from sim.world import World


class Leaders(Protocol):
    """Whoever decides: faction leaders, the mission's headquarters, local governments."""

    def plan_mission(self) -> None:
        """The headquarters bases its units."""

    def decide_postures(self) -> None:
        """Every faction's leader chooses a posture and, on campaign, a target."""

    def set_local_priorities(self) -> None:
        """Every local government sets its priority."""

    def civilians_live(self) -> bool:
        """True if civilians acted by themselves (plain agents), so that the kernel must not."""


def run_week(world: World, leaders: Leaders) -> None:
    """One week, from a Monday."""
    calendar.open_week(world)  # the date, the season, phases of levers, dated events
    force.deploy(world)  # contributors' units arrive and go home
    bills = force.weekly_cost(world) | patrols.weekly_cost(world) | early_warning.weekly_cost(world)
    funding.pay(world, bills)  # money arrives late and short; what is unpaid does not act
    early_warning.estimate(world)  # before tasking: warnings lead patrols
    if world.month_begins:
        recruitment.supply(world)  # leaders know what they can pay ...
        recruitment.tire(world)  # ... and how last month's war went
        leaders.decide_postures()
        leaders.plan_mission()
        leaders.set_local_priorities()
    patrols.assign(world)  # a unit-week is tasked once
    fronts.march(world)
    tally.fighters(world.combatants, world.bands, world.factions, world.strength)
    control.shift(world)
    violence.set_rates(world)  # who would strike whom, where
    presence.deter(world)  # before events are drawn: what is deterred never happens here
    violence.strike(world)
    response.answer(world)  # late and in part, so after the attack
    casualties.bury(world)
    society.endure(world)
    if not leaders.civilians_live():
        civilians.live(world)
    if world.month_begins:
        recruitment.recruit(world)
        standing.settle(world)  # who signs, splits, fades out or returns to arms
    keeping.keep(world)
