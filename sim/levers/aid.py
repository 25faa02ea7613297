"""Lever `aid`: food, water, health, shelter; access, diversion, what it draws. Evidence H1, H5."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.fields.claim import Claim
from sim.fields.parameter import Group, choice, number
from sim.fields.units import WEEKS_A_YEAR
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


GUARDED_HALF = 60.0  # infantry on escort at which half of a place's convoys are (assumption)
# how far aid gets where the state does not hold, and what hostile holders take off it (assumptions)
ACCESS = {"negotiated": (0.75, 0.6), "escorted": (0.35, 0.0), "open": (0.4, 0.3)}
SECTORS = {"food": 0.4, "water": 0.2, "health": 0.25, "shelter": 0.15}  # of need (assumption)


def _yearly(world: World) -> float:
    table, p = world.policy.of(Aid), world.rules.of(AidNumbers)
    goods = (
        table.food * p.food_year
        + table.water * p.water_year
        + table.health * p.health_year
        + table.shelter * p.shelter_year
    )
    return goods * (1.0 - 0.2 * table.ngos) * (1.0 + 0.15 * table.monitoring)


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
    needy = people * np.maximum(places["need"], 0.02)
    share = (1.0 - table.by_need) * people / people.sum() + table.by_need * needy / needy.sum()
    share = share * access(world, convoys)
    through = max(float(share.sum()), 1e-12)
    share *= 1.0 + p.redirect * (1.0 - through) / through
    lost = p.diversion * (1.0 - 0.7 * table.monitoring) * (1.0 - places["state_control"])
    lost = lost * (1.0 - p.escort_saves * convoys)
    relief = np.zeros(len(people))
    reached = np.zeros(len(people))
    for sector, weight in SECTORS.items():
        served = getattr(table, sector) * ready * share * (1.0 - lost)
        wanting = people * (0.15 if sector != "shelter" else 0.02) + places["displaced"]
        relief += weight * np.minimum(served / wanting, 1.0)
        reached = np.maximum(reached, np.minimum(served, people))
    works["relief"] = p.relief_effect * relief
    works["delivered"] = reached
    works["diverted"] = _yearly(world) * ready * share * lost
    contested = np.minimum(2.0 * places["contested"], 1.0)
    loot = np.minimum(works["diverted"] / people / 5.0, 1.0)  # where aid can be taken
    works["lure"] += p.divert_lure * loot
    visible = np.minimum(reached / people / 0.1, 1.0)
    works["lure"] += visible * (p.aid_lure * contested - p.aid_calm * (1.0 - contested))


def escorted(world: World) -> NDArray[np.float64]:
    """(P,) share of the convoys to a place that go under escort, if that is how they go."""
    guards = np.zeros(world.place_count)
    if world.policy.of(Aid).access == "escorted":
        share = world.policy.protection.escorts * world.mission.working("protection")
        guards = world.places["infantry"] * share
    under: NDArray[np.float64] = guards / (guards + GUARDED_HALF)
    return under


def access(world: World, convoys: NDArray[np.float64]) -> NDArray[np.float64]:
    """(P,) how far convoys get, 0 to 1: by who holds the place, by escorts, by talks."""
    table = world.policy.of(Aid)
    places = world.places
    held = places["state_control"].astype(np.float64)
    holder = world.factions[places["controller"]]
    hostile = np.where(holder["kind"] == STATE, 0.0, holder["hostility"])
    most, harm = ACCESS[table.access]
    reach = held + (1.0 - held) * (most - harm * hostile)
    reach = reach + (1.0 - reach) * convoys
    reach = reach + (1.0 - reach) * 0.3 * table.ngos
    slow = np.exp(-0.5 * places["danger"])
    passable: NDArray[np.float64] = np.clip(reach * slow, 0.02, 1.0)
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
