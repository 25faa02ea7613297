"""Courses of wars: scores with known answers, benchmarks, and worlds beside made-up records."""

from __future__ import annotations

import json
import math
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.case.scenario import load_scenario
from sim.evidence import benchmarks
from sim.evidence.benchmarks import Line
from sim.evidence.course import Course, course_of, course_of_run, raised
from sim.evidence.course_words import table
from sim.evidence.courses import Record, measure, weeks_of
from sim.evidence.periods import Periods, covered
from sim.evidence.ranks import rank_correlation
from sim.evidence.scores import crps, crps_error, holds, ignorance, interval_score, score

ROOT = Path(__file__).parent.parent
PLACES = ("North", "South", "West")
WINDOW = (date(2000, 1, 1), date(2003, 12, 31))


def events(*rows: tuple[str, int, int, str]) -> pd.DataFrame:
    """Day, kind of violence, deaths, place."""
    table = pd.DataFrame(rows, columns=["date_start", "type_of_violence", "best", "location"])
    return table.assign(date_start=pd.to_datetime(table["date_start"]))


def war(yearly: tuple[int, ...], first: int = 2000, place: str = "North") -> Course:
    """So many deaths in the middle of every month of each year."""
    rows = [
        (f"{first + at}-{month:02}-15", 1, deaths, place)
        for at, deaths in enumerate(yearly)
        for month in range(1, 13)
    ]
    window = (date(first, 1, 1), date(first + len(yearly) - 1, 12, 31))
    return course_of(events(*rows), window, PLACES)


# scores


def test_crps_of_a_point_mass_is_its_distance() -> None:
    for drawn in (True, False):
        assert crps(np.full(7, 3.0), 5.0, drawn=drawn) == pytest.approx(2.0)
        assert crps(np.array([3.0]), 5.0, drawn=drawn) == pytest.approx(2.0)
        assert crps(np.full(7, 5.0), 5.0, drawn=drawn) == pytest.approx(0.0)


def test_crps_of_a_uniform_ensemble() -> None:
    """On [0, 1] it is y**2 - y + 1/3."""
    members = (np.arange(4000) + 0.5) / 4000
    for seen in (0.0, 0.25, 0.5, 1.0):
        wanted = seen * seen - seen + 1 / 3
        assert crps(members, seen) == pytest.approx(wanted, abs=1e-3)
        assert crps(members[::-1], seen, drawn=False) == pytest.approx(wanted, abs=1e-3)


def test_crps_of_two_members_by_hand() -> None:
    members = np.array([0.0, 1.0])
    assert crps(members, 0.0) == pytest.approx(0.5 - 0.5)
    assert crps(members, 0.0, drawn=False) == pytest.approx(0.5 - 0.25)
    assert crps(members, 3.0) == pytest.approx(2.5 - 0.5)


def test_fair_crps_does_not_hang_on_the_number_of_members() -> None:
    rng = np.random.default_rng(1)
    few = np.mean([crps(rng.random(4), 0.5) for _ in range(20_000)])
    assert few == pytest.approx(1 / 12, abs=3e-3)
    unfair = np.mean([crps(rng.random(4), 0.5, drawn=False) for _ in range(20_000)])
    assert unfair == pytest.approx(1 / 12 + 1 / 24, abs=3e-3)


def test_error_of_crps_is_what_other_worlds_would_give() -> None:
    rng = np.random.default_rng(2)
    seen = np.array([0.2, 0.9])
    draws = [rng.random((40, 2)) for _ in range(300)]
    spread = np.std([score(list(d.T), seen).crps for d in draws])
    assert np.mean([crps_error(d, seen) for d in draws]) == pytest.approx(spread, rel=0.1)
    assert crps_error(np.ones((5, 2)), seen) == pytest.approx(0.0)
    assert math.isnan(crps_error(np.ones((2, 2)), seen))


def test_ignorance_is_finite_where_no_member_is() -> None:
    assert ignorance(np.full(9, 7.0), 8.0) == pytest.approx(-math.log2(1001 / 1016))
    assert ignorance(np.full(9, 7.0), 11.0) == pytest.approx(math.log2(1016))
    assert ignorance(np.array([0.0, 7.0]), 0.2) == pytest.approx(-math.log2(501 / 1016))
    assert ignorance(np.array([0.0, 7.0] * 50), 0.2) == ignorance(np.array([0.0, 7.0]), 0.2)
    assert ignorance(np.full(9, 20_000.0), 12_000.0) < 1.0 < ignorance(np.full(9, 6e4), 12_000.0)


