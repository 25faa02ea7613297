"""Sampled civilians as columns."""

from __future__ import annotations

from typing import Annotated, Any, Final, TypedDict

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sim.fields.column import F4, F8, I1, I2, Column, dtype_of
from sim.luck import streams

AT_HOME: Final = 0
DISPLACED: Final = 1  # inside the country
ABROAD: Final = 2  # crossed the border; `place` is where


class Civilians(TypedDict):
    """(n,) sampled civilians; each stands for `weight` people."""

    weight: Annotated[F8, Column("people this row stands for", "persons")]
    fear: Annotated[F4, Column("fear", "0 to 1", 0, 1)]
    grievance: Annotated[F4, Column("grievance against the state", "0 to 1", 0, 1)]
    grievance_base: Annotated[F4, Column("what grievance returns to", "0 to 1", 0, 1)]
    trust_state: Annotated[F4, Column("trust in the state", "0 to 1", 0, 1)]
    trust_mission: Annotated[F4, Column("trust in the mission", "0 to 1", 0, 1)]
    livelihood: Annotated[F4, Column("livelihood, 1 as before the war", "ratio", 0, 2)]
    home: Annotated[I2, Column("where it is at home", "place")]
    place: Annotated[I2, Column("where it is; abroad: where it crossed the border", "place")]
    community: Annotated[I2, Column("its community", "community")]
    weeks_displaced: Annotated[I2, Column("weeks away from home", "weeks")]
    displaced: Annotated[
        I1, Column("at home, displaced or abroad", "AT_HOME, DISPLACED, ABROAD", 0, 2)
    ]


DTYPE: Final = dtype_of(Civilians)


@njit(cache=True, nogil=True)
def _settle(table: Any, seed: int, start: Any, shares: Any, legitimacy: Any) -> None:
    home = table["home"]
    community = table["community"]
    base = table["grievance_base"]
    grievance = table["grievance"]
    trust_state = table["trust_state"]
    trust_mission = table["trust_mission"]
    livelihood = table["livelihood"]
    for p in range(start.shape[0] - 1):
        for i in range(start[p], start[p + 1]):
            home[i] = p
            pick = streams.u(seed, streams.CIVILIAN_COMMUNITY, 0, i, 0)
            c = 0
            total = np.float64(shares[p, 0])
            while pick > total and c < shares.shape[1] - 1:
                c += 1
                total += np.float64(shares[p, c])
            community[i] = c
            luck = streams.u(seed, streams.CIVILIAN_CHARACTER, 0, i, 0)
            law = np.float64(legitimacy[p])
            base[i] = 0.15 + 0.3 * luck * (1.2 - law)
            grievance[i] = base[i]
            trust_state[i] = (
                0.15
                + 0.5 * law
                + 0.2 * (streams.u(seed, streams.CIVILIAN_CHARACTER, 0, i, 1) - 0.5)
            )
            trust_mission[i] = 0.4 + 0.2 * (
                streams.u(seed, streams.CIVILIAN_CHARACTER, 0, i, 2) - 0.5
            )
            livelihood[i] = 0.6 + 0.4 * streams.u(seed, streams.CIVILIAN_CHARACTER, 0, i, 3)


def settle(
    seed: int,
    number: int,
    persons: NDArray[np.float64],
    shares: NDArray[np.float64],
    legitimacy: NDArray[np.float32],
) -> NDArray[np.void]:
    """A table of `number` civilians living where people live.

    `persons`: (P,) people of each place; `shares`: (P, C) its communities; `legitimacy`: (P,)
    0 to 1. Every place gets at least one row and rows in proportion to its people (largest
    remainders), so that the sample is as even as it can be; weights make up for rounding.
    """
    count = _rows_for(persons, number)
    table = np.zeros(int(count.sum()), DTYPE)
    start = np.concatenate(([0], np.cumsum(count)))
    _settle(table, seed, start, shares, legitimacy)
    table["place"] = table["home"]
    table["weight"] = (persons / count)[table["home"]]
    return table


def _rows_for(persons: NDArray[np.float64], number: int) -> NDArray[np.int64]:
    spare = max(number - len(persons), 0)
    exact = persons / persons.sum() * spare
    count = np.floor(exact).astype(np.int64)
    left = spare - int(count.sum())
    order = np.argsort(-(exact - count), kind="stable")
    count[order[:left]] += 1
    return count + 1
