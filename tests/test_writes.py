"""A mechanism writes what it says it writes, and nothing else."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

import pytest
from helpers import busy, columns, differences, everything_on, step_by_step

from sim import levers, mechanisms, week
from sim.case.parts import PARTS
from sim.case.scenario import Scenario
from sim.model import PeaceModel
from sim.state.world import World

WEEKS = 80
# written too seldom for two short runs: read there why
RARE = {
    ("casualties", "events"),  # where fewer people are left than an event would kill
    ("ballots", "factions.cohesion"),  # a lost and contested election
    ("politics", "combatants.status"),  # cantoned fighters of a faction that goes back to war
    ("politics", "combatants.weeks"),
    ("politics", "combatants.place"),
    ("politics", "combatants.enrolled"),
    ("armed_groups", "control"),  # a group that joins a larger one
    ("endings", "relapsed"),  # a war that has ended and returns within the year
    ("commanders", "factions.bought"),  # commanders of a party that has signed
    ("endings", "combatants.place"),  # who has come home and returns to arms
    ("endings", "combatants.enrolled"),
    ("power", "claimant"),  # a winner of a refused count who takes the state by arms
}
MECHANISMS = {
    info.name: import_module(f"sim.mechanisms.{info.name}")
    for info in iter_modules(mechanisms.__path__)
}
LEVERS = {
    info.name: import_module(f"sim.levers.{info.name}") for info in iter_modules(levers.__path__)
}


def allowed(declared: tuple[str, ...], column: str) -> bool:
    """Whether a declaration ("places.toll", or a whole table "places") covers a column."""
    table = column.split(".")[0]
    if "record" in declared and table == "kept places":
        return True
    return column in declared or table in declared


class Watched:
    """A module of the week whose every call is compared with what it declares."""

    def __init__(self, module: ModuleType, seen: dict[str, set[str]]) -> None:
        self._module = module
        self._seen = seen

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._module, name)
        value = getattr(value, "py_func", value)  # of what is compiled, the source
        if not inspect.isfunction(value) or value.__module__ != self._module.__name__:
            return value
        return self._watch(value)

    def _watch(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def watched(world: World, *rest: Any) -> Any:
            before = columns(world)
            answer = call(world, *rest)
            changed = differences(before, columns(world))
            self._seen.setdefault(self._module.__name__.split(".")[-1], set()).update(changed)
            return answer

        return watched


def steps() -> Iterator[str]:
    """Modules called by run_week and its pieces."""
    tree = ast.parse(inspect.getsource(week))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield ast.unparse(node.func.value)


def upheaval(case: Scenario) -> dict[str, Any]:
    """Lines and sieges, states that fall, militias, mergers: what a year of a war rarely shows."""
    lines = {f"factions.{f.name}.warfare": "conventional" for f in case.factions}
    strong = {f"factions.{f.name}.fighters": 30_000 for f in case.factions if f.kind == "rebels"}
    power = {f"nature.power.{name}": 1.0 for name in ("victory", "rout", "coup")}
    groups = {"nature.armed_groups.form": 1.0, "nature.armed_groups.form_half": 0.1}
    poor = {"nature.recruitment.tax": 0.01, "nature.armed_groups.merge": 1.0}
    return {
        **lines,
        **strong,
        **power,
        **groups,
        **poor,
        "nature.power.rout_from": 0.5,
        "nature.armed_groups.merge_below": 1.0,
        "nature.sieges.ring": 0.3,
        "nature.sieges.fall": 1.0,
    }


def polls(case: Scenario) -> dict[str, Any]:
    """A deal, then counts that who governs loses and gives way to, or refuses; a disaster."""
    parties = [f.name for f in case.factions if not f.foreign]  # the army, too
    rebels = [f.name for f in case.factions if f.kind == "rebels"]
    stand: dict[str, Any] = {f"factions.{name}.goal": "government" for name in rebels}
    kin = zip(rebels, ("mende", "temne"), strict=True)
    stand |= {f"factions.{name}.community": community for name, community in kin}
    stand["factions.Civil Defence Forces.community"] = "krio"
    soon = {f"nature.politics.{name}": 1.0 for name in ("talks", "agree")}
    lost = {
        "nature.ballots.swing": 0.5,
        "nature.ballots.kin_votes": 1.0,
        "nature.ballots.office": 0.0,
        "nature.ballots.fear_blames": 1.0,
    }
    followed = {"nature.ballots.recognition": 1.0, "nature.ballots.watched_price": 0.0}
    events = [
        {"date": case.date_of(4), "kind": "offer", "parties": parties, "months": 18},
        {
            "date": case.date_of(6),
            "kind": "disaster",
            "amount": 0.3,
            "dead": 9_000,
            "homeless": 300_000,
        },
        *({"date": case.date_of(week), "kind": "election"} for week in range(24, WEEKS, 8)),
    ]
    return {
        **everything_on(),
        **stand,
        **soon,
        **lost,
        **followed,
        "policy.funding.budget": 3.0e9,
        "nature.endings.fade_rate": 0.0,
        "events": events,
    }


@pytest.fixture(scope="module")
def written(case: Scenario) -> dict[str, set[str]]:
    """Columns each module of the week changed in more than a year of a busy scenario."""
    seen: dict[str, set[str]] = {}
    with pytest.MonkeyPatch.context() as patch:
        step_by_step(patch)
        for name, module in {**MECHANISMS, **LEVERS}.items():
            if hasattr(week, name):
                patch.setattr(week, name, Watched(module, seen))
        funded = {"policy.funding.budget": 3.0e9, "policy.funding.cut": 0.0}
        caught = {"nature.commanders.caught": 1.0, "policy.community.arrests": 40}
        worlds = (
            (3, {}),
            (4, {**everything_on(), **funded, **caught}),
            (5, upheaval(case)),
            (6, polls(case)),
            (7, polls(case)),
            (8, upheaval(case)),
            (
                9,
                {
                    f"nature.endings.{name}": 1.0
                    for name in ("fade_rate", "fade_share", "remobilise")
                },
            ),
        )
        for seed, changes in worlds:
            model = PeaceModel(busy(case).replace(changes), seed=seed)
            for _ in range(WEEKS):
                model.step()
    return seen


def test_every_mechanism_declares_columns_that_exist(case: Scenario) -> None:
    world = PeaceModel(case).world
    known = set(columns(world))
    known |= (
        {name.split(".")[0] for name in known} | set(world.__getstate__()) | {"units", "ledger"}
    )
    for name, module in MECHANISMS.items():
        declared = module.MECHANISM.writes
        assert isinstance(declared, tuple) and declared, name
        unknown = set(declared) - known
        assert not unknown, f"sim/mechanisms/{name}.py: writes names {unknown}"
        assert len(set(declared)) == len(declared), name


@pytest.fixture(scope="module")
def a_world(case: Scenario) -> World:
    return PeaceModel(case).world


def test_every_module_of_the_week_is_watched(written: dict[str, set[str]]) -> None:
    called = set(steps()) & (MECHANISMS.keys() | LEVERS.keys())
    assert len(called) >= 10
    assert called <= written.keys()
    assert MECHANISMS.keys() <= called, "a mechanism that the week never calls"


@pytest.mark.parametrize("name", sorted(MECHANISMS))
def test_a_mechanism_writes_only_what_it_declares(name: str, written: dict[str, set[str]]) -> None:
    stray = {c for c in written[name] if not allowed(MECHANISMS[name].MECHANISM.writes, c)}
    assert not stray, f"sim/mechanisms/{name}.py writes {sorted(stray)}: add it to writes or do not"


@pytest.mark.parametrize("name", sorted(MECHANISMS))
def test_what_is_declared_is_written(
    name: str, written: dict[str, set[str]], a_world: World
) -> None:
    """A declaration nobody uses hides the next mistake."""
    tables = {column.split(".")[0] for column in columns(a_world)}
    unused = [
        declared
        for declared in MECHANISMS[name].MECHANISM.writes
        if declared.split(".")[0] in tables
        and not any(declared in (column, column.split(".")[0]) for column in written[name])
        and (name, declared) not in RARE
    ]
    assert not unused, f"sim/mechanisms/{name}.py declares and never writes: {' '.join(unused)}"


@pytest.fixture(scope="module")
def worked(case: Scenario) -> dict[str, set[str]]:
    """Columns that each lever's monthly work changed in a busy scenario with every lever on."""
    seen: dict[str, set[str]] = {lever.name: set() for lever in PARTS.levers}
    funded = {"policy.funding.budget": 3.0e9, "policy.funding.cut": 0.0}
    exit_soon = {"policy.exit.begin": case.date_of(40), "policy.exit.benchmark": 0.0}
    signing = {f"nature.politics.{name}": 1.0 for name in ("talks", "agree")}
    model = PeaceModel(
        busy(case).replace({**everything_on(), **funded, **exit_soon, **signing}), seed=4
    )
    with pytest.MonkeyPatch.context() as patch:
        step_by_step(patch)
        for name in WORKING:
            module, own = LEVERS[name], LEVERS[name].LEVER.work
            assert getattr(module, own.__name__) is own  # as `sim.levers.do_works` looks it up
            patch.setattr(module, own.__name__, watched_work(own, seen[name]))
        for _ in range(WEEKS):
            model.step()
    return seen


