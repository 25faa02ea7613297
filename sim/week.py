"""THE ORDER OF A WEEK. Read this file first: it is the model's table of contents.

Each call does one thing to the world; the modules meet only in its state. What goes through
people, fighters, places or events is compiled, the rest plain Python; leaders decide monthly
(`sim.agents`) and are handed in.
"""

from __future__ import annotations

from typing import Protocol

from sim.fields.column import clear
from sim.levers import early_warning, elections, exit, force, funding, setup, tasking
from sim.mechanisms import (
    ballots,
    calendar,
    casualties,
    causes,
    civilians,
    control,
    demobilisation,
    endings,
    fronts,
    politics,
    presence,
    rates,
    recording,
    recruitment,
    response,
    society,
    violence,
    will,
)
from sim.state import tally
from sim.state.world import World


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
    _bill(world)  # what every lever costs this week
    funding.pay(world)  # money arrives late and short; what is unpaid does not act
    setup.progress(world)  # programmes take months to stand
    early_warning.estimate(world)  # before tasking: warnings lead patrols
    _from_outside(world, "before politics")
    if world.month_begins:
        funding.plan(world)  # whom the money cannot keep goes home
        exit.plan(world)  # the share of the force that stays
        _programmes(world)  # what each lever does where
        recruitment.supply(world)  # leaders know what they can pay ...
        recruitment.tire(world)  # ... and how last month's war went
        politics.negotiate(world)  # talks, agreements, breaches
        leaders.decide_postures()  # campaign, hold, prey, rest
        leaders.plan_mission()  # where units are based, what rules adapt
        leaders.set_local_priorities()  # order, services or people
    ballots.hold(world)  # an election, if due: before its polling guards are tasked
    tasking.assign(world, elections.infantry_share(world))  # a unit-week is tasked once
    fronts.march(world)  # campaigns step on, bands march to them and home
    # who stands where now: control and rates are made of it
    tally.fighters(world.combatants, world.bands, world.factions, world.strength)
    control.shift(world)  # a step towards who stands there
    rates.set_rates(world)  # who would strike whom, where
    _from_outside(world, "before violence")
    presence.deter(world)  # before events are drawn: what is deterred never happens here
    violence.strike(world)  # the week's events and their sizes
    causes.name(world)  # while the state is what the rates were made of
    violence.inflame(world)  # places remember, after causes were named
    response.answer(world)  # late and in part, so after the attack
    casualties.bury(world)  # the dead are taken off the living
    _from_outside(world, "before people")
    society.endure(world)  # services, prices, need, crime, after the week's violence
    if not leaders.civilians_live():
        civilians.live(world)  # fear, trust, flight, return
    if world.month_begins:
        recruitment.recruit(world)  # who is left to join, so after the dead and those who fled
        demobilisation.demobilise(world)  # fighters under a deal, and some who return
        endings.settle(world)  # who splits, fades out, wins or returns to arms
        will.feel(world)  # consent, support, impartiality
    _from_outside(world, "after people")
    recording.keep(world)  # last: the week as it ended


def _bill(world: World) -> None:
    """What everything costs this week, dollars by item: `world.mission.bills`."""
    bills = world.mission.bills
    bills.array[:] = 0.0
    for lever in world.levers:
        asked = lever.bill(world) if lever.bill is not None else None
        if asked is not None:  # of a lever from outside
            bills.update(asked)


def _programmes(world: World) -> None:
    """What programmes do where, this month: `world.works`."""
    clear(world.works)
    for work in world.works_of_levers:
        work(world)


def _from_outside(world: World, moment: str) -> None:
    """Mechanisms from outside the package that act at this moment of the week."""
    for mechanism in world.mechanisms:
        now = world.month_begins or not mechanism.monthly
        if mechanism.step is not None and mechanism.moment == moment and now:
            mechanism.step(world)
