"""The lever column: the panel, the assumptions behind a button."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import solara

from sim.nature.posterior import DRAWS
from sim.view.app import money, panel
from sim.view.app.asking import baseline_of
from sim.view.app.fields import all_fields
from sim.view.app.known import memory
from sim.view.app.matters import reaches
from sim.view.app.session import Session
from sim.view.app.setting import settled
from sim.view.app.widgets import LeverPanel, spoken

CHOSEN: Final = "#0b5cb5"  # the blue of what is chosen (`--bh-what`)


@solara.component
def Levers(session: Session) -> None:
    """Levers, and the assumptions about nature for who wants them."""
    setting, case, t = session.setting, session.case, session.t
    groups = solara.use_memo(lambda: panel.lever_groups(case, t), [case.hash, t.language])
    values = panel.values_of(setting)
    shared = setting.only("nature")
    question = solara.use_memo(lambda: baseline_of(case, shared), [shared])
    version = memory().group(question).version
    reach = solara.use_memo(lambda: reaches(case, shared, t), [shared, version, t.language])

    def ask(asked: dict[str, Any]) -> None:
        change(session, asked)

    with solara.Div(classes=["bh-col"]):
        with solara.Div(classes=["bh-card"]):
            LeverPanel.element(
                texts=spoken(t, "levers", "help"),
                title=t("levers.title"),
                groups=groups,
                values=values,
                prices=_prices(session),
                reach=reach,
                asked={},
                on_asked=ask,
            ).key(t.language)
        with solara.Div(classes=["bh-card", "pad"]):
            Unsure(session)
            Advanced(session)


@solara.component
def Unsure(session: Session) -> None:
    """What differs from world to world: luck alone, or luck and the posterior of nature."""
    setting, t = session.setting, session.t

    def put(wanted: bool) -> None:
        if wanted != setting.unsure:
            session.put(replace(setting, unsure=wanted))

    with solara.Div(classes=["bh-unsure"], attributes={"role": "group"}):
        note = t("unsure.both_note" if setting.unsure else "unsure.luck_note", {"draws": DRAWS})
        title = f"<b>{t('unsure.title')}</b><span>{note}</span>"
        solara.HTML(tag="div", unsafe_innerHTML=title, classes=["bh-read"])
        for wanted, key in ((False, "luck"), (True, "both")):
            solara.Button(
                t(f"unsure.{key}"),
                on_click=lambda wanted=wanted: put(wanted),
                outlined=wanted != setting.unsure,
                color=CHOSEN,
                small=True,
                attributes={"aria-pressed": str(wanted == setting.unsure).lower()},
            )


def change(session: Session, asked: dict[str, Any]) -> None:
    """Do what a panel asks, clamped; `held`: the slider is not released yet."""
    wish = panel.asked_change(session.case, asked)
    if wish is None:
        return
    path, value = wish
    wanted = None if value is None else settled(session.case, all_fields()[path], value)
    setting = session.setting.with_change(path, wanted)
    if asked.get("held") is True:
        session.try_out(setting)
    else:
        session.put(setting)


def _prices(session: Session) -> dict[str, str]:
    result = session.result.value
    if result.pair is None or result.question is None:
        return {}
    found = money.budget(result.question.what, result.pair.what, result.pair.weeks)
    return money.prices(found.spent, session.t)


@solara.component
def Advanced(session: Session) -> None:
    """Assumptions about the world: they change the baseline too, and have their own reset."""
    case, setting, t = session.case, session.setting, session.t
    shown = session.advanced.value
    changed = len([path for path, _ in setting.changes if path.startswith("nature.")])
    groups = solara.use_memo(
        lambda: panel.nature_groups(case, t) if shown else [], [shown, case.hash, t.language]
    )

    def ask(asked: dict[str, Any]) -> None:
        change(session, asked)

    title = (
        t("levers.about_world_changed", {"count": changed}) if changed else t("levers.about_world")
    )
    with solara.Div(classes=["bh-advanced"]):
        solara.Button(
            t("levers.hide" if shown else "levers.show", {"title": title.lower()}),
            on_click=lambda: session.advanced.set(not shown),
            text=True,
            classes=["bh-link-button"],
        )
        if changed:
            solara.Button(
                t("levers.shipped"),
                on_click=lambda: session.put(session.setting.without("nature")),
                outlined=True,
                small=True,
            )
        if shown:
            solara.HTML(tag="p", unsafe_innerHTML=t("levers.not_choices"), classes=["bh-read"])
            LeverPanel.element(
                groups=groups,
                values=panel.values_of(setting),
                texts=spoken(t, "levers", "help"),
                prices={},
                title=t("levers.assumptions"),
                folded=True,
                asked={},
                on_asked=ask,
            ).key(f"nature-{t.language}")
