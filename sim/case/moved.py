"""Where a number of nature stands now that an older file or script names by its former path."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def moved() -> dict[str, str]:
    """Former paths of numbers of nature, and where they stand now."""
    text = (files("sim.case") / "moved.txt").read_text(encoding="utf-8")
    pairs = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {f"nature.{old}": f"nature.{new}" for old, new in pairs}


def hint(path: str) -> str:
    """ "; moved to ..." for a former path, or a former table; empty for any other."""
    if path in moved():
        return f"; moved to {moved()[path]}"
    inside = {new.rpartition(".")[0] for old, new in moved().items() if old.startswith(f"{path}.")}
    return f"; its numbers have moved to {', '.join(sorted(inside))}" if inside else ""
