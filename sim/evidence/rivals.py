"""What else might pass a row: worlds in which peacekeeping, or anything, has no effect.

- `no-effect`: the nature without effects of the mission, same seeds.
- `naive`: events without time. For statistics of events and for courses: Poisson draws that
  know the country's own mean by place, its sizes and its kinds, every day alike. For findings
  that compare arms: both arms are independent draws of worlds of one of them. For findings
  read off one world: its twin, whose events have lost their week and their place.
- `profile`: the same draws, but each month has as many events as the country's own had. It knows
  the record's course, which no forecast does; only memory within months and ties between
  places, sizes and kinds are beyond it.
- `to beat`: what a simple forecast, population alone or standing still gives by arithmetic.

A rival *passes* in a draw (as many worlds, with return, as the model has) whose value lies in
the band. It *fails clearly* where it passes in less than a quarter of draws (`judge.FAILS`).
Whether a row can be failed must not hang on whether the model has failed it. So the world without
effect does not count in a row of one arm where its value lies within the model's interval: it
misses, if at all, because it is the model. And of zambara, which has no record, naive worlds are
made from the model's own sums: they are not asked what those sums alone decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from math import isfinite

import numpy as np

from sim.case.scenario import load_scenario
from sim.evidence import margins, record
from sim.evidence.arms import arms
from sim.evidence.columns import Bools, Floats, roads_of
from sim.evidence.course import slope
from sim.evidence.digest.twin import PREFIX
from sim.evidence.events import statistics_of
from sim.evidence.finding import DRAWS, Arms, Finding, Worlds, interval_of, resampled
from sim.evidence.judge import Interval, Rival
from sim.evidence.margins import Margins
from sim.evidence.periods import Window
from sim.evidence.questions import statistic_of
from sim.evidence.summary import RIVALS
from sim.evidence.timing import counts_by

DRAWN = 64  # naive worlds of a country
LUCK = 1_000_003  # naive worlds draw their own luck
SUMS_DECIDE = (
    *("alpha", "median_deaths", "share_10", "share_100", "half_in_all"),
    *("onesided_share", "government_share"),
)
NO_EFFECT, NAIVE, PROFILE, TO_BEAT = RIVALS


def rivals_of(
    row: Finding, worlds: Mapping[str, Arms], naive: Naive, model: Interval | None
) -> dict[str, Rival]:
    """Every rival that has a number for this row, by name; `model`: what the model's may be."""
    if row.band is None or not row.arms:
        return {}
    found: dict[str, Rival | None] = {}
    if any(arms()[name].mission for name in row.arms):
        own = {name: worlds["no-effect"][name] for name in row.arms}
        found[NO_EFFECT] = _told_apart(
            row, _rival(row.value(own), resampled(row, own), row.band), model
        )
    if statistic_of(row) or row.id.startswith("K"):
        found |= {kind: naive.of(row, kind) for kind in (NAIVE, PROFILE)}
    if len(row.arms) > 1:
        found[NAIVE] = _nothing_differs(row, worlds["main"], row.band)
    elif found.get(NAIVE) is None:
        found[NAIVE] = _twin(row, worlds["main"], row.band)
    if row.to_beat is not None:
        inside = row.band[0] < row.to_beat < row.band[1]
        found[TO_BEAT] = Rival(row.to_beat, None, float(inside))
    return {name: found[name] for name in RIVALS if found.get(name) is not None}  # type: ignore[misc]


def _rival(value: float, drawn: Floats, band: Interval) -> Rival | None:
    """None where the rival has no number to show."""
    known = drawn[np.isfinite(drawn)]
    interval = interval_of(drawn)
    if not isfinite(value):
        value = float(np.median(known)) if interval else float("nan")
    if not isfinite(value):
        return None
    inside = (known >= band[0]) & (known <= band[1])
    alone = float(band[0] <= value <= band[1])
    return Rival(value, interval, float(inside.mean()) if interval else alone)


