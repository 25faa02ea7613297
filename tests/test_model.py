"""PeaceModel as a Mesa model: leaders one can replace, people as agents, copies, memory."""

from __future__ import annotations

import copy
import functools
import gc
import pickle
import weakref

import numpy as np
import pytest
from helpers import assert_same_world, busy, columns, differences

from sim.agents import (
    Civilian,
    Combatant,
    Faction,
    LocalGovernment,
    MissionHeadquarters,
    PeacekeepingUnit,
)
from sim.agents.base import own_ways
from sim.agents.citizen import REPORTED
from sim.case.scenario import Scenario
from sim.model import PeaceModel
from sim.runs.run import Run


class Restless(Faction):
    """Another theory: campaign always, against the most valuable place."""

    def decide(self) -> None:
        if self.standing == "fighting" and self.posture != "campaign":
            self.posture = "campaign"
            self.target = int(np.argmax(self.world.places["value"]))


class Idle(Faction):
    """Another theory: nobody moves."""

    def decide(self) -> None:
        self.posture = "rest"


class Capital(MissionHeadquarters):
    """Everybody to place 0."""

    def weigh_places(self) -> np.ndarray:
        weights = np.zeros(self.world.place_count)
        weights[0] = 1.0
        return weights


class Lazy(LocalGovernment):
    """Does nothing."""

    def decide(self) -> None:
        pass


def stepped(model: PeaceModel, weeks: int) -> PeaceModel:
    for _ in range(weeks):
        model.step()
    return model


@pytest.fixture
def model(case: Scenario) -> PeaceModel:
    return stepped(PeaceModel(case, seed=1), 10)


# leaders


def test_an_own_faction_class_decides(case: Scenario) -> None:
    restless = stepped(PeaceModel(case, seed=1, faction_class=Restless), 30)
    idle = stepped(PeaceModel(case, seed=1, faction_class=Idle), 30)
    assert all(isinstance(faction, Restless) for faction in restless.factions.values())
    fighting = [f for f in restless.factions.values() if f.standing == "fighting"]
    assert fighting and all(f.posture == "campaign" for f in fighting)
    busy_weeks = Run.of_model(restless).outcomes["events_battle"]
    quiet_weeks = Run.of_model(idle).outcomes["events_battle"]
    assert busy_weeks > 2.0 * quiet_weeks


def test_a_class_for_one_faction_leaves_the_others(case: Scenario) -> None:
    rebels = next(spec.name for spec in case.factions if spec.kind == "rebels")
    model = stepped(PeaceModel(case, seed=1, faction_class={rebels: Idle}), 10)
    assert type(model.factions[rebels]) is Idle
    assert model.factions[rebels].posture == "rest"
    assert {type(f) for name, f in model.factions.items() if name != rebels} == {Faction}


def test_splinters_are_met_with_the_same_class(case: Scenario) -> None:
    model = stepped(PeaceModel(busy(case), seed=3, faction_class=Restless), 60)
    assert len(model.world.names) > len(busy(case).factions), "nothing split"
    assert len(model.factions) >= len(model.world.names) - 1
    assert all(isinstance(faction, Restless) for faction in model.factions.values())


def test_headquarters_and_governments_can_be_replaced(case: Scenario) -> None:
    model = PeaceModel(busy(case), seed=1, headquarters_class=Capital, government_class=Lazy)
    stepped(model, 50)
    units = model.world.mission.units
    based = units["place"][(units["status"] == 1) & (units["place"] >= 0)]
    assert len(based) and (based == 0).mean() > 0.5
    plain = stepped(PeaceModel(busy(case), seed=1), 50)
    assert (model.world.governments["priority"] == 0).all()
    assert (plain.world.governments["priority"] != 0).any()
    assert isinstance(model.headquarters, Capital)
    assert all(isinstance(g, Lazy) for g in model.governments)


class Same(Faction):
    """Nothing is overridden."""

    def shout(self) -> str:
        return self.name.upper()


