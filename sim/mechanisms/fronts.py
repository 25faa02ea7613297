"""Fronts: campaigns move from place to place along roads; bands march to them and home again."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

from sim.fields.claim import Claim
from sim.fields.column import I1, I2, I4, R4
from sim.fields.conversions import WEEKS_A_MONTH_ROUNDED
from sim.fields.parameter import Group, number
from sim.luck import streams
from sim.nature.mechanism import Mechanism
from sim.nature.war import Control, Tempo
from sim.state.factions import CAMPAIGN, FIGHTING, REST, Bands, Combatants, Factions
from sim.state.world import World


class FrontsNumbers(Group):
    """Where campaigns step on to, and how many bands answer them."""

    TABLE = "fronts"

    free_pull: float = number(
        0.1,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "pull on a campaign of a place without enemies; the share that enemies hold adds to it",
    )
    muster_chance: float = number(
        0.8,
        "per week",
        0.0,
        1.0,
        "assumption",
        "chance that a loyal band near enough marches to a campaign, in the dry season",
    )


@njit(cache=True, nogil=True)
def _step(
    factions: Factions,
    hostile: I1,
    control: R4,
    value: Any,
    indptr: I4,
    road: I2,
    tempo: Tempo,
    free_pull: float,
    slow: float,
    seed: int,
    week: int,
) -> None:
    """A campaign steps on to a neighbouring place: worth and enemy hold draw it."""
    target = factions["target"]
    for f in range(target.shape[0]):
        at = target[f]
        if at < 0 or factions["posture"][f] != CAMPAIGN:
            continue
        key = factions["key"][f]
        if streams.u(seed, streams.FRONT_STEP, week, key, 0) > slow / tempo.step_weeks:
            continue
        best = -1.0
        for k in range(indptr[at], indptr[at + 1]):
            q = road[k]
            enemy = 0.0
            for g in range(control.shape[0]):
                if hostile[f, g]:
                    enemy += np.float64(control[g, q])
            luck = -math.log(streams.u(seed, streams.FRONT_WHERE, week, key, q))
            pull = np.float64(value[q]) * (free_pull + enemy) / luck
            if pull > best:
                best = pull
                target[f] = q


@njit(cache=True, nogil=True)
def _march(
    bands: Bands,
    factions: Factions,
    indptr: I4,
    road: I2,
    next_hop: I2,
    hours: R4,
    tempo: Tempo,
    rules: Control,
    muster_chance: float,
    slow: float,
    seed: int,
    week: int,
) -> None:
    """Bands near a campaign's target go there a road a week; idle ones raid and return."""
    place = bands["place"]
    home = bands["home"]
    for b in range(place.shape[0]):
        f = bands["faction"][b]
        if factions["standing"][f] != FIGHTING:
            continue
        key = bands["key"][b]
        luck = streams.u(seed, streams.BAND_MARCH, week, key, 0)
        at = place[b]
        target = factions["target"][f]
        if factions["posture"][f] == CAMPAIGN and target >= 0:
            near = np.float64(hours[at, target]) <= tempo.muster_hours
            if at == target or not near or luck >= muster_chance * slow:
                continue
            if streams.u(seed, streams.BAND_MARCH, 0, key, 1) < factions["cohesion"][f]:  # loyal
                place[b] = next_hop[at, target]
        elif at != home[b]:
            if luck < rules.march_rate and next_hop[at, home[b]] >= 0:
                place[b] = next_hop[at, home[b]]
            elif luck > 1.0 - 1.0 / (WEEKS_A_MONTH_ROUNDED * rules.home_months):
                home[b] = at
            elif luck < rules.march_rate + rules.roam * (1.0 - rules.march_rate):
                place[b] = _neighbour(at, indptr, road, key, seed, week)  # and further on
        elif luck < rules.roam * slow and factions["posture"][f] != REST:
            place[b] = _neighbour(at, indptr, road, key, seed, week)


@njit(cache=True, nogil=True)
def _neighbour(at: int, indptr: I4, road: I2, key: int, seed: int, week: int) -> int:
    """A place one road away, any of them; `at` itself where no road leads out."""
    ways = indptr[at + 1] - indptr[at]
    if ways == 0:
        return at
    luck = streams.u(seed, streams.ROAM_WHERE, week, key, 0)
    return road[indptr[at] + int(luck * ways)]


@njit(cache=True, nogil=True)
def _follow(combatants: Combatants, bands: Bands) -> None:
    where = bands["place"]
    band = combatants["band"]
    place = combatants["place"]
    for i in range(band.shape[0]):
        place[i] = where[band[i]]


def march(world: World) -> None:
    """Move campaigns and bands one week on."""
    rules, own = world.rules, world.rules.of(FrontsNumbers)
    slow = 1.0 - rules.tempo.wet_brake if world.wet else 1.0
    roads = world.roads
    _step(
        world.factions,
        world.hostile,
        world.control,
        world.places["value"],
        roads.indptr,
        roads.target,
        rules.tempo,
        own.free_pull,
        slow,
        world.seed,
        world.week,
    )
    _march(
        world.bands,
        world.factions,
        roads.indptr,
        roads.target,
        roads.next_hop,
        roads.hours_between,
        rules.tempo,
        rules.control,
        own.muster_chance,
        slow,
        world.seed,
        world.week,
    )
    _follow(world.combatants, world.bands)


MECHANISM = Mechanism(
    name="fronts",
    numbers=FrontsNumbers,
    writes=("factions.target", "bands.place", "bands.home", "combatants.place"),
    without={"nature.control.roam": 0.0},
    claims=(Claim("violent_place_weeks", +1),),
)
