"""Aid and institutions: H1 to H7."""

from __future__ import annotations

from math import inf

import numpy as np

from sim.evidence.columns import Floats
from sim.evidence.finding import Arms, Finding, ratio, untestable
from sim.evidence.findings.missions import over

CONTESTED = (0.25, 0.75)  # the state's share of control
FIRM = (0.9, 1.01)
BEFORE = 2  # years before the mandate, the same in both worlds
FROM_YEAR = 3  # aid needs a mandate and months to set up


def declared() -> tuple[Finding, ...]:
    """The findings of this subject."""
    return (*_aid(), *_food(), *_rest())


def where(arms: Arms, arm: str, base: str, held: tuple[float, float]) -> float:
    """Events with aid over events without, in places so held before anybody helped.

    Who holds a place later depends on the violence that is counted: choosing place-years by the
    control of one of two worlds makes the calm of that world look like an effect (it gave 1.7 for
    firmly held places in the world without effect).
    """
    control: Floats = arms[base].values["place_control"][:, :, :BEFORE].mean(axis=2)
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
            "violence where control was contested before: aid against none",
            ("bare", "aid"),
            lambda a: where(a, "aid", "bare", CONTESTED),
            (0.95, 1.4),
            "log",
            fitted=True,
        ),
        Finding(
            "H2",
            "violence where the state's control was firm before: aid against none",
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
            fitted=True,
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
