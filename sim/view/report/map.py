"""Maps of a run: where people live, died and fled, who held what, where the mission stood."""

from __future__ import annotations

import math
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sim.view import style
from sim.view.report import atlas
from sim.view.report.atlas import Period, Scale, Sheet
from sim.view.report.labels import place_labels
from sim.view.report.legend import draw_legend
from sim.view.report.timeline import Timeline

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.runs.run import Run

PANELS: Final = 4


def draw_map(axes: Axes, sheet: Sheet, period: Period, scale: Scale) -> None:
    """One map: land, roads, halos of the dead, rings of the displaced, places, flags."""
    draw_land(axes, sheet)
    died = period.deaths > 0
    halo = np.maximum(period.deaths[died] * scale.death, 8.0)
    axes.scatter(
        sheet.x[died], sheet.y[died], s=halo, c=style.DEATH, alpha=style.HALO, lw=0, zorder=2
    )
    whole, home = atlas.dot_areas(period, scale)
    _draw_flags(axes, sheet, period, whole)
    axes.scatter(sheet.x, sheet.y, s=whole, c=style.DISPLACED, lw=0, zorder=4)
    axes.scatter(
        sheet.x,
        sheet.y,
        s=home,
        c=period.state,
        cmap=style.control_ramp(),
        vmin=0,
        vmax=1,
        ec=style.INK,
        lw=0.6,
        zorder=5,
    )


def draw_land(axes: Axes, sheet: Sheet) -> None:
    """Outline with its inner borders, and roads; sets the limits."""
    from matplotlib.collections import LineCollection, PolyCollection

    axes.set_axis_off()
    axes.set_aspect("equal")
    axes.set_xlim(sheet.box[0], sheet.box[1])
    axes.set_ylim(sheet.box[2], sheet.box[3])
    axes.apply_aspect()  # now, since names are placed by where things will stand
    rings = [ring for ring in sheet.rings if len(ring) > 2]
    axes.add_collection(PolyCollection(rings, fc=style.LAND, ec=style.COAST, lw=1.4, zorder=1))
    axes.add_collection(PolyCollection(rings, fc=style.LAND, ec=style.BORDER, lw=0.6, zorder=1.1))
    axes.add_collection(LineCollection(sheet.roads, colors=style.ROAD, lw=0.7, zorder=1.2))


def _draw_flags(axes: Axes, sheet: Sheet, period: Period, dots: NDArray[np.float64]) -> None:
    """Flags on top of the dots of places where troops are based."""
    based = atlas.has_flag(period)
    pixels = axes.transData.transform([(0.0, 0.0), (0.0, 1.0)])
    km_a_point = style.DPI / 72 / float(pixels[1, 1] - pixels[0, 1])
    up = np.maximum(np.sqrt(dots[based]) / 2 - 1.0, 0.0) * km_a_point
    axes.scatter(
        sheet.x[based],
        sheet.y[based] + up,
        s=atlas.flag_areas(period.troops[based]),
        marker=atlas.flag(),
        c=style.MISSION,
        ec=style.INK,
        lw=0.6,
        zorder=3.5,
    )


def draw_scale_bar(axes: Axes, sheet: Sheet) -> None:
    """A bar of a round number of kilometres in the lower left corner."""
    west, east, south, north = sheet.box
    wanted = (east - west) * 0.22
    size = 10.0 ** math.floor(math.log10(wanted))
    km = max(step * size for step in (1, 2, 5) if step * size <= wanted)
    x, y = west + 0.02 * (east - west), south + 0.025 * (north - south)
    tick = 0.010 * (north - south)
    axes.plot([x, x, x + km, x + km], [y + tick, y, y, y + tick], c=style.MUTED, lw=1.0, zorder=6)
    axes.text(
        x + km / 2, y + tick, f"{km:g} km", ha="center", va="bottom", size=8, color=style.MUTED
    )


