"""A validation in markdown; pictures in a folder beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.evidence.summary import (
    GROUPS,
    RIVALS,
    Row,
    cells_of,
    headlines,
    of_group,
    rivals_in,
)
from sim.runs.run import write_whole
from sim.view import style
from sim.view.validation import words
from sim.view.validation.charts import drawable, picture


def write_markdown(rows: Sequence[Row], path: Path, note: str = "") -> Path:
    """Write the page and its pictures; the same rows give the same bytes. Returns the path."""
    folder = path.with_name(f"{path.stem}-pictures")
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    shown = []
    for title, own in words.sections(rows).items():
        if drawable(own):
            name = f"{title.partition('.')[0]}{_tail(own)}.png"
            style.save(picture(title, drawable(own)), folder / name, title)
            shown += [f"## {title}", "", f"![{title}]({folder.name}/{name})", ""]
    return write_whole(path, "\n".join([*_head(rows, note), *shown, *_tables(rows)]) + "\n")


def _tail(rows: Sequence[Row]) -> str:
    country = rows[0].id.partition("@")[2]
    return f"-{country}" if country and rows[0].id[0] == "F" else ""


def _head(rows: Sequence[Row], note: str) -> list[str]:
    seeds = max((row.seeds for row in rows), default=0)
    lines = [f"# {words.TITLE}", "", "<!-- made by bluehelm validate; do not edit -->"]
    lines += [f"`bluehelm validate`, {seeds} worlds an arm. {note}".rstrip(), ""]
    lines += [f"- {line}." for line in headlines(rows)]
    lines += ["", "## What it misses", "", *_table(words.misses(rows))]
    for text in words.HOW:
        lines += ["", text]
    return [*lines, ""]


def _tables(rows: Sequence[Row]) -> list[str]:
    lines = []
    for group, title in GROUPS.items():
        own = of_group(rows, group)
        if own:
            lines += [f"## {title}", "", *_table(own), ""]
    return lines[:-1]


def _table(rows: Sequence[Row]) -> list[str]:
    if not rows:
        return ["Nothing."]
    names = rivals_in(rows) or list(RIVALS[:1])
    head = ("id", "value", "90 % interval", "band", "verdict", *names, "", "statement")
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for row in rows:
        cells = cells_of(row, names)
        kind = "fit" if row.fitted else "test"
        told = cells[-1].replace("|", "\\|")
        lines.append(f"| {' | '.join((*cells[:-1], kind, told))} |")
    return lines
