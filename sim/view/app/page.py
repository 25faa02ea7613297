"""The page: `Page` is what Solara serves. It holds state together; the parts are beside it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from typing import Any, Final

import solara

from sim.fields.errors import one_line
from sim.view.app import money
from sim.view.app.asking import FULL, Asker, Question, question_of
from sim.view.app.bar import Bar
from sim.view.app.best_mix import BestMix
from sim.view.app.board import Results
from sim.view.app.contrast import Contrast
from sim.view.app.everybody import Everybody
from sim.view.app.levers import Levers
from sim.view.app.link import to_link
from sim.view.app.matters import Matters
from sim.view.app.pool import kept, workers
from sim.view.app.session import Result, Session, setting_of
from sim.view.app.watch import Watch
from sim.view.room.door import door_of
from sim.view.room.page import RoomPage

ECHO: Final = 1.5  # seconds after a push in which the opening address is a late word, once


def session_of(search: str | None) -> Session:
    """A new tab's state from the address it was opened with."""
    setting, notes = setting_of(search, os.environ.get("BLUEHELM_VIEW_SCENARIO"))
    return Session.starting(setting, notes, search)


@solara.component
def Page() -> None:
    """One visitor's page."""
    router = solara.use_router()
    session = solara.use_memo(lambda: session_of(router.search), [])
    link = to_link(session.setting, session.language.value, session.tab.value)
    last = solara.use_ref(Seen())
    solara.use_effect(lambda: _in_step(router, session, link, last), [link, router.search])
    solara.use_effect(lambda: answer(session), [session.asked])
    with solara.Div():
        Everybody(session, link)
        Bar(session, link)
        for note in session.notes.value:
            text = escape(one_line(note))
            solara.HTML(tag="div", unsafe_innerHTML=text, classes=["bh-note"])
        if session.tab.value == "whatif":
            with solara.Div(classes=["bh-grid"]):
                with solara.Div(classes=["bh-levercol"]):
                    Levers(session)
                Results(session)
        elif session.tab.value == "matters":
            with solara.Div(classes=["bh-grid", "one"]):
                with solara.Div(classes=["bh-card", "pad"]):
                    Matters(session)
                with solara.Div(classes=["bh-card", "pad"]):
                    BestMix(session)
        elif session.tab.value == "watch":
            with solara.Div(classes=["bh-grid", "two"]):
                with solara.Div(classes=["bh-levercol"]):
                    Levers(session)
                Watch(session)
        else:
            Contrast(session)


@dataclass(frozen=True)
class Seen:
    """The link that was last known, the address the page was opened with, and the last push."""

    link: str = ""
    opened: str | None = None  # until it has been told again
    pushed: float = 0.0


def _in_step(router: Any, session: Session, link: str, last: Any) -> None:
    """Keep the address and the setting in step: whichever of them moved leads the other.

    A browser that is still opening the page may tell the address that it was opened with once
    more after a visitor has moved on: that is no wish to go back.
    """
    seen, search = last.current, router.search or ""
    last.current = replace(seen, link=link)
    if not seen.link:  # the address that was opened stays as it was written
        last.current = Seen(link, search)
    elif search != link.lstrip("?"):
        if seen.link != link:
            last.current = replace(last.current, pushed=time.monotonic())
            router.push("/" + link)  # so that a reload restores it
        elif search == seen.opened and time.monotonic() - seen.pushed < ECHO:
            last.current = replace(seen, opened=None)
            router.push("/" + link)
        else:
            last.current = replace(last.current, opened=None)
            session.follow(search, os.environ.get("BLUEHELM_VIEW_SCENARIO"))


def answer(session: Session) -> Callable[[], None]:
    """Ask the workers in a thread of this tab; called off when the setting changes again."""
    over = threading.Event()
    setting, case = session.asked, session.case

    def work() -> None:
        question = question_of(case, setting)
        before = session.result.peek()
        session.result.set(Result(question, before.pair if _same(before, question) else None))
        try:
            for pair in Asker(workers(), kept()).answers(question, over.is_set):
                if over.is_set():
                    return
                result = _result(question, pair, decided=session.result.peek().worlds > 0)
                session.result.set(result)
                if result.refused:
                    return
        except Exception as error:  # whatever a worker met is shown, and the page lives on
            if not over.is_set():
                session.result.set(Result(question, fault=f"{type(error).__name__}: {error}"))

    threading.Thread(target=work, daemon=True).start()
    return over.set


def _result(question: Question, pair: Any, decided: bool) -> Result:
    """`decided`: the first answer was within the budget, and more worlds do not take that back."""
    count = len(pair.base)
    base, what = money.of_pair(question.base, question.what, pair)
    over = money.overspent(base, what) if pair.changed and not decided else 0.0
    return Result(question, pair, count, full=count >= FULL, over=over)


def _same(before: Result, question: Question) -> bool:
    """Whether an old answer may stay on screen until the new one comes."""
    old = before.question
    same = old is not None and old.scenario == question.scenario and old.weeks == question.weeks
    return same and not before.refused


@solara.component
def Entry() -> None:
    """The laboratory, or the room that the address names."""
    router = solara.use_router()
    door = solara.use_memo(lambda: door_of(router.search), [])
    if door is None:
        Page()
    else:
        RoomPage(door, answer)


routes = [solara.Route(path="/", component=Entry, label="Bluehelm")]
