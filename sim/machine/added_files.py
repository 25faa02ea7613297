"""Python files of a user's own that `--extend` named, for this process and its workers."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Final

VARIABLE: Final = "BLUEHELM_EXTEND"


def name(paths: Iterable[str]) -> None:
    """Remember these files; worker processes inherit it."""
    os.environ[VARIABLE] = os.pathsep.join(paths)


def named() -> list[str]:
    """The files, here or in the process that started this one."""
    return [file for file in os.environ.get(VARIABLE, "").split(os.pathsep) if file]


THEORY: Final = "BLUEHELM_THEORY"


def name_theory(rows: Iterable[str]) -> None:
    """Remember who decides by which class, a row each; worker processes inherit it."""
    os.environ[THEORY] = "\n".join(rows)


def theory_named() -> list[str]:
    """The rows, here or in the process that started this one."""
    return [row for row in os.environ.get(THEORY, "").split("\n") if row]
