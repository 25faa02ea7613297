"""What one visitor's tab holds. Nothing here is shared with another tab."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import solara

from sim.case.scenario import Scenario, load_scenario
from sim.fields.errors import ScenarioError
from sim.view.app import offered
from sim.view.app.asking import Question, question_of
from sim.view.app.compare import Pair
from sim.view.app.history import History
from sim.view.app.link import from_link, language_in, scenario_in, tab_in
from sim.view.app.setting import Setting
from sim.view.style import clean
from sim.view.texts import Texts, texts

MOST_SAVED = 4
MOST_NAME = 90  # characters of a kept policy's name
REPLAY_SECONDS = 1.6


@lru_cache(maxsize=16)
def case_of(name: str) -> Scenario:
    """A scenario on offer (frozen, hence safe to share)."""
    return load_scenario(offered.source(name))


def default_name(names: list[str], wanted: str | None) -> str:
    """The scenario a plain address shows."""
    if wanted and wanted in names:
        return wanted
    return "zambara" if "zambara" in names else names[0]


def setting_of(
    link: str | None, default: str | None = None, language: str | None = None
) -> tuple[Setting, list[str]]:
    """The setting of a link, and notes on what of it could not be used, in its language."""
    names, t = offered.names(), texts(language or language_in(link))
    name, notes = scenario_in(link, names, default_name(names, default), t)
    setting, more = from_link(link, case_of(name), name, t)
    try:
        question_of(case_of(name), setting)
    except ScenarioError as error:
        return Setting(name), [*notes, *more, *error.faults[:3]]
    return setting, [*notes, *more]


@dataclass(frozen=True)
class Result:
    """What is known about a question so far; `over`: dollars a year beyond the budget."""

    question: Question | None = None
    pair: Pair | None = None
    worlds: int = 0
    full: bool = False
    over: float = 0.0
    fault: str = ""

    @property
    def refused(self) -> bool:
        """Whether the policy asks for more than there is, and is not shown."""
        return self.over > 0.0


def _result() -> solara.Reactive[Result]:
    return solara.reactive(Result())


def _text() -> solara.Reactive[str]:
    return solara.reactive("whatif")


def _english() -> solara.Reactive[str]:
    return solara.reactive("en")


def _nothing() -> solara.Reactive[Any]:
    return solara.reactive(())


@dataclass
class Session:
    """The reactive state of one tab."""

    history: solara.Reactive[History]
    result: solara.Reactive[Result] = field(default_factory=_result)
    tab: solara.Reactive[str] = field(default_factory=_text)
    language: solara.Reactive[str] = field(default_factory=_english)
    notes: solara.Reactive[tuple[str, ...]] = field(default_factory=_nothing)
    saved: solara.Reactive[tuple[tuple[str, Setting], ...]] = field(default_factory=_nothing)
    tried: solara.Reactive[Setting | None] = field(default_factory=lambda: solara.reactive(None))
    advanced: solara.Reactive[bool] = field(default_factory=lambda: solara.reactive(False))
    back: solara.Reactive[bool] = field(default_factory=lambda: solara.reactive(False))  # recalled

    @staticmethod
    def starting(setting: Setting, notes: list[str], link: str | None = None) -> Session:
        """A new tab's state; its language is that of the link it was opened with."""
        session = Session(solara.reactive(History((setting,))))
        session.language.set(language_in(link))
        session.tab.set(tab_in(link))
        session.notes.set(tuple(notes))
        return session

    @property
    def t(self) -> Texts:
        """The page's words in this tab's language."""
        return texts(self.language.value)

    @property
    def setting(self) -> Setting:
        """What is set now."""
        return self.history.value.now

    @property
    def asked(self) -> Setting:
        """What is answered now: what is set, or what a slider still held would set."""
        return self.tried.value or self.setting

    @property
    def case(self) -> Scenario:
        """The scenario as shipped."""
        return case_of(self.setting.scenario)

    def put(self, setting: Setting) -> None:
        """Set something else, unless it cannot be; then say why."""
        try:
            question_of(case_of(setting.scenario), setting)
        except ScenarioError as error:
            self.notes.set(tuple(error.faults[:3]))
            self.tried.set(None)
            return
        self.notes.set(())
        self.history.set(self.history.value.then(setting))
        self.tried.set(None)

    def try_out(self, setting: Setting) -> None:
        """Answer a setting that is not set yet, so that the answer is under way on release."""
        try:
            question_of(case_of(setting.scenario), setting)
        except ScenarioError:
            return  # said on release
        self.tried.set(setting)

    def move(self, how: Callable[[History], History]) -> None:
        """Undo or redo."""
        self.notes.set(())
        self.tried.set(None)
        self.history.set(how(self.history.value))

    def follow(self, link: str | None, default: str | None = None) -> None:
        """Go where the address went: back, forth, or to one typed in."""
        setting, notes = setting_of(link, default)
        self.notes.set(tuple(notes))
        self.tried.set(None)
        self.language.set(language_in(link))
        self.tab.set(tab_in(link))
        self.history.set(self.history.value.to(setting))

    def replay(self) -> None:
        """Show what was before the last change for a moment, then what is now."""
        history = self.history.value
        if not history.can_undo:
            return
        self.history.set(history.undo())

        def forth() -> None:
            time.sleep(REPLAY_SECONDS)
            if self.history.peek() == history.undo():
                self.history.set(history)

        threading.Thread(target=forth, daemon=True).start()

    def keep(self, name: str) -> None:
        """Keep the policy for comparison, at most four; the same one is kept once."""
        kept = [row for row in self.saved.value if row[1] != self.setting]
        self.saved.set((*kept, (clean(name, MOST_NAME), self.setting))[-MOST_SAVED:])

    def drop(self, number: int) -> None:
        """Forget a kept policy."""
        self.saved.set(tuple(row for i, row in enumerate(self.saved.value) if i != number))
