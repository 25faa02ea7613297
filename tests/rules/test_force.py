"""How units are authorised, pledged, arrive, wear and go home, worked out by hand."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any, get_args

import numpy as np
import pytest

from rules.bench import billed, set_numbers, set_policy
from rules.few import YEARLY, few_places, units
from sim.levers import force, partners
from sim.luck import streams
from sim.luck.distributions import normal
from sim.state import mission, pledges
from sim.state.parties import Contributor, MissionSpec
from sim.state.units import DTYPE as UNIT_DTYPE
from sim.state.units import (
    ENGINEERS,
    GONE,
    INFANTRY,
    NEVER,
    OBSERVERS,
    PARTNERS,
    PATROL,
    PLEDGED,
    POLICE,
    PRESENT,
    RESERVE,
    VACANT,
)
from sim.state.world import World

MONDAY = date(2000, 1, 3)
NEAR = Contributor(name="near", share=1.0, months=12.0, fill=1.0, quality=0.25, caveat=0.5)
FAR = Contributor(name="far", share=3.0, months=24.0, fill=1.0, quality=0.75, caveat=0.125)


def sent(start: date | None = MONDAY, end: date | None = None) -> World:
    """Week 10; two contributors, one with three times the other's share; no luck in arrivals."""
    world = few_places()
    world.week, world.today = 10, MONDAY
    world.mission.spec = MissionSpec(start=start, end=end, contributors=(NEAR, FAR))
    set_numbers(world, "force", unit_size=400.0, police_unit=140.0, observer_team=20.0)
    set_numbers(world, "force", lag_sigma=0.0, caveat_binds=0.0)
    set_numbers(world, "force", stand_in=0.0, stand_in_months=3.0, stand_in_part=0.5)
    set_numbers(world, "force", morale_usual=0.8, morale_rate=0.02, unpaid_ready=0.4)
    set_numbers(world, "partners", fill=0.97, caveat=0.1, parallel=0.4, own_means=0.3)
    set_policy(world, "force", troops=0, police=0, observers=0, engineers=0, reserve=0.0)
    set_policy(world, "partners", troops=0)
    return world


def test_all_who_are_there_and_all_who_left_have_their_price() -> None:
    """700 dollars a week x 120 troops, 10, 5 and 4 others; 7 went home at 30 each.

    Partners by themselves: 700 x a quarter x 50 = 8750.
    """
    world = few_places()
    world.mission.present[:] = 100, 20, 10, 5, 4, 50
    world.mission.sent_home = 7.0
    set_numbers(world, "force", person_year=YEARLY)
    set_numbers(world, "partners", partner_year=YEARLY)
    set_numbers(world, "force", repatriation=30.0)
    set_policy(world, "partners", subsidy=0.25)
    assert billed(world, force.bill) == {
        "force": pytest.approx(84_000.0),
        "police": pytest.approx(7_000.0),
        "observers": pytest.approx(3_500.0),
        "engineers": pytest.approx(2_800.0),
        "repatriation": pytest.approx(210.0),
    }
    assert billed(world, partners.bill) == {"partners": pytest.approx(8_750.0)}


def authorised(staying: float, follow_on: int) -> dict[int, float]:
    """Persons authorised of a force of 1000, half funded, nine tenths kept there."""
    world = few_places()
    mission = world.mission
    mission.staying, mission.funded, mission.willing = staying, 0.5, 0.9
    set_policy(world, "force", troops=1000, police=100, observers=50, engineers=25, reserve=0.25)
    set_policy(world, "partners", troops=60)
    set_policy(world, "exit", follow_on=follow_on)
    return dict(enumerate(force.authorised(world).tolist()))


def test_the_draw_down_money_and_will_say_how_much_of_the_force_is_authorised() -> None:
    """1000 x 0.8 x 0.5 x 0.9 = 360, a quarter of them reserve: 270 and 90.

    Others by draw-down and money alone: 100, 50, 25 x 0.8 x 0.5; partners as they are.
    """
    assert authorised(0.8, follow_on=500) == {
        INFANTRY: pytest.approx(270.0),
        RESERVE: pytest.approx(90.0),
        POLICE: pytest.approx(40.0),
        OBSERVERS: pytest.approx(20.0),
        ENGINEERS: pytest.approx(10.0),
        PARTNERS: 60.0,
    }


