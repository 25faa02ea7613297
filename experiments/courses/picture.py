"""Draws deaths by year and by month: the record as a line, the worlds as bands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.ticker import FixedLocator, FuncFormatter

from sim.case.scenario import load_scenario
from sim.evidence.courses import Compared, Measured
from sim.evidence.periods import Periods, Window
from sim.view import style

HEIGHT, TOP, FOOT, LEFT, RIGHT, GAP = 5.6, 1.0, 0.35, 0.62, 0.15, 0.5  # inches
TICKS = (0, 1, 10, 100, 1_000, 10_000, 100_000)


def draw(found: Measured, path: Path) -> Path:
    """Write the picture of one country."""
    first, last = found.window
    with style.drawing():
        figure = style.new_figure(HEIGHT)
        style.heading(
            figure,
            load_scenario(found.scenario).title,
            f"Deaths, {style.month(first)} to {style.month(last)}, {found.worlds} worlds. Slope of "
            f"their logs a year: {found.slope[0]:+.2f} on record, {found.slope[1]:+.2f} in the "
            f"median world; rises in {100 * found.rises:.0f} %",
        )
        room = (HEIGHT - TOP - FOOT - GAP) / 2
        for row, (months, compared) in enumerate(((12, found.years), (1, found.months))):
            below = FOOT + (1 - row) * (room + GAP)
            axes = figure.add_axes(
                (
                    LEFT / style.WIDTH,
                    below / HEIGHT,
                    (style.WIDTH - LEFT - RIGHT) / style.WIDTH,
                    room / HEIGHT,
                )
            )
            _panel(axes, compared, found.window, months)
            if row == 0:
                handles, labels = axes.get_legend_handles_labels()
                figure.legend(
                    handles,
                    labels,
                    loc="upper right",
                    bbox_to_anchor=(1 - RIGHT / style.WIDTH, 1 - 0.6 / HEIGHT),
                    ncols=4,
                    borderpad=0,
                )
        return style.save(figure, path, f"{found.scenario}, {found.worlds} worlds")


def _panel(axes: Any, compared: Compared, window: Window, months: int) -> None:
    """Steps over the periods, on a scale of log(1 + deaths)."""
    days = Periods.of(window, months).edges

    def steps(values: Any) -> Any:
        return np.append(values, values[-1])

    for ends, alpha, label in (
        (compared.interval_90, 0.18, "90 % of worlds"),
        (compared.interval_50, 0.36, "50 % of worlds"),
    ):
        low, high = (steps(end) for end in ends)
        axes.fill_between(
            days, low, high, step="post", color=style.STATE, alpha=alpha, lw=0, label=label
        )
    axes.step(
        days, steps(compared.median), where="post", color=style.STATE, lw=1.1, label="median world"
    )
    axes.step(
        days, steps(compared.record), where="post", color=style.DEATH, lw=1.6, label="on record"
    )
    axes.set_yscale("function", functions=(np.log1p, np.expm1))
    top = max(float(compared.record.max()), float(compared.interval_90[1].max()), 1.0)
    least = min(float(compared.record.min()), float(compared.interval_90[0].min()))
    foot = max(t for t in TICKS if t <= least)
    axes.set_ylim(foot, 1.15 * top)
    axes.yaxis.set_major_locator(FixedLocator([t for t in TICKS if foot <= t <= 1.15 * top]))
    axes.yaxis.set_minor_locator(FixedLocator([]))
    axes.yaxis.set_major_formatter(FuncFormatter(style.person_ticks))
    axes.set_xlim(days[0], days[-1])
    years = Periods.of(window, 12)
    axes.set_xticks(years.edges[:-1], years.labels)
    axes.set_title(f"Deaths by {'year' if months == 12 else 'month'}")
