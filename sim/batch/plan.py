"""The plan: every point of an experiment with its id, and the runs of each.

A run's id is made of its content (model, scenario, levers, uncertainties, seed), so it does
not depend on the order, the workers or the number of replicates asked for.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sim.batch.budget as budget
import sim.batch.designs as designs
import sim.batch.idle as idle
import sim.batch.provenance as provenance
from sim.batch.designs import Setting
from sim.batch.experiment import Design, Source
from sim.batch.factors import Factor, Scalar, own_value
from sim.batch.labels import label
from sim.case.scenario import Scenario, load_scenario
from sim.fields.errors import IdleValueWarning, ScenarioError
from sim.fields.faults import Fault, did_you_mean

LISTED = ("factorial", "one-at-a-time", "budget")  # designs whose policies say what is set
MOST_RUNS = 20_000_000
MOST_POINTS = 2_000_000
CHECKED_POINTS = 500  # beyond these only single settings are checked before the start


@dataclass(frozen=True)
class Point:
    """One combination of scenario, policy and uncertain world; its runs differ in luck only."""

    id: str
    scenario: str
    policy: str
    world: int  # number of the uncertain world, from 0
    sample: int  # number in the design of the levers (or of both), from 0
    levers: dict[str, Scalar]
    uncertainties: dict[str, Scalar]
    overrides: dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """Points in the order of the design. Equal content has an equal id and is run once."""

    points: tuple[Point, ...]
    seeds: range
    scenarios: dict[str, Scenario]
    factors: tuple[tuple[str, str, str], ...]  # group, name, column type
    base: str  # the policy others are compared with

    def runs(self) -> Iterator[tuple[str, Point, int]]:
        """(run_id, point, seed): blocks of seeds over all points, so that answers come early."""
        unique = list({point.id: point for point in self.points}.values())
        for first in range(0, len(self.seeds), 8):
            for point in unique:
                for seed in self.seeds[first : first + 8]:
                    yield run_id(point.id, seed), point, seed


def run_id(point_id: str, seed: int) -> str:
    """The id of a point's run with a seed."""
    return provenance.content_id([point_id, seed])


def make_plan(source: Source) -> Plan:
    """Lay out an experiment. Raises ScenarioError naming everything that cannot be run."""
    e = source.experiment
    scenarios, unread = _scenarios(source)
    faults = list(_bad_settings(source, list(scenarios.values())))
    if unread or faults:
        raise ScenarioError([*unread, *source.error(faults).faults])
    levers, uncertainties = e.factors("levers"), e.factors("uncertainties")
    try:
        points = tuple(
            _point(name, scenario, row)
            for name, scenario in scenarios.items()
            for row in _combinations(source, levers, uncertainties, scenario)
        )
    except ValueError as error:
        raise source.error([Fault(("design",), str(error))]) from None
    _check_size(source, len(points))
    _check_points(source, scenarios, points)
    _check_contrasts(source, points)
    for text in idle.told(e, scenarios, points):
        warnings.warn(text, IdleValueWarning, stacklevel=4)
    columns = [("levers", f.name, f.kind) for f in levers]
    columns += [("uncertainties", f.name, f.kind) for f in uncertainties]
    seeds = range(e.first_seed, e.first_seed + e.replicates)
    return Plan(points, seeds, scenarios, tuple(columns), e.base or points[0].policy)


def _check_size(source: Source, points: int) -> None:
    runs = points * source.experiment.replicates
    if runs > MOST_RUNS:
        text = f"{points:,} points of {source.experiment.replicates:,} seeds are {runs:,} runs"
        remedy = f"at most {MOST_RUNS:,}: fewer samples, levels or replicates"
        raise source.error([Fault(("replicates",), f"{text}; {remedy}")])


@dataclass(frozen=True)
class _Row:
    policy: str
    policy_set: dict[str, Any] | None  # of a named policy
    world: int
    sample: int
    levers: dict[str, Scalar]
    uncertainties: dict[str, Scalar]
    overrides: dict[str, Any]


def _scenarios(source: Source) -> tuple[dict[str, Scenario], list[str]]:
    """The scenarios by name, and what is wrong with those that cannot be read."""
    e = source.experiment
    fixed = dict(e.set) | ({} if e.weeks is None else {"weeks": e.weeks})
    found: dict[str, Scenario] = {}
    faults: list[str] = []
    for name in e.scenarios:
        beside = source.folder / name
        place = str(beside) if name.endswith(".toml") and beside.is_file() else name
        try:
            scenario = load_scenario(place, fixed).under(e.theory)
        except ScenarioError as error:
            faults += [f"{source.file}: scenario {name}: {line}" for line in error.faults]
            continue
        if scenario.name in found:
            faults.append(f"{source.file}: scenarios: two are called {scenario.name}; rename one")
        found[scenario.name] = scenario
    return found, faults


def _bad_settings(source: Source, scenarios: list[Scenario]) -> Iterator[Fault]:
    """Every level and end of a range, and every policy, alone in every scenario."""
    e = source.experiment
    singles: list[tuple[tuple[str | int, ...], dict[str, Any]]] = []
    for number, policy in enumerate(e.policies):
        singles.append((("policies", number), policy.set))
    for group, factors in (
        ("levers", e.factors("levers")),
        ("uncertainties", e.factors("uncertainties")),
    ):
        for factor in factors:
            singles += [((group, factor.name), dict(lv.overrides)) for lv in factor.spread(2)]
    for path, overrides in singles:
        for scenario in scenarios:
            for text in _refused(scenario, overrides):
                yield Fault(path, text)


