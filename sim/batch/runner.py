"""The runner: chunks to lanes, receipts back, and what to do when something dies."""

from __future__ import annotations

import hashlib
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sim.batch.provenance as provenance
import sim.batch.rows as rows
import sim.batch.session as session
import sim.batch.store as store
from sim.batch.lanes import Lane
from sim.batch.pace import Pace, Progress
from sim.batch.plan import Plan
from sim.batch.rows import Row
from sim.batch.work import Item, Job, Receipt, said

TRIES_TOGETHER = 2  # a chunk whose worker died is tried again whole, then run by run
TRIES_ALONE = 4  # a run whose worker died this often, alone in it, is recorded as a killer
STRANGE_IN_A_ROW = 8  # as many chunks lost before they began: it is not the runs
KILLER = (
    f"its worker died {TRIES_ALONE} times with this run alone in it (killed, crashed, or out of "
    "memory)"
)


class SweepError(RuntimeError):
    """A sweep that cannot go on; what is stored is safe and the same command goes on from it."""


@dataclass
class Chunk:
    """Runs that go to a worker together."""

    items: tuple[Item, ...]
    tries: int = 0

    @property
    def key(self) -> str:
        """Made of its runs: the same chunk done twice has the same file."""
        text = "\n".join(run_id for run_id, _, _ in self.items)
        return hashlib.blake2b(text.encode(), digest_size=10).hexdigest()


class Runner:
    """One sweep's work, from pending runs to stored results."""

    def __init__(
        self,
        folder: Path,
        plan: Plan,
        keep: tuple[str, ...],
        lanes: list[Lane],
        report: Callable[[Progress], None] | None,
    ) -> None:
        self.folder, self.plan, self.keep = folder, plan, keep
        self.lanes = lanes
        self.report = report
        self.state = session.begin(folder)
        self.stopping = False
        self._queue: deque[Item] = deque()
        self._suspects: deque[Chunk] = deque()
        self._last: deque[Chunk] = deque()  # runs alone whose worker died: again when all is done
        self._flying: dict[Future[Receipt], tuple[Lane, Chunk]] = {}
        self._strange = 0
        self._pace = Pace(0, 0, 1)

    def run(self, pending: Sequence[Item], already: int) -> None:
        """Run everything pending. Raises SweepError where it cannot go on.

        Ctrl-C (or SIGTERM) lets chunks in hand finish and returns; a second one stops at once.
        """
        self._queue.extend(pending)
        width = sum(lane.capacity for lane in self.lanes)
        self._pace = Pace(already, already + len(pending), width)
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
                return
            done, _ = wait(self._flying, timeout=0.5, return_when=FIRST_COMPLETED)
            for future in done:
                lane, chunk = self._flying.pop(future)
                lane.waiting.discard(future)
                self._settle(future, lane, chunk)
            if done and self.report is not None:
                self.report(self._pace.progress())

    def _fill(self) -> None:
        for lane in self.lanes:
            while lane.free > 0 and (self._suspects or self._queue or self._last):
                chunk = self._next()
                try:
                    future = lane.submit(self._job(chunk))
                except BrokenExecutor as error:
                    self._suspects.append(chunk)
                    self._lost(lane, error)
                    break
                self._flying[future] = (lane, chunk)

    def _next(self) -> Chunk:
        if self._suspects:
            return self._suspects.popleft()
        if not self._queue:
            return self._last.popleft()
        size = self._pace.size(len(self._queue))
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
        )

    def _settle(self, future: Future[Receipt], lane: Lane, chunk: Chunk) -> None:
        try:
            receipt = future.result()
        except Exception as error:  # its worker died, or the cluster gave it up
            self._suspect(chunk, lane, error)
            return
        if receipt.state == "cannot":
            raise SweepError(receipt.error)
        if receipt.state == "stale":
            raise SweepError(f"{self.folder}: another sweep has taken this folder over")
        if receipt.state == "done":
            self._strange = 0
            self._pace.learn(receipt.runs, receipt.failed, receipt.seconds)

    def _suspect(self, chunk: Chunk, lane: Lane, error: BaseException) -> None:
        """A chunk came back without a receipt: try it again, smaller and smaller."""
        begun = store.take_mark(self.folder, chunk.key)
        self._lost(lane, error, innocent=begun)
        if store.is_done(self.folder, chunk.key):  # died between the file and the receipt
            self._pace.learn(len(chunk.items), 0, ())
            return
        store.log(self.folder, f"chunk {chunk.key} ({len(chunk.items)} runs) lost: {said(error)}")
        if not begun:  # it waited for a worker that died of something else
            self._suspects.append(chunk)
            return
        chunk.tries += 1
        if len(chunk.items) > 1 and chunk.tries >= TRIES_TOGETHER:
            session.revoke(self.folder, self.state, chunk.key)
            if not store.is_done(self.folder, chunk.key):
                self._suspects.extend(Chunk((item,)) for item in chunk.items)
        elif len(chunk.items) > 1:
            self._suspects.append(chunk)
        elif chunk.tries < TRIES_ALONE:
            self._last.append(chunk)  # worse luck than guilt, until it has happened often
        else:
            self._record_killer(chunk)

    def _record_killer(self, chunk: Chunk) -> None:
        run_id, point, seed = chunk.items[0]
        row = Row(run_id, point, seed, None, KILLER, 0.0)
        table = rows.runs_table([row], self.plan.factors)
        store.log(self.folder, f"run {run_id} kills its worker; recorded as failed")
        try:
            store.commit(self.folder, self.state.session, chunk.key, {"runs": table})
        except OSError as error:
            raise SweepError(f"{self.folder}: cannot be written ({said(error)})") from error
        self._strange = 0
        self._pace.learn(1, 1, ())

    def _lost(self, lane: Lane, error: BaseException, innocent: bool = False) -> None:
        """A lane broke; `innocent`: its worker had begun, so workers do start."""
        self._strange = 0 if innocent else self._strange + 1
        if self._strange >= STRANGE_IN_A_ROW:
            raise SweepError(f"workers die as soon as they start: {said(error)}") from error
        if isinstance(error, BrokenExecutor):
            if not lane.renewable:
                raise SweepError(f"the executor is broken: {said(error)}") from error
            lane.renew()


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
