"""Answers of the page are the engine's: same numbers, in words, money, exports, films."""

from __future__ import annotations

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import numpy as np
import pytest

from sim.case.scenario import load_scenario
from sim.pairs.paired import pair as pair_of
from sim.runs.outcomes import OUTCOMES
from sim.runs.run import run
from sim.state.record import SERIES_DTYPE
from sim.view.app import answer, charts, exports, money, work
from sim.view.app.asking import Asker, question_of
from sim.view.app.compare import effect, place_effects
from sim.view.app.land import land_of
from sim.view.app.pool import Kept, Workers
from sim.view.app.setting import Setting
from sim.view.app.split import table
from sim.view.texts import texts

WEEKS = 130
SETTING = Setting("zambara", (("policy.patrols.share", 0.9),), weeks=WEEKS)


@pytest.fixture(scope="module")
def asker():
    workers = Workers(1, lambda count: ThreadPoolExecutor(count))
    yield Asker(workers, Kept(50_000_000))
    workers.close()


@pytest.fixture(scope="module")
def question():
    return question_of(load_scenario("zambara"), SETTING)


@pytest.fixture(scope="module")
def pair(asker, question):
    stages = list(asker.answers(question, lambda: False, first=2, full=3))
    assert [len(found.base) for found in stages] == [2, 3]
    return stages[-1]


def test_an_answer_is_the_run_of_the_same_scenario_and_seed(pair, question):
    direct = run(load_scenario("zambara", {"policy.patrols.share": 0.9}), seed=1, weeks=WEEKS)
    found = pair.what[1]
    np.testing.assert_array_equal(found.outcomes, list(direct.outcomes.values()))
    deaths = list(SERIES_DTYPE.names).index("civilian_deaths")
    assert found.series[deaths, 0] == pytest.approx(direct.series["civilian_deaths"][:4].mean())
    total = direct.places.groupby("place", sort=False)["deaths"].sum()
    np.testing.assert_array_equal(found.places[:, 0], total.to_numpy())


def test_stale_questions_stop_without_a_word(asker, question):
    assert list(asker.answers(question, lambda: True, first=5, full=6)) == []


def test_nature_changes_the_baseline_too(question):
    case = load_scenario("zambara")
    setting = SETTING.with_change("nature.civilian.flight", 0.03)
    both = question_of(case, setting)
    assert both.base.nature.civilian.flight == both.what.nature.civilian.flight == 0.03
    assert both.base.policy == case.policy and both.changed


def test_charts_and_effects_agree_on_direction(pair):
    rows = {row["id"]: row for row in charts.payload(pair, texts())}
    assert set(rows) == {chart.column for chart in charts.CHARTS}
    change = effect(pair, "civilian_deaths")
    assert rows["civilian_deaths"]["change"] == pytest.approx(change.median_change)
    base = np.array(rows["displaced"]["base"])
    assert (np.diff(base, axis=0) >= 0.0).all()  # quantiles do not cross


def test_rates_over_the_past_year():
    np.testing.assert_allclose(charts.past(np.ones(30)), 1.0)
    step = np.concatenate([np.zeros(20), np.ones(20)])
    assert charts.past(step)[19] == 0.0 and charts.past(step)[39] == 1.0
    assert charts.past(step)[26] == pytest.approx(7 / charts.PAST)


def test_the_answer_is_words_of_the_engine_and_safe(pair):
    from sim.pairs import words

    text = answer.main(pair)
    clause = words.sentence("civilian_deaths", effect(pair, "civilian_deaths"))
    assert clause.split(" in ")[1].split(",")[0] in text
    assert "<script" not in answer.table(pair) and "Civilian deaths" in answer.table(pair)
    assert "civilians" in answer.main(pair.baseline())


def test_place_effects_sum_to_the_country(pair):
    found = place_effects(pair)
    row = list(OUTCOMES).index("civilian_deaths")
    assert found["deaths"].sum() >= np.mean([a.outcomes[row] for a in pair.base])
    assert found["deaths_diff"].shape == (40,)


def test_spending_more_than_there_is_is_refused_and_a_cut_is_not():
    case = load_scenario("zambara")
    plain = money.Budget(100.0, 100.0, 92.0, 90.0, {})
    assert money.overspent(plain, plain) == 0.0
    over = money.Budget(100.0, 100.0, 92.0, 120.0, {})
    assert money.overspent(plain, over) == pytest.approx(20.0)
    cut = money.Budget(100.0, 60.0, 55.0, 90.0, {})
    assert money.overspent(plain, cut) == 0.0
    approved, given = money.approved_by_year(case, 520)
    assert approved[:2].sum() == pytest.approx(0.0) and approved[5] > 1e8
    np.testing.assert_array_equal(approved, given)


def test_the_budget_adds_up_to_the_ledger(pair, question):
    found = money.budget(question.what, pair.what, WEEKS)
    span = money.mission_share(question.what, WEEKS).sum()
    spent = np.mean([a.outcomes[list(OUTCOMES).index("cost")] for a in pair.what])
    assert sum(found.spent.values()) * span == pytest.approx(spent, rel=1e-6)
    assert found.asked >= sum(found.spent.values()) * 0.98


def test_exports_hold_the_numbers_on_screen(pair, question):
    rows = list(csv.DictReader(io.StringIO(exports.chart_csv(question, pair))))
    assert {row["policy"] for row in rows} == {"baseline", "what-if"}
    assert len(rows) == 2 * len(charts.CHARTS) * pair.base[0].series.shape[1]
    outcomes = list(csv.DictReader(io.StringIO(exports.outcome_csv(pair))))
    assert float(outcomes[-1]["civilian_deaths"]) == pair.what[-1].outcomes[0]


def test_the_exported_scenario_and_python_give_the_same_numbers(pair, question, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(exports.toml(question), encoding="utf-8")
    again = run(load_scenario(path), seed=2, weeks=WEEKS)
    np.testing.assert_array_equal(list(again.outcomes.values()), pair.what[2].outcomes)
    code = exports.python(question, pair)
    asked = {}

    def compare(base, whatif, seeds, weeks):
        asked.update(base=base.hash, what=whatif.hash, seeds=seeds, weeks=weeks)
        return SimpleNamespace(words="", table="")

    fake = SimpleNamespace(load_scenario=load_scenario, compare=compare)
    exec(code.replace("import sim\n", ""), {"__name__": "__main__", "sim": fake, "print": str})
    assert asked == {
        "base": question.base.hash,
        "what": question.what.hash,
        "seeds": range(3),
        "weeks": WEEKS,
    }


def test_the_map_has_every_place_and_road(question):
    land = land_of(question.base)
    graph = question.base.region.graph
    assert [p["n"] for p in land["places"]] == list(question.base.region.names)
    assert len(land["roads"]) == graph.number_of_edges() and land["outline"]


def test_changes_survive_freezing():
    changes = {"policy.force.phases": [{"start": "x", "troops": 1}], "weeks": 3, "a": []}
    assert work.thawed(work.frozen(changes)) == changes
    hash(work.frozen(changes))


def test_the_split_is_escaped():
    part = pair_of([10.0, 12.0, 9.0], [9.0, 11.0, 9.5], "down")
    text = table([("<b>x</b>", part, part)])
    assert "<b>" not in text and "fewer in 2 of 3" in text
