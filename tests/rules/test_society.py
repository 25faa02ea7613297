"""Services, economy, need, crime and violence at home in a place, on numbers by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rules.bench import a_world, set_numbers
from rules.few import with_tables
from sim.mechanisms import society
from sim.state.factions import ACTIVE, CANTONED, COMBATANT_DTYPE, DEMOBILISED, REINTEGRATING
from sim.state.places import DTYPE as PLACE_DTYPE
from sim.state.places import GOVERNMENT_DTYPE
from sim.state.works import DTYPE as WORKS_DTYPE

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
    "police_effect": 0.5,
    "troops_crime": 0.4,
    "price_danger": 0.4,
    "price_cut": 0.4,
    "need_prices": 0.1,
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
}


def _after(idle: float = 0.25, peace: float = 0.5, **changes: float) -> tuple[Any, Any]:
    """The place and its government after a week; changes of columns and numbers by name.

    `host_police` is the government's column, `police` the place's. The place is row 1 of two;
    row 0 is empty and has other works, so that each must read its own row.
    """
    own = {k: changes.pop(k, v) for k, v in PLACE.items()}
    host = changes.pop("host_police", GOVERNMENT["police"])
    state = {k: changes.pop(k, v) for k, v in GOVERNMENT.items() if k != "police"}
    work = {k: changes.pop(k, v) for k, v in WORKS.items()}
    tables = []
    for dtype, columns in (
        (PLACE_DTYPE, own),
        (GOVERNMENT_DTYPE, {**state, "police": host}),
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
    world.combatants = np.zeros(2, COMBATANT_DTYPE)  # of 99 and one more, so many have left
    world.combatants["weight"] = 100.0 * idle, 99.0 - 100.0 * idle
    world.combatants["status"] = DEMOBILISED, ACTIVE
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


def test_need_kills_and_its_dead_are_put_on_the_toll() -> None:
    """2000 people * 0.25680308 * 10 per 1000 = 5.136062; 1.5 were on the toll."""
    place, _ = _after()
    assert place["indirect"] == pytest.approx(5.1360615, rel=1e-6)
    assert place["toll"] == pytest.approx(6.6360615, rel=1e-6)


def test_idle_fighters_and_troops_after_the_war_add_to_crime_and_police_prevent_it() -> None:
    """50 * (1 + 2 * 0.69375 * (0.5 + 0.25)) = 102.03125; 30 troops for 2 + 1 thousand people:

    * (1 + 0.5 * 0.4 * 10) = 306.09375; police 3 / 3: * (1 - 0.5 * 0.6321206) = 209.34967.
    """
    place, _ = _after()
    assert place["homicides"] == pytest.approx(209.34967 / 50.0 / WEEKS, rel=1e-6)


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
        ("gbv_lawless", 2.0, "gbv", 324.675 / 50.0 / WEEKS),  # 185 * (2 - 0.245)
        ("gbv_law", 0.4, "gbv", 236.3375 / 50.0 / WEEKS),  # 185 * (1.4 - 0.1225)
        ("gbv_law", 8.0, "gbv", 0.0),  # never less than none
        # 0.1555776 + 0.5 * 0.5 + 0.1 of 213.675
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
def test_crime_of_a_world_counts_who_left_the_war_and_whether_it_is_over(
    over: int, calm: float
) -> None:
    """40 and 59 persons, the 40 demobilised: idle 40 / (99 + 1) = 0.4.

    10 * (1 + 1 * 1 * (0.5 + 0.4)) = 19; troops 4 for 1 + 1 thousand: 1 + calm * 0.5 * 2.
    """
    world = a_world()
    world.combatants["weight"], world.combatants["status"] = 0.0, ACTIVE
    world.combatants["weight"][:3] = 40.0, 34.0, 25.0
    world.combatants["status"][:3] = DEMOBILISED, ACTIVE, CANTONED
    world.places["persons"], world.places["infantry"] = 1000.0, 4.0
    world.places["police"] = world.places["state_control"] = 0.0
    world.governments["rule_of_law"] = world.works["law"] = 0.0
    world.war_over = over
    set_numbers(world, "society", homicide_base=10.0, homicide_arms=1.0, troops_crime=0.5)
    for war in (0.3, 0.6):
        set_numbers(world, "society", troops_crime_war=war)
        society.endure(world)
        expected = 19.0 * (1.0 + (war if over < 0 else calm)) / 100.0 / WEEKS
        assert world.places["homicides"] == pytest.approx(expected, rel=1e-6)


def test_fighters_in_reintegration_are_out_of_the_war_too() -> None:
    """All of 99 in reintegration: idle 0.99, so 10 * (1 + 1.49) = 24.9; nobody: 15."""
    found = []
    for status in (REINTEGRATING, ACTIVE):
        world = a_world()
        world.combatants["weight"] = 0.0
        world.combatants["weight"][0] = 99.0
        world.combatants["status"] = status
        world.places["persons"] = 1000.0
        for name in ("infantry", "police", "state_control"):
            world.places[name] = 0.0
        world.governments["rule_of_law"] = world.works["law"] = 0.0
        set_numbers(world, "society", homicide_base=10.0, homicide_arms=1.0)
        society.endure(world)
        found.append(float(world.places["homicides"][0]) * 100.0 * WEEKS)
    assert found == pytest.approx([24.9, 15.0], rel=1e-6)
