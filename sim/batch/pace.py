"""How fast a sweep goes: sizes of chunks, rate, time left."""

from __future__ import annotations

import statistics
import time
from collections import deque
from dataclasses import dataclass

CHUNK_SECONDS = 8.0  # long against the cost of a file and a message, short to lose
LEAST_SECONDS = 0.7  # towards the end: evenly spread, but not a file for every run
FIRST_CHUNK = 2
LARGEST_CHUNK = 5_000
MEMORY = 60.0  # seconds of history behind the rate


@dataclass(frozen=True)
class Progress:
    """Where a sweep stands. `rate` runs a second, `left` seconds; None while unknown."""

    done: int
    total: int
    failed: int
    rate: float | None
    left: float | None

    @property
    def line(self) -> str:
        """For people: "120 of 400 runs, 14.2 a second, 20 s left"."""
        text = f"{self.done:,} of {self.total:,} runs"
        if self.failed:
            text += f", {self.failed:,} failed"
        if self.rate is not None:
            text += f", {self.rate:.3g} a second"
        if self.left is not None and self.done < self.total:
            text += f", {duration(self.left)} left"
        return text


def duration(seconds: float) -> str:
    """ "40 s", "12 min", "3 h 20 min"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


class Pace:
    """Learns from receipts how long runs take."""

    def __init__(self, done: int, total: int, width: int) -> None:
        self.done, self.total, self.failed = done, total, 0
        self._width = max(width, 1)
        self._each: deque[float] = deque(maxlen=50)
        self._marks: deque[tuple[float, int]] = deque([(time.monotonic(), done)])

    def learn(self, runs: int, failed: int, seconds: tuple[float, ...]) -> None:
        """A chunk is done. Time counts from the first one: before it workers start up."""
        now = time.monotonic()
        if not self._each:
            self._marks.clear()
        self.done += runs
        self.failed += failed
        self._each.extend(s for s in seconds if s > 0.0)
        self._marks.append((now, self.done))
        while len(self._marks) > 2 and self._marks[0][0] < now - MEMORY:
            self._marks.popleft()

    def size(self, waiting: int) -> int:
        """How many runs the next chunk takes: some seconds of work, less towards the end."""
        fair = -(-waiting // (2 * self._width))
        if not self._each:
            return max(1, min(FIRST_CHUNK, fair))
        each = max(statistics.median(self._each), 1e-6)
        wanted, least = round(CHUNK_SECONDS / each), round(LEAST_SECONDS / each)
        return max(1, min(wanted, max(fair, least), waiting, LARGEST_CHUNK))

    def progress(self) -> Progress:
        """Where it stands."""
        (then, before), (now, after) = self._marks[0], self._marks[-1]
        if after <= before or now <= then:
            return Progress(self.done, self.total, self.failed, None, None)
        rate = (after - before) / (now - then)
        return Progress(self.done, self.total, self.failed, rate, (self.total - self.done) / rate)
