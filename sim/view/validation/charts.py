"""A section's rows as one picture: every band is the same strip, values and rivals beside it."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, isfinite, log
from typing import TYPE_CHECKING, Any

from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.evidence.judge import Interval
from sim.evidence.statistics import Scale
from sim.evidence.summary import Row, band_text, number
from sim.view import style
from sim.view.validation.words import COUNTRIES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROW, TOP, FOOT = 0.42, 1.02, 0.12  # inches
LEFT, RIGHT = 3.75, 1.62
REACH = 1.15  # of a band's width to either side; what lies further is marked at the edge
COLOURS = {
    "inside": style.STATE,
    "near": style.OTHERS,
    "outside": style.DEATH,
    "too noisy": style.MUTED,
}
MARKS = {"no-effect": "o", "naive": "s", "profile": "^", "to beat": "D"}
NAMES = {
    "no-effect": "without effect of the mission",
    "naive": "naive",
    "profile": "naive, with the record's months",
    "to beat": "to beat",
}
LIFT = {"no-effect": 0.0, "naive": 0.2, "profile": -0.2, "to beat": 0.0}  # rows apart
HOLLOW: dict[str, Any] = {"mfc": style.PAPER, "mec": style.INK, "mew": 0.9}
STRIP, OPEN = "#dfe7ee", "#eef2f6"


def drawable(rows: Sequence[Row]) -> list[Row]:
    """Rows with a value and a band."""
    return [row for row in rows if row.band is not None and isfinite(row.value)]


def _band(row: Row) -> Interval:
    """Of a row that is drawable."""
    return row.band or (0.0, inf)


def picture(title: str, rows: Sequence[Row]) -> Figure:
    """The picture of one section; `rows` are those of `drawable`, at least one."""
    height = TOP + FOOT + ROW * len(rows)
    with style.drawing():
        figure = style.new_figure(height)
        inside = sum(row.verdict == "inside" for row in rows)
        told = sum(bool(row.failed_by) for row in rows)
        style.heading(
            figure,
            title,
            f"{inside} of {len(rows)} inside; {told} that a rival fails (bold). Grey: the band, "
            "drawn equally wide in every row. Line: 90 %",
        )
        axes = figure.add_axes(
            (
                LEFT / style.WIDTH,
                FOOT / height,
                (style.WIDTH - LEFT - RIGHT) / style.WIDTH,
                ROW * len(rows) / height,
            )
        )
        for place, row in enumerate(rows):
            _row(axes, len(rows) - 1 - place, row)
        axes.set_xlim(-REACH, 1 + REACH)
        axes.set_ylim(-0.6, len(rows) - 0.4)
        axes.grid(visible=False)
        axes.set_xticks([])
        axes.set_yticks([])
        for side in axes.spines.values():
            side.set_visible(False)
        _legend(figure, rows, height)
        return figure


def position(value: float, band: Interval, scale: Scale, width: float) -> float:
    """Where a value lies: 0 and 1 are the band's ends; an open band is `width` wide."""
    low, high = (_on(scale, end) for end in band)
    at = _on(scale, value)
    if low == -inf:
        return 1.0 - (high - at) / width
    return (at - low) / (width if high == inf else high - low)


def _row(axes: Any, y: int, row: Row) -> None:
    width, band = _width(row), _band(row)

    def at(value: float) -> float:
        return min(max(position(value, band, row.scale, width), -REACH), 1 + REACH)

    closed = all(isfinite(_on(row.scale, end)) for end in band)
    axes.barh(y, 1.0, 0.72, color=STRIP if closed else OPEN, zorder=1)
    for end, x in zip(band, (0.0, 1.0), strict=True):
        if isfinite(_on(row.scale, end)):
            axes.plot([x, x], [y - 0.36, y + 0.36], color=style.FAINT, lw=1.2, zorder=2)
    colour = COLOURS[row.verdict]
    for name, rival in row.rivals.items():
        x, lift = at(rival.value), LIFT[name]
        axes.plot(x, y + lift, MARKS[name], clip_on=False, ms=5, zorder=4, **HOLLOW)
    if row.interval is not None:
        axes.plot([at(end) for end in row.interval], [y, y], color=colour, lw=2.4, zorder=3)
    x = at(row.value)
    beyond = {-REACH: "<", 1 + REACH: ">"}.get(x, "o")
    axes.plot(x, y, beyond, color=colour, ms=7.5, zorder=5, clip_on=False)
    weight = "bold" if row.failed_by else "normal"
    frame = axes.get_yaxis_transform()
    head, label = _head(row), style.clean(_short(row.statement), 66)
    left = -(LEFT - 0.12) / (style.WIDTH - LEFT - RIGHT)
    axes.text(left, y + 0.19, head, transform=frame, va="center", size=8.5, weight=weight)
    axes.text(left, y - 0.2, label, transform=frame, va="center", size=7, color=style.MUTED)
    right = 1 + 0.1 / (style.WIDTH - LEFT - RIGHT)
    said = f"{number(row.value)}  {row.verdict}{', fitted' if row.fitted else ''}"
    axes.text(right, y + 0.19, said, transform=frame, va="center", size=8, color=colour)
    axes.text(
        right,
        y - 0.2,
        f"band {band_text(row.band)}",
        transform=frame,
        va="center",
        size=7,
        color=style.MUTED,
    )


def _head(row: Row) -> str:
    """Its id; the country where the section does not name it."""
    head, _, country = row.id.partition("@")
    return f"{head}, {COUNTRIES.get(country, country)}" if country and head[0] != "F" else head


def _short(statement: str) -> str:
    return statement.removesuffix(", against its own events")


def _width(row: Row) -> float:
    """Of a band that is open: twice as far as the furthest of value and rivals from its end."""
    ends = [_on(row.scale, end) for end in _band(row)]
    edge = next((end for end in ends if isfinite(end)), 0.0)
    shown = [row.value, *(row.interval or ()), *(rival.value for rival in row.rivals.values())]
    away = [abs(_on(row.scale, v) - edge) for v in shown if isfinite(v)]
    return 1.2 * max([d for d in away if isfinite(d)], default=1.0) or 1.0


def _on(scale: Scale, value: float) -> float:
    if scale == "linear":
        return value
    return log(value) if value > 0 else -inf


def _legend(figure: Figure, rows: Sequence[Row], height: float) -> None:
    seen = [name for name in MARKS if any(name in row.rivals for row in rows)]
    handles: list[Any] = [
        Line2D([], [], color=colour, marker="o", ms=6, lw=2, label=verdict)
        for verdict, colour in COLOURS.items()
        if any(row.verdict == verdict for row in rows)
    ]
    handles += [
        Line2D([], [], marker=MARKS[name], label=NAMES[name], ms=5, lw=0, **HOLLOW) for name in seen
    ]
    handles.append(Patch(color=STRIP, label="band"))
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.04 / style.WIDTH, 1 - 0.66 / height),
        ncols=len(handles),
        columnspacing=1.1,
        handletextpad=0.4,
        borderpad=0.3,
        fontsize=7.5,
    )
