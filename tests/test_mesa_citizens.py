"""What Mesa's own tools do with PeaceModel, on whichever supported Mesa is installed."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pytest
from mesa.datacollection import DataCollector

import sim
from sim.agents import Civilian, Combatant, Faction
from sim.case.scenario import Scenario
from sim.model import PeaceModel

PAGE = Path(__file__).parents[1] / "docs" / "mesa.md"
WEEKS = 6
RNG = "rng" in inspect.signature(mesa.batch_run).parameters  # Mesa 3.4 and later


@pytest.fixture(scope="module")
def short() -> Scenario:
    small = {"nature.civilians": 100, "nature.combatants": 100, "weeks": WEEKS}
    return sim.load_scenario("zambara", small)


def batch(parameters: dict[str, Any], **how: Any) -> list[dict[str, Any]]:
    with_ = {"max_steps": 50, "display_progress": False, **how}
    rows: list[dict[str, Any]] = mesa.batch_run(PeaceModel, parameters, **with_)
    return rows


# batch_run


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_iterations_differ_and_say_their_seed(short: Scenario) -> None:
    rows = batch({"scenario": short}, iterations=3)
    assert [row["iteration"] for row in rows] == [0, 1, 2]
    assert len({row["seed"] for row in rows}) == 3
    assert len({row["trust_state"] for row in rows}) == 3
    again = PeaceModel(short, rows[1]["seed"])
    again.run_model()
    for name in ("displaced", "trust_state", "control_state"):
        assert again.world.record.series[name][-1] == rows[1][name]


@pytest.mark.parametrize("many", [False, True])
def test_a_scenario_is_one_value_and_a_list_of_them_many(short: Scenario, many: bool) -> None:
    other = short.replace({"nature.violence.level": 9.0})
    rows = batch({"scenario": [short, other] if many else short, "rng": [1, 2]})
    assert [row["rng"] for row in rows] == ([1, 2, 1, 2] if many else [1, 2])
    assert all(row["scenario"] in (short, other) for row in rows)
    assert [row["seed"] for row in rows] == [row["rng"] for row in rows]


def test_rows_hold_the_record_to_the_scenarios_end(short: Scenario) -> None:
    rows = batch({"scenario": short, "rng": 4}, data_collection_period=1)
    run = sim.run(short, 4)
    assert len(rows) == WEEKS
    for name in ("displaced", "civilian_deaths", "trust_state"):
        assert [row[name] for row in rows] == run.kept.series[name].tolist()


@pytest.mark.skipif(not RNG, reason="this Mesa's batch_run takes no rng")
def test_rng_gives_the_seeds(short: Scenario) -> None:
    rows = batch({"scenario": [short]}, rng=[1, 2], max_steps=5)
    assert [row["seed"] for row in rows] == [1, 2]
    for row in rows:
        assert row["displaced"] == sim.run(short, row["seed"], weeks=5).kept.series["displaced"][-1]
    drawn = np.random.default_rng(1).integers(2**31, size=2)
    assert [row["seed"] for row in batch({"scenario": short}, rng=drawn)] == drawn.tolist()


# seeds


def test_rng_is_seed_and_neither_draws_one(short: Scenario) -> None:
    assert PeaceModel(short, rng=np.int64(7)).run_seed == PeaceModel(short, seed=7).run_seed == 7
    one, two = PeaceModel(short), PeaceModel(short)
    assert one.run_seed != two.run_seed
    with pytest.raises(ValueError, match="give one of them"):
        PeaceModel(short, 1, rng=2)
    with pytest.raises(ValueError, match="whole number"):
        PeaceModel(short, rng=np.random.default_rng(1))  # type: ignore[arg-type]


def test_run_model_ends_with_the_scenario_and_a_step_goes_on(short: Scenario) -> None:
    model = PeaceModel(short, 1)
    model.run_model()
    assert (model.week, model.steps, model.running) == (WEEKS, WEEKS, False)
    model.step()
    assert model.week == WEEKS + 1 and not model.running


# the collector


def test_a_collector_of_ones_own_is_filled_every_week(short: Scenario) -> None:
    model = PeaceModel(short, 1)
    model.datacollector = DataCollector(
        model_reporters={"week": "week"},
        agenttype_reporters={Faction: {"fighters": "fighters"}, Civilian: {"fear": "fear"}},
    )
    model.run_model()
    assert model.datacollector.model_vars["week"] == list(range(1, WEEKS + 1))
    frame = model.datacollector.get_agenttype_vars_dataframe(Faction)
    assert len(frame) == WEEKS * len(model.factions)
    fear = model.datacollector.get_agenttype_vars_dataframe(Civilian)["fear"]
    assert len(fear) == WEEKS * 100 and fear.index.is_unique
    assert fear.tolist()[-100:] == model.world.civilians["fear"].tolist()


class Collecting(PeaceModel):
    """As Mesa's tutorial has it: the collector and the step are the subclass's."""

    def __init__(self, scenario: Scenario, seed: int | None = None) -> None:
        super().__init__(scenario, seed)
        self.datacollector = DataCollector({"afraid": self.afraid})

    def afraid(self) -> float:
        return float(self.world.civilians["fear"].mean())

    def step(self) -> None:
        super().step()
        self.datacollector.collect(self)


def test_a_subclass_collects_once_a_week_and_goes_through_batch_run(short: Scenario) -> None:
    model = Collecting(short, 1)
    model.run_model()
    assert len(model.datacollector.model_vars["afraid"]) == WEEKS
    how: dict[str, Any] = {"max_steps": 50, "display_progress": False}
    rows = mesa.batch_run(Collecting, {"scenario": short}, **how)
    assert len(rows) == 1 and 0.0 < rows[0]["afraid"] < 1.0


# agents


class Own(Faction):
    """A faction of one's own."""


