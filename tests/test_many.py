"""Many parties and many places: what is allowed works, what is not is said."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest

from sim.case.scenario import Scenario
from sim.country import files
from sim.country.generate import generate_region
from sim.country.region import RegionError, load_region
from sim.country.ways import quickest_ways
from sim.fields.errors import ScenarioError
from sim.machine import shipped
from sim.model import PeaceModel
from sim.runs.run import Run, step_to
from sim.view.app.telling import factions_of
from sim.view.report.page import write_page

TINY = Path(__file__).parent / "data" / "regions" / "tiny"
MOST = 20


def parties(count: int) -> list[dict[str, Any]]:
    """A government and others, each for itself."""
    kinds = ("rebels", "militia", "jihadist", "gang")
    state = {"name": "State", "kind": "state", "fighters": 9000}
    rest = [
        {"name": f"Front of Province {n}", "kind": kinds[n % 4], "fighters": 700}
        for n in range(1, count)
    ]
    return [state, *rest]


def torn(case: Scenario, count: int) -> Scenario:
    """The case's country with so many parties."""
    return case.replace({"events": [], "factions": parties(count), "nature.civilians": 300})


def test_twenty_parties_fight(case: Scenario, tmp_path: Path) -> None:
    model = step_to(PeaceModel(torn(case, MOST), seed=1), 100)
    world = model.world
    assert len(world.factions) >= MOST + 8  # room for those who split off
    assert np.isfinite(world.factions["fighters"]).all()
    run = Run.of_model(model)
    assert {*run.kept.events["a"].tolist()} & {*range(16, MOST)}
    rows = factions_of(run.scenario, run.kept)
    assert len({row["colour"] for row in rows}) == len(rows) >= MOST
    assert write_page(run, tmp_path)


def test_more_than_twenty_are_refused(case: Scenario) -> None:
    with pytest.raises(ScenarioError, match=r"factions .*at most 20 tables"):
        torn(case, MOST + 1)


def test_colours_last_for_every_party_and_splinter(case: Scenario) -> None:
    kept = Run.of_model(step_to(PeaceModel(torn(case, MOST), seed=1), 1)).kept
    names = [*kept.faction_names, *[f"Splinter {n}" for n in range(8)]]
    kinds = [*kept.faction_kinds, *["rebels"] * 8]

    class More:
        """A run in which eight have split off."""

        faction_names, faction_kinds = names, kinds

    colours = [row["colour"] for row in factions_of(torn(case, MOST), More)]  # type: ignore[arg-type]
    assert len(set(colours)) == len(colours) == MOST + 8


def step_by_step(graph: nx.Graph) -> tuple[Any, Any]:
    """The ways as networkx finds them, from one place after another."""
    hop = np.full((len(graph), len(graph)), -1, np.int16)
    hours = np.full(hop.shape, np.inf, np.float32)
    for p in range(len(graph)):
        distance, path = nx.single_source_dijkstra(graph, p, weight="hours")
        for q, steps in path.items():
            hop[p, q], hours[p, q] = steps[min(1, len(steps) - 1)], distance[q]
    return hop, hours


@pytest.mark.parametrize("name", shipped.region_names())
def test_ways_are_those_of_a_plain_search(name: str) -> None:
    region = load_region(shipped.regions_folder() / name)
    for mine, plain in zip(quickest_ways(region.graph), step_by_step(region.graph), strict=True):
        np.testing.assert_array_equal(mine, plain)


def test_no_way_is_said_where_there_is_none() -> None:
    graph = nx.Graph()
    graph.add_nodes_from(range(5))
    graph.add_edge(3, 1, hours=2.0)
    graph.add_edge(1, 4, hours=3.0)
    hop, hours = quickest_ways(graph)
    assert hop.tolist()[3] == [-1, 1, -1, 3, 1]
    assert hours.tolist()[3] == [np.inf, 2.0, np.inf, 0.0, 5.0]
    assert hop.tolist()[0] == [0, -1, -1, -1, -1]


def test_blocks_of_places_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = generate_region(60, 1).graph
    whole = quickest_ways(graph)
    monkeypatch.setattr("sim.country.ways.PAIRS_AT_ONCE", 7 * 60)
    for mine, one in zip(quickest_ways(graph), whole, strict=True):
        np.testing.assert_array_equal(mine, one)


def test_too_many_places_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shutil.copytree(TINY, tmp_path / "tiny")
    monkeypatch.setattr(files, "MOST_PLACES", 3)
    with pytest.raises(RegionError, match="has 6 places; must be from 2 to 3"):
        load_region(Path(folder))
