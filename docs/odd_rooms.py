"""Mechanisms, levers and submodels as tables: what they declare, and what their source reads."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Any

from make_state import TABLES
from odd_week import about

import sim.leaders
import sim.levers
import sim.mechanisms
from sim.case.parts import PARTS
from sim.fields.claim import Claim
from sim.fields.column import columns_of
from sim.fields.parameter import parameters
from sim.mechanisms import MECHANISMS

COLUMNS = {name: set(columns_of(table)) for name, table in TABLES}
INPUT = ("rules", "plan", "policy", "seed")  # numbers and luck, no state


def mechanisms() -> list[str]:
    """What each mechanism reads and writes, what it claims, and what takes it away."""
    rooms = {room.MECHANISM.name: room for room in _rooms(sim.mechanisms) if _has(room)}
    lines = ["| mechanism | reads | writes | claims | switched off by |", "|---|---|---|---|---|"]
    for one in MECHANISMS:
        cells = (_ticked(reads(rooms[one.name])), _ticked(one.writes), _claims(one.claims))
        lines.append(f"| `{one.name}` | {' | '.join(cells)} | {_off(one.without)} |")
    return lines


def levers() -> list[str]:
    """What each lever's monthly work touches, what it claims, and its amount."""
    head = "| lever | work reads | work writes | builds on | claims | amount (none) |"
    lines = [head, "|---|---|---|---|---|---|"]
    for one in PARTS.levers:
        none = {f"policy.{one.name}.{field}": three[0] for field, three in one.amounts.items()}
        cells = (_ticked(one.reads), _ticked(one.writes), _ticked(one.after), _claims(one.claims))
        lines.append(f"| `{one.name}` | {' | '.join(cells)} | {_off(none)} |")
    return lines


def submodels() -> list[str]:
    """Every room of mechanisms, levers and leaders: what it says of itself, how many numbers."""
    lines = ["| module | what it does | numbers of its own |", "|---|---|---|"]
    for wing in (sim.mechanisms, sim.levers, sim.leaders):
        for room in _rooms(wing):
            part: Any = getattr(room, "MECHANISM", None) or getattr(room, "LEVER", None)
            group = getattr(part, "numbers", None)
            count = len(list(parameters(group, "nature"))) if group else 0
            name = room.__name__.replace(".", "/")
            lines.append(f"| `{name}.py` | {about(room)} | {count or ''} |")
    return lines


def reads(room: ModuleType) -> list[str]:
    """What a module's source reads of the world: columns of tables, tables whole, numbers.

    Columns count where a table is named there (`world.places["heat"]`) or by a name that was
    given to it (`places = world.places`). What a function of another module reads is not seen.
    """
    tree = ast.parse(inspect.getsource(room))
    found: set[str] = set()
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            found |= _read_in(function)
    used = {name.partition(".")[0] for name in found if "." in name}
    return sorted(found - used)


def _read_in(function: ast.FunctionDef) -> set[str]:
    alias: dict[str, str] = {}
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            alias |= _given(node.targets[0], node.value)
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and _of(node):
            found.add(_of(node))
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            table = _of(node.value) or alias.get(ast.unparse(node.value), "")
            if node.slice.value in COLUMNS.get(table, ()) and isinstance(node.ctx, ast.Load):
                found.add(f"{table}.{node.slice.value}")
    return found


def _given(target: ast.expr, value: ast.expr) -> dict[str, str]:
    """Names given to parts of the world by an assignment, alone or several at once."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        pairs: Iterable[tuple[ast.expr, ast.expr]] = zip(target.elts, value.elts, strict=True)
    else:
        pairs = [(target, value)]
    return {name.id: _of(of) for name, of in pairs if isinstance(name, ast.Name) and _of(of)}


def _of(node: ast.expr) -> str:
    """The part of the world that an expression names; empty for numbers of input and all else."""
    if not isinstance(node, ast.Attribute):
        return ""
    owner = ast.unparse(node.value)
    if owner == "world":
        return "" if node.attr in INPUT else node.attr
    return f"mission.{node.attr}" if owner == "world.mission" else ""


def _rooms(wing: ModuleType) -> list[ModuleType]:
    names = sorted(found.name for found in pkgutil.iter_modules(wing.__path__))
    return [importlib.import_module(f"{wing.__name__}.{name}") for name in names]


def _has(room: ModuleType) -> bool:
    return hasattr(room, "MECHANISM")


def _ticked(names: Iterable[str]) -> str:
    """Names by table: `places` (heat, need)."""
    by_table: dict[str, list[str]] = {}
    for name in names:
        table, _, column = name.partition(".")
        by_table.setdefault(table, []).extend([column] if column else [])
    return ", ".join(
        f"`{table}`" + (f" ({', '.join(columns)})" if columns else "")
        for table, columns in by_table.items()
    )


def _claims(claims: Iterable[Claim]) -> str:
    return ", ".join(
        f"{'more' if claim.sign > 0 else 'less'} `{claim.outcome}`" for claim in claims
    )


def _off(values: Mapping[str, Any]) -> str:
    return ", ".join(f"`{path} = {value}`" for path, value in values.items())
