"""Known answers: how peacekeepers answer attacks on civilians, and whom they save."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from rules.bench import a_world, set_numbers, set_policy
from rules.few import with_tables
from sim.fields.parameter import packed
from sim.luck import streams
from sim.mechanisms import response
from sim.mechanisms.response import ResponseNumbers
from sim.state.events import BATTLE, COMMUNAL, ON_MISSION, ONESIDED
from sim.state.events import DTYPE as EVENT_DTYPE
from sim.state.places import DTYPE as PLACE_DTYPE
from sim.state.works import DTYPE as WORKS_DTYPE
from sim.state.world import World

SEED, WEEK, HERE = 12345, 7, 3
MARK = 640
NUMBERS = packed(ResponseNumbers())._replace(
    reserve_half=200.0, warned=1.5, chance_most=0.95, rescue=0.4, rescue_most=200.0
)


def luck(mark: int) -> float:
    """The draw of an event with this key, in the place."""
    return streams.u(SEED, streams.RESPONSE, WEEK, HERE, mark)


def scene(dead: int = 21, mark: int = MARK) -> SimpleNamespace:
    """One attack of this week in a place that is felt by 0.2 and has 300 in reserve."""
    s = SimpleNamespace(
        events=np.zeros(1, EVENT_DTYPE),
        places=np.zeros(5, PLACE_DTYPE),
        works=np.zeros(5, WORKS_DTYPE),
    )
    s.events["kind"], s.events["place"], s.events["luck"] = ONESIDED, HERE, mark
    s.events["deaths_civilian"] = dead
    s.places["presence"][HERE], s.places["reserve"][HERE] = 0.2, 300.0
    return s


def answered(s: SimpleNamespace, able: float, **numbers: float) -> tuple[int, int]:
    """Whether units responded, and the dead that remain."""
    world = with_tables(events=s.events, places=s.places, works=s.works)
    world.seed, world.week, world.week_events = SEED, WEEK, slice(0, 1)
    world.mission.consent = 1.0
    set_policy(world, "force", mandate="robust")
    set_numbers(world, "response", **NUMBERS._replace(respond=able, **numbers)._asdict())
    response.answer(world)
    return int(s.events["response"][0]), int(s.events["deaths_civilian"][0])


def test_units_respond_where_they_are_felt_or_a_reserve_is_quick() -> None:
    """Quick: 300 / (300 + 200) = 0.6. 0.2 + 0.8 x 0.6 = 0.68 of what they are able to.

    A response saves 0.4 x (21 - 1) = 8.
    """
    assert answered(scene(), luck(MARK) / 0.68 * 1.00001) == (1, 13)
    assert answered(scene(), luck(MARK) / 0.68 * 0.99999) == (0, 21)


def test_a_warning_makes_them_half_as_likely_again() -> None:
    """1.5 x 0.68 = 1.02."""
    for factor, result in ((1.00001, (1, 13)), (0.99999, (0, 21))):
        s = scene()
        s.places["alert"][HERE] = 1
        assert answered(s, luck(MARK) / 1.02 * factor) == result


def test_a_chance_is_the_share_of_draws_below_it() -> None:
    """Where peacekeepers are all around the chance is what they are able to."""
    s = scene()
    s.places["presence"][HERE] = 1.0
    assert answered(s, luck(MARK)) == (0, 21)
    assert answered(s, luck(MARK) * (1 + 1e-12)) == (1, 13)


def test_five_in_a_hundred_attacks_are_never_answered() -> None:
    lucky = next(mark for mark in range(2000) if 0.945 < luck(mark) < 0.95)
    unlucky = next(mark for mark in range(2000) if 0.95 < luck(mark) < 0.955)
    assert answered(scene(mark=lucky), 9.0) == (1, 13)
    assert answered(scene(mark=unlucky), 9.0) == (0, 21)


def test_how_quick_and_how_warned_they_are_is_as_the_numbers_say() -> None:
    """300 / (300 + 100) = 0.75: 0.2 + 0.8 x 0.75 = 0.8. Warned 3 x 0.68 = 2.04."""
    for factor, result in ((1.00001, (1, 13)), (0.99999, (0, 21))):
        able = luck(MARK) * factor
        assert answered(scene(), able / 0.8, reserve_half=100.0) == result
        s = scene()
        s.places["alert"][HERE] = 1
        assert answered(s, able / 2.04, warned=3.0) == result


def test_what_nothing_can_raise_and_whom_nobody_can_reach_is_as_the_numbers_say() -> None:
    """A draw just below a chance of 0.5 and one just above it; 0.4 x 50 = 20 of 1,001."""
    lucky = next(mark for mark in range(2000) if 0.495 < luck(mark) < 0.5)
    unlucky = next(mark for mark in range(2000) if 0.5 < luck(mark) < 0.505)
    assert answered(scene(mark=lucky), 9.0, chance_most=0.5) == (1, 13)
    assert answered(scene(mark=unlucky), 9.0, chance_most=0.5) == (0, 21)
    assert answered(scene(dead=1001), 9.0, rescue_most=50.0) == (1, 981)


def test_nobody_near_and_no_reserve_answers_nothing() -> None:
    s = scene()
    s.places["presence"][HERE] = s.places["reserve"][HERE] = 0.0
    assert answered(s, 9.0) == (0, 21)


def test_a_part_of_a_person_is_saved_by_luck() -> None:
    """Of 10 besides the first, so much that 3 and a fraction are saved: 4 where luck is below it.

    This luck has a key of its own, one bit from that of the response.
    """
    draw = luck(MARK ^ 1)
    assert answered(scene(dead=11), 9.0, rescue=(3.0 + draw + 1e-6) / 10.0) == (1, 7)
    assert answered(scene(dead=11), 9.0, rescue=(3.0 + draw - 1e-6) / 10.0) == (1, 8)


def test_no_more_than_200_are_within_reach_of_rescue() -> None:
    """0.4 x 200 = 80 of 1,001; the first to die is never saved."""
    assert answered(scene(dead=1001), 9.0) == (1, 921)
    assert answered(scene(dead=201), 9.0) == (1, 121)
    assert answered(scene(dead=1), 9.0) == (1, 1)


@pytest.mark.parametrize("kind", [BATTLE, COMMUNAL, ON_MISSION])
def test_only_attacks_on_civilians_are_answered(kind: int) -> None:
    s = scene()
    s.events["kind"] = kind
    s.places["alert"][HERE], s.works["evacuation"][HERE] = 1, 0.5
    assert answered(s, 9.0) == (0, 21)


def test_who_is_warned_can_be_moved_before() -> None:
    """Half of 20 are moved, without any response; 11 remain."""
    s = scene()
    s.places["alert"][HERE], s.works["evacuation"][HERE] = 1, 0.5
    assert answered(s, 0.0) == (0, 11)


def test_units_rescue_some_of_those_who_were_not_moved() -> None:
    """11 are left after the evacuation: 0.4 x 10 = 4 of them."""
    s = scene()
    s.places["alert"][HERE], s.works["evacuation"][HERE] = 1, 0.5
    assert answered(s, 9.0) == (1, 7)


def test_without_a_warning_or_a_plan_nobody_is_moved() -> None:
    s = scene()
    s.works["evacuation"][HERE] = 0.5
    assert answered(s, 0.0) == (0, 21)
    s = scene()
    s.places["alert"][HERE] = 1
    assert answered(s, 0.0) == (0, 21)


def test_the_moved_have_luck_of_their_own() -> None:
    """Two bits from the event's key: of 20, 3 and a fraction is 4 where luck is below it."""
    draw = luck(MARK ^ 2)
    for fraction, left in ((draw + 1e-4, 17), (draw - 1e-4, 18)):
        s = scene()
        s.places["alert"][HERE], s.works["evacuation"][HERE] = 1, (3.0 + fraction) / 20.0
        assert answered(s, 0.0) == (0, left)


