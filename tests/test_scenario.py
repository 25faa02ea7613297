"""Scenario files: what a load gives, and what is said about a file that is wrong."""

from __future__ import annotations

import pickle
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sim.case.moved import moved
from sim.case.overrides import read_value
from sim.case.scenario import Scenario, ScenarioError, load_scenario
from sim.fields.toml_lines import lines_of, nearest_line
from sim.machine import shipped
from sim.view.app.fields import all_fields

DATA = Path(__file__).parent / "data"
SMALL = DATA / "small.toml"
TEXT = SMALL.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def small() -> Scenario:
    return load_scenario(SMALL)


def write(folder: Path, text: str) -> Path:
    """A scenario file in a folder of its own, its region's path still right."""
    path = folder / "case.toml"
    path.write_text(text.replace("./regions/tiny", _region_from(folder)), encoding="utf-8")
    return path


def _region_from(folder: Path) -> str:
    import os

    return Path(os.path.relpath(DATA / "regions" / "tiny", folder)).as_posix()


def message(path: Path | str, overrides: dict[str, Any] | None = None) -> str:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path, overrides)
    return str(caught.value)


# what a load gives


def test_a_file_becomes_a_scenario(small: Scenario) -> None:
    assert small.name == "small"
    assert small.start == date(1998, 1, 1)
    assert small.war_window == (date(1998, 1, 1), date(1999, 12, 31))
    assert small.region.graph.number_of_nodes() == 6
    assert [faction.name for faction in small.factions] == ["Army", "RUF", "St. John's Boys"]
    assert small.nature.civilians == 500


def test_weeks_count_from_the_monday_of_the_start(small: Scenario) -> None:
    assert small.monday == date(1997, 12, 29)
    assert small.week_of(date(1998, 1, 4)) == 0
    assert small.week_of(date(1998, 1, 5)) == 1
    assert small.date_of(1) == date(1998, 1, 5)


def test_a_scenario_is_frozen(small: Scenario) -> None:
    with pytest.raises(ValueError, match="frozen"):
        small.weeks = 3  # type: ignore[misc]


def test_a_written_scenario_loads_to_an_equal_one(small: Scenario, tmp_path: Path) -> None:
    path = tmp_path / "again.toml"
    path.write_text(small.to_toml(tmp_path), encoding="utf-8")
    again = load_scenario(path)
    assert again == small
    assert again.to_toml(SMALL.parent) == small.to_toml()


def test_a_scenario_survives_pickling(small: Scenario) -> None:
    again = pickle.loads(pickle.dumps(small))
    assert again == small and again.region.name == small.region.name


@pytest.mark.parametrize("name", shipped.scenario_names())
def test_shipped_scenarios_load_and_round_trip(name: str, tmp_path: Path) -> None:
    scenario = load_scenario(name)
    path = tmp_path / "again.toml"
    path.write_text(scenario.to_toml(tmp_path), encoding="utf-8")
    assert scenario.name == name
    assert load_scenario(path).hash == scenario.hash


# overrides


def test_an_override_equal_to_the_value_changes_nothing(small: Scenario) -> None:
    same = {
        "policy.patrols.share": 0.3,
        "policy.patrols.phases.0.share": 0.5,
        "policy.force.phases.1.training": 1.0,
        "nature.variant": "main",
        "factions.RUF.fighters": 3000,
        "start": date(1998, 1, 1),
    }
    assert load_scenario(SMALL, same).hash == small.hash
    assert small.replace(same).hash == small.hash


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("policy.patrols.share", 0.4),
        ("policy.patrols.phases.0.share", 0.1),
        ("policy.force.mandate", "observer"),
        ("factions.0.fighters", 17),
        ("factions.RUF.discipline", 0.9),
        ("factions.St. John's Boys.fighters", 10),
        ("factions.RUF.presence.Town 4", 3.0),
        ("mission.contributors.Far countries.caveat", 0.1),
        ("events.2.amount", 0.1),
        ("nature.violence.level", 2.0),
        ("weeks", 60),
        ("start", "1997-12-30"),
        ("region", {"places": 12, "seed": 3}),
    ],
)
def test_every_override_reaches_the_hash(small: Scenario, path: str, value: Any) -> None:
    changes: dict[str, Any] = {path: value}
    if path == "region":  # a made-up country has other places and communities
        changes |= {"factions": [], "events": []}
    assert load_scenario(SMALL, changes).hash != small.hash
    assert small.replace(changes).hash == load_scenario(SMALL, changes).hash


