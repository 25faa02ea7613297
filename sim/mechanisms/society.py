"""Society: services, economy, prices, unmet need and its deaths, crime, gender-based violence."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import entry, rule
from sim.fields.conversions import PER_HUNDRED_THOUSAND, PER_THOUSAND, WEEKS_A_YEAR_ROUNDED
from sim.fields.parameter import Group, number
from sim.fields.rows import row
from sim.nature.mechanism import Mechanism
from sim.state.factions import DEMOBILISED, REINTEGRATING
from sim.state.peacekeepers import police_cover
from sim.state.places import CAPTURED
from sim.state.world import World


class SocietyNumbers(Group):
    """Local government, services, livelihoods, need, crime."""

    TABLE = "society"

    services_rate: float = number(
        0.02,
        "per week",
        0.0,
        1.0,
        "assumption",
        "how fast services follow the local government's means",
    )
    violence_damage: float = number(
        0.06,
        "per log death",
        0.0,
        2.0,
        "assumption",
        "services and economy lost by deaths in a place",
    )
    recovery: float = number(
        0.01, "per week", 0.0, 1.0, "assumption", "how fast the local economy recovers in calm"
    )
    need_displaced: float = number(
        0.5, "share", 0.0, 1.0, "assumption", "unmet need of the displaced when nobody helps"
    )
    indirect_rate: float = number(
        6.0,
        "deaths per 1,000 a year",
        0.0,
        100.0,
        "assumption",
        "excess deaths among people wholly in need",
    )
    of_hunger: float = number(
        0.3, "share", 0.0, 1.0, "assumption", "of those deaths: for want of food"
    )
    of_disease: float = number(
        0.35,
        "share",
        0.0,
        1.0,
        "assumption",
        "of them: for want of clean water, and the more people are crowded",
    )
    of_untreated: float = number(
        0.25, "share", 0.0, 1.0, "assumption", "of them: for want of health care"
    )
    of_exposure: float = number(
        0.1, "share", 0.0, 1.0, "assumption", "of them: for want of shelter"
    )
    crowding: float = number(
        0.5,
        "ratio",
        0.0,
        20.0,
        "assumption",
        "deaths of disease added where everybody present is displaced",
    )
    food_cheap: float = number(
        0.3,
        "share",
        0.0,
        1.0,
        "assumption",
        "of what danger and divided control add to prices saved where aid meets all need for food",
        effect=True,
    )
    streets: float = number(
        0.4,
        "share",
        0.0,
        1.0,
        "evidence:H7",
        "of what the law prevents prevented by police in the streets rather than by courts",
    )
    captured_law: float = number(
        0.5,
        "share",
        0.0,
        1.0,
        "assumption",
        "of the rule of law that police give lost where armed groups hold the local government",
    )
    captured_means: float = number(
        0.3,
        "share",
        0.0,
        1.0,
        "assumption",
        "of an administration's means lost where armed groups hold it",
    )
    homicide_base: float = number(
        8.0,
        "per 100,000 a year",
        0.0,
        200.0,
        "assumption",
        "homicides with the law at work and no war",
    )
    homicide_arms: float = number(
        1.5,
        "ratio",
        0.0,
        20.0,
        "assumption",
        "added by a full break-down of the rule of law among idle fighters without number",
    )
    idle_half: float = number(
        2.0,
        "persons per 1,000",
        0.01,
        1000.0,
        "assumption",
        "idle former fighters among a place's people at which half of what they add is reached",
    )
    disarmed_crime: float = number(
        0.4,
        "share",
        0.0,
        1.0,
        "assumption",
        "crime of former fighters prevented where they handed in all of their weapons",
        effect=True,
    )
    police_effect: float = number(
        0.4,
        "share",
        0.0,
        1.0,
        "evidence:A13",
        "homicides that full coverage by UN police prevents",
        effect=True,
    )
    troops_crime: float = number(
        0.05,
        "ratio per person per 1,000",
        0.0,
        2.0,
        "evidence:A13",
        "homicides added by each peacekeeper per 1,000 people after a war",
    )
    price_danger: float = number(
        0.5, "ratio", 0.0, 10.0, "assumption", "prices added by danger on the roads"
    )
    price_cut: float = number(
        0.2, "ratio", 0.0, 10.0, "assumption", "prices added where control is contested"
    )
    need_siege: float = number(
        0.3,
        "share",
        0.0,
        1.0,
        "assumption",
        "people of a besieged town whom the siege puts in need",
    )
    need_prices: float = number(
        0.03, "share", 0.0, 1.0, "assumption", "people pushed into need where prices double"
    )
    gbv_base: float = number(
        150.0,
        "cases per 100,000 a year",
        0.0,
        5000.0,
        "assumption",
        "gender-based violence with the law at work and no war",
    )
    gbv_war: float = number(1.0, "ratio", 0.0, 20.0, "assumption", "added by danger")
    gbv_displaced: float = number(
        1.0, "ratio", 0.0, 20.0, "assumption", "added where everybody present is displaced"
    )
    gbv_reported: float = number(
        0.05, "share", 0.0, 1.0, "assumption", "reported without trust in anybody"
    )
    means_gain: float = number(
        1.6,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "services that a clean administration gives, against its capacity; full at most",
    )
    means_unheld: float = number(
        0.3,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "services where the state holds nothing, against where it holds all",
    )
    services_most: float = number(
        1.2,
        "level",
        0.1,
        1.5,
        "assumption",
        "level that services move towards at most, projects included; they stop at 1",
    )
    order_gain: float = number(
        1.5,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "rule of law that police give, against their strength; full at most",
    )
    economy_fear: float = number(
        0.4,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "level of the local economy under full fear, against 1 without any",
    )
    prices_hurt: float = number(
        0.15,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "taken off it where prices double, and twice as much at most",
    )
    need_poor: float = number(
        0.25,
        "share",
        0.0,
        1.0,
        "assumption",
        "residents in need where the local economy is at nothing",
    )
    need_bare: float = number(
        1.4,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "need without any services, against what displacement, poverty and prices make",
    )
    need_services: float = number(
        0.8, "ratio", 0.0, 10.0, "assumption", "taken off that ratio by full services"
    )
    troops_crime_war: float = number(
        0.3,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "homicides that troops add during the war, against after it",
    )
    gbv_lawless: float = number(
        1.4,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "gender-based violence without any law, against an ordinary rule of law",
    )
    gbv_law: float = number(
        0.8, "ratio", 0.0, 10.0, "assumption", "taken off that ratio by the full rule of law"
    )
    gbv_committees: float = number(
        0.25,
        "share",
        0.0,
        1.0,
        "assumption",
        "more of it reported where peace committees reach everybody",
    )
    gbv_clinics: float = number(
        0.2,
        "share",
        0.0,
        1.0,
        "assumption",
        "more of it reported where aid meets all need for health care",
        effect=True,
    )
    gbv_police: float = number(
        0.3,
        "share",
        0.0,
        1.0,
        "assumption",
        "more of it reported where UN police cover everybody: desks that take it down",
        effect=True,
    )


@entry
def endure(world: World) -> None:
    """Services, economy, need and crime of the week. Homicides stay in expectation (persons)."""
    _count_former(world)
    for p in range(len(world.places)):
        _provide(world, p)


@rule
def _count_former(world: World) -> None:
    """Former fighters where they live; idle is who has neither work nor given up his weapon."""
    table, places, cut = world.combatants, world.places, world.rules.society.disarmed_crime
    for p in range(len(places)):
        places["former"][p], places["idle"][p] = 0.0, 0.0
    for i in range(len(table)):
        if table["status"][i] == DEMOBILISED or table["status"][i] == REINTEGRATING:
            p, persons = table["place"][i], np.float64(table["weight"][i])
            places["former"][p] += persons
            lacking = max(1.0 - np.float64(table["livelihood"][i]), 0.0)
            armed = 1.0 - cut * np.float64(table["disarmed"][i])
            places["idle"][p] += persons * lacking * armed


@rule
def _idle(world: World, p: int) -> float:
    """How far the idle former fighters of a place add to its crime, 0 to 1."""
    places = world.places
    kept_out = 1.0 - np.float64(world.works["cvr"][p])
    per_thousand = places["idle"][p] * kept_out / (places["persons"][p] / PER_THOUSAND + 1.0)
    return per_thousand / (per_thousand + world.rules.society.idle_half)


@rule
def _provide(world: World, p: int) -> None:
    """Services, rule of law, prices and economy of a place, and how its people fare in them."""
    r = world.rules.society
    place: Any = row(world.places, p)  # it is written, too
    government, works = row(world.governments, p), row(world.works, p)
    loud = math.log(1.0 + np.float64(place["deaths"]))
    hurt = 1.0 - math.exp(-r.violence_damage * loud)
    held = np.float64(place["state_control"])
    able = np.float64(government["capacity"]) + np.float64(works["administration"])
    clean = able * (1.0 - 0.5 * np.float64(government["corruption"]))
    captured = 1.0 if government["stance"] == CAPTURED else 0.0
    means = min(r.means_gain * clean, 1.0) * (r.means_unheld + (1.0 - r.means_unheld) * held)
    means *= 1.0 - r.captured_means * captured
    services = np.float64(government["services"])
    aim = min(means + np.float64(works["works"]), r.services_most)
    services = min(services + r.services_rate * (aim - services), 1.0)
    government["services"] = services - services * hurt
    police = np.float64(government["police"]) + np.float64(works["order"])
    order = min(r.order_gain * police, 1.0) * held
    lawful = min(order * (1.0 - r.captured_law * captured) + np.float64(works["law"]), 1.0)
    law = np.float64(government["rule_of_law"])
    law += 0.5 * r.services_rate * (lawful - law)
    government["rule_of_law"] = law - 0.5 * law * hurt
    contested = np.float64(place["contested"])
    dear = r.price_danger * np.float64(place["danger"]) + r.price_cut * contested
    dear *= 1.0 - r.food_cheap * np.float64(works["fed"])
    dear *= 1.0 - np.float64(works["roads"])
    place["price"] = 1.0 + dear
    calm = max(1.0 - np.float64(place["fear"]), 0.0)
    level = r.economy_fear + (1.0 - r.economy_fear) * calm - r.prices_hurt * min(dear, 2.0)
    level = min(level + np.float64(works["jobs"]), 1.0)  # work that was lost, and no more
    economy = np.float64(place["economy"])
    economy += r.recovery * (level - economy)
    place["economy"] = economy - 0.5 * economy * hurt
    if place["persons"] > 0.0:
        _need(world, p, services, economy, dear)
        _break_law(world, p, law, order, _idle(world, p))
    else:
        place["need"], place["indirect"], place["homicides"] = 0.0, 0.0, 0.0
        place["gbv"], place["gbv_reported"] = 0.0, 0.0


@rule
def _need(world: World, p: int, services: float, economy: float, dear: float) -> None:
    """Unmet need and its deaths; services and economy as before this week's damage."""
    r, place = world.rules.society, row(world.places, p)
    people, guests = place["persons"], _guests(world, p)
    want = guests * r.need_displaced + (1.0 - guests) * r.need_poor * (1.0 - economy)
    want += r.need_prices * min(dear, 2.0)
    if place["besieged"] > 0:
        want += r.need_siege
    unmet = min(max(want * (r.need_bare - r.need_services * services), 0.0), 1.0)
    place["need"] = unmet * (1.0 - np.float64(world.works["relief"][p]))
    deadly = unmet * _deadly(world, p, guests)
    indirect = people * deadly * r.indirect_rate / PER_THOUSAND / WEEKS_A_YEAR_ROUNDED
    place["indirect"] = indirect
    place["toll"] += indirect


