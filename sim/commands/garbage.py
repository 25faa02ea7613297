"""How often Python looks for garbage while a command runs."""

from __future__ import annotations

import atexit
import gc


def collect_seldom() -> None:
    """Look for garbage in cycles seldom, and not at all when the process ends.

    A command makes some hundred thousand objects that live as long as it does: modules, tables,
    a figure's parts. With its own settings Python walks through them some hundred times, and once
    more before it ends: a fifth of a run's time.
    """
    gc.set_threshold(20_000, 10, 5)  # new objects until it looks at them; then older, then all
    atexit.register(gc.freeze)  # what is left goes with the process
