"""Who comes to a camp: whom a deal binds, whose war is over, and what holds them back (D12)."""

from __future__ import annotations

import numpy as np

from sim.fields.column import R8
from sim.fields.compiled import rule
from sim.state.factions import DEFEATED, FADED, FIGHTING, MERGED, SIGNED, STATE
from sim.state.peacekeepers import either, police_cover
from sim.state.places import over_people
from sim.state.world import World, at_war, fighting, governs, strength_of


@rule
def pace_of_intake(world: World, ready: float) -> float:
    """What intake is slowed to for everybody, 0 to 1: sites, screening, camps' safety, refusals."""
    careful = 1.0 - world.rules.demobilisation.screening_slows * world.plan.ddr.screening
    return ready * careful * _trust_in_camps(world) * _halted(world)


@rule
def who_disarms(world: World, pace: float) -> R8:
    """(F,) monthly intake of each faction's armed, -1 for who has no reason to disarm.

    Who disarms fears those who do not: outsiders' strength slows intake, and the refusal of a
    party to the same talks stops it (evidence D12); peacekeepers near by ease it.
    """
    p, factions = world.rules.demobilisation, world.factions
    intake = np.full(len(factions), -1.0)
    exposed = 1.0 - 0.5 * _shield(world)
    for f in range(world.faction_count):
        named = _named_army(world, f)
        left = (1.0 - p.army_share) * factions["initial"][f]
        enough = named and factions["fighters"][f] <= left
        if (factions["standing"][f] == SIGNED or named or _stands_by(world, f)) and not enough:
            rivals, own = _rivals(world, f), strength_of(world, f)
            fear = rivals / (rivals + own + 1.0) * exposed
            intake[f] = p.intake * pace * (1.0 - fear)
    return intake


@rule
def who_comes_late(world: World, pace: float) -> R8:
    """(F,) monthly intake of those at home whose war is over, by faction; 0: it is not.

    No group stands behind them: they fear who still fights as far as the state does not keep them.
    """
    factions, late = world.factions, np.zeros(len(world.factions))
    keeps = 1.0
    for f in fighting(world):
        if governs(world, f):
            keeps += strength_of(world, f)
    exposed = 1.0 - 0.5 * _shield(world)
    for f in range(world.faction_count):
        standing = factions["standing"][f]
        gone = standing == FADED or standing == DEFEATED or standing == MERGED
        over = gone or standing == SIGNED or _named_army(world, f) or _stands_by(world, f)
        if over and not factions["foreign"][f]:
            rivals = _rivals(world, f)
            fear = rivals / (rivals + keeps) * exposed
            late[f] = world.rules.demobilisation.late * pace * (1.0 - fear)
    return late


@rule
def _named_army(world: World, f: int) -> bool:
    """Whether it is the state's army, and a deal that holds names it."""
    factions = world.factions
    army = factions["kind"][f] == STATE and governs(world, f) and not factions["foreign"][f]
    return bool(army and factions["standing"][f] == FIGHTING and factions["signed"][f] > 0)


@rule
def _stands_by(world: World, f: int) -> bool:
    """Whether it is a militia of the state's side with nobody left to fight."""
    factions = world.factions
    militia = factions["kind"][f] != STATE and governs(world, f) and not factions["foreign"][f]
    return bool(militia and factions["standing"][f] == FIGHTING and not at_war(world, f))


@rule
def _trust_in_camps(world: World) -> float:
    """One half where nobody guards the camps, 1 where all are guarded, or there are none yet.

    UN police keep order inside, where soldiers keep enemies out.
    """
    custody = world.rules.demobilisation.custody
    camps, guarded = world.works["cantoned"], world.works["guarded"]
    inside, safe = 0.0, 0.0
    for p in range(len(camps)):
        inside += np.float64(camps[p])
        if camps[p] > 0.0:
            policed = custody * police_cover(world, p)
            safe += either(np.float64(guarded[p]), policed) * np.float64(camps[p])
    return 0.5 + 0.5 * (safe / max(inside, 1.0) if inside > 0.0 else 1.0)


@rule
def _halted(world: World) -> float:
    """Share of intake left while parties at war have refused an offer, or have not answered it."""
    p, factions = world.rules.demobilisation, world.factions
    waiting = False
    for f in fighting(world):
        if factions["refused"][f]:
            return 1.0 - p.refusal
        if factions["offered"][f] > 0 and not governs(world, f):
            waiting = True
    return 1.0 - p.waiting if waiting else 1.0


@rule
def _rivals(world: World, f: int) -> float:
    """Strength of those at war who are neither of the state's side nor of this faction's."""
    factions = world.factions
    strength = 0.0
    for g in fighting(world):
        side = factions["side"][g]
        if side != world.governing and side != factions["side"][f]:
            strength += strength_of(world, g)
    return strength


@rule
def _shield(world: World) -> float:
    """How safe peacekeepers make those who disarm, 0 to 1: mean presence over people."""
    return over_people(world.places["persons"], world.places["presence"])
