"""Which lever does what: each change alone, and everything but it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Final

import solara

from sim.runs.outcomes import OUTCOMES
from sim.view.app import answer
from sim.view.app.asking import Asker, Question, question_of
from sim.view.app.change import Change, change, change_of
from sim.view.app.compare import Pair, columns
from sim.view.app.fields import table_words
from sim.view.app.pool import kept, workers
from sim.view.app.session import Result, Session, case_of
from sim.view.app.setting import Setting
from sim.view.texts import Texts

WORLDS: Final = (4, 16)  # a first look at every lever, then the full one
MAIN: Final = "civilian_deaths"
MOST: Final = 8


@dataclass(frozen=True)
class Part:
    """A lever's part: the change with it alone, and the change it adds to all the others."""

    lever: str
    alone: Change
    last: Change


@dataclass(frozen=True)
class Parts:
    """What is known so far, a row a lever; `done` of `all` steps."""

    rows: tuple[Part, ...]
    done: int
    all: int


@solara.component
def Split(session: Session, result: Result) -> None:
    """A button, and the table it asks for. Only where several levers were moved."""
    setting, t = session.setting, session.t
    parts_now, set_parts = solara.use_state(None)
    levers = setting.changed_levers[:MOST]
    solara.use_effect(lambda: set_parts(None), [setting])
    if len(levers) < 2 or not result.full or result.refused:
        return

    def moved_on() -> bool:
        return session.history.peek().now != setting

    def ask() -> None:
        set_parts(Parts((), 0, len(levers) * len(WORLDS)))

        def go() -> None:
            for found in parts(setting, moved_on):
                if not moved_on():
                    set_parts(found)

        threading.Thread(target=go, daemon=True).start()

    with solara.Div():
        if parts_now is None:
            solara.Button(
                t("split.ask"), on_click=ask, text=True, small=True, classes=["bh-link-button"]
            )
        else:
            solara.HTML(tag="div", unsafe_innerHTML=table(parts_now, t))


def parts(setting: Setting, stale: Callable[[], bool]) -> Iterator[Parts]:
    """Each lever's part as soon as it is known: all of them from few worlds, then from more."""
    case, levers = case_of(setting.scenario), setting.changed_levers[:MOST]
    asker, nature = Asker(workers(), kept()), setting.only("nature")
    rows: dict[str, Part] = {}
    done = 0
    for worlds in WORLDS:
        whole = _pair(asker, question_of(case, setting), stale, worlds)
        for lever in levers:
            only = question_of(case, _joined(nature, setting.only(lever)))
            alone = _pair(asker, only, stale, worlds)
            rest = _pair(asker, question_of(case, setting.without(lever)), stale, worlds)
            if whole is None or alone is None or rest is None:
                return
            unit, direction = OUTCOMES[MAIN].unit, OUTCOMES[MAIN].direction
            last = change(columns(rest, MAIN)[1], columns(whole, MAIN)[1], unit, direction)
            rows[lever] = Part(lever, change_of(alone, MAIN), last)
            done += 1
            yield Parts(tuple(rows.values()), done, len(levers) * len(WORLDS))


def _joined(first: Setting, second: Setting) -> Setting:
    changes = tuple(sorted(dict((*first.changes, *second.changes)).items()))
    return Setting(second.scenario, changes, second.phases, second.weeks)


def _pair(asker: Asker, question: Question, stale: Callable[[], bool], worlds: int) -> Pair | None:
    for found in asker.answers(question, stale, first=0, full=worlds):
        return found
    return None


def table(found: Parts, t: Texts) -> str:
    """The split as HTML: changes, in how many worlds, coloured only where clear."""
    body = "".join(
        f"<tr><td>{escape(table_words(part.lever, t))}</td><td>{_part(part.alone, t)}</td>"
        f"<td>{_part(part.last, t)}</td></tr>"
        for part in found.rows
    )
    under_way = ""
    if found.done < found.all:
        values = {"done": found.done, "all": found.all}
        under_way = (
            f"<div class='how' role='status'><span class='pulse'></span>"
            f"{t('split.under_way', values)}</div>"
            f"<progress max='{found.all}' value='{found.done}'></progress>"
        )
    if not found.rows:
        return under_way
    head = (
        f"<th>{t('split.title')}</th><th title='{t('split.alone_title')}'>{t('split.alone')}</th>"
        f"<th title='{t('split.last_title')}'>{t('split.last')}</th>"
    )
    note = f"<p class='also'>{t('split.note', {'worlds': found.rows[0].alone.pairs})}</p>"
    return (
        f"{under_way}<div class='bh-wide'><table class='bh-table'><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>{note}"
    )


def _part(move: Change, t: Texts) -> str:
    values = {"share": answer.better(move, t)}
    return f"{answer.chip(move, t)} <span class='base'>{t('split.better', values)}</span>"
