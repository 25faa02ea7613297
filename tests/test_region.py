"""Countries: the carried ones are whole, and faults in a region's files are all told at once."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from sim.country.region import Region, RegionError, load_region, road_hours, wet_hours
from sim.machine import shipped

REAL = ("bosnia", "cambodia", "cote-divoire", "haiti", "mali", "sierra-leone")
CAPITALS = {  # where the government sits
    "bosnia": "Sarajevo",
    "cambodia": "Phnom Penh",
    "cote-divoire": "Abidjan",
    "haiti": "Port-au-Prince",
    "mali": "Bamako",
    "sierra-leone": "Freetown",
}
TINY = Path(__file__).parent / "data" / "regions" / "tiny"


@pytest.fixture(params=[*REAL, "zambara"])
def region(request: pytest.FixtureRequest) -> Region:
    return load_region(shipped.regions_folder() / request.param)


def test_all_regions_are_carried() -> None:
    assert {*REAL, "zambara"} <= set(shipped.region_names())


def test_a_country_hangs_together(region: Region) -> None:
    graph = region.graph
    assert 20 <= len(graph) <= 200
    assert set(graph) == set(range(len(graph)))
    assert nx.is_connected(graph)
    assert np.isfinite(region.hours_between).all()
    assert (region.next_hop >= 0).all()
    with pytest.raises(nx.NetworkXError):
        graph.add_node("another")  # runs share it


def test_places_are_named_once_and_lie_in_their_country(region: Region) -> None:
    names = [region.graph.nodes[p]["name"] for p in region.graph]
    assert len(set(names)) == len(names) == len(region.names)
    assert all(name == name.strip() and name for name in names)
    assert region.outline, "an outline to draw"
    corners = np.concatenate(region.outline)
    slack = 0.5  # degrees: islands and coarse coasts
    assert (region.lon >= corners[:, 0].min() - slack).all()
    assert (region.lon <= corners[:, 0].max() + slack).all()
    assert (region.lat >= corners[:, 1].min() - slack).all()
    assert (region.lat <= corners[:, 1].max() + slack).all()


def test_places_share_out_the_countrys_people(region: Region) -> None:
    for year, people in region.population:
        persons = region.place_persons(year)
        assert persons.shape == (len(region.graph),)
        assert (persons > 0.0).all()
        assert persons.sum() == pytest.approx(people)
    first, last = region.population[0], region.population[-1]
    assert region.population_in(first[0] - 50) == first[1]
    assert region.population_in(last[0] + 50) == last[1]
    assert [year for year, _ in region.population] == sorted(y for y, _ in region.population)


def test_the_largest_place_is_the_capital() -> None:
    """Who governs sits in the largest place (`case/build.py`), so it must be there."""
    for name, capital in CAPITALS.items():
        region = load_region(shipped.regions_folder() / name)
        assert region.names[int(region.place_persons(region.population[0][0]).argmax())] == capital


def test_communities_are_shares(region: Region) -> None:
    shares = region.community_shares
    assert shares.shape == (len(region.graph), len(region.community_names))
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    assert (shares >= 0.0).all()
    assert len(set(region.community_names)) == len(region.community_names) >= 1


def test_roads_are_passable_and_slower_in_the_rains(region: Region) -> None:
    for a, b, road in region.graph.edges(data=True):
        assert a != b
        assert road["km"] > 0.0
        assert 0.0 <= road["quality"] <= 1.0
        assert 0.0 < road["hours"] <= road["hours_wet"]
    assert all(1 <= month <= 12 for month in region.wet_months)


def test_roads_are_longer_than_the_crow_flies(region: Region) -> None:
    for a, b, road in region.graph.edges(data=True):
        north = 111.2 * (region.lat[a] - region.lat[b])
        scale = np.cos(np.radians(0.5 * (region.lat[a] + region.lat[b])))
        east = 111.2 * scale * (region.lon[a] - region.lon[b])
        assert road["km"] >= 0.95 * float(np.hypot(north, east)), region.names[a]


def test_links_are_the_graph(region: Region) -> None:
    links, graph = region.links(), region.graph
    assert len(links.indptr) == len(graph) + 1
    assert len(links.target) == 2 * graph.number_of_edges()
    for p in graph:
        part = slice(links.indptr[p], links.indptr[p + 1])
        assert links.target[part].tolist() == sorted(graph[p])
        for q, hours in zip(links.target[part], links.hours[part], strict=True):
            assert hours == np.float32(graph[p][int(q)]["hours"])


def test_next_hops_lead_there(region: Region) -> None:
    """Following the first steps arrives, in the hours that are told."""
    graph, rng = region.graph, np.random.default_rng(1)
    for start, end in rng.integers(0, len(graph), (30, 2)):
        at, hours = int(start), 0.0
        for _ in range(len(graph)):
            if at == end:
                break
            step = int(region.next_hop[at, end])
            hours += graph[at][step]["hours"]
            at = step
        assert at == end
        assert hours == pytest.approx(float(region.hours_between[start, end]), rel=1e-5)


def test_sources_are_named(region: Region) -> None:
    assert region.title
    assert region.sources
    folder = shipped.regions_folder() / region.name
    rows = list(csv.DictReader((folder / "places.csv").read_text(encoding="utf-8").splitlines()))
    assert all(row["source"].strip() for row in rows)


def test_the_same_folder_is_read_once(region: Region) -> None:
    assert load_region(shipped.regions_folder() / region.name) is region


def test_speed_grows_with_quality_and_rain_slows_tracks_most() -> None:
    assert road_hours(100.0, 1.0, 50.0, 10.0) == 2.0
    assert road_hours(100.0, 0.0, 50.0, 10.0) == 10.0
    assert road_hours(0.1, 1.0, 50.0, 10.0) == 0.25
    assert wet_hours(4.0, 1.0, 3.0) == 4.0
    assert wet_hours(4.0, 0.0, 3.0) == 12.0


# faults


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a small region, to be damaged."""
    copy = tmp_path / "damaged"
    shutil.copytree(TINY, copy)
    return copy


