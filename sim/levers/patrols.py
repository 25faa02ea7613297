"""Lever `patrols`: what going out costs. Who goes where is `levers.tasking`."""

from __future__ import annotations

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.parameter import Group, number
from sim.policy.lever import Lever
from sim.policy.table import LeverHelp, LeverTable
from sim.state.items import PATROLS
from sim.state.units import INFANTRY, PARTNERS, PRESENT
from sim.state.world import World


class Patrols(LeverTable):
    """Protection patrols by the infantry present."""

    NAME = "patrols"
    HELP = LeverHelp(
        about="Infantry outside its bases, near people.",
        examples="Day and night patrols of MONUSCO and UNMISS; joint patrols in Liberia.",
        works="Where rebels prey on civilians and patrols are close and frequent.",
        fails="Who stays in the base protects hardly anybody. Violence moves next door; units are "
        "lost, most in temporary bases; joint patrols share the host's abuses and its enemies.",
        who_bears="Places beside the patrolled ones; soldiers.",
        evidence=(
            ("B1", "local presence lowers rebel killings"),
            ("H7", "patrols lower crime, bring no trust"),
        ),
    )

    share: float = number(
        0.3,
        "share of infantry",
        0.0,
        1.0,
        "assumption",
        "share of the infantry present that patrols outside its base",
    )
    concentration: float = number(
        0.5,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "0 spreads bases over the country by people, 1 puts them where most died last year",
    )
    risk_led: float = number(
        0.5,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "how far patrols leave fixed rounds for places with warnings",
    )
    joint: float = number(
        0.0,
        "share of patrols",
        0.0,
        1.0,
        "assumption",
        "share of patrols that go out together with the host's forces",
    )
    temporary_bases: float = number(
        0.0,
        "share of patrols",
        0.0,
        1.0,
        "assumption",
        "share of patrols that stay out, night and day, in temporary bases where risk is highest",
    )


class PatrolsNumbers(Group):
    """What going out costs, and how far patrols go."""

    TABLE = "patrols"

    patrol_week: float = number(
        60.0,
        "dollars",
        0.0,
        5000.0,
        "assumption",
        "added weekly cost of a person on patrol: fuel, vehicles, air support",
    )
    post_week: float = number(
        150.0,
        "dollars",
        0.0,
        5000.0,
        "assumption",
        "added weekly cost of a person in a temporary base: supply by road and air, defences",
    )
    patrol_reach: float = number(
        0.35, "share", 0.0, 1.0, "assumption", "share of patrols that go to places one road away"
    )


@rule
def bill(world: World) -> None:
    """Dollars of a week's patrols as planned: fuel, vehicles, air support."""
    units, share = world.mission.units, world.plan.patrols.share
    persons = 0.0
    for u in range(len(units)):
        kind = units["kind"][u]
        out = units["status"][u] == PRESENT and units["place"][u] >= 0
        if out and (kind == INFANTRY or kind == PARTNERS):
            persons += units["persons"][u] * np.float64(units["readiness"][u])
    r, posts = world.rules.patrols, world.plan.patrols.temporary_bases
    world.mission.bills[PATROLS] = (r.patrol_week + r.post_week * posts) * share * persons


@rule
def joint(world: World) -> float:
    """Share of patrols that go out together with the host's forces; none where nobody patrols."""
    table = world.plan.patrols
    return table.joint if table.share > 0.0 else 0.0


LEVER = Lever(
    table=Patrols,
    numbers=PatrolsNumbers,
    bill=bill,
    at_once=True,
    prices=("nature.patrols.patrol_week", "nature.patrols.post_week"),
    effects=(
        "nature.presence.deter_rebels",
        "nature.presence.interpose",
        "nature.presence.joint_reach",
        "nature.presence.joint_restraint",
    ),
    amounts={"share": (0.0, 0.2, 0.8), "temporary_bases": (0.0, 0.2, 0.8)},
    claims=(
        Claim("civilian_deaths_rebel", -1, residue="who attacks those who go out loses fighters"),
        Claim("events_onesided", -1, residue="who attacks those who go out loses fighters"),
        Claim("peacekeeper_deaths", +1, bookkeeping=True),
    ),
    rests_on={"": ("force.troops", "partners.troops")},
)
