"""Politics: who talks to the state's side, what comes of it, and whether a deal is kept.

Talks need a stalemate that hurts; deals die of the fear of being cheated unless somebody stands
by them. Mediators bring deals sooner, and weaker (evidence C1); guarantees hold them (C12).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.conversions import MOST_COUNTED, PER_THOUSAND
from sim.fields.parameter import Group, number
from sim.levers.force import ROBUST, TRADITIONAL
from sim.luck import streams
from sim.nature.mechanism import Mechanism
from sim.state import transitions
from sim.state.chronicle import TRUCE
from sim.state.factions import FOR_RENTS, SIGNED, STATE
from sim.state.mission import troops
from sim.state.peacekeepers import monitored
from sim.state.readiness import heeds, meant_for, reach_of_mediators, ripeness
from sim.state.stances import somebody_signed
from sim.state.trust import believed, believes, feel_abuse, lose_trust, meets_wants
from sim.state.units import PARTNERS
from sim.state.works import cover
from sim.state.world import World, fighting, governs, opposes, set_hostilities, strength_of


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
    gang_talks: float = number(
        0.3,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "readiness of gangs to talk, and theirs to talk with, against others",
    )
    all_power: float = number(
        4.0, "dimensions", 1.0, 4.0, "evidence:C4", "power sharing that meets all that is asked"
    )
    unmet_terms: float = number(
        0.5,
        "ratio",
        0.0,
        1.0,
        "calibrated",
        "readiness to agree to terms that share nothing, against full ones",
    )
    rents_kept: float = number(
        0.6,
        "share",
        0.0,
        1.0,
        "assumption",
        "of the readiness to agree, and to keep a deal, that full supply takes from who fights "
        "for rents",
    )
    ground_kept: float = number(
        1.0,
        "share",
        0.0,
        1.0,
        "assumption",
        "of the readiness to agree that a party to territory loses where terms would take all of "
        "its ground",
    )
    betrayed: float = number(
        0.5,
        "share",
        0.0,
        1.0,
        "assumption",
        "of the trust of who governs in a party lost to a deal that it breaks",
    )
    truce_betrayed: float = number(
        0.2, "share", 0.0, 1.0, "assumption", "the same, to a ceasefire that it breaks"
    )
    abuse_betrays: float = number(
        0.08,
        "share per log death",
        0.0,
        1.0,
        "assumption",
        "of the trust in who governs lost to the killing of one's people under talks or a deal",
    )
    kept_trust: float = number(
        0.01, "per month", 0.0, 1.0, "assumption", "trust gained by a month in which a deal is kept"
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
        0.09,
        "per month",
        0.0,
        1.0,
        "evidence:C3",
        "hazard of agreement in talks when a stalemate hurts fully",
    )
    follow: float = number(
        0.35,
        "chance",
        0.0,
        1.0,
        "assumption",
        "that a party for whom a text is meant as well signs it with who has agreed, where it "
        "meets all that it wants and a stalemate hurts it fully, or nothing",
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
        6.0,
        "months",
        1.0,
        36.0,
        "assumption",
        "length of a crisis after a coup or a rejected vote",
    )
    crisis_return: float = number(
        0.08,
        "per month",
        0.0,
        1.0,
        "assumption",
        "hazard that a crisis brings an armed party back to war",
    )
    hurt_scale: float = number(
        2.4,
        "ratio",
        0.1,
        10.0,
        "calibrated",
        "how fast the weariness of both sides adds up to a stalemate that hurts fully",
    )
    hurt_own: float = number(
        0.3,
        "share",
        0.0,
        1.0,
        "assumption",
        "weight of its own weariness in what hurts a party, against its foes'",
    )
    misjudged: float = number(
        0.6,
        "share",
        0.0,
        1.0,
        "assumption",
        "ripeness lost where a leader misjudges the balance of strength by half or more",
    )
    as_strong: float = number(
        0.999,
        "share",
        0.5,
        1.0,
        "assumption",
        "of the strongest party's strength from which another is invited like it",
    )
    biased_heard: float = number(
        0.4,
        "share",
        0.0,
        1.0,
        "assumption",
        "how far mediators are heard who favour one side openly",
    )
    table_reach: float = number(
        0.1,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "reach beyond which mediators sit at the table of talks that begin",
    )
    unripe_talks: float = number(
        0.15,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "readiness to begin talks where nothing hurts, added to ripeness",
    )
    unripe_truce: float = number(
        0.2,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "readiness to cease fire in talks where nothing hurts, added to ripeness",
    )
    ally_quality: float = number(
        0.6,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "quality of the deal by which an ally of the government joins in",
    )
    guarantee_traditional: float = number(
        0.45,
        "share",
        0.0,
        1.0,
        "assumption",
        "of a robust soldier's worth to a guarantee that one of a traditional mandate has",
    )
    guarantee_observer: float = number(
        0.1,
        "share",
        0.0,
        1.0,
        "assumption",
        "of a robust soldier's worth to a guarantee that one of an observer mission has",
    )
    promise_counts: float = number(
        0.6,
        "share",
        0.0,
        1.0,
        "assumption",
        "of a guarantee believed only as far as it was promised with the deal",
    )
    deal_fear: float = number(
        1.4,
        "ratio",
        0.0,
        5.0,
        "assumption",
        "fear left by the worst deal of which nothing is kept; a perfect one takes 1 off it",
    )
    kept_calms: float = number(
        0.4,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "fear taken off by all promises kept",
    )
    fear_stays: float = number(
        0.1,
        "share",
        0.0,
        1.0,
        "assumption",
        "of the first fear of being cheated that no time takes away",
    )
    crisis_unarmed: float = number(
        0.4,
        "ratio",
        0.0,
        2.0,
        "assumption",
        "return to war in a crisis of a party with hardly a fighter; full strength adds 1",
    )
    return_rests: float = number(
        0.3,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "war-weariness undone in who breaks a deal",
    )
    return_weary: float = number(
        0.1,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "war-weariness that who breaks a deal keeps at least",
    )


@rule
def negotiate(world: World) -> None:
    """A month of talks, agreements, breaches."""
    factions = world.factions
    bound = factions["standing"] == SIGNED  # by deals of months before
    agreed = np.zeros(len(factions), np.bool_)
    for f in fighting(world):
        if factions["foreign"][f]:
            continue  # whoever sent it decides elsewhere
        if not governs(world, f):
            agreed[f] = _talk(world, f)
        elif factions["kind"][f] == STATE:
            _bind(world, f)
        elif factions["offered"][f] > 0 and somebody_signed(world):
            _sign(world, f, world.rules.politics.ally_quality)  # an ally of the government joins in
    _bring_in(world, agreed)
    for f in range(len(factions)):
        if bound[f]:
            _keep_deal(world, f)
        heed = np.float64(factions["heed"][f])
        heed += world.rules.will.impartial_rate * (world.mission.impartial - heed)
        factions["heed"][f] = min(max(heed, 0.0), 1.0)
    transitions.let_offers_age(world)
    set_hostilities(world)


@rule
def _luck(world: World, stream: int, f: int, ordinal: int) -> float:
    return streams.u(world.seed, stream, world.week, world.factions["key"][f], ordinal)


@rule
def _talk(world: World, f: int) -> bool:
    """Begin to talk, or go on; whether it has signed."""
    r, factions = world.rules.politics, world.factions
    if not opposes(world, f):
        transitions.drop_talks(world, f)
        return _joins(world, f)
    ripe = ripeness(world, f)
    reach = reach_of_mediators(world, f)
    push = world.plan.mediation.pressure * reach
    offered = r.offer_opens if factions["offered"][f] > 0 else 0.0
    if factions["talks"][f] > 0:
        return _go_on(world, f, ripe, reach, push, offered)
    urged = 1.0 + offered + r.mediation_effect * reach + push
    hazard = r.talks * (r.unripe_talks + ripe) * urged * believes(world, f) * heeds(world, f)
    if _luck(world, streams.TALKS, f, 0) < hazard:
        transitions.begin_talks(world, f, reach > r.table_reach)
    return False


@rule
def _go_on(world: World, f: int, ripe: float, reach: float, push: float, offered: float) -> bool:
    """A month of talks that have begun: agree, break off, cease fire, or talk on."""
    r, factions = world.rules.politics, world.factions
    factions["talks"][f] += 1
    feel_abuse(world, f)
    opened = 0.5 * offered / max(r.offer_opens, 1.0)
    effort = 1.0 + opened + r.mediation_effect * reach + push
    meets = meets_wants(world, f) * believes(world, f) * believed(world, f)  # it takes two to sign
    if _luck(world, streams.AGREE, f, 0) < r.agree * ripe * effort * meets:
        _sign(world, f, ripe * (1.0 - r.pressure_cost * push))
        return True
    if _luck(world, streams.TALKS, f, 1) < r.break_off * (1.0 - ripe) / (1.0 + 0.5 * reach):
        transitions.break_off(world, f, r.harden)
    elif factions["truce"][f] > 0:
        _hold_truce(world, f)
    elif _luck(world, streams.AGREE, f, 1) < r.ceasefire * (r.unripe_truce + ripe):
        transitions.cease_fire(world, f)
    return False


# one text, several parties


@rule
def _joins(world: World, f: int) -> bool:
    """Whether a party to an offer signs that does not fight the state's side: nothing hurts it."""
    r = world.rules.politics
    if world.factions["offered"][f] == 0:
        return False
    hazard = r.agree * (1.0 + 0.5 * r.offer_opens) * meets_wants(world, f) * believes(world, f)
    if _luck(world, streams.AGREE, f, 0) >= hazard:
        return False
    _sign(world, f, r.ally_quality)
    return True


