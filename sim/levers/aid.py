"""Lever `aid`: food, water, health, shelter; access, diversion, what it draws. Evidence H1, H5."""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np

from sim.fields.claim import Claim
from sim.fields.column import R8
from sim.fields.compiled import rule
from sim.fields.conversions import TINIEST, WEEKS_A_YEAR
from sim.fields.parameter import Group, choice, number
from sim.policy.lever import Lever
from sim.policy.table import LeverHelp, LeverTable
from sim.state.factions import STATE
from sim.state.hosts import left_by_captors, left_by_officials, let_in
from sim.state.items import AID, PROTECTION
from sim.state.mission import working
from sim.state.works import cover
from sim.state.world import World, governs

NEGOTIATED, ESCORTED, OPEN = range(3)  # as Aid.access lists them


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
    partners_unseen: float = number(
        0.4,
        "share",
        0.0,
        1.0,
        "assumption",
        "of what checks would find missed where all goods go through local partners",
    )
    fixed_loot: float = number(
        0.3,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "of water and health care that armed groups can take, against food and shelter goods",
    )
    escorted_sided: float = number(
        1.0,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "how far aid under escort is taken for the state's, all through agencies",
    )
    negotiated_sided: float = number(
        0.5, "0 to 1", 0.0, 1.0, "assumption", "the same of aid whose access is talked over"
    )
    open_sided: float = number(
        0.6, "0 to 1", 0.0, 1.0, "assumption", "the same of aid with neither talks nor escorts"
    )
    partners_near: float = number(
        0.5,
        "share",
        0.0,
        1.0,
        "assumption",
        "of that lost where all goods go through local partners, who are from there",
    )
    aid_wins: float = number(
        0.15,
        "share",
        0.0,
        1.0,
        "evidence:H1",
        "recruitment prevented where insurgents' own people get aid that is nobody's side",
        effect=True,
    )
    home_again: float = number(
        0.5,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "added to return and flight to places where all need for shelter is met",
        effect=True,
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


@rule
def _yearly(world: World) -> float:
    """Dollars a year of all goods and their delivery."""
    return _dollars(world, 1.0, 1.0)


@rule
def _dollars(world: World, handed: float, fixed: float) -> float:
    """Dollars a year of shares of what is handed out, and of what stands in wells and clinics."""
    table, r = world.plan.aid, world.rules.aid
    goods = handed * (table.food * r.food_year + table.shelter * r.shelter_year)
    goods += fixed * (table.water * r.water_year + table.health * r.health_year)
    cheaper = 1.0 - r.partners_save * table.ngos
    return goods * cheaper * (1.0 + r.checks_cost * table.monitoring)


@rule
def bill(world: World) -> None:
    """Dollars of a week: goods and their delivery; local partners are cheaper, checks cost."""
    world.mission.bills[AID] = _yearly(world) / WEEKS_A_YEAR


@rule
def work(world: World) -> None:
    """Reach people as far as access allows; part is diverted; what is visible is fought over."""
    ready = working(world.mission, AID)
    if ready <= 0.0 or _yearly(world) <= 0.0:
        return
    share = _shares(world)
    for p in range(len(world.places)):
        lost = _lost(world, p)
        reached = _relieve(world, p, ready, share[p], lost)
        diverted = _dollars(world, lost, lost * world.rules.aid.fixed_loot) * ready * share[p]
        world.works["diverted"][p] = diverted
        _draw(world, p, reached, diverted)


@rule
def _shares(world: World) -> Any:
    """(P,) what each place gets of all aid: by people, by need, and as far as it gets through."""
    places, by_need = world.places, world.plan.aid.by_need
    people, needy = 0.0, 0.0
    for p in range(len(places)):
        people += places["persons"][p] + 1.0
        needy += _needy(world, p)
    share, through = np.zeros(len(places)), 0.0
    for p in range(len(places)):
        due = (1.0 - by_need) * (places["persons"][p] + 1.0) / people
        due += by_need * _needy(world, p) / needy
        share[p] = due * access(world, p, escorted(world, p))
        through += share[p]
    through = max(through, TINIEST)
    for p in range(len(places)):  # part of what is shut out goes where the road is open
        share[p] *= 1.0 + world.rules.aid.redirect * (1.0 - through) / through
    return share


@rule
def _needy(world: World, p: int) -> float:
    """People of a place, one more than live there, by their need."""
    need = max(np.float64(world.places["need"][p]), world.rules.aid.least_need)
    return (world.places["persons"][p] + 1.0) * need


@rule
def _lost(world: World, p: int) -> float:
    """Share of the goods handed out in a place that armed groups or a captured government take."""
    r, table, held = world.rules.aid, world.plan.aid, np.float64(world.places["state_control"][p])
    seen = r.checks_save * table.monitoring * (1.0 - r.partners_unseen * table.ngos)
    lost = r.diversion * (1.0 - seen) * (1.0 - held) * (1.0 - r.escort_saves * escorted(world, p))
    captors = (1.0 - left_by_captors(world, p)) * (1.0 - seen)
    return 1.0 - (1.0 - lost) * (1.0 - captors)


@rule
def _relieve(world: World, p: int, ready: float, share: float, lost: float) -> float:
    """Meet need of each kind as far as what arrives is enough; persons reached."""
    places, works, r = world.places, world.works, world.rules.aid
    people, displaced = places["persons"][p] + 1.0, places["displaced"][p]
    kept, arrives = 1.0 - lost, ready * share * left_by_officials(world, p)
    standing = 1.0 - lost * r.fixed_loot
    sectors, reached = _sectors(world), 0.0
    met = np.zeros(len(sectors))
    for kind in range(len(sectors)):
        given, at_hand, wanted = sectors[kind]
        served = given * arrives * (kept if at_hand else standing)
        met[kind] = r.relief_effect * min(served / (people * wanted + displaced), 1.0)
        reached = max(reached, min(served, people))
    works["fed"][p], works["clean"][p] = met[0], met[1]
    works["treated"][p], works["housed"][p] = met[2], met[3]
    works["relief"][p] = _weighed(world, met)
    works["delivered"][p] = reached
    return reached


@rule
def _weighed(world: World, met: R8) -> float:
    """Share of all need that is met, where these shares of need for each kind are."""
    r = world.rules.aid
    relief = r.food_weight * met[0] + r.water_weight * met[1]
    relief += r.health_weight * met[2] + r.shelter_weight * met[3]
    return relief / (r.food_weight + r.water_weight + r.health_weight + r.shelter_weight)


@rule
def _draw(world: World, p: int, reached: float, diverted: float) -> None:
    """Loot draws attack; aid that is seen draws it where contested and calms elsewhere.

    Insurgents among their own people are not calmed by aid that comes as the state's; aid that is
    nobody's side leaves them fewer recruits.
    """
    r, works = world.rules.aid, world.works
    people = world.places["persons"][p] + 1.0
    at_home, sided = _at_home(world, p), _sided(world)
    contested = min(2.0 * np.float64(world.places["contested"][p]), 1.0)
    loot = min(diverted / people / r.loot_full, 1.0)  # where aid can be taken
    lure = np.float64(works["lure"][p]) + r.divert_lure * loot
    visible = min(reached / people / r.seen_full, 1.0)
    calm = r.aid_calm * (1.0 - contested) * (1.0 - at_home * sided)
    works["lure"][p] = lure + visible * (r.aid_lure * contested - calm)
    joining = 1.0 - np.float64(works["cvr"][p])
    works["cvr"][p] = 1.0 - joining * (1.0 - r.aid_wins * visible * at_home * (1.0 - sided))


@rule
def _at_home(world: World, p: int) -> float:
    """How far those who hold a place against the state are its people's own, 0 to 1."""
    home, places = 0.0, world.places
    for f in range(world.faction_count):
        community = world.factions["community"][f]
        if not governs(world, f) and community >= 0:
            kin = min(world.mood[p, community, 0] / (places["persons"][p] + 1.0), 1.0)
            home += np.float64(world.control[f, p]) * kin
    return min(home, 1.0)


@rule
def _sided(world: World) -> float:
    """How far aid is taken for the state's, by how it gets in and through whom, 0 to 1."""
    r, table = world.rules.aid, world.plan.aid
    sided = r.negotiated_sided
    if table.access == ESCORTED:
        sided = r.escorted_sided
    elif table.access == OPEN:
        sided = r.open_sided
    return sided * (1.0 - r.partners_near * table.ngos)


@rule
def _sectors(world: World) -> tuple[tuple[int, bool, float], ...]:
    """Persons served, whether goods are for the hand, and share of people who want it, by kind."""
    table, r = world.plan.aid, world.rules.aid
    return (
        (table.food, True, r.ordinary_need),
        (table.water, False, r.ordinary_need),
        (table.health, False, r.ordinary_need),
        (table.shelter, True, r.ordinary_shelter),
    )


@rule
def escorted(world: World, p: int) -> float:
    """Share of the convoys to a place that go under escort, if that is how they go."""
    guards = 0.0
    if world.plan.aid.access == ESCORTED:
        share = world.plan.protection.escorts * working(world.mission, PROTECTION)
        guards = np.float64(world.places["infantry"][p]) * share
    return cover(guards, world.rules.aid.guarded_half)


@rule
def access(world: World, p: int, convoys: float) -> float:
    """How far aid gets to a place, 0 to 1: by who holds it, by escorts (a share), by talks."""
    r, places, factions = world.rules.aid, world.places, world.factions
    held, holder = np.float64(places["state_control"][p]), places["controller"][p]
    hostile = 0.0
    if factions["kind"][holder] != STATE:
        hostile = np.float64(factions["hostility"][holder])
    most, barred = r.negotiated_access, r.negotiated_barred
    if world.plan.aid.access == ESCORTED:
        most, barred = r.escorted_access, r.escorted_barred
    elif world.plan.aid.access == OPEN:
        most, barred = r.open_access, r.open_barred
    reach = held + (1.0 - held) * (most - barred * hostile)
    reach = reach + (1.0 - reach) * convoys
    reach *= let_in(world, p)
    reach = reach + (1.0 - reach) * r.partners_reach * world.plan.aid.ngos
    slow = math.exp(-0.5 * np.float64(places["danger"][p]))
    return min(max(reach * slow, r.least_access), 1.0)


LEVER = Lever(
    table=Aid,
    numbers=AidNumbers,
    bill=bill,
    work=work,
    after=("community", "ddr"),
    prices=(
        "nature.aid.food_year",
        "nature.aid.water_year",
        "nature.aid.health_year",
        "nature.aid.shelter_year",
    ),
    reads=("places", "governments", "factions", "control", "mood"),
    writes=(
        "works.fed",
        "works.clean",
        "works.treated",
        "works.housed",
        "works.relief",
        "works.delivered",
        "works.diverted",
        "works.lure",
        "works.cvr",
    ),
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
    rests_on={"": ("aid.food", "aid.water", "aid.health", "aid.shelter")},
)
