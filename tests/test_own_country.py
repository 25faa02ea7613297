"""A country and a first scenario from events, and a scenario held against them."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from made_up_events import GUARDS, HEAD, REBELS, SECRET, STATE, TOWNS, rows, write

from sim.case.scenario import load_scenario
from sim.country import facts, files
from sim.country.files import PLACE_COLUMNS, ROAD_COLUMNS
from sim.country.reading import LONGEST, MOST_PERSONS, MOST_PLACES
from sim.evidence.events_file import NEEDED
from sim.evidence.events_places import MOST_KM
from sim.evidence.events_real import read_real
from sim.evidence.events_region import PLACES, Wish, make
from sim.evidence.events_roads import read_roads
from sim.evidence.events_scenario import ELSEWHERE, hotspots
from sim.evidence.events_sides import Side, _own_state
from sim.evidence.events_towns import chosen, of_country, read_towns
from sim.evidence.fit_measure import _advice, _statistic, fit
from sim.evidence.fit_worlds import War, recorded, window_of
from sim.fields.errors import ScenarioError
from sim.view.fit.page import words, write_page

Shell = Callable[..., tuple[int, str, str]]


@pytest.fixture
def events(tmp_path: Path) -> Path:
    return write(tmp_path / "events.csv")


@pytest.fixture
def country(bluehelm: Shell, events: Path, tmp_path: Path) -> Path:
    """The folder that the command makes."""
    out = tmp_path / "deep" / "kestria"
    code, _, err = bluehelm("region", "--events", str(events), "--out", str(out))
    assert code == 0, err
    return out


# the country


def test_what_is_made_passes_check_and_holds_no_row(
    bluehelm: Shell, country: Path, events: Path
) -> None:
    names = sorted(path.relative_to(country).as_posix() for path in country.rglob("*"))
    assert names == [
        "hotspots.csv",
        "kestria",
        "kestria.toml",
        "kestria/places.csv",
        "kestria/region.toml",
        "kestria/roads.csv",
    ]
    assert list(country.parent.iterdir()) == [country]  # no draft left
    code, out, _ = bluehelm("check", str(country / "kestria.toml"))
    assert code == 0 and "fine (Kestria, 2003 to 2004)" in out
    text = "".join(path.read_text("utf-8") for path in country.rglob("*") if path.is_file())
    assert SECRET not in text
    days = {str(row["date_start"]) for row in rows()}
    assert not [day for day in days if day in text and not day.endswith("-01")]


def test_who_fights_whom_where_is_the_records(country: Path) -> None:
    case = load_scenario(country / "kestria.toml")
    kinds = {faction.name: faction.kind for faction in case.factions}
    assert kinds == {STATE: "state", REBELS: "rebels", GUARDS: "militia"}
    relations = {faction.name: faction.relations for faction in case.factions}
    assert relations[REBELS] == {STATE: "hostile", GUARDS: "hostile"}
    assert relations[GUARDS] == {REBELS: "hostile"}
    presence = case.factions[1].presence
    assert sum(presence.values()) == pytest.approx(1.0, abs=0.03)
    table = read_real(country.parents[1] / "events.csv").at_towns(case.region.graph).table
    own = table[(table["side_a"] == REBELS) | (table["side_b"] == REBELS)]
    assert max(presence, key=presence.__getitem__) == own["location"].mode()[0]
    assert set(case.region.names) == {town[0] for town in TOWNS}
    assert {n["admin1"] for _, n in case.region.graph.nodes(data=True)} == {t[3] for t in TOWNS}
    assert nx.is_connected(case.region.graph)
    assert (case.start, case.war_window) == (
        date(2003, 1, 1),
        (date(2003, 1, 1), date(2004, 12, 31)),
    )


def test_hotspots_are_sums_of_three_events_and_more(events: Path) -> None:
    real = read_real(events)
    real = real.at_towns(make(real, Wish()).region.graph)
    table = hotspots(real)
    assert sum(row[3] for row in table) == int(real.table["best"].sum())
    assert sum(row[2] for row in table) == len(real.table)
    lone = real.table["location"] == "Vint"
    few = real.table[~lone | (np.cumsum(lone) <= 2)]
    told = hotspots(type(real)(real.file, real.layout, real.country, few, len(few), {}))
    assert "Vint" not in {row[0] for row in told}
    assert told[-1][0] == ELSEWHERE and told[-1][2] == 2


def test_a_foreign_army_and_a_late_group(tmp_path: Path) -> None:
    table = rows()
    for row in [r for r in table if r["side_b"] == GUARDS][:8]:
        row |= {"side_a": "Government of Vestland", "date_start": "2004-11-05", "date_end": ""}
    real = read_real(write(tmp_path / "e.csv", table))
    made = {f["name"]: f for f in make(real, Wish()).scenario["factions"]}
    guest = made["Government of Vestland"]
    assert guest["foreign"] is True and guest["side"] == "government"
    assert guest["enters"] == date(2004, 11, 1)


def test_a_neighbour_of_a_longer_name_is_not_the_state() -> None:
    sides = {name: Side(name, "state", events=n) for name, n in (("Government of Nigeria", 9),)}
    sides["Government of Niger"] = Side("Government of Niger", "state", events=2)
    assert _own_state(sides, "Niger").name == "Government of Niger"
    assert _own_state({}, "Niger").name == "Government of Niger"
    odd = {"Government of Zaire": Side("Government of Zaire", "state", events=2)}
    assert _own_state(odd, "DR Congo (Zaire)").name == "Government of Zaire"


def test_a_list_of_towns_gives_people_and_names(tmp_path: Path, events: Path) -> None:
    """GeoNames' own layout: the country's towns alone, capital first, small ones with a floor."""
    lines = []
    for number, (name, lat, lon, region, _) in enumerate(TOWNS):
        cells = [str(number), name, name, "", str(lat), str(lon), "P", "PPL", "KS", ""]
        people = "0" if name == "Vint" else str(1000 * (number + 5))
        cells += [f"0{number}", region, "", "", people, "", "", "x", "2020-01-01"]
        lines.append("\t".join(cells))
    abroad = lines[0].replace("Kestra", 'Ab"road').replace("KS", "XX").replace("21.0", "23.9")
    hill = lines[0].replace("Kestra", "Hill").replace("\tP\t", "\tT\t")
    path = tmp_path / "KS.txt"
    path.write_text("\n".join([*lines, abroad, hill]) + "\n", encoding="utf-8")
    towns = read_towns(path)
    assert len(towns) == len(TOWNS) + 1
    real = read_real(events)
    assert {town.name for town in of_country(towns, real)} == {town[0] for town in TOWNS}
    made = make(real, Wish(towns=path, places=4))
    graph = made.region.graph
    assert len(graph) == 4
    assert graph.nodes[0]["name"] == "Sorrel"  # the largest comes first
    assert made.region.population[0][1] == 2 * sum(1000 * (n + 5) for n in range(5))
    whole = make(real, Wish(towns=path, people=9e5))
    assert whole.region.population == ((2003, 9e5),)
    assert min(n["population"] for _, n in whole.region.graph.nodes(data=True)) == 3000.0


def test_towns_of_a_plain_table_without_codes_lie_near_events(tmp_path: Path, events: Path) -> None:
    path = tmp_path / "towns.csv"
    head = "Town;Latitude;Longitude;Population;adm1\n"
    path.write_text(head + "Orvan;6.9;21.6;5000;N\nFar;16.9;21.6;5000;N\n;1;2;3;x\n", "utf-8")
    found = of_country(read_towns(path), read_real(events))
    assert [town.name for town in found] == ["Orvan"]


def test_places_lie_apart(events: Path, tmp_path: Path) -> None:
    path = tmp_path / "towns.csv"
    text = "name,lat,lon,population\nA,6,21,9\nB,6.01,21,8\nC,7,21,7\n"
    path.write_text(text, encoding="utf-8")
    towns = read_towns(path)
    assert [t.name for t in chosen(towns, read_real(events), 3)] == ["A", "C"]
    assert chosen(towns, read_real(events), 3, ["B"])[0].name == "B"


BAD_TOWNS = [
    ("", "columns name, lat, lon are missing"),
    ("name,lat\nA,1\n", "columns lon are missing"),
    ("name,lat,lon\nA,999,1\n", "holds no town"),
]


@pytest.mark.parametrize(("text", "told"), BAD_TOWNS)
def test_a_list_that_is_none_is_refused(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "towns.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=told):
        read_towns(path)


# roads


def test_roads_of_a_csv_are_taken_and_what_is_missing_is_assumed(
    tmp_path: Path, events: Path
) -> None:
    path = tmp_path / "roads.csv"
    path.write_text("From;To;km\nOrvan;Dalmi;140\nDalmi;Pesh;\n\n", encoding="utf-8")
    made = make(read_real(events), Wish(roads=path))
    graph = made.region.graph
    row = {data["name"]: p for p, data in graph.nodes(data=True)}
    assert graph.number_of_edges() == 2 and made.parts == len(graph) - 2
    assert graph[row["Orvan"]][row["Dalmi"]]["km"] == 140.0
    beeline = 151.0  # km between 7.4, 20.6 and 7.8, 21.9
    assert graph[row["Dalmi"]][row["Pesh"]]["km"] == pytest.approx(1.2 * beeline, rel=0.02)
    assert any(f"in {made.parts} parts" in note for note in made.notes)


def test_roads_of_graphml(tmp_path: Path, events: Path) -> None:
    """By names; a town that only the roads know stands where they say."""
    roads = nx.Graph()
    roads.add_node("n0", name="Orvan")
    roads.add_node("n1", name="Ford", lat=6.5, lon=21.4)
    roads.add_edge("n0", "n1", km=60.0, quality=0.9)
    path = tmp_path / "roads.graphml"
    nx.write_graphml(roads, path)
    graph = make(read_real(events), Wish(roads=path)).region.graph
    row = {data["name"]: p for p, data in graph.nodes(data=True)}
    assert graph[row["Orvan"]][row["Ford"]]["km"] == 60.0
    assert graph[row["Orvan"]][row["Ford"]]["quality"] == 0.9
    assert graph.nodes[row["Ford"]]["lat"] == 6.5


BAD_ROADS = [
    ("roads.csv", "x,y\n1,2\n", "columns a, b, and km"),
    ("roads.csv", "a,b\n", "holds no road"),
    ("roads.csv", "a,b,km\nOrvan,Orvan,1\n", "two different towns"),
    ("roads.csv", "a,b,km\nOrvan,Dalmi,nan\n", "km is 'nan'; must be a number from 0.1"),
    ("roads.csv", "a,b,quality\nOrvan,Dalmi,7\n", "quality is '7'"),
    ("roads.csv", "a,b,km\nOrvan,Dalmi,54\nDalmi,Orvan,540\n", "joined already in roads.csv:2"),
    ("roads.csv", "a,b\nOrvan,Dalmy\n", "no town is called 'Dalmy'; did you mean Dalmi?"),
    ("roads.graphml", "<graphml", "not GraphML"),
    ("roads.graphml", '<!DOCTYPE x [<!ENTITY a "b">]><graphml/>', "declares entities"),
]


@pytest.mark.parametrize(("name", "text", "told"), BAD_ROADS)
def test_roads_that_cannot_be_used_are_refused(
    tmp_path: Path, events: Path, name: str, text: str, told: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        make(read_real(events), Wish(roads=path))
    assert told in str(caught.value) and name in str(caught.value)


def test_faults_of_roads_are_told_together(tmp_path: Path) -> None:
    path = tmp_path / "roads.csv"
    path.write_text("a,b,km\nA,A,1\nA,B,-1\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_roads(path)
    assert [fault.split(": ")[0][-2:] for fault in caught.value.faults] == [":2", ":3"]


# the command


def test_nothing_is_half_written(bluehelm: Shell, events: Path, tmp_path: Path) -> None:
    kept = sorted(tmp_path.iterdir())
    for more, told in (
        (("--country", "Kestrja"), "did you mean Kestria?"),
        (("--towns", str(tmp_path / "none")), "no such file"),
        (("--from", "2050-01-01"), "no event from 2050-01-01"),
        (("--events", str(tmp_path / "none")), "no such file"),
    ):
        out = tmp_path / "out"
        code, shown, err = bluehelm("region", "--events", str(events), "--out", str(out), *more)
        assert (code, shown) == (2, "") and told in err, err
        assert sorted(tmp_path.iterdir()) == kept
    (tmp_path / "out").mkdir()
    code, _, err = bluehelm("region", "--events", str(events), "--out", str(tmp_path / "out"))
    assert code == 2 and "is there already" in err
    code, _, err = bluehelm("region", "--events", str(events), "--out", str(events / "x"))
    assert code == 2 and "cannot be written" in err


@pytest.mark.parametrize(
    ("error", "code"), [(OSError(28, "No space left on device"), 2), (KeyboardInterrupt(), 130)]
)
def test_a_draft_that_fails_is_gone(
    bluehelm: Shell,
    events: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    code: int,
) -> None:
    def full(*_: object) -> None:
        raise error

    monkeypatch.setattr("sim.evidence.events_region.write_files", full)
    words = ("region", "--events", str(events), "--out", str(tmp_path / "out"))
    found, _, err = bluehelm(*words)
    assert found == code and ("No space left on device" in err or code == 130)
    assert sorted(tmp_path.iterdir()) == [events]


def test_the_command_says_what_was_left_out_and_what_to_mend(
    bluehelm: Shell, tmp_path: Path
) -> None:
    table = rows()
    table[0]["best"], table[1]["where_prec"] = "", 5
    events = write(tmp_path / "e.csv", table)
    code, out, err = bluehelm("region", "--events", str(events), "--out", str(tmp_path / "a"))
    assert code == 0
    assert "UCDP GED, Kestria: 158 of 160 rows used" in out
    assert "left out: 1 without a number of deaths (first: line 2)" in out
    assert err.count("to mend:") == 4 and "next: bluehelm fit-check" in err
    code, out, _ = bluehelm(
        "region", "--events", str(events), "--out", str(tmp_path / "b"), "--json"
    )
    told = json.loads(out)
    assert told["places"] == 6 and told["factions"] == [STATE, REBELS, GUARDS]
    assert sum(told["left_out"].values()) == 2


# the fit


def test_the_record_is_measured_by_what_is_known_of_its_days(tmp_path: Path, country: Path) -> None:
    """Where many days are known to the month only, statistics of days are not to be had."""
    case = load_scenario(country / "kestria.toml")
    table = rows()
    exact, _ = recorded(case, read(tmp_path, table, case), case.war_window)
    assert math.isfinite(exact.values["burstiness"]) and math.isfinite(exact.values["alpha"])
    for row in table[:10]:
        row["date_prec"] = 4
    few, _ = recorded(case, read(tmp_path, table, case), case.war_window)
    assert few.values["burstiness"] != exact.values["burstiness"]
    assert few.values["alpha"] == exact.values["alpha"]  # sizes need no days
    assert few.course.deaths == pytest.approx(exact.course.deaths)
    for row in table[:60]:
        row["date_prec"] = 4
    many, _ = recorded(case, read(tmp_path, table, case), case.war_window)
    assert math.isnan(many.values["burstiness"]) and math.isnan(many.values["quiet_weeks"])
    assert math.isfinite(many.values["monthly_acf_1"])


def read(folder: Path, table: list[dict[str, object]], case):  # type: ignore[no-untyped-def]
    return read_real(write(folder / "again.csv", table)).at_towns(case.region.graph)


def test_the_days_compared_are_covered_by_both(country: Path, events: Path) -> None:
    case = load_scenario(country / "kestria.toml")
    real = read_real(events)
    assert window_of(case, real) == (date(2003, 1, 1), date(2004, 12, 31))
    part = (date(2003, 6, 1), date(2010, 1, 1))
    assert window_of(case, real, part) == (date(2003, 6, 1), date(2004, 12, 31))
    with pytest.raises(ScenarioError, match="share no day"):
        fit(case, real, 4, 1, lambda done, of: None, (date(1990, 1, 1), date(1991, 1, 1)))


def test_a_page_of_fit(bluehelm: Shell, country: Path, events: Path, tmp_path: Path) -> None:
    page = tmp_path / "fit.html"
    scenario = str(country / "kestria.toml")
    options = ("--events", str(events), "--worlds", "4", "--processes", "1")
    code, out, err = bluehelm("fit-check", scenario, *options, "--out", str(page), "--json")
    assert code == 0, err
    told = json.loads(out)
    real = read_real(events)
    assert told["measured"]["deaths"][0] == int(real.table["best"].sum())
    assert told["measured"]["years"]["labels"] == ["2003", "2004"]
    assert sum(told["measured"]["years"]["record"]) == told["measured"]["deaths"][0]
    assert {"constant", "last 12", "whole past"} <= set(told["measured"]["months"]["beside"])
    assert told["held"][1] >= 10
    assert "nature.violence.level" in told["advice"] or "about right" in told["advice"]
    row = next(s for s in told["statistics"] if s["name"] == "median_deaths")
    assert row["record"] == float(np.median(real.table["best"]))
    html = page.read_text("utf-8")
    assert html.count("data:image/png;base64,") == 3
    assert "http" not in html.replace("<!DOCTYPE html>", "").split("<body>")[1]
    assert SECRET not in html and "bluehelm fit-check" in html
    code, out, _ = bluehelm("fit-check", scenario, *options)
    assert code == 0 and "statistics of the record lie within" in out and "advice:" in out


def test_a_statistic_is_held_where_the_worlds_interval_has_it(country: Path, events: Path) -> None:
    """Ten worlds of 1 to 10: 90 % lie between 1.45 and 9.55."""
    case = load_scenario(country / "kestria.toml")
    record, _ = recorded(case, read_real(events).at_towns(case.region.graph), case.war_window)
    wars = [War(record.course, {"alpha": float(n)}) for n in range(1, 11)]
    for seen, held in ((1.5, True), (1.4, False), (9.6, False), (math.nan, None)):
        row = _statistic("alpha", War(record.course, {"alpha": seen}), (0.0, 1.0), wars)
        assert row is not None and row.held is held
        assert row.interval == pytest.approx((1.45, 9.55)) and row.median == 5.5
    few = [War(record.course, {"alpha": math.nan})] * 9 + wars[:1]
    assert _statistic("alpha", War(record.course, {"alpha": math.nan}), (0, 0), few) is None
    some = _statistic("alpha", War(record.course, {"alpha": 2.0}), (0, 0), few)
    assert some is not None and some.held is None and math.isnan(some.median)


def test_advice_moves_the_level_the_right_way(country: Path, events: Path) -> None:
    """Half the deaths: the level rises, by 2 to the power of 0.8."""
    case = load_scenario(country / "kestria.toml", {"nature.violence.level": 2.0})
    found = fit(case, read_real(events), 4, 1, lambda done, of: None).measured

    def advice(worlds: float) -> str:
        return _advice(case, replace(found, deaths=(100.0, worlds)))

    assert f"nature.violence.level = {2.0 * 2**0.8:.3g} (now 2)" in advice(50.0)
    assert f"nature.violence.level = {2.0 / 2**0.8:.3g} (now 2)" in advice(200.0)
    assert "about right" in advice(110.0) and "raise" in advice(0.0)


def test_the_same_fit_gives_the_same_page(country: Path, events: Path, tmp_path: Path) -> None:
    case = load_scenario(country / "kestria.toml")
    steps: list[tuple[int, int]] = []
    found = [
        fit(case, read_real(events), 4, 1, lambda done, of: steps.append((done, of)))
        for _ in range(2)
    ]
    assert steps[:2] == [(2, 4), (4, 4)]
    pages = [
        write_page(one, case.region, tmp_path / f"{n}.html", "x").read_bytes()
        for n, one in enumerate(found)
    ]
    assert pages[0] == pages[1]
    assert words(found[0]) == words(found[1])


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--out", "fit.pdf"), "ends in .html"),
        (("--out", "none/fit.html"), "a folder there is"),
        (("--from", "2003-01-01"), "--from and --to go together"),
        (("--country", "Mali"), "no events of 'Mali'"),
    ],
)
def test_a_fit_that_cannot_be_is_told_at_once(
    bluehelm: Shell, country: Path, events: Path, more: tuple[str, ...], told: str
) -> None:
    scenario = str(country / "kestria.toml")
    code, out, err = bluehelm("fit-check", scenario, "--events", str(events), *more)
    assert (code, out) == (2, "") and told in err


def test_another_countrys_record_is_refused(bluehelm: Shell, events: Path) -> None:
    code, _, err = bluehelm("fit-check", "bosnia", "--events", str(events))
    assert code == 2 and "no event of Kestria is within 250 km of a town of the region" in err


# the documentation

DOCS = Path(__file__).resolve().parents[1] / "docs" / "own-country.md"


def test_the_walk_goes_as_it_is_written(bluehelm: Shell, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """The script of the page makes a file, the commands of the page make a country of it."""
    text = DOCS.read_text(encoding="utf-8")
    script, lines = re.findall(r"```python\n(.*?)```", text, re.S)[0], text.splitlines()
    (tmp_path / "make_events.py").write_text(script, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    subprocess.run([sys.executable, "make_events.py"], check=True)
    with (tmp_path / "kestria.csv").open(encoding="utf-8") as file:
        assert file.readline().strip().split(",") == HEAD
    commands = [line.split()[1:] for line in lines if line.startswith("bluehelm ")]
    walk = [c for c in commands if c[0] in ("region", "check") and "ML.txt" not in c]
    assert [command[0] for command in walk] == ["region", "check"]
    for command in walk:
        code, _, err = bluehelm(*command)
        assert code == 0, err
    assert ["fit-check", "kestria/kestria.toml"] in [command[:2] for command in commands]


def test_every_column_and_key_is_written_down() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for name in (*PLACE_COLUMNS, *ROAD_COLUMNS, *facts.KEYS, *facts.SPEEDS):
        assert f"`{name}`" in text or f"`[{name}]`" in text, name
    for columns in NEEDED.values():
        for name in columns:
            assert f"`{name}`" in text, name
    said = (MOST_PLACES, files.MOST_ROADS, facts.MOST_POINTS, int(MOST_PERSONS), LONGEST)
    for number in (*said, files.MOST_COMMUNITIES, int(MOST_KM), PLACES):
        assert f"{number:,}" in text, number
