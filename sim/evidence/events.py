"""Statistics of organised lethal violence, the same for simulated and real events.

`event_statistics` takes a table; `statistics_of` takes plain arrays, for a fit that calls it
thousands of times. What each name means, and why it may be NaN, stands in `catalogue`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from sim.evidence import actors, sizes, spread, timing
from sim.evidence.columns import (
    ELSEWHERE,
    NON_STATE,
    ONE_SIDED,
    STATE_BASED,
    Bools,
    EventColumns,
    Span,
    event_columns,
    place_months,
)
from sim.evidence.statistics import NEEDS_EVENTS, statistics

if TYPE_CHECKING:
    import pandas as pd

NAN = float("nan")


def event_statistics(
    events: pd.DataFrame,
    window: tuple[date, date],
    places: Sequence[str] | None,
    displaced_peak: float | None = None,
    roads: Bools | None = None,
) -> dict[str, float]:
    """Every statistic of `catalogue.statistics()` of the lethal events within `window`.

    `events`: columns of `Run.events`. `window`: first and last day, both included; its empty
    weeks and months count. `places`: names in the order of the region's nodes; without them
    those that had an event, and shares of all places are NaN. `displaced_peak`: persons.
    `roads`: (P, P) of `roads_of(region.graph)`, for own lag and synchrony. A number that
    cannot be had is NaN (`catalogue.why_missing(name)`). ValueError: a column is missing.
    """
    columns, span = event_columns(events, window, places)
    return statistics_of(columns, span, displaced_peak, roads if span.named else None)


def statistics_of(
    columns: EventColumns,
    span: Span,
    displaced_peak: float | None = None,
    roads: Bools | None = None,
) -> dict[str, float]:
    """`event_statistics` on columns already cut to the window and sorted by day."""
    values = dict.fromkeys(statistics(), NAN)
    values |= {
        "events_per_week": len(columns) / span.weeks,
        "deaths_per_week": float(columns.size.sum()) / span.weeks,
        "displaced_per_death": actors.displaced_per_death(columns, displaced_peak),
    }
    values |= timing.transition_rates(timing.year_transitions(timing.yearly_deaths(columns, span)))
    if len(columns) >= NEEDS_EVENTS:
        values |= _size_values(columns) | _actor_values(columns)
        values |= weekly_values(columns, span)
        deaths = timing.counts_by(columns.month, span.months, columns.size)
        values["monthly_acf_1"] = timing.autocorrelation(np.log1p(deaths), 1)
    if int((columns.place != ELSEWHERE).sum()) >= NEEDS_EVENTS:
        values |= _place_values(columns, span, roads)
    return values


def weekly_values(columns: EventColumns, span: Span) -> dict[str, float]:
    """The statistics that need exact days: burstiness, dispersion, memory, quiet weeks."""
    weekly = timing.counts_by(columns.week, span.weeks)
    logs = np.log1p(weekly)
    memory = {f"weekly_acf_{lag}": timing.autocorrelation(logs, lag) for lag in (1, 4, 12, 26)}
    return memory | {
        "weekly_acf_fall": memory["weekly_acf_1"] - memory["weekly_acf_26"],
        "burstiness": timing.burstiness(columns.day),
        "weekly_dispersion": timing.dispersion(weekly),
        "quiet_weeks": timing.quiet_share(weekly),
    }


def _size_values(columns: EventColumns) -> dict[str, float]:
    one_sided = sizes.tail_exponent(columns.size[columns.kind == ONE_SIDED])
    battle = sizes.tail_exponent(columns.size[columns.kind == STATE_BASED])
    return {
        "alpha": sizes.tail_exponent(columns.size),
        "alpha_onesided": one_sided,
        "alpha_battle": battle,
        "alpha_battle_minus_onesided": battle - one_sided,
        "median_deaths": sizes.median_size(columns.size),
        "share_10": sizes.share_at_least(columns.size, 10),
        "share_100": sizes.share_at_least(columns.size, 100),
    }


def _actor_values(columns: EventColumns) -> dict[str, float]:
    enough = int((columns.kind == ONE_SIDED).sum()) >= NEEDS_EVENTS
    return {
        "onesided_share": actors.death_share(columns, ONE_SIDED),
        "nonstate_share": actors.death_share(columns, NON_STATE),
        "government_share": actors.government_share(columns) if enough else NAN,
    }


def _place_values(columns: EventColumns, span: Span, roads: Bools | None) -> dict[str, float]:
    events = place_months(columns, span)
    count = events.sum(axis=1)
    ever = count[count > 0]
    stays, starts = spread.persistence(events > 0)
    lag, synchrony = spread.comovement(events, roads) if roads is not None else (NAN, NAN)
    return {
        "half_in_active": spread.concentration(ever, 0.5),
        "half_in_all": spread.concentration(count, 0.5) if span.named else NAN,
        "most_in_active": spread.concentration(ever, 0.8),
        "most_in_all": spread.concentration(count, 0.8) if span.named else NAN,
        "place_persistence": stays,
        "place_onset": starts,
        "place_persistence_ratio": stays / starts if starts > 0 else NAN,
        "place_spell": spread.median_spell(events > 0),
        "own_lag": lag,
        "far_synchrony": synchrony,
        "total_variance_ratio": spread.variance_ratio(events),
    }
