"""What a week does to civilians: by the kernel and by a plain Mesa agent, on numbers by hand."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from rules.bench import a_world, set_numbers, set_policy
from rules.few import with_tables
from sim.agents import people
from sim.case.parts import Nature
from sim.luck import streams
from sim.mechanisms import civilians
from sim.nature.packing import Rules
from sim.state.civilians import ABROAD, AT_HOME, DISPLACED
from sim.state.civilians import DTYPE as CIVILIAN_DTYPE
from sim.state.places import DTYPE as PLACE_DTYPE
from sim.state.places import GOVERNMENT_DTYPE
from sim.state.works import DTYPE as WORKS_DTYPE

SEED, WEEK, ROW = 9, 5, 1
HERE, FIRST, SECOND, FAR = 1, 2, 0, 3  # of a person; the ends of its two roads; no road leads there
JUST = 1e-5  # how far a chance is set above or below the luck that it is held against


KNOWN = {  # what the answers below are worked out with, unless they say otherwise
    **{"rumour_grievance": 0.2, "danger_rate": 0.1, "danger_shuns": 4.0, "road_hours": 4.0},
    **{"state_trusted": 0.1, "services_trust": 0.3, "abuse_distrust": 0.2},
    **{"mission_trusted": 0.4, "presence_trust": 0.3},
}


def _rules(**values: float) -> Any:
    """Civilians' numbers of nature, all zero but these and those that are known."""
    table = Rules(Nature()).civilian
    return table._replace(**{**dict.fromkeys(table._fields, 0.0), **KNOWN, **values})


def _luck(stream: int) -> float:
    return streams.u_plain(SEED, stream, WEEK, ROW, 0)


def _world(indptr: list[int], road: list[int], hours: list[float], r: Any, **tables: Any) -> Any:
    """A world of these places, roads and numbers of civilians."""
    world = with_tables(**tables)
    world.roads.indptr, world.roads.target, world.roads.hours = indptr, road, hours
    world.rules.civilian, world.seed, world.week, world.wet = r, SEED, WEEK, False
    return world


# news of the week


def _heard(
    places: dict[str, Any],
    governments: dict[str, Any] | None = None,
    works: dict[str, Any] | None = None,
    joint: float = 0.0,
    misconduct: float = 0.0,
    **rules: float,
) -> tuple[Any, Any]:
    """News and places, three of them: 0 has roads to 1 and 2, 2 has one to 1, 1 has none."""
    tables = {}
    for name, dtype, columns in (
        ("places", PLACE_DTYPE, places),
        ("governments", GOVERNMENT_DTYPE, governments or {}),
        ("works", WORKS_DTYPE, works or {}),
    ):
        tables[name] = np.zeros(3, dtype)
        for column, values in columns.items():
            tables[name][column] = values
    world = _world([0, 2, 2, 3], [1, 2, 1], [1.0, 1.0, 1.0], _rules(**rules), **tables)
    set_policy(world, "patrols", share=0.5, joint=joint)
    world.mission.harm = misconduct
    news = np.zeros(3, civilians.NEWS_DTYPE)
    civilians._tell(world, news)
    return news, world.places


def test_deaths_here_frighten_and_deaths_next_door_by_a_share() -> None:
    """Place 0: log(1 + 1) = 1 ln 2 here, (2 + 1) ln 2 on its roads, half felt: 2.5 ln 2 in all.

    Fright 1 - exp(-0.4 * 2.5 ln 2) = 1/2. Place 2: 1 + 2/2 = 2, so 1 - 2^-0.8. Place 1 has no
    roads: 2, the same.
    """
    news, _ = _heard({"deaths": [1, 3, 1]}, fear_gain=0.4, fear_next_door=0.5)
    assert news["fright"] == pytest.approx([0.5, 1 - 2**-0.8, 1 - 2**-0.8], rel=1e-12)


