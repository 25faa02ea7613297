"""Local governments: what presses most, and what a month's work is worth."""

from __future__ import annotations

import pytest

from rules.bench import a_world, set_numbers
from rules.leading import a_model
from sim.agents.governments import LocalGovernment
from sim.leaders import governments
from sim.state.factions import MILITIA, REBELS, STATE
from sim.state.places import BARGAIN, CAPTURED, COOPERATE, OBSTRUCT
from sim.state.world import World

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


# the stance towards the mission

NUMBERS = {
    **{"stance_habit": 0.1, "protected": 0.4, "reprisals": 0.5, "bargain_idle": 0.2},
    **{"bargain_flow": 0.6, "flow_full": 0.1, "obstruct_wanted": 0.4, "obstruct_unwanted": 1.0},
    **{"captured_weak": 0.6, "captured_corrupt": 0.5},
}
P = 3


def dealing(**changes: float) -> World:
    """Place 3 of 999 people: cooperation 0.6, corruption 0.5, capacity 0.5; rebels hold 0.4.

    Peacekeepers felt by half, danger 0.5; aid for 40 and work for 0.01: half of full flow.
    Consent 0.75. `changes` by name of a column, or `consent`, `rebels`, `militia`, `stance`.
    """
    world = a_world()
    set_numbers(world, "leaders", **NUMBERS)
    world.factions["kind"][:3] = STATE, REBELS, MILITIA
    world.control[:, P] = 0.0
    world.control[1, P] = changes.pop("rebels", 0.4)
    world.control[2, P] = changes.pop("militia", 0.0)
    world.mission.consent = changes.pop("consent", 0.75)
    own = {"cooperation": 0.6, "corruption": 0.5, "capacity": 0.5, "stance": COOPERATE}
    here = {"persons": 999.0, "presence": 0.5, "danger": 0.5}
    done = {"delivered": 40.0, "jobs": 0.01, "works": 0.0}
    for table, values in ((world.governments, own), (world.places, here), (world.works, done)):
        for name, value in values.items():
            table[name][P] = changes.pop(name, value)
    assert not changes
    return world


def payoffs(world: World) -> list[float]:
    return [governments.payoff(world, P, stance) for stance in range(4)]


def test_what_each_stance_pays() -> None:
    """Cooperate 0.6 + 0.4 x 0.5 x 0.5 - 0.5 x 0.4 x 0.5 = 0.6.

    Bargain 0.5 x 0.6 + 0.5 x (0.2 + 0.6 x 0.5) = 0.55.
    Obstruct 0.4 x (0.4 + 0.25) = 0.26. Captured 0.4 x (0.6 x 0.5 + 0.5 x 0.5) = 0.22.
    """
    assert payoffs(dealing()) == pytest.approx([0.6, 0.55, 0.26, 0.22], rel=1e-6)


def test_militias_on_the_states_side_capture_too() -> None:
    """0.4 + 0.4 held: 0.8 x 0.55."""
    assert payoffs(dealing(militia=0.4))[CAPTURED] == pytest.approx(0.44, rel=1e-6)


@pytest.mark.parametrize(
    ("changes", "stance"),
    [
        ({}, "cooperate"),
        ({"delivered": 90.0}, "bargain"),  # full flow: 0.3 + 0.5 x 0.8 = 0.7
        ({"consent": 0.0, "cooperation": 0.3, "corruption": 0.2}, "obstruct"),
        ({"rebels": 0.6, "militia": 0.4, "capacity": 0.0}, "captured"),
    ],
)
def test_the_stance_that_pays_most_is_taken(changes: dict[str, float], stance: str) -> None:
    """Without habit."""
    world = dealing(**changes)
    set_numbers(world, "leaders", stance_habit=0.0)
    government = a_model(world).governments[P]
    government.decide()
    assert government.stance == stance


def test_a_stance_is_kept_unless_another_pays_more_by_a_habit() -> None:
    """Cooperate 0.6 and bargain 0.55: apart by less than 0.1, by more than 0.01."""
    for habit, stance in ((0.1, BARGAIN), (0.01, COOPERATE)):
        world = dealing(stance=BARGAIN)
        set_numbers(world, "leaders", stance_habit=habit)
        assert governments.best_stance(world, P) == stance


def test_a_captured_government_does_no_work_for_its_people() -> None:
    world = dealing(stance=CAPTURED)
    world.places["state_control"][P] = 1.0
    assert governments.months_work(world, P) == 0.0
    world.governments["stance"][P] = OBSTRUCT
    whole = governments.months_work(world, P)
    world.governments["stance"][P] = CAPTURED
    set_numbers(world, "leaders", captured_idle=0.75)
    assert 0.0 < governments.months_work(world, P) == pytest.approx(0.25 * whole, rel=1e-6)


def test_another_theory_of_stances_is_followed() -> None:
    class Stubborn(LocalGovernment):
        def choose_stance(self) -> str:
            return "obstruct"

    world = dealing()
    government = Stubborn(a_model(world), P)
    government.decide()
    assert world.governments["stance"][P] == OBSTRUCT
    assert not Stubborn.goes_by_rules()


@pytest.mark.parametrize(
    ("name", "value", "stance", "expected"),
    [
        ("protected", 0.8, COOPERATE, 0.7),
        ("reprisals", 1.0, COOPERATE, 0.5),
        ("bargain_idle", 0.4, BARGAIN, 0.65),
        ("bargain_flow", 0.2, BARGAIN, 0.45),
        ("flow_full", 0.2, BARGAIN, 0.475),
        ("obstruct_wanted", 0.8, OBSTRUCT, 0.42),
        ("obstruct_unwanted", 2.0, OBSTRUCT, 0.36),
        ("captured_weak", 1.2, CAPTURED, 0.34),
        ("captured_corrupt", 1.0, CAPTURED, 0.32),
    ],
)
def test_what_stances_pay_is_natures(name: str, value: float, stance: int, expected: float) -> None:
    world = dealing()
    set_numbers(world, "leaders", **{name: value})
    assert payoffs(world)[stance] == pytest.approx(expected, rel=1e-6)
