"""`run`: one history of one scenario, on the screen and in files."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.case.overrides import read_value
from sim.case.scenario import Scenario, load_scenario
from sim.commands.folder import whole_folder
from sim.commands.output import number, print_table, say
from sim.fields.errors import ScenarioError

if TYPE_CHECKING:
    from sim.runs.run import Run

Progress = Callable[[int, int], None]

PATIENCE_SECONDS = 3.0
COMPILING = (
    "setting up; the first run after an installation compiles the model, which takes up to "
    "a minute, later runs start at once"
)


def overrides_of(sets: list[str]) -> dict[str, Any]:
    """The overrides that `--set PATH=VALUE` options ask for; later ones win."""
    faults = [
        f"--set {text}: must be PATH=VALUE, e.g. weeks=260"
        for text in sets
        if not text.partition("=")[0].strip() or "=" not in text
    ]
    if faults:
        raise ScenarioError(faults)
    overrides: dict[str, Any] = {}
    for text in sets:
        path, _, value = text.partition("=")
        overrides.pop(path.strip(), None)  # so that the later one also comes later
        overrides[path.strip()] = read_value(value.strip())
    return overrides


def run_once(
    name: str,
    sets: list[str],
    seed: int,
    weeks: int | None,
    out: Path | None,
    as_json: bool,
    explain: list[str],
) -> None:
    """Run a scenario and print its outcomes; with `out` also write tables, pictures, a page."""
    scenario = load_scenario(name, overrides_of(sets))
    written: list[Path] = []
    with ExitStack() as stack:
        draft = stack.enter_context(whole_folder(out)) if out is not None else None
        run = _run(scenario, seed, weeks)
        if draft is not None and out is not None:
            written = [out / path.relative_to(draft) for path in write_run(run, draft)]
    if as_json:
        print(run.to_json())
    else:
        print_outcomes(run)
        for what in explain:
            print()
            print(_why(run, what))
    print_paths(written, to=sys.stderr if as_json else sys.stdout)


def _why(run: Run, what: str) -> str:
    try:
        return run.explain(what)
    except ValueError as error:
        raise ScenarioError([f"--explain {error}"]) from None


def _run(scenario: Scenario, seed: int, weeks: int | None) -> Run:
    from sim.runs.run import run

    with watched() as progress:
        return run(scenario, seed=seed, weeks=weeks, progress=progress)


@contextmanager
def watched(what: str = "weeks") -> Iterator[Progress]:
    """A progress bar on a terminal, and a word on any stderr when the first week is long coming."""
    notice = threading.Timer(PATIENCE_SECONDS, say, [COMPILING])
    notice.daemon = True
    notice.start()
    try:
        if sys.stderr.isatty():
            with _bar(what) as advance:
                yield _after_first(notice, advance)
        else:
            yield _after_first(notice, lambda done, total: None)
    finally:
        notice.cancel()


def _after_first(notice: threading.Timer, advance: Progress) -> Progress:
    def step(done: int, total: int) -> None:
        notice.cancel()
        advance(done, total)

    return step


@contextmanager
def _bar(what: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def write_run(run: Run, folder: Path) -> list[Path]:
    """Write a run's tables, pictures and page; returns their paths, the page last."""
    from sim.view.report.charts import write_pictures
    from sim.view.report.page import write_page

    return [*run.save(folder), *write_pictures(run, folder), write_page(run, folder)]


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


def print_paths(paths: list[Path], to: Any) -> None:
    """What was written, a path a line."""
    for path in paths:
        print(path, file=to)
    if paths:
        say("The last of these is a page: open it in a browser to see the run.")
