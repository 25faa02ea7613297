"""Writes docs/validation-table.md from what `bluehelm validate --json` printed.

bluehelm validate --json > rows.json
python docs/make_validation.py rows.json --seeds 16
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from sim.evidence.summary import Row, headline

PAGE = Path(__file__).with_name("validation-table.md")
GROUPS = {
    "F": "Regularities of violence",
    "A": "Missions and peace",
    "B": "Places",
    "C": "Talks",
    "D": "Disarmament, demobilisation, reintegration",
    "E": "Means",
    "G": "Warning and response",
    "H": "Aid and institutions",
}


def page(rows: list[dict[str, Any]], seeds: int, note: str = "") -> str:
    """The table, by subject, with the headlines."""
    plain = [Row(**row | {"value": _float(row["value"])}) for row in rows]
    tests = [row for row in plain if not row.fitted]
    findings = [row for row in plain if not row.id.startswith("F")]
    lines = [
        "# Validation: the latest table",
        "",
        "<!-- made by docs/make_validation.py; do not edit -->",
        f"`bluehelm validate`, {seeds} seeds an arm. {note}".rstrip(),
        "",
        f"- All rows: {headline(plain)}.",
        f"- Rows no fit has used: {headline(tests)}.",
        f"- Findings alone (A to H without F): {headline(findings)}.",
    ]
    for letter, title in GROUPS.items():
        own = [row for row in plain if row.id.startswith(letter)]
        lines += ["", f"## {letter}. {title}", ""]
        lines += ["| id | value | 90 % interval | band | verdict | no effect | | statement |"]
        lines += ["|---|---|---|---|---|---|---|---|"]
        lines += [_line(row) for row in own]
    return "\n".join(lines) + "\n"


def _line(row: Row) -> str:
    value = f"{row.value:.3g}" if row.value == row.value else "-"
    verdict = f"**{row.verdict}**" if row.verdict == "inside" else row.verdict
    cells = (
        row.id,
        value,
        _ends(row.interval, "-"),
        _ends(row.band, "open"),
        verdict,
        row.variant_verdict,
        "fit" if row.fitted else "test",
        row.statement,
    )
    return f"| {' | '.join(cells)} |"


def _ends(ends: Any, missing: str) -> str:
    if ends is None:
        return "-"
    low, high = (missing if end is None else f"{end:.3g}" for end in ends)
    return f"{low} to {high}" if (low, high) != ("-", "-") else "-"


def _float(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def main() -> None:
    """Read the rows, write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--seeds", type=int, default=16)
    parser.add_argument("--note", default="", help="what state of the model this is")
    asked = parser.parse_args()
    rows = json.loads(asked.rows.read_text(encoding="utf-8"))
    PAGE.write_text(page(rows, asked.seeds, asked.note), encoding="utf-8")


if __name__ == "__main__":
    main()
