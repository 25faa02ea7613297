"""Draws deaths by year and by month: the record as a line, the worlds as bands."""

from __future__ import annotations

from pathlib import Path

from sim.case.scenario import load_scenario
from sim.evidence.courses import Measured
from sim.view import style
from sim.view.fit.pictures import HEIGHT, deaths_panels


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
        deaths_panels(figure, found)
        return style.save(figure, path, f"{found.scenario}, {found.worlds} worlds")
