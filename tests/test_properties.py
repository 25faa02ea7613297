"""What holds in every world: people and money are conserved, shares stay shares."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from helpers import busy, people_alive
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.case.parts import PARTS, Nature, Policy
from sim.case.scenario import Scenario, load_scenario
from sim.fields.parameter import Parameter, parameters
from sim.model import PeaceModel
from sim.state.events import BATTLE, COMMUNAL, ON_MISSION
from sim.state.factions import ACTIVE, KILLED, REMOBILISED
from sim.state.units import PRESENT
from sim.state.world import World

COSTS = PARTS.items.costs

WEEKS = 45
EXAMPLES = 20

# shares and probabilities among the columns: everything said to be "0 to 1" in the tables
SHARES = {
    "places": [
        "resource",
        "mixed",
        "border",
        "contested",
        "state_control",
        "fear",
        "grievance",
        "trust_state",
        "trust_mission",
        "livelihood",
        "need",
        "presence",
        "risk",
    ],
    "governments": ["capacity", "legitimacy", "corruption", "rule_of_law", "police", "cooperation"],
    "civilians": [
        "fear",
        "grievance",
        "grievance_base",
        "trust_state",
        "trust_mission",
        "livelihood",
    ],
    "factions": ["discipline", "cohesion", "weariness", "supply", "belief", "hostility"],
    "units": ["quality", "caveat", "morale", "readiness", "patrol_share"],
    "combatants": ["livelihood", "abusive"],
}
AMOUNTS = {
    "places": [
        "persons",
        "displaced",
        "away",
        "abroad",
        "tips",
        "value",
        "start_persons",
        "heat",
        "danger",
        "economy",
        "infantry",
        "patrols",
        "reserve",
        "police",
        "observers",
        "toll",
        "homicides",
        "indirect",
        "events",
        "deaths",
    ],
    "civilians": ["weight", "weeks_displaced"],
    "combatants": ["weight", "weeks"],
    "bands": ["persons"],
    "factions": ["fighters", "initial", "losses", "authorised", "support"],
    "units": ["persons", "authorised", "losses"],
}


def _values(p: Parameter) -> st.SearchStrategy[Any]:
    """Values of a parameter: a fifth of its range around the default, now and then an end."""
    assert p.low is not None and p.high is not None
    reach = 0.2 * (p.high - p.low)
    low, high = max(p.low, p.default - reach), min(p.high, p.default + reach)
    ends = st.sampled_from([p.low, p.high, p.default])
    if isinstance(p.default, int):
        return st.integers(int(low), int(high)) | ends.map(int)
    return st.floats(low, high) | ends


def _numbers(kind: type[Nature] | type[Policy], name: str) -> list[Parameter]:
    size = ("nature.civilians", "nature.combatants")
    return [
        p
        for p in parameters(kind, name)
        if p.low is not None and p.path not in size and not isinstance(p.default, bool)
    ]


NATURE = {p.path: _values(p) for p in _numbers(Nature, "nature")}
POLICY = {p.path: _values(p) for p in _numbers(Policy, "policy")}


@st.composite
def changes(draw: st.DrawFn) -> dict[str, Any]:
    """A few parameters of nature and most of policy, drawn anew."""
    some = draw(st.lists(st.sampled_from(sorted(NATURE)), max_size=8, unique=True))
    many = draw(st.lists(st.sampled_from(sorted(POLICY)), min_size=3, unique=True))
    drawn = {path: draw(NATURE[path]) for path in some}
    drawn |= {path: draw(POLICY[path]) for path in many}
    drawn["policy.force.mandate"] = draw(st.sampled_from(["observer", "traditional", "robust"]))
    drawn["policy.funding.priority"] = draw(st.sampled_from(["together", "force", "programmes"]))
    return drawn


@cache
def lively() -> Scenario:
    """Something of everything, with few people."""
    small = {"nature.combatants": 300, "nature.civilians": 200}
    return busy(load_scenario("sierra-leone")).replace(small)


def started(drawn: dict[str, Any], seed: int) -> PeaceModel:
    return PeaceModel(lively().replace(drawn), seed=seed)


def table(world: World, name: str) -> np.ndarray:
    return world.mission.units if name == "units" else getattr(world, name)


def check_shares(world: World) -> None:
    tolerance = 1e-6  # columns are float32
    for name, fields in SHARES.items():
        for field in fields:
            values = table(world, name)[field]
            assert np.isfinite(values).all(), f"{name}.{field} week {world.week}"
            if len(values):
                assert values.min() >= -tolerance, f"{name}.{field} {values.min()}"
                assert values.max() <= 1.0 + tolerance, f"{name}.{field} {values.max()}"
    for name, fields in AMOUNTS.items():
        for field in fields:
            values = table(world, name)[field]
            assert np.isfinite(values).all(), f"{name}.{field}"
            assert (values >= 0.0).all(), f"{name}.{field} {values.min()}"
    assert np.isfinite(world.rates).all() and (world.rates >= 0.0).all()


def check_control(world: World) -> None:
    """Shares of control sum to one in every place; absent factions' rows hold nothing odd."""
    assert (world.control >= -1e-6).all()
    np.testing.assert_allclose(world.control.sum(axis=0), 1.0, atol=2e-4)
    if not world.month_begins:  # standings change at the end of a month's first week
        state = world.control[world.factions["side"] == 0].sum(axis=0)
        np.testing.assert_allclose(world.places["state_control"], state, atol=2e-3)


