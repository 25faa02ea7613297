"""Rules are tried one by one as the plain Python that they are: with the compiler switched off."""

from __future__ import annotations

import pytest
from numba import config

WHY = "rules are tried as plain Python: set NUMBA_DISABLE_JIT=1 (make rules does)"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip them where the compiler is on: luck that a test sets would not reach compiled code."""
    if config.DISABLE_JIT:
        return
    for item in items:
        if "rules" in item.path.parts:
            item.add_marker(pytest.mark.skip(reason=WHY))
