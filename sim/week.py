"""THE ORDER OF A WEEK. Read this file first: it is the model's table of contents.

Each call does one thing to the world; the modules meet only in its state. What lies between two
decisions of people who may be replaced (leaders, civilians, levers and mechanisms from outside)
is compiled as one piece: a function under `@rule`, whose source is plain Python all the same.
"""

from __future__ import annotations

from typing import Protocol

from sim import levers
from sim.fields.compiled import entry
from sim.levers import early_warning, elections, exit, force, funding, setup, tasking
from sim.mechanisms import (
    armed_groups,
    ballots,
    calendar,
    casualties,
    causes,
    civilians,
    commanders,
    control,
    demobilisation,
    endings,
    expulsion,
    fronts,
    hosts,
    politics,
    power,
    presence,
    rates,
    recording,
    recruitment,
    relations,
    response,
    sieges,
    society,
    violence,
    will,
)
from sim.policy.lever import in_order_of_work
from sim.state import tally, works
from sim.state.world import World


class Leaders(Protocol):
    """Whoever decides: faction leaders, the mission's headquarters, local governments."""

    def plan_mission(self) -> None:
        """The headquarters bases its units."""

    def decide_postures(self) -> None:
        """Every faction's leader chooses a posture and, on campaign, a target."""

    def set_local_priorities(self) -> None:
        """Every local government chooses its stance towards the mission, and its priority."""

    def civilians_live(self) -> bool:
        """True if civilians acted by themselves (plain agents), so that the rule must not."""


def run_week(world: World, leaders: Leaders) -> None:
    """One week, from a Monday."""
    calendar.open_week(world)  # the date, the season, phases of levers, dated events
    force.deploy(world)  # contributors' units arrive and go home
    ask(world)
    _bills_from_outside(world)
    spend(world)
    _from_outside(world, "before politics")
    if world.month_begins:
        plan(world)
        _works_from_outside(world)
        negotiate(world)
        leaders.decide_postures()  # campaign, hold, prey, rest
        leaders.plan_mission()  # where units are based, what rules adapt
        leaders.set_local_priorities()  # a stance to the mission; order, services or people
    take_positions(world)
    _from_outside(world, "before violence")
    fight(world)
    _from_outside(world, "before people")
    society.endure(world)  # services, prices, need, crime, after the week's violence
    if not leaders.civilians_live():
        civilians.live(world)  # fear, trust, flight, return
    if world.month_begins:
        turn_the_month(world)
        if world.faction_count > world.known:  # one has split off
            world.know_names()
    _from_outside(world, "after people")
    recording.keep(world)  # last: the week as it ended
    if world.record.own:
        world.record.keep_own(world.own_columns)


@entry
def ask(world: World) -> None:
    """What every lever costs this week: `world.mission.bills`, dollars by item."""
    bills = world.mission.bills
    for item in range(len(bills)):
        bills[item] = 0.0
    levers.ask_bills(world)


@entry
def spend(world: World) -> None:
    """The week's money, and what stands of programmes."""
    setup.close(world)  # an expelled mission's programmes end with it
    funding.pay(world)  # money arrives late and short; what is unpaid does not act
    setup.progress(world)  # programmes take months to stand
    early_warning.estimate(world)  # before tasking: warnings lead patrols


@entry
def plan(world: World) -> None:
    """What the mission does this month."""
    funding.plan(world)  # whom the money cannot keep goes home
    exit.plan(world)  # the share of the force that stays
    works.clear(world.works)
    levers.do_works(world)  # what programmes do where
    hosts.act(world)  # what local governments, police and a reformed army make of it


@entry
def negotiate(world: World) -> None:
    """Where the parties stand this month, before their leaders decide."""
    recruitment.supply(world)  # leaders know what they can pay ...
    recruitment.tire(world)  # ... and how last month's war went
    politics.negotiate(world)  # talks, agreements, breaches
    relations.shift(world)  # who has become whose enemy


@entry
def take_positions(world: World) -> None:
    """Who is where this week, and what may happen there."""
    ballots.hold(world)  # an election, if due: before its polling guards are tasked
    tasking.assign(world, elections.infantry_share(world))  # a unit-week is tasked once
    fronts.march(world)  # campaigns step on, bands march to them and home
    tally.fighters(world)  # who stands where now: control and rates are made of it
    sieges.press(world)  # places fall, towns are shut in
    control.shift(world)  # a step towards who stands there
    expulsion.order(world)  # who must leave, for whom they are
    rates.set_rates(world)  # who would strike whom, where


@entry
def fight(world: World) -> None:
    """The week's violence."""
    presence.deter(world)  # before events are drawn: what is deterred never happens here
    violence.strike(world)  # the week's events and their sizes
    causes.name(world)  # while the state is what the rates were made of
    violence.inflame(world)  # places remember, after causes were named
    response.answer(world)  # late and in part, so after the attack
    casualties.bury(world)  # the dead are taken off the living


@entry
def turn_the_month(world: World) -> None:
    """How parties and the mission come out of the month's first week."""
    recruitment.recruit(world)  # who is left to join, so after the dead and those who fled
    armed_groups.arise(world)  # who arms itself, who joins whom
    commanders.come_and_go(world)  # before their men decide whom to follow
    demobilisation.demobilise(world)  # fighters under a deal, and some who return
    power.change_hands(world)  # who governs
    endings.settle(world)  # who splits, fades out, wins or returns to arms
    will.feel(world)  # consent, support, impartiality


def _bills_from_outside(world: World) -> None:
    """What levers from outside the package cost this week."""
    for lever in world.own_levers:
        if lever.bill is not None:
            world.mission.bills.update(lever.bill(world) or {})


def _works_from_outside(world: World) -> None:
    """What levers from outside the package do where, this month."""
    for lever in in_order_of_work(world.own_levers):
        if lever.work is not None:
            lever.work(world)


def _from_outside(world: World, moment: str) -> None:
    """Mechanisms from outside the package that act at this moment of the week."""
    for mechanism in world.mechanisms:
        now = world.month_begins or not mechanism.monthly
        if mechanism.step is not None and mechanism.moment == moment and now:
            mechanism.step(world)
