"""The bibliography: what each id of evidence stands for. Reads `studies.toml`, alone.

Parameters, levers, bands and texts name findings by id only. That what an id says and who found it
stands in one place is what keeps a number's source from meaning two things, or nothing.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

ID: Final = re.compile(r"[A-HK][1-9][0-9]?|S")
KNOWN: Final = ("read", "second hand", "recalled", "computed")  # what they mean: studies.toml
NEEDED: Final = ("says", "cite", "known")
ALLOWED: Final = (*NEEDED, "contested")


@dataclass(frozen=True, slots=True)
class Study:
    """A finding in one line, who found it, how far that is known, what speaks against it ("")."""

    id: str
    says: str
    cite: str
    known: str
    contested: str = ""


@cache
def studies() -> dict[str, Study]:
    """Every finding by id, in the order of the file. ValueError: an entry is malformed."""
    return parse((files("sim.evidence") / "studies.toml").read_text(encoding="utf-8"))


def parse(text: str) -> dict[str, Study]:
    """The bibliography from its text. ValueError names the first entry at fault, and why."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:  # an id given twice is one of these
        raise ValueError(f"studies.toml: {error}") from error
    return {id: _study(id, entry) for id, entry in table.items()}


def order(id: str) -> tuple[str, int]:
    """Sorts ids as people do: A4 before A11, S by itself."""
    return id[0], int(id[1:] or 0)


def _study(id: str, entry: object) -> Study:
    where = f"studies.toml: [{id}]"
    if not ID.fullmatch(id):
        raise ValueError(f"{where}: an id is a letter A to H or K and a number, as B12, or S")
    if not isinstance(entry, dict):
        raise ValueError(f"{where}: must be a table with {', '.join(NEEDED)}")
    for name in NEEDED:
        if name not in entry:
            raise ValueError(f"{where}: {name} is missing")
    for name, value in entry.items():
        if name not in ALLOWED:
            raise ValueError(f"{where}: {name} is unknown; an entry has {', '.join(ALLOWED)}")
        if not isinstance(value, str) or value != " ".join(value.split()) or not value:
            raise ValueError(f"{where}: {name} must be text in one line, got {value!r}")
    if not any(word in entry["known"] for word in KNOWN):
        raise ValueError(f"{where}: known must say {' or '.join(KNOWN)}, got {entry['known']!r}")
    return Study(id, **entry)
