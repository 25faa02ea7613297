"""An experiment file: scenarios, policies, levers, uncertainties, replicates, outcomes.

The terms are XLRM: uncertainties (X) are what nobody controls, levers (L) what a mission
chooses, the model is the relation (R), outcomes are the metrics (M). A file is data: nothing
in it is executed, nor a class that its `theory` names imported, unless the command says so, too
(`--theory`). Every fault is reported at once.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sim.batch.designs import check as check_design
from sim.batch.factors import Factor, factor
from sim.case import theory as theories
from sim.case.extending import parts_in_use
from sim.fields import toml_text
from sim.fields.errors import ScenarioError, one_line
from sim.fields.faults import Fault, did_you_mean, faults_of, report, shown
from sim.fields.toml_lines import Path as KeyPath
from sim.fields.toml_lines import lines_of
from sim.machine.shipped import scenarios_folder
from sim.runs.outcomes import OUTCOMES, OWN

MOST_REPLICATES = 1_000_000
RAW = ("outcomes", "levers", "uncertainties")
MOST_FACTORS = 500
Kind = Literal["factorial", "one-at-a-time", "sobol", "lhs", "saltelli", "morris", "budget"]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Design(_Table):
    """How factors are sampled."""

    kind: Kind
    samples: int = Field(64, ge=1, le=1_000_000, strict=True, description="points to draw")
    seed: int = Field(0, ge=0, le=2**31 - 1, strict=True, description="of the design's own luck")
    levels: int | None = Field(
        None, ge=2, le=1000, strict=True, description="values taken from a range; 3, of Morris 4"
    )
    sum: float | None = Field(
        None, gt=0.0, description="of a budget: dollars a year for its levers beyond their least"
    )
    more: float = Field(
        0.0, ge=0.0, description="of a budget: dollars a year added to the plan in each lever alone"
    )
    caseload: float = Field(
        1.0, ge=0.0, le=1.0, description="of a budget: share of places for fighters in use"
    )

    @model_validator(mode="after")
    def _of_its_kind(self) -> Self:
        check_design(self.kind, self.samples, self.steps)
        return self

    @property
    def steps(self) -> int:
        """Values taken from a range."""
        return self.levels or (4 if self.kind == "morris" else 3)


class Designs(_Table):
    """A design for the levers, one for the uncertainties, or one for both together."""

    levers: Design | None = None
    uncertainties: Design | None = None
    joint: Design | None = None


class NamedPolicy(_Table):
    """One of the policies of a list: a name and what it sets."""

    name: str = Field(min_length=1, max_length=80)
    set: dict[str, Any] = Field(default_factory=dict)


class Experiment(_Table):
    """What to run. Read it with `load_experiment`, or make it in Python with the same fields."""

    title: str = Field(min_length=1, max_length=200)
    question: str = Field("", max_length=5000)
    scenarios: tuple[str, ...] = Field(min_length=1, max_length=100)
    weeks: int | None = Field(None, ge=1, le=5200, strict=True)
    replicates: int = Field(
        32,
        ge=1,
        le=MOST_REPLICATES,
        strict=True,
        description="paired worlds: seeds from first_seed",
    )
    first_seed: int = Field(0, ge=0, le=2**62, strict=True)
    set: dict[str, Any] = Field(default_factory=dict)
    policies: tuple[NamedPolicy, ...] = Field((), max_length=10_000)
    levers: dict[str, Any] = Field(default_factory=dict, max_length=MOST_FACTORS)
    uncertainties: dict[str, Any] = Field(default_factory=dict, max_length=MOST_FACTORS)
    design: Designs = Designs()
    outcomes: tuple[str, ...] = Field(
        ("civilian_deaths", "stability", "cost"), min_length=1, max_length=200
    )
    base: str = Field("", description="the policy others are compared with; default the first")
    contrasts: tuple[tuple[str, str], ...] = Field(
        (), max_length=20, description="pairs of policies to set against each other in words"
    )
    theory: dict[str, str] = Field(
        default_factory=dict, description="who decides by classes of your own: who -> reference"
    )
    keep: tuple[Literal["series", "places", "events"], ...] = ()

    def factors(self, group: Literal["levers", "uncertainties"]) -> tuple[Factor, ...]:
        """The factors of a group. Raises ValueError for one that cannot be read."""
        return tuple(factor(name, given) for name, given in getattr(self, group).items())

    def design_of(self, group: Literal["levers", "uncertainties"]) -> Design:
        """The group's design; without one, factorial over lists and Sobol over ranges."""
        own: Design | None = getattr(self.design, group)
        if own is not None:
            return own
        ranges = any(f.is_range for f in self.factors(group))
        return Design(kind="sobol" if ranges else "factorial")

    def content(self) -> dict[str, Any]:
        """Everything that was set, as plain data; what is written to the folder."""
        return self.model_dump(exclude_defaults=True) | {"title": self.title}


@dataclass(frozen=True)
class Source:
    """An experiment and where its words stand, for messages."""

    experiment: Experiment
    file: str
    folder: Path
    lines: Mapping[KeyPath, int]

    def error(self, faults: list[Fault]) -> ScenarioError:
        """The faults with file and line."""
        return ScenarioError(report(self.file, faults, self.lines))


