"""`check`, `scenarios`, `levers`, `outcomes`: what there is, and whether it is sound."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any, get_args

import typer

from sim.case.extending import parts_in_use
from sim.commands.output import print_json, print_table, say
from sim.fields.errors import ScenarioError
from sim.fields.parameter import Parameter, parameters
from sim.policy.table import LeverTable


def check_all(scenarios: list[str]) -> None:
    """Check scenarios; every fault of every file goes to stderr, and the exit code is 2."""
    from sim.case.scenario import load_scenario

    sound = True
    for name in scenarios:
        try:
            scenario = load_scenario(name)
        except ScenarioError as error:
            say(str(error))
            sound = False
        else:
            print(f"{name}: fine ({scenario.title})")
    if not sound:
        raise typer.Exit(2)


def list_scenarios(as_json: bool) -> None:
    """The shipped scenarios; a faulty one is reported and makes the exit code 2."""
    from sim.case.scenario import load_scenario
    from sim.machine.shipped import scenario_names

    found, faults = [], []
    for name in scenario_names():
        try:
            scenario = load_scenario(name)
        except ScenarioError as error:
            faults.append(str(error))
            continue
        found.append(
            {
                "name": name,
                "title": scenario.title,
                "start": scenario.start.isoformat(),
                "weeks": scenario.weeks,
                "places": len(scenario.region.graph),
            }
        )
    if as_json:
        print_json(found)
    else:
        headings = ("name", "start", "weeks", "places", "title")
        print_table(headings, [[str(row[key]) for key in headings] for row in found])
    for fault in faults:
        say(fault)
    if faults:
        raise typer.Exit(2)


def lever_rows() -> list[dict[str, Any]]:
    """Every lever with its fields, as plain data."""
    rows = []
    for lever in parts_in_use().levers:
        kind, path = lever.table, f"policy.{lever.name}"
        fields = [_field_row(kind, field) for field in parameters(kind, path)]
        claims = [f"{'more' if c.sign > 0 else 'less'} {c.outcome}" for c in lever.claims]
        rows.append(
            {
                "name": lever.name,
                "meaning": (inspect.getdoc(kind) or "").split("\n\n")[0].replace("\n", " "),
                "fields": [*fields, *_other_rows(kind, path)],
                "works": kind.HELP.works,
                "fails": kind.HELP.fails,
                "who_bears": kind.HELP.who_bears,
                "claims": claims,
            }
        )
    return rows


def _other_rows(kind: type[LeverTable], path: str) -> Iterator[dict[str, Any]]:
    """Dates and lists of names: they have no range."""
    known = {field.path.rpartition(".")[2] for field in parameters(kind, path)}
    for name, info in kind.model_fields.items():
        if name not in known | {"phases", "source"}:
            yield {
                "name": name,
                "path": f"{path}.{name}",
                "unit": "date" if "date" in str(info.annotation) else "names",
                "low": None,
                "high": None,
                "choices": [],
                "default": "",
                "meaning": info.description or "",
                "source": "scenario",
            }


def _field_row(kind: type[LeverTable], field: Parameter) -> dict[str, Any]:
    name = field.path.rpartition(".")[2]
    choice = kind.model_fields[name].annotation
    return {
        "name": name,
        "path": field.path,
        "unit": field.unit,
        "low": field.low,
        "high": field.high,
        "choices": list(get_args(choice)),
        "default": field.default,
        "meaning": field.meaning,
        "source": field.source,
    }


def list_levers(as_json: bool) -> None:
    """All levers, a row a field."""
    rows = lever_rows()
    if as_json:
        print_json(rows)
        return
    headings = ("field", "default", "range", "unit", "meaning", "source")
    for row in rows:
        print(f"{row['name']}: {row['meaning']}")
        print_table(headings, list(_field_lines(row["fields"])))
        for title in ("works", "fails", "who_bears"):
            print(f"{title.replace('_', ' ')}: {row[title]}")
        print(f"claims: {', '.join(row['claims'])}")
        print()
    print("Dated values: policy.<lever>.phases = [{start = ..., end = ..., <field> = value}]")


def _field_lines(fields: list[dict[str, Any]]) -> Iterator[list[str]]:
    for field in fields:
        span = ", ".join(field["choices"])
        if field["low"] is not None:
            span = f"{field['low']:,} to {field['high']:,}"
        default = field["default"]
        shown = default if isinstance(default, str) else f"{default:,}"
        yield [field["path"], shown, span, field["unit"], field["meaning"], field["source"]]


def list_outcomes(as_json: bool) -> None:
    """All outcomes: name, unit, direction, definition."""
    from sim.runs.outcomes import table

    rows = table()
    if as_json:
        print_json(rows)
        return
    headings = ("name", "unit", "direction", "meaning")
    print_table(headings, [[row[key] for key in headings] for row in rows])
