"""The course of a war as a table for people."""

from __future__ import annotations

from collections.abc import Iterator

from sim.evidence.courses import Compared, Measured
from sim.evidence.scores import Scores, holds_between

HEAD = f"{'':26}{'n':>4}{'CRPS':>9}{'bits':>7}{'interval':>10}{'in 90 %':>9}{'in 50 %':>9}"


def table(found: Measured) -> str:
    """One country: years, scores beside benchmarks, and all else that is measured."""
    first, last = found.window
    lines = [
        f"{found.scenario}, {first} to {last}, {found.worlds} worlds",
        f"deaths {found.deaths[0]:,.0f} on record, {found.deaths[1]:,.0f} in the median world",
        "",
        f"{'year':6}{'record':>9}{'median':>9}{'50 %':>17}{'90 %':>17}{'held':>6}{'over':>7}",
        *_years(found),
        "",
        "by year" + HEAD[7:],
        *_scores(found.years),
        "by month" + HEAD[8:],
        *_scores(found.months),
        "",
        *_rest(found),
    ]
    return "\n".join(lines)


def _years(found: Measured) -> Iterator[str]:
    years = found.years
    for row, label in enumerate(years.labels):
        seen, (low, high) = years.record[row], (end[row] for end in years.interval_90)
        half = _between(*(end[row] for end in years.interval_50))
        held = "yes" if holds_between(low, high, seen) else "no"
        yield (
            f"{label:6}{seen:>9,.0f}{years.median[row]:>9,.0f}{half:>17}{_between(low, high):>17}"
            f"{held:>6}{found.over[row]:>7.2f}"
        )


def _between(low: float, high: float) -> str:
    return f"{low:,.0f}-{high:,.0f}"


def _scores(compared: Compared) -> Iterator[str]:
    yield _line(f"  worlds (CRPS +- {compared.crps_error:.1f})", compared.scores)
    for name, beside in compared.beside.items():
        yield _line(f"  {name}", beside.benchmark)
        if beside.worlds.periods != compared.scores.periods:
            yield _line("    worlds, same periods", beside.worlds)


def _line(name: str, s: Scores) -> str:
    return (
        f"{name:26}{s.periods:>4}{s.crps:>9.1f}{s.ignorance:>7.2f}{s.interval:>10,.0f}"
        f"{s.held_90:>9.2f}{s.held_50:>9.2f}"
    )


def _rest(found: Measured) -> Iterator[str]:
    kinds = ", ".join(
        f"{name.replace('_', '-')} {a:.2f} -> {b:.2f}" for name, (a, b) in found.kinds.items()
    )
    yield (
        f"slope of log deaths a year: {found.slope[0]:+.3f} on record, "
        f"{found.slope[1]:+.3f} in the median world; rises in {100 * found.rises:.0f} % of worlds"
    )
    halves = [f"{half:.2f}" for half in found.first_half]
    yield f"share of deaths in the first half, record -> worlds: {' -> '.join(halves)}"
    yield f"kinds of deaths, record -> worlds: {kinds}"
    yield (
        "rank correlation of deaths by place with the record: "
        f"population {found.place_rank[0]:.2f}, worlds {found.place_rank[1]:.2f}"
    )