@rule
def _bring_in(world: World, agreed: Any) -> None:
    """A text that somebody has agreed to is put to the others for whom it is meant, who choose."""
    for f in range(len(agreed)):
        if not agreed[f]:
            continue
        for g in fighting(world):
            if governs(world, g) or world.factions["foreign"][g]:
                continue
            chance = world.rules.politics.follow * meant_for(world, f, g)
            if chance > 0.0:
                _follow(world, f, g, chance)


@rule
def _follow(world: World, f: int, g: int, chance: float) -> None:
    """A party that is asked to sign beside another does so, or lets it pass."""
    hurts = ripeness(world, g) if opposes(world, g) else 1.0
    chance *= meets_wants(world, g) * believes(world, g) * hurts * heeds(world, g)
    if _luck(world, streams.AGREE, g, 2) < chance:
        _sign(world, g, np.float64(world.factions["ripe"][f]))


@rule
def _bind(world: World, f: int) -> None:
    """An army that an offer names is bound by it when another signs, until nobody is bound."""
    signed = somebody_signed(world)
    if (world.factions["offered"][f] > 0 or world.factions["signed"][f] > 0) and not (
        signed and world.factions["signed"][f] > 0
    ):
        transitions.bind_army(world, f, signed)


@rule
def _hold_truce(world: World, f: int) -> None:
    r, factions = world.rules.politics, world.factions
    factions["truce"][f] += 1
    hazard = r.violate * (1.0 - 0.5 * ripeness(world, f)) * (1.0 - monitored(world, f))
    if _luck(world, streams.KEEP, f, 0) < hazard:
        transitions.break_truce(world, f)
        lose_trust(world, f, r.truce_betrayed)
    elif factions["truce"][f] > r.truce_months:
        transitions.end_war(world, f, TRUCE)


