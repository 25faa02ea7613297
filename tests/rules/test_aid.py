"""How far aid gets, what it relieves, what is taken off it and what it draws, by hand."""

from __future__ import annotations

import math
from typing import get_args

import pytest

from rules.bench import billed, set_numbers, set_policy
from rules.few import few_places
from sim.levers import aid
from sim.state.factions import REBELS, STATE
from sim.state.places import BARGAIN, CAPTURED, COOPERATE, OBSTRUCT
from sim.state.world import World

KNOWN = {  # what the answers below are worked out with, unless they say otherwise
    **{"partners_save": 0.2, "checks_cost": 0.15, "checks_save": 0.7, "partners_reach": 0.3},
    **{"least_need": 0.02, "ordinary_need": 0.15, "ordinary_shelter": 0.02, "loot_full": 5.0},
    **{"food_weight": 0.4, "water_weight": 0.2, "health_weight": 0.25, "shelter_weight": 0.15},
    **{"seen_full": 0.1, "guarded_half": 60.0, "least_access": 0.02},
    **{"partners_unseen": 0.0, "fixed_loot": 1.0, "aid_wins": 0.0, "partners_near": 0.0},
    **{"negotiated_sided": 0.0, "escorted_sided": 0.0, "open_sided": 0.0},
    **{"negotiated_access": 0.75, "negotiated_barred": 0.6, "escorted_access": 0.35},
    **{"escorted_barred": 0.0, "open_access": 0.4, "open_barred": 0.3},
}


CUT_OFF = 10_000.0  # danger in which nothing at all gets through: exp(-5000) is 0


def aided(ready: float = 0.5, reach: tuple[float, float] = (0.5, 1.0)) -> World:
    """1000 and 3000 people (one more than live there), half of the aid at work.

    Shares: half by people 1/4 and 3/4, half by need 1000 x 0.55 and 3000 x 0.15: 0.55 and 0.45;
    together 0.4 and 0.6. Access 0.5 and 1: 0.2 and 0.6, so 0.8 get through; half of what does
    not is redirected: x (1 + 0.5 x 0.2 / 0.8 = 1.125): 0.225 and 0.675.
    Taken: 0.5 x (1 - 0.7 x 0.5 = 0.65) = 0.325, x (1 - 0.5) and x (1 - 0.75) where the state
    does not hold, x (1 - 0.8 x 0.5) and x (1 - 0.8 x 0.25) without escort: 0.0975 and 0.065.
    """
    world = few_places()
    world.places["persons"] = 999, 2999
    world.places["need"] = 0.55, 0.15
    world.places["state_control"] = 0.5, 0.75
    world.places["displaced"] = 50, 150
    world.mission.built["aid"] = ready
    set_policy(world, "aid", food=800, water=400, health=4000, shelter=200)
    set_policy(world, "aid", by_need=0.5, monitoring=0.5, ngos=0.5)
    set_numbers(world, "aid", food_year=10.0, water_year=5.0, health_year=2.0)
    set_numbers(world, "aid", shelter_year=10.0)
    set_numbers(world, "aid", diversion=0.5, escort_saves=0.8, redirect=0.5)
    set_numbers(world, "aid", relief_effect=0.5, divert_lure=0.5)
    set_numbers(world, "aid", aid_lure=0.2, aid_calm=0.6, **KNOWN)
    world.works["lure"] = 0.5
    under_escort(world, reach)
    return world


def under_escort(world: World, reach: tuple[float, float]) -> None:
    """All infantry on escort, 60 and 20 persons, half at 60: 1/2 and 1/4 of the convoys.

    Nobody bars what is under escort; danger lets as much through as is given, exp(-danger / 2).
    """
    set_policy(world, "aid", access="escorted")
    set_policy(world, "protection", escorts=1.0)
    set_numbers(world, "aid", escorted_access=1.0, escorted_barred=0.0, least_access=0.0)
    world.places["infantry"] = 60, 20
    world.places["danger"] = [-2.0 * math.log(x) if x > 0.0 else CUT_OFF for x in reach]


