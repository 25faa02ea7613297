"""Answers of the page are the engine's: same numbers, in words, money, exports, films."""

from __future__ import annotations

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import numpy as np
import pytest

from sim.case.scenario import load_scenario
from sim.runs.outcomes import OUTCOMES
from sim.runs.run import run
from sim.state.record import SERIES_DTYPE
from sim.view.app import answer, charts, exports, live, money, numbers, work
from sim.view.app.asking import Asker, question_of
from sim.view.app.change import Change, change, change_of
from sim.view.app.compare import Pair, place_effects
from sim.view.app.land import land_of
from sim.view.app.pool import Kept, Workers
from sim.view.app.setting import Setting
from sim.view.app.split import Part, Parts, table
from sim.view.texts import LANGUAGES, texts

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
    assert rows["civilian_deaths"]["change"] == change_of(pair, "civilian_deaths").moved(texts())
    base = np.array(rows["displaced"]["base"])
    assert (np.diff(base, axis=0) >= 0.0).all()  # quantiles do not cross


def test_rates_over_the_past_year():
    np.testing.assert_allclose(charts.past(np.ones(30)), 1.0)
    step = np.concatenate([np.zeros(20), np.ones(20)])
    assert charts.past(step)[19] == 0.0 and charts.past(step)[39] == 1.0
    assert charts.past(step)[26] == pytest.approx(7 / charts.PAST)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_number_one_place(question, language):
    """The sentence, the chip of the chart and the table give the same change and baseline."""
    t = texts(language)
    found = pair_with(question, [-40.0, -45.5, -52.0], language)
    case = question.what
    move = change_of(found, "civilian_deaths")
    assert move.by == -45.5 and move.side == 1
    sentence, rows = answer.main(found, case, t), charts.payload(found, t)
    size = numbers.number(46, t)
    assert size in sentence and "good" in sentence and "2002" in sentence
    assert rows[0]["change"] == numbers.MINUS + size == move.moved(t)
    table = answer.table(found, t)
    assert f">{numbers.MINUS}{size}</span>" in table
    assert rows[0]["base_text"] in table and rows[0]["base_text"] in answer.main(
        found.baseline(), case, t
    )


def pair_with(question, differences, language="en"):
    """Paired worlds in which civilian deaths differ by so much, and nothing else does."""
    import dataclasses

    base = [made(1000.0 + 0.5 * number) for number in range(len(differences))]
    row = list(OUTCOMES).index("civilian_deaths")
    what = []
    for before, by in zip(base, differences, strict=True):
        outcomes = before.outcomes.copy()
        outcomes[row] += by
        what.append(dataclasses.replace(before, outcomes=outcomes))
    return Pair(base, what, question.weeks)


