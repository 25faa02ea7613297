"""The life of armed groups: communities under attack arm themselves, weak groups join strong ones.

A community whose people are killed, for whom nobody fights and whom the state does not protect,
may raise a militia: beside the state where people trust it, else on its own. What the militia then
does to others' people makes them arm in turn (`relations`, `recruitment`).
"""

from __future__ import annotations

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.conversions import PER_HUNDRED_THOUSAND
from sim.fields.parameter import Group, number
from sim.fields.rows import longer
from sim.luck import streams
from sim.nature.mechanism import Mechanism
from sim.state import upheavals
from sim.state.enlisting import found_band, put_in
from sim.state.factions import FIGHTING, MILITIA, STATE
from sim.state.stances import stand_anew, take_aim
from sim.state.world import RECRUITED, World, fighting, governs, set_hostilities


class ArmedGroupsNumbers(Group):
    """How groups form and merge."""

    TABLE = "armed_groups"

    form: float = number(
        0.15,
        "per month",
        0.0,
        1.0,
        "assumption",
        "hazard that a community raises a militia when its killed are many and nobody protects it",
    )
    form_half: float = number(
        5.59,
        "killed per 100,000",
        0.1,
        10_000.0,
        "calibrated",
        "killed of a community, as remembered, at which half of that hazard is reached",
    )
    form_share: float = number(
        0.006,
        "share",
        0.0,
        0.2,
        "assumption",
        "people of that community in the places hit who take up arms at first",
    )
    form_places: int = number(
        5, "places", 1, 50, "assumption", "places hit hardest where a new militia stands at most"
    )
    beside_state: float = number(
        0.25,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "trust in the state in the places hit from which a new militia fights on its side",
    )
    discipline: float = number(0.3, "0 to 1", 0.0, 1.0, "assumption", "discipline of a new militia")
    merge: float = number(
        0.1,
        "per month",
        0.0,
        1.0,
        "assumption",
        "hazard that a group without supply joins a better supplied one that it trusts",
    )
    merge_below: float = number(
        0.4,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "enmity below which two groups of different sides may merge",
    )


@rule
def arise(world: World) -> None:
    """A month's new groups and mergers."""
    for c in range(world.mood.shape[1]):
        if world.faction_count < len(world.factions) and not _stood_for(world, c):
            _perhaps_form(world, c)
    for f in fighting(world):
        _perhaps_merge(world, f)


# militias


@rule
def _stood_for(world: World, c: int) -> bool:
    """Whether somebody fights for a community."""
    found = False
    for f in fighting(world):
        if world.factions["community"][f] == c:
            found = True
    return found


@rule
def _perhaps_form(world: World, c: int) -> None:
    r, places = world.rules.armed_groups, world.places
    killed, people, trust, able = 0.0, 1.0, 0.0, False
    for p in range(len(places)):
        believed = np.float64(places["trust_state"][p])
        exposed = world.wounds[p, c] * (1.0 - believed * np.float64(places["state_control"][p]))
        killed += exposed
        trust += exposed * believed
        people += world.mood[p, c, 0]
        able = able or (world.wounds[p, c] > 0.0 and _would_arm(world, p, c) >= 1.0)
    toll = killed / people * PER_HUNDRED_THOUSAND
    luck = streams.u(world.seed, streams.MILITIA, world.week, c, 0)
    if able and luck < r.form * toll / (toll + r.form_half):
        beside = trust >= r.beside_state * killed
        _form(world, c, beside)


@rule
def _would_arm(world: World, p: int, c: int) -> float:
    """People of a community in a place who take up arms where it was hit."""
    left = max(world.mood[p, c, 0] - world.joined[p, c], 0.0)
    return world.rules.armed_groups.form_share * left


@rule
def _form(world: World, c: int, beside: bool) -> None:
    """The places of a community that were hit hardest raise a militia."""
    r, factions, f = world.rules.armed_groups, world.factions, world.faction_count
    world.faction_count += 1
    luck = streams.hash64(world.seed, streams.MILITIA, world.week, c, 1)
    upheavals.form(world, f, c, int(luck >> np.uint64(2)), beside)
    factions["discipline"][f], factions["cohesion"][f], factions["bond"][f] = r.discipline, 0.5, 0.5
    factions["quality"][f], factions["supply"][f] = 1.0, world.rules.start.supply
    left = world.wounds[:, c].copy()
    for p in range(len(left)):
        if _would_arm(world, p, c) < 1.0:
            left[p] = 0.0
    whole = 0.0
    for _ in range(int(r.form_places)):
        p = int(np.argmax(left))
        if left[p] <= 0.0:
            break
        left[p] = 0.0
        persons = _would_arm(world, p, c)
        _arm(world, f, p, c, persons)
        whole += persons
    factions["heed"][f] = world.mission.impartial
    factions["initial"][f] = factions["fighters"][f] = whole
    stand_anew(world, f)
    set_hostilities(world)
    take_aim(world)


@rule
def _arm(world: World, f: int, p: int, c: int, persons: float) -> None:
    """These people of a place are a band now."""
    band = found_band(world, f, p)
    rows = max(int(persons / world.rules.recruitment.first_row), 1)
    first = len(world.combatants)
    world.combatants = longer(world.combatants, rows)
    for n in range(rows):
        luck = streams.hash64(world.factions["key"][f], streams.MILITIA, world.week, p, n)
        put_in(world, first + n, luck, persons / rows, band, p)
    world.joined[p, c] += persons
    world.outflow[RECRUITED] += persons


# mergers


@rule
def _perhaps_merge(world: World, f: int) -> None:
    """A group that cannot feed its fighters joins the strongest that it does not mistrust."""
    r, factions = world.rules.armed_groups, world.factions
    if factions["kind"][f] == STATE or governs(world, f) or factions["foreign"][f]:
        return
    best = -1
    for g in range(world.faction_count):
        fits = factions["standing"][g] == FIGHTING and factions["kind"][g] != STATE
        fits = fits and not governs(world, g) and not factions["foreign"][g] and g != f
        fits = fits and factions["kind"][f] != MILITIA and factions["kind"][g] != MILITIA
        fits = fits and np.float64(world.enmity[f, g]) < r.merge_below
        larger = fits and factions["fighters"][g] > 2.0 * factions["fighters"][f]
        if larger and (best < 0 or factions["fighters"][g] > factions["fighters"][best]):
            best = g
    if best < 0:
        return
    gain = np.float64(factions["supply"][best]) - np.float64(factions["supply"][f])
    luck = streams.u(world.seed, streams.MERGE, world.week, factions["key"][f], 0)
    if luck < r.merge * max(gain, 0.0):
        upheavals.merge(world, f, best)
        set_hostilities(world)


MECHANISM = Mechanism(
    name="armed_groups",
    numbers=ArmedGroupsNumbers,
    writes=(
        "factions",
        "faction_count",
        "side_count",
        "bands",
        "combatants",
        "joined",
        "outflow",
        "natural",
        "enmity",
        "hostile",
        "hatred",
        "threat",
        "control",
        "notes",
    ),
    without={"nature.armed_groups.form": 0.0, "nature.armed_groups.merge": 0.0},
    claims=(Claim("events_nonstate", +1),),
)