def plainly(**values: float) -> World:
    """The same with nothing taken, everything getting through, and only what is named given."""
    world = aided(ready=1.0, reach=(1.0, 1.0))
    set_numbers(world, "aid", diversion=0.0)
    set_policy(world, "aid", **{"food": 0, "water": 0, "health": 0, "shelter": 0, **values})
    return world


def test_goods_cost_less_through_local_partners_and_more_with_checks() -> None:
    """Goods 40 x 1 + 30 x 2 + 20 x 4 + 10 x 8 = 260 times 365.25 a year, 7 times as many a week:

    1820 x (1 - 0.2 x 0.5 = 0.9) x (1 + 0.15 x 0.4 = 1.06) = 1736.28.
    """
    assert billed(priced(), aid.bill) == {"aid": pytest.approx(1736.28)}


def priced(**numbers: float) -> World:
    """Goods of 1820 dollars a week, half of them through partners, checks at 0.4."""
    world = few_places()
    set_policy(world, "aid", food=40, water=30, health=20, shelter=10, ngos=0.5, monitoring=0.4)
    set_numbers(world, "aid", food_year=365.25, water_year=730.5)
    set_numbers(world, "aid", health_year=1461.0, shelter_year=2922.0)
    set_numbers(world, "aid", **{**KNOWN, **numbers})
    return world


def test_what_partners_save_and_checks_cost_is_natures() -> None:
    """1820 x (1 - 0.4 x 0.5 = 0.8) x 1.06 = 1543.36; 1820 x 0.9 x (1 + 0.5 x 0.4) = 1965.6."""
    assert billed(priced(partners_save=0.4), aid.bill) == {"aid": pytest.approx(1543.36)}
    assert billed(priced(checks_cost=0.5), aid.bill) == {"aid": pytest.approx(1965.6)}


def test_aid_relieves_by_sector_as_far_as_it_is_enough() -> None:
    """Served of 800 food at half: 400 x 0.225 x 0.9025 = 81.225; 400 x 0.675 x 0.935 = 252.45.

    Wanted: 0.15 x 1000 + 50 = 200 and 600; shelter 0.02 x 1000 + 50 = 70 and 210. Met: food
    0.406125 and 0.42075; water half of that; health all; shelter, a quarter of the food over 70
    and 210: 0.2900893 and 0.3005357. Weighed 0.4, 0.2, 0.25, 0.15:
    0.16245 + 0.0406125 + 0.25 + 0.0435134 = 0.4965759, and 0.1683 + 0.042075 + 0.25 + 0.0450804
    = 0.5054554; half of it is felt.
    """
    world = aided()
    aid.work(world)
    assert world.works["relief"] == pytest.approx([0.24828795, 0.2527277], rel=1e-6)


def test_the_sector_that_reaches_most_says_how_many_are_reached() -> None:
    """Health, 5 times the food: 5 x 81.225 = 406.125 and 5 x 252.45 = 1262.25."""
    world = aided()
    aid.work(world)
    assert world.works["delivered"] == pytest.approx([406.125, 1262.25], rel=1e-6)


def test_nobody_is_reached_twice() -> None:
    """Far more food than people: all 1000 and all 3000 of them; need for food met: 0.4 x 0.5."""
    world = plainly(food=1_000_000)
    aid.work(world)
    assert world.works["delivered"] == pytest.approx([1000.0, 3000.0])
    assert world.works["relief"] == pytest.approx([0.2, 0.2])


def test_what_is_taken_goes_to_whoever_holds_the_place() -> None:
    """Goods 8000 + 2000 + 8000 + 2000 = 20,000 x 0.9 x 1.075 = 19,350 dollars; half at work:

    9675 x 0.225 x 0.0975 = 212.2453 and 9675 x 0.675 x 0.065 = 424.4906.
    """
    world = aided()
    aid.work(world)
    assert world.works["diverted"] == pytest.approx([212.2453125, 424.490625], rel=1e-6)


