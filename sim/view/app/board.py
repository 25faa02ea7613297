"""The results: the answer in words, the charts, the outcomes."""

from __future__ import annotations

from typing import Any

import solara

from sim.errors import one_line
from sim.view.app import answer, charts
from sim.view.app.asking import FULL
from sim.view.app.session import Result, Session
from sim.view.app.widgets import ChartBoard


@solara.component
def Results(session: Session) -> None:
    """Two columns: words and charts; outcomes beside them."""
    result = session.result.value
    with solara.Div(classes=["bh-contents"]):
        with solara.Div(classes=["bh-col"]):
            with solara.Div(classes=["bh-card", "pad"]):
                Words(result)
            with solara.Div(classes=["bh-card", "pad"]):
                Charts(session, result)
        with solara.Div(classes=["bh-col"]):
            Side(session, result)


@solara.component
def Side(session: Session, result: Result) -> None:
    """Beside the charts: money, outcomes, how to read."""
    with solara.Div(classes=["bh-col"]):
        with solara.Div(classes=["bh-card", "pad"]):
            html = answer.table(result.pair) if result.pair else ""
            solara.HTML(tag="div", unsafe_innerHTML=html)
        with solara.Div(classes=["bh-card", "pad"]):
            solara.HTML(tag="div", unsafe_innerHTML=READ, classes=["bh-read"])


READ = (
    "<b>How to read this.</b> Every what-if is run beside a baseline with the same luck. Lines "
    "are medians over worlds; the dark band holds half of them, the light band nine in ten. A "
    "change is called better or worse only when most paired worlds agree."
)


@solara.component
def Words(result: Result) -> None:
    """The answer, and how far it is."""
    parts = []
    if result.fault:
        parts.append(f"<p class='say'>This could not be run: {_safe(result.fault)}</p>")
    elif result.pair is None:
        parts.append("<p class='say'>Running the first worlds …</p>")
    else:
        parts.append(f"<p class='say'>{answer.main(result.pair)}</p>")
        parts.append(f"<p class='also'>{answer.also(result.pair)}</p>")
    parts.append(f"<div class='how'>{_how(result)}</div>")
    solara.HTML(tag="div", unsafe_innerHTML="".join(parts), classes=["bh-answer"])


def _safe(text: str) -> str:
    from html import escape

    return escape(one_line(text))


def _how(result: Result) -> str:
    if result.fault or result.full:
        return f"{result.worlds} paired worlds" if result.full else ""
    done = f"{result.worlds} worlds so far, " if result.worlds else ""
    return f"<span class='pulse'></span>{done}{FULL} under way"


@solara.component
def Charts(session: Session, result: Result) -> None:
    """The large chart and the strip."""
    pair = result.pair

    def numbers() -> list[dict[str, Any]]:
        if pair is None:
            return []
        return charts.payload(pair)

    rows = solara.use_memo(numbers, [id(pair)])
    case = session.case
    meta = {
        "start": case.monday.isoformat(),
        "scenario": session.setting.scenario.replace("/", "-"),
        "caption": case.title,
        "marks": _marks(session),
    }
    ChartBoard.element(charts=rows, meta=meta)


def _marks(session: Session) -> list[dict[str, Any]]:
    """The mandate's first day, and its last where the run goes on after it."""
    case = session.case
    found = []
    for day, text in ((case.mission.start, "mission begins"), (case.mission.end, "mission ends")):
        if day is not None and 0 < case.week_of(day) < case.weeks - 8:
            found.append({"week": case.week_of(day), "text": text})
    return found
