"""A validation as pages: what is on them, and where marks lie in the pictures."""

from __future__ import annotations

from math import inf, nan
from pathlib import Path

import pytest

from sim.evidence.judge import Rival
from sim.evidence.summary import Row
from sim.view.validation import words
from sim.view.validation.charts import drawable, picture, position
from sim.view.validation.markdown import write_markdown
from sim.view.validation.page import write_html

ROWS = [
    Row("A1", "troops | ratio", 0.5, (0.4, 0.6), (0.1, 0.75), "inside", "near", False, "log", 32,
        {"no-effect": Rival(1.0, (0.9, 1.1), 0.0), "naive": Rival(30.0, None, 0.0)}),
    Row("A2", "open <above>", -1.0, (-2.0, 0.5), (0.0, inf), "outside", "outside", True,
        rivals={"to beat": Rival(0.0, None, 0.0)}, seeds=32),
    Row("F3-alpha@mali", "sizes", 2.0, (1.9, 2.1), (1.8, 2.2), "inside", "inside", False),
    Row("B13", "nothing", nan, None, None, "not testable", "not testable", False),
]  # fmt: skip


def test_marks_lie_where_values_do() -> None:
    assert position(0.1, (0.1, 0.9), "linear", 9.0) == pytest.approx(0.0)
    assert position(0.9, (0.1, 0.9), "linear", 9.0) == pytest.approx(1.0)
    assert position(2.0, (1.0, 4.0), "log", 9.0) == pytest.approx(0.5)
    assert position(3.0, (0.0, inf), "linear", 6.0) == pytest.approx(0.5)
    assert position(0.5, (0.0, 1.0), "log", 2.0) == pytest.approx(1.0 - 0.3466, abs=1e-3)
    assert position(0.0, (0.5, 1.0), "log", 1.0) == -inf


def test_sections_are_by_subject_and_events_by_country() -> None:
    found = words.sections(ROWS)
    assert list(found) == [
        "A. Missions and peace",
        "B. Places",
        "F. Regularities of violence: Mali 2012-20",
    ]
    assert [row.id for row in words.misses(ROWS)] == ["A2"]
    assert not drawable(found["B. Places"])
    picture("A", drawable(found["A. Missions and peace"]))


def test_markdown_has_its_pictures_beside_it_and_misses_first(tmp_path: Path) -> None:
    page = write_markdown(ROWS, tmp_path / "page.md", "A note.")
    text = page.read_text("utf-8")
    assert "32 worlds an arm. A note." in text
    assert text.index("## What it misses") < text.index("## A. Missions")
    assert "troops \\| ratio" in text
    names = sorted(path.name for path in (tmp_path / "page-pictures").iterdir())
    assert names == ["A.png", "F-mali.png"]
    assert all(f"(page-pictures/{name})" in text for name in names)
    first = (tmp_path / "page-pictures" / "A.png").read_bytes()
    write_markdown(ROWS, page, "A note.")
    assert (tmp_path / "page-pictures" / "A.png").read_bytes() == first


def test_the_page_stands_alone_and_is_escaped(tmp_path: Path) -> None:
    text = write_html(ROWS, tmp_path / "page.html").read_text("utf-8")
    assert text.count("data:image/png") == 2
    assert "open &lt;above&gt;" in text and "<above>" not in text
    assert 'src="http' not in text and 'href="http' not in text
    assert text == write_html(ROWS, tmp_path / "again.html").read_text("utf-8")
