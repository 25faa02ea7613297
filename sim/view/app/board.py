"""The results: the answer in words, the charts, who gains and loses, money, outcomes."""

from __future__ import annotations

from html import escape
from typing import Any, Final

import solara

from sim.fields.errors import one_line
from sim.view.app import answer, charts, money
from sim.view.app.asking import FULL
from sim.view.app.compare import place_effects
from sim.view.app.fields import Field, all_fields, words
from sim.view.app.land import land_of
from sim.view.app.phasing import Phases, number_words
from sim.view.app.session import Result, Session
from sim.view.app.setting import Times
from sim.view.app.split import Split
from sim.view.app.widgets import ChartBoard, PlaceMap, spoken

READ: Final = (
    "<b>How to read this.</b> Every what-if is run beside a baseline with the same luck. Lines "
    "are medians over worlds; the dark band holds half of them, the light band nine in ten. A "
    "change is coloured only where it is clear on average, pair by pair."
)


@solara.component
def Results(session: Session) -> None:
    """Two columns: words, charts, phases; map, money and outcomes beside them."""
    result = session.result.value
    with solara.Div(classes=["bh-contents"]):
        with solara.Div(classes=["bh-col"]):
            with solara.Div(classes=["bh-card", "pad"]):
                Words(session, result)
            with solara.Div(classes=["bh-card", "pad"]):
                Charts(session, result)
            with solara.Div(classes=["bh-card", "pad"]):
                Phases(session)
        with solara.Div(classes=["bh-col"]):
            with solara.Div(classes=["bh-card", "pad"]):
                Money(session, result)
            with solara.Div(classes=["bh-card", "pad"]):
                Places(session, result)
            with solara.Div(classes=["bh-card", "pad"]):
                shown = result.pair is not None and not result.refused
                html = answer.table(result.pair) if shown and result.pair else ""
                solara.HTML(tag="div", unsafe_innerHTML=html or READ, classes=["bh-read"])
            if result.pair is not None and not result.refused:
                with solara.Div(classes=["bh-card", "pad"]):
                    solara.HTML(tag="div", unsafe_innerHTML=READ, classes=["bh-read"])


@solara.component
def Words(session: Session, result: Result) -> None:
    """The answer, how far it is, and what can be done with it."""
    with solara.Div(classes=["bh-answer"]):
        solara.HTML(tag="div", unsafe_innerHTML=said(result))
        with solara.Div(classes=["bh-acts"]):
            if not session.setting.bare:
                solara.Button(
                    "Keep for comparison",
                    on_click=lambda: session.keep(name_of(session)),
                    text=True,
                    small=True,
                    classes=["bh-link-button"],
                )
            Split(session, result)


def name_of(session: Session) -> str:
    """A kept policy's name: what was changed, in few words."""
    setting, parts = session.setting, []
    for path, value in setting.changes:
        field = all_fields()[path]
        table = words(field.table.rpartition(".")[2])
        parts.append(f"{table}: {field.name.replace('_', ' ')} {shown_value(field, value)}")
    parts += [f"{words(lever.rpartition('.')[2])}: phases" for lever, _ in setting.phases]
    return "; ".join(parts) or "As it was"


def shown_value(field: Field, value: Any) -> str:
    """A change in few characters: 85 % of the plan, 40 %, 6,000, robust."""
    if isinstance(value, Times):
        return f"{value.factor * 100:.0f} % of the plan"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, str):
        return value
    if field.about.high is not None and field.about.high <= 1.0:
        return f"{value * 100:.0f} %"
    return number_words(value)


def said(result: Result) -> str:
    """The answer as HTML."""
    parts = []
    if result.fault:
        parts.append(f"<p class='say'>This could not be run: {escape(one_line(result.fault))}</p>")
    elif result.pair is None:
        parts.append(
            "<p class='say'>Running the first worlds \N{HORIZONTAL ELLIPSIS}</p><p class='also'>"
            "The very first start compiles the model, which takes up to a minute.</p>"
        )
    elif result.refused:
        parts.append(
            "<p class='say'><b class='bad'>This policy costs more than the mission has.</b></p>"
            "<p class='also'>It is not run: see the budget. The charts show the baseline.</p>"
        )
    else:
        parts.append(f"<p class='say'>{answer.main(result.pair)}</p>")
        parts.append(f"<p class='also'>{answer.also(result.pair)}</p>")
    parts.append(f"<div class='how'>{_how(result)}</div>")
    return "".join(parts)


def _how(result: Result) -> str:
    if result.fault or result.refused:
        return ""
    if result.full:
        return f"{result.worlds} paired worlds"
    done = f"{result.worlds} worlds so far, " if result.worlds else ""
    return f"<span class='pulse'></span>{done}{FULL} under way"


@solara.component
def Charts(session: Session, result: Result) -> None:
    """The large chart and the strip."""
    pair = result.pair.baseline() if result.pair and result.refused else result.pair
    t = session.t
    rows = solara.use_memo(
        lambda: charts.payload(pair, t) if pair else [],
        [id(result.pair), result.refused, t.language],
    )
    case = session.case
    meta = {
        "start": case.monday.isoformat(),
        "scenario": session.setting.scenario.replace("/", "-"),
        "caption": f"{case.title}. {name_of(session)}",
        "marks": _marks(session),
    }
    ChartBoard.element(texts=spoken(t, "charts"), charts=rows, meta=meta).key(t.language)


def _marks(session: Session) -> list[dict[str, Any]]:
    """The mandate's first day, and its last where the run goes on after it."""
    case = session.case
    weeks, t = session.setting.weeks or case.weeks, session.t
    found = []
    days = ((case.mission.start, "mission_begins"), (case.mission.end, "mission_ends"))
    for day, text in days:
        if day is not None and 0 < case.week_of(day) < weeks - 8:
            found.append({"week": case.week_of(day), "text": t(f"charts.{text}")})
    return found


@solara.component
def Places(session: Session, result: Result) -> None:
    """Who gains and who loses, on the map."""
    case, pair = session.case, result.pair
    land = solara.use_memo(lambda: land_of(case), [case.hash])

    def numbers() -> dict[str, Any]:
        if pair is None:
            return {}
        shown = pair.baseline() if result.refused else pair
        found = {name: charts.rounded(row) for name, row in place_effects(shown).items()}
        return {**found, "changed": shown.changed}

    effects = solara.use_memo(numbers, [id(pair), result.refused])
    t = session.t
    PlaceMap.element(texts=spoken(t, "map"), land=land, effects=effects).key(t.language)


@solara.component
def Money(session: Session, result: Result) -> None:
    """The budget bar, and the way out of overspending."""
    question, pair = result.question, result.pair
    if question is None or pair is None:
        solara.HTML(tag="div", unsafe_innerHTML="<h2>Budget</h2>", classes=["bh-budget"])
        return
    _, found = money.of_pair(question.base, question.what, pair)
    html = money.bar(found, result.over)
    with solara.Div():
        solara.HTML(tag="div", unsafe_innerHTML=html, classes=["bh-budget"])
        if result.refused:
            change = money.raised(question.what, found)
            solara.Button(
                "Raise the budget to pay for it",
                on_click=lambda: session.put(
                    session.setting.with_change("policy.funding.budget", change)
                ),
                outlined=True,
                small=True,
                classes=["mt-2"],
            )
