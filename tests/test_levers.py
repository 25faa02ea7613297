"""Every lever acts when it is moved and paid for, and does nothing when it is not."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, get_args

import pytest
from helpers import without_phases

from sim.case.parts import PARTS, Policy
from sim.case.scenario import Scenario, load_scenario
from sim.fields.parameter import Parameter, parameters
from sim.runs.outcomes import OUTCOMES
from sim.runs.run import Run, run

COSTS = PARTS.items.costs

LEVERS = tuple(name for name, _ in Policy().levers())
AMPLE = 5.0e9  # dollars a year: pays for any lever
WEEKS = 208
SEEDS = range(6)
# besides numbers that are zero by default; the force always goes out on some patrols
ALSO_AMOUNTS = ("policy.patrols.share",)
# zero by default, but they only say how something is used; an exit's amount is its date
NO_AMOUNTS = (
    "policy.patrols.joint",
    "policy.funding.cut",
    "policy.exit.benchmark",
    "policy.exit.follow_on",
    "policy.exit.handover",
)
# fields that say where units are based, patrols or none
STILL_ACTS = ("policy.patrols.concentration",)
COSTS_NOTHING = ("exit", "funding")
# a third of the range is too little or too much of these to be what a planner would do
HIGH = {"policy.protection.zones": 10, "policy.ddr.places": 20_000}


def lever_of(p: Parameter) -> str:
    return p.path.split(".")[1]


def is_amount(p: Parameter) -> bool:
    if p.path in ALSO_AMOUNTS or p.path in NO_AMOUNTS:
        return p.path in ALSO_AMOUNTS
    return p.unit != "choice" and p.low == 0 and p.default == 0


def fields_of(lever: str) -> list[Parameter]:
    return [p for p in parameters(Policy, "policy") if lever_of(p) == lever]


def other_value(p: Parameter) -> Any:
    """A value far from the default."""
    if p.unit == "choice":
        kind = type(getattr(Policy(), lever_of(p)))
        choices = get_args(kind.model_fields[p.path.split(".")[2]].annotation)
        return next(choice for choice in choices if choice != p.default)
    assert p.low is not None and p.high is not None
    return p.high if p.default != p.high else p.low


def high_value(p: Parameter) -> Any:
    assert p.high is not None
    value = HIGH.get(p.path, p.high / 3.0)
    return int(value) if isinstance(p.default, int) else float(value)


@cache
def country() -> Scenario:
    """Zambara with few sampled people, its mission there from the first day, and an election."""
    case = load_scenario("zambara", {"nature.civilians": 300, "nature.combatants": 300})
    events = [
        {"date": case.date_of(20), "kind": "offer", "parties": [case.factions[1].name]},
        {"date": case.date_of(110), "kind": "election"},
    ]
    changes = {"mission.start": case.monday, "events": events, "policy.funding.budget": AMPLE}
    return case.replace({**without_phases(case), **changes})


def without(lever: str) -> Scenario:
    """The country as if nobody had written the lever's table; its money stays."""
    changes = {p.path: 0 if p.path in ALSO_AMOUNTS else p.default for p in fields_of(lever)}
    if lever == "mediation":
        changes["policy.mediation.parties"] = []
    return country().replace(changes)


def high(lever: str) -> dict[str, Any]:
    changes = {p.path: high_value(p) for p in fields_of(lever) if is_amount(p)}
    if lever == "exit":
        changes["policy.exit.begin"] = country().date_of(80)
    if lever == "funding":
        changes = {"policy.funding.budget": 3.0e8}
    return changes


@cache
def run_of(lever: str, moved: bool, seed: int) -> Run:
    case = without(lever)
    return run(case.replace(high(lever)) if moved else case, seed=seed, weeks=WEEKS)


def outcomes(result: Run) -> str:
    return json.dumps(result.document()["outcomes"])


def test_every_lever_has_an_amount() -> None:
    for lever in set(LEVERS) - {"exit"}:
        assert any(is_amount(p) for p in fields_of(lever)), lever


def test_every_lever_says_what_it_should_move() -> None:
    for lever in PARTS.levers:
        assert {claim.outcome for claim in lever.claims} <= set(OUTCOMES), lever.name


@pytest.mark.parametrize("lever", LEVERS)
def test_a_lever_of_amount_zero_is_no_lever(lever: str) -> None:
    """How a lever would be used says nothing while none of it is there."""
    base = without(lever)
    moved = {p.path: other_value(p) for p in fields_of(lever) if not is_amount(p)}
    for path in STILL_ACTS:
        moved.pop(path, None)
    if lever == "funding":  # nothing can be cut from nothing
        base = base.replace({"policy.funding.budget": 0.0})
    one = run(base, seed=3, weeks=120)
    two = run(base.replace(moved), seed=3, weeks=120)
    assert outcomes(one) == outcomes(two)
    assert one.events.equals(two.events) and one.ledger.equals(two.ledger)


@pytest.mark.parametrize("lever", [name for name in LEVERS if name not in COSTS_NOTHING])
def test_a_lever_moved_is_paid_for(lever: str) -> None:
    assert lever in COSTS
    base, moved = run_of(lever, False, 0).ledger, run_of(lever, True, 0).ledger
    column = f"cost_{lever}"
    assert (base[column] == 0.0).all()
    assert moved[column].sum() > 0.0


def test_what_a_leaving_force_hands_over_is_paid_for() -> None:
    base = without("exit")
    leaves = high("exit") | {"policy.exit.handover": 0.5}
    ledger = run(base.replace(leaves), seed=0, weeks=120).ledger
    assert (ledger["cost_exit"][:79] == 0.0).all() and ledger["cost_exit"][85:].gt(0.0).any()
    alone = run(base.replace({"policy.exit.handover": 0.5}), seed=0, weeks=120)
    assert (alone.ledger["cost_exit"] == 0.0).all()


@pytest.mark.parametrize("lever", [name for name in LEVERS if name not in COSTS_NOTHING])
def test_a_lever_that_is_not_paid_does_nothing(lever: str) -> None:
    """Without money no programme acts; a force that is there stands, unpaid."""
    if lever in ("force", "partners", "patrols"):
        pytest.skip("people who are there are owed, not gone")
    poor = without(lever).replace({"policy.funding.budget": 0.0})
    if lever in ("protection", "elections"):  # share of infantry is a task, not a purchase
        poor = poor.replace({"policy.force.troops": 0})
    one = run(poor, seed=3, weeks=120)
    two = run(poor.replace(high(lever)), seed=3, weeks=120)
    assert one.events.equals(two.events)
    assert outcomes(one) == outcomes(two)
