"""Places and local governments as columns, and the roads between them."""

from __future__ import annotations

from typing import Annotated, Any, Final, TypedDict

import numpy as np
from numpy.typing import NDArray

from sim.country.region import Region
from sim.fields.column import I1, I2, I4, R4, R8, Column, dtype_of
from sim.fields.compiled import rule
from sim.fields.state import Array, State
from sim.luck import streams
from sim.luck.distributions import normal
from sim.nature.start import Start
from sim.nature.war import Violence


class Places(TypedDict):
    """(P,) a row a place; `sim.mechanisms` and levers write, everybody reads."""

    persons: Annotated[R8, Column("people present, the displaced included", "persons")]
    displaced: Annotated[R8, Column("people present whose home is elsewhere", "persons")]
    away: Annotated[
        R8, Column("people of this place who are displaced, abroad included", "persons")
    ]
    abroad: Annotated[R8, Column("people who crossed the border here", "persons")]
    tips: Annotated[R8, Column("people who would talk to the mission", "persons")]
    value: Annotated[R4, Column("lasting strategic value, mean 1", "ratio")]
    resource: Annotated[R4, Column("lootable wealth", "0 to 1", 0, 1)]
    mixed: Annotated[R4, Column("chance that two people differ in community", "0 to 1", 0, 1)]
    border: Annotated[R4, Column("1: a border people can flee across", "0 to 1", 0, 1)]
    start_persons: Annotated[R8, Column("people at the start", "persons")]
    besieged: Annotated[I2, Column("weeks under siege, 0: none", "weeks")]
    sacked: Annotated[I1, Column("weeks in which who took it must still be feared", "weeks")]
    heat: Annotated[R4, Column("self-excitation, added to rates", "ratio")]
    danger: Annotated[R4, Column("fading memory of log deaths", "log deaths")]
    contested: Annotated[R4, Column("0 firmly held, towards 1 evenly contested", "0 to 1", 0, 1)]
    state_control: Annotated[R4, Column("share of control by the state's side", "0 to 1", 0, 1)]
    fear: Annotated[R4, Column("mean fear of people present", "0 to 1", 0, 1)]
    grievance: Annotated[R4, Column("mean grievance against the state", "0 to 1", 0, 1)]
    trust_state: Annotated[R4, Column("mean trust in the state", "0 to 1", 0, 1)]
    trust_mission: Annotated[R4, Column("mean trust in the mission", "0 to 1", 0, 1)]
    livelihood: Annotated[R4, Column("mean livelihood, 1 as before the war", "ratio", 0, 1)]
    economy: Annotated[R4, Column("local economy, 1 as before the war", "ratio", 0, 1)]
    need: Annotated[R4, Column("people in unmet need", "0 to 1", 0, 1)]
    infantry: Annotated[R4, Column("UN infantry based here", "persons")]
    patrols: Annotated[R4, Column("patrols felt here, neighbours' included", "persons")]
    posts: Annotated[R4, Column("troops in temporary bases here", "persons")]
    reserve: Annotated[R4, Column("quick-reaction troops that can reach it", "persons")]
    police: Annotated[R4, Column("UN police based here", "persons")]
    observers: Annotated[R4, Column("UN observers based here", "persons")]
    presence: Annotated[
        R4,
        Column("how far peacekeepers are felt: patrols and posts, hardly bases", "0 to 1", 0, 1),
    ]
    risk: Annotated[R4, Column("estimated risk", "0 to 1", 0, 1)]
    toll: Annotated[R8, Column("people to be taken off the living at the next step", "persons")]
    price: Annotated[R4, Column("price of a basket of goods, 1 in peace", "ratio")]
    gbv: Annotated[R8, Column("expected cases of gender-based violence this week", "cases")]
    gbv_reported: Annotated[R8, Column("of them reported", "cases")]
    homicides: Annotated[R4, Column("expected homicides this week", "persons")]
    indirect: Annotated[R8, Column("deaths from unmet need this week", "persons")]
    former: Annotated[R8, Column("people living here who have fought", "persons")]
    idle: Annotated[
        R8, Column("of them, by what they lack in livelihood and kept in weapons", "persons")
    ]
    controller: Annotated[I2, Column("faction in control", "row of factions")]
    events: Annotated[I4, Column("lethal events this week", "events")]
    deaths: Annotated[I4, Column("direct deaths this week, all kinds of people", "persons")]
    deaths_civilian: Annotated[I4, Column("civilians killed this week", "persons")]
    deaths_by_state: Annotated[
        I4, Column("civilians killed this week by the state's side", "persons")
    ]
    dead_mission: Annotated[I4, Column("peacekeepers killed this week", "persons")]
    alert: Annotated[I1, Column("1: a warning stands", "0 or 1", 0, 1)]