def test_aid_draws_attack_where_contested_calms_elsewhere_and_loot_draws_too() -> None:
    """Loot 212.2453 / 1000 / 5 = 0.04244906 and 424.4906 / 3000 / 5 = 0.02829938; half of it.

    Every tenth person is reached and more: wholly visible. Contest 0.25 counts 0.5:
    0.2 x 0.5 - 0.6 x 0.5 = -0.2; contest 0.6 counts 1: 0.2.
    0.5 + 0.02122453 - 0.2 = 0.32122453; 0.5 + 0.01414969 + 0.2 = 0.71414969.
    """
    world = aided()
    world.places["contested"] = 0.25, 0.6
    aid.work(world)
    assert world.works["lure"] == pytest.approx([0.32122453, 0.71414969], rel=1e-6)


def test_little_aid_is_little_seen() -> None:
    """Food for 100: 40 of 1000 and 60 of 3000 reached: 0.4 and 0.2 of a tenth of the people.

    0.5 + 0.4 x (0.2 x 0.5 - 0.6 x 0.5) = 0.42; 0.5 - 0.2 x 0.6 = 0.38 where nobody contests.
    """
    world = plainly(food=100)
    world.places["contested"] = 0.25, 0.0
    aid.work(world)
    assert world.works["delivered"] == pytest.approx([40.0, 60.0])
    assert world.works["lure"] == pytest.approx([0.42, 0.38], rel=1e-6)


def test_five_dollars_a_head_are_as_much_loot_as_counts() -> None:
    """Millions taken: 0.5 + 0.5 of loot + 0.2 x 1 of what is seen in a contested place = 1.2."""
    world = aided()
    set_numbers(world, "aid", food_year=1.0e6)
    world.places["contested"] = 1.0
    aid.work(world)
    assert world.works["lure"] == pytest.approx([1.2, 1.2], rel=1e-6)


def test_where_nobody_needs_anything_two_in_a_hundred_count() -> None:
    """Needs 0 and 0.06: 1000 x 0.02 = 20 and 3000 x 0.06 = 180: 10 and 90 of 100 rations."""
    world = plainly(food=100, by_need=1.0)
    world.places["need"] = 0.0, 0.06
    aid.work(world)
    assert world.works["delivered"] == pytest.approx([10.0, 90.0], rel=1e-6)


def test_the_more_by_need_the_more_goes_to_the_needy() -> None:
    """Of 100 rations the needy village gets 25 by people alone, 40 by half, 55 by need alone."""
    got = []
    for by_need in (0.0, 0.5, 1.0):
        world = plainly(food=100, by_need=by_need)
        aid.work(world)
        got.append(float(world.works["delivered"][0]))
    assert got == pytest.approx([25.0, 40.0, 55.0], rel=1e-6)


def test_where_nothing_gets_through_nothing_is_delivered() -> None:
    world = aided(reach=(0.0, 0.0))
    aid.work(world)
    assert world.works["delivered"].tolist() == [0.0, 0.0]


def test_aid_that_is_not_there_or_gives_nothing_changes_nothing() -> None:
    nothing = {"food": 0, "water": 0, "health": 0, "shelter": 0}
    for ready, given in ((0.0, {}), (1.0, nothing)):
        world = aided(ready=ready)
        set_policy(world, "aid", **given)
        world.works["relief"] = world.works["delivered"] = world.works["diverted"] = 0.25
        aid.work(world)
        for name, value in (("relief", 0.25), ("delivered", 0.25), ("diverted", 0.25)):
            assert world.works[name].tolist() == [value, value]
        assert world.works["lure"].tolist() == [0.5, 0.5]


