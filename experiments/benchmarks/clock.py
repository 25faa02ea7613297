"""What the benchmarks share: the least of several goes, figures, and how fast this machine is."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parents[2]
WEEKS = 260
CIVILIANS = 5_000


@dataclass(frozen=True)
class Figure:
    """One measured number."""

    name: str
    value: float
    unit: str

    def line(self) -> str:
        """As it is printed."""
        return f"{self.name:58s} {_round(self.value):>10s} {self.unit}"

    def row(self) -> str:
        """As a row of a table."""
        return f"| {self.name} | {_round(self.value)} | {self.unit} |"


def _round(value: float) -> str:
    """Three significant digits, without an exponent."""
    if abs(value) >= 100.0:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10.0 else f"{value:.2f}"


def least(work: Callable[[], object], goes: int) -> float:
    """Seconds of the least disturbed of several goes."""
    best = float("inf")
    for _ in range(goes):
        begin = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begin)
    return best


def of_machine() -> float:
    """Seconds of ten million additions in a plain loop of Python, beside which others compare."""
    return least(_add, 3)


def _add() -> int:
    whole = 0
    for number in range(10_000_000):
        whole += number
    return whole


def fresh(code: str, more: Mapping[str, str] | None = None) -> list[float]:
    """Numbers that a fresh process prints on its last line, with its environment changed.

    It stands in a folder of its own: the tree of the working folder would come before any other.
    """
    with tempfile.TemporaryDirectory() as folder:
        done = _done(code, {"PYTHONPATH": str(HERE), **(more or {})}, folder)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return [float(word) for word in done.stdout.splitlines()[-1].split()]


def _done(code: str, more: Mapping[str, str], folder: str) -> subprocess.CompletedProcess[str]:
    """A process that has run some code."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **more},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
