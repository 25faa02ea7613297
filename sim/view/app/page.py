"""The page: `Page` is what Solara serves. It holds state together; the parts are beside it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any

import solara

from sim.shipped import scenario_names
from sim.view.app import charts, panel
from sim.view.app.asking import Asker, question_of
from sim.view.app.bar import Bar
from sim.view.app.board import Results
from sim.view.app.pool import kept, workers
from sim.view.app.session import Result, Session, case_of, default_name
from sim.view.app.setting import from_link, scenario_in, settled, to_link
from sim.view.app.widgets import LeverPanel


@solara.component
def Layout(children: Any = ()) -> None:
    """The frame: no app bar of Solara's own. Its style is `static/custom.css`."""
    solara.Div(classes=["bh-page"], children=list(children))


def _session_of(search: str | None) -> Session:
    """A new tab's state from the address it was opened with."""
    names = scenario_names()
    default = default_name(names, os.environ.get("BLUEHELM_VIEW_SCENARIO"))
    name, notes = scenario_in(search, names, default)
    setting, more = from_link(search, case_of(name), name)
    session = Session.starting(setting.only("nothing"), [*notes, *more])
    if setting != session.setting:
        session.put(setting)  # refuses what cannot be run
        session.history.set(type(session.history.value)((session.setting,)))
        session.notes.set((*notes, *more, *session.notes.value))
    return session


@solara.component
def Page() -> None:
    """One visitor's page."""
    router = solara.use_router()
    session = solara.use_memo(lambda: _session_of(router.search), [])
    setting = session.setting
    link = to_link(setting)
    solara.use_effect(lambda: _follow(router, link), [link])
    solara.use_effect(lambda: _answer(session), [setting])
    Bar(session, link)
    for note in session.notes.value:
        solara.HTML(tag="div", unsafe_innerHTML=_escaped(note), classes=["bh-note"])
    with solara.Div(classes=["bh-grid"]):
        with solara.Div(classes=["bh-col", "bh-levercol", "bh-card"]):
            Levers(session)
        Results(session)


def _escaped(text: str) -> str:
    from html import escape

    return escape(text)


def _follow(router: Any, link: str) -> None:
    """Keep the address in step with the setting, so that a reload restores it."""
    if (router.search or "") != link.lstrip("?"):
        router.push("/" + link)


@solara.component
def Levers(session: Session) -> None:
    """The panel of levers."""
    setting, case = session.setting, session.case
    groups = solara.use_memo(lambda: panel.lever_groups(case), [case.hash])

    def ask(asked: dict[str, Any]) -> None:
        wish = panel.asked_change(session.case, asked)
        if wish is None:
            return
        path, value = wish
        field = panel.all_fields()[path]
        change = None if value is None else settled(session.case, field, value)
        session.put(session.setting.with_change(path, change))

    LeverPanel.element(
        groups=groups, values=panel.values_of(setting), prices={}, asked={}, on_asked=ask
    )


def _answer(session: Session) -> Callable[[], None]:
    """Ask the workers in a thread of this tab; called off when the setting changes again."""
    over = threading.Event()
    setting, case = session.setting, session.case

    def work() -> None:
        question = question_of(case, setting)
        before = session.result.peek()
        session.result.set(Result(question, before.pair if _same(before, question) else None, 0))
        try:
            asker = Asker(workers(), kept())
            for pair in asker.answers(question, over.is_set):
                if over.is_set():
                    return
                count = len(pair.base)
                session.result.set(Result(question, pair, count, full=count >= 32))
        except Exception as error:
            if not over.is_set():
                session.result.set(Result(question, fault=f"{type(error).__name__}: {error}"))

    threading.Thread(target=work, daemon=True).start()
    return over.set


def _same(before: Result, question: Any) -> bool:
    """Whether an old answer may stay on screen until the new one comes."""
    return before.question is not None and before.question.scenario == question.scenario


routes = [solara.Route(path="/", component=Page, label="Bluehelm")]
__all__ = ["Layout", "Page", "charts", "routes"]
