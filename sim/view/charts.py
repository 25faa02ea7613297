"""The pictures of one run over time, and `write_pictures`, which writes them and the maps."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.view import map as maps
from sim.view import style
from sim.view.timeline import Timeline, draw_key, key_height

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.run import Run

LEFT, RIGHT, TOP = 0.62, 0.18, 0.72  # inches around a chart


def mark_of(run: Run) -> str:
    """Which run a picture shows, kept inside its PNG: scenario, seed, weeks, digest of the record."""
    kept = run.kept
    digest = hashlib.blake2b(kept.series.tobytes(), digest_size=8)
    digest.update(kept.ledger.tobytes())
    case = run.scenario
    title = ascii(style.clean(case.title, 120))  # PNG text is Latin-1
    words = f"scenario {case.hash}; seed {run.seed}; {run.weeks} weeks; record {digest.hexdigest()}"
    return f"Bluehelm: {title}; {words}"


def has_mission(run: Run) -> bool:
    """Whether there was anything of a mission: an authorised, present or paid for peacekeeper."""
    series, ledger = run.kept.series, run.kept.ledger
    seen = [series["troops"], series["troops_authorised"], series["police"]]
    seen += [ledger[name] for name in ledger.dtype.names or ()]
    return any(bool(column.any()) for column in seen)


Chart = Callable[["Run", Timeline], "Figure"]


def pictures_of(run: Run) -> dict[str, tuple[Chart, str]]:
    """File name -> how it is drawn and what it shows, in order; those of a mission only with one."""
    with_mission = has_mission(run)
    always: dict[str, tuple[Chart, str]] = {
        "map.png": (maps.whole, "Where it happened, over the whole run"),
        "map_over_time.png": (maps.panels, "The same map in four equal parts of the run"),
        "violence.png": (violence, "Lethal events and deaths by type of violence"),
        "displacement.png": (displacement, "People away from home"),
        "attitudes.png": (attitudes, "What people feel, weighted by people"),
    }
    if with_mission:
        always["troops.png"] = (troops, "The mission's strength and its dead")
        always["ledger.png"] = (ledger, "What the mission received and spent")
    return always


def write_pictures(run: Run, folder: Path) -> list[Path]:
    """Draw every picture of a run into a folder as PNG; identical runs give identical bytes.

    Returns the paths. Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    timeline, mark = Timeline.of(run), mark_of(run)
    written = []
    for name, (draw, _) in pictures_of(run).items():
        with style.drawing():
            written.append(style.save(draw(run, timeline), folder / name, mark))
    return written


def _axes(figure: Figure, bottom: float, height: float, **share: Any) -> Axes:
    """An axes over a figure's width; place and size in inches."""
    width, total = figure.get_figwidth(), figure.get_figheight()
    box = (LEFT / width, bottom / total, (width - LEFT - RIGHT) / width, height / total)
    return figure.add_axes(box, **share)


def _chart(height: float, title: str, below: str) -> tuple[Figure, Axes]:
    """A figure with one axes under its heading."""
    figure = style.new_figure(height)
    style.heading(figure, title, below)
    return figure, _axes(figure, 0.38, height - TOP - 0.38)


def _persons(axes: Axes) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True, min_n_ticks=1))
    axes.yaxis.set_major_formatter(FuncFormatter(style.person_ticks))
    axes.set_ylim(0, max(axes.get_ylim()[1], 1.0))


def _stack(
    axes: Axes,
    edges: NDArray[np.int64],
    layers: list[tuple[NDArray[np.float64], str, str]],
) -> None:
    """Bars on top of each other; a layer is values, colour, label."""
    base = np.zeros(len(edges) - 1)
    widths = np.diff(edges)
    for values, colour, label in layers:
        axes.bar(
            edges[:-1] + widths * 0.08,
            values,
            widths * 0.84,
            base,
            align="edge",
            color=colour,
            label=label,
            linewidth=0,
        )
        base = base + values


def _legend(axes: Axes, columns: int = 4) -> None:
    """A legend in one line above the right end of an axes."""
    axes.legend(
        loc="lower right",
        bbox_to_anchor=(1.0, 1.0),
        ncols=columns,
        borderaxespad=0.1,
        handlelength=0.9,
        handleheight=0.9,
        columnspacing=1.4,
        handletextpad=0.5,
    )


