"""Locks of the operating system on files: they go when their holder dies, however it dies."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

if os.name == "nt":
    import msvcrt

    def _take(file: IO[Any]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]

    def _drop(file: IO[Any]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined, unused-ignore]

else:
    import fcntl

    def _take(file: IO[Any]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _drop(file: IO[Any]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


class HeldError(Exception):
    """Somebody else holds the lock."""


@contextmanager
def held(path: Path, patience: float = 0.0) -> Iterator[None]:
    """Hold the lock on a file (made if missing). Raises HeldError after `patience` seconds."""
    until = time.monotonic() + patience
    with path.open("a+b") as file:
        while True:
            try:
                _take(file)
                break
            except OSError:
                if time.monotonic() >= until:
                    raise HeldError(str(path)) from None
                time.sleep(0.005)
        try:
            yield
        finally:
            _drop(file)