def _told_apart(row: Finding, rival: Rival | None, model: Interval | None) -> Rival | None:
    if rival is None or model is None or len(row.arms) > 1:
        return rival
    return replace(rival, counts=not model[0] <= rival.value <= model[1])


def _nothing_differs(row: Finding, own: Arms, band: Interval) -> Rival | None:
    """Every arm an independent draw of the worlds of one, of each in turn."""
    rng, values = np.random.default_rng(0), []
    for draw in range(DRAWS):
        same = own[row.arms[draw % len(row.arms)]]
        pick = rng.integers(same.count, size=(len(row.arms), same.count))
        values.append(
            row.value({name: same.chosen(at) for name, at in zip(row.arms, pick, strict=True)})
        )
    drawn = np.array(values)
    known = drawn[np.isfinite(drawn)]
    if len(known) < DRAWS // len(row.arms) // 2:  # not even one arm's worlds give a number
        return None
    return _rival(float("nan"), known, band)


def _twin(row: Finding, own: Arms, band: Interval) -> Rival | None:
    """The row asked of worlds whose events have lost time and place; None: it asks for more."""
    twins = {name: _only(own[name]) for name in row.arms}
    try:
        return _rival(row.value(twins), resampled(row, twins), band)
    except KeyError:
        return None


def _only(worlds: Worlds) -> Worlds:
    values = worlds.values
    return Worlds({n[len(PREFIX) :]: values[n] for n in values if n.startswith(PREFIX)})


class Naive:
    """Naive worlds of countries, drawn when a row asks for them."""

    def __init__(self, main: Arms) -> None:
        self._main = main
        self._drawn = cache(self._draw)

    def of(self, row: Finding, kind: str) -> Rival | None:
        """The row asked of them, each draw as many as the model's worlds; None: says nothing."""
        (arm,) = row.arms[:1]
        if len(row.arms) > 1 or not arms()[arm].statistics or row.band is None:
            return None
        if arm not in record.wars() and statistic_of(row) in SUMS_DECIDE:
            return None
        many = {arm: self._drawn(arm, kind)}
        rng, count = np.random.default_rng(0), max(self._main[arm].count, 2)
        try:
            picks = rng.integers(DRAWN, size=(DRAWS, count))
            drawn = [row.value({arm: many[arm].chosen(pick)}) for pick in picks]
            return _rival(row.value(many), np.array(drawn), row.band)
        except KeyError:
            return None

    def _draw(self, arm: str, kind: str) -> Worlds:
        case = load_scenario(arms()[arm].scenario)
        raised, known = 1.0, None
        if arm in record.wars():
            known, war = record.real_margins(arm), record.real_war(arm)
            raised = war.months.sum() / float(known.size @ known.sizes)
        known = known or margins.mean_of(self._main[arm].values)
        roads = roads_of(case.region.graph)
        rows = [
            _measured(known, case.war_window, roads, LUCK + seed, kind == NAIVE, raised)
            for seed in range(DRAWN)
        ]
        return Worlds({name: np.array([row[name] for row in rows]) for name in rows[0]})


def _measured(
    known: Margins, window: Window, roads: Bools, seed: int, alike: bool, raised: float
) -> dict[str, float | Floats]:
    """What is read off one naive world; `raised`: all deaths of the record over located ones."""
    columns, span = margins.drawn(known, window, seed, alike=alike)
    found: dict[str, float | Floats] = {
        f"statistic:{name}": value
        for name, value in statistics_of(columns, span, None, roads).items()
    }
    months = raised * counts_by(columns.month, span.months, columns.size)
    years = record.by_year(window, months)
    return found | {
        "course:months": months,
        "course:years": years,
        "course:kinds": raised * counts_by(columns.kind - 1, margins.KINDS, columns.size),
        "course:places": raised * counts_by(columns.place, span.places, columns.size),
        "course:slope": slope(years, window),
    }
