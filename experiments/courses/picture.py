"""Draws deaths by year and by month: the record as a line, the worlds as bands."""

from __future__ import annotations

from pathlib import Path

from sim.case.scenario import load_scenario
from sim.evidence.courses import Measured
from sim.view import style
from sim.view.fit.pictures import deaths_panel

HEIGHT, TOP, FOOT, LEFT, RIGHT, GAP = 5.6, 1.0, 0.35, 0.62, 0.15, 0.5  # inches


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
        return style.save(figure, path, f"{found.scenario}, {found.worlds} worlds")
