"""What a visitor sets: clamped, written to a link, read back, refused where it is nonsense."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.case.scenario import Scenario, ScenarioError, load_scenario
from sim.commands import view
from sim.view.app import exports, offered, work
from sim.view.app.asking import question_of
from sim.view.app.fields import all_fields, lever_tables
from sim.view.app.history import History
from sim.view.app.lever_help import HELP_PARTS
from sim.view.app.link import from_link, to_link
from sim.view.app.panel import lever_groups, nature_groups
from sim.view.app.presets import presets
from sim.view.app.session import case_of, setting_of
from sim.view.app.setting import (
    MOST_TIMES,
    Phase,
    Setting,
    Times,
    base_value,
    overrides,
    planned,
    settled,
)
from sim.view.texts import texts

DATA = Path(__file__).parent / "data"
NUMBERS = [f for f in all_fields().values() if f.kind in (int, float) and not f.choices]


@pytest.fixture(scope="module")
def mali() -> Scenario:
    return load_scenario("mali")


@pytest.fixture(scope="module")
def zambara() -> Scenario:
    return load_scenario("zambara")


@given(st.sampled_from(NUMBERS), st.floats(allow_nan=True, allow_infinity=True))
def test_every_number_is_clamped_to_its_fields_range(field, wish):
    value = field.clamped(wish)
    if value is None:
        assert wish != wish or abs(wish) == float("inf")
    else:
        assert field.about.low is None or value >= field.about.low
        assert field.about.high is None or value <= field.about.high
        assert isinstance(value, int) or field.kind is float


@given(st.data())
def test_a_setting_survives_its_link(data):
    case = load_scenario("mali")
    setting = Setting("mali", weeks=data.draw(st.sampled_from([None, 52, 260])))
    for field in data.draw(st.lists(st.sampled_from(NUMBERS), max_size=6, unique=True)):
        factor = data.draw(st.floats(0.0, MOST_TIMES))
        low, high = field.about.low or 0.0, field.about.high or 1.0
        wish = low + (high - low) * factor / MOST_TIMES
        if planned(case, field):
            wish = Times(round(factor, 3))
        setting = setting.with_change(field.path, settled(case, field, wish))
    days = (date(2014, 1, 1), date(2015, 6, 30))
    setting = setting.with_phases("policy.patrols", (Phase(*days, (("share", 0.5),)),))
    back, notes = from_link(to_link(setting), case, "mali")
    assert not notes
    assert back.weeks == setting.weeks and back.phases == setting.phases
    assert [path for path, _ in back.changes] == [path for path, _ in setting.changes]
    for (_, ours), (_, theirs) in zip(setting.changes, back.changes, strict=True):
        if isinstance(ours, Times):
            assert theirs.factor == pytest.approx(ours.factor, rel=1e-5)
        else:
            assert theirs == pytest.approx(ours, rel=1e-9)


@given(st.text(max_size=300))
def test_no_link_raises_or_brings_in_what_cannot_be_run(text):
    setting, notes = setting_of("?" + text)
    load_scenario(setting.scenario, overrides(load_scenario(setting.scenario), setting))
    assert all(isinstance(note, str) for note in notes)


@pytest.mark.parametrize(
    "link",
    [
        "?scenario=../../etc/passwd",
        "?scenario=mali&nonsense=1",
        "?scenario=mali&funding.cut=lots",
        "?scenario=mali&patrols.share=nan",
        "?scenario=mali&patrols.phases=2014-01-01~2013-01-01~share:0.5",
        "?scenario=mali&__class__.x=1",
        "?scenario=mali&" + "a" * 9000,
    ],
)
def test_hostile_links_are_left_out_with_a_note(link):
    setting, notes = setting_of(link)
    assert setting.bare and notes


def test_a_value_out_of_range_is_clamped(mali):
    setting, _ = from_link("?scenario=mali&funding.cut=7&patrols.share=-3", mali, "mali")
    assert setting.get("policy.funding.cut") == all_fields()["policy.funding.cut"].about.high
    assert setting.get("policy.patrols.share") == 0.0


def test_a_multiple_of_the_plan_scales_every_phase_that_sets_the_field(mali):
    field = all_fields()["policy.force.troops"]
    assert planned(mali, field)
    setting = Setting("mali").with_change(field.path, settled(mali, field, Times(0.5)))
    half = mali.replace(overrides(mali, setting))
    for before, after in zip(mali.policy.force.phases, half.policy.force.phases, strict=True):
        assert after["troops"] == round(before["troops"] * 0.5)
        assert after.get("police") == before.get("police")


def test_what_changes_nothing_is_no_change(mali):
    for field in all_fields().values():
        if not planned(mali, field):
            assert settled(mali, field, base_value(mali, field)) is None
    assert mali.replace(overrides(mali, Setting("mali"))).hash == mali.hash


def test_an_added_phase_holds_between_its_dates(zambara):
    phase = Phase(date(2003, 1, 1), date(2003, 12, 31), (("share", 0.9),))
    setting = Setting("zambara").with_phases("policy.patrols", (phase,))
    case = zambara.replace(overrides(zambara, setting))
    assert case.policy.patrols.on(date(2003, 6, 1)).share == 0.9
    assert case.policy.patrols.on(date(2004, 6, 1)).share == zambara.policy.patrols.share


def test_every_lever_is_in_the_panel_with_help_and_ranges(zambara):
    groups = {group["path"]: group for group in lever_groups(zambara, texts())}
    assert set(groups) == set(lever_tables())
    for group in groups.values():
        titles = {part["title"] for part in group["help"]}
        assert titles == {texts()(f"help.{name}") for name in HELP_PARTS}
        for row in group["fields"]:
            if row["kind"] in ("number", "share", "times"):
                assert row["low"] <= row["base"] <= max(row["high"], row.get("most", 0.0))
                assert 0.0 < row["step"] <= row["high"] - row["low"]
    assert nature_groups(zambara, texts())


def test_presets_change_something_and_can_be_run(zambara):
    found = presets(zambara, "zambara")
    assert found
    for setting in found.values():
        zambara.replace(overrides(zambara, setting))


def test_undo_redo_and_what_a_new_change_forgets():
    a, b, c = Setting("a"), Setting("b"), Setting("c")
    history = History((a,)).then(b)
    assert history.undo().now == a and history.undo().redo().now == b
    forked = history.undo().then(c)
    assert forked.now == c and not forked.can_redo and forked.undo().now == a
    assert history.then(b) is history


def test_a_saved_setting_loads_and_anything_else_is_refused():
    setting = Setting("mali").with_change("policy.funding.cut", 0.15)
    link, kept = exports.links_of(exports.saved(setting, (("mine", setting),)), texts())
    assert setting_of(link)[0] == setting and setting_of(kept[0][1])[0] == setting
    for text in ("", "[]", "{}", "[" * 100_000, '{"format": "other"}', "x" * 300_000, 5):
        with pytest.raises(ValueError, match="file"):
            exports.links_of(text, texts())


def test_a_file_of_ones_own_is_offered_by_name_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(offered.OWN_FILE, "")  # taken back after the test
    shutil.copytree(DATA / "regions", tmp_path / "regions")
    (tmp_path / "isle.toml").write_text((DATA / "small.toml").read_text("utf-8"), "utf-8")
    assert view._offered(str(tmp_path / "isle.toml")) == "isle"
    setting, notes = setting_of("?scenario=isle&patrols.share=0.7")
    assert (setting.scenario, notes) == ("isle", [])
    question = question_of(case_of("isle"), setting)
    assert question.what.title == "A small country" and question.changed
    assert work.scenario_of("isle", question.what_changes).hash == question.what.hash
    assert 'sim.load_scenario("isle.toml"' in exports.python(question, None)
    assert str(tmp_path) not in to_link(setting)
    other, notes = setting_of(f"?scenario={tmp_path / 'isle.toml'}")
    assert other.scenario != "isle" and "not here" in notes[0]


def test_a_file_called_as_a_shipped_scenario_does_not_hide_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(offered.OWN_FILE, "")
    assert offered.offer(tmp_path / "mali.toml") == "own-mali"
    assert offered.source("mali") == "mali"
    assert offered.source("own-mali") == str(tmp_path / "mali.toml")


def test_a_faulty_file_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "isle.toml").write_text("titel = 3", "utf-8")
    with pytest.raises(ScenarioError, match=r"isle.toml:1: titel: unknown"):
        view.view(str(tmp_path / "isle.toml"), 0, "127.0.0.1", 1)
    with pytest.raises(ScenarioError, match="no such scenario or file"):
        view.view("atlantis", 0, "127.0.0.1", 1)
