"""Warm worker processes shared by all sessions: first answers first, stale work dropped.

The standard pool takes tasks in the order they come; here they wait in the server, by priority,
and only as many as there are workers are handed over. Hence a task can be cancelled until the
moment it starts, and one visitor's 32 worlds never stand before another's first eight.
"""

from __future__ import annotations

import heapq
import itertools
import multiprocessing
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from typing import Any

from sim.view.app import work

Job = tuple[Callable[[Any], Any], Any]


class Workers:
    """A priority queue before a process pool. `submit` gives a Future that may be cancelled."""

    def __init__(self, count: int, make: Callable[[int], Executor] | None = None) -> None:
        self.count = count
        self._make = make or _processes
        self._lock = threading.Lock()
        self._waiting: list[tuple[int, int, Job, Future[Any]]] = []
        self._order = itertools.count()
        self._running = 0
        self._pool: Executor | None = None

    def submit(self, do: Callable[[Any], Any], task: Any, priority: int) -> Future[Any]:
        """Queue `do(task)`; lower priorities go first."""
        future: Future[Any] = Future()
        with self._lock:
            heapq.heappush(self._waiting, (priority, next(self._order), (do, task), future))
        self._feed()
        return future

    def start(self) -> None:
        """Start the processes now rather than at the first question."""
        for _ in range(self.count):
            self.submit(_nothing, None, 0)

    def close(self) -> None:
        """Drop what waits and stop the processes."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
            pool, self._pool = self._pool, None
        for *_, future in waiting:
            future.cancel()
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def _feed(self) -> None:
        while True:
            with self._lock:
                if self._running >= self.count or not self._waiting:
                    return
                *_, (do, task), future = heapq.heappop(self._waiting)
                if not future.set_running_or_notify_cancel():
                    continue
                self._running += 1
                self._pool = self._pool or self._make(self.count)
                pool = self._pool
            self._hand_over(pool, do, task, future)

    def _hand_over(
        self, pool: Executor, do: Callable[[Any], Any], task: Any, future: Future[Any]
    ) -> None:
        try:
            inner = pool.submit(do, task)
        except (BrokenProcessPool, RuntimeError) as error:
            self._finish(pool, future, None, error)
            return
        inner.add_done_callback(lambda done: self._take(pool, future, done))

    def _take(self, pool: Executor, future: Future[Any], done: Future[Any]) -> None:
        error = done.exception()
        self._finish(pool, future, None if error else done.result(), error)

    def _finish(
        self, pool: Executor, future: Future[Any], result: Any, error: BaseException | None
    ) -> None:
        with self._lock:
            self._running -= 1
            if isinstance(error, BrokenProcessPool) and self._pool is pool:
                self._pool = None  # the next task starts a new one
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)
        self._feed()


def _processes(count: int) -> Executor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, mp_context=context, initializer=work.warm_up)


def _nothing(_: Any) -> None:
    """What a worker does to be started."""


class Kept:
    """Answers by content, the least recently used dropped when they are too many bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._size = 0
        self._lock = threading.Lock()
        self._items: OrderedDict[Any, tuple[Any, int]] = OrderedDict()

    def get(self, key: Any) -> Any:
        """The value, or None."""
        with self._lock:
            found = self._items.get(key)
            if found is None:
                return None
            self._items.move_to_end(key)
            return found[0]

    def put(self, key: Any, value: Any, size: int) -> None:
        """Keep a value of `size` bytes."""
        with self._lock:
            if key in self._items:
                return
            self._items[key] = (value, size)
            self._size += size
            while self._size > self._most and len(self._items) > 1:
                _, (_, dropped) = self._items.popitem(last=False)
                self._size -= dropped


@cache
def workers() -> Workers:
    """The process-wide workers: as many as there are processors, at most eight."""
    return Workers(max(1, min(os.cpu_count() or 1, 8)))


@cache
def kept() -> Kept:
    """The process-wide memory of answers."""
    return Kept(most_bytes=300_000_000)