def test_danger_remembers_nine_tenths_and_learns_a_tenth() -> None:
    """Place 0: 0.9 * 0.5 + 0.1 * 2.5 ln 2 = 0.45 + 0.1732868; it is safe by exp(-4 * that).

    Place 1: 0.1 * 2 ln 2 = 0.1386294. Place 2: 0.9 * 0.25 + 0.1 * 2 ln 2 = 0.3636294.
    """
    news, places = _heard({"deaths": [1, 3, 1], "danger": [0.5, 0, 0.25]}, fear_next_door=0.5)
    danger = [0.6232868, 0.1386294, 0.3636294]
    assert places["danger"] == pytest.approx(danger, rel=1e-6)
    # exp(-2.4931472) is exp(-1.8) / 2, exp(-0.5545177) is 2^-0.8
    assert news["safe"][:2] == pytest.approx([0.0826494, 0.5743492], rel=1e-6)


def test_how_fast_danger_is_learned_and_how_far_it_is_shunned_are_natures() -> None:
    """0.75 * 0.5 + 0.25 * 2.5 ln 2 = 0.8082170; 0.25 * 2 ln 2 = 0.3465736; 0.1875 more in the last.

    Safe by exp(-2 * 0.3465736) = 1/2 in place 1, and exp(-0.75) * 2^-1.25 in place 0.
    """
    news, places = _heard(
        {"deaths": [1, 3, 1], "danger": [0.5, 0, 0.25]},
        fear_next_door=0.5,
        danger_rate=0.25,
        danger_shuns=2.0,
    )
    assert places["danger"] == pytest.approx([0.8082170, 0.3465736, 0.5340736], rel=1e-6)
    assert news["safe"][:2] == pytest.approx([0.1986057, 0.5], rel=1e-6)


def test_abuse_by_the_state_and_need_cause_outrage() -> None:
    """exp(-3 * log(1 + 1)) = 1/8 by abuse, exp(-0.5 * 0.5) = 0.7788008 by need."""
    news, _ = _heard(
        {"deaths_by_state": [1, 1, 0], "need": [0.5, 0.0, 0.5]},
        abuse_grievance=3.0,
        need_grievance=0.5,
    )
    assert news["outrage"] == pytest.approx([0.90264990, 0.875, 0.22119922], rel=1e-7)


def test_the_dead_of_a_place_are_its_people_less_and_are_taken_once() -> None:
    """100 of 1000 on the toll: 0.9 live on; more than all: none; where nobody lives, nothing."""
    news, places = _heard({"persons": [1000.0, 50.0, 0.0], "toll": [100.0, 80.0, 0.0]})
    assert news["alive"].tolist() == [0.9, 0.0, 1.0]
    assert places["toll"].tolist() == [0.0, 0.0, 0.0]


def test_the_state_is_trusted_for_law_and_services_where_it_rules_and_not_for_abuse() -> None:
    """0.1 + 0.5 * 0.5 + 0.3 * 0.5 * 0.25 - 0.2 ln 2 = 0.3875 - 0.1386294; never below 0.

    Place 1: 0.1 - 0.2 ln 8 is negative. Place 2: 0.1 + 0.3 * 0.5 * 0.5 = 0.175.
    """
    news, _ = _heard(
        {"deaths_by_state": [1, 7, 0], "state_control": [0.25, 0.0, 0.5]},
        {"legitimacy": [0.5, 0.0, 0.0], "services": [0.5, 1.0, 0.5]},
    )
    assert news["state"] == pytest.approx([0.24887056, 0.0, 0.175], rel=1e-7)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("state_trusted", 0.2, [0.34887056, 0.0, 0.275]),
        ("state_trusted", 1.0, [1.0, 0.58411169, 1.0]),  # fully at most
        ("services_trust", 0.6, [0.28637056, 0.0, 0.25]),  # 0.6 * 0.125 and 0.6 * 0.25
        ("abuse_distrust", 0.1, [0.31818528, 0.0, 0.175]),  # 0.3875 - 0.1 ln 2
    ],
)
def test_what_the_state_is_trusted_for_is_natures(
    name: str, value: float, expected: list[float]
) -> None:
    """The place and its government of the test above."""
    news, _ = _heard(
        {"deaths_by_state": [1, 7, 0], "state_control": [0.25, 0.0, 0.5]},
        {"legitimacy": [0.5, 0.0, 0.0], "services": [0.5, 1.0, 0.5]},
        **{name: value},
    )
    assert news["state"] == pytest.approx(expected, rel=1e-7)


