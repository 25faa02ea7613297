"""Challenge cards: what a room plays, as data. A TOML file a card in `challenges/`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.case.scenario import Scenario
from sim.fields.errors import ScenarioError
from sim.machine.shipped import scenario_names
from sim.runs.outcomes import OUTCOMES
from sim.view.app.charts import CHARTS
from sim.view.app.fields import all_fields, lever_tables
from sim.view.app.link import length_of
from sim.view.app.offered import case_of
from sim.view.app.setting import Setting, settled

MOST_BYTES: Final = 20_000
MOST_TEXT: Final = 900  # characters of one text
STRICT: Final = ConfigDict(extra="forbid", frozen=True)


class Words(BaseModel):
    """A card's words in one language."""

    model_config = STRICT
    title: str = Field(min_length=3, max_length=80)
    story: str = Field(min_length=3, max_length=MOST_TEXT)
    task: str = Field(min_length=3, max_length=MOST_TEXT)
    counts: str = Field(min_length=3, max_length=MOST_TEXT)
    hints: tuple[str, ...] = Field(default=(), max_length=6)
    question: str = Field(min_length=3, max_length=MOST_TEXT)


class Asked(BaseModel):
    """What is predicted: an outcome under a policy; `chart`: the column whose curve is drawn."""

    model_config = STRICT
    outcome: str
    low: float
    high: float
    changes: dict[str, bool | int | float | str] = Field(min_length=1)
    chart: str = "civilian_deaths"


class Card(BaseModel):
    """A challenge. `name`: its file's stem; `ceiling`: dollars a year that may be asked for, or
    None; `open`: the levers (tables or fields) that may be moved, less those in `locked`; `roles`:
    whether every participant holds a role's levers only; `weeks`: of the run, None for all."""

    model_config = STRICT
    name: str
    scenario: str
    goals: tuple[str, ...] = Field(min_length=1, max_length=4)
    open: tuple[str, ...] = Field(min_length=1)
    locked: tuple[str, ...] = ()
    ceiling: float | None = Field(default=None, gt=0.0)
    roles: bool = False
    weeks: int | None = None
    en: Words
    fr: Words
    question: Asked

    @property
    def case(self) -> Scenario:
        """The scenario as shipped."""
        return case_of(self.scenario)

    def words(self, language: str) -> Words:
        """The card's words in a language; English for one that it does not speak."""
        return self.fr if language == "fr" else self.en

    def start(self) -> Setting:
        """The scenario with nothing moved."""
        return Setting(self.scenario, weeks=self.weeks)

    def asked(self) -> Setting:
        """The policy that the question is about."""
        setting = self.start()
        for path, value in self.question.changes.items():
            setting = setting.with_change(path, settled(self.case, all_fields()[path], value))
        return setting

    def opens(self, path: str) -> bool:
        """Whether a field may be moved by somebody."""
        table = path.rpartition(".")[0]
        return (path in self.open or table in self.open) and not (
            path in self.locked or table in self.locked
        )


def read(text: str, file: str) -> Card:
    """A card from its file's text. Raises ScenarioError: one fault, with file, place and remedy."""
    try:
        table = tomllib.loads(text)
        card = Card.model_validate({**table, "name": Path(file).stem})
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError([f"{file}: not TOML: {error}"]) from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the card"
        given = repr(first["input"])[:60]
        what = f"; given {given}" if first["type"] != "missing" else ""
        raise ScenarioError([f"{file}: {place}: {first['msg'].lower()}{what}"]) from None
    fault = next(_faults(card), None)
    if fault:
        raise ScenarioError([f"{file}: {fault}"])
    return card


def _faults(card: Card) -> Iterator[str]:
    names = scenario_names()
    if card.scenario not in names:
        yield f"scenario: no scenario {card.scenario!r}; give one of {', '.join(names)}"
        return
    for goal in card.goals:
        if goal not in OUTCOMES or OUTCOMES[goal].direction == "none" or goal == "cost":
            yield f"goals: {goal!r} is no outcome that can be better or worse; try civilian_deaths"
    for part in ("open", "locked"):
        for path in getattr(card, part):
            if path not in lever_tables() and path not in all_fields():
                yield f"{part}: no lever {path!r}; give a table (policy.patrols) or a field of one"
    if not any(card.opens(path) for path in all_fields()):
        yield "locked: nothing of open is left; take something out of locked"
    if card.weeks is not None and length_of(card.case, card.weeks) != card.weeks:
        yield f"weeks: {card.weeks} must be from 13 to less than the scenario's {card.case.weeks}"
    yield from _question_faults(card)


def _question_faults(card: Card) -> Iterator[str]:
    asked = card.question
    if asked.outcome not in OUTCOMES:
        yield f"question.outcome: no outcome {asked.outcome!r}; try civilian_deaths"
    if not asked.low < asked.high:
        yield f"question.high: {asked.high:g} must be above low, {asked.low:g}"
    if asked.chart not in {chart.column for chart in CHARTS}:
        yield f"question.chart: no chart {asked.chart!r}; try civilian_deaths"
    for path, value in asked.changes.items():
        field = all_fields().get(path)
        if field is None or not path.startswith("policy."):
            yield f"question.changes: no lever's field {path!r}; write policy.force.troops"
        elif settled(card.case, field, value) is None:
            yield f"question.changes: {path} = {value!r} changes nothing; give another value"


def read_file(path: Path) -> Card:
    """A card of the facilitator's own. Raises ScenarioError."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ScenarioError([f"{path}: larger than {MOST_BYTES} bytes; a card is short"])
        return read(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError([f"{path}: cannot be read ({error}); give a card's file"]) from None


@cache
def shipped() -> dict[str, Card]:
    """The cards that come with the program by name, in their order."""
    folder: Any = files("sim.view.room") / "challenges"
    found = sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    cards = [read((folder / name).read_text(encoding="utf-8"), name) for name in found]
    return {card.name: card for card in cards}
