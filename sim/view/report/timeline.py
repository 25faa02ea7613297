"""The time axis that all charts of a run share: bins, ticks and the marks of dated events."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.view import style
from sim.view.report.stages import Stage, stages_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.runs.run import Run

MOST_MARKS = 14
MOST_BINS = 260
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Timeline:
    """Days as ordinals. `weeks`: (W,) the Mondays; `last`: the day after the run."""

    first: date
    last: date
    weeks: NDArray[np.int64]
    stages: tuple[Stage, ...]
    war_over: date | None
    relapsed: date | None

    @staticmethod
    def of(run: Run) -> Timeline:
        """The time axis of a run."""
        case = run.scenario
        weeks = case.monday.toordinal() + 7 * np.arange(run.weeks)
        return Timeline(
            case.monday,
            case.date_of(run.weeks),
            weeks,
            tuple(stages_of(run)),
            case.date_of(run.war_over) if run.war_over >= 0 else None,
            case.date_of(run.relapsed) if run.relapsed >= 0 else None,
        )

    def words(self) -> str:
        """`Jan 1998 to Dec 2005`, a run's first and last month."""
        first, last = style.month(self.first + 6 * DAY), style.month(self.last - DAY)
        return first if first == last else f"{first} to {last}"

    def bins(self, months: int) -> NDArray[np.int64]:
        """(B + 1,) edges of calendar bins of so many months; the first holds the run's start."""
        start = self.first + 6 * DAY  # a week belongs to the month it ends in
        index = start.year * 12 + (start.month - 1) // months * months
        edges: list[int] = []
        while not edges or edges[-1] < self.last.toordinal():
            edges.append(date(index // 12, index % 12 + 1, 1).toordinal())
            index += months
        return np.array(edges)

    def spread(self, months: int = 1) -> tuple[NDArray[np.int64], int]:
        """Edges of bins of so many months, or more of them where bars would be hairlines."""
        for size in (months, 3, 12, 60):
            edges = self.bins(size)
            if size >= months and len(edges) - 1 <= MOST_BINS:
                break
        return edges, size

    def total(
        self, edges: NDArray[np.int64], days: NDArray[Any], values: NDArray[Any]
    ) -> NDArray[np.float64]:
        """(B,) sums of values dated by ordinal days; what lies before the first edge joins it."""
        bins = np.clip(np.searchsorted(edges, days, side="right") - 1, 0, len(edges) - 2)
        sums = np.bincount(bins, weights=values, minlength=len(edges) - 1)
        return sums.astype(np.float64)  # bincount of nothing counts whole numbers

    def dress(self, axes: Axes, numbers: bool = False) -> None:
        """Limits, ticks, a thin line for each dated event; `numbers`: its number on top."""
        axes.set_xlim(
            self.first.toordinal(), max(self.last.toordinal(), self.first.toordinal() + 28)
        )
        ticks, words = self._ticks()
        axes.set_xticks(ticks, words)
        self._draw_marks(axes)
        if numbers:
            self._number(axes)

    def _draw_marks(self, axes: Axes) -> None:
        """A thin line for each dated event, all of them one artist."""
        from matplotlib.collections import LineCollection

        days = [stage.day.toordinal() for stage in self.stages[:MOST_MARKS]]
        lines = LineCollection(
            [[(day, 0.0), (day, 1.0)] for day in days],
            transform=axes.get_xaxis_transform(),  # days across, 0 to 1 from foot to top
            colors=style.MUTED,
            alpha=0.55,
            lw=0.7,
            ls=(0, (2, 2)),
            zorder=2.5,
        )
        axes.add_collection(lines, autolim=False)

    def _levels(self) -> list[int]:
        """How high each mark's number stands, 0 lowest, so that neighbours do not touch."""
        apart = max((self.last - self.first).days, 28) * 0.022
        free = [-math.inf] * 3  # where the last number on each level stands
        levels = []
        for stage in self.stages[:MOST_MARKS]:
            x = stage.day.toordinal()
            open_levels = [level for level in range(3) if x - free[level] >= apart]
            level = open_levels[0] if open_levels else min(range(3), key=free.__getitem__)
            free[level] = x
            levels.append(level)
        return levels

    def lift(self) -> float:
        """Points above an axes that the numbers of the dated events take."""
        levels = self._levels()
        return 13.0 * (max(levels) + 1) + 3.0 if levels else 0.0

    def _number(self, axes: Axes) -> None:
        """Numbers of the dated events above an axes."""
        for stage, level in zip(self.stages, self._levels(), strict=False):
            axes.annotate(
                str(stage.number),
                (stage.day.toordinal(), 1.0),
                xycoords=("data", "axes fraction"),
                xytext=(0, 7 + 13 * level),
                textcoords="offset points",
                ha="center",
                va="center",
                size=6.5,
                weight="bold",
                color=style.PAPER,
                bbox={
                    "boxstyle": f"circle,pad={0.28 if stage.number < 10 else 0.12}",
                    "fc": style.INK,
                    "ec": "none",
                },
            )

    def mark_endings(self, axes: Axes) -> None:
        """Say on a chart where the war ended and where it came back."""
        for day, words in ((self.war_over, "war ends"), (self.relapsed, "war returns")):
            if day is not None:
                axes.axvline(day.toordinal(), color=style.INK, lw=1.2, zorder=3)
                axes.annotate(
                    words,
                    (day.toordinal(), 0.97),
                    xycoords=("data", "axes fraction"),
                    xytext=(4, 0),
                    textcoords="offset points",
                    va="top",
                    size=8,
                    weight="bold",
                )

    def _ticks(self) -> tuple[list[int], list[str]]:
        days = (self.last - self.first).days
        if days > 900:
            years = range(self.first.year + 1, self.last.year + 1)
            step = max(1, -(-len(years) // 12))
            kept = [year for year in years if step == 1 or year % step == 0]
            return [date(year, 1, 1).toordinal() for year in kept], [str(year) for year in kept]
        months = 1 if days <= 240 else 3
        edges = [int(edge) for edge in self.bins(months)]
        edges = [edge for edge in edges if self.first.toordinal() <= edge <= self.last.toordinal()]
        edges = edges or [self.first.toordinal()]
        return edges, [style.month(date.fromordinal(edge)) for edge in edges]


def key_lines(timeline: Timeline) -> list[str]:
    """What the numbers on a chart mean, a line each."""
    lines = [
        f"{s.number}  {style.clean(s.title, 56)}, {style.month(s.day)}"
        for s in timeline.stages[:MOST_MARKS]
    ]
    more = len(timeline.stages) - MOST_MARKS
    return [*lines, f"and {more} more dated events"] if more > 0 else lines


def key_height(timeline: Timeline) -> float:
    """Inches that `draw_key` needs."""
    rows = -(-len(key_lines(timeline)) // 2)
    return rows * 0.185 + (0.2 if rows else 0.0)


def draw_key(figure: Figure, timeline: Timeline) -> None:
    """The meaning of the numbers in two columns at the foot of a figure."""
    lines = key_lines(timeline)
    rows = -(-len(lines) // 2)
    height = figure.get_figheight()
    for i, line in enumerate(lines):
        column, row = divmod(i, rows)
        y = (0.1 + (rows - row) * 0.185) / height
        figure.text(0.065 + 0.47 * column, y, line, size=8, color=style.MUTED, va="top")
