"""At the limits the answer is known: what cannot happen there does not happen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx
import numpy as np
import pytest
from helpers import step_by_step, without_phases

from sim import week
from sim.case.scenario import Scenario
from sim.country.region import Region
from sim.mechanisms import presence
from sim.model import PeaceModel
from sim.runs.run import run
from sim.state.events import BATTLE, COMMUNAL
from sim.state.units import INFANTRY, PRESENT, RESERVE
from sim.state.world import World

FORCE = {
    "policy.force.troops": 8000,
    "policy.force.police": 400,
    "policy.force.observers": 100,
    "policy.patrols.share": 0.5,
    "policy.early_warning.analysts": 40,
    "policy.early_warning.drones": 3,
    "policy.funding.budget": 6.0e8,
}
NO_COMMUNAL = {"nature.violence.communal_rate": 0.0}


def deployed(case: Scenario, changes: Mapping[str, Any] | None = None) -> Scenario:
    """A mission from the first day, at full strength and with money, unless changed."""
    mission = {"mission.start": case.monday}
    return case.replace({**without_phases(case), **FORCE, **mission, **(changes or {})})


def never(case: Scenario) -> dict[str, object]:
    """A mandate that begins when the run is over."""
    return {
        "mission.start": case.date_of(case.weeks + 10),
        "mission.end": case.date_of(case.weeks + 99),
    }


def stepped(case: Scenario, weeks: int, seed: int = 1) -> PeaceModel:
    model = PeaceModel(case, seed=seed)
    for _ in range(weeks):
        model.step()
    return model


# violence


def test_without_factions_there_is_no_organised_violence(case: Scenario) -> None:
    r = run(case.replace({**NO_COMMUNAL, "factions": [], "events": []}), weeks=104)
    assert len(r.events) == 0
    assert r.outcomes["civilian_deaths"] == 0.0
    assert r.outcomes["combatant_deaths"] == 0.0
    assert r.outcomes["peacekeeper_deaths"] == 0.0
    assert r.outcomes["displaced_peak"] < 0.01 * r.series["persons"].iloc[0]


def test_without_factions_only_communities_clash(case: Scenario) -> None:
    r = run(case.replace({"factions": [], "events": [], "nature.violence.level": 20.0}), weeks=104)
    assert len(r.events) > 0
    assert set(r.events["side_a_kind"]) | set(r.events["side_b_kind"]) == {"community"}
    assert set(r.events["type_of_violence"]) == {2}


def test_without_enemies_there_is_no_battle(case: Scenario) -> None:
    state = [f for f in case.to_dict()["factions"] if f["kind"] == "state"]
    r = run(case.replace({"factions": state, "events": []}), weeks=104)
    assert r.outcomes["events_battle"] == 0.0
    assert r.outcomes["peacekeeper_deaths"] == 0.0
    assert r.outcomes["civilian_deaths_rebel"] == 0.0
    assert r.outcomes["war_ended"] == 1.0


def test_without_rates_there_is_no_event(case: Scenario) -> None:
    quiet = {
        "nature.violence.level": 0.0,
        "nature.violence.mission_attack_rate": 0.0,
        "nature.civilian.expelled": 0.0,  # an enemy's rule alone makes people flee
    }
    r = run(case.replace(quiet), weeks=104)
    assert len(r.events) == 0
    assert r.outcomes["displaced_peak"] < 0.01 * r.series["persons"].iloc[0]


def test_one_rate_switched_off_takes_its_own_events_only(case: Scenario) -> None:
    kinds = {"battle_rate": BATTLE, "communal_rate": COMMUNAL}
    for rate, kind in kinds.items():
        model = stepped(case.replace({f"nature.violence.{rate}": 0.0}), 52)
        log = model.world.events[: model.world.event_count]
        assert len(log) > 0
        assert not (log["kind"] == kind).any(), rate


def test_fearless_people_stay(case: Scenario) -> None:
    r = run(case.replace({"nature.civilian.flight": 0.0}), weeks=104)
    assert r.outcomes["displaced_peak"] == 0.0
    assert r.outcomes["civilian_deaths"] > 0.0


def test_without_crossfire_civilians_die_in_attacks_on_them_only(case: Scenario) -> None:
    r = run(case.replace({"nature.violence.crossfire": 0.0}), weeks=104)
    others = r.events[r.events["type_of_violence"] != 3]
    assert len(others) > 0
    assert others["deaths_civilians"].sum() == 0


# money


def test_without_money_no_lever_acts(case: Scenario) -> None:
    model = stepped(deployed(case, {"policy.funding.budget": 0.0}), 80)
    world = model.world
    assert world.mission.ledger["income"].sum() == 0.0
    for name in world.mission.ledger.dtype.names:
        assert world.mission.ledger[name].sum() == 0.0, name
    assert (world.record.places["patrols"] == 0.0).all()
    assert (world.record.places["alert"] == 0).all()
    assert world.record.series["alerts"].sum() == 0.0
    assert (world.places["patrols"] == 0.0).all()


def test_money_withdrawn_is_money_not_given(case: Scenario) -> None:
    none = run(deployed(case, {"policy.funding.budget": 0.0}), weeks=60)
    cut = run(deployed(case, {"policy.funding.cut": 1.0}), weeks=60)
    late = run(deployed(case, {"policy.funding.cover": 0.0}), weeks=60)
    assert _equal(none.outcomes, cut.outcomes)
    assert _equal(none.outcomes, late.outcomes)


def _equal(one: dict[str, float], two: dict[str, float]) -> bool:
    return all(np.array_equal(one[name], two[name], equal_nan=True) for name in one)


def test_without_mandate_nothing_of_a_mission_is_there(case: Scenario) -> None:
    r = run(deployed(case).replace(never(case)), weeks=80)
    assert r.outcomes["cost"] == 0.0
    assert r.series["troops"].sum() == 0.0
    assert r.outcomes["peacekeeper_deaths"] == 0.0


def test_an_idle_lever_changes_nothing(case: Scenario) -> None:
    """No mandate: whatever the policy says, the world is the same to the bit."""
    with_policy = run(deployed(case).replace(never(case)), weeks=60)
    nothing = {**without_phases(case), **never(case), "policy.force.troops": 0}
    without = run(case.replace(nothing), weeks=60)
    assert _equal(with_policy.outcomes, without.outcomes)
    assert with_policy.events.equals(without.events)


# the mission's effects


def test_zero_deterrence_lowers_no_rate(case: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """With every effect of presence at zero, `presence.deter` leaves the rates as they are."""
    deter, seen = presence.deter, []

    def watched(world: World) -> None:
        before = world.rates.copy()
        deter(world)
        seen.append((np.array_equal(before, world.rates), world.places["presence"].max()))

    step_by_step(monkeypatch)
    monkeypatch.setattr(week.presence, "deter", watched)
    stepped(deployed(case, {"nature.variant": "no-effect"}), 70)
    assert all(same for same, _ in seen)
    assert max(present for _, present in seen) > 0.0, "the mission never came: nothing was tested"
    seen.clear()
    stepped(deployed(case), 70)
    assert not all(same for same, _ in seen), "deterrence never acts at all"


def test_no_effect_variant_saves_nobody(case: Scenario) -> None:
    """Patrols and responses of a mission without effect leave violence as it was."""
    variant = deployed(case, {"nature.variant": "no-effect"})
    more = run(variant.replace({"policy.patrols.share": 0.9}), weeks=80)
    fewer = run(variant.replace({"policy.patrols.share": 0.0}), weeks=80)
    assert more.outcomes["civilian_deaths_rebel"] == fewer.outcomes["civilian_deaths_rebel"]
    assert more.events["response"].sum() == 0


def test_patrols_that_stay_in_base_are_felt_nowhere_else(case: Scenario) -> None:
    still = {"policy.patrols.share": 0.0, "policy.force.reserve": 0.0}
    model = stepped(deployed(case, still), 60)
    assert model.world.mission.troops() > 0.0
    assert model.world.places["patrols"].sum() == 0.0


def test_a_reserve_goes_ahead_only_to_places_under_alert(case: Scenario) -> None:
    held = {"policy.patrols.share": 0.0, "policy.force.reserve": 0.5}
    model = PeaceModel(deployed(case, held), seed=1)
    went = 0.0
    for _ in range(80):
        model.step()
        places = model.world.places
        assert not places["patrols"][places["alert"] == 0].any()
        went += float(places["patrols"].sum())
    assert went > 0.0


def without_roads(case: Scenario) -> Scenario:
    """The same country cut into islands."""
    graph = nx.Graph()
    graph.add_nodes_from((p, dict(data)) for p, data in case.region.graph.nodes(data=True))
    old = case.region
    island = Region(
        old.name, old.title, graph, old.outline, old.wet_months, old.population, old.sources
    )
    changed = case.replace({})
    changed._region = island
    return changed


def test_without_roads_no_patrol_leaves_its_base(case: Scenario) -> None:
    model = stepped(without_roads(deployed(case)), 60)
    places, units = model.world.places, model.world.mission.units
    here = (units["status"] == PRESENT) & (units["kind"] == INFANTRY)
    based = np.unique(units["place"][here & (units["place"] >= 0)])
    assert len(based) > 0
    elsewhere = np.setdiff1d(np.arange(len(places)), based)
    assert places["patrols"][based].sum() > 0.0
    assert (places["patrols"][elsewhere] == 0.0).all()
    reserves = np.unique(units["place"][units["kind"] == RESERVE])
    assert (places["reserve"][np.setdiff1d(np.arange(len(places)), reserves)] == 0.0).all()


def test_without_roads_nobody_moves_inside_the_country(case: Scenario) -> None:
    model = stepped(without_roads(case), 60)
    people, fighters = model.world.civilians, model.world.combatants
    assert (people["place"] == people["home"]).all()
    assert (model.world.bands["place"] == model.world.bands["home"]).all()
    assert np.isfinite(people["fear"]).all()
    assert (fighters["place"] >= 0).all()


# sizes


@pytest.mark.parametrize("places", [6, 7, 80])
def test_small_and_large_countries_run(case: Scenario, places: int) -> None:
    factions = [{**f, "presence": {}, "community": ""} for f in case.to_dict()["factions"]]
    bare = case.replace({"factions": [], "events": [], "nature.civilians": 100})
    made_up = bare.replace({"region": {"places": places, "seed": places}})
    r = run(made_up.replace({"factions": factions}), weeks=30)
    assert len(r.places) == 30 * places


def test_one_week_is_a_run(case: Scenario) -> None:
    r = run(case, weeks=1)
    assert len(r.series) == 1
    assert all(isinstance(value, float) for value in r.outcomes.values())
