"""The page's words: every language says everything, with the same gaps; nothing is left unsaid."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.runs.outcomes import OUTCOMES
from sim.view.app.bar import scenario_rows
from sim.view.app.fields import all_fields, lever_tables, nature_tables
from sim.view.app.link import from_link, language_in, to_link
from sim.view.app.panel import lever_groups, nature_groups
from sim.view.app.phasing import fields_by_lever, plan_of
from sim.view.app.presets import titles
from sim.view.app.session import Session, case_of
from sim.view.app.setting import Setting
from sim.view.texts import LANGUAGES, texts

HERE = Path(__file__).parents[1] / "sim" / "view"
USED = re.compile(r"""\bt\(\s*f?["']([a-z_0-9]+(?:\.[a-z_0-9]+)+)["']""")
QUOTED = re.compile(r"""["'`]([a-z_0-9]+(?:\.[a-z_0-9]+)+)["'`]""")
STARTS = re.compile(r"""["'`]([a-z_0-9]+(?:\.[a-z_0-9]+)*\.(?:[a-z0-9]+_)?)(?:\{|\$\{|["'`] ?\+)""")
OWN_WORDS = ("about", "examples", "works", "fails", "who_bears")  # of a lever's help
OTHERS = [name for name in LANGUAGES if name != "en"]


def found(what: re.Pattern[str]) -> set[str]:
    """What of a kind the page's code holds."""
    files = [*HERE.rglob("*.py"), *HERE.rglob("*.js")]
    return {text for file in files for text in what.findall(file.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_all_keys_and_all_gaps(language: str) -> None:
    english, other = texts("en"), texts(language)
    assert other.known() == english.known()
    wrong = [key for key in english.known() if english.gaps(key) != other.gaps(key)]
    assert wrong == []


def test_what_the_code_says_is_there() -> None:
    assert found(USED) - texts().known() == set()


def test_what_is_there_the_code_says() -> None:
    """A text that nothing shows is to be translated for nobody."""
    begun = tuple(found(STARTS))
    assert {key for key in texts().known() if not key.startswith(begun)} - found(QUOTED) == set()


def test_a_link_remembers_the_language() -> None:
    session = Session.starting(Setting("zambara"), [], "?scenario=zambara&lang=fr")
    assert session.t.language == "fr"
    link = to_link(session.setting, session.language.value)
    assert "lang=fr" in link and language_in(link) == "fr"
    assert from_link(link, session.case, "zambara") == (session.setting, [])
    assert language_in("?lang=xx") == "en" == language_in(None)


def test_an_unknown_key_is_an_error_not_a_blank() -> None:
    with pytest.raises(KeyError, match=r"bar\.nothing_like_it"):
        texts()("bar.nothing_like_it")


def family(kind: type) -> str:
    return f"family.{kind.__module__.rpartition('.')[2]}"


def to_be_named() -> set[str]:
    """Paths of all that the model declares and a visitor reads."""
    paths = set()
    for path, kind in lever_tables().items():
        paths |= {path, f"{path}.about", family(kind)}
        paths |= {f"{path}.help.{name}" for name in OWN_WORDS if getattr(kind.HELP, name)}
    for path, field in all_fields().items():
        paths |= {path, f"{path}.about", f"unit.{field.about.unit}"}
        paths |= {f"choice.{choice}" for choice in field.choices}
    shown = {field.table for field in all_fields().values()} & set(nature_tables())
    paths |= {f"{path}.about" for path in shown}
    for path in shown - {"nature"}:
        paths |= {path, family(nature_tables()[path])}
    for name, outcome in OUTCOMES.items():
        paths |= {f"outcome.{name}", f"outcome.{name}.about", f"unit.{outcome.unit}"}
    paths |= {f"scenario.{row['name']}" for row in scenario_rows()}
    return paths | {f"preset.{title}" for title in titles()}


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_names_all_that_the_model_declares(language: str) -> None:
    named = texts(language).names()
    assert sorted(to_be_named() - named) == []
    assert sorted(named - to_be_named()) == []
    empty = [path for path in sorted(named) if not texts(language).declared(path, "").strip()]
    assert empty == []


def test_a_french_visitor_reads_french_on_the_lever_panel() -> None:
    case, t = case_of("zambara"), texts("fr")
    force = next(group for group in lever_groups(case, t) if group["path"] == "policy.force")
    troops = next(row for row in force["fields"] if row["path"] == "policy.force.troops")
    assert (troops["label"], troops["unit"]) == ("Troupes", "personnes")
    assert "soldats" in force["help"][0]["lines"][0]


def test_a_french_visitor_reads_french_about_nature() -> None:
    case, t = case_of("zambara"), texts("fr")
    english = {path: field.about.meaning for path, field in all_fields().items()}
    rows = [row for group in nature_groups(case, t) for row in group["fields"]]
    assert len(rows) > 600
    assert [row["path"] for row in rows if row["meaning"] == english[row["path"]]] == []


def test_a_french_visitor_chooses_among_french_words() -> None:
    case, t = case_of("bosnia"), texts("fr")
    called = {"observer": "observation", "traditional": "traditionnel", "robust": "robuste"}
    rows = [row for group in lever_groups(case, t) for row in group["fields"]]
    mandate = next(row for row in rows if row["path"] == "policy.force.mandate")
    phase = next(row for row in fields_by_lever(t)["policy.force"] if row["name"] == "mandate")
    assert mandate["choice_words"] == phase["choice_words"] == called
    assert mandate["choices"] == phase["choices"] == list(called)  # what a link and a file hold
    assert "robuste" in mandate["planned"]
    assert "Mandat robuste" in " ".join(row["text"] for row in plan_of(case, "policy.force", t))
