"""Places and local governments as columns, and the roads between them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.country.region import Region
from sim.luck import streams
from sim.luck.distributions import normal
from sim.nature.start import Start
from sim.nature.violence import Violence

DTYPE: Final = np.dtype(
    [
        ("persons", "f8"),  # people present, the displaced included
        ("displaced", "f8"),  # people present whose home is elsewhere
        ("away", "f8"),  # people of this place who are displaced, abroad included
        ("abroad", "f8"),  # people who crossed the border here
        ("tips", "f8"),  # people who would talk to the mission
        ("value", "f4"),  # lasting strategic value, mean 1
        ("resource", "f4"),  # lootable wealth, 0 to 1
        ("mixed", "f4"),  # chance that two people differ in community, 0 to 1
        ("border", "f4"),  # 1: a border people can flee across
        ("start_persons", "f8"),
        ("heat", "f4"),  # self-excitation, ratio added to rates
        ("danger", "f4"),  # fading memory of log deaths
        ("contested", "f4"),  # 0 firmly held, towards 1 evenly contested
        ("state_control", "f4"),  # share of control by the state's side, 0 to 1
        ("fear", "f4"),  # means over people present, 0 to 1
        ("grievance", "f4"),
        ("trust_state", "f4"),
        ("trust_mission", "f4"),
        ("livelihood", "f4"),
        ("economy", "f4"),  # local economy, 1 = as before the war
        ("need", "f4"),  # unmet need, share of people 0 to 1
        ("infantry", "f4"),  # UN infantry based here, persons
        ("patrols", "f4"),  # of them and neighbours' patrols felt here, persons
        ("reserve", "f4"),  # quick-reaction troops that can reach it, persons
        ("police", "f4"),  # UN police based here, persons
        ("observers", "f4"),
        ("presence", "f4"),  # 0 to 1, saturating in patrols and guards
        ("risk", "f4"),  # estimated risk, 0 to 1
        ("toll", "f8"),  # people to be taken off the living at the next step, persons
        ("price", "f4"),  # of a basket of goods, 1 = in peace
        ("gbv", "f8"),  # expected cases of gender-based violence this week
        ("gbv_reported", "f8"),  # of them reported
        ("homicides", "f4"),  # expected this week, persons
        ("indirect", "f8"),  # deaths from unmet need this week, persons
        ("controller", "i2"),  # faction in control
        ("events", "i4"),  # lethal events this week
        ("deaths", "i4"),  # direct deaths this week, all kinds of people
        ("deaths_civilian", "i4"),
        ("deaths_by_state", "i4"),  # civilians killed by the state's side this week
        ("dead_mission", "i4"),
        ("alert", "i1"),  # 1: a warning stands
    ],
    align=True,
)

GOVERNMENT_DTYPE: Final = np.dtype(
    [
        ("capacity", "f4"),  # what the administration can do, 0 to 1
        ("legitimacy", "f4"),
        ("corruption", "f4"),
        ("rule_of_law", "f4"),
        ("services", "f4"),  # health, water, schools; 1 = as before the war
        ("police", "f4"),  # state police, 0 to 1 of what is needed
        ("cooperation", "f4"),  # with the mission, 0 to 1
        ("priority", "i1"),  # index into PRIORITIES
    ],
    align=True,
)
PRIORITIES: Final = ("order", "services", "people")


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


class Roads:
    """Roads as arrays: the neighbours of place p are `target[indptr[p]:indptr[p + 1]]`."""

    indptr: NDArray[np.int32]
    target: NDArray[np.int16]
    hours: NDArray[np.float32]
    hours_wet: NDArray[np.float32]
    next_hop: NDArray[np.int16]
    hours_between: NDArray[np.float32]
    wet_months: tuple[int, ...]

    def __init__(self, region: Region) -> None:
        links: Any = region.links()
        self.indptr, self.target = links.indptr, links.target
        self.hours, self.hours_wet = links.hours, links.hours_wet
        self.next_hop, self.hours_between = region.next_hop, region.hours_between
        self.wet_months = region.wet_months
