"""The command `bluehelm`: what each command takes. What it does is in `sim.commands`.

Exit codes: 0 fine, 2 bad input (message on stderr, nothing half-written), 1 anything else.
Commands import what they need when they are called, so that help comes at once.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from sim.commands import changes, extend, garbage, more
from sim.commands.options import (
    CountryOption,
    DaskOption,
    ExplainOption,
    JsonOption,
    LimitOption,
    OutOption,
    PageOption,
    ScaleOption,
    ScenarioArgument,
    SetOption,
    StartEventsOption,
    StartOption,
    WeeksOption,
)
from sim.fields.errors import ScenarioError

app = typer.Typer(
    name="bluehelm",
    help="Bluehelm: an agent-based laboratory for peace operations.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help and errors: never wrapped in boxes, never coloured
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from sim.commands.output import version

        print(f"bluehelm {version()}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
    __: Annotated[
        str | None,
        typer.Option(
            "--extend",
            metavar="FILE.py",
            help="Levers, mechanisms and outcomes of your own, with any command. Repeatable.",
        ),
    ] = None,
    ___: Annotated[
        str | None,
        typer.Option(
            "--theory",
            metavar="WHO=REF",
            help="Who decides by a class of your own, with any command, e.g. "
            "faction=my_theory.py:Careful; also faction:NAME, headquarters, government, civilian. "
            "Repeatable.",
        ),
    ] = None,
) -> None:
    pass


@app.command()
def run(
    scenario: ScenarioArgument,
    sets: SetOption = None,
    scales: ScaleOption = None,
    seed: Annotated[int, typer.Option(min=0, max=2**63 - 1, help="Which luck.")] = 1,
    weeks: WeeksOption = None,
    out: OutOption = None,
    explain: ExplainOption = None,
    events: StartEventsOption = None,
    country: CountryOption = None,
    start: StartOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run a scenario once and show its outcomes."""
    from sim.commands.run import Beginning, run_once

    beginning = Beginning(events, country, start.date() if start else None)
    overrides = changes.overrides_of(sets or [], scales or [])
    run_once(scenario, overrides, seed, weeks, out, as_json, explain or [], beginning)


@app.command()
def compare(
    scenario: ScenarioArgument,
    against: Annotated[
        str | None, typer.Option(metavar="SCENARIO", help="The what-if: another name or file.")
    ] = None,
    sets: SetOption = None,
    scales: ScaleOption = None,
    seeds: Annotated[
        int, typer.Option(min=1, max=100_000, help="How many paired worlds: seeds 0 to N-1.")
    ] = 64,
    weeks: WeeksOption = None,
    processes: Annotated[
        int | None, typer.Option(min=1, help="Worker processes; default one a core if worth it.")
    ] = None,
    split: Annotated[
        bool, typer.Option("--split", help="Share the effect out among the levers moved.")
    ] = False,
    outcome: Annotated[
        str,
        typer.Option(metavar="NAME", help="Which outcome --split shares out, --explain follows."),
    ] = "civilian_deaths",
    explain: Annotated[
        bool, typer.Option("--explain", help="Follow the change through one typical pair.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write tables and pictures there: when, where, who."),
    ] = None,
    posterior: Annotated[
        int, typer.Option(min=0, metavar="N", help="World i has draw i of the posterior's first N.")
    ] = 0,
    as_json: JsonOption = False,
) -> None:
    """Compare a scenario with a what-if, world by world on the same luck.

    The what-if is SCENARIO with --set and --scale, or the file given by --against (then they
    change it).
    """
    from sim.commands.compare import compare_worlds

    of, why = outcome if split else None, outcome if explain else None
    what_if = changes.overrides_of(sets or [], scales or [])
    chosen = (scenario, against, what_if, seeds, weeks, processes, of, why, out, as_json)
    compare_worlds(*chosen, posterior)


