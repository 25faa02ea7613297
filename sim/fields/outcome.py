"""An outcome as data: what a run is judged by, declared in one place from series to label."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

DIRECTIONS = ("up", "down", "none")


@dataclass(frozen=True)
class Outcome:
    """An outcome's name, unit, direction (down: lower is better, up, none) and definition.

    `compute(history)` is a pure function of what is kept of a run (`sim.runs.measures.History`);
    `label`: its name in sentences and on the page, the name with spaces if empty.
    ValueError: a declaration that lacks something, with what to add.
    """

    name: str
    unit: str
    direction: str
    meaning: str
    compute: Callable[[Any], float]
    label: str = ""

    def __post_init__(self) -> None:
        if not self.name.isidentifier():
            raise ValueError(f"outcome {self.name!r}: its name must be a word with underscores")
        if self.direction not in DIRECTIONS:
            said = f"direction is {self.direction!r}; must be one of {', '.join(DIRECTIONS)}"
            raise ValueError(f"outcome {self.name}: {said}")
        if not self.unit or not self.meaning:
            raise ValueError(f"outcome {self.name}: has no unit or no meaning; add both")

    @property
    def words(self) -> str:
        """Its name for people."""
        return self.label or self.name.replace("_", " ")
