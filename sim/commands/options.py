"""Arguments and options that several commands take."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

ScenarioArgument = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A shipped scenario's name, or a TOML file.")
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change a value, e.g. weeks=260. Repeatable."),
]
ScaleOption = Annotated[
    list[str] | None,
    typer.Option(
        "--scale",
        metavar="PATH=FACTOR",
        help="Take a number times another, dated values of a lever with it, e.g. "
        "policy.force=0.5. Repeatable.",
    ),
]
PageOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write a page, with pictures.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
EventsOption = Annotated[
    Path, typer.Option(metavar="FILE", help="Events: an export of UCDP GED or ACLED (CSV).")
]
StartEventsOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Begin with what these events (GED or ACLED) have left."),
]
WeeksOption = Annotated[
    int | None, typer.Option(min=1, max=5200, help="Length, if not the scenario's own.")
]
OutOption = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Write tables, pictures and a page there.")
]
StartOption = Annotated[
    datetime | None,
    typer.Option("--start", formats=["%Y-%m-%d"], help="Begin on this day, with --events."),
]
ExplainOption = Annotated[
    list[str] | None,
    typer.Option(metavar="WHAT", help="Say why: an event's number, a place, an outcome."),
]
CountryOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="As the file has it; if it holds several.")
]
FromOption = Annotated[
    datetime | None,
    typer.Option("--from", formats=["%Y-%m-%d"], help="First day the record covers."),
]
ToOption = Annotated[
    datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day the record covers.")
]
ProcessesOption = Annotated[
    int | None, typer.Option(min=1, help="Worker processes; default one a core.")
]
DaskOption = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="A dask scheduler, tcp://host:8786.")
]
LimitOption = Annotated[
    float, typer.Option(metavar="SECONDS", min=0, help="A run that takes longer fails; 0: none.")
]