@rule
def _sign(world: World, f: int, quality: float) -> None:
    """It signs: the mediators' terms and guarantees if they sat at the table, or its own."""
    if world.factions["mediated"][f]:
        table = world.plan.mediation
        transitions.sign_terms(world, f, quality, table.power_sharing, table.guarantees)
    else:
        transitions.sign_terms(world, f, quality, int(world.rules.politics.own_terms), 0.0)


@rule
def _worth(world: World) -> float:
    """What a soldier's presence is worth to a guarantee by mandate, of a robust soldier's."""
    if world.plan.force.mandate == ROBUST:
        return 1.0
    if world.plan.force.mandate == TRADITIONAL:
        return world.rules.politics.guarantee_traditional
    return world.rules.politics.guarantee_observer


@rule
def guarantee(world: World, f: int) -> float:
    """How far outsiders' promise to stand by a deal is believed, 0 to 1."""
    mission, r = world.mission, world.rules.politics
    if not mission.mandated:
        return 0.0
    people = 0.0
    for p in range(len(world.places)):
        people += world.places["persons"][p]
    thousands = max(people / PER_THOUSAND, 1.0)
    density = (troops(mission) + 0.5 * mission.present[PARTNERS]) / thousands
    there = cover(density * _worth(world), r.guarantee_troops) * (0.5 + 0.5 * mission.consent)
    promised = np.float64(world.factions["promised"][f])
    heed = min(0.5 + np.float64(world.factions["heed"][f]), 1.0)
    return there * heed * (1.0 - r.promise_counts + r.promise_counts * promised)


