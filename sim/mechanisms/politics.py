"""Politics: who talks to the state's side, what comes of it, and whether a deal is kept.

Talks need a stalemate that hurts; deals die of the fear of being cheated unless somebody stands
by them. Mediators bring deals sooner, and weaker (evidence C1); guarantees hold them (C12).
"""

from __future__ import annotations

import math

from sim.fields.claim import Claim
from sim.fields.parameter import Group, number
from sim.luck import streams
from sim.nature.mechanism import Mechanism
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


class PoliticsNumbers(Group):
    """Talks, agreements, and whether they are kept."""

    TABLE = "politics"

    talks: float = number(
        0.04,
        "per month",
        0.0,
        1.0,
        "evidence:C2",
        "hazard that parties begin to talk when a stalemate hurts fully",
    )
    jihadist_talks: float = number(
        0.15,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "readiness of jihadist factions to talk, and theirs to talk with, against others",
    )
    offer_opens: float = number(
        4.0,
        "ratio",
        0.0,
        50.0,
        "assumption",
        "how much an open offer from outside raises that hazard",
    )
    mediators_heard: float = number(
        1.0,
        "share",
        0.0,
        1.0,
        "assumption",
        "how far parties listen to mediators at all: terms, pressure, patience with talks",
        effect=True,
    )
    mediation_effect: float = number(
        2.0,
        "ratio",
        0.0,
        20.0,
        "evidence:C1",
        "how much mediators at full reach add to the hazards of talks and of agreement",
        effect=True,
    )
    teams_half: float = number(
        2.0,
        "teams a dyad",
        0.1,
        20.0,
        "assumption",
        "mediation teams for each armed party at which half of that reach is had",
    )
    agree: float = number(
        0.05,
        "per month",
        0.0,
        1.0,
        "evidence:C3",
        "hazard of agreement in talks when a stalemate hurts fully",
    )
    break_off: float = number(
        0.15, "per month", 0.0, 1.0, "evidence:C3", "hazard that talks break off when nothing hurts"
    )
    harden: float = number(
        0.06, "0 to 1", 0.0, 1.0, "evidence:C1", "war-weariness undone by talks that fail"
    )
    ceasefire: float = number(
        0.15, "per month", 0.0, 1.0, "assumption", "hazard that talks bring a ceasefire"
    )
    violate: float = number(
        0.06, "per month", 0.0, 1.0, "assumption", "hazard that a ceasefire is broken"
    )
    truce_months: float = number(
        24.0, "months", 3.0, 120.0, "assumption", "ceasefire after which a war has ended in a truce"
    )
    pressure_cost: float = number(
        0.5,
        "0 to 1",
        0.0,
        1.0,
        "evidence:C1",
        "quality that a deal loses when it is pushed through",
    )
    cheat: float = number(
        0.01,
        "per month",
        0.0,
        1.0,
        "evidence:C9",
        "hazard that a signatory returns to war under full fear of being cheated",
    )
    cheat_fades: float = number(
        36.0, "months", 3.0, 240.0, "assumption", "how fast that fear fades as a deal is kept"
    )
    own_terms: float = number(
        2.0,
        "dimensions",
        0.0,
        4.0,
        "evidence:C4",
        "dimensions of power sharing that parties agree on without mediators",
    )
    sharing_effect: float = number(
        0.15,
        "share per dimension",
        0.0,
        0.25,
        "evidence:C4",
        "of that hazard prevented by each dimension of power sharing",
    )
    guarantee_effect: float = number(
        0.85,
        "share",
        0.0,
        1.0,
        "evidence:C12",
        "of that hazard prevented by a full third-party guarantee",
        effect=True,
    )
    guarantee_troops: float = number(
        0.5,
        "persons per 1,000",
        0.05,
        50.0,
        "assumption",
        "robust troops at which half of a guarantee is believed",
    )
    armed_fear: float = number(
        1.0,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "fear added by signatories who are still armed against those who are not",
    )
    spoilers: float = number(
        2.0,
        "ratio",
        0.0,
        10.0,
        "evidence:D12",
        "fear added by armed outsiders as strong as the signatories",
    )
    promise: float = number(
        0.04,
        "per month",
        0.0,
        1.0,
        "assumption",
        "promises kept in a month where government works well",
    )
    crisis_months: float = number(
        6.0, "months", 1.0, 36.0, "assumption", "how long such a crisis lasts"
    )
    crisis_return: float = number(
        0.08,
        "per month",
        0.0,
        1.0,
        "assumption",
        "hazard that a crisis brings an armed party back to war",
    )


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
    table, r = world.policy.mediation, world.rules.of(PoliticsNumbers)
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
    r, row = world.rules.of(PoliticsNumbers), world.factions[f]
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
    r, row = world.rules.of(PoliticsNumbers), world.factions[f]
    row["truce"] += 1
    if _luck(world, streams.KEEP, f, 0) < r.violate * (1.0 - 0.5 * ripeness(world, f)):
        row["truce"], row["posture"] = 0, TALK
        world.note(f, "ceasefire broken")
    elif row["truce"] > r.truce_months:
        _end(world, f, "truce")


def _sign(world: World, f: int, quality: float) -> None:
    row, table = world.factions[f], world.policy.mediation
    terms = world.rules.of(PoliticsNumbers).own_terms
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
    mission, r = world.mission, world.rules.of(PoliticsNumbers)
    if not mission.mandated:
        return 0.0
    people = max(float(world.places["persons"].sum()) / 1000.0, 1.0)
    density = (mission.troops() + 0.5 * float(mission.present[-1])) / people
    robust = {"robust": 1.0, "traditional": 0.45, "observer": 0.1}[world.policy.force.mandate]
    there = float(cover(density * robust, r.guarantee_troops)) * (0.5 + 0.5 * mission.consent)
    return there * (0.8 + 0.2 * float(world.factions[f]["promised"]))


def _keep_deal(world: World, f: int) -> None:
    """A month under a deal: promises, fear, and perhaps war again."""
    r, row = world.rules.of(PoliticsNumbers), world.factions[f]
    row["signed"] = min(int(row["signed"]) + 1, 30000)
    government = world.governments
    works = float((government["capacity"] * (1.0 - government["corruption"])).mean())
    row["kept"] += r.promise * (works - float(row["kept"]))
    if _luck(world, streams.KEEP, f, 1) < breach(world, f):
        _return(world, f)


def breach(world: World, f: int) -> float:
    """Hazard a month that a signatory takes up arms again."""
    r, factions = world.rules.of(PoliticsNumbers), world.factions
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


MECHANISM = Mechanism(
    name="politics",
    numbers=PoliticsNumbers,
    writes=("factions", "hostile", "combatants.status", "combatants.weeks"),
    without={"nature.politics.talks": 0.0},
    claims=(
        Claim("agreements", +1),
        Claim("talk_weeks", +1),
    ),
)
