"""Pictures and the page of a run: there, whole, the same every time, and safe to open."""

from __future__ import annotations

import dataclasses
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.runs.run import Run
from sim.view import style
from sim.view.report import atlas, words
from sim.view.report.again import command_of
from sim.view.report.charts import pictures_of, write_pictures
from sim.view.report.page import write_page
from sim.view.report.stages import stages_of
from sim.view.report.timeline import Timeline

DATA = Path(__file__).parent / "data"
SMALL = DATA / "small.toml"
QUICK = {"nature.civilians": 300, "nature.combatants": 100}
NO_MISSION = {
    "policy.force": {},
    "policy.patrols": {},
    "policy.funding": {},
    "mission": {"name": "none"},
}
HOSTILE = '<script>alert("x")</script> & $\\frac{1}$ \'"'
VOID = {"meta", "link", "img", "br", "hr"}


@pytest.fixture(scope="module")
def small() -> Run:
    return sim.run(sim.load_scenario(SMALL, QUICK), seed=3, weeks=60)


@pytest.fixture(scope="module")
def bare() -> Run:
    return sim.run(sim.load_scenario(SMALL, QUICK | NO_MISSION), seed=3, weeks=30)


@pytest.fixture(scope="module")
def drawn(small: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pictures of `small`, which its pages take as they are."""
    folder = tmp_path_factory.mktemp("drawn")
    write_pictures(small, folder)
    return folder


class Tags(HTMLParser):
    """Reads a page strictly enough to notice a tag that is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def page_of(run: Run, folder: Path) -> tuple[str, Tags]:
    text = write_page(run, folder).read_text(encoding="utf-8")
    tags = Tags()
    tags.feed(text)
    return text, tags


# pictures


def test_pictures_are_whole_pngs_and_the_same_every_time(
    small: Run, drawn: Path, tmp_path: Path
) -> None:
    first = [drawn / name for name in pictures_of(small)]
    again = sim.run(small.scenario, seed=3, weeks=60)
    second = write_pictures(again, tmp_path)
    assert [path.name for path in second] == list(pictures_of(small))
    assert {"map.png", "violence.png", "troops.png", "ledger.png"} <= {p.name for p in first}
    for one, other in zip(first, second, strict=True):
        data = one.read_bytes()
        assert data.startswith(b"\x89PNG\r\n\x1a\n") and data.endswith(b"IEND\xaeB`\x82")
        assert b"Matplotlib" not in data and b"Creation" not in data
        assert data == other.read_bytes(), one.name


def test_pictures_are_opaque_sharp_and_told_one_by_one(bare: Run, tmp_path: Path) -> None:
    from PIL import Image

    told: list[tuple[int, int]] = []
    paths = write_pictures(bare, tmp_path, lambda done, total: told.append((done, total)))
    assert told == [(n + 1, len(paths)) for n in range(len(paths))]
    for path in paths:
        with Image.open(path) as image:
            assert image.mode == "RGB" and image.width == round(style.WIDTH * style.DPI)


def test_pictures_leave_matplotlib_as_it_was_and_ignore_the_users_settings(
    bare: Run, tmp_path: Path
) -> None:
    import matplotlib

    plain = [path.read_bytes() for path in write_pictures(bare, tmp_path / "a")]
    with matplotlib.rc_context({"font.size": 30.0, "axes.facecolor": "red"}):
        before = dict(matplotlib.rcParams)
        styled = [path.read_bytes() for path in write_pictures(bare, tmp_path / "b")]
        assert dict(matplotlib.rcParams) == before
    assert plain == styled


def test_a_run_without_a_mission_shows_neither_ledger_nor_troops(bare: Run, tmp_path: Path) -> None:
    text, tags = page_of(bare, tmp_path)
    assert sorted(path.name for path in tmp_path.glob("*.png")) == [
        "attitudes.png",
        "displacement.png",
        "map.png",
        "map_over_time.png",
        "violence.png",
    ]
    assert "There was no peace operation in this run." in text
    assert "<dt>spent by the mission</dt>" not in text
    assert not tags.wrong and not tags.open


@pytest.mark.parametrize("weeks", [1, 3])
def test_the_shortest_runs_can_be_drawn(weeks: int, tmp_path: Path) -> None:
    run = sim.run(sim.load_scenario(SMALL, QUICK), seed=0, weeks=weeks)
    assert write_page(run, tmp_path).is_file()


def test_the_totals_in_the_bars_are_those_of_the_events(small: Run) -> None:
    timeline = Timeline.of(small)
    edges, months = timeline.spread()
    days = small.events["date_start"].map(lambda t: t.date().toordinal()).to_numpy()
    best = small.events["best"].to_numpy(np.float64)
    assert months == 1 and len(edges) - 1 in (14, 15)
    assert timeline.total(edges, days, best).sum() == best.sum() > 0


def test_bars_stand_on_each_other_where_the_values_say() -> None:
    from sim.view.report import frame

    edges, low, high = np.array([0, 10, 20]), np.array([2.0, 0.0]), np.array([1.0, 4.0])
    with style.drawing():
        axes = style.new_figure(2.0).add_axes((0.0, 0.0, 1.0, 1.0))
        frame.stack(axes, edges, [(low, style.STATE, "low"), (high, style.DEATH, "high")])
    boxes = [
        [path.get_extents().extents for path in layer.get_paths()] for layer in axes.collections
    ]
    assert np.allclose(boxes[0], [(0.8, 0.0, 9.2, 2.0), (10.8, 0.0, 19.2, 0.0)])
    assert np.allclose(boxes[1], [(0.8, 2.0, 9.2, 3.0), (10.8, 0.0, 19.2, 4.0)])
    assert axes.get_ylim() == (0.0, pytest.approx(4.28))


def test_income_above_all_costs_is_still_seen(small: Run) -> None:
    rich = small.kept.ledger.copy()
    rich["income"] *= 1000.0
    run = dataclasses.replace(small, kept=dataclasses.replace(small.kept, ledger=rich))
    timeline = Timeline.of(run)
    with style.drawing():
        axes = pictures_of(run)["ledger.png"][0](run, timeline).axes
    income = timeline.total(timeline.spread(3)[0], timeline.weeks, rich["income"]).max() / 1e6
    assert max(each.get_ylim()[1] for each in axes) > income > 0


def test_a_map_shows_what_the_record_holds(small: Run) -> None:
    whole = atlas.period_of(small, 0, 60)
    halves = [atlas.period_of(small, 0, 30), atlas.period_of(small, 30, 60)]
    assert whole.deaths.sum() == small.events["best"].sum() > 0
    assert (halves[0].deaths + halves[1].deaths == whole.deaths).all()
    assert ((whole.state >= 0) & (whole.state <= 1)).all() and whole.state.max() > 0
    held = small.places[small.places["place"] == "Town 0"]["control"]
    own = held.isin(["Army", "St. John's Boys"]).mean()  # RUF and splinters are not the state's
    assert whole.state[0] == pytest.approx(own)


def test_a_map_is_true_to_scale(small: Run) -> None:
    sheet = atlas.Sheet.of(small)
    a, b = 0, 1  # Town 0 at 8.0 N 12.0 W, Town 1 at 8.2 N 11.6 W: 49.3 km on the great circle
    km = np.hypot(sheet.x[a] - sheet.x[b], sheet.y[a] - sheet.y[b])
    assert km == pytest.approx(49.3, rel=0.01)


def test_names_on_a_map_do_not_touch(small: Run) -> None:
    from sim.view.report.labels import place_labels
    from sim.view.report.map import draw_map

    sheet, period = atlas.Sheet.of(small), atlas.period_of(small, 0, 60)
    scale = atlas.scale_of([period])
    with style.drawing():
        figure = style.new_figure(6.0, 6.0)
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        draw_map(axes, sheet, period, scale)
        place_labels(axes, sheet, period, scale, small.scenario.region.names, 18)
        boxes = [text.get_window_extent() for text in axes.texts]
    assert len(boxes) >= 4
    pairs = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :]]
    assert not any(a.overlaps(b) for a, b in pairs)