def test_the_last_override_wins() -> None:
    overrides = {"factions.1.fighters": 5, "factions.RUF.fighters": 9}
    assert load_scenario(SMALL, overrides).factions[1].fighters == 9


def test_an_override_does_not_touch_the_scenario_it_changes(small: Scenario) -> None:
    before = small.to_toml()
    small.replace({"policy.patrols.phases.0.share": 0.9, "factions.RUF.presence.Town 4": 9.0})
    assert small.to_toml() == before


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.4", 0.4),
        ("robust", "robust"),
        ("true", True),
        ("2001-05-15", date(2001, 5, 15)),
        ("[1, 2]", [1, 2]),
        ('"0.4"', "0.4"),
        ("", ""),
        ("1\nother = 2", "1\nother = 2"),
    ],
)
def test_values_of_the_command_line_are_toml_else_text(text: str, value: Any) -> None:
    assert read_value(text) == value


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("patrols.share", 0.4, "did you mean policy.patrols.share?"),
        ("policy.patrols.bugdet", 1, "did you mean policy.funding.budget?"),
        ("policy.patrol.share", 0.4, "did you mean policy.patrols.share?"),
        ("factions.RUFF.fighters", 1, "did you mean factions.RUF.fighters?"),
        ("policy.patrols.phases.7.share", 1, "did you mean policy.patrols.phases.0.share?"),
        ("policy.patrols.share", 40, "is 40; must be a number from 0 to 1 (share of infantry)"),
        ("policy.patrols.share", 40, "write 0.4"),
        ("policy.patrols.share", "much", "is 'much'; must be a number"),
        ("policy.patrols.share", float("nan"), "is nan; must be a number"),
        ("policy.patrols.phases.0.share", 7, "phases.0.share (override): is 7; must be"),
        ("nature.civilians", 5, "from 100 to 1,000,000 (agents)"),
        ("nature.civilians", 500.5, "must be a whole number"),
        ("nature.variant", "no-efect", "did you mean no-effect?"),
        ("start", 5, "must be a date"),
        ("region", "atlantis", "no such folder of a region"),
        ("region", "/etc", "a path that begins with ./ or ../"),
        ("region", "a/../b", "a path that begins with ./ or ../"),
        ("region", {"places": 1}, "region.places"),
    ],
)
def test_a_bad_override_is_named_with_a_way_out(path: str, value: Any, said: str) -> None:
    text = message(SMALL, {path: value})
    assert said in text
    assert "small.toml" in text and "(override)" in text


# faults of a file: what is replaced in the small scenario, and what must be said about it

