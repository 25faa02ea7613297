"""A lever's help: its own text (`sim.policy`), what its units cost, the studies behind it."""

from __future__ import annotations

from typing import Any, Final

from sim.evidence.studies import studies
from sim.outcomes import OUTCOMES
from sim.policy import LeverTable
from sim.scenario import Scenario
from sim.view.app.fields import all_fields
from sim.view.style import short
from sim.words import label as outcome_words

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
# The prices that each lever's `weekly_cost` is made of (paths in nature).
PRICES: Final[dict[str, tuple[str, ...]]] = {
    "force": ("contributors.person_year", "prices.repatriation"),
    "partners": ("prices.partner_year",),
    "patrols": ("contributors.patrol_week",),
    "protection": ("prices.zone_year", "prices.evacuation_year", "prices.escort_week"),
    "early_warning": ("prices.staff_year", "prices.local_year", "prices.drone_year"),
    "ddr": ("prices.cantonment_month", "prices.reintegration_head", "prices.cvr_head"),
    "mediation": ("prices.team_year",),
    "elections": ("prices.ballot_year",),
    "dialogue": ("prices.staff_year", "prices.local_year"),
    "aid": ("prices.food_year", "prices.water_year", "prices.health_year", "prices.shelter_year"),
    "capacity": ("prices.staff_year",),
    "community": ("prices.local_year", "prices.committee_year", "prices.staff_year"),
}
IN_DOLLARS: Final = "Set in dollars: what is set is what it costs, as far as money comes in."
NO_PRICE: Final = "Nothing by itself: it decides what money and people there are for the others."
FREE: Final = ("funding", "exit")


def help_of(case: Scenario, lever: str, kind: type[LeverTable]) -> list[dict[str, Any]]:
    """The help of a lever as titled lists of lines, in the order they are read."""
    text, parts = kind.HELP, []
    for name, title in HELP_PARTS:
        if name == "price":
            lines = price_lines(case, lever)
        elif name == "evidence":
            lines = [study_line(*item) for item in text.evidence]
        elif name == "claims":
            lines = [outcome_words(item) if item in OUTCOMES else item for item in text.claims]
        else:
            lines = [getattr(text, name)]
        if lines and lines[0]:
            parts.append({"title": title, "lines": [" ".join(line.split()) for line in lines]})
    return parts


def price_lines(case: Scenario, lever: str) -> list[str]:
    """What a unit of the lever costs in a scenario, and where that number is from."""
    lines = []
    for path in PRICES.get(lever, ()):
        field = all_fields()[f"nature.{path}"]
        group, name = path.split(".")
        value = float(getattr(getattr(case.nature, group), name))
        unit = field.about.unit.removeprefix("dollars")
        source = field.about.source.replace("evidence:", "evidence ")
        price = short(value).replace(".00 ", " ")
        lines.append(f"${price}{unit}: {field.about.meaning} ({source})")
    return lines or [NO_PRICE if lever in FREE else IN_DOLLARS]


def study_line(key: str, stands: str) -> str:
    """One finding: how it stands, who found it, how far that is known, who contests it."""
    study = studies()[key]
    cite = "" if study.cite.split(" ")[0] in stands else f"{study.cite}; "
    line = f"{stands[:1].upper()}{stands[1:]} ({key}: {cite}{study.known})"
    return f"{line}. Contested: {study.contested}." if study.contested else line
