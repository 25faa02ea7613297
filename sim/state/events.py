"""The log of lethal organised violence as columns; rows are appended week by week."""

from __future__ import annotations

from typing import Annotated, Final, TypedDict

from sim.fields.column import I1, I2, I4, I8, R4, Column, dtype_of
from sim.fields.column import MOST as UNBOUNDED

BATTLE, ONESIDED, COMMUNAL, ON_MISSION = range(4)
UCDP_STATE, UCDP_NON_STATE, UCDP_ONE_SIDED = 1, 2, 3  # types of violence in UCDP's terms
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


class Events(TypedDict):
    """(e,) the log of lethal organised violence, a row an event."""

    weight: Annotated[
        R4,
        Column(
            "weight of each cause: log of its ratio to what is ordinary", "log", -UNBOUNDED, width=3
        ),
    ]
    cause: Annotated[
        I1, Column("the factors that weighed most", "index into FACTOR_NAMES", 0, 11, width=3)
    ]
    luck: Annotated[
        I8,
        Column("key of this event's further luck: its channel and ordinal", "key", -UNBOUNDED),
    ]
    week: Annotated[I4, Column("week of the run", "weeks")]
    deaths_a: Annotated[I4, Column("dead of side A", "persons")]
    deaths_b: Annotated[I4, Column("dead of side B", "persons")]
    deaths_civilian: Annotated[I4, Column("civilians killed", "persons")]
    place: Annotated[I2, Column("where", "place")]
    channel: Annotated[I2, Column("who could strike whom", "row of channels")]
    a: Annotated[I2, Column("faction, or first community of a clash", "row")]
    b: Annotated[I2, Column("faction, second community, or -1", "row", -1)]
    victims: Annotated[I2, Column("community of the civilians killed, -1: any", "community", -1)]
    kind: Annotated[I1, Column("kind", "index into KINDS", 0, 3)]
    type: Annotated[I1, Column("type of violence in UCDP's terms", "1, 2 or 3", 1, 3)]
    day: Annotated[I1, Column("day of the week", "days", 0, 6)]
    response: Annotated[I1, Column("1: peacekeepers responded", "0 or 1", 0, 1)]
    by_state: Annotated[
        I1, Column("1: a perpetrator or party A of the state's side", "0 or 1", 0, 1)
    ]


DTYPE: Final = dtype_of(Events)


class Channels(TypedDict):
    """(c,) who could strike whom while standings stay as they are."""

    key: Annotated[I8, Column("luck of this channel", "key", -UNBOUNDED)]
    a: Annotated[I2, Column("faction or community", "row")]
    b: Annotated[I2, Column("the other, -1: none", "row", -1)]
    kind: Annotated[I1, Column("kind of events", "index into KINDS", 0, 3)]
    type: Annotated[I1, Column("type of violence in UCDP's terms", "1, 2 or 3", 1, 3)]
    by_state: Annotated[I1, Column("1: party A is of the state's side", "0 or 1", 0, 1)]


CHANNEL_DTYPE: Final = dtype_of(Channels)
