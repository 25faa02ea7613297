"""The pictures of one run over time, and `write_pictures`, which writes them and the maps."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.view import style
from sim.view.report import frame, mission_charts
from sim.view.report import map as maps
from sim.view.report.frame import TOP
from sim.view.report.mission_charts import has_mission
from sim.view.report.timeline import Timeline, draw_key, key_height

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.runs.run import Run

Chart = Callable[["Run", Timeline], "Figure"]
Progress = Callable[[int, int], None]
MARKS = "Numbers: dated events of the scenario"


def pictures_of(run: Run) -> dict[str, tuple[Chart, str]]:
    """File name -> how it is drawn and what it shows; those of a mission only with one."""
    pictures: dict[str, tuple[Chart, str]] = {
        "map.png": (maps.whole, "Where it happened, over the whole run"),
        "map_over_time.png": (maps.panels, "The same map in equal parts of the run"),
        "violence.png": (violence, "Lethal events and deaths by type of violence"),
        "displacement.png": (displacement, "People away from home"),
        "attitudes.png": (attitudes, "Trust, fear and grievance, means over all people"),
    }
    if has_mission(run):
        pictures["troops.png"] = (mission_charts.troops, "The mission's strength and its dead")
    if mission_charts.has_money(run):
        pictures["ledger.png"] = (mission_charts.ledger, "What the mission received and spent")
    return pictures


def write_pictures(run: Run, folder: Path, progress: Progress | None = None) -> list[Path]:
    """Draw every picture of a run into a folder as PNG; identical runs give identical bytes.

    `progress(done, all)` is called after each. Returns the paths. Raises OSError where the folder
    cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    timeline, mark = Timeline.of(run), mark_of(run)
    pictures, written = pictures_of(run), []
    with style.drawing():
        for name, (draw, _) in pictures.items():
            written.append(style.save(draw(run, timeline), folder / name, mark))
            if progress is not None:
                progress(len(written), len(pictures))
    return written


def mark_of(run: Run) -> str:
    """Which run a picture shows, kept in its PNG: scenario, seed, weeks, digest of the record."""
    case, kept = run.scenario, run.kept
    digest = hashlib.blake2b(kept.series.tobytes(), digest_size=8)
    digest.update(kept.ledger.tobytes())
    digest.update(f"{run.war_over} {run.relapsed}".encode())
    title = ascii(case.title)  # PNG text is Latin-1
    words = f"scenario {case.hash}; seed {run.seed}; {run.weeks} weeks; record {digest.hexdigest()}"
    return f"Bluehelm: {title}; {words}"


def whose(run: Run) -> str:
    """`Sierra Leone, 1998 to 2005, seed 1`, under a picture's title."""
    return f"{style.clean(run.scenario.title)}, seed {run.seed}"


def violence(run: Run, timeline: Timeline) -> Figure:
    """Events and deaths by type in bins of time, dated events, and a lane of the mission."""
    lane = 0.85 if has_mission(run) else 0.0
    foot, bars, lift = key_height(timeline), 1.75, timeline.lift()
    height = foot + 0.36 + lane + 2 * bars + 0.36 + lift / 72 + TOP
    figure = style.new_figure(height)
    edges, months = timeline.spread()
    unit = {1: "month", 3: "quarter", 12: "year"}.get(months, f"{months // 12} years")
    below = f"{whose(run)}. {MARKS}, named below." if timeline.stages else f"{whose(run)}."
    style.heading(figure, f"Lethal violence by {unit}", below)
    bottom = foot + 0.36
    if lane:
        strip = frame.place_axes(figure, bottom, lane - 0.42)
        mission_charts.lane_of_strength(run, timeline, strip)
    deaths = frame.place_axes(figure, bottom + lane, bars)
    events = frame.place_axes(figure, bottom + lane + bars + 0.36, bars)
    for axes, what in ((events, "Events"), (deaths, "Deaths")):
        frame.stack(axes, edges, _by_type(run, timeline, edges, count=axes is events))
        timeline.dress(axes, numbers=axes is events)
        timeline.mark_endings(axes)
        frame.persons(axes)
        frame.title(axes, what, lift if axes is events else 0.0, columns=3)
        axes.tick_params(labelbottom=axes is deaths and not lane)
    draw_key(figure, timeline)
    return figure


def _by_type(
    run: Run, timeline: Timeline, edges: NDArray[np.int64], count: bool
) -> list[frame.Layer]:
    """Events (`count`) or deaths by type of violence in each bin, with their totals."""
    table = run.events
    days = table["date_start"].map(lambda stamp: stamp.date().toordinal()).to_numpy(np.int64)
    kinds = table["type_of_violence"].to_numpy()
    worth = np.ones(len(table)) if count else table["best"].to_numpy(np.float64)
    layers = []
    for number, (label, colour) in style.VIOLENCE.items():
        mine = kinds == number
        values = timeline.total(edges, days[mine], worth[mine])
        layers.append((values, colour, f"{label} ({style.short(float(values.sum()))})"))
    return layers


def displacement(run: Run, timeline: Timeline) -> Figure:
    """People away from home, inside the country and abroad."""
    below = f"{whose(run)}. {MARKS}." if timeline.stages else f"{whose(run)}."
    figure, axes = frame.chart(3.3, "People away from home", below, timeline.lift())
    series, x = run.kept.series, timeline.weeks
    abroad = np.minimum(series["refugees"], series["displaced"])
    inside = series["displaced"] - abroad
    axes.fill_between(x, inside, color=style.DISPLACED, lw=0, label="inside the country")
    axes.fill_between(
        x, inside, inside + abroad, color=style.REFUGEES, lw=0, label="abroad (refugees)"
    )
    timeline.dress(axes, numbers=True)
    timeline.mark_endings(axes)
    peak = int(series["displaced"].argmax())
    most = float(series["displaced"][peak])
    axes.set_ylim(0, max(most * 1.22, 1.0))
    frame.persons(axes)
    if most > 0:
        side = "right" if peak > run.weeks * 0.7 else "left" if peak < run.weeks * 0.3 else "center"
        axes.annotate(
            f"most: {style.short(most)}, {style.month(run.scenario.date_of(peak))}",
            (x[peak], most),
            xytext=(0, 5),
            textcoords="offset points",
            ha=side,
            size=8.5,
            weight="bold",
            bbox={"fc": style.PAPER, "ec": "none", "pad": 1.0, "alpha": 0.85},
        )
    frame.title(axes, "Persons", timeline.lift())
    return figure


def attitudes(run: Run, timeline: Timeline) -> Figure:
    """Trust in the state and in the mission, fear and grievance, each 0 to 1."""
    below = f"{whose(run)}. {MARKS}." if timeline.stages else f"{whose(run)}."
    figure, axes = frame.chart(3.3, "Trust, fear and grievance", below, timeline.lift())
    series = run.kept.series
    ends = []
    for name, (label, colour) in style.ATTITUDES.items():
        first = mission_charts.first_week(run) if name == "trust_mission" else 0
        if first >= run.weeks:
            continue
        values = series[name][first:]
        axes.plot(timeline.weeks[first:], values, color=colour, lw=1.8)
        ends.append((float(values[-1]), label, colour))
    timeline.dress(axes, numbers=True)
    timeline.mark_endings(axes)
    axes.set_ylim(0, 1)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1.0])
    frame.title(axes, "Means over all people, 0 to 1", timeline.lift())
    frame.narrow(axes, 1.3)
    for y, label, colour in frame.apart(sorted(ends), 0.085):
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
