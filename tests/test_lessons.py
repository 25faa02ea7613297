"""The lessons: each shows in few paired worlds what its page says, in direction and rough size.

What is tried and what must show is in experiments/lessons/lessons.toml; nothing here changes a
constant of nature.
"""

from __future__ import annotations

import re
import shlex
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.case.overrides import read_value
from sim.case.parts import Nature
from sim.fields.parameter import parameters
from sim.machine import shipped
from sim.pairs.compare import Comparison, compare
from sim.runs.outcomes import OUTCOMES

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "experiments" / "lessons"))

import measure  # noqa: E402 - the script is no package

LESSONS = {lesson["name"]: lesson for lesson in measure.lessons()}
PAGES = ROOT / "docs" / "lessons"
FEW = {"nature.civilians": 400}
FEW_WORLDS = 16


def _expected(quick: bool) -> list[Any]:
    return [
        pytest.param(name, whatif["name"], expect, id=f"{name}: {whatif['name']}: {i}")
        for name, lesson in LESSONS.items()
        for whatif in lesson["whatif"]
        if whatif.get("quick") or not quick
        for i, expect in enumerate(whatif["expect"])
    ]


@cache
def _compared(name: str, whatif: str, seeds: int, variant: str = "main") -> Comparison:
    base = sim.load_scenario(f"lessons/{name}", FEW | {"nature.variant": variant})
    changes = next(w["set"] for w in LESSONS[name]["whatif"] if w["name"] == whatif)
    return compare(base, base.replace(changes), range(seeds), processes=1)


def _shows(found: Comparison, expect: dict[str, Any]) -> bool:
    diff = found.found[expect["outcome"]].diff
    if expect["sign"] == "little":
        return bool(abs(diff) <= expect["most"])
    return bool(diff > 0.0 if expect["sign"] == "more" else diff < 0.0)


def test_the_ten_are_there_with_a_page_each() -> None:
    names = {n.removeprefix("lessons/") for n in shipped.scenario_names() if "lessons/" in n}
    assert names == set(LESSONS) and len(names) == 10
    assert names == {p.stem for p in PAGES.glob("*.md")} - {"README", "table"}


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_leaves_the_constants_alone(name: str) -> None:
    """Nature is as in zambara but for the number of sampled civilians."""
    own, zambara = (sim.load_scenario(n).nature for n in (f"lessons/{name}", "zambara"))
    paths = [p.path for p in parameters(Nature, "nature")]
    differing = {path for path in paths if _value(own, path) != _value(zambara, path)}
    assert differing <= {"nature.civilians"}


def _value(nature: Nature, path: str) -> Any:
    value: Any = nature
    for part in path.split(".")[1:]:
        value = getattr(value, part)
    return value


@pytest.mark.parametrize("name", LESSONS)
def test_what_a_page_says_to_try_is_what_was_measured(name: str) -> None:
    """Every what-if's line stands on the page, and says what lessons.toml says."""
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    lines = re.findall(rf"^bluehelm compare lessons/{name} .*$", text, re.MULTILINE)
    assert lines == [measure.command(LESSONS[name], w) for w in LESSONS[name]["whatif"]]
    base = sim.load_scenario(f"lessons/{name}")
    for line, whatif in zip(lines, LESSONS[name]["whatif"], strict=True):
        words = shlex.split(line)
        sets = [words[i + 1].split("=", 1) for i, word in enumerate(words) if word == "--set"]
        typed = {path: read_value(value) for path, value in sets}
        assert base.replace(typed).hash == base.replace(whatif["set"]).hash


def test_outcomes_asked_for_exist() -> None:
    for lesson in LESSONS.values():
        for whatif in lesson["whatif"]:
            asked = {*whatif["outcomes"], *(e["outcome"] for e in whatif["expect"])}
            assert asked <= set(OUTCOMES)


@pytest.mark.parametrize(("name", "whatif", "expect"), _expected(quick=True))
def test_a_lesson_shows(name: str, whatif: str, expect: dict[str, Any]) -> None:
    assert _shows(_compared(name, whatif, FEW_WORLDS), expect), expect


def test_without_effect_a_reserve_saves_nobody() -> None:
    found = _compared("right-warning-no-reserve", "half the infantry in reserve", 2, "no-effect")
    assert found.found["response_rate"].whatif == 0.0


@pytest.mark.slow
@pytest.mark.parametrize(("name", "whatif", "expect"), _expected(quick=False))
def test_a_lesson_shows_beyond_luck(name: str, whatif: str, expect: dict[str, Any]) -> None:
    """Over 64 paired worlds the interval lies on the side that the lesson says."""
    found = _compared(name, whatif, 64)
    p = found.found[expect["outcome"]]
    assert _shows(found, expect)
    if expect["sign"] != "little":
        assert p.lo > 0.0 or p.hi < 0.0, p
