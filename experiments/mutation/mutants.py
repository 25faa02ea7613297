"""Which mutants a module has: each one change of one expression or statement inside a function.

A mutant is found by walking the parsed module; it remembers the node and what to put in its place.
Annotations, defaults, decorators, docstrings, f-strings, `raise` and `assert` are left alone, and
so is everything outside functions.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import changes

SKIPPED = (ast.JoinedStr, ast.Raise, ast.Assert, ast.ClassDef, ast.Import, ast.ImportFrom)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Mutant:
    """One change: where it is, what stood there and what stands there now."""

    id: str
    module: str
    path: Path  # relative to the root
    function: str
    begins: int  # the first line of the function, decorators included: how Python numbers code
    line: int
    kind: str
    original: str
    mutant: str
    change: changes.Change

    @property
    def weak(self) -> bool:
        """True for the class that is counted apart."""
        return self.kind in changes.WEAK

    def same(self) -> tuple[str, str, str, str]:
        """What names it in equivalent.toml: no line numbers."""
        return self.module, self.function, self.kind, self.original


def of_folder(root: Path, targets: list[str]) -> list[Mutant]:
    """All mutants of these files and folders, in order of path and place."""
    found: list[Mutant] = []
    for target in targets:
        path = root / target
        if not path.exists():
            raise ValueError(f"{path}: no such file or folder; see TARGETS and --targets")
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            found += of_file(root, file)
    return found


def unchanged(every: list[Mutant]) -> list[Mutant]:
    """One mutant of each function that changes nothing: no test may kill it."""
    first: dict[tuple[str, str], Mutant] = {}
    for m in every:
        same = replace(m.change, new=m.change.node)
        null = replace(m, id=f"{m.id}:unchanged", mutant=m.original, change=same)
        first.setdefault((m.module, m.function), null)
    return list(first.values())


def of_file(root: Path, file: Path) -> list[Mutant]:
    """All mutants of one file."""
    path = file.relative_to(root)
    module = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
    return of_source(file.read_text(encoding="utf-8"), module, path)


def of_source(text: str, module: str, path: Path) -> list[Mutant]:
    """All mutants of a module with this text."""
    found: list[Mutant] = []
    seen: dict[str, int] = {}
    for name, begins, node in _inside(ast.parse(text)):
        for change in changes.of(node):
            place = f"{module}:{change.line}:{change.column}:{change.kind}"
            seen[place] = seen.get(place, 0) + 1
            number = "" if seen[place] == 1 else f"#{seen[place]}"
            shown, mutant = change.shown()
            found.append(
                Mutant(
                    place + number,
                    module,
                    path,
                    name,
                    begins,
                    change.line,
                    change.kind,
                    shown,
                    mutant,
                    change,
                )
            )
    return sorted(found, key=lambda mutant: (mutant.line, mutant.change.column))


def _inside(tree: ast.Module) -> Iterator[tuple[str, int, ast.AST]]:
    """Nodes of the bodies of all functions, with their function's name and first line."""

    def visit(node: ast.AST, names: tuple[str, ...]) -> Iterator[tuple[str, int, ast.AST]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, FUNCTIONS):
                inner = (*names, child.name)
                first = min([child.lineno, *(d.lineno for d in child.decorator_list)])
                for statement in child.body:
                    for part in _parts(statement):
                        yield ".".join(inner), first, part
                for statement in child.body:
                    yield from visit(ast.Module([statement], []), inner)
            elif isinstance(child, ast.ClassDef):
                yield from visit(child, (*names, child.name))
            else:
                yield from visit(child, names)

    yield from visit(tree, ())


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """A statement and all below it that may be mutated, not going into functions in it."""
    if isinstance(node, SKIPPED + FUNCTIONS) or _declares(node):
        return
    yield node
    for name, value in ast.iter_fields(node):
        if name == "annotation" or (isinstance(node, ast.Lambda) and name == "args"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _parts(child)


def _declares(node: ast.AST) -> bool:
    """True for `parameter(...)`, which states a number and does nothing with it."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "parameter"
    )
