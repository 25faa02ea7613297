"""A scenario and a seed become a Run: outcomes, series, places, events, ledger, provenance."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.case.asked import Asked, asked_for
from sim.case.scenario import Scenario
from sim.case.seeds import whole_seed
from sim.fields.csv_text import csv_text
from sim.model import PeaceModel, Who, theory_of
from sim.runs import code, compiling, tables
from sim.runs.explain import explain
from sim.runs.measures import History
from sim.runs.outcomes import compute, declare

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Run:
    """One history of one world. Tables are built when asked for."""

    scenario: Scenario
    seed: int
    weeks: int
    kept: tables.Kept
    war_over: int
    relapsed: int
    changes: tuple[tuple[int, str], ...] = ()  # what a script changed on the way: week, what

    @staticmethod
    def of_model(model: PeaceModel) -> Run:
        """The Run of a model stepped so far (own subclasses too)."""
        w = model.world
        declare(model.case.parts.outcomes)
        kept = tables.Kept.of(w)
        changes = tuple((week, str(what)) for week, what in model.changes)
        return Run(model.case, model.run_seed, model.week, kept, w.war_over, w.relapsed, changes)

    @cached_property
    def outcomes(self) -> dict[str, float]:
        """Every outcome by name; units and directions: `sim.runs.outcomes.OUTCOMES`."""
        k = self.kept
        people = float(self.scenario.region.place_persons(self.scenario.start.year).sum())
        history = History(
            k.series,
            k.places,
            k.ledger,
            self.war_over,
            self.relapsed,
            people,
            k.endings,
            k.ballots,
            tuple(k.chronicle),
            k.counts,
        )
        return compute(history, self.scenario.parts.outcomes)

    @cached_property
    def series(self) -> pd.DataFrame:
        """A row a week."""
        return tables.series(self.scenario, self.kept)

    @cached_property
    def places(self) -> pd.DataFrame:
        """A row a place and week."""
        return tables.places(self.scenario, self.kept)

    @cached_property
    def events(self) -> pd.DataFrame:
        """A row a lethal event, in UCDP GED's terms."""
        return tables.events(self.scenario, self.kept)

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """Dollars: income, cost by lever, balance, a row a week."""
        return tables.ledger(self.kept)

    @property
    def notes(self) -> tuple[str, ...]:
        """Values that were set and did nothing, or less than they seem to; changes on the way."""
        changed = [f"changed in mid-run, after week {week}: {what}" for week, what in self.changes]
        return (*[str(note) for note in self.scenario.told(self.weeks)], *changed)

    @property
    def provenance(self) -> dict[str, Any]:
        """Versions and hashes of the resolved scenario and the code; no clock, path or host."""
        return {
            "scenario": self.scenario.name,
            "scenario_hash": self.scenario.hash,
            **code.made_with(),
        }

    def citation(self) -> str:
        """One line that names this run so that others can make it again (docs/citing.md)."""
        made, case = code.made_with(), self.scenario
        return (
            f"Bluehelm {made['bluehelm']} (code {made['code']}), "
            f"{case.name} {case.hash}, seed {self.seed}, {self.weeks} weeks"
        )

    def appendix(self) -> str:
        """What a paper's appendix prints: scenario, seed, weeks, versions, hashes."""
        case = self.scenario
        what = {"Scenario": f"{case.name}, {case.hash}", "Seed": self.seed, "Weeks": self.weeks}
        return code.appendix(what, code.made_with())

    def document(self) -> dict[str, Any]:
        """The run for JSON: scenario, seed, weeks, outcomes (NaN is null), provenance."""
        numbers = {k: None if math.isnan(v) else v for k, v in self.outcomes.items()}
        return {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "weeks": self.weeks,
            "outcomes": numbers,
            "provenance": self.provenance,
            **({"notes": list(self.notes)} if self.notes else {}),
        }

    def to_json(self) -> str:
        """`document` as text; identical bytes for identical runs."""
        return json.dumps(self.document(), indent=2, allow_nan=False)

    def explain(self, what: str) -> str:
        """Why: an event (its number), a place, or an outcome, in words. See `sim.explain`."""
        return explain(self, what)

    def save(self, folder: str | os.PathLike[str]) -> list[Path]:
        """Write outcomes, series, places, events, ledger, provenance; each file is whole or absent.

        Returns the paths. Raises OSError where the folder cannot be written.
        """
        into = Path(folder)
        into.mkdir(parents=True, exist_ok=True)
        texts = {
            "outcomes.json": self.to_json() + "\n",
            "series.csv": csv_text(self.series),
            "places.csv": csv_text(self.places),
            "events.csv": csv_text(self.events),
            "ledger.csv": csv_text(self.ledger),
            "provenance.json": json.dumps(self.provenance, indent=2) + "\n",
        }
        return [write_whole(into / name, text) for name, text in texts.items()]


def write_whole(path: Path, text: str) -> Path:
    """Write a text file so that it is there whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def run(
    scenario: Asked,
    seed: int = 1,
    weeks: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    *,
    faction_class: Who = None,
    headquarters_class: Who = None,
    government_class: Who = None,
    civilian_class: Who = None,
) -> Run:
    """Run a scenario, or the one of a name or path.

    `seed` >= 0 names the luck of this world; `weeks` defaults to the scenario's (a longer run
    keeps the last values, a shorter one leaves later dated events out); `progress(done, all)`
    is called every week. Classes of one's own as `PeaceModel` takes
    them. Raises ValueError for a seed or number of weeks out of range.
    """
    scenario, seed = asked_for(scenario), whole_seed(seed)
    total = scenario.weeks if weeks is None else weeks
    if not 1 <= total <= 5200:
        raise ValueError(f"weeks is {total}; must be from 1 to 5200")
    compiling.once()
    theory = theory_of(faction_class, headquarters_class, government_class, civilian_class)
    model = PeaceModel(scenario.under(theory), seed=seed)
    if progress is None:
        return Run.of_model(step_to(model, total))
    for done in range(total):
        model.step()
        progress(done + 1, total)
    return Run.of_model(model)


def step_to(model: PeaceModel, week: int) -> PeaceModel:
    """Step a model until so many weeks have passed."""
    while model.week < week:
        model.step()
    return model