def test_the_escort_of_convoys_is_what_protection_gives_of_the_infantry() -> None:
    """0.5 escorts x 0.5 at work = a quarter: of 240 are 60: 60 / (60 + 60) = 1/2; of 720: 3/4."""
    world = few_places()
    set_numbers(world, "aid", guarded_half=60.0)
    world.places["infantry"] = 240, 720
    world.mission.built["protection"] = 0.5
    set_policy(world, "protection", escorts=0.5)
    set_policy(world, "aid", access="escorted")
    assert [aid.escorted(world, p) for p in (0, 1)] == [0.5, 0.75]
    set_numbers(world, "aid", guarded_half=180.0)  # 60 / 240 and 180 / 360
    assert [aid.escorted(world, p) for p in (0, 1)] == [0.25, 0.5]
    set_policy(world, "aid", access="negotiated")
    assert [aid.escorted(world, p) for p in (0, 1)] == [0.0, 0.0]


def held(kind: str, ngos: float = 0.5) -> World:
    """Half held by the state with hostile rebels, and by three quarters with its own soldiers."""
    world = few_places()
    set_numbers(world, "aid", **KNOWN)
    world.factions["kind"][1], world.factions["hostility"][1] = REBELS, 0.5
    world.factions["kind"][0], world.factions["hostility"][0] = STATE, 0.9
    world.places["controller"] = 1, 0
    world.places["state_control"] = 0.5, 0.75
    set_policy(world, "aid", access=kind, ngos=ngos)
    return world


def reach_of(world: World, convoys: tuple[float, float] = (0.0, 0.0)) -> list[float]:
    """How far aid gets to each of the two places."""
    return [aid.access(world, p, convoys[p]) for p in (0, 1)]


@pytest.mark.parametrize(
    ("kind", "rebels", "state"),
    [
        ("negotiated", 0.725, 0.9375),  # 0.75 - 0.6 x 0.5 = 0.45 and 0.75 of what is not held
        ("escorted", 0.675, 0.8375),  # 0.35 and 0.35
        ("open", 0.625, 0.85),  # 0.4 - 0.3 x 0.5 = 0.25 and 0.4
    ],
)
def test_how_far_aid_gets_among_rebels_and_where_the_state_holds(
    kind: str, rebels: float, state: float
) -> None:
    """0.5 + 0.5 x what the kind of access gives; 0.75 + 0.25 x that, no hostility of the state."""
    reach = reach_of(held(kind, ngos=0.0))
    assert reach == pytest.approx([rebels, state], rel=1e-6)


def test_escorts_and_local_partners_get_further_and_danger_slows() -> None:
    """0.725 + 0.275 x 0.2 convoys = 0.78; + 0.22 x 0.3 x 0.5 partners = 0.813; danger 2 ln 2: half.

    0.9375 + 0.0625 x 0.5 = 0.96875; + 0.03125 x 0.15 = 0.9734375 in safety.
    """
    world = held("negotiated")
    world.places["danger"] = 2.0 * math.log(2.0), 0.0
    reach = reach_of(world, (0.2, 0.5))
    assert reach == pytest.approx([0.4065, 0.9734375], rel=1e-6)


def test_a_fiftieth_gets_through_everywhere_and_never_more_than_all() -> None:
    world = held("negotiated")
    world.places["danger"] = 20.0, 0.0
    world.places["state_control"] = 0.5, 1.0
    assert reach_of(world) == [0.02, 1.0]
    world.places["danger"] = -1.0  # cannot be; the bound is there for it
    assert reach_of(world) == [1.0, 1.0]


def test_the_more_hostile_the_holder_the_less_far_aid_gets() -> None:
    """0.5 + 0.5 x (0.75 - 0.6 x hostility)."""
    reach = []
    for hostility in (0.0, 0.25, 1.0):
        world = held("negotiated", ngos=0.0)
        world.factions["hostility"][1] = hostility
        reach.append(aid.access(world, 0, 0.0))
    assert reach == pytest.approx([0.875, 0.8, 0.575], rel=1e-6)


