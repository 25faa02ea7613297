"""What a week may cost, counted and not timed: calls of Python functions, calls of entries."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from numba import config

import sim
from sim.agents import Faction
from sim.fields.compiled import ENTRIES
from sim.state.world import might

HERE = Path(sim.__file__).parent
WARM_WEEKS, WATCHED_WEEKS = 30, 10
# about 1.3 times what a week of zambara took when this was written
MOST_CALLS = {False: 42, True: 110}  # of Python functions inside sim, by whether a month begins
MOST_ENTRIES = {False: 13, True: 22}

pytestmark = pytest.mark.skipif(bool(config.DISABLE_JIT), reason="everything is plain Python")


@contextmanager
def watched() -> Iterator[Counter[tuple[str, int, str]]]:
    """Counts calls of Python functions of the package, by file, line and name."""
    calls: Counter[tuple[str, int, str]] = Counter()

    def see(frame: FrameType, event: str, arg: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(str(HERE)):
            calls[code.co_filename, code.co_firstlineno, code.co_qualname] += 1

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        yield calls
    finally:
        sys.setprofile(before)


@cache
def rules() -> frozenset[tuple[str, int]]:
    """File and first line of every function under `@rule`."""
    return frozenset(
        (str(file), node.decorator_list[0].lineno)
        for file in HERE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(mark, ast.Name) and mark.id == "rule" for mark in node.decorator_list)
    )


def begun(**how: Any) -> sim.PeaceModel:
    """Zambara after some weeks: whatever is compiled or read once has been."""
    model = sim.PeaceModel(sim.load_scenario("zambara"), 1, **how)
    for _ in range(WARM_WEEKS):
        model.step()
    return model


def most(calls: Counter[Any]) -> str:
    """The functions called most, for who must find out what changed."""
    return "; ".join(
        f"{key[-1] if isinstance(key, tuple) else key}: {n}" for key, n in calls.most_common(8)
    )


def weeks(model: sim.PeaceModel) -> Iterator[tuple[bool, Counter[tuple[str, int, str]]]]:
    """Whether a month began, and the calls, of each of the watched weeks."""
    for _ in range(WATCHED_WEEKS):
        with watched() as calls:
            model.step()
        yield bool(model.world.month_begins), calls


def test_a_week_calls_few_python_functions() -> None:
    for month, calls in weeks(begun()):
        kind = "a month-week" if month else "an ordinary week"
        assert calls.total() <= MOST_CALLS[month], f"{kind}: {calls.total()} calls: {most(calls)}"


def test_no_rule_runs_as_plain_python() -> None:
    seen = set()
    for month, calls in weeks(begun()):
        plain = [name for file, line, name in calls if (file, line) in rules()]
        assert not plain, f"rules called from Python, not within an entry: {', '.join(plain)}"
        seen.add(month)
    assert seen == {False, True}


def test_a_rule_called_from_python_is_seen() -> None:
    """What the test above looks for would be found."""
    model = begun()
    with watched() as calls:
        might(model.world, 0)
    assert [name for file, line, name in calls if (file, line) in rules()] == ["might"]


def counting(entry: Any, calls: Counter[str]) -> Callable[..., Any]:
    """An entry that counts how often Python calls it."""

    def called(*given: Any) -> Any:
        calls[f"{entry.py_func.__module__}.{entry.py_func.__name__}"] += 1
        return entry(*given)

    return called


def test_a_week_calls_few_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    model, calls = begun(), Counter[str]()
    mine = {id(entry): counting(entry, calls) for entry in ENTRIES}
    for name, module in list(sys.modules.items()):
        if name == "sim" or name.startswith("sim."):
            for key, value in list(vars(module).items()):
                if id(value) in mine:
                    monkeypatch.setattr(module, key, mine[id(value)])
    for _ in range(WATCHED_WEEKS):
        calls.clear()
        model.step()
        month = bool(model.world.month_begins)
        assert 5 < calls.total() <= MOST_ENTRIES[month], f"{calls.total()} calls: {most(calls)}"


def test_an_own_leader_is_asked_for_its_faction_alone() -> None:
    """The others are decided for by one compiled rule, and none of their methods is called."""
    asked: list[str] = []

    class Mine(Faction):
        def decide(self) -> None:
            asked.append(self.world.names[self.row])

    case = sim.load_scenario("zambara")
    name = case.factions[1].name
    model = begun(faction_class={name: Mine})
    asked.clear()
    methods = {"Faction.decide", "Faction.wish_to_change", "Faction.weigh_postures"}
    for month, calls in weeks(model):
        assert asked == ([name] if month else [])
        assert not methods & {qualified for *_, qualified in calls}, most(calls)
        asked.clear()
