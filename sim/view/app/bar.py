"""The bar at the top as a component: what it shows, and what its buttons do."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

import solara

from sim.fields.errors import ScenarioError
from sim.view.app import exports, offered
from sim.view.app.history import History
from sim.view.app.link import TABS, length_of, to_link
from sim.view.app.memory import memory_of, recall
from sim.view.app.presets import presets
from sim.view.app.session import MOST_NAME, MOST_SAVED, Session, case_of, setting_of
from sim.view.app.setting import Setting
from sim.view.app.widgets import TopBar, spoken
from sim.view.texts import LANGUAGES, Texts

YEARS: Final = (2, 5, 10)
SaveFile = Callable[[dict[str, Any]], None]


@lru_cache(maxsize=1)
def scenario_rows() -> list[dict[str, str]]:
    """The scenarios on offer that load, with their titles."""
    rows = []
    for name in offered.names():
        try:
            rows.append({"name": name, "title": case_of(name).title})
        except ScenarioError:
            continue
    return rows


def length_rows(weeks: int, t: Texts, own: int | None = None) -> list[dict[str, str]]:
    """The lengths on offer: the scenario's own, some shorter ones, and that of the link."""
    rows = [{"name": "0", "title": t("bar.all_years", {"years": f"{weeks / 52.18:.0f}"})}]
    shorter = {52 * years: t("bar.first_years", {"years": years}) for years in YEARS}
    if own and own not in shorter:
        shorter[own] = t("bar.first_weeks", {"weeks": own})
    for length in sorted(shorter):
        if length < weeks:
            rows.append({"name": str(length), "title": shorter[length]})
    return rows


@solara.component
def Bar(session: Session, link: str) -> None:
    """Title, scenario menu, tabs, actions."""
    history, case, setting, t = session.history.value, session.case, session.setting, session.t
    file, set_file = solara.use_state({})
    state = {
        "scenarios": [
            row | {"title": t.declared(f"scenario.{row['name']}", row["title"])}
            for row in scenario_rows()
        ],
        "scenario": setting.scenario,
        "presets": [
            {"name": name, "title": t.declared(f"preset.{name}", name)}
            for name in presets(case, setting.scenario)
        ],
        "lengths": length_rows(case.weeks, t, setting.weeks),
        "length": str(setting.weeks or 0),
        "about": t("bar.about", {"towns": len(case.region.names), "year": case.start.year}),
        "tabs": [{"name": name, "title": t(f"bar.tab.{name}")} for name in TABS],
        "tab": session.tab.value,
        "undo": history.can_undo,
        "redo": history.can_redo,
        "changed": not setting.bare,
        "link": link,
        "kept": len(session.saved.value),
        "languages": [{"name": name, "title": title} for name, title in LANGUAGES.items()],
        "language": t.language,
        "memory": memory_of(session),
        "back": session.back.value,
    }

    def ask(asked: dict[str, Any]) -> None:
        act(session, asked, set_file)

    bar = TopBar.element(texts=spoken(t, "bar"), state=state, file=file, asked={}, on_asked=ask)
    bar.key(f"bar-{t.language}")


def act(session: Session, asked: dict[str, Any], set_file: SaveFile) -> None:
    """Do what a button asks; anything unknown is left alone."""
    wish, name = asked.get("do"), str(asked.get("name", ""))
    setting = session.setting
    if wish == "undo":
        session.move(History.undo)
    elif wish == "redo":
        session.move(History.redo)
    elif wish == "replay":
        session.replay()
    elif wish == "reset":
        session.put(Setting(setting.scenario, weeks=setting.weeks))
    elif wish == "scenario" and name in offered.names():
        session.put(Setting(name))
    elif wish == "length":
        session.put(replace(setting, weeks=length_of(session.case, name) if name != "0" else None))
    elif wish == "preset" and name in presets(session.case, setting.scenario):
        session.put(replace(presets(session.case, setting.scenario)[name], weeks=setting.weeks))
    elif wish == "tab" and name in TABS:
        session.tab.set(name)
    elif wish == "language" and name in LANGUAGES:
        session.language.set(name)
    elif wish == "remember":
        recall(session, asked.get("kept"))
    elif wish == "load":
        load(session, asked.get("text"))
    elif wish in FILES:
        write(session, str(wish), set_file)


FILES: Final = {
    "csv": ("charts.csv", "text/csv"),
    "outcomes": ("outcomes.csv", "text/csv"),
    "toml": ("scenario.toml", "application/toml"),
    "python": ("same_numbers.py", "text/x-python"),
    "save": ("setting.json", "application/json"),
}


def write(session: Session, wish: str, set_file: SaveFile) -> None:
    """Send a file to the visitor; while there is no answer yet, say so."""
    result = session.result.peek()
    text = None
    if wish == "save":
        text = exports.saved(session.setting, session.saved.peek())
    elif result.question is not None and wish == "toml":
        text = exports.toml(result.question)
    elif result.question is not None and result.pair is not None:
        if wish == "csv":
            text = exports.chart_csv(result.question, result.pair)
        elif wish == "outcomes":
            text = exports.outcome_csv(result.pair)
        else:
            text = exports.python(result.question, result.pair)
    if text is None:
        session.notes.set((session.t("bar.nothing_to_export"),))
        return
    ending, kind = FILES[wish]
    name = f"bluehelm-{session.setting.scenario.replace('/', '-')}-{ending}"
    set_file({"name": name, "text": text, "kind": kind, "n": time.time_ns()})


def load(session: Session, text: Any) -> None:
    """Take a saved setting; a file that is not one is refused with the reason."""
    try:
        link, kept = exports.links_of(text, session.t)
        setting, notes = setting_of(link, language=session.t.language)
        policies = [
            (name[:MOST_NAME] or session.t("bar.policy"), setting_of(row)[0]) for name, row in kept
        ]
    except (ValueError, ScenarioError) as error:
        session.notes.set((session.t("bar.not_loaded", {"reason": error}),))
        return
    session.put(setting)
    session.saved.set(tuple(policies[:MOST_SAVED]))
    session.notes.set((*notes, *session.notes.value))


__all__ = ["Bar", "act", "to_link"]
