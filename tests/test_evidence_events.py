"""Statistics of events: known answers, domains, speed, and their bootstrap."""

from __future__ import annotations

import time
from datetime import date
from math import isfinite, isnan

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.evidence import actors, sizes, spread, timing
from sim.evidence.bootstrap import bootstrap_intervals, by_months, by_weeks
from sim.evidence.columns import EventColumns, Span, event_columns, place_months, roads_of
from sim.evidence.events import event_statistics, statistics_of
from sim.evidence.statistics import statistics, why_missing

YEAR = (date(2000, 1, 3), date(2000, 12, 31))


def table(rows: list[tuple[str, int, int, str, str]]) -> pd.DataFrame:
    """Events from (day, type, deaths, place, kind of side A)."""
    names = ["date_start", "type_of_violence", "best", "location", "side_a_kind"]
    return pd.DataFrame(rows, columns=names).assign(
        date_start=lambda t: pd.to_datetime(t["date_start"])
    )


def made_up(n: int = 3000, places: int = 40, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    days = pd.Timestamp(2000, 1, 3) + pd.to_timedelta(rng.integers(0, 3650, n), "D")
    return pd.DataFrame(
        {
            "date_start": days,
            "type_of_violence": rng.integers(1, 4, n),
            "best": rng.geometric(0.2, n),
            "location": rng.integers(0, places, n).astype(str),
            "side_a_kind": rng.choice(["state", "rebels"], n),
        }
    )


def test_tail_exponent_finds_the_exponent_of_a_discrete_power_law() -> None:
    rng = np.random.default_rng(0)
    support = np.arange(5, 2_000_000)
    weight = support**-2.3
    drawn = rng.choice(support, size=20_000, p=weight / weight.sum())
    assert sizes.tail_exponent(drawn) == pytest.approx(2.3, abs=0.03)


def test_tail_exponent_maximises_the_likelihood() -> None:
    special = pytest.importorskip("scipy.special")
    tail = np.array([5, 5, 6, 7, 8, 9, 12, 15, 20, 40] * 3)
    grid = np.arange(1.2, 4, 0.001)
    likelihood = -len(tail) * np.log(special.zeta(grid, 5)) - grid * np.log(tail).sum()
    best = float(grid[likelihood.argmax()])
    assert sizes.tail_exponent(np.append(tail, [1, 2, 3])) == pytest.approx(best, abs=0.002)


def test_tail_exponent_needs_twenty_events_that_differ() -> None:
    assert isnan(sizes.tail_exponent(np.full(19, 9)))
    assert isnan(sizes.tail_exponent(np.full(50, 5)))


def test_sizes_by_hand() -> None:
    deaths = np.array([1, 2, 3, 10, 100])
    assert sizes.median_size(deaths) == 3
    assert sizes.share_at_least(deaths, 10) == pytest.approx(0.4)
    assert sizes.share_at_least(deaths, 100) == pytest.approx(0.2)
    assert isnan(sizes.median_size(deaths[:0])) and isnan(sizes.share_at_least(deaths[:0], 10))


def test_burstiness_of_a_clock_a_burst_and_chance() -> None:
    assert timing.burstiness(np.arange(0, 100, 7)) == -1
    assert timing.burstiness(np.array([0, 0, 0, 300])) == pytest.approx(
        (np.std([0, 0, 300]) - 100) / (np.std([0, 0, 300]) + 100)
    )
    chance = np.sort(np.random.default_rng(0).integers(0, 200_000, 5000))
    assert timing.burstiness(chance) == pytest.approx(0, abs=0.03)
    assert isnan(timing.burstiness(np.array([4, 4, 4])))
    assert isnan(timing.burstiness(np.array([4, 5])))


def test_dispersion_and_quiet_weeks_by_hand() -> None:
    counts = np.array([0.0, 0.0, 2.0, 2.0])
    assert timing.dispersion(counts) == pytest.approx((4 / 3) / 1)
    assert timing.quiet_share(counts) == 0.5
    assert isnan(timing.dispersion(np.zeros(5)))


def test_autocorrelation_of_waves_and_of_chance() -> None:
    wave = np.tile([1.0, -1.0], 500)
    assert timing.autocorrelation(wave, 1) == pytest.approx(-0.999)
    assert timing.autocorrelation(wave, 2) == pytest.approx(0.998)
    noise = np.random.default_rng(0).normal(size=5000)
    assert timing.autocorrelation(noise, 4) == pytest.approx(0, abs=0.05)
    assert isnan(timing.autocorrelation(np.ones(50), 1))
    assert isnan(timing.autocorrelation(noise[:20], 12))


def test_year_transitions_by_hand() -> None:
    counts = timing.year_transitions(np.array([24, 25, 999, 1000, 5000, 0]))
    assert counts.tolist() == [[0, 1, 0], [0, 1, 1], [1, 0, 1]]
    rates = timing.transition_rates(counts)
    assert rates["year_minor_stays_active"] == 1
    assert rates["year_war_stays_active"] == 0.5
    assert rates["year_war_to_none"] == 0.5
    assert rates["year_stays_active"] == pytest.approx(3 / 4)
    assert isnan(timing.transition_rates(0 * counts)["year_war_to_war"])


def test_yearly_deaths_take_whole_calendar_years_only() -> None:
    events = table(
        [
            ("2000-11-01", 1, 7, "A", "state"),
            ("2001-02-01", 1, 3, "A", "state"),
            ("2002-12-31", 1, 4, "A", "state"),
            ("2003-01-01", 1, 9, "A", "state"),
        ]
    )
    window = (date(2000, 10, 1), date(2003, 6, 30))
    columns, span = event_columns(events, window, None)
    assert timing.yearly_deaths(columns, span).tolist() == [3, 4]


def test_concentration_by_hand() -> None:
    assert spread.concentration(np.ones(10), 0.5) == pytest.approx(0.5)
    assert spread.concentration(np.array([0, 8.0, 2.0, 0]), 0.8) == pytest.approx(0.25)
    assert spread.concentration(np.array([8.0, 2.0]), 0.9) == pytest.approx(0.75)
    assert spread.concentration(np.array([10.0, 0, 0, 0]), 0.5) == pytest.approx(0.125)
    assert isnan(spread.concentration(np.zeros(3), 0.5))


def test_persistence_and_spells_by_hand() -> None:
    active = np.array([[1, 1, 0, 1], [0, 0, 0, 0]], dtype=bool)
    stays, starts = spread.persistence(active)
    assert stays == pytest.approx(1 / 2)
    assert starts == pytest.approx(1 / 4)
    assert spread.median_spell(active) == 1.5
    assert isnan(spread.median_spell(active[1:]))


def test_variance_ratio_of_one_and_of_independent_places() -> None:
    series = np.random.default_rng(0).poisson(3, 4000).astype(float)
    assert spread.variance_ratio(np.tile(series, (5, 1))) == pytest.approx(5)
    apart = np.random.default_rng(1).poisson(3, (5, 4000)).astype(float)
    assert spread.variance_ratio(apart) == pytest.approx(1, abs=0.06)
    assert isnan(spread.variance_ratio(np.zeros((3, 9))))


def ring(places: int) -> np.ndarray:
    return roads_of(nx.cycle_graph(places))


def test_comovement_tells_own_memory_from_a_common_tempo() -> None:
    rng = np.random.default_rng(0)
    shocks = rng.normal(size=(12, 3000))
    own = np.zeros_like(shocks)
    for t in range(1, own.shape[1]):
        own[:, t] = 0.5 * own[:, t - 1] + shocks[:, t]
    lag, synchrony = spread.comovement(own, ring(12))
    assert lag == pytest.approx(0.5, abs=0.02) and synchrony == pytest.approx(0, abs=0.05)
    together = rng.normal(size=3000) + rng.normal(size=(12, 3000))
    lag, synchrony = spread.comovement(together, ring(12))
    assert lag == pytest.approx(0, abs=0.02) and synchrony > 0.7


def test_comovement_needs_places_months_and_variance() -> None:
    assert all(map(isnan, spread.comovement(np.ones((3, 50)), ring(3))))
    assert all(map(isnan, spread.comovement(np.ones((9, 12)), ring(9))))
    assert all(map(isnan, spread.comovement(np.ones((9, 50)), ring(9))))


def test_shares_of_deaths_by_hand() -> None:
    events = table(
        [
            ("2000-01-03", 1, 10, "A", "state"),
            ("2000-01-04", 2, 5, "B", "militia"),
            ("2000-02-01", 3, 1, "A", "state"),
            ("2000-02-02", 3, 4, "B", "rebels"),
            ("2000-02-03", 3, 0, "B", "rebels"),
            ("2001-02-03", 3, 50, "B", "rebels"),
        ]
    )
    columns, span = event_columns(events, YEAR, ["B", "A"])
    assert len(columns) == 4
    assert actors.death_share(columns, 3) == pytest.approx(5 / 20)
    assert actors.death_share(columns, 2) == pytest.approx(5 / 20)
    assert actors.government_share(columns) == pytest.approx(1 / 5)
    assert actors.displaced_per_death(columns, 2000.0) == 100
    assert isnan(actors.displaced_per_death(columns, None))
    assert place_months(columns, span)[:, :2].tolist() == [[1, 1], [1, 1]]


def test_columns_count_weeks_from_the_monday_and_keep_empty_months() -> None:
    window = (date(1998, 1, 1), date(1998, 12, 31))  # a Thursday
    events = table(
        [
            ("1998-01-05", 1, 3, "Elsewhere", "state"),
            ("1998-01-01", 1, 2, "A", "state"),
        ]
    )
    columns, span = event_columns(events, window, ["A"])
    assert columns.day.tolist() == [0, 4] and columns.week.tolist() == [0, 1]
    assert columns.place.tolist() == [0, -1]
    assert (span.weeks, span.months, span.first_month) == (53, 12, 0)


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="location"):
        event_columns(made_up(5).drop(columns="location"), YEAR, None)
    with pytest.raises(ValueError, match="before it begins"):
        event_columns(made_up(5), (YEAR[1], YEAR[0]), None)


