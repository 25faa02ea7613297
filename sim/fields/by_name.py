"""Numbers that Python asks for by name and rules by position."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any

import numpy as np
from numpy.typing import NDArray


class ByName(MutableMapping[Any, float]):
    """Numbers by name, or by position as rules have them."""

    def __init__(self, numbers: NDArray[np.float64], names: tuple[str, ...]) -> None:
        self.array, self._names = numbers, names

    def _at(self, name: str | int) -> int:
        if not isinstance(name, str):
            return int(name)
        if name not in self._names:
            raise KeyError(name)
        return self._names.index(name)

    def __getitem__(self, name: str | int) -> float:
        return float(self.array[self._at(name)])

    def __setitem__(self, name: str | int, value: float) -> None:
        self.array[self._at(name)] = value

    def __delitem__(self, name: str | int) -> None:
        self[name] = 0.0

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
