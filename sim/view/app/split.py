"""Which lever does what: each change alone, and everything but it."""

from __future__ import annotations

import threading
from html import escape
from typing import Any, Final

import solara

from sim.pairs.paired import Paired, pair
from sim.view.app import work
from sim.view.app.answer import percent
from sim.view.app.asking import Asker, Question, question_of
from sim.view.app.compare import Pair, columns, effect, tone
from sim.view.app.fields import words
from sim.view.app.pool import kept, workers
from sim.view.app.session import Result, Session, case_of
from sim.view.app.setting import Setting

WORLDS: Final = 16
MAIN: Final = "civilian_deaths"
MOST: Final = 8


@solara.component
def Split(session: Session, result: Result) -> None:
    """A button, and the table it asks for. Only where several levers were moved."""
    setting = session.setting
    rows, set_rows = solara.use_state(None)
    levers = setting.changed_levers[:MOST]
    solara.use_effect(lambda: set_rows(None), [setting])
    if len(levers) < 2 or not result.full or result.refused:
        return

    def ask() -> None:
        set_rows([])

        def go() -> None:
            found = parts(setting, lambda: session.history.peek().now != setting)
            set_rows(found)

        threading.Thread(target=go, daemon=True).start()

    with solara.Div():
        if rows is None:
            solara.Button(
                "Split by lever", on_click=ask, text=True, small=True, classes=["bh-link-button"]
            )
        elif not rows:
            html = "<span class='pulse'></span>splitting"
            solara.HTML(tag="div", unsafe_innerHTML=html, classes=["how"])
        else:
            solara.HTML(tag="div", unsafe_innerHTML=table(rows))


def parts(setting: Setting, stale: Any) -> list[tuple[str, Paired, Paired]]:
    """Each lever's part: (name, change with it alone, change it adds to all the others)."""
    case = case_of(setting.scenario)
    asker = Asker(workers(), kept())
    whole = _pair(asker, question_of(case, setting), stale)
    found = []
    for lever in setting.changed_levers[:MOST]:
        nature = setting.only("nature")
        alone = _pair(asker, question_of(case, _joined(nature, setting.only(lever))), stale)
        rest = _pair(asker, question_of(case, setting.without(lever)), stale)
        if whole is None or alone is None or rest is None:
            return []
        last = pair(columns(rest, MAIN)[1], columns(whole, MAIN)[1], "down")
        found.append((words(lever.rpartition(".")[2]), effect(alone, MAIN), last))
    return found


def _joined(first: Setting, second: Setting) -> Setting:
    changes = tuple(sorted(dict((*first.changes, *second.changes)).items()))
    return Setting(second.scenario, changes, second.phases, second.weeks)


def _pair(asker: Asker, question: Question, stale: Any) -> Pair | None:
    for found in asker.answers(question, stale, first=0, full=WORLDS):
        return found
    return None


def table(rows: list[tuple[str, Paired, Paired]]) -> str:
    """The split as HTML: median changes, in how many worlds, coloured only where clear."""
    body = "".join(
        f"<tr><td>{escape(name)}</td><td>{_part(alone)}</td><td>{_part(last)}</td></tr>"
        for name, alone, last in rows
    )
    return (
        "<table class='bh-table'><thead><tr><th>Civilian deaths, median change by lever</th>"
        "<th title='only this lever moved'>alone</th><th title='added to all the others'>on top of "
        f"the others</th></tr></thead><tbody>{body}</tbody></table><p class='also'>{WORLDS} paired "
        "worlds each; coloured where clear, otherwise luck could do it. Parts need not add up.</p>"
    )


def _part(change: Paired) -> str:
    chip = f"<span class='bh-chip {tone('down', change)}'>{percent(change.median_change)}</span>"
    count = max(change.fewer, change.more)
    word = "fewer" if change.fewer >= change.more else "more"
    return f"{chip} <span class='base'>{word} in {count} of {change.pairs}</span>"


__all__ = ["Split", "parts", "table", "work"]