FAULTS = [
    ("title =", "titel =", "titel: unknown; did you mean title?"),
    ('title = "A small country"', "", "title: missing"),
    ("weeks = 104", "weeks = 0", "weeks: is 0; must be a whole number from 1 to 2,600 (weeks)"),
    ("weeks = 104", 'weeks = "104"', "weeks: is '104'; must be a whole number"),
    ("start = 1998-01-01 ", "start = 1998 ", "start: is 1998; must be a date"),
    ("start = 1998-01-01 ", "start = 1998-01-01T10:00:00 ", "start: is 1998-01-01T10:00:00"),
    ("start = 1998-01-01 ", "start = 0001-01-01 ", "must lie between 1900-01-01"),
    ("[1998-01-01, 1999-12-31]", "[1999-12-31, 1998-01-01]", "before it begins"),
    ("[1998-01-01, 1999-12-31]", "[1998-01-01]", "war_window.1: missing; must be two dates"),
    ("[1998-01-01, 1999-12-31]", "[1990-01-01, 1999-12-31]", "before the run does"),
    ('"./regions/tiny"', '"./nowhere"', "region: is './nowhere'; no such folder"),
    ("civilians = 500", "civilans = 500", "nature.civilans: unknown; did you mean civilians?"),
    ("level = 1.5", "level = -1.5", "nature.violence.level: is -1.5; must be a number from 0"),
    ("level = 1.5", "level = inf", "nature.violence.level: is inf; must be"),
    ('mandate = "robust"', 'mandate = "rubust"', "did you mean robust?"),
    ("troops = 6000 }", "troop = 6000 }", "policy.force.phases.0.troop: unknown"),
    ("troops = 6000 }", "troops = -6 }", "policy.force.phases.0.troops: is -6; must be"),
    ("end = 1998-12-31", "end = 1998-01-31", "policy.force.phases.0.end: is 1998-01-31; must not"),
    ("share = 0.5", "share = 50", "policy.patrols.phases.0.share: is 50; must be a number from 0"),
    ("share = 0.3", "share = true", "policy.patrols.share: is true; must be a number"),
    ("end = 1999-12-31\n\n[[mission", "end = 1998-05-01\n\n[[mission", "not be before mission.st"),
    ('"Far countries"', '"Near countries"', "mission.contributors.1.name: is 'Near countries'"),
    ("share = 2.0", "share = -2.0", "mission.contributors.0.share: is -2.0"),
    ('name = "RUF"', 'name = "Army"', "factions.1.name: is 'Army'; another"),
    ('name = "RUF"', 'name = "R\\u001bF"', "factions.1.name: is 'R\\x1bF'; must be one line"),
    ('name = "RUF"', f'name = "{"R" * 61}"', "must be text of 1 to 60 characters"),
    ('kind = "rebels"', 'kind = "rebel"', "factions.1.kind: is 'rebel'; must be one of"),
    ('kind = "rebels"', 'kind = "state"', 'factions.1.kind: is "state"; another faction'),
    ('kind = "rebels"\n', "", "factions.1.kind: missing; must be one of"),
    ('"region:East" = 2.0', '"region:Easst" = 2.0', "did you mean East?"),
    ('"Town 4" = 1.0', '"Town44" = 1.0', "factions.1.presence.Town44: is 'Town44'; no place"),
    ('"Town 4" = 1.0', '"Town 4" = -1.0', "factions.1.presence.Town 4: is -1.0; must be"),
    ('community = "south"', 'community = "sout"', "factions.2.community: is 'sout'; no community"),
    ('faction = "Army"', 'faction = "Amry"', "events.0.faction: is 'Amry'; no faction"),
    ('faction = "Army"\n', "", "events.0.faction: missing; an event of kind outside_force"),
    ('["Army", "RUF"]', '["Army", "RUFF"]', "events.1.parties.1: is 'RUFF'; no faction"),
    ("date = 1998-09-07", "date = 1997-09-07", "events.0.date: is 1997-09-07; must not be before"),
    ('["Town 1", "West"]', '["Town 1", "Wset"]', "events.2.places.1: is 'Wset'; no place"),
    ("amount = 0.3", "amount = 30", "events.2.amount: is 30; must be from 0 to 1"),
    ("months = 4", "months = 4\nmoths = 4", "events.1.moths: unknown; did you mean months?"),
    (
        "civilians = 500",
        "civilians = 500\npolitics.victory = 0.2",
        "nature.politics.victory: unknown; moved to nature.power.victory",
    ),
    (  # numbers have moved out of this table; that is not what is wrong with it here
        "civilians = 500",
        "civilians = 500\npolitics = 5",
        "nature.politics: is 5; must be a table",
    ),
]


@pytest.mark.parametrize("name", ["tiny", "regions/tiny"])
def test_a_region_beside_the_file_is_written_as_a_path(name: str, tmp_path: Path) -> None:
    shutil.copytree(SMALL.parent / "regions", tmp_path / "regions")
    text = TEXT.replace('"./regions/tiny"', f'"{name}"')
    path = tmp_path / "isle.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=r'beside this file is written "./regions/tiny"'):
        load_scenario(path)


