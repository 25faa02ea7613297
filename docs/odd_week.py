"""The order of a week as a table, read from the source of sim/week.py."""

from __future__ import annotations

import ast
from pathlib import Path
from types import ModuleType

import sim.week

SOURCE = Path(sim.week.__file__)
START = "run_week"


def week() -> list[str]:
    """Every step in its order: what is called, how often, and the remark beside it."""
    text = SOURCE.read_text(encoding="utf-8")
    tree = ast.parse(text)
    pieces = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    lines = text.splitlines()
    table = ["| step | piece | call | when | what |", "|---|---|---|---|---|"]
    number = 0
    for call, monthly in _calls(pieces[START].body, False):
        name = ast.unparse(call.func)
        inner = pieces.get(name)
        if inner is None or name.startswith("_"):
            number += 1
            said = _remark(lines, call) or _first(inner) or _called(name)
            table.append(_row(number, START, name, monthly, said))
            continue
        for own, month in _calls(inner.body, monthly):
            number += 1
            called = ast.unparse(own.func)
            said = _remark(lines, own) or _called(called)
            table.append(_row(number, name, called, month, said))
    return table


def _calls(body: list[ast.stmt], monthly: bool) -> list[tuple[ast.Call, bool]]:
    """Calls that are statements, with whether they are made once a month only."""
    found: list[tuple[ast.Call, bool]] = []
    for line in body:
        if isinstance(line, ast.Expr) and isinstance(line.value, ast.Call):
            found.append((line.value, monthly))
        elif isinstance(line, ast.If):
            once = monthly or "month_begins" in ast.unparse(line.test)
            found += _calls(line.body, once)
    return found


def _row(number: int, piece: str, name: str, monthly: bool, said: str) -> str:
    when = "month" if monthly else "week"
    return f"| {number} | `{piece}` | `{name}` | {when} | {said} |"


def _remark(lines: list[str], call: ast.Call) -> str:
    """The remark behind a call, or the moment that it names."""
    line = lines[(call.end_lineno or call.lineno) - 1]
    text = line.partition("  # ")[2].strip()
    words = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    return text or (f"mechanisms of a user's own, {words[0]}" if words else "")


def _called(name: str) -> str:
    """The first line of what a called function says of itself."""
    part: object = sim.week
    for step in name.split("."):
        if part is sim.week and step == "leaders":
            part = sim.week.Leaders
        else:
            part = getattr(part, step, None)
    return _sentence(getattr(part, "__doc__", "") or "")


def _first(node: ast.FunctionDef | None) -> str:
    return _sentence(ast.get_docstring(node) or "") if node else ""


def _sentence(text: str) -> str:
    return text.strip().partition("\n\n")[0].replace("\n", " ").strip()


def about(module: ModuleType) -> str:
    """A module's whole docstring on one line."""
    return " ".join((module.__doc__ or "").split())
