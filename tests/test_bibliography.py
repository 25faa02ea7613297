"""One bibliography: whatever is cited as evidence, anywhere, stands in it."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from test_architecture import HEAVY

from sim.evidence.facts import event_facts
from sim.evidence.findings import findings
from sim.evidence.statistics import statistics
from sim.evidence.studies import KNOWN, order, parse, studies
from sim.view.app.fields import lever_tables
from sim.view.app.lever_help import study_line
from sim.view.texts import texts

ROOT = Path(__file__).parent.parent


@cache
def maker() -> ModuleType:
    """The script that makes the page; docs is no package."""
    spec = importlib.util.spec_from_file_location("maker", ROOT / "docs/make_bibliography.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_entry_says_what_was_found_by_whom_and_how_far_it_is_known() -> None:
    for id, study in studies().items():
        assert study.id == id
        assert len(study.says) > 20 and not study.says.endswith("."), id
        assert study.cite and any(word in study.known for word in KNOWN), id
        if study.known == "computed":
            assert "computed from" in study.cite, id


def test_ids_are_sorted_and_every_letter_has_a_title() -> None:
    ids = list(studies())
    assert ids == sorted(ids, key=order)
    assert {id[0] for id in ids} == set(maker().GROUPS)


def test_whatever_any_text_cites_is_in_the_bibliography() -> None:
    cited = maker().citations()
    assert {"A17", "D10", "D11", "E6", "F17"} <= set(cited), "the search finds what is there"
    lost = {id: files for id, files in cited.items() if id not in studies()}
    assert not lost, "cited, and not in sim/evidence/studies.toml (or no citation: reword it)"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ('source="evidence:A17"', {"A17"}),
        ("more slowly (evidence L5).", {"L5"}),
        ("Evidence B12, L13 and M1.", {"B12", "L13", "M1"}),
        ("Evidence D1 to D12", {"D1", "D12"}),
        ("how deadly events are (F3, F16)", {"F3", "F16"}),
        ("the row `F3-alpha@mali`", {"F3"}),
        ("columns S1 and ST of Sobol, S1_conf; CO2, A/68/787, GED 21.1", set()),
    ],
)
def test_a_citation_is_recognised(text: str, ids: set[str]) -> None:
    assert maker().cited_in(text) == ids


def test_whatever_is_cited_as_data_is_in_the_bibliography() -> None:
    levers = {id for kind in lever_tables().values() for id, _ in kind.HELP.evidence}
    bands = {fact.fact for fact in event_facts().values()}
    rows = {id.split("-")[0] for id in findings()}
    counted = {s.fact for s in statistics().values()} - {"level"}
    for ids in (levers, bands, rows, counted):
        assert ids and ids <= set(studies())


def test_a_lever_s_help_tells_who_found_it_and_who_contests_it() -> None:
    for kind in lever_tables().values():
        for id, stands in kind.HELP.evidence:
            line = study_line(id, stands, texts())
            assert studies()[id].known in line and studies()[id].contested in line


ENTRY = 'says = "a finding"\ncite = "Somebody 2001"\nknown = "read"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[B2]\n" + ENTRY.replace("cite", "site"), r"\[B2\]: cite is missing"),
        ("[B2]\n" + ENTRY + 'note = "x"', r"\[B2\]: note is unknown"),
        ("[B2]\n" + ENTRY.replace('"Somebody 2001"', "2001"), r"\[B2\]: cite must be text"),
        ("[B2]\n" + ENTRY.replace("Somebody 2001", " "), r"\[B2\]: cite must be text"),
        ("[B2]\n" + ENTRY.replace('"read"', '"surely"'), r"\[B2\]: known must say read or"),
        ("[b2]\n" + ENTRY, r"\[b2\]: an id is"),
        ("[X2]\n" + ENTRY, r"\[X2\]: an id is"),
        ("B2 = 3", r"\[B2\]: must be a table"),
        ("[B2]\n" + ENTRY + "[B2]\n" + ENTRY, "studies.toml: "),
    ],
)
def test_a_malformed_entry_gives_one_clear_error(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        parse(text)


def test_a_good_entry_is_read() -> None:
    study = parse("[B2]\n" + ENTRY)["B2"]
    assert (study.says, study.contested) == ("a finding", "")


def test_reading_the_bibliography_is_light() -> None:
    code = (
        "import sys\nfrom sim.evidence.studies import studies\nstudies()\n"
        f"print(*[m for m in {(*HEAVY, 'pydantic')!r} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split() == []


def test_it_has_one_reader_and_stands_once() -> None:
    assert [p.name for p in (ROOT / "sim").rglob("studies.toml")] == ["studies.toml"]
    readers = {
        p.name for p in (ROOT / "sim").rglob("*.py") if '"studies.toml"' in p.read_text("utf-8")
    }
    assert readers == {"studies.py"}


def test_the_page_is_fresh_and_lists_what_nothing_cites() -> None:
    text = maker().page()
    assert maker().PAGE.read_text(encoding="utf-8") == text, "run python docs/make_bibliography.py"
    listed = next(line for line in text.splitlines() if line.startswith("Nothing cites yet: "))
    for id in set(studies()) - set(maker().citations()):
        assert id in listed
