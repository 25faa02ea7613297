"""Factions, their bands (a commander and those who follow) and sampled combatants as columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.country.region import Region
from sim.luck import streams
from sim.state.parties import FACTION_KINDS, GOVERNMENT, FactionSpec

MOST: Final = 16  # factions at a time, splinters included

REST, HOLD, CAMPAIGN, PREY, TALK, CEASEFIRE, IMPLEMENT, SPOIL = range(8)
POSTURES: Final = (
    "rest",
    "hold",
    "campaign",
    "prey",
    "talk",
    "ceasefire",
    "implement",
    "spoil",
)
STATE, REBELS, MILITIA, JIHADIST, GANG = range(5)

# how a faction stands to the war
ABSENT, FIGHTING, SIGNED, FADED, DEFEATED = range(5)
STANDINGS: Final = ("absent", "fighting", "signed", "faded", "defeated")

GOVERNMENT_SIDE: Final = 0  # row of the government among the names of sides

FACTION_DTYPE: Final = np.dtype(
    [
        ("key", "i8"),  # stable id, from its name or its parent's
        ("fighters", "f8"),  # persons under arms
        ("initial", "f8"),  # persons under arms at the start
        ("losses", "f8"),  # fighters killed this month, persons
        ("authorised", "f8"),  # strength the state's treasury aims at; 0 for others
        ("quality", "f4"),  # fighting worth of a fighter, ratio
        ("discipline", "f4"),  # 0 to 1
        ("cohesion", "f4"),  # 0 to 1
        ("weariness", "f4"),  # 0 to 1
        ("support", "f4"),  # share of upkeep from abroad
        ("supply", "f4"),  # 0 broke, 1 well supplied
        ("belief", "f4"),  # own share of strength as its leader sees it, 0 to 1
        ("hostility", "f4"),  # to the mission, 0 to 1
        ("kind", "i1"),  # index into FACTION_KINDS
        ("side", "i2"),  # factions of one side do not fight; 0 is the government's
        ("community", "i2"),  # -1: none
        ("posture", "i1"),  # index into POSTURES
        ("standing", "i1"),  # index into STANDINGS
        ("months", "i2"),  # in this posture
        ("target", "i2"),  # place its campaign aims at, -1: none
        ("offered", "i2"),  # months an offer of terms still stands
        ("refused", "i1"),  # 1: turned down the last offer and fights on
        ("talks", "i2"),  # months in talks with the state's side, 0: none
        ("truce", "i2"),  # months under a ceasefire, 0: none
        ("signed", "i2"),  # months since it signed, 0: never
        ("mediated", "i1"),  # 1: mediators sat at the table
        ("sharing", "i1"),  # dimensions of power sharing it was given, 0 to 4
        ("promised", "f4"),  # guarantee promised with the deal, 0 to 1
        ("ripe", "f4"),  # how ripe the war was when it signed, 0 to 1: the deal's quality
        ("kept", "f4"),  # promises kept, 0 to 1
        ("foreign", "i1"),  # 1: recruits nobody here
        ("parent", "i2"),  # faction it split from, -1: none
    ],
    align=True,
)

BAND_DTYPE: Final = np.dtype(
    [
        ("key", "i8"),
        ("persons", "f8"),  # under arms
        ("abusive", "f4"),  # 0 to 1
        ("faction", "i2"),
        ("place", "i2"),
        ("home", "i2"),
    ],
    align=True,
)

ACTIVE, CANTONED, DEMOBILISED, REINTEGRATING, REMOBILISED, KILLED = range(6)
STATUSES: Final = (
    "active",
    "cantoned",
    "demobilised",
    "in reintegration",
    "remobilised",
    "killed",
)

COMBATANT_DTYPE: Final = np.dtype(
    [
        ("key", "i8"),
        ("weight", "f8"),  # persons
        ("band", "i4"),
        ("faction", "i2"),
        ("place", "i2"),
        ("weeks", "i2"),  # in this status
        ("livelihood", "f4"),
        ("abusive", "f4"),
        ("status", "i1"),  # index into STATUSES
    ],
    align=True,
)

BAND_PERSONS = 120.0  # a commander's following at the start (assumption), 6 to 60 bands a faction


def factions_of(
    specs: Sequence[FactionSpec], communities: Sequence[str]
) -> tuple[NDArray[np.void], list[str]]:
    """The table of factions, (MOST,) rows, and the names of sides; side 0 is the government's."""
    table = np.zeros(MOST, FACTION_DTYPE)
    table["target"], table["parent"], table["community"] = -1, -1, -1
    sides = [GOVERNMENT]
    for row, spec in zip(table, specs, strict=False):
        side = spec.side or (GOVERNMENT if spec.kind == "state" else spec.name)
        if side not in sides:
            sides.append(side)
        row["key"] = streams.key_of("faction", spec.name)
        row["initial"] = spec.fighters
        row["quality"], row["discipline"] = spec.strength_quality, spec.discipline
        row["cohesion"], row["weariness"] = spec.cohesion, spec.weariness
        row["support"], row["hostility"] = spec.outside_support, spec.hostility_to_mission
        row["supply"], row["belief"] = 0.7, 0.5
        row["kind"], row["side"] = FACTION_KINDS.index(spec.kind), sides.index(side)
        row["posture"], row["foreign"] = HOLD, spec.foreign
        row["standing"] = FIGHTING if spec.enters is None else ABSENT
        row["authorised"] = spec.fighters if spec.kind == "state" else 0.0
        if spec.community:
            row["community"] = communities.index(spec.community)
    return table, sides


