"""The statistics of events: name, fact it belongs to, meaning, scale, and what it needs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import inf
from typing import Literal

Clock = Literal["day", "week", "month", "year", "none"]
Scale = Literal["linear", "log"]

NEEDS_EVENTS = 10  # fewer lethal events: only the level is computed


@dataclass(frozen=True, slots=True)
class Statistic:
    """One number computed from the events of a window.

    `clock`: the finest time it looks at ("none": only sizes, places and sides). `scale`: how
    distances are measured. `resolution`: smallest half-width of a band that makes sense (half
    a death for a median). `domain`: values it can take. `needs`: why it may be NaN.
    """

    name: str
    fact: str
    meaning: str
    clock: Clock = "none"
    scale: Scale = "linear"
    resolution: float = 0.0
    domain: tuple[float, float] = (0.0, 1.0)
    needs: str = f"at least {NEEDS_EVENTS} lethal events"


@cache
def statistics() -> dict[str, Statistic]:
    """Every statistic by name, by subject."""
    return {s.name: s for s in (*_level(), *_sizes(), *_tempo(), *_spread(), *_actors(), *_years())}


def why_missing(name: str) -> str:
    """Why the statistic `name` may be NaN, in words for a table. KeyError: no such name."""
    return f"needs {statistics()[name].needs}"


def _level() -> tuple[Statistic, ...]:
    any_number = (0.0, inf)
    return (
        Statistic(
            "events_per_week",
            "level",
            "lethal events a week",
            "none",
            "log",
            domain=any_number,
            needs="a window",
        ),
        Statistic(
            "deaths_per_week",
            "level",
            "deaths a week",
            "none",
            "log",
            domain=any_number,
            needs="a window",
        ),
    )


def _sizes() -> tuple[Statistic, ...]:
    tail = "at least 20 events of 5 deaths and more"
    return (
        Statistic(
            "alpha", "F3", "exponent of event sizes from 5 deaths", domain=(1.0, inf), needs=tail
        ),
        Statistic(
            "alpha_onesided",
            "F3",
            "the same, attacks on civilians",
            domain=(1.0, inf),
            needs=f"{tail}, one-sided",
        ),
        Statistic(
            "alpha_battle",
            "F3",
            "the same, battles",
            domain=(1.0, inf),
            needs=f"{tail}, state-based",
        ),
        Statistic(
            "alpha_battle_minus_onesided",
            "F3",
            "above 0: one-sided tail is fatter",
            domain=(-inf, inf),
            needs=f"{tail} of each type",
        ),
        Statistic(
            "median_deaths", "F3", "median deaths of an event", resolution=0.5, domain=(1.0, inf)
        ),
        Statistic("share_10", "F3", "share of events with 10 deaths and more", resolution=0.01),
        Statistic("share_100", "F3", "share of events with 100 deaths and more", resolution=0.005),
    )


def _tempo() -> tuple[Statistic, ...]:
    weekly = "weekly autocorrelation of log(1 + events), lag"
    long = "a window of three lags and weeks that differ"
    lags = tuple(
        Statistic(
            f"weekly_acf_{lag}", "F6", f"{weekly} {lag}", "week", domain=(-1.0, 1.0), needs=long
        )
        for lag in (1, 4, 12, 26)
    )
    return (
        Statistic(
            "burstiness",
            "F5",
            "(s - m) / (s + m) of days between events",
            "day",
            domain=(-1.0, 1.0),
        ),
        Statistic(
            "weekly_dispersion",
            "F5",
            "variance over mean of weekly events",
            "week",
            "log",
            domain=(0.0, inf),
        ),
        *lags,
        Statistic(
            "weekly_acf_fall", "F6", "lag 1 less lag 26", "week", domain=(-2.0, 2.0), needs=long
        ),
        Statistic(
            "monthly_acf_1",
            "F6",
            "monthly autocorrelation of log(1 + deaths), lag 1",
            "month",
            domain=(-1.0, 1.0),
            needs="at least 8 months that differ",
        ),
        Statistic("quiet_weeks", "F7", "share of weeks without an event", "week", resolution=0.01),
    )


def _spread() -> tuple[Statistic, ...]:
    located = f"at least {NEEDS_EVENTS} events at known places"
    all_places = f"the list of places, and {located}"
    months = f"two months and {located}"
    country = "at least 13 months, four places and the roads between them"
    return (
        Statistic(
            "half_in_active",
            "F10",
            "share of ever-active places with half the events",
            resolution=0.01,
            needs=located,
        ),
        Statistic(
            "half_in_all",
            "F10",
            "share of all places with half the events",
            resolution=0.01,
            needs=all_places,
        ),
        Statistic(
            "most_in_active",
            "F10",
            "share of ever-active places with 80 % of the events",
            resolution=0.01,
            needs=located,
        ),
        Statistic(
            "most_in_all",
            "F10",
            "share of all places with 80 % of the events",
            resolution=0.01,
            needs=all_places,
        ),
        Statistic(
            "place_persistence",
            "F16",
            "P(place-month active | active before)",
            "month",
            resolution=0.01,
            needs=months,
        ),
        Statistic(
            "place_onset",
            "F16",
            "P(place-month active | inactive before)",
            "month",
            resolution=0.01,
            needs=months,
        ),
        Statistic(
            "place_persistence_ratio",
            "F16",
            "persistence over onset",
            "month",
            "log",
            domain=(0.0, inf),
            needs=months,
        ),
        Statistic(
            "place_spell",
            "F16",
            "median months of unbroken activity of a place",
            "month",
            resolution=0.5,
            domain=(1.0, inf),
            needs=months,
        ),
        Statistic(
            "own_lag",
            "F21",
            "place's events on its own the month before",
            "month",
            domain=(-inf, inf),
            needs=country,
        ),
        Statistic(
            "far_synchrony",
            "F21",
            "place's events on those of far places",
            "month",
            domain=(-inf, inf),
            needs=country,
        ),
        Statistic(
            "total_variance_ratio",
            "F21",
            "variance of the total over sum of variances",
            "month",
            "log",
            domain=(0.0, inf),
            needs="at least 3 months",
        ),
    )


def _actors() -> tuple[Statistic, ...]:
    return (
        Statistic(
            "onesided_share", "F11", "share of deaths in one-sided violence", resolution=0.01
        ),
        Statistic(
            "nonstate_share", "F11", "share of deaths in non-state violence", resolution=0.01
        ),
        Statistic(
            "government_share",
            "F11",
            "governments' share of one-sided deaths",
            resolution=0.01,
            needs=f"at least {NEEDS_EVENTS} one-sided events",
        ),
        Statistic(
            "displaced_per_death",
            "F17",
            "peak of displaced people over deaths",
            "none",
            "log",
            domain=(0.0, inf),
            needs="the peak of displacement and a death",
        ),
    )


def _years() -> tuple[Statistic, ...]:
    """Rates of conflict-years: for windows of ten years and more, or runs added up."""
    levels = (
        ("year_stays_active", "an active year is followed by one"),
        ("year_minor_stays_active", "a minor year (25 deaths) is followed by an active one"),
        ("year_war_stays_active", "a war year (1,000 deaths) is followed by an active one"),
        ("year_minor_to_none", "minor to none"),
        ("year_minor_to_war", "minor to war"),
        ("year_war_to_none", "war to none"),
        ("year_war_to_minor", "war to minor"),
        ("year_war_to_war", "war to war"),
    )
    needs = "two whole calendar years, the first of that intensity"
    return tuple(Statistic(name, "F12", words, "year", needs=needs) for name, words in levels)
