"""The strip under a map that says what its marks mean, drawn on the map's own scale."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.view import style
from sim.view.report import atlas
from sim.view.report.atlas import Scale

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT: Final = 0.98  # inches
MARKS_AT, WORDS_AT = 0.48, 0.12


def draw_legend(figure: Figure, scale: Scale, with_flags: bool) -> None:
    """People, displaced, deaths, control and the mission from left to right."""
    axes = figure.add_axes((0.0, 0.0, 1.0, HEIGHT / figure.get_figheight()))
    axes.set_axis_off()
    _control(axes)
    axes.set_xlim(0, figure.get_figwidth())
    axes.set_ylim(0, HEIGHT)
    axes.axhline(HEIGHT - 0.05, 0.013, 0.987, color=style.GRID, lw=1.0)
    _people(axes, scale)
    _displaced(axes, scale)
    _deaths(axes, scale)
    if with_flags:
        _mission(axes)


def _head(axes: Axes, x: float, text: str) -> None:
    axes.text(x, HEIGHT - 0.19, text, size=8, weight="bold", va="center")


def _said(axes: Axes, x: float, text: str, across: Any = "center", y: float = WORDS_AT) -> None:
    axes.text(x, y, text, size=7.5, color=style.MUTED, ha=across, va="center")


def _round(value: float) -> float:
    """The nearest 1, 2 or 5 times a power of ten below, at least 1."""
    size = 10.0 ** math.floor(math.log10(max(value, 1.0)))
    return max(step * size for step in (1, 2, 5) if step * size <= max(value, 1.0))


def _dot(axes: Axes, x: float, area: float, colour: str = style.NEUTRAL) -> None:
    axes.scatter([x], [MARKS_AT], s=[area], c=colour, ec=style.INK, lw=0.6)


def _people(axes: Axes, scale: Scale) -> None:
    _head(axes, 0.12, "People at home")
    for x, area in ((0.3, 55.0), (0.85, 320.0)):
        persons = _round(area / scale.person)
        _dot(axes, x, persons * scale.person)
        _said(axes, x, style.person_ticks(persons))


def _displaced(axes: Axes, scale: Scale) -> None:
    _head(axes, 1.5, "and displaced here")
    persons = _round(150.0 / scale.person)
    area = persons * scale.person
    axes.scatter([1.8], [MARKS_AT], s=[2 * area], c=style.DISPLACED, lw=0)
    _dot(axes, 1.8, area)
    _said(axes, 1.8, f"ring: {style.person_ticks(persons)}")


def _deaths(axes: Axes, scale: Scale) -> None:
    _head(axes, 3.05, "Deaths")
    for x, area in ((3.2, 50.0), (3.62, 260.0), (4.2, 1000.0)):
        deaths = _round(area / scale.death)
        area = deaths * scale.death
        axes.scatter([x], [MARKS_AT], s=[area], c=style.DEATH, alpha=style.HALO, lw=0)
        _said(axes, x, f"{deaths:,.0f}")


def _control(axes: Axes) -> None:
    left, right = 4.95, 7.2
    _head(axes, left, "Held by the state's side")
    axes.imshow(
        np.linspace(0, 1, 128)[None, :],
        cmap=style.control_ramp(),
        extent=(left, right, 0.40, 0.56),
        aspect="auto",
        vmin=0,
        vmax=1,
    )
    words = (
        (left, "never", "left"),
        (6.075, "half of the weeks", "center"),
        (right, "always", "right"),
    )
    for x, text, across in words:
        _said(axes, x, text, across, y=0.26)


def _mission(axes: Axes) -> None:
    _head(axes, 7.6, "Peacekeepers")
    areas = atlas.flag_areas(np.array([300.0]))
    axes.scatter(
        [7.68], [0.34], s=areas, marker=atlas.flag(), c=style.MISSION, ec=style.INK, lw=0.6
    )
    _said(axes, 7.9, "based here", "left", y=0.42)
