"""The page's components, rendered without a browser; the workers are threads of this process."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
import solara

from sim.view.app import live, page, pool, watch
from sim.view.app.bar import FILES, act
from sim.view.app.history import History
from sim.view.app.levers import change
from sim.view.app.link import to_link
from sim.view.app.memory import memory_of, recall
from sim.view.app.pool import Kept, Workers
from sim.view.app.session import Session, setting_of
from sim.view.app.setting import Setting, Times
from sim.view.app.typical import typical
from sim.view.app.widgets import ChartBoard, LeverPanel, LiveMap, PlaceMap, TopBar

SHORT = "scenario=zambara&weeks=60"


@pytest.fixture(autouse=True)
def threads(monkeypatch):
    """Workers that need no processes, and few worlds."""
    workers, kept = Workers(1, lambda count: ThreadPoolExecutor(count)), Kept(10_000_000)
    for module in (page, watch, pool):
        monkeypatch.setattr(module, "workers", lambda: workers)
        monkeypatch.setattr(module, "kept", lambda: kept)
    monkeypatch.setattr(page, "FULL", 3)
    answers = page.Asker.answers
    monkeypatch.setattr(
        page.Asker, "answers", lambda self, q, stale: answers(self, q, stale, first=2, full=3)
    )
    yield
    workers.close()


@pytest.fixture
def session():
    return Session.starting(*setting_of(SHORT))


def until(condition, seconds=20.0):
    """Wait for what other threads bring about."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture
def shown(session):
    """The page on screen, and its session."""

    @solara.component
    def Shown():
        solara.use_effect(lambda: page.answer(session), [session.setting])
        with solara.Div():
            page.Bar(session, "")
            page.Levers(session)
            page.Results(session)

    _, rc = solara.render(Shown(), handle_error=False)
    yield rc, session
    rc.close()


def test_a_held_slider_is_answered_and_not_yet_set(session):
    wish = {"path": "policy.patrols.share", "value": 0.8}
    change(session, {**wish, "held": True})
    assert session.setting.bare and session.asked.get("policy.patrols.share") == 0.8
    before = session.asked
    change(session, wish)
    assert session.asked == before == session.setting and session.tried.value is None
    change(session, {**wish, "value": 0.1, "held": True})
    session.move(History.undo)
    assert session.asked.bare


def test_the_page_answers_and_a_lever_changes_the_answer(shown):
    rc, session = shown
    until(lambda: session.result.value.full)
    charts = rc.find(ChartBoard).widget
    assert len(charts.charts) == 8 and charts.charts[0]["what"] is None
    levers = rc.find(LeverPanel).widget
    levers.asked = {"path": "policy.patrols.share", "value": 0.9, "n": 1}
    assert session.setting.get("policy.patrols.share") == 0.9
    until(lambda: levers.values == {"policy.patrols.share": 0.9})
    until(lambda: session.result.value.full and session.result.value.question.changed)
    until(lambda: charts.charts[0]["what"] is not None)
    until(lambda: rc.find(PlaceMap).widget.effects["changed"] is True)


def test_a_stale_answer_is_not_shown(shown):
    _, session = shown
    for share in (0.1, 0.2, 0.95):
        change(session, {"path": "policy.patrols.share", "value": share})
    until(lambda: session.result.value.full)
    assert session.result.value.question.what.policy.patrols.share == 0.95


def test_undo_redo_reset_and_tabs(shown):
    rc, session = shown
    bar = rc.find(TopBar).widget
    start = session.setting
    change(session, {"path": "policy.patrols.share", "value": 0.9})
    until(lambda: bar.state["undo"] and not bar.state["redo"])
    bar.asked = {"do": "undo", "n": 1}
    assert session.setting == start
    until(lambda: bar.state["redo"])
    bar.asked = {"do": "redo", "n": 2}
    assert session.setting.get("policy.patrols.share") == 0.9
    bar.asked = {"do": "reset", "n": 3}
    assert session.setting == start
    bar.asked = {"do": "tab", "name": "watch", "n": 4}
    assert session.tab.value == "watch"
    bar.asked = {"do": "tab", "name": "../x", "n": 5}
    assert session.tab.value == "watch"


