"""Countries: the carried ones are whole, and faults in a region's files are all told at once."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from sim.country import files, reading
from sim.country.reading import number_in
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


@pytest.mark.parametrize("name", ["places.csv", "roads.csv", "region.toml"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert any(name in fault and "missing" in fault for fault in faults(folder))


DAMAGES: dict[str, tuple[Callable[[Path], object], str, str]] = {
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
    (told,) = faults(folder)
    assert "joins the places into 5 parts, not 1 (cut off from 'Town 0': 'Town 2'" in told
    assert "say parts = 5 in region.toml" in told
    change(folder / "region.toml", "title", "parts = 5\ntitle")
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


def test_an_island_needs_no_outline(folder: Path) -> None:
    (folder / "outline.json").unlink()
    assert load_region(folder).outline == ()


def test_a_blank_line_says_nothing(folder: Path) -> None:
    before = load_region(folder).content_hash()
    for name in ("places.csv", "roads.csv"):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("\n  \n,,,,\n")
    assert load_region(folder).content_hash() == before


def test_numbers_are_plain_numbers() -> None:
    assert [number_in(t) for t in ("7", " -7.5 ", "1e3", ".5", "5.")] == [7, -7.5, 1000, 0.5, 5]
    for text in ("", "nan", "inf", "-Infinity", "1_000", "\N{SUPERSCRIPT TWO}", "0x10", "1,5"):
        assert np.isnan(number_in(text)), text
    assert np.isnan(number_in("\N{ARABIC-INDIC DIGIT FIVE}"))
    assert np.isnan(number_in("9" * 5000))


def facts(old: str, new: str) -> Callable[[Path], object]:
    return lambda folder: change(folder / "region.toml", old, new)


def outline(text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / "outline.json").write_text(text, encoding="utf-8")


def append(file: str, line: str) -> Callable[[Path], object]:
    def harm(folder: Path) -> None:
        with (folder / file).open("a", encoding="utf-8") as out:
            out.write(line + "\n")

    return harm


def swapped(table: str, line: str) -> Callable[[Path], object]:
    """A table of region.toml taken out, and a line in its stead before all tables."""

    def harm(folder: Path) -> None:
        change(folder / "region.toml", table, "")
        change(folder / "region.toml", "title", f"{line}\ntitle")

    return harm


SQUARED = "\N{SUPERSCRIPT TWO}"
SPEEDS = "[speeds]\npaved = 45.0\ntrack = 12.0\nwet_worst = 2.0"
POPULATION = "[population]\n1990 = 400_000\n2000 = 500_000\n"
# (harm, where it is told, what is told): each the only fault of the folder
HARMS: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "speeds a number": (
        swapped(SPEEDS, "speeds = 5"),
        "region.toml",
        "speeds is 5; must be a table, [speeds]",
    ),
    "speed a list": (facts("paved = 45.0", "paved = [1]"), "region.toml", "speeds.paved: is [1]"),
    "speed true": (facts("paved = 45.0", "paved = true"), "region.toml", "speeds.paved: is true"),
    "speed nan": (facts("paved = 45.0", "paved = nan"), "region.toml", "speeds.paved: is nan"),
    "speed unknown": (
        facts("paved = 45.0", "paved = 45.0\npavement = 3"),
        "region.toml",
        "'pavement' is unknown; did you mean paved?",
    ),
    "speeds swapped": (facts("track = 12.0", "track = 90.0"), "region.toml", "swap them"),
    "people a number": (
        swapped(POPULATION, "population = 3"),
        "region.toml",
        "population is 3; must be a table, [population]",
    ),
    "people nan": (facts("500_000", "nan"), "region.toml", "population.2000 is nan"),
    "people inf": (facts("500_000", "inf"), "region.toml", "population.2000 is inf"),
    "people many": (facts("500_000", "1e300"), "region.toml", "from 1 to 2,000,000,000 (persons)"),
    "people true": (facts("500_000", "true"), "region.toml", "population.2000 is true"),
    "people none": (facts("500_000", "0"), "region.toml", "population.2000 is 0"),
    "year squared": (facts("2000 =", f'"{SQUARED}" ='), "region.toml", "not a year; write as 1991"),
    "sources a number": (facts('["Made up for tests."]', "5"), "region.toml", "sources is 5"),
    "source a number": (facts('["Made up for tests."]', "[5]"), "region.toml", "list of texts"),
    "title a number": (facts('"Tiny"', "7"), "region.toml", "title is 7; must be one line"),
    "key unknown": (facts("title", "colour = 1\ntitle"), "region.toml", "'colour' is unknown"),
    "month true": (facts("[6, 7, 8]", "[true]"), "region.toml", "is [true]; must be months"),
    "month twice": (facts("[6, 7, 8]", "[6, 6]"), "region.toml", "each once"),
    "months a number": (facts("months = [6, 7, 8]", "months = 6"), "region.toml", "months is 6"),
    "parts": (facts("title", "parts = 0\ntitle"), "region.toml", "parts is 0"),
    "toml nested": (
        facts("title", f"deep = {'[' * 5000}{']' * 5000}\ntitle"),
        "region.toml",
        "brackets are nested too deeply",
    ),
    "toml digits": (facts("500_000", "9" * 5000), "region.toml", "not valid TOML"),
    "outline nested": (outline("[" * 100_000), "outline.json", "nested too deeply"),
    "outline a list": (outline("[1, 2]"), "outline.json", 'must be {"rings"'),
    "outline nan": (outline('{"rings": [[[NaN, 1], [1, 1], [2, 2]]]}'), "outline.json", "ring 1"),
    "outline far": (outline('{"rings": [[[999, 1], [1, 1], [2, 2]]]}'), "outline.json", "ring 1"),
    "outline short": (outline('{"rings": [[[1, 1], [2, 2]]]}'), "outline.json", "three and more"),
    "outline word": (outline('{"rings": "all"}'), "outline.json", "not an outline"),
    "a field too long": (lambda f: cell(f, 1, "admin1", "x" * 131_073), "places.csv:3", "CSV"),
    "a long field": (lambda f: cell(f, 1, "admin1", "x" * 2001), "places.csv:3", "2,001 char"),
    "a long name": (lambda f: cell(f, 1, "name", "x" * 101), "places.csv:3", "1 to 100 visible"),
    "a name of two lines": (lambda f: cell(f, 1, "name", "a\nb"), "places.csv:3", "one line"),
    "border a half": (lambda f: cell(f, 1, "border", "0.5"), "places.csv:3", "must be 0 or 1"),
    "lat infinite": (lambda f: cell(f, 1, "lat", "inf"), "places.csv:3", "lat is 'inf'"),
    "population huge": (
        lambda f: cell(f, 1, "population", "1e300"),
        "places.csv:3",
        "must be a number from 1 to 2e+09 (persons)",
    ),
    "decimal comma": (lambda f: cell(f, 1, "lat", "7,5"), "places.csv:3", "write 7.5"),
    "a community twice": (
        lambda f: cell(f, 1, "communities", "a:0.5;a:0.5"),
        "places.csv:3",
        "names 'a' twice",
    ),
    "a share nan": (lambda f: cell(f, 1, "communities", "a:nan"), "places.csv:3", "is 'nan'"),
    "a row too many": (append("places.csv", "x"), "places.csv:8", "has 1 values, the head 10"),
    "an end squared": (
        lambda f: cell(f, 0, "b", SQUARED, "roads.csv"),
        "roads.csv:2",
        "two different node numbers from 0 to 5",
    ),
    "an end of 5,000 digits": (
        lambda f: cell(f, 0, "b", "9" * 1999, "roads.csv"),
        "roads.csv:2",
        "two different node numbers",
    ),
    "a road twice": (append("roads.csv", "0,1,54,0.5,x"), "roads.csv", "has this road already"),
    "both directions": (append("roads.csv", "1,0,540,0.5,x"), "roads.csv", "540 km; line 2 has"),
    "km infinite": (lambda f: cell(f, 0, "km", "inf", "roads.csv"), "roads.csv:2", "km is 'inf'"),
    "km nan": (lambda f: cell(f, 0, "km", "nan", "roads.csv"), "roads.csv:2", "km is 'nan'"),
    "semicolons": (
        lambda f: (f / "roads.csv").write_text("a;b;km;quality\n0;1;5;1\n", "utf-8"),
        "roads.csv:1",
        "not separated by commas",
    ),
    "header only": (
        lambda f: (f / "roads.csv").write_text("a,b,km,quality\n", "utf-8"),
        "roads.csv",
        "has no road; a row a road",
    ),
    "an open quote": (append("roads.csv", '"0,1'), "roads.csv", "cannot be read as CSV"),
    "not text": (lambda f: (f / "roads.csv").write_bytes(b"\xff\xfea"), "roads", "UTF-8"),
}


@pytest.mark.parametrize("harm", sorted(HARMS))
def test_a_harm_is_told_once_and_nothing_else(folder: Path, harm: str) -> None:
    damage, where, told = HARMS[harm]
    damage(folder)
    found = faults(folder)
    assert len(found) == 1, found
    assert where in found[0] and told in found[0], found


def test_a_column_twice_is_told(folder: Path) -> None:
    path = folder / "places.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([f"{lines[0]},lat", *[f"{x},1" for x in lines[1:]]]), "utf-8")
    (told,) = faults(folder)
    assert "places.csv:1" in told and "column 'lat' is there 2 times; keep one" in told


def test_an_empty_roads_file_names_its_columns(folder: Path) -> None:
    (folder / "roads.csv").write_text("", encoding="utf-8")
    assert [f.rpartition(": ")[2] for f in faults(folder)] == [
        f"column '{name}' is missing; add it" for name in ("a", "b", "km", "quality")
    ]


def test_what_is_wrong_with_places_does_not_hide_roads(folder: Path) -> None:
    cell(folder, 0, "lat", "95")
    cell(folder, 0, "quality", "7", "roads.csv")
    change(folder / "region.toml", "45.0", '"fast"')
    assert [
        next(n for n in ("region.toml", "places.csv", "roads.csv") if n in f)
        for f in faults(folder)
    ] == ["region.toml", "places.csv", "roads.csv"]


def test_ten_thousand_faults_are_counted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_FAULTS", 3)
    for row in range(6):
        cell(folder, row, "lat", "95")
    assert faults(folder)[3:] == ["and 3 faults more; mend these first"]


def test_a_file_that_is_too_big_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (folder / "roads.csv").open("ab") as file:
        file.truncate(50_000_000)
    assert "roads.csv: is over 10 MB" in faults(folder)[0]
    (folder / "roads.csv").unlink()
    os.mkfifo(folder / "roads.csv")
    assert "is not an ordinary file" in faults(folder)[0]


def test_too_many_roads_or_communities(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_ROADS", 2)
    assert "rows; at most 2: leave the least out" in faults(folder)[0]
    monkeypatch.undo()
    monkeypatch.setattr(files, "MOST_COMMUNITIES", 1)
    assert "communities; at most 1" in faults(folder)[0]


def test_a_grid_of_4900_places_is_read(tmp_path: Path) -> None:
    """Read, checked and hashed: minutes, where each place looks at each other."""
    side = 70
    rows = [f"{i},P{i},{i // side / 10},{i % side / 10},1000,A,a:1,0,0,x" for i in range(side**2)]
    east = [f"{i},{i + 1},11.1,0.5" for i in range(side**2) if i % side < side - 1]
    north = [f"{i},{i + side},11.1,0.5" for i in range(side**2 - side)]
    (tmp_path / "places.csv").write_text(
        "\n".join([",".join(files.PLACE_COLUMNS), *rows]), encoding="utf-8"
    )
    (tmp_path / "roads.csv").write_text("\n".join(["a,b,km,quality", *east, *north]), "utf-8")
    shutil.copy(TINY / "region.toml", tmp_path)
    region = load_region(tmp_path)
    assert region.content_hash() and region.community_shares.shape == (4900, 1)