@pytest.mark.parametrize(("old", "new", "said"), FAULTS)
def test_a_fault_is_named_with_file_line_path_and_rule(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    assert TEXT.count(old) >= 1
    text = TEXT.replace(old, new, 1)
    said_line = next(line for line in message(write(tmp_path, text)).splitlines() if said in line)
    place = said_line.split(": ")[0]
    file, _, number = place.rpartition(":")
    if "missing" in said and "." not in said.split(":")[0]:
        assert place.endswith("case.toml")  # nothing in the file to point at
        return
    assert file.endswith("case.toml")
    first = TEXT[: TEXT.index(old)].count("\n") + 1
    last = first + max(old.count("\n"), new.count("\n"))
    if "missing" in said:  # the line of the table that lacks it
        assert int(number) <= first
    else:
        assert first <= int(number) <= last


def test_all_faults_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = TEXT
    for old, new, _ in (FAULTS[2], FAULTS[11], FAULTS[22], FAULTS[30], FAULTS[36]):
        text = text.replace(old, new, 1)
    lines = message(write(tmp_path, text)).splitlines()
    numbers = [int(line.split(": ")[0].rpartition(":")[2]) for line in lines]
    assert len(lines) == 5
    assert numbers == sorted(numbers)


def test_syntax_errors_name_line_and_column(tmp_path: Path) -> None:
    text = message(write(tmp_path, TEXT.replace("weeks = 104", "weeks = = 104")))
    assert "case.toml:4:9: not valid TOML: invalid value" in text


def test_what_is_not_a_scenario_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes('title = "a"\nsummary = "\xe9"'.encode("latin-1"))
    (tmp_path / "big.toml").write_bytes(b"#" * 2_000_001)
    (tmp_path / "deep.toml").write_text("a = " + "[" * 100_000)
    assert "latin.toml:2: is not UTF-8" in message(tmp_path / "latin.toml")
    assert "is over 2 MB" in message(tmp_path / "big.toml")
    assert "deep.toml" in message(tmp_path / "deep.toml")
    assert "is a folder" in message(tmp_path)
    assert "no such file" in message(tmp_path / "none.toml")
    assert "no such file" in message("none.toml")


@pytest.mark.parametrize("name", ["siera-leone", "", "../x", "a\0b", "regions/tiny", "x" * 5000])
def test_an_unknown_name_is_refused(name: str) -> None:
    assert "no scenario of that name" in message(name)


def test_an_unknown_name_lists_near_ones() -> None:
    for name in shipped.scenario_names()[:1]:
        assert f"did you mean {name}?" in message(name[:-1])


def test_errors_survive_pickling() -> None:
    error = ScenarioError(["a: b", "c: d"])
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error) == "a: b\nc: d" and again.faults == error.faults


# where keys stand


def test_lines_of_tables_arrays_and_inline_values() -> None:
    lines = lines_of(TEXT)
    rows = TEXT.splitlines()
    for path, text in {
        ("weeks",): "weeks = 104",
        ("policy", "force", "phases", 1): "  { start = 1999-01-01, end = 1999-12-31",
        ("policy", "patrols", "phases", 0, "share"): "share = 0.5",
        ("mission", "contributors", 1, "caveat"): "caveat",
        ("factions", 1, "presence", "region:East"): '"region:East"',
        ("factions", 2): "[[factions]]",
        ("events", 2, "amount"): "amount = 0.3",
        ("sources", 0, "text"): 'text = "Made up."',
    }.items():
        assert rows[lines[path] - 1].startswith(text), path
    assert nearest_line(lines, ("events", 1, "nothing")) == lines[("events", 1)]
    assert nearest_line(lines, ("nothing",)) is None


def test_lines_pass_over_all_kinds_of_text() -> None:
    text = (
        'a = """x\n[b]\n\\"""" # c = 1\nd = \'\'\'\ne = 1\'\'\'\n"f.g" = {h = [1, # }\n{i=2}]}\nj=1'
    )
    assert lines_of(text) == {
        ("a",): 1,
        ("d",): 4,
        ("f.g",): 6,
        ("f.g", "h"): 6,
        ("f.g", "h", 0): 6,
        ("f.g", "h", 1): 7,
        ("f.g", "h", 1, "i"): 7,
        ("j",): 8,
    }


@pytest.mark.parametrize("text", ["[", "a", "a = [", "a = {b", '"', "= 1", "[[a]", "a = [\n#"])
def test_lines_of_a_broken_text_are_best_effort(text: str) -> None:
    assert isinstance(lines_of(text), dict)


def test_where_a_number_is_said_to_have_moved_it_stands() -> None:
    gone = {old: new for old, new in moved().items() if new not in all_fields()}
    assert gone == {}