# the page


def test_the_page_is_one_file_that_loads_nothing(small: Run, drawn: Path) -> None:
    text, tags = page_of(small, drawn)
    assert not tags.wrong and not tags.open
    assert not [tag for tag, _ in tags.all if tag in ("script", "iframe", "object", "base")]
    for tag, attributes in tags.all:
        for name in ("src", "href", "srcset", "action", "data"):
            value = attributes.get(name)
            assert value is None or value.startswith("data:"), (tag, name, value)
        assert not [name for name in attributes if name.startswith("on")]
    css = text[text.index("<style>") : text.index("</style>")]
    assert "url(" not in css and "@import" not in css
    assert text.count("data:image/png;base64,") == len(pictures_of(small))


def test_the_page_is_the_same_every_time_and_in_any_folder(
    small: Run, drawn: Path, tmp_path: Path
) -> None:
    one = write_page(small, drawn).read_bytes()
    again = sim.run(small.scenario, seed=3, weeks=60)
    assert write_page(again, tmp_path).read_bytes() == one
    assert str(tmp_path).encode() not in one and str(drawn).encode() not in one


def test_the_page_never_shows_another_runs_pictures(
    bare: Run, small: Run, drawn: Path, tmp_path: Path
) -> None:
    fresh = write_page(bare, tmp_path / "a").read_bytes()
    for path in drawn.glob("*.png"):
        shutil.copy(path, tmp_path)
    assert write_page(bare, tmp_path).read_bytes() == fresh


