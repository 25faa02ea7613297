"""The one error for bad input; apart from what raises it, so that catching it costs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class ScenarioError(ValueError):
    """A scenario (or an override, or a name) that cannot be used. `faults`: one line each."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(one_line(fault) for fault in faults)
        super().__init__("\n".join(self.faults))

    def __reduce__(self) -> tuple[Any, ...]:
        return ScenarioError, (self.faults,)


class IdleValueWarning(UserWarning):
    """A value that was set does nothing, or less than it seems to: why, and what to write."""


def one_line(text: str) -> str:
    """The text with control characters spelt out: what a file says never reaches a terminal raw."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
