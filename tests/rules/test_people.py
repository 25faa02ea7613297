"""Civilians and fighters as agents: what they are told, how they reach their rows.

What a civilian does in a week is in test_civilians.py, for the agent and the kernel alike.
"""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from rules.bench import set_numbers
from sim.agents import people
from sim.case.scenario import load_scenario
from sim.mechanisms import civilians
from sim.model import PeaceModel
from sim.state import flight, tally
from sim.state.civilians import ABROAD, AT_HOME, DISPLACED
from sim.state.civilians import DTYPE as CIVILIAN_DTYPE
from sim.state.factions import REINTEGRATING
from sim.state.world import World

SMALL = {"nature.civilians": 100, "nature.combatants": 100}


@cache
def _model() -> PeaceModel:
    """One for the tests that only read or that put back what they changed."""
    return PeaceModel(load_scenario("zambara", SMALL), seed=1)


def test_news_are_those_of_each_place_and_roads_begin_where_their_place_does() -> None:
    names = list(civilians.NEWS_DTYPE.names or ())
    news = np.zeros(3, civilians.NEWS_DTYPE)
    for k, name in enumerate(names):
        news[name] = [k, k + 10, k + 20]
    own = np.arange(36.0).reshape(3, 2, 6)
    world: Any = SimpleNamespace(
        mood=np.arange(18.0).reshape(3, 2, 3),
        driven=np.array([[0.0, 0.3], [0.1, 0.0], [0.0, 0.0]]),
        roads=SimpleNamespace(indptr=np.array([0, 2, 2, 3]), target=np.array([1, 2, 0])),
        place_count=3,
        rules=SimpleNamespace(civilian="rules"),
        seed=4,
        week=7,
    )
    ways = np.array([[0.25, 1.0, 0.5], [0.75, 1.0, 1.0]])
    leave = np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]])
    told = people.News(world, news, own, ways, leave)
    assert [getattr(told, name) for name in names] == [[k, k + 10, k + 20] for k in range(4)]
    assert told.own[0][1] == [6.0, 7.0, 8.0, 9.0, 10.0, 11.0]
    assert told.own[2][0] == [24.0, 25.0, 26.0, 27.0, 28.0, 29.0]
    assert told.leave == [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]
    assert told.driven == [[0.0, 0.3], [0.1, 0.0], [0.0, 0.0]]
    assert told.mood[1] == [[6.0, 7.0, 8.0], [9.0, 10.0, 11.0]]
    assert told.roads == [
        [[(1, 0.25), (2, 1.0)], [], [(0, 0.5)]],
        [[(1, 0.75), (2, 1.0)], [], [(0, 1.0)]],
    ]
    assert (told.rules, told.seed, told.week) == ("rules", 4, 7)


def _troubled(model: PeaceModel) -> World:
    """Its world by luck: people of all moods everywhere, killed, joining and ruled by enemies."""
    world, luck = model.world, np.random.default_rng(5)
    table, count = world.civilians, len(world.civilians)
    for name in ("fear", "grievance", "grievance_base", "trust_state", "trust_mission"):
        table[name] = luck.random(count)
    table["livelihood"] = luck.random(count)
    table["place"], table["kin"] = luck.integers(0, world.place_count, (2, count))
    table["displaced"] = luck.integers(0, 3, count)
    table["weeks_displaced"] = luck.integers(0, 9, count)
    home = table["displaced"] == AT_HOME
    table["place"][home] = table["home"][home]
    tally.civilians(world)
    world.places["deaths"] = luck.integers(0, 9, world.place_count)
    world.places["danger"] = 0.1 * luck.random(world.place_count)
    world.places["toll"] = 0.01 * luck.random(world.place_count) * world.places["persons"]
    world.places["presence"] = luck.random(world.place_count)
    there = world.mood[:, :, 0]
    world.slain[:] = 0.1 * luck.random(there.shape) * there
    world.joined[:] = 0.4 * luck.random(there.shape) * there
    world.abused[:] = 0.5 * world.slain
    world.threat[:] = luck.random(world.threat.shape)
    world.week = 3
    return world


