"""What is asked of a worker: one world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Task:
    """Which world to run: a shipped scenario's name, changes of its values, seed, weeks.

    `changes`: pairs (dotted path, value), sorted.
    """

    scenario: str
    changes: tuple[tuple[str, Any], ...]
    seed: int
    weeks: int
