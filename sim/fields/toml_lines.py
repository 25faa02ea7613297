"""On which line of a TOML text each key stands, for messages about it.

`tomllib` reads the values; this only finds places in a text that `tomllib` has accepted. What
it cannot place is missing from the answer, never an error.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from contextlib import suppress

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))[ \t]*""")
_SCALAR = re.compile(
    r'"""(?:[^\\]|\\.)*?"""+|' + r"'''.*?'''+" + r'|"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'|"
    r"[^,\[\]{}#\n]+",
    re.DOTALL,
)


def lines_of(text: str) -> dict[Path, int]:
    """The line, from 1, of each key path: `("factions", 0, "fighters") -> 31`."""
    scan = _Scan(text)
    with suppress(LookupError, ValueError, RecursionError):  # what was found so far still helps
        scan.document()
    return scan.lines


def nearest_line(lines: dict[Path, int], path: Path) -> int | None:
    """The line of a path, or of the closest table around it; None where nothing is known."""
    for size in range(len(path), 0, -1):
        if path[:size] in lines:
            return lines[path[:size]]
    return None


class _Scan:
    """A walk over the text. `lines`: what was found; `at`: position in the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self._starts = [match.end() for match in re.finditer("\n", text)]
        self._tables: dict[Path, int] = {}  # arrays of tables: how many elements so far

    def document(self) -> None:
        table: Path = ()
        self._blank()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._blank()

    def _header(self) -> Path:
        start = self.at
        array = self.text.startswith("[[", start)
        self.at += 2 if array else 1
        path = self._resolved(self._key(), array)
        self.at += 2 if array else 1
        self.lines.setdefault(path, self._line(start))
        return path

    def _resolved(self, key: list[str], array: bool) -> Path:
        """The path of a header: through the last element of each array of tables on the way."""
        path: Path = ()
        for part in key[:-1]:
            path = (*path, part)
            if path in self._tables:
                path = (*path, self._tables[path])
        path = (*path, key[-1])
        if not array:
            return path
        self._tables[path] = self._tables.get(path, -1) + 1
        return (*path, self._tables[path])

    def _pair(self, table: Path) -> None:
        start = self.at
        path = (*table, *self._key())
        self.at = self.text.index("=", self.at) + 1
        self.lines[path] = self._line(start)
        self._value(path)

    def _value(self, path: Path) -> None:
        self._blank()
        opening = self.text[self.at]
        if opening not in "[{":
            match = _SCALAR.match(self.text, self.at)
            if match is None:
                raise LookupError
            self.at = match.end()
            return
        self.at += 1
        self._items(path, "]" if opening == "[" else "}")

    def _items(self, path: Path, closing: str) -> None:
        number = 0
        while True:
            self._blank()
            if self.text[self.at] == closing:
                self.at += 1
                return
            if self.text[self.at] == ",":
                self.at += 1
            elif closing == "}":
                self._pair(path)
            else:
                self.lines[(*path, number)] = self._line(self.at)
                self._value((*path, number))
                number += 1

    def _key(self) -> list[str]:
        parts = []
        while True:
            match = _KEY.match(self.text, self.at)
            if match is None:
                raise LookupError
            parts.append(next(group for group in match.groups() if group is not None))
            self.at = match.end()
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def _blank(self) -> None:
        match = _BLANK.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _line(self, position: int) -> int:
        return bisect_right(self._starts, position) + 1