def test_plain_civilians_and_the_rule_agree_to_the_last_digit() -> None:
    """In a week in which all that can happen to somebody happens to many."""
    model = PeaceModel(load_scenario("zambara", {**SMALL, "nature.civilians": 1000}), seed=1)
    world = _troubled(model)
    set_numbers(world, "civilian", flight=2.0, return_rate=0.8)
    heard = civilians.hear_news(world)
    model.news = people.News(world, *heard)
    before, plain = world.civilians.copy(), world.civilians.copy()
    agents = [people.Civilian(model, row) for row in range(len(before))]
    for agent in agents:
        agent.step()
    people.gather(agents, plain)
    civilians._live(world, *heard)
    for name in CIVILIAN_DTYPE.names or ():
        assert world.civilians[name].tolist() == plain[name].tolist(), name
    for name in people.FELT:
        assert (world.civilians[name] != before[name]).sum() > 100, name
    for was in (AT_HOME, DISPLACED, ABROAD):
        now = plain["displaced"][before["displaced"] == was]
        possible = {AT_HOME, DISPLACED, ABROAD} if was != ABROAD else {AT_HOME, ABROAD}
        assert set(now.tolist()) == possible
    assert (heard[1][:, :, flight.JOINS] > 0.0).any()


def test_a_plain_civilian_starts_as_its_row_says_and_knows_its_cell() -> None:
    model = _model()
    one = people.Civilian(model, 3)
    row = model.world.civilians[3]
    for name in people.FELT + people.FIXED:
        assert getattr(one, name) == row[name].item()
    one.place = 7
    assert one.cell is model.space[7]
    with pytest.raises(RuntimeError, match="row of a table"):
        one.remove()


def test_who_goes_home_is_at_home_and_counts_no_weeks() -> None:
    one = people.Civilian.__new__(people.Civilian)
    one.__dict__.update(home=2, place=1, displaced=ABROAD, weeks_displaced=9)
    one.go_home()
    assert (one.place, one.displaced, one.weeks_displaced) == (2, AT_HOME, 0)


def test_plain_civilians_are_written_to_columns_and_round_as_columns_do() -> None:
    """0.1 becomes the nearest float32; weights stay double; what is fixed is not written."""
    table = np.zeros(2, CIVILIAN_DTYPE)
    agents: list[Any] = []
    for k in range(2):
        values = dict.fromkeys(people.FELT, k + 1) | {"fear": 0.1 * (k + 1), "weight": 0.1}
        agents.append(SimpleNamespace(**values, **dict.fromkeys(people.FIXED, 9)))
    people.gather(agents, table)
    assert table["fear"].tolist() == [float(np.float32(0.1)), float(np.float32(0.2))]
    assert [agent.fear for agent in agents] == table["fear"].tolist()
    assert table["weight"].tolist() == [0.1, 0.1]
    for name in people.FELT[2:]:
        assert table[name].tolist() == [1, 2]
    for name in people.FIXED:
        assert table[name].tolist() == [0, 0]
    assert [agent.place for agent in agents] == [1, 2]


def test_agents_made_on_demand_reach_their_rows() -> None:
    model = _model()
    every = people.rows_of(model, people.CivilianRow, "civilians")
    assert len(every) == len(model.world.civilians)
    ids = [one.unique_id for one in every]
    assert len(set(ids)) == len(ids)
    again = people.rows_of(model, people.CivilianRow, "civilians")
    assert [one.unique_id for one in again] == ids  # of the same row, the same
    assert [one.row for one in every[:3]] == [0, 1, 2]
    one: Any = every[2]
    before = one.fear
    one.fear = 0.75
    assert model.world.civilians["fear"][2] == 0.75
    one.fear = before
    assert one.cell is model.space[one.place]
    assert (one.pos, one.model) == (None, model)


def test_what_is_no_column_cannot_be_set_on_an_agent_made_on_demand() -> None:
    one: Any = people.rows_of(_model(), people.CivilianRow, "civilians")[0]
    with pytest.raises(AttributeError, match=r"CivilianRow\.courage: not a column"):
        one.courage = 1.0
    one.pos = (1, 2)  # Mesa's own are let through
    assert one.pos == (1, 2)


def test_a_combatant_says_in_words_how_it_stands_and_for_whom() -> None:
    model = _model()
    table = model.world.combatants
    one: Any = people.rows_of(model, people.CombatantRow, "combatants")[4]
    before = table[4].copy()
    table["status"][4], table["faction"][4], table["place"][4] = REINTEGRATING, 2, 5
    assert (one.status, one.faction) == ("in reintegration", "Dukono Brigade")
    assert one.cell is model.space[5]
    one.weeks = 12
    assert table["weeks"][4] == 12
    table[4] = before
