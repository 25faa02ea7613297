"""Worker processes that leave nothing behind: spawned, deaf to Ctrl-C, gone with their parent.

They do not import the caller's script again, as spawned processes otherwise do: a script that
calls `sim.compare` or `sim.sweep` on its top level, without `if __name__ == "__main__"`, works.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import (
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    as_completed,
)
from multiprocessing import connection
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
PARENT_DIED = 3  # exit code of a worker whose parent is gone


class QuietProcess(SpawnProcess):
    """A spawned process that starts without the caller's script and without its Ctrl-C."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: N802 - the name multiprocessing calls
        with _script_hidden(), _interrupts_held():
            return SpawnProcess._Popen(process_obj)  # type: ignore[attr-defined]


class QuietContext(SpawnContext):
    """Spawns QuietProcess."""

    Process = QuietProcess  # type: ignore[assignment]


@contextlib.contextmanager
def _script_hidden() -> Iterator[None]:
    """Keep multiprocessing from finding the file of `__main__`, so that it is not run again."""
    main = sys.modules["__main__"]
    hidden = {name: getattr(main, name) for name in ("__file__", "__spec__") if hasattr(main, name)}
    try:
        main.__spec__ = None
        if "__file__" in hidden:
            del main.__file__
        yield
    finally:
        for name, value in hidden.items():
            setattr(main, name, value)


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """A child inherits the mask: a Ctrl-C while it starts reaches the parent only."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def begin() -> None:
    """Runs first in every worker: Ctrl-C is the parent's business, its death ours."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_with, args=(parent.sentinel,), daemon=True).start()


def _leave_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(PARENT_DIED)  # without tidying: whatever is half done must not be finished


def pool(count: int, setup: Callable[..., None] | None = None, *given: Any) -> ProcessPoolExecutor:
    """A pool of `count` quiet processes; `setup(*given)` runs in each before its first task."""
    return ProcessPoolExecutor(
        max_workers=count,
        mp_context=QuietContext(),
        initializer=_set_up,
        initargs=(setup, given),
    )


def _set_up(setup: Callable[..., None] | None, given: tuple[Any, ...]) -> None:
    begin()
    if setup is not None:
        setup(*given)


def in_order(
    work: Callable[[T], R], todo: Sequence[T], processes: int | None
) -> Generator[R, None, None]:
    """`work(x)` of each x, in order; `processes`: None for one a core, 1 stays in this one.

    What has not begun when the caller closes it, or when one fails, is not begun any more.
    """
    count = min(cores() if processes is None else processes, len(todo))
    return _each(pool(count), work, todo) if count > 1 else (work(one) for one in todo)


def in_threads(work: Callable[[T], R], todo: Sequence[T], threads: int) -> Iterator[R]:
    """The same in threads of this process: entries run beside each other, and nothing starts.

    For work of some seconds, where starting processes would cost as much.
    """
    return _each(ThreadPoolExecutor(max(1, min(threads, len(todo)))), work, todo)


def as_done(
    work: Callable[[T], R], todo: Sequence[T], processes: int, setup: Callable[[], None]
) -> Iterator[R]:
    """The same, in the order in which they are done; `setup()` runs first in each process."""
    count = min(processes, len(todo))
    return _each(pool(count, setup), work, todo, as_completed) if count > 1 else map(work, todo)


def _each(
    running: Executor,
    work: Callable[[T], R],
    todo: Sequence[T],
    taken: Callable[[list[Future[R]]], Iterator[Future[R]]] = iter,
) -> Generator[R, None, None]:
    """Results of all that there is to do; `taken`: in which order they are waited for."""
    futures = [running.submit(work, one) for one in todo]
    try:
        for future in taken(futures):
            yield future.result()
    finally:
        with _interrupts_held():  # a second Ctrl-C would leave workers that nobody ends
            for future in futures:  # one by one: a pool that is waited for forgets to cancel
                future.cancel()
            running.shutdown()


def cores() -> int:
    """Processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
