"""What the pictures of a sweep share: rows with labels at the left, colours of better and worse."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from sim.pairs.words import label
from sim.runs.outcomes import OUTCOMES
from sim.view import style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


ROW = 0.38  # inches a policy
HEAD = 1.25  # inches above the axes
FOOT = 0.75
MOST_ROWS = 24
BETTER, WORSE, UNCLEAR = style.STATE, style.DEATH, style.REST


def rows_of(table: pd.DataFrame) -> list[Any]:
    """A table's rows by column name."""
    return list(table.itertuples())


def colour_of(outcome: str, diff: float, clear: bool) -> str:
    """Blue where clearly better, crimson where clearly worse, grey otherwise."""
    direction = OUTCOMES[outcome].direction
    if not clear or direction not in ("up", "down"):
        return UNCLEAR
    return BETTER if (diff > 0.0) == (direction == "up") else WORSE


def rows_figure(
    count: int,
    columns: int,
    left: float,
    title: str,
    below: str,
    head: float = HEAD,
    row: float = ROW,
) -> tuple[Figure, list[Axes]]:
    """A figure of `columns` axes side by side, `count` rows high, room for labels at the left."""
    height = head + FOOT + row * max(count, 2)
    figure = style.new_figure(height)
    style.heading(figure, title, below)
    grid = figure.add_gridspec(
        1, columns, left=left, right=0.975, bottom=FOOT / height, top=1 - head / height, wspace=0.12
    )
    axes = [figure.add_subplot(grid[0, i]) for i in range(columns)]
    for ax in axes:
        ax.set_ylim(count - 0.5, -0.5)
        ax.grid(False)
        ax.grid(True, axis="x")
        ax.set_yticks([])
    return figure, axes


def row_name(ax: Axes, row: int, text: str, size: float = 9.0) -> None:
    """The label of a row, at the left of the axes."""
    place = {"ha": "right", "va": "center", "transform": ax.get_yaxis_transform()}
    ax.text(-0.015, row, text, fontsize=size, **place)  # type: ignore[arg-type]


def number_axis(ax: Axes, outcome: str) -> None:
    """Title, unit and a handful of short ticks."""
    from matplotlib.ticker import MaxNLocator

    unit = OUTCOMES[outcome].unit
    name = label(outcome)
    ax.set_title(textwrap.fill(name[:1].upper() + name[1:], 22), fontsize=9.5)
    ax.set_xlabel({"0 to 100": "index, 0 to 100"}.get(unit, unit), fontsize=8)
    low, high = ax.get_xlim()
    low, high = min(low, 0.0), max(high, 0.0)
    pad = 0.06 * (high - low or 1.0)
    ax.set_xlim(low - pad, high + pad)
    ax.xaxis.set_major_locator(MaxNLocator(4 if unit != "dollars" else 3))
    ax.xaxis.set_major_formatter(style.person_ticks)