def test_the_mission_is_trusted_for_presence_and_goodwill_and_not_with_abusers() -> None:
    """0.4 + 0.3 * 0.5 + 0.125 - 0.5 * ln 2 * 0.5 = 0.675 - 0.1732868; never below 0.

    Place 1: 0.4 + 0.3 - 0.5 ln 8 is negative. Place 2 without abuse: 0.4 + 0.3 * 0.25.
    """
    news, _ = _heard(
        {"deaths_by_state": [1, 7, 0], "presence": [0.5, 1.0, 0.25]},
        works={"goodwill": [0.125, 0.0, 0.0]},
        joint=0.5,
    )
    assert news["mission"] == pytest.approx([0.50171320, 0.0, 0.475], rel=1e-7)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("mission_trusted", 0.2, [0.30171320, 0.0, 0.275]),
        ("mission_trusted", 1.0, [1.0, 0.26027923, 1.0]),  # fully at most
        ("presence_trust", 0.6, [0.65171320, 0.0, 0.55]),  # 0.6 * 0.5 and 0.6 * 0.25
    ],
)
def test_what_the_mission_is_trusted_for_is_natures(
    name: str, value: float, expected: list[float]
) -> None:
    """The places of the test above."""
    news, _ = _heard(
        {"deaths_by_state": [1, 7, 0], "presence": [0.5, 1.0, 0.25]},
        works={"goodwill": [0.125, 0.0, 0.0]},
        joint=0.5,
        **{name: value},
    )
    assert news["mission"] == pytest.approx(expected, rel=1e-7)


def test_deaths_where_troops_stand_and_misconduct_cost_the_mission_trust() -> None:
    """exp(-2 * ln 2 * 0.5) = 1/2 and exp(-0.25) = 0.7788008: 1 - 0.3894004.

    Place 1 without troops and place 2 without deaths: misconduct alone.
    """
    news, _ = _heard(
        {"deaths": [1, 1, 0], "presence": [0.5, 0.0, 0.5]}, misconduct=0.25, trust_mission_harm=2.0
    )
    assert news["harm"] == pytest.approx([0.61059961, 0.22119922, 0.22119922], rel=1e-7)


def test_livelihoods_hear_of_the_economy_of_their_own_place() -> None:
    news, _ = _heard({"economy": [0.25, 0.5, 0.75]})
    assert news["economy"].tolist() == [0.25, 0.5, 0.75]


# roads


def _roads_of(
    places: dict[str, Any], works: dict[str, Any], safe: list[float], **rules: float
) -> Any:
    """Cumulative chances and chance of the border: 0 has roads to 1 and 2, 2 to 1 and 3."""
    table, work = np.zeros(4, PLACE_DTYPE), np.zeros(4, WORKS_DTYPE)
    for name, values in places.items():
        table[name] = values
    for name, values in works.items():
        work[name] = values
    news = np.zeros(4, civilians.NEWS_DTYPE)
    news["safe"] = safe
    hours = [1.0, 3.5, 1.0, 6.0]
    ways, leave = np.zeros(4), np.zeros(4)
    r = _rules(abroad=2.0, **rules)
    world = _world([0, 2, 2, 4, 4], [1, 2, 1, 3], hours, r, places=table, works=work)
    set_numbers(world, "protection", zone_draw=0.5)
    civilians._find_ways(world, news, ways, leave)
    return ways.tolist(), leave.tolist()


