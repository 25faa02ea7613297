"""Sampled civilians as columns."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Final, TypedDict

import numpy as np
from numpy.typing import NDArray

from sim.fields.column import I1, I2, R4, R8, Column, dtype_of
from sim.fields.compiled import kept
from sim.luck import streams
from sim.nature.start import Start

AT_HOME: Final = 0
DISPLACED: Final = 1  # inside the country
ABROAD: Final = 2  # crossed the border; `place` is where

GRIEVANCE, TRUST_STATE, TRUST_MISSION, LIVELIHOOD = range(4)  # keys of luck of a character


class Civilians(TypedDict):
    """(n,) sampled civilians; each stands for `weight` people."""

    weight: Annotated[R8, Column("people this row stands for", "persons")]
    fear: Annotated[R4, Column("fear", "0 to 1", 0, 1)]
    grievance: Annotated[R4, Column("grievance against the state", "0 to 1", 0, 1)]
    grievance_base: Annotated[R4, Column("what grievance returns to", "0 to 1", 0, 1)]
    trust_state: Annotated[R4, Column("trust in the state", "0 to 1", 0, 1)]
    trust_mission: Annotated[R4, Column("trust in the mission", "0 to 1", 0, 1)]
    livelihood: Annotated[R4, Column("livelihood, 1 as before the war", "ratio", 0, 2)]
    home: Annotated[I2, Column("where it is at home", "place")]
    place: Annotated[I2, Column("where it is; abroad: where it crossed the border", "place")]
    community: Annotated[I2, Column("its community", "community")]
    kin: Annotated[I2, Column("where it has relatives", "place")]
    weeks_displaced: Annotated[I2, Column("weeks away from home", "weeks")]
    displaced: Annotated[
        I1, Column("at home, displaced or abroad", "AT_HOME, DISPLACED, ABROAD", 0, 2)
    ]


DTYPE: Final = dtype_of(Civilians)


@kept
def _settle(
    table: Any, seed: int, rows: Any, shares: R8, persons: R8, legitimacy: R4, r: Start
) -> None:
    home, kin = table["home"], table["kin"]
    edges = np.zeros((shares.shape[1], shares.shape[0]))
    for k in range(shares.shape[1]):
        whole = 0.0
        for p in range(shares.shape[0]):
            whole += np.float64(shares[p, k]) * np.float64(persons[p])
            edges[k, p] = whole
    community = table["community"]
    for p in range(rows.shape[0] - 1):
        law = np.float64(legitimacy[p])
        for i in range(rows[p], rows[p + 1]):
            home[i] = p
            pick = streams.u(seed, streams.CIVILIAN_COMMUNITY, 0, i, 0)
            c = 0
            total = np.float64(shares[p, 0])
            while pick > total and c < shares.shape[1] - 1:
                c += 1
                total += np.float64(shares[p, c])
            community[i] = c
            relatives = streams.u(seed, streams.KIN, 0, i, 0) * edges[c, len(edges[c]) - 1]
            kin[i] = min(np.searchsorted(edges[c], relatives), len(edges[c]) - 1)
            _character(table, i, seed, law, r)


@partial(kept, forceinline=True)
def _character(table: Any, i: int, seed: int, law: float, r: Start) -> None:
    """What a civilian feels at the start; `law`: how legitimate the local government is."""
    luck = streams.u(seed, streams.CIVILIAN_CHARACTER, 0, i, GRIEVANCE)
    base = r.grievance_least + r.grievance_spread * luck * (r.grievance_ends - law)
    table["grievance_base"][i] = min(base, 1.0)
    table["grievance"][i] = table["grievance_base"][i]
    luck = streams.u(seed, streams.CIVILIAN_CHARACTER, 0, i, TRUST_STATE)
    trust = r.trust_state + r.trust_legitimacy * law + r.trust_spread * (luck - 0.5)
    table["trust_state"][i] = min(max(trust, 0.0), 1.0)
    luck = streams.u(seed, streams.CIVILIAN_CHARACTER, 0, i, TRUST_MISSION)
    trust = r.trust_mission + r.trust_spread * (luck - 0.5)
    table["trust_mission"][i] = min(max(trust, 0.0), 1.0)
    luck = streams.u(seed, streams.CIVILIAN_CHARACTER, 0, i, LIVELIHOOD)
    table["livelihood"][i] = min(r.livelihood_least + r.livelihood_spread * luck, 1.0)


def settle(
    seed: int,
    number: int,
    persons: NDArray[np.float64],
    shares: NDArray[np.float64],
    legitimacy: NDArray[np.float32],
    start: Start,
) -> NDArray[np.void]:
    """A table of `number` civilians living where people live.

    `persons`: (P,) people of each place; `shares`: (P, C) its communities; `legitimacy`: (P,)
    0 to 1. Every place gets at least one row and rows in proportion to its people (largest
    remainders), so that the sample is as even as it can be; weights make up for rounding.
    """
    count = _rows_for(persons, number)
    table = np.zeros(int(count.sum()), DTYPE)
    rows = np.concatenate(([0], np.cumsum(count)))
    _settle(table, seed, rows, shares, persons, legitimacy, start)
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