def test_a_follow_on_stays_when_the_rest_has_left_but_is_no_more_than_the_force() -> None:
    """Staying 0.2: 500 x 0.45 = 225 of whom 3/4 infantry: 168.75; of 2000 planned 1000: 337.5."""
    assert authorised(0.2, follow_on=500)[INFANTRY] == pytest.approx(168.75)
    assert authorised(0.2, follow_on=2000)[INFANTRY] == pytest.approx(337.5)
    assert authorised(0.2, follow_on=2000)[POLICE] == pytest.approx(10.0)


def test_nobody_is_authorised_without_a_mandate() -> None:
    world = few_places()
    world.mission.mandated = False
    assert force.authorised(world).tolist() == [0.0] * 6


def test_mandates_are_numbered_as_they_are_listed() -> None:
    words = get_args(force.Force.model_fields["mandate"].annotation)
    assert words[force.OBSERVER] == "observer"
    assert words[force.TRADITIONAL] == "traditional"
    assert words[force.ROBUST] == "robust"
    assert len(words) == 3


@pytest.mark.parametrize(
    ("start", "end", "mandated"),
    [
        (None, None, False),
        (MONDAY + timedelta(6), None, True),  # from Sunday of this week
        (MONDAY + timedelta(7), None, False),
        (MONDAY - timedelta(70), MONDAY, True),  # its last day is today
        (MONDAY - timedelta(70), MONDAY - timedelta(1), False),
        (MONDAY - timedelta(70), MONDAY + timedelta(70), True),
    ],
)
def test_the_mandate_counts_from_the_week_it_begins_until_its_last_day(
    start: date | None, end: date | None, mandated: bool
) -> None:
    world = sent(start, end)
    world.mission.mandated = not mandated
    force._mandate(world)
    assert world.mission.mandated is mandated


def called(world: World, kind: int, persons: float) -> list[float]:
    """Persons of the units that are pledged further."""
    before = len(world.mission.units)
    world.mission.authorised[kind] = persons
    force._call(world, kind)
    return world.mission.units["persons"][before:].tolist()


@pytest.mark.parametrize(
    ("kind", "persons", "pledged"),
    [
        (INFANTRY, 0.0, []),
        (INFANTRY, 100.0, [100.0]),
        (INFANTRY, 1000.0, [400.0, 400.0]),  # half a unit is missing: not worth one
        (INFANTRY, 1001.0, [400.0, 400.0, 201.0]),
        (POLICE, 300.0, [140.0, 140.0]),
        (OBSERVERS, 40.0, [20.0, 20.0]),
        (ENGINEERS, 500.0, [400.0]),
    ],
)
def test_units_are_pledged_until_less_than_half_of_one_is_missing(
    kind: int, persons: float, pledged: list[float]
) -> None:
    world = sent()
    assert called(world, kind, persons) == pledged
    assert world.mission.units["authorised"].tolist() == pledged
    assert not force.are_missing(world)
    assert world.mission.units["ordinal"].tolist() == list(range(len(pledged)))


@pytest.mark.parametrize(
    ("there", "missing"),
    [(600.0, True), (700.0, True), (701.0, True), (800.0, False), (1000.0, False)],
)
def test_some_are_missing_when_half_a_unit_of_some_kind_is(there: float, missing: bool) -> None:
    """1000 authorised, units of 400: 800 and half a unit are 1000; of police 40 are wanted."""
    world = sent()
    world.mission.authorised[:] = 0.0
    world.mission.authorised[INFANTRY] = 1000.0
    world.mission.units = units({"authorised": there}, {"authorised": 400, "status": GONE})
    assert force.are_missing(world) is missing
    world.mission.authorised[POLICE] = 40.0
    assert force.are_missing(world) is True


def test_who_is_on_the_way_counts_by_kind_and_the_gone_leave_their_number() -> None:
    """400 pledged and 300 of 400 there are 800 of 1200: one more, the fourth of its kind."""
    world = sent()
    infantry = {"kind": INFANTRY, "persons": 300, "authorised": 400}
    world.mission.units = units(
        {**infantry, "status": PLEDGED},
        {**infantry, "status": PRESENT},
        {**infantry, "status": GONE},
        {**infantry, "status": PRESENT, "kind": RESERVE},
    )
    assert called(world, INFANTRY, 1200.0) == [400.0]
    assert world.mission.units["ordinal"][-1] == 3


def test_contributors_send_in_step_with_their_shares() -> None:
    """Edges 0.25 and 1. Ordinals 0 to 4 fall at 0.5, 0.118, 0.736, 0.354, 0.972."""
    world = sent()
    called(world, INFANTRY, 2000.0)
    assert world.mission.units["contributor"].tolist() == [1, 0, 1, 1, 1]
    assert world.mission.units["quality"].tolist() == [0.75, 0.25, 0.75, 0.75, 0.75]


