"""Calendar years and months of a window of days, the cut ones at its ends with what they cover."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from sim.evidence.columns import Floats

Window = tuple[date, date]
DAYS = {12: 365.25, 1: 365.25 / 12.0}  # of an ordinary period of so many months


@dataclass(frozen=True, slots=True)
class Periods:
    """Consecutive calendar years or months within a window.

    `edges`: (B + 1,) days as ordinals, the first and the day after the last being the window's;
    `exposure`: (B,) covered days over those of an ordinary period.
    """

    labels: tuple[str, ...]
    edges: Floats
    exposure: Floats

    @staticmethod
    def of(window: Window, months: int) -> Periods:
        """Those of 12 months or 1. ValueError: the window ends before it begins."""
        first, last = window
        if last < first:
            raise ValueError(f"window ends {last} before it begins {first}")
        begins = first.year * 12 + (first.month - 1) // months * months
        ends = last.year * 12 + last.month - 1
        starts = range(begins, ends + 1, months)
        edges = [date(at // 12, at % 12 + 1, 1).toordinal() for at in starts]
        edges = [max(edges[0], first.toordinal()), *edges[1:], last.toordinal() + 1]
        labels = [
            f"{at // 12}" if months == 12 else f"{at // 12}-{at % 12 + 1:02}" for at in starts
        ]
        days = np.array(edges, dtype=np.float64)
        return Periods(tuple(labels), days, np.diff(days) / DAYS[months])

    def __len__(self) -> int:
        return len(self.labels)

    def total(self, day: Floats, weight: Floats) -> Floats:
        """(B,) sums of weights dated by ordinal days; those outside the window are left out."""
        noon = day + 0.5  # histogram's last bin holds its right edge: no noon falls on one
        return np.histogram(noon, bins=self.edges, weights=weight)[0].astype(np.float64)

    @property
    def middle(self) -> Floats:
        """(B,) middles of the periods, in years."""
        return (self.edges[:-1] + self.edges[1:]) / 2.0 / DAYS[12]


def covered(window: Window, first: date, last: date) -> Window:
    """The part of a window that lies between two days. ValueError: none."""
    part = max(window[0], first), min(window[1], last)
    if part[1] < part[0]:
        raise ValueError(f"{first} to {last} covers nothing of {window[0]} to {window[1]}")
    return part