def test_the_address_leads_back_and_forth(session):
    start = session.setting
    change(session, {"path": "policy.patrols.share", "value": 0.9})
    session.keep("nine")
    session.tab.set("compare")
    link = to_link(session.setting, "en", "compare")
    session.follow(SHORT)  # the Back button
    assert session.setting == start and session.tab.value == "whatif"
    assert session.history.value.can_redo and len(session.history.value.settings) == 2
    session.follow(link)  # and forth
    assert session.setting.get("policy.patrols.share") == 0.9 and session.tab.value == "compare"
    assert not session.history.value.can_redo and len(session.saved.value) == 1
    session.follow(SHORT + "&patrols.share=0.5")  # typed in
    assert session.setting.get("policy.patrols.share") == 0.5
    assert len(session.history.value.settings) == 3


def test_a_reload_takes_back_what_was_kept_and_can_be_undone(session):
    for share in (0.9, 0.8):
        change(session, {"path": "policy.patrols.share", "value": share})
    session.keep("eight")
    held = json.loads(json.dumps(memory_of(session)))
    again = Session.starting(*setting_of(to_link(session.setting)))
    recall(again, held)
    assert again.history.value == session.history.value and again.saved.value == session.saved.value
    again.move(History.undo)
    assert again.setting.get("policy.patrols.share") == 0.9
    recall(again, held)  # only once
    assert again.setting.get("policy.patrols.share") == 0.9
    elsewhere = Session.starting(*setting_of(SHORT + "&patrols.share=0.1"))
    recall(elsewhere, held)  # the address leads
    assert elsewhere.setting.get("policy.patrols.share") == 0.1
    assert elsewhere.history.value.can_undo


@pytest.mark.parametrize(
    "held", [None, [], {"links": 5}, {"links": [1, None], "at": "x"}, {"saved": [[1, 2], "x", []]},
             {"links": ["?scenario=nowhere"] * 99, "at": 10**9, "saved": [["n", "?a=1"]] * 9}]
)  # fmt: skip
def test_nonsense_held_by_a_browser_is_left_out(session, held):
    now = session.setting
    recall(session, held)
    assert session.setting == now and len(session.saved.value) <= 4


def test_files_are_sent_and_bad_ones_refused(shown):
    rc, session = shown
    bar = rc.find(TopBar).widget
    until(lambda: session.result.value.full)
    change(session, {"path": "policy.patrols.share", "value": 0.9})
    until(lambda: session.result.value.full and session.result.value.question.changed)
    for number, wish in enumerate(("csv", "outcomes", "toml", "python", "save")):
        bar.asked = {"do": wish, "n": number}
        until(lambda wish=wish: bar.file.get("name", "").endswith(FILES[wish][0]))
        assert bar.file["text"] and bar.file["name"].startswith("bluehelm-zambara-")
    saved = bar.file["text"]
    act(session, {"do": "load", "text": "not a setting"}, None)
    assert "Not loaded" in session.notes.value[0]
    act(session, {"do": "reset"}, None)
    act(session, {"do": "load", "text": saved}, None)
    assert session.setting.get("policy.patrols.share") == 0.9


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"path": "policy.patrols.share", "value": [1]},
        {"path": "policy.patrols.share", "value": float("nan")},
        {"path": "policy.patrols.phases", "value": 1},
        {"path": "weeks", "value": 1},
        {"path": {"a": 1}, "value": 1},
        {"path": "policy.force.mandate", "value": "nonsense"},
    ],
)
def test_nonsense_from_a_browser_changes_nothing(session, asked):
    before = session.setting
    change(session, asked)
    assert session.setting == before


def test_a_value_beyond_the_range_is_clamped(session):
    change(session, {"path": "policy.patrols.share", "value": 1e300})
    assert session.setting.get("policy.patrols.share") == 1.0


def test_two_sessions_do_not_see_each_other():
    one, two = (Session.starting(*setting_of(SHORT)) for _ in range(2))
    change(one, {"path": "policy.patrols.share", "value": 0.9})
    one.keep("mine")
    assert two.setting.bare and not two.saved.value and not two.history.value.can_undo