def row(made: Any) -> dict[str, Any]:
    """A unit by column."""
    return {name: made[name][0] for name in UNIT_DTYPE.names or ()}


def test_a_pledge_is_a_full_unit_of_its_contributor_with_neither_base_nor_losses() -> None:
    """The second unit is from the near contributor: 12 months are 52.18 weeks, so week 62."""
    made = row(pledges.pledge(sent(), POLICE, 1, 140.0))
    assert made == {
        "key": streams.key_of("near", POLICE, 1),
        **{"persons": 140.0, "authorised": 140.0, "losses": 0.0, "due": 62, "since": 0},
        **{"quality": 0.25, "caveat": 0.5, "morale": np.float32(0.8)},
        **{"readiness": np.float32(0.8), "patrol_share": 0.0, "guard_share": 0.0},
        **{"escort_share": 0.0, "poll_share": 0.0, "kind": POLICE, "contributor": 0},
        **{"ordinal": 1, "place": -1, "status": PLEDGED, "task": PATROL, "tries": 0},
    }


def a_partner_that_holds() -> int:
    """The first ordinal from 1 on whose first pledge does not fall through."""
    seed = few_places().seed
    for ordinal in range(1, 100):
        key = streams.key_of("partners", ordinal)
        if streams.u(seed, streams.DEPLOY_FAIL, 0, key, 0) <= 0.9:
            return ordinal
    raise AssertionError


def test_partners_come_at_their_own_pace_and_quality_and_from_no_contributor() -> None:
    """24 months are 104.36 weeks: week 114; the contributors are 0 and 1, partners are 2."""
    world = sent()
    set_policy(world, "partners", months=24.0, quality=0.625)
    ordinal = a_partner_that_holds()
    made = row(pledges.pledge(world, PARTNERS, ordinal, 300.0))
    assert made == {
        "key": streams.key_of("partners", ordinal),
        **{"persons": 300.0, "authorised": 300.0, "losses": 0.0, "due": 114, "since": 0},
        **{"quality": 0.625, "caveat": np.float32(0.1), "morale": np.float32(0.8)},
        **{"readiness": np.float32(0.8), "patrol_share": 0.0, "guard_share": 0.0},
        **{"escort_share": 0.0, "poll_share": 0.0, "kind": PARTNERS, "contributor": 2},
        **{"ordinal": ordinal, "place": -1, "status": PLEDGED, "task": PATROL, "tries": 0},
    }


def test_three_of_a_hundred_partners_pledges_fall_through() -> None:
    world = sent()
    for ordinal in range(200):
        key = streams.key_of("partners", ordinal)
        draw = streams.u(world.seed, streams.DEPLOY_FAIL, 0, key, 0)
        made = row(pledges.pledge(world, PARTNERS, ordinal, 300.0))
        assert (made["tries"] > 0) == (draw > 0.97)


def holding(fill: float, **numbers: float) -> tuple[World, Any]:
    """The third infantry unit, pledged by the far contributor, of whose pledges `fill` hold."""
    world = sent()
    far = FAR.model_copy(update={"fill": fill})
    world.mission.spec = MissionSpec(start=MONDAY, contributors=(NEAR, far))
    set_numbers(world, "force", **numbers)
    return world, pledges.pledge(world, INFANTRY, 2, 400.0)


def draw_of(name: str, stream: int, tries: int) -> float:
    """What decides about the third infantry unit of a contributor."""
    key = streams.key_of(name, INFANTRY, 2)
    return streams.u(few_places().seed, stream, tries, key, 0)


def test_a_pledge_falls_through_when_its_draw_is_above_the_fill_and_its_place_stays_vacant() -> (
    None
):
    """24 months are 104.36 weeks: week 114."""
    draw = draw_of("far", streams.DEPLOY_FAIL, 0)
    kept = row(holding(draw)[1])
    assert (kept["status"], kept["due"], kept["tries"]) == (PLEDGED, 114, 0)
    world, made = holding(draw - 1e-9)
    lost = row(made)
    assert (lost["status"], lost["due"], lost["tries"]) == (VACANT, NEVER, 1)
    world.week = NEVER - 1
    world.mission.units = made
    force._arrive(world)
    assert world.mission.units["status"].tolist() == [VACANT]