def test_interval_score_and_what_an_interval_holds() -> None:
    members = np.arange(101.0)
    assert interval_score(members, 50.0) == pytest.approx(90.0)
    assert interval_score(members, 105.0) == pytest.approx(90.0 + 20.0 * 10.0)
    assert interval_score(members, 0.0) == pytest.approx(90.0 + 20.0 * 5.0)
    assert holds(members, 5.0, 0.9)
    assert not holds(members, 4.0, 0.9)
    assert holds(members, 30.0, 0.5)
    assert not holds(members, 20.0, 0.5)


def test_scores_are_means_over_periods() -> None:
    found = score([np.full(3, 1.0), np.full(3, 2.0)], np.array([1.0, 6.0]))
    assert (found.periods, found.crps, found.held_90) == (2, pytest.approx(2.0), 0.5)
    assert found.interval == pytest.approx(0.5 * 20.0 * 4.0)
    assert math.isnan(score([], np.array([])).crps)


# periods


def test_periods_are_cut_by_the_window() -> None:
    years = Periods.of((date(1991, 3, 1), date(1993, 6, 30)), 12)
    assert years.labels == ("1991", "1992", "1993")
    assert (years.exposure * 365.25).tolist() == pytest.approx([306.0, 366.0, 181.0])
    months = Periods.of((date(1991, 11, 10), date(1992, 2, 29)), 1)
    assert months.labels == ("1991-11", "1991-12", "1992-01", "1992-02")
    assert np.diff(months.edges).tolist() == [21.0, 31.0, 31.0, 29.0]
    with pytest.raises(ValueError, match="before it begins"):
        Periods.of((date(1992, 1, 1), date(1991, 1, 1)), 12)


def test_first_and_last_day_count_and_those_beside_do_not() -> None:
    months = Periods.of((date(2000, 1, 10), date(2000, 2, 20)), 1)
    days = [date(2000, 1, 9), date(2000, 1, 10), date(2000, 1, 31), date(2000, 2, 1)]
    days += [date(2000, 2, 20), date(2000, 2, 21)]
    at = np.array([day.toordinal() for day in days], dtype=float)
    assert months.total(at, np.array([1.0, 2.0, 4.0, 8.0, 16.0, 32.0])).tolist() == [6.0, 24.0]


def test_covered_part_of_a_window() -> None:
    assert covered(WINDOW, date(1999, 5, 1), date(2001, 7, 2)) == (WINDOW[0], date(2001, 7, 2))
    with pytest.raises(ValueError, match="covers nothing"):
        covered(WINDOW, date(2004, 1, 1), date(2005, 1, 1))


# courses


def test_course_of_events_by_hand() -> None:
    found = course_of(
        events(
            ("1999-12-31", 1, 100, "North"),
            ("2000-01-01", 1, 5, "North"),
            ("2000-02-29", 2, 3, "South"),
            ("2001-12-31", 3, 2, "nowhere"),
            ("2001-12-31", 4, 50, "North"),
            ("2002-01-01", 1, 100, "North"),
        ),
        (date(2000, 1, 1), date(2001, 12, 31)),
        PLACES,
    )
    assert found.years.tolist() == [8.0, 2.0]
    assert found.months.nonzero()[0].tolist() == [0, 1, 23]
    assert found.kinds.tolist() == [5.0, 3.0, 2.0]
    assert found.kind_shares.tolist() == pytest.approx([0.5, 0.3, 0.2])
    assert found.places.tolist() == [5.0, 3.0, 0.0]
    assert (found.deaths, found.first_half) == (10.0, pytest.approx(0.8))


def test_slope_of_deaths_is_known_and_cut_years_do_not_bend_it() -> None:
    doubling = war((99, 199, 399, 799))
    assert doubling.slope == pytest.approx(math.log(2.0), abs=0.01)
    daily = pd.date_range("2000-10-01", "2004-02-10")
    rows = [(str(day.date()), 1, 3, "North") for day in daily]
    flat = course_of(events(*rows), (date(2000, 10, 1), date(2004, 2, 10)), PLACES)
    assert flat.slope == pytest.approx(0.0, abs=1e-3)
    assert math.isnan(war((5, 5)).slope)


def test_a_run_is_measured_over_the_days_that_it_covers() -> None:
    case = SimpleNamespace(
        war_window=WINDOW,
        monday=date(1999, 12, 27),
        region=SimpleNamespace(names=PLACES),
        date_of=load_scenario("zambara").replace({"start": date(1999, 12, 27)}).date_of,
    )
    told = events(("2000-01-02", 1, 4, "West"), ("2000-03-01", 1, 9, "West"))
    run: Any = SimpleNamespace(scenario=case, weeks=5, events=told, war_over=2)
    found = course_of_run(run)
    assert found.window == (date(2000, 1, 1), date(2000, 1, 30))
    assert (found.deaths, found.over) == (4.0, date(2000, 1, 10))
    assert course_of_run(SimpleNamespace(**vars(run) | {"war_over": -1})).over is None  # type: ignore[arg-type]


