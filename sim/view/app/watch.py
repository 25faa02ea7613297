"""Watching one world of the current policy, with the baseline of the same luck beside it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import solara

from sim.view.app import live
from sim.view.app.asking import Asker, Question, question_of
from sim.view.app.land import land_of
from sim.view.app.pool import kept, workers
from sim.view.app.session import Session
from sim.view.app.typical import typical
from sim.view.app.widgets import LiveMap, spoken

MOST_SEED = 999_999


@dataclass(frozen=True)
class Shown:
    """The films on the page: of which question, which luck, and typical of how many worlds (0:
    of a visitor's own choice)."""

    question: Question
    films: tuple[live.Film, live.Film]
    seed: int
    worlds: int


@solara.component
def Watch(session: Session) -> None:
    """The live map; runs again, off the page, when the policy or the luck changes."""
    shown, set_shown = solara.use_state(None)
    fault, set_fault = solara.use_state("")
    own, set_own = solara.use_state(None)
    held, set_held = solara.use_state(False)
    setting, case, t = session.setting, session.case, session.t
    land = solara.use_memo(lambda: land_of(case), [case.hash])
    found = solara.use_ref((None, (None, 0)))
    seed, worlds = (
        (own, 0) if own is not None else _typical(session, shown if held else None, found)
    )

    def load() -> Callable[[], None] | None:
        if seed is None:
            return None
        over = threading.Event()

        def work() -> None:
            try:
                question = question_of(case, setting)
                films = Asker(workers(), kept()).films(question, seed, over.is_set)
            except Exception as error:
                if not over.is_set():
                    set_fault(f"{type(error).__name__}: {error}")
                return
            if films is not None and not over.is_set():
                set_fault("")
                set_shown(Shown(question, films, seed, worlds))

        threading.Thread(target=work, daemon=True).start()
        return over.set

    solara.use_effect(load, [setting, seed, worlds])

    def ask(asked: dict[str, Any]) -> None:
        if asked.get("held") is True:
            set_held(True)
        wanted = asked.get("seed", False)
        if wanted is None or (type(wanted) is int and 0 <= wanted <= MOST_SEED):
            set_own(wanted)

    with solara.Div(classes=["bh-card", "pad", "bh-watch"]):
        if shown is None:
            solara.Text(fault or session.result.value.fault or t("watch.waiting"))
        else:
            busy = not _same(shown.question, question_of(case, setting))
            traits = _traits(case, land, shown, busy)
            words = spoken(t, "watch")
            LiveMap.element(**traits, texts=words, asked={}, on_asked=ask).key(t.language)


def _typical(session: Session, shown: Shown | None, found: Any) -> tuple[int | None, int]:
    """The luck to watch and of how many worlds it is typical; (None, 0) before the first answer.

    `shown`: what a visitor has begun to watch: that does not change because more worlds come.
    """
    setting, result = session.setting, session.result.value
    known, picked = found.current
    asked = question_of(session.case, setting)
    watched = shown is not None and _same(shown.question, asked)
    if known == setting and (watched or picked[1] == result.worlds):
        return picked  # type: ignore[no-any-return]
    if result.pair is None or not result.worlds or not _same(result.question, asked):
        return picked if known == setting else (None, 0)
    found.current = (setting, (typical(result.pair), result.worlds))
    return found.current[1]  # type: ignore[no-any-return]


def _same(one: Question | None, other: Question) -> bool:
    if one is None:
        return False
    hashes = (one.base.hash, one.what.hash, one.weeks)
    return hashes == (other.base.hash, other.what.hash, other.weeks)


def _traits(case: Any, land: dict[str, Any], shown: Shown, busy: bool) -> dict[str, Any]:
    (base, what), changed = shown.films, shown.question.changed
    more = {"parting": live.parting(base, what) if changed else {}, "typical": shown.worlds}
    more["busy"] = busy
    return {
        "land": land,
        "scene": live.scene(case, shown.question.weeks) | more,
        "seed": shown.seed,
        "what_told": what.told,
        "base_told": base.told if changed else {},
        "base": base.frames if changed else b"",
        "what": what.frames,
    }
