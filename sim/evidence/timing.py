"""How events are spread over time (F5, F6, F7, F12)."""

from __future__ import annotations

import numpy as np

from sim.evidence.columns import EventColumns, Floats, Ints, Span

MINOR, WAR = 25, 1000  # deaths a year: UCDP's thresholds

NAN = float("nan")


def burstiness(day: Ints) -> float:
    """(sigma - mu) / (sigma + mu) of the days between events (Goh & Barabasi 2008).

    Events of one day count as gaps of zero. `day` must be sorted. 0 for a Poisson process, -1
    for a clock, towards 1 for bursts; NaN with fewer than three events or all on one day.
    """
    gaps = np.diff(day)
    if len(gaps) < 2 or not gaps.any():
        return NAN
    mean, spread = float(gaps.mean()), float(gaps.std())
    return (spread - mean) / (spread + mean)


def counts_by(index: Ints, length: int, weight: Ints | None = None) -> Floats:
    """Events (or deaths) in each week, month or year of the window, the empty ones too."""
    return np.bincount(index, weights=weight, minlength=length).astype(np.float64)


def dispersion(counts: Floats) -> float:
    """Variance over mean of counts: 1 for Poisson; NaN without events."""
    mean = float(counts.mean()) if len(counts) > 1 else 0.0
    return float(counts.var(ddof=1)) / mean if mean > 0 else NAN


def quiet_share(counts: Floats) -> float:
    """Share of periods without an event."""
    return float((counts == 0).mean()) if len(counts) else NAN


def autocorrelation(series: Floats, lag: int) -> float:
    """Sample autocorrelation at `lag` (one mean and variance for the whole series).

    NaN for a constant series or one shorter than three lags.
    """
    if len(series) < max(3 * lag, 8):
        return NAN
    centred = series - series.mean()
    total = float(centred @ centred)
    return float(centred[lag:] @ centred[:-lag]) / total if total > 0 else NAN


def yearly_deaths(columns: EventColumns, span: Span) -> Floats:
    """Deaths in every whole calendar year of the window, (Y,)."""
    begins = -span.first_month % 12
    years = max(0, (span.months - begins) // 12)
    year = (columns.month - begins) // 12
    whole = (columns.month >= begins) & (year < years)
    return counts_by(year[whole], years, columns.size[whole])


def year_transitions(deaths: Floats) -> Ints:
    """Counts of year-to-year changes, (3, 3): from, to; rows none, minor, war.

    `deaths` are those of consecutive years. Add the counts of several runs before taking
    rates: one war has too few years.
    """
    level = np.digitize(deaths, (MINOR, WAR))
    cells = 3 * level[:-1] + level[1:]
    return np.bincount(cells, minlength=9).reshape(3, 3).astype(np.int64)


def transition_rates(counts: Ints) -> dict[str, float]:
    """Rates of F12 from counts of `year_transitions`; NaN where no year began there."""

    def rate(start: tuple[int, ...], to: tuple[int, ...]) -> float:
        of = int(counts[list(start)].sum())
        return float(counts[np.ix_(start, to)].sum()) / of if of else NAN

    none, minor, war = (0,), (1,), (2,)
    active = minor + war
    return {
        "year_stays_active": rate(active, active),
        "year_minor_stays_active": rate(minor, active),
        "year_war_stays_active": rate(war, active),
        "year_minor_to_none": rate(minor, none),
        "year_minor_to_war": rate(minor, war),
        "year_war_to_none": rate(war, none),
        "year_war_to_minor": rate(war, minor),
        "year_war_to_war": rate(war, war),
    }
