"""Two ways to get a mutant into a process that has imported the unmutated module already.

`swap` gives the function its mutated code where it stands: quick, and everyone who holds the
function calls the mutant. `reload` forgets all modules of the checkout and has the mutated one
compiled when it is imported anew: for functions that are called while modules are imported, and
for functions inside functions. Nothing is written to disk.
"""

from __future__ import annotations

import ast
import gc
import os
import sys
from collections.abc import Iterator
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import changes
import kernels
from mutants import Mutant

HERE = Path(__file__).resolve().parent


@cache
def functions(root: Path) -> dict[tuple[str, int], list[FunctionType]]:
    """All functions of the checkout that exist now, by file and first line."""
    found: dict[tuple[str, int], list[FunctionType]] = {}
    for thing in gc.get_objects():
        if not isinstance(thing, FunctionType):
            continue
        code = thing.__code__
        if code.co_filename.startswith(f"{root}{os.sep}"):
            found.setdefault((code.co_filename, code.co_firstlineno), []).append(thing)
    return found


def swap(root: Path, mutant: Mutant) -> bool:
    """Mutate the function itself; False where that cannot be done."""
    old = functions(root).get((str(root / mutant.path), mutant.begins), [])
    new = next(_codes(_compiled(root, mutant), mutant.begins), None)
    names = {function.__name__ for function in old}
    if new is None or names != {new.co_name}:
        return False
    if any(function.__code__.co_freevars != new.co_freevars for function in old):
        return False
    for function in old:
        kernel = kernels.NAME in function.__code__.co_names
        function.__code__ = kernels.with_math(new) if kernel else new
    return True


def reload(root: Path, mutant: Mutant) -> None:
    """Forget the checkout's modules; the next import of the mutant's is mutated."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if not file or name == "__main__" or Path(file).is_relative_to(HERE):
            continue
        if Path(file).is_relative_to(root) and "site-packages" not in Path(file).parts:
            del sys.modules[name]
    sys.meta_path.insert(0, _Finder(root, mutant))


def _compiled(root: Path, mutant: Mutant) -> CodeType:
    file = root / mutant.path
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return compile(changes.applied(tree, mutant.change), str(file), "exec")


def _codes(code: CodeType, line: int) -> Iterator[CodeType]:
    """Code of functions that begin at this line, those in classes included."""
    for part in code.co_consts:
        if isinstance(part, CodeType):
            if part.co_firstlineno == line and not part.co_name.startswith("<"):
                yield part
            yield from _codes(part, line)


class _Finder(MetaPathFinder):
    """Stands before all other finders, for one module."""

    def __init__(self, root: Path, mutant: Mutant) -> None:
        self.root, self.mutant = root, mutant

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """The mutated module's."""
        if fullname != self.mutant.module:
            return None
        file = self.root / self.mutant.path
        inside = [str(file.parent)] if file.name == "__init__.py" else None
        loader = _Loader(fullname, str(file), self.root, self.mutant)
        return spec_from_file_location(
            fullname, file, loader=loader, submodule_search_locations=inside
        )


class _Loader(SourceFileLoader):
    """Compiles the mutant in place of the file's text, and keeps nothing."""

    def __init__(self, name: str, path: str, root: Path, mutant: Mutant) -> None:
        super().__init__(name, path)
        self.root, self.mutant = root, mutant

    def get_code(self, fullname: str) -> CodeType:
        """The code object of the mutated tree."""
        return _compiled(self.root, self.mutant)