@rule
def _deadly(world: World, p: int, guests: float) -> float:
    """How deadly need is by its causes, each less as aid meets it; 1 without aid and crowds."""
    r, works = world.rules.society, row(world.works, p)
    deadly = r.of_hunger * (1.0 - np.float64(works["fed"]))
    deadly += r.of_disease * (1.0 + r.crowding * guests) * (1.0 - np.float64(works["clean"]))
    deadly += r.of_untreated * (1.0 - np.float64(works["treated"]))
    return deadly + r.of_exposure * (1.0 - np.float64(works["housed"]))


@rule
def _break_law(world: World, p: int, law: float, order: float, idle: float) -> None:
    """Homicides and violence at home; `law`: as before this week's damage, `order`: by police."""
    r, place = world.rules.society, row(world.places, p)
    people, guests = place["persons"], _guests(world, p)
    peace = 1.0 if world.war_over >= 0 else r.troops_crime_war
    cover = police_cover(world, p)
    lawless = r.streets * (1.0 - order) + (1.0 - r.streets) * (1.0 - law)
    crime = r.homicide_base * (1.0 + r.homicide_arms * lawless * (0.5 + idle))
    crime *= 1.0 + peace * r.troops_crime * np.float64(place["infantry"]) / (
        people / PER_THOUSAND + 1.0
    )
    crime *= 1.0 - r.police_effect * cover
    place["homicides"] = crime / PER_HUNDRED_THOUSAND * people / WEEKS_A_YEAR_ROUNDED
    danger = min(np.float64(place["danger"]), 2.0)
    violated = r.gbv_base * (1.0 + r.gbv_war * danger + r.gbv_displaced * guests)
    violated *= max(r.gbv_lawless - r.gbv_law * law, 0.0)
    place["gbv"] = violated / PER_HUNDRED_THOUSAND * people / WEEKS_A_YEAR_ROUNDED
    trust_state, trust_mission = place["trust_state"], place["trust_mission"]
    told = 0.5 * (np.float64(trust_state) * law + np.float64(trust_mission) * cover)
    told += r.gbv_committees * np.float64(world.works["committees"][p])
    told += r.gbv_clinics * np.float64(world.works["treated"][p])
    told += r.gbv_police * cover
    place["gbv_reported"] = place["gbv"] * min(r.gbv_reported + told, 1.0)


@rule
def _guests(world: World, p: int) -> float:
    """Displaced people, of all who are present."""
    return min(world.places["displaced"][p] / world.places["persons"][p], 1.0)


MECHANISM = Mechanism(
    name="society",
    numbers=SocietyNumbers,
    writes=(
        "governments.services",
        "governments.rule_of_law",
        "places.economy",
        "places.need",
        "places.price",
        "places.gbv",
        "places.gbv_reported",
        "places.indirect",
        "places.homicides",
        "places.former",
        "places.idle",
        "places.toll",
    ),
    without={"nature.society.violence_damage": 0.0},
    claims=(
        Claim("crime_rate", +1),
        Claim("gbv", +1),
    ),
)
