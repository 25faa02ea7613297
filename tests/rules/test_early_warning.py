"""How risk is estimated, with what noise and insight, and when alerts are raised, by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from rules.bench import billed, set_numbers, set_policy
from rules.few import YEARLY, few_places
from sim.levers import early_warning
from sim.luck import streams
from sim.luck.distributions import normal
from sim.state.world import World

SEED, WEEK = 7, 30
KNOWN = {  # what the answers below are worked out with, unless they say otherwise
    **{"danger_weight": 0.6, "near_weight": 0.3, "known_most": 0.95, "quiet": 0.02},
    **{"seen_rate": 0.35, "drones_half": 6.0, "liaison_half": 60.0, "analysts_gain": 0.4},
    **{"drones_gain": 0.3, "unheard": 0.15, "heard_most": 0.9},
}


def test_analysts_assistants_and_drones_have_their_prices() -> None:
    """2 x 700 + 6 x 350 + 3 x 1400 dollars a week = 7700."""
    world = few_places()
    set_numbers(world, "prices", staff_year=YEARLY, local_year=0.5 * YEARLY)
    set_numbers(world, "early_warning", drone_year=2.0 * YEARLY)
    set_policy(world, "early_warning", analysts=2, liaison=6, drones=3)
    assert billed(world, early_warning.bill) == {"early_warning": pytest.approx(7700.0)}


def three_places(week: int = WEEK) -> World:
    """The first has roads to both others, the second to the third, the third none out."""
    world = few_places(3)
    world.seed, world.week = SEED, week
    world.roads.indptr, world.roads.target = [0, 2, 3, 3], [1, 2, 2]
    world.rates = np.array([[0.25, 0.1, 0.5], [0.5, 0.2, 1.5]])
    world.places["danger"] = 0.5, 0.3, 0.5
    world.places["heat"] = 0.4, 0.2, 0.6
    world.places["persons"] = 99, 999, 199
    world.places["tips"] = 24, 0, 1000
    world.works["tips"] = 0.25, 0.0, 0.0
    return world


def estimated(
    world: World,
    noise: float = 0.0,
    threshold: float = 0.35,
    alerts: bool = True,
    **numbers: float,
) -> list[float]:
    """Log of expected attacks as seen, by place; insight is 0.5."""
    set_numbers(world, "early_warning", **{**KNOWN, **numbers})
    set_policy(world, "early_warning", threshold=threshold, lead=1)
    early_warning._estimate(world, noise, 0.5, alerts)
    return [math.log(-math.log1p(-float(risk))) for risk in world.places["risk"]]


def test_risk_is_made_of_what_is_seen_here_and_next_door_and_of_what_is_told() -> None:
    """First: seen 0.6 x 0.5 + 0.5 x 0.4 + 0.3 x (0.3 + 0.5) / 2 = 0.62; told 0.5 x 24 / 100 = 0.12,

    x 1.25 = 0.15 known; hidden 0.75: 0.02 + 0.85 x 0.35 x 0.62 + 0.15 x 0.75 = 0.31695.
    Second: seen 0.18 + 0.1 + 0.3 x 0.5 = 0.43, nothing told: 0.02 + 0.35 x 0.43 = 0.1705.
    Third, without roads: seen 0.3 + 0.3 = 0.6; told 0.5 x 1000 / 200, 0.95 at most; hidden 2:
    0.02 + 0.05 x 0.35 x 0.6 + 0.95 x 2 = 1.9305.
    Risk is the chance of one attack or more: 1 - exp(-0.31695) = 0.2716328.
    """
    world = three_places()
    expected = [math.exp(seen) for seen in estimated(world)]
    assert expected == pytest.approx([0.31695, 0.1705, 1.9305], rel=2e-6)
    assert float(world.places["risk"][0]) == pytest.approx(0.2716328, abs=2e-7)


def test_noise_is_a_lasting_error_of_each_place_and_week() -> None:
    """The log of what is expected is off by 0.5 times that place's own normal draw.

    Places differ by 1: of what is seen, and of its error, 1 / (1 + 0.25) = 0.8 is believed; the
    rest is what is usual everywhere.
    """
    for week in (WEEK, WEEK + 1):
        plain = estimated(three_places(week))
        noisy = estimated(three_places(week), noise=0.5, spread=1.0)
        usual = sum(plain) / 3.0
        for p in range(3):
            draw = normal(streams.u(SEED, streams.SIGNAL, week, p, 0))
            seen = 0.8 * (plain[p] + 0.5 * draw) + 0.2 * usual
            assert noisy[p] == pytest.approx(seen, abs=1e-5)
            assert abs(draw) > 1e-3


def test_who_looks_further_ahead_expects_more_attacks() -> None:
    """Three weeks ahead, three times as many."""
    world, same = three_places(), three_places()
    near = estimated(world)
    set_numbers(same, "early_warning", **KNOWN)
    set_policy(same, "early_warning", lead=3)
    early_warning._estimate(same, 0.0, 0.5, True)
    far = [math.log(-math.log1p(-float(risk))) for risk in same.places["risk"]]
    assert far == pytest.approx([one + math.log(3.0) for one in near], abs=1e-5)


def test_police_who_live_among_people_are_told_more() -> None:
    """99 people and 1.099 officers: covered by 1 - 1/e = 0.6321; told 0.12 x (1.25 + 0.5 x that).

    0.187927 known: 0.02 + 0.812073 x 0.217 + 0.187927 x 0.75 = 0.3371651.
    """
    world = three_places()
    world.places["police"][0] = 1.099
    expected = math.exp(estimated(world, police_tips=0.5)[0])
    assert expected == pytest.approx(0.3371651, rel=2e-6)


def test_an_alert_is_raised_above_the_threshold_and_withdrawn_at_it() -> None:
    """Risks about 0.27, 0.16 and 0.85: at 0.2 the first and the third; at the first's own: the

    third alone; without staff none.
    """
    world = three_places()
    places = world.places
    places["alert"] = 0, 1, 0
    estimated(world, threshold=0.2)
    assert places["alert"].tolist() == [1, 0, 1]
    estimated(world, threshold=float(places["risk"][0]))
    assert places["alert"].tolist() == [0, 0, 1]
    estimated(world, threshold=0.2, alerts=False)
    assert places["alert"].tolist() == [0, 0, 0]


def asked(
    ready: float = 0.5, numbers: dict[str, float] | None = None, **values: int
) -> dict[str, Any]:
    """What an estimate is made with, by name."""
    world = looking(ready, numbers, **values)
    return dict(zip(("noise", "insight", "staffed"), early_warning._sight(world), strict=True))


def looking(ready: float = 0.5, numbers: dict[str, float] | None = None, **values: int) -> World:
    """Three places and a staff that looks 8 weeks ahead; so much of what is planned is there."""
    world = three_places()
    world.mission.built["early_warning"] = ready
    world.mission.bills["early_warning"] = 1.0  # they are wanted
    set_numbers(world, "early_warning", noise=0.8, tips=0.5, full_analysts=5.0, **KNOWN)
    set_numbers(world, "early_warning", **(numbers or {}))
    staff = {"analysts": 0, "liaison": 0, "drones": 0, "lead": 8, "threshold": 0.3}
    set_policy(world, "early_warning", **{**staff, **values})
    return world


def test_analysts_and_drones_lower_the_noise_and_a_longer_lead_raises_it() -> None:
    """Half of 30 analysts, half effect at 5: 3/4; half of 12 drones at 6: 1/2.

    0.8 x (1 - 0.4 x 3/4 = 0.7) x (1 - 0.3 x 1/2 = 0.85) = 0.476, x 2 as far ahead as 8 weeks.
    """
    made = asked(analysts=30, drones=12, liaison=40)
    assert made["noise"] == pytest.approx(0.952)
    assert asked(analysts=30, drones=12, lead=2)["noise"] == pytest.approx(0.476)


def test_liaison_lets_more_of_what_people_tell_be_heard() -> None:
    """Half of 40 assistants, half effect at 60: 1/4. 0.5 x (0.15 + 0.85 x 1/4) = 0.18125."""
    assert asked(liaison=40)["insight"] == pytest.approx(0.18125)
    assert asked()["insight"] == pytest.approx(0.075)


def test_never_more_than_nine_tenths_of_what_is_told_is_heard() -> None:
    """Tips worth 4: 4 x (0.15 + 0.85 x 1/4) = 1.45 is more than 0.9."""
    assert asked(numbers={"tips": 4.0}, liaison=40)["insight"] == 0.9
    assert asked(numbers={"tips": 4.0, "heard_most": 0.5}, liaison=40)["insight"] == 0.5


@pytest.mark.parametrize("who", ["analysts", "liaison", "drones"])
def test_any_staff_that_is_paid_can_raise_alerts(who: str) -> None:
    assert asked(**{who: 1})["staffed"] is True
    assert asked(ready=0.0, **{who: 1})["staffed"] is False


def test_without_staff_there_is_the_plain_noise_and_no_alert() -> None:
    """0.8, however far ahead one would look."""
    for made in (asked(), asked(ready=0.0, analysts=30, drones=12)):
        assert made["noise"] == pytest.approx(0.8)
        assert made["staffed"] is False


@pytest.mark.parametrize("analysts", [0, 1])
def test_an_estimate_is_made_with_what_this_worlds_staff_can_see(analysts: int) -> None:
    """By its own luck: another week or seed would see other risks. Alerts only of staff."""
    world, same = looking(analysts=analysts), looking(analysts=analysts)
    early_warning.estimate(world)
    early_warning._estimate(same, *early_warning._sight(same))
    assert world.places["risk"].tolist() == same.places["risk"].tolist()
    assert world.places["alert"].tolist() == same.places["alert"].tolist()
    assert world.places["alert"].any() == (analysts > 0)
    for name, value in (("week", WEEK + 1), ("seed", SEED + 1)):
        other = looking(analysts=analysts)
        setattr(other, name, value)
        early_warning.estimate(other)
        assert (world.places["risk"] != other.places["risk"]).all()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        # seen 0.92, 0.61, 0.9 in place of 0.62, 0.43, 0.6
        ("danger_weight", 1.2, [0.4062, 0.2335, 1.93575]),
        ("near_weight", 0.6, [0.35265, 0.223, 1.9305]),  # seen 0.74, 0.58, and no road
        ("known_most", 0.5, [0.31695, 0.1705, 1.125]),  # 0.02 + 0.5 x 0.35 x 0.6 + 0.5 x 2
        ("quiet", 0.1, [0.39695, 0.2505, 2.0105]),  # 0.08 more
        # 0.02 + 0.85 x 0.7 x 0.62 + 0.1125; 0.02 + 0.7 x 0.43; 0.02 + 0.05 x 0.7 x 0.6 + 1.9
        ("seen_rate", 0.7, [0.5014, 0.321, 1.941]),
    ],
)
def test_what_risk_is_made_of_is_natures(name: str, value: float, expected: list[float]) -> None:
    seen = estimated(three_places(), **{name: value})
    assert [math.exp(one) for one in seen] == pytest.approx(expected, rel=2e-6)


@pytest.mark.parametrize(
    ("name", "value", "what", "expected"),
    [
        ("drones_half", 2.0, "noise", 0.868),  # 6 / 8: 0.8 x 0.7 x (1 - 0.3 x 3/4) x 2
        ("analysts_gain", 0.8, "noise", 0.544),  # 0.8 x (1 - 0.8 x 3/4) x 0.85 x 2
        ("drones_gain", 0.6, "noise", 0.784),  # 0.8 x 0.7 x (1 - 0.6 x 1/2) x 2
        ("liaison_half", 20.0, "insight", 0.2875),  # half: 0.5 x (0.15 + 0.85 x 1/2)
        ("unheard", 0.4, "insight", 0.275),  # 0.5 x (0.4 + 0.6 x 1/4)
    ],
)
def test_what_staff_is_worth_is_natures(
    name: str, value: float, what: str, expected: float
) -> None:
    made = asked(numbers={name: value}, analysts=30, drones=12, liaison=40)
    assert made[what] == pytest.approx(expected)
