"""`calibrate`: which numbers of a scenario a record of events tells, and draws that tell it."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
from sim.fields.errors import ScenarioError

if TYPE_CHECKING:
    from sim.batch.pace import Progress
    from sim.case.scenario import Scenario
    from sim.evidence.calibrate import Posterior
    from sim.evidence.events_real import Real
    from sim.evidence.waves import Effort, War

LINE_SECONDS = 10.0
FILES = ("posterior.json", "sweep.toml", "summary.json", "calibration.png", "calibration.md")


def calibrate(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="A name, or a TOML file.")],
    events: EventsOption,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where results go.")],
    country: CountryOption = None,
    start: FromOption = None,
    end: ToOption = None,
    waves: Annotated[int, typer.Option(min=1, max=20, help="Waves of sets of numbers.")] = 3,
    points: Annotated[int, typer.Option(min=4, max=4096, help="Sets a wave.")] = 64,
    worlds: Annotated[int, typer.Option(min=1, max=1000, help="Worlds a set.")] = 4,
    draws: Annotated[int, typer.Option(min=4, max=4096, help="Draws to keep.")] = 64,
    seed: Annotated[int, typer.Option(min=0, max=10**9, help="Which luck.")] = 1,
    processes: ProcessesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fit a scenario to a record: draws, and which numbers it tells. The same again goes on."""
    from sim.batch import SweepError
    from sim.evidence.calibrate import calibrate as fit
    from sim.evidence.waves import Effort, StoppedError

    if (start is None) != (end is None):
        raise ScenarioError(["--from and --to go together: give both or neither"])
    days = (start.date(), end.date()) if start and end else None
    war, real = _war(scenario, events, country, days)
    effort = Effort(waves, points, worlds, draws, seed)
    began = time.monotonic()
    try:
        with _shown() as report:
            found = fit([war], out, effort, processes, report)
    except (StoppedError, SweepError) as error:
        say(f"Stopped: what is done is stored{f' ({error})' if str(error) else ''}.")
        say("To go on: the same command again.")
        raise typer.Exit(1) from None
    summary = _write(found, war.case, scenario, real, out, effort, time.monotonic() - began)
    _tell(summary, out, as_json)


def _war(
    scenario: str, events: Path, country: str | None, days: tuple[date, date] | None
) -> tuple[War, Real]:
    """The scenario and the record, as a war to be held against."""
    from sim.case.origin import find_file
    from sim.case.scenario import load_scenario
    from sim.evidence.events_real import read_real
    from sim.evidence.fit_worlds import held_against
    from sim.evidence.targets import against
    from sim.evidence.waves import War

    case = load_scenario(scenario)
    real = read_real(events, country).at_towns(case.region.graph)
    window, record, intervals = held_against(case, real, days)
    weeks = (window[1] - case.monday).days // 7 + 1
    told = repr((real.country, window)).encode() + events.read_bytes()
    digest = hashlib.blake2b(told, digest_size=16).hexdigest()
    place = find_file(scenario)
    source = scenario if case.name == scenario else str(place.resolve())
    return War(source, case, weeks, against(case, window, record, intervals), digest), real


@contextmanager
def _shown() -> Iterator[Callable[[str, Progress], None]]:
    """A bar on a terminal, a line now and then elsewhere; both on stderr."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True)) as bar:
        task = bar.add_task("runs", total=None)

        def advance(what: str, p: Progress) -> None:
            bar.update(task, completed=p.done, total=p.total, description=f"{what}: {p.line}")

        yield advance


class _Lines:
    """Plain lines: the last of each part, and one every some seconds."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, what: str, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._last >= LINE_SECONDS or progress.done == progress.total:
            self._last = now
            say(f"{what}: {progress.line}")


def _write(
    found: Posterior,
    case: Scenario,
    scenario: str,
    real: Real,
    out: Path,
    effort: Effort,
    seconds: float,
) -> dict[str, Any]:
    """Every file of FILES; returns what is told of each number."""
    from dataclasses import asdict

    from sim.batch.store import write_bytes, write_json
    from sim.evidence import calibrated, calibrated_words
    from sim.fields import toml_text
    from sim.view.fit import spread

    made = {"command": f"bluehelm calibrate {scenario}", "events": real.file} | asdict(effort)
    made |= {"country": real.country, "date": date.today().isoformat(), "scenario": case.hash}
    summary = {"made": made} | calibrated.summary(found, [case.name])
    text = (
        f"`bluehelm calibrate {scenario} --events {real.file}`: {effort.waves} waves of "
        f"{effort.points} sets in {effort.worlds} worlds each, seed {effort.seed}; "
        f"{seconds / 60.0:.0f} minutes. {real.words[0]}. The draws are in `posterior.json`; "
        f"`bluehelm sweep {out / 'sweep.toml'} --out DIR` runs the scenario over all of them."
    )
    try:
        write_json(out / "posterior.json", calibrated.document(found, case.nature, made))
        experiment = calibrated.experiment(found, case, _source(scenario))
        write_bytes(out / "sweep.toml", toml_text.write(experiment).encode())
        write_json(out / "summary.json", summary)
        spread.picture(summary, out / "calibration.png")
        page = calibrated_words.page(summary, case.title, text, "calibration.png")
        write_bytes(out / "calibration.md", page.encode())
    except OSError as error:
        raise ScenarioError([f"{out}: cannot be written ({error.strerror})"]) from None
    return json.loads(json.dumps(summary))  # type: ignore[no-any-return]


def _source(scenario: str) -> str:
    path = Path(scenario)
    return str(path.resolve()) if path.suffix == ".toml" else scenario


def _tell(summary: dict[str, Any], out: Path, as_json: bool) -> None:
    from sim.evidence import calibrated_words

    if as_json:
        print_json(summary | {"files": [str(out / name) for name in FILES]})
        return
    print(calibrated_words.numbers(summary))
    print()
    print(calibrated_words.scores(summary))
    for name in FILES:
        print(out / name)
