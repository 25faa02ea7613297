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
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FOLDER = HERE / "cases"
RESULTS = HERE.parent / "experiments" / "cases"
sys.path.append(str(RESULTS))

from case_measures import Answer  # noqa: E402
from case_panels import ARM_WORDS, table  # noqa: E402
from case_pictures import draw, pictures_of  # noqa: E402
from case_words import (  # noqa: E402
    answers,
    dead,
    deeds,
    difference,
    filled,
    formed,
    given,
    headline,
    killers,
    ranks,
    value,
    verdict,
    why,
)

KINDS = {"battle": "state_based", "onesided": "one_sided", "nonstate": "non_state"}
MADE = "made by docs/make_cases.py from experiments/cases and the prose beside it; do not edit"
MEASURE = "python experiments/cases/measure.py"
AGAIN = f"`{MEASURE} && python docs/make_cases.py`"
OLD = (
    "**The rules have changed since the sentences above were written**: their figures are new, "
    "what they say of them is to be read again."
)
SHOWS = {
    "deaths": "Deaths a year in three arms: as it was, without dated events, without the mission",
    "politics": "Who governs, the force, elections, agreements, disarmament, armed men",
    "crime": "Homicide, gender-based violence, its reporting and armed men, with and without",
    "places": "Deaths by region: record, worlds and people",
}


def names() -> list[str]:
    """The cases that have prose."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def read(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was measured of a case, and its prose."""
    file = RESULTS / f"{name}.json"
    case = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    counts = {arm: len(case.get(arm, ())) for arm in ARM_WORDS}
    if not counts["was"] or len(set(counts.values())) > 1:
        raise SystemExit(f"{file}: worlds by arm are {counts}; run {MEASURE} {name}")
    return case, tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def mark(name: str) -> str:
    """A digest of what a case's pictures are drawn from; every picture carries it."""
    digest = blake2b((RESULTS / f"{name}.json").read_bytes(), digest_size=8)
    digest.update((FOLDER / f"{name}.toml").read_bytes())
    return digest.hexdigest()


def page(name: str) -> str:
    """A case's page."""
    case, asked = read(name)
    found = answers(case, asked)

    def told(key: str) -> Iterator[str]:
        for text in asked[key]:
            yield from (filled(text, found, len(case["was"])), "")

    lines = [f"# {case['title']}: {asked['mission']}", "", f"<!-- {MADE} -->", ""]
    lines += [*_claim(asked, found), "", "## What happened", "", *told("happened")]
    lines += ["## What the model shows", "", *_picture(name, "deaths")]
    lines += [_asked(case), "", *_table(found), "", *_picture(name, "politics")]
    if asked.get("crime"):
        lines += _picture(name, "crime")
    lines += [f"## What it is told for: {asked['told']}", "", *told("why"), *_reasons(case)]
    if "record" in case:
        lines += ["", *_where(name, case)]
    lines += ["", "## The run without dated events", "", *told("undated")]
    lines += ["## The run without the mission", "", *told("alone")]
    lines += ["## Where it is wrong", ""]
    lines += [f"- {filled(text, found, len(case['was']))}" for text in asked["wrong"]]
    lines += ["", *_explained(case), "", *_made(name, case, asked)]
    return "\n".join(lines) + "\n"


def _claim(asked: Mapping[str, Any], found: Mapping[str, Answer]) -> list[str]:
    """Section S: what is claimed, what is on record, what the model says."""
    return [
        "| | |",
        "|---|---|",
        f"| **Claimed** | {asked['claim']} |",
        f"| **On record** | {asked['record_says']} |",
        f"| **In the model** | {headline(found)} |",
        f"| **Verdict** | {verdict(found)} |",
    ]


def _picture(name: str, which: str) -> list[str]:
    return [f"![{SHOWS[which]}]({name}-{which}.png)", ""]


def _asked(case: Mapping[str, Any]) -> str:
    return (
        f"{len(case['was'])} paired worlds, the same luck in each arm. `28 of 32`: so many worlds "
        "of those that can say. The mission's difference: as it was minus without the mission, "
        "with its 95 % interval. *Given*: whether the model's value lies where the record does, "
        "in a band written down from it."
    )


def _table(found: Mapping[str, Answer]) -> list[str]:
    lines = [
        "| asked | on record | as it was | without dated events | without the mission "
        "| the mission's difference | claimed of the mission | given |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for a in found.values():
        cells = [a.ask["says"], a.ask["record"], *[value(a, arm) for arm in ARM_WORDS]]
        cells += [difference(a), a.helped or "-", given(a)]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _reasons(case: Mapping[str, Any]) -> list[str]:
    """Causes of the events in which people died, by period and arm; what parties did."""
    lines = [
        "What weighed most in the chance of the events in which people died (in brackets: times "
        "the ordinary; of all worlds, by deaths), as `bluehelm run --explain` tells it of one:",
        "",
        "| | years | deaths, mean | why | civilians attacked, by whom |",
        "|---|---|---|---|---|",
    ]
    for arm in ("was", "alone"):
        for period in case["periods"]:
            cells = [ARM_WORDS[arm], period, dead(case, arm, period), why(case, arm, period)]
            lines.append(f"| {' | '.join([*cells, killers(case, arm, period)])} |")
    count = len(case["was"])
    told = ", ".join(f"{who}: {what} in {n}" for who, what, n in deeds(case, "was"))
    return [
        *lines,
        "",
        f"What the parties did, in how many of {count} worlds: {told}. Militias that form, a "
        f"world: {formed(case, 'was'):.1f}; without the mission {formed(case, 'alone'):.1f}.",
    ]


def _where(name: str, case: Mapping[str, Any]) -> list[str]:
    lines = ["## Where people died", "", *_picture(name, "places")]
    lines += ["Rank correlation with the record's deaths (war window):", ""]
    lines += ["| by | people alone | the worlds, mean | better than people |", "|---|---|---|---|"]
    for by, (people, worlds) in ranks(case).items():
        better = "yes" if worlds > people else "**no**"
        lines.append(f"| {by} | {people:.2f} | {worlds:.2f} | {better} |")
    return lines


def _explained(case: Mapping[str, Any]) -> list[str]:
    """One luck in words."""
    lines = [
        "## One world, explained",
        "",
        f"`bluehelm run {case['scenario']} --seed 1 --explain ...`, and the same luck without the "
        "mission:",
    ]
    for text in case["told"].values():
        lines += ["", "```", text, "```"]
    return lines


def _made(name: str, case: Mapping[str, Any], asked: Mapping[str, Any]) -> list[str]:
    """How to make it again, and whether rules have changed since its sentences were written."""
    source = case.get("record", {}).get("source")
    record = f" Record: {source}; yearly and by place." if source else ""
    seeds = [row["seed"] for row in case["was"]]
    old = asked["written_on"] != case["state"]["rules"]
    return [
        "## How this was made",
        "",
        f"{AGAIN}. Seeds {seeds[0]} to {seeds[-1]} in every arm. *Without dated events*: "
        "`events = []`; forces from outside still enter and leave on their days. *Without the "
        "mission*: no mandate, so no people, no money, no talks and no programmes of it; the dated "
        f"offers stay.{record} Deaths of every world by year and kind: "
        f"[{name}-deaths.csv]({name}-deaths.csv)." + (f" {OLD}" if old else ""),
    ]


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
        found[FOLDER / f"{name}.md"] = page(name)
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
