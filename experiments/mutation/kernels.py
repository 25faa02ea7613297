"""Rules as plain Python that does what the compiled ones do.

numba follows C where `math` of Python raises: the logarithm of 0 is minus infinity. With the
compiler off, a rule would stop there, so in rules (and only there) `math` is replaced.
"""

from __future__ import annotations

import math
from pathlib import Path
from types import CodeType, SimpleNamespace
from typing import Any

NAME = "_math_of_kernels"


def _log(x: float) -> float:
    if x > 0.0:
        return math.log(x)
    return -math.inf if x == 0.0 else math.nan


def _sqrt(x: float) -> float:
    return math.nan if x < 0.0 else math.sqrt(x)


def _exp(x: float) -> float:
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


AS_IN_C = SimpleNamespace(**{**vars(math), "log": _log, "sqrt": _sqrt, "exp": _exp})


def as_compiled(root: Path) -> None:
    """Let numba's `njit`, `@rule` and `@entry` return the plain function, with C's `math`.

    Before anything of the model is imported; nothing where none of them is used.
    """
    sources = (root / "sim").rglob("*.py")
    if not any("import njit" in file.read_text(encoding="utf-8") for file in sources):
        return
    import numba

    numba.njit = _plain
    if (root / "sim" / "fields" / "compiled.py").is_file():
        from sim.fields import compiled

        compiled.rule = compiled.entry = _plain  # type: ignore[assignment]


def _plain(function: Any = None, **_: Any) -> Any:
    """In place of numba's decorator, with or without options."""
    if function is None:
        return _plain
    code = function.__code__
    if "math" in code.co_names:
        function.__code__ = with_math(code)
        function.__globals__[NAME] = AS_IN_C
    return function


def with_math(code: CodeType) -> CodeType:
    """The code of a kernel with C's `math` for Python's."""
    return code.replace(co_names=tuple(NAME if name == "math" else name for name in code.co_names))
