"""A lever's help: its own text (`sim.policy`), what its units cost, the studies behind it."""

from __future__ import annotations

from typing import Any, Final

from sim.case.scenario import Scenario
from sim.evidence.studies import studies
from sim.fields.claim import Claim
from sim.pairs.words import label as outcome_words
from sim.policy.lever import Lever
from sim.policy.table import LeverTable
from sim.view.app.fields import all_fields
from sim.view.style import short

HELP_PARTS: Final = (
    ("about", "What it is"),
    ("examples", "Where it was done"),
    ("price", "What it costs"),
    ("works", "When it works"),
    ("fails", "When it fails"),
    ("evidence", "What the evidence says, and how contested it is"),
    ("claims", "What it should move"),
    ("who_bears", "Who bears it"),
)
IN_DOLLARS: Final = "Set in dollars: what is set is what it costs, as far as money comes in."
NO_PRICE: Final = "Nothing by itself: it decides what money and people there are for the others."


def help_of(case: Scenario, lever: str, kind: type[LeverTable]) -> list[dict[str, Any]]:
    """The help of a lever as titled lists of lines, in the order they are read."""
    text, parts = kind.HELP, []
    for name, title in HELP_PARTS:
        if name == "price":
            lines = price_lines(case, lever)
        elif name == "evidence":
            lines = [study_line(*item) for item in text.evidence]
        elif name == "claims":
            lines = [claim_line(claim) for claim in lever_named(case, lever).claims]
        else:
            lines = [getattr(text, name)]
        if lines and lines[0]:
            parts.append({"title": title, "lines": [" ".join(line.split()) for line in lines]})
    return parts


def price_lines(case: Scenario, lever: str) -> list[str]:
    """What a unit of the lever costs in a scenario, and where that number is from."""
    lines = []
    told = lever_named(case, lever)
    for path in told.prices:
        field = all_fields()[path]
        _, group, name = path.split(".")
        value = float(getattr(getattr(case.nature, group), name))
        unit = field.about.unit.removeprefix("dollars")
        source = field.about.source.replace("evidence:", "evidence ")
        price = short(value).replace(".00 ", " ")
        lines.append(f"${price}{unit}: {field.about.meaning} ({source})")
    return lines or [IN_DOLLARS if told.in_dollars else NO_PRICE]


def lever_named(case: Scenario, name: str) -> Lever:
    """A lever of a scenario by name."""
    return next(lever for lever in case.parts.levers if lever.name == name)


def claim_line(claim: Claim) -> str:
    """What a lever should move, and which way."""
    return f"{'more' if claim.sign > 0 else 'less'}: {outcome_words(claim.outcome)}"


def study_line(key: str, stands: str) -> str:
    """One finding: how it stands, who found it, how far that is known, who contests it."""
    study = studies()[key]
    cite = "" if study.cite.split(" ")[0] in stands else f"{study.cite}; "
    line = f"{stands[:1].upper()}{stands[1:]} ({key}: {cite}{study.known})"
    return f"{line}. Contested: {study.contested}." if study.contested else line
