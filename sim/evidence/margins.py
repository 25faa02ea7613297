"""What a naive model knows of a war: sums of its events by place, month, kind and size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from sim.evidence.columns import ELSEWHERE, EventColumns, Floats, Ints, Span

KINDS = 3  # UCDP's types of violence, from 1
SUMS = ("places", "months", "kinds", "by_state")
LARGEST = 1_000  # deaths: larger events count as so large where sizes are kept by worlds


@dataclass(frozen=True, slots=True)
class Margins:
    """Lethal events of one window, or their mean over worlds.

    `by_state`: those of governments, by kind. `size`: (n,) deaths, `sizes`: how many events of
    each. Events at no known place count in all but `places`.
    """

    places: Floats
    months: Floats
    kinds: Floats
    by_state: Floats
    size: Ints
    sizes: Floats


def margins_of(columns: EventColumns, span: Span) -> Margins:
    """Of events cut to their window."""
    known = columns.place != ELSEWHERE
    size, sizes = np.unique(columns.size, return_counts=True)
    row = columns.kind - 1
    return Margins(
        np.bincount(columns.place[known], minlength=span.places).astype(np.float64),
        np.bincount(columns.month, minlength=span.months).astype(np.float64),
        np.bincount(row, minlength=KINDS).astype(np.float64),
        np.bincount(row[columns.by_state], minlength=KINDS).astype(np.float64),
        size.astype(np.int64),
        sizes.astype(np.float64),
    )


def drawn(
    margins: Margins, window: tuple[date, date], seed: int, *, alike: bool
) -> tuple[EventColumns, Span]:
    """Events of a world that knows these sums and nothing else: Poisson, without memory.

    Every event is drawn by itself: its place and its kind by their shares, its size from all
    sizes, its day from the window. `alike`: every day is like the other; otherwise each month
    has as many events as it had, but for chance.
    """
    rng = np.random.default_rng(seed)
    span = Span.of(window, len(margins.places))
    count = int(rng.poisson(margins.months.sum()))
    first, last = window
    starts = _month_starts(window, span.months)
    days = (last - first).days + 1
    if alike:
        day = rng.integers(days, size=count)
    else:
        chosen = rng.choice(span.months, count, p=_shares(margins.months))
        length = np.diff(np.append(starts, days))[chosen]
        day = starts[chosen] + (rng.random(count) * length).astype(np.int64)
    day = np.sort(day)
    kind = rng.choice(KINDS, count, p=_shares(margins.kinds))
    states = margins.by_state / np.maximum(margins.kinds, 1e-12)
    return EventColumns(
        day=day,
        week=(day + first.weekday()) // 7,
        month=np.searchsorted(starts, day, side="right") - 1,
        size=rng.choice(margins.size, count, p=_shares(margins.sizes)),
        kind=kind + 1,
        place=rng.choice(len(margins.places), count, p=_shares(margins.places)),
        by_state=rng.random(count) < states[kind],
    ), span


def kept(columns: EventColumns, span: Span, months: int) -> Mapping[str, Floats]:
    """Sums of a simulated world as arrays of fixed lengths, for a mean over worlds."""
    found = margins_of(columns, span)
    sizes = np.bincount(np.minimum(columns.size, LARGEST), minlength=LARGEST + 1)
    by_month = np.zeros(months)
    by_month[: len(found.months)] = found.months
    return {
        "margin:places": found.places,
        "margin:months": by_month,
        "margin:kinds": found.kinds,
        "margin:by_state": found.by_state,
        "margin:sizes": sizes.astype(np.float64),
    }


def mean_of(values: Mapping[str, Floats]) -> Margins:
    """The mean over worlds, (S, ...) of what `kept` gave of each."""
    mean = {name: values[f"margin:{name}"].mean(axis=0) for name in SUMS}
    sizes = values["margin:sizes"].mean(axis=0)
    size = np.flatnonzero(sizes)
    return Margins(**mean, size=size.astype(np.int64), sizes=sizes[size])


def _month_starts(window: tuple[date, date], months: int) -> Ints:
    """(M,) days from the window's first to the first of each calendar month in it."""
    first = window[0]
    at = [first.year * 12 + first.month - 1 + month for month in range(months)]
    days = [(date(m // 12, m % 12 + 1, 1) - first).days for m in at]
    return np.maximum(np.array(days, dtype=np.int64), 0)


def _shares(counts: Floats) -> Floats:
    """Probabilities; all alike where there is nothing to go by."""
    total = counts.sum()
    return counts / total if total > 0 else np.full(len(counts), 1.0 / len(counts))
