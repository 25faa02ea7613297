"""A user's file of events: whatever program wrote it, and whatever is wrong with its cells."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from sim.evidence.course import course_of
from sim.evidence.events_cells import OrderError, days, numbers
from sim.evidence.events_real import Real, read_real, spread
from sim.fields.errors import ScenarioError

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
SAMPLE = SHARED / "formats" / "ucdp_ged_v231_sample200.csv"
GED = {
    "id": "1",
    "country": "Isle",
    "date_start": "2020-01-05",
    "date_end": "2020-01-05",
    "date_prec": "1",
    "type_of_violence": "1",
    "side_a": "Government of Isle",
    "side_b": "Rebels",
    "where_prec": "1",
    "latitude": "9.5",
    "longitude": "0.25",
    "best": "4",
    "low": "3",
    "high": "9",
}
ACLED = {
    "event_id_cnty": "ISL1",
    "event_date": "5 January 2020",
    "year": "2020",
    "time_precision": "1",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Rebels",
    "inter1": "Rebel group",
    "actor2": "Military Forces of Isle (2012-2021)",
    "inter2": "State forces",
    "civilian_targeting": "",
    "country": "Isle",
    "latitude": "9.5",
    "longitude": "0.25",
    "geo_precision": "1",
    "fatalities": "4",
}


def towns() -> nx.Graph:
    graph: nx.Graph = nx.Graph()
    graph.add_node(0, name="North", lat=10.0, lon=0.0, admin1="N")
    graph.add_node(1, name="South", lat=8.0, lon=0.0, admin1="S")
    return graph


def text(rows: list[dict[str, str]], separator: str = ",") -> str:
    out = io.StringIO()
    write = csv.DictWriter(out, list(rows[0]), delimiter=separator)
    write.writeheader()
    write.writerows(rows)
    return out.getvalue()


def real(folder: Path, *rows: dict[str, str], country: str | None = None) -> Real:
    path = folder / "events.csv"
    path.write_text(text([GED | row for row in rows]), encoding="utf-8")
    return read_real(path, country)


def refused(folder: Path, *rows: dict[str, str], country: str | None = None) -> str:
    with pytest.raises(ScenarioError) as caught:
        real(folder, *rows, country=country)
    (fault,) = caught.value.faults
    assert fault.startswith(str(folder / "events.csv"))
    return fault


# the file


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_separator_and_encoding(tmp_path: Path, separator: str, encoding: str) -> None:
    path = tmp_path / "events.csv"
    rows = [GED | {"side_b": "Front d\N{LATIN SMALL LETTER E WITH ACUTE}mocratique, du nord"}]
    path.write_bytes(text(rows, separator).encode(encoding))
    found = read_real(path)
    assert found.table["side_b"].tolist() == [rows[0]["side_b"]]
    assert (found.country, found.layout, found.rows) == ("Isle", "UCDP GED", 1)


def test_a_spreadsheets_export(tmp_path: Path) -> None:
    """Semicolons, decimal commas, day-first dates, its own first line, and a blank last one."""
    row = GED | {"latitude": "9,5", "longitude": "0,25", "date_start": "31.12.2020"}
    row |= {"date_end": "31.12.2020", "best": "4,0"}
    path = tmp_path / "events.csv"
    path.write_text("sep=;\r\n" + text([row], ";") + "\r\n;;\r\n", encoding="utf-8-sig")
    table = read_real(path).table
    assert table["date_start"].tolist() == [pd.Timestamp("2020-12-31")]
    assert table[["latitude", "longitude", "best"]].iloc[0].tolist() == [9.5, 0.25, 4]


def test_old_and_reduced_columns(tmp_path: Path) -> None:
    old = {"best_est": "4", "low_est": "3", "high_est": "9"}
    row = {k: v for k, v in GED.items() if k not in ("best", "low", "high")} | old
    path = tmp_path / "old.csv"
    path.write_text(text([row]).replace("type_of", "Type_of"), encoding="utf-8")
    assert read_real(path).table[["best", "low", "high"]].iloc[0].tolist() == [4, 3, 9]
    names = ("type_of_violence", "side_a", "side_b", "latitude", "longitude", "best")
    reduced = {name: GED[name] for name in names} | {"date": "2020-01-05"}
    path.write_text(text([reduced]), encoding="utf-8")
    table = read_real(path, "Isle").table
    assert table["low"].tolist() == [4] and table["date_prec"].tolist() == [1]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "columns type_of_violence"),
        ("a,b\n1,2\n", "not a table of UCDP GED or ACLED events"),
        (text([{k: v for k, v in GED.items() if k != "best"}]), "columns best are missing"),
        (text([GED]).replace("\n1,", '\n"1,'), "a quote is opened there and not closed"),
        (text([GED]).splitlines()[0] + "\n", "holds no event"),
        (text([GED]).replace("low", "best", 1).replace("low", "x"), "best is there twice"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "events.csv"
    path.write_text(content + ("x" * 140_000 if "opened" in told else ""), encoding="utf-8")
    with pytest.raises(ScenarioError, match=told):
        read_real(path)


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="no such file"):
        read_real(tmp_path / "none.csv")
    with pytest.raises(ScenarioError, match="not an ordinary file"):
        read_real(tmp_path)


# cells


def test_a_country_is_needed_where_there_are_several(tmp_path: Path) -> None:
    rows = [{}, {"country": "Other"}, {"country": "Other"}, {"country": ""}]
    assert "holds 2 countries; say which with --country: Other, Isle" in refused(tmp_path, *rows)
    found = real(tmp_path, *rows, country="isle")
    assert (found.country, len(found.table), found.rows) == ("Isle", 1, 1)
    assert found.dropped == {"without a country": (1, 5)}
    told = refused(tmp_path, *rows, country="Ilse")
    assert "no events of 'Ilse'; the table holds Other, Isle; did you mean Isle?" in told


LEFT_OUT = [
    ({"best": ""}, "without a number of deaths"),
    ({"best": "-9"}, "without a number of deaths"),
    ({"best": "many"}, "without a number of deaths"),
    ({"best": "nan"}, "without a number of deaths"),
    ({"side_a": ""}, "without a side"),
    ({"side_b": " "}, "without a side"),
    ({"type_of_violence": ""}, "of no type of violence (1, 2, 3)"),
    ({"type_of_violence": "7"}, "of no type of violence (1, 2, 3)"),
    ({"date_start": ""}, "without a date that can be read"),
    ({"date_start": "2020-02-30"}, "without a date that can be read"),
    ({"date_start": "1066-10-14"}, "without a date that can be read"),
    ({"latitude": ""}, "without coordinates on earth"),
    ({"latitude": "999"}, "without coordinates on earth"),
    ({"longitude": "inf"}, "without coordinates on earth"),
    ({"where_prec": "4"}, "located no better than a district"),
    ({"where_prec": ""}, "located no better than a district"),
]


@pytest.mark.parametrize(("cells", "reason"), LEFT_OUT)
def test_a_row_that_cannot_be_used_is_counted(
    tmp_path: Path, cells: dict[str, str], reason: str
) -> None:
    found = real(tmp_path, {}, cells, {"best": "1"}, cells)
    assert found.table["best"].tolist() == [4, 1]
    assert found.dropped == {reason: (2, 3)}
    assert f"left out: 2 {reason} (first: line 3)" in found.words
    assert f"no usable event of Isle (1 {reason})" in refused(tmp_path, cells)


def test_a_row_of_another_length_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(text([GED, GED]) + "1,2,3\n", encoding="utf-8")
    found = read_real(path)
    assert len(found.table) == 2
    assert found.dropped == {f"not as many values as the head ({len(GED)})": (1, 4)}


def test_far_events_are_left_out(tmp_path: Path) -> None:
    """33.9 S 151.2 E does not land in a town of an isle near the line; a limit moves with it."""
    found = real(tmp_path, {}, {"latitude": "-33.9", "longitude": "151.2"}, {"latitude": "8.2"})
    near = found.at_towns(towns())
    assert near.table["location"].tolist() == ["North", "South"]
    assert near.dropped == {"over 250 km from any town": (1, 3)}
    assert len(found.at_towns(towns(), most_km=40.0).table) == 1  # 22 km, not 62 km
    with pytest.raises(ScenarioError, match=r"no event of Isle is within 5 km"):
        found.at_towns(towns(), most_km=5.0)


def test_numbers_are_settled_by_their_column() -> None:
    assert numbers(["1,5", "2"]).tolist() == [1.5, 2.0]
    assert np.isnan(numbers(["1,5", "2.5"])[0])  # a comma beside points is no decimal comma
    assert np.isnan(numbers(["", "nan", "inf", "1_0", "\N{SUPERSCRIPT TWO}", "9" * 99])).all()


# dates


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (["05.01.2020", "31.12.2020"], ["2020-01-05", "2020-12-31"]),
        (["05/01/2020", "31/12/2020"], ["2020-01-05", "2020-12-31"]),
        (["05/01/2020", "12/31/2020"], ["2020-05-01", "2020-12-31"]),
        (["05.01.2020", "06.02.2020"], ["2020-01-05", "2020-02-06"]),  # points: day first
        (["2020-01-05 00:00:00.000", "20200105"], ["2020-01-05", "2020-01-05"]),
        (["05 January 2020", "31-Dec-99"], ["2020-01-05", "1999-12-31"]),
        (["", "soon"], ["NaT", "NaT"]),
    ],
)
def test_dates_are_settled_by_their_column(cells: list[str], wanted: list[str]) -> None:
    assert [str(day) for day in days([cells])[0]] == wanted


def test_one_column_settles_another() -> None:
    start, end = days([["05/01/2020"], ["13/01/2020"]])
    assert (str(start[0]), str(end[0])) == ("2020-01-05", "2020-01-13")


def test_dates_that_can_be_read_in_two_ways_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OrderError, match="begin with the day, others with the month"):
        days([["31/12/2020", "12/31/2020"]])
    told = refused(tmp_path, {"date_start": "05/01/2020", "date_end": "06/01/2020"})
    assert "in '05/01/2020' 05 may be a day or a month" in told and "2020-12-31" in told


def test_how_well_a_day_is_known(tmp_path: Path) -> None:
    """The worse of what is stated and what the first and last day say."""
    rows = [
        {"date_prec": "1"},
        {"date_prec": "2", "date_end": "2020-01-09"},
        {"date_prec": "1", "date_end": "2020-01-11"},  # seven days
        {"date_prec": "1", "date_end": "2020-01-30"},
        {"date_prec": "4", "date_end": ""},
        {"date_prec": "5", "date_start": "2020-01-01", "date_end": "2020-12-31"},
        {"date_prec": "5", "date_end": "2019-01-01"},  # ends before it begins: the year
    ]
    table = real(tmp_path, *[row | {"id": str(i)} for i, row in enumerate(rows)]).table
    table = table.sort_values("line")
    assert table["date_prec"].tolist() == [1, 2, 3, 4, 4, 5, 5]
    ends = [str(day.date()) for day in table["date_end"]]
    assert ends[4:] == ["2020-01-31", "2020-12-31", "2020-12-31"]


def test_vague_rows_are_spread_over_their_months(tmp_path: Path) -> None:
    """30 dead between 16 January and 14 February: 16 of 30 days are in January."""
    rows = [{"date_prec": "5", "date_start": "2020-01-16", "date_end": "2020-02-14", "best": "30"}]
    events = spread(real(tmp_path, {}, *rows).at_towns(towns()).table)
    course = course_of(events, (date(2020, 1, 1), date(2020, 3, 31)), ["North", "South"])
    assert course.months.tolist() == pytest.approx([4 + 16, 14, 0])
    assert course.places.tolist() == pytest.approx([34, 0])


# ACLED


def acled(folder: Path, *rows: dict[str, str]) -> Real:
    path = folder / "acled.csv"
    path.write_text(text([ACLED | row for row in rows], ";"), encoding="utf-8-sig")
    return read_real(path)


def test_acled_rows_become_the_same_columns(tmp_path: Path) -> None:
    civilians = {"actor2": "Civilians (Isle)", "inter2": "Civilians", "fatalities": "7"}
    rows = [
        {},
        {"actor2": "Militia", "inter2": "Political militia"},
        {"event_type": "Violence against civilians"} | civilians,
        {"event_type": "Explosions/Remote violence", "civilian_targeting": "Civilian targeting"},
        {"event_type": "Explosions/Remote violence"},
        {"event_type": "Protests", "fatalities": "0"},
        {"event_type": "Strategic developments", "fatalities": "0"},
        {"geo_precision": "3"},
        {"fatalities": ""},
        {"time_precision": "3", "event_date": "1 March 2020"},
    ]
    found = acled(tmp_path, *rows)
    table = found.table
    assert found.layout == "ACLED"
    assert table["type_of_violence"].tolist() == [1, 2, 3, 3, 1, 1]
    assert table["side_a_kind"].tolist() == ["state", "rebels", "rebels", "rebels"] + 2 * ["state"]
    assert table["side_a"][0] == "Government of Isle" and table["side_b"][0] == "Rebels"
    assert table["side_b"].tolist()[2:4] == ["Civilians", "Civilians"]
    assert table["best"].tolist() == [4, 4, 7, 4, 4, 4]
    assert table["date_prec"].tolist() == [1, 1, 1, 1, 1, 4]
    assert [count for count, _ in found.dropped.values()] == [2, 1, 1]


def test_older_acled_exports(tmp_path: Path) -> None:
    """Numbers for the kinds of actors, other names for the precisions, upper case."""
    old = {"time_precision": "time_prec", "geo_precision": "geo_prec"}
    row = ACLED | {"event_date": "31/12/2010", "inter1": "2", "inter2": "1", "sub_event_type": ""}
    row |= {"event_type": "Battle-No change of territory"}
    del row["civilian_targeting"]
    head = {old.get(name, name).upper(): value for name, value in row.items()}
    path = tmp_path / "old.csv"
    path.write_text(text([{"DATA_ID": "1", "ISO": "2"} | head]), encoding="utf-8")
    table = read_real(path).table
    assert table[["type_of_violence", "side_a_kind", "side_b_kind"]].iloc[0].tolist() == [
        1,
        "state",
        "rebels",
    ]
    assert table["date_start"][0] == pd.Timestamp("2010-12-31")


@pytest.mark.skipif(not SAMPLE.is_file(), reason="UCDP GED sample absent (shared/data/formats)")
def test_the_published_sample_is_read_whole() -> None:
    """Every row of every country is used or counted."""
    full = pd.read_csv(SAMPLE)
    for country in full["country"].unique():
        try:
            found = read_real(SAMPLE, country)
        except ScenarioError as error:
            assert "no usable event" in str(error)
            continue
        left = sum(count for count, _ in found.dropped.values())
        assert len(found.table) + left == found.rows == int((full["country"] == country).sum())


def test_army_and_police_are_one_government(tmp_path: Path) -> None:
    names = ("Military Forces of Isle (2012-2021)", "Police Forces of Isle (2021-) Gendarmerie")
    rows = [{"actor1": name, "inter1": "State forces", "actor2": "Rebels"} for name in names]
    rows.append({"actor1": "Military Forces of Vestland (1990-)", "inter1": "External forces"})
    rows += [{"actor1": "Hired guns", "inter1": "8", "actor2": "Rebels", "inter2": "2"}]
    table = acled(
        tmp_path, *[{"inter2": "Rebel group", "actor2": "Rebels"} | r for r in rows]
    ).table
    assert table["side_a"].tolist() == [
        "Government of Isle",
        "Government of Isle",
        "Government of Vestland",
        "Hired guns",
    ]
    assert table["side_a_kind"].tolist() == ["state", "state", "state", "militia"]
