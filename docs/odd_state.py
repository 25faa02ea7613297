"""Entities with their state variables, numbers of the whole, and streams of luck, as tables."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from make_state import TABLES

from sim.fields.column import columns_of
from sim.luck import streams
from sim.state import mission, world

SIM = Path(streams.__file__).parent.parent
LUCK = re.compile(r"^([A-Z][A-Z_]*): Final = (\d+)(?:  # (.*))?$", re.MULTILINE)
PLAIN = ("", "-", "1")


def entities() -> list[str]:
    """Every table of the state: what a row is, and its columns with their units."""
    lines = ["| table | a row | state variables (unit) |", "|---|---|---|"]
    for name, table in TABLES:
        found = [
            f"`{column}`" + (f" ({about.unit})" if about.unit not in PLAIN else "")
            for column, (_, about) in columns_of(table).items()
        ]
        said = " ".join((table.__doc__ or "").split()).partition(". ")[0].rstrip(".")
        lines.append(f"| `{name}` | {said} | {', '.join(found)} |")
    return lines


def whole() -> list[str]:
    """What the mission and the world hold that is not a row of a table."""
    lines = ["| holder | variable | form | what it is |", "|---|---|---|---|"]
    for module, kind in ((mission, "Mission"), (world, "World")):
        text = Path(module.__file__ or "").read_text(encoding="utf-8")
        for name, form, said in _fields(text, kind):
            what = said or name.replace("_", " ")
            lines.append(f"| {kind.lower()} | `{name}` | {form} | {what} |")
    return lines


def _fields(text: str, kind: str) -> list[tuple[str, str, str]]:
    """What a class declares of its state: name, form, and the remark beside it."""
    remarks = text.splitlines()
    found = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef) and node.name == kind:
            for line in node.body:
                if isinstance(line, ast.Assign) and isinstance(line.value, ast.Call):
                    said = remarks[(line.end_lineno or line.lineno) - 1].partition("  # ")[2]
                    form = ast.unparse(line.value.func).lower()
                    found.append((ast.unparse(line.targets[0]), form, said.strip()))
    return found


def luck() -> list[str]:
    """Every stream: the decision it is for, and the modules that draw from it."""
    source = Path(streams.__file__).read_text(encoding="utf-8")
    texts = {
        file.relative_to(SIM.parent).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(SIM.rglob("*.py"))
    }
    lines = ["| stream | number | decision | drawn in |", "|---|---|---|---|"]
    rows = {n: f"| retired | {n} | {what} | |" for n, what in streams.RETIRED.items()}
    for name, number, said in LUCK.findall(source):
        if name not in streams.registered():
            continue
        drawn = [
            f"`{path}`" for path, text in texts.items() if re.search(rf"streams\.{name}\b", text)
        ]
        what = said or name.lower().replace("_", " ")
        rows[int(number)] = f"| `{name}` | {number} | {what} | {', '.join(drawn)} |"
    lines += [rows[number] for number in sorted(rows)]
    return lines
