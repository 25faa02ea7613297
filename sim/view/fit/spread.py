"""A picture of a calibration: of each number its prior, and where the draws lie in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.view import style


def picture(summary: Mapping[str, Any], path: Path) -> None:
    """Bars on a log scale of factors, the number told best on top."""
    from matplotlib.figure import Figure

    rows = sorted(summary["numbers"], key=lambda row: -row["left"])
    colours = {"told": style.STATE, "partly told": style.MISSION, "not told": style.FAINT}
    figure = Figure(figsize=(8.0, 0.36 * len(rows) + 1.5), layout="constrained")
    axes = figure.subplots()
    for y, row in enumerate(rows):
        low, middle, high = row["posterior"]
        axes.plot(row["prior"], [y, y], color=style.GRID, lw=9, solid_capstyle="butt", zorder=1)
        axes.plot([low, high], [y, y], color=colours[row["verdict"]], lw=5, zorder=2)
        axes.plot(middle, y, "o", color=style.INK, ms=4, zorder=3)
        axes.text(6.0, y, f"{row['left']:.0%}", va="center", color=style.MUTED, fontsize=9)
    axes.axvline(1.0, color=style.INK, lw=0.8, ls=":", zorder=0)
    axes.set_xscale("log")
    axes.set_xlim(0.18, 8.0)
    ticks = (0.2, 0.33, 0.5, 1.0, 2.0, 3.0, 5.0)
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
    axes.set_yticks(range(len(rows)), [row["number"] for row in rows])
    axes.set_xlabel(
        "factor of the fitted point; grey: prior, bar: 90 % of the posterior, dot: median"
    )
    axes.text(6.0, len(rows) - 0.2, "spread\nleft", color=style.MUTED, fontsize=9)
    axes.tick_params(length=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    figure.savefig(path, dpi=130)