def test_safe_large_near_and_guarded_places_draw_those_who_flee() -> None:
    """From 0 to 1: 0.5 * sqrt(400) / (4 + 1) = 2, and a zone half guarded of 2: * 1.5 = 3.

    From 0 to 2: 0.25 * sqrt(900) / (4 + 3.5) = 1. So 3/4 and 1/4. From 2 to 1: 3; to 3:
    0.5 * sqrt(14400) / (4 + 6) = 6, an unguarded zone adds nothing. So 1/3 and 2/3.
    The border of 0: 0.5 * 2 * (3 + 1) / 2 roads = 2 against 4 inside: a third leaves. Of 2:
    0.25 * 2 * (3 + 6) / 2 roads = 2.25 against 9: a fifth.
    """
    around = (
        {"start_persons": [1.0, 400.0, 900.0, 14400.0], "border": [0.5, 0.0, 0.25, 0.0]},
        {"zone": [0.0, 2.0, 0.0, 1.0], "guarded": [0.0, 0.5, 1.0, 0.0]},
        [0.0, 0.5, 0.25, 0.5],
    )
    ways, leave = _roads_of(*around)
    assert ways == pytest.approx([0.75, 1.0, 1 / 3, 1.0], rel=1e-12)
    assert leave == pytest.approx([1 / 3, 0.0, 0.2, 0.0], rel=1e-9)
    # 9 hours beside the way: 10 / 10 * 1.5 and 7.5 / 12.5; 10 / 10 * 1.5 and 60 / 15
    ways, _ = _roads_of(*around, road_hours=9.0)
    assert ways == pytest.approx([1.5 / 2.1, 1.0, 1.5 / 5.5, 1.0], rel=1e-12)


def test_the_border_is_the_only_way_where_no_road_is_safe() -> None:
    """No pull at all: who flees from a border place crosses it, elsewhere takes the first road."""
    ways, leave = _roads_of({"border": [0.0, 1.0, 1.0, 0.0]}, {}, [0.0, 0.0, 0.0, 0.0])
    assert ways == [1.0, 1.0, 1.0, 1.0]
    assert leave == [0.0, 1.0, 1.0, 0.0]


# a person's week


@pytest.fixture(params=["kernel", "agent"])
def lived(request: pytest.FixtureRequest) -> Any:
    """One person's week, by the compiled kernel or by `Civilian.step`."""

    def live(
        person: dict[str, Any],
        news: dict[str, float] | None = None,
        ways: tuple[float, float] = (0.5, 1.0),
        leave: float = 0.0,
        mood: tuple[float, float] = (0.0, 0.0),
        far_safe: float = 0.0,
        **rules: float,
    ) -> Any:
        table = np.zeros(2, CIVILIAN_DTYPE)
        for name, value in {"weight": 100.0, "home": HERE, "place": HERE, **person}.items():
            table[name][ROW] = value
        heard = np.zeros(4, civilians.NEWS_DTYPE)
        heard["alive"] = 1.0
        for name, told in (news or {}).items():
            heard[name][HERE] = told
        heard["safe"][FAR] = far_safe
        felt = np.full((4, 2, 3), 0.9)
        felt[HERE, 1] = 7.0, *mood
        indptr, road = np.array([0, 1, 3, 3, 3], np.int32), np.array([FAR, FIRST, SECOND], np.int16)
        chances, border = np.array([1.0, *ways]), np.array([0.0, leave, 0.0, 0.0])
        r = _rules(**rules)
        if request.param == "kernel":
            places = np.zeros(4, PLACE_DTYPE)
            one = _world(
                [0, 1, 3, 3, 3], [FAR, FIRST, SECOND], [1.0] * 3, r, places=places, civilians=table
            )
            one.mood = felt
            civilians._live(one, heard, chances, border)
            return one.civilians[ROW]
        roads = SimpleNamespace(indptr=indptr, target=road)
        world: Any = SimpleNamespace(
            mood=felt,
            roads=roads,
            place_count=4,
            rules=SimpleNamespace(civilian=r),
            seed=SEED,
            week=WEEK,
        )
        agent = people.Civilian.__new__(people.Civilian)
        columns = {n: table[n].item(ROW) for n in people.FELT + people.FIXED}
        model = SimpleNamespace(news=people.News(world, heard, chances, border))
        agent.__dict__.update(model=model, row=ROW, **columns)
        agent.step()
        people.gather([agent], table[ROW:])
        return table[ROW]

    return live


def test_fear_follows_neighbours_fades_and_rises_with_the_news(lived: Any) -> None:
    """0.5 + 0.5 * (0.75 - 0.5) = 0.625; less 0.6 of it: 0.25; then 0.25 + 0.75 * 0.4 = 0.55."""
    person = {"fear": 0.5, "community": 1}
    now = lived(person, {"fright": 0.4}, mood=(0.75, 0.0), rumour=0.5, fear_decay=0.6)
    assert now["fear"] == pytest.approx(0.55, rel=1e-6)


