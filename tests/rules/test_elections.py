"""When elections are prepared and secured, and what that costs, worked out by hand."""

from __future__ import annotations

import pytest

from rules.bench import billed, set_numbers, set_policy
from rules.few import few_places
from sim.levers import elections
from sim.state.world import World


def a_vote_in(weeks: int) -> World:
    """A world in week 100 with votes long past, in `weeks`, and much later."""
    world = few_places()
    world.week, world.ballot_weeks = 100, (3, 100 + weeks + 300, 100 + weeks)
    set_numbers(world, "elections", ballot_year=146_100.0, prepared_weeks=53.0, eve_weeks=9.0)
    set_policy(world, "elections", registration=365_250.0, education=73_050.0, certification=0.5)
    set_policy(world, "elections", security=0.2)
    return world


def test_the_next_election_is_the_first_that_is_not_past() -> None:
    """Votes in weeks 3, 10 and 40: in week 10 it is today, in week 11 it is 29 weeks off."""
    world = few_places()
    world.ballot_weeks = (40, 3, 10)
    for week, ahead in ((0, 3), (3, 0), (4, 6), (10, 0), (11, 29), (40, 0), (41, 1_000_000)):
        world.week = week
        assert elections.weeks_ahead(world) == ahead


def test_registration_education_and_certification_are_paid_in_the_53_weeks_before() -> None:
    """365,250 + 73,050 + half of 146,100 = 511,350 a year = 1,400 days of 365.25 = 9,800 a week."""
    assert billed(a_vote_in(0), elections.bill) == {"elections": pytest.approx(9800.0)}
    assert billed(a_vote_in(53), elections.bill) == {"elections": pytest.approx(9800.0)}
    assert billed(a_vote_in(54), elections.bill) == {}


def test_elections_cost_nothing_when_nothing_is_planned() -> None:
    world = a_vote_in(5)
    set_policy(world, "elections", registration=0.0, education=0.0, certification=0.0)
    assert billed(world, elections.bill) == {}


def test_infantry_secures_polling_from_nine_weeks_before_the_day() -> None:
    assert elections.infantry_share(a_vote_in(0)) == 0.2
    assert elections.infantry_share(a_vote_in(9)) == 0.2
    assert elections.infantry_share(a_vote_in(10)) == 0.0
    world = a_vote_in(5)
    set_policy(world, "elections", security=0.0)
    assert elections.infantry_share(world) == 0.0


def test_how_long_before_the_day_it_is_prepared_and_secured_is_natures() -> None:
    for weeks, dollars in ((20, 9800.0), (21, 0.0)):
        world = a_vote_in(weeks)
        set_numbers(world, "elections", prepared_weeks=20.0)
        assert billed(world, elections.bill).get("elections", 0.0) == pytest.approx(dollars)
    for weeks, share in ((4, 0.2), (5, 0.0)):
        world = a_vote_in(weeks)
        set_numbers(world, "elections", eve_weeks=4.0)
        assert elections.infantry_share(world) == share
