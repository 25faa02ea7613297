"""Panels of the pictures of cases: grids, bands over worlds, axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from case_measures import yearly

from sim.view import style

ARM_WORDS = {
    "was": "as it was",
    "undated": "without dated events",
    "alone": "without the mission",
}
ARM_COLOURS = {"was": style.STATE, "undated": style.DISPLACED, "alone": "#b06c0a"}
TICKS = (0, 10, 100, 1_000, 10_000, 100_000)
LEFT, RIGHT, FOOT, TOP, GAP_X, GAP_Y = 0.78, 0.15, 0.35, 1.12, 0.75, 0.62  # inches
ROW = 2.0  # inches

Case = Mapping[str, Any]


def table(case: Case, arm: str, quantity: str) -> np.ndarray:
    """(worlds, years) of a quantity."""
    return np.array([yearly(case, row, quantity) for row in case[arm]], dtype=float)


def grid(title: str, below: str, rows: int) -> tuple[Any, list[Any]]:
    """A figure of two columns under a heading, and its panels in reading order."""
    height = TOP + FOOT + rows * ROW + (rows - 1) * GAP_Y
    figure = style.new_figure(height)
    style.heading(figure, title, below)
    wide = (style.WIDTH - LEFT - RIGHT - GAP_X) / 2
    panels = []
    for number in range(2 * rows):
        row, column = divmod(number, 2)
        box = (LEFT + column * (wide + GAP_X), height - TOP - (row + 1) * ROW - row * GAP_Y)
        size = (wide / style.WIDTH, ROW / height)
        panels.append(figure.add_axes((box[0] / style.WIDTH, box[1] / height, *size)))
    return figure, panels


def steps(values: np.ndarray) -> np.ndarray:
    return np.append(values, values[-1])


def band(axes: Any, years: Sequence[int], values: np.ndarray, colour: str, label: str) -> None:
    """Median, 50 and 90 % of worlds by calendar year, as steps."""
    edges = np.arange(years[0], years[-1] + 2)
    for low, high, alpha in ((5, 95, 0.16), (25, 75, 0.32)):
        ends = [steps(np.nanpercentile(values, q, axis=0)) for q in (low, high)]
        axes.fill_between(edges, *ends, step="post", color=colour, alpha=alpha, lw=0)
    line(axes, years, np.nanmedian(values, axis=0), colour, label)


def line(
    axes: Any,
    years: Sequence[int],
    values: np.ndarray,
    colour: str,
    label: str,
    dash: tuple[str, float] = ("-", 1.4),
) -> None:
    """One value a year."""
    edges = np.arange(years[0], years[0] + len(values) + 1)
    how = {"color": colour, "ls": dash[0], "lw": dash[1]}
    axes.step(edges, steps(values), where="post", label=label, **how)


def climb(
    axes: Any, case: Case, days: Sequence[float], colour: str, label: str, dash: tuple[str, float]
) -> None:
    """The share of worlds as it was in which something has happened, by date."""
    worlds = len(case["was"])
    at = [case["years"][0], *sorted(days), case["years"][-1] + 1]
    share = np.array([*range(len(days) + 1), len(days)]) / worlds
    how = {"color": colour, "ls": dash[0], "lw": dash[1]}
    axes.step(at, share, where="post", label=label, **how)


def span(axes: Any, case: Case, named: bool = False, mission: bool = True) -> None:
    """Years from the first to the last, and a shade while the mission is there."""
    first, last = (year_of(date.fromisoformat(day)) for day in case["mission"])
    ends = case["years"][0], case["years"][-1] + 1
    if mission:
        axes.axvspan(max(first, ends[0]), min(last, ends[1]), color=style.MISSION, alpha=0.09, lw=0)
    if named and mission:
        axes.text(
            *(max(first, ends[0]) + 0.1, 0.985, "mission"),
            **{"transform": axes.get_xaxis_transform(), "va": "top", "size": 8},
            color=style.MISSION,
        )
    axes.set_xlim(*ends)
    skip = -(-len(case["years"]) // 7)
    ticks = case["years"][::skip]
    axes.set_xticks([year + 0.5 for year in ticks], [str(year) for year in ticks])


def year_of(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 365.25


def people_axis(axes: Any) -> None:
    from matplotlib.ticker import FuncFormatter

    axes.yaxis.set_major_formatter(FuncFormatter(style.person_ticks))
    axes.set_ylim(0, max(axes.get_ylim()[1], 1.0))


def percent_axis(axes: Any) -> None:
    axes.set_ylim(0, 1.0)
    axes.set_yticks((0, 0.5, 1.0), ("0 %", "50 %", "100 %"))


def dead_axis(axes: Any, top: float) -> None:
    from matplotlib.ticker import FixedLocator, FuncFormatter

    axes.set_yscale("function", functions=(np.log1p, np.expm1))
    axes.set_ylim(-0.3, 1.6 * top)
    axes.yaxis.set_major_locator(FixedLocator([t for t in TICKS if t <= 1.6 * top]))
    axes.yaxis.set_minor_locator(FixedLocator([]))
    axes.yaxis.set_major_formatter(FuncFormatter(style.person_ticks))
