"""What makes the page everybody's: phone, keyboard, screen reader, print (`everybody.js`)."""

from __future__ import annotations

import solara

from sim.view.app.board import name_of
from sim.view.app.session import Session
from sim.view.app.widgets import Frame, spoken


@solara.component
def Everybody(session: Session, link: str) -> None:
    """The way past the bar, the button of the levers' sheet, the printed setting and link."""
    t = session.t
    setting = f"{session.case.title}. {name_of(session)}"
    Frame.element(texts=spoken(t, "everybody"), setting=setting, link=link).key(t.language)