def test_grievance_follows_neighbours_more_slowly_than_fear(lived: Any) -> None:
    """0.5 + 0.2 * 0.5 * (1 - 0.5) = 0.55; 0.4 of the way to 0.3: 0.45; 0.45 + 0.55 * 0.2."""
    person = {"grievance": 0.5, "grievance_base": 0.3, "community": 1}
    now = lived(person, {"outrage": 0.2}, mood=(0.0, 1.0), rumour=0.5, grievance_decay=0.4)
    assert now["grievance"] == pytest.approx(0.56, rel=1e-6)


def test_how_much_more_slowly_grievance_follows_is_natures(lived: Any) -> None:
    """0.5 + 0.4 * 0.5 * (1 - 0.5) = 0.6; 0.4 of the way to 0.3: 0.48; 0.48 + 0.52 * 0.2."""
    person = {"grievance": 0.5, "grievance_base": 0.3, "community": 1}
    numbers = {"rumour": 0.5, "grievance_decay": 0.4, "rumour_grievance": 0.4}
    now = lived(person, {"outrage": 0.2}, mood=(0.0, 1.0), **numbers)
    assert now["grievance"] == pytest.approx(0.584, rel=1e-6)


def test_trust_moves_towards_what_the_state_deserves(lived: Any) -> None:
    """0.5 + 0.4 * (0.75 - 0.5) = 0.6."""
    now = lived({"trust_state": 0.5}, {"state": 0.75}, trust_rate=0.4)
    assert now["trust_state"] == pytest.approx(0.6, rel=1e-6)


def test_trust_in_the_mission_moves_and_is_lost_by_harm(lived: Any) -> None:
    """0.5 + 0.4 * (0.25 - 0.5) = 0.4; a quarter is lost: 0.3."""
    now = lived({"trust_mission": 0.5}, {"mission": 0.25, "harm": 0.25}, trust_rate=0.4)
    assert now["trust_mission"] == pytest.approx(0.3, rel=1e-6)


@pytest.mark.parametrize(("displaced", "expected"), [(AT_HOME, 0.6), (DISPLACED, 0.45)])
def test_livelihood_follows_the_economy_and_the_displaced_get_less(
    lived: Any, displaced: int, expected: float
) -> None:
    """At home 0.5 + 0.4 * (0.75 - 0.5) = 0.6; displaced towards half of it: 0.5 - 0.4 * 0.125."""
    now = lived(
        {"livelihood": 0.5, "displaced": displaced, "home": FAR},
        {"economy": 0.75},
        livelihood_rate=0.4,
        displaced_livelihood=0.5,
    )
    assert now["livelihood"] == pytest.approx(expected, rel=1e-6)


def test_the_dead_are_taken_off_the_weight(lived: Any) -> None:
    assert lived({}, {"alive": 0.875})["weight"] == 87.5


def test_abroad_only_fear_changes_and_it_fades(lived: Any) -> None:
    """0.5 - 0.25 * 0.5 = 0.375; weight, grievance, trust and livelihood stay as they are."""
    felt = {"grievance": 0.5, "trust_state": 0.5, "trust_mission": 0.5, "livelihood": 0.5}
    person = {**felt, "fear": 0.5, "displaced": ABROAD, "home": FAR, "weeks_displaced": 3}
    told = dict.fromkeys(("fright", "outrage", "state", "mission", "harm", "economy"), 0.25)
    now = lived(
        person,
        {**told, "alive": 0.5},
        rumour=0.5,
        fear_decay=0.25,
        grievance_decay=0.5,
        trust_rate=0.5,
        livelihood_rate=0.5,
        flight=100.0,
    )
    assert now["fear"] == 0.375
    assert [now[name].item() for name in felt] == [0.5] * 4
    assert now["weight"] == 100.0
    assert (now["place"], now["displaced"], now["weeks_displaced"]) == (HERE, ABROAD, 4)


@pytest.mark.parametrize(("before", "after"), [(3, 4), (32000, 32000), (31999, 32000)])
def test_weeks_away_are_counted_to_a_most(lived: Any, before: int, after: int) -> None:
    now = lived({"displaced": DISPLACED, "home": FAR, "weeks_displaced": before})
    assert now["weeks_displaced"] == after


