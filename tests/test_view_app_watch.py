"""What is watched is what was recorded: frames, sieges, politics, totals, where two worlds part."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from sim.case.scenario import load_scenario
from sim.runs.begun import parting_week
from sim.runs.explain import WORDS
from sim.runs.outcomes import OUTCOMES
from sim.runs.run import run
from sim.state.chronicle import DEEDS
from sim.state.events import FACTOR_NAMES
from sim.view.app import live, telling, work
from sim.view.app.compare import Pair
from sim.view.app.task import Task
from sim.view.app.typical import typical
from sim.view.texts import LANGUAGES, texts

BOSNIA = Task("bosnia", (), 3, 330)  # a war of lines and sieges that ends by an agreement
STATIC = Path(live.__file__).parent / "static"
C = {name: number for number, name in enumerate(live.CHANNELS)}


@pytest.fixture(scope="module")
def done():
    return run(load_scenario("bosnia"), seed=BOSNIA.seed, weeks=BOSNIA.weeks)


@pytest.fixture(scope="module")
def film():
    return live.film(BOSNIA)


@pytest.fixture(scope="module")
def frames(film, done):
    places = done.kept.places.shape[1]
    return np.frombuffer(film.frames, np.uint8).reshape(film.weeks, len(live.CHANNELS), places)


def test_frames_are_the_record(frames, done):
    kept = done.kept.places
    np.testing.assert_array_equal(frames[:, C["control"]], kept["control"])
    np.testing.assert_array_equal(frames[:, C["alert"]], kept["alert"])
    troops = frames[:, C["troops"]] * live.TROOPS_STEP
    assert np.all((troops >= kept["troops"]) & (troops < kept["troops"] + live.TROOPS_STEP))


def test_a_siege_in_the_record_is_in_the_frames(frames, done):
    besieged = done.kept.series["besieged"]
    assert besieged.max() > 0
    np.testing.assert_array_equal((frames[:, C["siege"]] > 0).sum(axis=1), besieged)


def test_the_log_adds_up_to_the_dead_of_each_place_and_of_the_run(film, done):
    log = {name: np.array(column) for name, column in film.told["log"].items()}
    dead = np.zeros_like(done.kept.places["deaths"])
    all_dead = log["deaths_a"] + log["deaths_b"] + log["deaths_civilian"]
    np.add.at(dead, (log["week"], log["place"]), all_dead)
    np.testing.assert_array_equal(dead, done.kept.places["deaths"])
    sums = film.told["sums"]
    for name in ("civilian_deaths", "combatant_deaths", "peacekeeper_deaths"):
        assert sum(sums[name]) == done.outcomes[name]


def test_all_of_the_chronicle_is_marked(film, done):
    marks = film.told["marks"]
    deeds = {(m["w"], m["f"], m["d"]) for m in marks if m["k"] == "deed"}
    assert deeds == {(w, f, what.replace(" ", "_")) for w, f, what in done.kept.chronicle}
    assert "agreement" in {what for *_, what in deeds}
    votes = [(m["w"], m["turnout"], m["accepted"]) for m in marks if m["k"] == "election"]
    assert votes == list(done.kept.ballots) and votes
    assert [m["w"] for m in marks if m["k"] == "over"] == [done.war_over]
    assert [m["w"] for m in marks] == sorted(m["w"] for m in marks)
    titles = {m["t"]: (m["w"], m["d"]) for m in marks if m["k"] == "dated"}
    week = done.scenario.week_of(next(e.date for e in done.scenario.events if e.kind == "offer"))
    assert titles["Washington Agreement"] == (week, "offer")  # put to them, not yet signed


def test_a_mission_that_comes_is_turned_out_and_leaves_is_marked(done):
    series = done.kept.series.copy()
    weeks = np.arange(len(series))
    series["troops"] = np.where((weeks >= 20) & (weeks < 90), 500.0, 0.0)
    series["welcome"] = np.where(weeks < 60, 1.0, 0.5)
    series["governor"] = np.where(weeks < 40, 0, 1)
    kept = replace(done.kept, series=series, chronicle=(), ballots=())
    marks = telling.marks_of(done.scenario, kept, -1)
    told = {m["d"]: m["w"] for m in marks if m["k"] == "mission"}
    assert told["arrives"] == 20 and told["gone"] == 90 and told["unwelcome"] == 60
    assert ("government", 40, 1) in [(m["k"], m["w"], m.get("f")) for m in marks]
    coup = telling.marks_of(done.scenario, replace(kept, chronicle=((40, 0, "coup"),)), -1)
    assert not [m for m in coup if m["k"] == "government" and m["w"] == 40]  # told once


def test_flight_is_where_people_went(film, done):
    flows = np.array(film.told["flows"])
    places = done.kept.places.shape[1]
    period, start, end, persons, home = flows.T
    assert persons.min() > 0 and set(home) == {0, 1}
    assert np.all((start >= 0) & (start < places) & (end >= -1) & (end < places))
    assert np.all(start != end) and period.max() <= BOSNIA.weeks // 4
    war, after = period < 40, period > 75
    assert persons[war & (home == 0)].sum() > persons[war & (home == 1)].sum()
    assert persons[after & (home == 1)].sum() > persons[after & (home == 0)].sum()


def test_who_fights_whom_ends_with_the_war(film, done):
    assert film.told["foes"][0][1]
    last = film.told["foes"][-1]
    assert last[1] == [] and abs(last[0] - done.war_over) <= 5


def test_two_worlds_part_when_their_policies_can():
    changes = work.frozen({"policy.patrols.share": 0.9})
    weeks = 220
    base, what = (live.film(Task("zambara", given, 1, weeks)) for given in ((), changes))
    case = load_scenario("zambara")
    first = parting_week(case, case.replace({"policy.patrols.share": 0.9}))
    apart, dead = (live.parting(base, what)[name] for name in ("apart", "dead"))
    assert first <= apart <= first + 26 and apart < dead < weeks

    def log_of(found: live.Film) -> list[tuple[int, ...]]:
        log = found.told["log"]
        return [
            *zip(log["week"], log["place"], log["deaths_civilian"], log["deaths_b"], strict=True)
        ]

    one, other = (
        [[e for e in log_of(film) if e[0] == w] for w in range(weeks)] for film in (base, what)
    )
    assert one[:dead] == other[:dead] and one[dead] != other[dead]
    assert live.parting(base, base) == {"apart": -1, "dead": -1}


def test_a_typical_world_is_the_median_one_that_ends_as_most_do():
    names = list(OUTCOMES)

    def world(deaths: float, ended: float) -> SimpleNamespace:
        outcomes = np.zeros(len(names))
        outcomes[names.index("civilian_deaths")] = deaths
        outcomes[names.index("war_ended")] = ended
        return SimpleNamespace(outcomes=outcomes)

    ends = [1.0, 1.0, 1.0, 0.0, 1.0]
    base = [world(d, e) for d, e in zip([900, 10, 300, 310, 500], ends, strict=True)]
    assert typical(Pair(base, base, 10)) == 2  # not no. 3, whose war goes on, nor luck no. 0
    what = [world(d, 1.0) for d in [40, 10, 900, 800, 50]]
    assert typical(Pair(base, what, 10)) == 4  # near the median in both


def test_colours_keep_clear_of_what_else_the_map_says():
    """Nobody has the colour of the dead, of the displaced or of the mission; nor do splinters."""
    code = (STATIC / "live_map.js").read_text(encoding="utf-8")
    drawn = [
        re.search(rf'\b{name} = "(#\w{{6}})"', code) for name in ("DEATH", "AWAY", "BLUE_HELMET")
    ]
    reserved = [tuple(bytes.fromhex(found[1][1:])) for found in drawn if found]
    assert len(reserved) == 3
    for colour in (*telling.REST, *telling.BLUES):
        rgb = np.array(tuple(bytes.fromhex(colour[1:])), float)
        assert min(np.linalg.norm(rgb - other) for other in reserved) > 50, colour


def test_a_government_that_changes_changes_colour(done):
    first = telling.factions_of(done.scenario, done.kept)
    assert first[0]["governs"] in telling.BLUES and first[0]["colour"] in telling.REST
    assert first[1]["governs"] == first[1]["colour"]  # it has never governed
    later = telling.factions_of(done.scenario, done.kept, [(0, [0]), (50, [1])])
    assert later[1]["governs"] in telling.BLUES and later[1]["governs"] != later[0]["governs"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_can_happen_has_words(language):
    known = texts(language).known()
    missing = {f"watch.deed.{what.replace(' ', '_')}" for what in DEEDS} - known
    missing |= {f"watch.because.{factor}" for factor in FACTOR_NAMES} - known
    assert missing == set()


def test_causes_are_called_what_the_engine_calls_them():
    t = texts("en")
    assert {name: t(f"watch.because.{name}") for name in FACTOR_NAMES} == {
        name: higher for name, (higher, _) in WORDS.items()
    }
    story = (STATIC / "live_story.js").read_text(encoding="utf-8")
    assert f"const CAUSES = [{', '.join(repr(n) for n in FACTOR_NAMES)}]".replace("'", '"') in story


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_areas_are_what_lies_nearest(tmp_path):
    """The cells of all places fill the box, and every spot of a cell is nearest to its own."""
    check = """
    const seeded = (s) => () => (s = (s * 16807) % 2147483647) / 2147483647, next = seeded(7);
    const points = Array.from({ length: 200 }, () => [600 * next(), 400 * next()]);
    const cells = cellsOf(points, 600, 400);
    const cross = (p) => ([x, y], k) => x * p[(k + 1) % p.length][1] - p[(k + 1) % p.length][0] * y;
    const area = (p) => Math.abs(p.map(cross(p)).reduce((sum, one) => sum + one, 0) / 2);
    const whole = cells.reduce((sum, p) => sum + area(p), 0);
    let wrong = 0;
    cells.forEach((p, i) => p.forEach(([x, y, j]) => {
      const far = ([u, v]) => Math.hypot(u - x, v - y), own = far(points[i]);
      if (points.some((q) => far(q) < own - 1e-6)) wrong += 1;
      if (j >= 0 && !cells[j].some((edge) => edge[2] === i)) wrong += 1;
    }));
    console.log(Math.round(whole), wrong);
    """
    script = tmp_path / "areas.js"
    script.write_text((STATIC / "areas.js").read_text(encoding="utf-8") + check)
    out = subprocess.run(["node", str(script)], capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["240000", "0"]
