"""Lever `development`: work, infrastructure, schools, quick-impact projects. Evidence H3."""

from __future__ import annotations

import numpy as np

from sim.fields.arithmetic import exps, total
from sim.fields.claim import Claim
from sim.fields.conversions import WEEKS_A_YEAR
from sim.fields.parameter import Group, number
from sim.policy.lever import Lever
from sim.policy.table import LeverHelp, LeverTable
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
        "added to the local economy's level by work programmes at full coverage",
        effect=True,
    )
    works_effect: float = number(
        0.3,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "added to services by infrastructure and education at full coverage",
        effect=True,
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


def _yearly(world: World) -> float:
    table = world.policy.of(Development)
    return table.livelihoods + table.infrastructure + table.education + table.quick_impact


def bill(world: World) -> dict[str, float]:
    """Dollars of a week: what was set."""
    return {"development": _yearly(world) / WEEKS_A_YEAR}


def work(world: World) -> None:
    """Raise economy and services where money goes; while it is prepared it invites sabotage."""
    table, p = world.policy.of(Development), world.rules.of(DevelopmentNumbers)
    ready = world.mission.working("development")
    if ready <= 0.0:
        return
    works, places = world.works, world.places
    people = total(places["persons"]) + 1.0
    half = p.development_half
    held = p.unheld + (1.0 - p.unheld) * places["state_control"].astype(np.float64)
    open_to = exps(-p.danger_brake * places["danger"].astype(np.float64)) * held
    works["jobs"][:] = (
        p.jobs_effect * float(cover(table.livelihoods * ready / people, half)) * open_to
    )
    schooled = cover((table.infrastructure + table.education) * ready / people, half)
    works["works"][:] = p.works_effect * float(schooled) * open_to
    infantry = places["infantry"].astype(np.float64)
    near = infantry / (infantry + p.near_half)
    small = float(cover(table.quick_impact * ready / people, p.quick_half * half))
    goodwill = works["goodwill"].astype(np.float64)
    works["goodwill"][:] = goodwill + p.goodwill_effect * small * near
    sites = float(cover(_yearly(world) / people, half))
    contested = np.minimum(2.0 * places["contested"].astype(np.float64), 1.0)
    lure = works["lure"].astype(np.float64)
    works["lure"][:] = lure + p.sabotage * sites * (1.0 - ready) * contested


LEVER = Lever(
    table=Development,
    numbers=DevelopmentNumbers,
    bill=bill,
    work=work,
    after=("community",),
    in_dollars=True,
    reads=("places",),
    writes=("works.jobs", "works.works", "works.goodwill", "works.lure"),
    amounts={
        "livelihoods": (0.0, 4_000_000.0, 40_000_000.0),
        "infrastructure": (0.0, 4_000_000.0, 40_000_000.0),
        "education": (0.0, 4_000_000.0, 40_000_000.0),
        "quick_impact": (0.0, 4_000_000.0, 40_000_000.0),
    },
    claims=(Claim("livelihood", +1), Claim("services", +1)),
)