def test_every_statistic_is_there_and_known_to_the_catalogue() -> None:
    places = [str(p) for p in range(40)]
    values = event_statistics(
        made_up(), (date(2000, 1, 3), date(2009, 12, 31)), places, 1e6, ring(40)
    )
    assert list(values) == list(statistics())
    unknown = {name for name, value in values.items() if isnan(value)}
    assert unknown <= {"year_minor_to_none", "year_minor_to_war", "year_minor_stays_active"}
    assert values["burstiness"] == pytest.approx(0, abs=0.06)
    assert values["weekly_dispersion"] == pytest.approx(1, abs=0.25)
    assert values["own_lag"] == pytest.approx(0, abs=0.06)
    assert values["total_variance_ratio"] == pytest.approx(1, abs=0.3)


@pytest.mark.parametrize("count", [0, 1, 9])
def test_too_few_events_give_nan_with_a_reason(count: int) -> None:
    values = event_statistics(made_up(3000).head(count), YEAR, ["0", "1"], None, None)
    assert values["events_per_week"] <= count / 52
    for name, value in values.items():
        if isnan(value):
            assert why_missing(name).startswith("needs ")
    assert isnan(values["alpha"]) and isnan(values["burstiness"])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 370), st.integers(1, 3), st.integers(0, 400), st.integers(0, 4)),
        max_size=60,
    )
)
def test_values_stay_in_their_domain(rows: list[tuple[int, int, int, int]]) -> None:
    events = pd.DataFrame(
        {
            "date_start": [pd.Timestamp(2000, 1, 1) + pd.Timedelta(days=r[0]) for r in rows],
            "type_of_violence": [r[1] for r in rows],
            "best": [r[2] for r in rows],
            "location": [str(r[3]) for r in rows],
            "side_a_kind": ["state"] * len(rows),
        }
    )
    places = ["0", "1", "2", "3"]
    values = event_statistics(events, YEAR, places, 5e3, ring(4))
    for name, statistic in statistics().items():
        low, high = statistic.domain
        assert isnan(values[name]) or low - 1e-9 <= values[name] <= high + 1e-9, name


