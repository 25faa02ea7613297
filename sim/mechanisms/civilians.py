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
        0.02,
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
        "pull of the border against that of an average safe neighbouring place",
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


# what a week means for the people of a place
NEWS_DTYPE = np.dtype(
    [
        ("alive", "f8"),  # share of the people present who live on
        ("fright", "f8"),  # share of the remaining distance to full fear
        ("outrage", "f8"),  # the same for grievance
        ("state", "f8"),  # what trust in the state moves towards, 0 to 1
        ("mission", "f8"),  # what trust in the mission moves towards, 0 to 1
        ("harm", "f8"),  # share of trust in the mission lost
        ("economy", "f8"),  # what livelihoods move towards, 0 to 1
        ("safe", "f8"),  # how safe it is to come back to, 0 to 1
    ]
)


@entry
def hear_news(world: World) -> tuple[Any, Any, Any]:
    """What this week means in each place: news (P,) of NEWS_DTYPE, road chances, border chance."""
    news = np.zeros(len(world.places), NEWS_DTYPE)
    _tell(world, news)
    ways = np.zeros(len(world.roads.target))
    leave = np.zeros(len(world.places))
    _find_ways(world, news, ways, leave)
    return news, ways, leave


@rule
def _tell(world: World, news: Any) -> None:
    """News of each place; its danger fades and grows, and the toll is taken."""
    r = world.rules.civilian
    places, governments = world.places, world.governments
    indptr, road = world.roads.indptr, world.roads.target
    mandated = world.mission.mandated
    joint = patrols.joint(world) if mandated else 0.0
    misconduct = world.mission.harm if mandated else 0.0
    deaths, danger, toll, persons = (
        places["deaths"],
        places["danger"],
        places["toll"],
        places["persons"],
    )
    new = r.danger_rate
    for p in range(len(places)):
        loud = math.log(1.0 + np.float64(deaths[p]))
        near = 0.0
        for k in range(indptr[p], indptr[p + 1]):
            near += math.log(1.0 + np.float64(deaths[road[k]]))
        danger[p] = (1.0 - new) * np.float64(danger[p]) + new * (loud + r.fear_next_door * near)
        news["fright"][p] = 1.0 - math.exp(-r.fear_gain * (loud + r.fear_next_door * near))
        abuse = math.log(1.0 + np.float64(places["deaths_by_state"][p]))
        news["outrage"][p] = 1.0 - math.exp(
            -r.abuse_grievance * abuse - r.need_grievance * np.float64(places["need"][p])
        )
        left = max(np.float64(persons[p]) - np.float64(toll[p]), 0.0)
        news["alive"][p] = left / np.float64(persons[p]) if persons[p] > 0.0 else 1.0
        toll[p] = 0.0
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
        news["safe"][p] = math.exp(-r.danger_shuns * np.float64(danger[p]))


@rule
def _find_ways(world: World, news: Any, ways: R8, leave: R8) -> None:
    """Cumulative chances of the roads out of each place, and of the border, for who flees."""
    r = world.rules.civilian
    zone_draw = world.rules.protection.zone_draw
    zone, guarded = world.works["zone"], world.works["guarded"]
    persons, border = world.places["start_persons"], world.places["border"]
    indptr, road = world.roads.indptr, world.roads.target
    hours = world.roads.hours_wet if world.wet else world.roads.hours
    for p in range(len(border)):
        total = 0.0
        for k in range(indptr[p], indptr[p + 1]):
            q = road[k]
            far = r.road_hours + np.float64(hours[k])
            pull = news["safe"][q] * math.sqrt(np.float64(persons[q])) / far
            pull *= 1.0 + zone_draw * np.float64(zone[q]) * np.float64(guarded[q])
            total += pull
            ways[k] = total
        out = np.float64(border[p]) * r.abroad * (total + TINY) / max(indptr[p + 1] - indptr[p], 1)
        leave[p] = out / (total + out) if total + out > 0.0 else 0.0
        for k in range(indptr[p], indptr[p + 1]):
            ways[k] = ways[k] / total if total > 0.0 else 1.0


@entry
def live(world: World) -> None:
    """A week in the life of every sampled civilian, and the sums by place afterwards."""
    news, ways, leave = hear_news(world)
    _live(world, news, ways, leave)
    tally.civilians(world)


@rule
def _live(world: World, news: Any, ways: R8, leave: R8) -> None:
    r, table, mood = world.rules.civilian, world.civilians, world.mood
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
    alive = news["alive"]  # columns by name here, not by row: each look-up costs
    fright = news["fright"]
    outrage = news["outrage"]
    state = news["state"]
    welcome = news["mission"]
    harm = news["harm"]
    level = news["economy"]
    safe = news["safe"]
    for i in range(weight.shape[0]):
        p = places[i]
        at = np.uintp(p)  # a number that cannot be negative needs no check of it
        status = displaced[i]
        fear = np.float64(fears[i])
        if status != ABROAD:
            c = np.uintp(communities[i])
            weight[i] = np.float64(weight[i]) * alive[at]
            fear += rumour * (mood[at, c, 1] - fear)
            fear -= fear_decay * fear
            fear += (1.0 - fear) * fright[at]
            grievance = np.float64(grievances[i])
            grievance += slower * rumour * (mood[at, c, 2] - grievance)
            grievance -= grievance_decay * (grievance - np.float64(bases[i]))
            grievance += (1.0 - grievance) * outrage[at]
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
            chance = back * (1.0 - fear) * safe[home]
            if streams.u_after(return_luck, i, 0) < chance:
                places[i] = home
                displaced[i] = AT_HOME
                weeks[i] = 0
                continue
            if status == ABROAD:
                continue
        rate = flight * fear if status == AT_HOME else flight * fear * onward
        luck = streams.u_after(flight_luck, i, 0)
        if luck < 2.0 * rate and luck < 1.0 - math.exp(-rate):  # most stay: spare them the exp
            luck = streams.u(world.seed, streams.FLIGHT_WHERE, world.week, i, 0)
            if luck < leave[p]:
                displaced[i] = ABROAD
                continue
            luck = (luck - leave[p]) / (1.0 - leave[p])
            for k in range(indptr[p], indptr[p + 1]):
                if luck <= ways[k]:
                    places[i] = road[k]
                    displaced[i] = AT_HOME if road[k] == homes[i] else DISPLACED
                    break


MECHANISM = Mechanism(
    name="civilians",
    numbers=CivilianNumbers,
    writes=(
        "civilians",
        "mood",
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
