"""`report`: a sweep as one page."""

from __future__ import annotations

from pathlib import Path

from sim.commands.output import say
from sim.fields.errors import ScenarioError


def write_report(folder: Path, out: Path | None) -> None:
    """Write the page of a sweep's folder and print its path."""
    from sim.batch.results import Results
    from sim.view.sweep import page as sweep_page

    results = Results(folder)
    if results.count == 0:
        raise ScenarioError([f"{folder}: holds no runs yet"])
    path = out if out is not None else folder / "report.html"
    try:
        sweep_page.write_report(results, path)
    except OSError as error:
        raise ScenarioError([f"{path}: cannot be written ({error.strerror})"]) from None
    if not results.complete:
        say(f"Of {results.manifest['runs']:,} runs only {results.count:,} are there yet.")
    print(path)
