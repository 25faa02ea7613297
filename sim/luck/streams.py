"""Luck is keyed: every random decision has a name, and its own number for every place and week.

`u(seed, stream, week, a, b)` is a counter-based hash (the finaliser of splitmix64, Steele,
Lea & Flood 2014), not a generator with a state: asking for one number never shifts another.
`a` and `b` are stable ids (a place, a civilian, a fighter's key), never row numbers of things
that come and go. Two runs with one seed and different policies therefore share all luck that
their histories still have in common.

The same numbers come out of the compiled function and of plain Python; a test compares them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numba import config

from sim.fields.compiled import kept

# One stream for each named decision. Numbers are for ever: add at the end, never reuse. What is
# drawn no more goes to RETIRED.
PLACE_VALUE: Final = 1  # lasting strategic value of a place
CIVILIAN_COMMUNITY: Final = 3
CIVILIAN_CHARACTER: Final = 4  # starting grievance, trust, livelihood
BAND_PLACE: Final = 5  # where a band stands at the start
BAND_CHARACTER: Final = 6  # abusiveness of its commander
POSTURE: Final = 7  # whether and how a leader changes posture
TARGET: Final = 8  # where a campaign goes
FRONT_STEP: Final = 9  # whether a campaign moves on this week
BAND_MARCH: Final = 10
EVENT_COUNT: Final = 11
EVENT_SIZE: Final = 12
EVENT_SPLIT: Final = 13  # how the dead are divided between the sides
EVENT_DAY: Final = 14
RESPONSE: Final = 15
FLIGHT: Final = 16
FLIGHT_WHERE: Final = 17
RETURN: Final = 18
RECRUIT: Final = 19
CASUALTY: Final = 20  # which fighters of a band fall
DEPLOY_LAG: Final = 21
DEPLOY_FAIL: Final = 22
MONEY_ARRIVAL: Final = 23
SPLIT: Final = 24  # whether a faction breaks
SPLIT_BAND: Final = 25  # which commanders go
FADE: Final = 26
SIGNAL: Final = 27  # noise of the early-warning estimate
REMOBILISE: Final = 31
GOVERNMENT: Final = 33  # lasting differences between local governments
CAVEAT: Final = 34  # whether a capital keeps its unit from a risky task
DESERT: Final = 35  # whether an unpaid fighter goes home
FRONT_WHERE: Final = 36  # to which neighbouring place a campaign moves on
ROAM_WHERE: Final = 37  # which neighbouring place an idle band raids
DEMOBILISE: Final = 38  # what a fighter does with a month of peace
TALKS: Final = 39  # whether parties begin to talk, and whether talks break off
AGREE: Final = 40  # whether talks bring an agreement, and of what kind
KEEP: Final = 41  # whether a party breaks an agreement
VICTORY: Final = 43  # whether a beaten state falls
BALLOT: Final = 42  # an election's loser: accepts or not
MILITIA: Final = 44  # whether a community under attack arms itself
MERGE: Final = 45  # whether a weak faction joins a stronger ally
COUP: Final = 46  # whether the army turns on its government
ASSAULT: Final = 47  # whether a place falls to who assaults it
VICTIMS: Final = 48  # of which community an attack's victims are
PARTITION: Final = 49  # whether a frozen line becomes the end of a war
KIN: Final = 50  # where a civilian has relatives
NEW_BAND: Final = 53  # the commander of a band that recruits found
DEFECT: Final = 51  # what a soldier of a fallen government does
COMMANDER: Final = 52  # what becomes of commanders
VOLUNTEER: Final = 61  # whether another contributor takes a vacant place, and which
WITHDRAW: Final = 62  # which of its units a contributor takes home first
RESULT: Final = 63  # an election's swing that nobody foresaw
DISASTER: Final = 64  # whose house a disaster takes
FOLLOW: Final = 65  # whether a soldier follows the winner of a refused count

RETIRED: Final[Mapping[int, str]] = {  # drawn once, and never again by anything
    2: "where a sampled civilian lives at the start",
    28: "who flees abroad",
    29: "character of recruits",
    30: "lasting differences between leaders",
    32: "which rumours reach a civilian",
}


def registered() -> dict[str, int]:
    """All streams by name."""
    return {
        k: v
        for k, v in globals().items()
        if k.isupper() and isinstance(v, int) and not k.startswith("_") and k != "MASK"
    }


MASK: Final = 0xFFFFFFFFFFFFFFFF
_GOLD = 0x9E3779B97F4A7C15
_M1 = 0xBF58476D1CE4E5B9
_M2 = 0x94D049BB133111EB
_UNIT: Final = 1.0 / 4503599627370496.0  # 2**-52: with 52 bits and a half every value is exact


def _mix_plain(z: int) -> int:
    z = ((z ^ (z >> 30)) * _M1) & MASK
    z = ((z ^ (z >> 27)) * _M2) & MASK
    return z ^ (z >> 31)


def hash_plain(seed: int, stream: int, week: int, a: int, b: int) -> int:
    """The 64-bit hash behind `u`, in plain Python: the specification."""
    h = _mix_plain((int(seed) + _GOLD * (int(stream) + 1)) & MASK)
    h = _mix_plain((h ^ ((int(week) + 1) * _GOLD)) & MASK)
    h = _mix_plain((h ^ ((int(a) + 1) * _M1)) & MASK)
    return _mix_plain((h ^ ((int(b) + 1) * _M2)) & MASK)


def u_plain(seed: int, stream: int, week: int, a: int, b: int) -> float:
    """Uniform in (0, 1), never an end point."""
    return ((hash_plain(seed, stream, week, a, b) >> 12) + 0.5) * _UNIT


def prefix_plain(seed: int, stream: int, week: int) -> int:
    """The part of the hash that all decisions of one stream and week share."""
    h = _mix_plain((int(seed) + _GOLD * (int(stream) + 1)) & MASK)
    return _mix_plain((h ^ ((int(week) + 1) * _GOLD)) & MASK)


def u_after_plain(prefix: int, a: int, b: int) -> float:
    """`u` from `prefix_plain` on: spares loops over many the half of the work."""
    h = _mix_plain((prefix ^ ((int(a) + 1) * _M1)) & MASK)
    return ((_mix_plain((h ^ ((int(b) + 1) * _M2)) & MASK) >> 12) + 0.5) * _UNIT


@kept
def _mix(h: Any) -> Any:
    h = (h ^ (h >> np.uint64(30))) * np.uint64(_M1)
    h = (h ^ (h >> np.uint64(27))) * np.uint64(_M2)
    return h ^ (h >> np.uint64(31))


@kept
def _prefix_compiled(seed: Any, stream: Any, week: Any) -> Any:
    h = _mix(np.uint64(seed) + np.uint64(_GOLD) * (np.uint64(stream) + np.uint64(1)))
    h = _mix(h ^ ((np.uint64(week) + np.uint64(1)) * np.uint64(_GOLD)))
    return np.int64(h)  # the same bits: plain Python may hand them back, as numba takes its ints


@kept
def _after(prefix: Any, a: Any, b: Any) -> Any:
    h = _mix(np.uint64(prefix) ^ ((np.uint64(a) + np.uint64(1)) * np.uint64(_M1)))
    return _mix(h ^ ((np.uint64(b) + np.uint64(1)) * np.uint64(_M2)))


@kept
def _hash_compiled(seed: Any, stream: Any, week: Any, a: Any, b: Any) -> Any:
    return _after(_prefix_compiled(seed, stream, week), a, b)


@kept
def _u_after_compiled(prefix: Any, a: Any, b: Any) -> Any:
    return (np.float64(_after(prefix, a, b) >> np.uint64(12)) + 0.5) * _UNIT


@kept
def _u_compiled(seed: Any, stream: Any, week: Any, a: Any, b: Any) -> Any:
    h = _hash_compiled(seed, stream, week, a, b)
    return (np.float64(h >> np.uint64(12)) + 0.5) * _UNIT


u: Callable[[Any, int, Any, Any, Any], float] = u_plain if config.DISABLE_JIT else _u_compiled
hash64: Callable[[Any, int, Any, Any, Any], Any] = (
    hash_plain if config.DISABLE_JIT else _hash_compiled
)
prefix: Callable[[Any, int, Any], Any] = prefix_plain if config.DISABLE_JIT else _prefix_compiled
u_after: Callable[[Any, Any, Any], float] = (
    u_after_plain if config.DISABLE_JIT else _u_after_compiled
)


@lru_cache(maxsize=16_384)  # the worlds of a case ask for the same few hundred
def key_of(*parts: str | int) -> int:
    """A stable 63-bit id made of what a thing is (its name, its parent, an ordinal)."""
    text = "\x1f".join(str(part) for part in parts)
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1


def seed_of(seed: int) -> int:
    """Spread a user's small seed over 63 bits (rules take it as int64)."""
    return _mix_plain((int(seed) * _GOLD + 0x632BE59BD9B4E019) & MASK) >> 1
