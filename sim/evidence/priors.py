"""Which numbers a calibration varies, and how far: factors of where a scenario puts them.

A range is narrower than the one declared at the number's field: that holds all that makes sense
somewhere, this what could be true of a war whose level and sizes of events are roughly right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.case.parts import PARTS
from sim.evidence.columns import Floats
from sim.nature.nature import Nature
from sim.nature.posterior import moved


@dataclass(frozen=True, slots=True)
class Prior:
    """A number of nature: every factor from `low` to `high` is as likely, on a log scale."""

    path: str  # "violence.level"
    low: float
    high: float
    why: str

    def at(self, share: Floats) -> Floats:
        """The factor a share 0..1 of the way through the range."""
        factor: Floats = self.low * (self.high / self.low) ** share
        return factor

    def value(self, nature: Nature, factor: float) -> float:
        """The number with a factor, no farther than its range allows."""
        table, _, name = self.path.partition(".")
        now = getattr(getattr(nature, table), name)
        return moved(PARTS.nature.tables()[table], name, now, factor)


_SEARCHED = "within what the search for the fitted point tried"

PRIORS: Final = (
    Prior("violence.level", 0.25, 4.0, "set for each war; a page of fit moves it by as much"),
    Prior("violence.onesided_rate", 0.2, 5.0, _SEARCHED),
    Prior("violence.heat_gain", 0.25, 4.0, _SEARCHED),
    Prior("violence.rate_exponent", 0.4, 1.6, "from nearly flat to nearly in proportion"),
    Prior("tempo.campaign_battle", 0.33, 3.0, _SEARCHED),
    Prior("tempo.focus", 0.25, 3.0, _SEARCHED),
    Prior("tempo.rest_months", 0.33, 2.5, "rests of two to fifteen months"),
    Prior("control.roam", 0.25, 2.0, "one idle band in ten, to nearly all"),
    Prior("control.shift", 0.33, 3.0, _SEARCHED),
    Prior("recruitment.rate", 0.33, 3.0, _SEARCHED),
    Prior("recruitment.weariness_time", 0.33, 3.0, _SEARCHED),
    Prior("civilian.flight", 0.25, 4.0, "differs tenfold between wars"),
    Prior("politics.agree", 0.4, 2.5, "C3: 0.2 to 0.5 agreements an attempt"),
    Prior("politics.guarantee_effect", 0.3, 1.17, "C12: a guarantee helps; how much is disputed"),
    Prior("presence.deter_rebels", 0.2, 1.05, "A1: rebels kill fewer; from a fifth to all"),
    Prior("presence.deter_battles", 0.2, 3.0, "A4: battles move or become fewer; disputed"),
)


def factors_at(priors: tuple[Prior, ...], shares: Floats) -> Floats:
    """(n, d) factors of (n, d) shares of the way through the ranges."""
    return np.stack([prior.at(shares[:, i]) for i, prior in enumerate(priors)], axis=1)
