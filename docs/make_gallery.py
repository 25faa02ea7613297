"""Runs the code of docs/gallery.md and draws the picture under each piece.

    python docs/make_gallery.py [NAME ...]

A few minutes; with names (`history`, `map`, ...) only those.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGE = Path(__file__).with_name("gallery.md")
PIECE = re.compile(r"```python\n(.*?)```\s+!\[[^\]]+\]\(gallery/([a-z]+)\.png\)", re.DOTALL)


def pieces() -> Iterator[tuple[str, str]]:
    """Name of a picture and its code, in the order of the page."""
    for code, name in PIECE.findall(PAGE.read_text(encoding="utf-8")):
        yield name, code


def draw(name: str, code: str, folder: Path) -> Path:
    """Run a piece; the `figure` that it leaves is saved."""
    names: dict[str, Any] = {}
    exec(compile(code, f"{PAGE.name}, {name}", "exec"), names)
    path = folder / f"{name}.png"
    names["figure"].savefig(path, dpi=100, metadata={"Software": None})
    return path


if __name__ == "__main__":
    for name, code in pieces():
        if name in sys.argv[1:] or not sys.argv[1:]:
            print(draw(name, code, PAGE.parent / "gallery"))
