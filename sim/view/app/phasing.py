"""Phases: a lever's dated values on a timeline; a visitor may add some."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import solara

from sim.case.scenario import Scenario
from sim.view.app.fields import (
    all_fields,
    choice_words,
    field_words,
    lever_tables,
    table_words,
    unit_words,
)
from sim.view.app.session import Session
from sim.view.app.setting import MOST_PHASES, Phase
from sim.view.app.widgets import PhaseBoard, spoken
from sim.view.texts import Texts

NOT_VALUES: Final = ("start", "end", "source")


@solara.component
def Phases(session: Session) -> None:
    """The timeline of phases."""
    case, setting, t = session.case, session.setting, session.t
    own = dict(setting.phases)
    rows = [
        {
            "lever": path,
            "label": table_words(path, t),
            "plan": plan_of(case, path, t),
            "own": [_shown(path, phase, t) for phase in own.get(path, ())],
        }
        for path in lever_tables()
    ]

    def ask(asked: dict[str, Any]) -> None:
        change(session, asked)

    PhaseBoard.element(
        rows=rows,
        texts=spoken(t, "phases"),
        fields=fields_by_lever(t),
        span={"start": case.monday.isoformat(), "weeks": setting.weeks or case.weeks},
        asked={},
        on_asked=ask,
    ).key(t.language)


def fields_by_lever(t: Texts) -> dict[str, list[dict[str, Any]]]:
    """The fields a phase of each lever may set."""
    found: dict[str, list[dict[str, Any]]] = {path: [] for path in lever_tables()}
    for field in all_fields().values():
        if field.table in found:
            about = field.about
            called = choice_words(field, t)
            if field.kind is bool:
                called = {"true": t("levers.on"), "false": t("levers.off")}
            found[field.table].append(
                {
                    "name": field.name,
                    "label": field_words(field, t),
                    "unit": unit_words(field, t),
                    "low": about.low,
                    "high": about.high,
                    "choices": list(called),
                    "choice_words": called,
                }
            )
    return found


def plan_of(case: Scenario, lever: str, t: Texts) -> list[dict[str, str]]:
    """The phases a scenario has for a lever."""
    table = getattr(case.policy, lever.rpartition(".")[2])
    return [
        {
            "start": str(phase["start"]),
            "end": str(phase["end"]),
            "text": _values(
                lever, {name: phase[name] for name in phase if name not in NOT_VALUES}, t
            ),
        }
        for phase in table.phases
    ]


def _shown(lever: str, phase: Phase, t: Texts) -> dict[str, str]:
    start, end = phase.start.isoformat(), phase.end.isoformat()
    return {"start": start, "end": end, "text": _values(lever, dict(phase.values), t)}


def _values(lever: str, values: dict[str, Any], t: Texts) -> str:
    parts = []
    for name, value in values.items():
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        label = t.declared(f"{lever}.{name}", name.replace("_", " "))
        told = number_words(value) if number else t.declared(f"choice.{value}", str(value))
        parts.append(f"{label} {told}")
    return ", ".join(parts)


def number_words(value: float) -> str:
    """A number in few characters: 17,500; 0.35; 450 m."""
    if abs(value) < 1000:
        return f"{value:g}"
    return f"{value / 1e6:,.4g} m" if abs(value) >= 1e6 else f"{value:,.0f}"


def change(session: Session, asked: dict[str, Any]) -> None:
    """Add or take away a phase; what cannot be one is refused with a message."""
    lever = asked.get("lever")
    if lever not in lever_tables():
        return
    phases = dict(session.setting.phases).get(lever, ())
    if asked.get("do") == "remove":
        number = asked.get("number")
        kept = tuple(phase for i, phase in enumerate(phases) if i != number)
        session.put(session.setting.with_phases(lever, kept))
    elif asked.get("do") == "add":
        phase = phase_of(lever, asked)
        if phase is None or len(phases) >= MOST_PHASES:
            t = session.t
            text = t("phases.most", {"most": MOST_PHASES}) if phase else t("phases.not_one")
            session.notes.set((text,))
            return
        session.put(session.setting.with_phases(lever, (*phases, phase)))


def phase_of(lever: str, asked: dict[str, Any]) -> Phase | None:
    """A wished phase, clamped; None where it is not one."""
    field = all_fields().get(f"{lever}.{asked.get('field')}")
    try:
        start = date.fromisoformat(str(asked.get("start")))
        end = date.fromisoformat(str(asked.get("end")))
    except ValueError:
        return None
    value = field.clamped(asked.get("value")) if field else None
    if field is None or value is None or end < start:
        return None
    return Phase(start, end, ((field.name, value),))
