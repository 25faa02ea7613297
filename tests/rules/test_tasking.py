"""Who stands, guards, patrols and waits where, and where units are based, worked out by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from rules.bench import set_numbers, set_policy
from rules.few import few_places, table, units
from sim.levers import tasking
from sim.state import peacekeepers
from sim.state.factions import FADED, FIGHTING
from sim.state.places import DTYPE as PLACE_DTYPE
from sim.state.units import DTYPE as UNIT_DTYPE
from sim.state.units import (
    ENGINEERS,
    GONE,
    GUARD,
    INFANTRY,
    OBSERVERS,
    PARTNERS,
    PATROL,
    PLEDGED,
    POLICE,
    PRESENT,
    RESERVE,
)
from sim.state.works import DTYPE as WORKS_DTYPE
from sim.state.world import World

HALF_WAY = 12.0 * math.log(2.0)  # hours at which a place draws half as much: 8.3178
KNOWN = {  # what the answers below are worked out with, unless they say otherwise
    **{"reach_hours": 12.0, "ready_hours": 4.0, "way_hours": 12.0, "risk_pull": 4.0},
    **{"kept_in": 0.3, "sappers_half": 500.0, "guard_weight": 1.0, "guard_most": 0.8},
    **{"moved_most": 0.1, "surplus_least": 0.75, "guard_odds": 3.0, "threat_near": 0.25},
}


def known(places: int, **values: float) -> World:
    """A world of so many places in which units are tasked by known numbers of nature."""
    world = few_places(places)
    set_numbers(world, "tasking", **{**KNOWN, **values})
    return world


def test_last_weeks_tasks_are_cleared() -> None:
    world = few_places()
    places = world.places
    columns = ("infantry", "patrols", "posts", "reserve", "police", "observers")
    for name in columns:
        places[name] = 7.0
    places["risk"] = 0.5
    tasking._clear(world)
    assert [places[name].tolist() for name in columns] == [[0.0, 0.0]] * 6
    assert places["risk"].tolist() == [0.5, 0.5]


def standing() -> Any:
    """Units in two places and on their way."""
    here = {"status": PRESENT, "readiness": 0.5, "place": 0}
    return units(
        {**here, "kind": INFANTRY, "persons": 400},
        {**here, "kind": RESERVE, "persons": 100},
        {**here, "kind": POLICE, "persons": 50},
        {**here, "kind": OBSERVERS, "persons": 20, "place": 1},
        {**here, "kind": ENGINEERS, "persons": 30, "place": 1},
        {**here, "kind": PARTNERS, "persons": 60, "place": 1, "readiness": 0.25},
        {**here, "kind": INFANTRY, "persons": 1000, "status": PLEDGED},
        {**here, "kind": INFANTRY, "persons": 1000, "status": GONE},
        {**here, "kind": INFANTRY, "persons": 1000, "place": -1},
    )


def test_who_stands_where_and_how_far_guards_there_are_worth_it() -> None:
    """First: 400 infantry + 100 reserve; able 400 x 0.5 = 200 of 800 guards wanted; 1,800 fighters

    need 600 for half: 200 / 800. Second: 60 partners, able 60 x 0.25 = 15, 10 wanted, nobody
    near: 10 / (10 + 1); engineers stand nowhere. Third: nothing to guard. Escorts are over.
    """
    world = known(3)
    places, works = world.places, world.works
    works["guards"], works["zone"] = (800, 10, 0), (1, 1, 0)
    set_policy(world, "force", mandate="robust")
    world.strength = np.zeros_like(world.strength)
    world.strength[1, 0] = 1800.0
    world.roads.indptr, world.roads.target = [0, 0, 0, 0], []
    works["escorts"] = 9.0
    places["infantry"] = places["police"] = places["observers"] = 1.0
    world.mission.units = standing()
    able = tasking._stand(world)
    assert places["infantry"].tolist() == [501.0, 61.0, 1.0]
    assert places["police"].tolist() == [51.0, 1.0, 1.0]
    assert places["observers"].tolist() == [1.0, 21.0, 1.0]
    assert able.tolist() == [200.0, 15.0, 0.0]
    assert works["guarded"] == pytest.approx([0.25, 10.0 / 11.0, 1.0])
    assert works["escorts"].tolist() == [0.0, 0.0, 0.0]


def guarded(able: float = 300.0, mandate: str = "robust", **works: float) -> float:
    """How far 300 guards are worth it: in the place 400 rebels, 600 of the army, peace with others.

    One road away 800 rebels more: 400 + 0.25 x 800 = 600 of them, too.
    """
    world = known(2)
    set_policy(world, "force", mandate=mandate)
    set_numbers(world, "presence", traditional=0.5, observer=0.125)
    world.strength = np.zeros_like(world.strength)
    world.strength[:3, 0] = 600.0, 400.0, 5000.0
    world.strength[1, 1] = 800.0
    world.factions["standing"][:3] = FIGHTING, FIGHTING, FADED
    world.roads.indptr, world.roads.target = [0, 1, 1], [1]
    for name, value in {"guards": 300.0, **works}.items():
        world.works[name][0] = value
    return peacekeepers.guarded(world, 0, able)


def test_a_zone_is_worth_its_guards_against_the_strongest_party_near_by() -> None:
    """200 guards stand up to 600 fighters by half: 300 / 500; 50 / 250; 3,000 / 3,200."""
    assert guarded(zone=1) == pytest.approx(0.6)
    assert guarded(zone=1, able=50.0) == pytest.approx(0.2)
    assert guarded(zone=1, able=9000.0, guards=3000.0) == pytest.approx(0.9375)


def test_without_guards_a_zone_or_camp_is_guarded_by_nobody() -> None:
    assert guarded(zone=1, guards=0.0) == 0.0
    assert guarded(zone=1, able=0.0) == 0.0
    assert guarded(cantoned=50, guards=0.0) == 0.0
    assert guarded(guards=0.0) == 1.0  # nothing to guard


def test_guards_of_a_zone_do_what_the_mandate_lets_them_and_those_of_a_camp_all() -> None:
    assert guarded(zone=1, mandate="traditional") == pytest.approx(0.3)
    assert guarded(zone=1, mandate="observer") == pytest.approx(0.075)
    assert guarded(cantoned=50, mandate="traditional") == pytest.approx(0.6)


def test_temporary_bases_go_where_risk_is_and_near() -> None:
    """A quarter of 80 stay out: by 0.5 here, 0.5 at half the pull, none where there is no risk.

    13.333 and 6.667; of the other 60, 0.4 go to places one road away.
    """
    world = known(3)
    set_numbers(world, "patrols", patrol_reach=0.4)
    set_policy(world, "patrols", temporary_bases=0.25, risk_led=1.0)
    world.places["risk"] = 0.5, 0.5, 0.0
    world.roads.indptr, world.roads.target = [0, 2, 2, 2], [1, 2]
    hours = np.array([HALF_WAY, 0.0], np.float32)
    tasking._patrol(world, 0, 80.0, hours)
    assert world.places["posts"] == pytest.approx([40.0 / 3.0, 20.0 / 3.0, 0.0])
    assert world.places["patrols"] == pytest.approx([36.0, 24.0, 0.0])
    world.places["posts"] = world.places["patrols"] = world.places["risk"] = 0.0
    tasking._patrol(world, 0, 80.0, hours)
    assert world.places["posts"].tolist() == [0.0, 0.0, 0.0]  # nowhere to stay


def test_police_go_among_people_and_observers_beside_the_armed() -> None:
    world = known(2)
    world.strength = np.zeros_like(world.strength)
    worth = np.array([1.0, 3.0])
    for kind in (POLICE, OBSERVERS, INFANTRY):
        assert tasking._worth(world, kind, worth).tolist() == [1.0, 3.0]  # nobody there
    world.places["persons"], world.strength[1, :2] = (9.0, 1.0), (2.0, 8.0)
    assert tasking._worth(world, POLICE, worth).tolist() == [9.0, 1.0]
    assert tasking._worth(world, OBSERVERS, worth).tolist() == [2.0, 8.0]
    assert tasking._worth(world, INFANTRY, worth).tolist() == [1.0, 3.0]


def pull(risk: float, hours: float, led: float, **values: float) -> float:
    """How strongly a place draws patrols that are led by risk so far."""
    world = known(1, **values)
    set_policy(world, "patrols", risk_led=led)
    return tasking._pull(world, risk, hours)


def test_risk_and_nearness_draw_patrols() -> None:
    """(1 - 0.75 + 0.75 x 4 x 0.5 = 1.75) halved by the way: 0.875."""
    assert pull(0.5, HALF_WAY, 0.75) == pytest.approx(0.875)
    assert pull(0.5, 0.0, 0.75) == pytest.approx(1.75)
    assert pull(0.5, 0.0, 0.0) == 1.0
    assert pull(0.0, 0.0, 1.0) == 0.0


def test_how_strongly_risk_and_nearness_draw_is_natures() -> None:
    """1 - 0.75 + 0.75 x 8 x 0.5 = 3.25; 1.75 halved over twice as long a way: 1.75 / sqrt 2."""
    assert pull(0.5, 0.0, 0.75, risk_pull=8.0) == pytest.approx(3.25)
    assert pull(0.5, HALF_WAY, 0.75, way_hours=24.0) == pytest.approx(1.75 / math.sqrt(2.0))


def waiting(
    alert: tuple[int, int, int, int], **values: float
) -> tuple[float, list[float], list[float]]:
    """Part gone ahead, reserves and patrols felt; places 0, 4, 12 and 12.5 hours off, 100 men."""
    world = known(4, **values)
    set_numbers(world, "early_warning", ahead=0.25)
    places = world.places
    places["alert"] = alert
    places["reserve"], places["patrols"] = 2.0, 3.0
    world.roads.hours_between = [[0.0, 4.0, 12.0, 12.5]]
    gone = tasking._stand_by(world, 0, 100.0)
    return gone, places["reserve"].tolist(), places["patrols"].tolist()


def test_a_reserve_waits_for_calls_the_nearer_the_better() -> None:
    """100, 100 / (1 + 4/4) = 50, 100 / (1 + 12/4) = 25, and beyond 12 hours nothing."""
    assert waiting((0, 0, 0, 0)) == (0.0, [102.0, 52.0, 27.0, 2.0], [3.0] * 4)


def test_how_far_a_reserve_reaches_and_how_near_is_at_hand_are_natures() -> None:
    """Within 4 hours: 100 and 50, and no alert 12 hours off is answered.

    Half at 12 hours: 100, 100 / (1 + 4/12) = 75 and 50.
    """
    assert waiting((0, 0, 1, 0), reach_hours=4.0) == (0.0, [102.0, 52.0, 2.0, 2.0], [3.0] * 4)
    assert waiting((0, 1, 0, 0), reach_hours=4.0)[0] == 0.25
    assert waiting((0, 0, 0, 0), ready_hours=12.0)[1] == pytest.approx([102.0, 77.0, 52.0, 2.0])


def test_part_of_a_reserve_goes_ahead_to_places_under_alert_within_reach() -> None:
    """A quarter, 25, goes to the one alert within reach; of the rest 75, 37.5, 18.75."""
    reserve = [77.0, 39.5, 20.75, 2.0]
    assert waiting((0, 0, 1, 1)) == (0.25, reserve, [3.0, 3.0, 28.0, 3.0])
    assert waiting((1, 1, 0, 0)) == (0.25, reserve, [15.5, 15.5, 3.0, 3.0])


def test_alerts_beyond_reach_keep_the_reserve_where_it_is() -> None:
    assert waiting((0, 0, 0, 1)) == (0.0, [102.0, 52.0, 27.0, 2.0], [3.0] * 4)


SHARES = ("patrol_share", "guard_share", "escort_share", "poll_share")


def sent(
    rows: Any,
    shares: tuple[float, float, float] = (0.75, 0.3, 0.45),
    guards: tuple[float, float, float] = (50.0, 0.0, 0.0),
    able: tuple[float, float, float] = (200.0, 200.0, 200.0),
    **values: float,
) -> tuple[Any, Any, Any]:
    """Units, places and works after sending; roads lead from the first place to both others,

    and from the third back to the first.

    The second place has risk 0.5 at half the pull; the third 0.375 next to it: led by half,
    (0.5 + 0.5 x 2) x 0.5 = 0.75 and 0.5 + 0.5 x 1.5 = 1.25, together 2. Reach is 0.4.
    """
    world = known(3, **values)
    places, works = world.places, world.works
    world.mission.units = rows
    places["risk"] = 0.9, 0.5, 0.375
    places["patrols"] = 1.0
    places["alert"] = 0, 1, 0
    works["guards"] = guards
    works["escorts"] = 5.0
    roads = world.roads
    roads.indptr, roads.target = [0, 2, 2, 3], [1, 2, 0]
    roads.hours_between = [[0.0, 4.0, 20.0], [4.0, 0.0, 20.0], [20.0, 20.0, 0.0]]
    set_policy(world, "patrols", risk_led=0.5)
    set_numbers(world, "patrols", patrol_reach=0.4)
    set_numbers(world, "early_warning", ahead=0.25)
    hours = np.array([HALF_WAY, 0.0, 3.0], np.float32)
    tasking._send(world, np.array(able), hours, shares)
    return world.mission.units, places, works


def one(**values: Any) -> Any:
    """A unit of 400 infantry, half ready."""
    infantry = {"status": PRESENT, "readiness": 0.5, "persons": 400, "task": PATROL}
    return units({**infantry, **values})


def shares_of(rows: Any) -> list[float]:
    """On patrol, guarding, escorting, polling."""
    return [float(rows[name][0]) for name in SHARES]


def test_guards_come_first_and_the_rest_is_shared_as_asked() -> None:
    """50 of 200 able guard: 1/4. Asked 0.75 + 0.3 + 0.45 = 1.5 of the 0.75 left: each by half.

    Patrol 0.375, escort 0.15, polling 0.225. 200 x 0.15 = 30 escort, beside 5 others.
    """
    rows, _, works = sent(one())
    assert shares_of(rows) == pytest.approx([0.375, 0.25, 0.15, 0.225])
    assert works["escorts"] == pytest.approx([35.0, 5.0, 5.0])


def test_patrols_go_beyond_along_roads_as_places_draw_them() -> None:
    """200 x 0.375 = 75 out; 0.4 of them, 30, go beyond: 0.75 : 1.25 = 11.25 and 18.75; 45 stay."""
    _, places, _ = sent(one())
    assert places["patrols"] == pytest.approx([46.0, 12.25, 19.75])


def test_where_no_road_leads_out_no_patrol_leaves() -> None:
    """75 out and all of them here."""
    _, places, _ = sent(one(place=1), guards=(0.0, 50.0, 0.0))
    assert places["patrols"] == pytest.approx([1.0, 76.0, 1.0])


def test_where_one_road_leads_out_all_who_go_beyond_take_it() -> None:
    """75 out, 30 of them to the first place."""
    _, places, _ = sent(one(place=2), guards=(0.0, 0.0, 50.0))
    assert places["patrols"] == pytest.approx([31.0, 1.0, 46.0])


def test_partners_go_out_like_infantry() -> None:
    rows, places, _ = sent(one(kind=PARTNERS))
    assert shares_of(rows) == pytest.approx([0.375, 0.25, 0.15, 0.225])
    assert places["patrols"] == pytest.approx([46.0, 12.25, 19.75])


def test_a_unit_kept_on_guard_goes_out_three_tenths_as_much() -> None:
    """0.3 x 0.375 = 0.1125 and so on; it guards zones as others do. 22.5 out, 9 beyond."""
    rows, places, works = sent(one(task=GUARD))
    assert shares_of(rows) == pytest.approx([0.1125, 0.25, 0.045, 0.0675])
    assert places["patrols"] == pytest.approx([14.5, 4.375, 6.625])
    assert works["escorts"] == pytest.approx([14.0, 5.0, 5.0])
    rows, _, _ = sent(one(task=GUARD), kept_in=0.6)  # twice as much
    assert shares_of(rows) == pytest.approx([0.225, 0.25, 0.09, 0.135])


def test_no_more_is_done_than_asked() -> None:
    """0.25 + 0.0625 + 0.125 of what the 3/4 left allow."""
    rows, _, _ = sent(one(), shares=(0.25, 0.0625, 0.125))
    assert shares_of(rows) == [0.25, 0.25, 0.0625, 0.125]


def test_where_all_are_wanted_as_guards_nobody_goes_out() -> None:
    """Wanted 500 of 200 able."""
    rows, places, works = sent(one(), guards=(500.0, 0.0, 0.0))
    assert shares_of(rows) == [0.0, 1.0, 0.0, 0.0]
    assert places["patrols"].tolist() == [1.0, 1.0, 1.0]
    assert works["escorts"].tolist() == [5.0, 5.0, 5.0]


def test_nobody_goes_out_when_nothing_is_asked_and_nobody_guards_who_is_not_able() -> None:
    rows, _, _ = sent(one(), shares=(0.0, 0.0, 0.0))
    assert shares_of(rows) == [0.0, 0.25, 0.0, 0.0]
    rows, _, _ = sent(one(), able=(0.0, 0.0, 0.0))
    assert shares_of(rows) == pytest.approx([0.5, 0.0, 0.2, 0.3])


@pytest.mark.parametrize(
    "values",
    [{"status": PLEDGED}, {"place": -1}, {"kind": POLICE}, {"kind": OBSERVERS}],
)
def test_units_without_a_base_and_the_police_have_no_such_tasks(values: dict[str, int]) -> None:
    rows, places, _ = sent(one(patrol_share=0.625, **values))
    assert shares_of(rows) == [0.625, 0.0, 0.0, 0.0]
    assert places["patrols"].tolist() == [1.0, 1.0, 1.0]


def test_a_reserve_goes_ahead_from_its_own_base_and_does_nothing_else() -> None:
    """200 ready: a quarter, 50, to the alert 4 hours off; 150 wait at home, 75 for the second."""
    rows, places, works = sent(one(kind=RESERVE))
    assert shares_of(rows) == [0.25, 0.0, 0.0, 0.0]
    assert places["patrols"].tolist() == [1.0, 51.0, 1.0]
    assert places["reserve"].tolist() == [150.0, 75.0, 0.0]
    assert works["escorts"].tolist() == [5.0, 5.0, 5.0]
    rows, places, _ = sent(one(kind=RESERVE, place=2))
    assert shares_of(rows) == [0.0, 0.0, 0.0, 0.0]
    assert places["reserve"].tolist() == [0.0, 0.0, 200.0]


def test_a_reserve_that_its_capital_keeps_in_responds_three_tenths_as_much() -> None:
    """0.3 x 200 = 60 ready: 15 ahead, 45 wait, 22.5 for the second place."""
    _, places, _ = sent(one(kind=RESERVE, task=GUARD))
    assert places["patrols"] == pytest.approx([1.0, 16.0, 1.0])
    assert places["reserve"] == pytest.approx([45.0, 22.5, 0.0])


def ordered(wet: bool, **values: float) -> World:
    """What is planned and paid; 500 engineers, roads of 2 and 4 hours, of 6 and 20 when wet.

    A road leads from each of two places to the other; 400 infantry and a reserve in the first.
    """
    world = known(2, **values)
    world.wet = wet
    roads = world.roads
    roads.indptr, roads.target = [0, 1, 2], [1, 0]
    roads.hours, roads.hours_wet = [2.0, 4.0], [6.0, 20.0]
    roads.hours_between = [[0.0, 2.0], [2.0, 0.0]]
    world.mission.units = units(
        {"status": PRESENT, "readiness": 0.5, "persons": 400, "task": PATROL},
        {"status": PRESENT, "readiness": 0.5, "persons": 100, "kind": RESERVE, "task": PATROL},
    )
    world.mission.present[ENGINEERS] = 500.0
    world.mission.paid["patrols"] = 0.5
    world.mission.built["protection"], world.mission.paid["protection"] = 0.5, 0.8
    set_policy(world, "patrols", share=0.3, risk_led=0.7)
    set_policy(world, "protection", escorts=0.25)
    set_numbers(world, "patrols", patrol_reach=0.35)
    set_numbers(world, "early_warning", ahead=0.45)
    return world


def test_units_are_tasked_by_what_is_planned_paid_and_set_up() -> None:
    """Patrols 0.3 x 0.5 = 0.15; escorts 0.25 x 0.5 x 0.8 = 0.1; polling as given."""
    assert tasking._shares(ordered(wet=False), 0.125) == pytest.approx((0.15, 0.1, 0.125))


@pytest.mark.parametrize("wet", [False, True])
def test_a_week_clears_counts_and_sends(wet: bool) -> None:
    """200 ready infantry, 50 of them wanted as guards: 3/4 may be asked for.

    Patrols 200 x 0.15 = 30, of whom 0.35 x 30 = 10.5 take the one road, however long; escorts 20.
    The reserve's 50 wait: 50 and, 2 hours off, 50 / (1 + 2/4) = 33.3. Last week's are gone.
    """
    world = ordered(wet)
    world.works["guards"], world.works["cantoned"] = (50.0, 10.0), 1.0
    world.strength = np.zeros_like(world.strength)
    for name in ("infantry", "patrols", "posts", "reserve", "police", "observers"):
        world.places[name] = 7.0
    tasking.assign(world, 0.125)
    assert world.places["infantry"].tolist() == [500.0, 0.0]
    assert world.places["patrols"] == pytest.approx([19.5, 10.5])
    assert world.places["reserve"] == pytest.approx([50.0, 100.0 / 3.0])
    assert world.places["police"].tolist() == world.places["observers"].tolist() == [0.0, 0.0]
    assert world.places["posts"].tolist() == [0.0, 0.0]
    assert world.works["guarded"] == pytest.approx([50.0 / 51.0, 0.0])
    assert world.works["escorts"] == pytest.approx([20.0, 0.0])
    shares = [float(world.mission.units[name][0]) for name in SHARES]
    assert shares == pytest.approx([0.15, 0.25, 0.1, 0.125])


def test_engineers_open_roads_in_the_wet_season() -> None:
    """500 of 500 + 500: half of what the rains add is undone: 6 - 2 = 4 and 20 - 8 = 12 hours."""
    assert tasking._hours(ordered(wet=False)).tolist() == [2.0, 4.0]
    assert tasking._hours(ordered(wet=True)).tolist() == [4.0, 12.0]
    slower = ordered(wet=True, sappers_half=1500.0)  # a quarter is undone
    assert tasking._hours(slower).tolist() == [5.0, 16.0]


def test_patrols_find_the_roads_as_they_are_this_week() -> None:
    """Two roads from the first place, 2 and 4 hours, in the wet season 4 and 12, to equal places.

    Of 10.5 who go beyond, e to the power of 2/12 more take the nearer one; when wet, of 8/12.
    """
    for wet, more in ((False, math.exp(2.0 / 12.0)), (True, math.exp(8.0 / 12.0))):
        world = ordered(wet)
        world.places, world.works = table(PLACE_DTYPE, {}, {}, {}), table(WORKS_DTYPE, {}, {}, {})
        world.roads.indptr, world.roads.target = [0, 2, 2, 2], [1, 2]
        world.roads.hours_between = np.full((3, 3), 99.0)
        tasking.assign(world, 0.0)
        near, far = world.places["patrols"][1:].tolist()
        assert near + far == pytest.approx(10.5)
        assert near / far == pytest.approx(more, rel=1e-5)


def based(
    places: list[int],
    worth: list[float],
    kind: int = INFANTRY,
    guards: list[float] | None = None,
    persons: float = 100.0,
    **values: float,
) -> list[int]:
    """Bases a month later of units of 100 in these places (-1: none yet)."""
    world = known(len(worth), **values)
    here = {"status": PRESENT, "kind": kind, "persons": persons}
    world.mission.units = units(*({**here, "place": place} for place in places))
    if guards:
        world.works["guards"] = guards
    tasking.base_units(world, np.array(worth))
    return world.mission.units["place"].tolist()


def test_new_units_go_one_by_one_where_most_are_missing() -> None:
    """300 and 100 are wanted: 300, 200, then 100 missing in the first, where ties go; then none."""
    assert based([-1, -1, -1, -1], [3.0, 1.0]) == [0, 0, 0, 1]
    assert based([-1, -1, -1, -1], [1.0, 3.0]) == [1, 1, 0, 1]


def test_a_tenth_of_the_units_moves_in_a_month() -> None:
    """All 20 in the first, three quarters wanted elsewhere: two move; of five one, of 30 three."""
    assert based([0] * 20, [1.0, 3.0]) == [1, 1, *[0] * 18]
    assert based([0] * 5, [1.0, 3.0]) == [1, *[0] * 4]
    assert based([0] * 30, [1.0, 3.0]) == [1, 1, 1, *[0] * 27]
    assert based([0] * 20, [1.0, 3.0], moved_most=0.25) == [*[1] * 5, *[0] * 15]


def test_new_units_do_not_count_as_moved() -> None:
    """Ten of the eleven in the first place, one new: it goes to the second and one moves too."""
    assert based([0] * 10 + [-1], [1.0, 3.0]) == [1, *[0] * 9, 1]


def test_units_already_well_placed_stay() -> None:
    """300 stand where 225 are wanted: 75 too many, three quarters of a unit: one moves.

    Where 226 are wanted, none does.
    """
    assert based([0, 0, 0, 1], [225.0, 175.0]) == [1, 0, 0, 1]
    assert based([0, 0, 0, 1], [226.0, 174.0]) == [0, 0, 0, 1]
    assert based([0, 0, 0, 1], [226.0, 174.0], surplus_least=0.74) == [1, 0, 0, 1]


def test_a_unit_moves_from_where_most_stand_too_many() -> None:
    """Wanted 50, 50, 300 of 400: 50 too many in the first, 150 in the second: one goes on."""
    assert based([0, 1, 1, 2], [1.0, 1.0, 6.0]) == [0, 2, 1, 2]


def test_guards_come_first_up_to_four_fifths_of_the_infantry() -> None:
    """Of 400, 100 guards in the second and half of the other 300 each: 150 and 250 wanted.

    Of 500, 640 guards are at most 400; worth sends the other 100 to the first.
    """
    assert based([-1] * 4, [1.0, 1.0], guards=[0.0, 100.0]) == [1, 0, 1, 0]
    assert based([-1] * 5, [1.0, 0.0], guards=[0.0, 640.0]) == [1, 1, 1, 0, 1]
    # by 0.4 at most: 200 for the second, 300 for the first
    fewer = based([-1] * 5, [1.0, 0.0], guards=[0.0, 640.0], guard_most=0.4)
    assert fewer == [0, 0, 1, 0, 1]


def test_bases_follow_guards_by_their_weight() -> None:
    """Worth only the first place; 240 guards wanted in the second, by half: 280 and 120."""
    half = based([-1] * 4, [1.0, 0.0], guards=[0.0, 240.0], guard_weight=0.5)
    assert half == [0, 0, 1, 0]


def test_the_reserve_does_not_follow_guards() -> None:
    kept = based([-1] * 4, [3.0, 1.0], kind=RESERVE, guards=[0.0, 640.0])
    assert kept == [0, 0, 0, 1]


def test_each_kind_is_spread_by_itself_and_the_pledged_wait() -> None:
    """Two of infantry, two of police, each 150 and 50 wanted: the first place, then the second."""
    world = few_places()
    here = {"status": PRESENT, "persons": 100, "place": -1}
    world.mission.units = units(
        here,
        {**here, "status": PLEDGED},
        {**here, "kind": POLICE},
        here,
        {**here, "kind": POLICE},
        {**here, "status": GONE, "place": 1},
    )
    tasking.base_units(world, np.array([4.0, 1.0]))
    assert world.mission.units["place"].tolist() == [0, -1, 0, 0, 0, 1]


def test_a_mission_without_units_has_no_bases() -> None:
    world = few_places()
    tasking.base_units(world, np.array([4.0, 1.0]))
    assert len(world.mission.units) == 0


def test_a_place_that_has_lost_what_it_had_too_many_loses_no_more() -> None:
    """1900 of 2000 wanted where they stand: one moves, though two might."""
    assert based([0] * 20, [19.0, 1.0]) == [1, *[0] * 19]


def test_the_worst_placed_come_first() -> None:
    """Unbased first; then places with 100 - 20 = 80, 60 - 10 = 50, 110 - 100 = 10 too many.

    Ties by order.
    """
    rows = table(UNIT_DTYPE, *({"place": place} for place in (1, 0, -1, 2, 1, 0, -1)))
    want, have = np.array([20.0, 100.0, 10.0]), np.array([100.0, 110.0, 60.0])
    order = tasking._worst_placed(rows, np.arange(7), want, have)
    assert order.tolist() == [2, 6, 1, 5, 3, 0, 4]
