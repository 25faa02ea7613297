"""Lever `protection`: guarded zones, escorts, evacuation. An unguarded zone draws attack."""

from __future__ import annotations

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.conversions import TINY, WEEKS_A_YEAR
from sim.fields.parameter import Group, number
from sim.policy.lever import Lever
from sim.policy.table import LeverHelp, LeverTable
from sim.state.items import PROTECTION
from sim.state.mission import troops, working
from sim.state.world import World


class Protection(LeverTable):
    """Safe zones, escorts for aid, evacuation."""

    NAME = "protection"
    HELP = LeverHelp(
        about="Guarded zones for people who fled, escorts for convoys, moving people out of the "
        "way of an attack.",
        examples="Safe areas in Bosnia, protection of civilians sites in South Sudan.",
        works="Zones with guards enough for the threat; evacuation with a warning that comes in "
        "time; escorts where aid is to go under escort (`aid.access`).",
        fails="An unguarded zone draws attack (Srebrenica); zones drain units and become "
        "recruiting grounds.",
        who_bears="Those inside when guards are too few; those outside when all guards are inside.",
        evidence=(("G1", "force is almost never used in response"),),
    )

    zones: int = number(
        0, "zones", 0, 30, "assumption", "safe zones, put where most displaced people are in danger"
    )
    zone_guards: int = number(
        300,
        "persons",
        0,
        5000,
        "assumption",
        "infantry for guarding each zone: worth what the fighters near by let them be",
    )
    escorts: float = number(
        0.0, "share of infantry", 0.0, 1.0, "assumption", "share of the infantry that escorts aid"
    )
    evacuation: float = number(
        0.0, "0 to 1", 0.0, 1.0, "assumption", "effort to move people out when an alert stands"
    )


class ProtectionNumbers(Group):
    """What zones, escorts and evacuation do and cost."""

    TABLE = "protection"

    zone_shield: float = number(
        0.75,
        "share",
        0.0,
        1.0,
        "assumption",
        "attacks on people in a safe zone prevented by guards who dwarf every party near by",
        effect=True,
    )
    zone_lure: float = number(
        0.75,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "attacks on people in an unguarded safe zone added to those on people outside",
        effect=True,
    )
    zone_draw: float = number(
        2.0,
        "ratio",
        0.0,
        20.0,
        "assumption",
        "how much more a place draws people who flee by having a guarded safe zone",
        effect=True,
    )
    zone_room: float = number(
        25_000.0, "persons", 100.0, 1_000_000.0, "assumption", "people a safe zone can take"
    )
    evacuation_saves: float = number(
        0.3,
        "share",
        0.0,
        1.0,
        "assumption",
        "deaths in an attack prevented by evacuation under an alert, at full effort",
        effect=True,
    )
    zone_year: float = number(
        2_000_000.0,
        "dollars a year",
        0.0,
        100_000_000.0,
        "assumption",
        "running a safe zone, guards apart",
    )
    evacuation_year: float = number(
        4_000_000.0,
        "dollars a year",
        0.0,
        100_000_000.0,
        "assumption",
        "vehicles and aircraft for evacuation at full effort",
    )
    escort_week: float = number(
        40.0, "dollars a week", 0.0, 5000.0, "assumption", "added cost of a person escorting"
    )
    setup_months: float = number(
        2.0,
        "months",
        0.25,
        60.0,
        "assumption",
        "time until two thirds of its staff and sites are at work",
    )
    zone_least: float = number(
        300.0,
        "persons",
        0.0,
        100_000.0,
        "assumption",
        "displaced people who make a zone worth its guards",
    )
    zone_calm: float = number(
        0.05,
        "log deaths",
        0.0001,
        10.0,
        "assumption",
        "danger that displaced people in a safe place count for when zones are put",
    )


@rule
def bill(world: World) -> None:
    """Dollars of a week: sites, evacuation, added cost of escorts."""
    table, r = world.plan.protection, world.rules.protection
    year = table.zones * r.zone_year + table.evacuation * r.evacuation_year
    escorts = table.escorts * troops(world.mission) * r.escort_week
    world.mission.bills[PROTECTION] = year / WEEKS_A_YEAR + escorts


@rule
def work(world: World) -> None:
    """Put zones where most displaced people are in danger; say how many guards they want."""
    table, r = world.plan.protection, world.rules.protection
    ready = working(world.mission, PROTECTION)
    if ready <= 0.0:
        return
    danger = np.zeros(len(world.places))
    for p in range(len(danger)):
        world.works["evacuation"][p] = r.evacuation_saves * table.evacuation * ready
        near = r.zone_calm + np.float64(world.places["danger"][p])
        danger[p] = world.places["displaced"][p] * near
    zones = int(table.zones * ready + TINY)
    for _ in range(min(zones, len(danger))):
        p = int(np.argmax(danger))
        if min(world.places["displaced"][p], r.zone_room) < r.zone_least:
            break
        _put_zone(world, p)
        danger[p] = -1.0  # it has its zone


@rule
def _put_zone(world: World, p: int) -> None:
    """A safe zone in a place: whom it shelters (the frightened come too), what guards it wants."""
    works, places = world.works, world.places
    guests = places["displaced"][p]
    frightened = np.float64(places["fear"][p]) * max(places["persons"][p] - guests, 0.0)
    inside = min(guests + frightened, world.rules.protection.zone_room)
    works["zone"][p] = 1.0
    works["sheltered"][p] = min(inside / (places["persons"][p] + 1.0), 1.0)
    works["guards"][p] = np.float64(works["guards"][p]) + world.plan.protection.zone_guards


LEVER = Lever(
    table=Protection,
    numbers=ProtectionNumbers,
    bill=bill,
    work=work,
    prices=(
        "nature.protection.zone_year",
        "nature.protection.evacuation_year",
        "nature.protection.escort_week",
    ),
    writes=("works.evacuation", "works.zone", "works.sheltered", "works.guards"),
    needs={  # a warning to evacuate on, aid to escort
        "policy.early_warning.analysts": 20,
        "policy.early_warning.liaison": 100,
        "policy.aid.access": "escorted",
        "policy.aid.food": 200_000,
        "policy.aid.water": 200_000,
        "policy.aid.health": 200_000,
        "policy.aid.shelter": 200_000,
    },
    amounts={"zones": (0, 2, 10), "escorts": (0.0, 0.05, 0.2), "evacuation": (0.0, 0.3, 1.0)},
    claims=(
        Claim(
            "civilian_deaths",
            -1,
            residue="less of escorted aid is taken, so it keeps fewer fighters",
            where=("sierra-leone",),
        ),
        Claim("aid_delivered", +1, bookkeeping=True),
    ),
    rests_on={"zone_guards": ("protection.zones",), "escorts": ("force.troops", "partners.troops")},
)
