"""The page's own widgets: each an ES module in `static/`, with `common.js` before it."""

from __future__ import annotations

from importlib.resources import files
from typing import Any, Final

import anywidget
import traitlets

from sim.view.texts import Texts


def static(*names: str) -> str:
    """The texts of files in `static/`, one after the other."""
    folder = files("sim.view.app") / "static"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)


LIVE: Final = ("areas.js", "live_world.js", "live_map.js", "live_time.js", "live_story.js")


class Spoken(anywidget.AnyWidget):
    """A widget with words. `texts`: by key (`Texts.part`), and the `language` they are in."""

    texts = traitlets.Dict().tag(sync=True)


def spoken(t: Texts, *parts: str) -> dict[str, str]:
    """What a widget takes as its `texts`."""
    return {**t.part(*parts), "language": t.language}


class TopBar(Spoken):
    """Title, scenario menu, tabs and actions. `state`: what to show; `asked`: the last wish,
    {do, ..., n}; `file`: a text to save at the visitor's, {name, text, kind, n}."""

    _esm = static("common.js", "topbar.js")
    _css = static("topbar.css")
    state = traitlets.Dict().tag(sync=True)
    asked = traitlets.Dict().tag(sync=True)
    file = traitlets.Dict().tag(sync=True)


class Frame(Spoken):
    """What stands around the page's parts. `setting` and `link`: what a printed page says."""

    _esm = static("common.js", "everybody.js")
    _css = static("everybody.css")
    setting = traitlets.Unicode("").tag(sync=True)
    link = traitlets.Unicode("").tag(sync=True)


class LeverPanel(Spoken):
    """Levers in groups. `groups`: see `panel`; `values`: changed ones by path; `asked`: the last
    wish of the visitor, {path, value, n}; `prices`: text by group's path; `reach`: what a setting
    is known to do from low to high, by its path."""

    _esm = static("common.js", "levers.js")
    _css = static("levers.css")
    groups: Any = traitlets.List().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)
    prices = traitlets.Dict().tag(sync=True)
    reach = traitlets.Dict().tag(sync=True)
    title = traitlets.Unicode("").tag(sync=True)
    folded = traitlets.Bool(False).tag(sync=True)
    asked = traitlets.Dict().tag(sync=True)


class ChartBoard(Spoken):
    """One large chart and a strip of small ones. `charts`: see `charts.payload`."""

    _esm = static("common.js", "charts.js")
    _css = static("charts.css")
    charts: Any = traitlets.List().tag(sync=True)
    meta = traitlets.Dict().tag(sync=True)
    large = traitlets.Unicode("civilian_deaths").tag(sync=True)


class PlaceMap(Spoken):
    """Who gains and who loses, place by place."""

    _esm = static("common.js", "ground.js", "map.js")
    _css = static("map.css")
    land = traitlets.Dict().tag(sync=True)
    effects = traitlets.Dict().tag(sync=True)


class PhaseBoard(Spoken):
    """Phases on a timeline. `rows`: by lever; `fields`: what a phase may set; `span`: of the run;
    `asked`: {do: add or remove, lever, ...}."""

    _esm = static("common.js", "phases.js")
    _css = static("phases.css")
    rows: Any = traitlets.List().tag(sync=True)
    fields = traitlets.Dict().tag(sync=True)
    span = traitlets.Dict().tag(sync=True)
    asked = traitlets.Dict().tag(sync=True)


class ContrastBoard(Spoken):
    """Kept policies side by side. `asked`: {do: open or drop, number}."""

    _esm = static("common.js", "contrast.js")
    _css = static("contrast.css")
    policies: Any = traitlets.List().tag(sync=True)
    charts: Any = traitlets.List().tag(sync=True)
    asked = traitlets.Dict().tag(sync=True)


class LiveMap(Spoken):
    """A run played on the map. `what`, `base`: frames of `live` as bytes (base may be empty);
    `what_told`, `base_told`: see `telling.told_of`; `more`: frames of further weeks of a live
    model, which `steps` says it is; `asked`: the last wish, {weeks, n}, {seed, n}
    (null: a typical world), or {held: true, n} once somebody has begun to watch."""

    _esm = static("common.js", "ground.js", *LIVE, "live.js")
    _css = static("live.css")
    land = traitlets.Dict().tag(sync=True)
    scene = traitlets.Dict().tag(sync=True)
    steps = traitlets.Bool(False).tag(sync=True)
    seed = traitlets.Int(0).tag(sync=True)
    what = traitlets.Bytes(b"").tag(sync=True)
    base = traitlets.Bytes(b"").tag(sync=True)
    more = traitlets.Bytes(b"").tag(sync=True)
    what_told = traitlets.Dict().tag(sync=True)
    base_told = traitlets.Dict().tag(sync=True)
    asked = traitlets.Dict().tag(sync=True)


class MattersBoard(Spoken):
    """Every setting from low to high, one picture an outcome. `state`: see `matters.told`;
    `asked`: {do: work, stop, or try with path and end}."""

    _esm = static("common.js", "matters.js")
    _css = static("matters.css")
    state = traitlets.Dict().tag(sync=True)
    asked = traitlets.Dict().tag(sync=True)
