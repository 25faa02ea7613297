"""The room's own widget: one ES module made of the parts in `static/`."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

import traitlets

from sim.view.app.widgets import Spoken, static

PARTS: Final = ("draw.js", "sketch.js", "board.js", "chair.js", "room.js")


def part(name: str) -> str:
    """The text of one file in this folder's `static/`."""
    return (files("sim.view.room") / "static" / name).read_text(encoding="utf-8")


class RoomBoard(Spoken):
    """A screen of a room. `state`: see `views`; `note`: a refusal in words; `asked`: the last
    wish, {do, ..., n}; `file`: a text to save, {name, text, kind, n}."""

    _esm = "\n".join([static("common.js"), *map(part, PARTS)])
    _css = part("room.css")
    state = traitlets.Dict().tag(sync=True)
    note = traitlets.Unicode("").tag(sync=True)
    asked = traitlets.Dict().tag(sync=True)
    file = traitlets.Dict().tag(sync=True)
