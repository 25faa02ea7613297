"""Aid and institutions: H1 to H7."""

from __future__ import annotations

from math import inf

import numpy as np

from sim.evidence.columns import Floats
from sim.evidence.finding import Arms, Finding, ratio, untestable
from sim.evidence.findings.missions import over

CONTESTED = (0.25, 0.75)  # the state's share of control
FIRM = (0.9, 1.01)
FROM_YEAR = 3  # aid needs a mandate and months to set up


def declared() -> tuple[Finding, ...]:
    """The findings of this subject."""
    return (*_aid(), *_food(), *_rest())


def where(arms: Arms, arm: str, base: str, held: tuple[float, float]) -> float:
    """Events in place-years whose control, in the world without, lay within `held`: ratio."""
    control: Floats = arms[base].values["place_control"][:, :, FROM_YEAR:]
    chosen = np.asarray((control >= held[0]) & (control < held[1]))
    events = {
        name: float(arms[name].values["place_events"][:, :, FROM_YEAR:][chosen].sum())
        for name in (arm, base)
    }
    return ratio(events[arm], events[base])


def _aid() -> tuple[Finding, ...]:
    return (
        Finding(
            "H1",
            "violence where control is contested: aid against none",
            ("bare", "aid"),
            lambda a: where(a, "aid", "bare", CONTESTED),
            (0.95, 1.4),
            "log",
        ),
        Finding(
            "H2",
            "violence where the state's control is firm: aid against none",
            ("bare", "aid"),
            lambda a: where(a, "aid", "bare", FIRM),
            (0.7, 1.0),
            "log",
        ),
    )


def _food() -> tuple[Finding, ...]:
    return (
        Finding(
            "H5",
            "food aid: violence in all against none",
            ("bare", "food"),
            lambda a: over(a, "food", "bare", "sum:events"),
            (0.95, 1.05),
            "log",
        ),
        Finding(
            "H5-signs",
            "diverted food feeds the war, guarded food does not: difference of the two ratios",
            ("bare", "food_checked", "food_diverted"),
            lambda a: (
                over(a, "food_diverted", "bare", "sum:events")
                - over(a, "food_checked", "bare", "sum:events")
            ),
            (0.0, inf),
        ),
    )


def _rest() -> tuple[Finding, ...]:
    return (
        untestable(
            "H6",
            "exposure to justice programmes raises use of state justice, worsens perceived"
            " corruption at first",
            "corruption in the model is a fact about an administration, not a perception",
        ),
    )