def test_overspending_is_refused_and_the_way_out_pays_for_it(session):
    zambara = Setting("zambara", (("policy.force.troops", 24_000),), weeks=250)
    session.put(zambara)
    page.answer(session)
    until(lambda: session.result.value.pair is not None)
    result = session.result.value
    assert result.refused and result.over > 1e8
    from sim.view.app import money

    _, found = money.of_pair(result.question.base, result.question.what, result.pair)
    budget = money.raised(result.question.what, found)
    session.put(zambara.with_change("policy.funding.budget", budget))
    page.answer(session)
    until(lambda: session.result.value.full)
    assert not session.result.value.refused


def test_kept_policies_are_at_most_four_and_each_once(session):
    for share in (0.1, 0.2, 0.3001, 0.4, 0.5, 0.5):
        change(session, {"path": "policy.patrols.share", "value": share})
        session.keep(str(share))
    assert [name for name, _ in session.saved.value] == ["0.2", "0.3001", "0.4", "0.5"]
    session.drop(0)
    assert len(session.saved.value) == 3


def test_watching_shows_both_worlds(session):
    change(session, {"path": "policy.patrols.share", "value": 0.9})
    _, rc = solara.render(watch.Watch(session), handle_error=False)
    page.answer(session)
    until(lambda: len(rc.find(LiveMap).widgets) == 1)
    found = rc.find(LiveMap).widget
    assert len(found.what) == len(found.base) == 60 * len(live.CHANNELS) * 40
    until(lambda: found.scene["typical"] == 3)
    pair = session.result.value.pair
    assert found.seed == typical(pair) and len(pair.base) == 3
    found.asked = {"seed": 5, "n": 1}
    until(lambda: found.seed == 5 and found.scene["typical"] == 0)
    for nonsense in ({"seed": "x"}, {"seed": True}, {"seed": -1}, {}, {"held": 1}):
        found.asked = {**nonsense, "n": 2}
    assert found.seed == 5
    found.asked = {"seed": None, "n": 3}
    until(lambda: found.seed == typical(pair) and found.scene["typical"] > 0)
    rc.close()


def test_a_times_of_the_plan_comes_from_the_slider(monkeypatch):
    session = Session.starting(Setting("mali"), [])
    change(session, {"path": "policy.force.troops", "value": 0.5})
    assert session.setting.get("policy.force.troops") == Times(0.5)


def test_show_steps_a_live_model():
    from sim.case.scenario import load_scenario
    from sim.model import PeaceModel
    from sim.view import show

    class Mine(PeaceModel):
        """An own model."""

    model = Mine(load_scenario("zambara", {"nature.civilians": 200}), seed=3)
    model.step()
    widget = show(model)
    week = len(live.CHANNELS) * 40
    assert len(widget.what) == week and widget.texts["watch.play"] == "Play"
    widget.asked = {"weeks": 5, "n": 1}
    assert model.week == 6 and len(widget.more) == 5 * week
    assert len(widget.what_told["sums"]["troops"]) == 6
    assert min(widget.what_told["log"]["week"], default=1) >= 1  # the new weeks' events only
    widget.asked = {"weeks": 10**9, "n": 2}
    assert model.week == 6


class Address:
    """A router that notes what it is sent to."""

    def __init__(self, search: str) -> None:
        self.search, self.sent = search, []

    def push(self, to: str) -> None:
        self.sent.append(to)
        self.search = to.partition("?")[2]


def test_an_old_address_told_late_takes_nobody_back_and_told_later_does():
    """A browser that opens slowly tells its address once more, after a visitor has moved on."""
    session = Session.starting(Setting("zambara"), [], "scenario=zambara")
    address, last = Address("scenario=zambara"), SimpleNamespace(current=page.Seen())

    def step(link: str) -> None:
        page._in_step(address, session, link, last)

    step("?scenario=zambara")
    session.tab.value = "watch"
    here = to_link(session.setting, session.language.value, session.tab.value)
    step(here)
    address.search = "scenario=zambara"  # the late word
    step(here)
    assert address.sent == ["/" + here] * 2
    assert session.tab.value == "watch"
    address.search = "scenario=zambara"  # once more: somebody went back
    step(here)
    assert session.tab.value == "whatif"
