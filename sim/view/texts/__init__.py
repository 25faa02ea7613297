"""The page's words, a file a language: `en.toml`, `fr.toml`. Both hold the same keys.

What the model itself declares (levers, settings, outcomes) stands in English in the code; another
language names it in its table `declared`, by path. What each number of nature means, some 650 of
them, stands in a file of its own: `fr-nature.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any, Final

LANGUAGES: Final[Mapping[str, str]] = {"en": "English", "fr": "Français"}
DECLARED: Final = "declared"


class Texts:
    """The texts of one language: `t("bar.undo")`, `t("map.people", {"count": 300})`."""

    def __init__(self, language: str, tables: Mapping[str, Any]) -> None:
        self.language = language
        self._declared: dict[str, str] = dict(tables.get(DECLARED, {}))
        self._texts: dict[str, str] = dict(_flat(tables))

    def __call__(self, key: str, values: Mapping[str, Any] | None = None) -> str:
        """A text with its gaps filled; KeyError where the language has no such text."""
        text = self._texts[key]
        return text.format_map(values) if values else text

    def known(self) -> frozenset[str]:
        """All keys, declared names apart."""
        return frozenset(self._texts)

    def gaps(self, key: str) -> frozenset[str]:
        """The names of the values that a text takes."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self._texts[key]) if name)

    def part(self, *names: str) -> dict[str, str]:
        """The texts of some tables by their full keys: what a widget is given."""
        begin = tuple(f"{name}." for name in names)
        return {key: text for key, text in self._texts.items() if key.startswith(begin)}

    def declared(self, path: str, english: str) -> str:
        """What the model calls something, in this language; English where it has no name yet."""
        return self._declared.get(path, english)

    def names(self) -> frozenset[str]:
        """Paths of what is declared that this language names."""
        return frozenset(self._declared)


def _flat(tables: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in tables.items():
        if not prefix and name == DECLARED:
            continue
        if isinstance(value, Mapping):
            found += _flat(value, f"{prefix}{name}.")
        else:
            found.append((f"{prefix}{name}", str(value)))
    return found


@cache
def texts(language: str = "en") -> Texts:
    """The texts of a language; English for one that is not here."""
    known = language if language in LANGUAGES else "en"
    tables = _read(f"{known}.toml")
    if known != "en":
        meanings = {f"{path}.about": text for path, text in _flat(_read(f"{known}-nature.toml"))}
        tables[DECLARED] = tables[DECLARED] | meanings
    return Texts(known, tables)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("sim.view.texts") / name).read_text(encoding="utf-8"))
