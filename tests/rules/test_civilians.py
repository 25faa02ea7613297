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
from sim.fields.parameter import packed
from sim.luck import streams
from sim.mechanisms import civilians
from sim.mechanisms.civilians import ALIVE, FEARED, FRIGHT, JOINS, LEAST, OUTRAGE, SAFE
from sim.nature.packing import Rules
from sim.nature.start import Start
from sim.state import flight, tally
from sim.state.civilians import ABROAD, AT_HOME, DISPLACED, settle
from sim.state.civilians import DTYPE as CIVILIAN_DTYPE
from sim.state.factions import FIGHTING, FOR_TERRITORY
from sim.state.places import DTYPE as PLACE_DTYPE
from sim.state.places import GOVERNMENT_DTYPE
from sim.state.stances import enemy_rule, take_aim
from sim.state.works import DTYPE as WORKS_DTYPE

SEED, WEEK, ROW = 9, 5, 1
HERE, FIRST, SECOND, FAR = 1, 2, 0, 3  # of a person; the ends of its two roads; no road leads there
OF_COMMUNITY = {
    **{"alive": ALIVE, "fright": FRIGHT, "outrage": OUTRAGE, "safe": SAFE},
    **{"joins": JOINS, "least": LEAST, "feared": FEARED},
}
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
    of_communities: dict[str, Any] | None = None,
    **rules: float,
) -> tuple[Any, Any, Any]:
    """News, those of two communities and the world: three places, of which

    0 has roads to 1 and 2, 2 has one to 1, 1 has none. `of_communities`: people, their grievance
    and what happened to them, (3, 2) each, all 0 if not given.
    """
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
    _divide_people(world, **(of_communities or {}))
    news, own = np.zeros(3, civilians.NEWS_DTYPE), np.zeros((3, 2, flight.TOLD))
    civilians._tell(world, news, own)
    return news, own, world


def _divide_people(
    world: Any,
    people: Any = 0.0,
    grievance: Any = 0.0,
    threat: Any = 0.0,
    control: Any = (),
    **told: Any,
) -> None:
    """Two communities: (3, 2) people, grievance, slain, abused, joined; (2,) threat of factions'

    rule, rows of factions above each other; control: rows of factions 0, 1, ... by place.
    """
    world.mood = np.zeros((3, 2, 3))
    world.mood[:, :, 0], world.mood[:, :, 2] = people, grievance
    for name in ("slain", "abused", "joined"):
        array = np.zeros((3, 2))
        array[:] = told.pop(name, 0.0)
        setattr(world, name, array)
    assert not told
    rows = len(world.factions)
    world.threat, world.control = np.zeros((rows, 2)), np.zeros((rows, 3), np.float32)
    for f, row in enumerate(control):
        world.control[f], world.threat[f] = row, threat[f]


def test_schools_take_the_grievance_from_need_and_shelter_brings_people_back() -> None:
    """Need 1 at rate 0.5, half of it taken: 1 - exp(-0.25); safe 1 x (1 + gain x 0.5)."""
    quiet = {"need": [1.0, 1.0, 0.0]}
    works = {"schooled": [0.0, 0.5, 0.5], "housed": [0.0, 0.5, 1.0]}
    _, own, _ = _heard(quiet, works=works, need_grievance=0.5)
    outrage = [1.0 - math.exp(-0.5), 1.0 - math.exp(-0.25), 0.0]
    assert own[:, 0, OUTRAGE] == pytest.approx(outrage, rel=1e-6)
    gain = Rules(Nature()).aid.home_again
    assert own[:, 1, SAFE] == pytest.approx([1.0, 1.0 + 0.5 * gain, 1.0 + gain], rel=1e-6)


def test_deaths_here_frighten_and_deaths_next_door_by_a_share() -> None:
    """Place 0: log(1 + 1) = 1 ln 2 here, (2 + 1) ln 2 on its roads, half felt: 2.5 ln 2 in all.

    Fright 1 - exp(-0.4 * 2.5 ln 2) = 1/2. Place 2: 1 + 2/2 = 2, so 1 - 2^-0.8. Place 1 has no
    roads: 2, the same.
    """
    _, own, _ = _heard({"deaths": [1, 3, 1]}, fear_gain=0.4, fear_next_door=0.5)
    for c in range(2):  # nobody was picked out for who they are: all are frightened alike
        expected = [0.5, 1 - 2**-0.8, 1 - 2**-0.8]
        assert own[:, c, FRIGHT] == pytest.approx(expected, rel=1e-12)


