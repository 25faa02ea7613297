"""What liaison, committees and monitors do, worked out by hand."""

from __future__ import annotations

import pytest

from rules.bench import billed, set_numbers, set_policy
from rules.few import YEARLY, few_places
from sim.levers import community
from sim.state.world import World

TOUCHED = ("tips", "goodwill", "committees", "calm", "restraint", "lure")


def a_village_and_a_town(ready: float = 0.5) -> World:
    """A million and three million people, whom staff is spread over: as many a million in both.

    At half strength 40 assistants (10 a million, half at 10: 1/2), 120 committees (30: 3/4) and
    20 monitors (5 a million, half at 20: 1/5). The mission is half impartial.
    """
    world = few_places()
    world.places["persons"] = 999_999, 2_999_999
    world.mission.built["community"] = ready
    world.mission.impartial = 0.5
    set_policy(world, "community", liaison=80, committees=240, human_rights=40)
    set_numbers(world, "community", liaison_half=10.0, reprisal=0.8)
    set_numbers(world, "community", monitors_half=20.0, cooperation_rate=0.03)
    set_numbers(world, "community", tips_effect=0.6, trust_effect=0.4)
    set_numbers(world, "community", committee_effect=0.4, monitor_effect=0.5)
    world.works["tips"], world.works["goodwill"] = 0.25, 0.125
    world.works["calm"], world.works["restraint"] = 0.5, 0.5
    world.works["lure"] = 0.1
    world.governments["cooperation"] = 0.5, 1.0
    return world


def test_assistants_committees_and_monitors_have_their_prices() -> None:
    """2 assistants at 350, 4 committees at 70, 3 monitors at 700 a week: 700 + 280 + 2100."""
    world = few_places()
    set_numbers(world, "prices", local_year=18262.5, staff_year=YEARLY)
    set_numbers(world, "community", committee_year=3652.5)
    set_policy(world, "community", liaison=2, committees=4, human_rights=3)
    assert billed(world, community.bill) == {"community": pytest.approx(3080.0)}
    set_numbers(world, "community", arrest_case=YEARLY)
    set_policy(world, "community", liaison=0, committees=0, human_rights=0, arrests=3)
    assert billed(world, community.bill) == {"community": pytest.approx(2100.0)}


def test_assistants_bring_tips_and_an_impartial_mission_trust() -> None:
    """Tips 0.25 + 0.6 x 1/2 = 0.55; trust 0.125 + 0.4 x 1/2 x 0.5 = 0.225."""
    world = a_village_and_a_town()
    community.work(world)
    assert world.works["tips"] == pytest.approx([0.55, 0.55], rel=1e-6)
    assert world.works["goodwill"] == pytest.approx([0.225, 0.225], rel=1e-6)


def test_committees_calm_and_monitors_restrain() -> None:
    """Calm 1 - 0.5 x (1 - 0.4 x 3/4 = 0.7) = 0.65; restraint 1 - 0.5 x (1 - 0.5 x 1/5) = 0.55."""
    world = a_village_and_a_town()
    community.work(world)
    assert world.works["committees"] == pytest.approx([0.75, 0.75], rel=1e-6)
    assert world.works["calm"] == pytest.approx([0.65, 0.65], rel=1e-6)
    assert world.works["restraint"] == pytest.approx([0.55, 0.55], rel=1e-6)


def test_who_talks_is_punished_where_control_is_contested_and_nobody_is_present() -> None:
    """Exposed 1/2 x (1 - presence) x twice the contest, 1 at most; lure 0.1 + 0.8 of it.

    0.1 + 0.8 x 1/2 x 0.5 x 0.5 = 0.2; 0.1 + 0.8 x 1/2 x 0.75 x 1 = 0.4.
    """
    world = a_village_and_a_town()
    world.places["presence"] = 0.5, 0.25
    world.places["contested"] = 0.25, 0.75
    community.work(world)
    assert world.works["lure"] == pytest.approx([0.2, 0.4], rel=1e-6)


def test_nobody_is_punished_where_somebody_firmly_holds_or_peacekeepers_are_everywhere() -> None:
    world = a_village_and_a_town()
    world.places["presence"] = 0.5, 1.0
    world.places["contested"] = 0.0, 0.5
    community.work(world)
    assert world.works["lure"] == pytest.approx([0.1, 0.1], rel=1e-6)


def test_local_governments_come_to_cooperate_and_never_more_than_wholly() -> None:
    """Half of 1/2 and of 3/4: 0.625; 0.5 + 0.03 x 0.625 x 0.5 fair x (1 - 0.5) = 0.5046875."""
    world = a_village_and_a_town()
    community.work(world)
    assert world.governments["cooperation"] == pytest.approx([0.5046875, 1.0], rel=1e-6)


def test_staff_is_spread_by_people_one_more_than_live_there() -> None:
    """1 and 3 people, a quarter and three quarters of one post; a place counts for 1000 at least.

    Assistants: 250 and 750 a million, half at 250: 1/2 and 3/4; monitors 250/270 and 750/770.
    """
    world = a_village_and_a_town(ready=1.0)
    world.places["persons"] = 0, 2
    set_policy(world, "community", liaison=1, committees=3, human_rights=1)
    set_numbers(world, "community", liaison_half=250.0, tips_effect=1.0, monitor_effect=1.0)
    world.works["tips"] = world.works["restraint"] = 0.0
    community.work(world)
    assert world.works["tips"] == pytest.approx([0.5, 0.75], rel=1e-6)
    assert world.works["committees"] == pytest.approx([0.75, 0.9], rel=1e-6)
    assert world.works["restraint"] == pytest.approx([25 / 27, 75 / 77], rel=1e-6)


def test_a_programme_that_does_not_stand_changes_nothing() -> None:
    world = a_village_and_a_town(ready=0.0)
    world.works["committees"] = 0.125
    world.places["contested"] = 0.5
    before = world.works.copy()
    community.work(world)
    for name in TOUCHED:
        assert world.works[name].tolist() == before[name].tolist()
    assert world.governments["cooperation"].tolist() == [0.5, 1.0]


def test_how_many_monitors_it_takes_and_how_fast_governments_come_round_are_natures() -> None:
    """5 monitors a million are half at 5: 1 - 0.5 x (1 - 0.5 x 1/2) = 0.625.

    0.5 + 0.12 x 0.625 x 0.5 fair x (1 - 0.5) = 0.51875.
    """
    world = a_village_and_a_town()
    set_numbers(world, "community", monitors_half=5.0, cooperation_rate=0.12)
    community.work(world)
    assert world.works["restraint"] == pytest.approx([0.625, 0.625], rel=1e-6)
    assert world.governments["cooperation"][0] == pytest.approx(0.51875, rel=1e-6)


def test_what_a_mission_that_is_a_quarter_fair_brings() -> None:
    """Trust 0.125 + 0.4 x 1/2 x 0.25 = 0.175; cooperation 0.5 + 0.03 x 0.625 x 0.25 x 0.5.

    That is 0.50234375; three quarters fair they are 0.275 and 0.50703125.
    """
    for fair, trust, cooperation in ((0.25, 0.175, 0.50234375), (0.75, 0.275, 0.50703125)):
        world = a_village_and_a_town()
        world.mission.impartial = fair
        community.work(world)
        assert world.works["goodwill"][0] == pytest.approx(trust, rel=1e-6)
        assert world.governments["cooperation"][0] == pytest.approx(cooperation, rel=1e-6)
