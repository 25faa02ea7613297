"""Paired worlds in words: "fewer civilian deaths in 91 of 100 paired worlds, median -14 %"."""

from __future__ import annotations

import math
from collections.abc import Mapping

from sim.fields.outcome import Outcome
from sim.pairs.paired import Paired
from sim.runs.outcomes import OUTCOMES

COUNTED = ("persons", "events", "person-weeks")
TINY = 0.0005  # a change that would be shown as 0.0 %
HEADLINES = (
    "civilian_deaths",
    "displaced_peak",
    "war_ended",
    "relapse_5y",
    "stability",
    "cost",
)


def label(name: str) -> str:
    """An outcome's name for people."""
    return OUTCOMES[name].words if name in OUTCOMES else name.replace("_", " ")


def sentence(name: str, p: Paired) -> str:
    """One outcome, what-if against base, in one clause without a full stop."""
    outcome = OUTCOMES[name]
    if p.pairs == 0:
        return f"nothing to say about {label(name)}: no pair in which both worlds know it"
    if outcome.unit == "0 or 1":
        return _yes_no(name, p)
    if p.same == p.pairs:
        return f"exactly the same {label(name)} in all {worlds(p.pairs)}"
    if 2 * p.same > p.pairs:
        return _mostly_same(name, p)
    count = max(p.fewer, p.more)
    clause = (
        f"{_comparative(outcome, p.more > p.fewer)} {label(name)} in {count} of {worlds(p.pairs)}"
    )
    if p.same:
        clause += f" ({p.same} unchanged)"
    if math.isfinite(p.median_change) and abs(p.median_change) >= TINY:
        clause += f", median {percent(p.median_change)}"
    elif p.base and abs(p.diff / p.base) >= TINY:
        clause += f", {percent(p.diff / abs(p.base))} on average"
    return clause + _verdict(outcome, p)


def _mostly_same(name: str, p: Paired) -> str:
    clause = f"{label(name)}: unchanged in {p.same} of {worlds(p.pairs)}"
    if not p.clear:
        return clause + ", no clear difference on average"
    side = "higher" if p.diff > 0.0 else "lower"
    size = f" ({percent(p.diff / abs(p.base))})" if p.base else ""
    return f"{clause}, {side} on average{size}"


def _verdict(outcome: Outcome, p: Paired) -> str:
    if math.isnan(p.lo):
        return ""
    if not p.clear:
        return "; no clear difference on average"
    by_count, by_mean = p.more > p.fewer, p.diff > 0.0
    if by_count != by_mean and p.more != p.fewer:
        side = "higher" if by_mean else "lower"
        return f"; on average {side}, because the worlds that differ so differ by more"
    return ""


def _yes_no(name: str, p: Paired) -> str:
    happened = {
        "war_ended": "the war ended",
        "relapse_5y": "war returned within five years",
    }.get(name, f"{label(name)} was true")
    whatif, base = round(p.whatif * p.pairs), round(p.base * p.pairs)
    if p.same == p.pairs:
        return f"{happened} in {whatif} of {worlds(p.pairs)}, with and without the change"
    clause = f"{happened} in {whatif} of {worlds(p.pairs)}, against {base} without the change"
    if not math.isnan(p.lo) and not p.clear:
        clause += "; no clear difference"
    return clause


def _comparative(outcome: Outcome, up: bool) -> str:
    if outcome.unit in COUNTED:
        return "more" if up else "fewer"
    return "higher" if up else "lower"


def worlds(count: int) -> str:
    """ "64 paired worlds"."""
    return f"{count} paired world{'' if count == 1 else 's'}"


def percent(share: float) -> str:
    """A signed whole percentage, with a digit more below one per cent."""
    value = 100.0 * share
    digits = 0 if abs(value) >= 1.0 or value == 0.0 else 1
    return f"{value:+.{digits}f} %".replace("+0 %", "0 %").replace("-0 %", "0 %")


def paragraph(found: Mapping[str, Paired]) -> str:
    """The headline outcomes, a sentence each; first civilians, then what else moved."""
    lines = []
    for name in HEADLINES:
        if name in found and (found[name].pairs or name == HEADLINES[0]):
            text = sentence(name, found[name])
            lines.append(text[:1].upper() + text[1:] + ".")
    return "\n".join(lines)
