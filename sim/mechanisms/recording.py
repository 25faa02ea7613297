"""Keeping: write the week into the record."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.fields.compiled import entry, rule
from sim.fields.conversions import WEEKS_A_YEAR_ROUNDED
from sim.nature.mechanism import Mechanism
from sim.state.chronicle import AGREEMENT
from sim.state.events import NON_STATE, ON_MISSION, ONE_SIDED, ONESIDED
from sim.state.factions import FIGHTING, STATE
from sim.state.mission import COMMANDERS_OUT, IMPOSTORS, REARMED, RELEASED, WEAPONS, troops, vacant
from sim.state.places import CAPTURED
from sim.state.record import make_room
from sim.state.stances import enemy_rule
from sim.state.units import INFANTRY, POLICE, RESERVE
from sim.state.world import World, opposes


@entry
def keep(world: World) -> None:
    """Add this week to `world.record`."""
    make_room(world.record)
    series: Any = world.record.all_series
    row = series[world.record.weeks]
    _events(world, row)
    _sums(world, row)
    _means(world, row)
    _forces(world, row)
    _mission(world, row)
    _places(world)
    world.record.weeks += 1


@rule
def _events(world: World, row: Any) -> None:
    """Count this week's events and their dead by kind."""
    events = world.events
    for i in range(world.week_first, world.event_count):
        a, b, c = events["deaths_a"][i], events["deaths_b"][i], events["deaths_civilian"][i]
        kind = events["kind"][i]
        row["civilian_deaths"] += c
        row["combatant_deaths"] += a
        if events["type"][i] == ONE_SIDED:
            row["events_onesided"] += 1
            row["deaths_onesided"] += c
        elif events["type"][i] == NON_STATE:
            row["events_nonstate"] += 1
            row["deaths_nonstate"] += a + b + c
        else:
            row["events_battle"] += 1
            row["deaths_battle"] += a + b + c
        if kind == ON_MISSION:
            row["peacekeeper_deaths"] += b
        else:
            row["combatant_deaths"] += b
        if kind == ONESIDED:
            row["attacks"] += 1
            row["responses"] += events["response"][i]
            if events["by_state"][i]:
                row["civilian_deaths_state"] += c
            else:
                row["civilian_deaths_rebel"] += c


@rule
def _sums(world: World, row: Any) -> None:
    """What is counted over all places."""
    places, works = world.places, world.works
    row["disaster_deaths"] = world.perished
    for p in range(len(places)):
        row["persons"] += np.float64(places["persons"][p])
        row["displaced"] += np.float64(places["away"][p])
        row["refugees"] += np.float64(places["abroad"][p])
        row["indirect_deaths"] += np.float64(places["indirect"][p])
        row["homicides"] += np.float64(places["homicides"][p])
        row["former"] += places["former"][p]
        row["alerts"] += places["alert"][p]
        row["besieged"] += places["besieged"][p] > 0
        row["gbv"] += places["gbv"][p]
        row["gbv_reported"] += places["gbv_reported"][p]
        row["aid_delivered"] += np.float64(works["delivered"][p])
        row["aid_diverted"] += np.float64(works["diverted"][p]) / WEEKS_A_YEAR_ROUNDED
        row["cantoned"] += np.float64(works["cantoned"][p])


@rule
def _means(world: World, row: Any) -> None:
    """What is a mean over people; nothing where there are none."""
    places, governments, works = world.places, world.governments, world.works
    if row["persons"] <= 0.0:
        return
    for p in range(len(places)):
        share = np.float64(places["persons"][p]) / row["persons"]
        row["fear"] += share * np.float64(places["fear"][p])
        row["grievance"] += share * np.float64(places["grievance"][p])
        row["trust_state"] += share * np.float64(places["trust_state"][p])
        row["trust_mission"] += share * np.float64(places["trust_mission"][p])
        row["livelihood"] += share * np.float64(places["livelihood"][p])
        row["need"] += share * np.float64(places["need"][p])
        row["control_state"] += share * np.float64(places["state_control"][p])
        row["rule_of_law"] += share * np.float64(governments["rule_of_law"][p])
        row["services"] += share * np.float64(governments["services"][p])
        row["cooperation"] += share * np.float64(governments["cooperation"][p])
        row["captured"] += share if governments["stance"][p] == CAPTURED else 0.0
        row["price"] += share * np.float64(places["price"][p])
        row["participation"] += share * np.float64(works["committees"][p])
        for c in range(world.mood.shape[1]):
            feared = world.mood[p, c, 0] * enemy_rule(world, p, c)
            row["under_enemies"] += feared / row["persons"]


@rule
def _forces(world: World, row: Any) -> None:
    """Fighters, who is at war, who talks, what was signed."""
    factions = world.factions
    row["governor"], row["governments"] = world.governor, world.falls
    for f in range(len(factions)):
        if factions["kind"][f] == STATE:
            row["fighters_state"] += np.float64(factions["fighters"][f])
        elif factions["standing"][f] == FIGHTING:
            row["fighters_other"] += np.float64(factions["fighters"][f])
        if opposes(world, f):
            row["at_war"] = 1.0
        if factions["talks"][f] != 0:
            row["talks"] += 1
        if factions["truce"][f] != 0:
            row["ceasefires"] += 1
    for ending in range(len(world.ends)):
        if world.ends["what"][ending] == AGREEMENT:
            row["agreements"] += 1


@rule
def _mission(world: World, row: Any) -> None:
    """How the mission stands, and its programme for fighters."""
    mission = world.mission
    row["troops"], row["police"] = troops(mission), mission.present[POLICE]
    row["troops_authorised"] = mission.authorised[INFANTRY] + mission.authorised[RESERVE]
    row["consent"], row["cash"] = mission.consent, mission.cash
    row["support"], row["impartial"] = mission.support, mission.impartial
    row["misconduct"], row["sent_home"] = mission.misconduct, mission.sent_home
    row["withdrawn"], row["welcome"] = mission.withdrawn, mission.welcome
    row["vacant"] = vacant(mission)
    row["demobilised"] = mission.demobilisation[RELEASED]
    row["remobilised"] = mission.demobilisation[REARMED]
    row["commanders_out"] = mission.demobilisation[COMMANDERS_OUT]
    row["impostors"] = mission.demobilisation[IMPOSTORS]
    row["weapons"] = mission.demobilisation[WEAPONS]


@rule
def _places(world: World) -> None:
    """Keep each place."""
    places, week = world.places, world.record.weeks
    kept: Any = world.record.all_places
    for p in range(len(places)):
        row = kept[week, p]
        row["deaths"] = places["deaths"][p]
        row["events"] = places["events"][p]
        row["displaced"] = places["displaced"][p]
        row["patrols"] = places["patrols"][p]
        row["troops"] = places["infantry"][p]
        row["risk"] = places["risk"][p]
        row["fear"] = places["fear"][p]
        row["population"] = places["persons"][p]
        row["control"] = places["controller"][p]
        row["state_control"] = places["state_control"][p]
        row["need"] = places["need"][p]
        row["alert"] = places["alert"][p]


MECHANISM = Mechanism(
    name="recording",
    writes=("record",),
)
