"""What is made of a validation's rows: which could be failed, how many of those are inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from math import isfinite
from typing import Any, Literal

import numpy as np

from sim.evidence.columns import Floats
from sim.evidence.judge import Interval, Rival, Verdict
from sim.evidence.statistics import Scale

LEVEL = 0.90
DRAWS = 1000

Group = Literal["test", "fitted", "open", "not testable"]
GROUPS: dict[Group, str] = {
    "test": "Rows that a rival fails and no fit has used",
    "fitted": "Rows that a rival fails, used in a fit or chosen with the row in view",
    "open": "Rows that no rival fails: to be inside proves nothing",
    "not testable": "Not testable",
}
WORST_FIRST: tuple[Verdict, ...] = ("outside", "near", "too noisy", "inside", "not testable")
RIVALS = ("no-effect", "naive", "profile", "to beat")
SECTIONS = {
    "A": "Missions and peace",
    "B": "Places",
    "C": "Talks",
    "D": "Disarmament, demobilisation, reintegration",
    "E": "Means",
    "F": "Regularities of violence",
    "G": "Warning and response",
    "H": "Aid and institutions",
    "K": "Courses of war",
}


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
    scale: Scale = "linear"
    seeds: int = 0
    rivals: Mapping[str, Rival] = field(default_factory=dict)

    @property
    def failed_by(self) -> tuple[str, ...]:
        """Rivals that fail this row clearly."""
        return tuple(name for name, rival in self.rivals.items() if rival.fails)

    @property
    def group(self) -> Group:
        """Which of GROUPS it belongs to."""
        if self.verdict == "not testable":
            return "not testable"
        if not self.failed_by:
            return "open"
        return "fitted" if self.fitted else "test"

    def as_json(self) -> dict[str, Any]:
        """Plain values; what is not finite becomes null."""
        plain: dict[str, Any] = _plain(asdict(self) | {"rivals": dict(self.rivals)})
        plain["failed_by"], plain["group"] = list(self.failed_by), self.group
        return plain

    @staticmethod
    def of_json(plain: Mapping[str, Any]) -> Row:
        """What `as_json` wrote; open ends of bands are told from the side they are on."""
        rivals = {
            name: Rival(
                _number_of(one["value"]), _ends_of(one["interval"]), one["passes"], one["counts"]
            )
            for name, one in plain["rivals"].items()
        }
        own = {name: plain[name] for name in Row.__slots__} | {"rivals": rivals}
        own |= {name: _ends_of(plain[name]) for name in ("interval", "band")}
        return Row(**own | {"value": _number_of(plain["value"])})


def of_group(rows: Sequence[Row], group: Group) -> list[Row]:
    """Rows of a group, misses first."""
    own = [row for row in rows if row.group == group]
    return sorted(own, key=lambda row: WORST_FIRST.index(row.verdict))


def counted(rows: Sequence[Row]) -> str:
    """`41 of 60 inside (68 %), 9 near, 8 outside, 2 too noisy`."""
    count = {verdict: sum(row.verdict == verdict for row in rows) for verdict in WORST_FIRST}
    if not rows:
        return "none"
    rest = [f"{count[v]} {v}" for v in ("near", "outside", "too noisy") if count[v]]
    share = f"{count['inside']} of {len(rows)} inside ({100 * count['inside'] / len(rows):.0f} %)"
    return ", ".join([share, *rest])


def headline(rows: Sequence[Row]) -> str:
    """The share of rows inside among those that a rival fails and no fit has used."""
    return f"{GROUPS['test']}: {counted(of_group(rows, 'test'))}"


def headlines(rows: Sequence[Row]) -> list[str]:
    """The headline, and every other group beside it."""
    rest = [name for name in GROUPS if name not in ("test", "not testable")]
    lines = [headline(rows)]
    lines += [f"{GROUPS[name]}: {counted(of_group(rows, name))}" for name in rest]
    untold = len(of_group(rows, "not testable"))
    return [*lines, f"{GROUPS['not testable']}: {untold}"]


def rows_text(rows: Sequence[Row]) -> str:
    """Tables of plain text, one a group, misses first: no colour, nothing wrapped."""
    names = rivals_in(rows)
    head = ("id", "value", "90 % interval", "band", "verdict", *names, "statement")
    groups = {group: of_group(rows, group) for group in GROUPS}
    cells = {group: [cells_of(row, names) for row in own] for group, own in groups.items()}
    every = [head, *(line for own in cells.values() for line in own)]
    widths = [max(len(line[column]) for line in every) for column in range(len(head) - 1)]

    def line(values: Sequence[str]) -> str:
        fitted = (cell.ljust(width) for cell, width in zip(values, widths, strict=False))
        return "  ".join([*fitted, values[-1]])

    parts = []
    for group, own in cells.items():
        if own:
            parts.append("\n".join([GROUPS[group], line(head), *map(line, own)]))
    return "\n\n".join(parts)


def rivals_in(rows: Sequence[Row]) -> list[str]:
    """Names of rivals that any row has, in their order."""
    return [name for name in RIVALS if any(name in row.rivals for row in rows)]


def cells_of(row: Row, names: Sequence[str]) -> tuple[str, ...]:
    """A row's cells as text; under each rival's name how often it passes, in brackets where it
    is not to be told from the model."""
    passes = (_passes(row.rivals[n]) if n in row.rivals else "-" for n in names)
    ends = number(row.value), ends_text(row.interval), band_text(row.band)
    return (row.id, *ends, row.verdict, *passes, row.statement)


def _passes(rival: Rival) -> str:
    text = f"{100 * rival.passes:.0f} %"
    return text if rival.counts else f"({text})"


def number(value: float) -> str:
    """Three digits, "-" for none."""
    return f"{value:.3g}" if isfinite(value) else "-"


def ends_text(ends: Interval | None) -> str:
    """`0.1 to 0.3`, "-" for none."""
    if ends is None or any(np.isnan(end) for end in ends):
        return "-"
    return f"{ends[0]:.3g} to {ends[1]:.3g}"


def band_text(band: Interval | None) -> str:
    """`0.1 to 0.3`; `0 and more` for one that is open above."""
    if band is not None and band[1] == float("inf"):
        return f"{band[0]:.3g} and more"
    return ends_text(band)


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, Rival):
        return _plain(asdict(value))
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, tuple) else value


def _number_of(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _ends_of(ends: Sequence[float | None] | None) -> Interval | None:
    """A missing lower end is minus infinity, a missing upper one infinity."""
    if ends is None:
        return None
    low, high = ends
    return (float("-inf") if low is None else low, float("inf") if high is None else high)
