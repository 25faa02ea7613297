"""Setup: how long programmes take to stand."""

from __future__ import annotations

from sim.fields.parameter import Group, parameter


class Setup(Group):
    """Months from the first money until two thirds of a lever's staff and sites are at work."""

    mediation: float = parameter(
        2.0,
        unit="months",
        low=0.25,
        high=60.0,
        source="assumption",
        meaning="time to set up mediation",
    )
    dialogue: float = parameter(
        4.0,
        unit="months",
        low=0.25,
        high=60.0,
        source="assumption",
        meaning="time to set up dialogue",
    )
    protection: float = parameter(
        2.0,
        unit="months",
        low=0.25,
        high=60.0,
        source="assumption",
        meaning="time to set up protection",
    )
    ddr: float = parameter(
        4.0, unit="months", low=0.25, high=60.0, source="assumption", meaning="time to set up ddr"
    )
    aid: float = parameter(
        2.0, unit="months", low=0.25, high=60.0, source="assumption", meaning="time to set up aid"
    )
    development: float = parameter(
        9.0,
        unit="months",
        low=0.25,
        high=60.0,
        source="assumption",
        meaning="time to set up development",
    )
    capacity: float = parameter(
        12.0,
        unit="months",
        low=0.25,
        high=60.0,
        source="assumption",
        meaning="time to set up capacity",
    )
    community: float = parameter(
        4.0,
        unit="months",
        low=0.25,
        high=60.0,
        source="assumption",
        meaning="time to set up community",
    )
    early_warning: float = parameter(
        4.0,
        unit="months",
        low=0.25,
        high=60.0,
        source="assumption",
        meaning="time to set up early warning",
    )
    elections: float = parameter(
        4.0,
        unit="months",
        low=0.25,
        high=60.0,
        source="assumption",
        meaning="time to set up elections",
    )
    exit: float = parameter(
        6.0,
        unit="months",
        low=0.25,
        high=60.0,
        source="assumption",
        meaning="time to set up the handing over",
    )
