"""The pictures of what matters in a sweep: settings, pairs of settings, doubtful assumptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.outcomes import OUTCOMES
from sim.view import style
from sim.view.sweep_frame import (
    WORSE,
    rows_figure,
    rows_of,
)
from sim.words import label

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def shares(table: pd.DataFrame, outcome: str) -> Figure:
    """What matters: shares of the variance between points by factor and pair of factors."""
    top = table[table.share >= 0.005].head(12)
    title = f"What moves {label(outcome)}"
    below = "Share of the differences between points of the design that each factor explains"
    figure, (ax,) = rows_figure(len(top), 1, 0.42, title, below)
    for row, factor in enumerate(rows_of(top)):
        pair = bool(factor.other)
        ax.barh([row], [100 * factor.share], color=style.REST if pair else style.STATE, height=0.55)
        name = factor.factor + (f"  with  {factor.other}" if pair else "")
        ax.text(
            -0.015,
            row,
            style.clean(_short(name), 62),
            ha="right",
            va="center",
            fontsize=8.5,
            transform=ax.get_yaxis_transform(),
        )
    ax.set_xlabel("per cent", fontsize=8)
    return figure


def _short(path: str) -> str:
    return path.replace("policy.", "").replace("nature.", "")


def main_effects(table: pd.DataFrame, outcome: str) -> Figure:
    """A panel a factor: the outcome's mean at each of its levels."""
    names = list(dict.fromkeys(table.factor))[:8]
    columns = min(len(names), 4)
    rows = -(-len(names) // columns)
    figure = style.new_figure(1.0 + 2.1 * rows)
    style.heading(
        figure,
        f"{label(outcome).capitalize()} at each setting",
        "Means over everything else in the design; a range in five equal parts",
    )
    top = 1 - 0.95 / (1.0 + 2.1 * rows)
    grid = figure.add_gridspec(
        rows, columns, left=0.07, right=0.98, top=top, bottom=0.12, hspace=0.75, wspace=0.28
    )
    low, high = table["mean"].min(), table["mean"].max()
    pad = 0.1 * (high - low or 1.0)
    for i, name in enumerate(names):
        ax = figure.add_subplot(grid[i // columns, i % columns])
        here = table[table.factor == name]
        numbers = all(
            isinstance(v, (int, float, np.number)) and not isinstance(v, bool) for v in here.level
        )
        at: Any = here.level.astype(float) if numbers else np.arange(len(here))
        ax.plot(at, here["mean"], color=style.STATE if numbers else style.FAINT, linewidth=1.6)
        ax.plot(at, here["mean"], "o", color=style.STATE, markersize=5)
        if not numbers:
            ax.set_xticks(at, [style.clean(str(v), 14) for v in here.level], fontsize=7.5)
            ax.set_xlim(-0.5, len(here) - 0.5)
        ax.set_ylim(low - pad, high + pad)
        ax.set_title(style.clean(_short(name), 26), fontsize=8.5, weight="normal")
        ax.yaxis.set_major_formatter(style.person_ticks)
    return figure


def flips(table: pd.DataFrame, policy: str, outcome: str) -> Figure:
    """The effect where each assumption is low, middle and high; crimson where the sign turns."""
    spread = table.groupby("factor")["diff"].agg(lambda d: d.max() - d.min())
    names = list(spread.sort_values(ascending=False).index[:10])
    title = f"Which assumption, if wrong, changes the answer on {label(outcome)}?"
    below = f"Effect of {style.clean(policy, 50)} in worlds where the assumption is low to high"
    figure, (ax,) = rows_figure(len(names), 1, 0.33, title, below)
    ax.axvline(0.0, color=style.INK, linewidth=0.9)
    for row, name in enumerate(names):
        here = table[table.factor == name].reset_index(drop=True)
        offsets = np.linspace(-0.22, 0.22, len(here)) if len(here) > 1 else [0.0]
        for offset, part in zip(offsets, rows_of(here), strict=True):
            colour = WORSE if part.flips else style.STATE
            ax.plot([part.lo, part.hi], [row + offset] * 2, color=colour, linewidth=1.6)
            ax.plot([part.diff], [row + offset], "o", color=colour, markersize=4)
        ends = f"{_tick(here.level.iloc[0])} to {_tick(here.level.iloc[-1])}"
        ax.text(
            -0.015,
            row,
            f"{style.clean(_short(name), 34)}\n{ends}",
            ha="right",
            va="center",
            fontsize=8,
            linespacing=1.25,
            transform=ax.get_yaxis_transform(),
        )
    ax.set_xlabel(OUTCOMES[outcome].unit, fontsize=8)
    ax.xaxis.set_major_formatter(style.person_ticks)
    return figure


def _tick(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, (int, float, np.number)) else str(value)
