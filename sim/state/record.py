"""What is kept of a run: a row a week, a row a place and week, the events, the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.fields.units import YEAR

SERIES_DTYPE: Final = np.dtype(
    [
        (name, "f8")
        for name in (
            "events_battle",
            "events_onesided",
            "events_nonstate",
            "deaths_battle",
            "deaths_onesided",
            "deaths_nonstate",
            "civilian_deaths",
            "civilian_deaths_rebel",
            "civilian_deaths_state",
            "combatant_deaths",
            "peacekeeper_deaths",
            "indirect_deaths",
            "homicides",
            "displaced",
            "refugees",
            "persons",
            "troops",
            "troops_authorised",
            "police",
            "fighters_state",
            "fighters_other",
            "trust_state",
            "trust_mission",
            "fear",
            "grievance",
            "livelihood",
            "need",
            "rule_of_law",
            "services",
            "control_state",
            "attacks",
            "responses",
            "alerts",
            "at_war",
            "consent",
            "cash",
            "support",
            "impartial",
            "misconduct",
            "cooperation",
            "price",
            "gbv",
            "gbv_reported",
            "aid_delivered",
            "aid_diverted",
            "cantoned",
            "demobilised",
            "remobilised",
            "impostors",
            "weapons",
            "talks",
            "ceasefires",
            "agreements",
            "participation",
            "sent_home",
        )
    ]
)

PLACE_DTYPE: Final = np.dtype(
    [
        ("deaths", "i4"),
        ("displaced", "f4"),
        ("patrols", "f4"),
        ("troops", "f4"),
        ("risk", "f4"),
        ("fear", "f4"),
        ("population", "f4"),
        ("events", "i2"),
        ("state_control", "f4"),
        ("need", "f4"),
        ("control", "i2"),
        ("alert", "i1"),
    ],
    align=True,
)


class Record:
    """Tables that grow with the weeks.

    `series`: (W,) rows of SERIES_DTYPE, then columns of mechanisms from outside; `places`: (W, P)
    rows of PLACE_DTYPE; `weeks`: how many are filled.
    """

    def __init__(self, places: int, weeks: int, own: Sequence[str] = ()) -> None:
        self.weeks = 0
        self._dtype = np.dtype([*SERIES_DTYPE.descr, *[(name, "f8") for name in own]])
        self._series = np.zeros(weeks, self._dtype)
        self._places = np.zeros((weeks, places), PLACE_DTYPE)

    @property
    def series(self) -> NDArray[np.void]:
        """(W,) the weeks recorded so far."""
        return self._series[: self.weeks]

    @property
    def places(self) -> NDArray[np.void]:
        """(W, P) the places in the weeks recorded so far."""
        return self._places[: self.weeks]

    def next_rows(self) -> tuple[NDArray[np.void], NDArray[np.void]]:
        """The series row, (1,), and place rows, (P,), of a new week, to be filled in."""
        if self.weeks == len(self._series):
            more = max(len(self._series) // 2, YEAR)
            self._series = np.concatenate([self._series, np.zeros(more, self._dtype)])
            shape = (more, self._places.shape[1])
            self._places = np.concatenate([self._places, np.zeros(shape, PLACE_DTYPE)])
        week = self.weeks
        self.weeks += 1
        return self._series[week : week + 1], self._places[week]
