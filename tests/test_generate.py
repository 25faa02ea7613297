"""Made-up countries: any size, always the same for the same numbers, and countries indeed."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from sim.case.origin import Country
from sim.case.scenario import Scenario
from sim.country.generate import generate_region, write_region
from sim.country.network import neighbours as gabriel
from sim.country.region import Region, load_region
from sim.country.ways import quickest_ways
from sim.machine import shipped
from sim.runs.run import run

SIZES = (5, 6, 7, 12, 40, 120, 300)


def fresh(places: int, seed: int) -> Region:
    """Made anew, not from the cache."""
    return generate_region.__wrapped__(places, seed)


@pytest.mark.parametrize("places", SIZES)
def test_any_size_makes_a_country(places: int) -> None:
    region = generate_region(places, 1)
    assert len(region.graph) == len(set(region.names)) == places
    assert nx.is_connected(region.graph)
    assert np.isfinite(region.hours_between).all()
    assert region.place_persons(2000).sum() == pytest.approx(region.population_in(2000))
    assert (region.place_persons(2000) > 0.0).all()
    np.testing.assert_allclose(region.community_shares.sum(axis=1), 1.0)
    assert all(0.0 <= data["resource"] <= 1.0 for _, data in region.graph.nodes(data=True))
    assert all(
        0.0 < road["hours"] <= road["hours_wet"] for *_, road in region.graph.edges(data=True)
    )


@pytest.mark.parametrize("places", [6, 40, 300])
def test_the_same_numbers_make_the_same_country(places: int) -> None:
    one, two = fresh(places, 7), fresh(places, 7)
    assert one is not two
    assert one.content_hash() == two.content_hash()
    assert one.names == two.names
    np.testing.assert_array_equal(one.outline[0], two.outline[0])


def test_other_numbers_make_other_countries() -> None:
    hashes = {
        generate_region(places, seed).content_hash() for places in (20, 21) for seed in range(4)
    }
    assert len(hashes) == 8


@pytest.mark.parametrize("seed", range(6))
def test_it_looks_like_a_country(seed: int) -> None:
    """Town sizes by Zipf's rule, few roads a town, some wealth, borders, mixed communities."""
    region = generate_region(60, seed)
    people = np.sort(region.place_persons(2000))[::-1]
    slope = np.polyfit(np.log(np.arange(1, 31)), np.log(people[:30]), 1)[0]
    assert -1.4 < slope < -0.5
    roads = 2.0 * region.graph.number_of_edges() / 60
    assert 2.0 < roads < 4.5
    nodes = [data for _, data in region.graph.nodes(data=True)]
    assert 1 <= sum(n["resource"] > 0.2 for n in nodes) < 40
    assert 3 <= sum(n["border"] for n in nodes) < 50
    mixed = 1.0 - (region.community_shares**2).sum(axis=1)
    assert mixed.max() > 0.4
    assert mixed.min() < 0.3
    assert len({n["admin1"] for n in nodes}) == 4


@pytest.mark.parametrize("places", [0, 4, 2001, -5])
def test_sizes_out_of_range_are_refused(places: int) -> None:
    with pytest.raises(ValueError, match="places"):
        generate_region(places, 1)


def test_a_scenario_may_ask_for_all_sizes_the_generator_makes() -> None:
    low, high = (
        next(getattr(m, key) for m in Country.model_fields["places"].metadata if hasattr(m, key))
        for key in ("ge", "le")
    )
    assert len(generate_region(int(low), 0).graph) == low
    assert high <= 2000


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    region = generate_region(25, 3)
    folder = tmp_path / "made-up"
    write_region(region, folder)
    again = load_region(folder)
    assert again.names == region.names
    assert again.content_hash() == region.content_hash()
    assert again.wet_months == region.wet_months
    with pytest.raises(FileExistsError):
        write_region(region, folder)
    assert [path.name for path in tmp_path.iterdir()] == ["made-up"]


def test_zambara_is_carried() -> None:
    region = load_region(shipped.regions_folder() / "zambara")
    assert 35 <= len(region.graph) <= 45
    assert any("ictional" in source for source in region.sources)


@pytest.mark.parametrize("places", [6, 120])
def test_a_war_runs_there(case: Scenario, places: int) -> None:
    factions = [{**f, "presence": {}, "community": ""} for f in case.to_dict()["factions"]]
    bare = case.replace({"factions": [], "events": []})
    made_up = bare.replace({"region": {"places": places, "seed": 1}}).replace(
        {"factions": factions}
    )
    r = run(made_up, seed=1, weeks=52)
    assert len(r.events) > 0
    assert set(r.events["location"]) <= set(made_up.region.names)


def test_roads_are_those_of_a_gabriel_graph() -> None:
    """By the definition, pair by pair: no third place within the circle between two."""
    points = np.random.default_rng(3).uniform(0.0, 900.0, (100, 2))
    square = ((points[:, None] - points[None]) ** 2).sum(axis=2)
    wanted = [
        (a, b)
        for a in range(100)
        for b in range(a + 1, 100)
        if not (square[a] + square[b] < square[a, b] - 1e-9).any()
    ]
    assert gabriel(points) == wanted


def test_quickest_ways_are_those_of_networkx() -> None:
    """Hours and first steps beside Dijkstra's in plain Python; an island has no way to it."""
    graph = nx.Graph(generate_region(40, 2).graph)
    graph.add_node(40)
    hop, hours = quickest_ways(graph)
    for p in graph:
        distance, path = nx.single_source_dijkstra(graph, p, weight="hours")
        for q in graph:
            assert hours[p, q] == np.float32(distance.get(q, np.inf))
            assert hop[p, q] == ([*path[q], q][1] if q in path else -1) or p == q
    assert (np.diag(hop) == np.arange(41)).all()
