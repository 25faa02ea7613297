"""Writes docs/reference/ and docs/tutorials/notebooks.md from the code.

    python docs/make_reference.py [--check]

`--check` writes nothing and fails where a page is out of date.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from types import NoneType
from typing import Any, Literal, Union, get_args, get_origin

import typer
from pydantic import BaseModel
from reference_python import python

from sim.batch.experiment import Design, Designs, Experiment, NamedPolicy
from sim.case.adaptive import Rule
from sim.case.origin import Country
from sim.case.scenario import Scenario, SourceNote
from sim.commands import cli
from sim.commands.catalogue import lever_rows
from sim.runs.outcomes import table
from sim.state.parties import Before, Contributor, DatedEvent, FactionSpec, MissionSpec

DOCS = Path(__file__).parent
MADE = "<!-- made by docs/make_reference.py; do not edit -->"
SCENARIO = (
    ("The file", Scenario),
    ("`[mission]`", MissionSpec),
    ("`[[mission.contributors]]`", Contributor),
    ("`[[factions]]`", FactionSpec),
    ("`[[events]]`", DatedEvent),
    ("`[[before]]`", Before),
    ("`[[rules]]`", Rule),
    ("`[[sources]]`", SourceNote),
    ("`[region]`, where a country is made up", Country),
)
EXPERIMENT = (
    ("The file", Experiment),
    ("`[[policies]]`", NamedPolicy),
    ("`[design]`", Designs),
    ("`[design] levers = {...}`, and the others", Design),
)


def head(title: str, *words: str) -> list[str]:
    """The first lines of a page."""
    return [f"# {title}", "", MADE, *words, ""]


def row(*cells: object) -> str:
    """A row of a table."""
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def rows(titles: Iterable[str], lines: Iterable[Iterable[object]]) -> list[str]:
    """A table."""
    titles = tuple(titles)
    return [row(*titles), "|" + "---|" * len(titles), *(row(*line) for line in lines)]


def shown(value: object) -> str:
    """A number or a word as a reader writes it."""
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value).lower()
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.10g}" if isinstance(value, float) else str(value)


def levers() -> list[str]:
    """Every lever: fields, when it works and fails, who bears it, what it claims."""
    lines = head(
        "Levers",
        "What a mission can set, as `bluehelm levers` prints it. Any field is set by "
        "`--set PATH=VALUE`, on a slider of the page, or in a scenario file, there also dated: "
        "`policy.<lever>.phases = [{start = ..., end = ..., <field> = value}]`. "
        "What moves when one is moved: [levers](../levers.md).",
    )
    for lever in lever_rows():
        lines += [f"## {lever['name']}", "", lever["meaning"], ""]
        lines += rows(
            ("field", "default", "range", "unit", "meaning", "source"),
            (
                (f"`{f['path']}`", shown(f["default"]), span(f), *(f[k] for k in KEPT))
                for f in lever["fields"]
            ),
        )
        said = [("Works", "works"), ("Fails", "fails"), ("Who bears it", "who_bears")]
        lines += ["", *(f"- *{title}*: {lever[key]}" for title, key in said)]
        lines += [f"- *Claims*: {', '.join(f'`{claim}`' for claim in lever['claims'])}", ""]
    return lines


KEPT = ("unit", "meaning", "source")


def span(field: dict[str, Any]) -> str:
    """What a lever's field may be."""
    if field["low"] is None:
        return ", ".join(field["choices"])
    return f"{shown(field['low'])} to {shown(field['high'])}"


def outcomes() -> list[str]:
    """Every outcome: unit, direction, definition."""
    words = (
        "What a run is judged by, as `bluehelm outcomes` prints it. *up*: more is better; *none*: "
        "neither. What the model cannot tell of them: [cannot](../cannot.md)."
    )
    found = [(f"`{o['name']}`", o["unit"], o["direction"], o["meaning"]) for o in table()]
    return [*head("Outcomes", words), *rows(("name", "unit", "better", "meaning"), found), ""]


def commands() -> list[str]:
    """Every command with its arguments and options, from the command line itself."""
    group: Any = typer.main.get_command(cli.app)
    lines = head(
        "Commands",
        "Exit code 0: fine; 2: bad input, with one message and nothing half-written; 1: anything "
        "else. `bluehelm COMMAND --help` says the same. Before any command:",
    )
    lines += [*options(group.params), ""]
    for name, command in group.commands.items():
        text = " ".join((command.help or "").split())
        lines += [f"## {name}", "", text, "", *options(command.params), ""]
    return lines


def options(params: Iterable[Any]) -> list[str]:
    """A table of a command's arguments and options."""
    found = []
    for p in params:
        word = " ".join(filter(None, (p.opts[0], p.metavar if p.opts[0][0] == "-" else None)))
        word = word if p.opts[0][0] == "-" else (p.metavar or p.name.upper())
        ends = [shown(end) for end in (p.min, p.max) if end is not None]
        reach = " to ".join(ends) if len(ends) == 2 else "".join(f"from {end}" for end in ends)
        default = "" if p.default in (None, False, ()) or callable(p.default) else shown(p.default)
        found.append((f"`{word}`", "required" if p.required else default, reach, p.help or ""))
    return rows(("", "default", "range", "what"), found)


