"""Worlds weighed by how near their course lies to the record until a day: a forecast from then on.

A simulation cannot be begun in the middle of a war with all that events until then would have
made of it. What can be done is to look at worlds that came out like it: importance weights of a
normal kernel on the logs of yearly deaths until the day (as in approximate Bayesian computation;
Beaumont et al. 2002). The kernel is the narrowest that leaves so many effective worlds,
1 / sum of squared weights: few of them mean that the model hardly ever comes near the record,
and a wide kernel that "near" is not near. Both are said with every score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sim.evidence.benchmarks import A_YEAR, Line
from sim.evidence.columns import Floats
from sim.evidence.course import Course
from sim.evidence.periods import Periods, Window
from sim.evidence.scores import Scores, score, weighted

EFFECTIVE = 16.0  # worlds at least, where there are as many
KERNELS = tuple(float(width) for width in np.geomspace(0.1, 10.0, 41))  # of log deaths a year
DRAWS, SEED = 1_000, 0  # members of a benchmark for years
FEWEST = 12  # months before the day: benchmarks have a year to go by


@dataclass(frozen=True, slots=True)
class Weights:
    """(S,) that add up to one; `effective` worlds; `kernel`: its width in logs of deaths a year.

    `apart`: weighed root mean square distance to the record in logs: exp of it is the factor by
    which a year's deaths in these worlds typically miss the record that they were chosen by.
    """

    of: Floats
    effective: float
    kernel: float
    apart: float


@dataclass(frozen=True, slots=True)
class Onward:
    """What follows a day, scored by year and by month: all worlds alike, weighed, benchmarks.

    Benchmarks are made on that day and not later, as the worlds are.
    """

    day: date
    weights: Weights
    labels: dict[str, tuple[str, ...]]
    record: dict[str, Floats]
    scores: dict[str, dict[str, Scores]]  # "years" or "months" -> who -> scores


def weigh(worlds: Sequence[Course], record: Course, day: date) -> Weights:
    """By the years before a day. ValueError: it leaves no year before it, or none after."""
    window = (record.window[0], day - timedelta(days=1))
    if not record.window[0] < day <= record.window[1] or _months(window) < FEWEST:
        first, last = record.window
        raise ValueError(
            f"--from {day}: needs {FEWEST} months before it and some after it within {first} to "
            f"{last}"
        )
    periods = Periods.of(window, A_YEAR)
    seen = np.log1p(_years(record, window) / periods.exposure)
    own = np.log1p(np.array([_years(w, window) for w in worlds]) / periods.exposure)
    apart = ((own - seen) ** 2).sum(axis=1)
    wanted = min(EFFECTIVE, 0.5 * len(worlds))
    for kernel in KERNELS:
        logs = -0.5 * apart / kernel**2
        weights = np.exp(logs - logs.max())
        weights /= weights.sum()
        effective = 1.0 / float((weights**2).sum())
        if effective >= wanted:
            break
    typical = float(np.sqrt(weights @ apart / len(periods)))
    return Weights(weights, effective, kernel, typical)


def onward(worlds: Sequence[Course], record: Course, day: date) -> Onward:
    """Scores of all that follows `day`, which must be the first of a month."""
    if day.day != 1:
        raise ValueError(f"--from {day}: must be the first of a month")
    weights = weigh(worlds, record, day)
    after = (day, record.window[1])
    before = _months((record.window[0], day - timedelta(days=1)))
    known = Line(record.months[:before], Periods.of(record.window, 1).exposure[:before])
    labels, seen, scores = {}, {}, {}
    for name, months in (("years", A_YEAR), ("months", 1)):
        periods = Periods.of(after, months)
        labels[name] = periods.labels
        seen[name] = _sums(record.months[before:], after, months)
        members = np.array([_sums(w.months[before:], after, months) for w in worlds])
        scores[name] = {
            "worlds, all alike": score(list(members.T), seen[name]),
            "worlds, weighed": weighted(members, weights.of, seen[name]),
        }
        for benchmark, forecast in made_on_the_day(known, after, months).items():
            scores[name][benchmark] = score(forecast, seen[name], drawn=False)
    return Onward(day, weights, labels, seen, scores)


def made_on_the_day(known: Line, after: Window, months: int) -> dict[str, list[Floats]]:
    """Made on the day: nothing, the last month, the last twelve, the whole past.

    Members are what past months had; a year's are sums of as many of them as it has, drawn.
    """
    rng = np.random.default_rng(SEED)
    rate, exposure = known.rate, Periods.of(after, 1).exposure
    last = rng.poisson(rate[-1], size=DRAWS).astype(np.float64)
    pools = {"zero": np.zeros(1), "last": last, "last 12": rate[-A_YEAR:], "whole past": rate}
    if months == 1:
        return {name: [pool * share for share in exposure] for name, pool in pools.items()}
    found = {}
    for name, pool in pools.items():
        drawn = rng.choice(pool, size=(DRAWS, len(exposure))) * exposure
        found[name] = list(np.array([_sums(row, after, months) for row in drawn]).T)
    return found


def _years(course: Course, window: Window) -> Floats:
    return _sums(course.months[: _months(window)], window, A_YEAR)


def _months(window: Window) -> int:
    first, last = window
    return 12 * (last.year - first.year) + last.month - first.month + 1


def _sums(values: Floats, window: Window, months: int) -> Floats:
    """Sums of a window's months by period of 12 or of 1."""
    if months == 1:
        return values
    year = (np.arange(len(values)) + window[0].month - 1) // A_YEAR
    return np.bincount(year, weights=values).astype(np.float64)


def table(found: Onward) -> str:
    """For people."""
    w = found.weights
    lines = [
        f"from {found.day} on, by worlds near the record until then: {w.effective:.1f} effective "
        f"of {len(w.of)}; kernel {w.kernel:.2f}; their years miss it by a factor of "
        f"{np.exp(w.apart):.1f}",
        f"{'':24}{'n':>4}{'CRPS':>9}{'bits':>7}{'interval':>10}{'in 90 %':>9}{'in 50 %':>9}",
    ]
    for name, scores in found.scores.items():
        lines.append(f"by {name[:-1]}")
        for who, s in scores.items():
            lines.append(
                f"  {who:22}{s.periods:>4}{s.crps:>9.1f}{s.ignorance:>7.2f}{s.interval:>10,.0f}"
                f"{s.held_90:>9.2f}{s.held_50:>9.2f}"
            )
    return "\n".join(lines)
