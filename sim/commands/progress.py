"""What a command shows while it works: a line on a terminal, a word where it takes long.

All of it goes to stderr.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from sim.commands.output import say

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

Progress = Callable[[int, int], None]  # how much is done, of how much

PATIENCE_SECONDS = 3.0
COMPILING = (
    "setting up; the first run after an installation compiles the model, which takes up to "
    "a minute, later runs start at once"
)


class Told(Protocol):
    """Takes what is going on now, how much of it is done, and of how much if that is known."""

    def __call__(self, what: str, done: int = 0, total: int | None = None) -> None: ...


@contextmanager
def line(quiet: bool = False) -> Iterator[Told]:
    """A line on a terminal that says what is going on; elsewhere, or if `quiet`, nothing."""
    if quiet or not sys.stderr.isatty():
        yield nothing
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        yield _Line(bar)


def nothing(what: str, done: int = 0, total: int | None = None) -> None:
    """Tells nobody."""


class _Line:
    """One bar at a time: another thing to do takes the place of the last."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar
        self._what = ""

    def __call__(self, what: str, done: int = 0, total: int | None = None) -> None:
        if what != self._what:
            for task in self._bar.task_ids:
                self._bar.remove_task(task)
            self._bar.add_task(what, total=total)
            self._what = what
        self._bar.update(self._bar.task_ids[0], completed=done, total=total)


@contextmanager
def watched(what: str) -> Iterator[Progress]:
    """A line on a terminal, and a word on any stderr when the first step is long coming."""
    with line() as told, patient(lambda done, total: told(what, done, total)) as progress:
        told(what)
        yield progress


@contextmanager
def patient(progress: Progress) -> Iterator[Progress]:
    """`progress`, and a word on any stderr when its first step is long coming."""
    notice = threading.Timer(PATIENCE_SECONDS, say, [COMPILING])
    notice.daemon = True
    notice.start()

    def step(done: int, total: int) -> None:
        notice.cancel()
        progress(done, total)

    try:
        yield step
    finally:
        notice.cancel()
