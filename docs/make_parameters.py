"""Writes docs/parameters.md from the code: every parameter, its range, default and source.

    python docs/make_parameters.py [--check]

`--check` writes nothing and fails where the page is out of date.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.case.parts import Nature, Policy
from sim.fields.parameter import Parameter, parameters
from sim.state.parties import Contributor, DatedEvent, FactionSpec, MissionSpec

PAGE = Path(__file__).with_name("parameters.md")
GROUPS = (
    ("policy", Policy, "What a mission's planners set. Every table may have dated `phases`."),
    ("nature", Nature, "How the world works."),
    ("factions.<name>", FactionSpec, "An armed faction as it stands at the start."),
    ("mission", MissionSpec, "The mandate."),
    ("mission.contributors.<name>", Contributor, "Who sends units."),
    ("events.<number>", DatedEvent, "What the parties could not decide."),
)


def page() -> str:
    """The whole page."""
    rows = [(group, text, list(parameters(kind, group))) for group, kind, text in GROUPS]
    every = [p for _, _, found in rows for p in found]
    count = {tag: sum(p.source.startswith(tag) for p in every) for tag in TAGS}
    lines = [
        "# Parameters",
        "",
        "<!-- made by docs/make_parameters.py; do not edit -->",
        f"{len(every)} parameters: {count['evidence']} with a published source "
        f"(`evidence:` and an id of the [bibliography](bibliography.md)), "
        f"{count['calibrated']} calibrated (`experiments/calibration`), "
        f"{count['assumption']} assumptions, to be varied in a sweep. "
        "Any of them can be set: `--set PATH=VALUE`.",
    ]
    for group, text, found in rows:
        lines += ["", f"## {group}", "", text]
        for table, own in _tables(found, group):
            if table:
                lines += ["", f"### {table}"]
            lines += ["", *_table(own)]
    return "\n".join(lines) + "\n"


TAGS = ("evidence", "calibrated", "assumption")


def _tables(found: list[Parameter], group: str) -> Iterator[tuple[str, list[Parameter]]]:
    """Parameters by the table they stand in, in order."""
    by_table: dict[str, list[Parameter]] = {}
    for p in found:
        by_table.setdefault(p.path.rpartition(".")[0], []).append(p)
    for table, own in by_table.items():
        yield "" if table == group else table, own


def _table(own: list[Parameter]) -> list[str]:
    lines = ["| name | default | range | unit | source | meaning |", "|---|---|---|---|---|---|"]
    for p in own:
        name = p.path.rpartition(".")[2]
        reach = f"{_shown(p.low)} to {_shown(p.high)}" if p.low is not None else ""
        lines.append(
            f"| `{name}` | {_shown(p.default)} | {reach} | {p.unit} | {p.source} | {p.meaning} |"
        )
    return lines


def _shown(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"


def main() -> int:
    """Write the page, or check it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    text = page()
    if parser.parse_args().check:
        current = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        if current != text:
            print(
                f"{PAGE.name} is out of date; run python docs/make_parameters.py", file=sys.stderr
            )
            return 1
        return 0
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
