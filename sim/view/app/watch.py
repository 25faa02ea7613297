"""Watching one world of the current policy, with the baseline of the same luck beside it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import solara

from sim.view.app import live
from sim.view.app.asking import Asker, question_of
from sim.view.app.land import land_of
from sim.view.app.pool import kept, workers
from sim.view.app.session import Session
from sim.view.app.widgets import LiveMap

MOST_SEED = 999_999


@solara.component
def Watch(session: Session) -> None:
    """The live map; runs again, off the page, when the policy or the luck changes."""
    films, set_films = solara.use_state(None)
    fault, set_fault = solara.use_state("")
    seed, set_seed = solara.use_state(0)
    setting, case = session.setting, session.case
    land = solara.use_memo(lambda: land_of(case), [case.hash])

    def load() -> Callable[[], None]:
        over = threading.Event()

        def work() -> None:
            try:
                question = question_of(case, setting)
                found = Asker(workers(), kept()).films(question, seed, over.is_set)
            except Exception as error:
                if not over.is_set():
                    set_fault(f"{type(error).__name__}: {error}")
                return
            if found is not None and not over.is_set():
                set_films((found, question.changed, question.weeks))

        threading.Thread(target=work, daemon=True).start()
        return over.set

    solara.use_effect(load, [setting, seed])

    def ask(asked: dict[str, Any]) -> None:
        wanted = asked.get("seed")
        if isinstance(wanted, int) and 0 <= wanted <= MOST_SEED:
            set_seed(wanted)

    with solara.Div(classes=["bh-card", "pad"]):
        if films is None:
            text = fault or "Running the world to be watched \N{HORIZONTAL ELLIPSIS}"
            solara.Text(text)
        else:
            LiveMap.element(**_traits(case, land, films, seed), asked={}, on_asked=ask)


def _traits(case: Any, land: dict[str, Any], films: Any, seed: int) -> dict[str, Any]:
    (base, what), changed, weeks = films
    return {
        "land": land,
        "scene": live.scene(case, weeks),
        "seed": seed,
        "what_told": live.told(what),
        "base_told": live.told(base) if changed else {},
        "base": base.frames if changed else b"",
        "what": what.frames,
    }
