"""Local governments: what presses most, and what a month's work is worth."""

from __future__ import annotations

import pytest

from rules.bench import a_world, set_numbers
from rules.leading import a_model
from sim.agents.governments import LocalGovernment

NEAR = 1e-7  # columns have 32 bits; a month's work is 0.003


def a_government(
    danger: float = 0.0, need: float = 0.0, trust: float = 1.0, killed: float = 0.0
) -> LocalGovernment:
    """Place 3: a month's work is 0.01 * 0.5 * (1 - 0.25) * 0.8 = 0.003."""
    world = a_world()
    places, own = world.places, world.governments
    places["danger"][3], places["need"][3] = danger, need
    places["trust_state"][3], places["homicides"][3] = trust, killed
    places["state_control"][3] = 0.8
    own["capacity"][3], own["corruption"][3] = 0.5, 0.25
    own["police"][3] = own["legitimacy"][3] = 0.5
    return a_model(world).governments[3]


def worked(government: LocalGovernment) -> tuple[str, list[float]]:
    government.decide()
    return government.priority, [
        government.police,
        government.capacity,
        government.legitimacy,
    ]


def test_danger_is_answered_by_police() -> None:
    priority, levels = worked(a_government(danger=0.5))
    assert priority == "order"
    assert levels == pytest.approx([0.503, 0.5, 0.5], rel=NEAR)


def test_need_is_answered_by_services() -> None:
    priority, levels = worked(a_government(need=0.5))
    assert priority == "services"
    assert levels == pytest.approx([0.5, 0.503, 0.5], rel=NEAR)


def test_distrust_is_answered_by_work_for_people() -> None:
    priority, levels = worked(a_government(trust=0.5))
    assert priority == "people"
    assert levels == pytest.approx([0.5, 0.5, 0.503], rel=NEAR)


@pytest.mark.parametrize(("need", "priority"), [(0.44, "order"), (0.46, "services")])
def test_murders_press_like_a_fifth_of_danger(need: float, priority: str) -> None:
    """Danger 0.25 + 0.2 = 0.45."""
    assert worked(a_government(danger=0.25, need=need, killed=0.5))[0] == priority


def test_where_nobody_was_murdered_danger_presses_by_itself() -> None:
    """0.25 is less than 0.3."""
    assert worked(a_government(danger=0.25, need=0.3))[0] == "services"


@pytest.mark.parametrize(("need", "priority"), [(0.37, "people"), (0.38, "services")])
def test_distrust_presses_by_half(need: float, priority: str) -> None:
    """0.5 * (1 - 0.25) = 0.375."""
    assert worked(a_government(need=need, trust=0.25))[0] == priority


def test_of_what_presses_alike_order_comes_first() -> None:
    assert worked(a_government(danger=0.5, need=0.5, trust=0.0))[0] == "order"


@pytest.mark.parametrize(("pressing", "level"), [("danger", 0), ("need", 1), ("trust", 2)])
def test_no_level_rises_above_all(pressing: str, level: int) -> None:
    """0.999 and 0.003, or 0.006 for the fully able, would be more than 1."""
    government = a_government(**{pressing: 0.5})
    government.police = government.capacity = government.legitimacy = 0.999
    assert worked(government)[1][level] == 1.0


def test_a_government_stands_in_its_place() -> None:
    government = a_government()
    assert government.cell is government.model.space[3]


# other numbers, other answers


@pytest.mark.parametrize(("need", "priority"), [(0.74, "order"), (0.76, "services")])
def test_how_much_murders_press_is_a_number(need: float, priority: str) -> None:
    """Danger 0.25 + 0.5 = 0.75."""
    government = a_government(danger=0.25, need=need, killed=0.5)
    set_numbers(government.world, "leaders", murders_press=0.5)
    assert worked(government)[0] == priority


def test_what_a_month_of_work_is_worth_is_a_number() -> None:
    """0.03 * 0.5 * 0.75 * 0.8 = 0.009."""
    government = a_government(danger=0.5)
    set_numbers(government.world, "leaders", government_work=0.03)
    assert worked(government)[1] == pytest.approx([0.509, 0.5, 0.5], rel=NEAR)
