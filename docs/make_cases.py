"""Writes docs/cases/: a page a mission with its pictures, deaths by run, and an overview.

    python docs/make_cases.py [--check]

Reads what experiments/cases/measure.py wrote (experiments/cases/<name>.json) and the prose of
docs/cases/<name>.toml; figures in the prose are filled in from the measurement. `--check` writes
nothing and fails where a page, a table or a picture is not of these files.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from hashlib import blake2b
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FOLDER = HERE / "cases"
RESULTS = HERE.parent / "experiments" / "cases"
sys.path.append(str(RESULTS))

from case_page import AGAIN, MADE, MEASURE, page  # noqa: E402
from case_panels import ARM_WORDS, table  # noqa: E402
from case_pictures import draw, pictures_of  # noqa: E402
from case_words import answers, headline, verdict  # noqa: E402

KINDS = {"battle": "state_based", "onesided": "one_sided", "nonstate": "non_state"}


def names() -> list[str]:
    """The cases that have prose."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def read(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was measured of a case, and its prose."""
    asked = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    file = RESULTS / f"{name}.json"
    case = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    arms = (*ARM_WORDS, *[variant["id"] for variant in asked["variants"]])
    counts = {arm: len(case.get(arm, ())) for arm in arms}
    if not counts["was"] or len(set(counts.values())) > 1:
        raise SystemExit(f"{file}: worlds by arm are {counts}; run {MEASURE} {name}")
    return case, asked


def mark(name: str) -> str:
    """A digest of what a case's pictures are drawn from; every picture carries it."""
    digest = blake2b((RESULTS / f"{name}.json").read_bytes(), digest_size=8)
    digest.update((FOLDER / f"{name}.toml").read_bytes())
    return digest.hexdigest()


def deaths_csv(name: str) -> str:
    """Deaths of every world as it was, by year and kind."""
    case, _ = read(name)
    tables = [table(case, "was", kind) for kind in KINDS]
    lines = [",".join(("seed", "year", *KINDS.values()))]
    for number, row in enumerate(case["was"]):
        for at, year in enumerate(case["years"]):
            counts = [f"{of[number, at]:.0f}" for of in tables]
            lines.append(",".join((str(row["seed"]), str(year), *counts)))
    return "\n".join(lines) + "\n"


def overview() -> str:
    """The table of six missions."""
    lines = [
        "# Six missions",
        "",
        f"<!-- {MADE} -->",
        "What is claimed of six missions, what is on record, and what the model says when it is "
        "asked in paired worlds with and without the mission. A page each has the pictures, the "
        "reasons, the run without dated events, and where the model is wrong.",
        "",
        "| mission | claimed | on record | in the model | verdict |",
        "|---|---|---|---|---|",
    ]
    for name in names():
        case, asked = read(name)
        found = answers(case, asked)
        link = f"[{asked['short']}: {asked['mission']}]({name}.md)"
        cells = [link, asked["claim"], asked["record_says"], headline(found), verdict(found)]
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", (FOLDER / "overview.txt").read_text(encoding="utf-8").strip(), ""]
    return "\n".join([*lines, f"Made again by {AGAIN}."]) + "\n"


def texts() -> dict[Path, str]:
    """Every page and table by its file."""
    found = {FOLDER / "README.md": overview()}
    for name in names():
        found[FOLDER / f"{name}.md"] = page(*read(name))
        found[FOLDER / f"{name}-deaths.csv"] = deaths_csv(name)
    return found


def stale() -> list[str]:
    """Files that are not what they would be if made now; pictures by the mark they carry."""
    from PIL import Image

    wrong = [
        path.name
        for path, text in texts().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for name in names():
        for file in pictures_of(*read(name)):
            path = FOLDER / file
            held = Image.open(path).info.get("Description", "") if path.exists() else ""
            if not held.endswith(mark(name)):
                wrong.append(file)
    return wrong


def main() -> int:
    """Write everything, or check it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        wrong = stale()
        if wrong:
            print(
                f"out of date: {', '.join(wrong)}; run python docs/make_cases.py", file=sys.stderr
            )
        return 1 if wrong else 0
    for path, text in texts().items():
        path.write_text(text, encoding="utf-8", newline="\n")
    for name in names():
        draw(*read(name), FOLDER, mark(name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
