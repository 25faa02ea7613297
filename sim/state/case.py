"""What the state needs to know of a scenario; `sim.case.scenario.Scenario` is one."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from sim.country.region import Region
from sim.nature.nature import Nature
from sim.policy.policy import Policy
from sim.state.parties import DatedEvent, FactionSpec, MissionSpec


class Case(Protocol):
    """A case to run, as the world sees it."""

    @property
    def name(self) -> str:
        """The scenario's name."""

    @property
    def start(self) -> date:
        """The day it starts."""

    @property
    def monday(self) -> date:
        """The day week 0 begins."""

    @property
    def weeks(self) -> int:
        """Default length of a run."""

    @property
    def region(self) -> Region:
        """The country."""

    @property
    def nature(self) -> Nature:
        """How this world works."""

    @property
    def policy(self) -> Policy:
        """What planners set."""

    @property
    def mission(self) -> MissionSpec:
        """The mission's mandate and contributors."""

    @property
    def factions(self) -> tuple[FactionSpec, ...]:
        """Who fights."""

    @property
    def events(self) -> tuple[DatedEvent, ...]:
        """Dated events."""

    @property
    def rules(self) -> tuple[Any, ...]:
        """Rules of an adaptive mission."""

    def week_of(self, day: date) -> int:
        """The week, from 0, that holds a day."""