def violence(run: Run, timeline: Timeline) -> Figure:
    """Events and deaths by type in bins of time, dated events, and a lane of the mission."""
    lane = 0.62 if has_mission(run) else 0.0
    foot = key_height(timeline)
    bars = 1.75
    figure = style.new_figure(foot + 0.38 + lane + 2 * bars + 0.4 + TOP + 0.5)
    edges, months = timeline.spread()
    unit = {1: "month", 3: "quarter", 12: "year"}.get(months, f"{months // 12} years")
    style.heading(
        figure,
        f"Lethal violence by {unit}",
        f"{style.clean(run.scenario.title)}, seed {run.seed}. Numbers: dated events of the scenario, "
        "listed below; violence is the model's own.",
    )
    bottom = foot + 0.36
    if lane:
        _lane(run, timeline, _axes(figure, bottom, lane - 0.2))
        bottom += lane + 0.1
    deaths = _axes(figure, bottom, bars)
    events = _axes(figure, bottom + bars + 0.36, bars)
    table = run.events
    days = table["date_start"].map(lambda stamp: stamp.date().toordinal()).to_numpy(np.int64)
    kinds, best = table["type_of_violence"].to_numpy(), table["best"].to_numpy(np.float64)
    for axes, weights, what in ((events, np.ones(len(table)), "events"), (deaths, best, "deaths")):
        layers = []
        for number, (label, colour) in style.VIOLENCE.items():
            mine = kinds == number
            values = timeline.total(edges, days[mine], weights[mine])
            layers.append((values, colour, f"{label} ({style.short(values.sum())})"))
        _stack(axes, edges, layers)
        timeline.dress(axes, numbers=axes is events)
        timeline.mark_endings(axes)
        _persons(axes)
        axes.set_title(f"{what.capitalize()} by type", pad=5, size=9)
        _legend(axes, 3)
        if lane or axes is events:
            axes.tick_params(labelbottom=False)
    draw_key(figure, timeline)
    return figure


def _lane(run: Run, timeline: Timeline, axes: Axes) -> None:
    series = run.kept.series
    x = timeline.weeks
    axes.fill_between(x, series["troops"], step="post", color=style.MISSION, alpha=0.85, lw=0)
    axes.step(x, series["troops_authorised"], where="post", color=style.INK, lw=1.0)
    timeline.dress(axes)
    _persons(axes)
    top = max(float(series["troops"].max()), float(series["troops_authorised"].max()), 1.0)
    axes.set_ylim(0, top * 1.1)
    axes.set_yticks([0, top], ["0", style.person_ticks(round(top, -2) or top)])
    axes.set_title("Mission: troops present (blue) and authorised (line)", pad=3, size=9)


def displacement(run: Run, timeline: Timeline) -> Figure:
    """People away from home, inside the country and abroad."""
    figure, axes = _chart(
        3.1,
        "People away from home",
        f"{style.clean(run.scenario.title)}, seed {run.seed}. Persons in each week.",
    )
    series, x = run.kept.series, timeline.weeks
    abroad = np.minimum(series["refugees"], series["displaced"])
    inside = series["displaced"] - abroad
    axes.fill_between(x, inside, color=style.DISPLACED, alpha=0.75, lw=0, label="inside the country")
    axes.fill_between(
        x, inside, inside + abroad, color=style.REFUGEES, lw=0, label="abroad (refugees)"
    )
    timeline.dress(axes)
    timeline.mark_endings(axes)
    axes.set_ylim(0, max(float(series["displaced"].max()) * 1.15, 1.0))
    _persons(axes)
    peak = int(series["displaced"].argmax())
    if series["displaced"][peak] > 0:
        axes.annotate(
            f"most: {style.short(float(series['displaced'][peak]))}, "
            f"{style.month(run.scenario.date_of(peak))}",
            (x[peak], series["displaced"][peak]),
            xytext=(0, 5),
            textcoords="offset points",
            ha="right" if peak > run.weeks * 0.7 else "left" if peak < run.weeks * 0.3 else "center",
            size=8.5,
            weight="bold",
        )
    _legend(axes)
    return figure


def attitudes(run: Run, timeline: Timeline) -> Figure:
    """Trust in the state and in the mission, fear and grievance, each 0 to 1."""
    figure, axes = _chart(
        3.1,
        "Trust, fear and grievance",
        f"{style.clean(run.scenario.title)}, seed {run.seed}. Means over all people, 0 to 1.",
    )
    series, x = run.kept.series, timeline.weeks
    ends = []
    for name, (label, colour) in style.ATTITUDES.items():
        if name == "trust_mission" and not has_mission(run):
            continue
        axes.plot(x, series[name], color=colour, lw=1.8)
        ends.append((float(series[name][-1]), label, colour))
    timeline.dress(axes)
    timeline.mark_endings(axes)
    axes.set_ylim(0, 1)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1.0])
    width = figure.get_figwidth()
    box = axes.get_position()
    axes.set_position((box.x0, box.y0, box.width - 1.25 / width, box.height))
    for y, label, colour in _apart(sorted(ends), 0.085):
        axes.annotate(
            label,
            (1.0, y),
            xycoords="axes fraction",
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            size=8.5,
            weight="bold",
            color=colour,
        )
    return figure


def _apart(
    ends: list[tuple[float, str, str]], gap: float
) -> list[tuple[float, str, str]]:
    """Labels in rising order moved so that none is nearer than `gap` to the next."""
    places: list[float] = []
    for y, _, _ in ends:
        places.append(max(y, places[-1] + gap) if places else y)
    over = max(places[-1] - 1.0, 0.0) if places else 0.0
    return [(y - over, label, colour) for y, (_, label, colour) in zip(places, ends, strict=True)]


