"""Prices that several levers share; what one lever alone pays stands in its own module."""

from __future__ import annotations

from sim.fields.parameter import Group, number


class Prices(Group):
    """What people cost, in dollars of the mission's year."""

    TABLE = "prices"

    staff_year: float = number(
        180_000.0,
        "dollars a year",
        0.0,
        1_000_000.0,
        "assumption",
        "an international staff post, support included",
    )
    local_year: float = number(
        30_000.0, "dollars a year", 0.0, 500_000.0, "assumption", "a national staff post"
    )
