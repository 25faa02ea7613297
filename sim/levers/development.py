"""Lever `development`: work, infrastructure, schools, quick-impact projects. Evidence H3."""

from __future__ import annotations

import math

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.conversions import WEEKS_A_YEAR
from sim.fields.parameter import Group, number
from sim.policy.lever import Lever
from sim.policy.table import LeverHelp, LeverTable
from sim.state.hosts import let_through
from sim.state.items import DEVELOPMENT
from sim.state.mission import working
from sim.state.works import cover
from sim.state.world import World


class Development(LeverTable):
    """Livelihoods, infrastructure, education, quick-impact projects."""

    NAME = "development"
    HELP = LeverHelp(
        about="Money into work, roads, schools and small visible projects.",
        examples="Quick-impact projects of every mission; village grants in the Philippines.",
        works="Slowly, where control is firm.",
        fails="Sabotage while projects are prepared where control is contested.",
        who_bears="Contested villages chosen for projects.",
        evidence=(
            ("H3", "sabotage in preparation: Crost, Felter & Johnston 2014"),
            ("D1", "no trust dividend"),
        ),
    )

    livelihoods: float = number(
        0.0, "dollars a year", 0.0, 1_000_000_000.0, "assumption", "work, seeds, small credit"
    )
    infrastructure: float = number(
        0.0, "dollars a year", 0.0, 1_000_000_000.0, "assumption", "roads, water, power, clinics"
    )
    education: float = number(
        0.0, "dollars a year", 0.0, 1_000_000_000.0, "assumption", "schools and training"
    )
    quick_impact: float = number(
        0.0, "dollars a year", 0.0, 100_000_000.0, "assumption", "small visible projects near bases"
    )


class DevelopmentNumbers(Group):
    """What money for work and services reaches."""

    TABLE = "development"

    development_half: float = number(
        25.0,
        "dollars a head",
        0.1,
        1000.0,
        "assumption",
        "yearly spending a head at which half of the effect is reached",
    )
    jobs_effect: float = number(
        0.3,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "added to the local economy's level by work programmes at full coverage, up to what it was"
        " before the war",
        effect=True,
    )
    works_effect: float = number(
        0.3,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "added to services by infrastructure at full coverage",
        effect=True,
    )
    roads_effect: float = number(
        0.4,
        "share",
        0.0,
        1.0,
        "assumption",
        "of what danger and divided control add to prices saved by roads at full coverage",
        effect=True,
    )
    school_rate: float = number(
        0.03,
        "per month",
        0.0,
        1.0,
        "assumption",
        "how fast schooling follows the schools that stand, and fades without them",
    )
    school_keeps: float = number(
        0.3,
        "share",
        0.0,
        1.0,
        "assumption",
        "recruitment prevented where all the young are in school",
        effect=True,
    )
    school_hope: float = number(
        0.4,
        "share",
        0.0,
        1.0,
        "assumption",
        "of the grievance that need makes prevented where all the young are in school",
        effect=True,
    )
    quick_faster: float = number(
        3.0,
        "ratio",
        1.0,
        20.0,
        "assumption",
        "how much sooner quick projects stand than others",
    )
    goodwill_effect: float = number(
        0.1,
        "0 to 1",
        0.0,
        1.0,
        "evidence:D2",
        "added to trust in the mission by quick-impact projects at full coverage",
        effect=True,
    )
    sabotage: float = number(
        0.4,
        "ratio",
        0.0,
        10.0,
        "evidence:H3",
        "violence added while projects are prepared where control is contested",
        effect=True,
    )
    setup_months: float = number(
        9.0,
        "months",
        0.25,
        60.0,
        "assumption",
        "time until two thirds of its staff and sites are at work",
    )
    danger_brake: float = number(
        0.7,
        "log",
        0.0,
        10.0,
        "assumption",
        "how strongly danger keeps projects from a place: at 0.7 danger 1 halves them",
    )
    unheld: float = number(
        0.3,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "projects where the state holds nothing, against where it holds all",
    )
    near_half: float = number(
        100.0,
        "persons",
        1.0,
        100_000.0,
        "assumption",
        "infantry in a place at which half of its people see projects as the mission's",
    )
    quick_half: float = number(
        0.05,
        "ratio",
        0.001,
        10.0,
        "assumption",
        "spending a head on quick projects that reaches half, against that on others",
    )


