"""A sweep's answers in words a planner can forward: how much, how sure, in how many worlds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.batch.answers import Answer, against
from sim.pairs import words
from sim.pairs.paired import Paired
from sim.pairs.words import label
from sim.runs.outcomes import OUTCOMES
from sim.view import style

if TYPE_CHECKING:
    from sim.batch.results import Results

MINUS = "\N{MINUS SIGN}"
NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MOST_SENTENCES = 8


def count_word(count: int) -> str:
    """ "four" up to ten, digits beyond."""
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def upper(text: str) -> str:
    """With a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def plan(name: str) -> str:
    """A policy's name in a sentence: in quotation marks where it would read as part of it."""
    return (
        f"\N{LEFT DOUBLE QUOTATION MARK}{name}\N{RIGHT DOUBLE QUOTATION MARK}"
        if (set(name) & set(":,;"))
        else name
    )


def size(outcome: str, value: float) -> str:
    """An amount without its sign, with as many digits as it carries: 158, 0.73, $301 m."""
    if math.isnan(value):
        return "not known"
    value = abs(value)
    mark = "$" if OUTCOMES[outcome].unit == "dollars" else ""
    if value >= 1e6:
        return mark + style.short(value)
    whole = OUTCOMES[outcome].unit in (*words.COUNTED, "dollars")
    if value >= 99.5 or (whole and value >= 0.95):
        return f"{mark}{value:,.0f}"
    return f"{mark}{value:.2g}" if value < 10 else f"{mark}{value:.3g}"


def signed(outcome: str, value: float) -> str:
    """A difference with its sign: +158, \N{MINUS SIGN}0.73."""
    text = size(outcome, value)
    if math.isnan(value) or float(text.lstrip("$").split()[0].replace(",", "")) == 0.0:
        return text
    return ("+" if value > 0.0 else MINUS) + text


def span(outcome: str, lo: float, hi: float) -> str:
    """An interval in words: "76 to 240 more", "5 fewer to 27 more"."""
    up, down = _ways(outcome)
    if lo >= 0.0:
        return f"{size(outcome, lo)} to {size(outcome, hi)} {up}"
    if hi <= 0.0:
        return f"{size(outcome, hi)} to {size(outcome, lo)} {down}"
    return f"{size(outcome, lo)} {down} to {size(outcome, hi)} {up}"


def _ways(outcome: str) -> tuple[str, str]:
    unit = OUTCOMES[outcome].unit
    if unit in words.COUNTED:
        return "more", "fewer"
    return ("more", "less") if unit == "dollars" else ("higher", "lower")


def change(outcome: str, p: Paired) -> str:
    """The mean difference in words: "158 more civilian deaths", "stability lower by 0.73"."""
    way = _ways(outcome)[0 if p.diff > 0.0 else 1]
    amount = size(outcome, p.diff)
    if OUTCOMES[outcome].unit in words.COUNTED:
        return f"{amount} {way} {label(outcome)}"
    if OUTCOMES[outcome].unit == "dollars":
        return f"{amount} {way}"
    return f"{label(outcome)} {way} by {amount}"


def clause(outcome: str, p: Paired) -> str:
    """One outcome of one policy against another, with its uncertainty, without a full stop."""
    if p.pairs < 2 or OUTCOMES[outcome].unit == "0 or 1" or p.same == p.pairs:
        return words.sentence(outcome, p)
    if p.clear:
        said = f"{change(outcome, p)} on average (95 % interval {span(outcome, p.lo, p.hi)}"
        if p.base and abs(p.diff / p.base) >= 0.0005:
            said += f"; {words.percent(p.diff / abs(p.base)).replace('-', MINUS)}"
        return f"{said}); {_worlds(outcome, p)}"
    said = f"no clear difference in {label(outcome)} on average"
    return f"{said} (95 % interval {span(outcome, p.lo, p.hi)}); {_worlds(outcome, p)}"