@pytest.mark.parametrize(
    ("name", "value", "column", "expected"),
    [
        # taken 0.5 x (1 - 0.4 x 0.5) = 0.4: x 0.5 x 0.6 = 0.12; x 0.25 x 0.8 = 0.08
        ("checks_save", 0.4, "diverted", [261.225, 522.45]),  # 9675 x 0.225 x 0.12, x 0.675 x 0.08
        # wanted 400 and 1200: food 0.2030625 and 0.210375, water half of it, health all
        ("ordinary_need", 0.35, "relief", [0.19752231, 0.20013393]),
        # wanted 170 and 510: shelter 0.1194485 and 0.12375
        ("ordinary_shelter", 0.12, "relief", [0.23548989, 0.23946875]),
        # twice the weight of one kind: what it met, 0.16245 and so on, once more, of 1.4 in all
        # (1.2, 1.25, 1.15); half of it is felt
        ("food_weight", 0.8, "relief", [0.23536639, 0.24062691]),
        ("water_weight", 0.4, "relief", [0.2238285, 0.22813765]),
        ("health_weight", 0.5, "relief", [0.29863036, 0.30218214]),
        ("shelter_weight", 0.3, "relief", [0.23482143, 0.23936335]),
        # half as many dollars a head: 0.04244906 and 0.02829938 in place of half of that
        ("loot_full", 2.5, "lure", [0.34244906, 0.72829938]),
    ],
)
def test_aid_does_what_natures_numbers_say(
    name: str, value: float, column: str, expected: list[float]
) -> None:
    world = aided()
    set_numbers(world, "aid", **{name: value})
    world.places["contested"] = 0.25, 0.6
    aid.work(world)
    assert world.works[column] == pytest.approx(expected, rel=1e-6)


def test_what_counts_at_least_as_need_and_when_all_is_seen_are_natures() -> None:
    """Needs 0 and 0.06 count 0.08: 80 and 240 of 320 by 100 rations.

    40 of 1000 and 60 of 3000 reached are 0.2 and 0.1 of a fifth of the people:
    0.5 - 0.2 x 0.2 = 0.46; 0.5 - 0.1 x 0.6 = 0.44.
    """
    world = plainly(food=100, by_need=1.0)
    world.places["need"] = 0.0, 0.06
    set_numbers(world, "aid", least_need=0.08)
    aid.work(world)
    assert world.works["delivered"] == pytest.approx([25.0, 75.0], rel=1e-6)
    world = plainly(food=100)
    world.places["contested"] = 0.25, 0.0
    set_numbers(world, "aid", seen_full=0.2)
    aid.work(world)
    assert world.works["lure"] == pytest.approx([0.46, 0.44], rel=1e-6)


@pytest.mark.parametrize(
    ("kind", "name", "value", "expected"),
    [
        ("negotiated", "negotiated_access", 0.95, [0.825, 0.9875]),  # 0.5 + 0.5 x (0.95 - 0.3)
        ("negotiated", "negotiated_barred", 0.2, [0.825, 0.9375]),  # 0.5 + 0.5 x (0.75 - 0.1)
        ("escorted", "escorted_access", 0.75, [0.875, 0.9375]),
        ("escorted", "escorted_barred", 0.3, [0.6, 0.8375]),  # 0.5 + 0.5 x (0.35 - 0.15)
        ("open", "open_access", 0.8, [0.825, 0.95]),  # 0.5 + 0.5 x (0.8 - 0.15)
        ("open", "open_barred", 0.6, [0.55, 0.85]),  # 0.5 + 0.5 x (0.4 - 0.3)
    ],
)
def test_how_far_each_way_in_gets_is_natures(
    kind: str, name: str, value: float, expected: list[float]
) -> None:
    world = held(kind, ngos=0.0)
    set_numbers(world, "aid", **{name: value})
    assert reach_of(world) == pytest.approx(expected, rel=1e-6)


