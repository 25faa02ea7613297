"""What one visitor's tab holds. Nothing here is shared with another tab."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import solara

from sim.errors import ScenarioError
from sim.scenario import Scenario, load_scenario
from sim.view.app.asking import Question, question_of
from sim.view.app.compare import Pair
from sim.view.app.history import History
from sim.view.app.setting import Setting

MOST_SAVED = 4


@lru_cache(maxsize=16)
def case_of(name: str) -> Scenario:
    """A shipped scenario (frozen, hence safe to share)."""
    return load_scenario(name)


@dataclass(frozen=True)
class Result:
    """What is known about a question so far."""

    question: Question | None = None
    pair: Pair | None = None
    worlds: int = 0
    full: bool = False
    fault: str = ""


@dataclass
class Session:
    """The reactive state of one tab."""

    history: solara.Reactive[History]
    result: solara.Reactive[Result] = field(default_factory=lambda: solara.reactive(Result()))
    tab: solara.Reactive[str] = field(default_factory=lambda: solara.reactive("whatif"))
    notes: solara.Reactive[tuple[str, ...]] = field(default_factory=lambda: solara.reactive(()))
    saved: solara.Reactive[tuple[tuple[str, Setting], ...]] = field(
        default_factory=lambda: solara.reactive(())
    )

    @staticmethod
    def starting(setting: Setting, notes: list[str]) -> Session:
        """A new tab's state."""
        return Session(solara.reactive(History((setting,))), notes=solara.reactive(tuple(notes)))

    @property
    def setting(self) -> Setting:
        """What is set now."""
        return self.history.value.now

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
            return
        self.notes.set(())
        self.history.set(self.history.value.then(setting))

    def move(self, how: Callable[[History], History]) -> None:
        """Undo or redo."""
        self.notes.set(())
        self.history.set(how(self.history.value))


def default_name(names: list[str], wanted: str | None) -> str:
    """The scenario a plain address shows."""
    if wanted in names and wanted:
        return wanted
    return "zambara" if "zambara" in names else names[0]


def plain(value: Any) -> Any:
    """A value as JSON can hold it: dates as text, NaN as None."""
    if isinstance(value, float) and value != value:
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value