def troops(run: Run, timeline: Timeline) -> Figure:
    """Troops authorised and present, and the months in which peacekeepers were killed."""
    figure = style.new_figure(3.9)
    spec = run.scenario.mission
    series, x = run.kept.series, timeline.weeks
    dead = float(series["peacekeeper_deaths"].sum())
    style.heading(
        figure,
        f"{style.clean(spec.name)}: strength and losses",
        f"{style.clean(run.scenario.title)}, seed {run.seed}. Persons in each week; "
        f"{style.short(dead)} peacekeepers killed by attacks.",
    )
    losses = _axes(figure, 0.38, 0.75)
    axes = _axes(figure, 0.38 + 0.75 + 0.36, 3.9 - TOP - 0.38 - 0.75 - 0.36 - 0.18)
    present, wanted = series["troops"], series["troops_authorised"]
    axes.fill_between(x, present, step="post", color=style.MISSION, alpha=0.85, lw=0, label="present")
    short = wanted > present
    axes.fill_between(
        x, present, wanted, where=short, step="post", fc="none", ec=style.FAINT, hatch="////", lw=0,
        label="authorised but not there",
    )  # fmt: skip
    axes.step(x, wanted, where="post", color=style.INK, lw=1.3, label="authorised")
    timeline.dress(axes)
    _persons(axes)
    axes.set_title("Troops", pad=5, size=9)
    axes.tick_params(labelbottom=False)
    _legend(axes)
    edges, _ = timeline.spread()
    _stack(losses, edges, [(timeline.total(edges, x, series["peacekeeper_deaths"]), style.DEATH, "")])
    timeline.dress(losses)
    _persons(losses)
    losses.set_title("Peacekeepers killed", pad=4, size=9)
    return figure


def ledger(run: Run, timeline: Timeline) -> Figure:
    """Costs by item a quarter, income, and the money in hand."""
    figure = style.new_figure(4.4)
    book, x = run.kept.ledger, timeline.weeks
    costs = cost_items(run)
    spent = sum(total for _, total in costs)
    style.heading(
        figure,
        f"What {style.clean(run.scenario.mission.name)} received and spent",
        f"{style.clean(run.scenario.title)}, seed {run.seed}. Million dollars a quarter; "
        f"${style.short(spent)} spent in all.",
    )
    hand = _axes(figure, 0.38, 0.7)
    axes = _axes(figure, 0.38 + 0.7 + 0.36, 4.4 - TOP - 0.38 - 0.7 - 0.36 - 0.12)
    edges, _ = timeline.spread(3)
    layers = []
    for i, (names, total) in enumerate(_grouped(costs)):
        values = sum(timeline.total(edges, x, book[name]) for name in names) / 1e6
        last = len(names) > 1
        label = "other" if last else names[0].replace("_", " ")
        colour = style.REST if last else style.LEVERS[i]
        layers.append((values, colour, f"{label} (${style.short(total)})"))
    _stack(axes, edges, layers)
    income = timeline.total(edges, x, book["income"]) / 1e6
    axes.hlines(income, edges[:-1], edges[1:], color=style.INK, lw=1.6, label="income")
    timeline.dress(axes)
    _persons(axes)
    axes.tick_params(labelbottom=False)
    _legend(axes, 1)
    axes.get_legend().set_bbox_to_anchor((1.0, 0.5))
    axes.get_legend().set_loc("center left")
    hand.fill_between(x, book["balance"] / 1e6, step="post", color=style.MISSION, alpha=0.85, lw=0)
    timeline.dress(hand)
    _persons(hand)
    hand.set_title("Money in hand", pad=4, size=9)
    width = figure.get_figwidth()
    for each in (axes, hand):
        box = each.get_position()
        each.set_position((box.x0, box.y0, box.width - 1.95 / width, box.height))
    return figure


def cost_items(run: Run) -> list[tuple[str, float]]:
    """Ledger items that cost anything, in the ledger's order, with their total in dollars."""
    book = run.kept.ledger
    names = [name for name in book.dtype.names or () if name not in ("income", "balance")]
    return [(name, float(book[name].sum())) for name in names if book[name].any()]


def _grouped(costs: list[tuple[str, float]]) -> list[tuple[list[str], float]]:
    """As many single items as there are colours, the dearest; the rest as one."""
    single = {name for name, _ in sorted(costs, key=lambda item: -item[1])[: len(style.LEVERS)]}
    groups = [([name], total) for name, total in costs if name in single]
    rest = [(name, total) for name, total in costs if name not in single]
    if len(rest) == 1:
        return groups[:-1] + [([groups[-1][0][0], rest[0][0]], groups[-1][1] + rest[0][1])]
    if rest:
        groups.append(([name for name, _ in rest], sum(total for _, total in rest)))
    return groups
