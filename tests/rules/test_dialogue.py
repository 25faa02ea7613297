"""What facilitators do, worked out by hand."""

from __future__ import annotations

import pytest

from rules.bench import billed, set_numbers, set_policy
from rules.few import YEARLY, few_places
from sim.levers import dialogue
from sim.state.world import World


def facilitated(effect: float = 0.8) -> World:
    """1 and 3 people: shares 1/4 and 3/4; tension 1 x 0.8 x (0.05 + 0.45) = 0.4 and

    3 x 0.2 x (0.05 + 0.95) = 0.6: shares 0.4 and 0.6. Three quarters go by tension:
    1/4 x 0.25 + 3/4 x 0.4 = 0.3625 and 0.6375. Of one facilitator at work, a place counting
    for 1000 at least: 362.5 and 637.5 a million, half at 362.5: 0.5 and 0.6375.
    Trusted: 0.3 / 0.4 = 0.75 and 0.8 / 0.4, 1.25 at most; x (0.75 - 0.24) / (0.84 - 0.24) = 0.85.
    """
    world = few_places()
    world.places["persons"] = 0, 2
    world.places["mixed"] = 0.8, 0.2
    world.places["grievance"] = 0.45, 0.95
    world.places["trust_mission"] = 0.3, 0.8
    world.mission.impartial = 0.75
    world.mission.built["dialogue"] = 0.5
    world.works["calm"] = 0.1
    set_policy(world, "dialogue", facilitators=2, focus=0.75)
    set_numbers(world, "dialogue", dialogue_half=362.5, dialogue_effect=effect)
    set_numbers(world, "dialogue", tense_least=0.05, trust_full=0.4, trust_most=1.25)
    set_numbers(world, "dialogue", fair_least=0.24, fair_usual=0.84, calm_most=0.9)
    return world


def test_a_third_of_the_facilitators_is_international() -> None:
    """(1400 + 2 x 350) / 3 = 700 dollars a week each; five: 3500."""
    world = few_places()
    set_numbers(world, "prices", staff_year=2.0 * YEARLY, local_year=0.5 * YEARLY)
    set_policy(world, "dialogue", facilitators=5)
    set_numbers(world, "dialogue", locals_each=2.0)
    assert billed(world, dialogue.bill) == {"dialogue": pytest.approx(3500.0)}
    set_numbers(world, "dialogue", locals_each=6.0)  # (1400 + 6 x 350) / 7 = 500
    assert billed(world, dialogue.bill) == {"dialogue": pytest.approx(2500.0)}


def test_facilitators_calm_as_far_as_they_reach_and_are_trusted() -> None:
    """0.1 + 0.8 x 0.5 x 0.75 x 0.85 = 0.355; 0.1 + 0.8 x 0.6375 x 1.25 x 0.85 = 0.641875."""
    world = facilitated()
    dialogue.work(world)
    assert world.works["calm"] == pytest.approx([0.355, 0.641875], rel=1e-6)


def test_facilitators_never_calm_more_than_nine_tenths() -> None:
    """8 x 0.5 x 0.6375 = 2.55 is too much: 0.1 + 0.9 = 1."""
    world = facilitated(effect=8.0)
    dialogue.work(world)
    assert world.works["calm"] == pytest.approx([1.0, 1.0], rel=1e-6)


def test_the_more_the_mission_is_seen_as_fair_the_more_its_facilitators_calm() -> None:
    """Unfair nothing; 0.1 + 0.8 x 0.5 x 0.75 x 0.5 = 0.25 half way; 0.46 at 0.24 + 1.2 x 0.6."""
    calm = []
    for fair in (0.0, 0.24, 0.54, 0.96):
        world = facilitated()
        world.mission.impartial = fair
        dialogue.work(world)
        calm.append(float(world.works["calm"][0]))
    assert calm == pytest.approx([0.1, 0.1, 0.25, 0.46], rel=1e-6)


def test_without_facilitators_nothing_changes_even_where_nobody_is_mixed() -> None:
    world = facilitated()
    world.places["mixed"] = 0.0
    set_policy(world, "dialogue", facilitators=0)
    dialogue.work(world)
    assert world.works["calm"] == pytest.approx([0.1, 0.1], rel=1e-6)


def test_where_nobody_is_mixed_only_those_spread_by_people_calm() -> None:
    """A quarter of 1/4 and 3/4: 62.5 and 187.5 a million, of 425 and 550 with the half:

    0.1 + 0.51 x 0.14705882 = 0.175; 0.1 + 0.85 x 0.34090909 = 0.38977273.
    """
    world = facilitated()
    world.places["mixed"] = 0.0
    dialogue.work(world)
    assert world.works["calm"] == pytest.approx([0.175, 0.38977273], rel=1e-6)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        # tension 0.8 x 0.7 = 0.56 and 3 x 0.2 x 1.2 = 0.72: shares 7/16 and 9/16, so 390.625 and
        # 609.375 a million, of 753.125 and 971.875: 0.1 + 0.51 x 0.5186722, 0.1 + 0.85 x 0.6270096
        ("tense_least", 0.25, [0.36452282, 0.6329582]),
        ("trust_full", 0.6, [0.27, 0.641875]),  # 0.3 / 0.6 = 0.5; 0.8 / 0.6 is more than 1.25
        ("trust_most", 1.5, [0.355, 0.75025]),  # 0.1 + 0.8 x 0.6375 x 1.5 x 0.85
        ("fair_least", 0.0, [0.36785714, 0.66919643]),  # 0.75 / 0.84 in place of 0.85
        ("fair_usual", 0.75, [0.4, 0.7375]),  # 1 in place of 0.85
        ("calm_most", 0.5, [0.355, 0.6]),  # 0.541875 is more than 0.5
    ],
)
def test_what_facilitators_do_is_natures(name: str, value: float, expected: list[float]) -> None:
    world = facilitated()
    set_numbers(world, "dialogue", **{name: value})
    dialogue.work(world)
    assert world.works["calm"] == pytest.approx(expected, rel=1e-6)