DTYPE: Final = dtype_of(Places)


class Governments(TypedDict):
    """(P,) the administration of each place."""

    capacity: Annotated[R4, Column("what the administration can do", "0 to 1", 0, 1)]
    legitimacy: Annotated[R4, Column("how far people accept it", "0 to 1", 0, 1)]
    corruption: Annotated[R4, Column("part of its means that is lost", "0 to 1", 0, 1)]
    rule_of_law: Annotated[R4, Column("how far law holds", "0 to 1", 0, 1)]
    services: Annotated[R4, Column("health, water, schools; 1 as before the war", "0 to 1", 0, 1)]
    police: Annotated[R4, Column("state police, of what is needed", "0 to 1", 0, 1)]
    cooperation: Annotated[R4, Column("readiness to work with the mission", "0 to 1", 0, 1)]
    priority: Annotated[I1, Column("what it works at this month", "index into PRIORITIES", 0, 2)]
    stance: Annotated[I1, Column("how it deals with the mission", "index into STANCES", 0, 3)]
    schooling: Annotated[R4, Column("the young in school beyond what is ordinary", "share", 0, 1)]


GOVERNMENT_DTYPE: Final = dtype_of(Governments)
ORDER, SERVICES, PEOPLE = range(3)
PRIORITIES: Final = ("order", "services", "people")
COOPERATE, BARGAIN, OBSTRUCT, CAPTURED = range(4)
STANCES: Final = ("cooperate", "bargain", "obstruct", "captured")


def places_of(region: Region, year: int, v: Violence, seed: int) -> NDArray[np.void]:
    """The table of places at the start: (P,) rows of DTYPE."""
    persons = region.place_persons(year)
    table = np.zeros(len(persons), DTYPE)
    table["persons"] = persons
    table["start_persons"] = persons
    shares = region.community_shares
    table["mixed"] = 1.0 - (shares**2).sum(axis=1)
    nodes = region.graph.nodes
    table["resource"] = [nodes[p]["resource"] for p in range(len(persons))]
    table["border"] = [nodes[p]["border"] for p in range(len(persons))]
    luck = [normal(streams.u(seed, streams.PLACE_VALUE, 0, p, 0)) for p in range(len(persons))]
    value = np.exp(v.value_sigma * np.array(luck)) * (persons / persons.mean()) ** v.value_people
    value *= 1.0 + v.value_resource * table["resource"]
    table["value"] = value / value.mean()
    table["economy"] = 1.0
    return table


def governments_of(places: int, start: Start, seed: int) -> NDArray[np.void]:
    """Local governments at the start, (P,) rows; they differ by keyed luck."""
    table = np.zeros(places, GOVERNMENT_DTYPE)
    least = {
        "capacity": start.capacity,
        "legitimacy": start.legitimacy,
        "corruption": start.corruption,
        "rule_of_law": start.rule_of_law,
        "police": start.police,
        "cooperation": start.cooperation,
    }
    for column, (name, low) in enumerate(least.items()):
        luck = [streams.u(seed, streams.GOVERNMENT, 0, p, column) for p in range(places)]
        table[name] = [min(low + start.government_spread * one, 1.0) for one in luck]
    table["services"] = start.services
    return table


@rule
def over_people(persons: R8, column: Any) -> float:
    """The mean of a column of places over the people there; 0 where nobody is."""
    people = 0.0
    felt = 0.0
    for p in range(len(persons)):
        people += persons[p]
        felt += np.float64(column[p]) * persons[p]
    return felt / max(people, 1.0)


class Roads(State):
    """Roads as arrays: the neighbours of place p are `target[indptr[p]:indptr[p + 1]]`."""

    indptr = Array("i4")
    target = Array("i2")
    hours = Array("f4")
    hours_wet = Array("f4")
    next_hop = Array("i2", 2)
    hours_between = Array("f4", 2)
    wet_months = Array("i8")  # 1 to 12

    def __init__(self, region: Region) -> None:
        links: Any = region.links()
        self.indptr, self.target = links.indptr, links.target
        self.hours, self.hours_wet = links.hours, links.hours_wet
        self.next_hop, self.hours_between = region.next_hop, region.hours_between
        self.wet_months = region.wet_months
