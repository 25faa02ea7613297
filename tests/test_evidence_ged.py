"""Real events: UCDP GED rows as the columns of a run, and the values that come of them."""

from __future__ import annotations

import math
from datetime import date
from math import isfinite
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from sim.evidence.columns import roads_of
from sim.evidence.events import event_statistics
from sim.evidence.events_ged import side_kind
from sim.evidence.events_places import nearest_towns
from sim.evidence.ged import read_ged
from sim.evidence.real import real_country
from sim.fields.errors import ScenarioError

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
GED = SHARED / "ged" / "ged211_events.csv"
SAMPLE = SHARED / "formats" / "ucdp_ged_v231_sample200.csv"


def towns() -> nx.Graph:
    graph: nx.Graph = nx.Graph()
    graph.add_node(0, name="North", lat=10.0, lon=0.0, admin1="N")
    graph.add_node(1, name="South", lat=0.0, lon=0.0, admin1="S")
    graph.add_edge(0, 1)
    return graph


def test_nearest_place_and_kinds() -> None:
    near, km = nearest_towns(np.array([9.0, 1.0, 40.0]), np.array([0.0, 0.0, 1.0]), towns())
    assert near.tolist() == [0, 1, 0]
    assert km[:2] == pytest.approx([111.2, 111.2], abs=0.1)  # a degree of latitude
    assert side_kind("Government of Mali", 1) == "state"
    assert side_kind("Civilians", 3) == "civilians"
    assert side_kind("RUF", 3) == "rebels"
    assert side_kind("Dozos (Mali)", 2) == "militia"


def test_reduced_rows_become_columns_of_a_run() -> None:
    raw = pd.DataFrame(
        {
            "country": ["X", "X", "Y"],
            "date": ["2000-01-12", "2000-01-05", "2000-01-01"],
            "type_of_violence": [3, 1, 1],
            "side_a": ["Government of X", "Government of X", "Z"],
            "side_b": ["Civilians", "Rebels", "Q"],
            "latitude": [9.0, 1.0, 1.0],
            "longitude": [0.0, 0.0, 0.0],
            "best": [5, 0, 1],
        }
    )
    events = read_ged(raw, towns(), "X")
    assert events["location"].tolist() == ["South", "North"]
    assert events["adm_1"].tolist() == ["S", "N"]
    assert events["week"].tolist() == [0, 1]
    assert events["side_b_kind"].tolist() == ["rebels", "civilians"]
    assert events["deaths_a"].isna().all()
    with pytest.raises(ValueError, match="holds X, Y"):
        read_ged(raw, towns(), "W")
    with pytest.raises(ValueError, match="best"):
        read_ged(raw.drop(columns="best"), towns())


@pytest.mark.skipif(not SAMPLE.is_file(), reason="UCDP GED sample absent (shared/data/formats)")
def test_the_full_export_is_read() -> None:
    with pytest.raises(ScenarioError, match=r"holds 34 countries; say which .*Syria"):
        read_ged(SAMPLE, towns())
    events = read_ged(SAMPLE, towns(), "Syria", most_km=math.inf)
    full = pd.read_csv(SAMPLE)
    assert len(events) == int(((full["where_prec"] <= 2) & (full["country"] == "Syria")).sum())
    wanted = {"week", "date_start", "side_a_kind", "deaths_civilians", "adm_1", "response"}
    assert wanted <= set(events.columns)
    assert events["date_start"].is_monotonic_increasing


@pytest.mark.skipif(not GED.is_file(), reason="UCDP GED rows absent (shared/data/ged)")
@pytest.mark.parametrize(
    ("country", "window", "printed"),
    [
        (
            "Sierra Leone",
            (date(1991, 3, 1), date(2001, 12, 31)),
            {"alpha": 1.74, "burstiness": 0.48, "quiet_weeks": 0.45},
        ),
        (
            "Mali",
            (date(2012, 1, 1), date(2020, 12, 31)),
            {"alpha": 2.15, "burstiness": 0.30, "quiet_weeks": 0.38, "weekly_dispersion": 2.6},
        ),
        # From the first event on: April 1992 has three weeks without one.
        (
            "Bosnia-Herzegovina",
            (date(1992, 4, 27), date(1995, 12, 14)),
            {"alpha": 2.09, "burstiness": 0.52, "quiet_weeks": 0.04, "weekly_dispersion": 45},
        ),
    ],
)
def test_printed_real_values_come_out(
    country: str, window: tuple[date, date], printed: dict[str, float]
) -> None:
    values = event_statistics(read_ged(GED, towns(), country, math.inf), window, None)
    for name, value in printed.items():
        assert values[name] == pytest.approx(value, rel=0.02, abs=0.012), name


@pytest.mark.skipif(not GED.is_file(), reason="UCDP GED rows absent (shared/data/ged)")
def test_real_values_are_those_of_this_code() -> None:
    region_module = pytest.importorskip("sim.country.region")
    folder = Path(__file__).resolve().parents[1] / "scenarios" / "regions" / "mali"
    region = region_module.load_region(folder)
    country = real_country("mali")
    events = read_ged(GED, region.graph, "Mali")
    values = event_statistics(events, country.window, region.names, None, roads_of(region.graph))
    for name, real in country.values.items():
        if isfinite(values[name]):
            assert real.value == pytest.approx(values[name], rel=2e-3, abs=1e-4), name