def kind(annotation: Any) -> str:
    """A field's type in words of TOML."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return "one of " + ", ".join(f"`{value}`" for value in inside)
    if origin in (tuple, list):
        found = dict.fromkeys(kind(a) for a in inside if a is not Ellipsis)
        return f"list of: {', '.join(found)}"
    if origin is dict:
        return f"table of: {kind(inside[1])}"
    if inside and (origin is Union or type(annotation).__name__ == "UnionType"):
        return " or ".join(dict.fromkeys(kind(a) for a in inside if a is not NoneType))
    if inside:  # Annotated
        return kind(inside[0])
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "table"
    return {str: "text", int: "whole number", float: "number", bool: "true or false"}.get(
        annotation, "date" if annotation is date else "any value"
    )


def fields(model: type[BaseModel]) -> Iterator[tuple[str, ...]]:
    """A table's keys: name, type, default, range, unit, meaning."""
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        ends = [
            next((getattr(m, end) for m in info.metadata if hasattr(m, end)), None)
            for end in ("ge", "le")
        ]
        reach = " to ".join(shown(end) for end in ends) if None not in ends else ""
        plain = isinstance(info.default, (str, int, float))
        default = "required" if info.is_required() else shown(info.default) if plain else ""
        unit = str(extra.get("unit", ""))
        key = f"`{info.alias or name}`"
        yield key, kind(info.annotation), default, reach, unit, info.description or ""


def file_format(title: str, words: str, tables: Iterable[tuple[str, type[BaseModel]]]) -> list[str]:
    """The page of a kind of file."""
    lines = head(title, words)
    for name, model in tables:
        about = " ".join((model.__doc__ or "").split("\n\n")[0].split())
        lines += [f"## {name}", "", about, ""]
        lines += [*rows(("key", "type", "default", "range", "unit", "meaning"), fields(model)), ""]
    return lines


def notebooks() -> list[str]:
    """The notebooks, with the first sentence of each."""
    lines = head(
        "Notebooks",
        "Run from top to bottom by the tests. To open them, in the repository's folder after "
        "`make demo`: `. .venv/bin/activate`, `pip install notebook`, `jupyter notebook "
        "notebooks`. (Installed without the repository: `bluehelm doctor` says where they lie.) "
        "The pictures are of the quick setting (few worlds, wide intervals): the first one of each "
        "stands here, all of them "
        "behind its title. They are made by `python docs/make_notebooks.py`.",
    )
    table = json.loads((DOCS / "tutorials/notebooks/pictures.json").read_text(encoding="utf-8"))
    for path in sorted((DOCS.parent / "notebooks").glob("*.ipynb")):
        text = "\n\n".join(
            "".join(cell["source"])
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
            if cell["cell_type"] == "markdown"
        )
        title = re.search(r"^# +(.+)$", text, re.MULTILINE)
        first = re.search(r"^(?![#\s>|<-]).+?[.:](?=\s|$)", text, re.MULTILINE | re.DOTALL)
        name = title[1] if title else path.stem
        said = " ".join(first[0].split()).rstrip(":") if first else ""
        lines += [f"**[{name}](../../notebooks/{path.name})** {said}", ""]
        for drawn in table.get(path.stem, {}).get("pictures", [])[:1]:
            lines += [f"![First picture of: {name}](notebooks/{drawn})", ""]
    return lines


def scenario() -> list[str]:
    """The scenario file's format."""
    words = (
        "A TOML file; `bluehelm check FILE` tells every fault with its line. `[policy.<lever>]` "
        "takes the fields of [levers](levers.md), `[nature.<table>]` those of "
        "[parameters](../parameters.md). A folder of CSV files is the region: "
        "[own country](../own-country.md#the-regions-folder). The example to copy: "
        "[sierra-leone.toml](../../scenarios/sierra-leone.toml)."
    )
    return file_format("Scenario files", words, SCENARIO)


def experiment() -> list[str]:
    """The experiment file's format."""
    words = (
        "A TOML file for `bluehelm sweep`; with an example and in words: [sweeps](../sweeps.md)."
    )
    return file_format("Experiment files", words, EXPERIMENT)


PAGES: dict[str, Callable[[], list[str]]] = {
    "reference/levers.md": levers,
    "reference/outcomes.md": outcomes,
    "reference/commands.md": commands,
    "reference/scenario.md": scenario,
    "reference/experiment.md": experiment,
    "reference/python.md": lambda: [*head("Python"), *python()],
    "tutorials/notebooks.md": notebooks,
}


def main() -> int:
    """Write the pages, or check them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    checking = parser.parse_args().check
    stale = []
    for name, lines in PAGES.items():
        text, path = "\n".join(lines()), DOCS / name
        if checking and (not path.exists() or path.read_text(encoding="utf-8") != text):
            stale.append(name)
        elif not checking:
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"{name} is out of date; run python docs/make_reference.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
