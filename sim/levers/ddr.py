"""Lever `ddr`: cantonment, packages, reintegration; community programmes. Evidence D1 to D12.

What fighters do with it is `mechanisms.demobilisation`.
"""

from __future__ import annotations

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.conversions import PER_THOUSAND, TINIEST, WEEKS_A_MONTH, WEEKS_A_YEAR
from sim.fields.parameter import Group, number
from sim.policy.lever import Lever
from sim.policy.table import LeverHelp, LeverTable
from sim.state.factions import CANTONED, IN_COMMAND, REINTEGRATING, SIGNED
from sim.state.items import DDR
from sim.state.mission import inflation, working
from sim.state.works import cover
from sim.state.world import World


class Ddr(LeverTable):
    """Disarmament, demobilisation and reintegration; community violence reduction."""

    NAME = "ddr"
    HELP = LeverHelp(
        about="Cantonment under guard, demobilisation, a package, and reintegration months later "
        "if the money comes; community programmes where there is no deal.",
        examples="Sierra Leone: 45,000 planned, 72,490 disarmed. Cambodia: stopped when one "
        "faction refused. Haiti: turned into community violence reduction.",
        works="After a deal, with guards, packages on time and work beyond training.",
        fails="Disarming first is a risk nobody takes alone; impostors; unpaid camps empty back "
        "into the war; no gain in trust.",
        who_bears="Those who disarm first; neighbours of unpaid fighters.",
        evidence=(
            ("D1", "programmes helped individuals little in Sierra Leone"),
            ("D3", "capital and expected transfers work better than training"),
            ("D5", "wartime ties drive return to arms"),
            ("D7", "caseloads inflate: 45,000 planned for in Sierra Leone, 72,490 disarmed"),
            ("D12", "one refusal stops all: Cambodia, at about 55,000 of about 200,000"),
        ),
    )

    places: int = number(
        0, "persons", 0, 200_000, "assumption", "people who can be cantoned at one time"
    )
    guards: int = number(
        80, "persons per 1,000", 0, 500, "assumption", "infantry guarding each 1,000 in cantonment"
    )
    package: float = number(
        300.0,
        "dollars a head",
        0.0,
        10_000.0,
        "evidence:D10",
        "reinsertion paid on leaving cantonment",
    )
    reintegration: float = number(
        0.7,
        "share",
        0.0,
        1.0,
        "assumption",
        "share of the demobilised given a reintegration programme",
    )
    capital: float = number(
        0.3,
        "share",
        0.0,
        1.0,
        "evidence:D3",
        "part of reintegration given as capital and future transfers, the rest training",
    )
    screening: float = number(
        0.4, "0 to 1", 0.0, 1.0, "evidence:D7", "care in admitting: fewer impostors, slower intake"
    )
    cvr: int = number(
        0,
        "persons a year",
        0,
        50_000,
        "assumption",
        "fighters and young men in community violence reduction, deal or no deal",
    )

    commanders: int = number(
        0,
        "commanders a year",
        0,
        200,
        "assumption",
        "commanders of parties to a deal who are offered money, posts or exile",
    )


class DdrNumbers(Group):
    """What programmes cost and reach; what fighters do: `mechanisms.demobilisation`."""

    TABLE = "ddr"

    cvr_effect: float = number(
        0.35,
        "share",
        0.0,
        1.0,
        "assumption",
        "recruitment prevented where programmes against it cover all who might join",
        effect=True,
    )
    cantonment_month: float = number(
        180.0,
        "dollars a head",
        0.0,
        5000.0,
        "evidence:D10",
        "food, shelter and registration in cantonment",
    )
    reintegration_head: float = number(
        900.0, "dollars a head", 0.0, 20_000.0, "evidence:D10", "a reintegration programme"
    )
    cvr_head: float = number(
        700.0,
        "dollars a head",
        0.0,
        20_000.0,
        "assumption",
        "a place in community violence reduction for a year",
    )
    commander_offer: float = number(
        100_000.0,
        "dollars a commander",
        0.0,
        10_000_000.0,
        "assumption",
        "money, a post or a life abroad, and those who see to it",
    )
    setup_months: float = number(
        4.0,
        "months",
        0.25,
        60.0,
        "assumption",
        "time until two thirds of its staff and sites are at work",
    )
    programme_weeks: float = number(
        52.0,
        "weeks",
        1.0,
        520.0,
        "evidence:D11",
        "length of a reintegration programme, in which it is paid",
    )
    stay_months: float = number(
        3.0,
        "months",
        0.25,
        60.0,
        "assumption",
        "stay in cantonment over which packages are paid out",
    )
    site_share: float = number(
        0.15,
        "share",
        0.0,
        1.0,
        "assumption",
        "of the cost of a place in cantonment paid for each place kept ready",
    )
    cvr_calm: float = number(
        0.05,
        "ratio",
        0.0001,
        10.0,
        "assumption",
        "weight of a wholly calm place for programmes against recruitment, beside danger and heat",
    )
    cvr_people: float = number(
        1000.0,
        "persons",
        1.0,
        100_000.0,
        "assumption",
        "people that a place counts for at least in such a programme",
    )
    cvr_half: float = number(
        0.004,
        "share",
        0.0001,
        1.0,
        "assumption",
        "people in such a programme at which half of its effect is reached",
    )