def presence_of(
    spec: FactionSpec, region: Region, persons: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Where a faction stands: (P,) shares summing to 1, from its `presence` table."""
    share = np.zeros(len(persons))
    regions = [region.graph.nodes[p]["admin1"] for p in range(len(persons))]
    for where, weight in spec.presence.items():
        if where in region.names:
            share[region.names.index(where)] += weight
            continue
        inside = np.array([name == where.removeprefix("region:") for name in regions])
        share += weight * inside * persons**0.5 / (inside * persons**0.5).sum()
    if share.sum() <= 0.0:
        share = persons**0.5
    return share / share.sum()


def bands_of(
    row: int, faction: np.void, presence: NDArray[np.float64], seed: int
) -> NDArray[np.void]:
    """A faction's bands, placed as evenly as its presence allows (systematic sampling)."""
    number = int(min(max(round(float(faction["initial"]) / BAND_PERSONS), 6), 60))
    table = np.zeros(number, BAND_DTYPE)
    edges = np.cumsum(presence)
    key = int(faction["key"])
    offset = streams.u(seed, streams.BAND_PLACE, 0, key, 0)
    place = np.searchsorted(edges, (np.arange(number) + offset) / number)
    table["home"] = table["place"] = np.minimum(place, len(presence) - 1)
    table["key"] = [streams.key_of(key, i) for i in range(number)]
    rough = 1.0 - float(faction["discipline"])
    luck = [streams.u(seed, streams.BAND_CHARACTER, 0, key, i) for i in range(number)]
    table["abusive"] = [rough * (0.5 + one) for one in luck]
    table["faction"] = row
    table["persons"] = float(faction["initial"]) / number
    np.minimum(table["abusive"], 1.0, out=table["abusive"])
    return table


def joined(tables: Sequence[NDArray[np.void]]) -> NDArray[np.void]:
    """Tables of one kind, one after another; copied as whole rows, as by field is slow."""
    row = np.dtype((np.void, tables[0].itemsize))
    return np.concatenate([table.view(row) for table in tables]).view(tables[0].dtype)


def combatants_of(
    bands: NDArray[np.void], first_band: int, persons_each: float
) -> NDArray[np.void]:
    """Sampled fighters of these bands; each stands for about `persons_each` persons."""
    number = [max(round(float(persons) / persons_each), 1) for persons in bands["persons"]]
    table = np.zeros(sum(number), COMBATANT_DTYPE)
    band = np.repeat(np.arange(len(bands)), number)
    ordinal = np.concatenate([np.arange(n) for n in number])
    table["band"] = band + first_band
    table["weight"] = (bands["persons"] / np.array(number))[band]
    table["key"] = (bands["key"][band] ^ (ordinal.astype("i8") * 0x9E3779B97F4A7C1)) & (2**62 - 1)
    for column in ("faction", "place", "abusive"):
        table[column] = bands[column][band]
    table["livelihood"] = 0.5
    return table