def test_how_far_partners_reach_and_how_little_gets_through_at_least_are_natures() -> None:
    """0.725 + 0.275 x 0.6 x 0.5 = 0.8075; 0.9375 + 0.0625 x 0.3 = 0.95625; in danger a tenth."""
    world = held("negotiated")
    set_numbers(world, "aid", partners_reach=0.6, least_access=0.1)
    assert reach_of(world) == pytest.approx([0.8075, 0.95625], rel=1e-6)
    world.places["danger"] = 20.0, 0.0
    assert aid.access(world, 0, 0.0) == 0.1


def test_the_more_is_checked_the_less_is_diverted() -> None:
    """Checks at 3/4 leave 1 - 0.8 x 0.75 = 0.4, at 1/4 they leave 0.8: half as much is taken."""
    taken = []
    for monitoring in (0.25, 0.75):
        world = aided()
        set_policy(world, "aid", monitoring=monitoring)
        set_numbers(world, "aid", checks_save=0.8, checks_cost=0.0)
        aid.work(world)
        taken.append(float(world.works["diverted"][0]))
    assert taken[0] > 0.0
    assert taken[1] / taken[0] == pytest.approx(0.5, rel=1e-5)


def test_ways_in_are_numbered_as_the_field_lists_them() -> None:
    words = get_args(aid.Aid.model_fields["access"].annotation)
    assert [words[aid.NEGOTIATED], words[aid.ESCORTED], words[aid.OPEN]] == list(words)


# each kind of aid


def test_each_kind_of_aid_meets_its_own_need() -> None:
    """What was met of each above, half of it felt: food, water, health, shelter."""
    world = aided()
    aid.work(world)
    met = {"fed": 0.406125, "clean": 0.2030625, "treated": 1.0, "housed": 0.2900893}
    for name, share in met.items():
        assert world.works[name][0] == pytest.approx(0.5 * share, rel=1e-6)


def test_what_stands_in_wells_and_clinics_is_harder_to_take() -> None:
    """Taken 0.0975 x 0.2 = 0.0195 of it: water 200 x 0.225 x 0.9805 = 44.1225 of 200.

    Dollars: 10,000 of food and shelter, 10,000 of water and health: (1 + 0.2) / 2 of what was.
    """
    world = aided()
    set_numbers(world, "aid", fixed_loot=0.2)
    aid.work(world)
    assert world.works["clean"][0] == pytest.approx(0.5 * 44.1225 / 200.0, rel=1e-6)
    assert world.works["fed"][0] == pytest.approx(0.5 * 0.406125, rel=1e-6)
    assert world.works["diverted"] == pytest.approx([127.3471875, 254.694375], rel=1e-6)


def test_partners_see_less_of_what_is_taken() -> None:
    """Half through partners who miss 0.4: checks find 0.35 x 0.8 = 0.28: 0.72 / 0.65 as much."""
    world = aided()
    set_numbers(world, "aid", partners_unseen=0.4)
    aid.work(world)
    assert world.works["diverted"][0] == pytest.approx(212.2453125 * 0.72 / 0.65, rel=1e-6)


# whose side aid is on


def at_home(access: str = "negotiated", **numbers: float) -> World:
    """Rebels of a community that is half of the people hold 0.8 of the first place.

    Aid that all see, nobody contesting. Sided 0.5 for talks, 1 for escorts, and half of it left
    where all goods go through partners; half of them do: 0.375 and 0.75. At home 0.8 x 0.5 = 0.4.
    """
    world = plainly(food=1_000_000)
    world.control, world.mood = world.control.copy(), world.mood.copy()
    world.control[:, :2] = 0.0
    world.control[1, 0] = 0.8
    world.factions["community"][1], world.factions["side"][1] = 0, 1
    world.mood[0, 0, 0] = 500.0
    set_policy(world, "aid", access=access, ngos=0.5)
    set_numbers(world, "aid", negotiated_sided=0.5, escorted_sided=1.0, open_sided=0.8)
    set_numbers(world, "aid", partners_near=0.5, negotiated_access=1.0, negotiated_barred=0.0)
    set_numbers(world, "aid", open_access=1.0, open_barred=0.0, aid_wins=0.5, **numbers)
    return world