def made(deaths):
    """A world's answer with so many civilians dead, evenly over the weeks."""
    columns = list(SERIES_DTYPE.names)
    series = np.zeros((len(columns), -(-WEEKS // work.BIN_WEEKS)), np.float32)
    series[columns.index("civilian_deaths")] = deaths / WEEKS
    outcomes = np.zeros(len(OUTCOMES))
    outcomes[list(OUTCOMES).index("civilian_deaths")] = deaths
    return work.Answer(series, outcomes, np.zeros((40, 3), np.float32), np.zeros((3, 2)), outcomes)


def test_colour_only_where_a_change_is_clear_and_not_nought(question):
    t = texts()
    luck = pair_with(question, [-40.0, 35.0, -3.0, 20.0, -9.0])
    assert change_of(luck, "civilian_deaths").tone(t) == ""
    assert "No clear change" in answer.main(luck, question.what, t)
    worse = pair_with(question, [40.0, 35.0, 33.0])
    assert change_of(worse, "civilian_deaths").tone(t) == "bad"
    assert "35 more civilians" in answer.main(worse, question.what, t)
    rare = pair_with(question, [0.0, 0.0, 0.0, 0.0, -90.0])
    assert "same in 4 of 5" in answer.main(rare, question.what, t)
    assert change_of(rare, "civilian_deaths").tone(t) == ""
    nought = Change("persons", 9, 10.0, -0.04, -0.1, 0.0, 0.9, 0, 1)
    assert nought.moved(t) == "0" and nought.tone(t) == ""


def test_a_run_that_ends_before_the_mission_says_so(question):
    t, case = texts(), question.what
    week = case.week_of(case.mission.start)
    assert "before the mission comes in 2002" in answer.too_short(week, case, t)
    assert "only 3 weeks" in answer.too_short(week + 3, case, t)
    assert answer.too_short(week + 60, case, t) == ""


def test_the_table_is_safe(pair):
    text = answer.table(pair, texts())
    assert "<script" not in text and "Civilians killed" in text


@pytest.mark.parametrize(
    ("unit", "value", "english", "french"),
    [
        ("persons", -1234.0, "\N{MINUS SIGN}1,230", "\N{MINUS SIGN}1\u202f230"),
        ("persons", 3.7, "+4", "+4"),
        ("persons", 0.5, "+0.5", "+0,5"),
        ("persons", 123_456.0, "+123,000", "+123\u202f000"),
        ("dollars", -2_130_000.0, "\N{MINUS SIGN}$2.13 m", "\N{MINUS SIGN}2,13\xa0M\xa0$"),
        ("0 or 1", 0.0625, "+6 pts", "+6\xa0pts"),
        ("0 to 1", -0.012, "\N{MINUS SIGN}1.2 pts", "\N{MINUS SIGN}1,2\xa0pts"),
        ("0 to 1", 0.0001, "0", "0"),
    ],
)
def test_a_change_is_written_in_the_language(unit, value, english, french):
    move = Change(unit, 9, 10.0, value, value, value, 0.9, 0, 1)
    assert move.moved(texts()) == english and move.moved(texts("fr")) == french


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


def test_a_film_shows_what_the_run_recorded(question):
    film = live.film(question.film_task(True, 1))
    frames = np.frombuffer(film.frames, np.uint8).reshape(film.weeks, len(live.CHANNELS), 40)
    done = run(question.what, seed=1, weeks=WEEKS)
    deaths = done.kept.places["deaths"]
    np.testing.assert_array_equal(frames[:, 1], np.minimum(deaths, 255))
    np.testing.assert_array_equal(frames[:, 0], done.kept.places["control"])
    assert film.weeks == WEEKS and len(film.factions) == len(done.kept.faction_names)
    assert film.events and all(e["d"] > 0 and 0 <= e["p"] < 40 for e in film.events)


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
    part = change([10.0, 12.0, 9.0], [9.0, 11.0, 9.5], "persons", "down")
    rows = (Part("policy.<b>x</b>", part, part),)
    text = table(Parts(rows, 1, 2), texts())
    assert "<b>" not in text and "better in 67 %" in text and "1 of 2" in text
    assert "<progress" not in table(Parts(rows, 2, 2), texts())


def test_the_split_comes_lever_by_lever(monkeypatch):
    from sim.view.app import split

    setting = SETTING.with_change("policy.early_warning.analysts", 60)
    asked = []
    flat = [made(1000.0)] * 16
    monkeypatch.setattr(
        split,
        "_pair",
        lambda asker, question, stale, worlds: (
            asked.append(worlds) or Pair(flat[:worlds], list(flat[:worlds]), WEEKS)
        ),
    )
    found = list(split.parts(setting, lambda: False))
    assert [(len(row.rows), row.done, row.all) for row in found] == [
        (1, 1, 4), (2, 2, 4), (2, 3, 4), (2, 4, 4)
    ]  # fmt: skip
    assert asked[:5] == [4] * 5 and asked[5:] == [16] * 5
    assert found[0].rows[0].alone.pairs == 4 and found[-1].rows[0].alone.pairs == 16