def test_danger_remembers_nine_tenths_and_learns_a_tenth() -> None:
    """Place 0: 0.9 * 0.5 + 0.1 * 2.5 ln 2 = 0.45 + 0.1732868; it is safe by exp(-4 * that).

    Place 1: 0.1 * 2 ln 2 = 0.1386294. Place 2: 0.9 * 0.25 + 0.1 * 2 ln 2 = 0.3636294.
    """
    _, own, world = _heard({"deaths": [1, 3, 1], "danger": [0.5, 0, 0.25]}, fear_next_door=0.5)
    danger = [0.6232868, 0.1386294, 0.3636294]
    assert world.places["danger"] == pytest.approx(danger, rel=1e-6)
    # exp(-2.4931472) is exp(-1.8) / 2, exp(-0.5545177) is 2^-0.8
    assert own[:2, 1, SAFE] == pytest.approx([0.0826494, 0.5743492], rel=1e-6)


def test_how_fast_danger_is_learned_and_how_far_it_is_shunned_are_natures() -> None:
    """0.75 * 0.5 + 0.25 * 2.5 ln 2 = 0.8082170; 0.25 * 2 ln 2 = 0.3465736; 0.1875 more in the last.

    Safe by exp(-2 * 0.3465736) = 1/2 in place 1, and exp(-0.75) * 2^-1.25 in place 0.
    """
    _, own, world = _heard(
        {"deaths": [1, 3, 1], "danger": [0.5, 0, 0.25]},
        fear_next_door=0.5,
        danger_rate=0.25,
        danger_shuns=2.0,
    )
    assert world.places["danger"] == pytest.approx([0.8082170, 0.3465736, 0.5340736], rel=1e-6)
    assert own[:2, 0, SAFE] == pytest.approx([0.1986057, 0.5], rel=1e-6)


def test_abuse_by_the_state_and_need_cause_outrage() -> None:
    """exp(-3 * log(1 + 1)) = 1/8 by abuse, exp(-0.5 * 0.5) = 0.7788008 by need."""
    _, own, _ = _heard(
        {"need": [0.5, 0.0, 0.5]},
        of_communities={"abused": [[1, 0], [1, 0], [0, 0]]},
        abuse_grievance=3.0,
        need_grievance=0.5,
    )
    assert own[:, 0, OUTRAGE] == pytest.approx([0.90264990, 0.875, 0.22119922], rel=1e-7)
    # who is not felt with at all (others_felt is 0 here) angers nobody else: need alone
    assert own[:, 1, OUTRAGE] == pytest.approx([0.22119922, 0.0, 0.22119922], rel=1e-7, abs=1e-12)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        (1 / 3, [[1 - 1 / 8, 1 - 1 / 6], [0.0, 0.0], [1 - 1 / 2, 1 - 1 / 4]]),
        (1.0, [[1 - 1 / 8] * 2, [0.0] * 2, [1 - 1 / 4] * 2]),
        (0.0, [[1 - 1 / 8, 1 - 1 / 5], [0.0, 0.0], [0.0, 1 - 1 / 4]]),
    ],
)
def test_attacks_on_ones_own_frighten_more_than_those_on_others(
    others: float, expected: Any
) -> None:
    """Fright is 1 - 1 / (1 + deaths felt). Place 0: 7 deaths, 3 of them in attacks on community 0:

    it feels 7, the other 7 - 3 * (1 - share). Place 2: 3 deaths, all of community 1: it feels 3,
    community 0 feels 3 * share.
    """
    _, own, _ = _heard(
        {"deaths": [7, 0, 3]},
        of_communities={"slain": [[3, 0], [0, 0], [0, 3]]},
        fear_gain=1.0,
        others_felt=others,
    )
    assert own[:, :, FRIGHT] == pytest.approx(np.array(expected), rel=1e-12, abs=1e-12)


