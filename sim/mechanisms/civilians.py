"""Civilians: fear, grievance, trust, livelihood, flight along roads and return.

`Civilian.step` in `sim.agents` says the same in plain Python, a person at a time; both use the
same luck and the same order of operations, and must agree exactly.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.fields.claim import Claim
from sim.fields.column import R8
from sim.fields.compiled import entry, rule
from sim.fields.conversions import MOST_WEEKS_AWAY, TINY
from sim.fields.parameter import Group, number
from sim.levers import patrols
from sim.luck import streams
from sim.nature.mechanism import Mechanism
from sim.state import tally
from sim.state.civilians import ABROAD, AT_HOME, DISPLACED
from sim.state.flight import ALIVE, FEARED, FRIGHT, JOINS, LEAST, OUTRAGE, SAFE, TOLD, find_ways
from sim.state.stances import enemy_rule
from sim.state.world import World


class CivilianNumbers(Group):
    """What civilians feel and do."""

    TABLE = "civilian"

    fear_gain: float = number(
        0.35,
        "per log death",
        0.0,
        5.0,
        "assumption",
        "how strongly deaths in a place raise fear there",
    )
    fear_next_door: float = number(
        0.25,
        "share",
        0.0,
        1.0,
        "assumption",
        "fear from deaths in places one road away, against deaths here",
    )
    fear_decay: float = number(0.08, "per week", 0.0, 1.0, "assumption", "how fast fear fades")
    rumour: float = number(
        0.1,
        "per week",
        0.0,
        1.0,
        "assumption",
        "how far fear and grievance follow neighbours of one's community",
    )
    flight: float = number(
        0.002,
        "per week",
        0.0,
        2.0,
        "calibrated",
        "rate of flight at full fear; differs tenfold between wars",
    )
    onward: float = number(
        0.5,
        "ratio",
        0.0,
        5.0,
        "assumption",
        "rate of moving on of those already displaced, against that of flight",
    )
    abroad: float = number(
        0.5,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "pull of the border against that of an average safe neighbouring place, whoever rules it",
    )
    return_rate: float = number(
        0.02,
        "per week",
        0.0,
        1.0,
        "assumption",
        "rate of return of the displaced when home is safe and fear is gone",
    )
    abuse_grievance: float = number(
        0.06,
        "per log death",
        0.0,
        2.0,
        "assumption",
        "grievance from civilians killed by the state in one's place",
    )
    need_grievance: float = number(
        0.004, "per week", 0.0, 1.0, "assumption", "grievance from unmet need"
    )
    grievance_decay: float = number(
        0.01, "per week", 0.0, 1.0, "assumption", "how fast grievance fades towards its start"
    )
    trust_rate: float = number(
        0.02, "per week", 0.0, 1.0, "assumption", "how fast trust follows experience"
    )
    trust_mission_harm: float = number(
        0.05,
        "per log death",
        0.0,
        2.0,
        "assumption",
        "trust in the mission lost by deaths where its troops stand",
    )
    livelihood_rate: float = number(
        0.03, "per week", 0.0, 1.0, "assumption", "how fast livelihoods follow the local economy"
    )
    displaced_livelihood: float = number(
        0.5, "share", 0.0, 1.0, "assumption", "livelihood of the displaced against residents'"
    )
    rumour_grievance: float = number(
        0.2, "ratio", 0.0, 10.0, "assumption", "how fast grievance follows neighbours, against fear"
    )
    danger_rate: float = number(
        0.1,
        "per week",
        0.0,
        1.0,
        "assumption",
        "how fast the danger of a place follows the week's deaths",
    )
    danger_shuns: float = number(
        4.0,
        "log",
        0.0,
        100.0,
        "assumption",
        "how strongly danger keeps people from fleeing or returning to a place",
    )
    road_hours: float = number(
        4.0,
        "hours",
        0.1,
        1000.0,
        "assumption",
        "hours on the road to a place that make it draw half as many who flee",
    )
    state_trusted: float = number(
        0.1, "0 to 1", 0.0, 1.0, "assumption", "trust that a state without law or services deserves"
    )
    services_trust: float = number(
        0.3,
        "0 to 1",
        0.0,
        1.0,
        "assumption",
        "added to it by full services where the state holds the place",
    )
    abuse_distrust: float = number(
        0.2,
        "per log death",
        0.0,
        5.0,
        "assumption",
        "taken off it by civilians killed by the state",
    )
    mission_trusted: float = number(
        0.4, "0 to 1", 0.0, 1.0, "assumption", "trust that a mission out of sight deserves"
    )
    presence_trust: float = number(
        0.3, "0 to 1", 0.0, 1.0, "assumption", "added to it by full presence"
    )
    others_felt: float = number(
        0.4,
        "share",
        0.0,
        1.0,
        "assumption",
        "fear and anger from attacks on people of other communities, against one's own",
    )
    expelled: float = number(
        0.152,
        "per week",
        0.0,
        5.0,
        "calibrated",
        "fear of an enemy's rule alone, where it is to be feared fully",
    )
    kin_heard: float = number(
        0.3,
        "share",
        0.0,
        1.0,
        "assumption",
        "of what is heard from one's community that comes from relatives in another town",
    )
    kin_draw: float = number(
        2.0,
        "ratio",
        0.0,
        20.0,
        "assumption",
        "how much more a place of only one's own community draws who flees",
    )
    joins_less: float = number(
        0.1,
        "0 to 1",
        0.001,
        1.0,
        "assumption",
        "added to grievance: how far people without any take up arms, too",
    )


# what a week means for the people of a place
NEWS_DTYPE = np.dtype(
    [
        ("state", "f8"),  # what trust in the state moves towards, 0 to 1
        ("mission", "f8"),  # what trust in the mission moves towards, 0 to 1
        ("harm", "f8"),  # share of trust in the mission lost
        ("economy", "f8"),  # what livelihoods move towards, 0 to 1
    ]
)


@entry
def hear_news(world: World) -> tuple[Any, Any, Any, Any]:
    """What this week means in each place, to all and to each community.

    Returns news (P,) of NEWS_DTYPE; (P, C, 7) by ALIVE to FEARED; (C, 2E) cumulative chances of
    roads and (C, P) chances of the border, for who flees.
    """
    communities = world.mood.shape[1]
    news = np.zeros(len(world.places), NEWS_DTYPE)
    own = np.zeros((len(world.places), communities, TOLD))
    _tell(world, news, own)
    ways = np.zeros((communities, len(world.roads.target)))
    leave = np.zeros((communities, len(world.places)))
    find_ways(world, own, ways, leave)
    return news, own, ways, leave


@rule
def _tell(world: World, news: Any, own: R8) -> None:
    """News of each place; its danger fades and grows, and the toll is taken."""
    r = world.rules.civilian
    places, governments = world.places, world.governments
    indptr, road = world.roads.indptr, world.roads.target
    mandated = world.mission.mandated
    joint = patrols.joint(world) if mandated else 0.0
    misconduct = world.mission.harm if mandated else 0.0
    deaths, danger, toll = places["deaths"], places["danger"], places["toll"]
    new = r.danger_rate
    for p in range(len(places)):
        loud = math.log(1.0 + np.float64(deaths[p]))
        near = 0.0
        for k in range(indptr[p], indptr[p + 1]):
            near += math.log(1.0 + np.float64(deaths[road[k]]))
        near *= r.fear_next_door
        danger[p] = (1.0 - new) * np.float64(danger[p]) + new * (loud + near)
        abuse = math.log(1.0 + np.float64(places["deaths_by_state"][p]))
        _tell_communities(world, p, near, own[p])
        _tell_losses(world, p, own[p])
        toll[p] = 0.0
        for c in range(own.shape[1]):
            world.joined[p, c] = 0.0
        law = np.float64(governments["legitimacy"][p])
        served = np.float64(governments["services"][p]) * np.float64(places["state_control"][p])
        earned = r.state_trusted + 0.5 * law + r.services_trust * served - r.abuse_distrust * abuse
        news["state"][p] = min(max(earned, 0.0), 1.0)
        presence = np.float64(places["presence"][p])
        shared = joint * abuse * presence  # who patrols with abusers is seen as one of them
        goodwill = np.float64(world.works["goodwill"][p])
        earned = r.mission_trusted + r.presence_trust * presence + goodwill
        news["mission"][p] = min(max(earned - shared, 0.0), 1.0)
        news["harm"][p] = 1.0 - math.exp(-r.trust_mission_harm * loud * presence - misconduct)
        news["economy"][p] = np.float64(places["economy"][p])


@rule
def _tell_communities(world: World, p: int, near: float, out: R8) -> None:
    """What the week means to each community; `near`: log deaths next door, as they are felt here.

    Who are killed as one's own frighten and anger more than others; an enemy's rule frightens
    by itself.
    """
    r, places = world.rules.civilian, world.places
    slain, abused = 0.0, 0.0
    for c in range(len(out)):
        slain += world.slain[p, c]
        abused += world.abused[p, c]
    others, died = 1.0 - r.others_felt, np.float64(places["deaths"][p])
    hopeless = 1.0 - np.float64(world.works["schooled"][p])
    want = r.need_grievance * np.float64(places["need"][p]) * hopeless
    homes = 1.0 + world.rules.aid.home_again * np.float64(world.works["housed"][p])
    calm = math.exp(-r.danger_shuns * np.float64(places["danger"][p]))
    for c in range(len(out)):
        felt = died - others * (slain - world.slain[p, c])
        angered = abused - others * (abused - world.abused[p, c])
        feared = enemy_rule(world, p, c)
        heard = near if felt <= 0.0 else math.log(1.0 + felt) + near
        out[c, FRIGHT] = _part(r.fear_gain * heard + r.expelled * feared)
        anger = 0.0 if angered <= 0.0 else r.abuse_grievance * math.log(1.0 + angered)
        out[c, OUTRAGE] = _part(anger + want)
        out[c, SAFE], out[c, FEARED] = calm * homes, feared


@rule
def _part(rate: float) -> float:
    """Share of the way that is gone at a rate: none, without the work, where there is none."""
    return 0.0 if rate <= 0.0 else 1.0 - math.exp(-rate)


@rule
def _tell_losses(world: World, p: int, out: R8) -> None:
    """How many of each community die and take up arms; the toll is of those who did neither yet.

    The aggrieved join first, as far as there are enough: of nobody more than there is is taken.
    """
    spared, struck = 0.0, 0.0
    for c in range(len(out)):
        spared += _spared(world, p, c)
    if spared > 0.0:
        struck = min(world.places["toll"][p] / spared, 1.0)
    for c in range(len(out)):
        people = world.mood[p, c, 0]
        dead = world.slain[p, c] + _spared(world, p, c) * struck
        alive = max(people - dead, 0.0)
        joins = min(world.joined[p, c] / alive, 1.0) if alive > 0.0 else 0.0
        fair = (joins - world.mood[p, c, 2]) / max(1.0 - joins, TINY)
        out[c, ALIVE] = alive / people if people > 0.0 else 1.0
        out[c, JOINS] = joins
        out[c, LEAST] = max(world.rules.civilian.joins_less, fair)


@rule
def _spared(world: World, p: int, c: int) -> float:
    """People of a community in a place who were not killed in attacks on it and did not join."""
    return max(world.mood[p, c, 0] - world.slain[p, c] - world.joined[p, c], 0.0)


@entry
def live(world: World) -> None:
    """A week in the life of every sampled civilian, and the sums by place afterwards."""
    news, own, ways, leave = hear_news(world)
    _live(world, news, own, ways, leave)
    tally.civilians(world)


@rule
def _live(world: World, news: Any, own: R8, ways: R8, leave: R8) -> None:
    r, table, mood, driven = world.rules.civilian, world.civilians, world.mood, world.driven
    indptr, road = world.roads.indptr, world.roads.target
    flight_luck = streams.prefix(world.seed, streams.FLIGHT, world.week)
    return_luck = streams.prefix(world.seed, streams.RETURN, world.week)
    weight = table["weight"]
    fears = table["fear"]
    grievances = table["grievance"]
    bases = table["grievance_base"]
    trusts = table["trust_state"]
    missions = table["trust_mission"]
    livelihoods = table["livelihood"]
    homes = table["home"]
    places = table["place"]
    communities = table["community"]
    kin = table["kin"]
    weeks = table["weeks_displaced"]
    displaced = table["displaced"]
    rumour = r.rumour
    slower = r.rumour_grievance
    fear_decay = r.fear_decay
    grievance_decay = r.grievance_decay
    trust_rate = r.trust_rate
    livelihood_rate = r.livelihood_rate
    elsewhere = r.displaced_livelihood
    flight = r.flight
    onward = r.onward
    back = r.return_rate
    heard = r.kin_heard
    state = news["state"]  # columns by name here, not by row: each look-up costs
    welcome = news["mission"]
    harm = news["harm"]
    level = news["economy"]
    for i in range(weight.shape[0]):
        p = places[i]
        at = np.uintp(p)  # a number that cannot be negative needs no check of it
        status = displaced[i]
        fear = np.float64(fears[i])
        c = np.uintp(communities[i])
        if status != ABROAD:
            grievance = np.float64(grievances[i])
            weight[i] = np.float64(weight[i]) * own[at, c, ALIVE]
            if own[at, c, JOINS] > 0.0:
                least = own[at, c, LEAST]
                ratio = (least + grievance) / (least + mood[at, c, 2])
                weight[i] *= max(1.0 - own[at, c, JOINS] * ratio, 0.0)
            far = np.uintp(kin[i])
            if mood[far, c, 0] <= 0.0:
                far = at
            fear += rumour * (mood[at, c, 1] + heard * (mood[far, c, 1] - mood[at, c, 1]) - fear)
            fear -= fear_decay * fear
            fear += (1.0 - fear) * own[at, c, FRIGHT]
            told = mood[at, c, 2] + heard * (mood[far, c, 2] - mood[at, c, 2])
            grievance += slower * rumour * (told - grievance)
            grievance -= grievance_decay * (grievance - np.float64(bases[i]))
            grievance += (1.0 - grievance) * own[at, c, OUTRAGE]
            grievances[i] = grievance
            trust = np.float64(trusts[i])
            trusts[i] = trust + trust_rate * (state[at] - trust)
            mission = np.float64(missions[i])
            mission += trust_rate * (welcome[at] - mission)
            missions[i] = mission - mission * harm[at]
            economy = level[at]
            if status == DISPLACED:
                economy *= elsewhere
            livelihood = np.float64(livelihoods[i])
            livelihoods[i] = livelihood + livelihood_rate * (economy - livelihood)
        else:
            fear -= fear_decay * fear
        fears[i] = fear
        if status != AT_HOME:
            weeks[i] = min(weeks[i] + 1, MOST_WEEKS_AWAY)
            home = homes[i]
            chance = back * (1.0 - fear) * own[home, c, SAFE] * (1.0 - own[home, c, FEARED])
            if streams.u_after(return_luck, i, 0) < chance:
                places[i] = home
                displaced[i] = AT_HOME
                weeks[i] = 0
                continue
            if status == ABROAD:
                continue
        rate = flight * fear if status == AT_HOME else flight * fear * onward
        rate += driven[at, c]  # who is away from home is driven on like anybody
        luck = streams.u_after(flight_luck, i, 0)
        if luck < 2.0 * rate and luck < 1.0 - math.exp(-rate):  # most stay: spare them the exp
            luck = streams.u(world.seed, streams.FLIGHT_WHERE, world.week, i, 0)
            if luck < leave[c, p]:
                displaced[i] = ABROAD
                continue
            luck = (luck - leave[c, p]) / (1.0 - leave[c, p])
            for k in range(indptr[p], indptr[p + 1]):
                if luck <= ways[c, k]:
                    places[i] = road[k]
                    displaced[i] = AT_HOME if road[k] == homes[i] else DISPLACED
                    break


MECHANISM = Mechanism(
    name="civilians",
    numbers=CivilianNumbers,
    writes=(
        "civilians",
        "mood",
        "joined",
        "places.danger",
        "places.toll",
        "places.persons",
        "places.displaced",
        "places.away",
        "places.abroad",
        "places.tips",
        "places.fear",
        "places.grievance",
        "places.trust_state",
        "places.trust_mission",
        "places.livelihood",
    ),
    without={"nature.civilian.flight": 0.0},
    claims=(
        Claim("displaced_peak", +1),
        Claim("indirect_deaths", +1),
    ),
)