def _refused(scenario: Scenario, overrides: dict[str, Any]) -> list[str]:
    if not overrides:
        return []
    try:
        scenario.changed(overrides)
    except ScenarioError as error:
        return [f"in {scenario.name}: {text.partition(': ')[2] or text}" for text in error.faults]
    return []


def _check_points(
    source: Source, scenarios: dict[str, Scenario], points: tuple[Point, ...]
) -> None:
    """Settings that are sound alone may not be together: try the first points whole."""
    faults: list[Fault] = []
    for point in points[:CHECKED_POINTS]:
        for text in _refused(scenarios[point.scenario], point.overrides):
            faults.append(Fault(("levers",), f"{point.policy}, world {point.world}: {text}"))
        if len(faults) >= 20:
            break
    if faults:
        raise source.error(faults)


def _check_contrasts(source: Source, points: tuple[Point, ...]) -> None:
    names = {point.policy for point in points}
    asked = {name for pair in source.experiment.contrasts for name in pair}
    faults = [
        Fault(("contrasts",), f'has "{name}", not a policy{did_you_mean(name, sorted(names))}')
        for name in sorted(asked - names)
    ]
    if faults:
        raise source.error(faults)


def _combinations(
    source: Source,
    levers: tuple[Factor, ...],
    uncertainties: tuple[Factor, ...],
    scenario: Scenario,
) -> Iterator[_Row]:
    e = source.experiment
    if e.design.joint is not None:
        yield from _joint(e.design.joint, levers, uncertainties)
        return
    design = e.design_of("levers")
    settings = _settings(design, levers, scenario)
    worlds = _sampled(e.design_of("uncertainties"), uncertainties)
    size = len(settings) * len(worlds) * max(len(e.policies), 1)
    if size > MOST_POINTS:
        raise ValueError(f"gives {size:,} points; at most {MOST_POINTS:,}")
    named: list[tuple[str, dict[str, Any] | None]] = [("", None)]
    if e.policies:
        named = [(policy.name, policy.set) for policy in e.policies]
    listed = not levers or design.kind in LISTED
    for (name, fixed), (sample, setting) in itertools.product(named, enumerate(settings)):
        policy = label(name, setting, sample if not listed else None)
        base = scenario.replace(fixed) if fixed else scenario
        for world, truth in enumerate(worlds):
            values = _own(levers, base) | _values(levers, setting)
            overrides = _merged(fixed or {}, setting, truth)
            yield _Row(
                policy, fixed, world, sample, values, _values(uncertainties, truth), overrides
            )


def _joint(
    design: Design, levers: tuple[Factor, ...], uncertainties: tuple[Factor, ...]
) -> Iterator[_Row]:
    lever_names = {factor.name for factor in levers}
    for sample, setting in enumerate(_sampled(design, (*levers, *uncertainties))):
        mine = {name: level for name, level in setting.items() if name in lever_names}
        truth = {name: level for name, level in setting.items() if name not in lever_names}
        values, world = _values(levers, mine), _values(uncertainties, truth)
        yield _Row(
            f"sample {sample}", None, sample, sample, values, world, _merged({}, mine, truth)
        )


def _settings(design: Design, levers: tuple[Factor, ...], scenario: Scenario) -> list[Setting]:
    """Settings of the levers; of a budget they are bought at the scenario's own prices."""
    if design.kind != "budget":
        return _sampled(design, levers)
    return budget.settings(budget.market_of(design, levers, scenario), design)


def _sampled(design: Design, factors: tuple[Factor, ...]) -> list[Setting]:
    return designs.make(design.kind, factors, design.samples, design.seed, design.steps)


def _values(factors: tuple[Factor, ...], setting: Setting) -> dict[str, Scalar]:
    return {f.name: f.cell(setting[f.name].value) for f in factors if f.name in setting}


def _own(factors: tuple[Factor, ...], base: Scenario) -> dict[str, Scalar]:
    """What the plan itself has of factors that a setting may leave alone."""
    found = {f.name: own_value(base, f.name) for f in factors if not (f.bundle or f.scaled)}
    return {f.name: f.cell(value) for f in factors if (value := found.get(f.name)) is not None}


def _merged(fixed: dict[str, Any], *settings: Setting) -> dict[str, Any]:
    merged = dict(fixed)
    for setting in settings:
        for level in setting.values():
            merged.update(level.overrides)
    return merged


def _point(name: str, scenario: Scenario, row: _Row) -> Point:
    content = {
        "schema": provenance.SCHEMA,
        "model": provenance.model(),
        "scenario": scenario.hash,
        "policy": [row.policy, row.policy_set] if row.policy_set is not None else None,
        "levers": row.levers,
        "uncertainties": row.uncertainties,
        "overrides": row.overrides,
    }
    return Point(
        provenance.content_id(content),
        name,
        row.policy,
        row.world,
        row.sample,
        row.levers,
        row.uncertainties,
        row.overrides,
    )
