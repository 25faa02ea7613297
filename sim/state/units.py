"""Peacekeeping units as columns."""

from __future__ import annotations

from typing import Final

import numpy as np

INFANTRY, RESERVE, POLICE, OBSERVERS, ENGINEERS, PARTNERS = range(6)
KINDS: Final = ("infantry", "reserve", "police", "observers", "engineers", "partner infantry")

PLEDGED, PRESENT, GONE = range(3)
STATUSES: Final = ("pledged", "present", "gone")

GUARD, PATROL, READY = range(3)
TASKS: Final = ("static guard", "patrol", "reserve")

DTYPE: Final = np.dtype(
    [
        ("key", "i8"),  # (contributor, kind, ordinal)
        ("persons", "f8"),
        ("authorised", "f8"),  # persons when full
        ("losses", "f8"),  # killed, persons
        ("due", "i4"),  # week it arrives; while not pledged for good, week of the next try
        ("since", "i4"),  # week it arrived
        ("quality", "f4"),  # 0 to 1
        ("caveat", "f4"),  # chance of being kept from a risky task, 0 to 1
        ("morale", "f4"),  # 0 to 1
        ("readiness", "f4"),  # 0 to 1
        ("patrol_share", "f4"),  # of its persons this week; the four shares sum to 1 at most
        ("guard_share", "f4"),  # guarding zones and cantonments
        ("escort_share", "f4"),
        ("poll_share", "f4"),  # securing polling
        ("kind", "i1"),  # index into KINDS
        ("contributor", "i2"),
        ("ordinal", "i2"),
        ("place", "i2"),  # base, -1 before arrival
        ("status", "i1"),  # index into STATUSES
        ("task", "i1"),  # index into TASKS
        ("tries", "i2"),  # pledges that fell through
    ],
    align=True,
)
