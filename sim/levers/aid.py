"""Lever `aid`: food, water, health, shelter; access, diversion, what it draws. Evidence H1, H5."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.fields.arithmetic import exps, total
from sim.fields.claim import Claim
from sim.fields.conversions import TINIEST, WEEKS_A_YEAR
from sim.fields.parameter import Group, choice, number
from sim.policy.lever import Lever
from sim.policy.table import LeverHelp, LeverTable
from sim.state.factions import STATE
from sim.state.world import World


class Aid(LeverTable):
    """Humanitarian aid through agencies and non-governmental organisations."""

    NAME = "aid"
    HELP = LeverHelp(
        about="Food, water, health and shelter for people in need, by place or by need.",
        examples="Every mission's country; food aid in Mali's north, camps in Sierra Leone.",
        works="Where control is firm or access is negotiated or escorted.",
        fails="Armed groups divert it; where control is contested it can raise violence.",
        who_bears="Drivers, local staff, people on contested roads.",
        evidence=(
            ("H1", "aid feeds violence more often than it dampens it, where contested"),
            ("H5", "signs conflict in the literature"),
        ),
    )

    food: int = number(0, "persons served", 0, 10_000_000, "assumption", "people given food")
    water: int = number(
        0, "persons served", 0, 10_000_000, "assumption", "people given clean water and sanitation"
    )
    health: int = number(
        0, "persons served", 0, 10_000_000, "assumption", "people within reach of basic health care"
    )
    shelter: int = number(
        0, "persons served", 0, 10_000_000, "assumption", "displaced people given shelter"
    )
    access: Literal["negotiated", "escorted", "open"] = choice(
        "negotiated",
        "assumption",
        "how convoys get through: talks with those in control, escorts, or neither",
    )
    ngos: float = number(
        0.5,
        "share",
        0.0,
        1.0,
        "assumption",
        "share through local partners: they reach further and cost less, and see less",
    )
    by_need: float = number(
        0.7,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "0 spreads aid by people, 1 sends it where need is greatest",
    )
    monitoring: float = number(
        0.3, "0 to 1", 0.0, 1.0, "assumption", "checks against diversion; they cost money"
    )


class AidNumbers(Group):
    """What aid reaches, what is taken of it, what it draws, what it costs."""

    TABLE = "aid"

    relief_effect: float = number(
        0.85,
        "share",
        0.0,
        1.0,
        "assumption",
        "unmet need met where all four kinds of aid reach everybody in need",
        effect=True,
    )
    diversion: float = number(
        0.3,
        "share",
        0.0,
        1.0,
        "evidence:H5",
        "aid diverted where armed groups hold a place and nobody checks",
    )
    escort_saves: float = number(
        0.5,
        "share",
        0.0,
        1.0,
        "assumption",
        "of that diversion prevented where every convoy is escorted",
    )
    redirect: float = number(
        0.5,
        "share",
        0.0,
        1.0,
        "assumption",
        "of the aid that cannot get through given where it can: agencies go where access is easy",
    )
    divert_lure: float = number(
        0.15,
        "ratio",
        0.0,
        10.0,
        "calibrated",
        "attacks added where 5 dollars a head of aid a year are diverted: loot draws",
        effect=True,
    )
    aid_lure: float = number(
        0.105,
        "ratio",
        0.0,
        10.0,
        "calibrated",
        "violence added by aid where control is evenly contested",
        effect=True,
    )
    aid_calm: float = number(
        0.1,
        "share",
        0.0,
        1.0,
        "evidence:H1",
        "violence prevented by aid where control is firm",
        effect=True,
    )
    food_year: float = number(
        80.0, "dollars a person", 0.0, 2000.0, "assumption", "feeding a person for a year"
    )
    water_year: float = number(
        20.0, "dollars a person", 0.0, 1000.0, "assumption", "clean water and sanitation for a year"
    )
    health_year: float = number(
        30.0, "dollars a person", 0.0, 1000.0, "assumption", "basic health care for a year"
    )
    shelter_year: float = number(
        40.0,
        "dollars a person",
        0.0,
        2000.0,
        "assumption",
        "shelter for a displaced person for a year",
    )
    setup_months: float = number(
        2.0,
        "months",
        0.25,
        60.0,
        "assumption",
        "time until two thirds of its staff and sites are at work",
    )
    partners_save: float = number(
        0.2,
        "share",
        0.0,
        1.0,
        "assumption",
        "of the cost saved where all goods go through local partners",
    )
    checks_cost: float = number(
        0.15, "share", 0.0, 5.0, "assumption", "added to the cost by full checks against diversion"
    )
    checks_save: float = number(
        0.7, "share", 0.0, 1.0, "assumption", "of diversion prevented by full checks"
    )
    least_need: float = number(
        0.02,
        "share",
        0.0001,
        1.0,
        "assumption",
        "unmet need that a place counts for at least when aid goes by need",
    )
    ordinary_need: float = number(
        0.15,
        "share",
        0.0001,
        1.0,
        "assumption",
        "people present who want food, water or health care, the displaced apart",
    )
    ordinary_shelter: float = number(
        0.02,
        "share",
        0.0001,
        1.0,
        "assumption",
        "people present who want shelter, the displaced apart",
    )
    food_weight: float = number(
        0.4, "weight", 0.01, 10.0, "assumption", "food in all need, by weight"
    )
    water_weight: float = number(
        0.2, "weight", 0.01, 10.0, "assumption", "clean water in all need, by weight"
    )
    health_weight: float = number(
        0.25, "weight", 0.01, 10.0, "assumption", "health care in all need, by weight"
    )
    shelter_weight: float = number(
        0.15, "weight", 0.01, 10.0, "assumption", "shelter in all need, by weight"
    )
    loot_full: float = number(
        5.0,
        "dollars a head a year",
        0.01,
        1000.0,
        "assumption",
        "diverted aid at which loot draws as much as it can",
    )
    seen_full: float = number(
        0.1,
        "share",
        0.001,
        1.0,
        "assumption",
        "people reached by aid at which all of it is seen and fought over",
    )
    guarded_half: float = number(
        60.0,
        "persons",
        1.0,
        10_000.0,
        "assumption",
        "infantry on escort at which half of a place's convoys go under escort",
    )
    negotiated_access: float = number(
        0.75,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "how far aid gets by talks among armed groups that are not hostile",
    )
    negotiated_barred: float = number(
        0.6, "0 to 1", 0.0, 1.0, "assumption", "taken off that among fully hostile ones"
    )
    escorted_access: float = number(
        0.35,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "how far aid that relies on escorts gets without any among armed groups",
    )
    escorted_barred: float = number(
        0.0,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "taken off that of aid under escort among fully hostile groups",
    )
    open_access: float = number(
        0.4,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "how far aid gets without talks or escorts among groups that are not hostile",
    )
    open_barred: float = number(
        0.3,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "taken off that of aid without either among fully hostile groups",
    )
    partners_reach: float = number(
        0.3,
        "share",
        0.0,
        1.0,
        "assumption",
        "of what does not get through brought by local partners, all goods being theirs",
    )
    least_access: float = number(
        0.02,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "how far aid gets at least: a little gets through everywhere",
    )


def _yearly(world: World) -> float:
    table, p = world.policy.of(Aid), world.rules.of(AidNumbers)
    goods = (
        table.food * p.food_year
        + table.water * p.water_year
        + table.health * p.health_year
        + table.shelter * p.shelter_year
    )
    cheaper = 1.0 - p.partners_save * table.ngos
    return goods * cheaper * (1.0 + p.checks_cost * table.monitoring)


def bill(world: World) -> dict[str, float]:
    """Dollars of a week: goods and their delivery; local partners are cheaper, checks cost."""
    return {"aid": _yearly(world) / WEEKS_A_YEAR}


def work(world: World) -> None:
    """Reach people as far as access allows; part is diverted; what is visible is fought over."""
    table, p = world.policy.of(Aid), world.rules.of(AidNumbers)
    ready = world.mission.working("aid")
    if ready <= 0.0 or _yearly(world) <= 0.0:
        return
    works, places = world.works, world.places
    people = places["persons"] + 1.0
    convoys = escorted(world)
    needy = people * np.maximum(places["need"].astype(np.float64), p.least_need)
    share = (1.0 - table.by_need) * people / total(people)
    share += table.by_need * needy / total(needy)
    share = share * access(world, convoys)
    through = max(total(share), TINIEST)
    share *= 1.0 + p.redirect * (1.0 - through) / through
    held = places["state_control"].astype(np.float64)
    lost = p.diversion * (1.0 - p.checks_save * table.monitoring) * (1.0 - held)
    lost = lost * (1.0 - p.escort_saves * convoys)
    relief = np.zeros(len(people))
    reached = np.zeros(len(people))
    for given, weight, wanted in _sectors(world):
        served = given * ready * share * (1.0 - lost)
        wanting = people * wanted + places["displaced"]
        relief += weight * np.minimum(served / wanting, 1.0)
        reached = np.maximum(reached, np.minimum(served, people))
    works["relief"][:] = p.relief_effect * relief
    works["delivered"][:] = reached
    diverted = _yearly(world) * ready * share * lost
    works["diverted"][:] = diverted
    contested = np.minimum(2.0 * places["contested"].astype(np.float64), 1.0)
    loot = np.minimum(diverted / people / p.loot_full, 1.0)  # where aid can be taken
    lure = works["lure"].astype(np.float64) + p.divert_lure * loot
    visible = np.minimum(reached / people / p.seen_full, 1.0)
    lure += visible * (p.aid_lure * contested - p.aid_calm * (1.0 - contested))
    works["lure"][:] = lure


def _sectors(world: World) -> tuple[tuple[float, float, float], ...]:
    """Persons served, share of all need, and share of people who want it, of each kind of aid."""
    table, p = world.policy.of(Aid), world.rules.of(AidNumbers)
    whole = p.food_weight + p.water_weight + p.health_weight + p.shelter_weight
    return (
        (table.food, p.food_weight / whole, p.ordinary_need),
        (table.water, p.water_weight / whole, p.ordinary_need),
        (table.health, p.health_weight / whole, p.ordinary_need),
        (table.shelter, p.shelter_weight / whole, p.ordinary_shelter),
    )


def escorted(world: World) -> NDArray[np.float64]:
    """(P,) share of the convoys to a place that go under escort, if that is how they go."""
    guards = np.zeros(world.place_count)
    if world.policy.of(Aid).access == "escorted":
        share = world.policy.protection.escorts * world.mission.working("protection")
        guards = world.places["infantry"].astype(np.float64) * share
    under: NDArray[np.float64] = guards / (guards + world.rules.of(AidNumbers).guarded_half)
    return under


def access(world: World, convoys: NDArray[np.float64]) -> NDArray[np.float64]:
    """(P,) how far convoys get, 0 to 1: by who holds the place, by escorts, by talks."""
    table, p = world.policy.of(Aid), world.rules.of(AidNumbers)
    places = world.places
    held = places["state_control"].astype(np.float64)
    kind = world.factions["kind"][places["controller"]]
    hostility = world.factions["hostility"][places["controller"]].astype(np.float64)
    hostile = np.where(kind == STATE, 0.0, hostility)
    most, barred = {
        "negotiated": (p.negotiated_access, p.negotiated_barred),
        "escorted": (p.escorted_access, p.escorted_barred),
        "open": (p.open_access, p.open_barred),
    }[table.access]
    reach = held + (1.0 - held) * (most - barred * hostile)
    reach = reach + (1.0 - reach) * convoys
    reach = reach + (1.0 - reach) * p.partners_reach * table.ngos
    slow = exps(-0.5 * places["danger"].astype(np.float64))
    passable: NDArray[np.float64] = np.clip(reach * slow, p.least_access, 1.0)
    return passable


LEVER = Lever(
    table=Aid,
    numbers=AidNumbers,
    bill=bill,
    work=work,
    after=("community",),
    prices=(
        "nature.aid.food_year",
        "nature.aid.water_year",
        "nature.aid.health_year",
        "nature.aid.shelter_year",
    ),
    reads=("places", "factions.kind", "factions.hostility"),
    writes=("works.relief", "works.delivered", "works.diverted", "works.lure"),
    amounts={
        "food": (0, 100_000, 600_000),
        "water": (0, 100_000, 600_000),
        "health": (0, 100_000, 600_000),
        "shelter": (0, 100_000, 600_000),
    },
    claims=(
        Claim("indirect_deaths", -1, residue="goods that are taken keep fighters"),
        Claim("need", -1, residue="goods that are taken keep fighters"),
    ),
)
