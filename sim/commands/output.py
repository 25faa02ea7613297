"""How commands print: rich tables on a terminal, plain lines everywhere else, JSON on demand."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from importlib import metadata
from typing import Any


def version() -> str:
    """The installed version, "unknown" in a bare checkout."""
    try:
        return metadata.version("bluehelm")
    except metadata.PackageNotFoundError:
        return "unknown"


def say(text: str) -> None:
    """A message beside the results, on stderr."""
    print(text, file=sys.stderr, flush=True)


def print_json(document: Any) -> None:
    """One JSON document on stdout; NaN and infinities become null."""
    print(json.dumps(_finite(document), indent=2, ensure_ascii=False, allow_nan=False))


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return value


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]], right: int = -1) -> None:
    """A table; column number `right` is aligned right. Off a terminal a row is one line."""
    if sys.stdout.isatty():
        _print_rich(headings, rows, right)
        return
    widths = [max(len(row[i]) for row in [headings, *rows]) for i in range(len(headings))]
    for row in [headings, *rows]:
        cells = [
            cell.rjust(width) if i == right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())


def _print_rich(headings: Sequence[str], rows: Sequence[Sequence[str]], right: int) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for i, heading in enumerate(headings):
        table.add_column(heading, justify="right" if i == right else "left")
    for row in rows:
        table.add_row(*[Text(cell) for cell in row])  # Text: brackets in a cell are no markup
    Console().print(table)


def number(value: float) -> str:
    """A number for people: 12,345 or 0.123; "-" for one that cannot be known."""
    if not math.isfinite(value):
        return "-"
    if value == round(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) < 100 else f"{value:.1f}"