def test_weeks_are_not_counted_at_home(lived: Any) -> None:
    assert lived({"weeks_displaced": 3})["weeks_displaced"] == 3


@pytest.mark.parametrize("status", [DISPLACED, ABROAD])
@pytest.mark.parametrize("sign", [1, -1])
def test_the_displaced_return_when_home_is_safe_and_fear_gone(
    lived: Any, status: int, sign: int
) -> None:
    """Fear 0.5 halved to 0.25; the chance is rate * 0.75 * 0.5, set just above or below the luck.

    Who returned does not flee in the same week, whatever the rate.
    """
    chance = _luck(streams.RETURN) * (1 + sign * JUST)
    person = {"fear": 0.5, "displaced": status, "home": FAR, "weeks_displaced": 3}
    now = lived(
        person,
        far_safe=0.5,
        fear_decay=0.5,
        return_rate=chance / 0.375,
        flight=100.0 if sign > 0 else 0.0,
        onward=1.0,
    )
    expected = (FAR, AT_HOME, 0) if sign > 0 else (HERE, status, 4)
    assert (now["place"], now["displaced"], now["weeks_displaced"]) == expected


def test_a_chance_that_equals_the_luck_brings_nobody_home(lived: Any) -> None:
    person = {"displaced": DISPLACED, "home": FAR}
    now = lived(person, far_safe=1.0, return_rate=_luck(streams.RETURN))
    assert now["displaced"] == DISPLACED


def test_who_is_at_home_does_not_return(lived: Any) -> None:
    now = lived({"home": FAR, "weeks_displaced": 3}, far_safe=1.0, return_rate=1.0)
    assert (now["place"], now["weeks_displaced"]) == (HERE, 3)


@pytest.mark.parametrize("status", [AT_HOME, DISPLACED])
@pytest.mark.parametrize("sign", [1, -1])
def test_flight_grows_with_fear_and_the_displaced_move_on_more_rarely(
    lived: Any, status: int, sign: int
) -> None:
    """1 - exp(-rate) just above or below the luck; rate = flight * 0.25, displaced * 0.4 more."""
    rate = -math.log(1.0 - _luck(streams.FLIGHT)) * (1 + sign * JUST)
    flight = rate / 0.25 if status == AT_HOME else rate / 0.1
    person = {"fear": 0.25, "displaced": status, "home": HERE if status == AT_HOME else FAR}
    now = lived(person, ways=(1.0, 1.0), flight=flight, onward=0.4)
    assert now["place"] == (FIRST if sign > 0 else HERE)
    assert now["displaced"] == (DISPLACED if sign > 0 else status)


def test_at_a_rate_above_one_most_flee(lived: Any) -> None:
    """Rate 6 * 0.5 = 3: 1 - exp(-3) = 0.95 of all, and the luck is 0.63."""
    assert 0.55 < _luck(streams.FLIGHT) < 0.95
    assert lived({"fear": 0.5}, ways=(1.0, 1.0), flight=6.0)["place"] == FIRST


def test_without_fear_nobody_flees(lived: Any) -> None:
    assert lived({"fear": 0.0}, flight=100.0)["place"] == HERE


@pytest.mark.parametrize("sign", [1, -1])
def test_who_flees_crosses_the_border_by_its_chance(lived: Any, sign: int) -> None:
    """The chance of the border just above or below the luck of where."""
    leave = _luck(streams.FLIGHT_WHERE) * (1 + sign * JUST)
    now = lived({"fear": 1.0}, flight=100.0, leave=leave)
    expected = (HERE, ABROAD) if sign > 0 else (FIRST, DISPLACED)
    assert (now["place"], now["displaced"]) == expected


def test_a_border_chance_that_equals_the_luck_is_not_taken(lived: Any) -> None:
    now = lived({"fear": 1.0}, flight=100.0, leave=_luck(streams.FLIGHT_WHERE))
    assert (now["place"], now["displaced"]) == (FIRST, DISPLACED)


