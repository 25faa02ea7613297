"""The pictures of what matters in a sweep: settings, pairs of settings, doubtful assumptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.pairs.words import label
from sim.runs.outcomes import OUTCOMES
from sim.view import style
from sim.view.sweep.frame import WORSE, row_name, rows_figure, rows_of
from sim.view.sweep.tables import name_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MOST_FACTORS = 16


def shares(table: pd.DataFrame, outcome: str) -> Figure:
    """What matters: shares of the variance between points by factor and pair of factors."""
    top = table[table.share >= 0.005].head(12)
    title = f"What moves {label(outcome)}"
    below = "Share of the differences between points of the design that each factor explains"
    figure, (ax,) = rows_figure(len(top), 1, 0.42, title, below, head=0.8)
    for row, factor in enumerate(rows_of(top)):
        pair = bool(factor.other)
        ax.barh([row], [100 * factor.share], color=style.REST if pair else style.STATE, height=0.55)
        name = name_of(factor.factor) + (f"  with  {name_of(factor.other)}" if pair else "")
        row_name(ax, row, style.clean(name, 62), 8.5)
    ax.set_xlabel("per cent of the variance between points", fontsize=8)
    return figure


def morris(table: pd.DataFrame, outcome: str) -> Figure:
    """Elementary effects: a row a factor, mu* as a bar, sigma as a dot. `table`: morris_effects."""
    top = table.dropna(subset=["mu_star"]).head(MOST_FACTORS)
    title = f"What moves {label(outcome)}: elementary effects"
    below = (
        "Bar: mean size of the change over a factor's whole range; dot: how much that depends on "
        "the other factors"
    )
    figure, (ax,) = rows_figure(len(top), 1, 0.27, title, below, head=0.8)
    for row, factor in enumerate(rows_of(top)):
        ax.barh([row], [factor.mu_star], color=style.STATE, height=0.55)
        ax.plot([factor.sigma], [row], "o", color=style.INK, markersize=5)
        row_name(ax, row, style.clean(name_of(factor.factor), 40))
    ax.set_xlabel(OUTCOMES[outcome].unit, fontsize=8)
    ax.xaxis.set_major_formatter(style.person_ticks)
    return figure


def sobol(table: pd.DataFrame, outcome: str) -> Figure:
    """Sobol indices: first order and total with 95 % intervals. `table`: sobol_indices."""
    top = table.head(MOST_FACTORS)
    title = f"What moves {label(outcome)}: Sobol indices"
    below = (
        "Share of the variance by a factor alone (filled) and with all its interactions (open); "
        "lines: 95 % intervals"
    )
    figure, (ax,) = rows_figure(len(top), 1, 0.27, title, below, head=0.8)
    ax.axvline(0.0, color=style.INK, linewidth=0.9)
    for row, factor in enumerate(rows_of(top)):
        for name, lift, filled in (("first", -0.14, style.STATE), ("total", 0.14, style.PAPER)):
            value, half = getattr(factor, name), getattr(factor, f"{name}_conf")
            at = [row + lift]
            ax.plot([value - half, value + half], at * 2, color=style.STATE, linewidth=1.6)
            ax.plot([value], at, "o", color=filled, markeredgecolor=style.STATE, markersize=6)
        row_name(ax, row, style.clean(name_of(factor.factor), 40))
    ax.set_xlabel("share of the variance", fontsize=8)
    return figure


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
        rows, columns, left=0.085, right=0.98, top=top, bottom=0.12, hspace=0.75, wspace=0.28
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
        ax.set_title(style.clean(name_of(name), 30), fontsize=8.5, weight="normal")
        ax.yaxis.set_major_formatter(_plain_ticks if high - low > 1.0 else style.person_ticks)
        if i % columns == 0:
            ax.set_ylabel(OUTCOMES[outcome].unit, fontsize=8)
    return figure


def _plain_ticks(value: float, _: Any = None) -> str:
    """A tick that keeps all digits below a million: ticks of three digits may repeat."""
    return f"{value:,.0f}" if abs(value) < 1e6 else f"{value / 1e6:.4g}m"


def flips(table: pd.DataFrame, policy: str, outcome: str) -> Figure:
    """The effect where each assumption is low, middle and high; crimson where the sign turns."""
    spread = table.groupby("factor")["diff"].agg(lambda d: d.max() - d.min())
    names = list(spread.sort_values(ascending=False).index[:10])
    title = f"Which assumption, if wrong, changes the answer on {label(outcome)}?"
    below = (
        f"Effect of {style.clean(policy, 44)} in worlds where it is low, middle, high (top to "
        "bottom); crimson: the sign turns"
    )
    figure, (ax,) = rows_figure(len(names), 1, 0.27, title, below, head=0.8, row=0.46)
    ax.axvline(0.0, color=style.INK, linewidth=0.9)
    for row, name in enumerate(names):
        here = table[table.factor == name].reset_index(drop=True)
        offsets = np.linspace(-0.22, 0.22, len(here)) if len(here) > 1 else [0.0]
        for offset, part in zip(offsets, rows_of(here), strict=True):
            colour = WORSE if part.flips else style.STATE
            ax.plot([part.lo, part.hi], [row + offset] * 2, color=colour, linewidth=1.6)
            ax.plot([part.diff], [row + offset], "o", color=colour, markersize=4)
        ends = f"{_tick(here.level.iloc[0])} to {_tick(here.level.iloc[-1])}"
        row_name(ax, row, f"{style.clean(name_of(name), 40)}\n{ends}", 8)
    ax.set_xlabel(f"difference in {label(outcome)} ({OUTCOMES[outcome].unit})", fontsize=8)
    ax.xaxis.set_major_formatter(style.person_ticks)
    return figure


def _tick(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, (int, float, np.number)) else str(value)
