"""How fast programmes stand up and wither, worked out by hand."""

from __future__ import annotations

import pytest

from rules.bench import set_numbers
from rules.few import few_places
from sim.case.parts import PARTS
from sim.levers import setup
from sim.state.world import World

# months after which, at 365.25 / 84 weeks a month, one week closes half of what is missing:
# 4.34821429 weeks a month x 0.33179024 months = 1.44269504 weeks = 1 / ln 2
HALF_A_WEEK = 0.33179024


def after_a_week(
    built: float, paid: float, bill: float = 1.0, mandated: bool = True, least: float = 1e-4
) -> float:
    """How far aid stands a week later."""
    world = few_places()
    set_numbers(world, "aid", setup_months=HALF_A_WEEK)
    setup.note_months(world)
    set_numbers(world, "setup", least=least)
    world.mission.built["aid"], world.mission.paid["aid"] = built, paid
    world.mission.mandated = mandated
    world.mission.bills["aid"] = bill
    setup.progress(world)
    return world.mission.built["aid"]


def test_a_programme_closes_half_the_gap_to_what_is_paid() -> None:
    """0.2 + half of (0.8 - 0.2) = 0.5."""
    assert after_a_week(0.2, 0.8) == pytest.approx(0.5, rel=1e-5)


def test_a_programme_withers_twice_as_fast_as_it_grows() -> None:
    """In half the months a week closes three quarters: 0.8 - 3/4 x (0.8 - 0.2) = 0.35."""
    assert after_a_week(0.8, 0.2) == pytest.approx(0.35, rel=1e-5)


@pytest.mark.parametrize(("bill", "mandated"), [(0.0, True), (1.0, False), (0.0, False)])
def test_what_is_not_wanted_or_not_mandated_withers_towards_nothing(
    bill: float, mandated: bool
) -> None:
    """0.8 - 3/4 x 0.8 = 0.2, though it could be paid in full."""
    assert after_a_week(0.8, 1.0, bill, mandated) == pytest.approx(0.2, rel=1e-5)


def test_a_programme_without_a_bill_is_not_wanted() -> None:
    world = few_places()
    set_numbers(world, "aid", setup_months=HALF_A_WEEK)
    setup.note_months(world)
    world.mission.built["aid"] = 0.8
    setup.progress(world)
    assert world.mission.built["aid"] == pytest.approx(0.2, rel=1e-5)


def test_a_last_rest_is_nothing_and_what_stands_as_it_should_is_left_alone() -> None:
    """A quarter of 0.0003 is below 0.0001 and becomes 0; a quarter of 0.0008 stays."""
    assert after_a_week(0.0003, 0.0) == 0.0
    assert after_a_week(0.0008, 0.0) == pytest.approx(0.0002, rel=1e-4)
    assert after_a_week(0.0008, 0.0, least=0.0003) == 0.0
    assert after_a_week(0.6, 0.6) == 0.6
    assert after_a_week(0.00005, 0.00005) == 0.00005


def test_patrols_need_no_setting_up_even_unpaid_while_every_other_programme_does() -> None:
    world: World = few_places()
    world.mission.built = dict.fromkeys(world.mission.built, 0.0)
    world.mission.paid["patrols"] = 0.0
    world.mission.bills = dict.fromkeys(world.mission.bills, 1.0)
    setup.progress(world)
    items = PARTS.items
    slow = {name: world.mission.built[name] for name in items.programmes if name != "patrols"}
    assert world.mission.built["patrols"] == 1.0
    assert all(world.mission.built[name] == 0.0 for name in items.owed)  # people under contract
    assert all(0.0 < built < 0.2 for built in slow.values())
    assert len(slow) == 11


def closing(welcome: float) -> World:
    """All programmes have built three quarters and ask for 100 dollars; so do people."""
    world = few_places()
    world.mission.welcome = welcome
    world.mission.built = dict.fromkeys(world.mission.built, 0.75)
    world.mission.bills = dict.fromkeys(world.mission.bills, 100.0)
    world.mission.paid = dict.fromkeys(world.mission.paid, 1.0)
    return world


@pytest.mark.parametrize("welcome", [1.0, 0.5, 0.0])
def test_programmes_close_with_a_mission_that_its_host_sends_away(welcome: float) -> None:
    """Half of the mission has to go: half of each bill, and no more than half of it stands."""
    world = closing(welcome)
    setup.close(world)
    for name in PARTS.items.programmes:
        with_units = name == "patrols"  # they go as the units do
        assert world.mission.bills[name] == (100.0 if with_units else 100.0 * welcome)
        assert world.mission.built[name] == (0.75 if with_units else min(0.75, welcome))
    for name in PARTS.items.owed:
        assert world.mission.bills[name] == 100.0


def test_a_programme_that_closes_is_not_built_up_again() -> None:
    """It grows towards the half that may stay: 0.3 + half of (0.5 - 0.3)."""
    world = closing(0.5)
    set_numbers(world, "aid", setup_months=HALF_A_WEEK)
    setup.note_months(world)
    world.mission.built["aid"] = 0.3
    setup.progress(world)
    assert world.mission.built["aid"] == pytest.approx(0.4, rel=1e-5)
