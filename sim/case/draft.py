"""A scenario before it is checked: the raw tables of a file, read with patience."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic import BaseModel

from sim.country.region import Region
from sim.policy.table import LeverTable

FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2200, 12, 31)


@dataclass(frozen=True)
class Draft:
    """A scenario before it is checked. `region` is None where it could not be loaded.

    `levers`: the class of each lever's table by name.
    """

    raw: dict[str, Any]
    model: type[BaseModel]
    region: Region | None
    levers: Mapping[str, type[LeverTable]]

    def rows(self, *path: str) -> list[dict[str, Any]]:
        """The tables of a list; an element of the wrong type counts as an empty table."""
        here: Any = self.raw
        for part in path:
            here = here.get(part) if isinstance(here, dict) else None
        rows = here if isinstance(here, (list, tuple)) else []
        return [row if isinstance(row, dict) else {} for row in rows]

    def table(self, key: str) -> dict[str, Any]:
        """A table, empty where it is missing or something else."""
        value = self.raw.get(key)
        return value if isinstance(value, dict) else {}


def day_of(value: Any) -> date | None:
    """A date of a file, also where it is written as text; None for anything else."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value if type(value) is date else None


def texts_of(value: Any) -> list[tuple[int, str]]:
    """The texts in a list with their numbers."""
    items = value if isinstance(value, (list, tuple)) else []
    return [(number, item) for number, item in enumerate(items) if isinstance(item, str)]