def test_a_run_to_the_end_of_the_window_holds_its_last_day() -> None:
    for name in ("sierra-leone-1991", "sierra-leone-1991-2005", "bosnia", "mali", "cambodia"):
        case = load_scenario(name)
        last = case.war_window[1]
        assert case.date_of(weeks_of(name) - 1) <= last < case.date_of(weeks_of(name))


def test_located_deaths_are_raised_to_totals() -> None:
    rows = events(
        ("2000-01-01", 1, 6, "North"),
        ("2000-05-01", 1, 2, "South"),
        ("2000-05-01", 3, 2, "South"),
        ("2001-05-01", 1, 2, "South"),
        ("2002-05-01", 1, 0, "South"),
    )
    found = raised(rows, {(2000, 1): 16.0, (2001, 1): 1.0, (2002, 1): 5.0, (2003, 1): 9.0})
    assert found["best"].tolist() == [12.0, 4.0, 2.0, 1.0, 0.0]


# benchmarks


def lines(*deaths: float, exposure: float = 1.0) -> Line:
    return Line(np.array(deaths) * exposure, np.full(len(deaths), exposure))


def test_constant_has_the_wars_mean_and_the_others_spread() -> None:
    mine = Line(np.array([5.0, 25.0]), np.array([0.5, 1.0]))  # 20 an ordinary period
    found = benchmarks.constant(mine, [lines(1.0, 3.0), lines(7.0, exposure=0.5)])
    assert found.first == 0
    assert found.forecasts[0].tolist() == pytest.approx([5.0, 15.0, 10.0])
    assert found.forecasts[1].tolist() == pytest.approx([10.0, 30.0, 20.0])


def test_last_is_the_period_before_times_others_changes() -> None:
    found = benchmarks.last(lines(4.0, 0.0, 8.0), [lines(1.0, 3.0, 0.0)])
    assert found.first == 1
    assert found.forecasts[0].tolist() == pytest.approx([9.0, 0.25])
    assert found.forecasts[1].tolist() == pytest.approx([1.0, 0.0])


def test_past_months_are_the_members() -> None:
    months = lines(*range(20))
    assert benchmarks.last_year(months).first == 12
    assert benchmarks.last_year(months).forecasts[3].tolist() == list(range(3, 15))
    assert benchmarks.whole_past(months).forecasts[3].tolist() == list(range(15))
    assert len(benchmarks.whole_past(months).forecasts) == 8
    assert benchmarks.last_year(lines(1.0, 2.0)).forecasts == ()


# all together


OTHERS = [war((10, 30, 20), 1980), war((5, 5, 15, 3), 1985)]
RECORD = war((10, 40, 5, 60))
PERSONS = np.array([100.0, 300.0, 200.0])


def test_a_perfect_forecast_wins() -> None:
    found = measure("mali", [RECORD] * 8, RECORD, OTHERS, PERSONS)
    for compared in (found.years, found.months):
        assert compared.scores.crps == pytest.approx(0.0)
        assert compared.scores.interval == pytest.approx(0.0)
        assert (compared.scores.held_90, compared.scores.held_50) == (1.0, 1.0)
        assert compared.scores.ignorance == pytest.approx(-math.log2(1001 / 1016))
        for beside in compared.beside.values():
            assert beside.benchmark.crps > beside.worlds.crps
            assert beside.benchmark.ignorance > beside.worlds.ignorance
            assert beside.benchmark.interval > beside.worlds.interval
            assert beside.benchmark.periods == beside.worlds.periods
    assert found.years.median.tolist() == [120.0, 480.0, 60.0, 720.0]
    assert found.deaths == (RECORD.deaths, RECORD.deaths)
    assert found.slope[0] == found.slope[1] > 0.0
    assert (found.rises, found.place_rank[1]) == (1.0, pytest.approx(1.0))
    assert set(found.months.beside) == {"constant", "last", "last 12", "whole past"}


def test_a_forecast_ten_times_too_high_loses_to_every_benchmark() -> None:
    worlds = [war((100 + at, 400, 50, 600), place="West") for at in range(8)]
    found = measure("mali", worlds, RECORD, OTHERS, PERSONS)
    for compared in (found.years, found.months):
        assert compared.scores.held_90 == 0.0
        assert compared.scores.ignorance == pytest.approx(math.log2(1016))
        for beside in compared.beside.values():
            assert beside.worlds.crps > beside.benchmark.crps
            assert beside.worlds.interval > beside.benchmark.interval
    assert found.place_rank[1] < 0.0


