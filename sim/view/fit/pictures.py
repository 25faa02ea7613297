"""Pictures of a fit: deaths by year and month, both maps, places beside each other."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.evidence.columns import Floats
from sim.evidence.courses import Compared, Measured
from sim.evidence.fit_measure import Fit
from sim.evidence.periods import Periods, Window
from sim.view import style
from sim.view.report import atlas
from sim.view.report.atlas import Period, Sheet
from sim.view.report.labels import place_labels
from sim.view.report.map import draw_map, draw_scale_bar

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.country.region import Region

HEIGHT, TOP, FOOT, LEFT, RIGHT, GAP = 5.6, 1.0, 0.35, 0.62, 0.15, 0.5  # inches
TICKS: Final = (0, 1, 10, 100, 1_000, 10_000, 100_000)
NAMED: Final = 12  # places on each map
MARGIN: Final = 0.07  # of a map's width, on each side
SMALLER: Final = 0.4  # marks, against those of a map as wide as the page
BARS: Final = 20  # places beside each other


def course(fit: Fit) -> Figure:
    """Deaths by year and by month: the record as a line, the worlds as bands."""
    found = fit.measured
    first, last = found.window
    figure = style.new_figure(HEIGHT)
    style.heading(
        figure,
        f"{fit.title}: deaths, year by year and month by month",
        f"{style.month(first)} to {style.month(last)}, {found.worlds} worlds; on record "
        f"{style.short(found.deaths[0])}, in the median world {style.short(found.deaths[1])}",
    )
    deaths_panels(figure, found)
    return figure


def deaths_panels(figure: Figure, found: Measured) -> None:
    """By year above, by month below, on a figure `HEIGHT` high."""
    room = (HEIGHT - TOP - FOOT - GAP) / 2
    for row, (months, compared) in enumerate(((12, found.years), (1, found.months))):
        below = FOOT + (1 - row) * (room + GAP)
        axes = _axes(figure, below, room)
        deaths_panel(axes, compared, found.window, months)
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


def _axes(figure: Figure, below: float, room: float) -> Axes:
    height = figure.get_figheight()
    wide = (style.WIDTH - LEFT - RIGHT) / style.WIDTH
    return figure.add_axes((LEFT / style.WIDTH, below / height, wide, room / height))


def deaths_panel(axes: Any, compared: Compared, window: Window, months: int) -> None:
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
    _logarithmic(axes, compared)
    axes.set_xlim(days[0], days[-1])
    years = Periods.of(window, 12)
    skip = -(-len(years) // 16)
    axes.set_xticks(years.edges[:-1][::skip], years.labels[::skip])
    axes.set_title(f"Deaths by {'year' if months == 12 else 'month'}")


def _logarithmic(axes: Any, compared: Compared) -> None:
    from matplotlib.ticker import FixedLocator, FuncFormatter

    axes.set_yscale("function", functions=(np.log1p, np.expm1))
    top = max(float(compared.record.max()), float(compared.interval_90[1].max()), 1.0)
    least = min(float(compared.record.min()), float(compared.interval_90[0].min()))
    foot = max(t for t in TICKS if t <= least)
    axes.set_ylim(foot, 1.15 * top)
    axes.yaxis.set_major_locator(FixedLocator([t for t in TICKS if foot <= t <= 1.15 * top]))
    axes.yaxis.set_minor_locator(FixedLocator([]))
    axes.yaxis.set_major_formatter(FuncFormatter(style.person_ticks))


def maps(fit: Fit, region: Region) -> Figure:
    """Where people died: on record, and in the mean of the worlds, as shares of all deaths."""
    sheet = _roomy(Sheet.of_region(region))
    width = style.WIDTH / 2 - 0.05
    height = min(max(width * sheet.ratio, 2.6), 5.6)
    figure = style.new_figure(height + 1.15)
    style.heading(
        figure,
        f"{fit.title}: where people died",
        "Red: share of all deaths of the window. Dots: people. Both maps have one scale.",
    )
    people = np.asarray(region.place_persons(fit.measured.window[0].year), np.float64)
    sides = (("On record", fit.places.record), ("Mean of the worlds", fit.places.worlds))
    periods = [_period(title, people, 1000.0 * _share(deaths)) for title, deaths in sides]
    scale = atlas.scale_of(periods).shrunk(SMALLER)
    named = _period("", people, periods[0].deaths + periods[1].deaths)
    total = figure.get_figheight()
    for number, period in enumerate(periods):
        left = number * (style.WIDTH / 2 + 0.05) / style.WIDTH
        axes = figure.add_axes((left, 0.1 / total, width / style.WIDTH, height / total))
        draw_map(axes, sheet, period, scale)
        draw_scale_bar(axes, sheet)
        place_labels(axes, sheet, named, scale, region.names, NAMED)  # the same on both
        axes.set_title(period.title)
    return figure


def _roomy(sheet: Sheet) -> Sheet:
    """With room at the edges for what is drawn about places there."""
    west, east, south, north = sheet.box
    x, y = MARGIN * (east - west), MARGIN * (north - south)
    room = max(x, y)
    return replace(sheet, box=(west - room, east + room, south - room, north + room))


def of_ranks(pair: tuple[float, float]) -> str:
    """Rank correlations of population and worlds in words."""
    return ", ".join(
        f"{name} {value:.2f}" if isfinite(value) else f"{name} not known (all alike)"
        for name, value in zip(("population", "worlds' mean"), pair, strict=True)
    )


def _share(deaths: Floats) -> Floats:
    return deaths / max(float(deaths.sum()), 1e-9)


def _period(title: str, people: Floats, deaths: Floats) -> Period:
    none = np.zeros(len(people))
    return Period(title, people, none, deaths, none + 0.5, none)


def beside(fit: Fit) -> Figure:
    """The deadliest places of either as bars: share of deaths on record and in the worlds."""
    record, worlds = _share(fit.places.record), _share(fit.places.worlds)
    order = np.argsort(-np.maximum(record, worlds), kind="stable")[:BARS]
    order = order[np.argsort(-record[order], kind="stable")]
    height = 1.25 + 0.24 * len(order)
    figure = style.new_figure(height)
    style.heading(
        figure,
        f"{fit.title}: the deadliest places",
        "Share of all deaths, %. Rank correlation with the record, by place: "
        f"{of_ranks(fit.places.rank)}",
    )
    left = 1.9
    box = (left, 0.35, style.WIDTH - left - RIGHT, height - 1.15)
    axes = figure.add_axes(
        (box[0] / style.WIDTH, box[1] / height, box[2] / style.WIDTH, box[3] / height)
    )
    rows = np.arange(len(order))
    axes.barh(rows - 0.19, 100 * record[order], 0.36, color=style.DEATH, label="on record")
    axes.barh(rows + 0.19, 100 * worlds[order], 0.36, color=style.STATE, label="mean of worlds")
    axes.set_ylim(len(order) - 0.5, -0.5)
    axes.set_yticks(rows, [style.clean(fit.places.names[p], 30) for p in order])
    axes.tick_params(axis="y", labelcolor=style.INK)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x")
    axes.legend(loc="lower right")
    return figure


def pictures(fit: Fit, region: Region, folder: Path) -> dict[str, tuple[str, Path]]:
    """Draw all into a folder: name -> what it shows, and the file."""
    mark = f"{fit.scenario}, {fit.measured.worlds} worlds"
    found = {}
    with style.drawing():
        for name, shows, figure in (
            ("course", "Deaths by year and month: record and worlds", course(fit)),
            ("maps", "Two maps of deaths: record and worlds", maps(fit, region)),
            ("beside", "Bars of deaths by place: record and worlds", beside(fit)),
        ):
            found[name] = shows, style.save(figure, folder / f"{name}.png", mark)
    return found
