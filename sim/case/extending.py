"""Parts from outside the package: how they are found again in another process, and by `--extend`.

A part is given as an object (`load_scenario(..., extend=[sanctions.LEVER])`) or by the Python file
that holds it (`bluehelm run zambara --extend sanctions.py`: such a file is the user's own program
and is run). A scenario file, a link or an upload never names one. Worker processes read the file
again, so parts that are to run in several processes stand in a file of their own.
"""

from __future__ import annotations

import hashlib
import importlib.util
import inspect
import math
import pkgutil
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from sim.case.parts import PARTS, Part, Parts
from sim.fields.errors import ScenarioError
from sim.fields.outcome import Outcome
from sim.machine import added_files
from sim.nature.mechanism import Mechanism
from sim.policy.lever import Lever

KINDS: Final = (Lever, Mechanism, Outcome)


@cache
def parts_of_file(file: str) -> dict[str, Part]:
    """The levers, mechanisms and outcomes that a Python file holds, by their names in it.

    ScenarioError: no such file, it cannot be run, or it holds none.
    """
    path = Path(file).resolve()
    name = f"bluehelm_extension_{hashlib.blake2b(str(path).encode(), digest_size=6).hexdigest()}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise ScenarioError(
            [f"{file}: no such Python file; --extend takes a file like sanctions.py"]
        )
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # before it runs: numba and dataclasses look it up
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        del sys.modules[name]
        raise ScenarioError([f"{file}: {type(error).__name__}: {error}"]) from error
    found = {key: value for key, value in vars(module).items() if isinstance(value, KINDS)}
    if not found:
        raise ScenarioError([f"{file}: holds no Lever, Mechanism or Outcome"])
    return found


def use(given: Iterable[str | Part]) -> None:
    """Let every scenario of this process and its workers have these parts, or those of a file."""
    files = [_file_of(part) if isinstance(part, str) else home_of(part)[0] for part in given]
    paths = list(dict.fromkeys(str(Path(file).resolve()) for file in files))
    for path in paths:
        parts_of_file(path)
    if paths:
        added_files.name(paths)


def _file_of(text: str) -> str:
    """The file meant: a path, or `module:Name`, the name of a part in an importable module."""
    if ":" not in text or text.endswith(".py"):
        return text
    try:
        part = pkgutil.resolve_name(text)
    except (Exception, SystemExit) as error:
        raise ScenarioError([f"{text}: {type(error).__name__}: {error}"]) from None
    if not isinstance(part, KINDS):
        raise ScenarioError([f"{text}: is no Lever, Mechanism or Outcome"])
    return home_of(part)[0]


def in_use() -> tuple[Part, ...]:
    """Parts of the files that `use` named, here or in the process that started this one."""
    return tuple(part for file in added_files.named() for part in parts_of_file(file).values())


def parts_in_use() -> Parts:
    """The package's parts and those that `use` named."""
    return _with(in_use())


@cache
def _with(more: tuple[Part, ...]) -> Parts:
    return PARTS.with_added(more)


def home_of(part: Part) -> tuple[str, str]:
    """The file a part stands in and its name there.

    ScenarioError: it has none (a notebook's cell, a script's top): other processes cannot read it.
    """
    for module, file in _modules():
        for name, value in vars(module).items():
            if value is part and module.__name__ != "__main__":
                return str(file.resolve()), name
    text = "stands in no Python file of its own, so other processes cannot read it; put it in one"
    raise ScenarioError([f"{_named(part)}: {text}, or stay in one process"])


def _modules() -> Iterator[tuple[ModuleType, Path]]:
    """Every module that has been read from a file, and the file."""
    for module in list(sys.modules.values()):
        if file := getattr(module, "__file__", None):
            yield module, Path(file)


def _named(part: Part) -> str:
    return f"{type(part).__name__.lower()} {part.name}"


def text_of(part: Part) -> str:
    """The source text that makes a part what it is, for hashes; its name where there is none."""
    calls: list[Any] = []
    if isinstance(part, Lever):
        calls = [part.table, part.numbers, part.bill, part.work]
    elif isinstance(part, Mechanism):
        calls = [part.numbers, part.step]
    else:
        calls = [part.compute]
    homes: dict[str, None] = {}  # most stand in one file: it is read once
    texts = [_named(part)]
    for call in calls:
        try:
            homes[inspect.getsourcefile(call) or ""] = None
        except TypeError:  # nothing, or something without a source
            texts.append("" if call is None else getattr(call, "__qualname__", repr(call)))
    return "\n".join([*texts, *[_text(Path(file)) for file in homes if file]])


def _text(file: Path) -> str:
    """A source file, or its name where it is gone or was never one (a notebook's cell)."""
    return file.read_text(encoding="utf-8") if file.is_file() else file.name


def found_again(homes: Iterable[tuple[str, str]]) -> tuple[Part, ...]:
    """Parts by file and name, in a process that may have not read them yet."""
    return tuple(_found(file, name) for file, name in homes)


def _found(file: str, name: str) -> Part:
    for module, own in _modules():
        value = vars(module).get(name)
        if isinstance(value, KINDS) and str(own.resolve()) == file:
            return value
    return parts_of_file(file)[name]


def added(parts: Parts, base: Parts) -> tuple[Part, ...]:
    """What `parts` has beyond `base`."""
    return (
        *parts.levers[len(base.levers) :],
        *parts.mechanisms[len(base.mechanisms) :],
        *parts.outcomes[len(base.outcomes) :],
    )


def guarded_lever(lever: Lever) -> Lever:
    """A lever as a world runs it: a fault of one from outside is told as its own.

    ScenarioError while it runs: what it raised and where, an item of the ledger it does not have,
    dollars that are negative or no number.
    """
    if lever in PARTS.levers:
        return lever
    bill = _told(lever, "bill", lever.bill) if lever.bill is not None else None
    work = _told(lever, "work", lever.work) if lever.work is not None else None
    return replace(lever, bill=bill, work=work)


def guarded_mechanism(mechanism: Mechanism) -> Mechanism:
    """The same for a mechanism's step."""
    if mechanism.step is None:
        return mechanism
    return replace(mechanism, step=_told(mechanism, "step", mechanism.step))


def _told(part: Any, name: str, call: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def run(world: Any) -> Any:
        try:
            answer = call(world)
        except (Exception, SystemExit) as error:
            frame = _own_frame(error)
            where = f"{Path(frame.filename).name}, line {frame.lineno}"
            text = f"{_named(part)}: {name}: {type(error).__name__}: {error} ({where})"
            raise ScenarioError([text]) from error
        if name == "bill" and (fault := _fault_of_bill(part, answer)):
            raise ScenarioError([f"{_named(part)}: bill: {fault}"])
        return answer

    return run


def _own_frame(error: BaseException) -> traceback.FrameSummary:
    """Where in the user's own code an error arose, even if the package raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    package = Path(__file__).parents[1]
    own = [frame for frame in frames if package not in Path(frame.filename).parents]
    return (own or frames)[-1]


def _fault_of_bill(lever: Lever, bill: Any) -> str:
    items = {*lever.items, *lever.also}
    if not isinstance(bill, dict) or not set(bill) <= items:
        return f"gives {bill!r}; must be dollars by item: {', '.join(sorted(items))}"
    wrong = [name for name, dollars in bill.items() if not 0.0 <= float(dollars) < math.inf]
    return f"{wrong[0]} is {bill[wrong[0]]!r} dollars; must be 0 or more" if wrong else ""