@rule
def _yearly(world: World) -> float:
    table = world.plan.development
    return table.livelihoods + table.infrastructure + table.education + table.quick_impact


@rule
def bill(world: World) -> None:
    """Dollars of a week: what was set."""
    world.mission.bills[DEVELOPMENT] = _yearly(world) / WEEKS_A_YEAR


@rule
def work(world: World) -> None:
    """Raise economy and services where money goes; while it is prepared it invites sabotage."""
    table, r = world.plan.development, world.rules.development
    ready = working(world.mission, DEVELOPMENT)
    people, half = _people(world), r.development_half
    _teach(world, cover(table.education * ready / people, half))
    if ready <= 0.0:
        return
    jobs = r.jobs_effect * cover(table.livelihoods * ready / people, half)
    built = cover(table.infrastructure * ready / people, half)
    soon = 1.0 - (1.0 - ready) ** r.quick_faster
    small = cover(table.quick_impact * soon / people, r.quick_half * half)
    sites = cover(_yearly(world) / people, half)
    works, places = world.works, world.places
    for p in range(len(places)):
        open_to = _open_to(world, p)
        works["jobs"][p] = jobs * open_to
        works["works"][p] = r.works_effect * built * open_to
        works["roads"][p] = r.roads_effect * built * open_to
        near = cover(np.float64(places["infantry"][p]), r.near_half)
        goodwill = np.float64(works["goodwill"][p])
        works["goodwill"][p] = goodwill + r.goodwill_effect * small * near
        contested = min(2.0 * np.float64(places["contested"][p]), 1.0)
        lure = np.float64(works["lure"][p])
        works["lure"][p] = lure + r.sabotage * sites * (1.0 - ready) * contested


@rule
def _teach(world: World, schools: float) -> None:
    """Schooling grows slowly where schools stand; the schooled have other hopes than arms."""
    r, works, schooling = world.rules.development, world.works, world.governments["schooling"]
    for p in range(len(schooling)):
        now = np.float64(schooling[p])
        now += r.school_rate * (schools * _open_to(world, p) - now)
        schooling[p] = now
        works["schooled"][p] = r.school_hope * now
        joining = 1.0 - np.float64(works["cvr"][p])
        works["cvr"][p] = 1.0 - joining * (1.0 - r.school_keeps * now)


@rule
def _people(world: World) -> float:
    """People in the country, and one more."""
    people = 0.0
    for p in range(len(world.places)):
        people += world.places["persons"][p]
    return people + 1.0


@rule
def _open_to(world: World, p: int) -> float:
    """How far projects come to stand in a place: by danger, who holds it, and what they let in."""
    r, places = world.rules.development, world.places
    held = r.unheld + (1.0 - r.unheld) * np.float64(places["state_control"][p])
    safe = math.exp(-r.danger_brake * np.float64(places["danger"][p]))
    return safe * held * let_through(world, p)


LEVER = Lever(
    table=Development,
    numbers=DevelopmentNumbers,
    bill=bill,
    work=work,
    after=("community", "ddr", "aid"),
    in_dollars=True,
    reads=("places", "governments"),
    writes=(
        "works.jobs",
        "works.works",
        "works.roads",
        "works.schooled",
        "works.cvr",
        "works.goodwill",
        "works.lure",
        "governments.schooling",
    ),
    amounts={
        "livelihoods": (0.0, 4_000_000.0, 40_000_000.0),
        "infrastructure": (0.0, 4_000_000.0, 40_000_000.0),
        "education": (0.0, 4_000_000.0, 40_000_000.0),
        "quick_impact": (0.0, 4_000_000.0, 40_000_000.0),
    },
    claims=(Claim("livelihood", +1), Claim("services", +1), Claim("grievance", -1)),
)
