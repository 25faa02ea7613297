"""Writes docs/validation-table.md and its pictures from what `bluehelm validate --json` printed.

bluehelm validate --seeds 200 --json > rows.json
python docs/make_validation.py rows.json
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from sim.evidence.summary import Row
from sim.view.validation.markdown import write_markdown

PAGE = Path(__file__).with_name("validation-table.md")


def main() -> None:
    """Read the rows, write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--note", default="", help="what state of the model this is")
    asked = parser.parse_args()
    rows = json.loads(asked.rows.read_text(encoding="utf-8"))
    print(write_markdown([Row.of_json(row) for row in rows], PAGE, asked.note))


if __name__ == "__main__":
    main()