def test_another_contributor_may_volunteer_late_and_in_part() -> None:
    """The near one: 3 months and 12 are 65.22 weeks: week 75; half of 400, in a whole place."""
    draw = draw_of("far", streams.VOLUNTEER, 1)
    made = row(holding(0.0, stand_in=draw + 1e-9)[1])
    assert (made["status"], made["due"], made["contributor"]) == (PLEDGED, 75, 0)
    assert (made["persons"], made["authorised"]) == (200.0, 400.0)
    assert (made["quality"], made["caveat"]) == (0.25, 0.5)
    assert made["key"] == streams.key_of("near", INFANTRY, 2)
    assert row(holding(0.0, stand_in=draw)[1])["status"] == VACANT


@pytest.mark.parametrize(
    ("name", "value", "column", "expected"),
    [("stand_in_months", 0.0, "due", 62), ("stand_in_part", 0.25, "persons", 100.0)],
)
def test_how_late_and_small_a_volunteer_is_is_natures(
    name: str, value: float, column: str, expected: float
) -> None:
    assert row(holding(0.0, stand_in=1.0, **{name: value})[1])[column] == expected


def test_who_sends_none_of_its_own_units_does_not_volunteer_either() -> None:
    """Its own pledge has to hold: with a fill of 0 the place stays vacant for good."""
    world = sent()
    set_numbers(world, "force", stand_in=1.0)
    none = tuple(c.model_copy(update={"fill": 0.0}) for c in (NEAR, FAR))
    world.mission.spec = MissionSpec(start=MONDAY, contributors=none)
    made = row(pledges.pledge(world, INFANTRY, 2, 400.0))
    assert (made["status"], made["tries"]) == (VACANT, 2)


@pytest.mark.parametrize("contributors", [(NEAR,), (NEAR, FAR.model_copy(update={"share": 0.0}))])
def test_where_nobody_else_sends_units_nobody_volunteers(contributors: Any) -> None:
    world = sent()
    set_numbers(world, "force", stand_in=1.0)
    only = (contributors[0].model_copy(update={"fill": 0.0}), *contributors[1:])
    world.mission.spec = MissionSpec(start=MONDAY, contributors=only)
    assert row(pledges.pledge(world, INFANTRY, 1, 400.0))["status"] == VACANT


def test_nobody_volunteers_for_partners() -> None:
    world = sent()
    set_numbers(world, "force", stand_in=1.0)
    set_numbers(world, "partners", fill=0.0)
    assert row(pledges.pledge(world, PARTNERS, 1, 400.0))["status"] == VACANT


def test_volunteers_come_by_their_shares_of_the_others() -> None:
    """Of near, mid and far with 1, 1 and 3 the first's places go 1 : 3 to the others."""
    world = sent()
    mid = NEAR.model_copy(update={"name": "mid"})
    near = NEAR.model_copy(update={"fill": 0.0})
    world.mission.spec = MissionSpec(start=MONDAY, contributors=(near, mid, FAR))
    set_numbers(world, "force", stand_in=1.0)
    got = [0, 0, 0]
    for ordinal in range(600):
        if pledges._sender(world, INFANTRY, ordinal)[1] == 0:
            got[int(pledges.pledge(world, INFANTRY, ordinal, 400.0)["contributor"][0])] += 1
    assert got[0] == 0
    assert got[2] / sum(got) == pytest.approx(0.75, abs=0.1)


def test_a_tenth_of_pledges_that_hold_makes_about_a_tenth_of_a_force() -> None:
    """Ten thousand authorised in units of 100; volunteers add 0.9 x 0.3 x 0.1 x 0.5 = 1.35 %."""
    world = sent()
    set_numbers(world, "force", unit_size=100.0, stand_in=0.3)
    few = tuple(c.model_copy(update={"fill": 0.1}) for c in (NEAR, FAR))
    world.mission.spec = MissionSpec(start=MONDAY, contributors=few)
    called(world, INFANTRY, 20_000.0)
    table = world.mission.units
    coming = table["persons"][table["status"] == PLEDGED].sum()
    assert 1_000.0 < coming < 3_600.0
    assert mission.vacant(world.mission) == 100.0 * (table["status"] == VACANT).sum()
    assert not force.are_missing(world)  # nobody makes up for it


def test_vacant_places_lapse_first_and_are_vacant_again_when_authorised_again() -> None:
    """Of three places one is vacant: it goes, comes back, and no other unit is pledged for it."""
    world = sent()
    one = {"kind": INFANTRY, "authorised": 400, "persons": 400, "status": PRESENT}
    world.mission.units = units(
        {**one, "ordinal": 0}, {**one, "ordinal": 1, "status": VACANT, "due": NEVER}, one
    )
    world.mission.authorised[INFANTRY] = 800.0
    force._stand_down(world, INFANTRY)
    assert world.mission.units["status"].tolist() == [PRESENT, GONE, PRESENT]
    assert world.mission.sent_home == 0.0
    assert called(world, INFANTRY, 1200.0) == []
    assert world.mission.units["status"].tolist() == [PRESENT, VACANT, PRESENT]
    assert called(world, INFANTRY, 1600.0) == [400.0]