def _worlds(outcome: str, p: Paired) -> str:
    up, down = _ways(outcome)
    parts = [f"{up} in {p.more}"] if p.more else []
    parts += [f"{down} in {p.fewer}"] if p.fewer else []
    parts += [f"the same in {p.same}"] if p.same else []
    return f"{', '.join(parts)} of {words.worlds(p.pairs)}"


def headline(found: Sequence[Answer], outcome: str, base: str) -> str:
    """The answer on one outcome in a sentence or two: which policies clearly change it."""
    here = [a for a in found if a.outcome == outcome and a.found.pairs]
    if not here:
        return f"No pair of worlds knows {label(outcome)}, so there is nothing to compare."
    clear = [a for a in here if a.found.clear]
    name, base = label(outcome), plan(base)
    if not clear:
        if len(here) == 1:
            return f"{upper(plan(here[0].policy))} does not clearly change {name} against {base}."
        every = count_word(len(here))
        return f"None of the {every} plans clearly changes {name} against {base}."
    top = max(clear, key=lambda a: abs(a.found.diff))
    p = top.found
    how = f"{plan(top.policy)} ({change(outcome, p)}; 95 % interval {span(outcome, p.lo, p.hi)})"
    if len(here) == 1:
        return f"Against {base}, {how}."
    of = f"the {count_word(len(here))} plans"
    if len(clear) == 1:
        return f"One of {of} clearly changes {name} against {base}: {how}."
    start = f"All {of[4:]}" if len(clear) == len(here) else f"{count_word(len(clear))} of {of}"
    return f"{upper(start)} clearly change {name} against {base}, most of all {how}."


def brief(found: Sequence[Answer], outcome: str) -> str:
    """One outcome in a sentence: under how many policies it clearly changes, under which most."""
    here = [a for a in found if a.outcome == outcome and a.found.pairs]
    clear = [a for a in here if a.found.clear]
    top = max(clear, key=lambda a: abs(a.found.diff))
    p = top.found
    way = f"{size(outcome, p.diff)} {_ways(outcome)[0 if p.diff > 0.0 else 1]}"
    ends = f"(95 % interval {span(outcome, p.lo, p.hi)})"
    if len(here) == 1:
        return f"{upper(label(outcome))}: {way} {ends}."
    of = f"all {count_word(len(here))}" if len(clear) == len(here) else ""
    of = of or f"{count_word(len(clear))} of the {count_word(len(here))}"
    start = f"{upper(label(outcome))} changes clearly under {of} plans"
    return f"{start}, most under {plan(top.policy)}: {way} {ends}."


def said(results: Results, found: Sequence[Answer]) -> list[str]:
    """Sentences under the headline: contrasts asked for, then what else clearly changes."""
    names = list(results.manifest["outcomes"])
    sentences = contrasts(results, names[0])
    for scenario in dict.fromkeys(a.scenario for a in found):
        here = [a for a in found if a.scenario == scenario]
        many = len(here) < len(found)
        for outcome in names if many else names[1:]:
            if any(a.outcome == outcome and a.found.clear for a in here):
                where = f"In {scenario}: " if many else ""
                sentences.append(where + brief(here, outcome))
    return sentences[:MOST_SENTENCES]


def plan_by_plan(found: Sequence[Answer], outcome: str) -> list[str]:
    """A sentence a policy on one outcome, the clearest first."""
    many = len({a.scenario for a in found}) > 1
    first = [a for a in found if a.outcome == outcome]
    first.sort(key=lambda a: (not a.found.clear, -abs(a.found.diff)))
    return [
        f"{upper(plan(a.policy))}{f' in {a.scenario}' if many else ''}: {clause(outcome, a.found)}."
        for a in first
    ]


def contrasts(results: Results, outcome: str) -> list[str]:
    """What the experiment asks besides the base: one named policy rather than another."""
    asked = results.manifest["experiment"].get("contrasts", ())
    runs = results.runs
    sentences = []
    for one, other in asked:
        said = clause(outcome, against(runs, one, other, outcome))
        sentences.append(f"{upper(plan(other))} rather than {plan(one)}: {said}.")
    return sentences