@pytest.mark.parametrize(
    ("access", "calm", "kept"),
    [
        ("negotiated", 0.85, 0.125),  # 1 - 0.4 x 0.375; 0.5 x 0.4 x 0.625
        ("escorted", 0.7, 0.05),  # 1 - 0.4 x 0.75; 0.5 x 0.4 x 0.25
        ("open", 0.76, 0.08),  # 1 - 0.4 x 0.6; 0.5 x 0.4 x 0.4
    ],
)
def test_insurgents_among_their_own_are_not_calmed_by_the_states_aid(
    access: str, calm: float, kept: float
) -> None:
    """0.5 - 0.6 x that in the first place, 0.5 - 0.6 in the other; recruits fewer at home only."""
    world = at_home(access)
    aid.work(world)
    assert world.works["lure"] == pytest.approx([0.5 - 0.6 * calm, -0.1], rel=1e-5)
    assert world.works["cvr"] == pytest.approx([kept, 0.0], rel=1e-5)


def test_aid_through_partners_is_nobodys_side() -> None:
    """Sided 0.5 through agencies, 0.25 through partners: 0.5 x 0.4 x 0.5, and 0.75."""
    kept = []
    for ngos in (0.0, 1.0):
        world = at_home()
        set_policy(world, "aid", ngos=ngos)
        aid.work(world)
        kept.append(float(world.works["cvr"][0]))
    assert kept == pytest.approx([0.1, 0.15], rel=1e-6)


def test_aid_adds_to_what_keeps_people_from_arms() -> None:
    """1 - 0.5 x (1 - 0.125)."""
    world = at_home()
    world.works["cvr"] = 0.5
    aid.work(world)
    assert world.works["cvr"] == pytest.approx([0.5625, 0.5], rel=1e-6)


# local governments


@pytest.mark.parametrize(
    ("stance", "delivered", "diverted"),
    [
        (COOPERATE, 81.225, 0.0975),
        (BARGAIN, 81.225 * 0.75, 0.0975),  # officials keep 0.5 x 0.5, fighters no more
        # not checked 0.65 of a half, after what rebels took: 1 - 0.9025 x 0.675
        (CAPTURED, 90.0 * 0.9025 * 0.675, 1.0 - 0.9025 * 0.675),
    ],
)
def test_goods_come_to_people_as_their_local_government_lets_them(
    stance: int, delivered: float, diverted: float
) -> None:
    """Food of 90 rations for the first place, of 2177 dollars in goods for all four kinds."""
    world = aided()
    set_numbers(world, "leaders", bargain_cut=0.5, captured_takes=0.5)
    set_policy(world, "aid", water=0, health=0)
    world.governments["corruption"], world.governments["stance"] = 0.5, stance
    aid.work(world)
    dollars = 10_000.0 * 0.9 * 1.075 * 0.5 * 0.225
    assert world.works["delivered"][0] == pytest.approx(delivered, rel=1e-5)
    assert world.works["diverted"][0] == pytest.approx(dollars * diverted, rel=1e-5)


def test_a_local_government_that_obstructs_lets_less_in_and_partners_go_round_it() -> None:
    """0.725 x (1 - 0.4) = 0.435; 0.435 + 0.565 x 0.3 x 0.5 = 0.51975."""
    world = held("negotiated", ngos=0.0)
    set_numbers(world, "leaders", obstruct_stops=0.4)
    world.governments["stance"][0] = OBSTRUCT
    assert aid.access(world, 0, 0.0) == pytest.approx(0.435, rel=1e-6)
    set_policy(world, "aid", ngos=0.5)
    assert aid.access(world, 0, 0.0) == pytest.approx(0.51975, rel=1e-6)
