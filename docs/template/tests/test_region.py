"""The country is read, hangs together, and a war goes on in it."""

from pathlib import Path

import networkx as nx

import sim

ISLE = Path(__file__).parents[1] / "isle.toml"


def test_the_isle_is_whole() -> None:
    region = sim.load_scenario(ISLE).region
    assert region.names == ("Harbour", "Mill", "Ridge", "Spring", "Salt")
    assert nx.is_connected(region.graph)


def test_a_war_goes_on_there() -> None:
    run = sim.run(sim.load_scenario(ISLE, {"nature.civilians": 200}), 1)
    assert len(run.events) > 0
    assert set(run.places["place"]) == {"Harbour", "Mill", "Ridge", "Spring", "Salt"}
