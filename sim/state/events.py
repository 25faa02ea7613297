"""The log of lethal organised violence as columns; rows are appended week by week."""

from __future__ import annotations

from typing import Final

import numpy as np

BATTLE, ONESIDED, COMMUNAL, ON_MISSION = range(4)
KINDS: Final = ("battle", "one-sided", "communal", "attack on peacekeepers")

STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3  # types of violence in UCDP's terms

# factors of a rate, and how many of them an event keeps as its causes
FORCES, POSTURE, TARGET, VALUE, HEAT, CONTESTED, INDISCIPLINE, PEOPLE, SEASON, WORKS, TENSION = (
    range(11)
)
PRESENCE: Final = 11
FACTORS: Final = 12
KEPT: Final = 3
FACTOR_NAMES: Final = (
    "forces",
    "posture",
    "target",
    "value",
    "heat",
    "contested",
    "indiscipline",
    "people",
    "season",
    "works",
    "tension",
    "presence",
)

DTYPE: Final = np.dtype(
    [
        ("weight", "f4", (3,)),  # of each cause: log of its ratio to what is ordinary
        ("cause", "i1", (3,)),  # the factors that weighed most, index into FACTOR_NAMES
        ("luck", "i8"),  # key of this event's further luck: its channel and ordinal
        ("week", "i4"),
        ("deaths_a", "i4"),
        ("deaths_b", "i4"),
        ("deaths_civilian", "i4"),
        ("place", "i2"),
        ("channel", "i2"),  # row of the week's channels
        ("a", "i2"),  # faction row, or first community of a clash
        ("b", "i2"),  # faction row, second community, or -1
        ("kind", "i1"),  # index into KINDS
        ("type", "i1"),  # of violence in UCDP's terms: 1, 2 or 3
        ("day", "i1"),  # of the week, 0 to 6
        ("response", "i1"),  # 1: peacekeepers responded
        ("by_state", "i1"),  # 1: a perpetrator or party A of the state's side
    ],
    align=True,
)

CHANNEL_DTYPE: Final = np.dtype(
    [
        ("key", "i8"),  # luck of this channel
        ("a", "i2"),
        ("b", "i2"),
        ("kind", "i1"),
        ("type", "i1"),
        ("by_state", "i1"),
    ],
    align=True,
)
