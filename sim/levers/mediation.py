"""Lever `mediation`: envoys and their support. What talks lead to is `mechanisms.politics`."""

from __future__ import annotations

from pydantic import Field

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.conversions import WEEKS_A_YEAR
from sim.fields.parameter import Group, number
from sim.policy.lever import Lever
from sim.policy.table import LeverHelp, LeverTable
from sim.state.items import MEDIATION
from sim.state.world import World


class Mediation(LeverTable):
    """Envoys and support teams between armed parties."""

    NAME = "mediation"
    HELP = LeverHelp(
        about="Envoys who carry offers, with experts behind them; who is invited and what is "
        "promised.",
        examples="Lome and Abuja, Linas-Marcoussis and Ouagadougou, Algiers, Dayton.",
        works="When a stalemate hurts and a third party stands by the deal.",
        fails="Early talks at low trust fail and harden; deals pushed through are weak; talks "
        "split rebels; who is left out spoils.",
        who_bears="People between a broken deal and the next one.",
        evidence=(
            ("C1", "peace sooner, less durable: Beardsley 2008"),
            ("C7", "talks split rebels: Duursma & Fliervoet 2021"),
            ("C12", "guarantees help; recalled"),
        ),
    )

    teams: int = number(0, "teams", 0, 20, "assumption", "envoys with their support teams")
    inclusion: float = number(
        0.5,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "how far weaker armed parties and likely spoilers are brought in",
    )
    power_sharing: int = number(
        2,
        "dimensions",
        0,
        4,
        "evidence:C4",
        "dimensions of power sharing on the table: political, military, territorial, economic",
    )
    guarantees: float = number(
        0.3,
        "0 to 1",
        0.0,
        1.0,
        "evidence:C12",
        "how firmly outsiders promise to stand by a deal; troops must make it good",
    )
    impartiality: float = number(
        0.7, "0 to 1", 0.0, 1.0, "assumption", "how impartial the mediators are seen to be"
    )
    pressure: float = number(
        0.2,
        "0 to 1",
        0.0,
        1.0,
        "evidence:C1",
        "deadline diplomacy: deals come sooner and are weaker",
    )
    parties: tuple[str, ...] = Field((), description="factions it talks to; empty: all")


class MediationNumbers(Group):
    """What envoys cost; what talks lead to is `mechanisms.politics`."""

    TABLE = "mediation"

    team_year: float = number(
        2_500_000.0,
        "dollars a year",
        0.0,
        50_000_000.0,
        "assumption",
        "a mediation team with travel and venues",
    )
    setup_months: float = number(
        2.0,
        "months",
        0.25,
        60.0,
        "assumption",
        "time until two thirds of its staff and sites are at work",
    )
    inclusion_cost: float = number(
        0.3, "ratio", 0.0, 10.0, "assumption", "added to the cost of a team by full inclusion"
    )
    guarantees_cost: float = number(
        0.3,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "added to the cost of a team by full guarantees: observers who stand for them",
    )


@rule
def bill(world: World) -> None:
    """Dollars of a week: teams, and observers who stand for the guarantees."""
    table, r = world.plan.mediation, world.rules.mediation
    more = 1.0 + r.inclusion_cost * table.inclusion + r.guarantees_cost * table.guarantees
    each = r.team_year * more
    world.mission.bills[MEDIATION] = table.teams * each / WEEKS_A_YEAR


LEVER = Lever(
    table=Mediation,
    numbers=MediationNumbers,
    bill=bill,
    prices=("nature.mediation.team_year",),
    effects=("nature.politics.mediators_heard", "nature.politics.mediation_effect"),
    amounts={"teams": (0, 1, 8), "guarantees": (0.0, 0.3, 1.0)},
    claims=(Claim("agreements", +1), Claim("war_ended", +1)),
    rests_on={"": ("mediation.teams",)},
    waits_for={"": "talks that come to terms"},
)
