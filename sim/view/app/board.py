"""The results: the answer in words, the charts, who gains and loses, money, outcomes."""

from __future__ import annotations

from html import escape
from typing import Any

import solara

from sim.fields.errors import one_line
from sim.view.app import answer, charts, money, numbers
from sim.view.app.asking import FULL
from sim.view.app.compare import place_effects
from sim.view.app.fields import Field, all_fields, field_words, table_words
from sim.view.app.land import land_of
from sim.view.app.phasing import Phases, number_words
from sim.view.app.session import Result, Session
from sim.view.app.setting import Times
from sim.view.app.split import Split
from sim.view.app.widgets import ChartBoard, PlaceMap, spoken
from sim.view.texts import Texts


@solara.component
def Results(session: Session) -> None:
    """Two columns: words, charts, phases; map, money and outcomes beside them."""
    result, t = session.result.value, session.t
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
                html = answer.table(result.pair, t) if shown and result.pair else ""
                read = t("answer.read")
                solara.HTML(tag="div", unsafe_innerHTML=html or read, classes=["bh-read"])
            if result.pair is not None and not result.refused:
                with solara.Div(classes=["bh-card", "pad"]):
                    solara.HTML(tag="div", unsafe_innerHTML=read, classes=["bh-read"])


@solara.component
def Words(session: Session, result: Result) -> None:
    """The answer, how far it is, and what can be done with it."""
    t = session.t
    with solara.Div(classes=["bh-answer"]):
        solara.HTML(tag="div", unsafe_innerHTML=said(result, t), attributes={"aria-live": "polite"})
        with solara.Div(classes=["bh-acts"]):
            if not session.setting.bare:
                solara.Button(
                    t("answer.keep"),
                    on_click=lambda: session.keep(name_of(session)),
                    text=True,
                    small=True,
                    classes=["bh-link-button"],
                )
            Split(session, result)


def name_of(session: Session) -> str:
    """A kept policy's name: what was changed, in few words."""
    setting, t, parts = session.setting, session.t, []
    for path, value in setting.changes:
        field = all_fields()[path]
        names = {"lever": table_words(field.table, t), "setting": field_words(field, t)}
        parts.append(t("answer.policy_part", {**names, "value": shown_value(field, value, t)}))
    parts += [
        t("answer.policy_phases", {"lever": table_words(lever, t)}) for lever, _ in setting.phases
    ]
    return "; ".join(parts) or t("answer.as_it_was")


def shown_value(field: Field, value: Any, t: Texts) -> str:
    """A change in few characters: 85 % of the plan, 40 %, 6,000, robust."""
    if isinstance(value, Times):
        return t("answer.of_plan", {"share": numbers.share(value.factor, t)})
    if isinstance(value, bool):
        return t("levers.on" if value else "levers.off")
    if isinstance(value, str):
        return t.declared(f"choice.{value}", value)
    if field.about.high is not None and field.about.high <= 1.0:
        return numbers.share(value, t)
    return number_words(value)


def said(result: Result, t: Texts) -> str:
    """The answer as HTML."""
    if result.fault:
        first, then = t("answer.fault", {"reason": escape(one_line(result.fault))}), ""
    elif result.pair is None or result.question is None:
        first, then = t("answer.running"), t("answer.compiling")
    elif result.refused:
        first, then = f"<b class='bad'>{t('answer.too_dear')}</b>", t("answer.not_run")
    else:
        case = result.question.what
        first = answer.main(result.pair, case, t)
        then = answer.also(result.pair, case, t)
    rest = f"<p class='also'>{then}</p>" if then else ""
    return f"<p class='say'>{first}</p>{rest}<div class='how'>{_how(result, t)}</div>"


def _how(result: Result, t: Texts) -> str:
    if result.fault or result.refused:
        return ""
    if result.full:
        return t("answer.worlds", {"count": result.worlds})
    text = "answer.so_far" if result.worlds else "answer.under_way"
    return f"<span class='pulse'></span>{t(text, {'count': result.worlds, 'full': FULL})}"


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
    question, pair, t = result.question, result.pair, session.t
    if question is None or pair is None:
        title = f"<h2>{t('money.title')}</h2>"
        solara.HTML(tag="div", unsafe_innerHTML=title, classes=["bh-budget"])
        return
    _, found = money.of_pair(question.base, question.what, pair)
    html = money.bar(found, result.over, t)
    with solara.Div():
        solara.HTML(tag="div", unsafe_innerHTML=html, classes=["bh-budget"])
        if result.refused:
            change = money.raised(question.what, found)
            solara.Button(
                t("money.raise"),
                on_click=lambda: session.put(
                    session.setting.with_change("policy.funding.budget", change)
                ),
                outlined=True,
                small=True,
                classes=["mt-2"],
            )
