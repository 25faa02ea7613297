"""The pictures of a budget: the outcome over the mix, and what the next money is worth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.batch.budget_answer import Floats, Spending, next_money, spending, table
from sim.batch.budget_surface import Best, Surface, best, fresh, surface, words
from sim.pairs.words import label
from sim.runs.outcomes import OUTCOMES
from sim.runs.price_tables import by_lever
from sim.view import style
from sim.view.sweep.frame import colour_of, row_name, rows_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.batch.results import Results

HIGH: Final = math.sqrt(3.0) / 2.0  # of a triangle of side one
MOST_MIXES: Final = 16  # rows beside the triangle
CLOUD: Final = 600  # best points of redrawn worlds that are shown
SMOKE: Final = 0.015  # of a side: how far points of the smoke stand apart where they are alike
HAIR: Final = 1e-6  # likewise, of what is triangulated
GOLDEN: Final = math.pi * (3.0 - math.sqrt(5.0))  # a turn that never comes back to where it was
TURNS: Final = 97
LIGHT: Final = 0.55  # how strongly the surface is painted


def write_answer(results: Results, outcome: str, seeds: int = 32) -> str:
    """Draw a budget's sweep into its folder (mix.png, next.png); returns the answer in words.

    The best mix is run beside the plan in so many fresh worlds. Raises ScenarioError for a sweep
    without a budget.
    """
    money = spending(results)
    found = best(money, outcome)
    with style.drawing():
        for name, figure in (("mix", mixes), ("next", next_worth)):
            path = results.folder / f"{name}.png"
            style.save(figure(money, outcome), path, str(results.manifest["title"]))
    return words(money, outcome, found, fresh(money, found.mix, seeds))


def mixes(money: Spending, outcome: str) -> Figure:
    """The outcome over the mix, its best point with its uncertainty, and every mix that was run."""
    found, over = best(money, outcome), surface(money, outcome)
    rows = table(money, outcome).sort_values("diff").head(MOST_MIXES + 1)
    height = max(4.6, 1.3 + 0.24 * len(rows))
    figure = style.new_figure(height)
    title = (
        f"{label(outcome).capitalize()} at one budget: {style.short(money.dollars)} dollars a year"
    )
    below = (
        f"{money.market.case.title}. Against the plan as it is, {rows.pairs.max()} paired worlds"
    )
    style.heading(figure, title, f"{below}; blue better, crimson worse")
    top = 1.0 - 0.75 / height
    left = figure.add_axes((0.03, 0.06, 0.47, top - 0.06))
    if len(money.levers) == 3:
        _triangle(left, money, over, found, outcome)
    else:
        _ranges(left, money, found)
    right = figure.add_axes((0.66, 0.62 / height, 0.32, top - 0.62 / height - 0.02))
    _rows(right, money, rows, outcome)
    return figure


def _triangle(ax: Axes, money: Spending, over: Surface, found: Best, outcome: str) -> None:
    """Shares of three levers as a triangle, a lever all alone at each corner."""
    from matplotlib.tri import Triangulation

    ax.set_axis_off()
    ax.set_aspect("equal")
    x, y = _flat(over.points)
    widest = max(float(np.abs(over.fitted).max()), 1e-9)
    shades = Triangulation(*_nudged(x, y, HAIR))
    levels = np.linspace(-widest, widest, 13)
    ramp = _ramp(outcome)
    ax.tricontourf(shades, over.fitted, levels, cmap=ramp, alpha=LIGHT)
    corners = _flat(np.eye(3))
    ax.fill(*corners, fill=False, edgecolor=style.FAINT, linewidth=1.2)
    ax.scatter(
        *_nudged(*_flat(over.bests[:CLOUD]), SMOKE),
        s=7,
        color=style.INK,
        alpha=0.10,
        linewidth=0,
        zorder=2,
    )
    drawn = np.array([money.shares_of(mix) for mix in money.mixes.values()])
    ax.scatter(*_flat(drawn), s=20, color=style.PAPER, edgecolor=style.MUTED, zorder=3)
    plan = _flat(money.shares_of(money.plan)[None])
    ax.scatter(*plan, s=55, marker="s", color=style.PAPER, edgecolor=style.INK, zorder=4)
    star = _flat(np.array([[found.shares[path] for path in money.levers]]))
    ax.scatter(*star, s=190, marker="*", color=style.INK, edgecolor=style.PAPER, zorder=5)
    limits = dict(zip(money.levers, money.market.limits(), strict=True))
    for i, path in enumerate(money.levers):
        whole = min(limits[path], money.dollars)
        amount = money.market.buy(np.eye(3)[i], money.dollars).amounts[path]
        said = f"{_name(path)}\nup to {_amount(amount)} ({style.short(whole)})"
        place = [(-0.02, -0.04), (1.02, -0.04), (0.5, HIGH + 0.03)][i]
        side: Any = ("left", "right", "center")[i]
        ax.text(*place, said, ha=side, va="bottom" if i == 2 else "top", fontsize=8.5)
    ax.text(
        1.08,  # the edge: nearer its lines would run over the triangle's side
        HIGH * 1.02,
        _key(widest, outcome),
        ha="right",
        va="top",
        fontsize=8,
        color=style.MUTED,
    )
    ax.set_xlim(-0.08, 1.08)
    ax.set_ylim(-0.2, HIGH + 0.16)


def _key(widest: float, outcome: str) -> str:
    marks = (
        "star: best mix\nsquare: the plan\ncircles: mixes run\nsmoke: best mix in\nredrawn worlds"
    )
    return f"{marks}\ndarkest: {style.short(widest)}\n{OUTCOMES[outcome].unit}"


def _flat(shares: Floats) -> tuple[Floats, Floats]:
    """Places in the triangle of (n, 3) shares."""
    return shares[:, 1] + 0.5 * shares[:, 2], HIGH * shares[:, 2]


def _nudged(x: Floats, y: Floats, by: float) -> tuple[Floats, Floats]:
    """The points moved by up to so much, so that no two are alike and no three in a line."""
    number = np.arange(len(x))
    far, turn = by * np.sqrt((number % TURNS + 1) / TURNS), GOLDEN * number
    return x + far * np.cos(turn), y + far * np.sin(turn)


def _ramp(outcome: str) -> Any:
    from matplotlib.colors import LinearSegmentedColormap

    ends = [style.STATE, style.PAPER, style.DEATH]
    return LinearSegmentedColormap.from_list(
        "better", ends[::-1] if OUTCOMES[outcome].direction == "up" else ends
    )


def _ranges(ax: Axes, money: Spending, found: Best) -> None:
    """The best mix as a share of the sum a lever, with 95 % of the best of redrawn worlds."""
    ax.set_position((0.2, ax.get_position().y0 + 0.06, 0.28, ax.get_position().height - 0.06))
    for row, path in enumerate(money.levers):
        ends = [found.share_lo[path], found.share_hi[path]]
        ax.plot(ends, [row, row], color=style.STATE, linewidth=2.4, solid_capstyle="round")
        ax.plot([found.shares[path]], [row], "*", color=style.INK, markersize=12)
        row_name(ax, row, _name(path))
    ax.set_xlim(-0.02, 1.02)
    ax.set_ylim(len(money.levers) - 0.5, -0.5)
    ax.set_yticks([])
    ax.grid(True, axis="x")
    ax.set_xlabel("share of the sum in the best mix; 95 % of redrawn worlds", fontsize=8)
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")


def _rows(ax: Axes, money: Spending, rows: Any, outcome: str) -> None:
    """Every mix with its interval, best on top."""
    ax.axvline(0.0, color=style.INK, linewidth=0.9, zorder=1)
    better = rows if OUTCOMES[outcome].direction != "up" else rows.iloc[::-1]
    for number, (_, row) in enumerate(better.iterrows()):
        clear = row.lo > 0.0 or row.hi < 0.0
        colour = colour_of(outcome, float(row["diff"]), bool(clear))
        ax.plot([row.lo, row.hi], [number] * 2, color=colour, linewidth=2.0)
        ax.plot([row["diff"]], [number], "o", color=colour, markersize=5)
        shares = " / ".join(f"{100 * row[f'{path} share']:.0f}" for path in money.levers)
        row_name(ax, number, "the plan" if row.policy == money.base else shares, 8.0)
    heads = " / ".join(_short(path) for path in money.levers)
    ax.text(
        -0.03,
        -0.85,
        f"{heads}, %",
        transform=ax.get_yaxis_transform(),
        ha="right",
        fontsize=8,
        color=style.MUTED,
    )
    ax.set_ylim(len(rows) - 0.4, -0.7)
    ax.set_yticks([])
    ax.grid(True, axis="x")
    ax.grid(False, axis="y")
    ax.set_xlabel(
        f"change in {label(outcome)} ({OUTCOMES[outcome].unit}), 95 % interval", fontsize=8
    )
    ax.xaxis.set_major_formatter(style.person_ticks)


def next_worth(money: Spending, outcome: str) -> Figure:
    """What the next million a year is worth in each lever, over what there is to choose at all."""
    rows = next_money(money, outcome)
    height = 2.9 + 0.32 * len(rows)
    figure = style.new_figure(height)
    share = money.dollars / money.total
    title = f"What the next million dollars a year does to {label(outcome)}"
    below = (
        f"{money.market.case.title}. Of {style.short(money.total)} planned a year "
        f"{style.short(money.market.fixed)} are fixed: {share:.1%} is there to choose from"
    )
    style.heading(figure, title, below)
    whole = figure.add_axes((0.03, 1.0 - 1.35 / height, 0.94, 0.34 / height))
    _whole(whole, money)
    ax = figure.add_axes((0.24, 0.55 / height, 0.72, 1.0 - 2.25 / height))
    ax.axvline(0.0, color=style.INK, linewidth=0.9, zorder=1)
    for number, row in enumerate(rows_of(rows)):
        clear = row.million_lo > 0.0 or row.million_hi < 0.0
        colour = colour_of(outcome, float(row.per_million), bool(clear))
        ax.plot([row.million_lo, row.million_hi], [number] * 2, color=colour, linewidth=2.4)
        ax.plot([row.per_million], [number], "o", color=colour, markersize=6)
        row_name(ax, number, f"{_name(row.lever)}\n(tried: {style.short(row.added)} more)", 8.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_yticks([])
    ax.grid(True, axis="x")
    ax.grid(False, axis="y")
    unit = OUTCOMES[outcome].unit
    said = f"{unit} over the run for each million a year, 95 % interval; grey: not clear"
    ax.set_xlabel(said, fontsize=8)
    ax.xaxis.set_major_formatter(style.person_ticks)
    return figure


def _whole(ax: Axes, money: Spending) -> None:
    """The planned budget as one bar: fixed costs grey, what there is to choose blue."""
    ax.set_axis_off()
    fixed = by_lever(money.market.desk.price(money.market.least)).iloc[:-1]
    biggest = fixed.sort_values("planned", ascending=False)
    start = 0.0
    for number, row in enumerate(rows_of(biggest)):
        wide = row.planned / money.total
        shade = style.REST if number == 0 else style.FAINT
        ax.barh([0], [wide], left=[start], color=shade, edgecolor=style.PAPER, linewidth=0.6)
        if wide > 0.07:
            said = f"{row.lever.replace('_', ' ')} {style.short(row.planned)}"
            ax.text(start + 0.5 * wide, 0, said, ha="center", va="center", fontsize=8)
        start += wide
    ax.barh([0], [1.0 - start], left=[start], color=style.STATE)
    ax.annotate(
        f"to choose: {style.short(money.dollars)}",
        (0.5 * (1.0 + start), -0.4),
        (1.0, -1.15),
        ha="right",
        va="center",
        fontsize=8.5,
        color=style.STATE,
        weight="bold",
        annotation_clip=False,
        arrowprops={"arrowstyle": "-", "color": style.STATE, "lw": 0.8},
    )
    ax.set_xlim(0.0, 1.0)


def _name(path: str) -> str:
    """`patrols: share` of policy.patrols.share."""
    _, lever, field = path.split(".")
    return f"{lever}: {field}".replace("_", " ")


def _short(path: str) -> str:
    return path.split(".")[1].replace("_", " ")


def _amount(value: float) -> str:
    return style.short(value) if abs(value) >= 100.0 else f"{value:.2g}"
