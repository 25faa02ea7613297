"""Who does not come on: chunks whose worker hangs, by what it notes after each run.

Time is counted here, from when a note was last seen to change: clocks of other machines, and
clocks that are set, do not matter.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import sim.batch.store as store

RUN_LIMIT: Final = 1800.0  # seconds of one run, where nobody says otherwise
GRACE = 10.0  # seconds beyond the limit that a worker has to stop a slow run itself
START_PATIENCE = 900.0  # seconds until a worker has begun: the model may be compiled first
STOP_PATIENCE = 60.0  # seconds without a run done, once a stop was asked for


@dataclass
class _Seen:
    beats: int | None  # runs done; None: not begun
    since: float


class Watch:
    """Looks at the notes of chunks in hand."""

    def __init__(self, folder: Path, limit: float | None) -> None:
        self._folder, self.limit = folder, limit
        self._seen: dict[str, _Seen] = {}

    def beats(self, chunk: str) -> int | None:
        """How many runs of a chunk were last seen to be done."""
        return self._seen[chunk].beats if chunk in self._seen else None

    def forget(self, chunk: str) -> None:
        """A chunk is no longer in hand."""
        self._seen.pop(chunk, None)

    def is_late(self, chunk: str, stopping: bool, at_home: bool) -> bool:
        """Whether a chunk has not come on for longer than a run may take.

        `at_home`: its worker had nothing else to do, so it should have begun.
        """
        now, beats = time.monotonic(), store.beats(self._folder, chunk)
        seen = self._seen.setdefault(chunk, _Seen(beats, now))
        if beats != seen.beats:
            seen.beats, seen.since = beats, now
        return now - seen.since > self._patience(beats, stopping, at_home)

    def _patience(self, beats: int | None, stopping: bool, at_home: bool) -> float:
        most = math.inf if self.limit is None else self.limit + GRACE
        if beats is None:
            most = max(most, START_PATIENCE) if at_home else math.inf
        return min(most, STOP_PATIENCE) if stopping else most
