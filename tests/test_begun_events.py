"""A run that begins on a day with what events until then have left."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made_up_events import HEAD, SECRET, write

from sim.case.build import build
from sim.case.later import begun_later
from sim.case.scenario import Scenario, load_scenario
from sim.evidence.events_real import Real, read_real
from sim.evidence.events_start import WEEKS, begun
from sim.fields.errors import ScenarioError
from sim.model import PeaceModel
from sim.runs.run import run, step_to
from sim.state.civilians import AT_HOME

Shell = Callable[..., tuple[int, str, str]]
SMALL = Path(__file__).parent / "data" / "small.toml"
DAY = date(1999, 1, 4)
TOWNS = {
    "Town 0": (8.0, -12.0),
    "Town 1": (8.2, -11.6),
    "Town 3": (8.3, -12.4),
    "Town 4": (7.7, -12.3),
    "Town 5": (8.6, -12.1),
}


def small(**changes: Any) -> Scenario:
    return load_scenario(SMALL, {"nature.violence.level": 6.0, "events": [], **changes})


def rows(town: str, weeks_ago: int, deaths: int = 9, **cells: Any) -> list[dict[str, object]]:
    """Twelve attacks by the RUF in a town, spread over 12 weeks that end so long before DAY."""
    found = []
    for number in range(12):
        day = DAY - timedelta(weeks=weeks_ago + number, days=3)
        row: dict[str, object] = dict.fromkeys(HEAD, "")
        row |= {"type_of_violence": 3, "where_prec": 1, "country": "Tiny", "best": deaths}
        row |= {"side_a": "RUF", "side_b": "Civilians", "date_start": day, "date_end": day}
        row |= {"latitude": TOWNS[town][0], "longitude": TOWNS[town][1], "date_prec": 1}
        found.append(row | {"source_article": SECRET, "deaths_civilians": deaths} | cells)
    return found


def real(tmp_path: Path, *some: list[dict[str, object]]) -> Real:
    return read_real(write(tmp_path / "events.csv", [row for part in some for row in part]))


def state(case: Scenario) -> dict[str, dict[str, float]]:
    return {row.place: row.model_dump() for row in case.before}


def test_hot_places_are_hotter_in_the_first_year(tmp_path: Path) -> None:
    """Against the same scenario begun without, and against events elsewhere."""
    case = small()
    here = begun(case, real(tmp_path, rows("Town 5", 0)), DAY).scenario
    away = begun(case, real(tmp_path, rows("Town 3", 0)), DAY).scenario
    plain = begun_later(case, DAY)
    killed = {}
    for name, one in (("here", here), ("away", away), ("plain", plain)):
        tables = [run(one, seed, 52).events for seed in range(12)]
        deaths = [t.loc[t["location"] == "Town 5", "best"].sum() for t in tables]
        killed[name] = float(np.mean(deaths))
    assert killed["here"] > 2.0 * killed["plain"]
    assert killed["here"] > 2.0 * killed["away"]


def test_memories_are_those_of_the_models_own_places() -> None:
    """Begun from a run's own events, a world remembers what the run's places did."""
    case = small(**{"nature.violence.level": 30.0})
    week = 45
    world = step_to(PeaceModel(case, 4), week).world
    found = begun(case, read_real(run(case, 4, week).events), case.date_of(week)).scenario
    again = build(found, 4)
    for name in ("heat", "danger"):
        assert world.places[name].max() > 0.5
        np.testing.assert_allclose(again.places[name], world.places[name], rtol=0.06, atol=0.006)
    assert world.wounds.sum() > 300
    seen = again.wounds.sum(axis=1)
    np.testing.assert_allclose(seen, world.wounds.sum(axis=1), rtol=0.06, atol=0.6)
    # a mean person hears no rumours and has no relatives: near, not the same
    np.testing.assert_allclose(again.places["fear"], world.places["fear"], atol=0.15)


def test_memories_fade_and_nothing_is_seen_that_comes_after(tmp_path: Path) -> None:
    case = small()
    late, early = rows("Town 5", 0), rows("Town 5", 30)
    near, far = (begun(case, real(tmp_path, part), DAY).scenario for part in (late, early))
    for name in ("heat", "danger", "wounds", "fear"):
        assert state(near)["Town 5"][name] > 2.0 * state(far)["Town 5"].get(name, 0.0)
    after = rows("Town 3", -30, deaths=300)
    assert begun(case, real(tmp_path, late, after), DAY).scenario.hash == near.hash


def test_events_that_stop_too_early_begin_nothing(tmp_path: Path) -> None:
    for part in (rows("Town 5", WEEKS), rows("Town 5", -20), rows("Town 5", 0, deaths=0)):
        with pytest.raises(ScenarioError, match=r"events\.csv: no death in the 104 weeks before"):
            begun(small(), real(tmp_path, part), DAY)
    begun(small(), real(tmp_path, rows("Town 5", WEEKS - 12)), DAY)


def test_factions_stand_where_they_acted_and_are_as_strong_as_active(tmp_path: Path) -> None:
    case = small(
        start=date(1995, 1, 2), weeks=260, war_window=[date(1995, 1, 2), date(1999, 12, 1)]
    )
    past = [rows("Town 3", 12 * n) for n in range(10, 14)]
    busy, quiet = [rows("Town 5", 12 * n) for n in range(8)], [rows("Town 5", 0)]
    found = {
        name: begun(case, real(tmp_path, *past, *part), DAY).scenario
        for name, part in (("busy", busy), ("quiet", quiet))
    }
    rebels = {name: one.factions[1] for name, one in found.items()}
    assert rebels["busy"].fighters > 3000 > rebels["quiet"].fighters
    assert rebels["busy"].presence["Town 5"] > 0.7 > rebels["quiet"].presence["Town 5"] > 0.3
    assert rebels["busy"].weariness > case.factions[1].weariness
    assert found["busy"].factions[0].fighters == 4000  # a state's strength is known
    before, after = (build(one, 1) for one in (begun_later(case, DAY), found["busy"]))
    assert after.control[1, 5] > before.control[1, 5]


def test_sides_go_by_what_a_faction_is_known_as(tmp_path: Path) -> None:
    events = real(tmp_path, rows("Town 5", 0, side_a="The Front"))
    told = begun(small(), events, DAY)
    assert "The Front (108)" in told.words[-1]
    assert told.scenario.factions[1].presence == small().factions[1].presence
    known = small(**{"factions.RUF.known_as": ["The Front"]})
    assert known.hash == small().hash  # a name decides nothing by itself
    assert begun(known, events, DAY).scenario.factions[1].presence["Town 5"] > 0.3


def test_begun_later_dated_things_have_happened() -> None:
    case = load_scenario(SMALL, {"factions.St. John's Boys.enters": date(1998, 3, 2)})
    later = begun_later(case, date(1999, 4, 5))
    army, _, boys = later.factions
    assert (army.fighters, boys.enters) == (5000, None)
    assert [(e.date, e.kind) for e in later.events] == [
        (date(1999, 4, 5), "offer"),
        (date(1999, 5, 3), "disaster"),
    ]
    assert later.events[0].months == 3
    assert later.date_of(later.weeks) == case.date_of(case.weeks)
    assert [sender.months for sender in later.mission.contributors] == [0.0, 0.0]
    gone = load_scenario(SMALL, {"factions.RUF.leaves": date(1998, 5, 4), "events": []})
    assert "RUF" not in [spec.name for spec in begun_later(gone, DAY).factions]
    with pytest.raises(ScenarioError, match=r"--start 2001-01-01: must lie from"):
        begun_later(case, date(2001, 1, 1))


def test_people_who_had_fled_are_away() -> None:
    case = small(before=[{"place": "Town 0", "displaced": 0.5, "fear": 0.4}])
    people = build(case, 1).civilians
    home = people["home"] == 0
    away = people["displaced"] != AT_HOME
    assert np.mean(away[home]) == pytest.approx(0.5, abs=0.02)
    assert not away[~home].any() and (people["place"][away] != 0).all()
    assert people["fear"][home] == pytest.approx(0.4) and not people["fear"][~home].any()


def test_a_place_that_is_not_there_is_refused() -> None:
    for before, text in (
        ([{"place": "Town 9"}], "no place has that name"),
        ([{"place": "Town 1"}, {"place": "Town 1"}], "has a row already"),
        ([{"place": "Town 1", "fear": 2.0}], "must be a number from 0 to 1"),
    ):
        with pytest.raises(ScenarioError, match=text):
            small(before=before)


def test_without_events_nothing_changes() -> None:
    assert small(before=[]).hash == small().hash
    assert "before" not in json.dumps(small().model_dump(mode="json")["nature"])


def test_the_command(bluehelm: Shell, tmp_path: Path) -> None:
    events = write(tmp_path / "events.csv", rows("Town 5", 0))
    out = tmp_path / "out"
    words = ("run", str(SMALL), "--events", str(events), "--start", "1999-01-04", "--weeks", "4")
    code, said, err = bluehelm(*words, "--out", str(out))
    assert code == 0 and "from 1999-01-04" in said and "12 events and 108 deaths" in err
    written = "".join(p.read_text("utf-8", "replace") for p in out.rglob("*") if p.is_file())
    assert SECRET not in written and str(events) not in written
    for wrong, text in (
        (("--start", "1999-01-04"), "goes with --events FILE"),
        (("--events", str(tmp_path / "no.csv")), "no such file"),
        (("--events", str(events), "--start", "2030-01-01"), "--start 2030-01-01: must lie from"),
    ):
        code, said, err = bluehelm("run", str(SMALL), *wrong)
        assert (code, said) == (2, "") and text in err and err.count("\n") == 1


def test_who_lately_fought_each_other_does_so(tmp_path: Path) -> None:
    case = small(**{"factions.RUF.relations": {"Army": "wary"}})
    fights = {"type_of_violence": 1, "side_a": "Government of Tiny", "side_b": "RUF"}
    fought = begun(case, real(tmp_path, rows("Town 5", 0, **fights)), DAY).scenario
    spared = begun(case, real(tmp_path, rows("Town 5", 0)), DAY).scenario
    assert build(fought, 1).hostile[0, 1] == 1
    assert build(spared, 1).hostile[0, 1] == 0
