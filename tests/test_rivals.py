"""Rivals of a row: what knows nothing fails rows that ask for something, and passes the others."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

import sim
from sim.evidence import margins, record
from sim.evidence.digest.past import Past
from sim.evidence.digest.twin import PREFIX, Twin, measured
from sim.evidence.events import statistics_of
from sim.evidence.finding import Finding, Worlds, ratio
from sim.evidence.judge import Rival
from sim.evidence.margins import Margins
from sim.evidence.questions import questions
from sim.evidence.rivals import Naive, rivals_of

WINDOW = (date(2000, 3, 10), date(2003, 2, 20))
KNOWN = Margins(
    places=np.array([60.0, 30.0, 10.0, 0.0]),
    months=np.concatenate([np.full(18, 5.0), np.zeros(17), [10.0]]),
    kinds=np.array([70.0, 10.0, 20.0]),
    by_state=np.array([70.0, 0.0, 5.0]),
    size=np.array([1, 4, 30]),
    sizes=np.array([50.0, 40.0, 10.0]),
)


def drawn(alike: bool, seeds: int = 60) -> list[Margins]:
    return [margins.margins_of(*margins.drawn(KNOWN, WINDOW, s, alike=alike)) for s in range(seeds)]


# Naive worlds


@pytest.mark.parametrize("alike", [True, False])
def test_naive_worlds_have_the_countrys_own_sums(alike: bool) -> None:
    worlds = drawn(alike)
    for name in ("places", "kinds", "by_state"):
        mean = np.mean([getattr(world, name) for world in worlds], axis=0)
        assert mean == pytest.approx(getattr(KNOWN, name), abs=4.0), name
    deaths = np.mean([world.size @ world.sizes for world in worlds])
    assert deaths == pytest.approx(510.0, rel=0.1)
    assert np.var([w.months.sum() for w in worlds]) == pytest.approx(100.0, rel=0.6)  # Poisson


def test_months_are_alike_or_as_they_were() -> None:
    flat = np.mean([world.months for world in drawn(True)], axis=0)
    assert flat[1:-1] == pytest.approx(np.full(34, 100 / 35.6), rel=0.5)
    own = np.mean([world.months for world in drawn(False)], axis=0)
    assert own[18:35].sum() == 0.0
    assert own[-1] == pytest.approx(10.0, abs=1.5)


def test_days_stay_in_their_window_and_weeks_and_months_are_theirs() -> None:
    columns, span = margins.drawn(KNOWN, WINDOW, 1, alike=False)
    assert (np.diff(columns.day) >= 0).all()
    assert columns.day[0] >= 0 and columns.day[-1] <= (WINDOW[1] - WINDOW[0]).days
    assert columns.week.max() < span.weeks and columns.month.max() < span.months
    last = columns.day[columns.month == span.months - 1]
    assert (last >= (date(2003, 2, 1) - WINDOW[0]).days).all()


def test_a_naive_world_has_no_bursts_and_no_memory() -> None:
    found = statistics_of(*margins.drawn(KNOWN, WINDOW, 2, alike=True))
    assert abs(found["burstiness"]) < 0.15
    assert found["weekly_dispersion"] == pytest.approx(1.0, abs=0.35)
    assert abs(found["weekly_acf_1"]) < 0.25


def test_the_mean_of_kept_worlds_is_what_they_were_made_of() -> None:
    kept = [
        margins.kept(*margins.drawn(KNOWN, WINDOW, seed, alike=True), months=40)
        for seed in range(40)
    ]
    mean = margins.mean_of({name: np.array([one[name] for one in kept]) for name in kept[0]})
    assert mean.places == pytest.approx(KNOWN.places, abs=5.0)
    assert mean.size.tolist() == [1, 4, 30]
    assert len(mean.months) == 40


# The record


def test_the_record_is_whole_and_its_benchmarks_are_beaten_by_the_truth_alone() -> None:
    assert record.wars() == ("sierra-leone-1991", "bosnia", "mali")
    for name in record.wars():
        war, known = record.real_war(name), record.real_margins(name)
        case = sim.load_scenario(name)
        assert war.window == case.war_window
        assert len(war.places) == len(known.places) == len(case.region.names)
        assert war.years.sum() == pytest.approx(war.months.sum())
        assert war.kinds.sum() == pytest.approx(war.months.sum(), rel=1e-3)
        assert known.months.sum() == known.sizes.sum() == known.kinds.sum()
        assert record.skill(np.tile(war.years, (8, 1)), name) == pytest.approx(1.0)
        assert record.skill(np.zeros((8, len(war.years))), name) < 0.0


# Rows


def made_up(mission: bool) -> Worlds:
    rng = np.random.default_rng(3)
    values = rng.normal(100.0, 5.0, 24)
    return Worlds({"x": values * (0.5 if mission else 1.0)})


def test_a_comparison_is_failed_by_worlds_without_effect_and_by_two_draws_of_one_policy() -> None:
    row = Finding(
        "A0",
        "",
        ("zambara", "base"),
        lambda a: ratio(a["base"].total("x"), a["zambara"].total("x")),
        (0.3, 0.75),
        "log",
    )
    main = {"zambara": made_up(False), "base": made_up(True)}
    none = {"zambara": made_up(False), "base": made_up(False)}
    found = rivals_of(row, {"main": main, "no-effect": none}, Naive(main), (0.45, 0.55))
    assert list(found) == ["no-effect", "naive"]
    assert found["no-effect"] == Rival(1.0, (1.0, 1.0), 0.0)
    assert found["naive"].value == pytest.approx(1.0, abs=0.02)
    assert found["naive"].fails
    wide = rivals_of(
        Finding(row.id, "", row.arms, row.value, (0.3, 1.5), "log"),
        {"main": main, "no-effect": none},
        Naive(main),
        (0.45, 0.55),
    )
    assert [rival.passes for rival in wide.values()] == [1.0, 1.0]


def test_without_effect_does_not_count_where_it_is_the_model() -> None:
    row = Finding("C0", "", ("base",), lambda a: a["base"].mean("x"), (0.0, 10.0))
    main, none = {"base": made_up(False)}, {"base": made_up(False)}
    same = rivals_of(row, {"main": main, "no-effect": none}, Naive(main), (95.0, 105.0))
    assert same["no-effect"].passes == 0.0 and not same["no-effect"].fails
    other = rivals_of(row, {"main": main, "no-effect": none}, Naive(main), (1.0, 9.0))
    assert other["no-effect"].fails


def test_a_forecast_to_beat_fails_unless_the_band_holds_it() -> None:
    worlds = {"main": {"long": made_up(False)}, "no-effect": {"long": made_up(False)}}
    for band, fails in (((0.0, 5.0), True), ((-1.0, 5.0), False)):
        row = Finding("Z0", "", ("long",), lambda a: a["long"].mean("x"), band, to_beat=0.0)
        found = rivals_of(row, worlds, Naive(worlds["main"]), None)
        assert found["to beat"].fails == fails


def test_real_statistics_of_time_fail_naive_worlds_and_those_of_sums_do_not() -> None:
    naive = Naive({"mali": made_up(False)})
    for id, kind, passes in (
        ("F3-alpha@mali", "naive", True),
        ("F10-half@mali", "naive", True),
        ("F6-weekly@mali", "naive", False),
        ("F21-own-lag@mali", "naive", False),
        ("F16-persistence@mali", "naive", True),  # places differ: that alone makes it
        ("K1-crps@mali", "naive", False),
    ):
        found = naive.of(questions()[id], kind)
        assert found is not None and (found.passes > 0.75) == passes, id
        assert found.fails != passes, id
    profile = naive.of(questions()["K1-crps@mali"], "profile")
    assert profile is not None and profile.passes > 0.75  # it knows the course


def test_naive_worlds_say_nothing_of_people() -> None:
    naive = Naive({"sierra-leone-1991": made_up(False), "bosnia": made_up(False)})
    assert naive.of(questions()["F17-displaced@sierra-leone-1991"], "naive") is None
    assert naive.of(questions()["K7-unmixed@bosnia"], "naive") is None


# Twins


@pytest.fixture(scope="module")
def past() -> Past:
    return Past.of(sim.run(sim.load_scenario("zambara", {"nature.civilians": 400}), 2, 320))


def test_a_twin_keeps_how_many_and_where_and_forgets_when(past: Past) -> None:
    twin = Twin(past.run)
    own, other = past.events, twin.events
    assert sorted(own["place"]) == sorted(other["place"])
    assert own["deaths_civilian"].tolist() == other["deaths_civilian"].tolist()
    assert twin.deaths.sum() == pytest.approx(past.deaths.sum(), rel=0.02)
    assert twin.deaths.std() < past.deaths.std()
    assert past.run.kept.events is own  # untouched


def test_a_twin_is_asked_only_what_events_decide(past: Past) -> None:
    found = measured(past)
    assert PREFIX + "panel_rebel" in found and PREFIX + "year_transitions" in found
    assert PREFIX + "risk_next_week" not in found and PREFIX + "agreement_years" not in found
