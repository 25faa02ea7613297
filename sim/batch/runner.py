"""The runner: chunks to lanes, receipts back, and what to do when something dies."""

from __future__ import annotations

import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sim.batch.provenance as provenance
import sim.batch.session as session
from sim.batch.lanes import Lane
from sim.batch.pace import Pace, Progress
from sim.batch.plan import Plan
from sim.batch.rescue import Chunk, Flying, Rescue, SweepError
from sim.batch.work import Item, Job, Receipt

__all__ = ["Runner", "SweepError", "interruptible"]


class Runner:
    """One sweep's work, from pending runs to stored results."""

    def __init__(
        self,
        folder: Path,
        plan: Plan,
        keep: tuple[str, ...],
        lanes: list[Lane],
        report: Callable[[Progress], None] | None,
        limit: float | None,
        told: Callable[[str], None],
    ) -> None:
        self.folder, self.plan, self.keep = folder, plan, keep
        self.lanes = lanes
        self.report, self.told = report, told
        self.state = session.begin(folder)
        self._rescue = Rescue(folder, plan.factors, self.state, limit, told)
        self.stopping = False
        self._queue: deque[Item] = deque()
        self._flying: Flying = {}
        self._told_stop = False

    def run(self, pending: Sequence[Item], already: int) -> None:
        """Run everything pending. Raises SweepError where it cannot go on.

        Ctrl-C (or SIGTERM) lets chunks in hand finish and returns; a second one stops at once.
        """
        self._queue.extend(pending)
        width = sum(lane.capacity for lane in self.lanes)
        self._rescue.pace = Pace(already, already + len(pending), width)
        at_once = True
        try:
            with interruptible(self):
                self._loop()
            at_once = False
        finally:
            for lane in self.lanes:
                lane.close(at_once)

    def stop(self) -> None:
        """Begin nothing more; what is in hand is finished."""
        self.stopping = True
        self.state.stop = True
        session.write(self.folder, self.state)

    def _loop(self) -> None:
        while True:
            if not self.stopping:
                self._fill()
            if not self._flying:
                if self.stopping or not self._waiting:
                    return
                if not any(lane.free > 0 for lane in self.lanes):
                    raise SweepError("no worker of the executor answers any more")
                continue
            done, _ = wait(self._flying, timeout=0.5, return_when=FIRST_COMPLETED)
            if self.stopping and not self._told_stop:
                self._told_stop = True
                self.told("stopping when the chunks in hand are done; Ctrl-C again stops at once")
            self._rescue.look_after(self._flying, self.stopping)
            for future in done:
                if future not in self._flying:
                    continue
                lane, chunk = self._flying.pop(future)
                self._rescue.watch.forget(chunk.key)
                lane.waiting.discard(future)
                self._settle(future, lane, chunk)
            if done and self.report is not None:
                self.report(self._rescue.pace.progress())

    @property
    def _waiting(self) -> bool:
        return bool(self._queue or self._rescue.suspects or self._rescue.last)

    def _fill(self) -> None:
        for lane in self.lanes:
            while lane.free > 0 and self._waiting:
                chunk = self._next()
                try:
                    future = lane.submit(self._job(chunk))
                except BrokenExecutor as error:
                    self._rescue.suspects.append(chunk)
                    self._rescue.lost(lane, error)
                    break
                self._flying[future] = (lane, chunk)

    def _next(self) -> Chunk:
        if self._rescue.suspects:
            return self._rescue.suspects.popleft()
        if not self._queue:
            return self._rescue.last.popleft()
        size = self._rescue.pace.size(len(self._queue))
        return Chunk(tuple(self._queue.popleft() for _ in range(min(size, len(self._queue)))))

    def _job(self, chunk: Chunk) -> Job:
        names = {point.scenario for _, point, _ in chunk.items}
        return Job(
            str(self.folder),
            self.state.session,
            chunk.key,
            chunk.items,
            {name: self.plan.scenarios[name] for name in names},
            self.plan.factors,
            self.keep,
            provenance.source_hash(),
            self._rescue.watch.limit,
        )

    def _settle(self, future: Future[Receipt], lane: Lane, chunk: Chunk) -> None:
        try:
            receipt = future.result()
        except Exception as error:  # its worker died, or the cluster gave it up
            self._rescue.suspect(chunk, lane, error)
            return
        if receipt.state == "cannot":
            raise SweepError(receipt.error, receipt.other_code)
        if receipt.state == "stale":
            raise SweepError(f"{self.folder}: another sweep has taken this folder over")
        if receipt.state == "done":
            self._rescue.strange = 0
            self._rescue.pace.learn(receipt.runs, receipt.failed, receipt.seconds)


@contextmanager
def interruptible(runner: Runner) -> Iterator[None]:
    """Turn the first Ctrl-C or SIGTERM into `stop`, a second one into KeyboardInterrupt.

    Only the main thread may listen to signals; elsewhere this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ask(number: int, frame: Any) -> None:
        if runner.stopping:
            raise KeyboardInterrupt
        runner.stop()

    wanted = (signal.SIGINT, signal.SIGTERM)
    before = {which: signal.signal(which, ask) for which in wanted}
    try:
        yield
    finally:
        for which, handler in before.items():
            signal.signal(which, handler)
