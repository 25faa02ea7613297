"""How factions live, tire, recruit and lose fighters, on numbers by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rules.bench import a_world, set_numbers
from rules.few import few_places
from sim.luck import streams
from sim.mechanisms import recruitment
from sim.state import enlisting
from sim.state.factions import (
    ABSENT,
    ACTIVE,
    BAND_DTYPE,
    CANTONED,
    COMBATANT_DTYPE,
    DEMOBILISED,
    FIGHTING,
    FOR_RENTS,
    FOR_TERRITORY,
    JIHADIST,
    KILLED,
    PREY,
    REINTEGRATING,
    REMOBILISED,
    REST,
)
from sim.state.world import World

STATE, REBELS, MILITIA, GUARD = range(4)  # factions of Zambara by row
SEED, WEEK, KEY = 9, 5, 77
JUST = 1e-5
KNOWN = {  # what the answers below are worked out with, unless they say otherwise
    **{"treasury": 0.6, "supply_rate": 0.3, "belief_losses": 5.0, "strangers": 0.4},
    **{"camp_young": 0.3, "first_row": 10.0, "join_most": 0.2},
}


def _at_war(*rows: int) -> World:
    """Zambara with only these factions at war, hostile to nobody, and bare places."""
    world = a_world()
    set_numbers(world, "recruitment", **KNOWN)
    world.factions["standing"] = ABSENT
    world.factions["standing"][list(rows)] = FIGHTING
    world.hostile[:] = 0
    world.control[:] = 0.0
    for name in ("persons", "resource", "presence", "grievance", "heat", "fear", "displaced"):
        world.places[name] = 0.0
    world.places["livelihood"] = 1.0
    world.places["controller"] = STATE
    return world


# supply


def _supplied(f: int, numbers: dict[str, float] | None = None, **row: float) -> float:
    """Supply of faction f, from 0.5, after a month on taxes, rents and taken aid by hand."""
    world = _at_war(f)
    world.control[f, :2] = 0.5, 0.25
    world.places["persons"][:2] = 4000.0, 8000.0
    world.places["resource"][:2] = 0.5, 1.0
    world.places["presence"][:2] = 0.0, 0.5
    world.places["controller"][:2] = f, f
    world.works["diverted"] = 3.0
    world.works["diverted"][:2] = 16.0, 24.0
    world.places["controller"][2:] = f + 1
    for name, value in {"fighters": 100.0, "support": 0.125, "supply": 0.5, **row}.items():
        world.factions[name][f] = value
    set_numbers(world, "recruitment", tax=0.5, rent=16.0, loot=0.25, unpoliced=1.0)
    set_numbers(world, "presence", denial=0.5)
    set_numbers(world, "recruitment", diverted_keep=250.0, **(numbers or {}))
    recruitment.supply(world)
    return float(world.factions["supply"][f])


def test_rebels_live_on_taxes_rents_taken_aid_and_support_unless_peacekeepers_deny_it() -> None:
    """Denied 1 and 0.75. Taxes 0.005 * (2000 + 2000 * 0.75) = 17.5; rents 16 * (0.25 + 0.1875)

    = 7; aid 0.04 * 250 = 10: 34.5 for 100 fighters, + 0.125 = 0.47; 0.7 * 0.5 + 0.3 * 0.47.
    """
    assert _supplied(REBELS) == pytest.approx(0.491, rel=1e-6)


def test_the_state_has_a_treasury_beyond_what_it_takes_there() -> None:
    """0.6 + 0.4 * 0.47 = 0.788; 0.35 + 0.3 * 0.788."""
    assert _supplied(STATE) == pytest.approx(0.5864, rel=1e-6)


def test_what_the_treasury_pays_and_how_fast_supply_follows_are_natures() -> None:
    """0.8 + 0.2 * 0.47 = 0.894: 0.35 + 0.3 * 0.894. Twice as fast: 0.4 * 0.5 + 0.6 * 0.47."""
    assert _supplied(STATE, {"treasury": 0.8}) == pytest.approx(0.6182, rel=1e-6)
    assert _supplied(REBELS, {"supply_rate": 0.6}) == pytest.approx(0.482, rel=1e-6)


def test_a_state_without_police_collects_a_part_of_its_taxes() -> None:
    """Of taxes of 17.5 for 100 fighters a fifth: 0.035 + 0.17 + 0.125 = 0.33; the army's own.

    0.6 + 0.4 * 0.33 = 0.732; 0.35 + 0.3 * 0.732. Rebels' taxes need no police.
    """
    assert _supplied(STATE, {"unpoliced": 0.2}) == pytest.approx(0.5696, rel=1e-6)
    assert _supplied(REBELS, {"unpoliced": 0.2}) == pytest.approx(0.491, rel=1e-6)


def test_preying_brings_a_share_more_of_what_is_taken_there() -> None:
    """0.345 * 1.25 + 0.125 = 0.55625; 0.35 + 0.3 * 0.55625."""
    assert _supplied(REBELS, posture=PREY) == pytest.approx(0.516875, rel=1e-6)


def test_what_is_sent_from_abroad_is_for_those_who_were_there_at_the_start() -> None:
    """50 of 100 fighters: 0.345 + 0.125 / 2 = 0.4075: 0.35 + 0.3 * 0.4075."""
    assert _supplied(REBELS, initial=50.0) == pytest.approx(0.47225, rel=1e-6)


def test_no_faction_is_more_than_well_supplied() -> None:
    """Supported by 3: counts as 1: 0.35 + 0.3. Without fighters income is for one: more than 1."""
    assert _supplied(REBELS, support=3.0) == pytest.approx(0.65, rel=1e-6)
    assert _supplied(REBELS, fighters=0.0) == pytest.approx(0.65, rel=1e-6)


def test_who_is_not_at_war_is_supplied_by_nobody() -> None:
    world = _at_war(REBELS)
    world.factions["supply"][MILITIA] = 0.5
    recruitment.supply(world)
    assert world.factions["supply"][MILITIA] == 0.5


# weariness and beliefs


def _tired(numbers: dict[str, float] | None = None, **row: float) -> Any:
    """The rebels after a month in which they lost 10 of 100 fighters."""
    world = _at_war(REBELS, STATE)
    world.hostile[REBELS, STATE] = 1
    start = {"fighters": 100.0, "losses": 10.0, "weariness": 0.25, "belief": 0.5, "quality": 0.5}
    start |= {"ground": 0.0}
    for name, value in {**start, **row}.items():
        world.factions[name][REBELS] = value
    world.factions["fighters"][STATE], world.factions["quality"][STATE] = 75.0, 2.0
    set_numbers(
        world,
        "recruitment",
        weariness_loss=2.0,
        weariness_time=0.6,
        zeal=0.5,
        weariness_rest=0.125,
        belief_rate=0.4,
        **(numbers or {}),
    )
    recruitment.tire(world)
    return world.factions[REBELS]


def test_losses_and_time_tire() -> None:
    """0.25 + 2 * 0.1 + 0.6 / 12 = 0.5."""
    assert _tired()["weariness"] == pytest.approx(0.5, rel=1e-6)


def test_jihadists_tire_more_slowly() -> None:
    """0.25 + 0.5 * 0.25."""
    assert _tired(kind=JIHADIST)["weariness"] == pytest.approx(0.375, rel=1e-6)


def test_rest_restores() -> None:
    """0.25 + 0.25 - 0.125; a jihadist 0.25 + 0.125 - 0.125."""
    assert _tired(posture=REST)["weariness"] == pytest.approx(0.375, rel=1e-6)
    both = _tired(posture=REST, kind=JIHADIST)
    assert both["weariness"] == pytest.approx(0.25, rel=1e-6)


def test_weariness_stays_between_none_and_full() -> None:
    assert _tired(losses=90.0)["weariness"] == 1.0
    assert _tired(losses=0.0, weariness=0.0, posture=REST)["weariness"] == 0.0


def test_a_faction_without_fighters_loses_as_if_it_had_one() -> None:
    """Losses 0.1 of 1: 0.25 + 0.2 + 0.05."""
    assert _tired(fighters=0.0, losses=0.1)["weariness"] == pytest.approx(0.5, rel=1e-6)


def test_beliefs_move_towards_the_true_share_of_strength_and_faster_the_more_are_lost() -> None:
    """True: 100 * 0.5 of 50 + 150 = 0.25. Rate 0.4 * (1 + 5 * 0.1) = 0.6: 0.5 - 0.6 * 0.25.

    Without losses 0.5 - 0.4 * 0.25; with all lost the rate is 1, no more.
    """
    assert _tired()["belief"] == pytest.approx(0.35, rel=1e-6)
    assert _tired(losses=0.0)["belief"] == pytest.approx(0.4, rel=1e-6)
    assert _tired(losses=90.0)["belief"] == pytest.approx(0.25, rel=1e-6)
    # 0.4 * (1 + 10 * 0.1) = 0.8
    assert _tired({"belief_losses": 10.0})["belief"] == pytest.approx(0.3, rel=1e-6)


def _won(held: float, before: float, success: float = 2.0, **row: float) -> Any:
    """The rebels after a month of no losses: of all people this share is under them, and was."""
    world = _at_war(REBELS, STATE)
    world.places["persons"][:2] = 1000.0, 3000.0
    world.control[REBELS, 1] = held / 0.75
    start = {"fighters": 100.0, "losses": 0.0, "weariness": 0.5, "ground": before, "supply": 0.5}
    for name, value in {**start, **row}.items():
        world.factions[name][REBELS] = value
    set_numbers(world, "recruitment", weariness_time=0.6, success=success, rents_content=0.8)
    recruitment.tire(world)
    return world.factions[REBELS]


def test_ground_won_undoes_weariness_and_ground_lost_adds_to_it() -> None:
    """0.5 + 0.05 - 2 * (0.375 - 0.25) = 0.3; lost: 0.5 + 0.05 + 2 * 0.125 = 0.8."""
    row = _won(0.375, 0.25)
    assert row["weariness"] == pytest.approx(0.3, rel=1e-6)
    assert (row["ground"], row["won"], row["lost"]) == (0.375, 0.125, 0.0)
    assert _won(0.25, 0.375)["weariness"] == pytest.approx(0.8, rel=1e-6)
    assert _won(0.25, 0.25)["weariness"] == pytest.approx(0.55, rel=1e-6)
    assert _won(0.25, 0.0, success=0.0)["weariness"] == pytest.approx(0.55, rel=1e-6)


def test_who_fights_for_rents_and_lives_well_does_not_tire_with_time() -> None:
    """0.05 * (1 - 0.8 * supply): supplied by half 0.03, broke 0.05; for government 0.05."""
    assert _won(0.0, 0.0, goal=FOR_RENTS)["weariness"] == pytest.approx(0.53, rel=1e-6)
    assert _won(0.0, 0.0, goal=FOR_RENTS, supply=0.0)["weariness"] == pytest.approx(0.55, rel=1e-6)
    assert _won(0.0, 0.0, goal=FOR_TERRITORY)["weariness"] == pytest.approx(0.55, rel=1e-6)


def _holding(**row: float) -> float:
    """Cohesion of the rebels, from 0.4, who are bound at 0.8, after a month."""
    start = {"cohesion": 0.4, "bond": 0.8, "supply": 0.5}
    return float(_tired({"mend": 0.1, "break_losses": 2.0}, **{**start, **row})["cohesion"])


def test_losses_break_cohesion_and_pay_mends_it() -> None:
    """Mends towards 0.8 * (0.5 + 0.5 * 0.5) = 0.6: 0.4 + 0.1 * 0.2 - 2 * 0.1 = 0.22.

    Without losses 0.42; broke, towards 0.4, not at all; fully paid towards 0.8: 0.44.
    """
    assert _holding() == pytest.approx(0.22, rel=1e-6)
    assert _holding(losses=0.0) == pytest.approx(0.42, rel=1e-6)
    assert _holding(losses=0.0, supply=0.0) == pytest.approx(0.4, rel=1e-6)
    assert _holding(losses=0.0, supply=1.0) == pytest.approx(0.44, rel=1e-6)
    assert _holding(losses=90.0) == 0.0


def test_losses_are_forgotten_once_felt() -> None:
    assert _tired()["losses"] == 0.0


# who wants to join

ZERO = dict.fromkeys(("from_grievance", "from_revenge", "from_money", "from_coercion"), 0.0)
STRANGERS, KIN = 0, 2  # communities of 4500 and 1500 of the people of place 1


def _wishing(f: int = REBELS, numbers: dict[str, float] | None = None, **columns: Any) -> World:
    """Place 1 has 6000 people, the faction half of control there; columns as in `_volunteers`."""
    world = _at_war(f)
    row, place, works = world.factions[f], world.places, world.works
    world.control[f, 1], world.strength[f] = 0.5, 0.0
    world.strength[f, 1] = columns.pop("strength", 0.125)
    place["persons"][1], place["state_control"] = 6000.0, 1.0
    row["community"], row["supply"], row["discipline"] = -1, 0.5, 0.75
    world.mood[:] = 0.0
    world.mood[1, STRANGERS, 0], world.mood[1, KIN, 0] = 4500.0, 1500.0
    world.hatred[:] = 1.0
    world.wounds[:] = 0.0
    for name, value in columns.items():
        if name.startswith("row_"):
            row[name.removeprefix("row_")] = value
        elif name.startswith("works_"):
            works[name.removeprefix("works_")][1] = value
        elif name == "grievance":
            world.mood[1, :, 2] = value
        elif name == "killed":
            world.wounds[1] = np.expm1(value)  # in log deaths, by community
        else:
            place[name][1] = value
    set_numbers(world, "recruitment", rate=0.48, camp_recruits=2.0, **{**ZERO, **(numbers or {})})
    set_numbers(world, "presence", denial=0.5)
    return world


def _volunteers(numbers: dict[str, float] | None = None, **columns: Any) -> list[float]:
    """Strangers and kin in place 1 who would join the rebels; nobody else would.

    Rate 0.48 a year: 0.04 * 0.5 * 0.5 of control * 0.5 fed of 4500 and 1500: 22.5 and 7.5 by
    motive; columns by name of the place, `row_` of the faction, `works_` of programmes.
    """
    wanted = recruitment._volunteers(_wishing(numbers=numbers, **columns), REBELS)
    assert wanted.sum() == pytest.approx(wanted[1, [STRANGERS, KIN]].sum(), abs=1e-9)
    return [float(wanted[1, c]) for c in (STRANGERS, KIN)]


def test_grievance_draws_people() -> None:
    """2 * 0.75 = 1.5 by 22.5 and 7.5."""
    found = _volunteers({"from_grievance": 2.0}, grievance=0.75)
    assert found == pytest.approx([33.75, 11.25])


def test_grievance_draws_those_of_ones_own_community_most() -> None:
    """1.5 * 0.4 of strangers, 1.5 of kin; of community 1 nobody is there: all are strangers."""
    there: dict[str, Any] = {"numbers": {"from_grievance": 2.0}, "grievance": 0.75}
    assert _volunteers(**there, row_community=KIN) == pytest.approx([13.5, 11.25])
    assert _volunteers(**there, row_community=1) == pytest.approx([13.5, 4.5])
    there["numbers"] |= {"strangers": 0.8}
    assert _volunteers(**there, row_community=KIN) == pytest.approx([27.0, 11.25])


def test_revenge_draws_those_whose_people_were_killed() -> None:
    """2 * 0.5 by 7.5, and nobody of those who were spared; strangers count 0.4."""
    numbers = {"from_revenge": 2.0}
    assert _volunteers(numbers, killed=[0.0, 0.0, 0.5]) == pytest.approx([0.0, 7.5])
    found = _volunteers(numbers, killed=[0.5, 0.0, 0.5], row_community=KIN)
    assert found == pytest.approx([9.0, 7.5])


def test_nobody_avenges_his_people_with_who_kills_them_but_some_are_paid_or_forced() -> None:
    """Hatred above 1: of 1.5 + 0.25 and, by coercion, 0.5 only 0.5 is left to strangers."""
    numbers = {"from_grievance": 2.0, "from_revenge": 2.0, "from_coercion": 2.0}
    world = _wishing(numbers=numbers, grievance=0.75, killed=[0.125] * 3)
    world.hatred[REBELS, STRANGERS] = 1.01
    wanted = recruitment._volunteers(world, REBELS)
    assert wanted[1, [STRANGERS, KIN]] == pytest.approx([0.5 * 22.5, 2.25 * 7.5])


def test_pay_draws_the_poor() -> None:
    """2 * 0.5 * (1 - 0.75) = 0.25."""
    assert _volunteers({"from_money": 2.0}, livelihood=0.75) == pytest.approx([5.625, 1.875])


def test_the_undisciplined_force_people() -> None:
    """2 * (1 - 0.75) = 0.5."""
    assert _volunteers({"from_coercion": 2.0}) == pytest.approx([11.25, 3.75])


def test_motives_add_up() -> None:
    """1.5 + 2 * 0.125 + 0.25 + 0.5 = 2.5."""
    every = dict.fromkeys(ZERO, 2.0)
    place = {"grievance": 0.75, "killed": [0.125] * 3, "livelihood": 0.75}
    assert _volunteers(every, **place) == pytest.approx([56.25, 18.75])


def test_camps_are_recruited_from_unless_they_are_guarded() -> None:
    """2 * 0.3 * 1500 / 6000 = 0.15 by 30; a zone half guarded: half of it."""
    assert sum(_volunteers(displaced=1500.0)) == pytest.approx(4.5)
    assert sum(_volunteers({"camp_young": 0.6}, displaced=1500.0)) == pytest.approx(9.0)
    guarded = _volunteers(displaced=1500.0, works_zone=1.0, works_guarded=0.5)
    assert sum(guarded) == pytest.approx(2.25)
    more = _volunteers(displaced=1500.0, works_zone=0.5, works_guarded=0.5)
    assert sum(more) == pytest.approx(3.375)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"works_cvr": 0.25}, 11.25),  # community violence reduction prevents a quarter
        ({"presence": 0.5}, 11.25),  # denial 0.5 * 0.5
        ({"row_supply": 0.25}, 7.5),  # half as well fed
        ({"row_supply": 0.0}, 0.0),  # nobody joins who will not be fed
        ({"strength": 0.0}, 0.0),  # control without a fighter near
    ],
)
def test_what_keeps_people_from_joining(change: dict[str, float], expected: float) -> None:
    """15 without it, see the undisciplined above."""
    assert sum(_volunteers({"from_coercion": 2.0}, **change)) == pytest.approx(expected)


def test_where_the_state_is_absent_a_faction_reaches_its_own_beyond_its_ground() -> None:
    """Absent 0.8 * 0.8 = 0.64 for 0.5 of control: kin 3.75 * 1.28; strangers as ever.

    Where the state is absent by half: 0.4 is less than 0.5 of control.
    """
    numbers = {"from_coercion": 2.0, "kin_reach": 0.8}
    far = {"row_community": KIN}
    assert _volunteers(numbers, **far, state_control=0.2) == pytest.approx([11.25, 4.8])
    assert _volunteers(numbers, **far, state_control=0.5) == pytest.approx([11.25, 3.75])
    assert _volunteers(numbers, state_control=0.2) == pytest.approx([11.25, 3.75])


def test_a_faction_draws_its_own_from_one_road_away_and_no_strangers() -> None:
    """It stands next door alone: kin as before, strangers none; two roads away nobody."""
    world = _wishing(numbers={"from_coercion": 2.0}, row_community=KIN, strength=0.0)
    near = world.roads.target[world.roads.indptr[1] : world.roads.indptr[2]].tolist()
    world.strength[REBELS, near[0]] = 1.0
    wanted = recruitment._volunteers(world, REBELS)
    assert wanted[1, [STRANGERS, KIN]] == pytest.approx([0.0, 3.75])
    world.strength[REBELS] = 0.0
    far = next(p for p in range(world.place_count) if p != 1 and p not in near)
    world.strength[REBELS, far] = 1.0
    assert recruitment._volunteers(world, REBELS)[1].sum() == 0.0


def test_nobody_joins_where_nobody_lives() -> None:
    """No division by zero either: camps are shares of at least one person."""
    world = _wishing(numbers={"from_grievance": 2.0, "from_coercion": 2.0}, persons=0.0)
    world.mood[:] = 0.0
    assert recruitment._volunteers(world, REBELS).sum() == 0.0


def _gap(fighters: float = 600.0) -> World:
    """The state, 1000 strong by plan, holds half of 1000 people and a quarter of 6000."""
    world = _at_war(STATE)
    world.control[STATE, :2] = 0.5, 0.25
    world.mood[:] = 0.0
    world.mood[0, 1, 0], world.mood[1, 2, 0], world.mood[2, 2, 0] = 1000.0, 6000.0, 5000.0
    world.hatred[:] = 1.0
    world.factions["authorised"][STATE], world.factions["fighters"][STATE] = 1000.0, fighters
    set_numbers(world, "recruitment", state_rate=0.5)
    return world


def test_the_state_fills_a_share_of_its_gap_where_it_is_in_control() -> None:
    """Half of 1000 - 600 = 200; held 500 and 1500: a quarter and three quarters."""
    wanted = recruitment._state_gap(_gap(), STATE)
    assert wanted[:3].tolist() == [[0.0, 50.0, 0.0], [0.0, 0.0, 150.0], [0.0, 0.0, 0.0]]
    assert recruitment._state_gap(_gap(1600.0), STATE).sum() == 0.0


def test_nobody_enlists_in_an_army_that_kills_his_own() -> None:
    world = _gap()
    world.hatred[STATE, 2] = 1.01
    wanted = recruitment._state_gap(world, STATE)
    assert (wanted[0, 1], wanted.sum()) == (200.0, 200.0)
    world.hatred[STATE] = 1.01
    assert recruitment._state_gap(world, STATE).sum() == 0.0


def test_a_state_in_control_of_less_than_one_person_recruits_less() -> None:
    """Half of 400 by 0.25 / 1."""
    world = _gap()
    world.mood[:] = 0.0
    world.control[STATE, 0], world.mood[0, 1, 0] = 0.25, 1.0
    assert recruitment._state_gap(world, STATE)[0, 1] == 50.0


# rows of new fighters


def _few(places: int, fighters: Any) -> World:
    """A world of these fighters in a few empty places; faction 1 has KEY."""
    world = few_places(places)
    world.combatants, world.seed, world.week = fighters, SEED, WEEK
    world.factions["key"][1] = KEY
    world.mood, world.joined = np.zeros((places, 2, 3)), np.zeros((places, 2))
    set_numbers(world, "recruitment", **KNOWN)
    return world


def test_a_new_row_stands_for_as_many_persons_as_the_others_of_its_faction() -> None:
    """(20 + 40) / 2; rows without weight and of others do not count. Without any: 10."""
    rows = np.zeros(5, COMBATANT_DTYPE)
    rows["faction"], rows["weight"] = [1, 2, 1, 1, 3], [20.0, 99.0, 40.0, 0.0, 0.0]
    world = _few(3, rows)
    found = [enlisting.row_weights(world)[f] for f in (1, 2, 3, 4)]
    assert found == [30.0, 99.0, 10.0, 10.0]
    set_numbers(world, "recruitment", first_row=25.0)
    assert enlisting.row_weights(world)[4] == 25.0


def _counted(
    wanted: list[list[float]], people: Any, joined: Any, most: float = 0.2
) -> tuple[list[int], list[list[float]]]:
    """Rows that join and who has joined after, by place and community, of 10 persons each."""
    world = _few(len(wanted), np.zeros(0, COMBATANT_DTYPE))
    set_numbers(world, "recruitment", join_most=most)
    world.mood[:, :, 0] = people
    world.joined[:] = joined
    numbers = enlisting.call_up(world, 1, np.array(wanted), 10.0)
    assert (world.joined - joined).sum() == pytest.approx(10.0 * numbers.sum())
    return numbers.tolist(), world.joined.tolist()


def test_recruits_are_whole_rows_by_luck_and_leave_their_communities() -> None:
    """Place 1: 2 and a fraction just above or just below its luck: 3 rows or 2, * 10 persons."""
    luck = streams.u_plain(SEED, streams.RECRUIT, WEEK, 1, KEY)
    for sign, number in ((1, 3), (-1, 2)):
        wanted = [[0.0, 0.0], [0.0, 10.0 * (2.0 + luck * (1 + sign * JUST))]]
        numbers, joined = _counted(wanted, 1e6, 1.0)
        assert numbers == [0, number]  # where nobody wants to join nobody does
        assert joined == [[1.0, 1.0], [1.0, 1.0 + 10.0 * number]]


def test_a_fifth_of_the_people_join_at_most() -> None:
    """0.2 * 1000 - 100: 10 rows; 0.2 * 145: 2 rows; who have all joined: none."""
    wanted = [[500.0, 0.0]] * 3
    people, before = [[1000.0, 0.0], [145.0, 0.0], [50.0, 0.0]], [[100.0, 0], [0, 0], [150.0, 0]]
    numbers, joined = _counted(wanted, people, before)
    assert numbers == [10, 2, 0]
    assert joined == [[200.0, 0.0], [20.0, 0.0], [150.0, 0.0]]
    assert _counted(wanted[:1], people[:1], before[:1], most=0.4)[0] == [30]


def test_recruits_are_taken_off_the_communities_that_they_come_from() -> None:
    """30 and 10 wish to: 4 rows, 30 and 10 of them."""
    assert _counted([[30.0, 10.0]], 1e6, 0.0) == ([4], [[30.0, 10.0]])


def test_where_a_community_has_no_room_the_rest_of_a_row_is_taken_off_the_other() -> None:
    """15 of the first may go: 15 and 8 are 2 rows and, by luck, a third; with it 15 and 15."""
    luck = streams.u_plain(SEED, streams.RECRUIT, WEEK, 0, KEY)
    second = 5.0 + 10.0 * luck * (1 + JUST)
    numbers, joined = _counted([[40.0, second]], [[75.0, 1e6]], 0.0)
    assert numbers == [3]
    assert joined[0] == pytest.approx([15.0, 15.0])


def _joined(
    bands: list[tuple[int, int, float]], numbers: list[int], **rules: float
) -> tuple[Any, World]:
    """Rows of faction 1 after recruits met these bands (faction, place, abusive); and the world.

    Two rows were there before, and stay as they are.
    """
    rows = np.zeros(2 + sum(numbers), COMBATANT_DTYPE)
    rows["key"][:2] = 5, 6
    world = _few(3, rows)
    set_numbers(world, "recruitment", **{"new_band": 30.0, **rules})
    world.bands = np.zeros(len(bands), BAND_DTYPE)
    columns = zip(*bands, strict=True)
    world.bands["faction"], world.bands["place"], world.bands["abusive"] = columns
    world.roads.hours_between = [[0.0, 5.0, 2.0], [5.0, 0.0, 3.0], [2.0, 3.0, 0.0]]
    enlisting._join(world, 1, np.array(numbers), 10.0, 2)
    assert rows["key"][:2].tolist() == [5, 6]
    assert rows["faction"][:2].tolist() == [0, 0]
    return rows[2:], world


def test_recruits_join_the_nearest_band_of_their_faction() -> None:
    """From 0: band 3 in place 2 (2 hours) is nearer than band 1 in place 1 (5); 0 is another's.

    From 1: band 1. What they are like: their band's abusiveness, half a livelihood, 10 persons.
    """
    bands = [(2, 0, 0.0), (1, 1, 0.25), (1, 2, 0.75), (1, 2, 0.5)]
    rows, world = _joined(bands, [2, 1, 0])
    assert len(world.bands) == 4
    assert rows["band"].tolist() == [2, 2, 1]
    assert rows["place"].tolist() == [2, 2, 1]
    assert rows["home"].tolist() == [0, 0, 1]
    assert rows["abusive"].tolist() == [0.75, 0.75, 0.25]
    assert rows["livelihood"].tolist() == [0.5] * 3
    assert rows["weight"].tolist() == [10.0] * 3
    assert rows["faction"].tolist() == [1] * 3
    assert rows["status"].tolist() == [ACTIVE] * 3


def test_many_recruits_of_a_place_where_no_band_stands_make_one_of_their_own() -> None:
    """30 of place 0 are enough; in place 1 stands a band, which 40 join. Nobody else's row moves.

    Abusive (1 - 0.25) * (0.5 + luck).
    """
    bands = [(2, 0, 0.0), (1, 1, 0.25)]
    rows, world = _joined(bands, [3, 4, 0])
    assert rows["band"].tolist() == [2] * 3 + [1] * 4
    assert rows["place"].tolist() == [0] * 3 + [1] * 4
    new = world.bands[2]
    assert (new["faction"], new["place"], new["home"]) == (1, 0, 0)
    luck = streams.u_plain(SEED, streams.NEW_BAND, WEEK, KEY, 2)
    rough = 1.0 - float(world.factions["discipline"][1])
    assert new["abusive"] == pytest.approx(min(rough * (0.5 + luck), 1.0), rel=1e-6)
    assert set(rows["abusive"][:3].tolist()) == {float(new["abusive"])}


def test_no_faction_has_more_bands_than_the_most() -> None:
    """It has as many as it may: they join the nearest, however many they are."""
    bands = [(1, 1, 0.25), (1, 2, 0.5)]
    world = _few(3, np.zeros(0, COMBATANT_DTYPE))
    world.bands = np.zeros(2, BAND_DTYPE)
    columns = zip(*bands, strict=True)
    world.bands["faction"], world.bands["place"], world.bands["abusive"] = columns
    world.roads.hours_between = [[0.0, 5.0, 2.0], [5.0, 0.0, 3.0], [2.0, 3.0, 0.0]]
    set_numbers(world, "start", bands_most=2)
    assert enlisting._band_of(world, 1, 0, 1000.0) == 1
    set_numbers(world, "start", bands_most=3)
    assert enlisting._band_of(world, 1, 0, 1000.0) == 2
    assert len(world.bands) == 3


def test_a_recruit_has_an_id_of_faction_place_week_and_ordinal() -> None:
    rows, _ = _joined([(1, 1, 0.0)], [2, 0, 1])
    made = [(0, 0), (0, 1), (2, 0)]
    keys = [streams.hash_plain(KEY, streams.RECRUIT, WEEK, p, n) >> 2 for p, n in made]
    assert rows["key"].tolist() == keys


def test_recruits_of_a_faction_without_a_band_make_one_however_few() -> None:
    """20 are fewer than 30, and stand in place 1 under a commander of their own."""
    rows, world = _joined([(2, 0, 0.0)], [0, 2, 0])
    assert rows["band"].tolist() == [1, 1]
    assert (world.bands["faction"][1], world.bands["place"][1]) == (1, 1)
    assert rows["weight"].tolist() == [10.0, 10.0]


# desertion


@pytest.mark.parametrize("status", [ACTIVE, REMOBILISED])
@pytest.mark.parametrize("sign", [1, -1])
def test_the_unpaid_go_home(status: int, sign: int) -> None:
    """The chance 0.75 of the rate at supply 0.25, just above or below the luck of key 3."""
    luck = streams.u_plain(SEED, streams.DESERT, WEEK, 3, 0)
    rows = np.zeros(2, COMBATANT_DTYPE)
    rows["key"], rows["faction"], rows["status"], rows["weeks"] = 3, 1, [KILLED, status], 8
    _deserted(rows, [1.0, 0.25], luck * (1 + sign * JUST) / 0.75)
    left = (DEMOBILISED, 0) if sign > 0 else (status, 8)
    assert (rows["status"][1], rows["weeks"][1]) == left
    assert (rows["status"][0], rows["weeks"][0]) == (KILLED, 8)


def _deserted(rows: Any, supply: list[float], rate: float) -> None:
    """A month of these fighters of factions so supplied."""
    world = _few(1, rows)
    world.factions["supply"][: len(supply)] = supply
    set_numbers(world, "recruitment", desertion=rate)
    recruitment._desert(world)


def test_a_chance_of_desertion_that_equals_the_luck_moves_nobody() -> None:
    rows = np.zeros(1, COMBATANT_DTYPE)
    rows["key"] = 3
    _deserted(rows, [0.0], streams.u_plain(SEED, streams.DESERT, WEEK, 3, 0))
    assert rows["status"][0] == ACTIVE


@pytest.mark.parametrize("status", [CANTONED, DEMOBILISED, REINTEGRATING, KILLED])
def test_only_who_is_under_arms_deserts(status: int) -> None:
    rows = np.zeros(1, COMBATANT_DTYPE)
    rows["status"], rows["weeks"] = status, 8
    _deserted(rows, [0.0], 1.0)
    assert (rows["status"][0], rows["weeks"][0]) == (status, 8)


# a month of a world


def _recruiting(*rows: int, desertion: float = 0.0) -> tuple[World, int]:
    """A world in which these may recruit 30 persons a month in place 1, in rows of 10."""
    world = _at_war(*rows)
    world.combatants["weight"] = 10.0
    world.places["persons"][1] = 6000.0
    world.mood[:] = 0.0
    world.mood[1, KIN, 0] = 6000.0
    world.hatred[:], world.joined[:] = 1.0, 0.0
    world.factions["community"] = -1
    for f in rows:
        world.control[f, 1] = 0.5
        world.strength[f, 1] = 1.0
        world.factions["initial"][f], world.factions["fighters"][f] = 100.0, 150.0
        world.factions["discipline"][f], world.factions["supply"][f] = 0.75, 0.5
    world.factions["authorised"][STATE], world.factions["fighters"][STATE] = 200.0, 100.0
    zero = dict.fromkeys(("from_grievance", "from_revenge", "from_money"), 0.0)
    numbers = {"rate": 0.48, "new_band": 1000.0, "from_coercion": 4.0, "state_rate": 0.5}
    set_numbers(world, "recruitment", desertion=desertion, **numbers, **zero)
    set_numbers(world, "recruitment", camp_recruits=0.0)
    return world, len(world.combatants)


def test_rebels_take_volunteers_into_their_ranks() -> None:
    """30 by motive 4 * (1 - 0.75) = 1: 3 rows; the people have joined and are in the outflow.

    The fresh dilute weariness: 0.6 * 150 / 180 = 0.5.
    """
    world, before = _recruiting(REBELS)
    world.factions["weariness"][REBELS] = 0.6
    recruitment.recruit(world)
    assert world.factions["weariness"][REBELS] == pytest.approx(0.5, rel=1e-6)
    new = world.combatants[before:]
    assert new["faction"].tolist() == [REBELS] * 3
    assert new["weight"].tolist() == [10.0] * 3
    assert world.joined[:3].tolist() == [[0.0] * 3, [0.0, 0.0, 30.0], [0.0] * 3]
    assert world.outflow["recruited"] == 30.0
    world.outflow["recruited"] = 5.0
    recruitment.recruit(world)
    assert world.outflow["recruited"] == 35.0
    assert len(world.combatants) == before + 6


def test_what_a_first_row_stands_for_and_how_many_join_at_most_are_natures() -> None:
    """30 in rows of 15, as the faction has none left; 0.0025 * 6000 = 15: one row of 10 at most."""
    world, before = _recruiting(REBELS)
    world.combatants["weight"][world.combatants["faction"] == REBELS] = 0.0
    set_numbers(world, "recruitment", first_row=15.0)
    recruitment.recruit(world)
    assert world.combatants["weight"][before:].tolist() == [15.0] * 2
    world, before = _recruiting(REBELS)
    set_numbers(world, "recruitment", join_most=0.0025)
    recruitment.recruit(world)
    assert len(world.combatants) == before + 1


def test_the_state_fills_its_gap() -> None:
    """Half of 200 - 100: 5 rows."""
    world, before = _recruiting(STATE)
    recruitment.recruit(world)
    assert world.combatants["faction"][before:].tolist() == [STATE] * 5


def test_foreigners_recruit_nobody_here_and_others_still_do() -> None:
    world, before = _recruiting(STATE, REBELS)
    world.factions["foreign"][STATE] = 1
    recruitment.recruit(world)
    assert world.combatants["faction"][before:].tolist() == [REBELS] * 3


@pytest.mark.parametrize("enemy", [True, False])
def test_a_militia_of_the_state_grows_in_war_alone(enemy: bool) -> None:
    world, before = _recruiting(REBELS)
    world.factions["side"][REBELS] = world.governing
    world.hostile[REBELS] = enemy
    recruitment.recruit(world)
    assert (len(world.combatants) > before) == enemy


def test_the_fighters_of_a_world_desert_at_natures_rate() -> None:
    """Rate 2 at supply 0.5 is certain; the well supplied state keeps its own."""
    world, _ = _recruiting(REBELS, desertion=2.0)
    world.factions["supply"] = 1.0
    world.factions["supply"][REBELS] = 0.5
    recruitment.recruit(world)
    rebels = world.combatants["faction"] == REBELS
    assert set(world.combatants["status"][rebels].tolist()) == {DEMOBILISED}
    assert set(world.combatants["status"][~rebels].tolist()) == {ACTIVE}


def test_a_recruit_of_a_world_is_keyed_by_faction_place_and_week() -> None:
    world, before = _recruiting(REBELS)
    world.week = 5
    recruitment.recruit(world)
    key = int(world.factions["key"][REBELS])
    expected = [streams.hash_plain(key, streams.RECRUIT, 5, 1, n) >> 2 for n in range(3)]
    assert world.combatants["key"][before:].tolist() == expected
