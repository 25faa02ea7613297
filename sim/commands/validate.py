"""`validate`: hold the model against published findings and real events."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from sim.commands.output import print_json, say
from sim.commands.progress import watched
from sim.fields.errors import ScenarioError

STOPPED = 130  # exit code of a command that Ctrl-C has ended


def validate_all(
    only: str | None,
    seeds: int,
    processes: int | None,
    as_json: bool,
    folder: Path | None = None,
    pages: tuple[Path | None, Path | None] = (None, None),
) -> None:
    """Run, judge and print every chosen row; `pages`: files for HTML and for markdown."""
    from sim.evidence.questions import chosen
    from sim.evidence.summary import headlines, rows_text
    from sim.evidence.validate import validate

    names = [name for name in (only or "").split(",") if name.strip()]
    chosen(names)  # a bad name is told before anything runs, and so is a bad place
    html, markdown = pages
    for option, page in (("--html", html), ("--markdown", markdown)):
        _writable(option, page)
    done = [0, 0]
    try:
        with watched("worlds held against the evidence") as progress:

            def counted(now: int, total: int) -> None:
                done[:] = [now, total]
                progress(now, total)

            rows = validate(names, seeds, processes, counted, folder)
    except KeyboardInterrupt:
        again = shlex.join(["bluehelm", *sys.argv[1:]])
        say(f"stopped after {done[0]:,} of {done[1]:,} worlds, which are kept; go on with: {again}")
        raise SystemExit(STOPPED) from None
    if html is not None:
        from sim.view.validation.page import write_html

        say(f"wrote {write_html(rows, html)}")
    if markdown is not None:
        from sim.view.validation.markdown import write_markdown

        say(f"wrote {write_markdown(rows, markdown)}")
    if as_json:
        print_json([row.as_json() for row in rows])
        return
    print(rows_text(rows))
    print()
    print("\n".join(headlines(rows)))


def _writable(option: str, page: Path | None) -> None:
    """ScenarioError: its folder is not there, or it is a folder itself."""
    if page is None:
        return
    if page.is_dir():
        raise ScenarioError([f"{option} {page}: is a folder; name a file in it"])
    if not page.parent.is_dir():
        raise ScenarioError([f"{option} {page}: there is no folder {page.parent}; make it first"])
