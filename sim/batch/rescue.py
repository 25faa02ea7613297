"""What is done when something dies or hangs: chunks tried again, runs recorded as failed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass
from pathlib import Path

import sim.batch.rows as rows
import sim.batch.session as session
import sim.batch.store as store
from sim.batch.lanes import Lane
from sim.batch.pace import Pace
from sim.batch.rows import Factors, Row
from sim.batch.watch import Watch
from sim.batch.work import Item, Receipt, said

TRIES_TOGETHER = 2  # a chunk whose worker died is tried again whole, then run by run
TRIES_ALONE = 4  # a run whose worker died this often, alone in it, is recorded as a killer
STRANGE_IN_A_ROW = 8  # as many chunks lost before they began: it is not the runs
KILLER = (
    f"its worker died {TRIES_ALONE} times with this run alone in it (killed, crashed, or out of "
    "memory)"
)
LOST = "its worker did not answer any more when it was done"
LATE = "did not come to an end within {limit:g} s, the limit of a run (--run-limit); stopped"


class SweepError(RuntimeError):
    """A sweep that cannot go on; what is stored is safe and the same command goes on from it.

    `other_code`: only with the model's code as it was when the sweep began.
    """

    def __init__(self, text: str, other_code: bool = False) -> None:
        super().__init__(text)
        self.other_code = other_code


@dataclass
class Chunk:
    """Runs that go to a worker together."""

    items: tuple[Item, ...]
    tries: int = 0
    stuck: int | None = None  # number of the run that did not come to an end
    dropped: bool = False  # it did not come on after a stop was asked for

    @property
    def key(self) -> str:
        """Made of its runs: the same chunk done twice has the same file."""
        return store.chunk_name(run_id for run_id, _, _ in self.items)


Flying = dict["Future[Receipt]", tuple[Lane, Chunk]]


class Rescue:
    """Chunks that came back without a receipt, or do not come back."""

    def __init__(
        self,
        folder: Path,
        factors: Factors,
        state: session.State,
        limit: float | None,
        told: Callable[[str], None],
    ) -> None:
        self.folder, self.state, self.told = folder, state, told
        self._factors = factors
        self.watch = Watch(folder, limit)
        self.pace = Pace(0, 0, 1)
        self.suspects: deque[Chunk] = deque()
        self.last: deque[Chunk] = deque()  # runs alone whose worker died: again when all is done
        self.strange = 0

    def look_after(self, flying: Flying, stopping: bool) -> None:
        """End workers that do not come on; a cluster's are only waited for no longer."""
        for future, (lane, chunk) in list(flying.items()):
            if future.done() or not self.watch.is_late(chunk.key, stopping, lane.renewable):
                continue
            beats = self.watch.beats(chunk.key)
            if stopping:
                chunk.dropped = True
            elif beats is not None and beats < len(chunk.items):
                chunk.stuck = beats
            if lane.is_process:
                lane.kill()  # its chunk comes back as one whose worker died
            elif not lane.renewable:  # its place stays taken: nobody can end what runs there
                del flying[future]
                self.watch.forget(chunk.key)
                self._late(chunk)

    def _late(self, chunk: Chunk) -> None:
        """Take a chunk back from a worker that did not come on, and record what held it up."""
        session.revoke(self.folder, self.state, chunk.key)
        if store.is_done(self.folder, chunk.key):
            self.pace.learn(len(chunk.items), 0, ())
            return
        if chunk.dropped:
            return
        items = list(chunk.items)
        if chunk.stuck is not None and self.watch.limit is not None:
            self._record(items.pop(chunk.stuck), LATE.format(limit=self.watch.limit))
        elif len(items) == 1:
            self._record(items.pop(), LOST)
        self.suspects.extend(Chunk((item,)) for item in items)

    def suspect(self, chunk: Chunk, lane: Lane, error: BaseException) -> None:
        """A chunk came back without a receipt: try it again, smaller and smaller."""
        begun = store.take_mark(self.folder, chunk.key)
        self.lost(lane, error, innocent=begun)
        if chunk.dropped or chunk.stuck is not None:
            self._late(chunk)
            return
        if store.is_done(self.folder, chunk.key):  # died between the file and the receipt
            self.pace.learn(len(chunk.items), 0, ())
            return
        store.log(self.folder, f"chunk {chunk.key} ({len(chunk.items)} runs) lost: {said(error)}")
        if not begun:  # it waited for a worker that died of something else
            self.suspects.append(chunk)
            return
        chunk.tries += 1
        if len(chunk.items) > 1 and chunk.tries >= TRIES_TOGETHER:
            session.revoke(self.folder, self.state, chunk.key)
            if not store.is_done(self.folder, chunk.key):
                self.suspects.extend(Chunk((item,)) for item in chunk.items)
        elif len(chunk.items) > 1:
            self.suspects.append(chunk)
        elif chunk.tries < TRIES_ALONE:
            self.last.append(chunk)  # worse luck than guilt, until it has happened often
        else:
            self._record(chunk.items[0], KILLER)

    def _record(self, item: Item, why: str) -> None:
        """Store a run as failed, and say so."""
        run_id, point, seed = item
        table = rows.runs_table([Row(run_id, point, seed, None, why, 0.0)], self._factors)
        self.told(f"run {run_id} ({point.policy}, seed {seed}) recorded as failed: {why}")
        store.log(self.folder, f"run {run_id} recorded as failed: {why}")
        name = store.chunk_name([run_id, "failed"])  # not the name of a chunk taken back
        try:
            store.commit(self.folder, self.state.session, name, {"runs": table})
        except OSError as error:
            reason = store.reason_of(error)
            raise SweepError(f"{self.folder}: cannot be written ({reason})") from error
        self.strange = 0
        self.pace.learn(1, 1, ())

    def lost(self, lane: Lane, error: BaseException, innocent: bool = False) -> None:
        """A lane broke; `innocent`: its worker had begun, so workers do start."""
        self.strange = 0 if innocent else self.strange + 1
        if self.strange >= STRANGE_IN_A_ROW:
            raise SweepError(f"workers die as soon as they start: {said(error)}") from error
        if isinstance(error, BrokenExecutor):
            if not lane.renewable:
                raise SweepError(f"the executor is broken: {said(error)}") from error
            lane.renew()
