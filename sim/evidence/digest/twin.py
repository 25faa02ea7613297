"""A world's naive twin: its own events, each in any week and by chance at any of its places.

It keeps how many events there were, how deadly, by whom, and how many each place had; it
knows nothing of the week before, of the mission and of what lies near. Findings that are read
off the record of one world (a panel, an AUC, rates of years) are asked of it, too.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.evidence.columns import Floats
from sim.evidence.digest.foresight import measured as of_foresight
from sim.evidence.digest.past import Past
from sim.evidence.digest.peace import of_years
from sim.evidence.digest.places import measured as of_places

PREFIX = "naive:"


class Twin(Past):
    """The past of a run whose events have lost their time and their place."""

    @cached_property
    def events(self) -> NDArray[np.void]:  # type: ignore[override]
        """(E,) the log, every event in a week drawn anew, places shuffled among events."""
        log = self.run.kept.events.copy()
        rng = np.random.default_rng(self.run.seed)
        log["week"] = rng.integers(self.weeks, size=len(log))
        log["place"] = rng.permutation(log["place"])
        return log

    @cached_property
    def deaths(self) -> Floats:
        """(W,) all direct deaths of these events."""
        log = self.events
        dead = log["deaths_a"] + log["deaths_b"] + log["deaths_civilian"]
        by_week = np.bincount(log["week"], weights=dead, minlength=self.weeks)
        return by_week.astype(np.float64)


def measured(past: Past) -> dict[str, Any]:
    """What events alone decide, of the twin; what else they are compared with stays as it was."""
    twin = Twin(past.run)
    found = of_places(twin) | of_foresight(twin) | of_years(twin)
    del found["risk_next_week"]  # the mission watches the world itself
    return {PREFIX + name: value for name, value in found.items()}
