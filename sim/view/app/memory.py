"""What a tab remembers beyond its address: kept policies and what can be undone, as links.

The browser holds it (for the tab alone) and hands it back after a reload, so it is read like any
message from outside: clamped, and what is not ours is left out.
"""

from __future__ import annotations

from typing import Any, Final

from sim.view.app.history import History
from sim.view.app.link import to_link
from sim.view.app.session import MOST_NAME, MOST_SAVED, Session, setting_of
from sim.view.app.setting import Setting

MOST: Final = 30  # settings that can still be undone after a reload


def memory_of(session: Session) -> dict[str, Any]:
    """Plain data for the browser to hold."""
    history = session.history.value
    first = max(0, min(history.at - MOST // 2, len(history.settings) - MOST))
    rows = history.settings[first : first + MOST]
    return {
        "links": [to_link(setting) for setting in rows],
        "at": history.at - first,
        "saved": [[name, to_link(setting)] for name, setting in session.saved.value],
    }


def recall(session: Session, kept: Any) -> None:
    """Take back what the browser held, once, where nothing was done yet in this session."""
    if session.back.value:
        return
    session.back.set(True)
    if not isinstance(kept, dict):
        return
    if not session.saved.value:
        session.saved.set(_saved(kept.get("saved"))[:MOST_SAVED])
    history = session.history.value
    rows = _list(kept.get("links"))[:MOST]
    settings = tuple(_setting(link) for link in rows if isinstance(link, str))
    at = kept.get("at")
    if len(history.settings) > 1 or not settings or not isinstance(at, int):
        return
    older = History(settings, min(max(at, 0), len(settings) - 1))
    session.history.set(older.to(history.now))


def _saved(rows: Any) -> tuple[tuple[str, Setting], ...]:
    found = []
    for row in _list(rows)[:MOST_SAVED]:
        if isinstance(row, list) and len(row) == 2 and all(isinstance(part, str) for part in row):
            found.append((row[0][:MOST_NAME], _setting(row[1])))
    return tuple(found)


def _setting(link: str) -> Setting:
    return setting_of(link)[0]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
