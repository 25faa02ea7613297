"""The Mesa agents: leaders, headquarters, units, local governments."""

from sim.agents.base import RowAgent
from sim.agents.factions import Faction
from sim.agents.governments import LocalGovernment
from sim.agents.mission import MissionHeadquarters, PeacekeepingUnit

__all__ = [
    "Faction", "LocalGovernment", "MissionHeadquarters", "PeacekeepingUnit", "RowAgent",
]
