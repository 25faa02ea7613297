"""Politics: who talks to the state's side, what comes of it, and whether a deal is kept.

Talks need a stalemate that hurts; deals die of the fear of being cheated unless somebody stands
by them. Mediators bring deals sooner, and weaker (evidence C1); guarantees hold them (C12).
"""

from __future__ import annotations

import math

from sim.luck import streams
from sim.state.factions import (
    CAMPAIGN,
    CANTONED,
    CEASEFIRE,
    FIGHTING,
    HOLD,
    IMPLEMENT,
    JIHADIST,
    REMOBILISED,
    SIGNED,
    STATE,
    TALK,
)
from sim.state.works import cover
from sim.state.world import World, hostilities

WRITES = ("factions", "hostile", "combatants.status", "combatants.weeks")
STATE_SIDE = 0


def negotiate(world: World) -> None:
    """A month of talks, agreements, breaches."""
    state = world.factions["side"] == STATE_SIDE
    bound = (world.factions["standing"] == SIGNED).nonzero()[0]  # by deals of months before
    for f in world.fighting():
        faction = world.factions[f]
        if not state[f]:
            _talk(world, f)
        elif faction["kind"] != STATE and faction["offered"] > 0 and _somebody_signed(world):
            _sign(world, f, 0.6)  # an ally of the government joins its deal
    for row in bound:
        _keep_deal(world, int(row))
    offers = world.factions["offered"]
    ending = offers == 1
    world.factions["refused"][ending & (world.factions["standing"] == FIGHTING)] = 1
    offers[offers > 0] -= 1
    world.hostile = hostilities(world.factions, world.peace)


def _somebody_signed(world: World) -> bool:
    signed = world.factions["standing"] == SIGNED
    return bool((signed & (world.factions["side"] != STATE_SIDE)).any())


def ripeness(world: World, f: int) -> float:
    """How far a stalemate hurts both sides and both know where they stand, 0 to 1."""
    factions = world.factions
    foes = (world.hostile[f] & (factions["side"] == STATE_SIDE)).nonzero()[0]
    if not len(foes):
        return 0.0
    strength = factions["fighters"] * factions["quality"] + 1.0
    theirs = float((factions["weariness"][foes] * strength[foes]).sum() / strength[foes].sum())
    own = float(factions[f]["weariness"])
    share = float(strength[f] / (strength[f] + strength[foes].sum()))
    hurting = min(1.6 * math.sqrt(own * (0.3 * own + 0.7 * theirs)), 1.0)
    gap = min(2.0 * abs(float(factions[f]["belief"]) - share), 1.0)
    return hurting * (1.0 - 0.6 * gap)


def reach_of_mediators(world: World, f: int) -> float:
    """How far mediators reach this faction and are heard, 0 to 1."""
    table, r = world.policy.mediation, world.rules.politics
    working = world.mission.working("mediation")
    if working <= 0.0 or table.teams == 0:
        return 0.0
    if table.parties and world.names[f] not in table.parties:
        return 0.0
    factions = world.factions
    armed = [g for g in world.fighting() if factions[g]["side"] != STATE_SIDE]
    strength = {g: float(factions[g]["fighters"] * factions[g]["quality"]) for g in armed}
    rank = strength[f] / max(*strength.values(), 1e-9)  # nobody may have a fighter left
    invited = 1.0 if rank >= 0.999 else table.inclusion + (1.0 - table.inclusion) * rank**2
    teams = table.teams * working / max(len(armed), 1)
    seen_fair = 0.4 + 0.6 * table.impartiality
    return float(cover(teams, r.teams_half)) * invited * seen_fair * r.mediators_heard


def _luck(world: World, stream: int, f: int, ordinal: int) -> float:
    return streams.u(world.seed, stream, world.week, int(world.factions[f]["key"]), ordinal)


def _has_counterpart(world: World, f: int) -> bool:
    """True if somebody of the state's side fights this faction: talks need two sides."""
    return bool((world.hostile[f] & (world.factions["side"] == STATE_SIDE)).any())


def _talk(world: World, f: int) -> None:
    """Begin to talk, go on, agree or break off."""
    r, row = world.rules.politics, world.factions[f]
    if not _has_counterpart(world, f):
        row["talks"], row["truce"] = 0, 0
        return
    ripe = ripeness(world, f)
    help_ = reach_of_mediators(world, f)
    push = world.policy.mediation.pressure * help_
    offered = r.offer_opens if row["offered"] > 0 else 0.0
    if row["talks"] == 0:
        hazard = r.talks * (0.15 + ripe) * (1.0 + offered + r.mediation_effect * help_ + push)
        if row["kind"] == JIHADIST:
            hazard *= r.jihadist_talks
        if _luck(world, streams.TALKS, f, 0) < hazard:
            row["talks"], row["mediated"] = 1, help_ > 0.1
            world.note(f, "talks")
            row["posture"], row["months"], row["target"] = TALK, 0, -1
        return
    row["talks"] += 1
    opened = 0.5 * offered / max(r.offer_opens, 1.0)
    effort = 1.0 + opened + r.mediation_effect * help_ + push
    if _luck(world, streams.AGREE, f, 0) < r.agree * ripe * effort:
        _sign(world, f, ripe * (1.0 - r.pressure_cost * push))
        return
    if _luck(world, streams.TALKS, f, 1) < r.break_off * (1.0 - ripe) / (1.0 + 0.5 * help_):
        row["talks"], row["truce"] = 0, 0
        world.note(f, "talks fail")
        row["weariness"] = max(float(row["weariness"]) - r.harden, 0.0)
        row["posture"] = HOLD
        return
    if row["truce"] > 0:
        _hold_truce(world, f)
    elif _luck(world, streams.AGREE, f, 1) < r.ceasefire * (0.2 + ripe):
        row["truce"], row["posture"] = 1, CEASEFIRE
        world.note(f, "ceasefire")


