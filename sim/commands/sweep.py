"""`sweep`, `rerun`, `export`: experiments into folders, and out of them again."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sim.commands.output import number, print_json, print_table, say
from sim.fields.errors import ScenarioError

if TYPE_CHECKING:
    from sim.batch import SweepError
    from sim.batch.pace import Progress
    from sim.batch.results import Results

LINE_SECONDS = 10.0


def run_sweep(
    experiment: str,
    out: Path,
    workers: int | None,
    dask: str | None,
    retry_failed: bool,
    run_limit: float,
    as_json: bool,
) -> None:
    """Run an experiment, or go on with it, and say what came out."""
    from sim.batch import SweepError, sweep
    from sim.batch.lanes import dask_executor

    if dask is not None and workers is not None:
        raise ScenarioError(["--workers and --dask: give one of them"])
    executor = dask_executor(dask) if dask is not None else None
    try:
        with _shown() as report:
            results = sweep(
                experiment,
                out,
                workers=workers,
                executor=executor,
                retry_failed=retry_failed,
                progress=report,
                run_limit=run_limit or None,
                told=say,
            )
    except SweepError as error:
        say(f"bluehelm sweep: {error}")
        say(f"What is done is stored. {_remedy(error, experiment, out)}")
        raise typer.Exit(1) from None
    _tell(results, as_json)
    if not results.complete:
        stored, total = results.count, results.manifest["runs"]
        say(f"Stopped: {stored:,} of {total:,} runs are stored. {_again(experiment, out)}")
        raise typer.Exit(1)


def _again(experiment: str, out: Path) -> str:
    return f"To go on: bluehelm sweep {experiment} --out {out}"


def _remedy(error: SweepError, experiment: str, out: Path) -> str:
    """A command that works: with other code the folder takes nothing more."""
    if not error.other_code:
        return _again(experiment, out)
    number = 2
    while (another := out.with_name(f"{out.name}-{number}")).exists():
        number += 1
    return (
        f"With the code as it is now: bluehelm sweep {experiment} --out {another}\n"
        "To go on in the old folder, first put the code back as it was when the sweep began."
    )


@contextmanager
def _shown() -> Iterator[Callable[[Progress], None]]:
    """A bar on a terminal, a line now and then elsewhere; both on stderr."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True)) as bar:
        task = bar.add_task("runs", total=None)

        def advance(p: Progress) -> None:
            bar.update(task, completed=p.done, total=p.total, description=p.line)

        yield advance


class _Lines:
    """Plain lines: the first, the last, and one every some seconds."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._last >= LINE_SECONDS or progress.done == progress.total:
            self._last = now
            say(progress.line)


def _tell(results: Results, as_json: bool) -> None:
    from sim.batch import answers
    from sim.batch.idle import unchanged

    failures = results.failures
    found = answers.answers(results) if results.count > len(failures) else []
    notes = unchanged(results)
    if as_json:
        print_json(
            {
                "notes": notes,
                "title": results.manifest["title"],
                "folder": str(results.folder),
                "runs": results.count,
                "complete": results.complete,
                "failures": failures.to_dict(orient="records"),
                "base": results.manifest["base"],
                "answers": answers.table(found).to_dict(orient="records") if found else [],
                "provenance": results.manifest["provenance"],
            }
        )
        return
    print(f"{results.manifest['title']}: {results.count:,} runs in {results.folder}")
    _print_answers(found, results)
    for note in notes:
        print(f"note: {note}")
    _print_failures(results)
    print(f"All of it as a page: bluehelm report {results.folder}")


def _print_answers(found: list, results: Results) -> None:  # type: ignore[type-arg]
    if not found:
        return
    print(f"Against {results.manifest['base']}:")
    headings = ("scenario", "policy", "outcome", "diff", "95 % from", "to", "better in", "words")
    rows = []
    for a in found[:60]:
        p = a.found
        share = "-" if p.share_better != p.share_better else f"{p.share_better:.0%}"
        numbers = [number(value) for value in (p.diff, p.lo, p.hi)]
        rows.append([a.scenario, a.policy, a.outcome, *numbers, share, a.sentence])
    print_table(headings, rows)
    if len(found) > len(rows):
        print(
            f"... and {len(found) - len(rows)} rows more: bluehelm export DIR answers.csv "
            "--table answers"
        )


def _print_failures(results: Results) -> None:
    failures = results.failures
    for row in failures.head(10).itertuples():
        say(f"failed: {row.run_id} ({row.policy}, world {row.world}, seed {row.seed}): {row.error}")
    if len(failures) > 10:
        say(f"... and {len(failures) - 10} more failed")
    if len(failures):
        say("One of them again: bluehelm rerun DIR RUN_ID; all of them: --retry-failed")
    if len(failures) and len(failures) == results.count:
        raise typer.Exit(1)


def rerun_one(folder: Path, run_id: str, out: Path | None, as_json: bool) -> None:
    """Do one run of a sweep again; exit code 1 where it comes out otherwise than stored."""
    from sim.batch.results import Results
    from sim.commands.folder import whole_folder
    from sim.commands.run import print_outcomes, print_paths, write_run

    again = Results(folder).rerun(run_id)
    written: list[Path] = []
    if out is not None:
        with whole_folder(out) as draft:
            files = write_run(again.run, draft)
        written = [out / path.relative_to(draft) for path in files]
    if as_json:
        print_json(again.run.document() | {"run_id": run_id, "differs": list(again.differs)})
    else:
        print_outcomes(again.run)
    print_paths(written, to=sys.stderr if as_json else sys.stdout)
    if again.record["error"] is not None:
        say(f"{run_id}: stored as failed ({again.record['error']}); this time it went through")
    elif again.differs:
        why = "" if again.same_code else "; the model's code is not that of the sweep"
        say(f"{run_id}: differs from what is stored in {', '.join(again.differs)}{why}")
        raise typer.Exit(1)
    else:
        kept = ["outcome", *Results(folder).manifest["experiment"].get("keep", ())]
        say(f"{run_id}: every {', '.join(kept)} as stored, to the last bit")


def export_table(folder: Path, path: Path, table: str) -> None:
    """Write a sweep's table for another program."""
    from sim.batch.export import KINDS, export
    from sim.batch.results import Results
    from sim.fields.faults import did_you_mean

    if table not in KINDS:
        raise ScenarioError([f"--table {table}: unknown{did_you_mean(table, KINDS)}"])
    export(Results(folder), path, table)
    print(path)
