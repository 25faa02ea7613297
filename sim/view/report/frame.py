"""What all charts of a run are made of: an axes in inches, bars on bars, a title with a legend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.view import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT, RIGHT, TOP, FOOT = 0.62, 0.18, 0.86, 0.38  # inches around a chart

Layer = tuple[NDArray[np.float64], str, str]  # values, colour, label


def place_axes(figure: Figure, bottom: float, height: float) -> Axes:
    """An axes over a figure's width; place and size in inches."""
    width, total = figure.get_figwidth(), figure.get_figheight()
    box = (LEFT / width, bottom / total, (width - LEFT - RIGHT) / width, height / total)
    return figure.add_axes(box)


def chart(height: float, title: str, below: str, lift: float = 0.0) -> tuple[Figure, Axes]:
    """A figure with one axes under its heading, `lift` points lower than usual."""
    figure = style.new_figure(height)
    style.heading(figure, title, below)
    return figure, place_axes(figure, FOOT, height - TOP - FOOT - lift / 72)


def narrow(axes: Axes, inches: float) -> None:
    """Take room from the right of an axes, for words beside it."""
    box, figure = axes.get_position(), axes.get_figure()
    width = figure.get_figwidth()  # type: ignore[union-attr]
    axes.set_position((box.x0, box.y0, box.width - inches / width, box.height))


def persons(axes: Axes) -> None:
    """A few round ticks from zero, thousands as k and millions as m."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.set_ylim(0, max(axes.get_ylim()[1], 1.0))
    inches = axes.get_window_extent().height / style.DPI
    count = max(2, min(5, round(inches / 0.32)))
    axes.yaxis.set_major_locator(MaxNLocator(count, integer=True, min_n_ticks=1))
    axes.yaxis.set_major_formatter(FuncFormatter(style.person_ticks))


def stack(axes: Axes, edges: NDArray[np.int64], layers: list[Layer]) -> None:
    """Bars on top of each other; a layer is one artist, since a bar each costs much to keep."""
    from matplotlib.collections import PolyCollection

    base = np.zeros(len(edges) - 1)
    widths = np.diff(edges)
    left, right = edges[:-1] + widths * 0.08, edges[:-1] + widths * 0.92
    for values, colour, label in layers:
        top = base + values
        corners = [(left, base), (left, top), (right, top), (right, base)]
        bars = [*np.moveaxis(np.array(corners), 2, 0)]  # each (4, 2)
        axes.add_collection(PolyCollection(bars, fc=colour, lw=0, label=label), autolim=False)
        base = top
    axes.set_ylim(0, max(float(base.max()) * 1.07, 1.0))


def title(axes: Axes, text: str, lift: float = 0.0, columns: int = 4) -> None:
    """An axes' title, and its legend on the same line; both `lift` points higher than usual."""
    axes.set_title(text, pad=6 + lift, size=9)
    if not axes.get_legend_handles_labels()[1]:
        return
    points = axes.get_window_extent().height / style.DPI * 72
    axes.legend(
        loc="lower right",
        bbox_to_anchor=(1.0, 1.0 + (lift + 2) / points),
        ncols=columns,
        borderaxespad=0.0,
        borderpad=0.2,
        handlelength=0.9,
        handleheight=0.9,
        columnspacing=1.4,
        handletextpad=0.5,
    )


def apart(ends: list[tuple[float, str, str]], gap: float) -> list[tuple[Any, str, str]]:
    """Labels in rising order moved so that none is nearer than `gap` to the next."""
    places: list[float] = []
    for y, _, _ in ends:
        places.append(max(y, places[-1] + gap) if places else y)
    over = max(places[-1] - 1.0, 0.0) if places else 0.0
    return [(y - over, label, colour) for y, (_, label, colour) in zip(places, ends, strict=True)]
