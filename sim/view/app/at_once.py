"""The estimate at once, where a policy was not run yet; and what it had said, where it was."""

from __future__ import annotations

import math

import solara

from sim.runs.outcomes import OUTCOMES
from sim.view.app.asking import Question, question_of
from sim.view.app.change import signed, size
from sim.view.app.estimate import Estimate, estimate
from sim.view.app.known import SHOWN
from sim.view.app.session import Result, Session
from sim.view.texts import Texts


@solara.component
def AtOnce(session: Session, result: Result) -> None:
    """What all known policies say of a move, until its own worlds are there."""
    case, setting = session.case, session.asked
    question = solara.use_memo(lambda: question_of(case, setting), [setting])
    found = solara.use_memo(lambda: guess(question), [setting])
    if found is None or result.refused or result.fault:
        return
    own = result.question is not None and result.question.setting == setting
    html = words(found, own and result.worlds > 0, session.t)
    solara.HTML(
        tag="div", unsafe_innerHTML=html, classes=["bh-estimate"], attributes={"role": "status"}
    )


def guess(question: Question) -> Estimate | None:
    """The estimate of the first outcome; None where nothing was moved or too little is known."""
    return estimate(question, SHOWN[0]) if question.changed else None


def words(found: Estimate, was: bool, t: Texts) -> str:
    """The estimate as HTML: before its worlds are there, or (`was`) beside them."""
    unit = OUTCOMES[SHOWN[0]].unit
    values = {
        "outcome": t(f"outcome.{SHOWN[0]}"),
        "by": signed(unit, found.by, t),
        "low": signed(unit, found.lo, t),
        "high": signed(unit, found.hi, t),
    }
    if was:
        return f"<p class='was'>{t('estimate.was', values)}</p>"
    clear = found.lo > 0.0 or found.hi < 0.0
    first = t("estimate.at_once" if clear else "estimate.at_once_unclear", values)
    off = t("estimate.off_unknown")
    if math.isfinite(found.off):
        far = size(unit, found.off, t, difference=True)
        off = t("estimate.off", {"off": far, "tried": found.tried})
    rests = t("estimate.rests", {"known": found.known})
    return f"<p class='guess'>{first}</p><p class='how'>{rests} {off}</p>"
