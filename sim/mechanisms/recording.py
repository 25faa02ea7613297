"""Keeping: write the week into the record."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from sim.fields.conversions import WEEKS_A_YEAR_ROUNDED
from sim.nature.mechanism import Mechanism
from sim.state.events import NON_STATE, ON_MISSION, ONE_SIDED, ONESIDED, Events
from sim.state.factions import FIGHTING, GOVERNMENT_SIDE, STATE, Factions
from sim.state.places import Governments, Places
from sim.state.units import INFANTRY, POLICE, RESERVE
from sim.state.works import Works
from sim.state.world import World


@njit(cache=True, nogil=True)
def _events(row: Any, events: Events) -> None:
    for i in range(len(events)):
        a = events["deaths_a"][i]
        b = events["deaths_b"][i]
        c = events["deaths_civilian"][i]
        kind = events["kind"][i]
        row["civilian_deaths"][0] += c
        row["combatant_deaths"][0] += a
        if events["type"][i] == ONE_SIDED:
            row["events_onesided"][0] += 1
            row["deaths_onesided"][0] += c
        elif events["type"][i] == NON_STATE:
            row["events_nonstate"][0] += 1
            row["deaths_nonstate"][0] += a + b + c
        else:
            row["events_battle"][0] += 1
            row["deaths_battle"][0] += a + b + c
        if kind == ON_MISSION:
            row["peacekeeper_deaths"][0] += b
        else:
            row["combatant_deaths"][0] += b
        if kind == ONESIDED:
            row["attacks"][0] += 1
            row["responses"][0] += events["response"][i]
            if events["by_state"][i]:
                row["civilian_deaths_state"][0] += c
            else:
                row["civilian_deaths_rebel"][0] += c


@njit(cache=True, nogil=True)
def _places(row: Any, kept: Any, places: Places, governments: Governments, works: Works) -> None:
    people = 0.0
    for p in range(len(places)):
        people += np.float64(places["persons"][p])
        row["displaced"][0] += np.float64(places["away"][p])
        row["refugees"][0] += np.float64(places["abroad"][p])
        row["indirect_deaths"][0] += np.float64(places["indirect"][p])
        row["homicides"][0] += np.float64(places["homicides"][p])
        row["alerts"][0] += places["alert"][p]
        kept["deaths"][p] = places["deaths"][p]
        kept["events"][p] = places["events"][p]
        kept["displaced"][p] = places["displaced"][p]
        kept["patrols"][p] = places["patrols"][p]
        kept["troops"][p] = places["infantry"][p]
        kept["risk"][p] = places["risk"][p]
        kept["fear"][p] = places["fear"][p]
        kept["population"][p] = places["persons"][p]
        kept["control"][p] = places["controller"][p]
        kept["state_control"][p] = places["state_control"][p]
        kept["need"][p] = places["need"][p]
        row["gbv"][0] += places["gbv"][p]
        row["gbv_reported"][0] += places["gbv_reported"][p]
        row["aid_delivered"][0] += np.float64(works["delivered"][p])
        row["aid_diverted"][0] += np.float64(works["diverted"][p]) / WEEKS_A_YEAR_ROUNDED
        row["cantoned"][0] += np.float64(works["cantoned"][p])
        kept["alert"][p] = places["alert"][p]
    row["persons"][0] = people
    if people <= 0.0:
        return
    for p in range(len(places)):
        share = np.float64(places["persons"][p]) / people
        row["fear"][0] += share * np.float64(places["fear"][p])
        row["grievance"][0] += share * np.float64(places["grievance"][p])
        row["trust_state"][0] += share * np.float64(places["trust_state"][p])
        row["trust_mission"][0] += share * np.float64(places["trust_mission"][p])
        row["livelihood"][0] += share * np.float64(places["livelihood"][p])
        row["need"][0] += share * np.float64(places["need"][p])
        row["control_state"][0] += share * np.float64(places["state_control"][p])
        row["rule_of_law"][0] += share * np.float64(governments["rule_of_law"][p])
        row["services"][0] += share * np.float64(governments["services"][p])
        row["cooperation"][0] += share * np.float64(governments["cooperation"][p])
        row["price"][0] += share * np.float64(places["price"][p])
        row["participation"][0] += share * np.float64(works["committees"][p])


@njit(cache=True, nogil=True)
def _forces(row: Any, factions: Factions) -> None:
    for f in range(len(factions)):
        if factions["kind"][f] == STATE:
            row["fighters_state"][0] += np.float64(factions["fighters"][f])
        elif factions["standing"][f] == FIGHTING:
            row["fighters_other"][0] += np.float64(factions["fighters"][f])
        if factions["standing"][f] == FIGHTING and factions["side"][f] != GOVERNMENT_SIDE:
            row["at_war"][0] = 1.0
        if factions["talks"][f] != 0:
            row["talks"][0] += 1
        if factions["truce"][f] != 0:
            row["ceasefires"][0] += 1


def keep(world: World) -> None:
    """Add this week to `world.record`."""
    row, kept = world.record.next_rows()
    world.record.keep_own(world.own_columns)
    _events(row, world.events[world.week_events])
    _places(row, kept, world.places, world.governments, world.works)
    _forces(row, world.factions)
    mission = world.mission
    row["troops"][0], row["police"][0] = mission.troops(), mission.persons(POLICE)
    wanted = mission.authorised[INFANTRY] + mission.authorised[RESERVE]
    row["troops_authorised"][0] = wanted
    row["consent"][0], row["cash"][0] = mission.consent, mission.cash
    row["support"][0], row["impartial"][0] = mission.support, mission.impartial
    row["misconduct"][0], row["sent_home"][0] = mission.misconduct, mission.sent_home
    for name in ("demobilised", "remobilised", "impostors", "weapons"):
        row[name][0] = mission.demobilisation[name]
    row["agreements"][0] = sum([kind == "agreement" for _, _, kind in world.endings])


MECHANISM = Mechanism(
    name="recording",
    writes=("record",),
)