def check_sums(world: World) -> None:
    """Sums by place and faction are those of the people in the tables."""
    people = world.civilians
    inside = people["displaced"] != 2
    here = np.bincount(
        people["place"][inside], people["weight"][inside], minlength=world.place_count
    )
    np.testing.assert_allclose(world.places["persons"], here, rtol=1e-9, atol=1e-6)
    at_home = people["displaced"] == 0
    assert (people["place"][at_home] == people["home"][at_home]).all()
    assert (
        people["place"][people["displaced"] == 1] != people["home"][people["displaced"] == 1]
    ).all()
    fighters = world.combatants
    armed = np.isin(fighters["status"], (ACTIVE, REMOBILISED))
    assert (fighters["weight"][fighters["status"] == KILLED] == 0.0).all()
    assert (world.bands["faction"][fighters["band"]] == fighters["faction"])[armed].all()
    assert (world.bands["place"][fighters["band"]] == fighters["place"])[armed].all()
    assert world.factions["fighters"][len(world.names) :].sum() == 0.0


def check_places(world: World) -> None:
    """Everybody is somewhere that exists."""
    count = world.place_count
    for name, field in (("civilians", "place"), ("combatants", "place"), ("bands", "place")):
        values = table(world, name)[field]
        assert (values >= 0).all() and (values < count).all(), name
    units = world.mission.units
    assert (units["place"] < count).all()
    assert (units["place"][units["status"] != PRESENT] == -1).all()


def check_ledger(world: World) -> None:
    """To the dollar, every week; nothing is spent that is not there."""
    ledger = world.mission.ledger
    costs = sum(ledger[name] for name in COSTS)
    before = np.concatenate([[0.0], ledger["balance"][:-1]])
    assert (ledger["balance"] == before + ledger["income"] - costs).all()
    assert (ledger["balance"] >= 0.0).all()
    for name in (*COSTS, "income"):
        assert (ledger[name] >= 0.0).all(), name
        assert (ledger[name] == np.floor(ledger[name])).all(), name
    assert set(ledger.dtype.names or ()) == {"income", "balance", *COSTS}
    assert world.mission.cash == ledger["balance"][-1]
    assert world.mission.owed >= 0
    assert all(0.0 <= share <= 1.0 for share in world.mission.paid.values())


def check_all(world: World) -> None:
    check_shares(world)
    check_control(world)
    check_sums(world)
    check_places(world)
    check_ledger(world)