@app.command()
def sweep(
    experiment: Annotated[
        str, typer.Argument(metavar="EXPERIMENT", help="A TOML file, or a shipped one's name.")
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where results go.")],
    workers: Annotated[
        int | None, typer.Option(min=0, max=1024, help="Processes; default one a core.")
    ] = None,
    dask: DaskOption = None,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Do runs again that failed.")
    ] = False,
    run_limit: LimitOption = 1800.0,
    as_json: JsonOption = False,
) -> None:
    """Run an experiment: many worlds, many policies. The same command again goes on."""
    from sim.commands.sweep import run_sweep

    run_sweep(experiment, out, workers, dask, retry_failed, run_limit, as_json)


@app.command()
def rerun(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A sweep's folder.")],
    run_id: Annotated[str, typer.Argument(metavar="RUN_ID", help="As in the column run_id.")],
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Do one run of a sweep again and check it against what is stored, to the last bit."""
    from sim.commands.sweep import rerun_one

    rerun_one(folder, run_id, out, as_json)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A sweep's folder.")],
    path: Annotated[Path, typer.Argument(metavar="FILE", help="To write: .csv, .xlsx, .parquet.")],
    table: Annotated[
        str, typer.Option(help="runs, points, answers, series, places or events.")
    ] = "runs",
) -> None:
    """Write a sweep's results for a spreadsheet or another program."""
    from sim.commands.sweep import export_table

    export_table(folder, path, table)


@app.command()
def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A sweep's folder.")],
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Default: DIR/report.html.")
    ] = None,
) -> None:
    """Write what a sweep found as one page that can be mailed: words, pictures, tables."""
    from sim.commands.report import write_report

    write_report(folder, out)


@app.command()
def check(
    scenarios: Annotated[
        list[str], typer.Argument(metavar="SCENARIO...", help="Names or TOML files.")
    ],
) -> None:
    """Check scenario files and show every fault."""
    from sim.commands.catalogue import check_all

    check_all(scenarios)


@app.command()
def scenarios(as_json: JsonOption = False) -> None:
    """List the scenarios that come with the program."""
    from sim.commands.catalogue import list_scenarios

    list_scenarios(as_json)


@app.command()
def levers(as_json: JsonOption = False) -> None:
    """List what a mission can set: every lever and its fields."""
    from sim.commands.catalogue import list_levers

    list_levers(as_json)


@app.command()
def outcomes(as_json: JsonOption = False) -> None:
    """List what a run is judged by."""
    from sim.commands.catalogue import list_outcomes

    list_outcomes(as_json)


@app.command()
def validate(
    only: Annotated[
        str | None,
        typer.Option(metavar="ID,...", help="Rows: A1, F3, K, F3@mali, @mali. Default: all."),
    ] = None,
    seeds: Annotated[
        int, typer.Option(min=1, max=1000, help="How many worlds an arm: seeds 0 to N-1.")
    ] = 16,
    processes: Annotated[
        int | None, typer.Option(min=1, help="Worker processes; default one a core.")
    ] = None,
    as_json: JsonOption = False,
    html: PageOption = None,
    markdown: PageOption = None,
    folder: Annotated[Path | None, typer.Option(help="Keep worlds here, not in a cache.")] = None,
) -> None:
    """Hold the model against published findings and real events, beside what else passes."""
    from sim.commands.validate import validate_all

    validate_all(only, seeds, processes, as_json, folder, (html, markdown))


for _name, _part in more.COMMANDS.items():
    app.command(_name)(_part)


def main() -> int:
    """Run this process's command line; the exit code. BLUEHELM_DEBUG=1 keeps tracebacks."""
    garbage.collect_seldom()
    try:
        extend.use(sys.argv)
        with changes.idle_told():
            app(prog_name="bluehelm")
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except ScenarioError as error:
        print(error, file=sys.stderr)
        return 2
    except Exception as error:
        if os.environ.get("BLUEHELM_DEBUG") == "1":
            raise
        print(f"bluehelm: {type(error).__name__}: {error}", file=sys.stderr)
        print("This should not happen; BLUEHELM_DEBUG=1 shows where it did.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
