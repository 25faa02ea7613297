"""The page's words: every language says everything, with the same gaps; nothing is left unsaid."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.view.app.link import from_link, language_in, to_link
from sim.view.app.session import Session
from sim.view.app.setting import Setting
from sim.view.texts import LANGUAGES, texts

HERE = Path(__file__).parents[1] / "sim" / "view"
USED = re.compile(r"""\bt\(\s*f?["']([a-z_0-9]+(?:\.[a-z_0-9]+)+)["']""")
STARTS = re.compile(r"""\bt\(\s*(?:f["']([a-z_0-9.]+\.)\{|["']([a-z_0-9.]+\.)["'] ?\+)""")
OTHERS = [name for name in LANGUAGES if name != "en"]


def said() -> dict[str, set[str]]:
    """Every key in the code, and every beginning of keys that are put together, by file."""
    found: dict[str, set[str]] = {"keys": set(), "begins": set()}
    for file in [*HERE.rglob("*.py"), *HERE.rglob("*.js")]:
        code = file.read_text(encoding="utf-8")
        found["keys"] |= set(USED.findall(code))
        found["begins"] |= {first or second for first, second in STARTS.findall(code)}
    return found


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_all_keys_and_all_gaps(language: str) -> None:
    english, other = texts("en"), texts(language)
    assert other.known() == english.known()
    wrong = [key for key in english.known() if english.gaps(key) != other.gaps(key)]
    assert wrong == []


def test_what_the_code_says_is_there() -> None:
    missing = {key for key in said()["keys"] if key not in texts().known()}
    assert missing == set()


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
