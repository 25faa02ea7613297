"""Rules of an adaptive mission: data in a scenario, evaluated monthly, never executed code.

A rule watches one quantity; when it has stood above or below a value for some months, one field
of one lever takes another value, for as long as the rule says.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from sim.fields.parameter import Group, number

Watched = Literal[
    "displaced",
    "deaths",
    "civilian_deaths",
    "peacekeeper_deaths",
    "danger",
    "need",
    "risk",
    "trust_mission",
    "trust_state",
    "consent",
    "support",
    "cash_weeks",
    "fighters",
    "troops",
]


class Rule(Group):
    """`when` a quantity is `above` or `below` a value for `months`, set `lever`.`field` to `to`."""

    when: Watched = Field(description="what is watched")
    place: str = Field("", description="a place, 'worst' for the worst place, empty: the country")
    above: float | None = None
    below: float | None = None
    months: int = number(
        2, "months", 1, 60, "assumption", "months in a row that it must stand there"
    )
    lever: str
    field: str
    to: Any = Field(description="the value that the field takes")
    lasts: int = number(
        0, "months", 0, 240, "assumption", "how long it stays so; 0: as long as the condition holds"
    )
