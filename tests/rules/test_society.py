"""Services, economy, need, crime and violence at home in a place, on numbers by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rules.bench import set_numbers
from rules.few import table, with_tables
from sim.case.parts import Nature
from sim.mechanisms import society
from sim.nature.packing import Rules
from sim.state.factions import (
    ACTIVE,
    CANTONED,
    COMBATANT_DTYPE,
    DEMOBILISED,
    KILLED,
    REINTEGRATING,
    REMOBILISED,
)
from sim.state.places import CAPTURED, COOPERATE, GOVERNMENT_DTYPE
from sim.state.places import DTYPE as PLACE_DTYPE
from sim.state.works import DTYPE as WORKS_DTYPE
from sim.state.world import World

WEEKS = 52.1786  # in a year, as the rules count it
PLACE = {
    "persons": 2000.0,
    "deaths": 1,
    "state_control": 0.5,
    "fear": 0.25,
    "danger": 1.5,
    "contested": 0.5,
    "displaced": 500.0,
    "police": 3.0,
    "infantry": 30.0,
    "trust_state": 0.5,
    "trust_mission": 0.25,
    "economy": 0.5,
    "toll": 1.5,
    "besieged": 0,
}
GOVERNMENT = {
    "capacity": 0.25,
    "corruption": 0.5,
    "services": 0.5,
    "rule_of_law": 0.25,
    "police": 0.25,
}
WORKS = {
    "administration": 0.125,
    "works": 0.25,
    "order": 0.125,
    "law": 0.25,
    "jobs": 0.125,
    "relief": 0.25,
    "committees": 0.5,
}
NUMBERS = {
    "services_rate": 0.4,
    "violence_damage": 2.0,  # one death: exp(-2 ln 2) = 1/4 is left
    "recovery": 0.4,
    "need_displaced": 0.8,
    "indirect_rate": 521.786,  # 10 per 1000 a week
    "homicide_base": 50.0,
    "homicide_arms": 2.0,
    "idle_half": 2.0,
    "disarmed_crime": 0.4,
    "police_effect": 0.5,
    "troops_crime": 0.4,
    "price_danger": 0.4,
    "price_cut": 0.4,
    "need_prices": 0.1,
    "need_siege": 0.25,
    "gbv_base": 100.0,
    "gbv_war": 0.5,
    "gbv_displaced": 0.4,
    "gbv_reported": 0.1,
    "means_gain": 1.6,
    "means_unheld": 0.3,
    "services_most": 1.2,
    "order_gain": 1.5,
    "economy_fear": 0.4,
    "prices_hurt": 0.15,
    "need_poor": 0.25,
    "need_bare": 1.4,
    "need_services": 0.8,
    "troops_crime_war": 0.3,
    "gbv_lawless": 1.4,
    "gbv_law": 0.8,
    "gbv_committees": 0.25,
    "gbv_clinics": 0.4,
    "of_hunger": 0.3,
    "of_disease": 0.35,
    "of_untreated": 0.25,
    "of_exposure": 0.1,
    "crowding": 0.4,
    "food_cheap": 0.5,
    "streets": 0.4,
    "captured_law": 0.5,
    "captured_means": 0.25,
    "gbv_police": 0.0,
}


def _after(idle: float = 0.25, peace: float = 0.5, **changes: float) -> tuple[Any, Any]:
    """The place and its government after a week; changes of columns and numbers by name.

    `idle`: how far its former fighters add to crime, as many as that takes.
    `host_police` is the government's column, `police` the place's. The place is row 1 of two;
    row 0 is empty and has other works, so that each must read its own row.
    """
    own = {k: changes.pop(k, v) for k, v in PLACE.items()}
    host = changes.pop("host_police", GOVERNMENT["police"])
    stance = changes.pop("stance", COOPERATE)
    state = {k: changes.pop(k, v) for k, v in GOVERNMENT.items() if k != "police"}
    work = {
        k: changes.pop(k) for k in ("fed", "clean", "treated", "housed", "roads") if k in changes
    }
    work |= {k: changes.pop(k, v) for k, v in WORKS.items()}
    tables = []
    for dtype, columns in (
        (PLACE_DTYPE, own),
        (GOVERNMENT_DTYPE, {**state, "police": host, "stance": stance}),
        (WORKS_DTYPE, work),
    ):
        made = np.zeros(2, dtype)
        for name, value in columns.items():
            made[name][1] = value
        tables.append(made)
    places, governments, works = tables
    world = with_tables(places=places, governments=governments, works=works)
    assert set(NUMBERS) == set(world.rules.society._fields)
    set_numbers(world, "society", **{**NUMBERS, "troops_crime_war": peace, **changes})
    world.combatants = np.zeros(3, COMBATANT_DTYPE)  # idle, in the other place, in the war
    thousands = own["persons"] / 1000.0 + 1.0
    world.combatants["weight"] = 2.0 * idle / (1.0 - idle) * thousands, 50.0, 70.0
    world.combatants["status"] = DEMOBILISED, DEMOBILISED, ACTIVE
    world.combatants["place"] = 1, 0, 1
    society.endure(world)
    return places[1], governments[1]


def test_services_follow_an_able_clean_administration_where_it_holds_and_works() -> None:
    """Able 0.25 + 0.125; clean * (1 - 0.5 * 0.5) = 0.28125; means 1.6 * that * (0.3 + 0.7 * 0.5).

    = 0.2925; aim + 0.25 = 0.5425; 0.5 + 0.4 * 0.0425 = 0.517; a death leaves a quarter.
    """
    _, government = _after()
    assert government["services"] == pytest.approx(0.12925, rel=1e-6)


def test_means_are_full_at_most_and_services_too() -> None:
    """Able 2: means 1, held half 0.65; aim 0.65 + 1 is cut to 1.2; 0.5 + 0.4 * 0.7 = 0.78.

    At full rate 1.2 is cut to 1. No death: nothing is lost. Means alone: 0.5 + 0.4 * 0.15.
    """
    rich = {"capacity": 2.0, "corruption": 0.0, "deaths": 0}
    assert _after(**rich, works=1.0)[1]["services"] == pytest.approx(0.78, rel=1e-6)
    lower = _after(**rich, works=1.0, services_most=0.8)[1]["services"]  # 0.5 + 0.4 * 0.3
    assert lower == pytest.approx(0.62, rel=1e-6)
    assert _after(**rich, works=1.0, services_rate=1.0)[1]["services"] == 1.0
    assert _after(**rich, works=0.0)[1]["services"] == pytest.approx(0.56, rel=1e-6)


def test_the_law_follows_police_where_the_state_holds_and_half_as_fast_as_services() -> None:
    """1.5 * (0.25 + 0.125) * 0.5 + 0.25 = 0.53125; 0.25 + 0.2 * 0.28125 = 0.30625;

    deaths cost half of three quarters: 0.30625 * 0.625.
    """
    _, government = _after()
    assert government["rule_of_law"] == pytest.approx(0.19140625, rel=1e-6)


def test_order_is_full_at_most_and_the_law_too() -> None:
    """Order 1.5 is cut to 1: 0.5 held + 0.25: 0.25 + 0.2 * 0.5 = 0.35. With law 0.75: cut to 1."""
    assert _after(host_police=0.875, deaths=0)[1]["rule_of_law"] == pytest.approx(0.35, rel=1e-6)
    full = _after(host_police=0.875, deaths=0, law=0.75)[1]
    assert full["rule_of_law"] == pytest.approx(0.4, rel=1e-6)


def test_danger_and_contested_control_make_things_dear() -> None:
    """1 + 0.4 * 1.5 + 0.4 * 0.5."""
    assert _after()[0]["price"] == pytest.approx(1.8, rel=1e-6)


def test_the_economy_recovers_in_calm_with_jobs_and_not_where_things_are_dear() -> None:
    """0.4 + 0.6 * 0.75 - 0.15 * 0.8 + 0.125 = 0.855; 0.5 + 0.4 * 0.355 = 0.642; deaths * 0.625."""
    assert _after()[0]["economy"] == pytest.approx(0.40125, rel=1e-6)


def test_work_programmes_give_back_what_was_lost_and_no_more() -> None:
    """1 at most: 0.5 + 0.4 * 0.5 = 0.7; in peace without fear there is nothing to give back."""
    assert _after(jobs=0.5, deaths=0)[0]["economy"] == pytest.approx(0.7, rel=1e-6)
    quiet = {"fear": 0.0, "danger": 0.0, "contested": 0.0, "economy": 1.0, "deaths": 0}
    assert [_after(jobs=jobs, **quiet)[0]["economy"] for jobs in (0.0, 0.5, 1.0)] == [1.0] * 3


def test_prices_hurt_the_economy_to_a_most_and_fear_too() -> None:
    """Dear 4 counts as 2: 0.4 + 0.45 - 0.3 + 0.125 = 0.675: 0.5 + 0.4 * 0.175 = 0.57.

    Beyond full fear there is no calm, not less: 0.4 - 0.12 + 0.125 = 0.405: 0.5 - 0.4 * 0.095.
    """
    assert _after(price_danger=2.0, price_cut=2.0, deaths=0)[0]["economy"] == pytest.approx(
        0.57, rel=1e-6
    )
    assert _after(fear=1.5, deaths=0)[0]["economy"] == pytest.approx(0.462, rel=1e-6)


def test_need_is_of_the_displaced_the_poor_and_where_things_are_dear() -> None:
    """A quarter are guests: 0.25 * 0.8 = 0.2; 0.75 * 0.25 * (1 - 0.642) = 0.067125; 0.1 * 0.8.

    0.347125 * (1.4 - 0.8 * 0.517) = 0.3424041; relief meets a quarter.
    """
    assert _after()[0]["need"] == pytest.approx(0.25680308, rel=1e-6)


def test_need_is_nobody_at_least_and_everybody_at_most() -> None:
    """Rich (economy 5) and no guests: not below 0. All displaced, in need 2.0: 1, of

    which a quarter is relieved.
    Twice as many guests as people count as all: 0.8 + 0.08 = 0.88 by 0.9864, by 0.75.
    """
    assert _after(economy=5.0, displaced=0.0)[0]["need"] == 0.0
    assert _after(need_displaced=2.0, displaced=2000.0)[0]["need"] == 0.75
    assert _after(displaced=4000.0)[0]["need"] == pytest.approx(0.651024, rel=1e-6)


def test_prices_push_people_into_need_to_a_most() -> None:
    """Dear 4 counts as 2: economy 0.57, 0.2 + 0.1875 * 0.43 + 0.2 = 0.480625, by 0.9864 * 0.75."""
    place, _ = _after(price_danger=2.0, price_cut=2.0)
    assert place["need"] == pytest.approx(0.35556638, rel=1e-6)


@pytest.mark.parametrize(
    ("weeks", "siege", "need"),
    [
        (1, 0.25, 0.44175308),  # (0.347125 + 0.25) * 0.9864 * 0.75
        (40, 0.25, 0.44175308),  # as much in every week of it
        (1, 0.05, 0.29379308),  # (0.347125 + 0.05) * 0.9864 * 0.75
        (40, 0.0, 0.25680308),
        (0, 0.25, 0.25680308),  # as without a siege
        (1, 1.0, 0.75),  # everybody, of which a quarter is relieved
    ],
)
def test_a_besieged_town_is_in_need(weeks: int, siege: float, need: float) -> None:
    place, _ = _after(besieged=weeks, need_siege=siege)
    assert place["need"] == pytest.approx(need, rel=1e-6)
    # relief feeds nobody here: of all in need 10 of 1000 die, by causes 1.035 times as many
    assert place["indirect"] == pytest.approx(20.0 * need / 0.75 * 1.035, rel=1e-6)


def test_need_kills_and_its_dead_are_put_on_the_toll() -> None:
    """2000 people * 0.3424041 * 10 per 1000 = 6.848082; a quarter are guests: 0.35 of disease

    * (1 + 0.4 * 0.25) and the rest: 1.035 of that = 7.087765; 1.5 were on the toll.
    """
    place, _ = _after()
    assert place["indirect"] == pytest.approx(7.0877649, rel=1e-6)
    assert place["toll"] == pytest.approx(8.5877649, rel=1e-6)


@pytest.mark.parametrize(
    ("aid", "deadly"),
    [
        ("fed", 0.885),  # 1.035 - 0.3 / 2
        ("clean", 0.8425),  # 1.035 - 0.385 / 2
        ("treated", 0.91),  # 1.035 - 0.25 / 2
        ("housed", 0.985),  # 1.035 - 0.1 / 2
    ],
)
def test_each_kind_of_aid_saves_from_what_it_is_for(aid: str, deadly: float) -> None:
    """Half of one need met; where food is not what is dear (`food_cheap` 0)."""
    place, _ = _after(**{aid: 0.5, "food_cheap": 0.0})
    assert place["indirect"] == pytest.approx(6.848082 * deadly, rel=1e-6)


def test_food_and_roads_make_things_less_dear() -> None:
    """0.8 * (1 - 0.5 * 0.5) = 0.6 with food for half; * (1 - 0.25) = 0.45 with roads besides."""
    assert _after(fed=0.5)[0]["price"] == pytest.approx(1.6, rel=1e-6)
    assert _after(fed=0.5, roads=0.25)[0]["price"] == pytest.approx(1.45, rel=1e-6)


def test_idle_fighters_and_troops_after_the_war_add_to_crime_and_police_prevent_it() -> None:
    """Order 1.5 * 0.375 * 0.5 = 0.28125; lawless 0.4 * 0.71875 + 0.6 * 0.69375 = 0.70375;

    50 * (1 + 2 * 0.70375 * (0.5 + 0.25)) = 102.78125; 30 troops for 2 + 1 thousand people:
    * (1 + 0.5 * 0.4 * 10) = 308.34375; police 3 / 3: * (1 - 0.5 * 0.6321206) = 210.88854.
    """
    place, _ = _after()
    assert place["homicides"] == pytest.approx(210.88854 / 50.0 / WEEKS, rel=1e-6)


def test_the_states_police_lower_crime_at_once_and_courts_with_time() -> None:
    """0.25 * 1.5 * 0.5 = 0.1875 more order: 0.4 of it less lawless in the same week."""
    crime = [_after(host_police=police)[0]["homicides"] for police in (0.125, 0.375)]
    same_law = 0.2 * 0.1875  # of the way to the law that they give
    less = 0.4 * 0.1875 + 0.6 * same_law
    expected = 50.0 * 2.0 * 0.75 * less * 3.0 * 0.68393972 / 50.0 / WEEKS
    assert crime[0] - crime[1] == pytest.approx(expected, rel=1e-5)


def test_a_captured_government_gives_less_law_and_fewer_services() -> None:
    """Law 0.28125 * 0.5 + 0.25 = 0.390625: 0.25 + 0.2 * 0.140625; means 0.2925 * 0.75, + 0.25."""
    _, government = _after(stance=CAPTURED, deaths=0)
    assert government["rule_of_law"] == pytest.approx(0.278125, rel=1e-6)
    assert government["services"] == pytest.approx(0.5 + 0.4 * (0.469375 - 0.5), rel=1e-6)


def test_violence_at_home_grows_with_danger_and_displacement_where_there_is_no_law() -> None:
    """100 * (1 + 0.5 * 1.5 + 0.4 * 0.25) * (1.4 - 0.8 * 0.30625) = 213.675 per 100,000.

    Danger 4 counts as 2 (and here does not change prices): 100 * 2.1 * 1.155.
    """
    assert _after()[0]["gbv"] == pytest.approx(213.675 / 50.0 / WEEKS, rel=1e-6)
    assert _after(danger=4.0)[0]["gbv"] == pytest.approx(242.55 / 50.0 / WEEKS, rel=1e-6)


def test_it_is_reported_to_who_is_trusted_and_there_and_through_committees() -> None:
    """0.5 * (0.5 * 0.30625 + 0.25 * 0.6321206) = 0.1555776; 0.25 * 0.5; 0.1 anyway: 0.3805776."""
    place, _ = _after()
    assert place["gbv_reported"] == pytest.approx(0.3805776 * place["gbv"], rel=1e-6)


def test_clinics_are_where_it_is_told() -> None:
    """0.4 * 0.5 more than 0.3805776."""
    place, _ = _after(treated=0.5)
    assert place["gbv_reported"] == pytest.approx(0.5805776 * place["gbv"], rel=1e-6)


def test_all_is_reported_at_most() -> None:
    place, _ = _after(gbv_reported=0.9)
    assert place["gbv_reported"] == place["gbv"]


@pytest.mark.parametrize(
    ("name", "value", "column", "expected"),
    [
        # 2 * 0.28125 * 0.65 + 0.25 = 0.615625: 0.5 + 0.4 * 0.115625 = 0.54625, a quarter is left
        ("means_gain", 2.0, "services", 0.1365625),
        # 0.45 * (0.6 + 0.4 * 0.5) + 0.25 = 0.61: 0.5 + 0.4 * 0.11 = 0.544, a quarter is left
        ("means_unheld", 0.6, "services", 0.136),
        # 2 * 0.375 * 0.5 + 0.25 = 0.625: 0.25 + 0.2 * 0.375 = 0.325, * 0.625
        ("order_gain", 2.0, "rule_of_law", 0.203125),
        # 0.6 + 0.4 * 0.75 - 0.12 + 0.125 = 0.905: 0.5 + 0.4 * 0.405 = 0.662, * 0.625
        ("economy_fear", 0.6, "economy", 0.41375),
        # 0.85 - 0.25 * 0.8 + 0.125 = 0.775: 0.5 + 0.4 * 0.275 = 0.61, * 0.625
        ("prices_hurt", 0.25, "economy", 0.38125),
        # 0.2 + 0.75 * 0.5 * 0.358 + 0.08 = 0.41425, by 0.9864 * 0.75
        ("need_poor", 0.5, "need", 0.30646215),
        ("need_bare", 1.6, "need", 0.30887183),  # 0.347125 * (1.6 - 0.4136) * 0.75
        ("need_services", 0.4, "need", 0.31064216),  # 0.347125 * (1.4 - 0.2068) * 0.75
        ("of_hunger", 0.5, "indirect", 6.848082 * 1.235),
        ("of_disease", 0.55, "indirect", 6.848082 * 1.255),
        ("of_untreated", 0.45, "indirect", 6.848082 * 1.235),
        ("of_exposure", 0.3, "indirect", 6.848082 * 1.235),
        ("crowding", 4.0, "indirect", 6.848082 * 1.35),
        # lawless 0.71875: 50 * 2.078125 * 3 * 0.68393972
        ("streets", 1.0, "homicides", 213.19684 / 50.0 / WEEKS),
        ("gbv_lawless", 2.0, "gbv", 324.675 / 50.0 / WEEKS),  # 185 * (2 - 0.245)
        ("gbv_law", 0.4, "gbv", 236.3375 / 50.0 / WEEKS),  # 185 * (1.4 - 0.1225)
        ("gbv_law", 8.0, "gbv", 0.0),  # never less than none
        # 0.1555776 + 0.5 * 0.5 + 0.1 of 213.675
        # 0.3805776 + 0.5 * 0.6321206 covered by police
        ("gbv_police", 0.5, "gbv_reported", 0.6966379 * 213.675 / 50.0 / WEEKS),
        ("gbv_committees", 0.5, "gbv_reported", 0.5055776 * 213.675 / 50.0 / WEEKS),
    ],
)
def test_how_a_society_lives_is_natures(
    name: str, value: float, column: str, expected: float
) -> None:
    """The place of the tests above, but for one number."""
    place, government = _after(**{name: value})
    row = place if column in (place.dtype.names or ()) else government
    assert row[column] == pytest.approx(expected, rel=1e-6)


def test_where_nobody_lives_nobody_suffers() -> None:
    """Services, law and economy go on; all that is counted in people is zero."""
    table = np.zeros(2, PLACE_DTYPE)
    names = ["need", "indirect", "homicides", "gbv", "gbv_reported"]
    for name in names:
        table[name] = 9.0
    table["persons"] = [0.0, 2000.0]
    world = with_tables(places=table)  # and no fighters
    set_numbers(world, "society", **{**NUMBERS, "troops_crime_war": 1.0})
    society.endure(world)
    assert [float(table[name][0]) for name in names] == [0.0] * 5
    assert table["toll"][0] == 0.0
    # row 1 is reached all the same: 50 * (1 + 2 * 1 * 0.5) = 100 per 100,000 a year
    assert table["homicides"][1] == pytest.approx(2.0 / WEEKS, rel=1e-6)


@pytest.mark.parametrize(("over", "calm"), [(-1, 0.3), (0, 1.0), (7, 1.0)])
def test_crime_of_a_place_counts_its_former_fighters_and_whether_the_war_is_over(
    over: int, calm: float
) -> None:
    """In place 0 4 idle for 1 + 1 thousand: 2 / (2 + 2) = 0.5; elsewhere none.

    10 * (1 + 1 * 1 * (0.5 + 0.5)) = 20, and 15; troops 4 for 1 + 1 thousand: 1 + calm * 0.5 * 2.
    """
    world = _lawless({"status": DEMOBILISED, "weight": 4.0}, {"status": CANTONED, "weight": 40.0})
    world.places["infantry"], world.war_over = 4.0, over
    set_numbers(world, "society", troops_crime=0.5)
    for war in (0.3, 0.6):
        set_numbers(world, "society", troops_crime_war=war)
        society.endure(world)
        more = 1.0 + (war if over < 0 else calm)
        assert _homicides(world) == pytest.approx([20.0 * more, 15.0 * more], rel=1e-6)


def _lawless(*fighters: dict[str, float]) -> World:
    """Two places of 1,000 people without any law, and these fighters."""
    places = table(PLACE_DTYPE, {"persons": 1000.0}, {"persons": 1000.0})
    world = with_tables(places=places)
    world.combatants = table(COMBATANT_DTYPE, *fighters)
    numbers = {"homicide_base": 10.0, "homicide_arms": 1.0, "troops_crime": 0.0}
    set_numbers(world, "society", **{**NUMBERS, **numbers})
    return world


def _homicides(world: World) -> list[float]:
    """Per 100,000 people a year, by place."""
    return [float(number) * 100.0 * WEEKS for number in world.places["homicides"]]


@pytest.mark.parametrize(
    ("fighter", "idle"),
    [
        ({"status": REINTEGRATING, "livelihood": 0.0}, 4.0),
        ({"status": DEMOBILISED, "livelihood": 0.75}, 1.0),  # who lives well is not idle
        ({"status": DEMOBILISED, "livelihood": 1.5}, 0.0),
        ({"status": DEMOBILISED, "disarmed": 0.5}, 3.2),  # 0.4 * 0.5 less with half his weapons
        ({"status": DEMOBILISED, "livelihood": 0.5, "disarmed": 1.0}, 1.2),
        ({"status": ACTIVE}, 0.0),
        ({"status": CANTONED}, 0.0),
        ({"status": REMOBILISED}, 0.0),
        ({"status": KILLED}, 0.0),
    ],
)
def test_idle_is_who_has_left_the_war_without_a_livelihood_and_with_his_weapons(
    fighter: dict[str, float], idle: float
) -> None:
    """Of 4 persons in place 1; each 1,000 people and one more: idle / 2 / (idle / 2 + 2) more."""
    world = _lawless({**fighter, "weight": 4.0, "place": 1})
    society.endure(world)
    assert world.places["idle"].tolist() == pytest.approx([0.0, idle], rel=1e-6)
    left = fighter["status"] in (DEMOBILISED, REINTEGRATING)
    assert world.places["former"].tolist() == [0.0, 4.0 if left else 0.0]
    more = 0.5 + idle / 2.0 / (idle / 2.0 + 2.0)
    assert _homicides(world) == pytest.approx([15.0, 10.0 * (1.0 + more)], rel=1e-6)


def test_community_programmes_keep_former_fighters_from_crime() -> None:
    """Half of 4 idle are kept out: 1 / (1 + 2)."""
    world = _lawless({"status": DEMOBILISED, "weight": 4.0})
    world.works["cvr"][0] = 0.5
    society.endure(world)
    assert _homicides(world) == pytest.approx([10.0 * (1.5 + 1.0 / 3.0), 15.0], rel=1e-6)


def test_weapons_handed_in_change_nothing_in_the_no_effect_world() -> None:
    assert Rules(Nature(variant="no-effect")).society.disarmed_crime == 0.0
