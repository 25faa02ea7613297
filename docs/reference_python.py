"""The public names of the package with their docstrings, for docs/reference/python.md."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from pydantic import BaseModel

HOMES = (
    ("sim", ""),
    ("sim.agents", "The agents to inherit from; each is an ordinary Mesa agent."),
    ("sim.view", "In a notebook."),
    ("sim.batch.answers", "What a sweep answers, from its folder (`r = sim.Results(...)`)."),
    ("sim.batch.effects", ""),
    ("sim.batch.contrasts", ""),
    ("sim.batch.detail", ""),
    ("sim.batch.robust", ""),
    ("sim.batch.discovery", ""),
    ("sim.batch.budget_answer", ""),
    ("sim.batch.budget_surface", ""),
    ("sim.batch.units", ""),
    ("sim.runs.explain", "Why did that happen (`sim.explain`)?"),
)


def python() -> list[str]:
    """The page, without its head."""
    lines = ["What the docstrings say. Names under `sim` load when first used.", ""]
    for home, words in HOMES:
        module = import_module(home)
        lines += [f"## {home}", "", words or _said(module), ""]
        for name in _public(module):
            found = getattr(module, name)
            if not inspect.ismodule(found):
                lines += [*_entry(name, found)]
    return lines


def _public(module: Any) -> list[str]:
    listed = getattr(module, "__all__", None)
    return (
        sorted(listed)
        if listed
        else [
            name
            for name, found in vars(module).items()
            if not name.startswith("_")
            and callable(found)
            and getattr(found, "__module__", "") == module.__name__
        ]
    )


def _entry(name: str, found: Any) -> Iterator[str]:
    yield from (f"### {name}", "")
    call = _call(name, found)
    if call:
        yield from ("```text", call, "```", "")
    yield from (_said(found), "")
    if inspect.isclass(found):
        yield from _members(found)


def _members(kind: type) -> Iterator[str]:
    """Methods and properties that a class of ours adds, a line each."""
    lines: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        if not base.__module__.startswith("sim"):
            continue
        for name, member in vars(base).items():
            plain = getattr(member, "__func__", member)
            is_value = isinstance(member, property) or type(member).__name__ == "cached_property"
            if name.startswith("_") or not (is_value or inspect.isfunction(plain)):
                continue
            about = " ".join((inspect.getdoc(member) or "").split("\n\n")[0].split())
            if about:
                call = name if is_value else _call(name, plain)
                lines[name] = f"- `{call}`: {about}"
    yield from (*lines.values(), "")


def _said(found: Any) -> str:
    """The docstring as prose; what is indented stays code."""
    own = vars(found).get("__doc__") if inspect.isclass(found) else found.__doc__
    return inspect.cleandoc(own or "").replace("<", "&lt;")


def _call(name: str, found: Any) -> str:
    """Name and arguments; empty for what is not called by a user."""
    if inspect.isclass(found) and issubclass(found, (BaseModel, Exception)):
        return ""
    try:
        arguments = inspect.signature(found).parameters.values()
    except (TypeError, ValueError):
        return ""
    shown: list[str] = []
    for one in arguments:
        if one.name in ("self", "cls"):
            continue
        if one.kind is one.KEYWORD_ONLY and "*" not in shown and not _stars(arguments):
            shown.append("*")
        star = {one.VAR_POSITIONAL: "*", one.VAR_KEYWORD: "**"}.get(one.kind, "")
        kind = "" if one.annotation is one.empty else f": {one.annotation}"
        value = "" if one.default is one.empty else f" = {_value(one.default)}"
        shown.append(f"{star}{one.name}{kind}{value}")
    return f"{name}({', '.join(shown)})"


def _stars(arguments: Any) -> bool:
    return any(one.kind is one.VAR_POSITIONAL for one in arguments)


def _value(default: Any) -> str:
    text = repr(default)
    return "..." if text.startswith("<") or " at 0x" in text else text