@rule
def _keep_deal(world: World, f: int) -> None:
    """A month under a deal: promises, fear, and perhaps war again."""
    r, factions, government = world.rules.politics, world.factions, world.governments
    factions["signed"][f] = min(int(factions["signed"][f]) + 1, MOST_COUNTED)
    done = 0.0
    for p in range(len(government)):
        clean = 1.0 - np.float64(government["corruption"][p])
        done += np.float64(government["capacity"][p]) * clean
    kept = np.float64(factions["kept"][f])
    factions["kept"][f] = kept + r.promise * (done / len(government) - kept)
    for g in range(world.faction_count):
        if governs(world, g):
            for one, other in ((f, g), (g, f)):
                believed = np.float64(world.trust[one, other])
                world.trust[one, other] = believed + r.kept_trust * (1.0 - believed)
    feel_abuse(world, f)
    if _luck(world, streams.KEEP, f, 1) < breach(world, f):
        _return(world, f)


@rule
def _at_war(world: World, state: bool) -> float:
    """Strength of those at war: of the state's side, or of all others."""
    strength = 0.0
    for f in fighting(world):
        if governs(world, f) == state:
            strength += strength_of(world, f)
    return strength


@rule
def breach(world: World, f: int) -> float:
    """Hazard a month that a signatory takes up arms again."""
    r, factions = world.rules.politics, world.factions
    rivals, state = _at_war(world, False), _at_war(world, True)
    own = strength_of(world, f)
    armed = min(2.0 * own / (own + state + 1.0), 1.0)
    fear = 0.5 + 0.5 * r.armed_fear * armed + r.spoilers * rivals / (rivals + own + state + 1.0)
    ripe, kept = np.float64(factions["ripe"][f]), np.float64(factions["kept"][f])
    fear *= r.deal_fear - ripe - r.kept_calms * kept
    fear *= 1.0 - r.sharing_effect * factions["sharing"][f]
    fear *= 1.0 - r.guarantee_effect * guarantee(world, f)
    fear *= (2.0 - believes(world, f)) * (1.0 - monitored(world, f))
    if factions["goal"][f] == FOR_RENTS:
        fear *= 1.0 + r.rents_kept * np.float64(factions["supply"][f])
    faded = math.exp(-np.float64(factions["signed"][f]) / r.cheat_fades)
    fades = r.fear_stays + (1.0 - r.fear_stays) * faded
    hazard = r.cheat * max(fear, 0.0) * fades
    if world.crisis > 0.0:
        hazard += r.crisis_return * (r.crisis_unarmed + armed)
    bought = np.float64(factions["bought"][f])
    return hazard * (1.0 - world.rules.commanders.bought_keeps * bought)


@rule
def _return(world: World, f: int) -> None:
    """A signatory goes back to war: rested, but never quite."""
    r = world.rules.politics
    lose_trust(world, f, r.betrayed)
    transitions.return_to_war(world, f, r.return_rests, r.return_weary)


MECHANISM = Mechanism(
    name="politics",
    numbers=PoliticsNumbers,
    writes=(
        "factions",
        "hostile",
        "trust",
        "combatants.place",
        "combatants.status",
        "combatants.weeks",
        "combatants.enrolled",
        "ends",
        "notes",
    ),
    without={"nature.politics.talks": 0.0},
    claims=(
        Claim("agreements", +1),
        Claim("talk_weeks", +1),
    ),
)
