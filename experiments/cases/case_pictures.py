"""Pictures of a case: deaths a year, politics and means, crime, places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from case_panels import (
    ARM_COLOURS,
    ARM_WORDS,
    Case,
    band,
    climb,
    dead_axis,
    grid,
    line,
    people_axis,
    percent_axis,
    span,
    steps,
    table,
    year_of,
)

from sim.view import style

PARTIES = 4  # lines of a panel
SEEN = 0.05  # of worlds: a party that signs in fewer has no line
ROOM = 1.5  # of an axis of shares, the upper part for names
REGIONS = 12  # bars, the deadliest on record
LINES = ("-", "--", ":", "-.")
ALONE = (ARM_COLOURS["alone"], ARM_WORDS["alone"])
BESIDE = {"was": ("-", 2.4), "undated": ("--", 1.4), "alone": ("-", 1.4)}
UNDER_HEADING = 0.58  # inches from the top
INSIDE = {"ha": "right", "va": "center", "size": 7, "color": style.PAPER}


def deaths(case: Case) -> Any:
    """Deaths a year in each arm, beside the record where there is one."""
    found = {arm: table(case, arm, "deaths") for arm in ARM_WORDS}
    note = (
        f"Bands: 50 and 90 % of {len(case['was'])} worlds; line: their median, year by year. "
        "Logarithmic scale"
    )
    figure, panels = grid(f"{case['title']}: deaths a year", note, 2)
    record = case.get("record")
    top = max(float(np.percentile(values, 95, axis=0).max()) for values in found.values())
    top = max([top, *(record["years"] if record else [])])
    years = range(record["first"], record["first"] + 1) if record else ()
    for axes, (arm, words) in zip(panels, ARM_WORDS.items(), strict=False):
        span(axes, case, named=True, mission=arm != "alone")
        band(axes, case["years"], found[arm], ARM_COLOURS[arm], "median world")
        axes.set_title(words[0].upper() + words[1:])
        if record:
            years = np.arange(record["first"], record["first"] + len(record["years"]))
            line(axes, list(years), np.array(record["years"]), style.DEATH, "on record")
        dead_axis(axes, top)
    axes = panels[3]
    span(axes, case)
    for arm, words in ARM_WORDS.items():
        middle = np.median(found[arm], axis=0)
        line(axes, case["years"], middle, ARM_COLOURS[arm], words, BESIDE[arm])
    if record:
        line(axes, years, np.array(record["years"]), style.DEATH, "on record")
    axes.set_title("Medians beside each other")
    dead_axis(axes, top)
    handles, labels = axes.get_legend_handles_labels()
    at = (0.985, 1.0 - UNDER_HEADING / figure.get_figheight())
    figure.legend(handles, labels, loc="upper right", ncols=4, bbox_to_anchor=at, borderpad=0)
    return figure


def politics(case: Case, strength: Sequence[Mapping[str, Any]]) -> Any:
    """Who governs, the force, elections, agreements, disarmament, armed men."""
    figure, panels = grid(
        f"{case['title']}: politics and means",
        f"{len(case['was'])} worlds as it was, bands of 50 and 90 %; "
        f"brown: {len(case['alone'])} worlds without the mission, on the same luck",
        3,
    )
    _governs(panels[0], case)
    _force(panels[1], case, strength)
    _elections(panels[2], case)
    _agreements(panels[3], case)
    for axes, quantity, title in (
        (panels[4], "demobilised", "Fighters demobilised, added up"),
        (panels[5], "armed", "Armed men outside the state"),
    ):
        span(axes, case)
        band(axes, case["years"], table(case, "was", quantity), ARM_COLOURS["was"], "as it was")
        if quantity == "armed":
            band(axes, case["years"], table(case, "alone", quantity), *ALONE)
            axes.legend(loc="best", frameon=True, framealpha=0.7, edgecolor="none")
        axes.set_title(title)
        people_axis(axes)
    return figure


def _governs(axes: Any, case: Case) -> None:
    years, rows = case["years"], case["was"]
    count = Counter(name for row in rows for name in row["governor"])
    names = [name for name, _ in count.most_common(PARTIES)]
    shares = [
        [np.mean([r["governor"][y] == n for r in rows]) for n in names] for y in range(len(years))
    ]
    stack = np.array(shares).T
    colours = (style.STATE, style.OTHERS, style.DISPLACED, style.REST)
    edges = np.arange(years[0], years[-1] + 2)
    floor = np.zeros(len(edges))
    span(axes, case)
    for name, share, colour in zip(names, stack, colours, strict=False):
        roof = floor + steps(share)
        axes.fill_between(edges, floor, roof, step="post", color=colour, lw=0, alpha=0.8)
        axes.plot([], [], color=colour, lw=6, alpha=0.8, label=style.clean(name, 34))
        floor = roof
    axes.legend(
        loc="lower left", facecolor=style.PAPER, frameon=True, framealpha=0.85, edgecolor="none"
    )
    axes.set_title("Who governs: share of worlds")
    percent_axis(axes)


def _force(axes: Any, case: Case, strength: Sequence[Mapping[str, Any]]) -> None:
    start = date.fromisoformat(case["monday"])
    first = start.year + ((start.month - 1) // 3) / 4
    table = {n: np.array([r["quarters"][n] for r in case["was"]]) for n in ("troops", "asked")}
    at = first + np.arange(table["troops"].shape[1]) / 4 + 0.125
    span(axes, case)
    for low, high, alpha in ((5, 95, 0.16), (25, 75, 0.32)):
        ends = [np.percentile(table["troops"], q, axis=0) for q in (low, high)]
        axes.fill_between(at, *ends, color=style.STATE, alpha=alpha, lw=0)
    axes.plot(at, np.median(table["troops"], axis=0), color=style.STATE, lw=1.4, label="there")
    asked = np.max(table["asked"], axis=0)
    axes.plot(at, asked, color=style.MUTED, lw=1.1, ls="--", label="asked for")
    if strength:
        spots = [(year_of(spot["on"]), spot["persons"]) for spot in strength]
        axes.plot(
            *zip(*spots, strict=True), "o", color=style.DEATH, ms=5, label="all soldiers, on record"
        )
    axes.legend(loc="best")
    axes.set_title("The mission's infantry")
    people_axis(axes)


def elections_of(case: Case, arm: str) -> dict[str, tuple[int, int]]:
    """Day of a vote's week -> worlds whose losers accept it, worlds that hold it."""
    found: dict[str, tuple[int, int]] = {}
    for row in case[arm]:
        for day, _, ok in row["votes"]:
            yes, held = found.get(day, (0, 0))
            found[day] = (yes + ok, held + 1)
    return dict(sorted(found.items()))


