"""What a sweep's answer rests on and does not say: told on its page, from the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.batch.answers import Answer
from sim.batch.factors import known
from sim.batch.idle import unchanged
from sim.fields import toml_text
from sim.pairs.words import label
from sim.runs.outcomes import OUTCOMES
from sim.view.sweep.words import size, upper

if TYPE_CHECKING:
    from sim.batch.results import Results


def scope(results: Results) -> str:
    """Where and how long: "Zambara, a fictional country for teaching; 520 weeks from Jan 2000"."""
    from sim.view.style import month

    parts = []
    for name in results.manifest["scenarios"]:
        case = results.case(name)
        years = f"{case.weeks / 52:.3g} years" if case.weeks >= 52 else f"{case.weeks} weeks"
        parts.append(f"{case.title}; {years} from {month(case.monday)}")
    return ". ".join(parts)


def limits(results: Results, found: Sequence[Answer]) -> list[str]:
    """Sentences on what was assumed, what the intervals hold, and what they do not."""
    said = [*unchanged(results), _held(results), _nature(results), _sources()]
    if found:
        said += [_resolution(results, found), _many(found)]
    said.append(
        "It is a model for understanding and training and forecasts no country. What also shows "
        'where peacekeepers do nothing (nature.variant = "no-effect" under [set]) proves nothing '
        "about peacekeeping."
    )
    return [text for text in said if text]


def meanings(results: Results) -> list[str]:
    """The outcomes of the page, each defined."""
    better = {"down": "lower is better", "up": "higher is better"}
    found = []
    for name in results.manifest["outcomes"]:
        outcome = OUTCOMES[name]
        way = better.get(outcome.direction)
        tail = f" ({outcome.unit}{'; ' + way if way else ''})"
        found.append(f"{upper(label(name))}: {outcome.meaning}{tail}")
    return found


def _held(results: Results) -> str:
    fixed: dict[str, Any] = dict(results.manifest["experiment"].get("set", {}))
    if not fixed:
        return ""
    text = toml_text.write(fixed).strip().replace('"', "").splitlines()
    return f"Held fixed throughout: {'; '.join(text)}. Everything else is the scenario's own."


def _nature(results: Results) -> str:
    names = results.factors("uncertainties")
    if names:
        return (
            f"{len(names)} uncertain assumption{'s' if len(names) > 1 else ''} varied over the "
            "ranges below; all others are held at the scenario's values."
        )
    return (
        "No assumption about the world was varied: the answer holds for one set of assumptions. "
        "Add [uncertainties] to the experiment before it is leaned on."
    )


def _sources() -> str:
    tags = [field.source.partition(":")[0] for field in known().values()]
    counts = {tag: tags.count(tag) for tag in ("assumption", "calibrated", "evidence")}
    return (
        f"Of the {len(tags)} default numbers of policy and nature {counts['evidence']} rest on "
        f"published evidence, {counts['calibrated']} were fitted to real wars, "
        f"{counts['assumption']} are assumptions. The intervals hold luck, not whether those "
        "numbers are right."
    )


def _resolution(results: Results, found: Sequence[Answer]) -> str:
    outcome = str(results.manifest["outcomes"][0])
    halves = [
        (a.found.hi - a.found.lo) / 2 for a in found if a.outcome == outcome and a.found.pairs > 1
    ]
    if not halves or not max(halves) > 0.0:
        return ""
    half = float(np.median(halves))
    pairs = max(a.found.pairs for a in found if a.outcome == outcome)
    unit = OUTCOMES[outcome].unit
    unit = "" if unit == "dollars" else f" {unit}" if unit in ("persons", "events") else ""
    return (
        f"With {pairs:,} pairs of worlds a difference in {label(outcome)} below about "
        f"{size(outcome, half)}{unit} cannot be told from none. Four times the replicates halve "
        "that."
    )


def _many(found: Sequence[Answer]) -> str:
    count = sum(1 for a in found if a.found.pairs > 1)
    if count < 10:
        return ""
    return (
        f"{count} intervals are shown. If no plan did anything, about {max(1, round(count / 20))} "
        "of them would leave out zero by luck alone: lean on differences that are large, expected, "
        "or shared by related plans."
    )
