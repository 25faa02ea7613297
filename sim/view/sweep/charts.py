"""The pictures of a sweep: what each policy changes, at what price, when, and for whom."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.pairs.words import label
from sim.runs.outcomes import OUTCOMES
from sim.view import style
from sim.view.sweep.frame import MOST_ROWS, colour_of, number_axis, row_name, rows_figure, rows_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.batch.answers import Answer

MOST_PLACES = 16
NAMES = {  # of weekly columns
    "control_state": "the state's control (share of people)",
    "troops": "troops present",
    "displaced": "people displaced",
}
LETTER = 0.0085  # of an axes' width, for a letter of a label


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
        row_name(axes[0], row, textwrap.fill(style.clean(policy, 60), 32), 8.5)
    return figure


def price(table: pd.DataFrame, outcomes: tuple[str, str]) -> Figure:
    """Sampled policies by two outcomes; those that no other beats in both are filled and joined."""
    x, y = outcomes
    figure = style.new_figure(4.6)
    style.heading(
        figure,
        f"{label(x).capitalize()} against {label(y)}",
        "A point a setting: means over its worlds. Filled: no other setting is better in both.",
    )
    ax = figure.add_axes((0.09, 0.14, 0.88, 0.68))
    front = table[table.best].sort_values(x)
    ax.plot(front[x], front[y], color=style.FAINT, linewidth=1.4, zorder=1)
    for row in rows_of(table):
        filled = style.STATE if row.best else style.PAPER
        at = [getattr(row, x)], [getattr(row, y)]
        ax.scatter(*at, s=44, color=filled, edgecolor=style.STATE, zorder=2)
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


def price_changes(table: pd.DataFrame, outcome: str, base: str) -> Figure:
    """What each policy changes in cost and in an outcome, both with 95 % intervals.

    `table`: policy, cost, cost_lo, cost_hi, diff, lo, hi, best; the base stands at the origin.
    """
    figure = style.new_figure(4.8)
    title = f"{label(outcome).capitalize()} and cost: what each plan changes"
    below = (
        f"Against {style.clean(base, 40)}, at the crossing: means of paired worlds with 95 % "
        "intervals. Filled: no plan is better in both"
    )
    style.heading(figure, title, below)
    ax = figure.add_axes((0.1, 0.13, 0.87, 0.72))
    ax.axhline(0.0, color=style.INK, linewidth=0.9, zorder=1)
    ax.axvline(0.0, color=style.INK, linewidth=0.9, zorder=1)
    for row in rows_of(table):
        if row.policy != base:
            ax.plot([row.cost_lo, row.cost_hi], [row.diff] * 2, color=style.REST, linewidth=1.2)
            ax.plot([row.cost] * 2, [row.lo, row.hi], color=style.REST, linewidth=1.2)
        filled = style.STATE if row.best else style.PAPER
        ax.scatter([row.cost], [row.diff], s=52, color=filled, edgecolor=style.STATE, zorder=3)
    ax.margins(0.1, 0.12)
    if len(table) <= MOST_ROWS:
        _names_beside(ax, table["cost"].to_list(), table["diff"].to_list(), table.policy.to_list())
    unit = OUTCOMES[outcome].unit
    ax.set_xlabel("change in cost (dollars over the run)")
    ax.set_ylabel(f"change in {label(outcome)} ({unit})")
    ax.xaxis.set_major_formatter(style.person_ticks)
    ax.yaxis.set_major_formatter(style.person_ticks)
    ax.grid(True, axis="both")
    return figure


def _names_beside(ax: Axes, xs: list[float], ys: list[float], names: list[str]) -> None:
    """Labels next to points, a line lower where the one above is too near; all stay inside."""
    from matplotlib.patheffects import withStroke

    (left, right), (foot, top) = ax.get_xlim(), ax.get_ylim()
    span_x, span_y = right - left, top - foot
    taken: list[tuple[float, float, float]] = []  # left and right end, height
    for i in sorted(range(len(xs)), key=lambda i: -ys[i]):
        name = style.clean(names[i], 34)
        wide, flip = LETTER * len(name) * span_x, xs[i] > left + 0.6 * span_x
        ends = (xs[i] - wide, xs[i]) if flip else (xs[i], xs[i] + wide)
        at = ys[i] + 0.025 * span_y
        while any(abs(at - y) < 0.05 * span_y and ends[0] < b and a < ends[1] for a, b, y in taken):
            at -= 0.01 * span_y
        taken.append((*ends, at))
        ax.annotate(
            name,
            (xs[i], at),
            xytext=(-9 if flip else 9, 0),
            textcoords="offset points",
            ha="right" if flip else "left",
            va="center",
            fontsize=8,
            color=style.INK,
            path_effects=[withStroke(linewidth=3, foreground=style.PAPER)],
        )
    lowest = min(at for _, _, at in taken)
    if lowest < foot + 0.03 * span_y:
        ax.set_ylim(lowest - 0.05 * span_y, top)


def over_time(table: pd.DataFrame, column: str, base: str, below: str) -> Figure:
    """The mean paired difference over time with its 95 % band, a line a policy.

    `table`: policy, date, diff, lo, hi. Weeks before anything differs are left out.
    """
    figure = style.new_figure(4.2)
    name = NAMES.get(column, label(column))
    title = f"{name[:1].upper()}{name[1:]} over time, against {style.clean(base, 50)}"
    style.heading(figure, title, below)
    begun = table.date[table["diff"].abs() > 0.0].min() - np.timedelta64(26 * 7, "D")
    table = table[table.date >= begun]
    policies = list(dict.fromkeys(table.policy))
    ax = figure.add_axes((0.09, 0.1, 0.64, 0.74))
    ax.axhline(0.0, color=style.INK, linewidth=0.9)
    for policy, colour in zip(policies, style.LEVERS, strict=False):
        here = table[table.policy == policy]
        ax.fill_between(here.date, here.lo, here.hi, color=colour, alpha=0.16, linewidth=0)
        name = textwrap.fill(style.clean(policy, 60), 26)
        ax.plot(here.date, here["diff"], color=colour, linewidth=1.8, label=name)
    ax.yaxis.set_major_formatter(style.person_ticks)
    ax.set_ylabel(f"difference ({_unit_of(column)})")
    ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0.0, labelspacing=0.9)
    return figure


def _unit_of(column: str) -> str:
    """The unit of a weekly column: that of the outcome of its name, else people or a share."""
    if column in OUTCOMES:
        return OUTCOMES[column].unit
    return "persons" if column in ("displaced", "refugees", "troops", "police") else "0 to 1"


def places(table: pd.DataFrame, policy: str, base: str) -> Figure:
    """Who gains and who loses: deaths by place. `table`: place, diff, lo, hi."""
    shown = table.reindex(table["diff"].abs().sort_values(ascending=False).index).head(MOST_PLACES)
    title = f"Where fewer and where more people die under {style.clean(policy, 45)}"
    below = f"Direct deaths of anybody, against {style.clean(base, 40)}: mean and 95 % interval"
    if len(table) > len(shown):
        below += f"; the {len(shown)} of {len(table)} places that differ most"
    return _bars(shown.sort_values("diff", ascending=False), "place", title, below)


def communities(table: pd.DataFrame, policy: str, base: str) -> Figure:
    """Who gains and who loses: deaths where each community lives. `table` as by_community."""
    names = [f"{row.community} ({100 * row.share:.0f} % of people)" for row in rows_of(table)]
    title = f"Deaths where each community lives, under {style.clean(policy, 45)}"
    below = (
        f"Against {style.clean(base, 40)}: each place's deaths shared out by who lives there; mean "
        "and 95 % interval"
    )
    return _bars(
        table.assign(place=names).sort_values("diff", ascending=False), "place", title, below
    )


def _bars(table: pd.DataFrame, column: str, title: str, below: str) -> Figure:
    """A row a place or community: a bar for the mean difference in deaths, a line for 95 %."""
    figure, (ax,) = rows_figure(len(table), 1, 0.22, title, below, head=0.8, row=0.29)
    ax.axvline(0.0, color=style.INK, linewidth=0.9)
    for row, place in enumerate(rows_of(table)):
        sure = place.lo > 0.0 or place.hi < 0.0
        colour = colour_of("civilian_deaths", float(place.diff), sure)
        ax.barh([row], [place.diff], color=colour, height=0.6, alpha=0.85)
        ax.plot([place.lo, place.hi], [row, row], color=style.INK, linewidth=1.0, alpha=0.7)
        row_name(ax, row, style.clean(str(getattr(place, column)), 30))
    ax.set_xlabel("persons over the run; blue: clearly fewer, crimson: clearly more", fontsize=8)
    ax.xaxis.set_major_formatter(style.person_ticks)
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
    figure, (ax,) = rows_figure(len(parts) + 1, 1, 0.2, title, below, head=0.8)
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
        row_name(ax, row, name.replace("_", " "))
    ax.set_xlabel(OUTCOMES[outcome].unit, fontsize=8)
    ax.xaxis.set_major_formatter(style.person_ticks)
    return figure