def experiments_folder() -> Path:
    """The shipped experiments: inside an installed wheel, else of the repository."""
    scenarios = scenarios_folder()
    return scenarios.parent / "experiments"


def load_experiment(given: str | os.PathLike[str] | Mapping[str, Any] | Experiment) -> Source:
    """Read an experiment: a file, a shipped one's name ("quick"), a dict or an Experiment.

    Raises ScenarioError naming file, line and every fault.
    """
    if isinstance(given, Experiment):
        return _sound(Source(given, "experiment", Path(), {}))
    if isinstance(given, Mapping):
        return _checked(dict(given), "experiment", Path(), {})
    path = _find(Path(given))
    text = toml_text.read_text(path)
    source = _checked(toml_text.parse(text, str(path)), str(path), path.parent, lines_of(text))
    faults = list(_faults_of_theory(source.experiment))
    if faults:
        raise source.error(faults)
    return source


def _faults_of_theory(e: Experiment) -> Iterator[Fault]:
    """A file by itself brings no program in: who runs it says so, too."""
    agreed = theories.in_use()
    for who, reference in e.theory.items():
        if agreed.get(who) != reference:
            text = f"names a program to run ({shown(reference)}), which a file alone cannot"
            yield Fault(("theory", who), f"{text}; if you trust it, add --theory {who}={reference}")


def _find(path: Path) -> Path:
    if path.suffix == ".toml" or os.path.exists(path):
        if not os.path.exists(path):
            raise ScenarioError([f"{path}: no such file; give an experiment's name or TOML file"])
        return path
    shipped = experiments_folder() / f"{path.name}.toml"
    if len(path.parts) == 1 and os.path.isfile(shipped):
        return shipped
    names = sorted(p.stem for p in experiments_folder().glob("*.toml"))
    raise ScenarioError([f"{path}: no such experiment{did_you_mean(str(path), names)}"])


def _checked(raw: dict[str, Any], file: str, folder: Path, lines: Mapping[KeyPath, int]) -> Source:
    try:
        experiment = Experiment.model_validate(raw)
    except ValidationError as error:
        found = [*faults_of(error, Experiment), *_faults_of_raw(raw)]
        raise ScenarioError(report(file, found, lines)) from None
    return _sound(Source(experiment, file, folder, lines))


def _sound(source: Source) -> Source:
    e = source.experiment
    faults = [*_faults_of_raw({name: getattr(e, name) for name in RAW}), *_faults(e)]
    if faults:
        raise source.error(faults)
    return source


def _faults_of_budget(e: Experiment) -> Iterator[Fault]:
    for group in ("uncertainties", "joint"):
        design = getattr(e.design, group)
        if design is not None and design.kind == "budget":
            yield Fault(("design", group), "is a budget; only levers share money")
    design = e.design.levers
    if design is not None and design.kind == "budget" and e.policies:
        yield Fault(("policies",), "do not go with a budget; it is spent beside one plan, in [set]")


def _faults_of_raw(raw: Mapping[str, Any]) -> Iterator[Fault]:
    """Unknown outcomes and factors that cannot be read, whatever else is wrong."""
    known = [*OWN, *[outcome.name for outcome in parts_in_use().outcomes]]
    outcomes = raw.get("outcomes", ())
    for number, name in enumerate(outcomes if isinstance(outcomes, (list, tuple)) else ()):
        if isinstance(name, str) and name not in known:
            text = f'has "{one_line(name[:80])}", unknown{did_you_mean(name, known)}'
            if name in OUTCOMES:
                text = f'has "{name}", which stands in this process alone: workers do not know it'
                text += "; put it in a file and give that by extend (--extend)"
            yield Fault(("outcomes", number), text)
    for group in ("levers", "uncertainties"):
        factors = raw.get(group, {})
        for name, given in factors.items() if isinstance(factors, Mapping) else ():
            try:
                factor(str(name), given)
            except ValueError as error:
                yield Fault((group, str(name)), str(error))


def _faults(e: Experiment) -> Iterator[Fault]:
    """What single fields cannot know."""
    for name in dict.fromkeys(e.outcomes):
        if e.outcomes.count(name) > 1:
            yield Fault(("outcomes",), f'has "{one_line(name[:80])}" twice; name each once')
    for group in ("levers", "uncertainties"):
        if getattr(e.design, group) is not None and not getattr(e, group):
            yield Fault(("design", group), f"there are no {group} to design; add [{group}]")
        if getattr(e.design, group) is not None and e.design.joint is not None:
            yield Fault(("design", group), "stands beside design.joint; keep one of them")
    yield from _faults_of_budget(e)
    both = sorted(set(e.levers) & set(e.uncertainties))
    for name in both:
        yield Fault(("uncertainties", name), "is a lever too; a factor is one or the other")
    names = [policy.name for policy in e.policies]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Fault(("policies",), f'has "{name}" twice; policies need names of their own')
    if e.base and names and e.base not in names:
        yield Fault(("base",), f'is "{e.base}", not a policy{did_you_mean(e.base, names)}')
    if e.base and not names:
        yield Fault(("base",), "names a policy, but there are none; add [[policies]]")
    if e.design.joint is not None and e.policies:
        yield Fault(("policies",), "do not go with design.joint; make them a lever")
    if len(set(e.scenarios)) < len(e.scenarios):
        yield Fault(("scenarios",), "has a scenario twice")