def _elections(axes: Any, case: Case) -> None:
    votes = elections_of(case, "was")
    rows = np.arange(len(votes))
    for arm, at in (("was", -0.2), ("alone", 0.2)):
        seen = elections_of(case, arm)
        shares = [seen[day][0] / seen[day][1] if day in seen else 0.0 for day in votes]
        axes.barh(rows + at, shares, 0.36, color=ARM_COLOURS[arm], alpha=0.85, label=ARM_WORDS[arm])
        for row, share in zip(rows, shares, strict=True):
            axes.text(share - 0.01, row + at, f"{share:.0%}", **INSIDE)
    words = [style.month(date.fromisoformat(day) + timedelta(days=6)) for day in votes]
    axes.set_yticks(rows, words)
    axes.set_ylim(max(len(votes), 3) - 0.5, -0.6)
    axes.set_xlim(0, 1)
    axes.set_xticks((0, 0.5, 1.0), ("0 %", "50 %", "100 %"))
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x")
    axes.set_title("Elections: share of worlds whose losers accept")


def _agreements(axes: Any, case: Case) -> None:
    """How many worlds have seen each party sign, by date; a splinter is another party."""
    rows = case["was"]
    first: dict[str, list[float]] = {}
    for row in rows:
        seen = set()
        for day, who, what in row["deeds"]:
            if what == "agreement" and who in case["parties"] and who not in seen:
                seen.add(who)
                first.setdefault(who, []).append(year_of(date.fromisoformat(day)))
    span(axes, case)
    names = sorted(first, key=lambda who: -len(first[who]))[:PARTIES]
    colours = (style.STATE, style.OTHERS, style.DISPLACED, "#3f8f5f")
    names = [who for who in names if len(first[who]) >= SEEN * len(rows)]
    for name, colour, dash in zip(names, colours, LINES, strict=False):
        climb(axes, case, first[name], colour, style.clean(name, 24), (dash, 1.6))
    ended = [year_of(date.fromisoformat(row["over"])) for row in rows if row["over"]]
    climb(axes, case, ended, style.INK, "war over, once", ("-", 1.0))
    axes.set_title("Signed, and war over: share of worlds")
    percent_axis(axes)
    axes.set_ylim(0, ROOM)
    axes.legend(loc="upper left", fontsize=7.5, ncols=2, columnspacing=1.0, borderpad=0.1)