def faults(folder: Path) -> list[str]:
    with pytest.raises(RegionError) as caught:
        load_region(folder)
    assert isinstance(caught.value, ValueError)
    assert str(caught.value).splitlines() == caught.value.faults
    return caught.value.faults


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file.name}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def cell(folder: Path, row: int, column: str, value: str, file: str = "places.csv") -> None:
    """Set a value of a CSV file; rows count from 0 after the head."""
    path = folder / file
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    rows[row + 1][rows[0].index(column)] = value
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)


def test_the_undamaged_copy_loads(folder: Path) -> None:
    assert len(load_region(folder).graph) == 6


@pytest.mark.parametrize("name", ["places.csv", "roads.csv", "region.toml", "outline.json"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert any(name in fault and "missing" in fault for fault in faults(folder))


DAMAGES: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "latitude": (lambda f: cell(f, 0, "lat", "95"), "places.csv:2", "-90 to 90"),
    "longitude": (lambda f: cell(f, 1, "lon", "east"), "places.csv:3", "'east'"),
    "nan": (lambda f: cell(f, 1, "lat", "nan"), "places.csv:3", "lat"),
    "people": (lambda f: cell(f, 2, "population", "0"), "places.csv:4", "population"),
    "resource": (lambda f: cell(f, 2, "resource", "1.5"), "places.csv:4", "resource"),
    "node": (lambda f: cell(f, 3, "node", "9"), "places.csv:5", "must be 3"),
    "no name": (lambda f: cell(f, 3, "name", " "), "places.csv:5", "name"),
    "shares": (lambda f: cell(f, 0, "communities", "a:0.5"), "places.csv:2", "sum to 1"),
    "no shares": (lambda f: cell(f, 0, "communities", ""), "places.csv:2", "communities"),
    "road's end": (lambda f: cell(f, 0, "b", "77", "roads.csv"), "roads.csv:2", "77"),
    "a loop": (lambda f: cell(f, 1, "b", "0", "roads.csv"), "roads.csv:3", "two different"),
    "km": (lambda f: cell(f, 0, "km", "-3", "roads.csv"), "roads.csv:2", "km"),
    "quality": (lambda f: cell(f, 0, "quality", "2", "roads.csv"), "roads.csv:2", "quality"),
    "toml": (lambda f: change(f / "region.toml", "=", "=="), "region.toml", "TOML"),
    "outline": (lambda f: change(f / "outline.json", "[", "("), "outline.json", "outline"),
}


@pytest.mark.parametrize("damage", sorted(DAMAGES))
def test_a_fault_names_file_line_and_rule(folder: Path, damage: str) -> None:
    harm, where, rule = DAMAGES[damage]
    if damage == "a loop":
        cell(folder, 1, "a", "0", "roads.csv")
    harm(folder)
    found = faults(folder)
    assert any(where in fault and rule in fault for fault in found), found
    assert all(str(folder) in fault or fault.startswith("damaged") for fault in found)


def test_two_places_of_one_name_are_refused(folder: Path) -> None:
    rows = list(csv.DictReader((folder / "places.csv").read_text(encoding="utf-8").splitlines()))
    cell(folder, 1, "name", rows[0]["name"])
    assert any("used twice" in fault for fault in faults(folder))


def test_all_faults_are_told_at_once(folder: Path) -> None:
    cell(folder, 0, "lat", "95")
    cell(folder, 1, "population", "none")
    cell(folder, 2, "communities", "a:2")
    (folder / "outline.json").write_text("{}", encoding="utf-8")
    change(folder / "region.toml", "paved", "pavement")
    assert len(faults(folder)) >= 5


def test_an_unknown_or_missing_column_is_told(folder: Path) -> None:
    change(folder / "places.csv", "population", "peopel")
    found = faults(folder)
    assert any("'peopel' is unknown" in fault for fault in found)
    assert any("'population' is missing" in fault for fault in found)


def test_a_short_row_is_told(folder: Path) -> None:
    path = folder / "places.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2] = lines[2].rsplit(",", 2)[0]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert any("places.csv:3" in fault and "values" in fault for fault in faults(folder))


def test_an_empty_country_is_refused(folder: Path) -> None:
    head = (folder / "places.csv").read_text(encoding="utf-8").splitlines()[0]
    (folder / "places.csv").write_text(head + "\n", encoding="utf-8")
    assert any("0 places" in fault for fault in faults(folder))


def test_islands_are_told_by_infinite_hours(folder: Path) -> None:
    """A country may have places no road reaches; there is no next hop to them."""
    path = folder / "roads.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:2]) + "\n", encoding="utf-8")
    region = load_region(folder)
    assert not np.isfinite(region.hours_between).all()
    assert (region.next_hop == -1).any()


def test_changed_files_are_read_again(folder: Path) -> None:
    before = load_region(folder)
    cell(folder, 0, "population", "123456")
    after = load_region(folder)
    assert after.graph.nodes[0]["population"] == 123456.0
    assert before.content_hash() != after.content_hash()


def test_the_content_hash_is_of_content(folder: Path, tmp_path: Path) -> None:
    twin = tmp_path / "elsewhere" / "twin"
    shutil.copytree(folder, twin)
    assert load_region(twin).content_hash() == load_region(folder).content_hash()
    outline = json.loads((twin / "outline.json").read_text(encoding="utf-8"))
    assert set(outline) >= {"rings"}
