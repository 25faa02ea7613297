"""Verdicts, published and real bands, summaries over seeds and their table."""

from __future__ import annotations

from dataclasses import replace
from math import inf, isnan, nan

import pytest

from sim.evidence.facts import event_facts
from sim.evidence.judge import Rival, Verdict, judge
from sim.evidence.real import real_bands, real_country, real_names
from sim.evidence.statistics import Scale, statistics
from sim.evidence.summary import Row, headlines, of_group, rows_text, statistics_over_seeds


@pytest.mark.parametrize(
    ("value", "interval", "band", "scale", "verdict"),
    [
        (0.5, (0.4, 0.6), (0.2, 0.8), "linear", "inside"),
        (0.2, (0.1, 0.3), (0.2, 0.8), "linear", "inside"),
        (0.5, (0.1, 0.9), (0.2, 0.8), "linear", "too noisy"),
        (0.85, (0.8, 0.9), (0.2, 0.8), "linear", "near"),
        (0.96, (0.9, 1.0), (0.2, 0.8), "linear", "outside"),
        (0.1, (0.05, 0.15), (0.2, 0.8), "linear", "near"),
        (0.0, (-0.1, 0.1), (0.2, 0.8), "linear", "outside"),
        (2.0, (0.5, 3.5), (0.2, 0.8), "linear", "too noisy"),
        (9.0, (8.0, 10.0), (0.2, 0.8), "linear", "outside"),
        (nan, (0.1, 0.2), (0.2, 0.8), "linear", "not testable"),
        (0.5, (0.4, 0.6), None, "linear", "not testable"),
        (0.5, (0.4, 0.6), (nan, 0.8), "linear", "not testable"),
        (0.5, None, (0.2, 0.8), "linear", "too noisy"),
        (0.5, (nan, nan), (0.2, 0.8), "linear", "too noisy"),
        (2.0, (1.5, 2.5), (1.0, 16.0), "log", "inside"),
        (0.6, (0.5, 0.7), (1.0, 16.0), "log", "near"),
        (0.4, (0.3, 0.5), (1.0, 16.0), "log", "outside"),
        (2.0, (0.0, 3.0), (1.0, 16.0), "log", "too noisy"),
        (0.3, (0.1, 0.5), (0.0, inf), "linear", "inside"),
        (-0.01, (-0.1, 0.1), (0.0, inf), "linear", "outside"),
    ],
)
def test_verdicts(
    value: float,
    interval: tuple[float, float] | None,
    band: tuple[float, float] | None,
    scale: Scale,
    verdict: str,
) -> None:
    assert judge(value, interval, band, scale) == verdict


def test_a_band_upside_down_is_an_error() -> None:
    with pytest.raises(ValueError, match="lower end"):
        judge(0.5, (0.4, 0.6), (0.8, 0.2))


def test_a_rival_fails_clearly_below_a_quarter_and_only_where_it_counts() -> None:
    assert Rival(1.0, None, 0.24).fails
    assert not Rival(1.0, None, 0.25).fails
    assert not Rival(1.0, None, 0.0, counts=False).fails


# Bands


def test_facts_name_known_statistics_and_their_scale() -> None:
    facts = event_facts()
    assert {"F3", "F5", "F6", "F7", "F10", "F11", "F12", "F16", "F17", "F21"} == {
        fact.fact for fact in facts.values()
    }
    for fact in facts.values():
        statistic = statistics()[fact.statistic]
        assert (fact.scale, fact.fact) == (statistic.scale, statistic.fact)
        assert fact.citation and fact.statement


def test_real_bands_hold_their_values_and_leave_out_what_cannot_be_judged() -> None:
    assert set(real_names()) == {"sierra-leone-1991", "sierra-leone", "bosnia", "mali"}
    for scenario in real_names():
        country, bands = real_country(scenario), real_bands(scenario)
        assert set(country.values) == set(statistics())
        for name, (low, high) in bands.items():
            assert low <= country.values[name].value <= high
            assert low < high, name
        assert not any(statistics()[name].clock == "year" for name in bands)
    assert "quiet_weeks" not in real_bands("sierra-leone")
    assert "months only" in real_country("sierra-leone").values["burstiness"].why_not
    assert real_bands("bosnia")["displaced_per_death"] == (22.0, 40.0)
    with pytest.raises(KeyError, match="zambara"):
        real_country("zambara")


# Summaries


def test_summary_over_seeds() -> None:
    runs = [{"a": float(v), "b": nan} for v in range(11)] + [{"a": nan, "b": nan}]
    summaries = statistics_over_seeds(runs)
    a = summaries["a"]
    assert (a.seeds, a.mean, a.median) == (11, 5, 5)
    assert 0 < a.interval[0] < 5 < a.interval[1] < 10
    assert statistics_over_seeds(runs)["a"] == a
    assert summaries["b"].seeds == 0 and isnan(summaries["b"].median)
    assert isnan(statistics_over_seeds(runs[:1])["a"].interval[0])
    assert statistics_over_seeds([]) == {}


def row(id: str, verdict: Verdict, passes: float, fitted: bool = False) -> Row:
    rivals = {"naive": Rival(1.0, (0.9, 1.1), passes)}
    return Row(id, "words", 0.2, (0.1, 0.3), (0.0, inf), verdict, "inside", fitted, rivals=rivals)


ROWS = [
    row("A1", "inside", 0.0),
    row("A2", "outside", 0.1),
    row("A3", "near", 0.1),
    row("A4", "inside", 0.9),
    row("A5", "inside", 0.0, fitted=True),
    Row("A6", "no number", nan, None, (0.0, 1.0), "not testable", "not testable", False),
]


def test_rows_are_grouped_by_what_they_can_tell() -> None:
    assert [r.group for r in ROWS] == ["test", "test", "test", "open", "fitted", "not testable"]
    assert [r.id for r in of_group(ROWS, "test")] == ["A2", "A3", "A1"]  # misses first
    lines = headlines(ROWS)
    assert lines[0].endswith("1 of 3 inside (33 %), 1 near, 1 outside")
    assert lines[1].endswith("1 of 1 inside (100 %)")
    assert lines[2].endswith("proves nothing: 1 of 1 inside (100 %)")
    assert lines[3] == "Not testable: 1"


def test_rows_print_plainly_and_become_json() -> None:
    text = rows_text(ROWS)
    lines = text.splitlines()
    assert lines[0].startswith("Rows that a rival fails")
    assert lines[2].startswith("A2") and "0.1 to 0.3" in lines[2] and "0 and more" in lines[2]
    assert "10 %" in lines[2]
    plain = ROWS[0].as_json()
    assert plain["band"] == [0.0, None]
    assert plain["rivals"]["naive"]["passes"] == 0.0
    assert (plain["failed_by"], plain["group"]) == (["naive"], "test")
    assert Row.of_json(plain) == ROWS[0]
    assert ROWS[-1].as_json()["value"] is None
    assert "(90 %)" in rows_text([replace(ROWS[3], rivals={"naive": Rival(1, None, 0.9, False)})])
