"""Writes docs/bibliography.md from the bibliography, and finds where its ids are cited.

    python docs/make_bibliography.py [--check]

`--check` writes nothing and fails where the page is out of date.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from sim.evidence.studies import Study, studies
from sim.evidence.summary import SECTIONS

ROOT = Path(__file__).parent.parent
PAGE = Path(__file__).with_name("bibliography.md")
GROUPS = SECTIONS | {"S": "Claims of success, held against the record"}
# Any id after the word, and anything that looks like an id of a group anywhere.
AFTER_THE_WORD = re.compile(r"\b[Ee]vidence[ :]([A-Z]\d{1,2}(?:(?:, ?| and | to )[A-Z]\d{1,2})*)\b")
LIKE_AN_ID = re.compile(r"\b[A-HK]\d{1,2}\b")
PLACES = ("sim", "scenarios", "docs", "notebooks", "experiments")
SUFFIXES = (".py", ".toml", ".md", ".ipynb")
OWN = ("studies.toml", "bibliography.md")  # what lists an id does not cite it


def page() -> str:
    """The whole page."""
    found = studies()
    uncited = [id for id in found if id not in citations()]
    unsourced = [id for id, study in found.items() if "not noted" in study.cite]
    lines = [
        "# Bibliography",
        "",
        "<!-- made by docs/make_bibliography.py from sim/evidence/studies.toml; do not edit -->",
        f"{len(found)} findings. Parameters name them as `evidence:<id>` "
        "([parameters](parameters.md)), levers in their help, rows of "
        "[validation](validation.md) by their ids. *Known*: **read** (abstract or primary "
        "document), **second hand** (another source states it), **recalled** (from memory: check "
        "before citing), **computed** (from event data).",
        "",
        f"Source not noted, in whole or in part: {', '.join(unsourced)}.",
        "",
        f"Nothing cites yet: {', '.join(uncited) or 'none, all are cited'}.",
    ]
    for letter, title in GROUPS.items():
        lines += ["", f"## {letter}. {title}", ""]
        lines += ["| id | finding | who | known | contested |", "|---|---|---|---|---|"]
        lines += [_line(study) for id, study in found.items() if id[0] == letter]
    return "\n".join(lines) + "\n"


def _line(study: Study) -> str:
    return f"| {study.id} | {study.says} | {study.cite} | {study.known} | {study.contested} |"


def citations() -> dict[str, list[str]]:
    """The files that cite an id, by id: whatever looks like one, in the bibliography or not."""
    where: dict[str, list[str]] = {}
    for path, text in _texts():
        for id in sorted(cited_in(text)):
            where.setdefault(id, []).append(path)
    return where


def cited_in(text: str) -> set[str]:
    """The ids a text cites; of a range such as D1 to D12, its ends."""
    named = {id for run in AFTER_THE_WORD.findall(text) for id in re.findall(r"[A-Z]\d+", run)}
    return named | set(LIKE_AN_ID.findall(text))


def _texts() -> Iterator[tuple[str, str]]:
    files = [ROOT / "README.md"]
    for place in PLACES:
        files += sorted((ROOT / place).rglob("*"))
    for file in files:
        inside = file.relative_to(ROOT).parts
        if file.suffix not in SUFFIXES or file.name in OWN or "_shipped" in inside:
            continue
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".ipynb":  # pictures in outputs are full of what looks like an id
            text = "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
        yield file.relative_to(ROOT).as_posix(), text


def main() -> int:
    """Write the page, or check it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    text = page()
    if parser.parse_args().check:
        current = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        if current != text:
            print(
                f"{PAGE.name} is out of date; run python docs/{Path(__file__).name}",
                file=sys.stderr,
            )
            return 1
        return 0
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
