"""How far each lever reaches here: every setting at its low and its high end, in paired worlds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.case.scenario import Scenario
from sim.runs.outcomes import OUTCOMES
from sim.view.app import money
from sim.view.app.asking import Asker, Question, question_of
from sim.view.app.change import YES_NO
from sim.view.app.compare import Pair
from sim.view.app.fields import all_fields
from sim.view.app.known import SHOWN, Known, known_of, memory, plain
from sim.view.app.panel import lever_groups
from sim.view.app.setting import Setting, Times, settled
from sim.view.texts import texts

Floats = NDArray[np.float64]
WORLDS: Final = 8  # an end; as many as a first answer, with which it shares the baseline
BEHIND: Final = 4  # stage: all answers to visitors go before
SURE: Final = 0.95  # of an interval
LITTLE: Final = 0.05  # of the baseline: a change that hardly matters
SCALES: Final = {YES_NO: 1.0, "share": 1.0, "0 to 1": 1.0, "0 to 100": 100.0}
OF_MEDIAN: Final = 1.2533  # its standard error, of that of a mean, were the values normal
SAVED_EVERY: Final = 10  # moves


@dataclass(frozen=True)
class Move:
    """A field of a lever at one end of its slider. `end`: "low" or "high"."""

    path: str
    end: str
    value: Any
    setting: Setting


@dataclass(frozen=True)
class Effect:
    """The change of one outcome: `by` the median over pairs (of a yes-or-no outcome the change of
    the share of worlds), `lo` and `hi` its 95 % interval, `error` its standard error; `still`: it
    is the same in every world.
    """

    pairs: int
    base: float
    by: float
    lo: float
    hi: float
    error: float
    still: bool

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return bool(self.lo > 0.0 or self.hi < 0.0)

    @property
    def most(self) -> float:
        """How far it may be from nothing."""
        return max(abs(self.lo), abs(self.hi))

    def hardly(self, unit: str) -> bool:
        """Whether it is known to be little: of the baseline, or of the outcome's scale."""
        scale = SCALES.get(unit, abs(self.base))
        return not self.clear and (self.still or self.most <= LITTLE * scale)


def moves_of(case: Scenario, setting: Setting) -> list[Move]:
    """Every end of every field, first fields of all levers first.

    `setting`: the scenario, its length and assumptions; ends that are the scenario's own are left
    out.
    """
    bare = setting.only("nature")
    rows = [
        (place, row)
        for group in lever_groups(case, texts())
        for place, row in enumerate(group["fields"])
        if row["kind"] != "switch"
    ]
    found = []
    for _, row in sorted(rows, key=lambda item: item[0]):
        for end, wish in ends_of(row):
            value = settled(case, all_fields()[row["path"]], wish)
            if value is not None:
                found.append(Move(row["path"], end, value, bare.with_change(row["path"], value)))
    return found


def ends_of(row: dict[str, Any]) -> list[tuple[str, Any]]:
    """What a row of the panel is set to at its ends."""
    if row["kind"] == "choice":
        return [("low", row["choices"][0]), ("high", row["choices"][-1])]
    kind = Times if row["kind"] == "times" else float
    return [(end, kind(row[end])) for end in ("low", "high")]


def effect_of(known: Known, name: str) -> Effect:
    """What a known policy changes in an outcome."""
    row = SHOWN.index(name)
    base, what = known.base[:, row], known.what[:, row]
    both = ~(np.isnan(base) | np.isnan(what))
    base, diff = base[both], (what - base)[both]
    count = len(diff)
    if count < 2:
        nan = float("nan")
        return Effect(count, nan, nan, nan, nan, nan, not count)
    still = not diff.any()
    if OUTCOMES[name].unit == YES_NO:
        error = float(diff.std(ddof=1) / np.sqrt(count))
        by, half = float(diff.mean()), 2.0 * max(error, 0.0 if still else 1.0 / count)
        return Effect(count, float(base.mean()), by, by - half, by + half, half / 2.0, still)
    lo, hi = median_interval(diff)
    error = float(OF_MEDIAN * diff.std(ddof=1) / np.sqrt(count))
    return Effect(count, float(np.median(base)), float(np.median(diff)), lo, hi, error, still)


def median_interval(values: Floats) -> tuple[float, float]:
    """An interval that covers the median with at least 95 %, whatever the distribution.

    From the sign test: the k-th value from either end. With five values or fewer it covers less.
    """
    from scipy.stats import binom

    count, ordered = len(values), np.sort(values)
    rare = binom.cdf(np.arange(count), count, 0.5) <= (1.0 - SURE) / 2.0
    place = max(int(rare.sum()), 1) - 1
    return float(ordered[place]), float(ordered[count - 1 - place])


def over_of(question: Question, pair: Pair) -> float:
    """Dollars a year that a policy asks for beyond the budget, or 0."""
    return money.overspent(*money.of_pair(question.base, question.what, pair))


def missing(case: Scenario, question: Question) -> list[Move]:
    """The ends that are not known yet for this state of the model."""
    group = memory().group(question)
    there = {key for key, known in group.moves.items() if len(known.base) >= WORLDS}
    moves = moves_of(case, question.setting)
    return [move for move in moves if group.old or plain(move.setting) not in there]


def work(
    case: Scenario,
    question: Question,
    asker: Asker,
    stale: Callable[[], bool],
    worlds: int = WORLDS,
) -> Iterator[tuple[int, int]]:
    """Run what is missing, (done, all) after each end; kept on disk on the way and at the end."""
    left = missing(case, question)
    memory().renew(question)
    total = len(moves_of(case, question.setting))
    done = total - len(left)
    yield done, total
    for number, move in enumerate(left, 1):
        for known in tried(case, move.setting, asker, stale, "reach", worlds):
            memory().put(question, known)
        if stale():
            break
        if number % SAVED_EVERY == 0:
            memory().save(question)
        yield done + number, total
    memory().save(question)


def tried(
    case: Scenario,
    setting: Setting,
    asker: Asker,
    stale: Callable[[], bool],
    of: str,
    worlds: int = WORLDS,
) -> Iterator[Known]:
    """A policy run behind all answers to visitors."""
    question = question_of(case, setting)
    for pair in asker.answers(question, stale, first=0, full=worlds, stage=BEHIND):
        yield known_of(question, pair, of, over_of(question, pair))
