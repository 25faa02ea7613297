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
from sim.view.texts import Texts

HELP_PARTS: Final = (
    *("about", "examples", "price", "works", "fails", "evidence", "claims", "who_bears"),
)


def help_of(case: Scenario, lever: str, kind: type[LeverTable], t: Texts) -> list[dict[str, Any]]:
    """The help of a lever as titled lists of lines, in the order they are read."""
    text, parts = kind.HELP, []
    for name in HELP_PARTS:
        if name == "price":
            lines = price_lines(case, lever, t)
        elif name == "evidence":
            lines = [study_line(*item, t) for item in text.evidence]
        elif name == "claims":
            lines = [claim_line(claim, t) for claim in lever_named(case, lever).claims]
        else:
            lines = [t.declared(f"policy.{lever}.help.{name}", getattr(text, name))]
        if lines and lines[0]:
            parts.append(
                {"title": t(f"help.{name}"), "lines": [" ".join(line.split()) for line in lines]}
            )
    return parts


def price_lines(case: Scenario, lever: str, t: Texts) -> list[str]:
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
        meaning = t.declared(f"{field.path}.about", field.about.meaning)
        lines.append(f"${price}{unit}: {meaning} ({source})")
    return lines or [t("help.in_dollars" if told.in_dollars else "help.no_price")]


def lever_named(case: Scenario, name: str) -> Lever:
    """A lever of a scenario by name."""
    return next(lever for lever in case.parts.levers if lever.name == name)


def claim_line(claim: Claim, t: Texts) -> str:
    """What a lever should move, and which way."""
    outcome = t.declared(f"outcome.{claim.outcome}", outcome_words(claim.outcome))
    return t("help.more" if claim.sign > 0 else "help.less", {"outcome": outcome})


def study_line(key: str, stands: str, t: Texts) -> str:
    """One finding: how it stands, who found it, how far that is known, who contests it."""
    study = studies()[key]
    cite = "" if study.cite.split(" ")[0] in stands else f"{study.cite}; "
    line = f"{stands[:1].upper()}{stands[1:]} ({key}: {cite}{study.known})"
    return f"{line}. {t('help.contested', {'who': study.contested})}" if study.contested else line
