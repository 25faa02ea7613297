"""Lever `exit`: a dated draw-down, by benchmarks if wanted, with or without a follow-on."""

from __future__ import annotations

from datetime import date

import numpy as np
from pydantic import Field

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.conversions import WEEKS_A_YEAR
from sim.fields.parameter import Group, number
from sim.policy.lever import Lever
from sim.policy.table import LeverHelp, LeverTable
from sim.state.items import EXIT
from sim.state.mission import working
from sim.state.world import World


class Exit(LeverTable):
    """How the mission leaves."""

    NAME = "exit"
    HELP = LeverHelp(
        about="When the force begins to leave, how fast, under what benchmarks, and who stays.",
        examples="UNAMSIL's phased draw-down to benchmarks; MINUSMA out in six months.",
        works="Slowly, after capacity was built, with a follow-on presence.",
        fails="A cliff: those who waited return to arms where the state never came.",
        who_bears="Those who trusted the guarantee.",
        evidence=(
            ("A7", "presence prolongs peace after a settlement"),
            ("C12", "guarantees make settlements stick; recalled"),
        ),
    )

    begin: date | None = Field(None, description="day the draw-down begins; empty: none")
    months: int = number(
        24, "months", 1, 120, "assumption", "time from the first to the last unit's departure"
    )
    benchmark: float = number(
        0.0,
        "share of country",
        0.0,
        1.0,
        "assumption",
        "people who must live in calm places before the next step down is taken",
    )
    follow_on: int = number(
        0, "persons", 0, 30_000, "assumption", "troops of a follow-on mission that stay"
    )
    handover: float = number(
        0.0,
        "share",
        0.0,
        1.0,
        "assumption",
        "part of the money saved that goes on to local institutions",
    )


class ExitNumbers(Group):
    """How long handing over takes."""

    TABLE = "exit"

    setup_months: float = number(
        6.0,
        "months",
        0.25,
        60.0,
        "assumption",
        "time until two thirds of its staff and sites are at work",
    )
    calm_danger: float = number(
        0.15, "log deaths", 0.0001, 10.0, "assumption", "danger below which a place counts as calm"
    )
    handover_rate: float = number(
        0.05,
        "per month",
        0.0,
        1.0,
        "assumption",
        "share of what advisers would add that money handed over adds in a month",
    )


@rule
def plan(world: World) -> None:
    """A month of drawing down: the share of the force that stays. Never grows again."""
    table, mission = world.plan.exit, world.mission
    if table.begin == 0 or world.day < table.begin:
        return
    if table.benchmark > 0.0 and calm_share(world) < table.benchmark:
        return
    mission.staying = max(mission.staying - 1.0 / table.months, 0.0)


@rule
def bill(world: World) -> None:
    """Dollars of a week: part of what the leaving force saves goes on to local institutions."""
    handover, staying = world.plan.exit.handover, world.mission.staying
    dollars = 0.0
    if handover > 0.0 and staying < 1.0:
        saved = world.plan.force.troops * (1.0 - staying)
        year = saved * world.rules.force.person_year
        dollars = handover * year / WEEKS_A_YEAR
    world.mission.bills[EXIT] = dollars


@rule
def hand_over(world: World) -> None:
    """A month of money for local institutions."""
    given = world.plan.exit.handover * (1.0 - world.mission.staying)
    given *= working(world.mission, EXIT)
    if given <= 0.0:
        return
    gain = world.rules.capacity.administration_effect * world.rules.exit.handover_rate * given
    governments = world.governments
    for p in range(len(governments)):
        capacity = np.float64(governments["capacity"][p])
        police = np.float64(governments["police"][p])
        governments["capacity"][p] = capacity + gain * (1.0 - capacity)
        governments["police"][p] = police + gain * (1.0 - police)


@rule
def calm_share(world: World) -> float:
    """Share of the people who live in calm places, 0 to 1."""
    places, limit = world.places, world.rules.exit.calm_danger
    everybody, calm = 0.0, 0.0
    for p in range(len(places)):
        everybody += places["persons"][p]
        if np.float64(places["danger"][p]) < limit:
            calm += places["persons"][p]
    return calm / max(everybody, 1.0)


LEVER = Lever(
    table=Exit,
    numbers=ExitNumbers,
    bill=bill,
    work=hand_over,
    after=("capacity",),
    prices=("nature.force.person_year",),
    effects=("nature.capacity.administration_effect", "nature.presence.deter_rebels"),
    writes=("governments.capacity", "governments.police"),
    amounts={"months": (0, 60, 6)},  # none, a slow one, a cliff
    claims=(
        Claim("events_battle", +1, residue="who attacked peacekeepers keeps its fighters"),
        Claim("civilian_deaths_rebel", +1, residue="who attacked peacekeepers keeps its fighters"),
        Claim("stability", -1, residue="who attacked peacekeepers keeps its fighters"),
    ),
    rests_on={"": ("exit.begin",)},
    waits_for={"": "the day of the draw-down"},
)