def test_a_subclass_stands_under_its_own_name_and_under_ours(short: Scenario) -> None:
    name = short.factions[0].name
    model = PeaceModel(short, 1, faction_class={name: Own})
    sets = model.agents_by_type
    assert [f.name for f in sets[Own]] == [name]
    assert {f.name for f in sets[Faction]} == set(model.factions)
    assert {Own, Faction, Civilian, Combatant} <= set(model.agent_types)


def test_ids_are_unique_among_all(short: Scenario) -> None:
    model = PeaceModel(short, 1)
    for _ in range(3):
        ids = [agent.unique_id for agent in model.agents]
        assert len(ids) == len(set(ids)) > 200
        model.step()


@pytest.mark.parametrize("population", ["arrays", "agents"])
def test_what_cannot_be_done_is_said(short: Scenario, population: Any) -> None:
    model = PeaceModel(short, 1, population=population)
    before = len(model.agents)
    for kind in (Civilian, Combatant, Faction):
        with pytest.raises(RuntimeError, match="set what it holds instead"):
            next(iter(model.agents_by_type[kind])).remove()
    assert len(model.agents) == before
    if population == "arrays":
        with pytest.raises(RuntimeError, match="no step of its own"):
            model.agents_by_type[Civilian].do("step")


def test_who_is_taken_out_by_weight_stays_out(short: Scenario) -> None:
    model = PeaceModel(short, 1)
    first = next(iter(model.agents_by_type[Civilian]))
    first.weight = 0.0
    model.run_model()
    assert first.weight == 0.0
    assert all(np.isfinite(model.world.civilians[name]).all() for name in ("fear", "trust_state"))


# the page of documentation


def test_the_pages_code_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every block, one after another, as a reader types them; not the one that opens a page."""
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {"__name__": "__main__"}
    ran = [block for block in blocks if "SolaraViz" not in block]
    assert len(ran) >= 4 and len(blocks) == len(ran) + 1
    for block in ran:
        run: Callable[..., Any] = exec
        run(block, names)