def test_units_come_early_or_late_by_their_own_luck() -> None:
    """1200 months are 5217.857 weeks; the log is off by 0.5 x the draw of the try that held."""
    world = sent()
    set_numbers(world, "force", lag_sigma=0.5)
    for tries in (0, 1):
        due = pledges._arrival(world, 5, tries, 0.0, 1200.0)
        draw = normal(streams.u(world.seed, streams.DEPLOY_LAG, tries, 5, 0))
        assert math.log((due - 10) / 5217.857) == pytest.approx(0.5 * draw, abs=1e-3)
        assert abs(draw) > 0.01


# contributors' resolve


def resolved(resolve: float) -> World:
    """Four units of the far contributor and one of the near one; the far has so much resolve."""
    world = sent()
    one = {"kind": INFANTRY, "authorised": 400, "persons": 380, "status": PRESENT, "losses": 20}
    rows = [{**one, "contributor": 1, "key": 70 + i, "ordinal": i, "place": 1} for i in range(4)]
    rows[3].update(status=PLEDGED, persons=400, losses=0)
    world.mission.units = units(*rows, {**one, "key": 99, "ordinal": 4})
    world.mission.resolve[1] = resolve
    return world


def thresholds() -> list[float]:
    """The resolve below which each of the four units goes home."""
    return [streams.u(few_places().seed, streams.WITHDRAW, 0, 70 + i, 0) for i in range(4)]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9])
def test_a_contributor_takes_home_the_units_that_its_resolve_does_not_keep(share: float) -> None:
    world = resolved(share)
    gone = [i for i, threshold in enumerate(thresholds()) if threshold >= share]
    assert pledges.withdraw(world) is (len(gone) > 0)
    table = world.mission.units
    assert [i for i in range(5) if table["status"][i] == VACANT] == gone
    assert world.mission.withdrawn == world.mission.sent_home == 380.0 * sum(i < 3 for i in gone)
    assert all(table["place"][i] == -1 for i in gone)


def test_whose_resolve_is_whole_keeps_all() -> None:
    world = resolved(1.0)
    assert pledges.withdraw(world) is False
    assert world.mission.withdrawn == 0.0


def test_what_is_taken_home_leaves_a_vacant_place_with_a_new_number() -> None:
    """All four go: their losses stay with them; nobody stands in, nobody else is called."""
    world = resolved(0.0)
    world.mission.authorised[INFANTRY] = 2000.0
    assert pledges.withdraw(world) is True
    pledges.call_volunteers(world)
    table = world.mission.units
    assert table["status"].tolist() == [GONE] * 4 + [PRESENT] + [VACANT] * 4
    assert table["losses"].tolist() == [20.0, 20.0, 20.0, 0.0, 20.0, 0.0, 0.0, 0.0, 0.0]
    assert table["ordinal"][5:].tolist() == [5, 6, 7, 8]
    assert table["due"][5:].tolist() == [NEVER] * 4
    assert not force.are_missing(world)
    assert called(world, INFANTRY, 2000.0) == []


def test_another_contributor_may_stand_in_for_units_that_were_taken_home() -> None:
    """All volunteer: the near one, after 15 months, with 200 each, who have lost nobody."""
    world = resolved(0.0)
    set_numbers(world, "force", stand_in=1.0)
    pledges.withdraw(world)
    pledges.call_volunteers(world)
    more = world.mission.units[5:]
    assert more["status"].tolist() == [PLEDGED] * 4
    assert more["contributor"].tolist() == [0] * 4
    assert more["persons"].tolist() == [200.0] * 4
    assert more["due"].tolist() == [75] * 4
    assert not more["losses"].any()


def test_units_are_taken_home_as_months_begin() -> None:
    world = at_once()
    world.month_begins = False
    force.deploy(world)
    world.mission.resolve[0] = 0.0
    force.deploy(world)
    assert world.mission.present.sum() == 940.0
    world.month_begins = True
    force.deploy(world)
    assert world.mission.present.sum() == 0.0
    assert (world.mission.withdrawn, world.mission.sent_home) == (940.0, 940.0)
    force.deploy(world)
    assert (world.mission.withdrawn, world.mission.sent_home) == (0.0, 0.0)


