"""Lever `elections`: registration, education, certification, and security on the day."""

from __future__ import annotations

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.conversions import NEVER, WEEKS_A_YEAR
from sim.fields.parameter import Group, number
from sim.policy.lever import Lever
from sim.policy.table import LeverHelp, LeverTable
from sim.state.items import ELECTIONS
from sim.state.world import World


class Elections(LeverTable):
    """Support for elections that the scenario's dates make due."""

    NAME = "elections"
    HELP = LeverHelp(
        about="Registration, civic education, security on the day, and a certificate the loser "
        "can believe.",
        examples="Cambodia 1993, Sierra Leone 2002, Cote d'Ivoire 2010.",
        works="When the armed parties have stood down and the count is believed.",
        fails="A loser with arms; a date too early.",
        who_bears="Voters between two armies.",
        evidence=(("A14", "most post-war deaths are by others than the signatories"),),
    )

    registration: float = number(
        0.0,
        "dollars a year",
        0.0,
        500_000_000.0,
        "assumption",
        "voter registration and polling in the year before an election",
    )
    education: float = number(
        0.0,
        "dollars a year",
        0.0,
        100_000_000.0,
        "assumption",
        "civic education in the year before an election",
    )
    certification: float = number(
        0.0, "0 to 1", 0.0, 1.0, "assumption", "how firmly the mission certifies the count"
    )
    security: float = number(
        0.0,
        "share of infantry",
        0.0,
        1.0,
        "assumption",
        "share of the infantry that secures polling in the two months before the day",
    )


class ElectionsNumbers(Group):
    """What holding an election costs; what comes of it is `mechanisms.ballots`."""

    TABLE = "elections"

    ballot_year: float = number(
        20_000_000.0,
        "dollars a year",
        0.0,
        1_000_000_000.0,
        "assumption",
        "certifying an election at full firmness",
    )
    setup_months: float = number(
        4.0,
        "months",
        0.25,
        60.0,
        "assumption",
        "time until two thirds of its staff and sites are at work",
    )
    prepared_weeks: float = number(
        53.0,
        "weeks",
        0.0,
        520.0,
        "assumption",
        "weeks before an election in which it is prepared and paid for",
    )
    eve_weeks: float = number(
        9.0,
        "weeks",
        0.0,
        104.0,
        "assumption",
        "weeks before the day in which infantry secures polling",
    )


@rule
def weeks_ahead(world: World) -> int:
    """Weeks until the next election that the scenario makes due; NEVER for none."""
    ahead = NEVER
    for week in world.ballot_weeks:
        if week >= world.week:
            ahead = min(ahead, week - world.week)
    return ahead


@rule
def bill(world: World) -> None:
    """Dollars of a week, in the year before an election."""
    table, p = world.plan.elections, world.rules.elections
    year = table.registration + table.education
    year += table.certification * p.ballot_year
    due = year > 0.0 and weeks_ahead(world) <= p.prepared_weeks
    world.mission.bills[ELECTIONS] = year / WEEKS_A_YEAR if due else 0.0


@rule
def infantry_share(world: World) -> float:
    """Share of the infantry that secures polling this week."""
    share = world.plan.elections.security
    eve = world.rules.elections.eve_weeks
    return share if share > 0.0 and weeks_ahead(world) <= eve else 0.0


LEVER = Lever(
    table=Elections,
    numbers=ElectionsNumbers,
    bill=bill,
    prices=("nature.elections.ballot_year",),
    effects=(
        "nature.ballots.registration_effect",
        "nature.ballots.education_effect",
        "nature.ballots.certification_effect",
        "nature.ballots.polls_effect",
    ),
    amounts={
        "registration": (0.0, 1.0e7, 5.0e7),
        "education": (0.0, 2.0e6, 2.0e7),
        "certification": (0.0, 0.3, 1.0),
        "security": (0.0, 0.1, 0.5),
    },
    claims=(Claim("turnout", +1), Claim("elections_accepted", +1)),
    rests_on={"security": ("force.troops", "partners.troops")},
    waits_for={"": "an election"},
)
