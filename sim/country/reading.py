"""Reading the plain files of a region's folder: text, tables, numbers; every fault is kept."""

from __future__ import annotations

import csv
import io
import math
import re
from pathlib import Path
from typing import Final

from sim.fields.faults import did_you_mean, shown

MOST_BYTES: Final = 10_000_000  # of one file; 10,000 places and 100,000 roads need less
MOST_PLACES: Final = 10_000  # ways between all pairs are kept: 600 MB
MOST_PERSONS: Final = 2e9
LONGEST: Final = 2_000  # characters of one value
MOST_FAULTS: Final = 100  # told of one region
OPTIONAL: Final = ("source",)  # columns that may be left out

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)

Row = tuple[str, dict[str, str]]  # where it stands, values by column; none: told already


class RegionError(ValueError):
    """Everything that is wrong with a region's files, a line a fault."""

    def __init__(self, faults: list[str]) -> None:
        told = faults[:MOST_FAULTS]
        if len(faults) > len(told):
            told.append(f"and {len(faults) - len(told):,} faults more; mend these first")
        super().__init__("\n".join(told))
        self.faults = told


def number_in(text: str) -> float:
    """A number as a table has it; NaN for anything else: words, nan, inf, 1_000, superscripts."""
    text = text.strip()
    return float(text) if len(text) <= 40 and _NUMBER.fullmatch(text) else math.nan


def is_line(text: str, most: int) -> bool:
    """Whether a text is one line of visible characters, not longer than `most`."""
    return bool(text.strip()) and text.isprintable() and len(text) <= most


class Reader:
    """Reads a region's files and collects every fault."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[str] = []

    def tell(self, where: str | Path, text: str) -> None:
        """Keep a fault."""
        self.faults.append(f"{where}: {text}")

    def has(self, name: str) -> bool:
        """Whether a file of that name is there."""
        return (self.folder / name).exists()

    def text(self, name: str) -> str | None:
        """A whole file; None where it cannot be had."""
        path = self.folder / name
        try:
            if path.exists() and not path.is_file():
                self.tell(path, "is not an ordinary file; put a text file there")
                return None
            with path.open("rb") as file:
                raw = file.read(MOST_BYTES + 1)
            if len(raw) > MOST_BYTES:
                self.tell(path, f"is over {MOST_BYTES // 1_000_000} MB; a region's files are small")
                return None
            return raw.decode("utf-8-sig")
        except FileNotFoundError:
            self.tell(path, "missing; a region needs this file")
        except UnicodeDecodeError as error:
            self.tell(path, f"is not UTF-8 ({error.reason}); save as UTF-8")
        except OSError as error:
            self.tell(path, f"cannot be read ({error.strerror})")
        return None

    def rows(self, name: str, columns: tuple[str, ...], most: int) -> list[Row] | None:
        """Rows of a CSV with their place in the file, blank ones left out; None: no such table."""
        text, where = self.text(name), self.folder / name
        if text is None:
            return None
        lines = self._lines(where, text)
        if lines is None:
            return None
        number, head = lines[0] if lines else (1, [])
        if not self._is_head(f"{where}:{number}", head, columns):
            return None
        if len(lines) > most + 1:
            self.tell(where, f"has {len(lines) - 1:,} rows; at most {most:,}: leave the least out")
            return None
        return [self._row(f"{where}:{number}", head, line) for number, line in lines[1:]]

    def _lines(self, where: Path, text: str) -> list[tuple[int, list[str]]] | None:
        """Lines that say something, stripped, with the number of the line they begin on."""
        table = csv.reader(io.StringIO(text, newline=""), strict=True)
        found, begins = [], 1
        try:
            for line in table:
                cells = [cell.strip() for cell in line]
                if any(cells):
                    found.append((begins, cells))
                begins = table.line_num + 1
        except csv.Error as error:
            remedy = "mend the quotes, or shorten the value"
            self.tell(f"{where}:{begins}", f"cannot be read as CSV ({error}); {remedy}")
            return None
        return found

    def _is_head(self, where: str, head: list[str], columns: tuple[str, ...]) -> bool:
        before = len(self.faults)
        if len(head) == 1 and re.search("[;\t]", head[0]):
            self.tell(where, "values are not separated by commas; save as CSV with commas")
            return False
        for name in dict.fromkeys(head):
            if name not in columns:
                self.tell(where, f"column {shown(name)} is unknown{did_you_mean(name, columns)}")
            if head.count(name) > 1:
                self.tell(
                    where, f"column {shown(name)} is there {head.count(name)} times; keep one"
                )
        for name in columns:
            if name not in head and name not in OPTIONAL:
                self.tell(where, f"column {name!r} is missing; add it")
        return len(self.faults) == before

    def _row(self, where: str, head: list[str], line: list[str]) -> Row:
        if len(line) != len(head):
            self.tell(where, f"has {len(line)} values, the head {len(head)}; mend the row")
            return where, {}
        for name, cell in zip(head, line, strict=True):
            if len(cell) > LONGEST:
                self.tell(where, f"{name} has {len(cell):,} characters; at most {LONGEST:,}")
                return where, {}
        return where, dict(zip(head, line, strict=True))

    def number(
        self, where: str, row: dict[str, str], key: str, low: float, high: float, unit: str
    ) -> float:
        """A number within a range, `low` where it is none."""
        text = row[key]
        value = number_in(text)
        if low <= value <= high:
            return value
        remedy = f"; write {text.strip().replace(',', '.')}" if _COMMA.fullmatch(text) else ""
        rule = f"must be a number from {low:,g} to {high:,g} ({unit}){remedy}"
        self.tell(where, f"{key} is {shown(text)}; {rule}")
        return low

    def line(self, where: str, key: str, text: str, most: int) -> None:
        """Check that a text can be shown on one line."""
        if not is_line(text, most):
            rule = f"must be one line of 1 to {most} visible characters"
            self.tell(where, f"{key} is {shown(text)}; {rule}")
