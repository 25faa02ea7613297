"""What the mission's programmes do in each place, as columns; levers write, mechanisms read."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.fields.units import MILLION, PER_THOUSAND

DTYPE: Final = np.dtype(
    [
        ("calm", "f4"),  # share of communal violence prevented
        ("restraint", "f4"),  # share of abuses by the state's forces prevented
        ("lure", "f4"),  # ratio added to rebels' attacks on civilians
        ("zone", "f4"),  # safe zones here
        ("sheltered", "f4"),  # share of the people present who are inside them
        ("guards", "f4"),  # infantry wanted for guarding zones and cantonments, persons
        ("guarded", "f4"),  # share of those guards that is there this week
        ("evacuation", "f4"),  # share of deaths prevented when an alert stands
        ("relief", "f4"),  # share of unmet need that aid meets
        ("delivered", "f4"),  # people reached by aid
        ("diverted", "f4"),  # dollars a year taken by whoever holds the place
        ("escorts", "f4"),  # infantry escorting aid here, persons
        ("jobs", "f4"),  # added to the level of the local economy
        ("works", "f4"),  # added to the level of services
        ("law", "f4"),  # added to the level of the rule of law
        ("order", "f4"),  # added to the level of the host's police
        ("administration", "f4"),  # share of full coverage by advisers
        ("tips", "f4"),  # ratio added to tip-offs
        ("goodwill", "f4"),  # added to the level of trust in the mission
        ("cvr", "f4"),  # share of recruitment prevented
        ("cantoned", "f4"),  # fighters in cantonment, persons
        ("committees", "f4"),  # share of full coverage by peace committees
    ],
    align=True,
)


def cover(amount: NDArray[np.float64] | float, half: float) -> NDArray[np.float64]:
    """How far an amount reaches, 0 to 1: one half at `half`, less and less for more."""
    given: NDArray[np.float64] = np.asarray(amount, np.float64)
    return given / (given + half)


def per_million(
    staff: float, share: NDArray[np.float64], people: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(P,) staff per million people where `share` (P,), summing to 1, says how they are spread.

    Fewer than a thousand people in a place count as a thousand.
    """
    density: NDArray[np.float64] = staff * share / np.maximum(people, PER_THOUSAND) * MILLION
    return density
