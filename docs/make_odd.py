"""Writes docs/odd.md: the prose of docs/odd-text.md, with tables read from the code.

    python docs/make_odd.py [--check]

A line `{table: NAME}` of the prose is replaced by the table of that name (`TABLES` here).
`--check` writes nothing and fails where the page is out of date.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
sys.path.append(str(HERE))

from odd_rooms import levers, mechanisms, submodels  # noqa: E402
from odd_state import entities, luck, whole  # noqa: E402
from odd_week import week  # noqa: E402

PAGE = HERE / "odd.md"
TEXT = HERE / "odd-text.md"
TABLES: dict[str, Callable[[], list[str]]] = {
    "entities": entities,
    "whole": whole,
    "week": week,
    "mechanisms": mechanisms,
    "levers": levers,
    "luck": luck,
    "submodels": submodels,
}
ASKED = re.compile(r"^\{table: (\w+)\}$", re.MULTILINE)


def page() -> str:
    """The whole page."""
    return filled(TEXT.read_text(encoding="utf-8"))


def filled(text: str) -> str:
    """The prose with its tables. ValueError: a table that is not known or not asked for."""
    asked = ASKED.findall(text)
    if odd := sorted(set(asked) ^ set(TABLES)):
        raise ValueError(f"{TEXT.name}: table {odd[0]!r} must be both known and asked for")
    return ASKED.sub(lambda found: "\n".join(TABLES[found[1]]()), text)


def main() -> int:
    """Write the page, or check it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true")
    text = page()
    if parser.parse_args().check:
        current = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        if current != text:
            print(f"{PAGE.name} is out of date; run python docs/make_odd.py", file=sys.stderr)
            return 1
        return 0
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