def test_partners_have_a_resolve_of_their_own() -> None:
    world = resolved(1.0)
    world.mission.units["kind"][:2], world.mission.units["contributor"][:2] = PARTNERS, 2
    world.mission.resolve[2] = 0.0
    assert pledges.withdraw(world) is True
    assert world.mission.units["status"].tolist() == [VACANT] * 2 + [PRESENT, PLEDGED, PRESENT]


def test_an_expelled_mission_is_sent_home_whole_partners_and_follow_on_too() -> None:
    """Of 1000, 0.45 of whom are kept by money and will, the host lets a fifth stay: 90."""
    world = few_places()
    world.mission.funded, world.mission.willing, world.mission.welcome = 0.5, 0.9, 0.2
    set_policy(world, "force", troops=1000, police=100, observers=50, engineers=25, reserve=0.0)
    set_policy(world, "partners", troops=60)
    set_policy(world, "exit", follow_on=1000)
    assert force.authorised(world).tolist() == pytest.approx([90.0, 0.0, 10.0, 5.0, 2.5, 12.0])
    world.mission.staying = 0.0  # it was leaving anyhow, but for the follow-on
    assert force.authorised(world).tolist() == pytest.approx([90.0, 0.0, 0.0, 0.0, 0.0, 12.0])


def test_a_mission_that_is_let_stay_nowhere_has_no_mandate() -> None:
    world = sent()
    world.mission.welcome = 0.0
    force._mandate(world)
    assert world.mission.mandated is False


def test_a_capital_withholds_work_in_proportion_to_its_caveat() -> None:
    """0.8 x (1 - 0.4 x 0.5) = 0.64 and 0.8 x 0.6 = 0.48; no caveat: 0.8."""
    world = sent()
    set_numbers(world, "force", caveat_binds=0.4)
    one = {"morale": 0.8, "quality": 1.0}
    world.mission.units = units({**one, "caveat": 0.5}, {**one, "caveat": 1.0}, one)
    force._wear(world)
    assert world.mission.units["readiness"] == pytest.approx([0.64, 0.48, 0.8], rel=1e-6)


def test_units_arrive_in_their_week_and_the_gone_do_not_come_back() -> None:
    world = sent()
    world.mission.units = units(
        {"status": PLEDGED, "due": 9},
        {"status": PLEDGED, "due": 10},
        {"status": PLEDGED, "due": 11},
        {"status": GONE, "due": 9},
        {"status": PRESENT, "due": 3, "since": 3},
    )
    force._arrive(world)
    here, there, gone = PRESENT, PLEDGED, GONE
    assert world.mission.units["status"].tolist() == [here, here, there, gone, here]
    assert world.mission.units["since"].tolist() == [10, 10, 0, 0, 3]


def four_units() -> World:
    """Infantry of 400 (390 left): two there, a third pledged, a fourth there; one gone; police."""
    world = sent()
    one = {"kind": INFANTRY, "authorised": 400, "persons": 390, "status": PRESENT}
    world.mission.units = units(
        {**one, "ordinal": 0},
        {**one, "ordinal": 1, "persons": 380},
        {**one, "ordinal": 2, "status": PLEDGED},
        {**one, "ordinal": 3, "persons": 370},
        {**one, "ordinal": 4, "status": GONE, "place": -1},
        {**one, "ordinal": 0, "kind": POLICE},
    )
    return world


@pytest.mark.parametrize(
    ("want", "gone", "home"),
    [
        (2000.0, [], 0.0),
        (1401.0, [], 0.0),  # 199 too many: less than half a unit
        (1400.0, [2], 0.0),  # 200: the pledge lapses, and nobody travels
        (800.0, [2, 3], 370.0),  # and the latest to come goes home
        (700.0, [2, 3], 370.0),  # 900 - 800 = 100 are left over
        (500.0, [2, 3, 1], 750.0),  # 1100 - 1200
        (0.0, [2, 3, 1, 0], 1140.0),
    ],
)
def test_pledges_lapse_first_then_the_latest_to_come_go_home(
    want: float, gone: list[int], home: float
) -> None:
    world = four_units()
    world.mission.authorised[INFANTRY] = want
    force._stand_down(world, INFANTRY)
    table = world.mission.units
    left = [i for i in range(6) if table["status"][i] == GONE]
    assert left == sorted([*gone, 4])
    assert [i for i in range(6) if table["place"][i] == -1] == left
    assert world.mission.sent_home == home


