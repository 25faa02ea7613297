"""The page of a case. `page` first: its sections in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from case_measures import Answer, answer
from case_panels import ARM_WORDS, Case
from case_words import (
    answers,
    dead,
    deeds,
    difference,
    filled,
    formed,
    given,
    goes_with,
    headline,
    killers,
    ranks,
    value,
    verdict,
    why,
)

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


def page(case: Case, asked: Mapping[str, Any]) -> str:
    """A case's page, in the order in which it is read."""
    name = case["scenario"]
    found = answers(case, asked)

    def told(key: str) -> Iterator[str]:
        for text in asked[key]:
            yield from (filled(text, found, len(case["was"])), "")

    lines = [f"# {case['title']}: {asked['mission']}", "", f"<!-- {MADE} -->", ""]
    lines += [*_claim(asked, found), "", "## What happened", "", *told("happened")]
    lines += [f"Sources: {asked['sources']}", ""]
    lines += ["## What the model shows", "", *_picture(name, "deaths")]
    lines += [_asked(case), "", *_table(found), "", *_picture(name, "politics")]
    if asked.get("crime"):
        lines += _picture(name, "crime")
    lines += [f"## What it is told for: {asked['told']}", "", *told("why"), *_reasons(case)]
    lines += _goes_with(case, found)
    if "record" in case:
        lines += ["", *_where(name, case)]
    lines += ["", "## The run without dated events", "", *told("undated")]
    lines += ["## The run without the mission", "", *told("alone")]
    lines += [*_variants(case, asked), "## Where it is wrong", ""]
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


def _asked(case: Case) -> str:
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


def _reasons(case: Case) -> list[str]:
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


def _goes_with(case: Case, found: Mapping[str, Answer]) -> list[str]:
    rows = goes_with(case, found)
    if not rows:
        return []
    return [
        "",
        "What goes with an answer, world against world as it was (means more than two standard "
        "errors apart; many are looked at, so one in twenty is luck; what goes with it need not "
        "be why):",
        "",
        "| answer | goes with | where yes | where no |",
        "|---|---|---|---|",
        *[f"| {' | '.join(row)} |" for row in rows],
    ]


def _variants(case: Case, asked: Mapping[str, Any]) -> list[str]:
    """What the answers hang on: a case's own variants, on the same luck."""
    lines = ["## What it hangs on", ""]
    measures = {ask["id"]: ask for ask in asked["measures"]}
    for variant in asked["variants"]:
        sets = ", ".join(f"`{path} = {value}`" for path, value in variant["set"].items())
        lines += [f"{variant['words'][0].upper()}{variant['words'][1:]} ({sets}): {variant['why']}"]
        lines += ["", "| asked | as it was | so | as it was, minus so |", "|---|---|---|---|"]
        for name in variant["ask"]:
            a = answer(case, measures[name], variant["id"])
            cells = [a.ask["says"], value(a, "was"), value(a, variant["id"]), difference(a)]
            lines.append(f"| {' | '.join(cells)} |")
        lines.append("")
    return lines


def _where(name: str, case: Case) -> list[str]:
    lines = ["## Where people died", "", *_picture(name, "places")]
    lines += ["Rank correlation with the record's deaths (war window):", ""]
    lines += ["| by | people alone | the worlds, mean | better than people |", "|---|---|---|---|"]
    for by, (people, worlds) in ranks(case).items():
        better = "yes" if worlds > people else "**no**"
        lines.append(f"| {by} | {people:.2f} | {worlds:.2f} | {better} |")
    return lines


def _explained(case: Case) -> list[str]:
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


def _made(name: str, case: Case, asked: Mapping[str, Any]) -> list[str]:
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