def test_abuse_of_ones_own_angers_more_than_that_of_others() -> None:
    """3 of community 0: exp(-2 ln 4) = 1/16 of its calm is left, and exp(-2 ln(1 + 3/3)) = 1/4

    of the other's. What others than the state have done (place 2) is no grievance against it.
    """
    _, own, _ = _heard(
        {"deaths": [3, 0, 3]},
        of_communities={
            "slain": [[3, 0], [0, 0], [3, 0]],
            "abused": [[3, 0], [0, 0], [0, 0]],
        },
        abuse_grievance=2.0,
        others_felt=1 / 3,
    )
    expected = np.array([[15 / 16, 3 / 4], [0.0, 0.0], [0.0, 0.0]])
    assert own[:, :, OUTRAGE] == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_an_enemys_rule_frightens_those_who_have_to_fear_it() -> None:
    """Faction 0 holds half of place 0 and is feared by 0.75 by community 1; faction 1 a quarter, by

    0.5: 0.375 + 0.125 = 0.5. Fright 1 - exp(-2 * 0.5). In place 1 both hold all: 1.25 counts as 1:
    1 - exp(-2). How safe from danger a place is does not hang on who rules it.
    """
    _, own, _ = _heard(
        {"danger": [0.25, 0.0, 0.0]},
        of_communities={
            "threat": [[0.0, 0.75], [0.0, 0.5]],
            "control": [[0.5, 1.0, 0.0], [0.25, 1.0, 0.0]],
        },
        expelled=2.0,
        danger_rate=0.0,
    )
    assert own[:, 1, FRIGHT] == pytest.approx([0.63212056, 0.86466472, 0.0], rel=1e-7)
    assert own[:, :, FEARED].T.tolist() == [[0.0] * 3, [0.5, 1.0, 0.0]]
    assert own[:, 0, FRIGHT].tolist() == [0.0] * 3
    for c in range(2):
        assert own[:, c, SAFE] == pytest.approx([math.exp(-1.0), 1.0, 1.0], rel=1e-7)


def test_fear_of_deaths_and_of_an_enemys_rule_add_up() -> None:
    """exp(-(ln 2 + ln 2 * 0.5 * 2)) = 1/4; nobody fears a faction that is no longer there."""
    heard = {"threat": [[1.0, 1.0]], "control": [[0.5, 0.0, 0.0]]}
    numbers = {"fear_gain": 1.0, "expelled": 2.0 * math.log(2.0)}
    _, own, world = _heard({"deaths": [1, 0, 0]}, of_communities=heard, **numbers)
    assert own[0, :, FRIGHT] == pytest.approx([0.75, 0.75], rel=1e-12)
    assert enemy_rule(world, 0, 0) == 0.5
    world.faction_count = 0
    assert enemy_rule(world, 0, 0) == 0.0


def test_the_dead_of_a_place_are_its_people_less_and_are_taken_once() -> None:
    """100 of 1000 on the toll: 0.9 live on; more than all: none; where nobody lives, nothing."""
    _, own, world = _heard(
        {"toll": [100.0, 80.0, 0.0]},
        of_communities={"people": [[600.0, 400.0], [30.0, 20.0], [0.0, 0.0]]},
    )
    assert own[:, :, ALIVE].tolist() == [[0.9, 0.9], [0.0, 0.0], [1.0, 1.0]]
    assert own[:, :, JOINS].tolist() == [[0.0, 0.0]] * 3
    assert world.places["toll"].tolist() == [0.0, 0.0, 0.0]


def test_those_killed_in_attacks_are_of_their_community_and_the_toll_is_of_the_others() -> None:
    """Place 0: 60 of 600 and none of 400; the toll, 94, is a tenth of the 940 others: 54 and 40.

    Place 1: all 10 of a community; 99 of 990 others, nobody of it dies twice. Place 2: more than
    there are of one, all of it.
    """
    _, own, _ = _heard(
        {"toll": [94.0, 99.0, 0.0]},
        of_communities={
            "people": [[600.0, 400.0], [10.0, 990.0], [50.0, 20.0]],
            "slain": [[60.0, 0.0], [10.0, 0.0], [60.0, 0.0]],
        },
    )
    expected = np.array([[486 / 600, 0.9], [0.0, 0.9], [0.0, 1.0]])
    assert own[:, :, ALIVE] == pytest.approx(expected, rel=1e-12)


def test_those_who_take_up_arms_are_a_share_of_the_living_and_are_taken_once() -> None:
    """Place 0: of 600, 100 are slain and 100 have joined: 400 spared; of 400, all. The toll, 80,

    is 40 of each: 460 live, of whom 100 join; 360 of 400 live, none joins. Place 1: all of 50.
    Place 2: half of 100, and a toll of more than the others: those who joined live.
    """
    _, own, world = _heard(
        {"toll": [80.0, 0.0, 80.0]},
        of_communities={
            "people": [[600.0, 400.0], [50.0, 20.0], [100.0, 0.0]],
            "slain": [[100.0, 0.0], [0.0, 0.0], [0.0, 0.0]],
            "joined": [[100.0, 0.0], [50.0, 0.0], [50.0, 9.0]],
        },
    )
    expected = np.array([[460 / 600, 0.9], [1.0, 1.0], [0.5, 1.0]])
    assert own[:, :, ALIVE] == pytest.approx(expected, rel=1e-12)
    expected = np.array([[100 / 460, 0.0], [1.0, 0.0], [1.0, 0.0]])
    assert own[:, :, JOINS] == pytest.approx(expected, rel=1e-12)
    assert not world.joined.any()


