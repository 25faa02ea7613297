"""Peacekeeping units as columns."""

from __future__ import annotations

from typing import Annotated, Final, TypedDict

from sim.fields.column import I1, I2, I4, I8, R4, R8, Column, dtype_of
from sim.fields.column import MOST as UNBOUNDED

INFANTRY, RESERVE, POLICE, OBSERVERS, ENGINEERS, PARTNERS = range(6)
KINDS: Final = ("infantry", "reserve", "police", "observers", "engineers", "partner infantry")

PLEDGED, PRESENT, GONE, VACANT = range(4)
STATUSES: Final = ("pledged", "present", "gone", "vacant")
NEVER: Final = 1_000_000  # the week in which a vacant unit arrives

GUARD, PATROL, READY = range(3)
TASKS: Final = ("static guard", "patrol", "reserve")


class Units(TypedDict):
    """(U,) peacekeeping units."""

    key: Annotated[I8, Column("stable id: contributor, kind, ordinal", "key", -UNBOUNDED)]
    persons: Annotated[R8, Column("people of it", "persons")]
    authorised: Annotated[R8, Column("people when full", "persons")]
    losses: Annotated[R8, Column("killed", "persons")]
    due: Annotated[I4, Column("week it arrives", "weeks", -UNBOUNDED)]
    since: Annotated[I4, Column("week it arrived", "weeks", -UNBOUNDED)]
    quality: Annotated[R4, Column("training and equipment", "0 to 1", 0, 1)]
    caveat: Annotated[R4, Column("chance of being kept from a risky task", "0 to 1", 0, 1)]
    morale: Annotated[R4, Column("morale", "0 to 1", 0, 1)]
    readiness: Annotated[R4, Column("readiness", "0 to 1", 0, 1)]
    patrol_share: Annotated[
        R4,
        Column("of its people on patrol; the four shares sum to 1 at most", "0 to 1", 0, 1),
    ]
    guard_share: Annotated[R4, Column("guarding zones and cantonments", "0 to 1", 0, 1)]
    escort_share: Annotated[R4, Column("escorting aid", "0 to 1", 0, 1)]
    poll_share: Annotated[R4, Column("securing polling", "0 to 1", 0, 1)]
    kind: Annotated[I1, Column("kind", "index into KINDS", 0, 5)]
    contributor: Annotated[I2, Column("who sent it", "row of contributors")]
    ordinal: Annotated[I2, Column("number among its contributor's of this kind", "number")]
    place: Annotated[I2, Column("base, -1 before arrival", "place", -1)]
    status: Annotated[I1, Column("status", "index into STATUSES", 0, 3)]
    task: Annotated[I1, Column("task", "index into TASKS", 0, 2)]
    tries: Annotated[I2, Column("pledges that fell through", "number")]


DTYPE: Final = dtype_of(Units)