def test_a_small_unit_goes_home_only_when_nobody_of_its_kind_is_authorised() -> None:
    """100 there: 70 too many are less than half of 400; all 100 are not wanted: they go."""
    for want, status in ((30.0, PRESENT), (0.0, GONE)):
        world = sent()
        world.mission.units = units({"authorised": 100, "persons": 100, "status": PRESENT})
        world.mission.authorised[INFANTRY] = want
        force._stand_down(world, INFANTRY)
        assert world.mission.units["status"].tolist() == [status]


def test_a_kind_without_a_surplus_is_left_alone() -> None:
    """1600 and 400 are authorised and on their way or there."""
    world = four_units()
    world.mission.authorised[INFANTRY], world.mission.authorised[POLICE] = 1600.0, 400.0
    force._stand_down(world, INFANTRY)
    force._stand_down(world, POLICE)
    assert world.mission.sent_home == 0.0
    assert (world.mission.units["status"] == GONE).sum() == 1


def leaving_order(table: Any) -> list[int]:
    """Rows of infantry in the order in which they would leave."""
    order: list[int] = []
    while (u := force._next_to_leave(table, INFANTRY)) >= 0:
        order.append(u)
        table["status"][u] = GONE
    return order


def test_the_order_of_leaving_is_pledges_then_the_latest() -> None:
    assert leaving_order(four_units().mission.units) == [2, 3, 1, 0]
    table = four_units().mission.units
    table["status"][0] = PLEDGED
    assert leaving_order(table) == [2, 0, 3, 1]
    assert leaving_order(table) == []


def test_of_two_with_one_number_the_first_leaves_first() -> None:
    """Contributors number their units together, so this does not happen by itself."""
    table = four_units().mission.units
    table["ordinal"] = 7
    assert leaving_order(table) == [2, 0, 1, 3]


def test_morale_recovers_slowly_and_readiness_is_morale_quality_and_pay() -> None:
    """0.6 + 0.02 x 0.2 = 0.604; x (0.5 + 0.5 x 0.5 = 0.75) x (0.4 + 0.6 x 0.25 = 0.55) = 0.24915.

    Morale above 0.8 falls: 0.9 - 0.02 x 0.1 = 0.898; x 0.5 (no quality) x 0.55 = 0.24695.
    """
    world = sent()
    world.mission.units = units({"morale": 0.6, "quality": 0.5}, {"morale": 0.9})
    world.mission.paid["force"] = 0.25
    force._wear(world)
    assert world.mission.units["morale"] == pytest.approx([0.604, 0.898], rel=1e-6)
    assert world.mission.units["readiness"] == pytest.approx([0.24915, 0.24695], rel=1e-6)


def test_more_than_full_pay_makes_nobody_readier() -> None:
    """0.8 x (0.5 + 0.5) x 1."""
    world = sent()
    world.mission.units = units({"morale": 0.8, "quality": 1.0})
    world.mission.paid["force"] = 2.0
    force._wear(world)
    assert world.mission.units["readiness"] == pytest.approx([0.8], rel=1e-6)


@pytest.mark.parametrize(("paid", "ready"), [(0.2, 0.28), (0.9, 0.56)])
def test_partners_are_ready_as_far_as_coordinated_and_paid(paid: float, ready: float) -> None:
    """0.8 x (0.4 + 0.6 x 0.5 = 0.7) = 0.56 x (0.2 + 0.3 = 0.5), or x 1 when 0.9 + 0.3 is more.

    Infantry beside them: 0.8.
    """
    world = sent()
    one = {"morale": 0.8, "quality": 1.0}
    world.mission.units = units({**one, "kind": PARTNERS}, {**one, "kind": INFANTRY})
    world.mission.paid["partners"] = paid
    set_policy(world, "partners", coordination=0.5)
    force._wear(world)
    assert world.mission.units["readiness"] == pytest.approx([ready, 0.8], rel=1e-6)


def at_once() -> World:
    """Units come in the week they are called."""
    world = sent()
    soon = NEAR.model_copy(update={"months": 0.0})
    world.mission.spec = MissionSpec(start=MONDAY, contributors=(soon,))
    world.mission.mandated = False
    world.mission.sent_home = 99.0
    set_policy(world, "force", troops=800, reserve=0.5, police=140)
    return world


def test_a_week_of_deployment_mandates_calls_and_musters() -> None:
    """400 infantry, 400 reserve and 140 police come at once; nobody goes home."""
    world = at_once()
    force.deploy(world)
    assert world.mission.mandated is True
    assert world.mission.sent_home == 0.0
    assert world.mission.present.tolist() == [400.0, 400.0, 140.0, 0.0, 0.0, 0.0]
    assert world.mission.units["since"].tolist() == [10, 10, 10]
    # 0.8 x (0.5 + 0.5 x 0.25) = 0.5
    assert world.mission.units["readiness"] == pytest.approx([0.5, 0.5, 0.5], rel=1e-6)