@settings(max_examples=EXAMPLES)
@given(drawn=changes(), seed=st.integers(0, 2**31))
def test_every_world_keeps_its_shape(drawn: dict[str, Any], seed: int) -> None:
    model = started(drawn, seed)
    for _ in range(WEEKS):
        model.step()
        check_all(model.world)


def direct_deaths(world: World) -> tuple[float, float]:
    """Civilians and fighters of factions killed this week, by the log."""
    log = world.events[world.week_events]
    communal = log["kind"] == COMMUNAL
    on_mission = log["kind"] == ON_MISSION
    civilians = log["deaths_civilian"].sum()
    civilians += (log["deaths_a"] + log["deaths_b"])[communal].sum()
    fighters = log["deaths_a"][~communal].sum() + log["deaths_b"][~communal & ~on_mission].sum()
    return float(civilians), float(fighters)


@settings(max_examples=EXAMPLES)
@given(drawn=changes(), seed=st.integers(0, 2**31))
def test_people_are_conserved(drawn: dict[str, Any], seed: int) -> None:
    """Whoever is missing was killed, died of need, or went abroad to fight.

    A toll is owed to next week's columns, so it is counted. Homicides are an expectation: they
    are recorded and take nobody off (sim.mechanisms.society).
    """
    model = started(drawn, seed)
    world = model.world
    born = people_alive(world)
    killed = 0.0
    for _ in range(WEEKS):
        model.step()
        killed += sum(direct_deaths(world))
        series = world.record.series
        indirect = float(series["indirect_deaths"].sum())
        owed = float(world.places["toll"].sum() + world.joined.sum())
        abroad = world.outflow.get("from abroad", 0.0)
        expected = born + abroad - killed - indirect
        alive = people_alive(world)
        assert alive - owed == pytest.approx(expected, rel=1e-9, abs=0.01)


@settings(max_examples=EXAMPLES)
@given(drawn=changes(), seed=st.integers(0, 2**31))
def test_the_dead_of_the_log_are_the_dead(drawn: dict[str, Any], seed: int) -> None:
    """Fighters fall in the log as in their table; peacekeepers as in their units."""
    model = started(drawn, seed)
    world = model.world
    fallen = 0.0
    for _ in range(WEEKS):
        model.step()
        fallen += direct_deaths(world)[1]
        assert world.outflow.get("killed fighters", 0.0) == fallen
    log = world.events[: world.event_count]
    assert ((log["deaths_a"] + log["deaths_b"] + log["deaths_civilian"]) > 0).all()
    assert (np.diff(log["week"]) >= 0).all()
    struck = log["deaths_b"][log["kind"] == ON_MISSION].sum()
    assert world.mission.units["losses"].sum() == pytest.approx(float(struck))
    series = world.record.series
    assert series["peacekeeper_deaths"].sum() == struck
    total = log["deaths_a"].sum() + log["deaths_b"].sum() + log["deaths_civilian"].sum()
    kept = series["deaths_battle"] + series["deaths_onesided"] + series["deaths_nonstate"]
    assert kept.sum() == total
    parts = ("civilian_deaths", "combatant_deaths", "peacekeeper_deaths")
    assert sum(series[name].sum() for name in parts) == total
    assert world.record.places["deaths"].sum() == total


@settings(max_examples=EXAMPLES)
@given(seed=st.integers(0, 2**31), weeks=st.integers(1, 30))
def test_events_come_in_places_where_somebody_stood(seed: int, weeks: int) -> None:
    model = PeaceModel(lively(), seed=seed)
    for _ in range(weeks):
        model.step()
        log = model.world.events[model.world.week_events]
        for event in log[log["kind"] == BATTLE]:
            for side in ("a", "b"):
                assert model.world.strength[event[side], event["place"]] > 0.0
        for event in log[log["kind"] == ON_MISSION]:
            assert model.world.places["infantry"][event["place"]] > 0.0
