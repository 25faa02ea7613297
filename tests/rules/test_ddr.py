"""What demobilisation holds, costs and guards, worked out by hand."""

from __future__ import annotations

import pytest

from rules.bench import billed, set_numbers, set_policy
from rules.few import YEARLY, few_places, table
from sim.levers import ddr
from sim.state.factions import (
    ACTIVE,
    BOUGHT,
    CANTONED,
    COMBATANT_DTYPE,
    FIGHTING,
    REINTEGRATING,
    SIGNED,
)
from sim.state.world import World

YEAR = 365.25


def in_camps() -> World:
    """30 fighters in camps, 40 learning for 51 weeks, 80 done after 52; half as many impostors."""
    world = few_places()
    world.combatants = table(
        COMBATANT_DTYPE,
        {"status": CANTONED, "weight": 10, "weeks": 60, "place": 0},
        {"status": CANTONED, "weight": 20, "place": 1},
        {"status": REINTEGRATING, "weight": 40, "weeks": 51, "place": 1},
        {"status": REINTEGRATING, "weight": 80, "weeks": 52},
        {"status": ACTIVE, "weight": 160, "place": 1},
    )
    world.mission.demobilisation["admitted"] = 100.0
    world.mission.demobilisation["impostors"] = 50.0
    set_policy(world, "ddr", places=1000, guards=80, package=2.0 * YEAR, cvr=10)
    set_numbers(world, "ddr", cantonment_month=YEAR, reintegration_head=104.0)
    set_numbers(world, "ddr", cvr_head=2.0 * YEAR)
    set_numbers(world, "ddr", programme_weeks=52.0, stay_months=3.0, site_share=0.15)
    set_numbers(world, "ddr", cvr_calm=0.05, cvr_people=1000.0, cvr_half=0.004)
    return world


def test_the_caseload_counts_impostors_and_not_those_whose_year_is_over() -> None:
    """(100 + 50) / 100 = 1.5 for each: 30 in camps are 45, 40 learning are 60."""
    assert ddr.caseload(in_camps()) == (45.0, 60.0)


def test_before_anybody_is_admitted_there_are_no_impostors() -> None:
    world = in_camps()
    world.mission.demobilisation["admitted"] = 0.0
    assert ddr.caseload(world) == (30.0, 40.0)


def test_camps_packages_sites_and_programmes_have_their_prices() -> None:
    """In units of 365.25 a month: camps 45, packages 45 / 3 x 2 = 30, sites 0.15 x 1000 = 150:

    225 x 84 (12 months x 7 days) = 18,900 a week; learning 60 x 104 / 52 = 120; community
    violence reduction 10 x 2 x 7 = 140. Together 19,160.
    """
    assert billed(in_camps(), ddr.bill) == {"ddr": pytest.approx(19_160.0)}


def test_nothing_is_paid_without_a_mandate_or_without_any_programme() -> None:
    world = in_camps()
    world.mission.mandated = False
    assert billed(world, ddr.bill) == {}
    world = in_camps()
    set_policy(world, "ddr", places=0, cvr=0)
    assert billed(world, ddr.bill) == {}


def test_offers_to_commanders_are_paid_while_there_is_somebody_to_buy() -> None:
    """3 a year at 700 dollars a week; alone, and only with a commander of a party to a deal."""
    world = in_camps()
    set_policy(world, "ddr", places=0, cvr=0, commanders=3, package=0.0)
    set_numbers(world, "ddr", commander_offer=YEARLY, reintegration_head=0.0)
    world.combatants = world.combatants[:0]
    world.factions["standing"] = FIGHTING
    assert billed(world, ddr.bill) == {}
    world.factions["standing"][1] = SIGNED
    assert billed(world, ddr.bill) == {"ddr": pytest.approx(2100.0)}
    world.bands["commander"] = BOUGHT
    assert billed(world, ddr.bill) == {}


def test_either_programme_alone_is_paid() -> None:
    """Without sites (150 x 84 = 12,600) 6560; without community programmes (140) 19,020."""
    world = in_camps()
    set_policy(world, "ddr", places=0)
    assert billed(world, ddr.bill) == {"ddr": pytest.approx(6_560.0)}
    world = in_camps()
    set_policy(world, "ddr", cvr=0)
    assert billed(world, ddr.bill) == {"ddr": pytest.approx(19_020.0)}


