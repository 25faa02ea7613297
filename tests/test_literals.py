"""No bare number decides anything: behaviour knows 0, 1, 2, one half, units, and named numbers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import sim

PACKAGE = Path(sim.__file__).parent
ROOMS = ("levers", "mechanisms", "agents", "state")
ALLOWED = {0.0, 1.0, 2.0, 0.5}
# calls whose numbers declare or shape something, and decide nothing of the world
DECLARING = {
    "number",
    "range",
    "zeros",
    "Claim",
    "Lever",
    "Mechanism",
    "column",
    "key_of",
    "Column",
}
EXEMPT: dict[str, str] = {}  # "file:function": why its literals are no numbers of the world


def literals() -> Iterator[tuple[str, int, str, float]]:
    """File, line, function and value of every bare number inside a function of behaviour."""
    for room in ROOMS:
        for path in sorted((PACKAGE / room).glob("*.py")):
            name = path.relative_to(PACKAGE).as_posix()
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef) and f"{name}:{node.name}" not in EXEMPT:
                    for line, value in _numbers(node):
                        yield name, line, node.name, value


def _numbers(node: ast.AST) -> Iterator[tuple[int, float]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.Subscript)) and not isinstance(
            child, ast.Subscript
        ):
            continue
        if isinstance(child, ast.Subscript):  # an index, a column
            yield from _numbers(child.value)
            continue
        if isinstance(child, ast.Call) and _called(child) in DECLARING:
            continue
        if isinstance(child, ast.Constant) and type(child.value) in (int, float):
            if abs(child.value) not in ALLOWED:
                yield child.lineno, float(child.value)
            continue
        yield from _numbers(child)


def _called(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def test_no_bare_number_decides_anything() -> None:
    found = [f"sim/{file}:{line} {name}: {value:g}" for file, line, name, value in literals()]
    assert not found, (
        f"{len(found)} bare numbers; give each a name, unit, range and source among the numbers of "
        "its room (or a unit in sim/fields/conversions.py):\n" + "\n".join(found)
    )


def test_exemptions_are_still_there() -> None:
    for place, why in EXEMPT.items():
        file, name = place.split(":")
        tree = ast.parse((PACKAGE / file).read_text(encoding="utf-8"))
        assert any(isinstance(n, ast.FunctionDef) and n.name == name for n in ast.walk(tree)), place
        assert len(why) > 10
