"""How a card about the country as it is begins: its question, the work on it, how far it is."""

from __future__ import annotations

from dataclasses import dataclass

import solara

from sim.view.app.asking import Question, baseline_of
from sim.view.app.jobs import Job, job_of, use_job
from sim.view.app.known import memory
from sim.view.app.session import Session
from sim.view.app.setting import Setting


@dataclass(frozen=True)
class Baseline:
    """A visitor's country without changed levers; `seen`: done, running, fault of its job.

    `version` and `old`: of what the server knows about it.
    """

    setting: Setting
    question: Question
    job: Job
    seen: tuple[int, bool, str]
    version: int
    old: bool


def use_baseline(session: Session, kind: str) -> Baseline:
    """A component's look at the country as it is and at the job of a kind; drawn again with it."""
    setting = session.setting.only("nature")
    question = solara.use_memo(lambda: baseline_of(session.case, setting), [setting])
    job = job_of((kind, question.base.hash, question.weeks, question.draws))
    seen = use_job(job)
    group = memory().group(question)
    return Baseline(setting, question, job, seen, group.version, group.old)
