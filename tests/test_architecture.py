"""The shape of the code: who imports whom, how long things are, what is never done."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SIM = ROOT / "sim"

# Low to high: a module imports only from wings left of its own (imports for types and inside
# functions count)
WINGS = (
    "machine fields luck country nature policy state levers mechanisms leaders case week agents "
    "model runs pairs batch evidence view commands __main__"
)
ORDER = tuple(WINGS.split())
SIBLINGS = ("mechanisms", "levers")  # modules that meet only in the world's state

MOST_LINES, MOST_FUNCTION, MOST_CLASS = 300, 60, 150
# one declaration after another, no logic
TABLES = ("nature/war.py", "runs/outcomes.py")
LONG_FUNCTIONS = {
    # a kernel that does what one civilian does, beside the agent's step that tells it in parts
    "mechanisms/civilians.py:_live",
    # coefficients of a published formula
    "luck/distributions.py:normal",
    "luck/distributions.py:_tail",
    # one declaration after another
    "evidence/statistics.py:_spread",
}
DRAWS = (
    "country/generate.py",
    "evidence/",
    "batch/",
)  # numpy's generators, from a given seed: geography,
# bootstrap, designs of experiments
HEAVY = (
    "mesa",
    "numpy",
    "pandas",
    "matplotlib",
    "numba",
    "scipy",
    "solara",
    "pyarrow",
    "duckdb",
    "networkx",
)


@cache
def sources() -> dict[str, ast.Module]:
    """Every module of sim/ by its path below sim/."""
    return {
        path.relative_to(SIM).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SIM.rglob("*.py"))
        if "_shipped" not in path.parts
    }


def nodes() -> Iterator[tuple[str, ast.AST]]:
    for path, tree in sources().items():
        for node in ast.walk(tree):
            yield path, node


def dotted(path: str) -> str:
    return f"sim/{path}".removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _is_module(name: str) -> bool:
    file = ROOT / name.replace(".", "/")
    return file.with_suffix(".py").is_file() or (file / "__init__.py").is_file()


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        base = node.module or ""
        inside = [f"{base}.{alias.name}" for alias in node.names]
        found = [name for name in inside if name.startswith("sim.") and _is_module(name)]
        return found if base == "sim" else [base, *found]
    return []


def imports(path: str, lazy: bool = True) -> set[str]:
    """What a module imports; with `lazy`, inside functions and for types only too."""
    found: set[str] = set()

    def walk(node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            if (
                isinstance(child, ast.If)
                and "TYPE_CHECKING" in ast.unparse(child.test)
                and not lazy
            ):
                continue
            if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)) and not lazy:
                continue
            found.update(_imported(child))
            walk(child)

    walk(sources()[path])
    return found


def _part(module: str) -> str:
    return module.split(".")[1]


# imports


def test_every_module_has_a_place_in_the_order() -> None:
    known = set(ORDER)
    parts = {path.split("/")[0].removesuffix(".py") for path in sources()} - {"__init__"}
    assert parts <= known, f"add {sorted(parts - known)} to ORDER in {Path(__file__).name}"


def test_imports_go_from_high_to_low() -> None:
    rank = {name: level for level, name in enumerate(ORDER)}
    wrong = []
    for path in sources():
        if path == "__init__.py":
            continue
        own = _part(dotted(path))
        for module in imports(path):
            if not module.startswith("sim.") or _part(module) == own:
                continue
            if rank.get(_part(module), 99) >= rank.get(own, -1):
                wrong.append(f"{path} imports {module}")
    assert not wrong


def test_there_is_no_import_cycle() -> None:
    graph = {dotted(path): set[str]() for path in sources()}
    for path in sources():
        graph[dotted(path)] = {m for m in imports(path) if m in graph} - {dotted(path)}
    graph.pop("sim")  # hands names on lazily
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " -> ".join((*trail[trail.index(module) :], module))
        if module in done or module not in graph:
            return
        for other in sorted(graph[module]):
            visit(other, (*trail, module))
        done.add(module)

    for module in graph:
        visit(module, ())


@pytest.mark.parametrize("package", SIBLINGS)
def test_siblings_never_import_each_other(package: str) -> None:
    for path in sources():
        if path.startswith(f"{package}/") and not path.endswith("__init__.py"):
            others = {m for m in imports(path) if m.startswith(f"sim.{package}.")}
            assert not others, f"{path} imports {others}"


def test_names_are_found_by_import_not_by_magic() -> None:
    """Only the lazy front door looks modules up by name."""
    magic = {"import_module", "__import__", "entry_points"}
    for path, node in nodes():
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            assert name not in magic or path == "__init__.py", f"{path}:{node.lineno}: {name}"


def test_import_is_light() -> None:
    _loads_nothing_heavy("import sim; sim.__all__; dir(sim)")


def test_help_is_light() -> None:
    _loads_nothing_heavy(
        "import sys, io, contextlib\n"
        "sys.argv = ['bluehelm', '--help']\n"
        "from sim.commands import cli\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    cli.main()"
    )


def _loads_nothing_heavy(code: str) -> None:
    code += f"\nimport sys; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split() == [], "loads what it does not need"


# sizes


def _is_table(node: ast.AST) -> bool:
    """A class of fields of a scenario: one declaration after another, no logic."""
    bases = {ast.unparse(base) for base in node.bases} if isinstance(node, ast.ClassDef) else set()
    return bool(bases & {"Group", "LeverTable"})


def _length(node: ast.stmt) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


def test_files_are_short() -> None:
    """Tables of fields apart."""
    long = {}
    for path, tree in sources().items():
        lines = len((SIM / path).read_text(encoding="utf-8").splitlines())
        lines -= sum(_length(node) for node in tree.body if _is_table(node))
        if lines > MOST_LINES and not path.startswith(TABLES):
            long[path] = lines
    assert not long, f"over {MOST_LINES} lines: {long}"


def test_functions_and_classes_are_short() -> None:
    long = {}
    for path, node in nodes():
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            most = MOST_FUNCTION
            if f"{path}:{node.name}" in LONG_FUNCTIONS:
                continue
        elif isinstance(node, ast.ClassDef):
            if _is_table(node):
                continue
            most = MOST_CLASS
        else:
            continue
        body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
        lines = (body[-1].end_lineno or 0) - body[0].lineno + 1
        if lines > most:
            long[f"{path}:{node.name}"] = lines
    assert not long, f"over {MOST_FUNCTION} (functions) or {MOST_CLASS} (classes) lines: {long}"


def test_exempt_functions_are_still_there() -> None:
    names = {f"{p}:{n.name}" for p, n in nodes() if isinstance(n, ast.FunctionDef)}
    assert names >= LONG_FUNCTIONS


# what is never done

FORBIDDEN_CALLS = {"eval", "exec", "compile", "system", "popen", "shuffle_do", "shuffle"}


def test_input_is_never_executed() -> None:
    for path, node in nodes():
        if not isinstance(node, ast.Call):
            continue
        where = f"{path}:{node.lineno}"
        name = ast.unparse(node.func)
        if isinstance(node.func, ast.Name) or name.split(".")[0] in ("os", "builtins"):
            assert name.split(".")[-1] not in FORBIDDEN_CALLS, f"{where}: {name}"
        assert not re.match(r"(pickle|dill|cloudpickle|marshal|yaml|joblib)\.loads?$", name), where
        assert not name.endswith("read_pickle"), where
        for keyword in node.keywords:
            unsafe = keyword.arg in ("shell", "allow_pickle")
            is_false = isinstance(keyword.value, ast.Constant) and keyword.value.value is False
            assert not unsafe or is_false, f"{where}: {keyword.arg}"


def test_only_keyed_luck_draws() -> None:
    """No generator but sim.luck.streams; designs and bootstraps of given seeds apart."""
    for path, node in nodes():
        if path.startswith(DRAWS):
            continue
        for module in _imported(node):
            key = module == "secrets" and path.startswith("view/")  # a server's session, no luck
            assert key or module.split(".")[0] not in ("random", "secrets", "uuid"), path
            assert module != "numpy.random", path
        if isinstance(node, ast.Attribute):
            text = ast.unparse(node)
            assert not re.match(r"(np|numpy)\.random\b", text), f"{path}:{node.lineno}"
            drawn = re.match(r"(self|model|self\.model)\.(random|rng)\.", text)
            assert not drawn, f"{path}:{node.lineno}: draws from Mesa's generator"
            assert node.attr not in ("shuffle_do", "shuffle"), f"{path}:{node.lineno}"


def test_the_clock_is_not_read_by_the_engine() -> None:
    """A run knows no time of day, host or environment."""
    engine = set(ORDER[: ORDER.index("runs")]) - {"machine"}
    for path, node in nodes():
        if _part(dotted(path) + ".") in engine and isinstance(node, ast.Attribute):
            text = ast.unparse(node)
            assert text not in ("time.time", "date.today", "datetime.now", "os.environ"), path


def test_users_are_not_told_by_assert() -> None:
    """`python -O` drops asserts; errors are raised."""
    found = [f"{p}:{n.lineno}" for p, n in nodes() if isinstance(n, ast.Assert)]
    assert not found


def test_no_argument_soup_and_no_shared_state() -> None:
    for path, node in nodes():
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert node.args.kwarg is None, f"{path}:{node.lineno}: **{node.args.kwarg}"
            defaults = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
            for default in defaults:
                mutable = isinstance(default, (ast.List, ast.Dict, ast.Set))
                assert not mutable, f"{path}:{node.lineno}: mutable default"
        if isinstance(node, ast.ClassDef):
            for line in node.body:
                value = getattr(line, "value", None)
                if isinstance(line, (ast.Assign, ast.AnnAssign)):
                    mutable = isinstance(value, (ast.List, ast.Dict, ast.Set))
                    assert not mutable, f"{path}:{line.lineno}: mutable at class level"
        assert not isinstance(node, ast.Global), path


def test_public_things_say_what_they_are() -> None:
    silent = []
    for path, tree in sources().items():
        if ast.get_docstring(tree) is None:
            silent.append(path)
        for node in tree.body:
            if not isinstance(node, (ast.FunctionDef, ast.ClassDef)) or node.name[0] == "_":
                continue
            if ast.get_docstring(node) is None:
                silent.append(f"{path}:{node.name}")
            if isinstance(node, ast.ClassDef):
                for method in node.body:
                    public = isinstance(method, ast.FunctionDef) and method.name[0] != "_"
                    if not public or _set_by_decorator(method):
                        continue
                    if ast.get_docstring(method) is None and not node.name.startswith("_"):
                        silent.append(f"{path}:{node.name}.{method.name}")
    assert not silent, f"no docstring: {silent}"


def _set_by_decorator(method: ast.FunctionDef) -> bool:
    return any(ast.unparse(mark).endswith(".setter") for mark in method.decorator_list)


def test_mechanisms_name_what_they_write_and_have_one_door() -> None:
    for path, tree in sources().items():
        if not path.startswith("mechanisms/") or path.endswith("__init__.py"):
            continue
        names = {
            target.id
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        assert "MECHANISM" in names, f"{path}: declares no MECHANISM"
        doors = [
            n
            for n in tree.body
            if isinstance(n, ast.FunctionDef)
            and n.name[0] != "_"
            and n.args.args
            and n.args.args[0].arg == "world"
        ]
        assert doors, f"{path}: no public function takes the world"


def test_colours_live_in_the_view() -> None:
    """So do drawing libraries."""
    for path in sources():
        if path.startswith("view/"):
            continue
        text = (SIM / path).read_text(encoding="utf-8")
        assert not re.search(r"[\"']#[0-9a-fA-F]{3,8}[\"']|\brgba?\(", text), path
        drawing = {m for m in imports(path) if m.split(".")[0] in ("matplotlib", "anywidget")}
        assert not drawing, f"{path} imports {drawing}"


# what is in no file

SUFFIXES = {".py", ".toml", ".md", ".txt", ".csv", ".json", ".cfg", ".yml", ".yaml", ".cff", ""}
FOLDERS = ("sim", "scenarios", "experiments", "tests", "docs", "notebooks", ".ci")


@cache
def texts() -> dict[str, str]:
    """Every text file of the project but this one, by path."""
    files = [path for path in ROOT.iterdir() if path.is_file()]
    for folder in FOLDERS:
        files += [p for p in (ROOT / folder).rglob("*") if p.is_file()]
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in files
        if path.suffix in SUFFIXES
        and path != Path(__file__)
        and "__pycache__" not in path.parts
        and path.stat().st_size < 2_000_000
    }


def test_no_file_names_a_registry() -> None:
    halves = ("py pi", "python hosted", "npm js", "regis try", "mir ror", "artifac tory", "nex us")
    names = [name.replace(" ", "") for name in (*halves, "dev pi", "index -url")]  # none named here
    word = f"({'|'.join(names)})"
    for path, text in texts().items():
        found = re.search(rf"https?://[^\s\"'<>)]*{word}[^\s\"'<>)]*", text, re.IGNORECASE)
        assert not found, f"{path}: {found}"


def test_no_file_names_this_machine() -> None:
    for path, text in texts().items():
        found = re.search(r"(?<![\w.])/(work|root|home/\w+|tmp/\w+)/", text)
        assert not found, f"{path}: {found}"
