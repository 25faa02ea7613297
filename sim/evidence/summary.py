"""Statistics over seeds, and the table of verdicts that `bluehelm validate` prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any

import numpy as np

from sim.evidence.columns import Floats
from sim.evidence.judge import Interval, Verdict, discriminates

LEVEL = 0.90
DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Summary:
    """One statistic over seeds; `interval` is 90 %, bootstrap, of the median."""

    seeds: int  # those that gave a number
    mean: float
    median: float
    interval: Interval


def statistics_over_seeds(runs: Sequence[Mapping[str, float]], seed: int = 0) -> dict[str, Summary]:
    """Mean, median and its 90 % bootstrap interval, for every name in any of `runs`.

    Runs that gave NaN are left out of that statistic. With one run the interval is NaN; with
    none the mean and the median too. The same input gives the same intervals.
    """
    names = dict.fromkeys(name for run in runs for name in run)
    return {name: summary([run[name] for run in runs if name in run], seed) for name in names}


def summary(values: Sequence[float], seed: int = 0) -> Summary:
    """One statistic: values of the seeds, NaN allowed."""
    known: Floats = np.asarray([v for v in values if isfinite(v)], dtype=np.float64)
    nan = float("nan")
    if not len(known):
        return Summary(0, nan, nan, (nan, nan))
    low, high = nan, nan
    if len(known) > 1:
        rows = np.random.default_rng(seed).integers(len(known), size=(DRAWS, len(known)))
        tail = (1 - LEVEL) / 2
        low, high = np.quantile(np.median(known[rows], axis=1), (tail, 1 - tail))
    return Summary(
        len(known), float(known.mean()), float(np.median(known)), (float(low), float(high))
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a validation, with the keys of `bluehelm validate --json`."""

    id: str
    statement: str
    value: float
    interval: Interval | None
    band: Interval | None
    verdict: Verdict
    variant_verdict: Verdict
    fitted: bool

    def as_json(self) -> dict[str, Any]:
        """Plain values; what is not finite becomes null."""
        plain = asdict(self)
        plain["value"] = _finite(self.value)
        for key in ("interval", "band"):
            ends = plain[key]
            plain[key] = None if ends is None else [_finite(end) for end in ends]
        return plain


def headline(rows: Sequence[Row]) -> str:
    """How many rows are inside, and how many of those tell the model from no effect.

    Both readings of "tell": the variant leaves the band, and it is clearly outside (not near).
    """
    inside = [row for row in rows if row.verdict == "inside"]
    leaves = sum(row.variant_verdict in ("near", "outside") for row in inside)
    clear = sum(discriminates(row.verdict, row.variant_verdict) for row in inside)
    untold = sum(row.verdict in ("too noisy", "not testable") for row in rows)
    return (
        f"{len(inside)} of {len(rows)} rows inside their bands; without effect {leaves} of them"
        f" leave the band, {clear} of these clearly; {untold} could not be told"
    )


def rows_text(rows: Sequence[Row]) -> str:
    """A table of plain text, a line a row: no colour, nothing wrapped."""
    head = ("id", "value", "90 % interval", "band", "verdict", "no effect", "fitted", "statement")
    cells = [head] + [
        (
            row.id,
            _number(row.value),
            _ends(row.interval),
            _ends(row.band),
            row.verdict,
            row.variant_verdict,
            "fit" if row.fitted else "test",
            row.statement,
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in cells) for column in range(len(head) - 1)]
    lines = [
        "  ".join(
            [*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[-1]]
        )
        for line in cells
    ]
    return "\n".join(lines)


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None


def _number(value: float) -> str:
    return f"{value:.3g}" if isfinite(value) else "-"


def _ends(ends: Interval | None) -> str:
    if ends is None or any(np.isnan(end) for end in ends):
        return "-"
    return f"{ends[0]:.3g} to {ends[1]:.3g}"
