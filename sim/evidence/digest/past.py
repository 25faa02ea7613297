"""A finished run as arrays: the weeks, places and events that digests read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.case.scenario import Scenario
from sim.evidence.columns import Bools, Floats, Ints
from sim.runs.run import Run
from sim.state.parties import GOVERNMENT

SETTLED = 52  # weeks after the mandate begins from which a force counts as deployed


@dataclass(frozen=True)
class Past:
    """One run: `series` (W,), `places` (W, P), `events` (E,), and who was who."""

    run: Run

    @staticmethod
    def of(run: Run) -> Past:
        """The past of a run."""
        return Past(run)

    @property
    def scenario(self) -> Scenario:
        """What was run."""
        return self.run.scenario

    @property
    def series(self) -> NDArray[np.void]:
        """(W,) a row a week."""
        return self.run.kept.series

    @property
    def places(self) -> NDArray[np.void]:
        """(W, P) a row a place and week."""
        return self.run.kept.places

    @property
    def events(self) -> NDArray[np.void]:
        """(E,) the log, in no order within a week."""
        return self.run.kept.events

    @property
    def weeks(self) -> int:
        """W."""
        return len(self.series)

    @cached_property
    def mandate(self) -> int:
        """Week in which the mandate begins; 0 where there is none."""
        start = self.scenario.mission.start
        return max(self.scenario.week_of(start), 0) if start is not None else 0

    @cached_property
    def deployed(self) -> int:
        """First week in which a force counts as deployed; the same in every arm."""
        return min(self.mandate + SETTLED, self.weeks)

    @cached_property
    def month(self) -> Ints:
        """(W,) months since the start, of each week's Monday."""
        monday = np.datetime64(self.scenario.monday, "D")
        months = (monday + 7 * np.arange(self.weeks)).astype("datetime64[M]")
        since: Ints = (months - months[0]).astype(np.int64)
        return since

    @cached_property
    def deaths(self) -> Floats:
        """(W,) all direct deaths."""
        s = self.series
        total: Floats = s["deaths_battle"] + s["deaths_onesided"] + s["deaths_nonstate"]
        return total

    @cached_property
    def ours(self) -> Bools:
        """(F,) factions on the government's side; splinters never are."""
        own = [GOVERNMENT in (spec.side, spec.name) or spec.kind == "state" for spec in self._specs]
        late = len(self.run.kept.faction_names) - len(own)
        return np.array(own + [False] * late, dtype=np.bool_)

    @property
    def _specs(self) -> tuple[Any, ...]:
        return self.scenario.factions

    def by_place_month(self, chosen: Bools) -> Floats:
        """(P, M) chosen events (a mask over the log) by place and month."""
        log = self.events[chosen]
        months, count = int(self.month[-1]) + 1, self.places.shape[1]
        cell = log["place"].astype(np.int64) * months + self.month[log["week"]]
        counts = np.bincount(cell, minlength=count * months).reshape(count, months)
        return counts.astype(np.float64)

    def monthly(self, values: Floats) -> Floats:
        """(P, M) mean over the weeks of each month, of (W, P) values."""
        months = int(self.month[-1]) + 1
        weeks = np.bincount(self.month, minlength=months)
        total = np.zeros((months, values.shape[1]))
        np.add.at(total, self.month, values)
        mean: Floats = (total / weeks[:, None]).T
        return mean

    @cached_property
    def month_deployed(self) -> int:
        """First month after `deployed`."""
        return int(self.month[min(self.deployed, self.weeks - 1)]) + 1