@rule
def caseload(world: World) -> tuple[float, float]:
    """Persons in cantonment and persons in reintegration, impostors included."""
    weight, status = world.combatants["weight"], world.combatants["status"]
    weeks, most = world.combatants["weeks"], world.rules.ddr.programme_weeks
    cantoned, learning = 0.0, 0.0
    for i in range(len(status)):
        if status[i] == CANTONED:
            cantoned += weight[i]
        elif status[i] == REINTEGRATING and weeks[i] < most:
            learning += weight[i]
    impostors = inflation(world.mission)
    return cantoned * impostors, learning * impostors


@rule
def bill(world: World) -> None:
    """Dollars of a week: camps and packages, reintegration, community programmes, commanders."""
    table, r, mission = world.plan.ddr, world.rules.ddr, world.mission
    nothing = table.places <= 0 and table.cvr <= 0 and table.commanders <= 0
    if nothing or not mission.mandated:
        mission.bills[DDR] = 0.0
        return
    cantoned, learning = caseload(world)
    leaving = cantoned / r.stay_months * table.package
    camps = cantoned * r.cantonment_month + leaving
    sites = r.site_share * table.places * r.cantonment_month  # kept ready
    programme = learning * r.reintegration_head / r.programme_weeks
    community = table.cvr * r.cvr_head / WEEKS_A_YEAR
    offers = table.commanders * r.commander_offer / WEEKS_A_YEAR if _to_be_bought(world) else 0.0
    mission.bills[DDR] = (camps + sites) / WEEKS_A_MONTH + programme + community + offers


@rule
def _to_be_bought(world: World) -> bool:
    """Whether a party to a deal has a commander left to whom an offer can be made."""
    bands, standing = world.bands, world.factions["standing"]
    found = False
    for b in range(len(bands)):
        if bands["commander"][b] == IN_COMMAND and standing[bands["faction"][b]] == SIGNED:
            found = True
    return found


@rule
def work(world: World) -> None:
    """Guards for the cantoned; places in community programmes keep young men out of bands."""
    _guard(world)
    young = world.plan.ddr.cvr * working(world.mission, DDR)
    if young > 0.0:
        _keep_out(world, young)


@rule
def _guard(world: World) -> None:
    """Count the cantoned where they are, and ask for guards."""
    status, place = world.combatants["status"], world.combatants["place"]
    weight, works = world.combatants["weight"], world.works
    cantoned, anybody = np.zeros(len(works)), False
    for i in range(len(status)):
        if status[i] == CANTONED:
            cantoned[place[i]] += weight[i]
            anybody = True
    if not anybody:
        return
    for p in range(len(works)):
        works["cantoned"][p] = cantoned[p]
        wanted = world.plan.ddr.guards * cantoned[p] / PER_THOUSAND
        works["guards"][p] = np.float64(works["guards"][p]) + wanted


@rule
def _keep_out(world: World, young: float) -> None:
    """Programmes for so many go where people are in danger, and prevent recruitment there."""
    r, places = world.rules.ddr, world.places
    whole = 0.0
    for p in range(len(places)):
        whole += _hot(world, p)
    for p in range(len(places)):
        people = max(places["persons"][p], r.cvr_people)
        per_head = young * _hot(world, p) / max(whole, TINIEST) / people
        world.works["cvr"][p] = r.cvr_effect * cover(per_head, r.cvr_half)


@rule
def _hot(world: World, p: int) -> float:
    """People of a place by how much violence there is around them."""
    places = world.places
    danger, heat = np.float64(places["danger"][p]), np.float64(places["heat"][p])
    return places["persons"][p] * (world.rules.ddr.cvr_calm + danger + heat)


LEVER = Lever(
    table=Ddr,
    numbers=DdrNumbers,
    bill=bill,
    work=work,
    prices=(
        "nature.ddr.cantonment_month",
        "nature.ddr.reintegration_head",
        "nature.ddr.cvr_head",
        "nature.ddr.commander_offer",
    ),
    effects=(
        "nature.demobilisation.package_effect",
        "nature.demobilisation.training_effect",
        "nature.demobilisation.reinsertion",
        "nature.society.disarmed_crime",
        "nature.commanders.accepts",
    ),
    reads=("combatants", "places.persons", "places.danger", "places.heat"),
    writes=("works.cantoned", "works.guards", "works.cvr"),
    amounts={
        "places": (0, 2_000, 12_000),
        "reintegration": (0.0, 0.5, 1.0),
        "capital": (0.0, 0.3, 1.0),
        "cvr": (0, 500, 5_000),
        "commanders": (0, 5, 50),
    },
    claims=(
        Claim("demobilised", +1, bookkeeping=True),
        Claim("commanders_out", +1, bookkeeping=True),
        Claim("remobilised", -1, residue="who waits in a camp is not yet at home to return"),
    ),
    rests_on={
        "guards": ("ddr.places",),
        "package": ("ddr.places",),
        "screening": ("ddr.places", "ddr.cvr"),
        "reintegration": ("ddr.places",),
        "capital": ("ddr.places", "ddr.cvr"),
    },
    waits_for={"": "fighters who lay down their arms under a deal"},
)
