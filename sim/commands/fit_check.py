"""`fit-check`: a scenario's worlds beside a record of events."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import (
    CountryOption,
    EventsOption,
    FromOption,
    JsonOption,
    ProcessesOption,
    ToOption,
)
from sim.commands.output import print_json, say
from sim.commands.progress import watched
from sim.fields.errors import ScenarioError


def fit_check(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="A name, or a TOML file.")],
    events: EventsOption,
    country: CountryOption = None,
    worlds: Annotated[
        int, typer.Option(min=4, max=10_000, help="How many worlds: seeds 0 to N-1.")
    ] = 32,
    start: FromOption = None,
    end: ToOption = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="Write a page with pictures.")
    ] = None,
    processes: ProcessesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hold a scenario against a record: deaths by year, statistics, maps, scores."""
    from sim.case.scenario import load_scenario
    from sim.evidence.events_real import read_real
    from sim.evidence.fit_measure import fit
    from sim.runs import compiling
    from sim.view.fit.page import words, write_page

    _check_out(out)
    if (start is None) != (end is None):
        raise ScenarioError(["--from and --to go together: give both or neither"])
    case = load_scenario(scenario)
    real = read_real(events, country)
    days = (start.date(), end.date()) if start and end else None
    with watched("worlds beside the record") as progress:
        compiling.once()
        found = fit(case, real, worlds, processes, progress, days)
    if out is not None:
        words_again = ["fit-check", scenario, "--events", str(events), "--worlds", str(worlds)]
        words_again += ["--country", real.country, "--out", str(out)]
        try:
            write_page(found, case.region, out, f"bluehelm {shlex.join(words_again)}")
        except OSError as error:
            raise ScenarioError([f"--out {out}: cannot be written ({error.strerror})"]) from None
    if as_json:
        print_json(found.document())
    else:
        print(words(found))
    if out is not None:
        (say if as_json else print)(str(out))


def _check_out(out: Path | None) -> None:
    """Told before minutes of work."""
    if out is None:
        return
    if out.suffix.lower() not in (".html", ".htm"):
        raise ScenarioError([f"--out {out}: name a file that ends in .html"])
    if out.is_dir() or not out.absolute().parent.is_dir():
        raise ScenarioError([f"--out {out}: cannot be written; name a file in a folder there is"])
