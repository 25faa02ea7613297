"""What is kept and printed: the file of verdicts, equivalent mutants, survivors, the tables."""

from __future__ import annotations

import csv
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import changes
from mutants import Mutant

if TYPE_CHECKING:
    from trial import Result

KILLED, SURVIVED, TIMEOUT, ERROR = "killed", "survived", "timeout", "error"


@dataclass(frozen=True)
class Row:
    """One line of the file."""

    id: str
    module: str
    line: int
    kind: str
    original: str
    mutant: str
    verdict: str
    seconds: float
    killed_by: str

    def is_of(self, mutant: Mutant) -> bool:
        """False where the file has changed so that the id names another mutant now."""
        return (self.original, self.mutant) == (mutant.original, mutant.mutant)


NAMED = ("module", "function", "kind", "original")  # what equivalent.toml knows a mutant by
COLUMNS = [field.name for field in fields(Row)]


def row_of(m: Mutant, result: Result) -> Row:
    """The line for a mutant that was tried."""
    verdict = {0: SURVIVED, 1: KILLED}.get(result.code, ERROR)
    if result.timeout:
        verdict = TIMEOUT
    by = result.failed or (result.text.strip().split("\n")[-1] if verdict == ERROR else "")
    seconds = round(result.seconds, 2)
    return Row(m.id, m.module, m.line, m.kind, m.original, m.mutant, verdict, seconds, by)


def read_rows(file: Path | None) -> dict[str, Row]:
    """The verdicts in the file by id; a later line counts more than an earlier one."""
    if file is None or not file.exists():
        return {}
    with file.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        if reader.fieldnames != COLUMNS:
            raise ValueError(f"{file}: expected the columns {', '.join(COLUMNS)}")
        found = {}
        for line in reader:
            if None not in line.values():  # a line cut short
                values: dict[str, Any] = {**line, "line": int(line["line"])}
                found[line["id"]] = Row(**{**values, "seconds": float(line["seconds"])})
    return found


def append(file: Path | None, row: Row) -> None:
    """Add one line, with the header where the file is new."""
    if file is None:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    new = not file.exists()
    with file.open("a", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, COLUMNS, lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerow(asdict(row))


class Reasons:
    """Why a mutant is equivalent, from the file that says so."""

    def __init__(self, file: Path) -> None:
        self.entries: list[dict[str, str]] = []
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        for k, entry in enumerate(tomllib.loads(text).get("mutant", [])):
            for name in (*NAMED, "reason"):
                if not str(entry.get(name, "")).strip():
                    raise ValueError(f"{file}: mutant {k + 1} has no {name}")
            self.entries.append(entry)

    def of(self, mutant: Mutant) -> str:
        """The reason, or nothing."""
        for entry in self.entries:
            if all(
                entry.get(name, "") in ("", getattr(mutant, name)) for name in (*NAMED, "mutant")
            ):
                return entry["reason"]
        return ""

    def unknown(self, every: Sequence[Mutant]) -> list[str]:
        """Entries that name no mutant (any more)."""
        found = {tuple(getattr(m, name) for name in NAMED) for m in every}
        keys = [tuple(entry[name] for name in NAMED) for entry in self.entries]
        return [" ".join(key) for key in keys if key not in found]


class Progress:
    """A line every ten seconds: how far, how many survive, how long it will take."""

    def __init__(self, total: int) -> None:
        self.total, self.done, self.alive = total, 0, 0
        self.begin = self.told = time.monotonic()

    def tell(self, row: Row) -> None:
        """One more is done."""
        self.done += 1
        self.alive += row.verdict == SURVIVED
        now = time.monotonic()
        if now - self.told >= 10.0:
            self.told = now
            left = (now - self.begin) / self.done * (self.total - self.done) / 60.0
            told = f"{self.done} of {self.total}, {self.alive} survive, about {left:.1f} min left"
            print(told, flush=True)


def summary(
    rows: list[Row], chosen: list[Mutant], equivalent: list[tuple[Mutant, str]]
) -> list[str]:
    """All that is printed at the end."""
    named = {mutant.id: mutant for mutant in chosen}
    strong = [row for row in rows if row.kind not in changes.WEAK]
    weak = [row for row in rows if row.kind in changes.WEAK]
    lines = []
    for title, part, verdict in (
        ("survivors", strong, SURVIVED),
        ("survivors of the weak class", weak, SURVIVED),
        ("errors that are no test's, counted as killed", rows, ERROR),
    ):
        found = [row for row in part if row.verdict == verdict]
        if found or verdict == SURVIVED:
            lines += [f"{title}: {len(found)}", *(_shown(named[row.id], row) for row in found), ""]
    lines += [*table("direction, by module", strong, "module"), ""]
    lines += [*table("direction, by kind", strong, "kind"), ""]
    if weak:
        lines += [*table("weak: < for <=, by module", weak, "module"), ""]
    lines.append(f"equivalent: {len(equivalent)}, each with its reason")
    for mutant, reason in equivalent:
        lines.append(f"  {mutant.path}:{mutant.line} [{mutant.kind}] {mutant.original}: {reason}")
    return lines


def _shown(m: Mutant, row: Row) -> str:
    note = f"  {row.killed_by}" if row.killed_by else ""
    return f"  {m.path}:{m.line} {m.function} [{m.kind}] {m.original}  ->  {m.mutant}{note}"


def table(title: str, rows: Iterable[Row], column: str) -> list[str]:
    """Counts and the share killed for each value of a column, and for all."""
    counts: dict[str, Counter[str]] = {}
    total: Counter[str] = Counter()
    for row in rows:
        for counter in (counts.setdefault(getattr(row, column), Counter()), total):
            counter[row.verdict] += 1
    lines = [f"{title:<34}{'mutants':>8}{'killed':>8}{'survived':>9}{'timeouts':>9}"]
    lines[0] += f"{'errors':>8}{'share':>9}"
    return (
        lines + [_counted(name, counts[name]) for name in sorted(counts)] + [_counted("all", total)]
    )


def _counted(name: str, counter: Counter[str]) -> str:
    share = f"{100 * share_killed(counter):7.1f} %" if counter.total() else "      -"
    return (
        f"{name:<34}{counter.total():8}{counter[KILLED]:8}{counter[SURVIVED]:9}"
        f"{counter[TIMEOUT]:9}{counter[ERROR]:8}{share}"
    )


def share_killed(counter: Counter[str]) -> float:
    """Of the mutants; an endless loop and a module that cannot be imported are seen, too."""
    return 1.0 - counter[SURVIVED] / counter.total()
