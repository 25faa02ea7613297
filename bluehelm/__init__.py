"""`python -m bluehelm` is the command `bluehelm`. In Python the package is `sim`: `import sim`."""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    raise AttributeError(f"bluehelm.{name}: in Python the package is called sim (import sim)")
