"""Charts of the mission: strength against authorisation, its dead, its money."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.view import style
from sim.view.report import frame
from sim.view.report.frame import FOOT, TOP
from sim.view.report.timeline import Timeline

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.runs.run import Run


def _weeks_with_mission(run: Run) -> NDArray[np.int64]:
    series, ledger = run.kept.series, run.kept.ledger
    seen = series["troops"] + series["troops_authorised"] + series["police"]
    for name in ledger.dtype.names or ():
        seen = seen + np.abs(ledger[name])
    return np.flatnonzero(seen)


def first_week(run: Run) -> int:
    """The first week in which anything of a mission was there; the number of weeks if never."""
    weeks = _weeks_with_mission(run)
    return int(weeks[0]) if len(weeks) else run.weeks


def has_mission(run: Run) -> bool:
    """Whether a peacekeeper was authorised or present, or a dollar came or went."""
    return first_week(run) < run.weeks


def has_money(run: Run) -> bool:
    """Whether the ledger holds anything but zeros."""
    book = run.kept.ledger
    return any(bool(book[name].any()) for name in book.dtype.names or ())


def lane_of_strength(run: Run, timeline: Timeline, axes: Axes) -> None:
    """A low strip: troops present as an area, authorised as a line."""
    series, x = run.kept.series, timeline.weeks
    axes.fill_between(
        x, series["troops"], step="post", color=style.MISSION, lw=0, label="troops present"
    )
    wanted = series["troops_authorised"]
    axes.step(x, wanted, where="post", color=style.INK, lw=1.2, label="authorised")
    timeline.dress(axes)
    top = max(float(series["troops"].max()), float(wanted.max()), 1.0)
    axes.set_ylim(0, top * 1.08)
    axes.set_yticks([0, top], ["0", style.person_ticks(top)])
    frame.title(axes, style.clean(run.scenario.mission.name))


def troops(run: Run, timeline: Timeline) -> Figure:
    """Troops authorised and present, and the months in which peacekeepers were killed."""
    height, low, lift = 4.2, 0.62, timeline.lift()
    figure = style.new_figure(height)
    series, x = run.kept.series, timeline.weeks
    dead = float(series["peacekeeper_deaths"].sum())
    style.heading(
        figure,
        f"{style.clean(run.scenario.mission.name)}: strength and losses",
        f"{style.clean(run.scenario.title)}, seed {run.seed}. "
        f"Peacekeepers killed by attacks: {style.short(dead)}.",
    )
    losses = frame.place_axes(figure, FOOT, low)
    top = height - TOP - FOOT - low - 0.36 - lift / 72
    axes = frame.place_axes(figure, FOOT + low + 0.36, top)
    present, wanted = series["troops"], series["troops_authorised"]
    axes.fill_between(x, present, step="post", color=style.MISSION, lw=0, label="present")
    axes.fill_between(
        x,
        present,
        np.maximum(wanted, present),
        step="post",
        fc="none",
        ec=style.FAINT,
        hatch="////",
        lw=0,
        label="authorised but not there",
    )
    axes.step(x, wanted, where="post", color=style.INK, lw=1.3, label="authorised")
    timeline.dress(axes, numbers=True)
    frame.persons(axes)
    frame.title(axes, "Troops", lift)
    axes.tick_params(labelbottom=False)
    edges, _ = timeline.spread()
    deaths = timeline.total(edges, x, series["peacekeeper_deaths"])
    frame.stack(losses, edges, [(deaths, style.DEATH, "")])
    timeline.dress(losses)
    frame.persons(losses)
    frame.title(losses, "Peacekeepers killed")
    return figure


def ledger(run: Run, timeline: Timeline) -> Figure:
    """Costs by item a quarter, income, and the money in hand."""
    height, low, lift = 4.5, 0.62, timeline.lift()
    figure = style.new_figure(height)
    book, x = run.kept.ledger, timeline.weeks
    edges, months = timeline.spread(3)
    unit = {3: "a quarter", 12: "a year"}.get(months, f"in {months // 12} years")
    style.heading(
        figure,
        f"What {style.clean(run.scenario.mission.name)} received and spent",
        f"{style.clean(run.scenario.title)}, seed {run.seed}. "
        f"${style.short(sum(total for _, total in cost_items(run)))} spent in all.",
    )
    hand = frame.place_axes(figure, FOOT, low)
    axes = frame.place_axes(figure, FOOT + low + 0.36, height - TOP - FOOT - low - 0.36 - lift / 72)
    for each in (axes, hand):
        frame.narrow(each, 1.85)
    income = timeline.total(edges, x, book["income"]) / 1e6
    came = income > 0
    axes.hlines(  # before the bars, to be first in the legend; lines lie above bars anyway
        income[came], edges[:-1][came], edges[1:][came], color=style.INK, lw=1.6, label="income"
    )
    frame.stack(axes, edges, _cost_layers(run, timeline, edges))
    axes.set_ylim(0, max(axes.get_ylim()[1], float(income.max()) * 1.02))  # may exceed all costs
    timeline.dress(axes, numbers=True)
    frame.persons(axes)
    frame.title(axes, f"Million dollars {unit}", lift)
    axes.tick_params(labelbottom=False)
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), handlelength=0.9, handleheight=0.9)
    hand.fill_between(x, book["balance"] / 1e6, step="post", color=style.MISSION, lw=0)
    timeline.dress(hand)
    frame.persons(hand)
    frame.title(hand, "Money in hand, million dollars")
    return figure


def _cost_layers(run: Run, timeline: Timeline, edges: NDArray[np.int64]) -> list[frame.Layer]:
    """The dearest items each in a colour of its own, the rest as one; dearest at the bottom."""
    book = run.kept.ledger
    costs = sorted(cost_items(run), key=lambda item: -item[1])
    most = len(style.LEVERS)
    groups = [([name], total, style.LEVERS[i]) for i, (name, total) in enumerate(costs[:most])]
    rest = costs[most:]
    if rest:
        groups.append(([name for name, _ in rest], sum(total for _, total in rest), style.REST))
    layers = []
    for names, total, colour in groups:
        dollars = np.sum([book[name] for name in names], axis=0)
        label = names[0].replace("_", " ") if len(names) == 1 else "all others"
        values = timeline.total(edges, timeline.weeks, dollars) / 1e6
        layers.append((values, colour, f"{label} (${style.short(total)})"))
    return layers


def cost_items(run: Run) -> list[tuple[str, float]]:
    """Ledger items that cost anything, in the ledger's order, with their total in dollars."""
    book = run.kept.ledger
    names = [name for name in book.dtype.names or () if name not in ("income", "balance")]
    return [(name, float(book[name].sum())) for name in names if book[name].any()]
