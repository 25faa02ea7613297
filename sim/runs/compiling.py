"""The first use on a machine: entries are compiled beforehand, side by side, and somebody says so.

Otherwise each would be compiled when first called, one after the other, and a user would look at
a run that seems to stand still. What was compiled is kept on disk (`sim.machine.kernel_cache`).
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import time
from pathlib import Path
from typing import Any, Final

from numba import config, types

from sim import model  # noqa: F401 - imports all there is to compile
from sim.fields.compiled import CODE, ENTRIES
from sim.fields.state import State
from sim.machine import workers
from sim.state.world import World

MARK: Final = "whole"  # a file in the folder of kernels: nothing is missing there
AT_WORK: Final = "compiling"  # likewise: a process is at it
PATIENCE_SECONDS: Final = 300.0  # for another process that is at it
HEAVIEST: Final = ("turn_the_month", "take_positions", "fight", "negotiate", "plan", "spend")
PLAIN: Final = {"int": types.int64, "float": types.float64, "bool": types.boolean}


def once() -> None:
    """Compile what is missing on this machine. Does nothing where nothing is, or in a worker."""
    folder = Path(config.CACHE_DIR) if config.CACHE_DIR else None
    if config.DISABLE_JIT or folder is None or is_whole(folder):
        return
    if multiprocessing.parent_process() is not None or not folder.is_dir():
        return
    try:
        if not _somebody_is_at_it(folder / AT_WORK):
            (folder / AT_WORK).unlink(missing_ok=True)
        with (folder / AT_WORK).open("x", encoding="utf-8") as sign:
            sign.write(str(os.getpid()))
    except FileExistsError:
        _wait_for(folder)
        return
    except OSError:
        return  # a folder that cannot be written: everything is compiled when it is called
    try:
        _side_by_side()
        (folder / MARK).write_text(CODE, encoding="utf-8")
    finally:
        (folder / AT_WORK).unlink(missing_ok=True)


def is_whole(folder: Path) -> bool:
    """Whether a folder holds all entries of this state of the code."""
    try:
        return (folder / MARK).read_text(encoding="utf-8") == CODE
    except OSError:
        return False


def _side_by_side() -> None:
    todo = in_order()
    begin = time.perf_counter()
    _say(f"Bluehelm compiles its {len(todo)} entries for this machine, once ...")
    count = min(workers.cores(), 4)
    # a compiler makes little garbage in cycles, and a collector walks through all it holds
    for done, _ in enumerate(workers.as_done(compile_one, todo, count, gc.disable), 1):
        if done * 4 // len(todo) > (done - 1) * 4 // len(todo):  # a quarter more
            _say(f"  {done} of {len(todo)} after {time.perf_counter() - begin:.0f} s")


def in_order() -> list[str]:
    """Names of the entries, those first that take longest."""
    names = [name_of(entry) for entry in ENTRIES]
    heavy = [name for short in HEAVIEST for name in names if name.endswith(f"week.{short}")]
    return [*heavy, *[name for name in names if name not in heavy]]


def name_of(entry: Any) -> str:
    """Module and name of an entry."""
    return f"{entry.py_func.__module__}.{entry.py_func.__name__}"


def compile_one(name: str) -> None:
    """Compile an entry for the types that its annotations name, or leave it for its first call."""
    entry = next(one for one in ENTRIES if name_of(one) == name)
    given = []
    for annotation in list(entry.py_func.__annotations__.values())[:-1]:
        if annotation != World.__name__ and annotation not in PLAIN:
            return
        given.append(PLAIN.get(annotation) or _type_of_world())
    entry.compile(tuple(given))


def _type_of_world() -> Any:
    kind: type[State] = World
    return kind.compiled_type()


def _somebody_is_at_it(sign: Path) -> bool:
    """Whether the process that has set a sign still lives; one that was killed has left its own."""
    try:
        old = time.time() - sign.stat().st_mtime > PATIENCE_SECONDS
        who = sign.read_text(encoding="utf-8")
        if not old and who and os.name == "posix":
            os.kill(int(who), 0)  # asks, and does nothing
    except PermissionError:
        return True  # somebody else's process lives
    except (OSError, ValueError):
        return False
    return not old


def _wait_for(folder: Path) -> None:
    """Another process compiles: what it has done need not be done again."""
    _say("Bluehelm waits for another process that compiles its rules ...")
    begin = time.perf_counter()
    while _somebody_is_at_it(folder / AT_WORK) and time.perf_counter() - begin < PATIENCE_SECONDS:
        time.sleep(0.2)


def _say(text: str) -> None:
    """A line for who waits."""
    print(text, file=sys.stderr, flush=True)
