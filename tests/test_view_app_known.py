"""What is known answers at once: reach of levers, estimates, mixes, and how unsure nature is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from sim.case.scenario import load_scenario
from sim.runs.outcomes import OUTCOMES
from sim.view.app import best, best_mix, known, matters, reach
from sim.view.app.asking import Asker, baseline_of, question_of
from sim.view.app.at_once import words
from sim.view.app.estimate import FEWEST, estimate, steps_of
from sim.view.app.exports import python
from sim.view.app.known import SHOWN, Known, Memory, memory, plain
from sim.view.app.link import from_link, to_link
from sim.view.app.pool import Kept, Workers
from sim.view.app.setting import Setting
from sim.view.texts import LANGUAGES, texts

CASE = load_scenario("zambara")
BARE = Setting("zambara")
WORLDS = 8


@pytest.fixture(autouse=True)
def no_memory(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    memory.cache_clear()
    yield
    memory.cache_clear()


def made_up(setting: Setting, of: str = "reach") -> Known:
    """A world in which patrols save 400 people, troops 600, and nothing else does anything."""
    case = CASE
    luck = np.random.default_rng(len(repr(setting)))
    base = np.tile([[5000.0, 9e5, 30.0, 1.0, 40.0, 4e9]], (WORLDS, 1))
    base[:, 0] += 300.0 * np.random.default_rng(1).random(WORLDS)
    what = base.copy()
    steps = steps_of(case, setting)
    moved = (
        -400.0 * steps.get("policy.patrols.share+", 0.0)
        + 250.0 * steps.get("policy.patrols.share-", 0.0)
        - 600.0 * steps.get("policy.force.troops+", 0.0)
    )
    noisy = "policy.mediation.teams+" in steps
    if moved or noisy:
        what[:, 0] += moved + 40.0 * luck.standard_normal(WORLDS)
    return Known(setting, base, what, of)


def fill(moves=None) -> None:
    question = baseline_of(CASE, BARE)
    memory().renew(question)
    for move in moves or reach.moves_of(CASE, BARE):
        memory().put(question, made_up(move.setting))


def test_every_lever_has_its_ends_and_a_label_lever_has_no_reach():
    moves = reach.moves_of(CASE, BARE)
    ends = {(move.path, move.end) for move in moves}
    assert ("policy.patrols.share", "low") in ends and ("policy.patrols.share", "high") in ends
    assert ("policy.protection.zones", "low") not in ends  # it is there already
    fill()
    effects = {
        move.path: reach.effect_of(made_up(move.setting), "civilian_deaths") for move in moves
    }
    assert effects["policy.patrols.share"].clear
    assert effects["policy.ddr.guards"].still and not effects["policy.ddr.guards"].clear
    for language in LANGUAGES:
        t = texts(language)
        said = matters.reaches(CASE, BARE, t)
        assert t("matters.still") in said["policy.ddr.guards"]
        assert t("matters.still") not in said["policy.patrols.share"]


def test_what_only_luck_moves_is_said_to_hardly_matter():
    fill()
    t = texts()
    shown = matters.outcome(CASE, "civilian_deaths", (moves := reach.moves_of(CASE, BARE)),
                            matters.known_ends(BARE, moves), t)  # fmt: skip
    rows = {row["path"]: row for row in shown["rows"]}
    assert rows["policy.mediation.teams"]["clear"] is False
    assert "hardly matters here" in rows["policy.mediation.teams"]["say"]
    loud = made_up(BARE.with_change("policy.mediation.teams", 10))
    loud.what[:, 0] += 900.0 * np.random.default_rng(3).standard_normal(WORLDS)
    effect = reach.effect_of(loud, "civilian_deaths")
    assert not effect.clear and not effect.hardly("persons")  # luck hides it: not called little
    assert "worlds do not tell" in matters.reach_words("civilian_deaths", {"high": effect}, t)
    first = [row["path"] for row in shown["rows"][:2]]
    assert first == ["policy.force.troops", "policy.patrols.share"]
    assert rows["policy.patrols.share"]["ends"]["high"]["by"] < 0.0


def test_the_interval_of_a_median_holds_it_as_often_as_it_says():
    luck = np.random.default_rng(0)
    for count in (8, 16, 32):
        draws = luck.standard_normal((4000, count))
        held = [lo <= 0.0 <= hi for lo, hi in map(reach.median_interval, draws)]
        assert 0.95 <= np.mean(held) <= 0.995
    assert reach.median_interval(np.arange(8.0)) == (0.0, 7.0)


def test_an_estimate_goes_the_way_of_paired_worlds_and_says_how_far_off_it_is():
    fill()
    half = BARE.with_change("policy.patrols.share", 0.65)
    question = question_of(CASE, half)
    found = estimate(question, "civilian_deaths")
    true = reach.effect_of(made_up(half), "civilian_deaths")
    assert found is not None and true.by < 0.0
    assert found.by == pytest.approx(-200.0, abs=40.0) and found.hi < 0.0
    both = half.with_change("policy.force.troops", 25000)
    more = estimate(question_of(CASE, both), "civilian_deaths")
    assert more is not None and more.by < found.by - 300.0
    none = estimate(
        question_of(CASE, BARE.with_change("policy.ddr.guards", 300)), "civilian_deaths"
    )
    assert none is not None and abs(none.by) < 5.0
    assert np.isnan(found.off) and found.tried == 0
    for number in range(8):
        share = 0.35 + number * 0.05
        memory().put(question, made_up(BARE.with_change("policy.patrols.share", share), of="asked"))
    again = estimate(question, "civilian_deaths")
    assert again is not None and again.tried == 8 and 0.0 < again.off < 60.0
    for language in LANGUAGES:
        assert str(again.tried) in words(again, False, texts(language))


def test_little_known_is_no_estimate_and_nothing_moved_neither():
    fill(reach.moves_of(CASE, BARE)[: FEWEST - 1])
    question = question_of(CASE, BARE.with_change("policy.patrols.share", 0.6))
    assert estimate(question, "civilian_deaths") is None


def test_what_is_known_is_kept_whole_and_old_models_are_named_and_forgotten(monkeypatch):
    fill()
    question = baseline_of(CASE, BARE)
    memory().save(question)
    before = memory().group(question)
    memory.cache_clear()
    after = memory().group(question)
    assert not after.old and set(after.moves) == set(before.moves)
    one = plain(BARE.with_change("policy.patrols.share", 1.0))
    np.testing.assert_allclose(after.moves[one].what, before.moves[one].what, rtol=1e-5)
    text = known.cache_file(question).read_text(encoding="utf-8")
    monkeypatch.setattr(known, "source_hash", lambda: "another model")
    old = known._read(text, question)
    assert old.old and old.moves
    fresh = Memory()
    fresh._groups[known._key(question)] = old
    fresh.renew(question)
    assert not fresh.moves(question) and not fresh.group(question).old


def test_a_link_remembers_the_switch_and_it_takes_other_worlds():
    unsure = Setting("zambara", (("policy.patrols.share", 0.9),), weeks=60, unsure=True)
    assert from_link(to_link(unsure), CASE, "zambara") == (unsure, [])
    question = question_of(CASE, unsure)
    assert [question.draw_of(seed) for seed in (0, 1, 64)] == [1, 2, 1]
    assert dict(question.drawn((), 3)) == {"nature.posterior": 4}
    assert f"posterior={question.draws}" in python(question, None)
    luck = question_of(
        CASE, from_link(to_link(unsure).replace("&unsure=1", ""), CASE, "zambara")[0]
    )
    assert luck.draws == 0 and luck.drawn((), 3) == ()
    assert memory().group(question) is not memory().group(luck)


def test_the_switch_widens_the_baseline():
    """Nature differs from world to world besides luck: worlds lie further apart."""
    workers = Workers(1, lambda count: ThreadPoolExecutor(count))
    asker = Asker(workers, Kept(50_000_000))
    row = list(OUTCOMES).index("civilian_deaths")
    spread = {}
    for unsure in (False, True):
        question = baseline_of(CASE, Setting("zambara", weeks=104, unsure=unsure))
        (pair,) = asker.answers(question, lambda: False, first=0, full=96)
        deaths = np.log1p([answer.outcomes[row] for answer in pair.base])
        spread[unsure] = float(deaths.std())
    workers.close()
    assert spread[True] > 1.15 * spread[False]


def test_the_best_mix_is_found_and_can_be_taken():
    question = baseline_of(CASE, BARE)
    found = best.offer(CASE, "zambara")
    assert best.spending(CASE, question, found) is None
    memory().renew(question)
    for mix in found.policies.values():
        setting = best.setting_of_mix(CASE, BARE, mix)
        base = np.tile(made_up(BARE).base, (2, 1))
        luck = 40.0 * np.random.default_rng(len(repr(mix))).standard_normal(len(base))
        what = base.copy()  # a world in which a thousand troops save 300 people
        what[:, 0] += luck - 0.3 * (mix.amounts["policy.force.troops"] - 6000.0)
        twice = Known(setting, base, what, "mix")
        memory().put(question, twice)
    money = best.spending(CASE, question, found)
    assert money is not None
    top, more = best.answers(money, SHOWN[0])
    most = max(mix.amounts["policy.force.troops"] for mix in found.mixes.values())
    assert top.mix.amounts["policy.force.troops"] == most and top.hi < 0.0
    dearest = more.sort_values("per_million").lever.iloc[0]
    assert dearest == "policy.force.troops"
    taken = best.setting_of_mix(CASE, BARE, top.mix)
    assert (
        question_of(CASE, taken).what.policy.force.troops == top.mix.amounts["policy.force.troops"]
    )
    for language in LANGUAGES:
        html = best_mix.words(found, (money, top, more), texts(language))
        assert texts(language)("best.next") in html
