"""Arguments and options that several commands take."""

from __future__ import annotations

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
PageOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write a page, with pictures.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