def crime(case: Case, measures: Sequence[Mapping[str, Any]]) -> Any:
    """Homicide, violence against women, its reporting, trust in the mission: with and without."""
    figure, panels = grid(
        f"{case['title']}: crime and violence against women",
        "Bands: 50 and 90 % of worlds. Blue: as it was; brown: without the mission, on the same "
        "luck; red: on record",
        2,
    )
    for axes, (quantity, title) in zip(
        panels,
        (
            ("homicide", "Homicides per 100,000"),
            ("gbv", "Gender-based violence, per 100,000"),
            ("reported", "Share of cases reported"),
            ("armed", "Armed men outside the state"),
        ),
        strict=True,
    ):
        span(axes, case, named=True)
        band(axes, case["years"], table(case, "alone", quantity), *ALONE)
        band(axes, case["years"], table(case, "was", quantity), ARM_COLOURS["was"], "as it was")
        axes.set_title(title)
        axes.set_ylim(bottom=0)
        for ask in measures:
            if ask["of"] == "level" and ask["quantity"] == quantity and "met" in ask:
                ends = ask["after"][0], ask["after"][1] + 1
                axes.fill_between(ends, *ask["met"], color=style.DEATH, alpha=0.2, lw=0)
        if quantity == "reported":
            percent_axis(axes)
            axes.set_ylim(0, 0.5)
        if quantity == "armed":
            people_axis(axes)
    return figure


def places(case: Case) -> Any:
    """Where people died in the war window, by first-level region: record and worlds."""
    regions = sorted(set(case["admin1"]))
    row_of = np.array([regions.index(name) for name in case["admin1"]])
    worlds = np.array([row["places"] for row in case["was"]], dtype=float).mean(axis=0)
    shares = []
    for dead in (np.array(case["record"]["places"]), worlds, np.array(case["persons"])):
        there = np.bincount(row_of, dead, len(regions))
        shares.append(there / max(there.sum(), 1.0))
    order = np.argsort(-shares[0], kind="stable")
    order = order[:REGIONS]
    height = 1.3 + 0.36 * len(order)
    figure = style.new_figure(height)
    first, last = (date.fromisoformat(day) for day in case["window"])
    style.heading(
        figure,
        f"{case['title']}: where people died",
        f"Share of the deaths of {style.month(first)} to {style.month(last)}, and of people, %",
    )
    left = 1.9
    wide = (style.WIDTH - left - 0.2) / style.WIDTH
    axes = figure.add_axes((left / style.WIDTH, 0.3 / height, wide, (height - 1.05) / height))
    rows = np.arange(len(order))
    for at, share, colour, label in (
        (-0.27, shares[0], style.DEATH, "on record"),
        (0.0, shares[1], style.STATE, "mean of worlds"),
        (0.27, shares[2], style.FAINT, "people"),
    ):
        axes.barh(rows + at, 100 * share[order], 0.25, color=colour, label=label)
    axes.set_ylim(len(order) - 0.4, -0.6)
    axes.set_yticks(rows, [style.clean(regions[r], 30) for r in order])
    axes.tick_params(axis="y", labelcolor=style.INK)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x")
    axes.legend(loc="lower right")
    return figure


def _figures(case: Case, asked: Mapping[str, Any]) -> dict[str, Callable[[], Any]]:
    """Which pictures a case has, and who draws each."""
    made: dict[str, Callable[[], Any]] = {
        "deaths": lambda: deaths(case),
        "politics": lambda: politics(case, asked.get("strength", ())),
    }
    if asked.get("crime"):
        made["crime"] = lambda: crime(case, asked["measures"])
    if "record" in case:
        made["places"] = lambda: places(case)
    return made


def pictures_of(case: Case, asked: Mapping[str, Any]) -> list[str]:
    """The file names of a case's pictures."""
    return [f"{case['scenario']}-{name}.png" for name in _figures(case, asked)]


def draw(case: Case, asked: Mapping[str, Any], folder: Path, mark: str) -> None:
    """Write a case's pictures; each carries the mark."""
    made = _figures(case, asked).values()
    with style.drawing():
        for file, figure in zip(pictures_of(case, asked), made, strict=True):
            style.save(figure(), folder / file, f"{file} {mark}")
