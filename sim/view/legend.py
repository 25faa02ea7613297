"""The strip under a map that says what its marks mean, drawn on the map's own scale."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.view import style
from sim.view.map import FEWEST_TROOPS, Period, Scale, flag

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT = 0.95  # inches


def draw_legend(figure: Figure, scale: Scale, period: Period) -> None:
    """People, displaced, deaths, control and the mission from left to right."""
    axes = figure.add_axes((0.0, 0.0, 1.0, HEIGHT / figure.get_figheight()))
    axes.set_axis_off()
    axes.set_xlim(0, figure.get_figwidth())
    axes.set_ylim(0, HEIGHT)
    axes.axhline(HEIGHT - 0.06, 0.013, 0.987, color=style.GRID, lw=1.0)
    _people(axes, scale)
    _displaced(axes, scale)
    _deaths(axes, scale)
    _control(axes)
    if (period.troops >= FEWEST_TROOPS).any():
        _mission(axes)


def _head(axes: Axes, x: float, text: str) -> None:
    axes.text(x, HEIGHT - 0.2, text, size=8, weight="bold", va="center")


def _said(axes: Axes, x: float, y: float, text: str, across: Any = "center") -> None:
    axes.text(x, y, text, size=7.5, color=style.MUTED, ha=across, va="center")


def _round(value: float) -> float:
    """The nearest 1, 2 or 5 times a power of ten below."""
    size = 10.0 ** math.floor(math.log10(max(value, 1.0)))
    return max(step * size for step in (1, 2, 5) if step * size <= max(value, 1.0))


def _people(axes: Axes, scale: Scale) -> None:
    _head(axes, 0.12, "People at home")
    x = 0.28
    for share in (0.04, 0.3):
        persons = _round(share * 620.0 / (0.62 * scale.person) * 0.62)
        area = persons * scale.person
        axes.scatter([x], [0.46], s=[area], c=style.NEUTRAL, ec=style.INK, lw=0.6)
        _said(axes, x, 0.14, style.person_ticks(persons))
        x += 0.55


def _displaced(axes: Axes, scale: Scale) -> None:
    _head(axes, 1.55, "and displaced here")
    persons = _round(0.2 * 620.0 / scale.person)
    area = persons * scale.person
    axes.scatter([1.85], [0.46], s=[2 * area], c=style.DISPLACED, lw=0)
    axes.scatter([1.85], [0.46], s=[area], c=style.NEUTRAL, ec=style.INK, lw=0.6)
    _said(axes, 1.85, 0.14, f"ring: {style.person_ticks(persons)}")


def _deaths(axes: Axes, scale: Scale) -> None:
    _head(axes, 3.05, "Deaths")
    x = 3.2
    for share in (0.02, 0.12, 0.35):
        deaths = _round(share * 2600.0 / scale.death)
        axes.scatter([x], [0.46], s=[deaths * scale.death], c=style.DEATH, alpha=0.26, lw=0)
        _said(axes, x, 0.14, f"{deaths:,.0f}")
        x += 0.5


def _control(axes: Axes) -> None:
    _head(axes, 4.95, "Held by the state's side, share of weeks")
    shades = np.linspace(0, 1, 128)[None, :]
    axes.imshow(
        shades, cmap=style.control_ramp(), extent=(4.95, 7.1, 0.38, 0.54), aspect="auto", vmin=0, vmax=1
    )
    for x, text, across in ((4.95, "never", "left"), (6.025, "half", "center"), (7.1, "always", "right")):
        _said(axes, x, 0.24, text, across)
    axes.set_xlim(0, axes.figure.get_figwidth())  # type: ignore[union-attr]
    axes.set_ylim(0, HEIGHT)


def _mission(axes: Axes) -> None:
    _head(axes, 7.6, "Peacekeepers")
    axes.scatter([7.7], [0.34], s=[150], marker=flag(), c=style.MISSION, ec=style.INK, lw=0.5)
    _said(axes, 7.9, 0.42, "based here", "left")
