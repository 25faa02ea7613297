"""The pictures of a sweep: what each policy changes, at what price, when, and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.outcomes import OUTCOMES
from sim.view import style
from sim.view.sweep_frame import (
    MOST_ROWS,
    colour_of,
    number_axis,
    rows_figure,
    rows_of,
)
from sim.words import label

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.batch.answers import Answer


def forest(found: Sequence[Answer], base: str, below: str) -> Figure:
    """A row a policy, a column an outcome: mean paired difference with its 95 % interval."""
    outcomes = list(dict.fromkeys(a.outcome for a in found))[:4]
    policies = list(dict.fromkeys(a.policy for a in found))[:MOST_ROWS]
    lookup = {(a.policy, a.outcome): a.found for a in found}
    title = f"What changes against {style.clean(base, 60)}"
    figure, axes = rows_figure(len(policies), len(outcomes), 0.255, title, below)
    for ax, outcome in zip(axes, outcomes, strict=True):
        ax.axvline(0.0, color=style.INK, linewidth=0.9, zorder=1)
        for row, policy in enumerate(policies):
            p = lookup.get((policy, outcome))
            if p is None or p.pairs == 0:
                ax.text(
                    0.5,
                    row,
                    "not known",
                    color=style.MUTED,
                    fontsize=8,
                    ha="center",
                    va="center",
                    transform=ax.get_yaxis_transform(),
                )
                continue
            colour = colour_of(outcome, p.diff, p.clear)
            ax.plot([p.lo, p.hi], [row, row], color=colour, linewidth=2.4, solid_capstyle="round")
            ax.plot([p.diff], [row], "o", color=colour, markersize=6, markeredgecolor=style.PAPER)
        number_axis(ax, outcome)
    for row, policy in enumerate(policies):
        axes[0].text(
            -0.04,
            row,
            style.clean(policy, 30),
            ha="right",
            va="center",
            fontsize=9,
            transform=axes[0].get_yaxis_transform(),
        )
    return figure


def price(table: pd.DataFrame, outcomes: tuple[str, str], base: str) -> Figure:
    """Policies by two outcomes; those that no other beats in both are filled and joined."""
    x, y = outcomes
    figure = style.new_figure(4.6)
    style.heading(
        figure,
        f"{label(x).capitalize()} against {label(y)}",
        "Means over all worlds. Filled: no other policy is better in both.",
    )
    ax = figure.add_axes((0.09, 0.14, 0.88, 0.68))
    front = table[table.best].sort_values(x)
    ax.plot(front[x], front[y], color=style.FAINT, linewidth=1.4, zorder=1)
    for row in rows_of(table):
        filled = style.STATE if row.best else style.PAPER
        ax.scatter(
            [getattr(row, x)],
            [getattr(row, y)],
            s=52,
            color=filled,
            edgecolor=style.STATE,
            zorder=2,
        )
    if len(table) <= MOST_ROWS:
        _names_beside(ax, table[x].to_list(), table[y].to_list(), table.policy.to_list(), base)
    ax.set_xlabel(f"{label(x)} ({OUTCOMES[x].unit})")
    ax.set_ylabel(f"{label(y)} ({OUTCOMES[y].unit})")
    ax.xaxis.set_major_formatter(style.person_ticks)
    spread = table[y].max() - table[y].min()
    if spread > 1.0 and table[y].max() < 1e6:  # else ticks of three digits may repeat
        ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    else:
        ax.yaxis.set_major_formatter(style.person_ticks)
    ax.margins(0.12, 0.15)
    return figure


def _names_beside(ax: Axes, xs: list[float], ys: list[float], names: list[str], base: str) -> None:
    """Labels next to points, a line lower where the one above is too near."""
    from matplotlib.patheffects import withStroke

    span_x = (max(xs) - min(xs)) or 1.0
    span_y = (max(ys) - min(ys)) or 1.0
    taken: list[tuple[float, float]] = []
    for i in sorted(range(len(xs)), key=lambda i: -ys[i]):
        at = ys[i]
        while any(abs(at - y) < 0.055 * span_y and abs(xs[i] - x) < 0.3 * span_x for x, y in taken):
            at -= 0.03 * span_y
        taken.append((xs[i], at))
        right = xs[i] > min(xs) + 0.72 * span_x
        name = style.clean(names[i], 34) + (" (base)" if names[i] == base else "")
        ax.annotate(
            name,
            (xs[i], at),
            xytext=(-8 if right else 8, 0),
            textcoords="offset points",
            ha="right" if right else "left",
            va="center",
            fontsize=8,
            color=style.INK,
            path_effects=[withStroke(linewidth=3, foreground=style.PAPER)],
        )


def over_time(table: pd.DataFrame, column: str, base: str, below: str) -> Figure:
    """The mean paired difference over time with its 95 % band, a line a policy.

    `table`: policy, date, diff, lo, hi.
    """
    figure = style.new_figure(4.2)
    style.heading(figure, f"{label(column).capitalize()} over time, against {base}", below)
    policies = list(dict.fromkeys(table.policy))
    ax = figure.add_axes((0.09, 0.1, 0.66, 0.72))
    ax.axhline(0.0, color=style.INK, linewidth=0.9)
    for policy, colour in zip(policies, style.LEVERS, strict=False):
        here = table[table.policy == policy]
        ax.fill_between(here.date, here.lo, here.hi, color=colour, alpha=0.16, linewidth=0)
        ax.plot(here.date, here["diff"], color=colour, linewidth=1.8, label=style.clean(policy, 30))
    ax.yaxis.set_major_formatter(style.person_ticks)
    ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0.0)
    return figure


def places(table: pd.DataFrame, policy: str, base: str) -> Figure:
    """Who gains and who loses: deaths by place. `table`: place, diff, lo, hi."""
    clear = table.reindex(table["diff"].abs().sort_values(ascending=False).index).head(18)
    clear = clear.sort_values("diff")
    title = f"Where fewer and where more people die under {style.clean(policy, 50)}"
    below = f"Direct deaths by place against {base}: mean of paired worlds with 95 % interval"
    figure, (ax,) = rows_figure(len(clear), 1, 0.2, title, below)
    ax.axvline(0.0, color=style.INK, linewidth=0.9)
    for row, place in enumerate(rows_of(clear)):
        sure = place.lo > 0.0 or place.hi < 0.0
        colour = colour_of("civilian_deaths", float(place.diff), sure)
        ax.barh([row], [place.diff], color=colour, height=0.55, alpha=0.85)
        ax.plot([place.lo, place.hi], [row, row], color=style.INK, linewidth=1.0)
        ax.text(
            -0.015,
            row,
            style.clean(str(place.place), 24),
            ha="right",
            va="center",
            fontsize=9,
            transform=ax.get_yaxis_transform(),
        )
    ax.set_xlabel("persons over the run", fontsize=8)
    return figure


def waterfall(table: pd.DataFrame, outcome: str, base: str) -> Figure:
    """A split by lever: shares one after the other from nothing to the whole effect."""
    parts = table[~table.lever.isin(["together", "total"])]
    parts = parts.reindex(parts.share.abs().sort_values(ascending=False).index)
    total = float(table.loc[table.lever == "total", "share"].iloc[0])
    together = float(table.loc[table.lever == "together", "share"].iloc[0])
    below = (
        f"Mean contribution over all orders, against {base}; "
        f"only in company: {style.person_ticks(round(together, 3))} {OUTCOMES[outcome].unit}"
    )
    title = f"Which lever changes {label(outcome)}"
    figure, (ax,) = rows_figure(len(parts) + 1, 1, 0.2, title, below)
    ax.axvline(0.0, color=style.INK, linewidth=0.9)
    reached = 0.0
    for row, part in enumerate(rows_of(parts)):
        sure = part.lo > 0.0 or part.hi < 0.0
        ax.barh(
            [row],
            [part.share],
            left=[reached],
            height=0.55,
            color=colour_of(outcome, float(part.share), sure),
        )
        ax.plot([reached + part.lo, reached + part.hi], [row, row], color=style.INK, linewidth=1.0)
        reached += float(part.share)
        ax.plot([reached, reached], [row - 0.28, row + 1.28], color=style.FAINT, linewidth=0.8)
    ax.barh([len(parts)], [total], height=0.55, color=style.INK)
    for row, name in enumerate([*parts.lever, "all together"]):
        ax.text(
            -0.015,
            row,
            name.replace("_", " "),
            ha="right",
            va="center",
            fontsize=9,
            transform=ax.get_yaxis_transform(),
        )
    ax.set_xlabel(OUTCOMES[outcome].unit, fontsize=8)
    ax.xaxis.set_major_formatter(style.person_ticks)
    return figure
