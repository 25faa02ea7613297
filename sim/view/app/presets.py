"""Ready-made settings, read from `presets.toml`; only those that change something are offered."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from sim.case.scenario import Scenario
from sim.view.app.link import from_link
from sim.view.app.setting import Setting


@cache
def _all() -> tuple[tuple[str, str], ...]:
    text = (files("sim.view.app") / "presets.toml").read_text(encoding="utf-8")
    return tuple((row["title"], row["link"]) for row in tomllib.loads(text)["preset"])


def presets(case: Scenario, name: str) -> dict[str, Setting]:
    """Settings by title for a scenario."""
    found = {}
    for title, link in _all():
        setting, _ = from_link(link, case, name)
        if not setting.bare:
            found[title] = setting
    return found


def titles() -> tuple[str, ...]:
    """Titles of all presets, whatever the scenario."""
    return tuple(title for title, _ in _all())
