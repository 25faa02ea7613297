"""The workers: first answers first, stale work dropped, a broken pool replaced."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import pytest

from sim.view.app.pool import Kept, Workers


@pytest.fixture
def gate():
    opened = threading.Event()
    yield opened
    opened.set()


def test_low_priorities_wait_and_cancelled_work_never_starts(gate):
    done: list[str] = []
    workers = Workers(1, lambda count: ThreadPoolExecutor(count))
    workers.submit(lambda _: gate.wait(5), None, 0)
    later = [workers.submit(done.append, f"later {i}", 1) for i in range(3)]
    first = workers.submit(done.append, "first", 0)
    later[1].cancel()
    gate.set()
    for future in (first, later[0], later[2]):
        future.result(5)
    assert done == ["first", "later 0", "later 2"]
    workers.close()


def test_an_error_reaches_who_asked_and_the_next_task_runs():
    workers = Workers(1, lambda count: ThreadPoolExecutor(count))
    with pytest.raises(ZeroDivisionError):
        workers.submit(lambda _: 1 / 0, None, 0).result(5)
    assert workers.submit(lambda x: x + 1, 1, 0).result(5) == 2
    workers.close()


def test_a_broken_pool_is_replaced():
    made = []

    class Broken(ThreadPoolExecutor):
        def submit(self, do, *args):
            future: Future[None] = Future()
            future.set_exception(BrokenProcessPool("a worker died"))
            return future

    def make(count):
        made.append(count)
        return Broken(count) if len(made) == 1 else ThreadPoolExecutor(count)

    workers = Workers(1, make)
    with pytest.raises(BrokenProcessPool):
        workers.submit(str, 1, 0).result(5)
    assert workers.submit(str, 1, 0).result(5) == "1"
    assert len(made) == 2
    workers.close()


def test_memory_drops_what_was_used_longest_ago():
    kept = Kept(most_bytes=100)
    kept.put("a", 1, 40)
    kept.put("b", 2, 40)
    assert kept.get("a") == 1
    kept.put("c", 3, 40)
    assert kept.get("b") is None and kept.get("a") == 1 and kept.get("c") == 3


def test_the_queue_never_hands_over_more_than_there_are_workers(gate):
    running, most = [], []
    lock = threading.Lock()

    def work(_):
        with lock:
            running.append(1)
            most.append(len(running))
        time.sleep(0.01)
        with lock:
            running.pop()

    workers = Workers(2, lambda count: ThreadPoolExecutor(8))
    for future in [workers.submit(work, None, 0) for _ in range(12)]:
        future.result(5)
    assert max(most) <= 2
    workers.close()
