"""Fronts: campaigns move from place to place along roads; bands march to them and home again."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.conversions import WEEKS_A_MONTH_ROUNDED
from sim.fields.parameter import Group, number
from sim.fields.rows import row
from sim.luck import streams
from sim.nature.mechanism import Mechanism
from sim.state.factions import (
    CAMPAIGN,
    DEMOBILISED,
    FIGHTING,
    IN_COMMAND,
    REINTEGRATING,
    REST,
)
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
    absent_pull: float = number(
        1.0,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "pull on an idle band of a place that the state does not hold",
    )
    kin_pull: float = number(
        3.0,
        "ratio",
        0.0,
        20.0,
        "assumption",
        "pull on an idle band of a place where only its own community lives",
    )
    muster_chance: float = number(
        0.8,
        "per week",
        0.0,
        1.0,
        "assumption",
        "chance that a loyal band near enough marches to a campaign, in the dry season",
    )


@rule
def march(world: World) -> None:
    """Move campaigns and bands one week on."""
    slow = 1.0 - world.rules.tempo.wet_brake if world.wet else 1.0
    _move_campaigns(world, slow)
    _move_bands(world, slow)
    _follow(world)


@rule
def _move_campaigns(world: World, slow: float) -> None:
    """Campaigns that aim somewhere step on; `slow`: how far the season lets them."""
    for f in range(len(world.factions)):
        if world.factions["posture"][f] == CAMPAIGN and world.factions["target"][f] >= 0:
            _step(world, f, slow)


@rule
def _move_bands(world: World, slow: float) -> None:
    """Bands of factions at war march, raid and return."""
    luck = streams.prefix(world.seed, streams.BAND_MARCH, world.week)
    for b in range(len(world.bands)):
        band = row(world.bands, b)
        if world.factions["standing"][band["faction"]] == FIGHTING:
            _move(world, b, streams.u_after(luck, band["key"], 0), slow)


@rule
def _step(world: World, f: int, slow: float) -> None:
    """A campaign steps on to a neighbouring place: worth and enemy hold draw it."""
    key, at = world.factions["key"][f], world.factions["target"][f]
    chance = slow / world.rules.tempo.step_weeks
    if streams.u(world.seed, streams.FRONT_STEP, world.week, key, 0) > chance:
        return
    indptr, road, value = world.roads.indptr, world.roads.target, world.places["value"]
    best = -1.0
    for k in range(indptr[at], indptr[at + 1]):
        q = road[k]
        enemy = 0.0
        for g in range(world.control.shape[0]):
            if world.hostile[f, g]:
                enemy += np.float64(world.control[g, q])
        luck = -math.log(streams.u(world.seed, streams.FRONT_WHERE, world.week, key, q))
        pull = np.float64(value[q]) * (world.rules.fronts.free_pull + enemy) / luck
        if pull > best:
            best = pull
            world.factions["target"][f] = q


@rule
def _move(world: World, b: int, luck: float, slow: float) -> None:
    """A band near its campaign's target goes there a road a week; an idle one raids and returns."""
    rules = world.rules.control
    band: Any = row(world.bands, b)  # it is written, too
    faction: Any = row(world.factions, band["faction"])
    at, home, target = band["place"], band["home"], faction["target"]
    if faction["posture"] == CAMPAIGN and target >= 0:
        marches = luck < world.rules.fronts.muster_chance * slow
        if at != target and marches and _is_called(world, b, target):
            band["place"] = world.roads.next_hop[at, target]
    elif at != home:
        if luck < rules.march_rate and world.roads.next_hop[at, home] >= 0:
            band["place"] = world.roads.next_hop[at, home]
        elif luck > 1.0 - 1.0 / (WEEKS_A_MONTH_ROUNDED * rules.home_months):
            band["home"] = at
        elif luck < rules.march_rate + rules.roam * (1.0 - rules.march_rate):
            band["place"] = _neighbour(world, b)  # and further on
    elif faction["posture"] != REST:
        irregular = 1.0 - np.float64(faction["lines"])
        if luck < rules.roam * slow * irregular:
            band["place"] = _neighbour(world, b)


@rule
def _is_called(world: World, b: int, target: int) -> bool:
    """Whether a band is near enough to a campaign, and loyal: for life, by its own luck."""
    band = row(world.bands, b)
    near = np.float64(world.roads.hours_between[band["place"], target])
    lasting = streams.u(world.seed, streams.BAND_MARCH, 0, band["key"], 1)
    loyalty = np.float64(world.factions["cohesion"][band["faction"]])
    if band["commander"] != IN_COMMAND:
        loyalty *= world.rules.commanders.leaderless
    loyal = lasting < loyalty
    return bool(near <= world.rules.tempo.muster_hours and loyal)


@rule
def _neighbour(world: World, b: int) -> int:
    """A place one road away that suits a band; where it is, if no road leads out."""
    r, at, f = world.rules.fronts, world.bands["place"][b], world.bands["faction"][b]
    indptr, road, own = world.roads.indptr, world.roads.target, world.factions["community"][f]
    goes, most = at, -1.0
    for k in range(indptr[at], indptr[at + 1]):
        q = road[k]
        pull = 1.0 + r.absent_pull * (1.0 - np.float64(world.places["state_control"][q]))
        if own >= 0:
            pull += r.kin_pull * world.mood[q, own, 0] / max(world.places["persons"][q], 1.0)
        luck = streams.u(world.seed, streams.ROAM_WHERE, world.week, world.bands["key"][b], q)
        pull /= -math.log(luck)
        if pull > most:
            goes, most = q, pull
    return goes


@rule
def _follow(world: World) -> None:
    """Fighters are where their bands are; who has left the war lives at home."""
    table, where = world.combatants, world.bands["place"]
    band, place, home, status = table["band"], table["place"], table["home"], table["status"]
    for i in range(len(band)):
        left = status[i] == DEMOBILISED or status[i] == REINTEGRATING
        place[i] = home[i] if left else where[band[i]]


MECHANISM = Mechanism(
    name="fronts",
    numbers=FrontsNumbers,
    writes=("factions.target", "bands.place", "bands.home", "combatants.place"),
    without={"nature.control.roam": 0.0},
    claims=(Claim("violent_place_weeks", +1),),
)