def _hold_truce(world: World, f: int) -> None:
    r, row = world.rules.politics, world.factions[f]
    row["truce"] += 1
    if _luck(world, streams.KEEP, f, 0) < r.violate * (1.0 - 0.5 * ripeness(world, f)):
        row["truce"], row["posture"] = 0, TALK
        world.note(f, "ceasefire broken")
    elif row["truce"] > r.truce_months:
        _end(world, f, "truce")


def _sign(world: World, f: int, quality: float) -> None:
    row, table = world.factions[f], world.policy.mediation
    terms = world.rules.politics.own_terms
    if row["mediated"]:
        terms = table.power_sharing
        row["promised"] = max(float(row["promised"]), table.guarantees)
    row["sharing"] = max(int(row["sharing"]), int(terms))
    row["ripe"], row["kept"], row["signed"] = quality, 0.0, 1
    _end(world, f, "agreement")


def _end(world: World, f: int, kind: str) -> None:
    """The war of one faction has ended for now."""
    row = world.factions[f]
    row["standing"], row["posture"], row["talks"] = SIGNED, IMPLEMENT, 0
    row["truce"], row["target"], row["refused"], row["months"] = 0, -1, 0, 0
    row["signed"] = max(int(row["signed"]), 1)
    world.endings.append((world.week, f, kind))
    world.note(f, kind)


def guarantee(world: World, f: int) -> float:
    """How far outsiders' promise to stand by a deal is believed, 0 to 1."""
    mission, r = world.mission, world.rules.politics
    if not mission.mandated:
        return 0.0
    people = max(float(world.places["persons"].sum()) / 1000.0, 1.0)
    density = (mission.troops() + 0.5 * float(mission.present[-1])) / people
    robust = {"robust": 1.0, "traditional": 0.45, "observer": 0.1}[world.policy.force.mandate]
    there = float(cover(density * robust, r.guarantee_troops)) * (0.5 + 0.5 * mission.consent)
    return there * (0.8 + 0.2 * float(world.factions[f]["promised"]))


def _keep_deal(world: World, f: int) -> None:
    """A month under a deal: promises, fear, and perhaps war again."""
    r, row = world.rules.politics, world.factions[f]
    row["signed"] = min(int(row["signed"]) + 1, 30000)
    government = world.governments
    works = float((government["capacity"] * (1.0 - government["corruption"])).mean())
    row["kept"] += r.promise * (works - float(row["kept"]))
    if _luck(world, streams.KEEP, f, 1) < breach(world, f):
        _return(world, f)


def breach(world: World, f: int) -> float:
    """Hazard a month that a signatory takes up arms again."""
    r, factions = world.rules.politics, world.factions
    row = factions[f]
    strength = factions["fighters"] * factions["quality"]
    outside = (factions["standing"] == FIGHTING) & (factions["side"] != STATE_SIDE)
    rivals = float(strength[outside].sum())
    own = float(strength[f])
    state = float(strength[(factions["side"] == STATE_SIDE) & (factions["standing"] == 1)].sum())
    armed = min(2.0 * own / (own + state + 1.0), 1.0)
    fear = 0.5 + 0.5 * r.armed_fear * armed + r.spoilers * rivals / (rivals + own + state + 1.0)
    fear *= 1.4 - float(row["ripe"]) - 0.4 * float(row["kept"])
    fear *= 1.0 - r.sharing_effect * int(row["sharing"])
    fear *= 1.0 - r.guarantee_effect * guarantee(world, f)
    fades = 0.1 + 0.9 * math.exp(-float(row["signed"]) / r.cheat_fades)
    hazard = r.cheat * max(fear, 0.0) * fades
    if world.crisis > 0.0:
        hazard += r.crisis_return * (0.4 + armed)
    return hazard


def _return(world: World, f: int) -> None:
    row = world.factions[f]
    world.note(f, "deal broken")
    row["standing"], row["posture"], row["months"] = FIGHTING, CAMPAIGN, 0
    row["weariness"] = max(float(row["weariness"]) - 0.3, 0.1)
    row["signed"], row["sharing"], row["promised"], row["mediated"] = 0, 0, 0.0, 0
    table = world.combatants
    inside = (table["faction"] == f) & (table["status"] == CANTONED)
    table["status"][inside] = REMOBILISED
    table["weeks"][inside] = 0
