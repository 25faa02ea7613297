"""Lever `community`: liaison, peace committees, human rights monitors. Evidence B13."""

from __future__ import annotations

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.conversions import WEEKS_A_YEAR
from sim.fields.parameter import Group, number
from sim.policy.lever import Lever
from sim.policy.table import LeverHelp, LeverTable
from sim.state.items import COMMUNITY
from sim.state.mission import working
from sim.state.works import cover, per_million
from sim.state.world import World


class Community(LeverTable):
    """Community liaison, local peace committees, human rights and justice."""

    NAME = "community"
    HELP = LeverHelp(
        about="People who know a place and are known there; committees; monitors who write down "
        "what was done.",
        examples="Community liaison assistants in the Congo; human rights monitoring everywhere.",
        works="Builds what warning and protection need: people who talk. Commanders are arrested "
        "where police or a willing government can reach them.",
        fails="Reprisals against those who talk where nobody protects them, and after arrests.",
        who_bears="Those who talk.",
        evidence=(("B13", "works only where the mission is seen as impartial"),),
    )

    liaison: int = number(0, "persons", 0, 3000, "assumption", "community liaison assistants")
    committees: int = number(
        0, "committees", 0, 2000, "assumption", "local peace committees supported"
    )
    human_rights: int = number(
        0, "persons", 0, 1000, "assumption", "human rights monitors and justice support"
    )

    arrests: int = number(
        0,
        "commanders a year",
        0,
        100,
        "assumption",
        "commanders who are sought for what their men did, the most abusive first",
    )


class CommunityNumbers(Group):
    """What liaison, committees and monitors reach and cost."""

    TABLE = "community"

    liaison_half: float = number(
        40.0,
        "persons per million",
        0.1,
        1000.0,
        "assumption",
        "liaison assistants or committees per million at which half of their effect is reached",
    )
    tips_effect: float = number(
        0.6,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "tip-offs added by liaison at full coverage",
        effect=True,
    )
    trust_effect: float = number(
        0.12,
        "0 to 1",
        0.0,
        1.0,
        "evidence:B13",
        "added to trust in the mission by liaison at full coverage",
        effect=True,
    )
    committee_effect: float = number(
        0.25,
        "share",
        0.0,
        1.0,
        "evidence:B12",
        "communal violence prevented by committees at full coverage",
        effect=True,
    )
    monitor_effect: float = number(
        0.2,
        "share",
        0.0,
        1.0,
        "assumption",
        "abuses by state forces prevented by monitors at full coverage",
        effect=True,
    )
    reprisal: float = number(
        0.25,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "attacks added where people talk to the mission and nobody protects them",
        effect=True,
    )
    committee_year: float = number(
        8000.0,
        "dollars a year",
        0.0,
        1_000_000.0,
        "assumption",
        "supporting a local peace committee",
    )
    arrest_case: float = number(
        300_000.0,
        "dollars a commander",
        0.0,
        10_000_000.0,
        "assumption",
        "finding, arresting and trying a commander, witnesses protected",
    )
    setup_months: float = number(
        4.0,
        "months",
        0.25,
        60.0,
        "assumption",
        "time until two thirds of its staff and sites are at work",
    )
    monitors_half: float = number(
        20.0,
        "persons per million",
        0.1,
        1000.0,
        "assumption",
        "human rights monitors at which half of their effect is reached",
    )
    cooperation_rate: float = number(
        0.03,
        "per month",
        0.0,
        1.0,
        "assumption",
        "how fast local governments come to cooperate at full coverage by a fair mission",
        effect=True,
    )


@rule
def bill(world: World) -> None:
    """Dollars of a week: assistants, committees, monitors, arrests."""
    table, prices = world.plan.community, world.rules.prices
    year = (
        table.liaison * prices.local_year
        + table.committees * world.rules.community.committee_year
        + table.human_rights * prices.staff_year
        + table.arrests * world.rules.community.arrest_case
    )
    world.mission.bills[COMMUNITY] = year / WEEKS_A_YEAR


@rule
def work(world: World) -> None:
    """People talk more, committees calm, monitors restrain the state; who talks may be punished."""
    table, r, places = world.plan.community, world.rules.community, world.places
    ready = working(world.mission, COMMUNITY)
    if ready <= 0.0:
        return
    whole = 0.0
    for p in range(len(places)):
        whole += places["persons"][p] + 1.0
    for p in range(len(places)):
        people = places["persons"][p] + 1.0
        share = people / whole
        liaison = cover(per_million(table.liaison * ready, share, people), r.liaison_half)
        committees = cover(per_million(table.committees * ready, share, people), r.liaison_half)
        monitors = cover(per_million(table.human_rights * ready, share, people), r.monitors_half)
        _talk(world, p, liaison)
        _watch(world, p, committees, monitors)
        _cooperate(world, p, 0.5 * liaison + 0.5 * committees)


@rule
def _talk(world: World, p: int, liaison: float) -> None:
    """People talk to assistants and trust a fair mission; unprotected, they pay for it."""
    r, works, places = world.rules.community, world.works, world.places
    fair = world.mission.impartial
    works["tips"][p] = np.float64(works["tips"][p]) + r.tips_effect * liaison
    works["goodwill"][p] = np.float64(works["goodwill"][p]) + r.trust_effect * liaison * fair
    contested = min(2.0 * np.float64(places["contested"][p]), 1.0)
    exposed = liaison * (1.0 - np.float64(places["presence"][p])) * contested
    works["lure"][p] = np.float64(works["lure"][p]) + r.reprisal * exposed


@rule
def _watch(world: World, p: int, committees: float, monitors: float) -> None:
    """Committees calm communities; monitors restrain the state's forces."""
    r, works = world.rules.community, world.works
    works["committees"][p] = committees
    tense = 1.0 - np.float64(works["calm"][p])
    works["calm"][p] = 1.0 - tense * (1.0 - r.committee_effect * committees)
    free = 1.0 - np.float64(works["restraint"][p])
    works["restraint"][p] = 1.0 - free * (1.0 - r.monitor_effect * monitors)


@rule
def _cooperate(world: World, p: int, local: float) -> None:
    """A local government comes to work with a mission that is there and fair."""
    rate, fair = world.rules.community.cooperation_rate, world.mission.impartial
    ready_to = np.float64(world.governments["cooperation"][p])
    world.governments["cooperation"][p] = ready_to + rate * local * fair * (1.0 - ready_to)


LEVER = Lever(
    table=Community,
    numbers=CommunityNumbers,
    bill=bill,
    work=work,
    after=("dialogue",),  # adds to what dialogue calms
    prices=(
        "nature.prices.local_year",
        "nature.community.committee_year",
        "nature.prices.staff_year",
        "nature.community.arrest_case",
    ),
    effects=("nature.demobilisation.accepted", "nature.commanders.caught"),
    reads=("places.persons", "places.presence", "places.contested"),
    writes=(
        "works.tips",
        "works.goodwill",
        "works.committees",
        "works.calm",
        "works.restraint",
        "works.lure",
        "governments.cooperation",
    ),
    amounts={
        "liaison": (0, 60, 400),
        "committees": (0, 40, 400),
        "human_rights": (0, 20, 150),
        "arrests": (0, 4, 40),
    },
    claims=(Claim("trust_mission", +1), Claim("cooperation", +1)),
    waits_for={"arrests": "commanders who can be reached"},
)
