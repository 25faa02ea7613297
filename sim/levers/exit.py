"""Lever `exit`: a dated draw-down, by benchmarks if wanted, with or without a follow-on."""

from __future__ import annotations

from datetime import date

import numpy as np
from pydantic import Field

from sim.fields.arithmetic import total
from sim.fields.claim import Claim
from sim.fields.conversions import WEEKS_A_YEAR
from sim.fields.parameter import Group, number
from sim.policy.lever import Lever
from sim.policy.table import LeverHelp, LeverTable
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


def plan(world: World) -> None:
    """A month of drawing down: the share of the force that stays. Never grows again."""
    table, mission = world.policy.of(Exit), world.mission
    if table.begin is None or world.today < table.begin:
        return
    if table.benchmark > 0.0 and calm_share(world) < table.benchmark:
        return
    mission.staying = max(mission.staying - 1.0 / table.months, 0.0)


def bill(world: World) -> dict[str, float]:
    """Dollars of a week: part of what the leaving force saves goes on to local institutions."""
    table, mission = world.policy.of(Exit), world.mission
    if table.handover <= 0.0 or mission.staying >= 1.0:
        return {"exit": 0.0}
    saved = world.policy.force.troops * (1.0 - mission.staying)
    year = saved * world.rules.force.person_year
    return {"exit": table.handover * year / WEEKS_A_YEAR}


def hand_over(world: World) -> None:
    """A month of money for local institutions."""
    given = world.policy.of(Exit).handover * (1.0 - world.mission.staying)
    given *= world.mission.working("exit")
    if given <= 0.0:
        return
    governments = world.governments
    rate = world.rules.of(ExitNumbers).handover_rate
    for column in ("capacity", "police"):
        gain = world.rules.capacity.administration_effect * rate * given
        now = governments[column].astype(np.float64)
        governments[column][:] = now + gain * (1.0 - now)


def calm_share(world: World) -> float:
    """Share of the people who live in calm places, 0 to 1."""
    people = world.places["persons"]
    calm = world.places["danger"].astype(np.float64) < world.rules.of(ExitNumbers).calm_danger
    return total(people[calm]) / max(total(people), 1.0)


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
)