def whole(run: Run, timeline: Timeline) -> Figure:
    """The whole run on one map, with the places where most people died beside it."""
    sheet, period = Sheet.of(run), atlas.period_of(run, 0, run.weeks)
    side = 2.55
    width = style.WIDTH - side - 0.1
    height = min(max(width * sheet.ratio, 3.6), 6.4)
    foot = 1.0
    figure = style.new_figure(height + foot + 0.7)
    style.heading(
        figure,
        f"{style.clean(run.scenario.title)}: where it happened",
        f"{timeline.words()}, seed {run.seed}: {style.short(period.deaths.sum())} people killed "
        "directly.",
    )
    total = figure.get_figheight()
    axes = figure.add_axes((0.0, foot / total, width / style.WIDTH, height / total))
    scale = atlas.scale_of([period])
    draw_map(axes, sheet, period, scale)
    draw_scale_bar(axes, sheet)
    place_labels(axes, sheet, period, scale, run.scenario.region.names, 18)
    rank = figure.add_axes(
        (
            1 - side / style.WIDTH,
            (foot + 0.1) / total,
            (side - 0.15) / style.WIDTH,
            (height - 0.4) / total,
        )
    )
    draw_rank(rank, run, period)
    draw_legend(figure, scale, bool(atlas.has_flag(period).any()))
    return figure


def draw_rank(axes: Axes, run: Run, period: Period) -> None:
    """The places with most deaths as bars, the worst on top."""
    most = min(12, int((period.deaths > 0).sum()))
    order = np.argsort(-period.deaths, kind="stable")[:most]
    axes.set_axis_off()
    axes.set_ylim(11.9, -0.6)
    axes.set_title("Deaths by place", size=9)
    top = max(float(period.deaths.max()), 1.0)
    axes.set_xlim(0, top * 1.28)
    for row, p in enumerate(order):
        deaths = float(period.deaths[p])
        axes.barh(row + 0.22, deaths, 0.3, color=style.DEATH, alpha=0.75, lw=0)
        name = style.clean(run.scenario.region.names[p], 28)
        axes.text(0, row - 0.02, name, va="bottom", size=8.2)
        axes.text(
            deaths + top * 0.025,
            row + 0.22,
            f"{deaths:,.0f}",
            va="center",
            size=8.2,
            color=style.MUTED,
        )
    if not most:
        axes.text(0, 0, "nobody was killed", va="center", size=8.5, color=style.MUTED)


def panels(run: Run, timeline: Timeline) -> Figure:
    """Four maps, one for each quarter of the run, on one scale."""
    sheet = Sheet.of(run)
    count = min(PANELS, run.weeks)
    periods = [atlas.period_of(run, a, b) for a, b in pairwise(_edges(run, count))]
    width = style.WIDTH / 2 - 0.1
    height = min(max(width * sheet.ratio, 2.4), 4.4)
    rows, foot, head = -(-count // 2), 1.0, 0.52
    figure = style.new_figure(rows * (height + head) + foot + 0.62)
    style.heading(
        figure,
        f"{style.clean(run.scenario.title)}: how it moved",
        f"Seed {run.seed}. Four parts of the run, one scale for all.",
    )
    total = figure.get_figheight()
    scale = atlas.scale_of(periods).shrunk(0.6)
    for i, period in enumerate(periods):
        row, column = divmod(i, 2)
        bottom = foot + (rows - 1 - row) * (height + head)
        axes = figure.add_axes(
            (column * 0.5 + 0.005, bottom / total, width / style.WIDTH, height / total)
        )
        draw_map(axes, sheet, period, scale)
        place_labels(axes, sheet, period, scale, run.scenario.region.names, 6)
        if i == 0:
            draw_scale_bar(axes, sheet)
        _caption(
            figure, column * 0.5 + 0.12 / style.WIDTH, (bottom + height) / total, total, period
        )
    flags = any(bool(atlas.has_flag(period).any()) for period in periods)
    draw_legend(figure, scale, flags)
    return figure


def _edges(run: Run, count: int) -> list[int]:
    """Weeks that part a run into equal pieces, at the nearest turn of a month where it is long."""
    edges = [round(i * run.weeks / count) for i in range(count + 1)]
    if run.weeks >= 26 * count:
        for i in range(1, count):
            near = run.scenario.date_of(edges[i]) + timedelta(days=15)
            edges[i] = run.scenario.week_of(near.replace(day=1))
    return edges


def _caption(figure: Figure, x: float, y: float, total: float, period: Period) -> None:
    figure.text(x, y + 0.30 / total, period.title, size=10, weight="bold", va="center")
    words = [f"{style.short(period.deaths.sum())} killed"]
    words.append(f"{style.short(period.displaced.sum())} displaced")
    if period.troops.sum() >= 1.0:
        words.append(f"{style.short(period.troops.sum())} peacekeepers based")
    text = " \N{MIDDLE DOT} ".join(words)
    figure.text(x, y + 0.12 / total, text, size=8.5, color=style.MUTED, va="center")
