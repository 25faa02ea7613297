"""A bar for notebooks and scripts: `sim.compare(..., progress=sim.progress_bar("worlds"))`."""

from __future__ import annotations

import sys
import time
from html import escape
from typing import Any

SECONDS = 0.2  # between two drawings
WIDTH = 30  # characters of a bar in a terminal


class ProgressBar:
    """Draws how much is done; `run`, `compare`, `split` and `sweep` take one as `progress`.

    In a notebook a bar in the cell, in a terminal a line on stderr; elsewhere nothing.
    """

    def __init__(self, what: str = "") -> None:
        self.what = what
        self._drawn = 0.0
        self._handle: Any = None

    def __call__(self, done: Any, total: int | None = None) -> None:
        """Take numbers, or a sweep's progress, which has its own line of words."""
        words = getattr(done, "line", "")
        if words:
            done, total = done.done, done.total
        now, full = time.monotonic(), max(int(total or 0), 1)
        if now - self._drawn < SECONDS and done < full:
            return
        self._drawn = now
        text = words or f"{done:,} of {full:,} {self.what}".rstrip()
        if _in_notebook():
            self._show(text, done / full)
        elif sys.stderr.isatty():
            filled = round(WIDTH * done / full)
            end = "\n" if done >= full else ""
            bar = "#" * filled + "." * (WIDTH - filled)
            print(f"\r{bar} {text}\033[K", end=end, file=sys.stderr, flush=True)

    def _show(self, text: str, share: float) -> None:
        from IPython.display import HTML, display

        drawn = HTML(f'<progress max="1" value="{share:.4f}"></progress> {escape(text)}')  # type: ignore[no-untyped-call]
        if self._handle is None:
            self._handle = display(drawn, display_id=True)  # type: ignore[no-untyped-call]
        else:
            self._handle.update(drawn)


def progress_bar(what: str = "") -> ProgressBar:
    """A bar; `what` is counted: "worlds", "weeks"."""
    return ProgressBar(what)


def _in_notebook() -> bool:
    """Whether this runs in the kernel of a notebook."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return shell is not None and hasattr(shell, "kernel")