def test_a_table_without_a_list_of_places_gives_no_shares_of_all() -> None:
    values = event_statistics(made_up(500), (date(2000, 1, 3), date(2009, 12, 31)), None)
    assert isnan(values["half_in_all"]) and isnan(values["own_lag"])
    assert values["half_in_active"] > 0.2


def test_three_thousand_events_take_a_few_milliseconds() -> None:
    window = (date(2000, 1, 3), date(2009, 12, 31))
    columns, span = event_columns(made_up(), window, [str(p) for p in range(40)])
    roads = ring(40)
    statistics_of(columns, span, 1e6, roads)
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        statistics_of(columns, span, 1e6, roads)
        took.append(time.perf_counter() - begun)
    assert min(took) < 0.02


def columns_of(n: int) -> tuple[EventColumns, Span]:
    return event_columns(
        made_up(n), (date(2000, 1, 3), date(2009, 12, 31)), [str(p) for p in range(40)]
    )


def test_blocks_keep_length_and_order() -> None:
    columns, span = columns_of(800)
    rng = np.random.default_rng(0)
    weeks, months = by_weeks(columns, span, rng), by_months(columns, span, rng)
    assert 500 < len(weeks) < 1100 and 500 < len(months) < 1100
    assert (np.diff(weeks.day) >= 0).all() and (np.diff(weeks.week) >= 0).all()
    assert weeks.week.max() < span.weeks and months.month.max() < span.months


def test_intervals_hold_the_value_and_repeat() -> None:
    columns, span = columns_of(800)
    values = statistics_of(columns, span, None, ring(40))
    first = bootstrap_intervals(columns, span, ring(40), draws=40)
    again = bootstrap_intervals(columns, span, ring(40), draws=40)
    assert str(first) == str(again)
    for name, (low, high) in first.items():
        if isfinite(low):
            assert low <= values[name] <= high
    assert isnan(first["year_war_to_war"][0])
    assert first["burstiness"][1] - first["burstiness"][0] < 0.2
