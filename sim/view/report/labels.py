"""Names on a map: the towns that matter most, none over another name or dot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.view import style
from sim.view.report.atlas import Period, Scale, Sheet, dot_areas, flag_areas, has_flag

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Box = tuple[float, float, float, float]  # left, bottom, right, top in pixels

# where a name may stand about its dot: direction, and how the text is aligned to it
AROUND: Final = (
    (1.0, 0.0, "left", "center"),
    (-1.0, 0.0, "right", "center"),
    (0.0, -1.0, "center", "top"),
    (0.0, 1.0, "center", "bottom"),
    (0.75, -0.75, "left", "top"),
    (-0.75, -0.75, "right", "top"),
    (0.75, 0.75, "left", "bottom"),
    (-0.75, 0.75, "right", "bottom"),
)


def importance(period: Period) -> NDArray[np.float64]:
    """(P,) how much a place's name is wanted: by people and by deaths alike."""
    people = period.people / max(float(period.people.max()), 1.0)
    deaths = period.deaths / max(float(period.deaths.max()), 1.0)
    return np.sqrt(people) + np.sqrt(deaths)


def place_labels(
    axes: Axes,
    sheet: Sheet,
    period: Period,
    scale: Scale,
    names: tuple[str, ...],
    most: int,
) -> None:
    """Write up to `most` names, the most important first, each where it is free of all else.

    A name that fits nowhere is left out. The axes must have its limits and aspect by now.
    """
    pixel = axes.figure.dpi / 72.0
    spots = axes.transData.transform(np.column_stack([sheet.x, sheet.y]))
    radii = np.sqrt(dot_areas(period, scale)[0]) / 2.0
    taken = [_around(spot, radius * pixel) for spot, radius in zip(spots, radii, strict=True)]
    flags = np.flatnonzero(has_flag(period))
    sizes = np.sqrt(flag_areas(period.troops)) / 2.0
    taken += [_flag_box(spots[p], radii[p] * pixel, sizes[p] * pixel) for p in flags]
    frame = axes.get_window_extent()
    bounds = (frame.x0, frame.y0, frame.x1, frame.y1)
    written = 0
    for p in np.argsort(-importance(period), kind="stable"):
        if written >= most:
            return
        box = _write(axes, sheet, int(p), names[p], float(radii[p]), taken, bounds)
        if box is not None:
            taken.append(box)
            written += 1


def _write(
    axes: Axes, sheet: Sheet, p: int, name: str, radius: float, taken: list[Box], bounds: Box
) -> Box | None:
    """Write one name at the first free side of its dot."""
    renderer: Any = axes.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    for dx, dy, across, up in AROUND:
        text = axes.annotate(
            style.clean(name, 24),
            (sheet.x[p], sheet.y[p]),
            xytext=(dx * (radius + 2.2), dy * (radius + 1.6)),
            textcoords="offset points",
            ha=across,
            va=up,
            size=8.0,
            zorder=7,
            path_effects=_glow(),
        )
        found = text.get_window_extent(renderer)
        box = (found.x0, found.y0, found.x1, found.y1)
        if _inside(box, bounds) and not any(_meet(box, other) for other in taken):
            return box
        text.remove()
    return None


def _glow() -> list[Any]:
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=2.2, foreground=style.PAPER, alpha=0.85)]


def _around(spot: NDArray[np.float64], radius: float) -> Box:
    inner = radius * 0.85  # a circle leaves its box's corners free
    return spot[0] - inner, spot[1] - inner, spot[0] + inner, spot[1] + inner


def _flag_box(spot: NDArray[np.float64], radius: float, size: float) -> Box:
    return spot[0], spot[1] + radius, spot[0] + 0.66 * size, spot[1] + radius + size


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _inside(box: Box, bounds: Box) -> bool:
    return (
        box[0] >= bounds[0] and box[1] >= bounds[1] and box[2] <= bounds[2] and box[3] <= bounds[3]
    )