def test_a_benchmark_is_scored_as_all_of_its_distribution() -> None:
    """Ten a day, and other wars at half or one and a half of their means: 150 off, 300 apart."""
    days = (date(2000, 1, 1), date(2000, 2, 29))
    mine = course_of(
        events(("2000-01-15", 1, 310, "North"), ("2000-02-15", 1, 290, "North")), days, PLACES
    )
    other = replace(mine, months=np.array([155.0, 435.0]))
    found = (
        measure("mali", [mine, mine], mine, [other], PERSONS).months.beside["constant"].benchmark
    )
    assert found.crps == pytest.approx(150.0 - 75.0, rel=0.02)


def test_shares_of_worlds_that_rise_and_are_over() -> None:
    worlds = [
        replace(war((5, 6, 7, 8)), over=date(2001, 12, 31)),
        replace(war((8, 7, 6, 5)), over=date(2002, 1, 1)),
        replace(war((8, 7, 6, 4)), over=date(2004, 1, 1)),
        war((8, 7, 6, 3)),
    ]
    found = measure("mali", worlds, RECORD, OTHERS, PERSONS)
    assert found.rises == 0.25
    assert found.over.tolist() == [0.0, 0.25, 0.5, 0.5]


def test_worlds_of_other_days_are_refused() -> None:
    with pytest.raises(ValueError, match="same days"):
        measure("mali", [war((1, 2))], RECORD, OTHERS, PERSONS)
    with pytest.raises(ValueError, match="no world"):
        measure("mali", [], RECORD, OTHERS, PERSONS)


def test_rank_correlation_shares_ranks_among_ties() -> None:
    assert rank_correlation(np.array([1.0, 2, 3]), np.array([9.0, 5, 1])) == pytest.approx(-1.0)
    tied = rank_correlation(np.array([0.0, 0, 5, 9]), np.array([0.0, 1, 2, 3]))
    assert tied == pytest.approx(4.5 / math.sqrt(4.5 * 5.0))
    assert math.isnan(rank_correlation(np.zeros(3), np.arange(3.0)))


def test_quiet_worlds_have_no_shares_and_nothing_breaks() -> None:
    quiet = war((0, 0, 0, 0))
    found = measure("mali", [quiet] * 3, RECORD, OTHERS, PERSONS)
    assert all(math.isnan(share) for _, share in found.kinds.values())
    document = json.loads(json.dumps(found.document(), allow_nan=False))
    assert document["place_rank"][1] is None
    assert document["window"] == ["2000-01-01", "2003-12-31"]
    assert "share of deaths" in table(found)


def test_table_tells_years_scores_and_the_rest() -> None:
    text = table(measure("mali", [RECORD, war((20, 40, 60, 80))], RECORD, OTHERS, PERSONS))
    assert text.startswith("mali, 2000-01-01 to 2003-12-31, 2 worlds\n")
    assert "\n2001        480      480" in text
    assert "rises in 100 % of worlds" in text
    assert text.count("worlds, same periods") == 4


def test_record_is_read_and_others_are_other_countries(tmp_path: Path) -> None:
    region = load_scenario("mali").region
    countries = ("Mali", "Mali", "Mali", "Sierra Leone", "Bosnia-Herzegovina")
    rows = pd.DataFrame(
        {
            "country": countries,
            "date_start": ["2012-01-01", "2020-12-31", "2021-01-01", "1995-05-05", "1993-05-05"],
            "type_of_violence": [1, 3, 1, 1, 1],
            "side_a": "A",
            "side_b": "B",
            "latitude": [region.lat[2], region.lat[5], 0.0, 8.5, 43.9],
            "longitude": [region.lon[2], region.lon[5], 0.0, -13.2, 18.4],
            "best": [7, 3, 99, 11, 13],
        }
    )
    ged, totals = tmp_path / "ged.csv", tmp_path / "totals.csv"
    rows.to_csv(ged, index=False)
    pd.DataFrame(
        {
            "country_cy": ["Mali"],
            "year_cy": [2012],
            "sb_total_deaths_best_cy": [14],
            "ns_total_deaths_best_cy": [5],
            "os_total_deaths_best_cy": [0],
        }
    ).to_csv(totals, index=False)
    found = Record(ged).course("mali")
    assert (found.years[0], found.years[-1], found.deaths) == (7.0, 3.0, 10.0)
    assert found.places.nonzero()[0].tolist() == [2, 5]
    assert [course.deaths for course in Record(ged).others("mali")] == [11.0, 13.0]
    assert [course.deaths for course in Record(ged).others("sierra-leone")] == [13.0, 10.0]
    assert Record(ged, totals).course("mali").years[0] == 14.0
    part = Record(ged).course("mali", (date(2012, 1, 2), date(2013, 1, 1)))
    assert part.deaths == 0.0


def test_picture_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "experiments" / "courses"))
    from picture import draw

    found = measure("mali", [RECORD, war((2, 40, 9, 70))], RECORD, OTHERS, PERSONS)
    assert draw(found, tmp_path / "mali.png").read_bytes().startswith(b"\x89PNG")
    sys.modules.pop("picture")