@pytest.mark.parametrize(("sign", "place"), [(1, FIRST), (-1, SECOND)])
def test_the_luck_that_is_left_picks_the_road(lived: Any, sign: int, place: int) -> None:
    """Border 0.25, luck 0.3686643: (0.3686643 - 0.25) / 0.75 = 0.1582190 of the roads."""
    assert _luck(streams.FLIGHT_WHERE) == pytest.approx(0.36866426, rel=1e-7)
    edge = 0.15821901 * (1 + sign * JUST)
    now = lived({"fear": 1.0}, ways=(edge, 1.0), leave=0.25, flight=100.0)
    assert (now["place"], now["displaced"]) == (place, DISPLACED)


def test_a_road_whose_edge_is_the_luck_is_taken(lived: Any) -> None:
    now = lived({"fear": 1.0}, ways=(_luck(streams.FLIGHT_WHERE), 1.0), flight=100.0)
    assert now["place"] == FIRST


def test_who_flees_back_to_the_own_home_is_at_home(lived: Any) -> None:
    person = {"fear": 1.0, "home": FIRST, "displaced": DISPLACED}
    now = lived(person, ways=(1.0, 1.0), flight=100.0, onward=1.0)
    assert (now["place"], now["displaced"]) == (FIRST, AT_HOME)


# of a whole world


def test_joint_patrols_with_abusers_cost_trust_only_while_there_is_a_mission_that_patrols() -> None:
    """0.4 + 0.3 * 0.5 - 0.5 * ln 2 * 0.5 = 0.3767132; without patrols or mission 0.55.

    Harm: misconduct 0.25 gives 1 - exp(-0.25) = 0.2211992; no mission, none.
    """
    world = a_world()
    set_numbers(world, "civilian", **KNOWN)
    world.places["presence"], world.places["deaths_by_state"] = 0.5, 1
    world.works["goodwill"] = 0.0
    world.mission.harm = 0.25
    heard = []
    for mandated, share in ((True, 0.5), (True, 0.0), (False, 0.5)):
        world.mission.mandated = mandated
        set_policy(world, "patrols", joint=0.5, share=share)
        news, _, _ = civilians.hear_news(world)
        heard += [float(news["mission"][0]), float(news["harm"][0])]
    assert heard == pytest.approx(
        [0.37671320, 0.22119922, 0.55, 0.22119922, 0.55, 0.0], rel=1e-7, abs=1e-12
    )


@pytest.mark.parametrize(("wet", "expected"), [(False, 0.75), (True, 0.5)])
def test_people_flee_on_the_roads_of_the_season(wet: bool, expected: float) -> None:
    """Dry: sqrt(900) / (4 + 6) = 3 against 1 for the second road; wet: / (4 + 26) = 1 against 1."""
    world = a_world()
    set_numbers(world, "civilian", **KNOWN)
    roads = world.roads
    first, last = int(roads.indptr[0]), int(roads.indptr[1])
    world.places["danger"] = 0.0
    world.places["deaths"] = 0
    world.places["start_persons"][roads.target[first:last]] = 0.0
    world.places["start_persons"][roads.target[first : first + 2]] = 900.0
    roads.hours, roads.hours_wet = roads.hours.copy(), roads.hours_wet.copy()
    roads.hours[first : first + 2] = 6.0, 26.0
    roads.hours_wet[first : first + 2] = 26.0, 26.0
    world.wet = wet
    _, ways, _ = civilians.hear_news(world)
    assert ways[first : first + 2] == pytest.approx([expected, 1.0], rel=1e-9)


def test_a_week_of_the_world_changes_its_people_and_then_its_sums() -> None:
    """All fear 0.5; nothing happens but that fear fades by a fifth: 0.4, and places say so."""
    world = a_world()
    world.civilians["fear"] = 0.5
    world.mood[:, :, 1] = 0.5
    world.places["deaths"], world.places["toll"] = 0, 0.0
    world.places["toll"][0] = world.places["persons"][0] / 4
    before = world.places["persons"].copy()
    set_numbers(world, "civilian", fear_decay=0.2, flight=0.0, return_rate=0.0)
    civilians.live(world)
    assert world.civilians["fear"] == pytest.approx(0.4, rel=1e-6)
    assert world.places["fear"] == pytest.approx(0.4, rel=1e-6)
    before[0] *= 0.75
    assert world.places["persons"] == pytest.approx(before, rel=1e-9)
