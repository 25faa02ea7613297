"""`validate`: hold the model against published findings and real events."""

from __future__ import annotations

from sim.commands.output import print_json
from sim.commands.progress import watched


def validate_all(only: str | None, seeds: int, processes: int | None, as_json: bool) -> None:
    """Run, judge and print every chosen row."""
    from sim.evidence.summary import headline, rows_text
    from sim.evidence.validate import chosen, validate

    names = [name for name in (only or "").split(",") if name.strip()]
    chosen(names)  # a bad name is told before anything runs
    with watched("worlds held against the evidence") as progress:
        rows = validate(names, seeds, processes, progress)
    if as_json:
        print_json([row.as_json() for row in rows])
        return
    print(rows_text(rows))
    print()
    print(headline(rows))
    tests = [row for row in rows if not row.fitted]
    if len(tests) < len(rows):
        print(f"rows no fit has used: {headline(tests)}")