def test_nobody_is_called_or_sent_home_while_the_authorisation_stays_the_same() -> None:
    """A unit that went is not replaced, and one that came by itself stays, until it changes."""
    world = at_once()
    force.deploy(world)
    world.mission.units["status"][0] = GONE
    force.deploy(world)
    assert len(world.mission.units) == 3
    assert world.mission.present.tolist() == [0.0, 400.0, 140.0, 0.0, 0.0, 0.0]
    world.mission.units["authorised"][1] = world.mission.units["persons"][1] = 1200.0
    force.deploy(world)
    assert world.mission.present.tolist() == [0.0, 1200.0, 140.0, 0.0, 0.0, 0.0]
    assert world.mission.sent_home == 0.0


def test_a_new_authorisation_calls_and_sends_home_in_the_same_week() -> None:
    """Police are not wanted any more: 140 go home; infantry doubles."""
    world = at_once()
    force.deploy(world)
    set_policy(world, "force", troops=1600, police=0)
    force.deploy(world)
    assert world.mission.present.tolist() == [800.0, 800.0, 0.0, 0.0, 0.0, 0.0]
    assert world.mission.sent_home == 140.0
    force.deploy(world)
    assert world.mission.sent_home == 0.0


def test_the_end_of_the_mandate_sends_all_home() -> None:
    world = at_once()
    force.deploy(world)
    world.mission.spec = world.mission.spec.model_copy(update={"end": MONDAY - timedelta(1)})
    force.deploy(world)
    assert world.mission.present.tolist() == [0.0] * 6
    assert world.mission.sent_home == 940.0


def test_what_a_unit_and_a_partner_come_with_is_natures() -> None:
    """Morale and readiness 0.625 as they come; a partner is kept back in a quarter of tasks."""
    world = sent()
    set_numbers(world, "force", morale_usual=0.625)
    set_numbers(world, "partners", caveat=0.25)
    made = row(pledges.pledge(world, POLICE, 1, 140.0))
    assert (made["morale"], made["readiness"]) == (0.625, 0.625)
    made = row(pledges.pledge(world, PARTNERS, a_partner_that_holds(), 300.0))
    assert (made["morale"], made["readiness"], made["caveat"]) == (0.625, 0.625, 0.25)


def test_how_many_partners_come_is_natures() -> None:
    """Of partners' pledges half hold."""
    world = sent()
    set_numbers(world, "partners", fill=0.5)
    for ordinal in range(20):
        key = streams.key_of("partners", ordinal)
        draw = streams.u(world.seed, streams.DEPLOY_FAIL, 0, key, 0)
        assert (row(pledges.pledge(world, PARTNERS, ordinal, 300.0))["tries"] > 0) == (draw > 0.5)


@pytest.mark.parametrize(
    ("name", "value", "column", "expected"),
    [
        ("morale_usual", 0.7, "morale", [0.602, 0.896]),  # 0.6 + 0.02 x 0.1, 0.9 - 0.02 x 0.2
        ("morale_rate", 0.1, "morale", [0.62, 0.89]),
        # 0.2 + 0.8 x 0.25 = 0.4: 0.604 x 0.75 x 0.4, 0.898 x 0.5 x 0.4
        ("unpaid_ready", 0.2, "readiness", [0.1812, 0.1796]),
    ],
)
def test_how_units_wear_is_natures(
    name: str, value: float, column: str, expected: list[float]
) -> None:
    world = sent()
    world.mission.units = units({"morale": 0.6, "quality": 0.5}, {"morale": 0.9})
    world.mission.paid["force"] = 0.25
    set_numbers(world, "force", **{name: value})
    force._wear(world)
    assert world.mission.units[column] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("name", "value", "ready"),
    [
        ("parallel", 0.2, 0.24),  # 0.8 x (0.2 + 0.8 x 0.5) x 0.5
        ("own_means", 0.6, 0.448),  # 0.56 x 0.8
    ],
)
def test_how_ready_partners_are_is_natures(name: str, value: float, ready: float) -> None:
    world = sent()
    world.mission.units = units({"morale": 0.8, "quality": 1.0, "kind": PARTNERS})
    world.mission.paid["partners"] = 0.2
    set_policy(world, "partners", coordination=0.5)
    set_numbers(world, "partners", **{name: value})
    force._wear(world)
    assert world.mission.units["readiness"] == pytest.approx([ready], rel=1e-6)
