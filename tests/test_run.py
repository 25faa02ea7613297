"""A run's contract: what other people's scripts lean on (DESIGN section 8)."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from helpers import busy

import sim
from sim.case.scenario import Scenario, ScenarioError, load_scenario
from sim.runs.outcomes import OUTCOMES
from sim.runs.run import Run, run
from sim.state.parties import FACTION_KINDS

FIXED = (
    "civilian_deaths",
    "civilian_deaths_rebel",
    "civilian_deaths_state",
    "combatant_deaths",
    "peacekeeper_deaths",
    "indirect_deaths",
    "events_battle",
    "events_onesided",
    "events_nonstate",
    "displaced_peak",
    "war_ended",
    "relapse_5y",
    "crime_rate",
    "trust_state",
    "trust_mission",
    "stability",
    "cost",
)
EVENT_COLUMNS = (
    "date_start",
    "week",
    "type_of_violence",
    "side_a",
    "side_b",
    "side_a_kind",
    "side_b_kind",
    "best",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "location",
    "adm_1",
    "latitude",
    "longitude",
    "response",
)
KINDS = {*FACTION_KINDS, "community", "civilians", "mission"}
WHOLE = ("best", "deaths_a", "deaths_b", "deaths_civilians", "week", "type_of_violence")


@pytest.fixture(scope="module")
def eventful(case: Scenario) -> Run:
    """Two years with a mission, attacks on it, splits and a dated event of every kind."""
    return run(busy(case), seed=2, weeks=104)


def same(one: Run, two: Run) -> bool:
    return one.to_json() == two.to_json() and one.events.equals(two.events)


# tables


def test_events_have_geds_columns_and_types(eventful: Run) -> None:
    events = eventful.events
    assert set(EVENT_COLUMNS) <= set(events.columns)
    assert len(events) > 100
    assert events["date_start"].dtype.kind == "M"
    for name in WHOLE:
        assert events[name].dtype.kind == "i", name
    assert set(events["response"].unique()) <= {0, 1}
    assert set(events["type_of_violence"].unique()) <= {1, 2, 3}
    assert not events.drop(columns=[]).isna().any().any()
    assert events["date_start"].is_monotonic_increasing


def test_events_add_up(eventful: Run) -> None:
    events = eventful.events
    parts = events["deaths_a"] + events["deaths_b"] + events["deaths_civilians"]
    assert (events["best"] == parts).all()
    assert (events["best"] >= 1).all()
    monday = pd.Timestamp(eventful.scenario.monday) + pd.to_timedelta(7 * events["week"], "D")
    days = (events["date_start"] - monday).dt.days
    assert set(days.unique()) == set(range(7))


def test_sides_are_named_and_of_a_kind(eventful: Run) -> None:
    events = eventful.events
    assert set(events["side_a_kind"]) | set(events["side_b_kind"]) <= KINDS
    onesided = events[events["type_of_violence"] == 3]
    assert (onesided["side_b_kind"] == "civilians").all()
    assert not onesided["side_a_kind"].isin(["civilians", "mission", "community"]).any()
    assert (onesided["deaths_civilians"] == onesided["best"]).all()
    attacks = events[events["side_b_kind"] == "mission"]
    assert len(attacks) > 0
    assert (attacks["type_of_violence"] == 1).all()
    assert not (events["side_a_kind"] == "mission").any()
    assert (events["side_a"] != events["side_b"]).all()
    nonstate = events[events["type_of_violence"] == 2]
    assert not (nonstate[["side_a_kind", "side_b_kind"]] == "state").any().any()


def test_places_of_events_are_those_of_the_region(eventful: Run) -> None:
    graph = eventful.scenario.region.graph
    at = {data["name"]: data for _, data in graph.nodes(data=True)}
    for _, event in eventful.events.head(200).iterrows():
        node = at[event["location"]]
        assert (event["latitude"], event["longitude"]) == (node["lat"], node["lon"])
        assert event["adm_1"] == node["admin1"]


def test_series_has_a_row_a_week(eventful: Run) -> None:
    series = eventful.series
    assert len(series) == eventful.weeks == 104
    assert series["week"].tolist() == list(range(104))
    assert series["date"].dtype.kind == "M"
    assert (series["date"].diff().dropna() == pd.Timedelta(days=7)).all()
    assert series["date"].iloc[0] == pd.Timestamp(eventful.scenario.monday)
    numbers = series.drop(columns=["week", "date"])
    assert all(kind.kind == "f" for kind in numbers.dtypes)
    assert np.isfinite(numbers.to_numpy()).all()


def test_places_have_a_row_a_place_and_week(eventful: Run) -> None:
    places, region = eventful.places, eventful.scenario.region
    assert len(places) == 104 * len(region.names)
    wanted = {"events", "deaths", "displaced", "control", "patrols", "risk", "place", "week"}
    assert wanted <= set(places.columns)
    assert set(places["place"]) == set(region.names)
    assert set(places["control"]) <= set(eventful.kept.faction_names)
    assert places["risk"].between(0.0, 1.0).all()


def test_tables_agree_with_each_other(eventful: Run) -> None:
    events, places, series = eventful.events, eventful.places, eventful.series
    by_place = events.groupby(["week", "location"]).agg(n=("best", "size"), dead=("best", "sum"))
    told = places[places["events"] > 0].set_index(["week", "place"])
    assert len(by_place) == len(told)
    assert (by_place["n"].to_numpy() == told["events"].sort_index().to_numpy()).all()
    assert (by_place["dead"].to_numpy() == told["deaths"].sort_index().to_numpy()).all()
    weekly = events.groupby("week")["best"].sum().reindex(range(104), fill_value=0)
    kept = series["deaths_battle"] + series["deaths_onesided"] + series["deaths_nonstate"]
    assert (weekly.to_numpy() == kept.to_numpy()).all()


def test_the_ledger_balances(eventful: Run) -> None:
    ledger = eventful.ledger
    costs = [name for name in ledger.columns if name.startswith("cost_")]
    assert set(ledger.columns) == {"week", "income", "balance", *costs}
    assert len(ledger) == 104
    change = ledger["balance"].diff().fillna(ledger["balance"].iloc[0])
    assert (change == ledger["income"] - ledger[costs].sum(axis=1)).all()
    assert eventful.outcomes["cost"] == ledger[costs].to_numpy().sum() > 0.0


# outcomes


def test_outcomes_have_the_fixed_names(eventful: Run) -> None:
    assert set(FIXED) <= set(eventful.outcomes)
    assert set(eventful.outcomes) == set(OUTCOMES)
    assert all(type(value) is float for value in eventful.outcomes.values())
    for outcome in OUTCOMES.values():
        assert outcome.direction in ("up", "down", "none")
        assert outcome.unit and outcome.meaning


def test_outcomes_keep_their_ranges(eventful: Run) -> None:
    o = eventful.outcomes
    for name, outcome in OUTCOMES.items():
        value = o[name]
        if math.isnan(value):
            continue
        top = {"0 to 1": 1.0, "share": 1.0, "0 or 1": 1.0, "0 to 100": 100.0}.get(outcome.unit)
        assert value >= 0.0, name
        assert top is None or value <= top + 1e-6, name
    assert o["war_ended"] in (0.0, 1.0)
    assert math.isnan(o["relapse_5y"]) or o["relapse_5y"] in (0.0, 1.0)


def test_outcomes_are_totals_of_the_events(eventful: Run) -> None:
    o, events = eventful.outcomes, eventful.events
    for kind, name in ((1, "battle"), (2, "nonstate"), (3, "onesided")):
        assert o[f"events_{name}"] == (events["type_of_violence"] == kind).sum()
    assert o["civilian_deaths"] >= events["deaths_civilians"].sum()
    assert o["civilian_deaths"] >= o["civilian_deaths_rebel"] + o["civilian_deaths_state"]
    mission = events[events["side_b_kind"] == "mission"]
    assert o["peacekeeper_deaths"] == mission["deaths_b"].sum()
    onesided = events[events["type_of_violence"] == 3]
    assert o["civilian_deaths_rebel"] + o["civilian_deaths_state"] == onesided["best"].sum()


def test_the_document_says_what_was_run(two_years: Run) -> None:
    document = json.loads(two_years.to_json())
    assert list(document) == ["scenario", "seed", "weeks", "outcomes", "provenance"]
    assert document["scenario"] == "sierra-leone"
    assert (document["seed"], document["weeks"]) == (1, 104)
    assert all(value is None or math.isfinite(value) for value in document["outcomes"].values())
    nan = [name for name, value in two_years.outcomes.items() if math.isnan(value)]
    assert all(document["outcomes"][name] is None for name in nan)
    assert document["provenance"]["scenario_hash"] == two_years.scenario.hash
    told = json.dumps(document["provenance"])
    assert str(Path.cwd()) not in told and "/" not in told


# luck


def test_same_seed_same_bytes(case: Scenario, two_years: Run, tmp_path: Path) -> None:
    again = run(case, seed=1, weeks=104)
    assert again.to_json() == two_years.to_json()
    for one, two in zip(two_years.save(tmp_path / "a"), again.save(tmp_path / "b"), strict=True):
        assert one.name == two.name
        assert one.read_bytes() == two.read_bytes()


def test_same_bytes_in_another_process(case: Scenario) -> None:
    code = (
        "from sim.runs.run import run; from sim.case.scenario import load_scenario; import sys;"
        "s = load_scenario('sierra-leone',"
        " {'nature.civilians': 300, 'nature.combatants': 300});"
        "sys.stdout.write(run(s, seed=7, weeks=40).to_json())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode() == run(case, seed=7, weeks=40).to_json()


def test_another_seed_differs(case: Scenario, two_years: Run) -> None:
    other = run(case, seed=2, weeks=104)
    assert other.outcomes != two_years.outcomes
    assert not other.events.equals(two_years.events)


@pytest.mark.parametrize(
    "path", ["policy.patrols.share", "nature.violence.level", "policy.funding.cover", "weeks"]
)
def test_an_override_equal_to_the_value_gives_identical_bytes(
    case: Scenario, path: str, two_years: Run
) -> None:
    value: object = case
    for name in path.split("."):
        value = getattr(value, name)
    same_again = case.replace({path: value})
    assert same_again.hash == case.hash
    assert run(same_again, seed=1, weeks=104).to_json() == two_years.to_json()


def test_another_policy_keeps_the_luck_until_it_acts(case: Scenario) -> None:
    """No mission before its mandate: until then, worlds with other policies are identical."""
    start = case.mission.start
    assert start is not None
    before = case.week_of(start)
    assert before > 20
    one = run(case, seed=1, weeks=before + 80)
    two = run(case.replace({"policy.patrols.share": 0.9}), seed=1, weeks=before + 80)
    early = [r.series[r.series["week"] < before] for r in (one, two)]
    assert early[0].equals(early[1])


# lengths and faults


def test_a_longer_run_begins_as_a_shorter_one(case: Scenario) -> None:
    short, long = run(case, seed=4, weeks=30), run(case, seed=4, weeks=60)
    assert long.series.head(30).equals(short.series)
    assert long.events[long.events["week"] < 30].equals(short.events)
    assert long.ledger.head(30).equals(short.ledger)


def test_weeks_default_to_the_scenarios_and_may_go_beyond(case: Scenario) -> None:
    brief = case.replace({"weeks": 20})
    assert run(brief).weeks == 20
    beyond = run(brief, weeks=400)
    assert len(beyond.series) == len(beyond.ledger) == 400
    assert beyond.series.head(20).equals(run(brief).series)


@pytest.mark.parametrize("seed", [-1, 2**63, -(2**40)])
def test_a_seed_out_of_range_is_refused(case: Scenario, seed: int) -> None:
    with pytest.raises(ValueError, match="seed"):
        run(case, seed=seed, weeks=2)


@pytest.mark.parametrize("seed", [0, 2**63 - 1])
def test_the_ends_of_the_seeds_run(case: Scenario, seed: int) -> None:
    assert run(case, seed=seed, weeks=2).seed == seed


@pytest.mark.parametrize("weeks", [0, -3, 5201])
def test_weeks_out_of_range_are_refused(case: Scenario, weeks: int) -> None:
    with pytest.raises(ValueError, match="weeks"):
        run(case, weeks=weeks)


def test_progress_is_told_every_week(case: Scenario) -> None:
    told: list[tuple[int, int]] = []
    run(case, weeks=5, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_saved_tables_can_be_read_again(two_years: Run, tmp_path: Path) -> None:
    paths = two_years.save(tmp_path)
    assert {path.name for path in paths} >= {
        "outcomes.json",
        "series.csv",
        "places.csv",
        "events.csv",
        "ledger.csv",
        "provenance.json",
    }
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(p.name for p in paths)
    events = pd.read_csv(tmp_path / "events.csv", parse_dates=["date_start"])
    assert len(events) == len(two_years.events)
    assert b"\r" not in (tmp_path / "series.csv").read_bytes()


# the front door


def test_public_names() -> None:
    assert sim.run is run
    assert sim.load_scenario is load_scenario
    assert sim.ScenarioError is ScenarioError
    assert issubclass(sim.ScenarioError, ValueError)
    assert sim.PeaceModel.__name__ == "PeaceModel"
    for name in sim.__all__:
        assert getattr(sim, name) is not None
    with pytest.raises(AttributeError):
        _ = sim.nothing_of_the_kind


def test_an_unknown_scenario_suggests() -> None:
    with pytest.raises(ScenarioError, match="did you mean"):
        load_scenario("siera-leone")


def test_a_name_will_do_where_a_scenario_is_asked_for() -> None:
    case = sim.load_scenario("zambara")
    named = sim.run("zambara", 3, 4)
    assert named.outcomes == sim.run(case, 3, 4).outcomes
    assert sim.PeaceModel("zambara", seed=3).case.hash == case.hash
    found = sim.compare("zambara", case, range(2), 4, processes=1)
    assert set(found.table["diff"].dropna()) == {0.0}


def test_what_is_no_scenario_is_told() -> None:
    with pytest.raises(TypeError, match="scenario is of type int; must be from"):
        sim.run(5)  # type: ignore[arg-type]
