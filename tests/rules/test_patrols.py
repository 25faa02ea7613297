"""What patrols cost, worked out by hand."""

from __future__ import annotations

import pytest

from rules.bench import billed, set_numbers, set_policy
from rules.few import few_places, units
from sim.levers import patrols
from sim.state.units import GONE, INFANTRY, PARTNERS, PLEDGED, POLICE, PRESENT, RESERVE

HERE = {"kind": INFANTRY, "status": PRESENT, "place": 0, "persons": 400, "readiness": 0.5}


def test_infantry_and_partners_who_have_a_base_cost_what_they_are_ready_for() -> None:
    """(400 x 0.5 + 100 x 0.25 = 225 ready) x a quarter out x 8 dollars = 450.

    The pledged, those without a base, the reserve, the police and those gone cost nothing.
    """
    world = few_places()
    set_numbers(world, "patrols", patrol_week=8.0)
    set_policy(world, "patrols", share=0.25)
    world.mission.units = units(
        HERE,
        {**HERE, "kind": PARTNERS, "place": 1, "persons": 100, "readiness": 0.25},
        {**HERE, "status": PLEDGED},
        {**HERE, "status": GONE},
        {**HERE, "place": -1},
        {**HERE, "kind": POLICE},
        {**HERE, "kind": RESERVE},
    )
    assert billed(world, patrols.bill) == {"patrols": pytest.approx(450.0)}


def test_who_stays_out_costs_more() -> None:
    """100 x a quarter out x (8 + half of them 20 more) = 450."""
    world = few_places()
    set_numbers(world, "patrols", patrol_week=8.0, post_week=20.0)
    set_policy(world, "patrols", share=0.25, temporary_bases=0.5)
    world.mission.units = units({**HERE, "persons": 200})
    assert billed(world, patrols.bill) == {"patrols": pytest.approx(450.0)}


def test_patrols_cost_nothing_when_none_are_planned_or_nobody_is_there() -> None:
    world = few_places()
    set_policy(world, "patrols", share=0.25)
    assert billed(world, patrols.bill) == {}
    world.mission.units = units(HERE)
    assert billed(world, patrols.bill)["patrols"] > 0.0
    set_policy(world, "patrols", share=0.0)
    assert billed(world, patrols.bill) == {}


def test_nobody_patrols_jointly_where_nobody_patrols() -> None:
    """0.4 of the patrols go out with the host's forces; of no patrols none do."""
    world = few_places()
    set_policy(world, "patrols", share=0.3, joint=0.4)
    assert patrols.joint(world) == 0.4
    set_policy(world, "patrols", share=0.0)
    assert patrols.joint(world) == 0.0