class Told(Faction):
    """All is overridden, by what it was."""

    def decide(self) -> None:
        super().decide()

    def wish_to_change(self) -> float:
        return super().wish_to_change()

    def weigh_postures(self) -> np.ndarray:
        return super().weigh_postures()

    def choose_target(self) -> int:
        return super().choose_target()


class SameModel(PeaceModel):
    """Nothing is overridden."""


def test_a_subclass_that_changes_nothing_changes_nothing(case: Scenario) -> None:
    one = stepped(PeaceModel(busy(case), seed=2), 30)
    for kind in (Same, Told, {busy(case).factions[1].name: Told}):
        two = stepped(SameModel(busy(case), seed=2, faction_class=kind), 30)
        assert_same_world(one, two)


def test_who_overrides_nothing_is_not_asked(
    case: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One theory of one's own costs no more than itself."""
    names = [spec.name for spec in case.factions]
    asked: list[str] = []

    class Own(Faction):
        def wish_to_change(self) -> float:
            asked.append(self.name)
            return super().wish_to_change()

    model = PeaceModel(case, seed=1, faction_class={names[0]: Same, names[1]: Own})
    assert own_ways(model.factions.values()) == {1}
    assert not own_ways(model.governments) and not own_ways([model.headquarters])
    stepped(model, 10)
    assert set(asked) == {names[1]}


def test_a_method_replaced_on_a_leader_is_called(case: Scenario) -> None:
    """On one leader, one government, the headquarters, or on a class."""
    model = PeaceModel(busy(case), seed=1)
    rebels = next(f for f in model.factions.values() if f.kind == "rebels")
    called: list[str] = []
    rebels.decide = lambda: called.append("rebels")  # type: ignore[method-assign]
    model.governments[3].decide = lambda: called.append("place")  # type: ignore[method-assign]
    model.headquarters.adapt = lambda: called.append("mission")  # type: ignore[method-assign]
    stepped(model, 10)
    assert set(called) == {"rebels", "place", "mission"}
    assert (rebels.posture, rebels.months) == ("hold", 0)
    assert model.world.governments["priority"][3] == 0
    assert (model.world.governments["priority"] != 0).any()


def test_a_method_replaced_in_a_class_is_called(
    case: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []
    plain = Faction.choose_target

    @functools.wraps(plain)
    def aim(leader: Faction) -> int:
        called.append(leader.name)
        return plain(leader)

    monkeypatch.setattr(Faction, "choose_target", aim)
    model = stepped(PeaceModel(case, seed=1), 30)
    assert called
    monkeypatch.undo()
    assert_same_world(model, stepped(PeaceModel(case, seed=1), 30))


def test_leaders_read_and_write_their_rows(model: PeaceModel) -> None:
    faction = next(iter(model.factions.values()))
    faction.weariness = 0.75
    assert model.world.factions["weariness"][faction.row] == np.float32(0.75)
    with pytest.raises(ValueError, match="posture"):
        faction.posture = "sleep"
    government = model.governments[3]
    government.capacity = 0.5
    assert model.world.governments["capacity"][3] == 0.5


def test_arguments_that_make_no_sense_are_refused(case: Scenario) -> None:
    class Own(Civilian):
        pass

    with pytest.raises(ValueError, match="population"):
        PeaceModel(case, population="people")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="agents"):
        PeaceModel(case, civilian_class=Own)


# people on demand


def test_agents_by_type_covers_everybody(model: PeaceModel) -> None:
    sets = model.agents_by_type
    assert len(sets[Civilian]) == len(model.world.civilians)
    assert len(sets[Combatant]) == len(model.world.combatants)
    assert len(sets[Faction]) == len(model.factions)
    assert len(sets[LocalGovernment]) == model.world.place_count
    assert len(sets[MissionHeadquarters]) == 1
    assert len(model.agents) == sum(len(found) for found in sets.values())


def test_units_are_agents_once_they_exist(case: Scenario) -> None:
    model = stepped(PeaceModel(busy(case), seed=1), 40)
    units = model.agents_by_type[PeacekeepingUnit]
    assert len(units) == len(model.world.mission.units)
    present = [unit for unit in units if unit.status == "present" and unit.place >= 0]
    assert present
    assert all(unit.cell is model.space[unit.place] for unit in present)
    assert all(unit in unit.cell.agents for unit in present)
    assert {unit.contributor for unit in units} <= {c.name for c in case.mission.contributors}


def test_select_get_agg_groupby_read_the_columns(model: PeaceModel) -> None:
    people = model.agents_by_type[Civilian]
    table = model.world.civilians
    np.testing.assert_array_equal(people.get("fear"), table["fear"].tolist())
    afraid = people.select(lambda person: person.fear > 0.1)
    assert len(afraid) == int((table["fear"].astype(float) > 0.1).sum())
    assert people.agg("weight", sum) == pytest.approx(float(table["weight"].sum()))
    groups = people.groupby("home").count()
    assert groups == dict(enumerate(np.bincount(table["home"]).tolist()))
    fighters = model.agents_by_type[Combatant]
    assert set(fighters.groupby("faction").count()) <= set(model.world.names)
    assert fighters.agg("weight", sum) == pytest.approx(
        float(model.world.combatants["weight"].sum())
    )


def test_set_and_do_reach_the_columns(model: PeaceModel) -> None:
    class Preacher:
        """What `do` calls."""

        @staticmethod
        def calm(person: Civilian) -> None:
            person.fear = 0.0

    people = model.agents_by_type[Civilian]
    people.set("trust_state", 0.25)
    assert (model.world.civilians["trust_state"] == 0.25).all()
    people.select(lambda person: person.home == 0).do(Preacher.calm)
    table = model.world.civilians
    assert (table["fear"][table["home"] == 0] == 0.0).all()
    person = next(iter(people))
    person.grievance = 0.5
    assert table["grievance"][person.row] == 0.5
    fighter = next(iter(model.agents_by_type[Combatant]))
    fighter.abusive = 1.0
    assert model.world.combatants["abusive"][fighter.row] == 1.0


def test_a_write_changes_the_future(case: Scenario) -> None:
    one, two = PeaceModel(case, seed=1), PeaceModel(case, seed=1)
    two.agents_by_type[Civilian].set("fear", 1.0)
    stepped(one, 5)
    stepped(two, 5)
    fled = [m.world.record.series["displaced"][-1] for m in (one, two)]
    assert fled[1] > fled[0]


def test_looking_changes_nothing(case: Scenario) -> None:
    one, two = PeaceModel(case, seed=1), PeaceModel(case, seed=1)
    for _ in range(20):
        one.step()
        two.step()
        list(two.agents)
        two.agents_by_type[Civilian].get("fear")
        _ = two.datacollector.get_model_vars_dataframe()
    assert_same_world(one, two)


def test_views_grow_with_their_table(case: Scenario) -> None:
    model = PeaceModel(case, seed=1)
    before = len(model.agents_by_type[Combatant])
    stepped(model, 30)
    assert len(model.world.combatants) > before, "nobody was recruited"
    assert len(model.agents_by_type[Combatant]) == len(model.world.combatants)


@pytest.mark.parametrize("kind", [Civilian, Combatant])
def test_a_foreign_attribute_on_a_row_is_refused(
    model: PeaceModel, kind: type[Civilian] | type[Combatant]
) -> None:
    agent = next(iter(model.agents_by_type[kind]))
    with pytest.raises(AttributeError, match="hunger"):
        agent.hunger = 1.0
    with pytest.raises(AttributeError):
        model.agents_by_type[kind].set("hunger", 1.0)


def test_own_attributes_are_kept_in_agents_mode(case: Scenario) -> None:
    class Hungry(Civilian):
        """A student's civilian."""

        def __init__(self, model: PeaceModel, row: int) -> None:
            super().__init__(model, row)
            self.hunger = 0

        def step(self) -> None:
            super().step()
            self.hunger += 1

    model = PeaceModel(case, seed=1, population="agents", civilian_class=Hungry)
    stepped(model, 4)
    people = model.agents_by_type[Hungry]
    assert people.get("hunger") == [4] * len(people)
    assert type(people).__name__.endswith("AgentSet")  # Mesa 3.5 hands out a kind of its own
    plain = stepped(PeaceModel(case, seed=1), 4)
    assert not differences(columns(model.world), columns(plain.world))


def test_everybody_stands_in_a_cell(model: PeaceModel) -> None:
    for kind in (Civilian, Combatant):
        for agent in model.agents_by_type[kind].select(at_most=20):
            assert agent.cell is model.space[agent.place]
    graph = model.case.region.graph
    assert len(model.space.all_cells) == graph.number_of_nodes()
    for place in graph:
        joined = {cell.coordinate for cell in model.space[place].connections.values()}
        assert joined == set(graph[place])
    for government in model.governments:
        assert government.cell is model.space[government.row]


# copies


@pytest.mark.parametrize("population", ["arrays", "agents"])
@pytest.mark.parametrize("way", ["pickle", "deepcopy"])
def test_a_copy_continues_identically(case: Scenario, way: str, population: str) -> None:
    model = PeaceModel(busy(case), seed=3, population=population)  # type: ignore[arg-type]
    stepped(model, 25)
    _ = model.agents_by_type[Civilian], model.datacollector
    twin = pickle.loads(pickle.dumps(model)) if way == "pickle" else copy.deepcopy(model)
    untouched = columns(model.world)
    stepped(twin, 25)
    assert not differences(untouched, columns(model.world)), "the copy writes into its origin"
    stepped(model, 25)
    assert_same_world(model, twin)
    assert Run.of_model(model).to_json() == Run.of_model(twin).to_json()
    assert model.datacollector.model_vars == twin.datacollector.model_vars
    twin.agents_by_type[Civilian].set("fear", 1.0)
    assert not (model.world.civilians["fear"] == 1.0).all()


def test_a_fork_is_another_history(model: PeaceModel) -> None:
    fork = copy.deepcopy(model)
    fork.world.factions["posture"][:] = 0
    stepped(model, 20)
    stepped(fork, 20)
    assert differences(columns(model.world), columns(fork.world))


def test_two_models_live_side_by_side(case: Scenario) -> None:
    alone = stepped(PeaceModel(case, seed=1), 20)
    one, two = PeaceModel(case, seed=1), PeaceModel(busy(case), seed=2)
    for _ in range(20):
        one.step()
        two.step()
    assert_same_world(alone, one)
    one.agents_by_type[Civilian].set("fear", 0.0)
    assert two.world.civilians["fear"].max() > 0.0
    assert next(iter(two.agents_by_type[Civilian])).model is two


@pytest.mark.parametrize("population", ["arrays", "agents"])
def test_del_frees_a_model(case: Scenario, population: str) -> None:
    model = PeaceModel(case, seed=1, population=population)  # type: ignore[arg-type]
    stepped(model, 8)
    _ = model.agents_by_type[Civilian].get("fear")
    _ = model.agents_by_type[Combatant], model.agents, model.datacollector
    kept = Run.of_model(model)
    gone = [weakref.ref(model), weakref.ref(model.world)]
    del model
    gc.collect()
    assert [ref() for ref in gone] == [None, None]
    assert kept.outcomes["civilian_deaths"] >= 0.0


# records


def test_the_data_collector_holds_every_week(case: Scenario) -> None:
    model = stepped(PeaceModel(case, seed=1), 12)
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == [*REPORTED, "seed"]
    assert len(frame) == 12
    stepped(model, 3)
    frame = model.datacollector.get_model_vars_dataframe()
    assert len(frame) == 15
    for name in REPORTED:
        np.testing.assert_array_equal(frame[name], model.world.record.series[name])


def test_week_counts_steps(case: Scenario) -> None:
    model = PeaceModel(case, seed=1)
    assert model.week == 0
    assert stepped(model, 7).week == 7
    assert model.world.today == case.date_of(6)
