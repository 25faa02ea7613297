"""`run`: one history of one scenario, on the screen and in files."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.commands.folder import whole_folder
from sim.commands.output import number, print_table, say
from sim.commands.progress import Told, line, nothing, patient
from sim.fields.errors import ScenarioError

if TYPE_CHECKING:
    from datetime import date

    from sim.case.scenario import Scenario
    from sim.runs.run import Run


@dataclass(frozen=True)
class Beginning:
    """`--events`, `--country` and `--start`: the state to begin with, and the day."""

    events: Path | None = None
    country: str | None = None
    day: date | None = None

    def of(self, scenario: Scenario) -> Scenario:
        """The scenario begun so; what was read goes to stderr."""
        if self.events is None:
            given = ("--start", self.day), ("--country", self.country)
            faults = [
                f"{option} {value}: goes with --events FILE; add it, or leave {option} out"
                for option, value in given
                if value is not None
            ]
            if faults:
                raise ScenarioError(faults)
            return scenario
        from sim.evidence.events_real import read_real
        from sim.evidence.events_start import begun

        found = begun(scenario, read_real(self.events, self.country), self.day)
        for words in found.words:
            say(words)
        return found.scenario


def run_once(
    name: str,
    overrides: dict[str, Any],
    seed: int,
    weeks: int | None,
    out: Path | None,
    as_json: bool,
    explain: list[str],
    beginning: Beginning,
) -> None:
    """Run a scenario and print its outcomes; with `out` also write tables, pictures, a page."""
    written: list[Path] = []
    with ExitStack() as stack:
        told = stack.enter_context(line(quiet=as_json))
        told("loading")
        scenario = beginning.of(_load(name, overrides))
        draft = stack.enter_context(whole_folder(out)) if out is not None else None
        run = _run(scenario, seed, weeks, told)
        if draft is not None and out is not None:
            written = [out / path.relative_to(draft) for path in write_run(run, draft, told)]
    if as_json:
        print(run.to_json())
    else:
        print_outcomes(run)
        for what in explain:
            print()
            print(_why(run, what))
    print_paths(written, to=sys.stderr if as_json else sys.stdout)


def _load(name: str, overrides: dict[str, Any]) -> Scenario:
    from sim.case.scenario import load_scenario

    return load_scenario(name, overrides)


def _why(run: Run, what: str) -> str:
    try:
        return run.explain(what)
    except ValueError as error:
        raise ScenarioError([f"--explain {error}"]) from None


def _run(scenario: Scenario, seed: int, weeks: int | None, told: Told) -> Run:
    from sim.runs.run import run

    with patient(lambda done, total: told("weeks", done, total)) as progress:
        return run(scenario, seed=seed, weeks=weeks, progress=progress)


def write_run(run: Run, folder: Path, told: Told = nothing) -> list[Path]:
    """Write a run's tables, pictures and page; returns their paths, the page last."""
    told("tables")
    tables = run.save(folder)
    told("pictures")
    from sim.view.report.charts import write_pictures
    from sim.view.report.page import write_page

    pictures = write_pictures(run, folder, lambda done, total: told("pictures", done, total))
    return [*tables, *pictures, write_page(run, folder)]


def print_outcomes(run: Run) -> None:
    """A run's outcomes as a table."""
    from sim.runs.outcomes import OUTCOMES

    case = run.scenario
    print(f"{case.title} ({case.name}), seed {run.seed}, {run.weeks} weeks from {case.start}")
    print()
    rows = [
        [name, number(value), OUTCOMES[name].unit, OUTCOMES[name].meaning]
        for name, value in run.outcomes.items()
    ]
    print_table(("outcome", "value", "unit", "meaning"), rows, right=1)
    print()
    print(f"To cite: {run.citation()}")


def print_paths(paths: list[Path], to: Any) -> None:
    """What was written, a path a line."""
    for path in paths:
        print(path, file=to)
    if paths:
        say("The last of these is a page: open it in a browser to see the run.")
