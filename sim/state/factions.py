"""Factions, their bands (a commander and those who follow) and sampled combatants as columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final, TypedDict

import numpy as np
from numpy.typing import NDArray

from sim.country.region import Region
from sim.fields.column import I1, I2, I4, I8, R4, R8, Column, dtype_of
from sim.fields.column import MOST as UNBOUNDED
from sim.luck import streams
from sim.nature.start import Start
from sim.state.parties import FACTION_KINDS, GOALS, GOVERNMENT, FactionSpec

LEAST_ROWS: Final = 16  # rows of the table of factions, splinters included
ROOM: Final = 8  # rows for splinters, where the scenario's own factions fill the table

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

FOR_GOVERNMENT, FOR_TERRITORY, FOR_RENTS = range(3)

# how a faction stands to the war
ABSENT, FIGHTING, SIGNED, FADED, DEFEATED, MERGED = range(6)
STANDINGS: Final = ("absent", "fighting", "signed", "faded", "defeated", "merged")


class Factions(TypedDict):
    """(F,) armed factions; splinters take the next free row."""

    key: Annotated[I8, Column("stable id, from its name or its parent's", "key", -UNBOUNDED)]
    fighters: Annotated[R8, Column("people under arms", "persons")]
    initial: Annotated[R8, Column("people under arms at the start", "persons")]
    losses: Annotated[R8, Column("fighters killed this month", "persons")]
    authorised: Annotated[
        R8, Column("strength the state's treasury aims at; 0 for others", "persons")
    ]
    quality: Annotated[R4, Column("fighting worth of a fighter", "ratio")]
    discipline: Annotated[R4, Column("1: spares civilians", "0 to 1", 0, 1)]
    cohesion: Annotated[R4, Column("how far it holds together", "0 to 1", 0, 1)]
    bond: Annotated[R4, Column("cohesion that it returns to", "0 to 1", 0, 1)]
    weariness: Annotated[R4, Column("war-weariness", "0 to 1", 0, 1)]
    ground: Annotated[R4, Column("people under it last month", "share", 0, 1)]
    won: Annotated[R4, Column("people who came under it in a month", "share", -1, 1)]
    lost: Annotated[R4, Column("fighters killed in a month, of those it had", "share")]
    sanctuary: Annotated[R4, Column("shelter behind a border", "0 to 1", 0, 1)]
    lines: Annotated[R4, Column("1: holds lines, 0: raids and hides", "0 to 1", 0, 1)]
    support: Annotated[R4, Column("upkeep paid from abroad", "share")]
    fed: Annotated[R4, Column("supply last month", "0 to 1", 0, 1)]
    supply: Annotated[R4, Column("0 broke, 1 well supplied", "0 to 1", 0, 1)]
    belief: Annotated[R4, Column("own share of strength as its leader sees it", "0 to 1", 0, 1)]
    heed: Annotated[R4, Column("trust in the mission and its mediators", "0 to 1", 0, 1)]
    hostility: Annotated[R4, Column("hostility to the mission", "0 to 1", 0, 1)]
    kind: Annotated[
        I1, Column("state, rebels, militia, jihadist, gang", "index into FACTION_KINDS", 0, 4)
    ]
    goal: Annotated[
        I1, Column("government, territory or rents", "index into GOALS", 0, len(GOALS) - 1)
    ]
    side: Annotated[I2, Column("factions of one side do not fight", "side")]
    community: Annotated[I2, Column("its base, -1: none", "community", -1)]
    posture: Annotated[I1, Column("what it does this month", "index into POSTURES", 0, 7)]
    standing: Annotated[I1, Column("how it stands to the war", "index into STANDINGS", 0, 5)]
    months: Annotated[I2, Column("months in this posture", "months")]
    target: Annotated[I2, Column("place its campaign aims at, -1: none", "place", -1)]
    offered: Annotated[I2, Column("months an offer of terms still stands", "months")]
    refused: Annotated[I1, Column("1: turned down the last offer and fights on", "0 or 1", 0, 1)]
    talks: Annotated[I2, Column("months in talks with the state's side, 0: none", "months")]
    truce: Annotated[I2, Column("months under a ceasefire, 0: none", "months")]
    signed: Annotated[I2, Column("months since it signed, 0: never", "months")]
    mediated: Annotated[I1, Column("1: mediators sat at the table", "0 or 1", 0, 1)]
    sharing: Annotated[I1, Column("dimensions of power sharing it was given", "dimensions", 0, 4)]
    promised: Annotated[R4, Column("guarantee promised with the deal", "0 to 1", 0, 1)]
    ripe: Annotated[
        R4, Column("how ripe the war was when it signed: the deal's quality", "0 to 1", 0, 1)
    ]
    kept: Annotated[R4, Column("promises kept", "0 to 1", 0, 1)]
    bought: Annotated[R4, Column("its people whose commander was bought off", "share", 0, 1)]
    foreign: Annotated[I1, Column("1: recruits nobody here", "0 or 1", 0, 1)]
    parent: Annotated[I2, Column("faction it split from, -1: none", "row of factions", -1)]


FACTION_DTYPE: Final = dtype_of(Factions)


class Bands(TypedDict):
    """(B,) commanders and those who follow them."""

    key: Annotated[I8, Column("stable id", "key", -UNBOUNDED)]
    persons: Annotated[R8, Column("people under arms", "persons")]
    abusive: Annotated[R4, Column("abusiveness", "0 to 1", 0, 1)]
    faction: Annotated[I2, Column("whose it is", "row of factions")]
    place: Annotated[I2, Column("where it is", "place")]
    home: Annotated[I2, Column("where it returns to", "place")]
    losses: Annotated[R8, Column("fighters killed this month", "persons")]
    commander: Annotated[I1, Column("what became of him", "index into COMMANDERS", 0, 3)]
    led_since: Annotated[I4, Column("in which this commander took over", "week of the run")]


BAND_DTYPE: Final = dtype_of(Bands)

IN_COMMAND, BOUGHT, ARRESTED, FALLEN = range(4)
COMMANDERS: Final = ("in command", "bought off", "arrested", "killed")

ACTIVE, CANTONED, DEMOBILISED, REINTEGRATING, REMOBILISED, KILLED = range(6)
STATUSES: Final = (
    "active",
    "cantoned",
    "demobilised",
    "in reintegration",
    "remobilised",
    "killed",
)


class Combatants(TypedDict):
    """(m,) sampled fighters; each stands for `weight` people."""

    key: Annotated[I8, Column("stable id", "key", -UNBOUNDED)]
    weight: Annotated[R8, Column("people this row stands for", "persons")]
    band: Annotated[I4, Column("its commander's band", "row of bands")]
    faction: Annotated[I2, Column("whose it is", "row of factions")]
    place: Annotated[I2, Column("where it is", "place")]
    home: Annotated[I2, Column("where it lives when it leaves the war", "place")]
    weeks: Annotated[I2, Column("weeks in this status", "weeks")]
    livelihood: Annotated[R4, Column("livelihood", "0 to 1", 0, 1)]
    abusive: Annotated[R4, Column("abusiveness of its band", "0 to 1", 0, 1)]
    disarmed: Annotated[R4, Column("part of its weapons that it handed in", "share", 0, 1)]
    enrolled: Annotated[I1, Column("1: went through a camp since it last fought", "0 or 1", 0, 1)]
    status: Annotated[I1, Column("what it is now", "index into STATUSES", 0, 5)]


COMBATANT_DTYPE: Final = dtype_of(Combatants)

KEY_STEP: Final = 0x9E3779B97F4A7C1  # between the keys of luck of a band's fighters
KEY_MASK: Final = 2**62 - 1  # keys are positive and have 62 bits


def factions_of(
    specs: Sequence[FactionSpec], communities: Sequence[str], start: Start
) -> tuple[NDArray[np.void], list[str]]:
    """The table of factions, (F,) rows, and the names of sides; side 0 is the government's."""
    table = np.zeros(max(LEAST_ROWS, len(specs) + ROOM), FACTION_DTYPE)
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
        row["bond"], row["sanctuary"] = spec.cohesion, spec.sanctuary
        row["goal"], row["lines"] = GOALS.index(spec.goal), spec.warfare == "conventional"
        row["support"], row["hostility"] = spec.outside_support, spec.hostility_to_mission
        row["supply"], row["fed"], row["belief"] = start.supply, start.supply, 0.5
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
    row: int, faction: np.void, presence: NDArray[np.float64], start: Start, seed: int
) -> NDArray[np.void]:
    """A faction's bands, placed as evenly as its presence allows (systematic sampling)."""
    wished = round(float(faction["initial"]) / start.band_persons)
    number = int(min(max(wished, start.bands_least), start.bands_most))
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
    table["key"] = (bands["key"][band] ^ (ordinal.astype("i8") * KEY_STEP)) & KEY_MASK
    for column in ("faction", "place", "abusive"):
        table[column] = bands[column][band]
    table["home"] = bands["home"][band]
    table["livelihood"] = 0.5
    return table