def test_where_nobody_dies_nobody_is_moved() -> None:
    s = scene(dead=0)
    s.places["alert"][HERE], s.works["evacuation"][HERE] = 1, 0.5
    assert answered(s, 0.0) == (0, 0)


def an_attack(able: float) -> World:
    """An attack with 21 dead in place 3 after one of the past; so able, before mandate, consent.

    Peacekeepers are felt all around, so that ability is the chance.
    """
    world = a_world()
    world.seed, world.week = SEED, WEEK
    world.events["kind"], world.events["place"], world.events["luck"] = ONESIDED, HERE, MARK
    world.events["deaths_civilian"] = 21
    world.event_count, world.week_events = 3, slice(1, 2)
    world.places["presence"], world.places["reserve"], world.places["alert"] = 1.0, 0.0, 0
    world.works["evacuation"] = 0.0
    world.mission.consent = 1.0
    set_policy(world, "force", mandate="robust")
    set_numbers(world, "response", **NUMBERS._replace(respond=able)._asdict())
    set_numbers(world, "presence", traditional=0.5)
    return world


def left(world: World) -> list[int]:
    response.answer(world)
    return world.events["deaths_civilian"][:3].tolist()


@pytest.mark.parametrize(
    ("mandate", "consent", "share"),
    [
        ("robust", 1.0, 1.0),
        ("traditional", 1.0, 0.5),
        ("robust", 0.25, 0.25),
        ("traditional", 0.25, 0.125),
    ],
)
def test_mandate_and_consent_decide_how_able_they_are(
    mandate: str, consent: float, share: float
) -> None:
    for factor, dead in ((1.00001, 13), (0.99999, 21)):
        world = an_attack(luck(MARK) / share * factor)
        set_policy(world, "force", mandate=mandate)
        world.mission.consent = consent
        assert left(world) == [21, dead, 21]


def test_observers_never_respond_but_a_plan_of_evacuation_still_works() -> None:
    world = an_attack(9.0)
    set_policy(world, "force", mandate="observer")
    assert left(world) == [21, 21, 21]
    world.places["alert"][HERE], world.works["evacuation"][HERE] = 1, 0.5
    assert left(world) == [21, 11, 21]


def test_without_a_mandate_nobody_is_moved_or_rescued() -> None:
    world = an_attack(9.0)
    world.places["alert"][HERE], world.works["evacuation"][HERE] = 1, 0.5
    world.mission.mandated = False
    assert left(world) == [21, 21, 21]


def test_a_world_takes_what_a_response_saves_from_its_numbers() -> None:
    """0.4 x 5 = 2 of 21."""
    world = an_attack(9.0)
    set_numbers(world, "response", rescue_most=5.0)
    assert left(world) == [21, 19, 21]