def test_what_a_scenario_says_is_escaped_everywhere(tmp_path: Path) -> None:
    hostile = {
        "title": HOSTILE,
        "summary": HOSTILE,
        "mission.name": HOSTILE,
        "events.0.title": HOSTILE,
        "events.0.source": HOSTILE,
        "sources": [{"id": HOSTILE, "text": HOSTILE}],
    }
    run = sim.run(sim.load_scenario(SMALL, QUICK | hostile), seed=1, weeks=40)
    text, tags = page_of(run, tmp_path)
    assert "<script" not in text
    assert text.count("&lt;script&gt;alert(&quot;x&quot;)") >= 5
    assert not [tag for tag, _ in tags.all if tag == "script"]
    assert not tags.wrong and not tags.open


def test_the_page_tells_outcomes_stages_sources_and_uncertainty(small: Run, drawn: Path) -> None:
    text, _ = page_of(small, drawn)
    for name in small.outcomes:
        assert f"<code>{name}</code>" in text
    assert "One history of one seed, not a forecast." in text
    assert "Reinforcements" in text and "Made up." in text
    assert small.scenario.hash in text
    assert "&times; 30" in text  # the weight of safety in the stability index


def test_sentences_say_what_the_outcomes_say(small: Run, bare: Run) -> None:
    o = small.outcomes
    killed = o["civilian_deaths"] + o["combatant_deaths"] + o["peacekeeper_deaths"]
    said = words.headline(small)
    assert words.spell(killed) in said
    assert ("did not end" in said) == (small.war_over < 0)
    assert any("UNTEST cost $" in sentence for sentence in words.sentences(small))
    assert not any("cost" in sentence for sentence in words.sentences(bare))


def test_an_ending_and_a_relapse_are_told_and_drawn(
    small: Run, drawn: Path, tmp_path: Path
) -> None:
    ended = dataclasses.replace(small, war_over=20, relapsed=50)
    when, again = (style.month(small.scenario.date_of(week)) for week in (20, 50))
    assert f"The war ended in {when} and returned in {again}." in words.headline(ended)
    write_pictures(ended, tmp_path)
    plain, marked = (folder / "displacement.png" for folder in (drawn, tmp_path))
    assert plain.read_bytes() != marked.read_bytes()


def test_stages_are_the_dated_facts_within_the_run_in_order(small: Run) -> None:
    stages = stages_of(small)
    assert [stage.number for stage in stages] == list(range(1, len(stages) + 1))
    assert [stage.day for stage in stages] == sorted(stage.day for stage in stages)
    titles = [stage.title for stage in stages]
    assert titles == ["UNTEST: mandate begins", "Reinforcements"]  # 60 weeks end in February 1999


# the command that makes it again


def test_the_command_names_overrides_and_gives_the_same_run() -> None:
    case = sim.load_scenario("sierra-leone", {"nature.civilians": 200, "policy.patrols.share": 0.5})
    command, known = command_of(sim.run(case, seed=2, weeks=2))
    assert known
    assert command == (
        "bluehelm run sierra-leone --set nature.civilians=200 --set policy.patrols.share=0.5 "
        "--seed 2 --weeks 2 --out out"
    )


def test_a_file_of_ones_own_comes_with_its_whole_text(small: Run, drawn: Path) -> None:
    command, known = command_of(small)
    assert not known and "scenario.toml" in command
    text, _ = page_of(small, drawn)
    assert re.search(r"<pre>.*title = &quot;A small country&quot;", text, re.DOTALL)