def test_the_aggrieved_join_first_as_far_as_there_are_enough() -> None:
    """Added to grievance: 0.1, unless the most aggrieved would be asked for more than all.

    Half join of whom grievance is 0.2 on average: (0.5 - 0.2) / 0.5 = 0.6, so that who has a
    grievance of 1 is asked for 0.5 * 1.6 / 0.8 = 1, all. A quarter at 0.2: (0.25 - 0.2) / 0.75
    is less than 0.1. Half at 0.8: 0.1.
    """
    _, own, _ = _heard(
        {},
        of_communities={
            "people": 100.0,
            "grievance": [[0.2, 0.2], [0.8, 0.8], [0.0, 0.0]],
            "joined": [[50.0, 25.0], [50.0, 0.0], [0.0, 0.0]],
        },
        joins_less=0.1,
    )
    expected = np.array([[0.6, 0.1], [0.1, 0.1], [0.1, 0.1]])
    assert own[:, :, LEAST] == pytest.approx(expected, rel=1e-12)


def test_the_state_is_trusted_for_law_and_services_where_it_rules_and_not_for_abuse() -> None:
    """0.1 + 0.5 * 0.5 + 0.3 * 0.5 * 0.25 - 0.2 ln 2 = 0.3875 - 0.1386294; never below 0.

    Place 1: 0.1 - 0.2 ln 8 is negative. Place 2: 0.1 + 0.3 * 0.5 * 0.5 = 0.175.
    """
    news, _, _ = _heard(
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
    news, _, _ = _heard(
        {"deaths_by_state": [1, 7, 0], "state_control": [0.25, 0.0, 0.5]},
        {"legitimacy": [0.5, 0.0, 0.0], "services": [0.5, 1.0, 0.5]},
        **{name: value},
    )
    assert news["state"] == pytest.approx(expected, rel=1e-7)


def test_the_mission_is_trusted_for_presence_and_goodwill_and_not_with_abusers() -> None:
    """0.4 + 0.3 * 0.5 + 0.125 - 0.5 * ln 2 * 0.5 = 0.675 - 0.1732868; never below 0.

    Place 1: 0.4 + 0.3 - 0.5 ln 8 is negative. Place 2 without abuse: 0.4 + 0.3 * 0.25.
    """
    news, _, _ = _heard(
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
    news, _, _ = _heard(
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
    news, _, _ = _heard(
        {"deaths": [1, 1, 0], "presence": [0.5, 0.0, 0.5]}, misconduct=0.25, trust_mission_harm=2.0
    )
    assert news["harm"] == pytest.approx([0.61059961, 0.22119922, 0.22119922], rel=1e-7)


def test_livelihoods_hear_of_the_economy_of_their_own_place() -> None:
    news, _, _ = _heard({"economy": [0.25, 0.5, 0.75]})
    assert news["economy"].tolist() == [0.25, 0.5, 0.75]


# roads


def _roads_of(
    places: dict[str, Any],
    works: dict[str, Any],
    safe: list[float],
    kin: Any = 0.0,
    feared: Any = 0.0,
    **rules: float,
) -> Any:
    """Cumulative chances and chance of the border: 0 has roads to 1 and 2, 2 to 1 and 3.

    Of the second of two communities, which has `kin` people in each place.
    """
    table, work = np.zeros(4, PLACE_DTYPE), np.zeros(4, WORKS_DTYPE)
    for name, values in places.items():
        table[name] = values
    for name, values in works.items():
        work[name] = values
    own = np.full((4, 2, flight.TOLD), 0.7)
    own[:, 1, SAFE], own[:, 1, FEARED] = safe, feared
    hours = [1.0, 3.5, 1.0, 6.0]
    ways, leave = np.zeros((2, 4)), np.zeros((2, 4))
    r = _rules(abroad=2.0, **rules)
    world = _world([0, 2, 2, 4, 4], [1, 2, 1, 3], hours, r, places=table, works=work)
    world.mood = np.full((4, 2, 3), 77.0)
    world.mood[:, 1, 0] = kin
    set_numbers(world, "protection", zone_draw=0.5)
    flight.find_ways(world, own, ways, leave)
    return ways[1].tolist(), leave[1].tolist()


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


def test_who_have_to_fear_the_rulers_around_cross_the_border() -> None:
    """As above, and three quarters of 1 are feared: from 0 3 / 4 to it and 1 to 2: 3/7 and 4/7;

    from 2 3 / 4 and 6: 1/9 and 8/9. The border draws as if nobody were feared: 2 against 1.75
    inside, and 2.25 against 6.75. Where all are feared everywhere only the border is left.
    """
    around = (
        {"start_persons": [1.0, 400.0, 900.0, 14400.0], "border": [0.5, 0.0, 0.25, 0.0]},
        {"zone": [0.0, 2.0, 0.0, 1.0], "guarded": [0.0, 0.5, 1.0, 0.0]},
        [0.0, 0.5, 0.25, 0.5],
    )
    ways, leave = _roads_of(*around, feared=[0.0, 0.75, 0.0, 0.0])
    assert ways == pytest.approx([3 / 7, 1.0, 1 / 9, 1.0], rel=1e-12)
    assert leave == pytest.approx([2 / 3.75, 0.0, 0.25, 0.0], rel=1e-9)
    _, leave = _roads_of(*around, feared=1.0)
    assert leave == pytest.approx([1.0, 0.0, 1.0, 0.0])


def test_places_where_ones_own_people_live_draw_more() -> None:
    """Alike but for kin: 100 of 400 in 1, all 400 in 2, none in 3; draw 1 + 2 * share.

    From 0: 1.5 to 3. From 2: 1.5 to 1. Where nobody is now, a share of nobody is none.
    """
    alike = {"start_persons": [1.0, 400.0, 400.0, 400.0], "persons": [1.0, 400.0, 400.0, 0.0]}
    kin = [0.0, 100.0, 400.0, 0.0]
    far = {"road_hours": 1e9}  # that hours do not matter
    ways, _ = _roads_of(alike, {}, [0.5] * 4, kin, kin_draw=2.0, **far)
    assert ways == pytest.approx([1 / 3, 1.0, 0.6, 1.0], rel=1e-7)
    ways, _ = _roads_of(alike, {}, [0.5] * 4, kin, kin_draw=0.0, **far)
    assert ways == pytest.approx([0.5, 1.0, 0.5, 1.0], rel=1e-7)


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
        kin: tuple[float, float, float] = (0.9, 0.9, 0.9),
        far_safe: float = 0.0,
        far_feared: float = 0.0,
        driven: float = 0.0,
        **rules: float,
    ) -> Any:
        table = np.zeros(2, CIVILIAN_DTYPE)
        of_all = {"weight": 100.0, "home": HERE, "place": HERE, "kin": FAR, "community": 1}
        for name, value in {**of_all, **person}.items():
            table[name][ROW] = value
        heard = np.zeros(4, civilians.NEWS_DTYPE)
        own = np.full((4, 2, flight.TOLD), 0.3)  # of the other community, of other places
        own[HERE, 1], own[HERE, 1, ALIVE] = 0.0, 1.0
        for name, told in (news or {}).items():
            if name in OF_COMMUNITY:
                own[HERE, 1, OF_COMMUNITY[name]] = told
            else:
                heard[name][HERE] = told
        own[FAR, 1, SAFE], own[FAR, 1, FEARED] = far_safe, far_feared
        out = np.full((4, 2), 0.9)  # of the other community, of other places
        out[HERE, 1] = driven
        felt = np.full((4, 2, 3), 0.9)
        felt[HERE, 1], felt[FAR, 1] = (7.0, *mood), kin
        indptr, road = np.array([0, 1, 3, 3, 3], np.int32), np.array([FAR, FIRST, SECOND], np.int16)
        chances = np.array([[1.0, 0.9, 1.0], [1.0, *ways]])
        border = np.array([[0.5] * 4, [0.0, leave, 0.0, 0.0]])
        r = _rules(**rules)
        if request.param == "kernel":
            places = np.zeros(4, PLACE_DTYPE)
            one = _world(
                [0, 1, 3, 3, 3], [FAR, FIRST, SECOND], [1.0] * 3, r, places=places, civilians=table
            )
            one.mood, one.driven = felt, out
            civilians._live(one, heard, own, chances, border)
            return one.civilians[ROW]
        roads = SimpleNamespace(indptr=indptr, target=road)
        world: Any = SimpleNamespace(
            mood=felt,
            driven=out,
            roads=roads,
            place_count=4,
            rules=SimpleNamespace(civilian=r),
            seed=SEED,
            week=WEEK,
        )
        agent = people.Civilian.__new__(people.Civilian)
        columns = {n: table[n].item(ROW) for n in people.FELT + people.FIXED}
        model = SimpleNamespace(news=people.News(world, heard, own, chances, border))
        agent.__dict__.update(model=model, row=ROW, **columns)
        agent.step()
        people.gather([agent], table[ROW:])
        return table[ROW]

    return live


def test_fear_follows_neighbours_fades_and_rises_with_the_news(lived: Any) -> None:
    """0.5 + 0.5 * (0.75 - 0.5) = 0.625; less 0.6 of it: 0.25; then 0.25 + 0.75 * 0.4 = 0.55."""
    person = {"fear": 0.5}
    now = lived(person, {"fright": 0.4}, mood=(0.75, 0.0), rumour=0.5, fear_decay=0.6)
    assert now["fear"] == pytest.approx(0.55, rel=1e-6)


def test_grievance_follows_neighbours_more_slowly_than_fear(lived: Any) -> None:
    """0.5 + 0.2 * 0.5 * (1 - 0.5) = 0.55; 0.4 of the way to 0.3: 0.45; 0.45 + 0.55 * 0.2."""
    person = {"grievance": 0.5, "grievance_base": 0.3}
    now = lived(person, {"outrage": 0.2}, mood=(0.0, 1.0), rumour=0.5, grievance_decay=0.4)
    assert now["grievance"] == pytest.approx(0.56, rel=1e-6)


def test_how_much_more_slowly_grievance_follows_is_natures(lived: Any) -> None:
    """0.5 + 0.4 * 0.5 * (1 - 0.5) = 0.6; 0.4 of the way to 0.3: 0.48; 0.48 + 0.52 * 0.2."""
    person = {"grievance": 0.5, "grievance_base": 0.3}
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


@pytest.mark.parametrize(
    ("grievance", "weight"),
    [(0.5, 200 / 3), (0.0, 250 / 3), (0.25, 75.0)],  # ratio 4/3, 2/3 and 1: those of the mean
)
def test_those_who_take_up_arms_are_taken_off_it_the_aggrieved_first(
    lived: Any, grievance: float, weight: float
) -> None:
    """A quarter join, by (0.5 + grievance) / (0.5 + 0.25); of the half who live on, of all."""
    person, told = {"grievance": grievance}, {"joins": 0.25, "least": 0.5}
    now = lived(person, told, mood=(0.0, 0.25))
    assert now["weight"] == pytest.approx(weight, rel=1e-12)
    now = lived(person, {**told, "alive": 0.5}, mood=(0.0, 0.25))
    assert now["weight"] == pytest.approx(weight / 2, rel=1e-12)
    assert lived(person, {"joins": 0.0, "least": 0.5}, mood=(0.0, 0.25))["weight"] == 100.0


def test_no_more_than_all_take_up_arms(lived: Any) -> None:
    told = {"joins": 0.9, "least": 0.5}
    assert lived({"grievance": 1.0}, told, mood=(0.0, 0.25))["weight"] == 0.0


def test_a_part_of_what_is_heard_comes_from_relatives_in_another_town(lived: Any) -> None:
    """Fear: 0.5 here and 1 there, half of it: 0.75; 0.25 + 0.5 * (0.75 - 0.25) = 0.5.

    Grievance: 0.25 and 0.75: 0.5; 0.2 * 0.5 * 0.5 = 0.05. Without ears for them 0.375 and 0.025.
    """
    person = {"fear": 0.25, "grievance": 0.0}
    for heard, fear, grievance in ((0.5, 0.5, 0.05), (0.0, 0.375, 0.025)):
        now = lived(person, mood=(0.5, 0.25), kin=(3.0, 1.0, 0.75), rumour=0.5, kin_heard=heard)
        assert now["fear"] == pytest.approx(fear, rel=1e-6)
        assert now["grievance"] == pytest.approx(grievance, rel=1e-6)


def test_where_no_relatives_are_left_nothing_is_heard_from_them(lived: Any) -> None:
    person = {"fear": 0.25, "grievance": 0.0}
    now = lived(person, mood=(0.5, 0.25), kin=(0.0, 1.0, 0.75), rumour=0.5, kin_heard=0.5)
    assert now["fear"] == pytest.approx(0.375, rel=1e-6)
    assert now["grievance"] == pytest.approx(0.025, rel=1e-6)


def test_abroad_only_fear_changes_and_it_fades(lived: Any) -> None:
    """0.5 - 0.25 * 0.5 = 0.375; weight, grievance, trust and livelihood stay as they are."""
    felt = {"grievance": 0.5, "trust_state": 0.5, "trust_mission": 0.5, "livelihood": 0.5}
    person = {**felt, "fear": 0.5, "displaced": ABROAD, "home": FAR, "weeks_displaced": 3}
    told = dict.fromkeys(("fright", "outrage", "state", "mission", "harm", "economy"), 0.25)
    now = lived(
        person,
        {**told, "alive": 0.5, "joins": 0.5},
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


@pytest.mark.parametrize("status", [AT_HOME, DISPLACED])
@pytest.mark.parametrize("sign", [1, -1])
def test_the_driven_out_leave_without_fear_and_wherever_their_home_is(
    lived: Any, status: int, sign: int
) -> None:
    """1 - exp(-rate) just above or below the luck; at fear 0.25: 0.4 * 0.25 of it by flight."""
    rate = -math.log(1.0 - _luck(streams.FLIGHT)) * (1 + sign * JUST)
    person = {"displaced": status, "home": HERE if status == AT_HOME else FAR}
    for fear, driven in ((0.0, rate), (0.25, 0.9 * rate)):
        numbers = {"flight": 0.4 * rate, "onward": 1.0}
        now = lived({**person, "fear": fear}, ways=(1.0, 1.0), driven=driven, **numbers)
        assert now["place"] == (FIRST if sign > 0 else HERE)


def test_nobody_returns_to_where_those_rule_who_are_feared(lived: Any) -> None:
    """At a chance of 1 all do, at 1 less what they fear just above the luck they do still."""
    person = {"displaced": DISPLACED, "home": FAR}
    luck = _luck(streams.RETURN)
    for feared, home in ((1.0, False), (1.0 - luck * (1 + JUST), True), (1.0 - luck, False)):
        now = lived(person, far_safe=1.0, far_feared=feared, return_rate=1.0)
        assert (now["displaced"] == AT_HOME) == home


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
        news, _, _, _ = civilians.hear_news(world)
        heard += [float(news["mission"][0]), float(news["harm"][0])]
    assert heard == pytest.approx(
        [0.37671320, 0.22119922, 0.55, 0.22119922, 0.55, 0.0], rel=1e-7, abs=1e-12
    )


@pytest.mark.parametrize(("wet", "expected"), [(False, 0.75), (True, 0.5)])
def test_people_flee_on_the_roads_of_the_season(wet: bool, expected: float) -> None:
    """Dry: sqrt(900) / (4 + 6) = 3 against 1 for the second road; wet: / (4 + 26) = 1 against 1."""
    world = a_world()
    set_numbers(world, "civilian", **KNOWN)
    world.threat[:] = 0.0
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
    _, _, ways, _ = civilians.hear_news(world)
    for own in ways:  # of each community, which are alike here
        assert own[first : first + 2] == pytest.approx([expected, 1.0], rel=1e-9)


def test_each_community_flees_from_its_own_enemies() -> None:
    """The first road leads to where a faction rules that community 1 fears half: 0.5 to 1 for it,

    for others 1 to 1; two roads of the same length to as many people.
    """
    world = a_world()
    set_numbers(world, "civilian", **KNOWN, kin_draw=0.0)
    roads = world.roads
    first, last = int(roads.indptr[0]), int(roads.indptr[1])
    assert last - first >= 2
    near = roads.target[first : first + 2]
    world.places["danger"], world.places["deaths"] = 0.0, 0
    world.places["start_persons"][roads.target[first:last]] = 0.0
    world.places["start_persons"][near] = 900.0
    roads.hours = roads.hours.copy()
    roads.hours[first : first + 2] = 6.0
    world.threat[:], world.control[:] = 0.0, 0.0
    world.threat[2, 1], world.control[2, near[0]] = 0.5, 1.0
    _, _, ways, leave = civilians.hear_news(world)
    assert ways[:, first] == pytest.approx([1 / 3 if c == 1 else 0.5 for c in range(len(ways))])
    assert leave.shape == (len(ways), world.place_count)


def test_a_week_of_the_world_changes_its_people_and_then_its_sums() -> None:
    """All fear 0.5; nothing happens but that fear fades by a fifth: 0.4, and places say so."""
    world = a_world()
    world.civilians["fear"] = 0.5
    world.mood[:, :, 1] = 0.5
    world.places["deaths"], world.places["toll"] = 0, 0.0
    world.places["toll"][0] = world.places["persons"][0] / 4
    world.threat[:] = 0.0
    before = world.places["persons"].copy()
    set_numbers(world, "civilian", fear_decay=0.2, flight=0.0, return_rate=0.0)
    civilians.live(world)
    assert world.civilians["fear"] == pytest.approx(0.4, rel=1e-6)
    assert world.places["fear"] == pytest.approx(0.4, rel=1e-6)
    before[0] *= 0.75
    assert world.places["persons"] == pytest.approx(before, rel=1e-9)


def test_who_takes_up_arms_leaves_the_civilians_exactly() -> None:
    """A person of every place and community for each: no more, no fewer; with the dead likewise.

    Grievances differ by luck; in place 0 a half of each community join, too many to be only the
    most aggrieved.
    """
    world = a_world()
    world.civilians["grievance"] = np.random.default_rng(1).random(len(world.civilians)) ** 4
    tally.civilians(world)
    before = world.mood[:, :, 0].copy()
    world.threat[:], world.places["deaths"] = 0.0, 0
    world.places["toll"] = 0.0
    world.joined[:] = joined = 0.1 * before
    world.joined[0] = joined[0] = 0.5 * before[0]
    world.slain[:] = slain = 0.05 * before
    world.places["toll"][1] = 100.0
    set_numbers(world, "civilian", flight=0.0, return_rate=0.0)
    civilians.live(world)
    after = before - joined - slain
    after[1] -= 100.0 * after[1] / after[1].sum()
    assert world.mood[:, :, 0] == pytest.approx(after, rel=1e-9, abs=1e-9)
    assert not world.joined.any()
    civilians.live(world)
    assert world.places["persons"].sum() == pytest.approx((after - slain).sum(), rel=1e-9)


def test_the_more_aggrieved_of_a_community_are_left_less_numerous() -> None:
    """Two rows stand for 1000 each, at 0.3 and 0.7: mean 0.5; a tenth, 200, take up arms:

    1000 * 0.1 * 0.4 / 0.6 of the first and 1000 * 0.1 * 0.8 / 0.6 of the second: 66.7 and 133.3.
    """
    world = a_world()
    set_numbers(world, "civilian", joins_less=0.1, flight=0.0, return_rate=0.0)
    table = world.civilians
    table["weight"], table["displaced"] = 0.0, AT_HOME
    table["weight"][:2], table["grievance"][:2] = 1000.0, (0.3, 0.7)
    for name in ("home", "place", "community"):
        table[name] = 0
    tally.civilians(world)
    world.joined[:], world.slain[:] = 0.0, 0.0
    world.joined[0, 0] = 200.0
    civilians.live(world)
    assert world.civilians["weight"][:2] == pytest.approx(
        [1000 - 200 / 3, 1000 - 400 / 3], rel=1e-6
    )


@pytest.mark.parametrize(("enmity", "feared"), [(0.0, 0.0), (1.0, 0.5)])
def test_without_enmity_nobody_fears_who_rules(enmity: float, feared: float) -> None:
    """Faction 1 holds all and wants territory, with lines and half disciplined: 1 * 0.5.

    It is feared by the community of its enemy, faction 2, and not by others.
    """
    world = a_world()
    world.enmity[:], world.control[:] = 0.0, 0.0
    world.enmity[1, 2] = world.enmity[2, 1] = enmity
    world.control[1] = 1.0
    table = world.factions
    table["community"][:4], table["standing"][:4] = [-1, 0, 1, -1], FIGHTING
    table["lines"][1], table["discipline"][1], table["goal"][1] = 1.0, 0.5, FOR_TERRITORY
    take_aim(world)
    world.places["deaths"], world.places["danger"] = 0, 0.0
    set_numbers(world, "civilian", expelled=2.0)
    _, own, _, _ = civilians.hear_news(world)
    assert own[:, 1, FRIGHT] == pytest.approx(1.0 - math.exp(-2.0 * feared), abs=1e-12)
    assert own[:, 1, FEARED] == pytest.approx(feared)
    others = [c for c in range(own.shape[1]) if c != 1]
    assert not own[:, others, FRIGHT].any()
    assert not own[:, others, FEARED].any()
    assert (own[:, :, SAFE] == 1.0).all()


# where relatives live


def test_relatives_live_where_ones_community_does() -> None:
    """Community 0: 1000 people in place 0, 1500 in place 1: there if the luck is above 0.4.

    Community 1: 1500 in place 1, 500 in place 2: there if it is above 0.75. Wherever one lives.
    """
    persons = np.array([1000.0, 3000.0, 500.0])
    shares = np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]])
    table = settle(SEED, 90, persons, shares, np.zeros(3, np.float32), packed(Start()))
    luck = np.array([streams.u_plain(SEED, streams.KIN, 0, i, 0) for i in range(len(table))])
    of_first = table["community"] == 0
    expected = np.where(of_first, np.where(luck > 0.4, 1, 0), np.where(luck > 0.75, 2, 1))
    assert table["kin"].tolist() == expected.tolist()
    lives_apart = table["kin"] != table["home"]
    assert lives_apart[of_first].sum() > 0 and lives_apart[~of_first].sum() > 0
