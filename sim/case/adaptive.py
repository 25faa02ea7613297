"""Rules of an adaptive mission: data in a scenario, evaluated monthly, never executed code.

A rule watches one quantity; when it has stood above or below a value for some months, one field
of one lever takes another value, for as long as the rule says.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from sim.fields.parameter import Group, parameter

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
    months: int = parameter(
        2,
        unit="months",
        low=1,
        high=60,
        source="assumption",
        meaning="months in a row that it must stand there",
    )
    lever: str
    field: str
    to: Any = Field(description="the value that the field takes")
    lasts: int = parameter(
        0,
        unit="months",
        low=0,
        high=240,
        source="assumption",
        meaning="how long it stays so; 0: as long as the condition holds",
    )
