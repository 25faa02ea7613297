"""Policy: what a mission's planners set. One table a lever; every lever may have phases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from sim.fields.parameter import Group
from sim.policy.base import LeverHelp, LeverTable
from sim.policy.means import Exit, Force, Funding, Partners
from sim.policy.people import Aid, Capacity, Community, Development, Dialogue
from sim.policy.politics import Elections, Mediation
from sim.policy.security import Ddr, EarlyWarning, Patrols, Protection


class Policy(Group):
    """All levers of a mission."""

    force: Force = Field(default_factory=Force)
    patrols: Patrols = Field(default_factory=Patrols)
    protection: Protection = Field(default_factory=Protection)
    early_warning: EarlyWarning = Field(default_factory=EarlyWarning)
    mediation: Mediation = Field(default_factory=Mediation)
    dialogue: Dialogue = Field(default_factory=Dialogue)
    ddr: Ddr = Field(default_factory=Ddr)
    aid: Aid = Field(default_factory=Aid)
    development: Development = Field(default_factory=Development)
    capacity: Capacity = Field(default_factory=Capacity)
    community: Community = Field(default_factory=Community)
    elections: Elections = Field(default_factory=Elections)
    partners: Partners = Field(default_factory=Partners)
    exit: Exit = Field(default_factory=Exit)
    funding: Funding = Field(default_factory=Funding)

    def on(self, day: date) -> Policy:
        """The policy with each lever's phase of that day in force."""
        return self.model_copy(update={name: table.on(day) for name, table in self.levers()})

    def having(self, values: Mapping[tuple[str, str], Any]) -> Policy:
        """The policy with some fields set: (lever, field) -> value."""
        policy = self
        for (lever, field), value in values.items():
            table = getattr(policy, lever).model_copy(update={field: value})
            policy = policy.model_copy(update={lever: table})
        return policy

    def changes(self) -> set[date]:
        """Days on which some lever's values may change."""
        return set().union(*[table.changes() for _, table in self.levers()])

    def levers(self) -> list[tuple[str, LeverTable]]:
        """Name and table of each lever."""
        return [
            (name, getattr(self, name))
            for name, info in type(self).model_fields.items()
            if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel)
        ]


__all__ = [
    "Aid",
    "Capacity",
    "Community",
    "Ddr",
    "Development",
    "Dialogue",
    "EarlyWarning",
    "Elections",
    "Exit",
    "Force",
    "Funding",
    "LeverHelp",
    "LeverTable",
    "Mediation",
    "Partners",
    "Patrols",
    "Policy",
    "Protection",
]