def test_the_cantoned_are_guarded_where_they_are() -> None:
    """80 guards for a thousand: 5 + 0.8 for ten, 5 + 1.6 for twenty."""
    world = in_camps()
    set_policy(world, "ddr", cvr=0)
    world.works["guards"] = 5.0
    ddr.work(world)
    assert world.works["cantoned"].tolist() == [10.0, 20.0]
    assert world.works["guards"] == pytest.approx([5.8, 6.6], rel=1e-6)


def test_camps_that_only_one_place_has_are_counted_in_all() -> None:
    world = in_camps()
    set_policy(world, "ddr", cvr=0)
    world.combatants = world.combatants[:1]
    ddr.work(world)
    assert world.works["cantoned"].tolist() == [10.0, 0.0]


def test_without_the_cantoned_nothing_is_counted() -> None:
    world = in_camps()
    set_policy(world, "ddr", cvr=0)
    world.combatants = world.combatants[2:]
    world.works["cantoned"] = 3.0
    ddr.work(world)
    assert world.works["cantoned"].tolist() == [3.0, 3.0]
    assert world.works["guards"].tolist() == [0.0, 0.0]


def hot_places(cvr: int, ready: float = 0.5) -> World:
    """1500 x (0.05 + 0.15 + 0.3) = 750 and 250 x (0.05 + 0.45 + 0.5) = 250: three to one."""
    world = in_camps()
    world.places["persons"] = 1500, 250
    world.places["danger"] = 0.15, 0.45
    world.places["heat"] = 0.3, 0.5
    world.mission.built["ddr"] = ready
    set_policy(world, "ddr", cvr=cvr)
    set_numbers(world, "ddr", cvr_effect=0.5)
    return world


def test_community_programmes_go_where_it_is_hot_and_keep_men_out_of_bands() -> None:
    """Of 48 places 24 stand: 18 / 1500 = 0.012 and 6 / 1000 = 0.006 (1000 people at least).

    Half of it works at 0.004: 0.75 and 0.6, x 0.5.
    """
    world = hot_places(cvr=48)
    ddr.work(world)
    assert world.works["cvr"] == pytest.approx([0.375, 0.3], rel=1e-6)


def test_where_nobody_lives_nobody_is_kept_out_of_bands() -> None:
    world = hot_places(cvr=48)
    world.places["persons"] = 0.0
    ddr.work(world)
    assert world.works["cvr"].tolist() == [0.0, 0.0]


@pytest.mark.parametrize(("cvr", "ready"), [(0, 1.0), (48, 0.0)])
def test_community_programmes_that_do_not_stand_change_nothing(cvr: int, ready: float) -> None:
    world = hot_places(cvr, ready)
    world.works["cvr"] = 0.125
    ddr.work(world)
    assert world.works["cvr"].tolist() == [0.125, 0.125]


@pytest.mark.parametrize(
    ("name", "value", "dollars"),
    [
        ("programme_weeks", 104.0, 19_220.0),  # 80 more learn: 180 x 104 / 104 in place of 120
        ("stay_months", 6.0, 17_900.0),  # packages 45 / 6 x 2 = 15: 210 x 84 + 260
        ("site_share", 0.3, 31_760.0),  # sites 300: 375 x 84 + 260
    ],
)
def test_how_long_programmes_take_and_what_sites_cost_are_natures(
    name: str, value: float, dollars: float
) -> None:
    world = in_camps()
    set_numbers(world, "ddr", **{name: value})
    assert billed(world, ddr.bill) == {"ddr": pytest.approx(dollars)}


def test_who_has_learned_as_long_as_nature_says_is_done() -> None:
    """51 weeks of 51."""
    world = in_camps()
    set_numbers(world, "ddr", programme_weeks=51.0)
    assert ddr.caseload(world) == (45.0, 0.0)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        # 1500 x 1 and 250 x 1.5, four to one: 19.2 / 1500 = 0.0128 and 4.8 / 1000 = 0.0048,
        # 0.0128 / 0.0168 and 0.0048 / 0.0088
        ("cvr_calm", 0.55, [8 / 21, 3 / 11]),
        ("cvr_people", 500.0, [0.375, 0.375]),  # 6 / 500 = 0.012 too
        ("cvr_half", 0.006, [1 / 3, 0.25]),  # 12 / 18 and 6 / 12
    ],
)
def test_what_community_programmes_reach_is_natures(
    name: str, value: float, expected: list[float]
) -> None:
    world = hot_places(cvr=48)
    set_numbers(world, "ddr", **{name: value})
    ddr.work(world)
    assert world.works["cvr"] == pytest.approx(expected, rel=1e-6)
