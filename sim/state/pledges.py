"""What contributors promise, send and take home: the places of a force and who fills them.

A unit's arrival is drawn once. A pledge may fall through, and a contributor whose resolve is
worn takes units home; then another may volunteer for the place, late and with a part of a unit,
or it stays vacant. Evidence E1 to E4.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.fields.arithmetic import total
from sim.fields.compiled import entry, rule
from sim.fields.conversions import WEEKS_A_MONTH
from sim.luck import streams
from sim.luck.distributions import normal
from sim.state.parties import Contributor
from sim.state.units import DTYPE as UNIT_DTYPE
from sim.state.units import GONE, NEVER, PARTNERS, PATROL, PLEDGED, PRESENT, VACANT
from sim.state.world import World

GOLDEN_STEP = 0.6180339887498949  # of a walk over the contributors that never repeats itself


def pledge(world: World, kind: int, ordinal: int, persons: float) -> NDArray[np.void]:
    """(1,) a unit on its way, or the place that it leaves vacant."""
    sender, number = _sender(world, kind, ordinal)
    unit = np.zeros(1, UNIT_DTYPE)
    unit["persons"] = unit["authorised"] = persons
    unit["morale"] = unit["readiness"] = world.rules.force.morale_usual
    unit["kind"], unit["ordinal"], unit["place"], unit["task"] = kind, ordinal, -1, PATROL
    _send(world, unit, sender, number, 0.0)
    if unit["status"][0] == VACANT:
        _volunteer(world, unit)
    return unit


def _send(
    world: World, unit: NDArray[np.void], sender: Contributor, number: int, late: float
) -> None:
    """A unit is its sender's: it comes, after `late` months and those it takes, or never."""
    kind, ordinal, tries = (int(unit[name][0]) for name in ("kind", "ordinal", "tries"))
    key = streams.key_of(sender.name, *((ordinal,) if kind == PARTNERS else (kind, ordinal)))
    unit["key"], unit["contributor"] = key, number
    unit["quality"], unit["caveat"] = sender.quality, sender.caveat
    fails = streams.u(world.seed, streams.DEPLOY_FAIL, tries, key, 0) > sender.fill
    if fails or _is_withdrawn(world, key, number):
        unit["status"], unit["due"], unit["tries"] = VACANT, NEVER, tries + 1
    else:
        unit["status"], unit["due"] = PLEDGED, _arrival(world, key, tries, late, sender.months)


def _volunteer(world: World, unit: NDArray[np.void]) -> None:
    """Another contributor may volunteer for a vacant place: late, and with a part of a unit."""
    c, luck = world.rules.force, _luck_of_volunteer(world, unit)
    contributors = world.mission.spec.contributors
    weights = [0.0 if i == unit["contributor"][0] else x.share for i, x in enumerate(contributors)]
    everybody = total(weights)
    if unit["kind"][0] == PARTNERS or everybody <= 0.0 or luck >= c.stand_in:
        return
    edges = np.cumsum(weights) / everybody
    number = int(np.searchsorted(edges, luck / c.stand_in, side="right"))
    _send(world, unit, contributors[number], number, c.stand_in_months)
    unit["persons"] = unit["authorised"] * c.stand_in_part


def _luck_of_volunteer(world: World, unit: NDArray[np.void]) -> float:
    key, tries = int(unit["key"][0]), int(unit["tries"][0])
    return streams.u(world.seed, streams.VOLUNTEER, tries, key, 0)


@entry
def withdraw(world: World) -> bool:
    """Units whose contributors bear no more go home and leave their places vacant; whether any."""
    mission, units, gone = world.mission, world.mission.units, False
    for u in range(len(units)):
        status = units["status"][u]
        if status != PRESENT and status != PLEDGED:
            continue
        if _is_withdrawn(world, units["key"][u], units["contributor"][u]):
            if status == PRESENT:
                mission.sent_home += units["persons"][u]
                mission.withdrawn += units["persons"][u]
            units["status"][u], units["place"][u], units["due"][u] = VACANT, -1, world.week
            gone = True
    return gone


@rule
def _is_withdrawn(world: World, key: int, contributor: int) -> bool:
    """Whether a contributor's resolve is too low for a unit; some of its units go before others."""
    keeps = world.mission.resolve[contributor]
    return keeps < 1.0 and streams.u(world.seed, streams.WITHDRAW, 0, key, 0) >= keeps


def call_volunteers(world: World) -> None:
    """Places of units that were taken home today are open to volunteers."""
    units = world.units
    more = [units]
    for u in np.flatnonzero((units["status"] == VACANT) & (units["due"] == world.week)):
        place = units[u : u + 1].copy()
        place["persons"], place["losses"], place["due"] = place["authorised"], 0.0, NEVER
        place["ordinal"] = sum(int((rows["kind"] == place["kind"]).sum()) for rows in more)
        place["tries"] += 1
        units["status"][u] = GONE
        _volunteer(world, place)
        more.append(place)
    world.mission.units = np.concatenate(more)


def _sender(world: World, kind: int, ordinal: int) -> tuple[Contributor, int]:
    """Who sends a unit, and its number: that of the partner comes after the contributors'."""
    contributors = world.mission.spec.contributors
    if kind == PARTNERS:
        return _partner(world), len(contributors)
    weights = [c.share for c in contributors]
    edges = np.cumsum(weights) / total(weights)
    # a low-discrepancy walk keeps contributors' shares in step with their weights
    number = int(np.searchsorted(edges, (ordinal * GOLDEN_STEP + 0.5) % 1.0))
    return contributors[min(number, len(contributors) - 1)], number


def _partner(world: World) -> Contributor:
    """The partner as one who sends units."""
    table, theirs = world.policy.partners, world.rules.partners
    return Contributor(
        name="partners",
        months=table.months,
        fill=theirs.fill,
        quality=table.quality,
        caveat=theirs.caveat,
    )


def _arrival(world: World, key: int, tries: int, late: float, months: float) -> int:
    """Week in which a unit comes that takes `months` in the median, from `late` months on."""
    sigma = world.rules.force.lag_sigma
    luck = normal(streams.u(world.seed, streams.DEPLOY_LAG, tries, key, 0))
    return world.week + int((late + months * math.exp(sigma * luck)) * WEEKS_A_MONTH)
