"""The card that offers the best known mix at the same money, and lets the visitor take it."""

from __future__ import annotations

from html import escape
from typing import Any, Final

import solara

from sim.batch.budget import Mix
from sim.batch.budget_surface import Best
from sim.case.scenario import Scenario
from sim.runs.outcomes import OUTCOMES
from sim.view.app import best, numbers
from sim.view.app.asking import Asker, Question
from sim.view.app.baseline import use_baseline
from sim.view.app.board import shown_value
from sim.view.app.change import signed
from sim.view.app.fields import all_fields, field_words, table_words
from sim.view.app.known import SHOWN
from sim.view.app.pool import kept, workers
from sim.view.app.session import Session
from sim.view.texts import Texts

MAIN: Final = SHOWN[0]


@solara.component
def BestMix(session: Session) -> None:
    """At the same money: the best known mix, how sure it is, the next million, a way to take it."""
    case, t = session.case, session.t
    bare = use_baseline(session, "best")
    question, job, seen = bare.question, bare.job, bare.seen
    found, why = solara.use_memo(lambda: _offer(question), [bare.setting])
    answer = solara.use_memo(
        lambda: _answer(case, question, found),
        [bare.setting, seen[1], bare.version if seen[1] else 0],
    )

    def begin() -> None:
        asker = Asker(workers(), kept())
        if found is not None:
            job.start(lambda stale: best.work(case, question, found, asker, stale))

    def take(mix: Mix) -> None:
        session.put(best.setting_of_mix(case, session.setting, mix))
        session.tab.set("whatif")

    with solara.Div(classes=["bh-best"]):
        solara.HTML(tag="h2", unsafe_innerHTML=t("best.title"))
        if found is None:
            _say(t("best.none", {"reason": escape(why)}))
            return
        _say(lead(found, t))
        if seen[2]:
            _say(t("best.failed", {"fault": escape(seen[2])}))
        old = answer is not None and bare.old
        if old:
            _say(t("best.before"))
        if answer is not None:
            solara.HTML(tag="div", unsafe_innerHTML=words(found, answer, t))
            solara.Button(
                t("best.take"),
                on_click=lambda: take(answer[1].mix),
                outlined=True,
                small=True,
            )
        if job.running:
            values = {"done": job.done, "total": len(found.policies)}
            _say(f"<span class='pulse'></span>{t('best.running', values)}")
            solara.Button(
                t("best.stop"), on_click=lambda: setattr(job, "stop", True), text=True, small=True
            )
        elif answer is None or old:
            solara.Button(t("best.work"), on_click=begin, outlined=True, small=True)


def _say(html: str) -> None:
    solara.HTML(tag="p", unsafe_innerHTML=html, classes=["bh-read"])


def _offer(question: Question) -> tuple[best.Offer | None, str]:
    try:
        return best.offer(question.base, question.scenario), ""
    except ValueError as error:  # ScenarioError is one
        return None, str(error)


def _answer(
    case: Scenario, question: Question, found: best.Offer | None
) -> tuple[best.Shared, Best, Any] | None:
    money = None if found is None else best.spending(case, question, found)
    return None if money is None else (money, *best.answers(money, MAIN))


def lead(found: best.Offer, t: Texts) -> str:
    """What there is to share out."""
    fixed = found.market.fixed
    values = {
        "levers": ", ".join(name_of(lever.name, t) for lever in found.market.levers),
        "dollars": numbers.dollars(found.dollars, t),
        "total": numbers.dollars(fixed + found.dollars, t),
    }
    return t("best.lead", values)


def name_of(path: str, t: Texts) -> str:
    """A field by its lever's name and its own."""
    field = all_fields()[path]
    return f"{table_words(field.table, t)}: {field_words(field, t)}".lower()


def words(found: best.Offer, answer: tuple[best.Shared, Best, Any], t: Texts) -> str:
    """The answer as HTML."""
    money, top, more = answer
    unit = OUTCOMES[MAIN].unit
    amounts = "; ".join(
        f"{name_of(path, t)} <b>{escape(shown_value(all_fields()[path], amount, t))}</b>"
        for path, amount in top.mix.amounts.items()
    )
    ends = {"low": signed(unit, top.lo, t), "high": signed(unit, top.hi, t)}
    effect = ends | {"by": signed(unit, top.effect, t), "sure": numbers.share(top.sure, t)}
    lines = [
        t("best.mix", {"outcome": t(f"outcome.{MAIN}"), "amounts": amounts}),
        t("best.effect", effect),
        t("best.curse", {"checked": signed(unit, top.checked, t)}),
    ]
    if top.hi >= 0.0 or top.checked >= 0.0:
        lines.append(f"<b>{t('best.unsure')}</b>")
    count = int(money.runs.groupby("policy").size().min())
    lines.append(t("best.worlds", {"worlds": count, "mixes": len(found.mixes)}))
    return f"<p class='bh-read'>{' '.join(lines)}</p>{_next(more, t)}"


def _next(more: Any, t: Texts) -> str:
    rows = []
    for row in more.sort_values("per_million").to_dict(orient="records"):
        clear = row["lo"] > 0.0 or row["hi"] < 0.0
        values = {
            "lever": name_of(row["lever"], t),
            "by": worth(row["per_million"], t),
            "low": worth(row["million_lo"], t),
            "high": worth(row["million_hi"], t),
        }
        note = t("best.next_clear" if clear else "best.next_unclear")
        rows.append(f"<li>{t('best.next_row', values)}, {note}</li>")
    return f"<h3>{t('best.next')}</h3><ul class='bh-read'>{''.join(rows)}</ul>"


def worth(value: float, t: Texts) -> str:
    """What a million brings, in few characters."""
    small = abs(value) < 10.0
    return numbers.signed(numbers.number(abs(value), t, 1 if small else 0), value)
