"""`region`: a country and a first scenario from a file of events."""

from __future__ import annotations

import os
import shlex
import shutil
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from sim.commands.options import CountryOption, EventsOption, JsonOption
from sim.commands.output import print_json, say
from sim.fields.errors import ScenarioError


def region(
    events: EventsOption,
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="A new folder for all files.")],
    country: CountryOption = None,
    towns: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Towns: a GeoNames dump, or a CSV.")
    ] = None,
    roads: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Roads by towns' names: CSV or .graphml.")
    ] = None,
    places: Annotated[int, typer.Option(min=2, max=10_000, help="How many towns.")] = 40,
    population: Annotated[
        float | None, typer.Option(min=1000, max=2e9, help="People of the country at the start.")
    ] = None,
    start: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day to use.")
    ] = None,
    end: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day to use.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make a country and a first scenario from a file of events; no row of it is copied."""
    from sim.case.scenario import load_scenario
    from sim.evidence.events_real import read_real
    from sim.evidence.events_region import Wish, make, write

    if out.exists() or out.is_symlink():
        raise ScenarioError([f"--out {out}: is there already; name a new folder"])
    real = read_real(events, country)
    wish = Wish(towns, roads, places, population, _day(start), _day(end))
    made = make(real, wish)
    draft = _draft(out)
    try:
        paths = [out / path.relative_to(draft) for path in write(made, draft)]
        load_scenario(draft / paths[0].name)  # what is handed out passes `bluehelm check`
        draft.chmod(0o777 & ~_umask())
        draft.rename(out)
    except OSError as error:
        raise ScenarioError([f"--out {out}: cannot be written ({error.strerror})"]) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    if as_json:
        print_json(
            {
                "scenario": str(paths[0]),
                "files": [str(path) for path in paths],
                "country": made.real.country,
                "events": len(made.real.table),
                "left_out": {key: count for key, (count, _) in made.real.dropped.items()},
                "places": len(made.region.graph),
                "roads": made.region.graph.number_of_edges(),
                "factions": [row["name"] for row in made.scenario["factions"]],
                "to_mend": list(made.notes),
            }
        )
        return
    for line in made.real.words:
        print(line)
    names = ", ".join(row["name"] for row in made.scenario["factions"])
    graph = made.region.graph
    print(f"{len(graph)} places, {graph.number_of_edges()} roads; factions: {names}")
    for path in paths:
        print(path)
    for note in made.notes:
        say(f"to mend: {note}")
    again = ["fit-check", str(paths[0]), "--events", str(events), "--country", made.real.country]
    say(f"next: bluehelm {shlex.join(again)} --out fit.html")


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _draft(out: Path) -> Path:
    """A folder beside the new one, so that it can take its name at once."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=".bluehelm-", dir=out.parent))
    except OSError as error:
        raise ScenarioError([f"--out {out}: cannot be written ({error.strerror})"]) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
