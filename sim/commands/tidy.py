"""`tidy`: repair what can be repaired of a sweep's folder, and say what was done."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from sim.commands.output import say
from sim.fields.errors import ScenarioError


def tidy(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A sweep's folder.")],
) -> None:
    """Repair a sweep's folder: damaged files are set aside and named; nothing is run."""
    from sim.batch import tidying
    from sim.batch.results import Results

    if not os.path.isdir(folder):  # a name too long is none, too
        raise ScenarioError([f"{folder}: no such folder; give a sweep's folder"])
    done = tidying.tidy(folder)
    for line in done:
        print(line)
    results = Results(folder)
    print(f"{folder}: {results.count:,} of {results.manifest['runs']:,} runs are stored and sound")
    if not done:
        print("Nothing was to be done.")
    if not results.complete:
        say("The same sweep command does what is missing.")