def watched_work(own: Callable[[World], None], seen: set[str]) -> Callable[[World], None]:
    def work(world: World) -> None:
        before = columns(world)
        own(world)
        seen.update(differences(before, columns(world)))

    return work


WORKING = sorted(lever.name for lever in PARTS.levers if lever.work is not None)


@pytest.mark.parametrize("name", WORKING)
def test_a_lever_writes_what_it_declares_and_nothing_else(
    name: str, worked: dict[str, set[str]]
) -> None:
    lever = next(lever for lever in PARTS.levers if lever.name == name)
    stray = {c for c in worked[name] if not allowed(lever.writes, c)}
    assert not stray, f"sim/levers/{name}.py writes {sorted(stray)}: add it to writes or do not"
    idle = {c for c in lever.writes if c not in worked[name]}
    assert not idle, f"sim/levers/{name}.py declares {sorted(idle)}, never writes it"


@pytest.mark.parametrize("lever", [lever.name for lever in PARTS.levers])
def test_what_a_lever_reads_and_writes_exists(lever: str, a_world: World) -> None:
    known = set(columns(a_world)) | {name.split(".")[0] for name in columns(a_world)}
    own = next(one for one in PARTS.levers if one.name == lever)
    assert {*own.reads, *own.writes} <= known, {*own.reads, *own.writes} - known


# what levers of the week do besides: units, money, what the mission knows and where it stands
PEOPLE = ("civilians", "combatants", "bands", "factions", "mood", "events", "strength", "control")


@pytest.mark.parametrize("name", sorted(LEVERS))
def test_a_lever_leaves_people_and_parties_alone(name: str, written: dict[str, set[str]]) -> None:
    people = {c for c in written.get(name, set()) if c.split(".")[0] in PEOPLE}
    assert not people, f"sim/levers/{name}.py writes {people}"
