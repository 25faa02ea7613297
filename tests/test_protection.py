"""Zones, escorts and evacuation: whom they protect, and what they need to do it."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from sim.case.scenario import Scenario, load_scenario
from sim.levers import aid
from sim.mechanisms.civilians import hear_news
from sim.model import PeaceModel
from sim.runs.run import run
from sim.state.violence_factors import _lure, _open

FED = {
    **{f"policy.aid.{kind}": 200_000 for kind in ("food", "water", "health", "shelter")},
    "policy.aid.access": "escorted",
    "policy.funding.budget": 3.0e9,
    "policy.force.phases": [],
    "policy.force.troops": 6_000,
}


@cache
def case(**changes: Any) -> Scenario:
    fields = {name.replace("__", "."): value for name, value in changes.items()}
    return load_scenario("zambara", {"nature.civilians": 200, **FED, **fields})


def model(weeks: int, **changes: Any) -> PeaceModel:
    made = PeaceModel(case(**changes), seed=3)
    for _ in range(weeks):
        made.step()
    return made


@pytest.mark.parametrize(("guarded", "less"), [(1.0, True), (0.0, False)])
def test_guards_make_a_zone_a_shelter_and_their_lack_makes_it_a_target(
    guarded: float, less: bool
) -> None:
    world = model(1).world
    world.rules.protection = world.rules.protection._replace(zone_shield=0.75, zone_lure=0.6)
    works = world.works
    works["zone"][0], works["sheltered"][0], works["guarded"][0] = 1.0, 0.4, guarded
    assert _lure(world, 0) == pytest.approx(0.7 if less else 1.24)  # 1 + 0.6 x 0.4 inside
    assert _open(world, 0) == pytest.approx(0.7 if less else 1.0)  # the army's attacks too
    assert _lure(world, 1) == _open(world, 1) == 1.0


def test_people_in_flight_make_for_a_guarded_zone() -> None:
    world = model(20).world
    roads = world.roads
    q = int(roads.target[0])
    before = hear_news(world)[2].copy()
    world.works["zone"][q] = world.works["guarded"][q] = 1.0
    after = hear_news(world)[2]
    assert (after[:, 0] > before[:, 0]).all()


def test_escorts_open_the_road_only_to_aid_that_goes_under_escort() -> None:
    with_escorts = {"policy__protection__escorts": 0.2}
    world = model(160, **with_escorts).world
    places = range(world.place_count)
    convoys = [aid.escorted(world, p) for p in places]
    for p in places:
        assert (convoys[p] > 0.0) == (world.places["infantry"][p] > 0)
        assert aid.access(world, p, convoys[p]) >= aid.access(world, p, 0.0)
    negotiated = model(160, policy__aid__access="negotiated", **with_escorts).world
    assert not any(aid.escorted(negotiated, p) for p in range(negotiated.place_count))


def test_escorts_deliver_more_and_lose_less_of_it() -> None:
    with_them = run(case(policy__protection__escorts=0.2), 3, 312).outcomes
    without = run(case(), 3, 312).outcomes
    assert with_them["aid_delivered"] > without["aid_delivered"]


def test_what_cannot_get_through_is_not_delivered_elsewhere_in_full() -> None:
    shut = {"nature__aid__redirect": 0.0, "policy__aid__access": "open"}
    given = {"nature__aid__redirect": 1.0, "policy__aid__access": "open"}
    few, many = (run(case(**x), 3, 208).outcomes["aid_delivered"] for x in (shut, given))
    assert few < many
