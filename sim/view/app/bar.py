"""The bar at the top as a component: what it shows, and what its buttons do."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import solara

from sim.shipped import scenario_names
from sim.view.app.history import History
from sim.view.app.session import Session, case_of
from sim.view.app.setting import Setting
from sim.view.app.widgets import TopBar

TABS = (("whatif", "What if"),)


@lru_cache(maxsize=1)
def scenario_rows() -> list[dict[str, str]]:
    """The shipped scenarios that load, with their titles."""
    rows = []
    for name in scenario_names():
        try:
            rows.append({"name": name, "title": case_of(name).title})
        except ValueError:
            continue
    return rows


@solara.component
def Bar(session: Session, link: str) -> None:
    """Title, scenario menu, tabs, actions."""
    history, case = session.history.value, session.case
    file, set_file = solara.use_state({})
    state = {
        "scenarios": scenario_rows(),
        "scenario": session.setting.scenario,
        "about": f"{len(case.region.names)} towns · {case.weeks} weeks from {case.start.year}",
        "tabs": [{"name": name, "title": title} for name, title in TABS],
        "tab": session.tab.value,
        "undo": history.can_undo,
        "redo": history.can_redo,
        "changed": bool(session.setting.changes or session.setting.phases),
        "link": link,
    }

    def ask(asked: dict[str, Any]) -> None:
        act(session, asked, set_file)

    TopBar.element(state=state, file=file, asked={}, on_asked=ask)


def act(session: Session, asked: dict[str, Any], set_file: Any) -> None:
    """Do what a button asks; anything unknown is left alone."""
    wish, name = asked.get("do"), asked.get("name")
    if wish == "undo":
        session.move(History.undo)
    elif wish == "redo":
        session.move(History.redo)
    elif wish == "reset":
        session.put(Setting(session.setting.scenario))
    elif wish == "scenario" and name in scenario_names():
        session.put(Setting(str(name)))
    elif wish == "tab" and name in dict(TABS):
        session.tab.set(str(name))
