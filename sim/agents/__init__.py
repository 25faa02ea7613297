"""The Mesa agents: leaders, headquarters, units, local governments, civilians, combatants."""

from sim.agents.base import RowAgent
from sim.agents.factions import Faction
from sim.agents.governments import LocalGovernment
from sim.agents.mission import MissionHeadquarters, PeacekeepingUnit
from sim.agents.people import Civilian, Combatant

__all__ = [
    "Civilian",
    "Combatant",
    "Faction",
    "LocalGovernment",
    "MissionHeadquarters",
    "PeacekeepingUnit",
    "RowAgent",
]
